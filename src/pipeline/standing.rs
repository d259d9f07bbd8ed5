//! Which of the conflicts found the tool stands by. It is decided before it is stored, so that whoever reads the database sees
//! what the command line lists.

use super::identity::Matcher;
use crate::store::{Decided, Decision, Exchanged, Grounds, Merged, Result, RuleRecord, Ruling, Store};

/// Verdicts after which a rule's record counts, and the precision under which it is doubted.
const ENOUGH_VERDICTS: u32 = 50;
const LEAST_PRECISION: f64 = 0.7;

/// Keeps what a person decided, all or none, and what follows from verdicts for the other flags of a rule.
pub fn decide(store: &mut Store, rulings: &[(Ruling, Grounds)]) -> Result<Decided> {
    let decisions = store.decide_all(rulings)?;
    settle(store)?;
    Ok(decisions)
}

/// Takes a decision back, or the last one in force.
pub fn undo(store: &mut Store, decision: Option<i64>) -> Result<Decision> {
    let decision = store.undo(decision)?;
    settle(store)?;
    Ok(decision)
}

/// Lets decisions go over to newer texts that have the same words of the same speaker; how many did.
pub fn keep_returned(store: &mut Store) -> Result<u64> {
    let kept = store.keep_returned()?;
    settle(store)?;
    Ok(kept)
}

/// Takes decisions of another desk over.
pub fn import_decisions(store: &mut Store, decisions: &[Decision]) -> Result<Exchanged> {
    let done = store.import_decisions(decisions)?;
    settle(store)?;
    Ok(done)
}

/// Takes another desk's database in. Its list of known speakers holds here too where there was none; tells whether it is another
/// one than ours, which then stays.
pub fn merge(store: &mut Store, other: &Store) -> Result<(Merged, bool)> {
    let (ours, theirs) = (store.known_speakers()?, other.known_speakers()?);
    if ours.is_empty() && !theirs.is_empty() {
        store.set_known_speakers(&theirs)?;
        store.set_identity(Box::new(Matcher::new(&theirs)));
    }
    let merged = store.merge(other)?;
    settle(store)?;
    Ok((merged, !ours.is_empty() && !theirs.is_empty() && ours != theirs))
}

/// Decides anew which flags are stood by: those that a rule was sure of, unless a person called them wrong, or called so
/// many of the rule's flags wrong that it is doubted. What people called right stays.
pub fn settle(store: &mut Store) -> Result<()> {
    let doubted: Vec<String> =
        store.verdicts_on_rules()?.into_iter().filter(is_doubted).map(|record| record.rule).collect();
    store.settle_conflicts(&doubted)
}

/// True for a rule whose flags people called wrong too often.
pub fn is_doubted(record: &RuleRecord) -> bool {
    record.right + record.wrong >= ENOUGH_VERDICTS && wilson_lower(record.right, record.wrong) < LEAST_PRECISION
}

/// Lower end of the 95 % interval of a share (E. B. Wilson, 1927).
pub fn wilson_lower(right: u32, wrong: u32) -> f64 {
    const Z: f64 = 1.96;
    let n = f64::from(right + wrong);
    if n == 0.0 {
        return 0.0;
    }
    let share = f64::from(right) / n;
    let spread = Z * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    (share + Z * Z / (2.0 * n) - spread) / (1.0 + Z * Z / n)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_doubted_only_after_enough_verdicts() {
        let record = |right, wrong| RuleRecord { rule: "r".into(), flags: 9, right, wrong, unsure: 0 };
        assert!(!is_doubted(&record(0, 49)));
        assert!(is_doubted(&record(30, 20)));
        assert!(is_doubted(&record(39, 11)), "0.78 of 50 may be less than 0.7");
        assert!(!is_doubted(&record(45, 5)));
    }
}

//! Which of the conflicts found the tool stands by. It is decided before it is stored, so that whoever reads the database sees
//! what the command line lists.

use crate::store::{Decision, Result, RuleRecord, Ruling, Store, Verdict};

/// Verdicts after which a rule's record counts, and the precision under which it is doubted.
const ENOUGH_VERDICTS: u32 = 50;
const LEAST_PRECISION: f64 = 0.7;

/// Keeps a person's verdict on a flag, and what follows from it for the other flags of its rule.
pub fn judge(store: &mut Store, conflict: i64, verdict: Verdict, reason: Option<&str>) -> Result<Decision> {
    let decision = store.decide(&Ruling::Judge { conflict, verdict }, reason)?;
    settle(store)?;
    Ok(decision)
}

/// Takes a decision back.
pub fn undo(store: &mut Store, decision: i64) -> Result<Decision> {
    let decision = store.undo(decision)?;
    settle(store)?;
    Ok(decision)
}

/// Decides anew which flags are stood by: those that a rule was sure of, unless a person called them wrong, or called so
/// many of the rule's flags wrong that it is doubted. What people called right stays.
pub fn settle(store: &mut Store) -> Result<()> {
    let doubted: Vec<String> = store.rule_records()?.into_iter().filter(is_doubted).map(|record| record.rule).collect();
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

//! Which of the conflicts found are listed: those that the tool stands by.

use std::collections::BTreeSet;

use super::exit::Failure;
use crate::store::{ConflictFilter, ConflictRow, RuleRecord, Store, Verdict};

/// Verdicts after which a rule's record counts, and the precision under which it is doubted.
const ENOUGH_VERDICTS: u32 = 50;
const LEAST_PRECISION: f64 = 0.7;

/// The conflicts that the tool stands by, and with `all` the others. What people called right is stood by; the other
/// flags of a rule that they called wrong too often are not.
pub fn standing(store: &Store, filter: &ConflictFilter) -> Result<Vec<ConflictRow>, Failure> {
    let doubted: BTreeSet<String> = store.rule_records()?.into_iter().filter(is_doubted).map(|r| r.rule).collect();
    let mut found = store.conflicts(&ConflictFilter { limit: None, ..filter.clone() })?;
    for row in &mut found {
        row.firm &= !doubted.contains(&row.rule) || row.verdict == Some(Verdict::Right);
        row.firm &= row.verdict != Some(Verdict::Wrong);
    }
    found.retain(|row| filter.all || row.firm);
    found.truncate(filter.limit.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX)));
    Ok(found)
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

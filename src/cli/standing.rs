//! Which of the conflicts found are listed: those that the tool stands by, copies of the same words once.

use std::collections::{BTreeMap, BTreeSet};

use super::exit::Failure;
use crate::store::{AttributionRow, ConflictFilter, ConflictRow, RuleRecord, Store, Verdict};

/// Verdicts after which a rule's record counts, and the precision under which it is doubted.
const ENOUGH_VERDICTS: u32 = 50;
const LEAST_PRECISION: f64 = 0.7;

/// A conflict to be listed.
pub struct Standing {
    /// the first found of those between the same words
    pub row: ConflictRow,
    /// how many more there are between the same words of the same speakers, printed elsewhere
    pub copies: usize,
}

/// The conflicts that the tool stands by, and with `all` the others. A statement that an agency and ten papers print
/// is one: its conflicts are listed once, and a verdict on one of them holds for all.
pub fn standing(store: &Store, filter: &ConflictFilter) -> Result<Vec<Standing>, Failure> {
    let doubted: BTreeSet<String> = store.rule_records()?.into_iter().filter(is_doubted).map(|r| r.rule).collect();
    let limit = filter.limit.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
    let mut found = store.conflicts(&ConflictFilter { limit: None, judged_wrong: true, ..filter.clone() })?;
    found.retain(|c| filter.all || !doubted.contains(&c.rule) || c.verdict == Some(Verdict::Right));
    let mut places: BTreeMap<_, usize> = BTreeMap::new();
    let mut out: Vec<Standing> = Vec::new();
    for row in found {
        match same_words(&row).map(|words| *places.entry(words).or_insert(out.len())) {
            Some(place) if place < out.len() => {
                let first = &mut out[place];
                first.copies += 1;
                first.row.verdict = first.row.verdict.or(row.verdict);
            }
            _ => out.push(Standing { row, copies: 0 }),
        }
    }
    out.retain(|c| filter.judged_wrong || c.row.verdict != Some(Verdict::Wrong));
    out.truncate(limit);
    Ok(out)
}

/// Speaker and words of a statement, marks and capitals left out: equal for all its copies.
pub type Said = (String, String);

/// What the conflicts between copies of two statements have in common: kind, rule and both sides. None where a speaker
/// has no name, for then nothing tells that the same words are one statement.
fn same_words(found: &ConflictRow) -> Option<(String, String, [Said; 2])> {
    let said = |row: &AttributionRow| said(row.speaker_id.as_deref(), &row.text);
    let mut sides = [said(&found.a)?, said(&found.b)?];
    sides.sort();
    Some((found.kind.clone(), found.rule.clone(), sides))
}

/// Who said what; none where the speaker has no name.
pub fn said(speaker: Option<&str>, text: &str) -> Option<Said> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase);
    Some((speaker?.to_owned(), words.collect::<Vec<_>>().join(" ")))
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

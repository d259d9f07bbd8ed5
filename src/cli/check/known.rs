//! What is known of the source of a passage beside what it says: who said it where, what the desk found of it, and its conflicts.

use serde_json::json;

use crate::pipeline::{Clash, Said, counted};
use crate::store::AttributionRow;

/// What the desk found of the statement, where it does not hold or is disputed.
pub(super) fn finding(row: &AttributionRow) -> Option<&str> {
    row.review.finding.as_deref().filter(|found| matches!(*found, "false" | "disputed"))
}

/// The same as a line, with what shows it.
fn finding_of(row: &AttributionRow) -> Option<String> {
    let finding = finding(row)?;
    let shown = row.review.finding_source.as_deref().map(|source| format!(" ({source})")).unwrap_or_default();
    Some(format!("finding: marked {finding}{shown}"))
}

/// What is known of a source, a line each: what the desk found, and its conflicts; of many the first.
pub(super) fn known_lines(said: &Said) -> Vec<String> {
    const SHOWN: usize = 2;
    let mut lines: Vec<String> = finding_of(&said.row).into_iter().collect();
    lines.extend(said.clashes.iter().take(SHOWN).map(known_line));
    let more = said.clashes.len().saturating_sub(SHOWN);
    lines.extend((more > 0).then(|| format!("known: {} more", counted(more as u64, "conflict"))));
    lines
}

/// "known version (1a2b3c4d): …".
fn known_line(clash: &Clash) -> String {
    let id: String = clash.id.chars().take(8).collect();
    let other = &clash.other;
    let by = [other.speaker.as_deref(), other.outlet.as_deref(), other.published.as_deref()];
    let by = by.into_iter().flatten().collect::<Vec<_>>().join(", ");
    format!(
        "known {} ({id}): “{}” {by}",
        clash.kind,
        other.text.trim_matches(['“', '”', '"', '\'', '‘', '’', '«', '»', ' '])
    )
}

/// The same for programs.
pub(super) fn clashes(said: Option<&Said>) -> Vec<serde_json::Value> {
    let clash = |clash: &Clash| {
        json!({"id": clash.id, "kind": clash.kind, "statement": clash.other.id, "said_by": clash.other.speaker,
            "text": clash.other.text})
    };
    said.iter().flat_map(|said| &said.clashes).map(clash).collect()
}

/// What differs, and what is known of the source.
pub(super) fn noted(differences: String, said: Option<&Said>) -> String {
    let known = said.map(known_lines).unwrap_or_default();
    std::iter::once(differences).chain(known).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Who said it, where and when.
pub(super) fn source_of(said: &Said) -> String {
    let row = &said.row;
    let parts = [row.speaker.as_deref(), row.outlet.as_deref(), row.published.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

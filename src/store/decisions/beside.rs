//! What else was decided of the same thing, and whether it says the same.

use rusqlite::{Connection, params};

use crate::store::Result;

use super::{Decision, several};

pub(super) const IN_FORCE: &str = "undone_at IS NULL AND waiting = 0";
/// Of another desk, and not in force until a person decides.
pub(super) const WAITING: &str = "undone_at IS NULL AND waiting = 1";
/// Of another desk, and a person decided otherwise.
pub(super) const SETTLED: &str = "undone_at IS NOT NULL AND waiting = 1";

/// The decision in force that is the same, by the same person for the same reasons, and that no later one overrules. Where
/// another desk's waits, the same once more settles it, and is a decision of its own.
pub(super) fn repeated(db: &Connection, decision: &Decision) -> Result<Option<Decision>> {
    let on_it = |other: &Decision| agree(other, decision) || disagree(other, decision);
    if beside_in_any_text(db, decision, WAITING)?.iter().any(on_it) {
        return Ok(None);
    }
    let last = beside(db, decision, IN_FORCE)?.into_iter().rev().find(on_it);
    let grounds = |d: &Decision| (d.by.clone(), d.reason.clone(), d.source.clone());
    Ok(last
        .filter(|last| agree(last, decision) && last.voices == decision.voices && grounds(last) == grounds(decision)))
}

/// The decisions of one of these sorts on the same statement, conflict or voices.
pub(super) fn beside(db: &Connection, decision: &Decision, which: &str) -> Result<Vec<Decision>> {
    let open = format!("{which} AND uid <> ?1");
    if let Some(statement) = &decision.statement {
        let condition = format!("{open} AND statement = ?2 AND article IS ?3");
        return several(db, &condition, params![decision.id, statement, decision.article]);
    }
    if let Some(conflict) = &decision.conflict {
        return several(db, &format!("{open} AND conflict = ?2"), params![decision.id, conflict]);
    }
    let voices = serde_json::to_string(&decision.voices.concat()).unwrap_or_default();
    let condition = format!(
        "{open} AND id IN (SELECT decision_id FROM decision_voices WHERE voice IN (SELECT value FROM json_each(?2)))"
    );
    several(db, &condition, params![decision.id, voices])
}

/// The same, where a statement of an earlier text and that of the newer one to which a decision on it went over are one.
pub(super) fn beside_in_any_text(db: &Connection, decision: &Decision, which: &str) -> Result<Vec<Decision>> {
    let Some(statement) = &decision.statement else { return beside(db, decision, which) };
    let first = "SELECT ?2 UNION SELECT ?3 UNION SELECT first_statement FROM decisions WHERE statement = ?2";
    let condition = format!("{which} AND uid <> ?1 AND (statement IN ({first}) OR first_statement IN ({first}))");
    several(db, &condition, params![decision.id, statement, decision.first_statement])
}

pub(super) fn agree(a: &Decision, b: &Decision) -> bool {
    a.action == b.action && a.field == b.field && a.value == b.value
}

/// True when two decisions on one thing cannot both be in force.
pub(super) fn disagree(a: &Decision, b: &Decision) -> bool {
    let reading = |d: &Decision| matches!(d.action.as_str(), "accept" | "reject" | "fix");
    let marked = |d: &Decision| d.field.as_deref() == Some("marked");
    match (a.action.as_str(), b.action.as_str()) {
        // what somebody marked can be fixed like any other
        ("accept", "fix") if marked(a) => false,
        ("fix", "accept") if marked(b) => false,
        ("fix", "fix") => a.field == b.field && a.value != b.value,
        _ if reading(a) && reading(b) => a.action != b.action,
        ("finding", "finding") | ("judge", "judge") | ("assign", "assign") | ("rename", "rename") => a.value != b.value,
        ("merge", "split") => parts(b, a),
        ("split", "merge") => parts(a, b),
        _ => false,
    }
}

/// True when a split keeps voices apart that a merger puts together.
fn parts(split: &Decision, merger: &Decision) -> bool {
    let together = |side: &Vec<String>| side.iter().any(|voice| merger.voices.iter().flatten().any(|v| v == voice));
    split.voices.iter().all(together)
}

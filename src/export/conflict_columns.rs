//! The columns of conflicts, both statements side by side.

use crate::store::ConflictRow;

/// Columns of the conflicts.
pub(super) const NAMES: [&str; 18] = [
    "id",
    "kind",
    "score",
    "why",
    "a_speaker",
    "a_role",
    "a_text",
    "a_outlet",
    "a_published",
    "b_speaker",
    "b_role",
    "b_text",
    "b_outlet",
    "b_published",
    "question",
    "verdict",
    "a_statement",
    "b_statement",
];

/// A row's cells, in the order of [`NAMES`].
pub(super) fn cells(c: &ConflictRow) -> [String; 18] {
    let some = |words: &Option<String>| words.clone().unwrap_or_default();
    let [a, b] =
        [&c.a, &c.b].map(|r| [some(&r.speaker), some(&r.role), r.text.clone(), some(&r.outlet), some(&r.published)]);
    let [a_speaker, a_role, a_text, a_outlet, a_published] = a;
    let [b_speaker, b_role, b_text, b_outlet, b_published] = b;
    let verdict = c.verdict.map(|verdict| verdict.as_str().to_owned()).unwrap_or_default();
    [
        c.id.clone(),
        c.kind.clone(),
        format!("{:.2}", c.score),
        c.why.clone(),
        a_speaker,
        a_role,
        a_text,
        a_outlet,
        a_published,
        b_speaker,
        b_role,
        b_text,
        b_outlet,
        b_published,
        some(&c.question),
        verdict,
        c.a.id.clone(),
        c.b.id.clone(),
    ]
}

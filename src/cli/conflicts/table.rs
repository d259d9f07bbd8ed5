//! Pairs of statements side by side, for people.

use std::collections::BTreeMap;

use crate::cli::clash;
use crate::cli::listing::{self, Column};
use crate::cli::quotes::voiced_by;
use crate::pipeline::counted;
use crate::store::{AttributionRow, ConflictRow, Printed, Verdict};

/// Where the sides of conflicts are printed, by statement.
pub(super) type Places = BTreeMap<String, Vec<Printed>>;

/// How often more the same conflict stands between copies of its two sides.
pub(super) fn copies(row: &ConflictRow, printed: &Places) -> usize {
    let places = |side: &AttributionRow| printed.get(&side.id).map_or(1, |places| places.len().max(1));
    places(&row.a) * places(&row.b) - 1
}

/// Characters of a statement that a cell of the table shows at least.
const ROOM: usize = 50;

/// Conflicts for people.
pub(super) fn table(found: &[ConflictRow], printed: &Places) -> String {
    let columns = [
        Column::whole("conflict"),
        Column::percent("one", 30),
        Column::percent("the other", 30),
        Column::rest("why"),
        Column::whole("id"),
    ];
    let side = |row: &AttributionRow, words: clash::Marked| {
        let printed: Vec<&str> = [&row.outlet, &row.published].into_iter().flatten().map(String::as_str).collect();
        [voiced_by(row), words.starting_at_first(ROOM).bracketed(), printed.join(", ")]
            .into_iter()
            .filter(|l| !l.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let row = |c: &ConflictRow| {
        let mut why = match &c.question {
            Some(question) if !c.why.starts_with(question.as_str()) => format!("{question}\n{}", c.why),
            _ => c.why.clone(),
        };
        match copies(c, printed) {
            0 => {}
            more => why.push_str(&format!("\n(and {} in copies of the two)", counted(more as u64, "flag"))),
        }
        let doubtful = match c.verdict {
            Some(Verdict::Wrong) => "\n(judged wrong)",
            _ if c.firm => "",
            _ => "\n(doubtful)",
        };
        let short: String = c.id.chars().take(8).collect();
        let [a, b] = clash::marked(c);
        vec![format!("{}{doubtful}\n{:.2}", c.kind, c.score), side(&c.a, a), side(&c.b, b), why, short]
    };
    listing::table(&columns, found.iter().map(row))
}

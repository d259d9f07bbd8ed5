//! A statement in a listing, so that its row can be read by itself. The words as printed stay in record and exports.

use std::collections::BTreeMap;

use super::exit::Failure;
use crate::compare::only_points;
use crate::store::{AttributionRow, Store};

/// What statements mean that only point ("it", "the finding"), by row.
pub type Meant = BTreeMap<i64, String>;

/// What those of the rows mean that only point at another statement of their article, where that was found.
pub fn meant<'r>(store: &Store, rows: impl IntoIterator<Item = &'r AttributionRow>) -> Result<Meant, Failure> {
    let pointing: Vec<i64> = rows.into_iter().filter(|row| only_points(&row.text)).map(|row| row.key).collect();
    Ok(if pointing.is_empty() { Meant::new() } else { store.answered(&pointing)? })
}

/// The words of a statement, behind its cue where they need it; and behind them, where found, what they mean.
pub fn readable(row: &AttributionRow, meant: &Meant) -> String {
    let text = match row.cue_before() {
        Some(cue) => format!("{cue}: {}", row.text),
        None => row.text.clone(),
    };
    match meant.get(&row.key) {
        Some(meant) => format!("{text}\n(answers: {meant})"),
        None => text,
    }
}

//! A statement in a listing, so that its row can be read by itself. The words as printed stay in record and exports.

use std::collections::BTreeMap;

use super::exit::Failure;
use crate::compare::only_points;
use crate::statement::Kind;
use crate::store::{AttributionRow, Store};

/// Words of a statement that say nothing without their cue.
const SHORT: usize = 3;

/// What statements mean that only point ("it", "the finding"), by row.
pub type Meant = BTreeMap<i64, String>;

/// What those of the rows mean that only point at another statement of their article, where that was found.
pub fn meant<'r>(store: &Store, rows: impl IntoIterator<Item = &'r AttributionRow>) -> Result<Meant, Failure> {
    let pointing: Vec<i64> = rows.into_iter().filter(|row| only_points(&row.text)).map(|row| row.key).collect();
    Ok(if pointing.is_empty() { Meant::new() } else { store.answered(&pointing)? })
}

/// The cue, where the words are short or not all their speaker's own and say too little without it.
pub fn cue_before(row: &AttributionRow) -> Option<&str> {
    let own = row.kind == Kind::Direct && row.text.split_whitespace().count() > SHORT;
    let cue = row.cue.trim();
    // "according to the mayor" stands before the mayor, not before the words
    let says_nothing = cue.is_empty() || cue.to_lowercase().starts_with("according to");
    (!own && !says_nothing).then_some(cue)
}

/// The words of a statement, behind its cue where they need it; and behind them, where found, what they mean.
pub fn readable(row: &AttributionRow, meant: &Meant) -> String {
    let text = match cue_before(row) {
        Some(cue) => format!("{cue}: {}", row.text),
        None => row.text.clone(),
    };
    match meant.get(&row.key) {
        Some(meant) => format!("{text}\n(answers: {meant})"),
        None => text,
    }
}

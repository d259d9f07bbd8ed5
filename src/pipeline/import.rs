//! Statements that were made elsewhere, one JSON object a line, on their way into the database.

use std::io::BufRead;

use super::compare::compare_new;
use super::event::Event;
use crate::compare::Question;
use crate::store::{Imported, Outcome, Store, StoreError};
use crate::text::dates;

/// Lines stored in one transaction.
const CHUNK: usize = 1000;

/// What became of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportTotals {
    /// statements that are new
    pub new: u64,
    /// the same line again
    pub known: u64,
    /// lines that cannot be used
    pub failed: u64,
    /// new conflicts that the tool stands by
    pub conflicts: usize,
}

/// Why an import stopped early.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// the input ends in an error
    #[error(transparent)]
    Input(#[from] std::io::Error),
    /// the database
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Imports all lines that can be used; the others are told as `NAME:LINE: reason`.
pub fn import(
    store: &mut Store,
    name: &str,
    input: impl BufRead,
    questions: Vec<Question>,
    hear: &mut dyn FnMut(Event),
) -> Result<ImportTotals, ImportError> {
    let mut totals = ImportTotals::default();
    let mut chunk: Vec<Imported> = Vec::new();
    for (number, line) in input.split(b'\n').enumerate() {
        match read(&line?) {
            Ok(None) => {}
            Ok(Some(statement)) => chunk.push(statement),
            Err(reason) => {
                totals.failed += 1;
                hear(Event::Failed(format!("{name}:{}: {reason}", number + 1)));
            }
        }
        if chunk.len() == CHUNK {
            keep(store, &mut chunk, &mut totals)?;
        }
    }
    keep(store, &mut chunk, &mut totals)?;
    store.settle_speakers()?;
    totals.conflicts = compare_new(store, questions, hear)?.firm;
    Ok(totals)
}

fn keep(store: &mut Store, chunk: &mut Vec<Imported>, totals: &mut ImportTotals) -> Result<(), StoreError> {
    for added in store.import_all(chunk)? {
        *(if added.outcome == Outcome::New { &mut totals.new } else { &mut totals.known }) += 1;
    }
    chunk.clear();
    Ok(())
}

/// The statement of a line; none on a blank one.
fn read(line: &[u8]) -> Result<Option<Imported>, String> {
    let line = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?.trim_start_matches('\u{feff}').trim();
    if line.is_empty() {
        return Ok(None);
    }
    if !line.starts_with('{') {
        return Err("not a JSON object".to_owned());
    }
    // the line is named already: serde would call every one of them line 1
    let mut found: Imported = serde_json::from_str(line).map_err(|e| {
        let told = e.to_string();
        told.split(" at line ").next().unwrap_or(&told).to_owned()
    })?;
    if let Some(printed) = found.published.as_deref().map(str::trim).filter(|printed| !printed.is_empty()) {
        let day = dates::is_day_or_longer(printed).then(|| printed.to_owned()).or_else(|| dates::day(printed));
        found.published = Some(day.ok_or_else(|| format!("{printed:?} is no day of publication"))?);
    }
    if found.text.contains('\0') {
        return Err(format!("the statement {:?} holds a NUL", found.id));
    }
    match (found.id.trim(), found.text.trim()) {
        ("", _) => Err("the id is empty".to_owned()),
        (_, "") => Err(format!("the statement {:?} has no text", found.id)),
        _ => Ok(Some(found)),
    }
}

//! Statements that were made elsewhere, one JSON object a line, on their way into the database.

use std::io::BufRead;

use super::add::tell_apart;
use super::compare::compare_new;
use super::event::Event;
use crate::compare::Question;
use crate::engine::LONGEST_TEXT;
use crate::read::{Ended, bounded_line, longest_line};
use crate::store::{Imported, Outcome, Store, StoreError};
use crate::text::dates;

/// Lines stored in one transaction, and the bytes of statements at which it is closed earlier: memory stays bounded.
const CHUNK: usize = 1000;
const CHUNK_BYTES: usize = 4 << 20;
/// Longest name, role, outlet, day, address and id, in bytes: what is longer is none.
const LONGEST_FIELD: usize = 4096;

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
    let (mut chunk, mut bytes): (Vec<Imported>, usize) = (Vec::new(), 0);
    let mut lines = Lines { input, number: 0, ended: false };
    while let Some(line) = lines.next_line()? {
        match line.and_then(|line| read(&line)) {
            Ok(None) => {}
            Ok(Some(statement)) => {
                bytes += statement.text.len();
                chunk.push(statement);
            }
            Err(reason) => {
                totals.failed += 1;
                hear(Event::Failed(format!("{name}:{}: {reason}", lines.number)));
            }
        }
        if chunk.len() == CHUNK || bytes > CHUNK_BYTES {
            keep(store, &mut chunk, &mut totals)?;
            bytes = 0;
        }
    }
    keep(store, &mut chunk, &mut totals)?;
    tell_apart(store, hear)?;
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

/// Lines of a file, one by one, whatever their length.
struct Lines<R> {
    input: R,
    /// of the last line that was read, counted from 1
    number: usize,
    ended: bool,
}

impl<R: BufRead> Lines<R> {
    /// The next line, or why it cannot be used; none at the end.
    fn next_line(&mut self) -> std::io::Result<Option<Result<Vec<u8>, String>>> {
        if self.ended {
            return Ok(None);
        }
        self.number += 1;
        let (longest, mut line) = (longest_line(LONGEST_TEXT), Vec::new());
        Ok(Some(match bounded_line(&mut self.input, longest, &mut line)? {
            Ended::TooLong => Err(format!("the line has more than {longest} bytes")),
            Ended::File => {
                self.ended = true;
                Ok(line)
            }
            Ended::Line => Ok(line),
        }))
    }
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
    if found.text.len() > LONGEST_TEXT {
        let bytes = found.text.len();
        return Err(format!("the statement has {bytes} bytes, more than a text can have ({LONGEST_TEXT})"));
    }
    let fields = [
        ("id", Some(&found.id)),
        ("speaker", found.speaker.as_ref()),
        ("role", found.role.as_ref()),
        ("outlet", found.outlet.as_ref()),
        ("url", found.url.as_ref()),
    ];
    if let Some((name, Some(value))) = fields.iter().find(|(_, v)| v.is_some_and(|v| v.len() > LONGEST_FIELD)) {
        return Err(format!("{name:?} has {} bytes, more than {LONGEST_FIELD}", value.len()));
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

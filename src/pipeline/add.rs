//! Articles on their way into the database: read in order, extracted in parallel, stored in order, one transaction
//! each.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::compare::compare_new;
use super::event::{Event, counted};
use crate::compare::Question;
use crate::engine::{Engine, NotExtracted};
use crate::read::{ReadResult, Reading};
use crate::statement::Extraction;
use crate::store::{Engine as MadeBy, Known, Outcome, Result, Store};

/// Articles extracted before they are stored, and the bytes at which a chunk is closed earlier: memory stays bounded.
const CHUNK_ARTICLES: usize = 64;
const CHUNK_BYTES: usize = 8 << 20;

/// What became of the inputs.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Totals {
    new: u64,
    new_versions: u64,
    unchanged: u64,
    appearances: u64,
    reextracted: u64,
    statements: u64,
    skipped: u64,
    /// new conflicts that the tool stands by
    pub conflicts: usize,
    /// inputs with which something is wrong
    pub failed: u64,
}

impl Totals {
    fn count(&mut self, outcome: &Outcome, statements: usize) {
        *match outcome {
            Outcome::New => &mut self.new,
            Outcome::NewVersion(_) => &mut self.new_versions,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Appearance => &mut self.appearances,
            Outcome::Reextracted => &mut self.reextracted,
        } += 1;
        self.statements += statements as u64;
    }

    /// Articles that are in the database now, new or not.
    pub fn stored(&self) -> u64 {
        self.new + self.new_versions + self.unchanged + self.appearances + self.reextracted
    }

    /// In a line: "9 articles added with 120 new statements, 2 known already".
    pub fn summary(&self) -> String {
        let statements = counted(self.statements, "new statement");
        let mut parts = vec![format!("{} added with {statements}", counted(self.new, "article"))];
        let others = [
            (self.new_versions, "in a new version"),
            (self.reextracted, "read again by a newer engine"),
            (self.appearances, "known from another place"),
            (self.unchanged, "known already"),
            (self.skipped, "skipped"),
            (self.failed, "failed"),
        ];
        parts
            .extend(others.iter().filter(|(number, _)| *number > 0).map(|(number, words)| format!("{number} {words}")));
        parts.join(", ")
    }
}

/// Adds all that can be added. What cannot is told and counted; only the database can stop the batch, and what was
/// stored before stays.
pub fn add(
    store: &mut Store,
    engine: &Engine,
    mut inputs: impl Iterator<Item = ReadResult>,
    questions: Vec<Question>,
    hear: &mut dyn FnMut(Event),
) -> Result<Totals> {
    let made_by =
        MadeBy { name: format!("onrecord {}", env!("CARGO_PKG_VERSION")), weights: engine.weights().to_owned() };
    let mut batch = Batch { store, engine, made_by, hear, totals: Totals::default() };
    loop {
        let chunk = batch.next_chunk(&mut inputs);
        if chunk.is_empty() {
            break;
        }
        batch.add(&chunk)?;
    }
    let Batch { store, hear, mut totals, .. } = batch;
    store.settle_speakers()?;
    totals.conflicts = compare_new(store, questions, hear)?.firm;
    Ok(totals)
}

struct Batch<'a> {
    store: &'a mut Store,
    engine: &'a Engine,
    /// what is stored with each statement: program and weights
    made_by: MadeBy,
    hear: &'a mut dyn FnMut(Event),
    totals: Totals,
}

impl Batch<'_> {
    /// The next articles; empty only when there are no more.
    fn next_chunk(&mut self, inputs: &mut impl Iterator<Item = ReadResult>) -> Vec<Reading> {
        let mut chunk = Vec::new();
        let mut bytes = 0;
        while chunk.len() < CHUNK_ARTICLES && bytes < CHUNK_BYTES {
            match inputs.next() {
                Some(Ok(reading)) => {
                    for note in &reading.notes {
                        (self.hear)(Event::Note(format!("{}: {note}", reading.place)));
                    }
                    bytes += reading.article.text.len();
                    chunk.push(reading);
                }
                Some(Err(problem)) if problem.is_error() => self.failed(problem.to_string()),
                Some(Err(problem)) => self.skipped(problem.to_string()),
                None => break,
            }
        }
        chunk
    }

    fn add(&mut self, chunk: &[Reading]) -> Result<()> {
        let (engine, made_by) = (self.engine, &self.made_by);
        let known =
            chunk.iter().map(|reading| self.store.knows(&reading.article, made_by)).collect::<Result<Vec<Known>>>()?;
        let extracted: Vec<Option<std::result::Result<Extraction, NotExtracted>>> = chunk
            .par_iter()
            .zip(&known)
            .map(|(reading, known)| (*known != Known::Same).then(|| engine.extract(&reading.article)))
            .collect();
        for (reading, extraction) in chunk.iter().zip(extracted) {
            let path = whole_file(reading);
            let added = match extraction {
                None => self.store.add_known(&reading.article, path.as_deref())?,
                Some(Ok(extraction)) => {
                    for note in &extraction.notes {
                        (self.hear)(Event::LeftOut(format!("{}: {note}", reading.place)));
                    }
                    self.store.add(&reading.article, path.as_deref(), &extraction, &self.made_by)?
                }
                Some(Err(reason)) => {
                    let told = format!("{}: {reason}", reading.place);
                    match reason {
                        NotExtracted::TooLong(_) => self.skipped(told),
                        NotExtracted::Failed => self.failed(told),
                    }
                    continue;
                }
            };
            self.totals.count(&added.outcome, added.new_statements.len());
        }
        (self.hear)(Event::Stored(self.totals.summary()));
        Ok(())
    }

    fn skipped(&mut self, told: String) {
        self.totals.skipped += 1;
        (self.hear)(Event::Skipped(told));
    }

    fn failed(&mut self, told: String) {
        self.totals.failed += 1;
        (self.hear)(Event::Failed(told));
    }
}

/// The file, when the article is all of it: without a URL it is the address of later versions.
fn whole_file(reading: &Reading) -> Option<PathBuf> {
    let path = Path::new(&reading.place.input);
    (reading.place.line.is_none() && path.is_file()).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_leaves_out_what_did_not_happen() {
        let mut totals = Totals::default();
        totals.count(&Outcome::New, 7);
        assert_eq!(totals.summary(), "1 article added with 7 new statements");
        totals.count(&Outcome::Unchanged, 0);
        totals.count(&Outcome::NewVersion("0123".into()), 1);
        totals.failed = 2;
        assert_eq!(
            totals.summary(),
            "1 article added with 8 new statements, 1 in a new version, 1 known already, 2 failed"
        );
        assert_eq!(totals.stored(), 3);
    }
}

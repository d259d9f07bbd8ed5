//! Articles on their way into the database: read in order, extracted in parallel, stored in order, one transaction
//! each.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use rayon::prelude::*;

use super::Global;
use super::comparing::compare_new;
use super::engine::{Engine, NotExtracted};
use super::exit::Failure;
use super::selection::counted;
use crate::compare::Question;
use crate::read::{Problem, ProblemKind, ReadResult, Reading};
use crate::statement::Extraction;
use crate::store::{Known, Outcome, Store};

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
    /// what was skipped, by the reason
    reasons: BTreeMap<&'static str, u64>,
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

    /// Counts what was not read, for its reason.
    pub fn skip(&mut self, kind: ProblemKind) {
        self.skipped += 1;
        *self.reasons.entry(in_short(kind)).or_default() += 1;
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
        ];
        parts
            .extend(others.iter().filter(|(number, _)| *number > 0).map(|(number, words)| format!("{number} {words}")));
        if self.skipped > 0 {
            let reasons: Vec<String> =
                self.reasons.iter().map(|(reason, number)| format!("{number} {reason}")).collect();
            parts.push(format!("{} skipped ({})", self.skipped, reasons.join(", ")));
        }
        if self.failed > 0 {
            parts.push(format!("{} failed", self.failed));
        }
        parts.join(", ")
    }
}

/// Why something was skipped, in a word or three.
fn in_short(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Empty => "empty",
        ProblemKind::NotText => "of another kind",
        ProblemKind::TooLarge => "too large",
        ProblemKind::NoArticle => "without an article",
        ProblemKind::LeftOut => "left out by kind",
        ProblemKind::Malformed => "damaged",
        ProblemKind::Missing | ProblemKind::NoArticles => "missing",
        ProblemKind::Unreadable => "unreadable",
        ProblemKind::NotFetched => "not fetched",
    }
}

/// Messages of one sort that are printed; the others are counted, unless the person wants to see all.
const NAMED: u64 = 10;

/// Messages about inputs: the first ones are printed, the rest counted, so that a large batch can be read.
#[derive(Default)]
pub struct Messages {
    notes: u64,
    skipped: u64,
    failed: u64,
}

impl Messages {
    /// Whether one more of its sort is to be printed.
    fn one_more(count: &mut u64, global: &Global) -> bool {
        *count += 1;
        *count <= NAMED || global.verbose
    }

    /// Tells how an article was read.
    pub fn note(&mut self, message: impl std::fmt::Display, bar: &ProgressBar, global: &Global) {
        if Self::one_more(&mut self.notes, global) {
            bar.suspend(|| global.tell(message));
        }
    }

    /// Tells what was not read.
    pub fn unread(&mut self, is_error: bool, message: impl std::fmt::Display, bar: &ProgressBar, global: &Global) {
        if is_error {
            if Self::one_more(&mut self.failed, global) {
                bar.suspend(|| global.complain(message));
            }
        } else if Self::one_more(&mut self.skipped, global) {
            bar.suspend(|| global.tell(message));
        }
    }

    /// What was counted only.
    pub fn rest(&self, global: &Global) {
        let all = [(self.failed, "failed"), (self.skipped, "skipped"), (self.notes, "notes")];
        let more: Vec<String> =
            all.iter().filter(|(n, _)| *n > NAMED).map(|(n, what)| format!("{} {what}", n - NAMED)).collect();
        if !more.is_empty() && !global.verbose {
            global.tell(format_args!("not printed: {} more (--verbose prints all)", more.join(", ")));
        }
    }
}

/// Adds all that can be added. What cannot is told and counted; only the database can stop the batch, and what was
/// stored before stays.
pub fn ingest(
    store: &mut Store,
    engine: &Engine,
    mut inputs: impl Iterator<Item = ReadResult>,
    bar: &ProgressBar,
    questions: Vec<Question>,
    global: &Global,
) -> Result<Totals, Failure> {
    let mut batch = Batch { store, engine, bar, global, totals: Totals::default(), messages: Messages::default() };
    loop {
        let chunk = batch.next_chunk(&mut inputs);
        if chunk.is_empty() {
            break;
        }
        batch.add(&chunk)?;
    }
    batch.messages.rest(global);
    batch.store.settle_speakers()?;
    batch.totals.conflicts = compare_new(batch.store, questions, global)?.firm;
    Ok(batch.totals)
}

struct Batch<'a> {
    store: &'a mut Store,
    engine: &'a Engine,
    bar: &'a ProgressBar,
    global: &'a Global,
    totals: Totals,
    messages: Messages,
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
                        self.messages.note(format_args!("{}: {note}", reading.place), self.bar, self.global);
                    }
                    bytes += reading.article.text.len();
                    chunk.push(reading);
                }
                Some(Err(problem)) => self.unread(&problem),
                None => break,
            }
        }
        chunk
    }

    fn unread(&mut self, problem: &Problem) {
        if problem.is_error() {
            self.totals.failed += 1;
        } else {
            self.totals.skip(problem.kind);
        }
        self.messages.unread(problem.is_error(), problem, self.bar, self.global);
    }

    fn add(&mut self, chunk: &[Reading]) -> Result<(), Failure> {
        let made_by = self.engine.made_by();
        let known = chunk
            .iter()
            .map(|reading| self.store.knows(&reading.article, made_by))
            .collect::<Result<Vec<Known>, _>>()?;
        let extracted: Vec<Option<Result<Extraction, NotExtracted>>> = chunk
            .par_iter()
            .zip(&known)
            .map(|(reading, known)| (*known != Known::Same).then(|| self.engine.extract(&reading.article)))
            .collect();
        for (reading, mut extraction) in chunk.iter().zip(extracted) {
            let path = whole_file(reading);
            if let Some(Ok(extraction)) = &mut extraction {
                extraction.notes.splice(0..0, reading.how_it_was_read());
            }
            let added = match extraction {
                None => self.store.add_known(&reading.article, path.as_deref())?,
                Some(Ok(extraction)) => {
                    if self.global.verbose {
                        extraction.notes.iter().for_each(|note| self.tell(format_args!("{}: {note}", reading.place)));
                    }
                    self.store.add(&reading.article, path.as_deref(), &extraction, made_by)?
                }
                Some(Err(reason)) => {
                    self.not_extracted(reading, &reason);
                    continue;
                }
            };
            self.totals.count(&added.outcome, added.new_statements.len());
        }
        self.bar.set_message(self.totals.summary());
        Ok(())
    }

    fn not_extracted(&mut self, reading: &Reading, reason: &NotExtracted) {
        let told = format!("{}: {reason}", reading.place);
        let failed = matches!(reason, NotExtracted::Failed);
        if failed {
            self.totals.failed += 1;
        } else {
            self.totals.skip(ProblemKind::TooLarge);
        }
        self.messages.unread(failed, told, self.bar, self.global);
    }

    fn tell(&self, message: impl std::fmt::Display) {
        self.bar.suspend(|| self.global.tell(message));
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
        totals.skip(ProblemKind::Empty);
        totals.skip(ProblemKind::NoArticle);
        totals.skip(ProblemKind::Empty);
        assert!(
            totals.summary().ends_with("3 skipped (2 empty, 1 without an article), 2 failed"),
            "{}",
            totals.summary()
        );
    }
}

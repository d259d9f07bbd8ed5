//! Articles on their way into the database: read in order, extracted in parallel, stored in order as they are done, one
//! transaction each.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel, sync_channel};
use std::thread;
use std::time::Duration;

use super::careful::careful;
use super::compare::compare_until;
use super::event::{Event, Stop, counted};
use crate::compare::Question;
use crate::engine::{Engine, NotExtracted};
use crate::read::{ProblemKind, ReadArticle, ReadResult};
use crate::statement::Extraction;
use crate::store::{Engine as MadeBy, Known, Outcome, Result, Store};

/// Articles that are on their way at most, and the bytes from which no more are taken: memory stays bounded.
const MOST_ARTICLES: usize = 64;
const MOST_BYTES: usize = 8 << 20;
/// Articles that the reading thread may be ahead.
const READ_AHEAD: usize = 4;
/// Faults of the reader after which it is given up.
const MOST_FAULTS: usize = 100;
/// How long to wait before looking whether someone wants to stop.
const PATIENCE: Duration = Duration::from_millis(50);

/// What became of the inputs.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Totals {
    new: u64,
    /// texts at the address of another
    pub new_versions: u64,
    unchanged: u64,
    described: u64,
    appearances: u64,
    reextracted: u64,
    taken_out: u64,
    statements: u64,
    skipped: u64,
    /// what was skipped, by the reason
    reasons: BTreeMap<&'static str, u64>,
    /// new conflicts that the tool stands by
    pub conflicts: usize,
    /// inputs with which something is wrong
    pub failed: u64,
    /// the person wanted to stop before all was done
    pub interrupted: bool,
}

impl Totals {
    fn count(&mut self, outcome: &Outcome, statements: usize) {
        *match outcome {
            Outcome::New => &mut self.new,
            Outcome::NewVersion(_) => &mut self.new_versions,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Described => &mut self.described,
            Outcome::Appearance => &mut self.appearances,
            Outcome::Reextracted => &mut self.reextracted,
            Outcome::TakenOut => &mut self.taken_out,
        } += 1;
        self.statements += statements as u64;
    }

    /// Articles that are in the database now, new or not.
    pub fn stored(&self) -> u64 {
        let again = self.unchanged + self.described + self.appearances + self.reextracted + self.taken_out;
        self.new + self.new_versions + again
    }

    /// In a line: "11 read: 9 articles added with 120 new statements, 2 known already".
    pub fn summary(&self) -> String {
        let statements = counted(self.statements, "new statement");
        let read = if self.stored() > self.new { format!("{} read: ", self.stored()) } else { String::new() };
        let mut parts = vec![format!("{read}{} added with {statements}", counted(self.new, "article"))];
        let others = [
            (self.new_versions, "in a new version"),
            (self.reextracted, "read again by a newer engine"),
            (self.appearances, "known from another place (wire copies)"),
            (self.unchanged, "known already"),
            (self.taken_out, "taken out by you earlier"),
            (self.described, "known already and better described now (text unchanged)"),
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

    /// Counts what was not read, for its reason.
    pub fn skip(&mut self, kind: ProblemKind) {
        self.skipped += 1;
        *self.reasons.entry(in_short(kind)).or_default() += 1;
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

/// Adds all that can be added. What cannot is told and counted; only the database can stop the batch, and what was
/// stored before stays. Whoever wants to stop is granted it after the articles at hand.
pub fn add(
    store: &mut Store,
    engine: &Engine,
    inputs: impl Iterator<Item = ReadResult> + Send + 'static,
    questions: Vec<Question>,
    stop: Stop,
    hear: &mut dyn FnMut(Event),
) -> Result<Totals> {
    let made_by =
        MadeBy { name: format!("onrecord {}", env!("CARGO_PKG_VERSION")), weights: engine.weights().to_owned() };
    let (results, done) = channel();
    let (totals, queue) = (Totals::default(), VecDeque::new());
    let mut batch = Batch { store, engine, made_by, stop, hear, totals, queue, first: 0, results };
    batch.run(&reading_ahead(inputs), &done)?;
    let Batch { store, hear, mut totals, .. } = batch;
    tell_apart(store, hear)?;
    totals.interrupted = stop();
    if !totals.interrupted {
        let compared = compare_until(store, questions, stop, hear)?;
        (totals.conflicts, totals.interrupted) = (compared.firm, compared.left > 0);
    }
    if totals.interrupted {
        hear(Event::Uncompared(store.count_uncompared()?));
    }
    Ok(totals)
}

/// Decides who is who among new speakers. Should that fail, it is told: they stay apart, and what was added is kept.
pub(super) fn tell_apart(store: &mut Store, hear: &mut dyn FnMut(Event)) -> Result<()> {
    match careful(|| store.settle_speakers()) {
        Ok(settled) => settled.map(drop),
        Err(fault) => {
            hear(Event::Failed(format!("new speakers could not be told apart, please report it ({fault})")));
            Ok(())
        }
    }
}

/// What the reading thread gives: an article, a problem with an input, or in words a fault of the reader itself.
type Incoming = std::result::Result<ReadResult, String>;

/// Reads in a thread of its own, so that a slow input keeps nobody from storing, or from stopping.
fn reading_ahead(mut inputs: impl Iterator<Item = ReadResult> + Send + 'static) -> Receiver<Incoming> {
    let (send, receive) = sync_channel(READ_AHEAD);
    // Not joined: it ends when the input does, or when nobody listens any more.
    thread::spawn(move || {
        let mut faults = 0;
        while faults < MOST_FAULTS {
            let incoming = careful(|| inputs.next()).transpose();
            let Some(incoming) = incoming else { break };
            faults += usize::from(incoming.is_err());
            if send.send(incoming).is_err() {
                break;
            }
        }
    });
    receive
}

/// What becomes of an article before it is stored.
enum Work {
    /// its text was read by this very engine before
    Known,
    /// it was read
    Read(std::result::Result<Extraction, NotExtracted>),
    /// it was not, because the person wants to stop
    Left,
}

/// An article on its way, and its extraction as soon as that is done.
struct Waiting {
    reading: Arc<ReadArticle>,
    work: Option<Work>,
}

struct Batch<'a> {
    store: &'a mut Store,
    engine: &'a Engine,
    /// what is stored with each statement: program and weights
    made_by: MadeBy,
    stop: Stop,
    hear: &'a mut dyn FnMut(Event),
    totals: Totals,
    /// articles that are not stored yet, in their order
    queue: VecDeque<Waiting>,
    /// number of the first of them
    first: usize,
    results: Sender<(usize, Work)>,
}

impl Batch<'_> {
    /// Takes articles as they are read, has them extracted in parallel, and stores each as soon as those before it are.
    fn run(&mut self, inputs: &Receiver<Incoming>, done: &Receiver<(usize, Work)>) -> Result<()> {
        let mut more = true;
        loop {
            self.store_done()?;
            more &= !(self.stop)();
            if self.queue.is_empty() && !more {
                return Ok(());
            }
            if more && self.has_room() {
                let wait = if self.queue.is_empty() { PATIENCE } else { Duration::ZERO };
                match inputs.recv_timeout(wait) {
                    Ok(incoming) => {
                        self.take(incoming)?;
                        continue;
                    }
                    Err(RecvTimeoutError::Disconnected) => more = false,
                    Err(RecvTimeoutError::Timeout) => {}
                }
            }
            if !self.queue.is_empty()
                && let Ok((number, work)) = done.recv_timeout(PATIENCE)
                && let Some(waiting) = self.queue.get_mut(number - self.first)
            {
                waiting.work = Some(work);
            }
        }
    }

    /// Memory stays bounded, whatever comes.
    fn has_room(&self) -> bool {
        let bytes: usize = self.queue.iter().map(|waiting| waiting.reading.article.text.len()).sum();
        self.queue.len() < MOST_ARTICLES && bytes < MOST_BYTES
    }

    /// Puts an article in the queue, and its extraction into the hands of the other threads.
    fn take(&mut self, incoming: Incoming) -> Result<()> {
        let reading = match incoming {
            Ok(Ok(reading)) => Arc::new(reading),
            Ok(Err(problem)) if problem.is_error() => {
                self.failed(problem.to_string());
                return Ok(());
            }
            Ok(Err(problem)) => {
                self.skipped(problem.kind, problem.to_string());
                return Ok(());
            }
            Err(fault) => {
                self.failed(format!("an input could not be read, please report it ({fault})"));
                return Ok(());
            }
        };
        for note in &reading.notes {
            (self.hear)(Event::Note(format!("{}: {note}", reading.place)));
        }
        let known = self.store.knows(&reading.article, &self.made_by)? == Known::Same;
        let number = self.first + self.queue.len();
        self.queue.push_back(Waiting { reading: Arc::clone(&reading), work: known.then_some(Work::Known) });
        if !known {
            let (engine, stop, results) = (self.engine.clone(), self.stop, self.results.clone());
            rayon::spawn_fifo(move || {
                let work = if stop() { Work::Left } else { Work::Read(engine.extract(&reading.article)) };
                // Nobody listens when the database has failed meanwhile.
                let _ = results.send((number, work));
            });
        }
        Ok(())
    }

    /// Stores the articles at the head of the queue whose extraction is done.
    fn store_done(&mut self) -> Result<()> {
        while let Some(work) = self.queue.front_mut().and_then(|waiting| waiting.work.take()) {
            if let Some(Waiting { reading, .. }) = self.queue.pop_front() {
                self.first += 1;
                self.add(&reading, work)?;
                (self.hear)(Event::Stored(self.totals.summary()));
            }
        }
        Ok(())
    }

    /// Stores an article.
    fn add(&mut self, reading: &ReadArticle, work: Work) -> Result<()> {
        let path = whole_file(reading);
        let added = match work {
            Work::Known => self.store.add_known(&reading.article, path.as_deref())?,
            Work::Read(Ok(mut extraction)) => {
                extraction.notes.splice(0..0, reading.how_it_was_read());
                for note in &extraction.notes {
                    (self.hear)(Event::LeftOut(format!("{}: {note}", reading.place)));
                }
                self.store.add(&reading.article, path.as_deref(), &extraction, &self.made_by)?
            }
            Work::Read(Err(reason)) => {
                self.not_extracted(reading, &reason);
                return Ok(());
            }
            Work::Left => return Ok(()),
        };
        if added.outcome == Outcome::TakenOut {
            let id: String = added.article.chars().take(8).collect();
            let told = "it was taken out and stays so (`onrecord articles restore";
            (self.hear)(Event::Note(format!("{}: {told} {id}` brings it back)", reading.place)));
        }
        self.totals.count(&added.outcome, added.new_statements.len());
        Ok(())
    }

    fn not_extracted(&mut self, reading: &ReadArticle, reason: &NotExtracted) {
        let told = format!("{}: {reason}", reading.place);
        match reason {
            NotExtracted::TooLong(_) | NotExtracted::TooManyPieces(_) => self.skipped(ProblemKind::TooLarge, told),
            NotExtracted::Failed => self.failed(told),
        }
    }

    fn skipped(&mut self, kind: ProblemKind, told: String) {
        self.totals.skip(kind);
        (self.hear)(Event::Skipped(told));
    }

    fn failed(&mut self, told: String) {
        self.totals.failed += 1;
        (self.hear)(Event::Failed(told));
    }
}

/// The file, when the article is all of it: without a URL it is the address of later versions.
fn whole_file(reading: &ReadArticle) -> Option<PathBuf> {
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
            "3 read: 1 article added with 8 new statements, 1 in a new version, 1 known already, 2 failed"
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

//! `review`: statements or conflicts one after the other, one key a decision.

use std::io::{BufRead, IsTerminal, Write, stdin, stdout};

use clap::Args;
use console::{Key, Term};

use super::conflicts::Explained;
use super::decide::GroundsArgs;
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::selection::Selection;
use super::show;
use crate::pipeline;
use crate::store::{
    AttributionRow, ConflictFilter, Filter, Finding, Fix, Grounds, Order, Ruling, Store, Subject, Verdict,
};

/// Go through statements (or conflicts) one by one, in their paragraphs, with one key a decision; what is decided is kept at once
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord review
  onrecord review --speaker Brannskog --by Mira
  onrecord review --doubtful
  onrecord review --conflicts
  onrecord review --min-confidence 0.5 --words tribunal

Only what nobody has looked at yet comes up (a finding counts, a note does not), so that the next call goes on where this one
ended.")]
pub struct ReviewArgs {
    #[command(flatten)]
    selection: Selection,
    /// First those of which the program is least sure, words or name
    #[arg(long)]
    doubtful: bool,
    /// Conflicts that nobody has judged, in place of statements; --speaker, --outlet, --from and --to choose among them
    #[arg(long, conflicts_with_all = OF_STATEMENTS)]
    conflicts: bool,
    #[command(flatten)]
    grounds: GroundsArgs,
}

const KEYS: &str =
    "a accept  r reject  p speaker  o role  v verified  d disputed  f false  n note  s skip  u undo  q quit";
const KEYS_OF_CONFLICTS: &str = "a right  r wrong  x unsure  n note  s skip  u undo  q quit";

/// Options that choose among statements alone.
const OF_STATEMENTS: [&str; 14] = [
    "doubtful",
    "role",
    "organization",
    "country",
    "types",
    "kind",
    "act",
    "on_record",
    "words",
    "article",
    "min_confidence",
    "unchecked",
    "checked",
    "finding",
];

/// Runs `review`.
pub fn run(args: &ReviewArgs, global: &Global) -> Outcome {
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let filter = args.selection.filter(&store, None)?;
    let open = if args.conflicts { conflicts(&store, filter)? } else { statements(&store, filter, args.doubtful)? };
    if open.is_empty() {
        global.tell("nothing is left to review");
        return Ok(Exit::NothingFound);
    }
    let mut asked = Asked::new();
    let grounds = args.grounds.grounds();
    let mut done = 0;
    let mut n = 0;
    while let Some((on, id)) = open.get(n) {
        let (shown, keys) = match on {
            Subject::Statement(key) => (show::for_people(&store.statement_by_key(*key)?), KEYS),
            _ => (Explained::load(&store, id)?.for_people(), KEYS_OF_CONFLICTS),
        };
        let mut out = stdout().lock();
        writeln!(out, "\n{} of {}\n{shown}\n{keys}", n + 1, open.len())?;
        out.flush()?;
        drop(out);
        match asked.key()? {
            'q' => break,
            's' => n += 1,
            'u' => {
                match pipeline::undo(&mut store, None) {
                    Ok(undone) => global.tell(format_args!("taken back: {}", undone.summary)),
                    Err(nothing) => global.tell(nothing),
                }
                n = n.saturating_sub(1);
            }
            key => {
                let Some(ruling) = ruling(key, *on, &mut asked)? else { continue };
                keep(&mut store, global, ruling, &grounds);
                done += 1;
                // a note or a finding leaves open whether it was read correctly
                if matches!(key, 'a' | 'r' | 'p' | 'o' | 'x') {
                    n += 1;
                }
            }
        }
    }
    global.tell(format_args!("{} kept, {} left", pipeline::counted(done, "decision"), open.len().saturating_sub(n)));
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}

/// Statements that nobody has looked at yet, with their ids.
fn statements(store: &Store, mut filter: Filter, doubtful: bool) -> Result<Vec<(Subject, String)>, Failure> {
    filter.checked = filter.checked.or(Some(false));
    filter.order = Order::Oldest;
    let mut rows = store.statements(&filter)?;
    if doubtful {
        let sure = |row: &AttributionRow| row.confidence.min(row.speaker_confidence.unwrap_or(1.0));
        rows.sort_by(|a, b| sure(a).total_cmp(&sure(b)));
    }
    Ok(rows.into_iter().map(|row| (Subject::Statement(row.key), row.id)).collect())
}

/// Conflicts that nobody has judged yet, with their ids.
fn conflicts(store: &Store, filter: Filter) -> Result<Vec<(Subject, String)>, Failure> {
    let chosen = ConflictFilter {
        speakers: filter.speakers,
        outlets: filter.outlet.into_iter().collect(),
        from: filter.from,
        to: filter.to,
        ..ConflictFilter::default()
    };
    let open = store.conflicts(&chosen)?.into_iter().filter(|found| found.verdict.is_none());
    Ok(open.map(|found| (Subject::Conflict(found.key), found.id)).collect())
}

/// What a key decides; none for a key that means nothing here, or words that were not given.
fn ruling(key: char, on: Subject, asked: &mut Asked) -> Result<Option<Ruling>, Failure> {
    match (key, on) {
        ('a', _) => return Ok(Some(Ruling::Accept { on })),
        ('r', _) => return Ok(Some(Ruling::Reject { on })),
        ('n', _) => return Ok(asked.line("note")?.map(|text| Ruling::Note { on, text })),
        ('x', Subject::Conflict(conflict)) => return Ok(Some(Ruling::Judge { conflict, verdict: Verdict::Unsure })),
        _ => {}
    }
    let Subject::Statement(statement) = on else { return Ok(None) };
    let found = |finding| Some(Ruling::Found { statement, finding });
    Ok(match key {
        'v' => found(Finding::Verified),
        'd' => found(Finding::Disputed),
        'f' => found(Finding::False),
        'p' => asked.line("who says it")?.map(|name| Ruling::Fix { statement, fix: Fix::Speaker(name) }),
        'o' => asked.line("in which role")?.map(|role| Ruling::Fix { statement, fix: Fix::Role(role) }),
        _ => None,
    })
}

fn keep(store: &mut Store, global: &Global, ruling: Ruling, grounds: &Grounds) {
    match pipeline::decide(store, &[(ruling, grounds.clone())]) {
        Ok(decided) => decided.new.iter().chain(&decided.known).for_each(|decision| global.tell(&decision.summary)),
        Err(error) => global.complain(error),
    }
}

/// The person at the keyboard: single keys on a terminal, else a line for each answer.
struct Asked {
    terminal: Option<Term>,
}

impl Asked {
    fn new() -> Self {
        let terminal = (stdin().is_terminal() && stdout().is_terminal()).then(Term::stdout);
        Asked { terminal }
    }

    fn key(&mut self) -> Result<char, Failure> {
        match &self.terminal {
            Some(terminal) => Ok(match terminal.read_key() {
                Ok(Key::Char(key)) => key,
                Ok(Key::Escape | Key::CtrlC) | Err(_) => 'q',
                Ok(_) => ' ',
            }),
            // without an answer there is nothing more to ask
            None => Ok(self.typed()?.and_then(|line| line.chars().next()).unwrap_or('q')),
        }
    }

    fn line(&mut self, what: &str) -> Result<Option<String>, Failure> {
        let mut out = stdout().lock();
        write!(out, "{what}: ")?;
        out.flush()?;
        Ok(self.typed()?.filter(|line| !line.is_empty()))
    }

    fn typed(&self) -> Result<Option<String>, Failure> {
        let mut line = String::new();
        let read = stdin().lock().read_line(&mut line)?;
        Ok((read > 0).then(|| line.trim().to_owned()))
    }
}

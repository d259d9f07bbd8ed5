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
use crate::pipeline::{self, CannotDecide};
use crate::store::{AttributionRow, ConflictFilter, Filter, Grounds, Order, Ruling, Store, Subject};

/// Go through statements (or conflicts) one by one, in their paragraphs, with one key a decision; what is decided is kept at once
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord review
  onrecord review --speaker Brannskog --by Mira
  onrecord review --doubtful
  onrecord review --conflicts
  onrecord review --below 0.7 --words tribunal

Only what nobody has looked at yet comes up (a finding counts, a note does not), so that the next call goes on where this one
ended.")]
pub struct ReviewArgs {
    #[command(flatten)]
    selection: Selection,
    /// First those of which the program is least sure, words or name
    #[arg(long)]
    doubtful: bool,
    /// Only those of which the program is less sure than this, words or name (0 to 1)
    #[arg(long, value_name = "SHARE")]
    below: Option<f64>,
    /// Conflicts that nobody has judged, in place of statements; --speaker, --outlet, --from and --to choose among them
    #[arg(long, conflicts_with_all = OF_STATEMENTS)]
    conflicts: bool,
    #[command(flatten)]
    grounds: GroundsArgs,
}

const KEYS: &str = "\
a accept  r reject  p speaker  o role  t act  k kind  w words   v verified  d disputed  f false  e open
h what shows it  n note  g give to  s skip  u undo  q quit";
const KEYS_OF_CONFLICTS: &str = "a right  r wrong  x unsure  n note  g give to  s skip  u undo  q quit";

/// Options that choose among statements alone.
const OF_STATEMENTS: [&str; 16] = [
    "doubtful",
    "below",
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
    "assigned",
];

/// Runs `review`.
pub fn run(args: &ReviewArgs, global: &Global) -> Outcome {
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let filter = args.selection.filter(&store, None)?;
    super::quotes::tell_undated(&store, &filter, global)?;
    let open = if args.conflicts { conflicts(&store, filter)? } else { statements(&store, filter, args)? };
    if open.is_empty() {
        global.tell("nothing is left to review");
        return Ok(Exit::NothingFound);
    }
    let mut asked = Asked::new();
    let mut grounds = args.grounds.grounds();
    // what was decided here: on which of them, and the decision's number
    let mut kept: Vec<(usize, i64)> = Vec::new();
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
            'u' => match kept.pop() {
                Some((on, number)) => {
                    match pipeline::undo(&mut store, Some(number)) {
                        Ok(undone) => global.tell(format_args!("taken back: {}", undone.summary)),
                        Err(error) => global.tell(error),
                    }
                    n = on;
                }
                None => global.tell("nothing was decided here yet; `onrecord undo` takes back what was before"),
            },
            'h' => {
                grounds.source = asked.line("what shows it")?;
                continue;
            }
            key => {
                let Some(ruling) = ruling(&store, global, key, *on, &mut asked)? else { continue };
                let Some(decided) = keep(&mut store, global, ruling, &grounds) else { continue };
                kept.extend(decided.into_iter().map(|number| (n, number)));
                // a note or a finding leaves open whether it was read correctly
                if matches!(key, 'a' | 'r' | 'p' | 'o' | 't' | 'k' | 'w' | 'x') {
                    n += 1;
                }
            }
        }
        grounds.source = None;
    }
    let left = open.len().saturating_sub(n);
    global.tell(format_args!("{} kept, {left} left", pipeline::counted(kept.len() as u64, "decision")));
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}

/// Statements that nobody has looked at yet, with their ids.
fn statements(store: &Store, mut filter: Filter, args: &ReviewArgs) -> Result<Vec<(Subject, String)>, Failure> {
    filter.checked = filter.checked.or(Some(false));
    filter.order = Order::Oldest;
    let mut rows = store.statements(&filter)?;
    let sure = |row: &AttributionRow| row.confidence.min(row.speaker_confidence.unwrap_or(1.0));
    rows.retain(|row| args.below.is_none_or(|below| sure(row) < below));
    if args.doubtful {
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

/// What a key decides; none for a key that means nothing here, or words that were not given or mean nothing.
fn ruling(
    store: &Store,
    global: &Global,
    key: char,
    on: Subject,
    asked: &mut Asked,
) -> Result<Option<Ruling>, Failure> {
    let (verb, field, question) = match (key, on) {
        ('a', _) => ("accept", None, None),
        ('r', _) => ("reject", None, None),
        ('n', _) => ("note", None, Some("note")),
        ('g', _) => ("assign", None, Some("give to")),
        ('x', Subject::Conflict(_)) => ("unsure", None, None),
        (_, Subject::Conflict(_)) => return Ok(None),
        ('v', _) => ("verified", None, None),
        ('d', _) => ("disputed", None, None),
        ('f', _) => ("false", None, None),
        ('e', _) => ("open", None, None),
        ('p', _) => ("fix", Some("speaker"), Some("who says it")),
        ('o', _) => ("fix", Some("role"), Some("in which role")),
        ('t', _) => ("fix", Some("act"), Some("what the cue does")),
        ('k', _) => ("fix", Some("kind"), Some("direct, mixed or indirect")),
        ('w', _) => ("fix", Some("content"), Some("the words that are the statement, as printed")),
        _ => return Ok(None),
    };
    let words = match question {
        Some(question) => asked.line(question)?,
        None => Some(String::new()),
    };
    let Some(words) = words else { return Ok(None) };
    match pipeline::ruling(store, on, verb, field, &words) {
        Ok(ruling) => Ok(Some(ruling)),
        Err(CannotDecide::Store(error)) => Err(error.into()),
        Err(CannotDecide::Words(told)) => {
            global.complain(told);
            Ok(None)
        }
    }
}

/// The numbers of the decisions that are new; none where it could not be kept.
fn keep(store: &mut Store, global: &Global, ruling: Ruling, grounds: &Grounds) -> Option<Vec<i64>> {
    match pipeline::decide(store, &[(ruling, grounds.clone())]) {
        Ok(decided) => {
            decided.new.iter().chain(&decided.known).for_each(|decision| global.tell(&decision.summary));
            Some(decided.new.iter().map(|decision| decision.number).collect())
        }
        Err(error) => {
            global.complain(error);
            None
        }
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
                // Ctrl-D ends what is typed
                Ok(Key::Char('\u{4}') | Key::Escape | Key::CtrlC) | Err(_) => 'q',
                Ok(Key::Char(key)) => key,
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

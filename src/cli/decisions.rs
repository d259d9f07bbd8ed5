//! `decisions`: what people decided, from and for other desks; `undo`.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat};
use crate::export::guard;
use crate::pipeline::{self, counted};
use crate::store::{Decision, Disagreement, Exchanged, Returned};

/// List what people decided, also what was taken back; give it to another desk, take theirs over
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord decisions
  onrecord decisions --format csv
  onrecord decisions export -o ours.jsonl
  onrecord decisions import theirs.jsonl
  onrecord decisions disagreements
  onrecord decisions returned --keep

`decide --from` reads tables of decisions to be made; those made go to another database by `export` and `import`."
)]
pub struct DecisionsArgs {
    #[command(subcommand)]
    what: Option<DecisionsCommand>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

#[derive(Subcommand, Debug)]
enum DecisionsCommand {
    Export(ExportArgs),
    Import(ImportArgs),
    Disagreements(DisagreementsArgs),
    Returned(ReturnedArgs),
}

/// Write all decisions, one JSON object a line, with ids that are the same in every database
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord decisions export -o ours.jsonl")]
struct ExportArgs {
    /// File to write; - is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

/// Take decisions of another desk over; where they disagree with one in force, they wait for you
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord decisions import theirs.jsonl

Decisions on articles that are not here are kept, and hold when the article is added.")]
struct ImportArgs {
    /// What `decisions export` wrote; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// List decisions of other desks that disagree with one in force; a new decision on the same matter settles them
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord decisions disagreements --format json")]
struct DisagreementsArgs {
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// List decided statements that a newer text of their article has otherwise, with both wordings: they wait for another look
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord decisions returned
  onrecord decisions returned --keep

Where words, source, cue and speaker stand unchanged in the newer text, decisions go over to it by themselves.")]
struct ReturnedArgs {
    /// Keep what was decided, by whom and when, where the new text has the same words of the same speaker with another source or cue
    #[arg(long)]
    keep: bool,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Take a decision back: the last one, or the one of this number
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord undo
  onrecord undo 3")]
pub struct UndoArgs {
    /// Number of the decision, as `decisions` lists it
    #[arg(value_name = "NUMBER")]
    decision: Option<i64>,
}

/// Runs `decisions`.
pub fn run(args: &DecisionsArgs, global: &Global) -> Outcome {
    match &args.what {
        Some(DecisionsCommand::Export(args)) => export(&args.output, global),
        Some(DecisionsCommand::Import(args)) => import(&args.file, global),
        Some(DecisionsCommand::Disagreements(args)) => disagreements(args, global),
        Some(DecisionsCommand::Returned(args)) => returned(args, global),
        None => list(args, global),
    }
}

/// Runs `undo`.
pub fn undo(args: &UndoArgs, global: &Global) -> Outcome {
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let undone = pipeline::undo(&mut store, args.decision)?;
    global.tell(format_args!("taken back: {}", undone.summary));
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}

const COLUMNS: [&str; 10] = ["number", "decided", "by", "what", "on", "on_id", "reason", "source", "taken_back", "id"];

fn cells(d: &Decision, on: &str) -> [String; 10] {
    let or_nothing = |words: &Option<String>| words.clone().unwrap_or_default();
    [
        d.number.to_string(),
        d.decided.clone(),
        or_nothing(&d.by),
        d.summary.clone(),
        sort_of(d).to_owned(),
        on.to_owned(),
        or_nothing(&d.reason),
        or_nothing(&d.source),
        or_nothing(&d.undone),
        d.id.clone(),
    ]
}

fn sort_of(d: &Decision) -> &'static str {
    match (&d.statement, &d.conflict) {
        (Some(_), _) => "statement",
        (None, Some(_)) => "conflict",
        (None, None) => "speaker",
    }
}

fn list(args: &DecisionsArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let all = store.decisions()?;
    let on = all.iter().map(|d| Ok((d.number, store.decided_on(d)?))).collect::<Result<BTreeMap<_, _>, Failure>>()?;
    let on = |d: &Decision| on[&d.number].clone();
    let mut out = BufWriter::new(stdout().lock());
    let table = |all: &[Decision]| {
        let columns = [
            Column::whole("number"),
            Column::whole("decided"),
            Column::percent("by", 12),
            Column::rest("what"),
            Column::percent("why", 30),
        ];
        let row = |d: &Decision| {
            let why = [d.reason.as_deref(), d.source.as_deref()];
            let taken_back = match (&d.undone, d.waiting) {
                (Some(when), _) => format!("\n(taken back {})", day(when)),
                (None, true) => "\n(another desk's, waiting)".to_owned(),
                (None, false) => String::new(),
            };
            let why = why.into_iter().flatten().collect::<Vec<_>>().join("\n");
            let by = d.by.clone().unwrap_or_default();
            let id: String = on(d).chars().take(8).collect();
            let on = if d.summary.contains(&id) { String::new() } else { format!("\non {} {id}", sort_of(d)) };
            let what = format!("{}{on}{taken_back}", d.summary);
            vec![d.number.to_string(), day(&d.decided).to_owned(), by, what, why]
        };
        listing::table(&columns, all.iter().map(row))
    };
    listing::print(&mut out, args.format, "decisions", &all, (COLUMNS, |d: &Decision| cells(d, &on(d))), table)?;
    out.flush()?;
    if all.is_empty() {
        global.tell("nothing was decided yet");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Ok)
}

/// The day of a moment.
pub fn day(moment: &str) -> &str {
    moment.split('T').next().unwrap_or(moment)
}

/// Decisions for `show`, a line each.
pub fn history(decisions: &[Decision]) -> String {
    decisions.iter().map(|decision| format!("decided {}\n", line(decision))).collect()
}

/// A decision in a line.
pub fn line(d: &Decision) -> String {
    let by = d.by.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
    let reason = d.reason.as_ref().map(|reason| format!(": {reason}")).unwrap_or_default();
    let source = d.source.as_ref().map(|source| format!(" <{source}>")).unwrap_or_default();
    let state = match (&d.undone, d.waiting) {
        (Some(when), true) => format!(" (another desk's, settled otherwise {})", day(when)),
        (Some(when), false) => format!(" (taken back {})", day(when)),
        (None, true) => " (another desk's, waiting for yours)".to_owned(),
        (None, false) => String::new(),
    };
    let first = d.first_statement.as_deref().map_or_else(String::new, |first| {
        format!(" (made on statement {} of an earlier text)", first.get(..8).unwrap_or(first))
    });
    let line = format!("{}{by}, {}{reason}{source}{first}{state}", day(&d.decided), d.summary);
    guard::terminal(&line).into_owned()
}

fn export(output: &Path, global: &Global) -> Outcome {
    let all = global.open_to_read()?.decisions()?;
    let mut lines = Vec::new();
    for decision in &all {
        serde_json::to_writer(&mut lines, decision).map_err(std::io::Error::from)?;
        lines.push(b'\n');
    }
    super::output::to(output, global.database(), |out| Ok(out.write_all(&lines)?))?;
    if output != Path::new("-") {
        global.tell(format_args!("{} in {}", counted(all.len() as u64, "decision"), output.display()));
    }
    Ok(if all.is_empty() { Exit::NothingFound } else { Exit::Ok })
}

fn import(file: &Path, global: &Global) -> Outcome {
    let told = |reason: String| Failure::new(Exit::SomeInputsFailed, format_args!("{}: {reason}", file.display()));
    let text = match file == Path::new("-") {
        true => std::io::read_to_string(std::io::stdin()),
        false => std::fs::read_to_string(file),
    };
    let text = text.map_err(|e| told(e.to_string()))?;
    let mut decisions = Vec::new();
    for (n, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let read: Decision =
            serde_json::from_str(line).map_err(|e| told(format!("line {}: {e}; nothing was taken over", n + 1)))?;
        decisions.push(read);
    }
    let mut store = global.open()?;
    let done = pipeline::import_decisions(&mut store, &decisions)?;
    global.tell(told_exchange(&done));
    print_disagreements(&done.disagreements)?;
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}

/// What became of another desk's decisions, in a line.
pub fn told_exchange(done: &Exchanged) -> String {
    let mut told = format!("{} taken over, {} known already", counted(done.new, "decision"), done.known);
    if done.taken_back > 0 {
        told.push_str(&format!(", {} taken back there and so here", done.taken_back));
    }
    if !done.disagreements.is_empty() {
        told.push_str(&format!(
            "; {} with ours, which stay in force\nhint: `onrecord decisions disagreements` lists them, a new decision settles one",
            match done.disagreements.len() {
                1 => "1 of them disagrees".to_owned(),
                many => format!("{many} of them disagree"),
            }
        ));
    }
    told
}

fn disagreement_table(all: &[Disagreement]) -> String {
    let columns = [Column::rest("in force here"), Column::rest("the other desk"), Column::whole("on")];
    listing::table(&columns, all.iter().map(|d| vec![line(&d.ours), line(&d.theirs), about(&d.ours)]))
}

fn about(d: &Decision) -> String {
    let id = d.statement.as_deref().or(d.conflict.as_deref()).or(d.voices[0].first().map(String::as_str));
    id.unwrap_or_default().chars().take(8).collect()
}

/// Prints disagreements as a table for people, if there are any.
pub fn print_disagreements(all: &[Disagreement]) -> Result<(), Failure> {
    if !all.is_empty() {
        let mut out = stdout().lock();
        out.write_all(disagreement_table(all).as_bytes())?;
        out.flush()?;
    }
    Ok(())
}

fn disagreements(args: &DisagreementsArgs, global: &Global) -> Outcome {
    let all = global.open_to_read()?.disagreements()?;
    let mut out = BufWriter::new(stdout().lock());
    let cells = |d: &Disagreement| [about(&d.ours), line(&d.ours), line(&d.theirs)];
    listing::print(
        &mut out,
        args.format,
        "disagreements",
        &all,
        (["on", "ours", "theirs"], cells),
        disagreement_table,
    )?;
    out.flush()?;
    if all.is_empty() {
        global.tell("no desk disagrees");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Ok)
}

fn returned(args: &ReturnedArgs, global: &Global) -> Outcome {
    if args.keep {
        drop(global.open_to_read()?);
        let mut store = global.open()?;
        let kept = pipeline::keep_returned(&mut store)?;
        global.tell(format_args!("{} kept for the newer texts", counted(kept, "decision")));
        global.catch_up(&mut store)?;
        let waiting = store.returned()?.len() as u64;
        if waiting > 0 {
            global.tell(format_args!(
                "{} still waiting: the newer text has other words there, another speaker, or no such statement\nhint: decide on the new id, or on the old one again",
                counted(waiting, "statement")
            ));
        }
    }
    let all = global.open_to_read()?.returned()?;
    let mut out = BufWriter::new(stdout().lock());
    let new = |r: &Returned| r.new.as_ref().map(|new| (new.text.clone(), new.id.clone())).unwrap_or_default();
    let decided = |r: &Returned| r.decisions.iter().map(line).collect::<Vec<_>>();
    let cells = |r: &Returned| {
        let (text, id) = new(r);
        [r.old.text.clone(), text, decided(r).join("; "), r.old.id.clone(), id]
    };
    let table = |all: &[Returned]| {
        let columns = [
            Column::rest("decided on"),
            Column::rest("in the newer text"),
            Column::percent("what was decided", 30),
            Column::whole("new id"),
        ];
        let row = |r: &Returned| {
            let (text, id) = new(r);
            let text = if id.is_empty() { "(nothing like it)".to_owned() } else { text };
            vec![r.old.text.clone(), text, decided(r).join("\n"), id.chars().take(8).collect()]
        };
        listing::table(&columns, all.iter().map(row))
    };
    listing::print(
        &mut out,
        args.format,
        "returned",
        &all,
        (["old", "new", "decided", "old_id", "new_id"], cells),
        table,
    )?;
    out.flush()?;
    if all.is_empty() {
        global.tell("nothing waits for another look");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Ok)
}

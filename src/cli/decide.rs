//! `decide`: what a person says of a statement, a conflict or a speaker.

mod table;

use std::path::PathBuf;

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::ids;
use super::selection::speaker_to_rule_on;
use super::settings;
use crate::pipeline::{self, CannotDecide, counted};
use crate::store::{Grounds, Ruling, Store, StoreError, Subject};

/// Decide on a statement, a conflict or a speaker: was it read correctly, and does it hold?
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord decide c21e5a8a accept
  onrecord decide c21e5a8a fix --speaker 'Irena Sovak' --reason 'the deputy read it out'
  onrecord decide c21e5a8a verified --source https://court.example/ruling.pdf
  onrecord decide ca9b9f6c reject --reason 'they speak of different years'
  onrecord decide c21e5a8a assign Mira
  onrecord decide --from decisions.csv

accept, reject and fix say whether it was read correctly; verified, disputed, false and open are the desk's own finding on
what it says. Conflicts take accept, reject and unsure, speakers accept, reject and fix --speaker NAME; all take note and assign.
--speaker nobody says that the text names nobody. A table has the columns id, decision, field, value, reason, source and by, in any
order, separated by commas, semicolons or tabs; only the first two are needed.")]
pub struct DecideArgs {
    /// Id (or its first digits) of a statement or conflict, id or name of a speaker
    #[arg(value_name = "ID", required_unless_present = "from")]
    id: Option<String>,
    /// accept, reject, fix, note, assign; verified, disputed, false, open; unsure
    #[arg(value_name = "DECISION", required_unless_present = "from")]
    verb: Option<String>,
    /// The note, or the name of who is to look after it
    #[arg(value_name = "WORDS")]
    words: Vec<String>,
    /// Who says it; several parted by semicolons; nobody
    #[arg(long, value_name = "NAME")]
    speaker: Option<String>,
    /// In which role
    #[arg(long, value_name = "WORDS")]
    role: Option<String>,
    /// What the cue does
    #[arg(long)]
    act: Option<String>,
    /// direct, mixed or indirect
    #[arg(long)]
    kind: Option<String>,
    /// The words that are the statement, as printed; parts with something between them joined by " … "
    #[arg(long, value_name = "WORDS")]
    content: Option<String>,
    /// A table of decisions, one a row; all are made, or none; - is standard input
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["id", "verb", "words"])]
    from: Option<PathBuf>,
    /// What shows it, such as an address
    #[arg(long, value_name = "WHERE")]
    source: Option<String>,
    #[command(flatten)]
    grounds: GroundsArgs,
}

/// Who decides, and why.
#[derive(Args, Debug, Clone)]
pub struct GroundsArgs {
    /// Why
    #[arg(long, value_name = "WORDS")]
    reason: Option<String>,
    /// Who decides
    #[arg(long, env = "ONRECORD_BY", hide_env_values = true, value_name = "NAME")]
    by: Option<String>,
}

impl GroundsArgs {
    /// The same for the store.
    pub fn grounds(&self) -> Grounds {
        let by = self.by.clone().or_else(|| settings::by().map(str::to_owned));
        Grounds { by, reason: self.reason.clone(), source: None }
    }
}

/// Runs `decide`.
pub fn run(args: &DecideArgs, global: &Global) -> Outcome {
    // a database that is missing is told, not made
    drop(global.open_to_read()?);
    let mut store = global.open()?;
    let rulings = match (&args.from, &args.id, &args.verb) {
        (Some(file), ..) => {
            let grounds = Grounds { source: args.source.clone(), ..args.grounds.grounds() };
            table::read(file, &grounds, &store)?
        }
        (None, Some(id), Some(verb)) => of_words(args, &store, id, verb)?,
        _ => return Err(Failure::new(Exit::Usage, "say what to decide on, and how")),
    };
    keep(&mut store, global, &rulings)
}

/// Stores decisions, tells them, and compares anew what they changed.
pub fn keep(store: &mut Store, global: &Global, rulings: &[(Ruling, Grounds)]) -> Outcome {
    let decided = pipeline::decide(store, rulings)?;
    let known = match decided.known.len() {
        0 => String::new(),
        known => format!(", {known} known already"),
    };
    match (decided.new.as_slice(), decided.known.as_slice()) {
        ([one], []) => global.tell(format_args!("{} (`onrecord undo {}` takes it back)", one.summary, one.number)),
        ([], [one]) => {
            global.tell(format_args!("known already: {} (`onrecord undo {}` takes it back)", one.summary, one.number));
        }
        (new, _) => global.tell(format_args!("{} kept{known}", counted(new.len() as u64, "decision"))),
    }
    global.catch_up(store)?;
    Ok(Exit::Ok)
}

fn of_words(args: &DecideArgs, store: &Store, id: &str, verb: &str) -> Result<Vec<(Ruling, Grounds)>, Failure> {
    let on = subject(store, id)?;
    let mut grounds = args.grounds.grounds();
    grounds.source = args.source.clone();
    let fixes = [
        ("speaker", &args.speaker),
        ("role", &args.role),
        ("act", &args.act),
        ("kind", &args.kind),
        ("content", &args.content),
    ];
    let fixes: Vec<(&str, &String)> =
        fixes.into_iter().filter_map(|(field, value)| Some((field, value.as_ref()?))).collect();
    if verb != "fix" && !fixes.is_empty() {
        let told = format_args!("--{} goes with `fix`, not with `{verb}`", fixes[0].0).to_string();
        return Err(Failure::new(Exit::Usage, told));
    }
    if !fixes.is_empty() && !args.words.is_empty() {
        let told = format_args!("`fix` takes no words: {:?}", args.words.join(" ")).to_string();
        return Err(Failure::new(Exit::Usage, told).hint("--reason WORDS says why"));
    }
    if fixes.is_empty() {
        return Ok(vec![(ruling(store, on, verb, None, &args.words.join(" "))?, grounds)]);
    }
    fixes
        .into_iter()
        .map(|(field, value)| Ok((ruling(store, on, verb, Some(field), value)?, grounds.clone())))
        .collect()
}

fn ruling(store: &Store, on: Subject, verb: &str, field: Option<&str>, value: &str) -> Result<Ruling, Failure> {
    pipeline::ruling(store, on, verb, field, value).map_err(|error| match error {
        CannotDecide::Store(error) => error.into(),
        CannotDecide::Words(told) => match told.split_once("\nhint: ") {
            Some((message, hint)) => Failure::new(Exit::Usage, message).hint(hint),
            None => Failure::new(Exit::Usage, told),
        },
    })
}

/// What an id is of, or the speaker who bears the name.
pub fn subject(store: &Store, typed: &str) -> Result<Subject, Failure> {
    match store.subject(typed) {
        Err(StoreError::NotFound { .. }) if typed.chars().any(|c| !c.is_ascii_hexdigit()) => {
            Ok(Subject::Speaker(speaker_to_rule_on(store, typed)?.key))
        }
        found => found.map_err(|error| ids::pointed(store, typed, "statement, conflict or speaker", error)),
    }
}

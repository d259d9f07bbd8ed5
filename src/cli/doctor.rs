//! `doctor`: is everything as it should be, and if not, what is to be done?

use std::io::{BufWriter, Write, stdout};
use std::path::Path;

use clap::Args;
use serde::Serialize;

use super::config;
use super::exit::{Exit, Failure, Outcome};
use super::global::{self, Global};
use super::listing::{self, Column, ListFormat};
use super::settings;
use crate::engine::Engine;
use crate::pipeline::{InForce, counted, declared};
use crate::store::Store;

/// Free space below which the next batch of articles may not fit, in bytes.
const LITTLE_SPACE: u64 = 256 << 20;

/// Check the program, its settings and the database, and say what to do next
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord doctor
  onrecord doctor --format json

Changes nothing, except that an older database is brought up to date, as by any command. `verify` also reads every stored span
again. Exit code 5 when the database cannot be used, 6 when it is damaged, 1 when something else is bad.")]
pub struct DoctorArgs {
    /// How to print it
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Something that was looked at.
#[derive(Serialize)]
struct Line {
    what: &'static str,
    state: State,
    found: String,
    /// what to do, where there is something
    next: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    /// as it should be
    Ok,
    /// something to do
    Look,
    /// cannot be worked with
    Bad,
}

impl State {
    fn as_str(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Look => "look",
            State::Bad => "bad",
        }
    }
}

fn ok(what: &'static str, found: impl Into<String>) -> Line {
    Line { what, state: State::Ok, found: found.into(), next: None }
}

fn told(what: &'static str, state: State, found: impl Into<String>, next: impl Into<String>) -> Line {
    Line { what, state, found: found.into(), next: Some(next.into()) }
}

/// Runs `doctor`.
pub fn run(args: &DoctorArgs, global: &Global) -> Outcome {
    let mut lines = vec![ok("program", program())];
    let settings = config::in_force(global);
    let broken = settings::broken();
    lines.extend(broken.map(|why| told("settings", State::Bad, why, "mend the file; until then nothing in it counts")));
    let set = settings.iter().filter_map(|s| Some((s.value.as_ref()?, s)));
    lines.extend(set.map(|(value, s)| ok("setting", format!("{} = {value} (from {})", s.setting, s.from))));
    lines.extend(questions(global));
    let exit = match database(global, &mut lines)? {
        Exit::Ok if lines.iter().any(|line| line.state == State::Bad) => Exit::NothingFound,
        exit => exit,
    };
    let cells = |line: &Line| {
        [
            line.what.to_owned(),
            line.state.as_str().to_owned(),
            line.found.clone(),
            line.next.clone().unwrap_or_default(),
        ]
    };
    let table = |lines: &[Line]| {
        let columns =
            [Column::whole("what"), Column::whole("state"), Column::rest("found"), Column::percent("what to do", 40)];
        listing::whole_table(&columns, lines.iter().map(|line| cells(line).to_vec()))
    };
    let mut out = BufWriter::new(stdout().lock());
    listing::print(&mut out, args.format, "checks", &lines, (["what", "state", "found", "next"], cells), table)?;
    out.flush()?;
    Ok(exit)
}

/// Version, weights, and what it was built with.
fn program() -> String {
    let parts = [
        ("pdf", cfg!(feature = "pdf")),
        ("sheets", cfg!(feature = "sheets")),
        ("fetch", cfg!(feature = "fetch")),
        ("xlsx", cfg!(feature = "xlsx")),
        ("serve", cfg!(feature = "serve")),
    ];
    let named = |with: bool| parts.iter().filter(|(_, has)| *has == with).map(|(name, _)| *name).collect::<Vec<_>>();
    let without = match named(false) {
        none if none.is_empty() => String::new(),
        missing => format!("; built without {}", missing.join(", ")),
    };
    let weights = Engine::new().weights().to_owned();
    format!("onrecord {}, weights {weights}{without}", env!("CARGO_PKG_VERSION"))
}

fn questions(global: &Global) -> Vec<Line> {
    match global.questions_in_force() {
        Ok(InForce { questions, unusable }) => {
            let mut lines = vec![ok("questions", format!("{} in force", counted(questions.len() as u64, "question")))];
            lines.extend(
                unusable.iter().map(|file| told("questions", State::Bad, file.to_string(), global::way_out(file))),
            );
            lines
        }
        Err(Failure::Told { message, hint, .. }) => {
            vec![told("questions", State::Bad, message, hint.unwrap_or_default())]
        }
        Err(Failure::ReaderGone) => Vec::new(),
    }
}

/// Everything about the database; how the run ends.
fn database(global: &Global, lines: &mut Vec<Line>) -> Outcome {
    let path = global.database();
    lines.extend(space(path));
    if !path.exists() {
        let next = "`onrecord add FILE…` makes it, `onrecord demo` shows one with sample articles";
        lines.push(told("database", State::Look, format!("{} does not exist yet", path.display()), next));
        return Ok(Exit::Ok);
    }
    let store = match global.open_to_read() {
        Ok(store) => store,
        Err(Failure::Told { message, hint, exit }) => {
            lines.push(told("database", State::Bad, message, hint.unwrap_or_default()));
            return Ok(exit);
        }
        Err(gone) => return Err(gone),
    };
    let stats = store.stats()?;
    lines.push(ok("database", format!("{}, {} bytes", path.display(), stats.bytes)));
    if std::fs::OpenOptions::new().append(true).open(path).is_err() {
        let next = "it can be asked; to add or decide, copy it to where you may write";
        lines.push(told("database", State::Look, "it may only be read", next));
    }
    lines.push(ok("schema", format!("version {}", store.schema_version()?)));
    let faults = store.check_file()?;
    for fault in &faults {
        let next = "restore a copy, or `onrecord merge` it into a new database";
        lines.push(told("file", State::Bad, format!("{} {}: {}", fault.what, fault.id, fault.message), next));
    }
    if faults.is_empty() {
        lines.push(ok("file", "pages, references and full-text index are sound"));
    }
    let holds = format!("{}, {}", counted(stats.articles, "article"), counted(stats.statements, "statement"));
    lines.push(match stats.articles + stats.imported {
        0 => told("content", State::Look, holds, "`onrecord add FILE…` reads articles"),
        _ => ok("content", holds),
    });
    lines.extend(comparison(&store, stats.uncompared, stats.comparison_faults, global)?);
    lines.extend(waiting(&store)?);
    Ok(if faults.is_empty() { Exit::Ok } else { Exit::DoesNotHold })
}

/// Room on the disk of the database.
fn space(path: &Path) -> Option<Line> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let free = fs4::available_space(folder).ok()?;
    let found = format!("{} MiB free on the disk of {}", free >> 20, folder.display());
    Some(match free < LITTLE_SPACE {
        true => told("space", State::Look, found, "make room before more articles are added"),
        false => ok("space", found),
    })
}

fn comparison(store: &Store, uncompared: u64, failed: u64, global: &Global) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    if uncompared > 0 {
        let found = format!("{} not compared yet", counted(uncompared, "statement"));
        lines.push(told(
            "conflicts",
            State::Look,
            found,
            "`onrecord conflicts renew`, or any command that adds, compares them",
        ));
    }
    if failed > 0 {
        let found = format!("{} compared in part", counted(failed, "statement"));
        lines.push(told("conflicts", State::Look, found, "`onrecord verify` names them; please report it"));
    }
    let by_id = |mut list: Vec<_>| {
        list.sort_by(|a: &crate::store::Declared, b| a.id.cmp(&b.id));
        list
    };
    let known = by_id(store.declared_questions()?);
    if let Ok(InForce { questions, .. }) = global.questions_in_force()
        && !known.is_empty()
        && known != by_id(declared(&questions.into_iter().map(|sourced| sourced.question).collect::<Vec<_>>()))
    {
        let found = "statements were compared with other questions than those in force";
        lines.push(told("conflicts", State::Look, found, "`onrecord conflicts renew` compares them again"));
    }
    if lines.is_empty() {
        lines.push(ok("conflicts", "every statement is compared"));
    }
    Ok(lines)
}

/// What waits for a person.
fn waiting(store: &Store) -> Result<Vec<Line>, Failure> {
    let mut lines = Vec::new();
    let returned = store.returned()?.len() as u64;
    if returned > 0 {
        let found = format!("{} decided, and the article has a newer text", counted(returned, "statement"));
        lines.push(told("decisions", State::Look, found, "`onrecord decisions returned` shows both texts"));
    }
    let disagreements = store.disagreements()?.len() as u64;
    if disagreements > 0 {
        let found = format!("{} with another desk", counted(disagreements, "disagreement"));
        lines.push(told("decisions", State::Look, found, "`onrecord decisions disagreements` lists them"));
    }
    let doubtful = store.doubtful_speakers()?.len() as u64;
    if doubtful > 0 {
        let found = format!("{} of speakers who may be one", counted(doubtful, "pair"));
        lines.push(told("speakers", State::Look, found, "`onrecord speakers doubtful` lists them"));
    }
    Ok(lines)
}

//! `import`: statements made elsewhere.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, stdin};
use std::path::Path;

use clap::Args;

use super::decide::GroundsArgs;
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::import_brat;
use crate::pipeline::{self, ImportError, counted};

/// Keep statements that were made elsewhere: one JSON object a line
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord import claims.jsonl
  jq -c '{id, text: .claim}' database.json | onrecord import -
  onrecord import --brat brat/            what people corrected, deleted and marked anew in brat, as decisions

An article without a statement is not in the folder that `export --format brat` writes: nothing can be marked in it there.
A line is {\"id\": \"…\", \"text\": \"…\"} with, where known, \"speaker\", \"role\", \"published\", \"outlet\" and \"url\". The id
comes back as \"ref\". The same line twice is one statement. Lines that cannot be used, or with a text of more than a mebibyte,
are named; the others are kept.
Exit code 0; 1 when there was nothing to import; 3 when some lines failed.")]
pub struct ImportArgs {
    /// File of JSON lines, or - for standard input
    #[arg(value_name = "FILE")]
    input: OsString,
    /// The folder is one that `export --format brat` wrote and people worked on
    #[arg(long)]
    brat: bool,
    #[command(flatten)]
    grounds: GroundsArgs,
}

/// Runs `import`.
pub fn run(args: &ImportArgs, global: &Global) -> Outcome {
    if args.brat {
        return import_brat::run(Path::new(&args.input), &args.grounds.grounds(), global);
    }
    let name = args.input.to_string_lossy().into_owned();
    let unreadable = |e: std::io::Error| Failure::new(Exit::SomeInputsFailed, format_args!("{name}: {e}"));
    let input: Box<dyn BufRead> = match name.as_str() {
        "-" => Box::new(stdin().lock()),
        _ => Box::new(BufReader::new(File::open(&args.input).map_err(unreadable)?)),
    };
    let questions = global.questions()?;
    let mut store = global.open()?;
    let totals = pipeline::import(&mut store, &name, input, questions, &mut |event| global.hear(event));
    let totals = totals.map_err(|error| match error {
        ImportError::Input(error) => unreadable(error),
        ImportError::Store(error) => error.into(),
    })?;
    let mut told = format!("{} imported", counted(totals.new, "statement"));
    for (number, words) in [(totals.known, "known already"), (totals.failed, "failed")] {
        if number > 0 {
            told.push_str(&format!(", {number} {words}"));
        }
    }
    global.tell(format_args!("{told} in {}", global.database().display()));
    global.tell_new_conflicts(totals.conflicts);
    Ok(match (totals.failed, totals.new + totals.known) {
        (0, 0) => Exit::NothingFound,
        (0, _) => Exit::Ok,
        _ => Exit::SomeInputsFailed,
    })
}

//! `add`: articles into the database.

use std::ffi::OsString;
use std::path::Path;

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::{interrupt, screen, words};
use crate::engine::Engine;
use crate::pipeline::{self, Totals};
use crate::read::{Input, ReadOptions, ReadResult, sources};

/// Read articles and keep their statements: text, Markdown, HTML, JSON Lines
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord add articles/
  onrecord add 'archive/2024-*/*.html' --outlet \"The Skerry\"
  onrecord add story.txt --published 2024-05-13 --url https://skerry.example/story
  pdftotext report.pdf - | onrecord add - --published 2024-05-13

Title, outlet, writer, date and address come from a page's metadata or from the first lines of a text (\"date 2024-05-13\",
\"Outlet: The Skerry\", a block between --- lines); options win over both. The same article twice is one article; a changed
text at the same address is a new version.
Ctrl-C ends it after the articles at hand; the same command goes on where it stopped.
Exit code 0; 1 when there was nothing to add; 3 when some inputs failed and the others were added; 130 when interrupted.")]
pub struct AddArgs {
    /// Files, folders, patterns, or - for standard input
    #[arg(required = true, value_name = "FILE")]
    inputs: Vec<OsString>,
    /// Newspaper, agency or site of all of them
    #[arg(long, value_name = "NAME")]
    outlet: Option<String>,
    /// Day of publication of all of them
    #[arg(long, value_name = "DATE", value_parser = words::day)]
    published: Option<String>,
    /// Address, when there is one article
    #[arg(long)]
    url: Option<String>,
}

/// Runs `add`.
pub fn run(args: &AddArgs, global: &Global) -> Outcome {
    let inputs: Vec<Input> = args.inputs.iter().map(Input::new).collect();
    let options = ReadOptions {
        outlet: args.outlet.clone(),
        published: args.published.clone(),
        url: args.url.clone(),
        ..ReadOptions::default()
    };
    let sources = sources(&inputs);
    if options.url.is_some() && sources.len() > 1 {
        return Err(Failure::new(Exit::Usage, format_args!("one --url, but {} files", sources.len()))
            .hint("add the files one by one"));
    }
    let questions = global.questions()?;
    let mut store = global.open()?;
    let engine = Engine::new();
    let bar = screen::progress(sources.len(), global.quiet);
    let read = bar.clone();
    let articles = sources.into_iter().flat_map(move |source| {
        read.inc(1);
        match source {
            Ok(source) => source.articles(&options),
            Err(problem) => Box::new(std::iter::once(ReadResult::Err(problem))),
        }
    });
    interrupt::watch();
    let totals = pipeline::add(&mut store, &engine, articles, questions, interrupt::asked, &mut |event| {
        global.hear_beside(&bar, event);
    });
    bar.finish_and_clear();
    let totals = totals?;
    global.tell(told(&totals, global.database()));
    global.tell_new_conflicts(totals.conflicts);
    Ok(ended(&totals))
}

/// How a command ends that adds articles.
pub fn ended(totals: &Totals) -> Exit {
    match (totals.failed, totals.stored()) {
        _ if totals.interrupted => Exit::Interrupted,
        (0, 0) => Exit::NothingFound,
        (0, _) => Exit::Ok,
        _ => Exit::SomeInputsFailed,
    }
}

/// What is in the database, and where, when all is done.
pub fn told(totals: &Totals, database: &Path) -> String {
    let summary = format!("{} in {}", totals.summary(), database.display());
    if totals.interrupted {
        format!("interrupted; kept: {summary}\nhint: the same command goes on where this one stopped")
    } else {
        summary
    }
}

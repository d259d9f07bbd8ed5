//! `add`: articles into the database.

use std::ffi::OsString;

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::screen;
use super::words;
use crate::engine::Engine;
use crate::pipeline;
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
Exit code 0; 1 when there was nothing to add; 3 when some inputs failed and the others were added.")]
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
    let articles = sources.into_iter().flat_map(|source| {
        bar.inc(1);
        match source {
            Ok(source) => source.articles(&options),
            Err(problem) => Box::new(std::iter::once(ReadResult::Err(problem))),
        }
    });
    let totals = pipeline::add(&mut store, &engine, articles, questions, &mut |event| global.hear_beside(&bar, event));
    bar.finish_and_clear();
    let totals = totals?;
    global.tell(format_args!("{} in {}", totals.summary(), global.database().display()));
    global.tell_new_conflicts(totals.conflicts);
    Ok(match (totals.failed, totals.stored()) {
        (0, 0) => Exit::NothingFound,
        (0, _) => Exit::Ok,
        _ => Exit::SomeInputsFailed,
    })
}

//! `add`: articles into the database.

use std::ffi::OsString;
use std::io::{Write, stdout};

use clap::Args;

use super::Global;
use super::articles;
use super::engine::Engine;
use super::exit::{Exit, Failure, Outcome};
use super::ingest::{Totals, ingest};
use super::screen;
use super::selection::counted;
use super::words;
use crate::read::{Field, Input, Problem, ReadOptions, ReadResult, Source, sources};

/// Read articles and keep their statements: pages, feeds, documents, tables, mails, archives
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord add articles/
  onrecord add 'archive/2024-*/*.html' --outlet \"The Skerry\"
  onrecord add story.txt --published 2024-05-13 --url https://skerry.example/story
  onrecord add https://skerry.example/story
  onrecord add archive.warc.gz feed.xml report.pdf issue.epub
  onrecord add export.csv --map text=body,published=day
  onrecord add --dry-run story.html        what would be read, and from where

Understood, by content: text, Markdown, web pages, JSON and JSON Lines (also the answers of news services), CSV, TSV, XLSX, ODS, RSS and
Atom, .eml, .mbox, .docx, .odt, PDF with a text layer, EPUB, WARC; packed as .gz, .zst or .zip. Whatever else is refused with its kind.
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
    /// Which columns of a table, or keys of JSON, hold what: text=body,published=day
    #[arg(long, value_name = "FIELD=COLUMN,…", value_delimiter = ',', value_parser = mapping)]
    map: Vec<(Field, String)>,
    /// Only show what would be read
    #[arg(long)]
    dry_run: bool,
}

/// `text=body`.
fn mapping(word: &str) -> Result<(Field, String), String> {
    let known = || format!("write FIELD=COLUMN, where FIELD is one of {}", Field::all().collect::<Vec<_>>().join(", "));
    let (field, column) = word.split_once('=').ok_or_else(known)?;
    let field = Field::named(field.trim()).ok_or_else(known)?;
    Ok((field, column.trim().to_owned()))
}

/// Runs `add`.
pub fn run(args: &AddArgs, global: &Global) -> Outcome {
    let inputs: Vec<Input> = args.inputs.iter().map(Input::new).collect();
    let options = ReadOptions {
        outlet: args.outlet.clone(),
        published: args.published.clone(),
        url: args.url.clone(),
        map: args.map.clone(),
        ..ReadOptions::default()
    };
    let sources = sources(&inputs);
    if options.url.is_some() && sources.len() > 1 {
        return Err(Failure::new(Exit::Usage, format_args!("one --url, but {} files", sources.len()))
            .hint("add the files one by one"));
    }
    if args.dry_run {
        return dry_run(sources, &options, global);
    }
    let questions = global.questions()?;
    let mut store = global.open()?;
    let engine = Engine::load();
    let bar = screen::progress(sources.len(), global.quiet);
    let articles = sources.into_iter().flat_map(|source| {
        bar.inc(1);
        match source {
            Ok(source) => source.articles(&options),
            Err(problem) => Box::new(std::iter::once(ReadResult::Err(problem))),
        }
    });
    let totals = ingest(&mut store, &engine, articles, &bar, questions, global);
    bar.finish_and_clear();
    let totals = totals?;
    global.tell(format_args!("{} in {}", totals.summary(), global.database().display()));
    super::conflicts::tell_new(totals.conflicts, global);
    Ok(match (totals.failed, totals.stored()) {
        (0, 0) => Exit::NothingFound,
        (0, _) => Exit::Ok,
        _ => Exit::SomeInputsFailed,
    })
}

/// Reads everything, stores nothing, and shows what was read and from where.
fn dry_run(sources: Vec<Result<Source, Problem>>, options: &ReadOptions, global: &Global) -> Outcome {
    let mut out = stdout().lock();
    let mut totals = Totals::default();
    let mut read = 0_u64;
    let results = sources.into_iter().flat_map(|source| match source {
        Ok(source) => source.articles(options),
        Err(problem) => Box::new(std::iter::once(ReadResult::Err(problem))),
    });
    for result in results {
        match result {
            Ok(reading) => {
                read += 1;
                out.write_all(articles::shown(&reading).as_bytes())?;
            }
            Err(problem) if problem.is_error() => {
                totals.failed += 1;
                global.complain(problem);
            }
            Err(problem) => {
                totals.skip(problem.kind);
                global.tell(problem);
            }
        }
    }
    out.flush()?;
    let summary = totals.summary();
    let rest = summary.split_once(", ").map_or_else(String::new, |(_, rest)| format!(", {rest}"));
    global.tell(format_args!("{} would be added{rest}", counted(read, "article")));
    Ok(match (totals.failed, read) {
        (0, 0) => Exit::NothingFound,
        (0, _) => Exit::Ok,
        _ => Exit::SomeInputsFailed,
    })
}

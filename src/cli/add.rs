//! `add`: articles into the database.

use std::ffi::OsString;
use std::io::{Write, stdout};
use std::path::Path;

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::{articles, interrupt, screen, words};
use crate::engine::Engine;
use crate::pipeline::{self, Event, Totals, counted};
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
    let is_new = !global.database().exists();
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
    let mut messages = Messages::default();
    let totals = pipeline::add(&mut store, &engine, articles, questions, interrupt::asked, &mut |event| {
        if messages.is_told(&event, global) {
            global.hear_beside(&bar, event);
        }
    });
    bar.finish_and_clear();
    messages.rest(global);
    let totals = totals?;
    if is_new && totals.stored() == 0 && store.articles(Some(1))?.is_empty() {
        // nothing came of it: as if it had not been tried
        drop(store);
        let _ = std::fs::remove_file(global.database());
        global.tell(format_args!("{}, and no database made", totals.summary()));
        return Ok(ended(&totals));
    }
    global.tell(told(&totals, global.database()));
    if totals.new_versions > 0 {
        global.tell_returned(&store)?;
    }
    global.tell_new_conflicts(totals.conflicts);
    Ok(ended(&totals))
}

/// Messages of one sort that are printed; the others are counted, unless the person wants to see all.
const NAMED: u64 = 10;

/// Messages about inputs: the first ones are printed, the rest counted, so that a large batch can be read.
#[derive(Default)]
struct Messages {
    notes: u64,
    skipped: u64,
    failed: u64,
}

impl Messages {
    /// Whether this one is to be printed.
    fn is_told(&mut self, event: &Event, global: &Global) -> bool {
        let count = match event {
            Event::Note(_) => &mut self.notes,
            Event::Skipped(_) => &mut self.skipped,
            Event::Failed(_) => &mut self.failed,
            _ => return true,
        };
        *count += 1;
        *count <= NAMED || global.verbose
    }

    /// What was counted only.
    fn rest(&self, global: &Global) {
        let all = [(self.failed, "failed"), (self.skipped, "skipped"), (self.notes, "notes")];
        let more: Vec<String> =
            all.iter().filter(|(n, _)| *n > NAMED).map(|(n, what)| format!("{} {what}", n - NAMED)).collect();
        if !more.is_empty() && !global.verbose {
            global.tell(format_args!("not printed: {} more (--verbose prints all)", more.join(", ")));
        }
    }
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

/// Reads everything, stores nothing, and shows what was read and from where.
fn dry_run(sources: Vec<Result<Source, Problem>>, options: &ReadOptions, global: &Global) -> Outcome {
    let mut out = stdout().lock();
    let mut totals = Totals::default();
    let (mut read, mut known) = (0_u64, 0_u64);
    // without one, everything is new
    let store = if global.database().exists() { Some(global.open_to_read()?) } else { None };
    let results = sources.into_iter().flat_map(|source| match source {
        Ok(source) => source.articles(options),
        Err(problem) => Box::new(std::iter::once(ReadResult::Err(problem))),
    });
    for result in results {
        match result {
            Ok(reading) => {
                let is_known = store.as_ref().map(|store| store.has_text(&reading.article.text)).transpose()?;
                *(if is_known == Some(true) { &mut known } else { &mut read }) += 1;
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
    let known_already = if known > 0 { format!(", {known} known already") } else { String::new() };
    global.tell(format_args!("{} would be added{known_already}{rest}", counted(read, "article")));
    Ok(match (totals.failed, read + known) {
        (0, 0) => Exit::NothingFound,
        (0, _) => Exit::Ok,
        _ => Exit::SomeInputsFailed,
    })
}

//! `demo`: the sample articles, read and asked.

use std::io::{Write, stdout};
use std::path::{Path, PathBuf};

use clap::Args;

use super::add::{ended, told};
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::readable::meant;
use super::{interrupt, issues, quotes, report, screen, speakers};
use crate::compare::shipped;
use crate::engine::Engine;
use crate::pipeline;
use crate::read::{ReadOptions, Source};
use crate::store::{ConflictFilter, Filter, Order, SpeakerFilter, Store};

/// Where the demo keeps its articles unless told otherwise: never among the person's own.
const DATABASE: &str = "onrecord-demo.db";
/// Rows of the tables: enough to see what they hold.
const SPEAKERS: u64 = 12;
const STATEMENTS: u64 = 20;

/// Files of `data/samples/`.
macro_rules! samples {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_bytes!(concat!("../../data/samples/", $name)))),+]
    };
}

const SAMPLES: &[(&str, &[u8])] = samples![
    "01-meridian-wire-ruling.txt",
    "02-varnes-courier-ruling.html",
    "03-brackwater-sentinel-ruling.md",
    "04-gazette-deux-rives.txt",
    "05-kestria-today-minister.html",
    "06-tolvik-herald-fish-hall.md",
    "07-agencies.jsonl",
    "08-ledger-brief.txt",
    "09-varnes-courier-appeal.html",
    "10-meridian-wire-talks.txt",
];

/// Read the sample articles and show speakers, statements and conflicts
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord demo
  onrecord --db affair.db demo
  onrecord demo --files samples       the articles as files, to add them yourself

The samples are invented, every word of them. They go into onrecord-demo.db, unless --db or ONRECORD_DB says otherwise;
never among other articles.")]
pub struct DemoArgs {
    /// Write the sample articles into a folder instead
    #[arg(long, value_name = "DIR")]
    files: Option<PathBuf>,
    /// Where the report goes that it ends with
    #[arg(long, value_name = "FILE.html", default_value = "onrecord-demo.html")]
    report: PathBuf,
}

/// Runs `demo`.
pub fn run(args: &DemoArgs, global: &Global) -> Outcome {
    if let Some(folder) = &args.files {
        return write_files(folder, global);
    }
    let database = global.db.as_deref().unwrap_or(Path::new(DATABASE));
    refuse_others(database)?;
    let mut store = pipeline::open(database)?;
    let bar = screen::progress(SAMPLES.len(), global.quiet);
    let options = ReadOptions::default();
    let read = bar.clone();
    let articles = SAMPLES.iter().flat_map(move |(name, bytes)| {
        read.inc(1);
        Source::embedded(name, bytes).articles(&options)
    });
    interrupt::watch();
    let totals = pipeline::add(&mut store, &Engine::new(), articles, shipped(), interrupt::asked, &mut |event| {
        global.hear_beside(&bar, event);
    });
    bar.finish_and_clear();
    let totals = totals?;
    if totals.interrupted {
        global.tell(told(&totals, database));
        return Ok(ended(&totals));
    }
    let mut out = stdout().lock();
    out.write_all(tables(&store)?.as_bytes())?;
    out.flush()?;
    let db = database.display();
    report::write(&store, Filter::default(), "The dam at Belgora: a sample", 0, &args.report)?;
    global.tell(format_args!(
        "{} in {db}\nreport in {}: open it in a browser\n\nTry next:\n  \
         onrecord --db {db} quotes Dragulić\n  \
         onrecord --db {db} speakers show Brannskog\n  \
         onrecord --db {db} conflicts show ID    why, in full\n  \
         onrecord --db {db} show ID              an id of the last column\n  \
         onrecord --db {db} export -o table.csv",
        totals.summary(),
        args.report.display()
    ));
    Ok(if totals.failed == 0 { Exit::Ok } else { Exit::SomeInputsFailed })
}

/// Invented articles do not go among a person's own.
fn refuse_others(database: &Path) -> Result<(), Failure> {
    let store = match Store::open_to_read(database) {
        // the demo makes it, or says why it cannot
        Err(_) => return Ok(()),
        Ok(store) => store,
    };
    let options = ReadOptions::default();
    let samples = SAMPLES.iter().flat_map(|(name, bytes)| Source::embedded(name, bytes).articles(&options));
    let samples: Vec<String> = samples.flatten().map(|reading| reading.article.id).collect();
    let others =
        store.articles(None)?.into_iter().filter(|article| !samples.contains(&article.document)).count() as u64;
    let others = others + store.stats()?.imported;
    if others == 0 {
        return Ok(());
    }
    let told =
        format_args!("{} holds other articles; the samples are invented and left out", database.display()).to_string();
    Err(Failure::new(Exit::Usage, told).hint(format_args!("onrecord --db {DATABASE} demo")))
}

fn write_files(folder: &Path, global: &Global) -> Outcome {
    let failed = |error| Failure::writing(folder.display(), error);
    std::fs::create_dir_all(folder).map_err(failed)?;
    for (name, bytes) in SAMPLES {
        std::fs::write(folder.join(name), bytes).map_err(failed)?;
    }
    let folder = folder.display();
    global.tell(format_args!("{} files in {folder}\nhint: `onrecord add {folder}` reads them", SAMPLES.len()));
    Ok(Exit::Ok)
}

fn tables(store: &Store) -> Result<String, Failure> {
    let speakers = store.speakers(&SpeakerFilter { limit: Some(SPEAKERS), ..SpeakerFilter::default() })?;
    let filter = Filter { on_record: Some(true), order: Order::Oldest, limit: Some(STATEMENTS), ..Filter::default() };
    let statements = store.statements(&filter)?;
    let all = store.count_statements(&filter)?;
    let mut out = format!(
        "Who is quoted most\n\n{}\nWhat they say, from the first day on ({} of {all} statements)\n\n{}",
        speakers::table(&speakers),
        statements.len(),
        quotes::table(&statements, &meant(store, &statements)?)
    );
    let found = store.conflicts(&ConflictFilter::default())?;
    if !found.is_empty() {
        out.push_str(&format!("\nWhat conflicts\n\n{}", issues::blocks(&found, usize::MAX).0));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_sample_is_embedded_and_an_article() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/samples");
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .expect("the samples")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name != "README")
            .collect();
        names.sort();
        assert_eq!(names, SAMPLES.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        let mut articles = 0;
        for (name, bytes) in SAMPLES {
            for reading in Source::embedded(name, bytes).articles(&ReadOptions::default()) {
                let article = reading.unwrap_or_else(|problem| panic!("{problem}")).article;
                assert!(article.outlet.is_some() && article.published.is_some(), "{name}: {article:?}");
                articles += 1;
            }
        }
        assert_eq!(articles, 11);
    }
}

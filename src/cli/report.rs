//! `report`: everything found, as one page.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::output;
use super::selection::{Selection, why_nothing};
use crate::export::report::{self, Conflict, Report, ReportArticle};
use crate::pipeline::marks;
use crate::store::{ConflictFilter, Filter, Order, SpeakerFilter, StatementDetail, Store};

/// Articles whose texts are in a report unless told otherwise.
const ARTICLES: u64 = 200;
/// Heading of a report unless told otherwise.
const TITLE: &str = "Who said what, and who contradicts whom";

/// Write a report: one page with conflicts, speakers, statements, marked articles and decisions; no network, no script needed
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord report -o report.html
  onrecord report -o tribunal.html --words tribunal --title 'The tribunal'")]
pub struct ReportArgs {
    /// Page to write; - is standard output
    #[arg(long, short, value_name = "FILE.html")]
    output: PathBuf,
    /// Its heading
    #[arg(long, default_value = TITLE)]
    title: String,
    /// Texts of at most so many articles; 0 is all
    #[arg(long, short = 'n', value_name = "N", default_value_t = ARTICLES)]
    limit: u64,
    #[command(flatten)]
    selection: Selection,
}

/// Runs `report`.
pub fn run(args: &ReportArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let filter = args.selection.filter(&store, None)?;
    let statements = write(&store, filter.clone(), &args.title, args.limit, &args.output)?;
    super::quotes::tell_undated(&store, &filter, global)?;
    if statements == 0 {
        global.tell("the report is empty");
        global.tell(why_nothing(&store, &filter)?);
        return Ok(Exit::NothingFound);
    }
    if args.output != Path::new("-") {
        global.tell(format_args!("report in {}", args.output.display()));
    }
    Ok(Exit::Ok)
}

/// The report of a whole database, as a page.
#[cfg(feature = "serve")]
pub fn whole(store: &Store) -> Result<String, Failure> {
    Ok(report::write(&gather(store, Filter::default(), TITLE, ARTICLES)?))
}

/// Writes the report of the statements that a filter chooses; how many there are.
pub fn write(store: &Store, filter: Filter, title: &str, limit: u64, path: &Path) -> Result<usize, Failure> {
    let report = gather(store, filter, title, limit)?;
    let page = report::write(&report);
    output::to(path, store.path(), |out| {
        out.write_all(page.as_bytes()).map_err(|error| Failure::writing(path.display(), error))
    })?;
    Ok(report.statements.len())
}

fn gather(store: &Store, mut filter: Filter, title: &str, limit: u64) -> Result<Report, Failure> {
    filter.order = Order::Oldest;
    let statements = store.statements(&filter)?;
    let chosen: std::collections::BTreeSet<&str> = statements.iter().map(|row| row.id.as_str()).collect();
    let conflicts = store
        .conflicts(&ConflictFilter { speakers: filter.speakers.clone(), ..ConflictFilter::default() })?
        .into_iter()
        .filter(|c| chosen.contains(c.a.id.as_str()) || chosen.contains(c.b.id.as_str()))
        .map(|row| Conflict { marks: marks(&row), row })
        .collect();
    let mut speakers = Vec::new();
    let quoted: std::collections::BTreeSet<&str> = statements.iter().filter_map(|r| r.speaker_id.as_deref()).collect();
    for speaker in store.speakers(&SpeakerFilter::default())? {
        if quoted.contains(speaker.id.as_str()) {
            speakers.push(store.speaker(speaker.key)?);
        }
    }
    // in the order of their first statement
    let mut order: Vec<&str> = Vec::new();
    let mut details: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for row in &statements {
        let of_article = details.entry(&row.article).or_default();
        if of_article.is_empty() {
            order.push(&row.article);
        }
        of_article.push(row.key);
    }
    let shown = if limit == 0 { order.len() } else { usize::try_from(limit).unwrap_or(usize::MAX).min(order.len()) };
    let mut articles: Vec<ReportArticle> = Vec::with_capacity(shown);
    for article in &order[..shown] {
        let of_article = details[article]
            .iter()
            .map(|key| store.statement_by_key(*key))
            .collect::<Result<Vec<StatementDetail>, _>>()?;
        if let Some(first) = of_article.first() {
            articles.push((first.article.clone(), first.text.clone(), of_article));
        }
    }
    let left_out = order.len() - shown;
    let mut positions = Vec::new();
    for question in store.declared_questions()? {
        let mut answers = store.answers(&question.id)?;
        answers.retain(|(_, row)| chosen.contains(row.id.as_str()));
        if !answers.is_empty() {
            positions.push((question.text, answers));
        }
    }
    let decisions = store.decisions()?;
    let title = title.to_owned();
    drop((chosen, quoted, order, details));
    Ok(Report { title, conflicts, speakers, statements, articles, left_out, positions, decisions })
}

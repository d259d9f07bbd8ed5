//! `check`: the quotations of a draft against the database.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde_json::json;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column};
use super::output;
use crate::check::Change;
use crate::engine::Engine;
use crate::export::draft_page;
use crate::pipeline::{self, Checked, Draft, Verdict, counted};
use crate::read::{Input, ReadOptions, read};
use crate::text::CodePoints;

/// Check every quotation of a draft: is it verbatim, altered, said by someone else or on another day, or found nowhere?
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord check draft.docx
  onrecord check draft.md --format json
  onrecord check draft.txt --format html -o checked.html
  pbpaste | onrecord check -

Exit code 0 when all are verbatim, 1 otherwise. What is left out behind … and put between [ ] counts as verbatim.
A changed “not”, number or name comes first.")]
pub struct CheckArgs {
    /// The draft: text, Markdown, HTML, .docx, .odt; - is standard input
    #[arg(value_name = "DRAFT")]
    draft: PathBuf,
    /// How to print it
    #[arg(long, value_enum, default_value_t = CheckFormat::Table)]
    format: CheckFormat,
    /// File to write; - is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

/// How the draft's quotations are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum CheckFormat {
    /// For people
    Table,
    /// One JSON document
    Json,
    /// The draft as a page, with its quotations marked
    Html,
}

/// Runs `check`.
pub fn run(args: &CheckArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let told = |reason: &dyn std::fmt::Display| Failure::new(Exit::SomeInputsFailed, reason);
    let mut drafts = read(&[Input::new(args.draft.clone())], &ReadOptions::default());
    let article = match (drafts.next(), drafts.next()) {
        (Some(Ok(reading)), None) => reading.article,
        (Some(Err(problem)), _) => return Err(told(&problem)),
        (_, Some(_)) => {
            let told = told(&format_args!("{}: more than one text", args.draft.display()));
            return Err(told.hint("give one draft at a time"));
        }
        (None, None) => return Err(told(&format_args!("{}: no text", args.draft.display()))),
    };
    let draft = Draft::read(&Engine::new(), &article).map_err(|error| told(&error))?;
    let checked = pipeline::check(&store, &draft)?;
    output::to(&args.output, store.path(), |out| {
        match args.format {
            CheckFormat::Table if checked.is_empty() => {}
            CheckFormat::Table => out.write_all(table(&draft, &checked).as_bytes())?,
            CheckFormat::Json => listing::json(&mut &mut *out, "quotations", &records(&draft, &checked))?,
            CheckFormat::Html => {
                out.write_all(draft_page::page_of(&name(&args.draft), &draft.text, &marks(&checked)).as_bytes())?
            }
        }
        Ok(())
    })?;
    global.tell(summary(&checked));
    let verbatim = checked.iter().all(|c| c.verdict == Verdict::Verbatim);
    Ok(if verbatim { Exit::Ok } else { Exit::NothingFound })
}

fn name(draft: &Path) -> String {
    draft.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

fn summary(checked: &[Checked]) -> String {
    if checked.is_empty() {
        return "no quotation in it".to_owned();
    }
    let of = |verdict| checked.iter().filter(|c| c.verdict == verdict).count();
    let all = [Verdict::Verbatim, Verdict::Altered, Verdict::OtherSpeaker, Verdict::OtherDate, Verdict::NotFound];
    let parts: Vec<String> =
        all.into_iter().filter(|v| of(*v) > 0).map(|v| format!("{} {}", of(v), v.as_str())).collect();
    format!("{}: {}", counted(checked.len() as u64, "quotation"), parts.join(", "))
}

fn records(draft: &Draft, checked: &[Checked]) -> Vec<serde_json::Value> {
    let points = CodePoints::new(&draft.text);
    let record = |c: &Checked| {
        let row = c.said.as_ref().map(|said| &said.row);
        json!({
            "span": points.span(&draft.text, c.quoted.span),
            "text": c.quoted.span.of(&draft.text),
            "speaker": c.quoted.speaker.as_ref().map(|voice| &voice.name),
            "verdict": c.verdict,
            "changes": c.changes,
            "dated": c.quoted.when.as_ref().map(|when| &when.words),
            "said_on": c.said.as_ref().and_then(|said| said.other_day.as_ref()),
            "statement": row.map(|row| &row.id),
            "article": row.map(|row| &row.article),
            "said_by": row.and_then(|row| row.speaker.as_ref()),
            "outlet": row.and_then(|row| row.outlet.as_ref()),
            "published": row.and_then(|row| row.published.as_ref()),
            "passage": c.said.as_ref().map(|said| &said.passage),
        })
    };
    checked.iter().map(record).collect()
}

/// What differs, one a line: words, and the day.
fn differences(c: &Checked) -> String {
    let mut lines = told(&c.changes);
    if let (Some(when), Some(day)) = (&c.quoted.when, c.said.as_ref().and_then(|said| said.other_day.as_ref())) {
        let separator = if lines.is_empty() { "" } else { "\n" };
        lines.push_str(&format!("{separator}date: the draft says “{}”, the source {day}", when.words));
    }
    lines
}

/// Differences in words: `not` left out, “14” became “40”.
fn told(changes: &[Change]) -> String {
    let one = |change: &Change| {
        let what = match (change.draft.as_str(), change.source.as_str()) {
            ("", source) => format!("left out “{source}”"),
            (draft, "") => format!("added “{draft}”"),
            (draft, source) => format!("“{source}” became “{draft}”"),
        };
        format!("{}: {what}", change.kind.as_str())
    };
    changes.iter().map(one).collect::<Vec<_>>().join("\n")
}

/// Who said it, where and when.
fn source(c: &Checked) -> String {
    let Some(said) = &c.said else { return String::new() };
    let row = &said.row;
    let parts = [row.speaker.as_deref(), row.outlet.as_deref(), row.published.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn table(draft: &Draft, checked: &[Checked]) -> String {
    let columns = [
        Column::whole("verdict"),
        Column::percent("quotation", 32),
        Column::rest("what the source has"),
        Column::whole("id"),
    ];
    let row = |c: &Checked| {
        let speaker = c.quoted.speaker.as_ref().map(|voice| format!("\n({})", voice.name)).unwrap_or_default();
        let id = c.said.as_ref().map(|said| said.row.id.chars().take(8).collect()).unwrap_or_default();
        let lines = match (&c.said, c.verdict) {
            (None, _) => vec!["nothing like it".to_owned()],
            (Some(_), Verdict::Verbatim | Verdict::NotFound) => vec![source(c)],
            (Some(_), Verdict::OtherSpeaker) => vec![format!("said by {}", source(c))],
            (Some(_), Verdict::OtherDate) => vec![differences(c), source(c)],
            (Some(said), Verdict::Altered) => vec![differences(c), format!("“{}”", said.passage), source(c)],
        };
        let text = c.quoted.span.of(&draft.text).split_whitespace().collect::<Vec<_>>().join(" ");
        vec![c.verdict.as_str().to_owned(), format!("{text}{speaker}"), lines.join("\n"), id]
    };
    listing::whole_table(&columns, checked.iter().map(row))
}

fn marks(checked: &[Checked]) -> Vec<draft_page::Marked> {
    let mark = |c: &Checked| draft_page::Marked {
        span: c.quoted.span,
        verdict: c.verdict.as_str(),
        words: c.changes.iter().map(|change| change.at).filter(|at| !at.is_empty()).collect(),
        changes: differences(c),
        passage: c.said.as_ref().map(|said| said.passage.clone()),
        source: source(c),
    };
    checked.iter().map(mark).collect()
}

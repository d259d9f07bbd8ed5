//! `show`: one statement in its sentence and paragraph.

use std::io::{Write, stdout};

use clap::Args;
use serde_json::json;

use super::asserted::asserted;
use super::decisions;
use super::exit::{Exit, Outcome};
use super::global::Global;
use super::ids;
use super::listing::{self, ShowFormat};
use super::marks::{LEGEND, Mark, marked};
use super::quotes::voiced_by;
use super::screen;
use crate::export::guard;
use crate::store::{Appearance, AttributionRow, StatementDetail, Subject};
use crate::text::{CodePoints, Span};

/// Longest passage printed for people, in bytes; a longer paragraph gives way to the sentences, those to a cut.
const LONGEST_PASSAGE: usize = 8000;

/// Show a statement in its sentence and paragraph, with source, cue and content marked
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord show c21e5a8a
  onrecord show c21e5a8a --format json
  onrecord show -v c21e5a8a

With -v it names the rules that made the statement. The id stands in the last column of `quotes`; any beginning that no other id has will do.")]
pub struct ShowArgs {
    /// Id of the statement, or its first digits
    #[arg(value_name = "ID")]
    id: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
}

/// Runs `show`.
pub fn run(args: &ShowArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let detail = store.statement(&args.id).map_err(|error| ids::pointed(&store, &args.id, "statement", error))?;
    let key = detail.row.key;
    let (propositions, positions) = (store.propositions(key)?, store.positions(key)?);
    let decisions = store.decisions_on(Subject::Statement(key))?;
    let mut out = stdout().lock();
    match args.format {
        ShowFormat::Text => {
            out.write_all(for_people(&detail).as_bytes())?;
            if global.verbose && !detail.rules.is_empty() {
                writeln!(out, "made by {}", guard::terminal(&detail.rules.join("; ")))?;
            }
            out.write_all(asserted(&propositions, &positions).as_bytes())?;
            out.write_all(decisions::history(&decisions).as_bytes())?;
        }
        ShowFormat::Json => {
            let mut value = for_programs(&detail);
            value["propositions"] = json!(propositions);
            value["positions"] = json!(positions);
            value["decisions"] = json!(decisions);
            listing::json(&mut out, "statement", &value)?;
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

/// A statement in its paragraph, for people.
pub fn for_people(detail: &StatementDetail) -> String {
    let row = &detail.row;
    let mut head = vec![voiced_by(row)];
    let found = [row.speaker_type.map(|kind| kind.to_string()), row.how.clone()];
    let found: Vec<String> = found.into_iter().flatten().filter(|words| !words.is_empty()).collect();
    if !found.is_empty() {
        head.push(format!("  ({})", found.join("; ")));
    }
    if let Some(via) = &row.via {
        head.push(format!(", via {via}"));
    }
    let act = if row.negated { format!("not {}", row.act) } else { row.act.to_string() };
    let record = if row.on_record { "on record" } else { "not voiced by the source" };
    let mut lines = vec![
        head.concat(),
        format!("{}, {act}, {record}, {}", row.kind, confidence(row)),
        printed_in(&Appearance {
            outlet: row.outlet.clone(),
            published: row.published.clone(),
            title: row.title.clone(),
            url: row.url.clone(),
            edited: false,
        }),
        format!("article {}, {}", row.article, row.document),
        format!("statement {}, found by {} {}", row.id, detail.engine, detail.weights).trim_end().to_owned(),
    ];
    if let Some(when) = &detail.article.superseded {
        lines.push(format!("a later text of the article took this one's place on {when}"));
    }
    // The first appearance is the article itself.
    lines.extend(detail.appearances.iter().skip(1).map(|place| format!("also {}", printed_in(place))));
    let mut out: String =
        lines.iter().filter(|line| !line.is_empty()).map(|line| format!("{}\n", guard::terminal(line))).collect();
    out.push('\n');
    let marks: Vec<(Span, Mark)> =
        [(&detail.cue, Mark::Cue), (&detail.source, Mark::Source), (&detail.content, Mark::Content)]
            .into_iter()
            .flat_map(|(spans, mark)| spans.iter().map(move |&span| (span, mark)))
            .collect();
    out.push_str(&marked(
        &detail.text,
        passage(detail),
        &marks,
        usize::from(screen::width()),
        screen::colours(),
        |grapheme| guard::terminal(grapheme).into_owned(),
    ));
    out.push_str(&format!("\n{LEGEND}\n"));
    out
}

/// How sure the words are, and the name.
fn confidence(row: &AttributionRow) -> String {
    let words = format!("{:.2} sure of the words", row.confidence);
    match row.speaker_confidence {
        Some(name) => format!("{words}, {name:.2} of the name"),
        None => words,
    }
}

fn printed_in(place: &Appearance) -> String {
    let parts = [place.outlet.clone(), place.published.clone(), place.title.clone(), place.url.clone()];
    let edited = place.edited.then(|| "edited around what is said".to_owned());
    parts.into_iter().flatten().chain(edited).collect::<Vec<_>>().join(", ")
}

/// The paragraphs, unless they are too long to read.
fn passage(detail: &StatementDetail) -> Span {
    let fits = |span: &Span| span.len() <= LONGEST_PASSAGE;
    [detail.paragraph, detail.context].into_iter().find(fits).unwrap_or_else(|| {
        let start = detail.context.start;
        let mut end = (start + LONGEST_PASSAGE).min(detail.context.end);
        while !detail.text.is_char_boundary(end) {
            end -= 1;
        }
        Span::new(start, end)
    })
}

/// The row of the attribution table, and what only this command tells. Offsets count code points of the article.
fn for_programs(detail: &StatementDetail) -> serde_json::Value {
    let points = CodePoints::new(&detail.text);
    let spans = |spans: &[Span]| -> Vec<[usize; 2]> { spans.iter().map(|&s| points.span(&detail.text, s)).collect() };
    let mut value = serde_json::to_value(&detail.row).unwrap_or_default();
    value["spans"] = json!({
        "source": spans(&detail.source),
        "cue": spans(&detail.cue),
        "content": spans(&detail.content),
        "name": detail.name.map(|span| points.span(&detail.text, span)),
        "role": detail.role.map(|span| points.span(&detail.text, span)),
        "context": points.span(&detail.text, detail.context),
        "paragraph": points.span(&detail.text, detail.paragraph),
    });
    value["paragraph"] = detail.paragraph.of(&detail.text).into();
    value["appearances"] = json!(detail.appearances);
    value["rules"] = json!(detail.rules);
    value["engine"] = detail.engine.as_str().into();
    value["weights"] = detail.weights.as_str().into();
    value
}

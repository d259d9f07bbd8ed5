//! `ask`: who says what to a question put in plain words.

use std::io::{BufWriter, Write, stdout};

use clap::Args;
use serde_json::json;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat};
use super::questions::tell_if_changed;
use super::quotes::voiced_by;
use super::readable::{Meant, meant, readable};
use crate::compare::AnswerStance;
use crate::pipeline::{self, Answered, counted};

/// List what speakers say to a question, by date: yes, no, avoids; apart, who only mentions it
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord ask 'Were the gates closed in August?'
  onrecord ask 'Was the vote free and fair?' --mentions
  onrecord ask 'Will the minister resign?' --format json

Only words are compared: a position taken in quite other words is not found, and \"he\" is nobody in particular. Whoever tells of another
actor, number or time than the question only mentions it. What has no yes and no no cannot be asked: who, when, how many. Where a declared question
(`onrecord questions`) asks the same, what its patterns found is listed too, and wins. Exit code 1 when nobody takes a position.")]
pub struct AskArgs {
    /// The question, in plain words
    #[arg(value_name = "QUESTION", value_parser = super::words::to_find)]
    question: String,
    /// In a table, those too who only mention the matter
    #[arg(long)]
    mentions: bool,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

const COLUMNS: [&str; 7] = ["stance", "speaker", "role", "date", "statement", "text", "why"];

/// Runs `ask`.
pub fn run(args: &AskArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let questions = global.questions()?;
    let found = pipeline::ask(&store, &args.question, &questions)?.map_err(|why| {
        let failure = Failure::new(Exit::Usage, format_args!("“{}” {why}", args.question));
        failure.hint("ask whether somebody did something: 'Did the council sell the fish hall?'")
    })?;
    let all = found.answered;
    for id in &found.declared {
        tell_if_changed(&store, global)?;
        global.tell(format_args!(
            "the declared question {id} asks the same: `onrecord questions show {id}` lists its answers"
        ));
    }
    let takes = |found: &&Answered| found.stance != AnswerStance::Mentions;
    let positions = all.iter().filter(takes).count();
    let mut out = BufWriter::new(stdout().lock());
    match args.format {
        ListFormat::Json => {
            let values: Vec<_> = all.iter().map(value).collect();
            let record = json!({"schema_version": 1, "question": args.question, "positions": values});
            writeln!(out, "{record}")?;
        }
        ListFormat::Table => {
            let shown: Vec<&Answered> = all.iter().filter(|found| args.mentions || takes(found)).collect();
            if !shown.is_empty() {
                let meant = meant(&store, shown.iter().map(|found| &found.row))?;
                out.write_all(table(&shown, &meant).as_bytes())?;
            }
        }
        _ => {
            let values: Vec<_> = all.iter().map(value).collect();
            let cells =
                |value: &serde_json::Value| COLUMNS.map(|name| value[name].as_str().unwrap_or_default().to_owned());
            listing::print(&mut out, args.format, "positions", &values, (COLUMNS, cells), |_| String::new())?;
        }
    }
    out.flush()?;
    let mentions = all.len() - positions;
    if mentions > 0 && !args.mentions && args.format == ListFormat::Table {
        global.tell(format_args!("{} only: --mentions lists them", counted(mentions as u64, "mention")));
    }
    if positions == 0 {
        global.tell("nobody takes a position on it, in these words");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Ok)
}

/// The shape of the contract.
fn value(found: &Answered) -> serde_json::Value {
    json!({"stance": found.stance.as_str(), "speaker": found.row.speaker.as_ref().or(found.row.name.as_ref()), "role": found.row.role,
        "date": found.row.published, "statement": found.row.id, "text": found.row.text, "why": found.why})
}

fn table(shown: &[&Answered], meant: &Meant) -> String {
    let columns = [
        Column::whole("date"),
        Column::whole("stance"),
        Column::percent("speaker", 25),
        Column::rest("statement"),
        Column::whole("id"),
    ];
    let row = |found: &&Answered| {
        vec![
            found.row.published.clone().unwrap_or_default(),
            found.stance.as_str().to_owned(),
            voiced_by(&found.row),
            readable(&found.row, meant),
            found.row.id.chars().take(8).collect(),
        ]
    };
    listing::table(&columns, shown.iter().map(row))
}

//! The conflicts of a filter, in every format.

use std::io::{BufWriter, Write, stdout};

use clap::Args;
use serde_json::{Value, json};

use super::table::{Places, copies, table};
use crate::cli::exit::{Exit, Failure, Outcome};
use crate::cli::global::Global;
use crate::cli::listing::{self, ListFormat};
use crate::cli::{issues, questions, selection, words};
use crate::pipeline::counted;
use crate::store::{AttributionRow, ConflictFilter, ConflictRow};

#[derive(Args, Debug)]
pub(super) struct ListArgs {
    /// One of the two is by this speaker
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Words of the declared question, or its id
    #[arg(long, value_name = "WORDS", value_parser = words::to_find)]
    question: Option<String>,
    /// Kind of conflict
    #[arg(long, value_parser = ["contradiction", "denial", "reversal", "version", "opposition"])]
    kind: Vec<String>,
    /// Printed in this outlet (its whole name, in any case); given twice: one against the other
    #[arg(long, value_parser = words::to_find)]
    outlet: Vec<String>,
    /// One of the two published on this day, or in this month or year, or later (and, with --to, not after that)
    #[arg(long, value_name = "DATE", value_parser = words::day_or_longer)]
    from: Option<String>,
    /// One of the two published on this day, or in this month or year, or earlier
    #[arg(long, value_name = "DATE", value_parser = words::day_or_longer)]
    to: Option<String>,
    /// Least score, 0 to 1
    #[arg(long, value_name = "SCORE")]
    min_score: Option<f64>,
    /// The doubtful ones too, and those judged wrong
    #[arg(long)]
    all: bool,
    /// One row a pair of statements, not one block an issue
    #[arg(long)]
    pairs: bool,
    /// At most so many issues, or pairs where pairs are listed; 0 is all [default: 50 in a table, else all]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Exit with code 8 when there is a conflict to list
    #[arg(long)]
    fail_on_conflict: bool,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Lists them.
pub(super) fn list(args: &ListArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    questions::tell_if_changed(&store, global)?;
    let most = match (args.limit, args.format) {
        (Some(0), _) => None,
        (Some(limit), _) => Some(limit),
        (None, ListFormat::Table) => Some(50),
        (None, _) => None,
    };
    // an issue is told wrongly without some of its pairs
    let in_blocks = args.format == ListFormat::Table && !args.pairs;
    let speakers = args.speaker.iter().map(|name| Ok(selection::speaker(&store, name)?.key));
    let filter = ConflictFilter {
        speakers: speakers.collect::<Result<_, Failure>>()?,
        question: args.question.clone(),
        kinds: args.kind.clone(),
        outlets: args.outlet.clone(),
        from: args.from.clone(),
        to: args.to.clone(),
        min_score: args.min_score,
        all: args.all,
        judged_wrong: args.all,
        limit: if in_blocks { None } else { most },
    };
    let found = store.conflicts(&filter)?;
    let printed = if in_blocks { Places::new() } else { store.printed(&found.iter().collect::<Vec<_>>())? };
    let mut out = BufWriter::new(stdout().lock());
    match args.format {
        ListFormat::Table if found.is_empty() => {}
        ListFormat::Table if args.pairs => out.write_all(table(&found, &printed).as_bytes())?,
        ListFormat::Table => {
            let shown = most.map_or(usize::MAX, |most| usize::try_from(most).unwrap_or(usize::MAX));
            let (blocks, issues) = issues::blocks(&found, shown);
            out.write_all(blocks.as_bytes())?;
            if issues > shown {
                global.tell(format_args!("{} more; --limit 0 shows all", counted((issues - shown) as u64, "issue")));
            }
        }
        ListFormat::Json | ListFormat::Jsonl => {
            let values = values_of(&found, &printed);
            let unused = |_: &[Value]| String::new();
            listing::print(&mut out, args.format, "conflicts", &values, ([""; 0], |_: &Value| []), unused)?;
        }
        _ => {
            listing::print(&mut out, args.format, "conflicts", &values_of(&found, &printed), (COLUMNS, cells), |_| {
                String::new()
            })?
        }
    }
    out.flush()?;
    global.tell_uncompared(store.count_uncompared()?);
    Ok(match found.is_empty() {
        true => {
            global.tell("no conflict to list");
            for outlet in &args.outlet {
                if let Some(told) = selection::unknown_outlet(&store, outlet)? {
                    global.tell(told);
                }
            }
            Exit::NothingFound
        }
        false if args.fail_on_conflict => Exit::Conflict,
        false => Exit::Ok,
    })
}

/// The shape of the contract.
pub(super) fn record(found: &ConflictRow) -> Value {
    let side = |row: &AttributionRow| {
        json!({"statement": row.id, "ref": row.reference, "document": row.document, "speaker": row.speaker, "role": row.role,
            "text": row.text, "published": row.published, "outlet": row.outlet})
    };
    json!({"id": found.id, "kind": found.kind, "score": found.score, "firm": found.firm, "rule": found.rule,
        "question": found.question, "why": found.why, "verdict": found.verdict, "a": side(&found.a), "b": side(&found.b)})
}

const COLUMNS: [&str; 24] = [
    "id",
    "kind",
    "score",
    "firm",
    "verdict",
    "question",
    "why",
    "a_speaker",
    "a_text",
    "a_outlet",
    "a_published",
    "a_role",
    "a_document",
    "a_ref",
    "b_speaker",
    "b_text",
    "b_outlet",
    "b_published",
    "b_role",
    "b_document",
    "b_ref",
    "rule",
    "a_statement",
    "b_statement",
];

/// A conflict in a form that can be a JSON line too.
fn values_of(found: &[ConflictRow], printed: &Places) -> Vec<Value> {
    let value = |row: &ConflictRow| {
        let mut value = record(row);
        value["copies"] = copies(row, printed).into();
        value
    };
    found.iter().map(value).collect()
}

fn cells(found: &Value) -> [String; 24] {
    let text = |path: &str| match found.pointer(path) {
        Some(Value::String(words)) => words.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Bool(yes)) => u8::from(*yes).to_string(),
        _ => String::new(),
    };
    [
        "/id",
        "/kind",
        "/score",
        "/firm",
        "/verdict",
        "/question",
        "/why",
        "/a/speaker",
        "/a/text",
        "/a/outlet",
        "/a/published",
        "/a/role",
        "/a/document",
        "/a/ref",
        "/b/speaker",
        "/b/text",
        "/b/outlet",
        "/b/published",
        "/b/role",
        "/b/document",
        "/b/ref",
        "/rule",
        "/a/statement",
        "/b/statement",
    ]
    .map(text)
}

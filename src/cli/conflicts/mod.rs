//! `conflicts`: which statements conflict, why, and what people said of that.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write, stdout};

use clap::{Args, Subcommand};
use serde_json::{Value, json};

use super::asserted::asserted;
use super::clash;
use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::issues;
use super::listing::{self, Column, ListFormat, ShowFormat};
use super::quotes::voiced_by;
use super::selection;
use super::words;
use crate::export::guard;
use crate::pipeline::{self, counted, is_doubted, wilson_lower};
use crate::store::{
    AttributionRow, ConflictFilter, ConflictRow, Position, Printed, PropositionRow, RuleRecord, Ruling, Verdict,
};

/// List what is disputed: one block an issue with its sides, the surest first
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord conflicts
  onrecord conflicts --kind version --outlet 'Meridian Wire' --outlet 'The Varnes Courier'
  onrecord conflicts --speaker Vondrasz --all
  onrecord conflicts --format json
  onrecord conflicts show 3f9a
  onrecord conflicts judge 3f9a wrong --reason 'another year'
  onrecord conflicts rules

Only flags that the tool stands by are listed; --all adds the doubtful ones. Exit code 1 when there is nothing to list."
)]
pub struct ConflictsArgs {
    #[command(subcommand)]
    what: Option<ConflictsCommand>,
    #[command(flatten)]
    list: ListArgs,
}

#[derive(Subcommand, Debug)]
enum ConflictsCommand {
    Show(ShowArgs),
    Judge(JudgeArgs),
    Rules(RulesArgs),
    Renew(RenewArgs),
}

/// Compare all statements again, after a change of the questions or with a newer version of the program
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord conflicts renew
  onrecord conflicts renew --questions ~/affair/questions

What people said of a conflict stays with it.")]
struct RenewArgs {}

#[derive(Args, Debug)]
struct ListArgs {
    /// One of the two is by this speaker
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Words of the declared question, or its id
    #[arg(long, value_name = "WORDS", value_parser = words::to_find)]
    question: Option<String>,
    /// Kind of conflict
    #[arg(long, value_parser = ["contradiction", "denial", "reversal", "version", "opposition"])]
    kind: Vec<String>,
    /// Printed in this outlet; given twice: one against the other
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
    /// At most so many pairs; 0 is all [default: 50 in a table, else all]
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Exit with code 8 when there is a conflict to list
    #[arg(long)]
    fail_on_conflict: bool,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Explain one: both sentences, what each asserts, the words that clash, and how both could be true
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord conflicts show 3f9a
  onrecord conflicts show 3f9a --format json")]
struct ShowArgs {
    /// Id of the conflict, or its first digits
    #[arg(value_name = "ID")]
    id: String,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
}

/// Say whether a flag is right; it is remembered, and counts for the rule that raised it
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord conflicts judge 3f9a right
  onrecord conflicts judge 3f9a wrong --reason 'they speak of different years'")]
struct JudgeArgs {
    /// Id of the conflict, or its first digits
    #[arg(value_name = "ID")]
    id: String,
    /// The verdict
    #[arg(value_parser = ["right", "wrong", "unsure"])]
    verdict: String,
    #[command(flatten)]
    grounds: super::decide::GroundsArgs,
}

/// List the rules with what people said of their flags
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord conflicts rules

A rule with at least 50 verdicts whose precision is surely (lower end of Wilson's 95 % interval) not 0.7 is doubted: its flags
are listed only with --all.")]
struct RulesArgs {
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Runs `conflicts`.
pub fn run(args: &ConflictsArgs, global: &Global) -> Outcome {
    match &args.what {
        Some(ConflictsCommand::Show(args)) => show(args, global),
        Some(ConflictsCommand::Judge(args)) => judge(args, global),
        Some(ConflictsCommand::Rules(args)) => rules(args, global),
        Some(ConflictsCommand::Renew(RenewArgs {})) => renew(global),
        None => list(&args.list, global),
    }
}

fn renew(global: &Global) -> Outcome {
    let questions = global.questions()?;
    // a database that is missing is told, not made
    global.open_to_read()?;
    let mut store = global.open()?;
    let compared = pipeline::compare_again(&mut store, questions, &mut |event| global.hear(event))?;
    let average = compared.candidates as f64 / compared.statements.max(1) as f64;
    global.tell(format_args!(
        "{} compared with {average:.1} others each: {}",
        counted(compared.statements as u64, "statement"),
        counted(compared.firm as u64, "conflict")
    ));
    Ok(Exit::Ok)
}

fn list(args: &ListArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    super::questions::tell_if_changed(&store, global)?;
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
        limit: match (args.limit, args.format) {
            (Some(0), _) => None,
            (Some(limit), _) => Some(limit),
            (None, ListFormat::Table) => Some(50),
            (None, _) => None,
        },
    };
    let found = store.conflicts(&filter)?;
    let printed = store.printed(&found.iter().collect::<Vec<_>>())?;
    let mut out = BufWriter::new(stdout().lock());
    match args.format {
        ListFormat::Table if found.is_empty() => {}
        ListFormat::Table if args.pairs => out.write_all(table(&found, &printed).as_bytes())?,
        ListFormat::Table => out.write_all(issues::blocks(&found).as_bytes())?,
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
            Exit::NothingFound
        }
        false if args.fail_on_conflict => Exit::Conflict,
        false => Exit::Ok,
    })
}

/// The shape of the contract.
fn record(found: &ConflictRow) -> Value {
    let side = |row: &AttributionRow| {
        json!({"statement": row.id, "ref": row.reference, "document": row.document, "speaker": row.speaker, "role": row.role,
            "text": row.text, "published": row.published, "outlet": row.outlet})
    };
    json!({"id": found.id, "kind": found.kind, "score": found.score, "firm": found.firm, "rule": found.rule,
        "question": found.question, "why": found.why, "verdict": found.verdict, "a": side(&found.a), "b": side(&found.b)})
}

const COLUMNS: [&str; 22] = [
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

/// Where the sides of conflicts are printed, by statement.
pub type Places = BTreeMap<String, Vec<Printed>>;

/// How often more the same conflict stands between copies of its two sides.
fn copies(row: &ConflictRow, printed: &Places) -> usize {
    let places = |side: &AttributionRow| printed.get(&side.id).map_or(1, |places| places.len().max(1));
    places(&row.a) * places(&row.b) - 1
}

fn cells(found: &Value) -> [String; 22] {
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
    ]
    .map(text)
}

/// Characters of a statement that a cell of the table shows at least.
const ROOM: usize = 50;

/// Conflicts for people.
pub fn table(found: &[ConflictRow], printed: &Places) -> String {
    let columns = [
        Column::whole("conflict"),
        Column::percent("one", 30),
        Column::percent("the other", 30),
        Column::rest("why"),
        Column::whole("id"),
    ];
    let side = |row: &AttributionRow, words: clash::Marked| {
        let printed: Vec<&str> = [&row.outlet, &row.published].into_iter().flatten().map(String::as_str).collect();
        [voiced_by(row), words.starting_at_first(ROOM).bracketed(), printed.join(", ")]
            .into_iter()
            .filter(|l| !l.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    };
    let row = |c: &ConflictRow| {
        let mut why = match &c.question {
            Some(question) if !c.why.starts_with(question.as_str()) => format!("{question}\n{}", c.why),
            _ => c.why.clone(),
        };
        match copies(c, printed) {
            0 => {}
            more => why.push_str(&format!("\n(and {} in copies of the two)", counted(more as u64, "flag"))),
        }
        let doubtful = match c.verdict {
            Some(Verdict::Wrong) => "\n(judged wrong)",
            _ if c.firm => "",
            _ => "\n(doubtful)",
        };
        let short: String = c.id.chars().take(8).collect();
        let [a, b] = clash::marked(c);
        vec![format!("{}{doubtful}\n{:.2}", c.kind, c.score), side(&c.a, a), side(&c.b, b), why, short]
    };
    listing::table(&columns, found.iter().map(row))
}

fn show(args: &ShowArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let found = store.conflict(&args.id)?;
    let claims = [&found.a, &found.b].map(|row| Ok((store.propositions(row.key)?, store.positions(row.key)?)));
    let [a, b] = claims.map(|c: Result<_, Failure>| c);
    let claims = [a?, b?];
    let printed = store.printed(&[&found])?;
    let places = [&found.a, &found.b].map(|row| elsewhere(row, printed.get(&row.id).map_or(&[], Vec::as_slice)));
    let mut out = stdout().lock();
    match args.format {
        ShowFormat::Text => out.write_all(explained(&found, &claims, &places).as_bytes())?,
        ShowFormat::Json => {
            let mut value = record(&found);
            for (n, (side, (propositions, positions))) in ["a", "b"].into_iter().zip(&claims).enumerate() {
                value[side]["also_printed"] = json!(places[n]);
                value[side]["propositions"] = json!(propositions.iter().map(fields).collect::<Vec<_>>());
                value[side]["positions"] = json!(positions);
            }
            value["more"] = more(&found);
            listing::json(&mut out, "conflict", &value)?;
        }
    }
    out.flush()?;
    Ok(Exit::Ok)
}

fn more(found: &ConflictRow) -> Value {
    found.more.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or(Value::Null)
}

/// A proposition with what is kept of it as JSON in its place.
fn fields(proposition: &PropositionRow) -> Value {
    let mut value = json!(proposition);
    if let Some(more) = &proposition.more {
        value["more"] = serde_json::from_str(more).unwrap_or(Value::Null);
    }
    value
}

/// Where else the words of a statement are printed.
fn elsewhere(row: &AttributionRow, printed: &[Printed]) -> Vec<String> {
    let here = (row.outlet.clone(), row.published.clone());
    let place = |(outlet, day): &Printed| [outlet, day].into_iter().flatten().cloned().collect::<Vec<_>>().join(", ");
    printed.iter().filter(|place| **place != here).map(place).filter(|place| !place.is_empty()).collect()
}

fn explained(
    found: &ConflictRow,
    claims: &[(Vec<PropositionRow>, Vec<Position>); 2],
    places: &[Vec<String>; 2],
) -> String {
    let mut lines = vec![format!(
        "{} {}, score {:.2}{}",
        found.kind,
        found.id,
        found.score,
        if found.firm { "" } else { ", doubtful" }
    )];
    if let Some(question) = &found.question {
        lines.push(format!("question: {question}"));
    }
    lines.push(format!("why: {}", found.why));
    lines.push(format!("rule: {}", found.rule));
    let more = more(found);
    let words = |n: usize| -> String {
        let list = more["words"][n].as_array().map(Vec::as_slice).unwrap_or_default();
        list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ")
    };
    if !(words(0) + &words(1)).is_empty() {
        lines.push(format!("words that clash: {} / {}", words(0), words(1)));
    }
    if let Some(reading) = more["both_true_if"].as_str().filter(|t| !t.is_empty()) {
        lines.push(format!("both true if: {reading}"));
    }
    if let Some(verdict) = found.verdict {
        lines.push(format!("judged: {}", verdict.as_str()));
    }
    let mut out: String = lines.iter().map(|line| format!("{}\n", guard::terminal(line))).collect();
    for (n, (row, (propositions, positions))) in [&found.a, &found.b].into_iter().zip(claims).enumerate() {
        let printed: Vec<&str> =
            [&row.outlet, &row.published, &row.title].into_iter().flatten().map(String::as_str).collect();
        let lines = [
            String::new(),
            voiced_by(row),
            format!("  {}", printed.join(", ")),
            format!("  {}", row.sentence.split_whitespace().collect::<Vec<_>>().join(" ")),
            format!("  {}, {}{}, statement {}", row.kind, if row.negated { "not " } else { "" }, row.act, row.id),
        ];
        out.extend(lines.iter().map(|line| format!("{}\n", guard::terminal(line))));
        if !places[n].is_empty() {
            let also = format!("  also printed in {}", places[n].join("; "));
            out.push_str(&format!("{}\n", guard::terminal(&also)));
        }
        out.push_str(&asserted(propositions, positions));
    }
    out
}

fn judge(args: &JudgeArgs, global: &Global) -> Outcome {
    // a database that is missing is told, not made
    let found = global.open_to_read()?.conflict(&args.id)?;
    let mut store = global.open()?;
    let verdict = Verdict::from_word(&args.verdict).unwrap_or(Verdict::Unsure);
    let ruling = Ruling::Judge { conflict: found.key, verdict };
    super::decide::keep(&mut store, global, &[(ruling, args.grounds.grounds())])
}

fn rules(args: &RulesArgs, global: &Global) -> Outcome {
    let records = global.open_to_read()?.rule_records()?;
    let mut out = BufWriter::new(stdout().lock());
    let names = ["rule", "flags", "right", "wrong", "unsure", "precision_at_least", "tier"];
    let cells = |r: &RuleRecord| {
        let at_least =
            if r.right + r.wrong == 0 { String::new() } else { format!("{:.2}", wilson_lower(r.right, r.wrong)) };
        let tier = if is_doubted(r) { "doubtful" } else { "as found" };
        [
            r.rule.clone(),
            r.flags.to_string(),
            r.right.to_string(),
            r.wrong.to_string(),
            r.unsure.to_string(),
            at_least,
            tier.to_owned(),
        ]
    };
    let columns = names.map(Column::whole);
    let table = |records: &[RuleRecord]| listing::table(&columns, records.iter().map(|r| cells(r).to_vec()));
    listing::print(&mut out, args.format, "rules", &records, (names, cells), table)?;
    out.flush()?;
    Ok(if records.is_empty() { Exit::NothingFound } else { Exit::Ok })
}

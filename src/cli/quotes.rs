//! `quotes`: who said what.

use std::io::{BufWriter, Write, stdout};

use clap::{Args, ValueEnum};

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat};
use super::readable::{Meant, meant, readable};
use super::screen;
use super::selection::{Selection, why_nothing};
use crate::export::exporter;
use crate::pipeline::counted;
use crate::statement::SpeakerType;
use crate::store::{AttributionRow, Filter, Order, Store};

/// Rows of a table when no limit is given: what a person can look through.
const TABLE_ROWS: u64 = 50;
/// Digits of an id that a table shows; `show` takes any beginning that is unique.
const ID_DIGITS: usize = 8;

/// List statements: by speaker, role, kind, act, outlet, date or words
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord quotes Dragulić
  onrecord quotes --role minister --from 2024-06 --order oldest
  onrecord quotes --act deny --act accuse --outlet \"Meridian Wire\"
  onrecord quotes --words 'tribunal authorit*' --kind direct --format jsonl")]
pub struct QuotesArgs {
    /// The speaker's name, or a part of it that is unique
    #[arg(value_name = "NAME")]
    name: Vec<String>,
    #[command(flatten)]
    selection: Selection,
    /// Order of the rows
    #[arg(long, value_enum, default_value_t = RowOrder::Newest)]
    order: RowOrder,
    /// At most so many rows; 0 is all [default: 50 in a table, else all]
    #[arg(long, short = 'n', value_name = "N")]
    limit: Option<u64>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Order of the rows.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RowOrder {
    /// Newest article first
    Newest,
    /// Oldest article first
    Oldest,
    /// By the speaker's name
    Speaker,
    /// As they were added
    Added,
    /// Best match of --words first
    Relevance,
}

impl From<RowOrder> for Order {
    fn from(order: RowOrder) -> Order {
        match order {
            RowOrder::Newest => Order::Newest,
            RowOrder::Oldest => Order::Oldest,
            RowOrder::Speaker => Order::Speaker,
            RowOrder::Added => Order::Added,
            RowOrder::Relevance => Order::Relevance,
        }
    }
}

/// Runs `quotes`.
pub fn run(args: &QuotesArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    // Names come unquoted more often than not: `quotes Vesna Dragulić` is one name.
    let name = (!args.name.is_empty()).then(|| args.name.join(" "));
    let mut filter = args.selection.filter(&store, name.as_deref())?;
    filter.order = args.order.into();
    filter.limit = match (args.limit, args.format) {
        (Some(0), _) => None,
        (Some(limit), _) => Some(limit),
        (None, ListFormat::Table) => Some(TABLE_ROWS),
        (None, _) => None,
    };
    let mut out = BufWriter::new(stdout().lock());
    let printed = match args.format.file_format() {
        None => print_table(&store, &filter, &mut out, global)?,
        Some(format) => {
            let mut writer = exporter(format, screen::seen(&mut out))?;
            let mut printed = 0;
            store.each_statement(&filter, |row| {
                printed += 1;
                Ok::<(), Failure>(writer.row(&row)?)
            })?;
            writer.finish()?;
            printed
        }
    };
    out.flush()?;
    tell_undated(&store, &filter, global)?;
    if printed == 0 {
        return nothing(&store, &filter, global);
    }
    Ok(Exit::Ok)
}

/// Where days were asked for: how many statements have none, and so were left out.
pub fn tell_undated(store: &Store, filter: &Filter, global: &Global) -> Result<(), Failure> {
    if filter.from.is_some() || filter.to.is_some() {
        let undated = Filter { from: None, to: None, undated: true, ..filter.clone() };
        let left_out = store.count_statements(&undated)?;
        if left_out > 0 {
            global.tell(format_args!("{} without a day left out", counted(left_out, "statement")));
        }
    }
    Ok(())
}

fn print_table(store: &Store, filter: &Filter, out: &mut impl Write, global: &Global) -> Result<u64, Failure> {
    let rows = store.statements(filter)?;
    if rows.is_empty() {
        return Ok(0);
    }
    out.write_all(table(&rows, &meant(store, &rows)?).as_bytes())?;
    out.flush()?;
    let shown = rows.len() as u64;
    let rejected = store.count_rejected()?;
    if rejected > 0 {
        let told = counted(rejected, "statement");
        global.tell(format_args!("{told} that people rejected left out (`onrecord decisions` lists them)"));
    }
    let all = store.count_statements(filter)?;
    if shown < all {
        global.tell(format_args!("{shown} of {}\nhint: --limit 0 prints all", counted(all, "statement")));
    } else {
        global.tell(counted(all, "statement"));
    }
    Ok(shown)
}

/// Statements as a table for people.
pub fn table(rows: &[AttributionRow], meant: &Meant) -> String {
    let columns = [
        Column::percent("printed", 16),
        Column::percent("speaker", 24),
        Column::whole("act"),
        Column::rest("statement"),
        Column::whole("id"),
    ];
    listing::table(&columns, rows.iter().map(|row| cells(row, meant)))
}

fn cells(row: &AttributionRow, meant: &Meant) -> Vec<String> {
    let printed = [row.published.as_deref(), row.outlet.as_deref()];
    vec![
        printed.into_iter().flatten().collect::<Vec<_>>().join("\n"),
        voiced_by(row),
        act(row),
        words(row, meant),
        row.id.chars().take(ID_DIGITS).collect(),
    ]
}

/// What the cue does; and whether the source voiced it at all.
fn act(row: &AttributionRow) -> String {
    let act = if row.negated { format!("not {}", row.act) } else { row.act.to_string() };
    if row.on_record { act } else { format!("{act}\n(not voiced)") }
}

/// The statement so that it can be read by itself; whether it was read correctly and what the desk found stand behind it.
fn words(row: &AttributionRow, meant: &Meant) -> String {
    let decided = [&row.review.checked, &row.review.finding].into_iter().flatten().map(|word| format!(" [{word}]"));
    let decided: String = decided.collect();
    match decided.trim_start() {
        "" => readable(row, meant),
        decided => format!("{}\n{decided}", readable(row, meant)),
    }
}

/// Name and role of a row's speaker, or the words that name the source; and who else voices it.
pub fn voiced_by(row: &AttributionRow) -> String {
    let others = row.others.as_ref().map(|others| format!("; {others}")).unwrap_or_default();
    format!("{}{others}", first_voice(row))
}

fn first_voice(row: &AttributionRow) -> String {
    let name = row.speaker.as_deref().or(row.name.as_deref()).unwrap_or(&row.source);
    match (name, &row.role) {
        ("", _) => "(not named)".to_owned(),
        // an unnamed source is called by its description, which its role is a part of
        (name, Some(role)) if is_told_by(name, role, row.speaker_type) => name.to_owned(),
        (name, Some(role)) => format!("{name}, {role}"),
        (name, None) => name.to_owned(),
    }
}

fn is_told_by(name: &str, role: &str, kind: Option<SpeakerType>) -> bool {
    role == name || kind == Some(SpeakerType::UnnamedPerson) && name.to_lowercase().contains(&role.to_lowercase())
}

fn nothing(store: &Store, filter: &Filter, global: &Global) -> Outcome {
    if store.count_statements(&Filter::default())? == 0 {
        global.tell(format_args!(
            "no statements in {} yet\nhint: `onrecord add FILE…` reads articles, `onrecord demo` brings its own",
            global.database().display()
        ));
    } else {
        global.tell(why_nothing(store, filter)?);
    }
    Ok(Exit::NothingFound)
}

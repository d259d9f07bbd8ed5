//! `stats`: what is in the database.

use std::io::{Write, stdout};

use clap::{Args, ValueEnum};

use super::exit::{Exit, Outcome};
use super::global::Global;
use super::listing::{self, Column};
use crate::store::Stats;

/// Show what is in the database
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord stats
  onrecord --db affair.db stats --format json")]
pub struct StatsArgs {
    /// How to print it
    #[arg(long, value_enum, default_value_t = StatsFormat::Table)]
    format: StatsFormat,
}

/// How figures are printed.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum StatsFormat {
    /// For people
    Table,
    /// One JSON document
    Json,
}

/// Runs `stats`.
pub fn run(args: &StatsArgs, global: &Global) -> Outcome {
    let stats = global.open_to_read()?.stats()?;
    let mut out = stdout().lock();
    match args.format {
        StatsFormat::Json => listing::json(&mut out, "stats", &stats)?,
        StatsFormat::Table => out.write_all(table(&stats).as_bytes())?,
    }
    out.flush()?;
    Ok(Exit::Ok)
}

fn table(stats: &Stats) -> String {
    let mut rows = vec![
        row("articles", stats.articles, &between(stats)),
        row("earlier versions", stats.superseded, ""),
        row("outlets", stats.outlets, ""),
        row("speakers", stats.speakers, &parts(&stats.by_type)),
        row("statements", stats.statements, &parts(&stats.by_kind)),
        row("", "", &parts(&stats.by_act)),
        row("imported", stats.imported, ""),
        row("conflicts", stats.conflicts.iter().map(|(_, n)| n).sum::<u64>(), &parts(&stats.conflicts)),
        row("to be compared", stats.uncompared, ""),
        row("compared in part", stats.comparison_faults, ""),
        row("decisions", stats.decisions, ""),
        row("bytes", stats.bytes, ""),
    ];
    rows.extend(stats.engines.iter().map(|(engine, made)| row("made by", made, engine)));
    listing::table(&[Column::whole("what"), Column::whole("number"), Column::rest("of these")], rows)
}

fn row(what: &str, number: impl ToString, of_these: &str) -> Vec<String> {
    vec![what.to_owned(), number.to_string(), of_these.to_owned()]
}

fn between(stats: &Stats) -> String {
    match (&stats.first, &stats.last) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => String::new(),
    }
}

fn parts(parts: &[(String, u64)]) -> String {
    let parts: Vec<String> = parts.iter().map(|(word, number)| format!("{word} {number}")).collect();
    parts.join(", ")
}

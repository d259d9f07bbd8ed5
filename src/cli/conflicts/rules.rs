//! The rules, and what people said of their flags.

use std::io::{BufWriter, Write, stdout};

use clap::Args;

use crate::cli::exit::{Exit, Outcome};
use crate::cli::global::Global;
use crate::cli::listing::{self, Column, ListFormat};
use crate::pipeline::{is_doubted, wilson_lower};
use crate::store::RuleRecord;

/// List the rules with what people said of their flags
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord conflicts rules

A rule with at least 50 verdicts whose precision is surely (lower end of Wilson's 95 % interval) not 0.7 is doubted: its flags
are listed only with --all.")]
pub(super) struct RulesArgs {
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Lists them.
pub(super) fn rules(args: &RulesArgs, global: &Global) -> Outcome {
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

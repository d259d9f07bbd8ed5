//! `conflicts`: which statements conflict, why, and what people said of that.

mod list;
mod rules;
mod show;
mod table;

use clap::{Args, Subcommand};

use super::decide;
use super::exit::{Exit, Outcome};
use super::global::Global;
use crate::pipeline::{self, counted};
use crate::store::{Ruling, Verdict};
use list::{ListArgs, list};
use rules::{RulesArgs, rules};
pub use show::Explained;
use show::{ShowArgs, show};

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
  onrecord conflicts show ca9b
  onrecord conflicts judge ca9b wrong --reason 'another year'
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

/// Say whether a flag is right; it is remembered, and counts for the rule that raised it
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord conflicts judge ca9b right
  onrecord conflicts judge ca9b wrong --reason 'they speak of different years'")]
struct JudgeArgs {
    /// Id of the conflict, or its first digits
    #[arg(value_name = "ID")]
    id: String,
    /// The verdict
    #[arg(value_parser = ["right", "wrong", "unsure"])]
    verdict: String,
    #[command(flatten)]
    grounds: decide::GroundsArgs,
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
    let all = store.stats()?.conflicts.iter().map(|(_, number)| number).sum();
    global.tell(format_args!(
        "{} compared with {average:.1} others each: {}, {} new",
        counted(compared.statements as u64, "statement"),
        counted(all, "conflict"),
        compared.firm
    ));
    Ok(Exit::Ok)
}

fn judge(args: &JudgeArgs, global: &Global) -> Outcome {
    // a database that is missing is told, not made
    let found = global.open_to_read()?.conflict(&args.id)?;
    let mut store = global.open()?;
    let verdict = Verdict::from_word(&args.verdict).unwrap_or(Verdict::Unsure);
    let ruling = Ruling::Judge { conflict: found.key, verdict };
    decide::keep(&mut store, global, &[(ruling, args.grounds.grounds())])
}

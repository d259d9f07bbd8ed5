//! `merge`: another desk's database taken in.

use std::path::{Path, PathBuf};

use clap::Args;

use super::decisions;
use super::exit::{Exit, Failure, Outcome};
use super::global::{Global, of_another};
use crate::pipeline::{self, counted};
use crate::store::{Differing, OtherName, Store};

/// Take another database in: its articles, statements and decisions; what both decided otherwise is listed, not guessed
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord merge other-desk.db
  onrecord --db affair.db merge /media/stick/affair.db

Nothing here is overwritten, and the other database is not changed. The same merge twice changes nothing more.
Names of outlets are taken over; an outlet that goes by another name here is told, and ours stays.
Of two texts at one address the one published later is in force, or added later where that is not known.")]
pub struct MergeArgs {
    /// The other database
    #[arg(value_name = "OTHER.db")]
    other: PathBuf,
}

/// Which of two texts at one address is in force, a line each; of many the first.
fn versions(differing: &[Differing]) -> Vec<String> {
    const NAMED: usize = 10;
    let short = |id: &str| id.chars().take(8).collect::<String>();
    let mut lines: Vec<String> = differing
        .iter()
        .take(NAMED)
        .map(|d| {
            let whose = if d.theirs { "theirs, the later one" } else { "ours, the later one" };
            let (current, earlier) = (short(&d.current), short(&d.earlier));
            format!(
                "two texts at {}: {whose} (article {current}), is in force; {earlier} is an earlier version",
                d.address
            )
        })
        .collect();
    if differing.len() > NAMED {
        lines.push(format!("and {} more addresses with two texts: the later one is in force", differing.len() - NAMED));
    }
    lines
}

/// What goes by one name here and by another there, a line each; of many the first.
fn other_names(differing: &[OtherName]) -> Vec<String> {
    const NAMED: usize = 10;
    let line = |d: &OtherName| {
        format!("outlet {:?} goes by {:?} here and by {:?} there; ours stays", d.printed, d.ours, d.theirs)
    };
    let mut lines: Vec<String> = differing.iter().take(NAMED).map(line).collect();
    if differing.len() > NAMED {
        lines.push(format!("and {} more that go by other names there", differing.len() - NAMED));
    }
    lines.extend(
        differing
            .first()
            .map(|d| format!("hint: `onrecord outlets alias {:?} {:?}` makes the two one outlet", d.ours, d.theirs)),
    );
    lines
}

/// Runs `merge`.
pub fn run(args: &MergeArgs, global: &Global) -> Outcome {
    let here = |path: &Path| std::fs::canonicalize(path).ok();
    if here(&args.other).is_some_and(|other| here(global.database()) == Some(other)) {
        let told = format_args!("{} is the database itself", args.other.display()).to_string();
        return Err(
            Failure::new(Exit::Usage, told).hint("name the other desk's database; --db FILE says which takes it in")
        );
    }
    let other =
        Store::open_to_read(&args.other).map_err(|error| of_another(error, "merge takes another desk's database"))?;
    let mut store = global.open()?;
    let (merged, other_list) = pipeline::merge(&mut store, &other)?;
    global.tell(format_args!(
        "{} new, {} known already; {} new",
        counted(merged.articles, "article"),
        merged.known_articles,
        counted(merged.statements, "statement")
    ));
    for told in versions(&merged.versions) {
        global.tell(told);
    }
    global.tell(decisions::told_exchange(&merged.decisions));
    if !merged.questions.new.is_empty() {
        global.tell(format_args!("questions taken over: {}", merged.questions.new.join(", ")));
    }
    if !merged.questions.differing.is_empty() {
        let names = merged.questions.differing.join(", ");
        global.tell(format_args!(
            "files of questions worded otherwise here, or with a question that another file has here, ours stay: {names}"
        ));
    }
    if merged.outlets.new > 0 {
        global.tell(format_args!("{} of outlets taken over", counted(merged.outlets.new, "name")));
    }
    for told in other_names(&merged.outlets.differing) {
        global.tell(told);
    }
    if other_list {
        global.tell(
            "the other desk has another list of known speakers; ours stays (`onrecord speakers load FILE` replaces it)",
        );
    }
    global.tell_returned(&store)?;
    decisions::print_disagreements(&merged.decisions.disagreements)?;
    global.catch_up(&mut store)?;
    Ok(Exit::Ok)
}

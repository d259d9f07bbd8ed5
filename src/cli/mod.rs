//! The words of a person turned into calls: the only user of clap. One file a command.
//!
//! Data goes to standard output, messages to standard error. [`exit`] lists the exit codes.

mod add;
mod article;
mod articles;
mod ask;
mod asserted;
mod backup;
mod check;
mod clash;
mod compare;
mod config;
mod conflicts;
mod count;
mod decide;
mod decisions;
mod demo;
mod doctor;
mod eval;
pub mod exit;
mod explain;
mod export;
mod export_brat;
mod extract;
mod global;
mod ids;
mod import;
mod import_brat;
mod interrupt;
mod issues;
mod listing;
mod manual;
pub mod marks;
mod merge;
mod outlets;
mod output;
mod question_files;
mod questions;
mod quotes;
mod readable;
mod record;
mod report;
mod review;
mod rulings;
mod schema;
mod screen;
mod selection;
#[cfg(feature = "serve")]
mod serve;
mod settings;
mod show;
mod speakers;
mod stacked;
mod stats;
mod verify;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Arg, ArgAction, CommandFactory, FromArgMatches, Parser, Subcommand};

use exit::{EXIT_CODES, Exit, Failure, Outcome};
use global::Global;

/// Who said what, in which role, and who contradicts whom.
///
/// Reads news articles, finds every attributed statement, ties it to its speaker and role, and keeps it in one SQLite
/// file that can be asked and exported.
#[derive(Parser, Debug)]
#[command(name = "onrecord", version, max_term_width = 120, after_help = EXAMPLES, after_long_help = LONG_EXAMPLES.as_str())]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "\
Examples:
  onrecord demo                                 sample articles, tables, and what to try next
  onrecord add articles/                        read a folder into onrecord.db
  onrecord quotes Dragulić                      what she said, newest first
  onrecord speakers --limit 20                  who is quoted most
  onrecord export --format csv -o table.csv     the attribution table";

static LONG_EXAMPLES: std::sync::LazyLock<String> = std::sync::LazyLock::new(|| format!("{EXAMPLES}\n\n{EXIT_CODES}"));

#[derive(Subcommand, Debug)]
enum Command {
    Add(add::AddArgs),
    Articles(articles::ArticlesArgs),
    Outlets(outlets::OutletsArgs),
    Quotes(quotes::QuotesArgs),
    Speakers(speakers::SpeakersArgs),
    Ask(ask::AskArgs),
    Conflicts(conflicts::ConflictsArgs),
    Questions(questions::QuestionsArgs),
    Show(show::ShowArgs),
    Explain(explain::ExplainArgs),
    Count(count::CountArgs),
    Check(check::CheckArgs),
    Review(review::ReviewArgs),
    #[cfg(feature = "serve")]
    Serve(serve::ServeArgs),
    Decide(decide::DecideArgs),
    Decisions(decisions::DecisionsArgs),
    Undo(decisions::UndoArgs),
    Merge(merge::MergeArgs),
    Export(export::ExportArgs),
    Report(report::ReportArgs),
    Import(import::ImportArgs),
    Extract(extract::ExtractArgs),
    Compare(compare::CompareArgs),
    Stats(stats::StatsArgs),
    Verify(verify::VerifyArgs),
    Doctor(doctor::DoctorArgs),
    Eval(eval::EvalArgs),
    Backup(backup::BackupArgs),
    Restore(backup::RestoreArgs),
    Demo(demo::DemoArgs),
    Config(config::ConfigArgs),
    Schema(schema::SchemaArgs),
    Completions(manual::CompletionsArgs),
    Man(manual::ManArgs),
}

/// Runs the program with the process's own arguments.
pub fn main() -> ExitCode {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() != Some(crate::read::GUARDED) {
            usual(panic);
        }
    }));
    ExitCode::from(run(std::env::args_os()) as u8)
}

/// Runs the program with these arguments, the first of which is its name.
pub fn run(args: impl IntoIterator<Item = impl Into<OsString> + Clone>) -> Exit {
    let cli = match command().try_get_matches_from(args).and_then(|found| Cli::from_arg_matches(&found)) {
        Ok(cli) => cli,
        // Help and version are no errors, and a reader that left is none either.
        Err(error) => {
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Ok };
        }
    };
    if let Some(threads) = cli.global.threads {
        // Fails only when a pool exists already, as in a process that calls this twice: the first one then stays.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(usize::from(threads)).build_global();
    }
    screen::set_wide(cli.global.wide);
    let set = match (settings::load(), &cli.command) {
        // who asks what is wrong is told this too
        (Err(broken), Command::Doctor(_)) => {
            settings::remember(broken);
            Ok(())
        }
        (read, _) => read,
    };
    match set.and_then(|()| dispatch(&cli)) {
        Ok(exit) => exit,
        Err(Failure::ReaderGone) => Exit::Ok,
        Err(Failure::Told { exit, message, hint }) => {
            screen::say(format_args!("onrecord: {message}"));
            if let Some(hint) = hint {
                screen::say(format_args!("hint: {hint}"));
            }
            exit
        }
    }
}

fn dispatch(cli: &Cli) -> Outcome {
    let global = &cli.global;
    match &cli.command {
        Command::Add(args) => add::run(args, global),
        Command::Articles(args) => articles::run(args, global),
        Command::Outlets(args) => outlets::run(args, global),
        Command::Quotes(args) => quotes::run(args, global),
        Command::Speakers(args) => speakers::run(args, global),
        Command::Ask(args) => ask::run(args, global),
        Command::Conflicts(args) => conflicts::run(args, global),
        Command::Questions(args) => questions::run(args, global),
        Command::Show(args) => show::run(args, global),
        Command::Explain(args) => explain::run(args, global),
        Command::Count(args) => count::run(args, global),
        Command::Check(args) => check::run(args, global),
        Command::Review(args) => review::run(args, global),
        #[cfg(feature = "serve")]
        Command::Serve(args) => serve::run(args, global),
        Command::Decide(args) => decide::run(args, global),
        Command::Decisions(args) => decisions::run(args, global),
        Command::Undo(args) => decisions::undo(args, global),
        Command::Merge(args) => merge::run(args, global),
        Command::Export(args) => export::run(args, global),
        Command::Report(args) => report::run(args, global),
        Command::Import(args) => import::run(args, global),
        Command::Extract(args) => extract::run(args, global),
        Command::Compare(args) => compare::run(args, global),
        Command::Stats(args) => stats::run(args, global),
        Command::Verify(args) => verify::run(args, global),
        Command::Doctor(args) => doctor::run(args, global),
        Command::Eval(args) => eval::run(args, global),
        Command::Backup(args) => backup::backup(args, global),
        Command::Restore(args) => backup::restore(args, global),
        Command::Demo(args) => demo::run(args, global),
        Command::Config(args) => config::run(args, global),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => manual::completions(args),
        Command::Man(args) => manual::man(args, global),
    }
}

/// The whole command line, for manual pages, completions and the tests of the documents.
pub fn command() -> clap::Command {
    Cli::command().mut_subcommands(on_one_screen)
}

/// `--help` of a command is what `-h` prints: it fits a screen.
fn on_one_screen(command: clap::Command) -> clap::Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::HelpShort).help("Print help");
    let after = command.get_after_help().map(|text| flowing(&text.to_string())).unwrap_or_default();
    command.after_help(after).disable_help_flag(true).arg(help).mut_subcommands(on_one_screen)
}

/// Paragraphs as single lines, which are broken where the screen ends; examples stay as they are.
fn flowing(text: &str) -> String {
    let mut out = String::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let prose = |line: &str| !line.is_empty() && !line.starts_with("  ") && !line.ends_with(':');
        let joined = prose(line) && lines.peek().is_some_and(|next| prose(next));
        out.push_str(line);
        out.push(if joined { ' ' } else { '\n' });
    }
    out.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        command().debug_assert();
    }

    #[test]
    fn paragraphs_flow_and_examples_stay() {
        let text = "Examples:\n  onrecord show 4c\n  onrecord show 5d\n\nOne line\nand more.";
        assert_eq!(flowing(text), "Examples:\n  onrecord show 4c\n  onrecord show 5d\n\nOne line and more.");
    }

    #[test]
    fn every_command_has_help_with_an_example() {
        fn check(command: &clap::Command, path: &str) {
            assert!(command.get_about().is_some(), "{path} says nothing of itself");
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(after.contains("Examples:\n  "), "{path} shows no example");
            for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
                check(sub, &format!("{path} {}", sub.get_name()));
            }
        }
        check(&command(), "onrecord");
    }
}

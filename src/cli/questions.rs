//! `questions`: the declared yes/no issues on which statements take a position.

use std::io::{BufWriter, Write, stdout};
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column, ListFormat};
use super::question_files;
use super::quotes::voiced_by;
use crate::compare::template;
use crate::export::guard;
use crate::pipeline::{Sourced, counted, declared};
use crate::store::{Declared, Store};

/// List the declared questions, show who answers one, write and test your own
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  onrecord questions
  onrecord questions show icc-jurisdiction
  onrecord questions new 'The levy is lawful' 'The levy breaks the law' > levy.toml
  onrecord questions test levy.toml
  onrecord questions add levy.toml                from now on it is kept in the database
  onrecord questions remove levy.toml

Questions in the database travel with it. Those of the folder questions/ beside it, or of --questions DIR, hold too. Of two with
one id, yours takes the place of the one that comes with the program."
)]
pub struct QuestionsArgs {
    #[command(subcommand)]
    what: Option<QuestionsCommand>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

#[derive(Subcommand, Debug)]
enum QuestionsCommand {
    List(ListArgs),
    Show(ShowArgs),
    New(NewArgs),
    Test(TestArgs),
    Add(AddArgs),
    Remove(RemoveArgs),
}

/// List the questions in force and where each comes from, as `questions` alone does
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord questions list --format csv")]
struct ListArgs {
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Keep files of questions in the database; what is stored is compared with them at once
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord questions add levy.toml
  onrecord questions add questions/*.toml

A file of the same name is replaced. One whose examples do not come to what they must (`onrecord questions test`), or with a
question that another file in the database has, is refused, and none is kept then.")]
struct AddArgs {
    /// TOML files of [[question]] tables
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
}

/// Take a file of questions out of the database
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord questions remove levy.toml")]
struct RemoveArgs {
    /// Name of the file, as it was added
    #[arg(value_name = "NAME")]
    name: String,
}

/// Show who affirms and who denies, when, in which role
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord questions show icc-jurisdiction --format csv")]
struct ShowArgs {
    /// Id of the question
    #[arg(value_name = "ID")]
    id: String,
    /// How to print them
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    format: ListFormat,
}

/// Print the beginning of a question's file, made of two statements that answer it differently
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord questions new 'The levy is lawful' 'The levy breaks the law' > levy.toml")]
struct NewArgs {
    /// A statement that affirms
    #[arg(value_name = "YES")]
    affirms: String,
    /// A statement that denies
    #[arg(value_name = "NO")]
    denies: String,
}

/// Check a file of questions: do its examples come to what they must?
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord questions test levy.toml")]
struct TestArgs {
    /// A TOML file of [[question]] tables
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

/// Runs `questions`.
pub fn run(args: &QuestionsArgs, global: &Global) -> Outcome {
    match &args.what {
        None => list(args.format, global),
        Some(QuestionsCommand::List(args)) => list(args.format, global),
        Some(QuestionsCommand::Show(args)) => show(args, global),
        Some(QuestionsCommand::New(args)) => {
            let draft = template(&args.affirms, &args.denies);
            writeln!(stdout(), "{}", guard::terminal_lines(&draft.text))?;
            if !draft.holds {
                global.tell("no patterns were found by which the two statements come to yes and no: write them by hand, then run `onrecord questions test`");
            }
            Ok(Exit::Ok)
        }
        Some(QuestionsCommand::Test(args)) => test(args, global),
        Some(QuestionsCommand::Add(args)) => question_files::add(&args.files, global),
        Some(QuestionsCommand::Remove(args)) => question_files::remove(&args.name, global),
    }
}

#[derive(Serialize)]
struct Row {
    id: String,
    question: String,
    from: String,
}

fn list(format: ListFormat, global: &Global) -> Outcome {
    let row = |s: Sourced| Row { id: s.question.id, question: s.question.text, from: s.from };
    let rows: Vec<Row> = global.sourced_questions()?.into_iter().map(row).collect();
    let cells = |row: &Row| [row.id.clone(), row.question.clone(), row.from.clone()];
    let table = |rows: &[Row]| {
        let columns = [Column::whole("id"), Column::rest("question"), Column::percent("from", 25)];
        listing::table(&columns, rows.iter().map(|row| cells(row).to_vec()))
    };
    let mut out = BufWriter::new(stdout().lock());
    listing::print(&mut out, format, "questions", &rows, (["id", "question", "from"], cells), table)?;
    out.flush()?;
    Ok(Exit::Ok)
}

#[derive(Serialize)]
struct Answer {
    about: String,
    answer: &'static str,
    speaker: String,
    published: String,
    outlet: String,
    text: String,
    statement: String,
}

fn show(args: &ShowArgs, global: &Global) -> Outcome {
    if !global.questions()?.iter().any(|q| q.id == args.id) {
        let failure = Failure::new(Exit::NothingFound, format_args!("no question is called {:?}", args.id));
        return Err(failure.hint("`onrecord questions` lists them all"));
    }
    let store = global.open_to_read()?;
    tell_if_changed(&store, global)?;
    let answers = store.answers(&args.id)?;
    let rows: Vec<Answer> = answers
        .into_iter()
        .map(|(position, row)| Answer {
            about: position.about,
            answer: if position.affirms { "yes" } else { "no" },
            speaker: voiced_by(&row),
            published: row.published.unwrap_or_default(),
            outlet: row.outlet.unwrap_or_default(),
            text: row.text,
            statement: row.id,
        })
        .collect();
    let names = ["about", "answer", "speaker", "published", "outlet", "text", "statement"];
    let cells = |a: &Answer| {
        [&a.about, a.answer, &a.speaker, &a.published, &a.outlet, &a.text, &a.statement]
            .map(|cell: &str| cell.to_owned())
    };
    let table = |rows: &[Answer]| {
        let columns = [
            Column::whole("about"),
            Column::whole("answer"),
            Column::percent("speaker", 25),
            Column::whole("published"),
            Column::percent("outlet", 15),
            Column::rest("statement"),
            Column::whole("id"),
        ];
        let short = |a: &Answer| {
            let mut cells = cells(a);
            cells[6] = a.statement.chars().take(8).collect();
            cells.to_vec()
        };
        listing::table(&columns, rows.iter().map(short))
    };
    let mut out = BufWriter::new(stdout().lock());
    listing::print(&mut out, args.format, "answers", &rows, (names, cells), table)?;
    out.flush()?;
    if rows.is_empty() {
        global.tell("no statement answers it");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Ok)
}

/// Tells when statements were compared with other questions than those in force.
pub fn tell_if_changed(store: &Store, global: &Global) -> Result<(), Failure> {
    let by_id = |mut list: Vec<Declared>| {
        list.sort_by(|a, b| a.id.cmp(&b.id));
        list
    };
    let known = by_id(store.declared_questions()?);
    if !known.is_empty() && known != by_id(declared(&global.questions()?)) {
        global.tell("the questions have changed since the statements were compared: `onrecord conflicts renew` compares them again");
    }
    Ok(())
}

fn test(args: &TestArgs, global: &Global) -> Outcome {
    let (_, questions) = question_files::read(&args.file)?;
    let (missed, questions) = (question_files::tell_misses(&questions, global), questions.len());
    let questions = counted(questions as u64, "question");
    global.tell(format_args!("{questions}, {missed} examples missed"));
    Ok(if missed == 0 { Exit::Ok } else { Exit::SomeInputsFailed })
}

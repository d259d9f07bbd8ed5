//! `eval`: how right is the engine as installed on articles that a desk marked itself?

use std::io::{BufRead, BufReader, Write, stdout};
use std::path::PathBuf;

use clap::Args;
use rayon::prelude::*;
use serde_json::json;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::listing::{self, Column, ShowFormat};
use crate::article::Article;
use crate::engine::Engine;
use crate::measure::{Fault, Figures, Marked, Scored, score};

/// Measure the engine on articles that you marked yourself
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord eval ours.jsonl
  onrecord eval ours.jsonl --wrong 20
  onrecord eval ours.jsonl --format json

One article a line, with every statement that it attributes and its source voiced; spans count characters (code points):
  {\"id\": \"…\", \"text\": \"…\", \"statements\": [{\"content\": [[0, 42]], \"speaker\": \"full name\", \"type\": \"person\",
   \"role\": \"mayor\", \"org\": \"\", \"kind\": \"direct\", \"act\": \"say\"}]}
docs/accuracy.md says what the figures mean. Exit code 3 when a line cannot be used.")]
pub struct EvalArgs {
    /// JSON Lines of marked articles; - is standard input
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    /// List so many statements that are not right; 0 is all
    #[arg(long, value_name = "N")]
    wrong: Option<usize>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ShowFormat::Text)]
    format: ShowFormat,
}

/// Runs `eval`.
pub fn run(args: &EvalArgs, global: &Global) -> Outcome {
    let name = args.gold.display().to_string();
    let reading = |error: std::io::Error| Failure::new(Exit::SomeInputsFailed, format_args!("{name}: {error}"));
    let input: Box<dyn BufRead> = match name.as_str() {
        "-" => Box::new(std::io::stdin().lock()),
        _ => Box::new(BufReader::new(std::fs::File::open(&args.gold).map_err(reading)?)),
    };
    let lines: Vec<String> = input.lines().collect::<Result<_, _>>().map_err(reading)?;
    let engine = Engine::new();
    let given = lines.par_iter().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let results: Vec<Result<(Scored, Vec<Fault>), String>> =
        given.map(|(n, line)| scored(&engine, line).map_err(|why| format!("{name}:{}: {why}", n + 1))).collect();
    let (mut total, mut faults, mut exit, mut articles) = (Scored::default(), Vec::new(), Exit::Ok, 0);
    for result in results {
        match result {
            Ok((one, wrong)) => {
                total.add(&one);
                faults.extend(wrong);
                articles += 1;
            }
            Err(why) => {
                global.complain(why);
                exit = Exit::SomeInputsFailed;
            }
        }
    }
    if articles == 0 {
        global.tell("no marked article to measure on\nhint: `onrecord eval --help` shows the shape of a line");
        return Ok(if exit == Exit::Ok { Exit::NothingFound } else { exit });
    }
    let most = match args.wrong {
        None => 0,
        Some(0) => faults.len(),
        Some(n) => n,
    };
    faults.truncate(most);
    let mut out = stdout().lock();
    let figures = total.figures();
    match args.format {
        ShowFormat::Text => {
            out.write_all(table(&figures).as_bytes())?;
            if !faults.is_empty() {
                writeln!(out)?;
                out.write_all(wrong(&faults).as_bytes())?;
            }
        }
        ShowFormat::Json => {
            let weights = engine.weights();
            listing::json(&mut out, "eval", &json!({"weights": weights, "figures": figures, "wrong": faults}))?;
        }
    }
    out.flush()?;
    Ok(exit)
}

fn scored(engine: &Engine, line: &str) -> Result<(Scored, Vec<Fault>), String> {
    let marked: Marked = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if let Some(fault) = marked.fault() {
        return Err(fault);
    }
    let article = Article { text: marked.text.clone(), ..Article::default() };
    let extraction = engine.extract(&article).map_err(|error| error.to_string())?;
    Ok(score(&marked, &extraction.statements))
}

fn table(f: &Figures) -> String {
    let share = |figure: f64| format!("{figure:.3}");
    let or_none = |figure: Option<f64>| figure.map_or("none".to_owned(), share);
    let rows = [
        ("articles", f.articles.to_string(), "statements marked by readers: ".to_owned() + &f.marked.to_string()),
        ("found", f.found.to_string(), "statements on record that the engine finds in them".to_owned()),
        ("precision", share(f.precision), "of those found, share that readers marked".to_owned()),
        ("recall", share(f.recall), "of those marked, share found".to_owned()),
        ("F1", share(f.f1), "both in one".to_owned()),
        ("edges", share(f.edges), "of those matched, share with the same words but for a tenth".to_owned()),
        ("name", share(f.name), "… with the right name, a person's in full".to_owned()),
        ("last name", share(f.last_name), "… with the right last name at least".to_owned()),
        ("type", share(f.speaker_type), "… with the right type of speaker".to_owned()),
        ("role", or_none(f.role), "of those with a role, share given it".to_owned()),
        (
            "organization",
            or_none(f.organization),
            "of those with a body marked or given, share that has the right one".to_owned(),
        ),
        ("kind", share(f.kind), "of those matched, share with the right kind".to_owned()),
        ("act", share(f.act), "… with the right act".to_owned()),
        ("row", share(f.row), "rows with nothing to correct, F1 over those marked and found".to_owned()),
    ];
    let columns = [Column::whole("figure"), Column::whole("value"), Column::rest("what it says")];
    listing::table(&columns, rows.into_iter().map(|(name, value, says)| vec![name.to_owned(), value, says]))
}

fn wrong(faults: &[Fault]) -> String {
    let columns = [
        Column::percent("article", 15),
        Column::percent("wrong", 15),
        Column::rest("statement"),
        Column::percent("marked", 25),
        Column::percent("found", 25),
    ];
    let row = |f: &Fault| {
        let or_nothing = |words: &Option<String>| words.clone().unwrap_or_default();
        vec![f.article.clone(), f.wrong.join(", "), f.text.clone(), or_nothing(&f.marked), or_nothing(&f.found)]
    };
    listing::table(&columns, faults.iter().map(row))
}

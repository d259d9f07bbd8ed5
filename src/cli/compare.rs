//! `compare`: pairs of statements in, verdicts out, without a database.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write, stdin, stdout};
use std::path::{Path, PathBuf};

use clap::Args;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use crate::compare::{Claim, Comparer, ConflictKind, Finding};
use crate::engine::LONGEST_TEXT;
use crate::pipeline::careful;
use crate::read::{Ended, bounded_line, longest_line};

/// Lines judged at a time.
const CHUNK_LINES: usize = 256;
/// Share of the second statement that the first must hold to imply it.
const IMPLIED: f64 = 0.85;

/// Judge pairs of statements from JSON Lines: do they contradict each other, and why?
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord compare --jsonl pairs.jsonl > verdicts.jsonl
  jq -c '{id, a: .claim, b: .reply}' replies.jsonl | onrecord compare --jsonl -

In:   {\"id\": \"…\", \"a\": \"…\", \"b\": \"…\"}; a and b may be objects too: {\"text\": \"…\", \"speaker\"?, \"role\"?, \"organization\"?,
      \"country\"?, \"outlet\"?, \"published\"?}
Out:  {\"id\", \"pred\": \"contradiction\" | \"entailment\" | \"neutral\" | \"other\", \"score\", \"kind\", \"why\"}, one a line in, in the same order.
      score: how strongly they conflict, 0 to 1; kind: denial, contradiction, reversal, version, opposition, or null.
      \"other\" is what is listed only on demand, and a line that cannot be used (score 0).
Exit code 0, or 3 when some lines could not be used.")]
pub struct CompareArgs {
    /// JSON Lines to read, one pair a line; - is standard input
    #[arg(long, value_name = "FILE")]
    jsonl: PathBuf,
}

/// Runs `compare`.
pub fn run(args: &CompareArgs, global: &Global) -> Outcome {
    let mut lines = open(&args.jsonl)?;
    let comparer = Comparer::new(global.questions()?);
    let mut out = stdout().lock();
    let mut exit = Exit::Ok;
    let mut number = 0;
    loop {
        let chunk = next_chunk(&mut lines, &mut number).map_err(|error| unreadable(&args.jsonl, &error))?;
        if chunk.is_empty() {
            return Ok(exit);
        }
        let verdicts: Vec<(Verdict, bool)> =
            chunk.par_iter().map(|(number, line)| answer(&comparer, *number, line)).collect();
        for (verdict, usable) in verdicts {
            if !usable {
                exit = Exit::SomeInputsFailed;
            }
            serde_json::to_writer(&mut out, &verdict).map_err(io::Error::from)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
}

fn open(path: &Path) -> Result<Box<dyn BufRead>, Failure> {
    if path == Path::new("-") {
        return Ok(Box::new(BufReader::new(stdin())));
    }
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    Ok(Box::new(BufReader::new(file)))
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::SomeInputsFailed, format!("{}: {error}", path.display()))
        .hint("give a file with one JSON object a line, or - for standard input")
}

/// A line, or why it was not read.
type Line = Result<Vec<u8>, String>;

/// Some lines with their numbers; none at the end. A caller that waits for each answer gets it at once, for a chunk ends
/// where the input pauses.
fn next_chunk(lines: &mut dyn BufRead, number: &mut usize) -> io::Result<Vec<(usize, Line)>> {
    let mut chunk = Vec::new();
    while chunk.len() < CHUNK_LINES {
        let longest = longest_line(2 * LONGEST_TEXT);
        let mut line = Vec::new();
        let line = match bounded_line(lines, longest, &mut line)? {
            Ended::File if line.is_empty() => break,
            Ended::TooLong => Err(format!("more than {longest} bytes")),
            Ended::File | Ended::Line => Ok(line),
        };
        *number += 1;
        chunk.push((*number, line));
        let waiting = lines.fill_buf().map(<[u8]>::len);
        if chunk.len() == 1 && waiting.is_err() {
            break;
        }
    }
    Ok(chunk)
}

#[derive(Deserialize)]
struct Pair {
    a: Side,
    b: Side,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Side {
    Text(String),
    Statement(Statement),
}

#[derive(Deserialize)]
struct Statement {
    text: String,
    speaker: Option<String>,
    role: Option<String>,
    organization: Option<String>,
    country: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Verdict {
    id: Value,
    pred: &'static str,
    score: f64,
    kind: Option<ConflictKind>,
    why: Option<String>,
}

/// The verdict on a line, and whether the line could be used.
fn answer(comparer: &Comparer, number: usize, line: &Line) -> (Verdict, bool) {
    let unusable = |id: Value, why: &str| {
        (Verdict { id, pred: "other", score: 0.0, kind: None, why: Some(format!("line {number}: {why}")) }, false)
    };
    let named = |id: Value| if id.is_string() || id.is_number() { id } else { format!("line:{number}").into() };
    let line = match line {
        Ok(line) => line.strip_prefix(b"\xef\xbb\xbf").filter(|_| number == 1).unwrap_or(line),
        Err(why) => return unusable(named(Value::Null), why),
    };
    let read: Result<Value, _> = serde_json::from_slice(line);
    let id = named(read.as_ref().ok().and_then(|row| row.get("id")).cloned().unwrap_or_default());
    match read.and_then(serde_json::from_value::<Pair>) {
        Ok(Pair { a, b }) => match careful(|| judged(comparer, id.clone(), a.into(), b.into())) {
            Ok(verdict) => (verdict, true),
            Err(fault) => unusable(id, &format!("the comparison failed, please report it ({fault})")),
        },
        Err(error) => {
            let why = if line.trim_ascii().is_empty() { "empty line".to_owned() } else { error.to_string() };
            unusable(id, &why)
        }
    }
}

fn judged(comparer: &Comparer, id: Value, a: Claim, b: Claim) -> Verdict {
    let (a, b) = (comparer.analyse(a), comparer.analyse(b));
    match comparer.judge(&a, &b) {
        Some(found) => Verdict {
            id,
            pred: if contradicts(&found) { "contradiction" } else { "other" },
            score: found.score,
            kind: Some(found.kind),
            why: Some(found.why),
        },
        None => {
            let pred = if a.holds(&b) >= IMPLIED { "entailment" } else { "neutral" };
            Verdict { id, pred, score: 0.0, kind: None, why: None }
        }
    }
}

/// Two judgements that can both be held contradict each other no more than two ways to word one.
fn contradicts(found: &Finding) -> bool {
    found.firm && found.kind != ConflictKind::Opposition
}

impl From<Side> for Claim {
    fn from(side: Side) -> Self {
        let given = match side {
            Side::Text(text) => return Claim { sentence: text.clone(), text, on_record: true, ..Claim::default() },
            Side::Statement(given) => given,
        };
        Claim {
            sentence: given.text.clone(),
            text: given.text,
            speaker_key: given.speaker.as_ref().map(|name| name.to_lowercase()),
            speaker: given.speaker,
            role: given.role,
            organization: given.organization,
            country: given.country,
            outlet: given.outlet,
            published: given.published,
            on_record: true,
            ..Claim::default()
        }
    }
}

//! `extract`: articles in, statement records out, without a database.

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

use clap::Args;
use rayon::prelude::*;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::record::{Record, StatementRecord, Status};
use crate::engine::{Engine, NotExtracted};
use crate::read::{Format, Input, Problem, ReadArticle, ReadOptions, ReadResult, read};
use crate::text::CodePoints;

/// Lines that the reading thread may be ahead of the engine.
const LINES_AHEAD: usize = 64;
/// Most lines in a chunk, and the bytes at which a chunk is closed earlier: memory stays bounded, all threads busy.
const CHUNK_LINES: usize = 128;
const CHUNK_BYTES: usize = 4 << 20;

/// Extract statements from JSON Lines, without a database
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord extract --jsonl articles.jsonl > statements.jsonl
  zcat crawl.jsonl.gz | onrecord extract --jsonl - --threads 8

In:   {\"id\": \"…\", \"text\": \"…\", \"title\"?: \"…\", \"url\"?: \"…\", \"outlet\"?: \"…\", \"published\"?: \"2024-05-13\"}
Out:  one record a line in, in the same order, also for a line that cannot be used (\"status\": \"error\").
With --verbose each statement names the rules that made it. A line without an id is called line:N. Offsets count Unicode code points. The same input gives the same bytes, whatever the number of threads.
Exit code 0, or 3 when some lines gave an error.")]
pub struct ExtractArgs {
    /// JSON Lines to read, one article a line; - is standard input
    #[arg(long, value_name = "FILE")]
    jsonl: PathBuf,
}

/// Runs `extract`.
pub fn run(args: &ExtractArgs, global: &Global) -> Outcome {
    let articles = read(&[Input::new(&args.jsonl)], &options());
    let engine = Engine::new();
    let (send, lines) = sync_channel(LINES_AHEAD);
    // Not joined: it ends when the input does, or when `lines` is dropped because the output is gone.
    thread::spawn(move || {
        for line in articles {
            if send.send(line).is_err() {
                break;
            }
        }
    });
    let mut out = stdout().lock();
    let mut exit = Exit::Ok;
    while let Some(chunk) = next_chunk(&lines) {
        let records: Vec<Result<Record, Failure>> =
            chunk.into_par_iter().map(|line| record(&engine, line, global.verbose)).collect();
        for record in records {
            let record = record?;
            if record.status == Status::Error {
                exit = Exit::SomeInputsFailed;
            }
            serde_json::to_writer(&mut out, &record).map_err(std::io::Error::from)?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
    }
    Ok(exit)
}

/// One article a line, none left without an answer.
fn options() -> ReadOptions {
    ReadOptions { format: Some(Format::JsonLines), blank_lines: true, as_given: true, ..ReadOptions::default() }
}

/// Waits for one line and takes what else is there: a caller that waits for each answer gets it at once, a file
/// fills whole chunks.
fn next_chunk(lines: &Receiver<ReadResult>) -> Option<Vec<ReadResult>> {
    let length = |line: &ReadResult| line.as_ref().map_or(0, |reading| reading.article.text.len());
    let first = lines.recv().ok()?;
    let mut bytes = length(&first);
    let mut chunk = vec![first];
    while chunk.len() < CHUNK_LINES && bytes < CHUNK_BYTES {
        match lines.try_recv() {
            Ok(line) => {
                bytes += length(&line);
                chunk.push(line);
            }
            Err(_) => break,
        }
    }
    Some(chunk)
}

/// The record of a line. Fails only when the input cannot be read at all: then there are no lines to answer.
fn record(engine: &Engine, line: ReadResult, with_rules: bool) -> Result<Record, Failure> {
    let ReadArticle { article, place, .. } = match line {
        Ok(reading) => reading,
        Err(problem) => return unread(problem),
    };
    // The reader calls an article without an id by its place, which would depend on how the input is named.
    let id = if article.id == place.to_string() { line_id(place.line) } else { article.id.clone() };
    Ok(match engine.extract(&article) {
        Ok(extraction) => {
            let points = CodePoints::new(&article.text);
            let shown = |statement| {
                let record = StatementRecord::new(statement, &article.text, &points);
                if with_rules { record.with_rules(statement) } else { record }
            };
            let statements = extraction.statements.iter().map(shown).collect();
            Record::ok(id, &extraction.notes, statements)
        }
        Err(reason @ (NotExtracted::TooLong(_) | NotExtracted::TooManyPieces(_))) => {
            Record::without_statements(id, Status::Skipped, reason.to_string())
        }
        Err(reason @ NotExtracted::Failed) => Record::without_statements(id, Status::Error, reason.to_string()),
    })
}

fn unread(problem: Problem) -> Result<Record, Failure> {
    let Some(line) = problem.place.line else {
        return Err(Failure::new(Exit::SomeInputsFailed, &problem)
            .hint("give a file with one JSON object a line, or - for standard input"));
    };
    let status = if problem.is_error() { Status::Error } else { Status::Skipped };
    let message = format!("line {line}: {}", problem.reason);
    Ok(Record::without_statements(problem.id.unwrap_or_else(|| line_id(Some(line))), status, message))
}

/// What a line is called that does not say.
fn line_id(line: Option<usize>) -> String {
    format!("line:{}", line.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_gets_a_record() {
        use Status::{Error, Ok, Skipped};
        let folder = tempfile::tempdir().expect("a temporary folder");
        let file = folder.path().join("in.jsonl");
        let lines = b"\xef\xbb\xbf{\"id\": \"a\", \"text\": \"Rain fell.\"}\r\n\n{\"id\": 7, \"text\": \"Rain fell.\"}\n{oops\n[1]\n\"x\"\n\
            {\"id\": \"b\"}\n{\"id\": \"c\", \"text\": 5}\n{\"id\": [], \"text\": \"\"}\n{\"id\": \"d\", \"text\": \" \"}\n{\"id\": \"\xff\"}\n \n{\"text\": \"last\"}";
        std::fs::write(&file, lines).expect("a file");
        let engine = Engine::new();
        let got: Vec<(String, Status)> = read(&[Input::new(file)], &options())
            .map(|line| record(&engine, line, false).map(|record| (record.id, record.status)).expect("a record"))
            .collect();
        let got: Vec<(&str, Status)> = got.iter().map(|(id, status)| (id.as_str(), *status)).collect();
        let expected = [
            ("a", Ok),
            ("line:2", Skipped),
            ("7", Ok),
            ("line:4", Error),
            ("line:5", Error),
            ("line:6", Error),
            ("b", Error),
            ("c", Error),
            ("line:9", Skipped),
            ("d", Skipped),
            ("line:11", Error),
            ("line:12", Skipped),
            ("line:13", Ok),
        ];
        assert_eq!(got, expected);
    }
}

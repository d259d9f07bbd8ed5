//! `import`: statements made elsewhere.

use std::ffi::OsString;
use std::fs::File;
use std::io::{BufRead, BufReader, stdin};

use clap::Args;

use super::Global;
use super::comparing::compare_new;
use super::engine::LONGEST_TEXT;
use super::exit::{Exit, Failure, Outcome};
use super::ingest::settle;
use super::selection::counted;
use super::words;
use crate::read::{Ended, bounded_line, longest_line};
use crate::store::Imported;
use crate::store::Outcome as Stored;
use crate::text::dates;

/// Lines stored in one transaction, and the bytes of statements at which it is closed earlier: memory stays bounded.
const CHUNK: usize = 1000;
const CHUNK_BYTES: usize = 4 << 20;
/// Longest name, role, outlet, day, address and id, in bytes: what is longer is none.
const LONGEST_FIELD: usize = 4096;

/// Keep statements that were made elsewhere: one JSON object a line
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord import claims.jsonl
  jq -c '{id, text: .claim}' database.json | onrecord import -

A line is {\"id\": \"…\", \"text\": \"…\"} with, where known, \"speaker\", \"role\", \"published\", \"outlet\" and \"url\". The id
comes back as \"ref\". The same line twice is one statement. Lines that cannot be used, or with a text of more than a mebibyte,
are named; the others are kept.
Exit code 0; 1 when there was nothing to import; 3 when some lines failed.")]
pub struct ImportArgs {
    /// File of JSON lines, or - for standard input
    #[arg(value_name = "FILE")]
    input: OsString,
}

/// Runs `import`.
pub fn run(args: &ImportArgs, global: &Global) -> Outcome {
    let name = args.input.to_string_lossy().into_owned();
    let unreadable = |e: std::io::Error| Failure::new(Exit::SomeInputsFailed, format_args!("{name}: {e}"));
    let input: Box<dyn BufRead> = match name.as_str() {
        "-" => Box::new(stdin().lock()),
        _ => Box::new(BufReader::new(File::open(&args.input).map_err(unreadable)?)),
    };
    let questions = global.questions()?;
    let mut store = global.open()?;
    let mut lines = Lines { input, number: 0, ended: false };
    let (mut new, mut known, mut failed) = (0, 0, 0);
    let (mut chunk, mut bytes): (Vec<Imported>, usize) = (Vec::new(), 0);
    loop {
        let line = lines.next_line().map_err(unreadable)?;
        let done = line.is_none();
        match line.map(|line| line.and_then(|line| read(&line))) {
            None | Some(Ok(None)) => {}
            Some(Ok(Some(statement))) => {
                bytes += statement.text.len();
                chunk.push(statement);
            }
            Some(Err(reason)) => {
                failed += 1;
                global.complain(format_args!("{name}:{}: {reason}", lines.number));
            }
        }
        if done || chunk.len() == CHUNK || bytes > CHUNK_BYTES {
            for added in store.import_all(&chunk)? {
                *(if added.outcome == Stored::New { &mut new } else { &mut known }) += 1;
            }
            chunk.clear();
            bytes = 0;
        }
        if done {
            break;
        }
    }
    settle(&mut store, global)?;
    let conflicts = compare_new(&mut store, questions, global)?.firm;
    let mut told = format!("{} imported", counted(new, "statement"));
    for (number, words) in [(known, "known already"), (failed, "failed")] {
        if number > 0 {
            told.push_str(&format!(", {number} {words}"));
        }
    }
    global.tell(format_args!("{told} in {}", global.database().display()));
    super::conflicts::tell_new(conflicts, global);
    Ok(match (failed, new + known) {
        (0, 0) => Exit::NothingFound,
        (0, _) => Exit::Ok,
        _ => Exit::SomeInputsFailed,
    })
}

/// Lines of a file, one by one, whatever their length.
struct Lines {
    input: Box<dyn BufRead>,
    /// of the last line that was read, counted from 1
    number: usize,
    ended: bool,
}

impl Lines {
    /// The next line, or why it cannot be used; none at the end.
    fn next_line(&mut self) -> std::io::Result<Option<Result<Vec<u8>, String>>> {
        if self.ended {
            return Ok(None);
        }
        self.number += 1;
        let (longest, mut line) = (longest_line(LONGEST_TEXT), Vec::new());
        Ok(Some(match bounded_line(&mut *self.input, longest, &mut line)? {
            Ended::TooLong => Err(format!("the line has more than {longest} bytes")),
            Ended::File => {
                self.ended = true;
                Ok(line)
            }
            Ended::Line => Ok(line),
        }))
    }
}

/// The statement of a line; none on a blank one.
fn read(line: &[u8]) -> Result<Option<Imported>, String> {
    let line = std::str::from_utf8(line).map_err(|_| "not UTF-8".to_owned())?.trim_start_matches('\u{feff}').trim();
    if line.is_empty() {
        return Ok(None);
    }
    if !line.starts_with('{') {
        return Err("not a JSON object".to_owned());
    }
    // the line is named already: serde would call every one of them line 1
    let mut found: Imported = serde_json::from_str(line).map_err(|e| {
        let told = e.to_string();
        told.split(" at line ").next().unwrap_or(&told).to_owned()
    })?;
    if let Some(printed) = found.published.as_deref().map(str::trim).filter(|printed| !printed.is_empty()) {
        let day = words::day_or_longer(printed).ok().or_else(|| dates::day(printed));
        found.published = Some(day.ok_or_else(|| format!("{printed:?} is no day of publication"))?);
    }
    if found.text.len() > LONGEST_TEXT {
        let bytes = found.text.len();
        return Err(format!("the statement has {bytes} bytes, more than a text can have ({LONGEST_TEXT})"));
    }
    let fields = [
        ("id", Some(&found.id)),
        ("speaker", found.speaker.as_ref()),
        ("role", found.role.as_ref()),
        ("outlet", found.outlet.as_ref()),
        ("url", found.url.as_ref()),
    ];
    if let Some((name, Some(value))) = fields.iter().find(|(_, v)| v.is_some_and(|v| v.len() > LONGEST_FIELD)) {
        return Err(format!("{name:?} has {} bytes, more than {LONGEST_FIELD}", value.len()));
    }
    if found.text.contains('\0') {
        return Err(format!("the statement {:?} holds a NUL", found.id));
    }
    match (found.id.trim(), found.text.trim()) {
        ("", _) => Err("the id is empty".to_owned()),
        (_, "") => Err(format!("the statement {:?} has no text", found.id)),
        _ => Ok(Some(found)),
    }
}

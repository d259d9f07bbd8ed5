//! JSON Lines and JSON → articles: `{"id", "text", "title"?, "url"?, "outlet"?, "byline"?, "published"?}`.

use std::io::BufRead;

use serde_json::Value;

use super::{Articles, Found, Place, Problem, ProblemKind, ReadOptions, ReadResult, reading};

/// One object a line. Lines are read one by one; a bad one is a problem with its number, and the next follows.
pub(super) fn lines(reader: Box<dyn BufRead + Send>, input: String, options: &ReadOptions) -> Articles {
    Box::new(Lines { reader, input, line: 0, ended: false, options: options.clone() })
}

struct Lines {
    reader: Box<dyn BufRead + Send>,
    input: String,
    line: usize,
    ended: bool,
    options: ReadOptions,
}

impl Iterator for Lines {
    type Item = ReadResult;

    fn next(&mut self) -> Option<ReadResult> {
        let longest = longest_line(self.options.largest);
        while !self.ended {
            self.line += 1;
            let place = Place { input: self.input.clone(), line: Some(self.line) };
            let problem = |kind, reason: String| Some(Err(Problem { kind, place: place.clone(), reason, id: None }));
            let mut line = Vec::new();
            match bounded_line(&mut *self.reader, longest, &mut line) {
                Err(error) => {
                    self.ended = true;
                    return problem(ProblemKind::Unreadable, format!("cannot be read further: {error}"));
                }
                Ok(Ended::File) => self.ended = true,
                Ok(Ended::Line) => {}
                Ok(Ended::TooLong) => {
                    return problem(ProblemKind::TooLarge, format!("the line has more than {longest} bytes; skipped"));
                }
            }
            if self.line == 1 && (line.starts_with(b"\xFF\xFE") || line.starts_with(b"\xFE\xFF")) {
                self.ended = true;
                return problem(ProblemKind::Malformed, "is UTF-16; JSON Lines have to be UTF-8".into());
            }
            let mark: &[u8] = b"\xEF\xBB\xBF";
            let line = if self.line == 1 { line.strip_prefix(mark).unwrap_or(&line) } else { &line };
            if line.trim_ascii().is_empty() {
                if self.options.blank_lines && !self.ended {
                    return problem(ProblemKind::Empty, "the line is empty".into());
                }
                continue;
            }
            return Some(match serde_json::from_slice(line) {
                Ok(value) => article(value, place.to_string(), place, &self.options),
                Err(error) => return problem(ProblemKind::Malformed, format!("not JSON: {}", explain(&error))),
            });
        }
        None
    }
}

/// Bytes of a line that can hold a text of so many: a letter may be written as \uXXXX, and other fields stand beside it.
pub fn longest_line(text: usize) -> usize {
    text.saturating_mul(3).saturating_add(1 << 20)
}

/// A file that is one object or an array of objects.
pub(super) fn whole(bytes: &[u8], input: String, options: &ReadOptions) -> Articles {
    let options = options.clone();
    let place = Place { input, line: None };
    match serde_json::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)) {
        Ok(Value::Array(values)) if values.is_empty() => {
            let reason = "an empty list".to_owned();
            Box::new(std::iter::once(Err(Problem { kind: ProblemKind::Empty, place, reason, id: None })))
        }
        Ok(Value::Array(values)) => Box::new(values.into_iter().enumerate().map(move |(i, value)| {
            let place = Place { input: format!("{}#{}", place.input, i + 1), line: None };
            article(value, place.to_string(), place, &options)
        })),
        Ok(value) => Box::new(std::iter::once(article(value, place.to_string(), place, &options))),
        Err(error) => {
            let reason = format!("not JSON: {error}");
            Box::new(std::iter::once(Err(Problem { kind: ProblemKind::Malformed, place, reason, id: None })))
        }
    }
}

/// serde_json counts lines inside the one line that it was given: the column alone tells something.
fn explain(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let what = whole.split(" at line ").next().unwrap_or_default();
    format!("{what} (column {})", error.column())
}

fn article(value: Value, unnamed: String, place: Place, options: &ReadOptions) -> ReadResult {
    let Value::Object(mut fields) = value else {
        let reason = "not a JSON object".to_owned();
        return Err(Problem { kind: ProblemKind::Malformed, place, reason, id: None });
    };
    let mut take = |names: &[&str]| names.iter().find_map(|name| fields.remove(*name).and_then(words));
    let id = take(&["id"]);
    let found = Found {
        title: take(&["title", "headline"]),
        outlet: take(&["outlet", "publisher"]),
        byline: take(&["byline", "author", "authors"]),
        published: take(&["published", "date"]),
        url: take(&["url"]),
        text: String::new(),
    };
    let (kind, reason) = match fields.remove("text") {
        Some(Value::String(text)) if text.trim().is_empty() => (ProblemKind::Empty, "the text is empty".to_owned()),
        Some(Value::String(text)) if text.len() > options.largest => {
            let reason = format!("the text has {} bytes, more than {}; skipped", text.len(), options.largest);
            (ProblemKind::TooLarge, reason)
        }
        Some(Value::String(text)) => {
            let found = Found { text, ..found };
            return Ok(reading(found, id.unwrap_or(unnamed), place, Vec::new(), options));
        }
        Some(_) => (ProblemKind::Malformed, "\"text\" is not a string".to_owned()),
        None => (ProblemKind::Malformed, "no \"text\"".to_owned()),
    };
    Err(Problem { kind, place, reason, id })
}

/// A field as words: numbers as written, lists joined; none for null, "" and objects.
fn words(value: Value) -> Option<String> {
    let words = match value {
        Value::String(words) => words,
        Value::Number(number) => number.to_string(),
        Value::Array(values) => values.into_iter().filter_map(words).collect::<Vec<_>>().join(", "),
        _ => return None,
    };
    (!words.trim().is_empty()).then_some(words)
}

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// with a newline
    Line,
    /// with the file
    File,
    /// it has more bytes than it may have
    TooLong,
}

/// Reads up to the next newline, which is left out. Of a line with more than `longest` bytes nothing is kept.
pub fn bounded_line(reader: &mut dyn BufRead, longest: usize, line: &mut Vec<u8>) -> std::io::Result<Ended> {
    let mut too_long = false;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(if too_long { Ended::TooLong } else { Ended::File });
        }
        let newline = available.iter().position(|b| *b == b'\n');
        let part = &available[..newline.unwrap_or(available.len())];
        too_long |= line.len() + part.len() > longest;
        if too_long {
            *line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(newline.is_some());
        reader.consume(used);
        if newline.is_some() {
            return Ok(if too_long { Ended::TooLong } else { Ended::Line });
        }
    }
}

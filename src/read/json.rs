//! JSON Lines and JSON → articles: `{"id", "text", "title"?, "url"?, "outlet"?, "byline"?, "published"?}`, the same under
//! other usual names, and the answers of news services, which wrap their articles.

use std::io::BufRead;

use serde_json::{Map, Value};

use super::fields::{Layout, before_cut, check, cut_note, record_problem, without_markup};
use super::lines::{Ended, bounded_line, longest_line};
use super::{Articles, Place, Problem, ProblemKind, ReadOptions, ReadResult, reading};

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
        // a letter may be written as \uXXXX, and other fields stand beside the text
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
                Ok(value) => article(value, place.to_string(), place, &self.options, &[]),
                Err(error) => return problem(ProblemKind::Malformed, format!("not JSON: {}", explain(&error))),
            });
        }
        None
    }
}

/// A file that is one object or an array of objects, or that wraps such an array.
pub(super) fn whole(bytes: &[u8], input: String, options: &ReadOptions) -> Articles {
    let options = options.clone();
    let place = Place { input, line: None };
    match serde_json::from_slice(bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)).map(|value| unwrapped(value, 0))
    {
        Ok(Value::Array(values)) if values.is_empty() => {
            let reason = "an empty list".to_owned();
            Box::new(std::iter::once(Err(Problem { kind: ProblemKind::Empty, place, reason, id: None })))
        }
        Ok(Value::Array(values)) => Box::new(values.into_iter().enumerate().map(move |(i, value)| {
            let place = Place { input: format!("{}#{}", place.input, i + 1), line: None };
            article(value, place.to_string(), place, &options, SUMMARIES)
        })),
        Ok(value) => Box::new(std::iter::once(article(value, place.to_string(), place, &options, SUMMARIES))),
        Err(error) => {
            let whole = error.to_string();
            let reason = format!("not JSON: {} (line {}, column {})", what(&whole), error.line(), error.column());
            Box::new(std::iter::once(Err(Problem { kind: ProblemKind::Malformed, place, reason, id: None })))
        }
    }
}

/// `{"articles": […]}`, `{"response": {"docs": […]}}`, `{"query": {"pages": {"1": {…}}}}` → the articles.
fn unwrapped(value: Value, depth: usize) -> Value {
    const WRAPS: &[&str] = &[
        "articles",
        "results",
        "docs",
        "items",
        "data",
        "entries",
        "posts",
        "hits",
        "value",
        "response",
        "query",
        "pages",
        "news",
        "documents",
        "records",
        "parse",
        "list",
    ];
    let Value::Object(mut object) = value else { return value };
    let keys: Vec<&String> = object.keys().collect();
    if let Some(text) = Layout::new(&keys, &[]).get(super::Field::Text).filter(|_| depth <= 4) {
        // an answer with one article: `{"response": {"status": "ok", "content": {"webTitle": …, "fields": {…}}}}`
        let key = keys[text].clone();
        let is_article = object[&key].as_object().is_some_and(|inner| {
            let names: Vec<&String> = inner.keys().collect();
            Layout::new(&names, &[]).get(super::Field::Title).is_some()
        });
        return if is_article { object.remove(&key).unwrap_or_default() } else { Value::Object(object) };
    }
    if depth > 4 {
        return Value::Object(object);
    }
    let is_wrap = |key: &&&str| object.get(**key).is_some_and(|inner| inner.is_object() || inner.is_array());
    match WRAPS.iter().find(is_wrap) {
        Some(key) => unwrapped(object.remove(*key).unwrap_or_default(), depth + 1),
        // pages by their numbers
        None if depth > 0 && !object.is_empty() && object.values().all(Value::is_object) => {
            Value::Array(object.into_iter().map(|(_, page)| page).collect())
        }
        None => Value::Object(object),
    }
}

/// What news services call a summary, the longest first. Where one gives nothing else it is read, with a note; lines of JSON
/// are a caller's own, who is told that there is no text.
const SUMMARIES: &[&str] = &["lead_paragraph", "abstract", "description", "summary", "snippet", "trailText"];

/// serde_json counts lines inside the one line that it was given: the column alone tells something.
fn explain(error: &serde_json::Error) -> String {
    let whole = error.to_string();
    let what = what(&whole);
    format!("{what} (column {})", error.column())
}

/// What is wrong, without the place.
fn what(error: &str) -> &str {
    match error.split(" at line ").next().unwrap_or_default() {
        // said of \ud800 without its other half
        "unexpected end of hex escape" | "lone leading surrogate in hex escape" => {
            "a lone surrogate, half a character such as \\ud800 without its other half"
        }
        what => what,
    }
}

/// The article of an object. `summaries` are the fields that serve where there is no text but a headline.
fn article(value: Value, unnamed: String, place: Place, options: &ReadOptions, summaries: &[&str]) -> ReadResult {
    let Value::Object(fields) = value else {
        let reason = "not a JSON object".to_owned();
        return Err(Problem { kind: ProblemKind::Malformed, place, reason, id: None });
    };
    let fields = flattened(fields);
    let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    if let Some(reason) = unknown_key(&names, options) {
        return Err(record_problem(ProblemKind::Malformed, place, reason, None));
    }
    let layout = Layout::new(&names, &options.map);
    // blanks are no words
    let filled =
        |name: &str| fields.iter().position(|(n, v)| n == name && v.as_str().is_some_and(|v| !v.trim().is_empty()));
    let text_at = layout.get(super::Field::Text);
    let has_text =
        text_at.is_some_and(|i| !fields[i].1.is_null() && fields[i].1.as_str().is_none_or(|v| !v.trim().is_empty()));
    let is_news = !has_text && layout.get(super::Field::Title).is_some();
    let summary = summaries.iter().filter(|_| is_news).find_map(|name| filled(name));
    let text_at = summary.or(text_at);
    let not_text = text_at.is_some_and(|i| !matches!(fields[i].1, Value::String(_) | Value::Object(_)));
    let text_name = text_at.map(|i| names[i].to_owned()).unwrap_or_default();
    let is_markup = names.contains(&"revisions");
    let mut values: Vec<Value> = fields.into_iter().map(|(_, value)| value).collect();
    let summary = summary.and_then(|i| words(values[i].take(), 0));
    let (mut found, id) = layout.article(&mut |i| words(std::mem::take(&mut values[i]), 0));
    if text_at.is_none() {
        let asked = "wiki markup, no text; ask the wiki for \"extracts\" or \"parse\"";
        let reason = if is_markup { asked } else { "no \"text\"" };
        return Err(record_problem(ProblemKind::Malformed, place, reason.into(), id));
    }
    if not_text {
        return Err(record_problem(ProblemKind::Malformed, place, format!("\"{text_name}\" is not a string"), id));
    }
    let is_summary = summary.is_some();
    found.text = summary.unwrap_or(found.text);
    // the contract's own field is taken as it is
    if text_name != "text" || found.text.trim_start().starts_with('<') {
        found.text = without_markup(found.text);
    }
    if let Err((kind, reason)) = check(&found.text, options.largest) {
        return Err(record_problem(kind, place, reason, id));
    }
    let mut notes: Vec<String> = cut_note(&found.text).into_iter().collect();
    if let Some(whole) = before_cut(&found.text).filter(|_| text_name != "text") {
        found.text = whole.to_owned();
    }
    notes.extend(is_summary.then(|| "its giver gives a summary, not the article".to_owned()));
    if text_name != "text" {
        found.taken.push(format!("text from the field \"{text_name}\""));
    }
    Ok(reading(found, id.unwrap_or(unnamed), place, notes, options))
}

/// That a key which holds the text is mapped and not there. Others may be missing in one record and there in the next.
fn unknown_key(names: &[&str], options: &ReadOptions) -> Option<String> {
    let mapped = options.map.iter().filter(|(field, _)| *field == super::Field::Text);
    let missing = mapped.map(|(_, key)| key).find(|key| !names.iter().any(|name| name.eq_ignore_ascii_case(key)))?;
    let shown: Vec<String> = names.iter().take(30).map(|name| name.chars().take(30).collect()).collect();
    Some(format!("no key \"{missing}\"; there are {}", shown.join(", ")))
}

/// Some services put the words one level down: `{"webTitle": …, "fields": {"bodyText": …}}`, `{"_source": {…}}`.
fn flattened(object: Map<String, Value>) -> Vec<(String, Value)> {
    let mut out = Vec::new();
    let mut inner = Vec::new();
    for (key, value) in object {
        match value {
            Value::Object(fields)
                if matches!(key.as_str(), "fields" | "_source" | "attributes" | "article" | "metadata") =>
            {
                inner.extend(fields);
            }
            value => out.push((key, value)),
        }
    }
    out.extend(inner);
    out
}

/// A field as words: numbers as written, lists joined, of objects what they are called; none for null and "".
fn words(value: Value, depth: usize) -> Option<String> {
    let words = match value {
        Value::String(words) => words,
        Value::Number(number) => number.to_string(),
        Value::Array(values) => {
            values.into_iter().filter_map(|value| words(value, depth + 1)).collect::<Vec<_>>().join(", ")
        }
        Value::Object(object) if object.contains_key("familyName") && !object.contains_key("name") => {
            let parts = ["givenName", "familyName"].iter().filter_map(|key| object.get(*key)?.as_str());
            parts.collect::<Vec<_>>().join(" ")
        }
        Value::Object(mut object) if depth < 3 => {
            let key = ["rendered", "name", "main", "original", "title", "*", "value"]
                .iter()
                .find(|key| object.contains_key(**key))?;
            words(object.remove(*key)?, depth + 1)?
        }
        _ => return None,
    };
    (!words.trim().is_empty()).then_some(words)
}

//! One file → its articles, whatever its format.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use super::decode::{declared_in_html, decode, not_text};
use super::find::{io_problem, problem};
use super::{Articles, Format, Found, Place, Problem, ProblemKind, ReadOptions, ReadResult};
use super::{html, json, markdown, reading};
use crate::document::furniture::{Part, parts};
use crate::document::paragraphs::paragraphs;
use crate::text::header::{Field, header};

/// A file that was found and is still to be read, or standard input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// none is standard input
    path: Option<PathBuf>,
    /// the file's bytes, where the program carries them itself
    bytes: Option<&'static [u8]>,
}

impl Format {
    /// What a file's name says that it holds; none for names that do not say that it holds articles.
    pub fn of_name(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "txt" | "text" => Some(Format::Text),
            "md" | "markdown" => Some(Format::Markdown),
            "html" | "htm" | "xhtml" => Some(Format::Html),
            "json" => Some(Format::Json),
            "jsonl" | "ndjson" | "jl" => Some(Format::JsonLines),
            _ => None,
        }
    }

    /// What the first bytes look like, where the name says nothing.
    fn of_bytes(head: &[u8]) -> Format {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let begins = |tag: &[u8]| head.get(..tag.len()).is_some_and(|h| h.eq_ignore_ascii_case(tag));
        if begins(b"<!doctype html") || begins(b"<html") || begins(b"<!-- saved from url") {
            return Format::Html;
        }
        let is_object = |line: &[u8]| serde_json::from_slice::<serde_json::Value>(line).is_ok_and(|v| v.is_object());
        match (head.first(), head.iter().position(|b| *b == b'\n')) {
            (Some(b'{'), Some(end)) if is_object(&head[..end]) => Format::JsonLines,
            // one object in one line, or a first line that is longer than what was looked at
            (Some(b'{'), None) if is_object(head) || head[1..].trim_ascii_start().starts_with(b"\"") => {
                Format::JsonLines
            }
            (Some(b'{'), Some(_)) if head[1..].trim_ascii_start().starts_with(b"\"") => Format::Json,
            (Some(b'['), _) if head[1..].trim_ascii_start().starts_with(b"{") => Format::Json,
            _ => Format::Text,
        }
    }
}

impl Source {
    pub(super) fn stdin() -> Self {
        Source { path: None, bytes: None }
    }

    pub(super) fn file(path: PathBuf) -> Self {
        Source { path: Some(path), bytes: None }
    }

    /// A file that the program carries.
    pub fn embedded(name: &str, bytes: &'static [u8]) -> Self {
        Source { path: Some(name.into()), bytes: Some(bytes) }
    }

    /// The path, or `stdin`.
    pub fn name(&self) -> String {
        self.path.as_ref().map_or_else(|| "stdin".into(), |path| path.to_string_lossy().into_owned())
    }

    /// Opens the file and reads its articles, JSON Lines one by one.
    pub fn articles(&self, options: &ReadOptions) -> Articles {
        self.open(options).unwrap_or_else(|problem| Box::new(std::iter::once(Err(problem))))
    }

    fn open(&self, options: &ReadOptions) -> Result<Articles, Problem> {
        if let Some(bytes) = self.bytes {
            let format = self.path.as_deref().and_then(Format::of_name);
            return articles_of(Box::new(bytes), None, format, self.name(), options);
        }
        let Some(path) = &self.path else {
            let stdin = Box::new(BufReader::with_capacity(BUFFER, io::stdin()));
            return articles_of(stdin, None, None, self.name(), options);
        };
        let file = File::open(path).map_err(|error| io_problem(path, &error))?;
        let length = file.metadata().ok().filter(|meta| meta.is_file()).map(|meta| meta.len());
        let reader = Box::new(BufReader::with_capacity(BUFFER, file));
        articles_of(reader, length, Format::of_name(path), self.name(), options)
    }
}

/// The articles of what `reader` gives. `length` is known of files, `by_name` is the format that their names tell.
fn articles_of(
    mut reader: Box<dyn BufRead + Send>,
    length: Option<u64>,
    by_name: Option<Format>,
    name: String,
    options: &ReadOptions,
) -> Result<Articles, Problem> {
    let path = Path::new(&name);
    let failed = |error: io::Error| io_problem(path, &error);
    let head = reader.fill_buf().map_err(failed)?;
    if let Some(what) = not_text(head) {
        return Err(problem(ProblemKind::NotText, path, what));
    }
    let format = options.format.or(by_name).unwrap_or_else(|| Format::of_bytes(head));
    if format == Format::JsonLines {
        return Ok(json::lines(reader, name, options));
    }
    // a JSON file may hold many articles, but has to be in memory as a whole
    let largest = if format == Format::Json { options.largest.saturating_mul(10) } else { options.largest };
    if let Some(length) = length.filter(|length| *length > largest as u64) {
        return Err(too_large(path, &format!("{length} bytes, more than {largest}"), format));
    }
    let mut bytes = Vec::new();
    reader.take(largest as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > largest {
        return Err(too_large(path, &format!("more than {largest} bytes"), format));
    }
    if bytes.trim_ascii().is_empty() {
        return Err(problem(ProblemKind::Empty, path, "the file is empty"));
    }
    if format == Format::Json {
        return Ok(json::whole(&bytes, name, options));
    }
    Ok(Box::new(std::iter::once(one(bytes, format, name, options))))
}

/// What is looked at to tell a format and to know that a file is text.
const BUFFER: usize = 64 * 1024;

fn too_large(path: &Path, size: &str, format: Format) -> Problem {
    let hint = if format == Format::Json { "; JSON Lines (.jsonl) are read whatever their size" } else { "" };
    problem(ProblemKind::TooLarge, path, &format!("{size}; skipped{hint}"))
}

/// A file that is one article.
fn one(bytes: Vec<u8>, format: Format, name: String, options: &ReadOptions) -> ReadResult {
    let declared = if format == Format::Html { declared_in_html(&bytes) } else { None };
    let decoded = decode(bytes, declared);
    let found = match format {
        // a page saved under another name
        Format::Text if options.format.is_none() && Format::of_bytes(decoded.text.as_bytes()) == Format::Html => {
            page(&decoded.text)
        }
        Format::Html => page(&decoded.text),
        Format::Markdown => Ok(markdown::article(&decoded.text)),
        _ => Ok(plain(decoded.text)),
    };
    let place = Place { input: name.clone(), line: None };
    match found {
        Ok(found) if found.text.trim().is_empty() => {
            Err(Problem { kind: ProblemKind::Empty, place, reason: "no text in the file".into(), id: None })
        }
        Ok(found) => Ok(reading(found, name, place, decoded.note.into_iter().collect(), options)),
        Err(reason) => Err(Problem { kind: ProblemKind::NoArticle, place, reason, id: None }),
    }
}

/// The parsers of pages are others' code: should one of them panic, this page is lost, not the batch.
fn page(html: &str) -> Result<Found, String> {
    std::panic::catch_unwind(|| html::article(html)).unwrap_or_else(|_| Err("the page could not be parsed".into()))
}

/// Plain text stays as it is, its header lines too; the title is that of the header, else the headline.
fn plain(text: String) -> Found {
    let header = header(&text);
    let get = |field| header.get(field).map(str::to_owned);
    let title = get(Field::Title).or_else(|| {
        // a headline stands among the first paragraphs; the rest of a long text need not be looked at
        let head = text.char_indices().nth(10_000).map_or(&*text, |(at, _)| &text[..at]);
        let found = paragraphs(head);
        let first = parts(head, &found).iter().position(|part| *part == Part::Headline)?;
        Some(found[first].of(head).split_whitespace().collect::<Vec<_>>().join(" "))
    });
    Found {
        title,
        outlet: get(Field::Outlet),
        byline: get(Field::Byline),
        published: get(Field::Published),
        url: get(Field::Url),
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What standard input gives for some bytes: ids of articles or kinds of problems.
    fn piped(bytes: &'static [u8]) -> Vec<String> {
        let options = ReadOptions { largest: 1000, ..ReadOptions::default() };
        match articles_of(Box::new(bytes), None, None, "stdin".into(), &options) {
            Ok(articles) => articles
                .map(|a| a.map_or_else(|p| format!("{:?}", p.kind), |r| format!("{} {}", r.place, r.article.text)))
                .collect(),
            Err(problem) => vec![format!("{:?}", problem.kind)],
        }
    }

    #[test]
    fn standard_input_tells_its_format_by_its_first_bytes() {
        assert_eq!(piped(b"No, she said.\n"), ["stdin No, she said.\n"]);
        assert_eq!(piped(b"{Sic} is what he wrote."), ["stdin {Sic} is what he wrote."]);
        assert_eq!(piped(b"[Sic] is what he wrote."), ["stdin [Sic] is what he wrote."]);
        assert_eq!(piped(b"{\"text\": \"A.\"}\n{\"text\": \"B.\"}\n"), ["stdin:1 A.", "stdin:2 B."]);
        assert_eq!(piped(b"{\"text\": \"A.\"}"), ["stdin:1 A."]);
        assert_eq!(piped(b"{\n\"text\": \"A.\"\n}"), ["stdin A."]);
        assert_eq!(piped(b" [{\"text\": \"A.\"}]"), ["stdin#1 A."]);
        assert_eq!(piped(b"<!DOCTYPE html><p>Home"), ["NoArticle"]);
        assert_eq!(piped(b""), ["Empty"]);
        assert_eq!(piped(&[b'a'; 1001]), ["TooLarge"]);
    }
}

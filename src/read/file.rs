//! One file → its articles, whatever its format.

use std::fs::File;
use std::io::{self, BufReader, Cursor};
use std::path::{Path, PathBuf};

use super::find::{io_problem, problem};
use super::single::one;
use super::stream::{BUFFER, Stream, peeked, whole};
use super::{Articles, Format, Place, Problem, ProblemKind, ReadOptions, ReadResult};
use super::{archive, feed, json, mail, table, unpack, warc};

/// A file that was found and is still to be read, standard input, or an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    from: From,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum From {
    Stdin,
    File(PathBuf),
    /// bytes in memory, and the name that they go by
    Bytes(PathBuf, std::sync::Arc<[u8]>),
    Url(String),
}

impl Source {
    pub(super) fn stdin() -> Self {
        Source { from: From::Stdin }
    }

    pub(super) fn file(path: PathBuf) -> Self {
        Source { from: From::File(path) }
    }

    pub(super) fn url(url: &str) -> Self {
        Source { from: From::Url(url.to_owned()) }
    }

    /// A file that the program carries.
    pub fn embedded(name: &str, bytes: &'static [u8]) -> Self {
        Source::of_bytes(name, bytes)
    }

    /// A file in memory.
    pub fn of_bytes(name: &str, bytes: impl Into<std::sync::Arc<[u8]>>) -> Self {
        Source { from: From::Bytes(name.into(), bytes.into()) }
    }

    /// The path, the address, or `stdin`.
    pub fn name(&self) -> String {
        match &self.from {
            From::Stdin => "stdin".into(),
            From::File(path) | From::Bytes(path, _) => path.to_string_lossy().into_owned(),
            From::Url(url) => url.clone(),
        }
    }

    /// Opens the file and reads its articles, one by one where the format allows.
    pub fn articles(&self, options: &ReadOptions) -> Articles {
        self.open(options).unwrap_or_else(|problem| Box::new(std::iter::once(Err(problem))))
    }

    fn open(&self, options: &ReadOptions) -> Result<Articles, Problem> {
        let name = self.name();
        let stream = match &self.from {
            From::Url(url) => return fetched(url, options),
            From::Stdin => {
                let reader = Box::new(BufReader::with_capacity(BUFFER, io::stdin()));
                Stream { reader, path: None, by_name: None, name, depth: 0 }
            }
            From::Bytes(path, bytes) => {
                let reader = Box::new(Cursor::new(bytes.clone()));
                Stream { reader, path: None, by_name: Format::of_name(path), name, depth: 0 }
            }
            From::File(path) => {
                let file = File::open(path).map_err(|error| io_problem(path, &error))?;
                let is_file = file.metadata().is_ok_and(|meta| meta.is_file());
                let reader = Box::new(BufReader::with_capacity(BUFFER, file));
                let by_name = Format::of_name(path);
                Stream { reader, path: is_file.then(|| path.clone()), by_name, name, depth: 0 }
            }
        };
        articles_in(stream, options)
    }
}

#[cfg(feature = "fetch")]
fn fetched(url: &str, options: &ReadOptions) -> Result<Articles, Problem> {
    let place = Path::new(url);
    let found =
        super::fetch::fetch(url, options.largest).map_err(|reason| problem(ProblemKind::NotFetched, place, &reason))?;
    let declared = super::decode::charset(&found.content_type);
    let is_page = found.content_type.contains("html");
    let url = found.url;
    let with_url =
        move |result: ReadResult| result.map(|reading| super::at_address(reading, &url, "where it was fetched"));
    if is_page {
        let article = one(found.bytes, Format::Html, place.to_string_lossy().into_owned(), options, declared);
        return Ok(Box::new(std::iter::once(with_url(article))));
    }
    let name = place.to_string_lossy().into_owned();
    let stream = Stream { reader: Box::new(Cursor::new(found.bytes)), path: None, by_name: None, name, depth: 0 };
    Ok(Box::new(articles_in(stream, options)?.map(with_url)))
}

#[cfg(not(feature = "fetch"))]
fn fetched(url: &str, _: &ReadOptions) -> Result<Articles, Problem> {
    let reason = "is an address; this onrecord was built without fetching: save the page and name its file";
    Err(problem(ProblemKind::NotFetched, Path::new(url), reason))
}

/// The articles of what a stream gives, by what its first bytes are.
pub(super) fn articles_in(stream: Stream, options: &ReadOptions) -> Result<Articles, Problem> {
    let Stream { reader, path, by_name, name, depth } = stream;
    let place = PathBuf::from(&name);
    let failed = |error: io::Error| io_problem(&place, &error);
    let (head, reader) = peeked(reader, options.format.is_some()).map_err(failed)?;
    // a caller that wants an answer to each line gets none to no line
    if head.trim_ascii().is_empty() && head.len() < BUFFER && options.format.is_none() {
        return Err(problem(ProblemKind::Empty, &place, "the file is empty"));
    }
    let told = Format::of_content(&head, by_name, !options.map.is_empty());
    // a format that the caller asks for may still be packed
    let format = match (options.format, told) {
        (_, Ok(packed @ (Format::Gzip | Format::Zstd))) => packed,
        (Some(format), _) => format,
        (None, told) => told.map_err(|what| problem(ProblemKind::NotText, &place, &what))?,
    };
    if depth > archive::DEEPEST {
        return Err(problem(ProblemKind::TooLarge, &place, "packed too many times; skipped"));
    }
    match format {
        Format::Gzip | Format::Zstd => {
            let reader =
                if format == Format::Gzip { unpack::gzip(reader) } else { unpack::zstd(reader).map_err(failed)? };
            let inner = place.file_stem().map(PathBuf::from).and_then(|stem| Format::of_name(&stem));
            return articles_in(Stream { reader, path: None, by_name: inner, name, depth: depth + 1 }, options);
        }
        Format::JsonLines => return Ok(json::lines(reader, name, options)),
        Format::Mailbox => return Ok(mail::mailbox(reader, name, options)),
        Format::Warc => return Ok(warc::pages(reader, name, options)),
        Format::Table => return table::rows(reader, name, options),
        Format::Zip if path.is_some() => {
            return archive::articles(path.as_deref(), Vec::new(), name, depth, options, articles_in);
        }
        _ => {}
    }
    let many = matches!(format, Format::Json | Format::Feed | Format::Zip | Format::Pdf | Format::Mail);
    let largest = if many { options.largest.saturating_mul(10) } else { options.largest };
    let bytes = whole(reader, largest, path.as_deref(), &place, format)?;
    let here = Place { input: name.clone(), line: None };
    let once = |found: ReadResult| -> Articles { Box::new(std::iter::once(found)) };
    match format {
        Format::Json => Ok(json::whole(&bytes, name, options)),
        Format::Feed => feed::entries(&bytes, name, options),
        Format::Mail => Ok(once(mail::article(&bytes, here, options))),
        Format::Zip => archive::articles(None, bytes, name, depth, options, articles_in),
        Format::Pdf => Ok(once(pdf(bytes, here, options))),
        _ => Ok(once(one(bytes, format, name, options, None))),
    }
}

#[cfg(feature = "pdf")]
fn pdf(bytes: Vec<u8>, place: Place, options: &ReadOptions) -> ReadResult {
    super::pdf::article(bytes, place, options)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: Vec<u8>, place: Place, _: &ReadOptions) -> ReadResult {
    let reason =
        "a PDF; this onrecord was built without them: convert it first, for instance with pdftotext".to_owned();
    Err(Problem { kind: ProblemKind::NotText, place, reason, id: None })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What standard input gives for some bytes: ids of articles or kinds of problems.
    fn piped(bytes: &'static [u8]) -> Vec<String> {
        let options = ReadOptions { largest: 1000, ..ReadOptions::default() };
        let stream = Stream { reader: Box::new(bytes), path: None, by_name: None, name: "stdin".into(), depth: 0 };
        match articles_in(stream, &options) {
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

//! Files, folders, globs and standard input → articles.
//!
//! Nothing here stops a batch: what cannot be read is a [`Problem`] in its place among the articles, naming the file,
//! the line where there is one, and the reason. Files are found first ([`sources`]) and opened one by one, when their
//! turn comes ([`Source::articles`]), so that thousands of them stream and several threads can share them.
//!
//! Knows nothing of statements or storage. An article's text is the file's text exactly as decoded (twice, where it had been encoded twice); of HTML and
//! Markdown it is the text that their reader sees, without the markup.

mod archive;
mod block_quote;
mod book;
mod decode;
mod entries;
mod feed;
#[cfg(feature = "fetch")]
mod fetch;
mod fields;
mod file;
mod find;
mod html;
mod json;
mod kind;
mod lines;
mod mail;
mod markdown;
mod metadata;
mod no_prose;
mod office;
#[cfg(feature = "pdf")]
mod pdf;
mod plain;
#[cfg(feature = "sheets")]
mod sheets;
mod single;
mod stream;
mod table;
mod twice;
mod unpack;
mod warc;
mod xml;

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use crate::article::Article;
use crate::text::dates;

pub use fields::Field;
pub use file::Source;
pub use find::sources;
pub use lines::{Ended, bounded_line, longest_line};

/// Name of threads in which others' code reads files that may be damaged: their panics become problems, and need not be
/// told a second time.
pub const GUARDED: &str = "guarded reader";

/// What a person names to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// standard input
    Stdin,
    /// a file, a folder, or a pattern such as `articles/*.html`
    Path(PathBuf),
    /// an address, to be fetched
    Url(String),
}

impl Input {
    /// A word of the command line; `-` is standard input, `https://…` an address.
    pub fn new(word: impl Into<OsString>) -> Self {
        let word = word.into();
        match word.to_str() {
            Some("-") => Input::Stdin,
            Some(url) if url.starts_with("http://") || url.starts_with("https://") => Input::Url(url.to_owned()),
            _ => Input::Path(word.into()),
        }
    }
}

/// How articles are written down in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// one article, plain text
    Text,
    /// one article, Markdown
    Markdown,
    /// one article, a page as a browser saves it
    Html,
    /// one JSON object, or an array of them
    Json,
    /// one JSON object a line
    JsonLines,
    /// RSS, Atom
    Feed,
    /// one mail
    Mail,
    /// mails one after the other
    Mailbox,
    /// a web archive
    Warc,
    /// CSV, TSV
    Table,
    /// PDF
    Pdf,
    /// a zip file: office documents, sheets, books, collections of files
    Zip,
    /// a file packed with gzip
    Gzip,
    /// a file packed with zstd
    Zstd,
}

/// What the caller knows better than the files, and how much is too much.
#[derive(Clone, Debug)]
pub struct ReadOptions {
    /// newspaper, agency or site of all articles
    pub outlet: Option<String>,
    /// day of publication of all articles, `YYYY-MM-DD`
    pub published: Option<String>,
    /// address; meant for a single article
    pub url: Option<String>,
    /// format of all files, whatever their names say
    pub format: Option<Format>,
    /// columns of a table, or keys of an object, that hold what their names do not tell
    pub map: Vec<(Field, String)>,
    /// a blank line of JSON Lines is a problem too, so that every line gets an answer
    pub blank_lines: bool,
    /// a file of one article, or a text, with more bytes is skipped with a message
    pub largest: usize,
    /// a draft, of which every passage counts: all that a page shows, blocks of HTML in Markdown, notes, headers and footers are
    /// read too, and block quotations without quotation marks get them
    pub draft: bool,
    /// the text as given, also one that was encoded twice: the caller counts in it
    pub as_given: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        ReadOptions {
            outlet: None,
            published: None,
            url: None,
            format: None,
            map: Vec::new(),
            blank_lines: false,
            largest: 10_000_000,
            draft: false,
            as_given: false,
        }
    }
}

/// An article, where it came from, and what a person should know about how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadArticle {
    /// the article
    pub article: Article,
    /// file and line
    pub place: Place,
    /// such as "not UTF-8: read as windows-1252"
    pub notes: Vec<String>,
    /// what was taken from where: "date from JSON-LD"
    pub taken: Vec<String>,
    /// passages that could not be read, and why
    pub unread: Vec<String>,
}

impl ReadArticle {
    /// What was taken from where, and what else there is to know, a line each: kept with the article.
    pub fn how_it_was_read(&self) -> Vec<String> {
        let taken = (!self.taken.is_empty()).then(|| format!("read: {}", self.taken.join(", ")));
        taken.into_iter().chain(self.notes.iter().map(|note| format!("read: {note}"))).collect()
    }
}

/// Where something was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// the file's path, `stdin`, or what the person named; `path#3` for the third object of a JSON array
    pub input: String,
    /// line, counted from 1, of a file in which each line is an article
    pub line: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.input)?;
        self.line.map_or(Ok(()), |line| write!(f, ":{line}"))
    }
}

/// Why something was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// no such file, or a pattern that nothing matches
    Missing,
    /// the system refuses to read it
    Unreadable,
    /// a folder without files that can hold articles
    NoArticles,
    /// files of a folder that are left out because of what they are
    LeftOut,
    /// nothing but white space
    Empty,
    /// pictures, programs and the like
    NotText,
    /// more than [`ReadOptions::largest`] bytes
    TooLarge,
    /// JSON that is none, or that holds no text
    Malformed,
    /// a page, a PDF without an article
    NoArticle,
    /// an address that cannot be fetched, or must not be
    NotFetched,
}

/// Something that was not read, and why. It takes the article's place in the batch.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason}")]
pub struct Problem {
    /// what sort of problem
    pub kind: ProblemKind,
    /// file and line
    pub place: Place,
    /// in words
    pub reason: String,
    /// the article's `id`, where its line still told it
    pub id: Option<String>,
}

impl Problem {
    /// True when something is wrong; false when there was simply nothing to read (status `skipped` of the contract).
    pub fn is_error(&self) -> bool {
        use ProblemKind::*;
        matches!(self.kind, Missing | Unreadable | NoArticles | Malformed | NotFetched)
    }
}

/// One article, or why there is none.
pub type ReadResult = Result<ReadArticle, Problem>;

/// Articles of a file, in its order.
pub type Articles = Box<dyn Iterator<Item = ReadResult> + Send>;

/// Reads everything that `inputs` name, in their order, folders by file name.
pub fn read(inputs: &[Input], options: &ReadOptions) -> impl Iterator<Item = ReadResult> + Send + use<> {
    let options = options.clone();
    sources(inputs).into_iter().flat_map(move |source| match source {
        Ok(source) => source.articles(&options),
        Err(problem) => Box::new(std::iter::once(Err(problem))),
    })
}

/// What a file or a JSON object tells about its article, before the caller's options overrule it.
#[derive(Clone, Debug, Default, PartialEq)]
struct Found {
    text: String,
    title: Option<String>,
    outlet: Option<String>,
    byline: Option<String>,
    published: Option<String>,
    url: Option<String>,
    /// what was taken from where
    taken: Vec<String>,
    /// passages that could not be read, and why
    unread: Vec<String>,
    /// what else a person should know
    notes: Vec<String>,
}

/// Makes the article: the options win over what was found, and a date that cannot be read is left out with a note.
fn reading(mut found: Found, id: String, place: Place, mut notes: Vec<String>, options: &ReadOptions) -> ReadArticle {
    if !options.as_given {
        twice::undo(&mut found);
    }
    notes.extend(found.notes);
    let mut published = None;
    if let Some(printed) = options.published.as_ref().or(found.published.as_ref()) {
        published = dates::day(printed).or_else(|| day_first(printed));
        let printed: String = printed.chars().take(40).collect();
        match &published {
            None => notes.push(format!("“{printed}” is not a date that can be read for certain; left out")),
            Some(day) if dates::day(&printed).is_none() => {
                notes.push(format!("“{printed}” was read with the day first, as {day}; --published says otherwise"));
            }
            Some(_) => {}
        }
    }
    let url = options.url.clone().or(found.url);
    if published.is_none() && !options.as_given {
        published = url.as_deref().and_then(dates::day_in_address);
        found.taken.extend(published.as_ref().map(|_| "date from the address".to_owned()));
    }
    let article = Article {
        id,
        text: found.text,
        title: found.title,
        outlet: options.outlet.clone().or(found.outlet),
        byline: found.byline,
        published,
        url,
    };
    ReadArticle { article, place, notes, taken: found.taken, unread: found.unread }
}

/// Gives an article that names no address the one that it was found at, and the day in that.
fn at_address(mut reading: ReadArticle, url: &str, place: &str) -> ReadArticle {
    if reading.article.url.is_some() {
        return reading;
    }
    reading.taken.push(format!("address from {place}"));
    reading.article.url = Some(url.to_owned());
    if let (None, Some(day)) = (&reading.article.published, dates::day_in_address(url)) {
        reading.taken.push("date from the address".into());
        reading.article.published = Some(day);
    }
    reading
}

/// `04/07/2022` is the fourth of July in most of the world; where the month comes first, the note says what was done.
fn day_first(printed: &str) -> Option<String> {
    let mut numbers = printed.trim().splitn(3, ['/', '.']);
    let (day, month, year) = (numbers.next()?, numbers.next()?, numbers.next()?);
    let year: String = year.chars().take_while(char::is_ascii_digit).collect();
    dates::day(&format!("{year}-{month:0>2}-{day:0>2}")).filter(|_| year.len() == 4)
}

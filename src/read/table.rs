//! CSV and TSV → articles, one a row, streamed. Columns are known by their usual names or mapped by the person.

use std::io::{self, BufRead, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::decode::decode;
use super::fields::{Field, Layout, check, cut_note, record_problem, without_markup};
use super::{Articles, Place, Problem, ProblemKind, ReadOptions, ReadResult, reading};

/// The separator of a table's first line: the one that parts it into most columns.
fn separator(line: &str) -> u8 {
    let count = |c: char| line.matches(c).count();
    [',', '\t', ';', '|'].into_iter().max_by_key(|c| (count(*c), *c == ',')).map_or(b',', |c| c as u8)
}

/// True for text whose first line names columns, one of which is an article's text, and whose second line has as many.
pub(super) fn is_table(text: &str, mapped: bool) -> bool {
    let Some(first) = text.lines().next().filter(|line| line.len() < 4_000) else { return false };
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator(first)).from_reader(text.as_bytes());
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).unwrap_or(false)
        || record.len() < 2
        || record.iter().any(|name| name.len() > 40)
    {
        return false;
    }
    let names: Vec<String> = record.iter().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
    let columns = record.len();
    let has_text = Layout::new(&names, &[]).get(Field::Text).is_some();
    (has_text || mapped) && reader.read_byte_record(&mut record).unwrap_or(false) && record.len() == columns
}

/// What a text is that is a table without a column of articles' texts: short names without blanks behind their commas, and
/// rows with a cell for each. None for others.
pub(super) fn without_text(text: &str) -> Option<String> {
    let mut lines = text.lines();
    let first = lines.next().filter(|line| line.len() < 400)?;
    let separator = separator(first);
    let names: Vec<&str> = first.split(char::from(separator)).collect();
    let is_name = |name: &&str| !name.is_empty() && name.trim() == *name && name.split(' ').count() <= 3;
    if names.len() < 3 || !names.iter().all(is_name) || lines.next().is_none() {
        return None;
    }
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut rows = reader.byte_records().take(20);
    let is_whole = rows.all(|row| row.is_ok_and(|row| row.len() == names.len()));
    is_whole
        .then(|| "a table without a column called \"text\"; say which one holds the articles: --map text=COLUMN".into())
}

/// The rows of a table as articles.
pub(super) fn rows(reader: Box<dyn BufRead + Send>, input: String, options: &ReadOptions) -> Result<Articles, Problem> {
    let mut reader = reader;
    let place = Place { input: input.clone(), line: None };
    let failed = |error: &dyn std::fmt::Display| {
        record_problem(ProblemKind::Malformed, place.clone(), format!("cannot be read as a table: {error}"), None)
    };
    let head = reader.fill_buf().map_err(|error| failed(&error))?;
    if head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF") {
        let mut bytes = Vec::new();
        reader.take(options.largest as u64 * 10).read_to_end(&mut bytes).map_err(|error| failed(&error))?;
        reader = Box::new(io::Cursor::new(decode(bytes, None).text.into_bytes()));
    } else if head.starts_with(b"\xEF\xBB\xBF") {
        reader.consume(3);
    }
    let head = reader.fill_buf().map_err(|error| failed(&error))?;
    let first = String::from_utf8_lossy(head.split(|b| *b == b'\n').next().unwrap_or_default()).into_owned();
    let read = Arc::new(AtomicUsize::new(0));
    let most = options.largest.saturating_mul(3);
    let bounded = BoundedRow { reader, read: read.clone(), most };
    let mut reader =
        ReaderBuilder::new().flexible(true).has_headers(false).delimiter(separator(&first)).from_reader(bounded);
    let mut names = ByteRecord::new();
    reader.read_byte_record(&mut names).map_err(|error| failed(&error))?;
    let names: Vec<String> = names.iter().map(|name| decode(name.to_vec(), None).text.trim().to_owned()).collect();
    let layout = layout_of(&names, &place, options)?;
    Ok(Box::new(Rows { reader, read, layout, input, ended: false, options: options.clone() }))
}

/// Finds the columns; the error lists what is there.
pub(super) fn layout_of(names: &[String], place: &Place, options: &ReadOptions) -> Result<Layout, Problem> {
    let unknown = options.map.iter().find(|(_, column)| !names.iter().any(|name| name.eq_ignore_ascii_case(column)));
    let shown: Vec<String> = names.iter().take(30).map(|name| name.chars().take(30).collect()).collect();
    let shown = shown.join(", ");
    if let Some((_, column)) = unknown {
        let reason = format!("no column \"{column}\"; there are {shown}");
        return Err(record_problem(ProblemKind::Malformed, place.clone(), reason, None));
    }
    let layout = Layout::new(names, &options.map);
    if layout.get(Field::Text).is_none() {
        let reason = format!("no column with the articles' text among {shown}; name it: --map text=COLUMN");
        return Err(record_problem(ProblemKind::Malformed, place.clone(), reason, None));
    }
    Ok(layout)
}

/// An article of a row's cells.
pub(super) fn article(
    layout: &Layout,
    take: &mut dyn FnMut(usize) -> Option<String>,
    place: Place,
    options: &ReadOptions,
) -> ReadResult {
    let (mut found, id) = layout.article(take);
    found.text = without_markup(found.text);
    if let Err((kind, reason)) = check(&found.text, options.largest) {
        return Err(record_problem(kind, place, reason, id));
    }
    let notes = cut_note(&found.text).into_iter().collect();
    Ok(reading(found, id.unwrap_or_else(|| place.to_string()), place, notes, options))
}

struct Rows {
    reader: Reader<BoundedRow>,
    read: Arc<AtomicUsize>,
    layout: Layout,
    input: String,
    ended: bool,
    options: ReadOptions,
}

impl Iterator for Rows {
    type Item = ReadResult;

    fn next(&mut self) -> Option<ReadResult> {
        if self.ended {
            return None;
        }
        let mut record = ByteRecord::new();
        self.read.store(0, Ordering::Relaxed);
        let more = self.reader.read_byte_record(&mut record);
        let line = record.position().map_or_else(|| self.reader.position().line(), csv::Position::line);
        let place = Place { input: self.input.clone(), line: Some(line as usize) };
        match more {
            Ok(true) => {
                let mut take = |i: usize| record.get(i).map(|cell| decode(cell.to_vec(), None).text);
                Some(article(&self.layout, &mut take, place, &self.options))
            }
            Ok(false) => {
                self.ended = true;
                None
            }
            Err(error) => {
                self.ended = true;
                let reason = format!("cannot be read further: {error}");
                Some(Err(record_problem(ProblemKind::Malformed, place, reason, None)))
            }
        }
    }
}

/// A quotation mark that is never closed makes the rest of the file one cell: a row may not go on for ever.
struct BoundedRow {
    reader: Box<dyn BufRead + Send>,
    read: Arc<AtomicUsize>,
    most: usize,
}

impl Read for BoundedRow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        if self.read.fetch_add(n, Ordering::Relaxed) > self.most {
            let most = self.most;
            return Err(io::Error::other(format!(
                "a row of more than {most} bytes; a quotation mark may not be closed"
            )));
        }
        Ok(n)
    }
}

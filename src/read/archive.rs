//! Zip files → what is in them: an office document, a book, or files to be read one by one. Nothing is written to disk.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Cursor, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use zip::ZipArchive;

use super::entries::{Bytes, Packed, Zip, entry, unpacked};
use super::fields::record_problem;
use super::find::{ending, io_problem};
use super::stream::Stream;
use super::{Articles, Format, Place, Problem, ProblemKind, ReadOptions, ReadResult, book, office};

/// How a file in the archive is read: it may be another archive.
pub(super) type ReadFile = fn(Stream, &ReadOptions) -> Result<Articles, Problem>;

/// Files in an archive, and archives in archives: more are no collection of articles.
const MOST_ENTRIES: usize = 1_000_000;
pub(super) const DEEPEST: usize = 3;

/// The articles of a zip file. `path` is the file when it is one on disk, else `bytes` holds it.
pub(super) fn articles(
    path: Option<&Path>,
    bytes: Vec<u8>,
    input: String,
    depth: usize,
    options: &ReadOptions,
    read: ReadFile,
) -> Result<Articles, Problem> {
    let place = Place { input: input.clone(), line: None };
    let fail = |kind, reason: String| record_problem(kind, place.clone(), reason, None);
    let mut bytes: Box<dyn Bytes> = match path {
        Some(path) => Box::new(BufReader::new(File::open(path).map_err(|error| io_problem(path, &error))?)),
        None => Box::new(Cursor::new(bytes)),
    };
    let packed = bytes.seek(SeekFrom::End(0)).map(Packed::of);
    let packed = packed.map_err(|error| fail(ProblemKind::Unreadable, error.to_string()))?;
    let mut zip = ZipArchive::new(bytes)
        .map_err(|error| fail(ProblemKind::Malformed, format!("cannot be read as a zip file: {error}")))?;
    if zip.len() > MOST_ENTRIES {
        return Err(fail(ProblemKind::TooLarge, format!("a zip file of {} files; skipped", zip.len())));
    }
    let has = |zip: &Zip, name: &str| zip.index_for_name(name).is_some();
    if has(&zip, "word/document.xml") {
        return office::document(&mut zip, "word/document.xml", "docProps/core.xml", place, options).map(once);
    }
    if has(&zip, "META-INF/container.xml") {
        return book::chapters(zip, packed, place, options);
    }
    match entry(&mut zip, "mimetype", 200).unwrap_or_default().as_slice() {
        kind if kind.starts_with(b"application/vnd.oasis.opendocument.text") => {
            return office::document(&mut zip, "content.xml", "meta.xml", place, options).map(once);
        }
        kind if kind.starts_with(b"application/vnd.oasis.opendocument.spreadsheet") => {
            return sheet(zip, place, options);
        }
        _ => {}
    }
    if has(&zip, "xl/workbook.xml") || has(&zip, "xl/workbook.bin") {
        return sheet(zip, place, options);
    }
    if has(&zip, "ppt/presentation.xml") {
        return Err(fail(ProblemKind::NotText, "a presentation, not an article; save it as text first".into()));
    }
    if depth >= DEEPEST {
        return Err(fail(ProblemKind::TooLarge, "archives inside archives inside archives are not read".into()));
    }
    Ok(Box::new(Files {
        zip,
        packed,
        next: 0,
        input,
        depth,
        current: None,
        left_out: BTreeMap::new(),
        options: options.clone(),
        read,
    }))
}

fn once(found: ReadResult) -> Articles {
    Box::new(std::iter::once(found))
}

#[cfg(feature = "sheets")]
fn sheet(mut zip: Zip, place: Place, options: &ReadOptions) -> Result<Articles, Problem> {
    // the library unpacks what it likes: first see that there is not too much
    let mut whole = 0;
    for i in 0..zip.len() {
        let inside = super::entries::measured(&mut zip, i)
            .map_err(|reason| record_problem(ProblemKind::TooLarge, place.clone(), reason, None))?;
        whole += inside;
        if whole > options.largest as u64 * 20 {
            let reason = format!("the sheet unpacks to more than {} bytes; skipped", options.largest as u64 * 20);
            return Err(record_problem(ProblemKind::TooLarge, place, reason, None));
        }
    }
    let mut drawn = None;
    if let Ok(mut content) = entry(&mut zip, "content.xml", usize::MAX) {
        if let Some(rows) = super::sheets::without_drawings(&content) {
            content = rows;
            let packed = super::sheets::workbook(&content);
            drawn =
                Some(packed.map_err(|e| record_problem(ProblemKind::Malformed, place.clone(), e.to_string(), None))?);
        }
        super::sheets::ods_within_bounds(&content)
            .map_err(|reason| record_problem(ProblemKind::TooLarge, place.clone(), reason, None))?;
    }
    if let Some(bytes) = drawn {
        return super::sheets::rows(bytes, place, options);
    }
    let mut bytes = Vec::new();
    let mut reader = zip.into_inner();
    let read = std::io::Seek::rewind(&mut reader).and_then(|()| std::io::Read::read_to_end(&mut reader, &mut bytes));
    read.map_err(|error| record_problem(ProblemKind::Unreadable, place.clone(), error.to_string(), None))?;
    super::sheets::rows(bytes, place, options)
}

#[cfg(not(feature = "sheets"))]
fn sheet(_: Zip, place: Place, _: &ReadOptions) -> Result<Articles, Problem> {
    let reason = "a sheet; this onrecord was built without them: save it as CSV".to_owned();
    Err(record_problem(ProblemKind::NotText, place, reason, None))
}

/// The files of an archive, one after the other.
struct Files {
    zip: Zip,
    packed: Packed,
    next: usize,
    input: String,
    depth: usize,
    current: Option<Articles>,
    left_out: BTreeMap<String, usize>,
    options: ReadOptions,
    read: ReadFile,
}

impl Iterator for Files {
    type Item = ReadResult;

    fn next(&mut self) -> Option<ReadResult> {
        loop {
            if let Some(found) = self.current.as_mut().and_then(Iterator::next) {
                return Some(found);
            }
            self.current = None;
            if self.next >= self.zip.len() {
                return self.told_at_the_end();
            }
            self.next += 1;
            match self.open(self.next - 1) {
                Ok(articles) => self.current = articles,
                Err(problem) => return Some(Err(problem)),
            }
        }
    }
}

impl Files {
    fn open(&mut self, i: usize) -> Result<Option<Articles>, Problem> {
        let here = Place { input: format!("{}#{}", self.input, i + 1), line: None };
        let unreadable = |error: zip::result::ZipError| {
            record_problem(ProblemKind::Malformed, here.clone(), error.to_string(), None)
        };
        let (name, is_file) = {
            let entry = self.zip.by_index_raw(i).map_err(unreadable)?;
            let name = entry.name().map(std::borrow::Cow::into_owned).unwrap_or_else(|_| format!("file {}", i + 1));
            (name, !entry.is_dir() && !entry.is_symlink())
        };
        let path = PathBuf::from(&name);
        let is_hidden = path.components().any(|part| {
            let part = part.as_os_str().to_string_lossy();
            part.starts_with('.') && part != "." && part != ".." || part == "__MACOSX"
        });
        if !is_file || is_hidden {
            return Ok(None);
        }
        let place = Place { input: format!("{}/{name}", self.input), line: None };
        let fail = |kind, reason: String| record_problem(kind, place.clone(), reason, None);
        if path.components().any(|part| part.as_os_str() == "..") || path.is_absolute() || name.contains('\\') {
            return Err(fail(ProblemKind::Malformed, "the name leads out of the archive; left out".into()));
        }
        let Some(by_name) = Format::of_name(&path) else {
            *self.left_out.entry(ending(&path)).or_default() += 1;
            return Ok(None);
        };
        if let Err(reason) = self.packed.add(&mut self.zip, i) {
            self.next = self.zip.len();
            return Err(fail(ProblemKind::TooLarge, reason));
        }
        let many = matches!(by_name, Format::Text | Format::Markdown | Format::Html);
        let largest = if many { self.options.largest } else { self.options.largest.saturating_mul(10) };
        let bytes = unpacked(&mut self.zip, i, largest).map_err(|reason| fail(ProblemKind::TooLarge, reason))?;
        let reader = Box::new(Cursor::new(bytes));
        let stream = Stream { reader, path: None, by_name: Some(by_name), name: place.input, depth: self.depth + 1 };
        (self.read)(stream, &self.options).map(Some)
    }

    fn told_at_the_end(&mut self) -> Option<ReadResult> {
        let left: Vec<String> =
            std::mem::take(&mut self.left_out).iter().map(|(ending, n)| format!("{n} {ending}")).collect();
        let reason = format!("left out, by their names no articles: {}", left.join(", "));
        let place = Place { input: self.input.clone(), line: None };
        (!left.is_empty()).then(|| Err(record_problem(ProblemKind::LeftOut, place, reason, None)))
    }
}

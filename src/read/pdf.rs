//! PDF with a text layer → its article. A PDF tells where each letter stands and nothing of lines, columns or paragraphs;
//! `pdf-extract` gives the letters, [`layout`] reads them as a person would.
//!
//! A scanned PDF has no letters, and says so.

mod layout;

use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pdf_extract::{
    Dictionary, Document, MediaBox, Object, ObjectId, OutputDev, OutputError, Transform, output_doc_page,
};

use super::fields::{check, record_problem};
use super::plain::plain;
use super::{Place, ProblemKind, ReadOptions, ReadResult, reading};
use layout::{Glyph, text_of};

/// Pages read, letters of a page, and bytes that all streams may unpack to.
const MOST_PAGES: usize = 2_000;
const MOST_GLYPHS: usize = 200_000;
const MOST_UNPACKED: u64 = 500 << 20;
/// The stack of the thread that reads: forms inside forms are read by recursion.
const STACK: usize = 256 << 20;

/// Reads the article. The library panics on damaged files; that is a message, not an end.
pub(super) fn article(bytes: Vec<u8>, place: Place, options: &ReadOptions) -> ReadResult {
    let fail = |kind, reason: &str| Err(record_problem(kind, place.clone(), reason.to_owned(), None));
    if is_bomb(&bytes) {
        return fail(ProblemKind::TooLarge, "its streams unpack to more than any article has; skipped");
    }
    let work = move || catch_unwind(AssertUnwindSafe(|| pages(&bytes))).unwrap_or_else(|_| Err("is damaged".into()));
    let thread = std::thread::Builder::new().name(super::GUARDED.into()).stack_size(STACK).spawn(work);
    let (pages, mut notes) = match thread.map(std::thread::JoinHandle::join) {
        Ok(Ok(Ok(pages))) => pages,
        Ok(Ok(Err(reason))) => return fail(ProblemKind::Malformed, &format!("cannot be read as a PDF: it {reason}")),
        _ => return fail(ProblemKind::Malformed, "cannot be read as a PDF"),
    };
    if pages.iter().all(Vec::is_empty) {
        return fail(
            ProblemKind::NoArticle,
            "a PDF of pictures, without a text layer: it needs to be recognised (OCR) first",
        );
    }
    let text = text_of(&pages);
    if let Err((kind, reason)) = check(&text, options.largest) {
        return fail(kind, &reason);
    }
    let signs = text.chars().filter(|c| *c == '\u{FFFD}' || ('\u{E000}'..'\u{F8FF}').contains(c)).count();
    if signs * 5 > text.chars().count() {
        return fail(
            ProblemKind::NoArticle,
            "the PDF does not tell which letters its signs are: it needs to be recognised (OCR) first",
        );
    }
    notes.push("a PDF: columns and headings are guessed from the places of the letters".into());
    Ok(reading(plain(text), place.to_string(), place, notes, options))
}

type Pages = (Vec<Vec<Glyph>>, Vec<String>);

fn pages(bytes: &[u8]) -> Result<Pages, String> {
    let mut document = Document::load_mem(bytes).map_err(|error| format!("is damaged ({error})"))?;
    if document.is_encrypted() {
        document.decrypt("").map_err(|_| "is locked with a password".to_owned())?;
    }
    if is_circular(&mut document) {
        return Err("refers to itself in a circle".into());
    }
    let numbers: Vec<u32> = document.get_pages().keys().copied().collect();
    let mut pages = Vec::new();
    let mut unread = 0;
    for number in numbers.iter().take(MOST_PAGES) {
        let mut page = Page::default();
        let done = catch_unwind(AssertUnwindSafe(|| output_doc_page(&document, &mut page, *number)));
        unread += usize::from(!matches!(done, Ok(Ok(()))));
        pages.push(page.glyphs);
    }
    let mut notes = Vec::new();
    if unread > 0 && unread == pages.len() && pages.iter().all(Vec::is_empty) {
        return Err("is damaged".into());
    }
    if unread > 0 {
        notes.push(format!("{unread} of {} pages were not read to their end", pages.len()));
    }
    if numbers.len() > MOST_PAGES {
        notes.push(format!("only the first {MOST_PAGES} of {} pages were read", numbers.len()));
    }
    Ok((pages, notes))
}

/// True when a form draws itself, or a page is its own ancestor: the library would follow for ever. A form without
/// resources of its own would take those of whoever draws it, itself among them; it gets none.
fn is_circular(document: &mut Document) -> bool {
    let is_form = |object: &Object| {
        object.as_stream().is_ok_and(|s| s.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|n| n == b"Form"))
    };
    for object in document.objects.values_mut().filter(|object| is_form(object)) {
        if let Ok(stream) = object.as_stream_mut()
            && !stream.dict.has(b"Resources")
        {
            stream.dict.set("Resources", Dictionary::new());
        }
    }
    let parents_end = |id: ObjectId| {
        let mut dict = document.get_dictionary(id).ok();
        for _ in 0..64 {
            match dict.and_then(|d| d.get(b"Parent").and_then(Object::as_reference).ok()) {
                Some(parent) => dict = document.get_dictionary(parent).ok(),
                None => return true,
            }
        }
        false
    };
    let draws = |id: &ObjectId| -> Vec<ObjectId> {
        let resources = document.get_object(*id).and_then(Object::as_stream).and_then(|s| s.dict.get(b"Resources"));
        let dict = |object: &Object| match object {
            Object::Reference(id) => document.get_dictionary(*id).ok().cloned(),
            other => other.as_dict().ok().cloned(),
        };
        let forms = resources.ok().and_then(dict).and_then(|r| r.get(b"XObject").ok().and_then(dict));
        forms.iter().flat_map(Dictionary::iter).filter_map(|(_, form)| form.as_reference().ok()).collect()
    };
    let forms: Vec<ObjectId> =
        document.objects.iter().filter(|(_, object)| is_form(object)).map(|(id, _)| *id).collect();
    // what draws nothing more is taken away until nothing is left but circles
    let mut open: std::collections::HashMap<ObjectId, Vec<ObjectId>> =
        forms.iter().map(|id| (*id, draws(id))).collect();
    for _ in 0..100 {
        let leaves: Vec<ObjectId> =
            open.iter().filter(|(_, d)| !d.iter().any(|id| open.contains_key(id))).map(|(id, _)| *id).collect();
        if leaves.is_empty() {
            break;
        }
        leaves.iter().for_each(|id| {
            open.remove(id);
        });
    }
    let pages: Vec<ObjectId> = document.get_pages().values().copied().collect();
    !open.is_empty() || !pages.into_iter().all(parents_end)
}

/// The letters of a page, with their places.
#[derive(Default)]
struct Page {
    glyphs: Vec<Glyph>,
    height: f64,
}

impl OutputDev for Page {
    fn begin_page(&mut self, _: u32, page: &MediaBox, _: Option<(f64, f64, f64, f64)>) -> Result<(), OutputError> {
        self.height = page.ury;
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        size: f64,
        words: &str,
    ) -> Result<(), OutputError> {
        let scale = (place.m11 * place.m22 - place.m12 * place.m21).abs().sqrt();
        let size = size.abs() * scale;
        // letters that stand on end are stamps and margins
        let is_level = place.m12.abs() <= place.m11.abs() * 0.2;
        let (x, y) = (place.m31, self.height - place.m32);
        if is_level && self.glyphs.len() < MOST_GLYPHS && [x, y, size].iter().all(|n| n.is_finite()) && size > 0.0 {
            self.glyphs.push(Glyph { x, y, end: x + width.max(0.0) * size, size, words: words.into() });
        }
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// True when the file's streams hold more than an article can. The library unpacks all of a stream at once.
fn is_bomb(bytes: &[u8]) -> bool {
    let mut unpacked = 0;
    let mut rest = bytes;
    while let Some(at) = rest.windows(6).position(|w| w == b"stream") {
        rest = &rest[at + 6..];
        let body = rest.strip_prefix(b"\r\n").or(rest.strip_prefix(b"\n")).unwrap_or(rest);
        // zlib's first byte; other streams do not grow much
        if body.first().is_some_and(|b| b & 0x0F == 8) {
            let most = MOST_UNPACKED - unpacked;
            let mut inflated = flate2::read::ZlibDecoder::new(body).take(most + 1);
            unpacked += std::io::copy(&mut inflated, &mut std::io::sink()).unwrap_or(0);
            if unpacked > MOST_UNPACKED {
                return true;
            }
        }
    }
    false
}

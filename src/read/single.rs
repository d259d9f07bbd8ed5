//! A file that is one article: text, Markdown or a page, in whatever encoding.

use encoding_rs::Encoding;

use super::block_quote::with_quoted_lines;
use super::decode::{declared_in_html, decode};
use super::plain::plain;
use super::{Format, Found, Place, Problem, ProblemKind, ReadOptions, ReadResult, html, markdown, reading};

/// A file that is one article. `declared` is the encoding that came with it.
pub(super) fn one(
    bytes: Vec<u8>,
    format: Format,
    name: String,
    options: &ReadOptions,
    declared: Option<&'static Encoding>,
) -> ReadResult {
    let in_page = || if format == Format::Html { declared_in_html(&bytes) } else { None };
    let declared = declared.or_else(in_page);
    let decoded = decode(bytes, declared);
    let found = match format {
        // a page in an encoding that hid what it is
        Format::Text if options.format.is_none() && is_page(&decoded.text) => page(&decoded.text, options.draft),
        Format::Html => page(&decoded.text, options.draft),
        Format::Markdown => Ok(markdown::article(&decoded.text, options.draft)),
        _ if options.draft => Ok(plain(with_quoted_lines(decoded.text))),
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

fn is_page(text: &str) -> bool {
    matches!(
        Format::of_content(text.as_bytes().get(..text.len().min(4096)).unwrap_or_default(), None, false),
        Ok(Format::Html)
    )
}

/// The parsers of pages are others' code: should one of them panic, this page is lost, not the batch.
fn page(html: &str, draft: bool) -> Result<Found, String> {
    let read = if draft { html::draft } else { html::article };
    std::panic::catch_unwind(|| read(html)).unwrap_or_else(|_| Err("the page could not be parsed".into()))
}

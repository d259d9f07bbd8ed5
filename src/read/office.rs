//! `.docx` and `.odt` → the article that was written in them: paragraphs, headings, lists and table cells, without
//! comments, deleted passages and the program's own instructions.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::entries::{Zip, entry};
use super::fields::{check, record_problem};
use super::plain::plain;
use super::{Place, Problem, ProblemKind, ReadOptions, ReadResult, reading};

/// The article of an office document: its words in `body`, its properties in `about`.
pub(super) fn document(
    zip: &mut Zip,
    body: &str,
    about: &str,
    place: Place,
    options: &ReadOptions,
) -> Result<ReadResult, Problem> {
    let fail = |reason: String| record_problem(ProblemKind::Malformed, place.clone(), reason, None);
    let xml =
        entry(zip, body, options.largest.saturating_mul(5)).map_err(|reason| fail(format!("{body}: {reason}")))?;
    let (mut text, notes) = text(&xml);
    let mut unread = notes.clone();
    if options.draft {
        for passage in beside_the_body(zip, body, &xml, options.largest) {
            match passage {
                Ok(words) => text.extend(["\n\n", &words]),
                Err(reason) => unread.push(reason),
            }
        }
    }
    if let Err((kind, reason)) = check(&text, options.largest) {
        return Ok(Err(record_problem(kind, place, reason, None)));
    }
    let (title, writer) = entry(zip, about, 1 << 20).map(|xml| properties(&xml)).unwrap_or_default();
    let mut found = plain(text);
    if found.byline.is_none() && writer.is_some() {
        found.taken.push("byline from the document's properties".into());
        found.byline = writer;
    }
    if let Some(title) = title.filter(|_| found.title.is_none()) {
        found.taken.push("title from the document's properties".into());
        found.title = Some(title);
    }
    found.unread = unread;
    Ok(Ok(reading(found, place.input.clone(), place, notes, options)))
}

/// Elements that hold no words of the article: deletions, comments, notes, drawings' descriptions, generated indexes.
const SKIPPED: &[&str] = &[
    "del",
    "moveFrom",
    "instrText",
    "delText",
    "annotation",
    "tracked-changes",
    "note",
    "footnotePr",
    "desc",
    "title",
    "forms",
    "Fallback",
];

/// The words of a document, its paragraphs parted by blank lines; with a note when the file ends early.
fn text(xml: &[u8]) -> (String, Vec<String>) {
    let mut written = Written::default();
    let mut skipped = 0_usize;
    // in .docx only w:t holds words; in .odt all that stands in a paragraph
    let mut in_word = 0_usize;
    let is_word = xml.windows(6).take(4_000).any(|w| w == b"<w:doc" || w == b"w:body");
    let mut notes = Vec::new();
    let source = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&source);
    loop {
        let event = match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => event,
            Err(error) => {
                notes.push(format!("the document is damaged: {error}; read as far as it goes"));
                break;
            }
        };
        match event {
            Event::Start(element) => {
                let name = local(&element);
                if skipped > 0 || SKIPPED.contains(&name.as_str()) {
                    skipped += 1;
                    continue;
                }
                match name.as_str() {
                    "p" | "h" => written.open.push(String::new()),
                    "t" => in_word += 1,
                    _ => mark(&name, &element, written.words()),
                }
            }
            Event::End(_) if skipped > 0 => skipped -= 1,
            Event::End(element) => match element.local_name().as_ref() {
                "p" | "h" => written.end_paragraph(),
                "t" => in_word = in_word.saturating_sub(1),
                _ => {}
            },
            Event::Empty(element) if skipped == 0 => mark(&local(&element), &element, written.words()),
            _ if skipped > 0 || if is_word { in_word == 0 } else { written.open.is_empty() } => {}
            Event::Text(words) => written.words().push_str(&words.xml10_content()),
            Event::CData(words) => written.words().push_str(&words.xml10_content()),
            Event::GeneralRef(name) => written.words().extend(reference(&name)),
            _ => {}
        }
    }
    while !written.open.is_empty() {
        written.end_paragraph();
    }
    written.out.truncate(written.out.trim_end().len());
    (written.out, notes)
}

/// The words of a document as far as they are read. A box with paragraphs of its own may be tied to the middle of another
/// paragraph: they come behind it, so that no sentence is torn.
#[derive(Default)]
struct Written {
    out: String,
    /// paragraphs that are open, the inner ones last
    open: Vec<String>,
    /// inner ones that are closed
    inner: Vec<String>,
}

impl Written {
    /// Where the next words go.
    fn words(&mut self) -> &mut String {
        self.open.last_mut().unwrap_or(&mut self.out)
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.open.pop() else { return };
        if !self.open.is_empty() {
            self.inner.push(paragraph);
            return;
        }
        for words in std::iter::once(paragraph).chain(self.inner.drain(..)) {
            self.out.push_str(&words);
            self.out.truncate(self.out.trim_end().len());
            if !self.out.is_empty() {
                self.out.push_str("\n\n");
            }
        }
    }
}

/// What stands in notes, headers and footers, each once; or why it could not be read.
fn beside_the_body(zip: &mut Zip, body: &str, xml: &[u8], largest: usize) -> Vec<Result<String, String>> {
    let parts = ["word/footnotes", "word/endnotes", "word/header", "word/footer"];
    let is_part = |name: &String| parts.iter().any(|part| name.starts_with(part)) && name.ends_with(".xml");
    let mut names: Vec<String> = zip.file_names().flatten().map(Cow::into_owned).filter(is_part).collect();
    names.sort_unstable();
    let mut passages = Vec::new();
    // in .odt, notes stand in the body, headers among the styles
    if !body.starts_with("word/") {
        passages.push(Ok(inside(xml, "text:note-body")));
        let styles = || zip.file_names().flatten().any(|name| name == "styles.xml");
        names = if styles() { vec!["styles.xml".to_owned()] } else { Vec::new() };
    }
    for name in names {
        passages.push(match entry(zip, &name, largest) {
            Ok(xml) if name == "styles.xml" => {
                Ok(["style:header", "style:footer"].map(|of| inside(&xml, of)).join("\n\n"))
            }
            Ok(xml) => match text(&xml) {
                (_, notes) if !notes.is_empty() => Err(format!("{name}: {}", notes.join("; "))),
                (words, _) => Ok(words),
            },
            Err(reason) => Err(format!("{name}: {reason}")),
        });
    }
    passages.retain(|passage| passage.as_ref().map_or(true, |words| !words.trim().is_empty()));
    let mut seen = Vec::new();
    passages.retain(|passage| {
        !seen.contains(passage) && {
            seen.push(passage.clone());
            true
        }
    });
    passages
}

/// The words of all elements of this name.
fn inside(xml: &[u8], element: &str) -> String {
    let xml = String::from_utf8_lossy(xml);
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let stretches = xml.split(&open).skip(1).filter_map(|rest| rest.split_once('>')?.1.split(&close).next());
    stretches.map(|stretch| text(format!("<x>{stretch}</x>").as_bytes()).0).collect::<Vec<_>>().join("\n\n")
}

fn local(element: &BytesStart) -> String {
    element.local_name().as_ref().to_owned()
}

/// Breaks, tabs and runs of blanks are elements.
fn mark(name: &str, element: &BytesStart, out: &mut String) {
    match name {
        "br" | "cr" | "line-break" => out.push('\n'),
        "tab" => out.push('\t'),
        "s" => {
            let count = element.attributes().flatten().find(|a| a.key.local_name().as_ref() == "c");
            let count = count.and_then(|c| c.value.parse().ok()).unwrap_or(1_usize);
            out.extend(std::iter::repeat_n(' ', count.min(100)));
        }
        "noBreakHyphen" => out.push('‑'),
        _ => {}
    }
}

/// The character that a reference names. Entities that a file declares itself are not expanded, so that none can grow.
pub(super) fn reference(name: &quick_xml::events::BytesRef) -> Option<char> {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return Some(c);
    }
    Some(match &**name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// Title and writer of `docProps/core.xml` or `meta.xml`.
fn properties(xml: &[u8]) -> (Option<String>, Option<String>) {
    let of = |name: &str| elements(xml, name).into_iter().next().filter(|words| !words.trim().is_empty());
    (of("title"), of("creator"))
}

/// The words of all elements with this local name.
pub(super) fn elements(xml: &[u8], name: &str) -> Vec<String> {
    let source = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&source);
    let mut out: Vec<String> = Vec::new();
    let mut inside = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) if element.local_name().as_ref() == name => {
                inside = true;
                out.push(String::new());
            }
            Ok(Event::End(element)) if element.local_name().as_ref() == name => inside = false,
            Ok(Event::Text(words)) if inside => {
                if let Some(last) = out.last_mut() {
                    last.push_str(&words.xml10_content());
                }
            }
            Ok(Event::GeneralRef(name)) if inside => {
                if let Some(last) = out.last_mut() {
                    last.extend(reference(&name));
                }
            }
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_docx() {
        let xml = "<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>“No</w:t></w:r><w:del><w:r><w:delText>t ever</w:delText></w:r></w:del>\
            <w:r><w:t>,” she &amp; he said.</w:t><w:br/><w:t>Twice.</w:t></w:r></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>Cell</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>";
        assert_eq!(text(xml.as_bytes()).0, "“No,” she & he said.\nTwice.\n\nCell");
    }

    #[test]
    fn words_of_an_odt() {
        let xml = "<office:document-content><office:body><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Pier shut</text:h>\
            <text:p>“No,”<text:s text:c='2'/>she <text:span>said</text:span>.<text:note><text:p>a note</text:p></text:note><text:line-break/>Twice.</text:p></office:body></office:document-content>";
        assert_eq!(text(xml.as_bytes()).0, "Pier shut\n\n“No,”  she said.\nTwice.");
    }

    #[test]
    fn a_box_in_a_paragraph_tears_no_sentence_and_what_moved_stands_once() {
        let xml = "<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>The pier </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>\
            <w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r>\
            <w:t>In a box.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>is shut.</w:t></w:r></w:p>\
            <w:moveFrom><w:p><w:r><w:t>Moved.</w:t></w:r></w:p></w:moveFrom><w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r>\
            <w:t>Inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>Outer</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
            <w:moveTo><w:p><w:r><w:t>Moved.</w:t></w:r></w:p></w:moveTo></w:body></w:document>";
        assert_eq!(text(xml.as_bytes()).0, "The pier is shut.\n\nIn a box.\n\nInner\n\nOuter\n\nMoved.");
        let xml = "<office:body><text:p>The pier <draw:frame><draw:text-box><text:p>In a box.</text:p><table:table>\
            <table:table-row><table:table-cell><text:p>Cell</text:p></table:table-cell></table:table-row></table:table>\
            </draw:text-box></draw:frame>is shut.</text:p><text:p>Nobody";
        assert_eq!(text(xml.as_bytes()).0, "The pier is shut.\n\nIn a box.\n\nCell\n\nNobody");
    }

    #[test]
    fn entities_do_not_grow() {
        let xml = "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><w:document><w:body><w:p><w:r><w:t>&b;No.</w:t></w:r></w:p></w:body></w:document>";
        assert_eq!(text(xml.as_bytes()).0, "No.");
    }
}

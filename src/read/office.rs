//! `.docx` and `.odt` → the article that was written in them: paragraphs, headings, lists and table cells, without
//! comments, deleted passages and the program's own instructions.

mod quotes;

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::block_quote::quoted;
use super::entries::{Zip, entry};
use super::fields::{check, record_problem};
use super::plain::plain;
use super::xml::attribute;
use super::{Place, Problem, ProblemKind, ReadOptions, ReadResult, reading};
use quotes::{Styles, style_of, styles};

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
    let quotes = if options.draft { quote_styles(zip, body, &xml, options.largest) } else { Styles::new() };
    let (mut text, notes) = text(&xml, &quotes);
    let mut unread = notes.clone();
    if options.draft {
        for passage in beside_the_body(zip, body, &xml, &quotes, options.largest) {
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

/// The styles of block quotations: `.docx` declares its styles in a part of their own, `.odt` those made by hand in the body.
fn quote_styles(zip: &mut Zip, body: &str, xml: &[u8], largest: usize) -> Styles {
    let is_word = body.starts_with("word/");
    let part = entry(zip, if is_word { "word/styles.xml" } else { "styles.xml" }, largest).unwrap_or_default();
    styles(&[&part, if is_word { &[] } else { xml }])
}

/// Elements that hold no words of the article: deletions, comments, notes, drawings' descriptions, generated indexes, earlier styles.
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
    "pPrChange",
];

/// The words of a document, its paragraphs parted by blank lines, those of these styles between quotation marks; with a note when
/// the file ends early.
fn text(xml: &[u8], quotes: &Styles) -> (String, Vec<String>) {
    let is_word = xml.windows(6).take(4_000).any(|w| w == b"<w:doc" || w == b"w:body");
    let mut words = Words::new(quotes, is_word);
    let mut notes = Vec::new();
    let source = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&source);
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => words.hear(event),
            Err(error) => {
                notes.push(format!("the document is damaged: {error}; read as far as it goes"));
                break;
            }
        }
    }
    while !words.open.is_empty() {
        words.end_paragraph();
    }
    words.out.truncate(words.out.trim_end().len());
    (words.out, notes)
}

/// A document as far as it is read.
struct Words<'s> {
    out: String,
    /// elements without words of the article that are open
    skipped: usize,
    /// in .docx only w:t holds words; in .odt all that stands in a paragraph
    is_word: bool,
    in_word: usize,
    /// paragraphs that are open, the inner ones last, and whether each is a quotation's. A box with paragraphs of its own may be tied
    /// to the middle of another paragraph: they come behind it, so that no sentence is torn
    open: Vec<(String, bool)>,
    /// inner ones that are closed
    inner: Vec<String>,
    /// styles of block quotations
    quotes: &'s Styles,
}

impl<'s> Words<'s> {
    fn new(quotes: &'s Styles, is_word: bool) -> Self {
        Words { out: String::new(), skipped: 0, is_word, in_word: 0, open: Vec::new(), inner: Vec::new(), quotes }
    }

    fn hear(&mut self, event: Event) {
        match event {
            Event::Start(element) => self.start(&element),
            Event::End(_) if self.skipped > 0 => self.skipped -= 1,
            Event::End(element) => match element.local_name().as_ref() {
                "p" | "h" => self.end_paragraph(),
                "t" => self.in_word = self.in_word.saturating_sub(1),
                _ => {}
            },
            Event::Empty(element) if self.skipped == 0 => self.mark(&element),
            _ if self.skipped > 0 || if self.is_word { self.in_word == 0 } else { self.open.is_empty() } => {}
            Event::Text(words) => self.words().push_str(&words.xml10_content()),
            Event::CData(words) => self.words().push_str(&words.xml10_content()),
            Event::GeneralRef(name) => self.words().extend(reference(&name)),
            _ => {}
        }
    }

    fn start(&mut self, element: &BytesStart) {
        let name = local(element);
        if self.skipped > 0 || SKIPPED.contains(&name.as_str()) {
            self.skipped += 1;
            return;
        }
        match name.as_str() {
            "p" | "h" => {
                let is_quote = self.is_quotes(element);
                self.open.push((String::new(), is_quote));
            }
            "t" => self.in_word += 1,
            _ => self.mark(element),
        }
    }

    fn is_quotes(&self, element: &BytesStart) -> bool {
        !self.quotes.is_empty() && style_of(element).is_some_and(|style| self.quotes.contains(&style))
    }

    /// Where the next words go.
    fn words(&mut self) -> &mut String {
        self.open.last_mut().map_or(&mut self.out, |(words, _)| words)
    }

    /// Breaks, tabs, runs of blanks and the style of a paragraph are elements.
    fn mark(&mut self, element: &BytesStart) {
        match local(element).as_str() {
            "br" | "cr" | "line-break" => self.words().push('\n'),
            "tab" => self.words().push('\t'),
            "s" => {
                let count = attribute(element, "c").and_then(|count| count.parse().ok()).unwrap_or(1_usize);
                self.words().extend(std::iter::repeat_n(' ', count.min(100)));
            }
            "noBreakHyphen" => self.words().push('‑'),
            "pStyle" if self.is_quotes(element) => {
                if let Some((_, is_quote)) = self.open.last_mut() {
                    *is_quote = true;
                }
            }
            _ => {}
        }
    }

    fn end_paragraph(&mut self) {
        let Some((mut paragraph, is_quote)) = self.open.pop() else { return };
        if is_quote {
            paragraph = quoted(paragraph.trim());
        }
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
fn beside_the_body(
    zip: &mut Zip,
    body: &str,
    xml: &[u8],
    quotes: &Styles,
    largest: usize,
) -> Vec<Result<String, String>> {
    let parts = ["word/footnotes", "word/endnotes", "word/header", "word/footer"];
    let is_part = |name: &String| parts.iter().any(|part| name.starts_with(part)) && name.ends_with(".xml");
    let mut names: Vec<String> = zip.file_names().flatten().map(Cow::into_owned).filter(is_part).collect();
    names.sort_unstable();
    let mut passages = Vec::new();
    // in .odt, notes stand in the body, headers among the styles
    if !body.starts_with("word/") {
        passages.push(Ok(inside(xml, "text:note-body", quotes)));
        let styles = || zip.file_names().flatten().any(|name| name == "styles.xml");
        names = if styles() { vec!["styles.xml".to_owned()] } else { Vec::new() };
    }
    for name in names {
        passages.push(match entry(zip, &name, largest) {
            Ok(xml) if name == "styles.xml" => {
                Ok(["style:header", "style:footer"].map(|of| inside(&xml, of, quotes)).join("\n\n"))
            }
            Ok(xml) => match text(&xml, quotes) {
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
fn inside(xml: &[u8], element: &str, quotes: &Styles) -> String {
    let xml = String::from_utf8_lossy(xml);
    let (open, close) = (format!("<{element}"), format!("</{element}>"));
    let stretches = xml.split(&open).skip(1).filter_map(|rest| rest.split_once('>')?.1.split(&close).next());
    stretches.map(|stretch| text(format!("<x>{stretch}</x>").as_bytes(), quotes).0).collect::<Vec<_>>().join("\n\n")
}

fn local(element: &BytesStart) -> String {
    element.local_name().as_ref().to_owned()
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
        assert_eq!(text(xml.as_bytes(), &Styles::new()).0, "“No,” she & he said.\nTwice.\n\nCell");
    }

    #[test]
    fn paragraphs_in_a_style_of_quotations_get_the_marks_that_they_lack() {
        let xml = "<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>Quist wrote:</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val='Quote'/></w:pPr>\
            <w:r><w:t>The pier is shut.</w:t></w:r></w:p><w:p><w:r><w:t>She left.</w:t></w:r></w:p></w:body></w:document>";
        let read = |quotes: &Styles| text(xml.as_bytes(), quotes).0;
        assert_eq!(read(&styles(&[])), "Quist wrote:\n\n“The pier is shut.”\n\nShe left.");
        assert_eq!(read(&Styles::new()), "Quist wrote:\n\nThe pier is shut.\n\nShe left.");
        let xml = "<o><text:p text:style-name='Quotations'>Shut.</text:p><text:p>She left.</text:p></o>";
        assert_eq!(text(xml.as_bytes(), &styles(&[])).0, "“Shut.”\n\nShe left.");
    }

    #[test]
    fn words_of_an_odt() {
        let xml = "<office:document-content><office:body><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Pier shut</text:h>\
            <text:p>“No,”<text:s text:c='2'/>she <text:span>said</text:span>.<text:note><text:p>a note</text:p></text:note><text:line-break/>Twice.</text:p></office:body></office:document-content>";
        assert_eq!(text(xml.as_bytes(), &Styles::new()).0, "Pier shut\n\n“No,”  she said.\nTwice.");
    }

    #[test]
    fn a_box_in_a_paragraph_tears_no_sentence_and_what_moved_stands_once() {
        let xml = "<w:document xmlns:w='x'><w:body><w:p><w:r><w:t>The pier </w:t></w:r><w:r><mc:AlternateContent><mc:Choice>\
            <w:txbxContent><w:p><w:r><w:t>In a box.</w:t></w:r></w:p></w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r>\
            <w:t>In a box.</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>is shut.</w:t></w:r></w:p>\
            <w:moveFrom><w:p><w:r><w:t>Moved.</w:t></w:r></w:p></w:moveFrom><w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc><w:p><w:r>\
            <w:t>Inner</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>Outer</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
            <w:moveTo><w:p><w:r><w:t>Moved.</w:t></w:r></w:p></w:moveTo></w:body></w:document>";
        assert_eq!(
            text(xml.as_bytes(), &Styles::new()).0,
            "The pier is shut.\n\nIn a box.\n\nInner\n\nOuter\n\nMoved."
        );
        let xml = "<office:body><text:p>The pier <draw:frame><draw:text-box><text:p>In a box.</text:p><table:table>\
            <table:table-row><table:table-cell><text:p>Cell</text:p></table:table-cell></table:table-row></table:table>\
            </draw:text-box></draw:frame>is shut.</text:p><text:p>Nobody";
        assert_eq!(text(xml.as_bytes(), &Styles::new()).0, "The pier is shut.\n\nIn a box.\n\nCell\n\nNobody");
    }

    #[test]
    fn entities_do_not_grow() {
        let xml = "<!DOCTYPE d [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><w:document><w:body><w:p><w:r><w:t>&b;No.</w:t></w:r></w:p></w:body></w:document>";
        assert_eq!(text(xml.as_bytes(), &Styles::new()).0, "No.");
    }
}

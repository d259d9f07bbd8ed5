//! Who speaks in a line, as printed at its head ("MAYOR:", "[00:12] Ada Quist:", "VERA HOLM, MAYOR OF TERN BAY:") or on a line of its own
//! ("Vera Holm (Tern Bay)", "Ida Strand, engineer").

use super::words::CONSTRUCTIONS;
use crate::document::Document;
use crate::text::Span;

/// Words of a name.
const NAME_WORDS: usize = 4;
/// Words of a label with an office and, in brackets, who holds it; and of what stands behind a name.
const OFFICE_WORDS: usize = 9;

/// A label before a colon.
#[derive(Clone, Copy)]
pub(super) struct Label {
    /// who speaks, with what is said of them
    pub name: Span,
    pub colon: Span,
    /// the words behind it; empty where they stand below
    pub rest: Span,
}

/// The label that a paragraph begins with.
pub(super) fn label(document: &Document, paragraph: usize) -> Option<Label> {
    let whole = document.paragraphs[paragraph];
    let text = whole.of(document.text);
    let head = behind_time(text.trim_start_matches(['"', '“', '‘', '\'', '*', '_', '>', ' ']));
    let start = whole.start + (text.len() - head.len());
    let colon = start + colon(head)?;
    let label = Span::new(start, colon);
    let bracket = label.of(document.text).find(['(', '[']).map_or(colon, |at| start + at);
    // "The Minister for Transport (Ada Quist)" is named in the brackets, "Ada Quist (Tern Bay)" before them
    let of_office = bracket < colon && label.of(document.text).starts_with("The ");
    let name = if of_office { label } else { Span::new(start, bracket) }.trim(document.text);
    let fits = if of_office { is_office(document, name) } else { is_named(document, name) };
    let behind = &document.text[colon + 1..whole.end];
    let marks = behind.len() - behind.trim_start_matches(['*', '_']).len();
    let rest = Span::new(colon + 1 + marks, whole.end);
    let spaced = rest.is_empty() || rest.of(document.text).starts_with(char::is_whitespace);
    let rest = rest.trim(document.text);
    let spoken = document.words_in(rest).len() > 0 || rest.is_empty();
    let label = Label { name, colon: Span::new(colon, colon + 1), rest };
    (fits && spaced && spoken && colon - start < 100).then_some(label)
}

/// The words by which lines of one speaker are told: "VERA HOLM, MAYOR", "The Mayor (Vera Holm)" and "HOLM" are one.
pub(super) fn key(document: &Document, name: Span) -> String {
    let words = name.of(document.text);
    let held = words.strip_suffix(')').and_then(|words| words.rsplit_once('('));
    let bare = held.map_or(before_description(words), |(_, holder)| holder);
    bare.split_whitespace().next_back().unwrap_or(bare).to_lowercase()
}

/// "Ada Quist", "Speaker 1", "VERA HOLM, MAYOR OF TERN BAY": capitalised words and, behind a comma, what they are.
fn is_named(document: &Document, name: Span) -> bool {
    let words = name.of(document.text);
    let bare = before_description(words);
    let behind = document.words_in(Span::new(name.start + bare.len(), name.end));
    let count = behind.len();
    let clause = behind.into_iter().any(|word| CONSTRUCTIONS.clause_words.has(&word.lower));
    is_capitalised(document, Span::new(name.start, name.start + bare.len())) && count <= OFFICE_WORDS && !clause
}

fn is_capitalised(document: &Document, name: Span) -> bool {
    let words = document.words_in(name);
    let number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    (1..=NAME_WORDS).contains(&words.len())
        && words.enumerate().all(|(n, word)| {
            let word = word.span.of(document.text);
            word.starts_with(char::is_uppercase) || n > 0 && number(word)
        })
}

/// "The Minister for Transport (Ada Quist)"
fn is_office(document: &Document, name: Span) -> bool {
    let words = document.words_in(name);
    let small = |word: &str| matches!(word, "of" | "for" | "the" | "and");
    (1..=OFFICE_WORDS).contains(&words.len())
        && words.into_iter().all(|word| {
            let word = word.span.of(document.text);
            word.starts_with(char::is_uppercase) || small(word)
        })
}

/// The words before the comma, bracket or dash behind which it says who somebody is.
fn before_description(words: &str) -> &str {
    let end = [", ", " (", " [", " – ", " — ", " - "].iter().filter_map(|sign| words.find(sign)).min();
    &words[..end.unwrap_or(words.len())]
}

/// A name that fills a paragraph.
#[derive(Clone, Copy)]
pub(super) struct NameLine {
    pub name: Span,
    /// of two words and more
    pub is_full: bool,
    /// it says who they are: "Ida Strand, engineer"
    pub is_described: bool,
}

/// The name that a paragraph is, without a colon: "Vera Holm (Tern Bay)", "IDA STRAND, ENGINEER", "Mara Quill 00:12".
pub(super) fn name_line(document: &Document, paragraph: usize) -> Option<NameLine> {
    let whole = document.paragraphs[paragraph];
    let text = whole.of(document.text).trim_matches(['*', '_']);
    // "Mara Quill  00:12"
    let text = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':').trim_end();
    let start = whole.start + (whole.len() - whole.of(document.text).trim_start_matches(['*', '_']).len());
    let name = Span::new(start, start + text.len());
    if name.len() > 120 || text.ends_with(['.', '?', '!', ':', ';', ',', '…']) || text.contains(['"', '“', '”', '\n'])
    {
        return None;
    }
    let bare = before_description(text);
    let first = document.words_in(name).next()?;
    let of_office = bare.len() < text.len() && text.ends_with(')') && text.starts_with("The ");
    let bracket = text.find(" (").filter(|_| !of_office).unwrap_or(text.len());
    let name = Span::new(start, start + bracket);
    let fits = if of_office { is_office(document, name) } else { is_named(document, name) };
    let named = of_office || !CONSTRUCTIONS.not_names.has(&first.lower);
    let is_full = bare.split_whitespace().nth(1).is_some();
    let is_described = text[bare.len()..].starts_with(", ");
    (fits && named).then_some(NameLine { name, is_full, is_described })
}

/// The first colon outside brackets.
fn colon(head: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, c) in head.char_indices().take(120) {
        match c {
            '(' | '[' => open += 1,
            ')' | ']' => open = open.saturating_sub(1),
            ':' if open == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// Without the time that recordings print before a label: "[00:01:02] ", "00:12 ".
fn behind_time(head: &str) -> &str {
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
    let bare = head.trim_start_matches(['[', '(']);
    let behind = bare.trim_start_matches(is_time);
    let time = &bare[..bare.len() - behind.len()];
    let behind = behind.trim_start_matches([']', ')']).trim_start_matches([' ', '\t', '-', '–', '—']);
    if time.contains(':') && time.len() > 3 { behind } else { head }
}

//! Attributions that the layout makes, without a verb: lines of a dialogue (`MAYOR: We are ready.`) and signed
//! quotations (`“We are ready.” — Ada Quist`). The encoder reads sentences and misses them.

use std::collections::BTreeMap;

use super::thresholds::THRESHOLDS;
use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;

/// A dialogue has at least this many labelled lines; fewer are headlines and lists.
const DIALOGUE_LINES: usize = 4;
const LABEL_WORDS: usize = 4;
const NAME_WORDS: usize = 8;
/// Words a signed quotation has at least.
const QUOTATION_WORDS: usize = 4;

/// Attributions by layout, in the order of the text.
pub fn attributions(document: &Document) -> Vec<Attribution> {
    let mut found = dialogue(document);
    found.extend(signed_quotations(document));
    found.sort_by_key(|a| a.content.first().copied());
    found
}

/// Paragraphs that begin with a speaker's label and a colon, when the labels come again as they do in an interview.
fn dialogue(document: &Document) -> Vec<Attribution> {
    let lines: Vec<(Span, Span, Span)> = document.paragraphs.iter().filter_map(|&p| label(document, p)).collect();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (name, ..) in &lines {
        *names.entry(name.of(document.text)).or_default() += 1;
    }
    let repeated: usize = names.values().filter(|n| **n > 1).sum();
    if lines.len() < DIALOGUE_LINES || repeated * 2 < lines.len() || names.len() < 2 {
        return Vec::new();
    }
    lines
        .into_iter()
        .map(|(name, colon, rest)| Attribution {
            source: vec![name],
            cue: vec![colon],
            content: vec![rest],
            confidence: THRESHOLDS.layout,
        })
        .collect()
}

/// The label, its colon and the words after it.
fn label(document: &Document, paragraph: Span) -> Option<(Span, Span, Span)> {
    let text = paragraph.of(document.text);
    let head = text.trim_start_matches(['"', '“', '‘', '\'', '*', '_']);
    let start = paragraph.start + (text.len() - head.len());
    let colon = start + head.find(':')?;
    let name = Span::new(start, colon);
    let words = document.words_in(name).len();
    let capital = document.words_in(name).all(|word| word.span.of(document.text).starts_with(char::is_uppercase));
    let rest = Span::new(colon + 1, paragraph.end).trim(document.text);
    let spaced = document.text[colon + 1..].starts_with(char::is_whitespace);
    let fits = (1..=LABEL_WORDS).contains(&words) && name.len() < 60;
    (fits && capital && spaced && document.words_in(rest).len() > 0).then_some((
        name,
        Span::new(colon, colon + 1),
        rest,
    ))
}

/// A quotation that fills its paragraph but for a dash and a name, or is followed by a paragraph of a dash and a name.
fn signed_quotations(document: &Document) -> Vec<Attribution> {
    let mut found = Vec::new();
    for quotation in &document.quotations {
        if quotation.close.is_none() || document.words_in(quotation.inside).len() < QUOTATION_WORDS {
            continue;
        }
        let index = document.paragraph_of(quotation.open.start);
        let paragraph = document.paragraphs[index];
        let end = quotation.whole().end;
        if paragraph.start != quotation.open.start || end > paragraph.end {
            continue;
        }
        let mut line = Span::new(end, paragraph.end).trim(document.text);
        if line.is_empty() {
            let Some(next) = document.paragraphs.get(index + 1) else { continue };
            line = *next;
        }
        if let Some((dash, name)) = signature(document, line) {
            found.push(Attribution {
                source: vec![name],
                cue: vec![dash],
                content: vec![quotation.whole()],
                confidence: THRESHOLDS.layout,
            });
        }
    }
    found
}

/// A dash and a short name or description that begins with a capital.
fn signature(document: &Document, line: Span) -> Option<(Span, Span)> {
    let text = line.of(document.text);
    let name = text.trim_start_matches(['—', '–', '―', '-', '~']);
    let dash = Span::new(line.start, line.start + (text.len() - name.len()));
    let name = Span::new(dash.end, line.end).trim(document.text);
    let words = document.words_in(name).len();
    let named = name.of(document.text).starts_with(char::is_uppercase) && (1..=NAME_WORDS).contains(&words);
    let sentence = name.of(document.text).ends_with(['?', '!', ':', '”', '"']);
    let name = Span::new(name.start, name.start + name.of(document.text).trim_end_matches('.').len());
    (!dash.is_empty() && named && !sentence).then_some((dash, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let document = Document::new(text);
        attributions(&document)
            .into_iter()
            .map(|a| (a.source[0].of(text).to_owned(), a.content[0].of(text).to_owned()))
            .collect()
    }

    #[test]
    fn lines_of_a_dialogue() {
        let text = "HOST: Is the ferry safe?\n\nQUIST: It was tested in May.\n\nHOST: By whom?\n\nQUIST: By us.";
        assert_eq!(found(text).len(), 4);
        assert_eq!(found(text)[1], ("QUIST".to_owned(), "It was tested in May.".to_owned()));
        assert!(found("Price: 4 crowns.\n\nPlace: Town hall.\n\nTime: 8 p.m.\n\nTickets: At the door.").is_empty());
        assert!(found("Quist: ferry is safe\n\nThe ferry was tested.").is_empty());
    }

    #[test]
    fn signed_quotations_have_a_dash() {
        assert_eq!(found("“The ferry never ran on time.” — Ada Quist").len(), 1);
        assert_eq!(found("“The ferry never ran on time.”\n\n– Ada Quist, harbour master").len(), 1);
        assert!(found("“The ferry never ran on time,” said Ada Quist.").is_empty());
        assert!(found("“The ferry never ran on time.”\n\nAda Quist agreed.").is_empty());
    }
}

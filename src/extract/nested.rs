//! A clause about the subject inside a statement: "Quist said the survey, which blamed the contractor, was wrong." The
//! encoder sometimes lets what the survey blamed run on to the end; but "was wrong" is what Quist said.

use super::words::EDGES;
use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;

/// Where the content of one attribution breaks off at a relative clause that is itself an attribution, the words after that
/// clause go back to the first.
pub fn give_back_main_clauses(document: &Document, attributions: &mut [Attribution]) {
    for inner in 0..attributions.len() {
        let [source] = attributions[inner].source[..] else { continue };
        let relative = matches!(source.of(document.text), "which" | "who" | "that");
        let Some(rest) = relative.then(|| main_clause(document, source, &attributions[inner].content)).flatten() else {
            continue;
        };
        let before = |end: usize| document.text.get(end..source.start).is_some_and(|gap| gap.trim() == ",");
        let Some(outer) = attributions.iter().position(|a| a.content.last().is_some_and(|c| before(c.end))) else {
            continue;
        };
        attributions[outer].content.push(rest);
        let content = &mut attributions[inner].content;
        content.retain(|piece| piece.start < rest.start);
        if let Some(last) = content.last_mut() {
            last.end = last.end.min(rest.start);
            *last = Span::new(last.start, last.start + last.of(document.text).trim_end_matches([',', ' ']).len());
        }
    }
}

/// What follows the comma after which a finite verb stands, to the end of the content, in the sentence of `source`.
fn main_clause(document: &Document, source: Span, content: &[Span]) -> Option<Span> {
    let sentence = document.sentence_of(source.start)?;
    let end = content.last()?.end;
    if content.first()?.start < source.end || end > sentence.end {
        return None;
    }
    let comma = content.iter().find_map(|piece| {
        let words = piece.of(document.text);
        words
            .match_indices(", ")
            .map(|(i, _)| piece.start + i)
            .find(|&at| document.words_in(Span::new(at, end)).next().is_some_and(|word| EDGES.finite.has(&word.lower)))
    })?;
    Some(Span::new(document.words_in(Span::new(comma, end)).next()?.span.start, end))
}

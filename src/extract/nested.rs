//! A clause about the subject inside a statement: "Quist said the survey, which blamed the contractor, was wrong." The
//! encoder sometimes lets what the survey blamed run on to the end; but "was wrong" is what Quist said.

use super::page::Page;
use crate::statement::Attribution;
use crate::text::Span;

/// Verbs that can only go on with the main clause after a relative clause and its comma.
const FINITE: &[&str] = &[
    "are", "aren't", "can", "cannot", "could", "did", "didn't", "does", "doesn't", "had", "has", "have", "is", "isn't",
    "may", "might", "must", "should", "was", "wasn't", "were", "weren't", "will", "won't", "would",
];

/// Where the content of one attribution breaks off at a relative clause that is itself an attribution, the words after that
/// clause go back to the first.
pub fn give_back_main_clauses(page: &Page, attributions: &mut [Attribution]) {
    for inner in 0..attributions.len() {
        let [source] = attributions[inner].source[..] else { continue };
        let relative = matches!(source.of(page.text), "which" | "who" | "that");
        let Some(rest) = relative.then(|| main_clause(page, source, &attributions[inner].content)).flatten() else {
            continue;
        };
        let before = |end: usize| page.text.get(end..source.start).is_some_and(|gap| gap.trim() == ",");
        let Some(outer) = attributions.iter().position(|a| a.content.last().is_some_and(|c| before(c.end))) else {
            continue;
        };
        attributions[outer].content.push(rest);
        let content = &mut attributions[inner].content;
        content.retain(|piece| piece.start < rest.start);
        if let Some(last) = content.last_mut() {
            last.end = last.end.min(rest.start);
            *last = Span::new(last.start, last.start + last.of(page.text).trim_end_matches([',', ' ']).len());
        }
    }
}

/// What follows the comma after which a finite verb stands, to the end of the content, in the sentence of `source`.
fn main_clause(page: &Page, source: Span, content: &[Span]) -> Option<Span> {
    let sentence = page.sentence_of(source.start)?;
    let end = content.last()?.end;
    if content.first()?.start < source.end || end > sentence.end {
        return None;
    }
    let comma = content.iter().find_map(|piece| {
        let words = piece.of(page.text);
        words.match_indices(", ").map(|(i, _)| piece.start + i).find(|&at| {
            let next = page.words_in(Span::new(at, end)).first().map(|w| w.of(page.text).to_lowercase());
            next.is_some_and(|w| FINITE.contains(&w.replace('’', "'").as_str()))
        })
    })?;
    Some(Span::new(page.words_in(Span::new(comma, end)).first()?.start, end))
}

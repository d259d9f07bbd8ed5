//! What is no statement, though the encoder may take it for one.

use super::acts::ReadCue;
use super::kind::quoted_words;
use super::repair::Found;
use super::words::{EDGES, WORDS};
use crate::document::Document;
use crate::document::furniture::Part;
use crate::statement::Attribution;
use crate::thresholds::THRESHOLDS;

/// A quotation of fewer words without a cue is a title, a nickname or a scare quote.
const LONE_QUOTATION_WORDS: usize = 4;

/// A line of fewer words without a full stop is a heading.
const HEADING_WORDS: usize = 14;

/// Why an attribution is not kept; none when it is a statement.
pub fn refusal(document: &Document, attribution: &Attribution, reading: ReadCue, found: Found) -> Option<&'static str> {
    if attribution.cue.iter().any(|c| document.part_of(c.start).is_furniture()) {
        return Some("page furniture");
    }
    let in_caption = attribution.content.first().is_some_and(|c| matches!(document.part_of(c.start), Part::Caption(_)));
    if in_caption && (!reading.known || attribution.source.is_empty()) {
        return Some("a caption that attributes nothing");
    }
    if is_in_caption(document, attribution) {
        return Some("a caption");
    }
    if attribution.source.first().is_some_and(|s| WORDS.manners.has(&s.of(document.text).to_lowercase())) {
        return Some("how something is done, not who said it");
    }
    if is_addressed(document, attribution) {
        return Some("who is addressed, not who said it");
    }
    let (inside, outside) = quoted_words(document, &attribution.content);
    let opening: Vec<&str> =
        attribution.content.first().map_or(Vec::new(), |c| c.of(document.text).split_whitespace().take(4).collect());
    if reading.negated && matches!(opening[..], ["to", "comment"] | ["comment"]) {
        return Some("that nothing was said");
    }
    if is_condition(document, attribution) {
        return Some("how a source wished to be named");
    }
    if inside == 0 && attribution.confidence < THRESHOLDS.heading && in_heading(document, attribution) {
        return Some("a heading that attributes nothing");
    }
    if is_torn(document, attribution) {
        return Some("two lines or half a word taken for a source and its cue");
    }
    let unsourced = attribution.source.is_empty();
    if unsourced && attribution.cue.iter().any(|c| c.of(document.text).to_lowercase().ends_with("known as")) {
        return Some("a name or scare quote in quotation marks");
    }
    // a name on a line of its own needs no cue
    if attribution.cue.is_empty() && inside < LONE_QUOTATION_WORDS && found != Found::Layout {
        return Some("words without a cue or a quotation");
    }
    if unsourced && !reading.known && outside == 0 && inside < LONE_QUOTATION_WORDS {
        return Some("a name or scare quote in quotation marks");
    }
    None
}

/// "Harbour law would ban nets" and, on the next line, "Opinion: …": a colon belongs to the words before it. And half a
/// compound is no source ("union-led").
fn is_torn(document: &Document, attribution: &Attribution) -> bool {
    let (Some(source), Some(cue)) = (attribution.source.last(), attribution.cue.first()) else { return false };
    let Some(between) = document.text.get(source.end..cue.start) else { return false };
    let colon = cue.of(document.text) == ":";
    colon && between.contains('\n') || matches!(between, "-" | "‑")
}

/// "Madam – The pier is sound.": a sign sets how a letter begins apart from its words.
fn is_addressed(document: &Document, attribution: &Attribution) -> bool {
    let [source] = attribution.source[..] else { return false };
    let sign = attribution.cue.iter().all(|c| !c.of(document.text).contains(char::is_alphanumeric));
    sign && document.words_in(source).len() > 0
        && document.words_in(source).all(|word| WORDS.salutations.has(&word.lower))
}

/// "…, in this file photo", "(Photo: Ada Quist)": the sentence describes a picture.
fn is_in_caption(document: &Document, attribution: &Attribution) -> bool {
    let Some(content) = attribution.content.first() else { return false };
    let paragraph = document.paragraphs.get(document.paragraph_of(content.start));
    paragraph.is_some_and(|p| {
        let text = p.of(document.text).to_lowercase();
        text.contains("file photo") || text.split_whitespace().any(|word| WORDS.pictures.has(word))
    })
}

/// "What residents say": a short paragraph that is no sentence.
fn in_heading(document: &Document, attribution: &Attribution) -> bool {
    let at = attribution.content.first().map_or(0, |c| c.start);
    document.paragraphs.get(document.paragraph_of(at)).is_some_and(|&paragraph| {
        let text = paragraph.of(document.text);
        text.ends_with(|c: char| c.is_alphanumeric()) && document.words_in(paragraph).len() < HEADING_WORDS
    })
}

/// "asked not to be named, because …", "on condition of anonymity": says how the source may be cited, not what it stated.
fn is_condition(document: &Document, attribution: &Attribution) -> bool {
    let [content] = attribution.content[..] else { return false };
    let words: Vec<String> = content.of(document.text).split_whitespace().take(9).map(str::to_lowercase).collect();
    let words: Vec<&str> = words.iter().map(|w| w.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let named = |w: &&str| EDGES.cover.has(w);
    let ends = words.len() < 9 || words.contains(&"because") || words.contains(&"as");
    ends && words.iter().any(named)
        && matches!(
            words[..],
            ["not", "to", "be", ..]
                | ["to", "remain" | "stay" | "be", ..]
                | ["anonymity", ..]
                | ["that", "he" | "she" | "they", "not", ..]
        )
}

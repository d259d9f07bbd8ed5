//! Statements that a clause hands on to another speaker: "The bridge is closed — a position reaffirmed on Monday by
//! the mayor". The words stand before the dash, the cue is the whole "a position reaffirmed … by".

use std::sync::LazyLock;

use regex::Regex;

use super::words::{CONSTRUCTIONS, EDGES};
use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

/// Words of a source at most ("Kremlin spokesman Dmitry Peskov").
const SOURCE_WORDS: usize = 12;
/// Words of the clause at least, for less is a noun and no statement.
const CLAUSE_WORDS: usize = 3;

static ECHO: LazyLock<Regex> = LazyLock::new(|| {
    let (nouns, verbs) = (CONSTRUCTIONS.echo_nouns.alternatives(), CONSTRUCTIONS.echo_verbs.alternatives());
    let adverbs = CONSTRUCTIONS.echo_adverbs.alternatives();
    Regex::new(&format!(
        r"(?x) (?:\s*[—–]\s*|,\s|\s-{{1,2}}\s|\s\()
        (?<cue> (?:an?|the)\s (?:\w+\s){{0,2}}? (?:{nouns})s?\s (?:(?:{adverbs})\s){{0,2}} (?:{verbs})\s (?:[\w’'-]+\s){{0,5}}? by ) \s"
    ))
    .expect("words of the lexicon make a pattern")
});

/// The echoes of a text, in order.
pub fn attributions(document: &Document) -> Vec<Attribution> {
    document.sentences.iter().flat_map(|&sentence| in_sentence(document, sentence)).collect()
}

fn in_sentence(document: &Document, sentence: Span) -> Option<Attribution> {
    let text = sentence.of(document.text);
    // most sentences have no such noun: do not run the pattern over a 5 MB line for nothing
    let found = ECHO.captures(text)?;
    let cue = found.name("cue")?;
    let end = sentence.start + found.get(0)?.start();
    let cue = Span::new(sentence.start + cue.start(), sentence.start + cue.end());
    let source = source(document, Span::new(cue.end, sentence.end))?;
    let content = clause(document, Span::new(sentence.start, end))?;
    Some(Attribution { source: vec![source], cue: vec![cue], content: vec![content], confidence: THRESHOLDS.echo })
}

/// From behind "by" to the next sign.
fn source(document: &Document, rest: Span) -> Option<Span> {
    let end = rest.of(document.text).find(['—', '–', ',', ';', ':', ')', '(', '?', '!']).unwrap_or(rest.len());
    let mut source = Span::new(rest.start, rest.start + end).trim(document.text);
    if source.end == rest.end {
        source.end -= source.of(document.text).len() - source.of(document.text).trim_end_matches(['.', '”', '"']).len();
    }
    (1..=SOURCE_WORDS).contains(&document.words_in(source).len()).then_some(source)
}

/// The clause that ends where the echo begins: from the last comma, or from the start of the sentence, conjunctions left out.
fn clause(document: &Document, before: Span) -> Option<Span> {
    let words = before.of(document.text);
    let start =
        words.rfind([',', ';', '—', '–', ':']).map_or(0, |i| i + words[i..].chars().next().map_or(1, char::len_utf8));
    let mut clause = Span::new(before.start + start, before.end).trim(document.text);
    let mut words = document.words_in(clause);
    let first = words.next()?;
    if EDGES.conjunctions.has(&first.lower) {
        clause.start = words.next()?.span.start;
    }
    (document.words_in(clause).len() >= CLAUSE_WORDS).then_some(clause)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, String, String)> {
        let document = Document::new(text);
        attributions(&document)
            .first()
            .map(|a| (a.content[0].of(text).to_owned(), a.cue[0].of(text).to_owned(), a.source[0].of(text).to_owned()))
    }

    #[test]
    fn the_clause_before_is_the_content() {
        let text = "Repairs will take years, as the port does not own the bridge — a view repeated last week by harbour master Ada Quist — and has no money.";
        let (content, cue, source) = found(text).unwrap();
        assert_eq!(content, "the port does not own the bridge");
        assert_eq!(cue, "a view repeated last week by");
        assert_eq!(source, "harbour master Ada Quist");
    }

    #[test]
    fn a_noun_that_names_no_statement_is_left_alone() {
        assert!(found("The bridge is closed, a road used by the ferry company.").is_none());
        assert!(found("The bridge, a view shared by Ada Quist.").is_none());
    }
}

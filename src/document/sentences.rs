//! Where sentences begin and end.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::{List, read};
use crate::text::Span;

/// The sentences of one paragraph, in order, together covering all of it but the white space between them.
///
/// A full stop, question or exclamation mark ends a sentence when space and something that can begin one follow, and
/// the word before is no abbreviation or initial. Closing marks and brackets belong to the sentence that they close.
pub fn sentences(text: &str, paragraph: Span) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = paragraph.start;
    let body = paragraph.of(text);
    let mut chars = body.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if !matches!(c, '.' | '!' | '?' | '…' | '\u{3002}') {
            continue;
        }
        let stop = paragraph.start + at;
        let mut end = stop + c.len_utf8();
        while let Some(&(i, n)) = chars.peek() {
            if !matches!(n, '.' | '!' | '?' | '…' | '"' | '”' | '’' | '\'' | '»' | ')' | ']' | '“') {
                break;
            }
            // an opening curly mark closes only in German style, where a space or the end follows
            let after = body[i + n.len_utf8()..].chars().next();
            if n == '“' && after.is_some_and(|c| !c.is_whitespace()) {
                break;
            }
            chars.next();
            end = paragraph.start + i + n.len_utf8();
        }
        let rest = &text[end..paragraph.end];
        let next = rest.trim_start();
        if next.is_empty() {
            break;
        }
        if rest.len() == next.len() || !can_begin(next) {
            continue;
        }
        if c == '.' && is_abbreviation(&text[start..stop], next) {
            continue;
        }
        out.push(Span::new(start, end));
        start = end + (rest.len() - next.len());
    }
    if start < paragraph.end {
        out.push(Span::new(start, paragraph.end));
    }
    out
}

fn can_begin(rest: &str) -> bool {
    let mut chars =
        rest.chars().skip_while(|c| matches!(c, '“' | '"' | '‘' | '\'' | '«' | '(' | '[' | '„' | '—' | '–' | ' '));
    chars.next().is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_alphanumeric() || !c.is_lowercase())
}

/// Abbreviations, and words that begin a sentence.
#[derive(Deserialize)]
struct Words {
    before_a_name: List,
    may_end: List,
    starters: List,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| read("sentences.toml", include_str!("../../data/lexicons/sentences.toml")));

fn is_abbreviation(before: &str, next: &str) -> bool {
    let word =
        before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"' | '‘' | '[' | '—' | '–' | '/')).next();
    let word = word.unwrap_or_default();
    let lower = word.to_lowercase();
    // a single letter is an initial ("John F. Kennedy"); "I." ends a sentence, as does "vitamin C. The"
    let mut letters = word.chars();
    let first_next =
        next.split(|c: char| !c.is_alphanumeric()).find(|w| !w.is_empty()).unwrap_or_default().to_lowercase();
    let starts = WORDS.starters.has(&first_next);
    if let (Some(c), None) = (letters.next(), letters.next()) {
        return c.is_uppercase() && c != 'I' && !starts;
    }
    if WORDS.before_a_name.has(&lower) {
        // "no." is a word too
        return lower != "no" || !starts;
    }
    let dotted = word.contains('.') && word.split('.').all(|part| part.chars().count() <= 2);
    (dotted || WORDS.may_end.has(&lower)) && !starts && !next.starts_with(['“', '"', '‘', '«'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(text: &str) -> Vec<&str> {
        sentences(text, Span::new(0, text.len())).into_iter().map(|s| s.of(text)).collect()
    }

    #[test]
    fn ordinary_sentences() {
        assert_eq!(
            split("It rained. Nobody came! Why? Nobody knows…"),
            ["It rained.", "Nobody came!", "Why?", "Nobody knows…"]
        );
    }

    #[test]
    fn abbreviations_and_initials_go_on() {
        let one = "Sen. J. B. Marlow of the U.S. Senate met Dr. Ines Roth at 9 a.m. Monday in Washington, D.C.";
        assert_eq!(split(one), [one]);
        assert_eq!(split("He lives in the U.S. The rest is private.").len(), 2);
        assert_eq!(split("The answer was no. She left.").len(), 2);
    }

    #[test]
    fn closing_marks_belong_to_their_sentence() {
        assert_eq!(split("“It is over.” She left."), ["“It is over.”", "She left."]);
        assert_eq!(split("\"Is it over?\" she asked."), ["\"Is it over?\" she asked."]);
    }

    proptest! {
        #[test]
        fn sentences_cover_all_but_space(text in "[A-Ca-c .!?”“\"]{0,60}") {
            let whole = Span::new(0, text.len()).trim(&text);
            let found = sentences(&text, whole);
            let kept: String = found.iter().map(|s| s.of(&text)).collect::<String>().split_whitespace().collect();
            prop_assert_eq!(kept, whole.of(&text).split_whitespace().collect::<String>());
        }
    }
}

//! A quotation and its source as words that can be laid side by side.

use crate::document::tokens::{Token, tokens};
use crate::text::Span;

/// A word: "don’t" and "10,000" are one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// where it stands
    pub span: Span,
    /// in the form in which words are compared
    pub form: String,
    /// begins with a capital letter
    pub capital: bool,
    /// stands first in a sentence, where a capital tells nothing
    pub first: bool,
    /// between square brackets: the editor's own
    pub bracketed: bool,
}

/// Marks that hold a word together when letters or digits stand right before and behind them.
const INSIDE: [&str; 5] = ["'", "’", "ʼ", ",", "."];

/// The words of a stretch of text, in parts: a new one begins behind each "…", which marks that something is left out.
pub fn parts(text: &str, within: Span) -> Vec<Vec<Word>> {
    let all = tokens(within.of(text));
    let (mut parts, mut part): (Vec<Vec<Word>>, Vec<Word>) = (Vec::new(), Vec::new());
    let mut bracketed = false;
    let mut first = true;
    let mut i = 0;
    while i < all.len() {
        let token = &all[i];
        if let Some(last) = partly_bracketed(&all, i) {
            let words = all[i..=last].iter().filter(|token| !matches!(&*token.lower, "[" | "]"));
            let form = words.clone().map(|t| if t.is_word() { t.folded() } else { mark(t) }).collect();
            let capital = words.clone().next().is_some_and(Token::is_capital);
            let span = Span::new(within.start + token.span.start, within.start + all[last].span.end);
            part.push(Word { span, form, capital, first, bracketed: true });
            first = false;
            i = last + 1;
            continue;
        }
        match &*token.lower {
            _ if token.is_word() => {
                let last = last_of(&all, i);
                let words = &all[i..=last];
                let span = Span::new(within.start + token.span.start, within.start + all[last].span.end);
                let form: String = words.iter().map(|t| if t.is_word() { t.folded() } else { mark(t) }).collect();
                part.push(Word { span, form, capital: token.is_capital(), first, bracketed });
                first = false;
                i = last;
            }
            "[" => bracketed = true,
            "]" => bracketed = false,
            "…" => {
                parts.push(std::mem::take(&mut part));
                first = true;
            }
            "." if all[i..].len() > 2 && all[i + 1..i + 3].iter().all(|t| &*t.lower == ".") => {
                parts.push(std::mem::take(&mut part));
                i += 2;
            }
            mark => first |= matches!(mark, "." | "!" | "?" | ":" | "\"" | "“" | "‘" | "«"),
        }
        i += 1;
    }
    parts.push(part);
    parts.retain(|part| !part.is_empty());
    parts
}

/// The words of a stretch of text.
pub fn words(text: &str, within: Span) -> Vec<Word> {
    parts(text, within).concat()
}

/// Last token of a word that stands partly between square brackets: "[T]he", "resign[ed]". All of it is the editor's.
fn partly_bracketed(all: &[Token], i: usize) -> Option<usize> {
    let adjacent = |from: usize, to: usize| (from..to).all(|k| all[k].span.end == all[k + 1].span.start);
    let is = |k: usize, mark: &str| all.get(k).is_some_and(|token| &*token.lower == mark);
    let is_word = |k: usize| all.get(k).is_some_and(Token::is_word);
    if is(i, "[") && is_word(i + 1) && is(i + 2, "]") && is_word(i + 3) && adjacent(i, i + 3) {
        return Some(last_of(all, i + 3));
    }
    let last = Some(i).filter(|i| is_word(*i)).map(|i| last_of(all, i))?;
    (is(last + 1, "[") && is_word(last + 2) && is(last + 3, "]") && adjacent(last, last + 3)).then_some(last + 3)
}

/// Last token of the word that begins at token `i`.
fn last_of(all: &[Token], i: usize) -> usize {
    let mut last = i;
    while let [mark, next, ..] = &all[last + 1..] {
        let joined = all[last].span.end == mark.span.start && mark.span.end == next.span.start && next.is_word();
        let inside = INSIDE.contains(&&*mark.lower);
        // a comma or a full stop joins digits only
        let digits = !matches!(&*mark.lower, "," | ".") || (all[last].is_number() && next.is_number());
        if !(joined && inside && digits) {
            break;
        }
        last += 2;
    }
    last
}

fn mark(token: &Token) -> &str {
    if matches!(&*token.lower, "’" | "ʼ") { "'" } else { &token.lower }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(text: &str) -> Vec<Vec<String>> {
        let parts = parts(text, Span::new(0, text.len()));
        parts.into_iter().map(|part| part.into_iter().map(|word| word.form).collect()).collect()
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(forms("It isn’t 10,000.5, it’s “Zoë”."), [["it", "isn't", "10,000.5", "it's", "zoe"]]);
        assert_eq!(
            forms("the [Belgora] dam … and [...] the levy"),
            [vec!["the", "belgora", "dam"], vec!["and"], vec!["the", "levy"]]
        );
        assert_eq!(forms("[T]he mayor resign[ed] [the] post"), [["the", "mayor", "resigned", "the", "post"]]);
        assert!(forms(" … ").is_empty());
    }
}

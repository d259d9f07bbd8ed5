//! Which words tell somebody who is not named: "some of the parents", "a report by the council", not what was done to it.

use std::sync::LazyLock;

use serde::Deserialize;

use super::{
    lexicon::Flags,
    tokens::{Shape, Tokens},
};
use crate::lexicon::{List, read};

#[derive(Deserialize)]
struct Words {
    quantifiers: List,
    owners: List,
    asides: List,
    articles: List,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| read("descriptions.toml", include_str!("../../data/lexicons/descriptions.toml")));

/// The tokens that describe somebody, of a name that heads the source and is made of common words: with how many and whose, and what
/// they are of; without asides.
pub(crate) fn whole(tokens: &Tokens, (first, last): (usize, usize), source: (usize, usize)) -> (usize, usize) {
    let common = |i: usize| tokens.shape(i) == Shape::Lower && !tokens.flags(i).is_small();
    let told = |i: usize| common(i) || owns(tokens, i) || WORDS.quantifiers.has(&tokens.lower(i));
    let Some(head) = (first..last).find(|&i| told(i)) else { return (first, last) };
    let start = behind_articles(tokens, source.0);
    let counted = |i: usize| {
        WORDS.quantifiers.has(&tokens.lower(i))
            || owns(tokens, i)
            || tokens.shape(i) == Shape::Number
            || tokens.flags(i).any(Flags::DETERMINER)
    };
    if start > first || !(start..first).all(counted) {
        return (first, last);
    }
    // "some parents", of which only "some" was seen; "senior Kestrian official", of which only "senior"
    let word = |i: usize| {
        common(i) || matches!(tokens.shape(i), Shape::Capital | Shape::Caps) && (i + 1..source.1).any(common)
    };
    let cut = (first..last).all(|i| counted(i) || told(i)) && last < source.1 && word(last);
    let noun = cut.then(|| (last..source.1).take_while(|&i| word(i)).last()).flatten();
    (start, end(tokens, head + 1, noun.map_or(last, |i| i + 1), source.1))
}

/// The tokens of a source that describe who speaks, where no name stands for them.
pub(crate) fn of_source(tokens: &Tokens, (first, last): (usize, usize)) -> (usize, usize) {
    let start = behind_articles(tokens, first).min(last);
    let head = (start..last).find(|&i| tokens.shape(i) != Shape::Mark).unwrap_or(start);
    (start, end(tokens, head + 1, last, last).min(last))
}

/// One past the last token: behind the last of the name's own and the phrases that go on from it, before an aside.
fn end(tokens: &Tokens, from: usize, last: usize, source_end: usize) -> usize {
    let sentence = tokens.list.get(from.saturating_sub(1)).map(|t| t.sentence);
    let aside = |i: usize| {
        tokens.is_mark(i, &[',', '(', '—', '–', ';', ':', '“', '"'])
            || WORDS.asides.has(&tokens.lower(i))
            || tokens.list.get(i).map(|t| t.sentence) != sentence
    };
    if let Some(cut) = (from..last).find(|&i| aside(i)) {
        return cut;
    }
    let goes_on = tokens.flags(last).any(Flags::PREPOSITION) || tokens.lower(last + 1) == "by";
    if last >= source_end || !goes_on || aside(last) {
        return last;
    }
    (last..source_end).find(|&i| aside(i)).unwrap_or(source_end)
}

fn behind_articles(tokens: &Tokens, first: usize) -> usize {
    (first..tokens.len()).find(|&i| !WORDS.articles.has(&tokens.lower(i))).unwrap_or(first)
}

fn owns(tokens: &Tokens, i: usize) -> bool {
    WORDS.owners.has(&tokens.lower(i))
}

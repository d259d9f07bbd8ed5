//! Names with their short form in brackets behind them: "Rural Rights Network (RRN)".
//!
//! After Schwartz & Hearst (2003): the letters are looked for in the words before the bracket; here they must be those of capitalised
//! words. A short form of another language's words stands for what follows the article.

use super::{
    lexicon::{Flags, fold},
    tokens::{Shape, Tokens},
};
use crate::clues::NameSpan;

/// A name and the letters that stand for it.
pub(crate) struct Abbreviation {
    /// first and one past the last token of the name, without the bracket
    pub name: (usize, usize),
    /// folded
    pub letters: String,
}

/// All of an article, in the order of the text. `names`: what the encoder found, in order.
pub(crate) fn abbreviations(tokens: &Tokens, names: &[NameSpan]) -> Vec<Abbreviation> {
    let bracket = |open: &usize| {
        tokens.is_mark(*open, &['(']) && tokens.shape(open + 1) == Shape::Caps && tokens.is_mark(open + 2, &[')'])
    };
    (1..tokens.len().saturating_sub(2)).filter(bracket).filter_map(|open| abbreviation(tokens, names, open)).collect()
}

/// The tokens of the name for which one token of capitals stands.
pub(crate) fn written_out(
    tokens: &Tokens,
    (first, last): (usize, usize),
    known: &[Abbreviation],
) -> Option<(usize, usize)> {
    if first + 1 != last || tokens.shape(first) != Shape::Caps {
        return None;
    }
    let folded = fold(tokens.word(first));
    let letters = folded.trim_end_matches('.');
    known.iter().find(|a| a.letters == letters).map(|a| a.name)
}

/// The name before the bracket at token `open`.
fn abbreviation(tokens: &Tokens, names: &[NameSpan], open: usize) -> Option<Abbreviation> {
    let letters = fold(tokens.word(open + 1)).trim_end_matches('.').to_owned();
    if !(2..=8).contains(&letters.chars().count()) {
        return None;
    }
    let inside = |i: &usize| {
        let small = tokens.shape(*i) == Shape::Lower
            && tokens.flags(*i).any(Flags::PREPOSITION | Flags::CONJUNCTION | Flags::DETERMINER);
        tokens.list[*i].sentence == tokens.list[open].sentence
            && (tokens.list[*i].is_capital()
                || small
                || tokens.is_mark(*i, &[',', '&', '-'])
                || tokens.shape(*i) == Shape::Possessive)
    };
    let run: Vec<usize> = (0..open).rev().take(14).take_while(inside).collect();
    let fits = |from: usize| {
        let initials: String = (from..open)
            .filter(|&i| tokens.list[i].is_capital())
            .filter_map(|i| fold(tokens.word(i)).chars().next())
            .collect();
        let mut rest = initials.chars();
        tokens.list[from].is_capital()
            && initials.starts_with(letters.chars().next().unwrap_or(' '))
            && letters.chars().filter(|c| initials.contains(*c)).all(|c| rest.any(|r| r == c))
    };
    // "the Norland minister Ida Havel (NLP)": a party behind a person
    let is_person = |first: usize| {
        let span = tokens.span(first, open);
        let near = names.partition_point(|n| n.span.end <= span.start);
        names[near..].iter().take_while(|n| n.span.start < span.end).any(|n| n.person)
            || (first..open).any(|i| tokens.flags(i).any(Flags::OFFICE | Flags::HONORIFIC))
    };
    let by_letters = run.iter().copied().filter(|&i| fits(i) && i + 1 < open && !is_person(i)).min_by_key(|&i| {
        let capitals = (i..open).filter(|&k| tokens.list[k].is_capital()).count();
        capitals.abs_diff(letters.chars().count())
    });
    // of another language's letters: what follows the article
    let behind_article = || {
        let first = run.iter().copied().find(|&i| i > 0 && tokens.flags(i - 1).any(Flags::DETERMINER))?;
        let capitals = (first..open).filter(|&k| tokens.list[k].is_capital()).count();
        (tokens.list[first].is_capital() && capitals > 1 && !is_person(first)).then_some(first)
    };
    Some(Abbreviation { name: (by_letters.or_else(behind_article)?, open), letters })
}

//! Where a name begins and ends: the encoder's spans, mended by what their neighbours are; and names that it did not see.

use super::{
    abbreviations::Abbreviation,
    described,
    lexicon::Flags,
    names::{self, is_post_nominal},
    tokens::{Shape, Tokens},
};
use crate::clues::{Clues, NameSpan};
use crate::statement::{Attribution, SpeakerType};
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

/// Tokens of a source that are looked at.
const LONGEST_SOURCE: usize = 60;

/// The bodies named right behind a noun that later stands for them ("the charity Safe Plate … The charity said"), where the encoder saw
/// no name. `nouns`: the words of sources like "the charity".
pub(crate) fn apposed(tokens: &Tokens, clues: &Clues, nouns: &[String]) -> Vec<NameSpan> {
    let capital = |i: usize, of: usize| {
        tokens.list.get(i).is_some_and(|t| t.is_capital() && t.sentence == tokens.list[of].sentence)
            && !tokens.flags(i).any(Flags::HONORIFIC | Flags::OFFICE | Flags::CALENDAR)
            && !tokens.flags(i).is_given()
    };
    let mut out = Vec::new();
    for i in 0..tokens.len() {
        if tokens.shape(i) != Shape::Lower || !nouns.contains(&tokens.lower(i)) || !capital(i + 1, i) {
            continue;
        }
        let end = (i + 1..i + 6).find(|&k| !capital(k, i)).unwrap_or(i + 6);
        let span = tokens.span(i + 1, end);
        if !clues.names.iter().any(|n| n.span.overlaps(span)) {
            out.push(NameSpan { span, person: false, probability: 0.5 });
        }
    }
    out
}

/// "MR." and the like at the head of a label.
pub(crate) fn is_address(tokens: &Tokens, first: usize) -> bool {
    tokens.flags(first).any(Flags::HONORIFIC) || names::is_courtesy(tokens.word(first).trim_end_matches('.'))
}

/// The names in the labels of a transcript ("MR. HALE:"), which the encoder often does not see in capitals.
pub(crate) fn labels(tokens: &Tokens, clues: &Clues, attributions: &[Attribution]) -> Vec<NameSpan> {
    let label = |a: &Attribution| {
        let (first, last) = tokens.range(*a.source.first()?);
        let name = (first + 1..last).find(|&i| tokens.shape(i) != Shape::Mark)?;
        let span = tokens.span(name, last);
        let seen = clues.names.iter().any(|n| n.span.overlaps(span));
        (is_address(tokens, first) && tokens.is_mark(last, &[':']) && !seen).then_some(NameSpan {
            span,
            person: true,
            probability: 0.5,
        })
    };
    attributions.iter().filter_map(label).collect()
}

/// Sources of two to four capitalised words that the encoder takes for a person but for no name ("Faith Bishop").
pub(crate) fn capitals(tokens: &Tokens, clues: &Clues, attributions: &[Attribution]) -> Vec<NameSpan> {
    let name = |(i, a): (usize, &Attribution)| {
        let [source] = a.source[..] else { return None };
        let (first, last) = tokens.range(source);
        let small = Flags::HONORIFIC | Flags::DETERMINER | Flags::OFFICE | Flags::HEAD | Flags::PLURAL | Flags::GROUP;
        let word = |k: usize| tokens.shape(k) == Shape::Capital;
        let fits = (2..=4).contains(&(last - first))
            && (first..last).all(word)
            && !tokens.flags(first).any(small)
            && !tokens.flags(last - 1).any(Flags::PLURAL | Flags::HEAD);
        let seen = clues.names.iter().any(|n| n.span.overlaps(source));
        let person =
            clues.pointers.get(i).is_some_and(|p| p.kind(SpeakerType::Person) >= THRESHOLDS.person_by_capitals);
        (fits && !seen && person).then_some(NameSpan { span: source, person: true, probability: 0.5 })
    };
    attributions.iter().enumerate().filter_map(name).collect()
}

/// The tokens of each name, mended where the encoder's edge is off: a person's name goes on over capitalised words and a
/// nickname in quotation marks and holds no title; what a state or body owns is named with its owner ("Norland’s air force").
pub(crate) fn places(
    tokens: &Tokens,
    names: &[NameSpan],
    clues: &Clues,
    attributions: &[Attribution],
    abbreviations: &[Abbreviation],
) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::with_capacity(names.len());
    let sources = by_token(tokens, attributions, |a| Span::hull(&a.source));
    let cues = by_token(tokens, attributions, |a| a.cue.first().copied());
    for name in names {
        let (first, last) = tokens.range(name.span);
        let (mut first, mut last) = within(tokens, first, last, &cues);
        while last > first + 1 && tokens.shape(last - 1) == Shape::Possessive {
            last -= 1;
        }
        if name.person {
            last = before_brackets(tokens, first, last);
            if let Some(end) = firm_end(tokens, last) {
                last = end;
                while first > 0
                    && (tokens.flags(first - 1).any(Flags::HONORIFIC | Flags::OFFICE)
                        || tokens.is_mark(first - 1, &['.']))
                {
                    first -= 1;
                }
            } else if body_end(tokens, first, last) > last && last == first + 1 {
                last = body_end(tokens, first, last);
            } else {
                first = after_title(tokens, clues, first, last);
                last = name_end(tokens, first, last);
                while last > first + 2 && is_post_nominal(tokens.word(last - 1)) {
                    last -= 1;
                }
                if last > first + 2 && is_honour(tokens, first, last - 1) {
                    last -= 1;
                }
            }
        } else {
            while first + 1 < last && tokens.flags(first).any(Flags::DETERMINER) && !tokens.list[first].is_capital() {
                first += 1;
            }
            while last > first + 1 && tokens.flags(last - 1).any(Flags::RELATIVE) {
                last -= 1;
            }
            first = owner_before(tokens, first);
            last = body_end(tokens, first, last);
            if let Some(whole) = abbreviated(tokens, (first, last), abbreviations) {
                (first, last) = whole;
            } else if let Some(source) = sources.get(first).copied().flatten() {
                (first, last) = described::whole(tokens, (first, last), source);
            }
            (first, last) = within(tokens, first, last, &cues);
        }
        // a name that the one before has grown over is the same name
        let grown = out.last().copied().filter(|&(a, b)| a <= first && last <= b);
        out.push(grown.unwrap_or((first, last)));
    }
    out
}

/// The whole of a name that its short form in brackets tells ("Lamps, Roads and Bridges Norland (LRBN)").
fn abbreviated(
    tokens: &Tokens,
    (first, last): (usize, usize),
    abbreviations: &[Abbreviation],
) -> Option<(usize, usize)> {
    let next = abbreviations.partition_point(|a| a.name.1 <= first);
    let whole = abbreviations.get(next)?.name;
    (whole.0 <= first && last <= whole.1 && tokens.list[first].is_capital()).then_some(whole)
}

/// By token: the tokens of the span of an attribution in which it stands.
fn by_token(
    tokens: &Tokens,
    attributions: &[Attribution],
    span: impl Fn(&Attribution) -> Option<Span>,
) -> Vec<Option<(usize, usize)>> {
    let mut out = vec![None; tokens.len()];
    for (first, last) in attributions.iter().filter_map(span).map(|s| tokens.range(s)) {
        // a source of many pieces may span an article
        let last = last.min(first + LONGEST_SOURCE);
        out[first..last].fill(Some((first, last)));
    }
    out
}

/// A name without marks at its edges, without the bracket that it opens, and without the cue that it runs into.
fn within(tokens: &Tokens, first: usize, last: usize, cues: &[Option<(usize, usize)>]) -> (usize, usize) {
    let (mut first, mut last) = (first, last);
    let stop = |i: usize| {
        tokens.is_mark(i, &['(', '[']) && !(i..last).any(|k| tokens.is_mark(k, &[')', ']']))
            || cues[i].is_some_and(|(from, _)| from == i && tokens.shape(i) == Shape::Lower)
    };
    last = (first + 1..last).find(|&i| stop(i)).unwrap_or(last);
    let edge = |i: usize| tokens.is_mark(i, &['“', '"', '‘', '(', '[', ',', ';', ':', '—', '–']);
    while last > first + 1 && edge(last - 1) {
        last -= 1;
    }
    while first + 1 < last && edge(first) {
        first += 1;
    }
    (first, last)
}

/// One past the last token of a person's name without what stands in brackets behind it: "Piet Dunn (Sella West)".
fn before_brackets(tokens: &Tokens, first: usize, last: usize) -> usize {
    let mut end = last;
    while end > first + 1 && tokens.is_mark(end - 1, &[')']) {
        let Some(open) = (first + 1..end).rev().find(|&i| tokens.is_mark(i, &['('])) else { return last };
        end = open;
    }
    end
}

/// "Ida Havel ONZM": capitals alone behind words that are not.
fn is_honour(tokens: &Tokens, first: usize, at: usize) -> bool {
    tokens.shape(at) == Shape::Caps
        && tokens.word(at).chars().all(char::is_alphabetic)
        && !tokens.flags(at).any(Flags::SUFFIX)
        && (first..at).all(|i| tokens.shape(i) != Shape::Caps || tokens.word(i).contains('.'))
}

/// One past the last token of a person's name: over capitalised words, and over a nickname if a capitalised word follows.
fn name_end(tokens: &Tokens, first: usize, last: usize) -> usize {
    let goes_on = |i: usize| {
        tokens
            .list
            .get(i)
            .is_some_and(|t| t.shape == Shape::Capital && !t.opens && t.sentence == tokens.list[first].sentence)
            && !tokens.flags(i).any(
                Flags::CALENDAR
                    | Flags::VERB
                    | Flags::PREPOSITION
                    | Flags::DETERMINER
                    | Flags::CONJUNCTION
                    | Flags::PRONOUN,
            )
    };
    let mut end = last;
    // "Mara narrates": a name ends in a capitalised word
    let apart = |i: usize| tokens.text[..tokens.list[i].span().start].ends_with(char::is_whitespace);
    while end > first + 1
        && apart(end - 1)
        && tokens.shape(end - 1) == Shape::Lower
        && !tokens.flags(end - 1).any(Flags::SUFFIX | Flags::PARTICLE)
    {
        end -= 1;
    }
    if end < last {
        return end;
    }
    loop {
        // a first name alone, and a last name right behind it
        let given = end == first + 1 && tokens.flags(first).is_given();
        if given && goes_on(end) && tokens.list[end].span().start == tokens.list[end - 1].span().end + 1 {
            end += 1;
            continue;
        }
        let close = (end..end + 6).find(|&i| i > end + 1 && tokens.is_mark(i, &['”', '"', ')', '’', '\'']));
        match close {
            Some(close) if tokens.is_mark(end, &['“', '"', '(', '‘', '\'']) && end + 4 >= close => {
                let after = (close + 1..close + 3).find(|&i| tokens.shape(i) != Shape::Mark);
                // "Piet Dunn (Sella West) (Green)" has no nickname
                match after.filter(|&i| goes_on(i) && !tokens.is_mark(close + 1, &['('])) {
                    Some(i) => end = i + 1,
                    None => return end,
                }
            }
            _ => return end,
        }
    }
}

/// One past the last token of a firm that is called by a person's name ("Pelham & Sons").
fn firm_end(tokens: &Tokens, last: usize) -> Option<usize> {
    let firm = tokens.is_mark(last, &['&']) && tokens.list.get(last + 1).is_some_and(|t| t.is_capital());
    firm.then_some(last + 2)
}

/// True for a name that was taken for a person's and is a firm's or body's.
pub(crate) fn is_firm(tokens: &Tokens, first: usize, last: usize) -> bool {
    (first..last).any(|i| tokens.is_mark(i, &['&']) || tokens.lower(i) == "and")
        && (first..last).any(|i| tokens.is_mark(i, &['&']) || tokens.flags(i).any(Flags::HEAD | Flags::STAND_IN))
}

/// One past the last token of a body's name: "Dorvale" of "Dorvale and Kern Police", "data released by" with what follows.
fn body_end(tokens: &Tokens, first: usize, last: usize) -> usize {
    let capital =
        |i: usize| tokens.list.get(i).is_some_and(|t| t.is_capital() && t.sentence == tokens.list[first].sentence);
    let cut = |i: usize| tokens.flags(i).any(Flags::PREPOSITION | Flags::DETERMINER) || tokens.lower(i) == "and";
    let mut end = last;
    if end > first + 1 && cut(end - 1) {
        while tokens.flags(end).any(Flags::DETERMINER) {
            end += 1;
        }
        let word = |i: usize| matches!(tokens.shape(i), Shape::Lower | Shape::Number) && !tokens.flags(i).is_small();
        let from = end;
        while end < from + 6 && end < tokens.len() && (capital(end) || word(end)) {
            end += 1;
        }
        if end > from {
            return end;
        }
        end = last;
        while end > first + 1 && cut(end - 1) {
            end -= 1;
        }
        return end;
    }
    // "Dorvale" alone is no police, "Dorvale and Kern Police" is
    let head = |i: usize| tokens.flags(i).any(Flags::HEAD | Flags::STAND_IN);
    if last == first + 1
        && capital(first)
        && !head(first)
        && tokens.lower(last) == "and"
        && tokens.shape(first) == Shape::Capital
    {
        let end = (last + 1..last + 5).find(|&i| !capital(i)).unwrap_or(last + 5);
        if end > last + 2 && head(end - 1) {
            return end;
        }
    }
    last
}

/// The first token of a body's name with the state or body that owns it.
fn owner_before(tokens: &Tokens, first: usize) -> usize {
    if first < 2 || tokens.shape(first - 1) != Shape::Possessive || !tokens.list[first - 2].is_capital() {
        return first;
    }
    (0..first - 1)
        .rev()
        .take(4)
        .take_while(|&i| tokens.list[i].is_capital() && !tokens.flags(i).any(Flags::DETERMINER | Flags::CALENDAR))
        .last()
        .unwrap_or(first)
}

/// The first token of a person's name behind a title or dash that was taken for a part of it ("Adv Reyes").
fn after_title(tokens: &Tokens, clues: &Clues, first: usize, last: usize) -> usize {
    let titled = |i: usize| {
        let span = tokens.list[i].span();
        let near = clues.roles.partition_point(|r| r.span.end <= span.start);
        tokens.flags(i).any(Flags::HONORIFIC)
            || clues.roles.get(near).is_some_and(|r| !r.organization && r.span.overlaps(span))
    };
    let mut from = first;
    while from + 1 < last && titled(from) {
        from += 1 + usize::from(tokens.is_mark(from + 1, &['.']));
    }
    let dash = (from..last).rev().find(|&i| {
        tokens.is_mark(i, &['—', '–', ':', ';', '/', ',']) || tokens.is_mark(i, &['-']) && tokens.is_mark(i + 1, &['-'])
    });
    match dash {
        Some(dash) if dash + 2 < last && tokens.is_mark(dash + 1, &['-']) => dash + 2,
        Some(dash) if dash + 1 < last && tokens.list[dash + 1].is_capital() => dash + 1,
        _ if from < last => from,
        _ => first,
    }
}

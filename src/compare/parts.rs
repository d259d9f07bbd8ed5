//! Which part a word plays: auxiliary, negation, verb, name, judgement, relation.

use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::word::Word;
use super::words::opposite;

/// "be", "have", "do" and the modals, where they say nothing of their own.
pub(super) fn is_auxiliary(word: &Word) -> bool {
    matches!(word.lemma.as_str(), "be" | "have" | "do") && word.weight == 0.0 || LEXICON.modals.contains(&word.lower)
}

/// True for "not" and the like, and for "fail to".
pub(super) fn is_negating(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    LEXICON.negations.contains(&word.lemma) || LEXICON.negations.contains(&word.lower) || is_turning(words, at)
}

pub(super) fn is_turning(words: &[Word], at: usize) -> bool {
    LEXICON.turning.contains(&words[at].lemma) && words.get(at + 1).is_some_and(|next| next.lower == "to")
}

/// True where a word is likely a verb, or names an event as its verb does ("resignation").
pub(super) fn is_verb(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    if !LEXICON.verbs.contains(word.lemma.as_str()) {
        return false;
    }
    let inflected = word.lower != word.lemma && !word.lower.ends_with('s');
    let before = words[..at].iter().rev().find(|word| !word.lower.ends_with("ly") && !word.is_punctuation);
    let governed = before.is_some_and(|before| {
        is_auxiliary(before) || CLAUSES.before_verbs.has(&before.lower) || is_negating(words, at - 1)
    });
    let third = word.lower != word.lemma && before.is_some_and(|before| before.is_content() && before.capital);
    inflected || governed || third
}

/// Names and other words that must be the same in both, given names before a last name left out.
pub(super) fn required<'r>(words: &[&'r Word]) -> Vec<&'r Word> {
    let followed = |i: usize| {
        let next = words.get(i + 1).filter(|next| next.capital && words[i].capital && next.is_strange());
        next.is_some_and(|next| next.span.start.saturating_sub(words[i].span.end) <= 1)
    };
    (0..words.len()).filter(|&i| is_hard(words[i]) && !followed(i)).map(|i| words[i]).collect()
}

/// Words that must be the same in both: names, states, numbers, words that few know.
pub(super) fn is_hard(word: &Word) -> bool {
    word.is_strange()
        || word.capital && word.is_rare()
        || word.name
        || word.concept.starts_with("state:")
        || word.number.is_some()
}

/// True for words that may say what happens, as names and states do not.
pub(super) fn is_predicate(word: &Word) -> bool {
    word.weight >= 0.7
        && !word.is_strange()
        && !word.name
        && !LEXICON.things.contains(&word.concept)
        && !word.concept.starts_with("state:")
        && word.number.is_none()
}

/// A verb or a noun such as "subsidiary" that says what one is to another, and not the same the other way round.
pub(super) fn is_relation(words: &[Word], at: usize) -> bool {
    let word = &words[at];
    let noun = LEXICON.one_sided.contains(&word.lemma);
    (noun || is_verb(words, at)) && word.is_content() && !word.capital && !LEXICON.symmetric.contains(&word.lemma)
}

/// True for a word that judges.
pub(super) fn judges(words: &[Word], at: usize) -> bool {
    judged(&words[at]).is_some()
}

/// Axis and side of a judging word; "cleanest" judges as "clean" does.
pub(super) fn judged(word: &Word) -> Option<(&'static str, bool)> {
    let known = |form: &str| LEXICON.judgements.get(form).map(|(axis, high)| (axis.as_str(), *high));
    let stem = word.lower.strip_suffix("est");
    let superlative = stem.and_then(|stem| {
        let y = stem.strip_suffix('i').map(|stem| format!("{stem}y"));
        known(stem).or_else(|| known(&format!("{stem}e"))).or_else(|| y.and_then(|form| known(&form)))
    });
    known(&word.lemma).or_else(|| known(&word.lower)).or(superlative)
}

/// True when the two words cannot both be said of one thing, also those that only judge so: "lawful" and "unlawful".
pub(super) fn contrary(a: &Word, b: &Word) -> bool {
    let judge = || judged(a).zip(judged(b)).is_some_and(|((axis, high), (other, low))| axis == other && high != low);
    let formed = || a.lower.ends_with(&b.lower) || b.lower.ends_with(&a.lower);
    opposite(a, b) || formed() && judge()
}

//! The words of a text as the comparison sees them: lemma, family of the predicate, state meant, number, and how telling the
//! word is.

use std::ops::Range;

use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::word::{Clashes, RARE, Word};
use crate::document::lemma::lemma;
use crate::document::tokens::{Token, tokens};
use crate::lexicon::places::{By, PLACES};
use crate::text::fold::fold;

impl Word {
    /// True for words that general English does not know, which are mostly names.
    pub fn is_strange(&self) -> bool {
        let verb = || !self.capital && LEXICON.verbs.contains(self.lemma.as_str());
        self.weight >= STRANGE && self.concept == self.lemma && !verb()
    }

    /// True for a word with a capital that is a name wherever it stands; no other has a capital where a sentence begins and none
    /// elsewhere.
    pub fn is_known_name(&self) -> bool {
        let plain = self.weight == 0.0 || LEXICON.verbs.contains(self.lemma.as_str());
        let known = || self.is_strange() || self.concept.starts_with("state:") || PLACES.is_place(&self.lower);
        self.capital && (self.name || !plain && known())
    }
}

/// Least weight of a word that names what happens.
pub(super) const EVENT: f64 = 0.8;
/// Weight of words that the list of frequent words lacks.
const STRANGE: f64 = 2.6;

/// True when the two words cannot both be said of one thing: opposite families, antonyms, "legal" and "illegal".
pub(super) fn opposite(a: &Word, b: &Word) -> bool {
    a.is_opposite(b)
        || a.clashes.antonyms.contains(&b.lemma)
        || is_negative_form(&a.lemma, &b.lemma)
        || is_negative_form(&b.lemma, &a.lemma)
}

/// "unable" of "able", "disagree" of "agree".
fn is_negative_form(negative: &str, word: &str) -> bool {
    let Some(prefix) = negative.strip_suffix(word).filter(|prefix| matches!(prefix.len(), 2 | 3)) else { return false };
    let fits = match prefix {
        "un" | "dis" | "non" => true,
        "in" | "im" | "il" | "ir" => word.len() > 5 || word == "legal" || word == "moral",
        _ => false,
    };
    fits && word.len() >= 4 && LEXICON.frequent.contains_key(word) && !LEXICON.no_antonyms.contains(negative)
}

/// A number that is more likely a year than a count.
pub(super) fn is_year(figure: f64) -> bool {
    figure.fract() == 0.0 && (1800.0..2100.0).contains(&figure)
}

/// The words of a text, in order.
pub(super) fn words(text: &str) -> Vec<Word> {
    let tokens = tokens(text);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(first) = tokens.get(at) {
        let end = if first.is_word() { group_end(text, &tokens, at) } else { at + 1 };
        let span = first.span.start..tokens[end - 1].span.end;
        if first.is_word() {
            split(text, span, &mut out)
        } else {
            out.push(mark(text, span))
        }
        at = end;
    }
    join_scales(&mut out);
    tell_month(&mut out);
    join_phrases(text, &mut out);
    free_names(text, &mut out);
    for word in &mut out {
        word.clashes = LEXICON.clashes(&word.concept, &word.lemma);
    }
    out
}

/// "the Rome Statute" is no statute of Italy: a capital that begins a longer name does not stand for its state. Where all
/// words have capitals, as in headlines, they say nothing.
fn free_names(text: &str, words: &mut [Word]) {
    let long = |word: &&Word| !word.is_punctuation && word.number.is_none() && word.lower.len() > 3;
    let (all, capital) =
        words.iter().filter(long).fold((0, 0), |(all, capital), w| (all + 1, capital + usize::from(w.capital)));
    if 2 * capital > all {
        return;
    }
    let mut begins = true;
    for word in words.iter_mut() {
        word.name = word.capital && !begins && !word.is_punctuation;
        begins = word.ends_part() || word.is_mark() || begins && word.is_punctuation;
    }
    // "Jong-un"
    for i in 1..words.len() {
        words[i].name |= words[i - 1].name
            && words[i].span.start == words[i - 1].span.end + 1
            && text[words[i - 1].span.end..].starts_with('-');
    }
    // the first word of a name that opens the sentence, unless it is a word of the language
    for i in 1..words.len() {
        let first = &words[i - 1];
        let plain = LEXICON.verbs.contains(first.lemma.as_str()) || !first.senses.is_empty() || first.weight == 0.0;
        words[i - 1].name |= words[i].name && first.capital && !plain;
    }
    for i in 1..words.len() {
        let named = words[i].capital && !words[i].is_punctuation && !words[i].concept.starts_with("state:");
        let city = &mut words[i - 1];
        if named
            && city.concept.starts_with("state:")
            && PLACES.state(&city.lower).is_some_and(|state| state.by == By::Capital)
        {
            city.concept = city.lemma.clone();
            city.weight = weight(city);
        }
    }
}

/// One past the last token of what is written as one word: "didn’t", "50-foot", "U.S.", "10,000".
fn group_end(text: &str, tokens: &[Token], first: usize) -> usize {
    let mut end = first + 1;
    while let Some(mark) = tokens.get(end).filter(|mark| mark.span.start == tokens[end - 1].span.end) {
        let next = tokens.get(end + 1).filter(|next| next.is_word() && next.span.start == mark.span.end);
        let next = next.and_then(|next| next.span.of(text).chars().next());
        let before = &text[tokens[first].span.start..mark.span.start];
        let last = before.chars().next_back().unwrap_or(' ');
        let joins = match &*mark.lower {
            "'" | "’" | "-" | "\u{2011}" => next.is_some(),
            "." | "," if last.is_ascii_digit() && next.is_some_and(|n| n.is_ascii_digit()) => true,
            "." => last.is_uppercase() && is_acronym(before, next),
            _ => false,
        };
        if !joins {
            break;
        }
        end += 1 + usize::from(next.is_some());
    }
    end
}

/// "U.S" before another stop, "U" before ".S".
fn is_acronym(before: &str, next: Option<char>) -> bool {
    let letters = before.split('.').all(|part| part.chars().count() == 1);
    letters && (next.is_some_and(char::is_uppercase) || before.contains('.'))
}

/// Takes "didn't", "city's" and "50-foot" apart.
fn split(text: &str, span: Range<usize>, out: &mut Vec<Word>) {
    let word = &text[span.clone()];
    let lower = word.to_lowercase().replace('’', "'");
    if lower.len() == word.replace('’', "'").len() {
        for suffix in ["n't", "'s", "'re", "'ve", "'ll", "'d", "'m"] {
            let Some(stem) = lower.strip_suffix(suffix).filter(|stem| !stem.is_empty()) else { continue };
            // a curly apostrophe is longer than a straight one: count from the end in characters
            let Some((cut, _)) = word.char_indices().rev().nth(suffix.chars().count() - 1) else { continue };
            if stem.chars().count() == word[..cut].chars().count() {
                split(text, span.start..span.start + cut, out);
                out.push(made(text, span.start + cut..span.end));
                return;
            }
        }
    }
    if let Some(at) = word.find(['-', '\u{2011}']) {
        let joined: String = lower.chars().filter(|c| c.is_alphanumeric()).collect();
        if LEXICON.families.contains_key(&lemma(&joined)) || LEXICON.frequent.contains_key(joined.as_str()) {
            let mut word = made(text, span);
            word.lower = joined;
            finish(&mut word);
            out.push(word);
            return;
        }
        let after = word[at..].chars().next().map_or(1, char::len_utf8);
        split(text, span.start..span.start + at, out);
        split(text, span.start + at + after..span.end, out);
        return;
    }
    if !word.is_empty() {
        out.push(made(text, span));
    }
}

fn mark(text: &str, span: Range<usize>) -> Word {
    let lower = text[span.clone()].to_owned();
    Word {
        span,
        lemma: lower.clone(),
        concept: lower.clone(),
        senses: &[],
        clashes: Clashes::default(),
        lower,
        weight: 0.0,
        capital: false,
        name: false,
        is_punctuation: true,
        number: None,
    }
}

fn made(text: &str, span: Range<usize>) -> Word {
    let word = &text[span.clone()];
    let mut made = mark(text, span);
    made.is_punctuation = false;
    made.capital = word.chars().next().is_some_and(char::is_uppercase);
    made.lower = fold(word);
    finish(&mut made);
    let upper = word.chars().count() > 1 && word.chars().all(|c| c.is_uppercase() || c == '.');
    if upper && matches!(made.lower.as_str(), "us" | "u.s" | "u.s.") {
        made.concept = "state:US".to_owned();
        made.lemma = "u.s.".to_owned();
        made.weight = 1.0;
    }
    made
}

/// Fills in what follows from the lower-case form.
fn finish(word: &mut Word) {
    word.lemma = lemma(&word.lower);
    word.number = number(&word.lower);
    word.senses = LEXICON.senses(&word.lemma);
    word.concept = match PLACES.state(&word.lower) {
        Some(state) if word.capital => format!("state:{}", state.code),
        _ => LEXICON.families.get(&word.lemma).cloned().unwrap_or_else(|| word.lemma.clone()),
    };
    word.weight = weight(word);
}

fn number(lower: &str) -> Option<f64> {
    if let Some(&figure) = LEXICON.numbers.get(lower) {
        return Some(figure);
    }
    let digits: String = lower.chars().filter(|c| *c != ',').collect();
    if let Ok(figure) = digits.parse::<f64>()
        && digits.starts_with(|c: char| c.is_ascii_digit())
    {
        return Some(figure);
    }
    let cut = digits.find(|c: char| c.is_alphabetic())?;
    let scale = *LEXICON.scales.get(&digits[cut..])?;
    digits[..cut].parse::<f64>().ok().map(|figure| figure * scale)
}

/// "May 20", "in May": the month keeps its capital, so that it is no "may".
fn tell_month(words: &mut [Word]) {
    for i in 0..words.len() {
        if words[i].lower != "may" || !words[i].capital {
            continue;
        }
        let number = |word: Option<&Word>| word.is_some_and(|word| word.number.is_some());
        let before = i.checked_sub(1).and_then(|before| words.get(before));
        let dated = before.is_some_and(|word| CLAUSES.before_may.has(&word.lower));
        if dated || number(before) || number(words.get(i + 1)) {
            for form in [&mut words[i].lower, &mut words[i].lemma, &mut words[i].concept] {
                "May".clone_into(form);
            }
            words[i].weight = 0.8;
        }
    }
}

/// "72 million", "250 thousand": one figure.
fn join_scales(words: &mut Vec<Word>) {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for word in words.drain(..) {
        let scale = LEXICON.scales.get(&word.lower).copied().filter(|_| word.lower.len() > 1);
        match (out.last_mut(), scale) {
            (Some(Word { number: Some(figure), span, lower, lemma, .. }), Some(scale)) => {
                *figure *= scale;
                span.end = word.span.end;
                *lower = format!("{lower} {}", word.lower);
                lemma.clone_from(lower);
            }
            _ => out.push(word),
        }
    }
    *words = out;
    for word in words.iter_mut() {
        if let Some(figure) = word.number {
            word.concept = format!("#{figure}");
            word.weight = match figure {
                ..=1.0 => 0.0,
                ..=12.0 | 1900.0..=2100.0 => 0.8,
                _ if word.lower.contains(' ') => RARE,
                _ => 1.5,
            };
        }
    }
}

/// "White House", "pass away": two words that mean one thing.
fn join_phrases(text: &str, words: &mut Vec<Word>) {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for second in words.drain(..) {
        let concept = out.last().and_then(|first| phrase(first, &second));
        let (Some(concept), Some(first)) = (concept, out.last_mut()) else {
            out.push(second);
            continue;
        };
        first.span.end = second.span.end;
        first.lower = text[first.span.clone()].to_lowercase();
        first.lemma = first.lower.clone();
        first.weight = if concept.starts_with("state:") { 1.2 } else { 1.7 };
        first.concept = concept;
    }
    *words = out;
}

/// What two words mean together.
fn phrase(a: &Word, b: &Word) -> Option<String> {
    if a.is_punctuation || b.is_punctuation {
        return None;
    }
    let family = LEXICON.phrases.get(&a.lemma).and_then(|second| second.get(&b.lemma)).cloned();
    family.or_else(|| {
        let name = (a.capital && b.capital).then(|| format!("{} {}", a.lower, b.lower))?;
        PLACES.state(&name).map(|state| format!("state:{}", state.code))
    })
}

/// How telling a word is: nothing for small words, little for frequent ones, most for names.
fn weight(word: &Word) -> f64 {
    let known = |set: &rustc_hash::FxHashSet<String>| set.contains(&word.lemma) || set.contains(&word.lower);
    if known(&LEXICON.function) || known(&LEXICON.negations) || known(&LEXICON.modals) || word.lower.len() < 2 {
        return 0.0;
    }
    if known(&LEXICON.carrying) {
        return 0.0;
    }
    if word.concept.starts_with("state:") {
        return 1.2;
    }
    let rank = |word: &str| LEXICON.frequent.get(word).copied();
    let rank = match (rank(&word.lemma), rank(&word.lower)) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    };
    let event = LEXICON.families.contains_key(&word.lemma);
    match rank {
        Some(..300) if event => EVENT,
        Some(..300) => 0.4,
        Some(300..1200) => 0.8,
        Some(1200..3500) => 1.3,
        Some(3500..6000) => 1.7,
        Some(_) => 2.0,
        None => STRANGE,
    }
}

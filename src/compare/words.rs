//! The words of a text as the comparison sees them: lemma, family of the predicate, state meant, number, and how telling it is.

use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::word::{Form, RARE, Word};
use crate::document::lemma::lemma;
use crate::document::tokens::places;
use crate::lexicon::places::{By, PLACES};
use crate::text::{Span, fold::fold};

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
/// Forms of words that a thread keeps at hand.
const MOST_FORMS: usize = 20_000;
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
    if !matches!(negative.len().wrapping_sub(word.len()), 2 | 3) {
        return false;
    }
    let Some(prefix) = negative.strip_suffix(word) else { return false };
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
    let tokens = places(text);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&(first, is_word)) = tokens.get(at) {
        let end = if is_word { group_end(text, &tokens, at) } else { at + 1 };
        let span = first.start..tokens[end - 1].0.end;
        if is_word {
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
    out
}

/// "the Rome Statute" is no statute of Italy: a capital that begins a longer name is not its state. In headlines capitals say nothing.
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
            reform(city, |form| {
                form.concept.clone_from(&form.lemma);
                form.weight = weight(form);
            });
        }
    }
}

/// One past the last token of what is written as one word: "didn’t", "50-foot", "U.S.", "10,000".
fn group_end(text: &str, tokens: &[(Span, bool)], first: usize) -> usize {
    let mut end = first + 1;
    while let Some((mark, _)) = tokens.get(end).filter(|(mark, _)| mark.start == tokens[end - 1].0.end) {
        let next = tokens.get(end + 1).filter(|(next, is_word)| *is_word && next.start == mark.end);
        let next = next.and_then(|(next, _)| next.of(text).chars().next());
        let before = &text[tokens[first].0.start..mark.start];
        let last = before.chars().next_back().unwrap_or(' ');
        let joins = match mark.of(text) {
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
    if !word.contains(['\'', '’', '-', '\u{2011}']) {
        return out.extend((!word.is_empty()).then(|| made(text, span)));
    }
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
            let capital = word.capital;
            reform(&mut word, |form| *form = form_of(joined, capital));
            out.push(word);
            return;
        }
        let after = word[at..].chars().next().map_or(1, char::len_utf8);
        split(text, span.start..span.start + at, out);
        split(text, span.start + at + after..span.end, out);
        return;
    }
    out.push(made(text, span));
}

fn mark(text: &str, span: Range<usize>) -> Word {
    let printed = &text[span.clone()];
    let form = known(printed, || {
        let mut form = Form::new(printed.to_owned(), printed.to_owned(), printed.to_owned(), &[]);
        form.is_punctuation = true;
        settle(&mut form);
        form
    });
    Word::new(span, form, false)
}

fn made(text: &str, span: Range<usize>) -> Word {
    let printed = &text[span.clone()];
    let capital = printed.chars().next().is_some_and(char::is_uppercase);
    Word::new(span, known(printed, || word_form(printed, capital)), capital)
}

fn word_form(printed: &str, capital: bool) -> Form {
    let mut form = form_of(fold(printed), capital);
    let upper = printed.chars().count() > 1 && printed.chars().all(|c| c.is_uppercase() || c == '.');
    if upper && matches!(form.lower.as_str(), "us" | "u.s" | "u.s.") {
        form.concept = "state:US".to_owned();
        form.lemma = "u.s.".to_owned();
        form.weight = 1.0;
        settle(&mut form);
    }
    form
}

/// What follows from the lower-case form.
fn form_of(lower: String, capital: bool) -> Form {
    let lemma = lemma(&lower);
    let concept = match PLACES.state(&lower) {
        Some(state) if capital => format!("state:{}", state.code),
        _ => LEXICON.families.get(&lemma).cloned().unwrap_or_else(|| lemma.clone()),
    };
    let figure = number(&lower);
    let senses = LEXICON.senses(&lemma);
    let mut form = Form::new(lower, lemma, concept, senses);
    form.weight = weight(&form);
    if let Some(figure) = figure {
        count(&mut form, figure);
    }
    settle(&mut form);
    form
}

/// Gives a word a form of its own, different from what it is by how it is written.
fn reform(word: &mut Word, change: impl FnOnce(&mut Form)) {
    word.reform(|form| {
        change(form);
        settle(form);
    });
}

fn settle(form: &mut Form) {
    form.settle(LEXICON.clashes(&form.concept, &form.lemma));
}

/// Makes a form that of a figure.
fn count(form: &mut Form, figure: f64) {
    form.number = Some(figure);
    form.concept = format!("#{figure}");
    form.weight = match figure {
        ..=1.0 => 0.0,
        ..=12.0 | 1900.0..=2100.0 => 0.8,
        _ if form.lower.contains(' ') => RARE,
        _ => 1.5,
    };
}

thread_local! {
    static FORMS: RefCell<FxHashMap<Box<str>, Arc<Form>>> = RefCell::default();
}

/// The form of what is printed so, made once; a language has no more words in use than [`MOST_FORMS`].
fn known(printed: &str, make: impl FnOnce() -> Form) -> Arc<Form> {
    FORMS.with_borrow_mut(|forms| {
        if let Some(form) = forms.get(printed) {
            return form.clone();
        }
        if forms.len() >= MOST_FORMS {
            forms.clear();
        }
        let form = Arc::new(make());
        forms.insert(printed.into(), form.clone());
        form
    })
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
            reform(&mut words[i], |form| {
                for written in [&mut form.lower, &mut form.lemma, &mut form.concept] {
                    "May".clone_into(written);
                }
                form.weight = 0.8;
            });
        }
    }
}

/// "72 million", "250 thousand": one figure.
fn join_scales(words: &mut Vec<Word>) {
    let mut out: Vec<Word> = Vec::with_capacity(words.len());
    for word in words.drain(..) {
        let scale = LEXICON.scales.get(&word.lower).copied().filter(|_| word.lower.len() > 1);
        let figure = out.last_mut().and_then(|before| Some((before.number?, before)));
        match (figure, scale) {
            (Some((figure, before)), Some(scale)) => {
                before.span.end = word.span.end;
                reform(before, |form| {
                    form.lower = format!("{} {}", form.lower, word.lower);
                    form.lemma.clone_from(&form.lower);
                    count(form, figure * scale);
                });
            }
            _ => out.push(word),
        }
    }
    *words = out;
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
        let lower = text[first.span.clone()].to_lowercase();
        reform(first, |form| {
            form.lemma.clone_from(&lower);
            form.lower = lower;
            form.weight = if concept.starts_with("state:") { 1.2 } else { 1.7 };
            form.concept = concept;
        });
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
fn weight(word: &Form) -> f64 {
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

//! Patterns over words, as the lexicons write them.

use rustc_hash::FxHashMap as HashMap;
use std::ops::Range;

use super::word::Word;

/// Words that a `*` may skip.
const GAP: usize = 3;

/// One place of a pattern.
#[derive(Debug)]
enum Place {
    /// any of these; the flag: it may be missing
    Words(Vec<Want>, bool),
    /// up to [`GAP`] words
    Gap,
    /// beginning of the sentence or of a part of it
    Start,
    /// end of the sentence or of a part of it
    End,
}

#[derive(Debug)]
enum Want {
    Lemma(String),
    Surface(String),
}

/// Patterns that mean the same.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    list: Vec<Vec<Place>>,
    /// first word → patterns that may begin there
    by_word: HashMap<String, Vec<usize>>,
    /// patterns that can begin with anything
    others: Vec<usize>,
}

impl Patterns {
    pub fn new(written: &[String]) -> Self {
        let mut patterns = Self::default();
        for (number, text) in written.iter().enumerate() {
            let places: Vec<Place> = text.split_whitespace().map(Place::read).collect();
            match places.first() {
                Some(Place::Words(wants, false)) => {
                    for want in wants {
                        let (Want::Lemma(word) | Want::Surface(word)) = want;
                        patterns.by_word.entry(word.clone()).or_default().push(number);
                    }
                }
                _ => patterns.others.push(number),
            }
            patterns.list.push(places);
        }
        patterns
    }

    /// The longest match that begins at `at`.
    pub fn at(&self, words: &[Word], at: usize) -> Option<Range<usize>> {
        let word = words.get(at)?;
        let by_lemma = self.by_word.get(&word.lemma);
        let by_surface = if word.lemma == word.lower { None } else { self.by_word.get(&word.lower) };
        let numbers = by_lemma.into_iter().chain(by_surface).flatten().chain(&self.others);
        let ends = numbers.filter_map(|&number| end_of(&self.list[number], words, at));
        ends.max().filter(|&end| end > at).map(|end| at..end)
    }

    /// The first match that begins within `range`.
    pub fn find(&self, words: &[Word], range: Range<usize>) -> Option<Range<usize>> {
        range.into_iter().find_map(|at| self.at(words, at))
    }
}

impl Place {
    fn read(written: &str) -> Self {
        match written {
            "*" => return Self::Gap,
            "^" => return Self::Start,
            "$" => return Self::End,
            _ => {}
        }
        let (words, may_be_missing) = match written.strip_suffix('?') {
            Some(words) if !words.is_empty() => (words, true),
            _ => (written, false),
        };
        let want = |word: &str| match word.strip_prefix('=') {
            Some(form) if !form.is_empty() => Want::Surface(form.to_owned()),
            _ => Want::Lemma(word.to_owned()),
        };
        Self::Words(words.split('|').map(want).collect(), may_be_missing)
    }
}

impl Want {
    fn is(&self, word: &Word) -> bool {
        match self {
            Self::Lemma(lemma) => word.lemma == *lemma || word.lower == *lemma,
            Self::Surface(form) => word.lower == *form,
        }
    }
}

/// Where a match of all places ends that begins at `at`.
fn end_of(places: &[Place], words: &[Word], at: usize) -> Option<usize> {
    let Some((place, rest)) = places.split_first() else { return Some(at) };
    match place {
        Place::Start => is_start(words, at).then(|| end_of(rest, words, at)).flatten(),
        Place::End => is_end(words, at).then(|| end_of(rest, words, at)).flatten(),
        Place::Gap => (0..=GAP).find_map(|skipped| {
            let skips_words = words.get(at..at + skipped)?.iter().all(|word| !word.ends_part());
            skips_words.then(|| end_of(rest, words, at + skipped)).flatten()
        }),
        Place::Words(wants, may_be_missing) => {
            let here = words.get(at).filter(|word| wants.iter().any(|want| want.is(word)));
            let taken = here.and_then(|_| end_of(rest, words, at + 1));
            if taken.is_none() && *may_be_missing { end_of(rest, words, at) } else { taken }
        }
    }
}

fn is_start(words: &[Word], at: usize) -> bool {
    words[..at.min(words.len())].iter().rev().find(|word| !word.is_mark()).is_none_or(Word::ends_part)
}

fn is_end(words: &[Word], at: usize) -> bool {
    words[at.min(words.len())..].iter().find(|word| !word.is_mark()).is_none_or(Word::ends_part)
}

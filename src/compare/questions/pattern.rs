//! Patterns of questions: the words of the lexicons' patterns, and placeholders.

use super::fillers::Sort;
use crate::compare::lexicon::LEXICON;

/// A pattern.
#[derive(Clone, Debug)]
pub(super) struct Pattern {
    pub places: Vec<Place>,
}

/// One place of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// any of these lemmas (or, with the flag, forms); the last flag: it may be missing
    Words(Vec<(String, bool)>, bool),
    /// up to so many words
    Gap(usize),
    /// what a placeholder of the question stands for
    Filler(char, Sort),
}

/// Words that `*` and `...` may skip.
const SHORT_GAP: usize = 3;
const LONG_GAP: usize = 14;

impl Pattern {
    /// Reads a pattern as a file writes it.
    pub fn read(written: &str) -> Result<Self, String> {
        let places: Vec<Place> = written.split_whitespace().map(place).collect::<Result<_, _>>()?;
        if !places.iter().any(|place| matches!(place, Place::Words(_, false))) {
            return Err("it needs a word that must be there".to_owned());
        }
        Ok(Self { places })
    }

    /// What a placeholder must be.
    pub fn sort_of(&self, letter: char) -> Option<Sort> {
        self.places.iter().find_map(|place| match place {
            Place::Filler(l, sort) if *l == letter => Some(*sort),
            _ => None,
        })
    }
}

fn place(written: &str) -> Result<Place, String> {
    match written {
        "*" => return Ok(Place::Gap(SHORT_GAP)),
        "..." | "…" => return Ok(Place::Gap(LONG_GAP)),
        _ => {}
    }
    if written.starts_with('{') {
        return filler(written).ok_or_else(|| format!("{written} is no placeholder; write {{X}} or {{X:state}}"));
    }
    let (words, may_be_missing) = match written.strip_suffix('?') {
        Some(words) if !words.is_empty() => (words, true),
        _ => (written, false),
    };
    let want = |word: &str| match word.strip_prefix('=') {
        Some(form) if !form.is_empty() => (form.to_lowercase(), true),
        _ => (word.to_lowercase(), false),
    };
    Ok(Place::Words(words.split('|').map(want).collect(), may_be_missing))
}

fn filler(written: &str) -> Option<Place> {
    let inside = written.strip_prefix('{')?.strip_suffix('}')?;
    let (letter, sort) = inside.split_once(':').unwrap_or((inside, "name"));
    let mut letters = letter.chars();
    let (Some(letter), None) = (letters.next().filter(char::is_ascii_uppercase), letters.next()) else { return None };
    Some(Place::Filler(letter, Sort::from_word(sort)?))
}

/// The placeholders of a question's text, in their order.
pub(super) fn letters_of(text: &str) -> Vec<char> {
    let mut found = Vec::new();
    for piece in text.split('{').skip(1) {
        let mut chars = piece.chars();
        if let (Some(letter), Some('}')) = (chars.next(), chars.next())
            && letter.is_ascii_uppercase()
            && !found.contains(&letter)
        {
            found.push(letter);
        }
    }
    found
}

/// A lemma, with its British or American twin where the lexicons know it: "recognise|recognize" as a pattern writes it.
pub(super) fn spellings(lemma: &str) -> String {
    const TWINS: [(&str, &str); 6] =
        [("ise", "ize"), ("yse", "yze"), ("isation", "ization"), ("our", "or"), ("tre", "ter"), ("ence", "ense")];
    let known = |word: &str| LEXICON.frequent.contains_key(word) || LEXICON.verbs.contains(word);
    let twin = TWINS.iter().flat_map(|&(a, b)| [(a, b), (b, a)]).find_map(|(here, there)| {
        let twin = format!("{}{there}", lemma.strip_suffix(here)?);
        (known(&twin) && lemma.len() > here.len() + 2).then_some(twin)
    });
    twin.map_or_else(|| lemma.to_owned(), |twin| format!("{lemma}|{twin}"))
}

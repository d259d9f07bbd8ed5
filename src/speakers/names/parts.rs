//! Words around and inside personal names: honorifics, particles, generations, letters, family names that stand first.

use std::sync::LazyLock;

use serde::Deserialize;

use super::spelling::fold;
use crate::lexicon::read;

#[derive(Deserialize)]
struct HonorificFile {
    words: Vec<HonorificEntry>,
}

#[derive(Deserialize)]
struct HonorificEntry {
    word: String,
    /// it says which office is held
    #[serde(default)]
    title: bool,
}

#[derive(Deserialize)]
pub(super) struct PartsFile {
    particles: Vec<PartEntry>,
    pub given_prefixes: Vec<PartEntry>,
    pub articles: Vec<PartEntry>,
    suffixes: Vec<PartEntry>,
    letters: Vec<PartEntry>,
    korean_surnames: Vec<PartEntry>,
    chinese_surnames: Vec<PartEntry>,
    patronymics: Vec<PatronymicEntry>,
    syllables: Syllables,
    generations: Generations,
}

#[derive(Deserialize)]
pub(super) struct PartEntry {
    pub word: String,
    /// with a capital it may open a name
    #[serde(default)]
    opens: bool,
}

#[derive(Deserialize)]
struct PatronymicEntry {
    ending: String,
}

#[derive(Deserialize)]
struct Syllables {
    initials: String,
    finals: String,
}

#[derive(Deserialize)]
struct Generations {
    second: String,
    third: String,
    fourth: String,
}

/// Honorifics as folded words, longest first.
pub(super) static HONORIFICS: LazyLock<Vec<(Vec<String>, bool)>> = LazyLock::new(|| {
    let file: HonorificFile = read("honorifics.toml", include_str!("../../../data/lexicons/honorifics.toml"));
    let mut list: Vec<_> =
        file.words.iter().map(|e| (e.word.split_whitespace().map(fold).collect(), e.title)).collect();
    list.sort_by_key(|(words, _): &(Vec<String>, bool)| std::cmp::Reverse(words.len()));
    list
});

/// Small words and endings of names.
pub(super) static PARTS: LazyLock<PartsFile> =
    LazyLock::new(|| read("name_parts.toml", include_str!("../../../data/lexicons/name_parts.toml")));

/// True for a word of [`honorifics.toml`](../../../data/lexicons/honorifics.toml) that says which office is held
/// ("President"), not mere courtesy ("Mr").
pub fn is_office(honorific: &str) -> bool {
    let words: Vec<String> = honorific.split_whitespace().map(fold).collect();
    HONORIFICS.iter().any(|(h, office)| *office && *h == words)
}

/// True for a form of address that names no office ("Mr", "Prof.", "Advocate").
pub(crate) fn is_courtesy(words: &str) -> bool {
    let words: Vec<String> = words.split_whitespace().map(fold).collect();
    HONORIFICS.iter().any(|(h, office)| !*office && *h == words)
}

pub(super) fn suffix_of(word: &str) -> Option<String> {
    let folded = fold(word);
    PARTS.suffixes.iter().any(|s| fold(&s.word) == folded).then(|| word.to_string())
}

/// Letters after a name, printed with at least two capitals ("MBE").
pub(crate) fn is_post_nominal(word: &str) -> bool {
    let folded = fold(word);
    let written = word.chars().filter(|c| c.is_uppercase()).count() > 1 || folded == "esq";
    written && PARTS.letters.iter().any(|s| fold(&s.word) == folded)
}

/// How many words at the end are particles; `all` counts a leading one too.
pub(super) fn particles_at(words: &[String], all: bool) -> usize {
    let is_one = |at: usize| {
        let folded = fold(&words[at]);
        PARTS.particles.iter().any(|p| {
            p.word == folded && (at > 0 || all || p.opens || words[at].chars().next().is_some_and(char::is_lowercase))
        })
    };
    if all {
        return (0..words.len()).take_while(|at| is_one(*at)).count();
    }
    (0..words.len()).rev().take_while(|at| is_one(*at)).count()
}

/// Chinese and Korean names as news writes them: a family name from the lists, then a given name of two syllables with
/// a hyphen or space, or (Chinese) in one word of pinyin.
pub(super) fn is_family_name_first(words: &[String]) -> bool {
    let family = fold(&words[0]);
    let listed = |list: &[PartEntry]| list.iter().any(|s| fold(&s.word) == family);
    let chinese = listed(&PARTS.chinese_surnames);
    if !chinese && !listed(&PARTS.korean_surnames) {
        return false;
    }
    match &words[1..] {
        [given] => {
            let halves: Vec<&str> = given.split(super::spelling::is_dash).collect();
            let hyphenated = halves.len() == 2 && halves.iter().all(|h| is_syllable(&fold(h)));
            hyphenated || (chinese && is_pinyin(&fold(given)))
        }
        [first, second] => is_syllable(&fold(first)) && is_syllable(&fold(second)),
        _ => false,
    }
}

/// One or two syllables of pinyin and nothing else.
fn is_pinyin(word: &str) -> bool {
    (1..=word.len()).filter(|at| word.is_char_boundary(*at)).any(|at| {
        let (head, tail) = word.split_at(at);
        is_syllable(head) && (tail.is_empty() || is_syllable(tail))
    })
}

/// A syllable of pinyin, or of Korean in Latin letters, roughly.
pub(super) fn is_syllable(word: &str) -> bool {
    let Syllables { initials, finals } = &PARTS.syllables;
    // a syllable may begin with a vowel
    let mut initials = initials.split(' ').chain([""]);
    initials.any(|i| word.strip_prefix(i).is_some_and(|rest| finals.split(' ').any(|f| f == rest)))
}

/// Folded; only between given and last name is such a word one.
pub(super) fn is_patronymic(folded: &str) -> bool {
    folded.len() > 5 && PARTS.patronymics.iter().any(|p| folded.ends_with(&p.ending))
}

/// Jr, Jnr, Junior and II tell one generation.
pub(super) fn generation(suffix: &str) -> &'static str {
    let folded = fold(suffix);
    let Generations { second, third, fourth } = &PARTS.generations;
    let named = [(second, "second"), (third, "third"), (fourth, "fourth")];
    named.iter().find(|(words, _)| words.split(' ').any(|word| word == folded)).map_or("first", |(_, name)| name)
}

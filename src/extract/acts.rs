//! What a cue does: its act, and whether it is negated.
//!
//! The knowledge is in `data/lexicons/acts.toml`; this file only inflects it and looks it up.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::words::WORDS;
use crate::document::inflect::{plural, verb_forms};
use crate::document::tokens::tokens;
use crate::statement::Act;

/// The entry of the verbs that say and nothing else.
pub const SAYING: &str = "say, verbs";

/// What a cue tells of its statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadCue {
    /// what the cue does
    pub act: Act,
    /// "did not say", "has never claimed", "declined to comment"
    pub negated: bool,
    /// a sign alone ("MAYOR: …"), or a word that the lexicon knows as more than a function word
    pub known: bool,
    /// name of the lexicon's entry that decided
    pub rule: Option<&'static str>,
}

/// The entry that decides a cue.
#[cfg(test)]
pub fn rule(cue: &str) -> Option<&'static str> {
    LEXICON.find(&words(cue)).map(|found| LEXICON.entries[found.entry].name.as_str())
}

/// Reads a cue. `before` is what stands in front of it in its sentence: an auxiliary or a "not" there counts too.
pub fn read(cue: &str, before: &str) -> ReadCue {
    let words = words(cue);
    let Some(found) = LEXICON.find(&words) else {
        return ReadCue { act: Act::Say, negated: false, known: false, rule: None };
    };
    let entry = &LEXICON.entries[found.entry];
    let helpers = helpers(before);
    let ahead: Vec<&str> = helpers.iter().chain(&words[..found.at]).map(String::as_str).collect();
    let stopped = ahead.windows(3).any(|w| matches!(w[0], "stopped" | "stops") && w[1] == "short" && w[2] == "of");
    let negated = entry.negated || stopped || is_negated(&ahead);
    ReadCue {
        act: entry.act,
        negated,
        known: found.strength > Strength::Weak || !cue.contains(char::is_alphanumeric),
        rule: Some(&entry.name),
    }
}

/// "did not", "has never" and "has yet to" count; "not only", "no longer" and "no doubt" do not turn a saying into its
/// contrary.
fn is_negated(ahead: &[&str]) -> bool {
    ahead.iter().enumerate().any(|(i, word)| {
        let negation = WORDS.negations.has(word) || (word.ends_with("n't") && word.len() > 3);
        let next = ahead.get(i + 1);
        (*word == "yet" && next == Some(&"to")) || (negation && !next.is_some_and(|next| WORDS.no_negation.has(next)))
    })
}

/// The unbroken run of auxiliaries, negations and adverbs that ends `before`.
fn helpers(before: &str) -> Vec<String> {
    // four words are enough, and `before` may be a sentence of any length
    let from = before.char_indices().rev().nth(60).map_or(0, |(i, _)| i);
    let tail = &before[from..];
    if !tail.ends_with(|c: char| c.is_whitespace())
        || tail.trim_end().ends_with([',', ';', ':', '.', '”', '"', '—', '–'])
    {
        return Vec::new();
    }
    let mut run: Vec<String> = words(tail)
        .into_iter()
        .rev()
        .take(4)
        .take_while(|w| {
            let word = w.as_str();
            WORDS.auxiliaries.has(word)
                || WORDS.negations.has(word)
                || word.ends_with("n't")
                || (word.ends_with("ly") && word.len() > 4)
        })
        .collect();
    run.reverse();
    run
}

/// Lower-case words with straight apostrophes, joined over apostrophes and hyphens; signs count as words when there are only signs (":").
fn words(text: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut signs: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut end = None;
    for token in tokens(text) {
        let sign = if &*token.lower == "’" { "'" } else { &*token.lower };
        let joins = matches!(sign, "'" | "-") && !word.is_empty() || sign == "'" && text.starts_with(['\'', '’']);
        if end != Some(token.span.start) || !token.is_word() && !joins {
            finish(&mut word, &mut out);
        }
        end = Some(token.span.end);
        if token.is_word() || joins && (sign == "'" || !word.is_empty()) {
            word.push_str(sign);
        } else {
            signs.push(sign.to_owned());
        }
    }
    finish(&mut word, &mut out);
    if out.is_empty() { signs } else { out }
}

/// Takes a word that is read; of "Trump's", "he's" the ending is a word of its own, "didn't" is one.
fn finish(word: &mut String, out: &mut Vec<String>) {
    let done = std::mem::take(word);
    let done = done.trim_end_matches(['\'', '-']);
    match done.strip_suffix("'s") {
        Some(stem) if !stem.is_empty() => out.extend([stem.to_owned(), "'s".to_owned()]),
        _ if !done.is_empty() => out.push(done.to_owned()),
        _ => {}
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Strength {
    Weak,
    NounOrAdjective,
    VerbOrPhrase,
}

#[derive(Clone, Copy, Debug)]
struct Found {
    strength: Strength,
    /// index of its first word in the cue
    at: usize,
    /// words matched
    len: usize,
    /// which entry of the file
    entry: usize,
}

#[derive(Deserialize)]
struct File {
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    act: Act,
    #[serde(default)]
    negated: bool,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    verbs: Vec<String>,
    #[serde(default)]
    nouns: Vec<String>,
    #[serde(default)]
    words: Vec<String>,
    #[serde(default)]
    phrases: Vec<String>,
    /// read by the test that walks all lexicons
    #[serde(rename = "must")]
    _must: Vec<String>,
    #[serde(rename = "must_not")]
    _must_not: Vec<String>,
}

/// The forms of a phrase's words after the first, and its entry.
type Phrase = (Vec<Vec<String>>, usize);

struct Lexicon {
    entries: Vec<Entry>,
    /// each inflected form: the strongest entry that has it
    forms: BTreeMap<String, (Strength, usize)>,
    /// phrases by every form of their first word
    phrases: BTreeMap<String, Vec<Phrase>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    Lexicon::parse(include_str!("../../data/lexicons/acts.toml")).expect("the lexicon is embedded and tested")
});

impl Lexicon {
    fn parse(source: &str) -> Result<Self, toml::de::Error> {
        let file: File = toml::from_str(source)?;
        let mut lexicon = Lexicon { entries: Vec::new(), forms: BTreeMap::new(), phrases: BTreeMap::new() };
        for (index, entry) in file.entry.iter().enumerate() {
            let strong = |s| if entry.weak { Strength::Weak } else { s };
            for verb in &entry.verbs {
                for form in verb_forms(verb) {
                    lexicon.add(form, strong(Strength::VerbOrPhrase), index);
                }
            }
            for noun in &entry.nouns {
                for form in [noun.clone(), plural(noun)] {
                    lexicon.add(form, strong(Strength::NounOrAdjective), index);
                }
            }
            for word in &entry.words {
                lexicon.add(word.clone(), strong(Strength::NounOrAdjective), index);
            }
            for phrase in &entry.phrases {
                let mut slots: Vec<Vec<String>> = phrase
                    .split(' ')
                    .map(|word| match word.strip_prefix('~') {
                        Some(verb) => verb_forms(verb),
                        None => vec![word.to_owned()],
                    })
                    .collect();
                for first in slots.remove(0) {
                    lexicon.phrases.entry(first).or_default().push((slots.clone(), index));
                }
            }
        }
        lexicon.entries = file.entry;
        Ok(lexicon)
    }

    fn add(&mut self, form: String, strength: Strength, entry: usize) {
        let slot = self.forms.entry(form).or_insert((strength, entry));
        if slot.0 < strength {
            *slot = (strength, entry);
        }
    }

    /// The match that decides: the strongest, then the first, then the longest.
    fn find(&self, words: &[String]) -> Option<Found> {
        let mut best: Option<Found> = None;
        for at in 0..words.len() {
            for found in self.matches_at(words, at) {
                let better = best.is_none_or(|b| {
                    found.strength > b.strength
                        || (found.strength == b.strength && found.at == b.at && found.len > b.len)
                });
                if better {
                    best = Some(found);
                }
            }
        }
        best
    }

    fn matches_at(&self, words: &[String], at: usize) -> Vec<Found> {
        let found = |strength, len, entry| Found { strength, at, len, entry };
        let mut out = Vec::new();
        if let Some(&(strength, entry)) = self.forms.get(&words[at]) {
            out.push(found(strength, 1, entry));
        }
        for (slots, entry) in self.phrases.get(&words[at]).into_iter().flatten() {
            let mut next = at + 1;
            let complete = slots.iter().all(|forms| {
                let hit = (next..words.len().min(next + 3)).find(|&i| forms.contains(&words[i]));
                next = hit.map_or(next, |i| i + 1);
                hit.is_some()
            });
            if complete {
                out.push(found(Strength::VerbOrPhrase, slots.len() + 1, *entry));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A form that two entries claim with equal right would be decided by the order of the file.
    #[test]
    fn no_word_stands_in_two_entries() {
        let mut seen: BTreeMap<(&str, &str), Act> = BTreeMap::new();
        for entry in LEXICON.entries.iter().filter(|e| !e.weak) {
            for (part, list) in
                [("verbs", &entry.verbs), ("nouns", &entry.nouns), ("words", &entry.words), ("phrases", &entry.phrases)]
            {
                for word in list {
                    if let Some(other) = seen.insert((part, word), entry.act) {
                        panic!("{word:?} is among the {part} of {other} and of {}", entry.act);
                    }
                }
            }
        }
    }

    #[test]
    fn every_form_of_every_verb_is_known() {
        for entry in &LEXICON.entries {
            for lemma in entry.verbs.iter().chain(&entry.nouns) {
                let found = LEXICON.find(&words(lemma));
                assert!(found.is_some(), "{lemma}");
            }
        }
        for form in ["says", "denied", "accuses", "urging", "swore", "asserting", "agreeing", "committed", "wrote"] {
            assert!(LEXICON.forms.contains_key(form), "{form}");
        }
    }

    fn reading(cue: &str) -> (Act, bool) {
        let r = read(cue, "");
        (r.act, r.negated)
    }

    #[test]
    fn to_say_is_to_voice() {
        assert_eq!(rule("said"), Some(SAYING));
    }

    #[test]
    fn negated_cues() {
        assert_eq!(reading("did not say"), (Act::Say, true));
        assert_eq!(reading("has never claimed"), (Act::Say, true));
        assert_eq!(reading("didn’t deny"), (Act::Deny, true));
        assert_eq!(reading("declined to say"), (Act::Say, true));
        assert_eq!(reading("not only said"), (Act::Say, false));
        assert!(read("say", "The mayor did not ").negated);
        assert!(!read("said", "It was not the mayor who ").negated);
    }

    #[test]
    fn passive_and_reported_cues() {
        assert_eq!(reading("was quoted as saying"), (Act::Say, false));
        assert_eq!(reading("a position reaffirmed by"), (Act::Say, false));
        assert_eq!(reading("is widely expected"), (Act::Believe, false));
        assert_eq!(reading(":"), (Act::Say, false));
    }

    #[test]
    fn any_cue_is_read() {
        for cue in ["", " ", "’", "''s", "—", "\u{0}", "ſaid", "’s’s", "-'-"] {
            let _ = read(cue, cue);
        }
    }
}

//! A list of words: the entry that most files of the lexicon are made of.

use rustc_hash::FxHashSet as HashSet;

use serde::Deserialize;

/// Words that one rule asks for, with examples that the test of all lexicons walks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    #[serde(deserialize_with = "words")]
    words: HashSet<String>,
    /// texts in which one of the words stands
    #[cfg_attr(not(test), allow(dead_code))]
    must: Vec<String>,
    /// texts like these in which none does
    #[cfg_attr(not(test), allow(dead_code))]
    must_not: Vec<String>,
}

impl List {
    /// True for a word of the list, in lower case.
    pub fn has(&self, word: &str) -> bool {
        self.words.contains(word)
    }

    /// The words, in no order.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// The words as alternatives of a pattern, in alphabetical order.
    pub fn alternatives(&self) -> String {
        let mut words: Vec<&str> = self.words().collect();
        words.sort_unstable();
        words.join("|")
    }

    /// The examples that come out wrong.
    #[cfg(test)]
    pub(crate) fn faults(&self) -> Vec<String> {
        let holds = |text: &str| {
            let plain = text.to_lowercase().replace('’', "'");
            let trimmed = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').to_owned();
            plain.split_whitespace().any(|word| self.has(word) || self.has(&trimmed(word)))
        };
        let missed = self.must.iter().filter(|text| !holds(text)).map(|text| format!("must meet {text:?}"));
        let hit = self.must_not.iter().filter(|text| holds(text)).map(|text| format!("must not meet {text:?}"));
        let bare = self.must.is_empty() || self.must_not.is_empty();
        missed.chain(hit).chain(bare.then(|| "has no examples".to_owned())).collect()
    }
}

fn words<'d, D: serde::Deserializer<'d>>(from: D) -> Result<HashSet<String>, D::Error> {
    Ok(super::words(&String::deserialize(from)?))
}

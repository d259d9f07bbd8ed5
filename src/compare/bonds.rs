//! What ties two statements together beside their words: one speaker, one article, one affair. Where something does, fewer
//! words in common are enough to compare them.

use std::collections::BTreeMap;

use super::claim::Claim;
use super::sides::one_side;
use super::word::Word;
use super::words::words;
use crate::statement::SpeakerType;

/// Names kept of an article.
const NAMES: usize = 24;
/// Names that two articles on one affair share at least.
const SHARED_NAMES: usize = 3;
/// Names and words of which keys are made.
const KEY_NAMES: usize = 8;
const KEY_WORDS: usize = 10;
/// Least weight of a word that makes a key.
const KEY_WEIGHT: f64 = 0.7;

/// Words that an article comes back to, kept of it, and how often it must.
const TOPICS: usize = 8;
const OFTEN: usize = 4;

/// Whom and what an article is about, as the comparison spells it: two statements of it that share only this share nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matter {
    /// the names that it mentions most
    pub names: Vec<String>,
    /// other words that it comes back to
    pub topics: Vec<String>,
}

/// Whom and what an article is about.
pub fn article_matter(text: &str) -> Matter {
    let words = words(text);
    let mut topics: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words.iter().filter(|word| word.weight >= 0.7 && !word.name && word.number.is_none()) {
        *topics.entry(&word.concept).or_default() += 1;
    }
    let mut topics: Vec<(&str, usize)> = topics.into_iter().filter(|(_, n)| *n >= OFTEN).collect();
    topics.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let topics = topics.into_iter().take(TOPICS).map(|(word, _)| word.to_owned()).collect();
    Matter { names: names(&words), topics }
}

fn names(words: &[Word]) -> Vec<String> {
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words.iter().filter(|word| word.capital && word.is_strange() && word.lower.len() > 2) {
        *count.entry(&word.concept).or_default() += 1;
    }
    let mut names: Vec<(&str, usize)> = count.into_iter().collect();
    names.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    names.into_iter().take(NAMES).map(|(name, _)| name.to_owned()).collect()
}

/// What is known of a pair of statements beside their words.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bond {
    /// one speaker, article or affair
    pub bound: bool,
    /// one named speaker
    pub one_speaker: bool,
    /// one article
    pub one_article: bool,
    /// one article or affair, whoever speaks
    pub one_affair: bool,
    /// both are by someone, not headlines
    pub voiced: bool,
    /// something ties the two, and who speaks is on one side
    pub one_side: bool,
    /// both are by a part of a crowd: "two thirds of the voters" and "26 per cent" can both be right
    pub crowds: bool,
}

impl Bond {
    pub fn new(a: &Claim, b: &Claim) -> Self {
        let one_speaker = a.speaker_key.is_some() && a.speaker_key == b.speaker_key;
        let one_article = a.is_beside(b);
        let shared = a.rare.iter().filter(|name| b.rare.contains(name)).count();
        let voiced = |claim: &Claim| !claim.cue.is_empty() || claim.speaker.is_some();
        let one_affair = one_article || shared >= SHARED_NAMES;
        let bound = one_speaker || one_affair;
        Self {
            bound,
            one_affair,
            one_side: bound && one_side(a, b),
            one_speaker,
            one_article,
            voiced: voiced(a) && voiced(b),
            crowds: [a, b].iter().all(|claim| claim.speaker_type == Some(SpeakerType::Group)),
        }
    }
}

/// Keys made of what a statement tells and the names of its affair: "measure:dead:tolvik".
pub(super) fn affair_keys<'k>(claim: &Claim, kind: &str, told: impl Iterator<Item = &'k str> + Clone) -> Vec<String> {
    let of = |name: &String| told.clone().map(|what| format!("{kind}:{what}:{name}")).collect::<Vec<_>>();
    claim.rare.iter().take(KEY_NAMES).flat_map(of).collect()
}

/// Keys under which statements meet that are bound and have few words in common.
pub(super) fn keys(claim: &Claim, content: &[&Word]) -> Vec<String> {
    let mut telling: Vec<&&Word> = content.iter().filter(|word| word.weight >= KEY_WEIGHT && !word.capital).collect();
    telling.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.concept.cmp(&b.concept)));
    telling.truncate(KEY_WORDS);
    let by = claim.speaker.as_ref().filter(|_| claim.speaker_key.is_some()).and_then(|name| {
        let last = words(name).into_iter().rfind(Word::is_content)?;
        Some(format!("by:{}", last.concept))
    });
    let affair = claim.rare.iter().take(KEY_NAMES).map(|name| format!("affair:{name}"));
    by.into_iter()
        .chain(affair)
        .flat_map(|of| telling.iter().map(move |word| format!("{of}:{}", word.concept)).collect::<Vec<_>>())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_on_one_affair_share_names() {
        let first = "Velora will buy Tarrick, Oda Skarn said. Skarn runs Velora. Tarrick owns the Orlund ferry; Tarrick is old.";
        let second = "Tarrick fought Velora in court. Tarrick won. Skarn of Velora left. Skarn cried.";
        let names = article_matter(first).names;
        assert_eq!(names, ["tarrick", "skarn", "velora", "oda", "orlund"]);
        let of = |text: &str, article: &str| Claim {
            rare: article_matter(text).names,
            article: article.to_owned(),
            ..Claim::default()
        };
        let bound = |a: &Claim, b: &Claim| Bond::new(a, b).bound;
        assert!(bound(&of(first, "1"), &of(second, "2")));
        assert!(!bound(&of(first, "1"), &of("Velora bought a ferry. Velora is glad.", "2")));
        assert!(!bound(&of("", ""), &of("", "")));
    }
}

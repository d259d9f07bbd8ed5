//! What a denial, a refusal or a demand is about, as far as its own words tell.

use super::analysis::Analysis;
use super::lexicon::LEXICON;
use super::lists::{CLAUSES, REPLIES};
use super::overlap::same;
use super::parts::is_verb;
use super::reading::Reading;
use super::word::Word;

/// What a denial is about, as far as its own words tell.
#[derive(Default)]
pub(super) struct Aim<'a> {
    /// whose account it is: "the baker's story"
    pub holder: Vec<&'a Word>,
    /// what else is told
    pub telling: Vec<&'a Word>,
    /// it only points: "this", "the allegations", "any payment"
    pub points: bool,
    /// "no such letter", "nothing of the kind"
    pub such: bool,
    /// it begins with who denies: "that he had left first"
    pub of_self: bool,
    /// a pronoun says whose account it is: "his earlier comments" may be the speaker's own
    pub of_pronoun: bool,
    /// a demand is rejected, not a report
    pub demand: bool,
    /// what is said to have happened: the thing after "any", the verb
    pub events: Vec<&'a Word>,
    /// only a part in something is denied: "any involvement in the theft"
    pub part: bool,
}

/// What a figure weighs that both tell.
const FIGURE: f64 = 0.8;

/// What a statement has in common with the aim of another, beside the names that the whole article is about.
pub(super) struct Shared {
    /// weight of the words
    pub weight: f64,
    /// their share of the aim's
    pub share: f64,
    /// as the aim has them
    pub words: Vec<String>,
}

impl<'a> Aim<'a> {
    /// What the words of a denial tell of what is denied.
    pub fn new(reading: &'a Reading) -> Self {
        let words = &reading.words;
        let mut aim = Aim::default();
        let noun = |word: &Word| REPLIES.accounts.has(&word.lemma) || REPLIES.demands.has(&word.lemma);
        let mut taken: Vec<usize> = Vec::new();
        for i in 0..words.len() {
            let owned = words[i].lower == "'s" && words[i + 1..].iter().take(3).any(noun);
            if owned && i > 0 {
                let from = (0..i).rev().take_while(|&j| words[j].is_content()).last().unwrap_or(i);
                taken.extend(from..i);
            }
            let by = REPLIES.by.has(&words[i].lower) && (0..i).rev().take(3).any(|j| noun(&words[j]));
            if by {
                taken.extend(
                    (i + 1..words.len()).skip_while(|&j| !words[j].is_content()).take_while(|&j| words[j].is_content()),
                );
            }
        }
        // "the claim that it put off its requests" is no demand
        aim.demand = words.iter().find(|word| noun(word)).is_some_and(|word| REPLIES.demands.has(&word.lemma));
        aim.holder = taken.iter().map(|&i| &words[i]).filter(|word| word.is_content()).collect();
        let mine = |word: &Word| reading.speaker.iter().chain(&reading.body).any(|other| other.concept == word.concept);
        let general = |word: &Word| noun(word) || REPLIES.vague.has(&word.lemma) || mine(word);
        aim.telling = (0..words.len())
            .filter(|i| !taken.contains(i))
            .map(|i| &words[i])
            .filter(|word| word.weight >= 0.7 && !general(word))
            .collect();
        let any = words.iter().any(|word| REPLIES.pointing.has(&word.lower));
        aim.points = aim.telling.is_empty() || any;
        aim.such =
            words.windows(3).any(|w| w[0].lower == "of" && REPLIES.vague.has(&w[2].lemma) && w[1].lower == "the")
                || words.iter().any(|word| word.lower == "such");
        aim.part = words.iter().any(|word| REPLIES.vague.has(&word.lemma));
        aim.events = events(words, |word| aim.telling.iter().any(|telling| telling.span == word.span));
        let owner = words.first().filter(|word| CLAUSES.owners.has(&word.lower) && word.lower != "'s");
        aim.of_pronoun = owner.is_some() && words.iter().take(4).any(noun);
        let first = words.iter().find(|word| word.lower != "that" && !word.is_punctuation);
        aim.of_self = first.is_some_and(|word| CLAUSES.he.has(&word.lower) || mine(word));
        aim
    }

    /// True when all words that name whose account it is are among these names.
    pub fn is_held_by(&self, names: &[&Word]) -> bool {
        !self.holder.is_empty() && self.holder.iter().all(|word| names.iter().any(|name| same(name, word)))
    }

    /// What another statement tells of it.
    pub fn shared(&self, own: &Analysis, theirs: &[&Word]) -> Shared {
        let dated = |word: &Word| LEXICON.times.contains(&word.lemma) || word.number.is_some();
        let named =
            |word: &Word| word.name || own.claim.names.contains(&word.concept) || word.concept.starts_with("state:");
        let telling = || self.telling.iter().filter(|word| !named(word) && !dated(word));
        let told = |word: &Word| theirs.iter().any(|other| same(word, other));
        let hit: Vec<&&Word> = telling().filter(|word| told(word)).collect();
        // "six hours" in both: a figure tells where it is the same, and nothing where it is not
        let figures: Vec<&&Word> = self.telling.iter().filter(|word| word.number.is_some() && told(word)).collect();
        let weight = hit.iter().map(|word| word.weight).sum::<f64>() + FIGURE * figures.len() as f64;
        let whole = telling().map(|word| word.weight).sum::<f64>().max(0.1);
        let words = hit.into_iter().chain(figures).map(|word| word.lower.clone()).collect();
        Shared { weight, share: weight / whole, words }
    }
}

/// The head of the thing after "any" or "no", and the first verb.
pub(super) fn events(words: &[Word], telling: impl Fn(&Word) -> bool) -> Vec<&Word> {
    let mut out = Vec::new();
    if let Some(at) = words.iter().take(8).rposition(|word| matches!(word.lower.as_str(), "any" | "no" | "such")) {
        out.extend(words[at + 1..].iter().take_while(|word| word.is_content()).last());
    }
    let verb = (0..words.len()).find(|&at| is_verb(words, at) && words[at].weight >= 0.7 && telling(&words[at]));
    out.extend(verb.map(|at| &words[at]));
    if out.is_empty() {
        // "an outside inquiry": the head of the first thing
        let start = words.iter().position(&telling).unwrap_or(words.len());
        out.extend(words[start..].iter().take_while(|word| word.is_content()).last());
    }
    out
}

/// Words of a statement that may do no more than point at another.
const POINTING: usize = 4;

/// True for a few words that begin with one that points: "it", "the finding". They say something only beside what they answer.
pub fn only_points(text: &str) -> bool {
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let mut words = text.split_whitespace();
    words.clone().count() <= POINTING && words.next().is_some_and(|first| REPLIES.pointers.has(&bare(first)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_words_that_point_are_told_from_those_that_say_something() {
        for text in ["that", "it", "the finding", "“This”", "any such payment"] {
            assert!(only_points(text), "{text}");
        }
        for text in ["He will appeal", "calm", "that the gates had been closed in August", ""] {
            assert!(!only_points(text), "{text}");
        }
    }
}

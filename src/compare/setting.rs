//! When and where a sentence is set, and whether it tells what is or what ought to be: two sentences set apart can both be true.

use std::collections::BTreeSet;

use super::claim::Claim;
use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::word::Word;
use super::words::is_year;

/// Where the content of a sentence holds, as far as its words tell.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Setting {
    /// years, months and days of the week, each kind by itself
    times: [BTreeSet<String>; 3],
    /// states in, for or under the law of which it is said to hold
    states: BTreeSet<String>,
    /// what ought to be, not what is
    norm: bool,
}

impl Setting {
    pub fn new(claim: &Claim, words: &[Word]) -> Self {
        let mut setting = Setting::default();
        for (i, word) in words.iter().enumerate() {
            if word.number.is_some_and(is_year) && word.lower.len() == 4 && !counts(words.get(i + 1)) {
                setting.times[0].insert(word.lower.clone());
            }
            for (times, names) in setting.times[1..].iter_mut().zip([&CLAUSES.months, &CLAUSES.days]) {
                if word.capital && names.has(&word.lower) {
                    times.insert(word.lower.clone());
                }
            }
            if CLAUSES.settings.has(&word.lower) {
                setting.states.extend(state(claim, &words[i + 1..]));
            }
            setting.norm |= CLAUSES.norms.has(&word.lower) && !is_perfect(&words[i + 1..]);
        }
        setting
    }

    /// True when nothing that the two tell of their setting is different. What one of them leaves open may be as in the other.
    pub fn may_be(&self, other: &Self) -> bool {
        let open = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.is_empty() || b.is_empty() || !a.is_disjoint(b);
        self.norm == other.norm
            && open(&self.states, &other.states)
            && self.times.iter().zip(&other.times).all(|(a, b)| open(a, b))
    }

    /// True when both tell one time: the same years, months and days of the week; `close`: they were published within a week, for
    /// every week has its Monday.
    pub fn is_at_one_time(&self, other: &Self, close: bool) -> bool {
        let told = self.times.iter().any(|times| !times.is_empty());
        told && self.times == other.times && (close || self.times[2].is_empty())
    }
}

/// "2019 people".
fn counts(next: Option<&Word>) -> bool {
    next.is_some_and(|word| word.is_content() && !word.capital && LEXICON.units.contains(&word.lemma))
}

/// "must have been": a guess at what was.
fn is_perfect(after: &[Word]) -> bool {
    after.iter().take(2).any(|word| word.lemma == "have")
}

/// The state named within three words: "in Norland", "for our country", "under Norland's law".
fn state(claim: &Claim, after: &[Word]) -> Option<String> {
    let near = after.iter().take(3).take_while(|word| !word.is_punctuation);
    let mut ours = false;
    for word in near {
        if word.concept.starts_with("state:") {
            return Some(word.concept.clone());
        }
        let home = matches!(word.lower.as_str(), "country" | "nation" | "us");
        if home && (ours || word.lower == "us") {
            return claim.country.as_ref().map(|code| format!("state:{code}"));
        }
        ours |= word.lower == "our";
        if !CLAUSES.before_states.has(&word.lower) {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::words::words;

    fn may_be_one(a: &str, b: &str) -> bool {
        let claim = Claim { country: Some("NO".to_owned()), ..Claim::default() };
        let [a, b] = [a, b].map(|text| Setting::new(&claim, &words(text)));
        assert_eq!(a.may_be(&b), b.may_be(&a));
        a.may_be(&b)
    }

    #[test]
    fn other_times_places_and_norms_are_set_apart() {
        for (a, b) in [
            ("The tunnel closed in 2019.", "The tunnel did not close in 2021."),
            ("The tunnel closed in March.", "In May the tunnel had not closed."),
            ("It closed on Monday.", "It did not close on Friday."),
            ("The ban is in force in Norway.", "No ban is in force in Sweden."),
            ("It is legal for our country.", "It is not legal for Sweden."),
            ("The minister should resign.", "The minister did not resign."),
        ] {
            assert!(!may_be_one(a, b), "{a} / {b}");
        }
    }

    #[test]
    fn what_one_leaves_open_may_be_the_same() {
        for (a, b) in [
            ("The tunnel closed in 2019.", "The tunnel did not close."),
            ("The tunnel closed in 2019 people said.", "It did not close in May."),
            ("It is legal for our country.", "It is not legal in Norway."),
            ("The minister must have known.", "The minister did not know."),
            ("It may close.", "It did not close in May."),
        ] {
            assert!(may_be_one(a, b), "{a} / {b}");
        }
    }
}

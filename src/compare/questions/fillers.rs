//! What stands for a placeholder: names, states, persons, things and numbers, in a fixed form.

use std::ops::Range;

use crate::compare::claim::Claim;
use crate::compare::word::Word;
use crate::compare::words;
use crate::lexicon::places::{By, PLACES};
use crate::statement::SpeakerType;

/// What may fill a placeholder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// a proper name
    Name,
    /// a state, its government or capital
    State,
    /// a person, by the last name
    Person,
    /// a noun phrase
    Thing,
    /// a number
    Number,
}

/// Longest name and noun phrase, in words.
const LONGEST_NAME: usize = 7;
const LONGEST_THING: usize = 6;

impl Sort {
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "name" => Self::Name,
            "state" => Self::State,
            "person" => Self::Person,
            "thing" => Self::Thing,
            "number" => Self::Number,
            _ => return None,
        })
    }

    /// Where what begins at `at` may end, the longest first.
    pub fn ends(self, words: &[Word], at: usize) -> Vec<usize> {
        let mut ends = match self {
            Self::Number => words.get(at).filter(|word| word.number.is_some()).map(|_| at + 1).into_iter().collect(),
            Self::Thing => thing_ends(words, at),
            Self::Name | Self::State | Self::Person => name_ends(words, at),
        };
        // in the middle of a name only a known state can begin: "Norway" of "Says Norway", not "Statute" of "Rome Statute"
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        let breaks_name = |word: &Word| {
            word.capital && before.is_some_and(|before| before.capital) && !word.concept.starts_with("state:")
        };
        if self == Self::State && words.get(at).is_some_and(breaks_name) {
            ends.clear();
        }
        ends.reverse();
        ends
    }

    /// The fixed form of the words; none when it is not known whom or what they mean.
    pub fn resolved(self, words: &[Word], claim: &Claim) -> Option<String> {
        match self {
            Self::Number => words.first().and_then(|word| word.number).map(|number| number.to_string()),
            Self::Thing => thing(words),
            Self::Name | Self::State | Self::Person => match Meant::by(words) {
                Meant::Us => us(self, claim),
                Meant::Me => me(claim),
                Meant::It => it(self, claim),
                Meant::Name => named(self, words),
            },
        }
    }

    /// What fills a placeholder that a pattern leaves out: the state for which the speaker speaks.
    pub fn implied(self, claim: &Claim) -> Option<String> {
        if self == Self::State { state_of(claim) } else { None }
    }
}

enum Meant {
    Us,
    Me,
    It,
    Name,
}

impl Meant {
    fn by(words: &[Word]) -> Self {
        let told: Vec<&str> = words.iter().filter(|w| !w.is_punctuation).map(|w| w.lower.as_str()).collect();
        match told.as_slice() {
            ["we" | "us" | "ours"] | ["our", ..] => Self::Us,
            ["i" | "me" | "myself"] | ["my", ..] => Self::Me,
            ["it" | "he" | "she" | "they"] | ["the", "country" | "government" | "company"] => Self::It,
            _ => Self::Name,
        }
    }
}

fn is_body_word(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "country" | "nation" | "government" | "state" | "party" | "side" | "company" | "authority" | "authorities"
    )
}

fn name_ends(words: &[Word], at: usize) -> Vec<usize> {
    let word = |i: usize| words.get(i).filter(|word| !word.is_punctuation);
    let Some(first) = word(at) else { return Vec::new() };
    match first.lower.as_str() {
        "we" | "us" | "i" | "me" | "it" | "he" | "she" | "they" => return vec![at + 1],
        "our" | "my" => return word(at + 1).filter(|w| is_body_word(w)).map(|_| at + 2).into_iter().collect(),
        "the" if word(at + 1).is_some_and(|w| matches!(w.lower.as_str(), "country" | "government" | "company")) => {
            return vec![at + 2];
        }
        _ => {}
    }
    let start = if is_determiner(first) { at + 1 } else { at };
    let mut ends = Vec::new();
    let mut i = start;
    while i < start + LONGEST_NAME {
        let Some(word) = word(i) else { break };
        let connects = matches!(word.lower.as_str(), "of" | "for" | "the" | "de" | "van" | "von" | "al" | "bin");
        if word.capital && !(is_determiner(word) && i > start) {
            ends.push(i + 1);
        } else if i > start && is_body_word(word) && ends.last() == Some(&i) {
            ends.push(i + 1);
            break;
        } else if !(connects && i > start) {
            break;
        }
        i += 1;
    }
    ends
}

fn is_determiner(word: &Word) -> bool {
    matches!(
        word.lower.as_str(),
        "the" | "a" | "an" | "this" | "that" | "these" | "those" | "its" | "his" | "her" | "their" | "any" | "our"
    )
}

fn thing_ends(words: &[Word], at: usize) -> Vec<usize> {
    let mut ends = Vec::new();
    for (i, word) in words.iter().enumerate().skip(at).take(LONGEST_THING) {
        let joins = matches!(word.lower.as_str(), "of" | "in" | "on" | "for" | "'s") || is_determiner(word);
        if word.is_mark() {
            continue;
        }
        if word.is_punctuation || !word.is_content() && !joins {
            break;
        }
        if word.is_content() {
            ends.push(i + 1);
        } else if i == at && !is_determiner(word) {
            break;
        }
    }
    ends
}

fn thing(words: &[Word]) -> Option<String> {
    let content: Vec<&str> = words.iter().filter(|word| word.is_content()).map(|word| word.lemma.as_str()).collect();
    (!content.is_empty()).then(|| content.join(" "))
}

fn named(sort: Sort, words: &[Word]) -> Option<String> {
    let told: Vec<&str> = words.iter().filter(|word| !word.is_punctuation).map(|word| word.lower.as_str()).collect();
    let start = words.iter().filter(|word| !word.is_punctuation).position(|word| !is_determiner(word))?;
    let name = told[start..].join(" ");
    let state = PLACES.state(&name).filter(|state| state.by != By::People).map(|state| state.code.to_owned());
    match sort {
        Sort::Person if state.is_some() || PLACES.is_place(&name) => None,
        Sort::Person => told.last().map(|last| (*last).to_owned()),
        // a state that the lexicon does not know has a name, not a description: "the Statute of …" is none
        Sort::State => state.or_else(|| governed(&told[start..])).or_else(|| {
            let last = words.iter().rfind(|word| !word.is_punctuation)?;
            (last.is_strange() && !told.contains(&"of")).then_some(name)
        }),
        _ => state.or(Some(name)),
    }
}

/// "the Norwegian government" is Norway.
fn governed(told: &[&str]) -> Option<String> {
    let (last, before) = told.split_last()?;
    let body = matches!(*last, "government" | "authorities" | "side" | "state" | "officials" | "leadership");
    body.then(|| PLACES.country(before.iter().copied()).map(str::to_owned)).flatten()
}

fn us(sort: Sort, claim: &Claim) -> Option<String> {
    match sort {
        Sort::Person => None,
        Sort::State => state_of(claim),
        _ => state_of(claim).or_else(|| claim.organization.as_deref().map(folded)),
    }
}

fn me(claim: &Claim) -> Option<String> {
    let person = claim.speaker_type.is_none_or(|kind| kind == SpeakerType::Person);
    claim.speaker.as_deref().filter(|_| person).map(last_name)
}

/// "He will not resign", in indirect speech, is most often the speaker.
fn it(sort: Sort, claim: &Claim) -> Option<String> {
    match sort {
        Sort::Person => me(claim),
        _ => us(sort, claim),
    }
}

fn last_name(name: &str) -> String {
    folded(name).split(' ').next_back().unwrap_or_default().to_owned()
}

/// The state for which a speaker speaks: its code or, of states that the lexicon lacks, none.
fn state_of(claim: &Claim) -> Option<String> {
    let told = [&claim.organization, &claim.role, &claim.speaker];
    claim.country.clone().or_else(|| {
        told.into_iter().flatten().find_map(|words| PLACES.country(words.split_whitespace()).map(str::to_owned))
    })
}

/// A name without case, accents, article and punctuation.
pub(super) fn folded(name: &str) -> String {
    let words = words::words(name);
    let told: Vec<&str> = words.iter().filter(|w| !w.is_punctuation).map(|w| w.lower.as_str()).collect();
    told.strip_prefix(&["the"]).unwrap_or(&told).join(" ")
}

/// A filler for people: a state by its name, other names with capitals.
pub(super) fn spelled(value: &str) -> String {
    if let Some(name) = PLACES.name_of(value) {
        return name.to_owned();
    }
    value.to_owned()
}

/// True when the text holds the name as whole words; one in capitals must stand so.
pub(super) fn holds_name(text: &str, name: &str) -> bool {
    let all_capitals = name.chars().all(|c| !c.is_lowercase());
    let (text, name) =
        if all_capitals { (text.to_owned(), name.to_owned()) } else { (text.to_lowercase(), name.to_lowercase()) };
    text.match_indices(&name).any(|(at, _)| {
        let free = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        free(text[..at].chars().next_back()) && free(text[at + name.len()..].chars().next())
    })
}

/// The bytes of words.
pub(super) fn bytes(words: &[Word], range: &Range<usize>) -> Option<Range<usize>> {
    let inside = words.get(range.clone())?;
    Some(inside.first()?.span.start..inside.last()?.span.end)
}

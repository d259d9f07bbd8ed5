//! How a statement is read: its sentences, what each stands by, and what it negates.

use super::claim::Claim;
use super::clauses::Clause;
use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::parts::{is_relation, judges};
use super::setting::Setting;
use super::unit::{Unit, Voice};
use super::units::{unit, unit_ranges};
use super::word::Word;
use super::words::words;
use crate::document::lemma::lemma;
use crate::statement::{Act, Kind};

/// Bytes of a statement that are looked at: nobody says more in one breath, and what is longer is no statement.
const LONGEST: usize = 8 * 1024;
/// A statement of more sentences is a speech.
const MOST_SENTENCES: usize = 4;

/// A statement taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub words: Vec<Word>,
    pub units: Vec<Unit>,
    /// who "I" is
    pub speaker: Vec<Word>,
    /// who "we" are, beside the speaker
    pub body: Vec<Word>,
    /// the words that attribute it
    pub cue: String,
    /// all words of the sentences that hold it; none where it is all that they say, as with headlines and statements made elsewhere
    sentence: Option<Vec<Word>>,
    /// whom and what its article is about
    pub names: Vec<String>,
    /// places of the words that judge
    pub judging: Vec<usize>,
    /// places of the words that say what one is or does to another
    pub relations: Vec<usize>,
}

impl Reading {
    pub fn new(claim: &Claim) -> Self {
        let text = beginning(&claim.text);
        let words = words(text);
        let mut ranges = unit_ranges(text, claim.cue.is_empty(), &words);
        ranges.retain(|range| words[range.clone()].iter().any(Word::is_content));
        // "said that no letter had come" denies by its content, "denied that a letter had come" by its cue
        let denied = claim.act == Some(Act::Deny) && !claim.negated && !is_plain(&claim.cue);
        let asked = claim.act == Some(Act::Ask);
        let indirect = claim.kind == Some(Kind::Indirect);
        let mut units: Vec<Unit> =
            ranges.into_iter().map(|range| unit(&words, range, denied, asked, indirect)).collect();
        for unit in &mut units {
            // what nobody voiced, or is said not to have been said; what is wanted
            unit.reported |= !claim.on_record || claim.negated;
            unit.possible |= claim.act == Some(Act::Demand);
            unit.setting = Setting::new(claim, &words[unit.range.clone()]);
        }
        let named = |name: &Option<String>| -> Vec<Word> {
            name.iter().flat_map(|name| crate::compare::words::words(name)).filter(Word::is_content).collect()
        };
        let places = |is: fn(&[Word], usize) -> bool| (0..words.len()).filter(|&at| is(&words, at)).collect();
        let judging = places(judges);
        let relations = places(is_relation);
        let around = beginning(&claim.sentence);
        Self {
            sentence: (around != text).then(|| crate::compare::words::words(around)),
            words,
            units,
            judging,
            relations,
            speaker: named(&claim.speaker),
            body: named(&claim.organization),
            cue: claim.cue.clone(),
            names: claim.names.clone(),
        }
    }

    /// Where one of its words stands.
    pub fn place(&self, word: &Word) -> Option<usize> {
        self.words.iter().position(|other| other.span == word.span)
    }

    /// True for a statement of so many sentences that it says something of everything.
    pub fn is_speech(&self) -> bool {
        self.units.len() > MOST_SENTENCES
    }

    /// The content words of all units.
    pub fn all_content(&self) -> Vec<&Word> {
        self.words.iter().filter(|word| word.is_content()).collect()
    }

    /// All words of the sentences that hold it.
    pub fn sentence(&self) -> &[Word] {
        self.sentence.as_deref().unwrap_or(&self.words)
    }

    /// The content words of the sentences that hold it.
    pub fn around(&self) -> impl Iterator<Item = &Word> {
        self.sentence().iter().filter(|word| word.is_content())
    }

    /// Content words before a word in its clause: its subject, in the active.
    pub fn subject<'r>(&'r self, unit: &Unit, at: usize) -> Vec<&'r Word> {
        let clause = self.words[unit.range.start..at]
            .iter()
            .rev()
            .take_while(|word| !word.ends_part() && word.lower != "," && !CLAUSES.ends_subject.has(&word.lower));
        clause.take(8).filter(|word| word.is_content()).collect()
    }

    /// The content words of a unit, each concept once.
    pub fn content<'r>(&'r self, unit: &'r Unit) -> Vec<&'r Word> {
        let speaker = self.speaker.iter().filter(|_| unit.voiced.is_some());
        let voice = speaker.chain(self.body.iter().filter(|_| unit.voiced == Some(Voice::Body)));
        let mut out: Vec<&Word> = Vec::new();
        for word in self.words[unit.range.clone()].iter().chain(voice).filter(|word| word.is_content()) {
            if !out.iter().any(|known| known.has_concept_of(word)) {
                out.push(word);
            }
        }
        out
    }
}

/// What is told as done or to come: no clause that supposes, passes on or negates.
pub(super) fn positive(reading: &Reading) -> Vec<&Word> {
    let units = reading.units.iter().filter(|unit| unit.asserts());
    units.flat_map(|unit| told(reading, unit, |_| true)).collect()
}

/// The same of one sentence, without what is to come.
pub(super) fn past<'r>(reading: &'r Reading, unit: &Unit) -> Vec<&'r Word> {
    told(reading, unit, |clause| !clause.future)
}

fn told<'r>(reading: &'r Reading, unit: &Unit, is: impl Fn(&Clause) -> bool) -> Vec<&'r Word> {
    let negated = |clause: &Clause| unit.own_negations().any(|negation| clause.range.contains(&negation.at));
    let clauses =
        unit.clauses.iter().filter(|clause| !clause.of_others && !clause.supposed && is(clause) && !negated(clause));
    clauses.flat_map(|clause| &reading.words[clause.range.clone()]).filter(|word| word.weight >= 0.7).collect()
}

/// A cue that leaves the denying to the content.
fn is_plain(cue: &str) -> bool {
    !cue.is_empty()
        && cue.split_whitespace().all(|word| {
            let word = word.to_lowercase();
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            CLAUSES.plain_cues.has(&lemma(word)) || LEXICON.function.contains(word)
        })
}

/// As much of a text as is compared.
pub(super) fn beginning(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

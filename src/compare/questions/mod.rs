//! Declared questions: which statements answer them, and how?
//!
//! A question is data: its text, patterns that affirm or deny it, and examples that one test walks. `data/questions/`
//! holds those that come with the program.

mod fillers;
mod matching;
mod pattern;
mod stances;
mod template;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;

use super::reading::Reading;
use super::{Claim, Stance};
use crate::statement::{Act, SpeakerType};
use fillers::Sort;
use pattern::Pattern;
pub(super) use stances::opposed;
pub use template::template;

/// The questions that come with the program.
const SHIPPED: &[(&str, &str)] = &[
    ("courts.toml", include_str!("../../../data/questions/courts.toml")),
    ("politics.toml", include_str!("../../../data/questions/politics.toml")),
    ("affairs.toml", include_str!("../../../data/questions/affairs.toml")),
];

/// A yes/no issue on which statements take a position.
#[derive(Clone, Debug)]
pub struct Question {
    /// id, as its file declares it
    pub id: String,
    /// the question itself, with placeholders such as `{X}`
    pub text: String,
    /// of the text that declares it: another one means that it may be answered otherwise
    pub digest: String,
    /// names of its subject, one of which the statement or its sentence must hold; empty: any
    pub subject: Vec<String>,
    /// first and last day of publication on which it can be answered
    pub valid: [Option<String>; 2],
    /// two answers further apart than so many days are about different times
    pub lasts: Option<i64>,
    /// its flags are stood by, not merely listed on demand
    pub firm: bool,
    placeholders: Vec<(char, Sort)>,
    aliases: BTreeMap<String, String>,
    patterns: Vec<(Pattern, bool)>,
    examples: Vec<(Example, Expected)>,
}

/// What an example must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// yes
    Affirms,
    /// no
    Denies,
    /// no position
    Neither,
}

/// An example that came to something else than its list says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Miss {
    /// the question
    pub question: String,
    /// the example
    pub example: String,
    /// what it must come to
    pub expected: Expected,
    /// what it came to
    pub found: Vec<Stance>,
}

/// Why questions cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// not TOML, or not of this form
    #[error("{0}")]
    Form(#[from] toml::de::Error),
    /// a question that makes no sense
    #[error("question {id:?}: {problem}")]
    Sense {
        /// the question
        id: String,
        /// what is wrong
        problem: String,
    },
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    question: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    id: String,
    text: String,
    #[serde(default)]
    subject: Vec<String>,
    #[serde(default)]
    aliases: BTreeMap<String, Vec<String>>,
    from: Option<String>,
    to: Option<String>,
    lasts_days: Option<i64>,
    firm: Option<bool>,
    #[serde(default)]
    affirm: Vec<String>,
    #[serde(default)]
    deny: Vec<String>,
    #[serde(default)]
    affirms: Vec<Example>,
    #[serde(default)]
    denies: Vec<Example>,
    #[serde(default)]
    neither: Vec<Example>,
}

/// A statement for the test: its words alone, or with what is known of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Example {
    Words(String),
    Full(Box<FullExample>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct FullExample {
    text: String,
    sentence: Option<String>,
    speaker: Option<String>,
    organization: Option<String>,
    country: Option<String>,
    published: Option<String>,
    act: Option<Act>,
    /// what the placeholders must be filled with
    about: Option<String>,
}

impl Example {
    fn text(&self) -> &str {
        match self {
            Example::Words(text) => text,
            Example::Full(full) => &full.text,
        }
    }

    fn about(&self) -> Option<&str> {
        match self {
            Example::Words(_) => None,
            Example::Full(full) => full.about.as_deref(),
        }
    }

    fn claim(&self) -> Claim {
        let full = match self {
            Example::Words(text) => FullExample { text: text.clone(), ..FullExample::default() },
            Example::Full(full) => FullExample::clone(full),
        };
        Claim {
            sentence: full.sentence.unwrap_or_else(|| full.text.clone()),
            text: full.text,
            speaker_type: full.speaker.as_ref().map(|_| SpeakerType::Person),
            cue: full.speaker.as_ref().map(|_| "said".to_owned()).unwrap_or_default(),
            speaker: full.speaker,
            organization: full.organization,
            country: full.country,
            published: full.published,
            act: full.act,
            on_record: true,
            ..Claim::default()
        }
    }
}

/// The questions that come with the program.
pub fn shipped() -> Vec<Question> {
    let read = |(name, text): &(&str, &str)| Question::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
    SHIPPED.iter().flat_map(read).collect()
}

impl Question {
    /// The questions that a TOML text declares.
    pub fn parse(toml: &str) -> Result<Vec<Question>, QuestionError> {
        let file: File = toml::from_str(toml)?;
        let digest = blake3::hash(toml.as_bytes()).to_hex()[..16].to_owned();
        file.question.into_iter().map(|entry| Question::read(entry, &digest)).collect()
    }

    fn read(entry: Entry, digest: &str) -> Result<Question, QuestionError> {
        let wrong = |problem: String| QuestionError::Sense { id: entry.id.clone(), problem };
        let listed = [(&entry.affirm, true), (&entry.deny, false)];
        let mut patterns = Vec::new();
        for (written, affirms) in listed.into_iter().flat_map(|(list, affirms)| list.iter().map(move |w| (w, affirms)))
        {
            patterns.push((Pattern::read(written).map_err(|e| wrong(format!("pattern {written:?}: {e}")))?, affirms));
        }
        let mut placeholders: Vec<(char, Sort)> = Vec::new();
        for letter in pattern::letters_of(&entry.text) {
            let sort = patterns.iter().find_map(|(pattern, _)| pattern.sort_of(letter));
            let sort = sort.ok_or_else(|| wrong(format!("no pattern holds the placeholder {{{letter}}}")))?;
            placeholders.push((letter, sort));
        }
        if patterns.is_empty() {
            return Err(wrong("it needs patterns that affirm or deny it".to_owned()));
        }
        let fold = |name: &str| fillers::folded(name);
        let aliases = entry
            .aliases
            .iter()
            .flat_map(|(name, all)| all.iter().map(move |other| (fold(other), fold(name))))
            .collect();
        let lists =
            [(entry.affirms, Expected::Affirms), (entry.denies, Expected::Denies), (entry.neither, Expected::Neither)];
        let examples = lists.into_iter().flat_map(|(list, expected)| list.into_iter().map(move |e| (e, expected)));
        Ok(Question {
            id: entry.id,
            text: entry.text,
            digest: digest.to_owned(),
            subject: entry.subject,
            valid: [entry.from, entry.to],
            lasts: entry.lasts_days,
            firm: entry.firm.unwrap_or(true),
            placeholders,
            aliases,
            patterns,
            examples: examples.collect(),
        })
    }

    /// What a statement answers to it.
    pub(super) fn positions(&self, claim: &Claim, reading: &Reading) -> Vec<Stance> {
        if !self.may_be_answered_by(claim) {
            return Vec::new();
        }
        let mut found: BTreeMap<String, Vec<Stance>> = BTreeMap::new();
        for unit in reading.units.iter().filter(|unit| !unit.asked && !unit.reported) {
            for stance in matching::stances(self, claim, &reading.words, unit) {
                found.entry(stance.about.clone()).or_default().push(stance);
            }
        }
        // a statement that says both yes and no takes no position that could be flagged
        found.retain(|_, stances| stances.iter().all(|stance| stance.affirms == stances[0].affirms));
        let firsts: Vec<Stance> = found.into_values().filter_map(united).collect();
        // "the harbour levy is lawful" is no answer about a levy
        let within = |inner: &Stance, outer: &Stance| match (&inner.span, &outer.span) {
            (Some(i), Some(o)) => i != o && o.start <= i.start && i.end <= o.end,
            _ => false,
        };
        firsts.iter().filter(|stance| !firsts.iter().any(|other| within(stance, other))).cloned().collect()
    }

    fn may_be_answered_by(&self, claim: &Claim) -> bool {
        let asserts = match claim.act {
            Some(act) => matches!(act, Act::Say | Act::Deny | Act::Accuse | Act::Find | Act::Promise | Act::Decide),
            None => true,
        };
        let [from, to] = &self.valid;
        let day = claim.published.as_deref();
        let in_time = day.is_none_or(|day| {
            from.as_deref().is_none_or(|from| day >= from) && to.as_deref().is_none_or(|to| day <= to)
        });
        asserts && claim.on_record && !claim.negated && in_time && self.is_named_in(claim)
    }

    fn is_named_in(&self, claim: &Claim) -> bool {
        self.subject.is_empty()
            || [&claim.text, &claim.sentence]
                .into_iter()
                .any(|text| self.subject.iter().any(|name| fillers::holds_name(text, name)))
    }

    /// The question with its placeholders filled, as [`Stance::about`] gives them.
    pub fn filled(&self, about: &str) -> String {
        let mut text = self.text.clone();
        for ((letter, _), value) in self.placeholders.iter().zip(about.split(SEPARATOR)) {
            text = text.replace(&format!("{{{letter}}}"), &fillers::spelled(value));
        }
        text
    }

    /// The examples that come to something else than they must.
    pub fn test(&self) -> Vec<Miss> {
        let mut misses = Vec::new();
        for (example, expected) in &self.examples {
            let claim = example.claim();
            let found = self.positions(&claim, &Reading::new(&claim));
            let is = match found.as_slice() {
                [] => Some(Expected::Neither),
                [one] if one.affirms => Some(Expected::Affirms),
                [_] => Some(Expected::Denies),
                _ => None,
            };
            let filled = example.about().is_none_or(|about| found.iter().all(|stance| stance.about == about));
            if is != Some(*expected) || !filled {
                let example = example.text().to_owned();
                misses.push(Miss { question: self.id.clone(), example, expected: *expected, found });
            }
        }
        misses
    }

    /// How many examples it has that must come to this.
    pub fn examples(&self, expected: Expected) -> usize {
        self.examples.iter().filter(|(_, e)| *e == expected).count()
    }
}

/// The first of several stances that agree, with the passages of the others beside it.
fn united(stances: Vec<Stance>) -> Option<Stance> {
    let mut stances = stances.into_iter();
    let mut first = stances.next()?;
    for span in stances.filter_map(|stance| stance.span) {
        let apart = |known: &Range<usize>| span.end <= known.start || known.end <= span.start;
        if first.span.iter().chain(&first.also).all(apart) {
            first.also.push(span);
        }
    }
    Some(first)
}

/// Between the fillers of [`Stance::about`].
const SEPARATOR: &str = " | ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_every_question_comes_to_what_it_must() {
        let mut ids = std::collections::BTreeSet::new();
        let mut misses = Vec::new();
        for question in shipped() {
            assert!(ids.insert(question.id.clone()), "two questions {:?}", question.id);
            for expected in [Expected::Affirms, Expected::Denies, Expected::Neither] {
                assert!(question.examples(expected) > 0, "{}: no example for {expected:?}", question.id);
            }
            misses.extend(question.test());
        }
        let told: Vec<String> = misses.iter().map(|miss| format!("{miss:#?}")).collect();
        assert!(misses.is_empty(), "{} misses\n{}", told.len(), told.join("\n"));
        assert!(ids.len() > 12);
    }

    #[test]
    fn a_test_of_a_question_can_fail() {
        let toml = r#"
            [[question]]
            id = "x"
            text = "Is {X} closed?"
            affirm = ["{X:thing} be closed"]
            affirms = ["The harbour is closed.", "The harbour is not closed."]
            denies = [{ text = "The harbour is not closed.", about = "airport" }]
            neither = ["Is the harbour closed?"]
        "#;
        let misses = Question::parse(toml).unwrap()[0].test();
        let missed: Vec<&str> = misses.iter().map(|miss| miss.example.as_str()).collect();
        assert_eq!(missed, ["The harbour is not closed."; 2]);
    }

    #[test]
    fn questions_without_sense_are_refused() {
        for (bad, told) in [
            ("[[question]]\nid = 'x'\ntext = 'Is {X} closed?'", "placeholder {X}"),
            ("[[question]]\nid = 'x'\ntext = 'Is it?'", "needs patterns"),
            ("[[question]]\nid = 'x'\ntext = 'Is it?'\naffirm = ['it {Q:nothing}']", "{Q:nothing}"),
            ("[[question]]\nid = 'x'", "missing field"),
            ("[[question]]\nid = 'x'\ntext = 'y'\naffirms = 3", "invalid type"),
        ] {
            let error = Question::parse(bad).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}

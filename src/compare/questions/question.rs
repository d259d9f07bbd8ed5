//! A declared question: its text, the patterns that affirm or deny it, and its examples.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fillers::{self, Sort};
use super::pattern::{self, Pattern};
use crate::compare::claim::{Claim, Stance};
use crate::statement::{Act, SpeakerType};

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
    pub(super) placeholders: Vec<(char, Sort)>,
    pub(super) aliases: BTreeMap<String, String>,
    pub(super) patterns: Vec<(Pattern, bool)>,
    pub(super) examples: Vec<(Example, Expected)>,
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
pub(super) enum Example {
    Words(String),
    Full(Box<FullExample>),
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FullExample {
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
    pub(super) fn text(&self) -> &str {
        match self {
            Example::Words(text) => text,
            Example::Full(full) => &full.text,
        }
    }

    pub(super) fn about(&self) -> Option<&str> {
        match self {
            Example::Words(_) => None,
            Example::Full(full) => full.about.as_deref(),
        }
    }

    pub(super) fn claim(&self) -> Claim {
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

    /// The question with its placeholders filled, as [`Stance::about`] gives them.
    pub fn filled(&self, about: &str) -> String {
        let mut text = self.text.clone();
        for ((letter, _), value) in self.placeholders.iter().zip(about.split(SEPARATOR)) {
            text = text.replace(&format!("{{{letter}}}"), &fillers::spelled(value));
        }
        text
    }

    /// How many examples it has that must come to this.
    pub fn examples(&self, expected: Expected) -> usize {
        self.examples.iter().filter(|(_, e)| *e == expected).count()
    }
}

/// Between the fillers of [`Stance::about`].
pub(super) const SEPARATOR: &str = " | ";

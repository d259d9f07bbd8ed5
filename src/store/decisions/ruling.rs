//! What a person can decide, in the terms of the program.

use serde::Serialize;

use crate::{
    statement::{Act, Kind, Statement, words},
    text::Span,
};

/// What a decision is about: a row of the database (its `key`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// a statement
    Statement(i64),
    /// a conflict
    Conflict(i64),
    /// a speaker
    Speaker(i64),
}

/// Who decided, why, and what shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grounds {
    /// who
    pub by: Option<String>,
    /// why, in words
    pub reason: Option<String>,
    /// what shows it, such as an address
    pub source: Option<String>,
}

impl Grounds {
    /// A reason and nothing else.
    pub fn because(reason: &str) -> Grounds {
        Grounds { reason: Some(reason.to_owned()), ..Grounds::default() }
    }
}

/// What a person decides. Statements, speakers, voices, articles and conflicts are rows of the database (their `key`).
#[derive(Clone, Debug, PartialEq)]
pub enum Ruling {
    /// a statement was read correctly, a conflict is one, a speaker is one and rightly named
    Accept {
        /// which
        on: Subject,
    },
    /// a statement was not read correctly, a conflict is none, a speaker is none: it is left out of every listing
    Reject {
        /// which
        on: Subject,
    },
    /// an article holds a statement that was not found: a person marked it
    Mark {
        /// the article
        article: i64,
        /// the statement, in bytes of its text
        statement: Box<Statement>,
    },
    /// something of a statement is to be read otherwise
    Fix {
        /// the statement
        statement: i64,
        /// what is right
        fix: Fix,
    },
    /// what the desk found out about what a statement says
    Found {
        /// the statement
        statement: i64,
        /// what it found
        finding: Finding,
    },
    /// words to remember with something
    Note {
        /// with what
        on: Subject,
        /// the words
        text: String,
    },
    /// someone is to look after something
    Assign {
        /// after what
        on: Subject,
        /// who
        to: String,
    },
    /// two speakers are one
    Merge {
        /// the one whose name stays
        into: i64,
        /// the other
        other: i64,
    },
    /// these voices are someone else
    Split {
        /// the speaker they were taken for
        speaker: i64,
        /// the voices that leave it
        voices: Vec<i64>,
    },
    /// two speakers are not one, whatever speaks for it; recorded as a split
    Apart {
        /// one
        a: i64,
        /// the other
        b: i64,
    },
    /// a speaker is to be shown under another name
    Rename {
        /// the speaker
        speaker: i64,
        /// the name
        name: String,
    },
    /// a speaker is known by one more name
    Alias {
        /// the speaker
        speaker: i64,
        /// the name
        alias: String,
    },
    /// a speaker is to be left out of every listing
    Forget {
        /// the speaker
        speaker: i64,
    },
    /// a flagged conflict is right or wrong
    Judge {
        /// the conflict's row
        conflict: i64,
        /// the verdict
        verdict: Verdict,
    },
}

/// What is to be read instead of what extraction read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// who says it; several parted by semicolons; nobody when empty
    Speaker(String),
    /// in which role
    Role(String),
    /// what the cue does
    Act(Act),
    /// how it is given
    Kind(Kind),
    /// which words are the statement, in bytes of the article's text
    Content(Vec<Span>),
}

/// What a person says of a flag.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Verdict {
    /// a conflict
    Right,
    /// none
    Wrong,
    /// cannot be said
    Unsure,
}

/// What the desk found out about what a statement says.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Finding {
    /// it holds
    Verified,
    /// others say otherwise, and it is not settled
    Disputed,
    /// it does not hold
    False,
    /// not looked into, or not finished
    Open,
}

words!(Verdict, Finding);

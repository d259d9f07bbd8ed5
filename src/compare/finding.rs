//! What a rule says of two statements, and what is told of it.

use serde::{Deserialize, Serialize};

use super::rule::Rule;

/// How two statements conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum ConflictKind {
    /// one denies what the other asserts, as an accusation or a report
    Denial,
    /// both cannot be true
    Contradiction,
    /// the same speaker or office said otherwise before
    Reversal,
    /// one quotation, worded differently
    Version,
    /// opposed judgements of one thing, which can both be held
    Opposition,
}

impl ConflictKind {
    /// The word used in outputs and in the database.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// A judged pair.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// how they conflict
    pub kind: ConflictKind,
    /// comparable across kinds, 0 to 1
    pub score: f64,
    /// to be listed without being asked for
    pub firm: bool,
    /// the rule that fired; "question:ID" for a declared question
    pub rule: String,
    /// text of the declared question that the two answer differently
    pub question: Option<String>,
    /// one or two sentences that can be checked against the text
    pub why: String,
    /// what clashes, in the first and in the second
    pub words: [Vec<String>; 2],
    /// cheapest reading under which both are true
    pub both_true_if: String,
}

/// What a rule says of two statements.
#[derive(Debug)]
pub(super) struct Match {
    pub kind: ConflictKind,
    pub rule: Rule,
    pub score: f64,
    pub firm: bool,
    pub why: String,
    /// what clashes, in the first and in the second
    pub words: [Vec<String>; 2],
    pub both_true_if: &'static str,
}

impl From<Match> for Finding {
    fn from(found: Match) -> Self {
        Finding {
            kind: found.kind,
            score: (found.score.clamp(0.0, 1.0) * 1000.0).round() / 1000.0,
            firm: found.firm,
            rule: found.rule.to_string(),
            question: None,
            why: found.why,
            words: found.words,
            both_true_if: found.both_true_if.to_owned(),
        }
    }
}

/// Up to six words in quotation marks.
pub(super) fn listed(words: &[String]) -> String {
    words.iter().take(6).map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
}

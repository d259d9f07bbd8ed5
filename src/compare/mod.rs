//! Which statements conflict, and why?
//!
//! [`Comparer::analyse`] looks at one statement: what it asserts ([`Proposition`]), which declared questions it answers
//! ([`Stance`]), and under which keys statements that may conflict with it are found. [`Comparer::judge`] looks at two
//! analysed statements: are they about the same thing, and only then, can both be true? Nothing here reads a file,
//! stores or prints anything.

mod accusations;
mod bonds;
mod clauses;
mod covered;
mod denials;
mod judge;
mod keys;
mod lexicon;
mod negations;
mod numbers;
mod opposites;
mod oppositions;
mod overlap;
mod pair;
mod pattern;
mod propositions;
mod questions;
mod reading;
mod setting;
mod swapped;
mod versions;
mod words;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::statement::{Act, Kind, SpeakerType};
pub use bonds::article_names;
pub use questions::{Expected, Miss, Question, QuestionError, shipped, template};

/// A statement as the comparison sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Claim {
    /// the content, pieces joined by " … "
    pub text: String,
    /// the sentences around it; the text itself for headlines and statements made elsewhere
    pub sentence: String,
    /// who said it
    pub speaker: Option<String>,
    /// stable identity of a named speaker across articles
    pub speaker_key: Option<String>,
    /// what kind of speaker
    pub speaker_type: Option<SpeakerType>,
    /// title, as printed
    pub role: Option<String>,
    /// the body that the speaker speaks for, or is
    pub organization: Option<String>,
    /// ISO 3166 code of the state that the speaker speaks for
    pub country: Option<String>,
    /// newspaper, agency or site
    pub outlet: Option<String>,
    /// day of publication
    pub published: Option<String>,
    /// id of the article
    pub article: String,
    /// whom and what the article is about, by [`article_names`]
    pub names: Vec<String>,
    /// by the quotation marks
    pub kind: Option<Kind>,
    /// what the cue does
    pub act: Option<Act>,
    /// the cue is negated
    pub negated: bool,
    /// voiced by the source, not an inner state that the outlet describes
    pub on_record: bool,
    /// the words that attribute
    pub cue: String,
}

/// What is found once for a statement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Analysis {
    /// the statement
    pub claim: Claim,
    /// what it asserts
    pub propositions: Vec<Proposition>,
    /// what it answers
    pub positions: Vec<Stance>,
    /// under which statements that may conflict with it are found
    pub keys: Vec<String>,
    /// how it is read; made again by [`Comparer::analyse`], never kept
    #[serde(skip)]
    reading: reading::Reading,
}

/// An answer to a declared question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stance {
    /// id of the question
    pub question: String,
    /// what fills its placeholders, in a fixed form
    pub about: String,
    /// yes (true) or no
    pub affirms: bool,
    /// bytes of the claim's text that say so
    pub span: Option<Range<usize>>,
    /// further passages of it that say the same
    pub also: Vec<Range<usize>>,
}

/// One thing that a statement asserts, in its normal form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposition {
    /// lemmas of who or what it is about, "we" and "our country" resolved
    pub subject: Option<String>,
    /// lemma of the predicate
    pub predicate: Option<String>,
    /// family of the predicate
    pub relation: Option<String>,
    /// lemmas of what else takes part
    pub object: Option<String>,
    /// asserted (true) or denied of the subject
    pub positive: bool,
    /// the words that make it negative
    pub polarity_words: Vec<String>,
    /// fact, plan, duty, possibility or wish
    pub modality: String,
    /// own words, paraphrase, reported, denied or asked
    pub assertion: String,
    /// time that it is about
    pub time: Option<String>,
    /// number with unit and bounds
    pub quantity: Option<String>,
    /// for whom or what it is said to hold
    pub scope: Option<String>,
    /// bytes of the claim's text
    pub span: Option<Range<usize>>,
}

/// How two statements conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
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
        match self {
            Self::Denial => "denial",
            Self::Contradiction => "contradiction",
            Self::Reversal => "reversal",
            Self::Version => "version",
            Self::Opposition => "opposition",
        }
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

impl Analysis {
    /// Share of the second's telling words that the first holds as well: near 1 where the first may imply it; 0 where one
    /// of them negates something, or tells the opposite of a word of the other.
    pub fn holds(&self, other: &Analysis) -> f64 {
        let (mine, theirs) = (self.reading.all_content(), other.reading.all_content());
        let negated = |analysis: &Analysis| analysis.reading.units.iter().any(|unit| !unit.negations.is_empty());
        let turned = theirs.iter().any(|word| mine.iter().any(|other| words::opposite(word, other)));
        if turned || negated(other) != negated(self) && self.reading.units.len() == 1 {
            return 0.0;
        }
        overlap::Overlap::new(&mine, &theirs).of_b
    }
}

/// Judges pairs of statements by questions and lexicons.
#[derive(Debug)]
pub struct Comparer {
    questions: Vec<Question>,
}

impl Comparer {
    /// A judge that knows these questions beside the rules.
    pub fn new(questions: Vec<Question>) -> Self {
        Self { questions }
    }

    /// What is to be known of a statement before it is compared.
    pub fn analyse(&self, mut claim: Claim) -> Analysis {
        // whatever is given, a pair costs no more than two long statements
        for words in [&mut claim.sentence].into_iter().chain(&mut claim.speaker).chain(&mut claim.organization) {
            words.truncate(reading::beginning(words).len());
        }
        let reading = reading::Reading::new(&claim);
        let propositions = propositions::propositions(&claim, &reading);
        let positions: Vec<Stance> =
            self.questions.iter().flat_map(|question| question.positions(&claim, &reading)).collect();
        let mut keys = keys::keys(&reading, &positions);
        keys.extend(accusations::keys(&claim, &reading));
        keys.extend(oppositions::keys(&claim, &reading));
        keys.extend(bonds::keys(&claim, &reading.all_content()));
        keys.sort();
        keys.dedup();
        Analysis { claim, propositions, positions, keys, reading }
    }

    /// The best reason to say that the two conflict.
    pub fn judge(&self, a: &Analysis, b: &Analysis) -> Option<Finding> {
        let by_rule = judge::best(a, b).map(Finding::from);
        let by_question = questions::opposed(&self.questions, a, b);
        match (by_question, by_rule) {
            // a denied word in an otherwise equal quotation says more than the question does
            (Some(question), Some(rule)) if rule.kind == ConflictKind::Version && rule.firm => {
                Some(Finding { question: question.question, ..rule })
            }
            (Some(question), Some(rule)) if rule.firm && !question.firm => {
                Some(Finding { question: question.question, ..rule })
            }
            (question, rule) => question.or(rule),
        }
    }
}

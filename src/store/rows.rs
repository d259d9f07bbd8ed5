//! The records that the store gives out.

use serde::Serialize;

use crate::{
    statement::{Act, Kind, SpeakerType},
    text::Span,
};

/// One row of the attribution table: one statement with all that a table of them shows. Offsets count code points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AttributionRow {
    /// the statement's row in the database, for the other calls of the store
    #[serde(skip)]
    pub key: i64,
    /// stable id of the statement
    pub id: String,
    /// display name of the speaker; none when the text names no one
    pub speaker: Option<String>,
    /// stable id of the speaker
    pub speaker_id: Option<String>,
    /// the speaker as its own article names it in full
    pub name: Option<String>,
    /// kind of speaker
    #[serde(rename = "type")]
    pub speaker_type: Option<SpeakerType>,
    /// title and organisation as printed in that article
    pub role: Option<String>,
    /// the body that the role belongs to, or the body itself
    pub organization: Option<String>,
    /// ISO 3166 code
    pub country: Option<String>,
    /// by the quotation marks
    pub kind: Kind,
    /// by the cue
    pub act: Act,
    /// the cue is negated
    pub negated: bool,
    /// voiced by the source, not a feeling, plan or deed that the outlet tells
    pub on_record: bool,
    /// what is attributed, pieces joined by " … "
    pub text: String,
    /// the words that name the source, as printed
    pub source: String,
    /// the words that attribute, as printed
    pub cue: String,
    /// the outlet that merely carries the statement
    pub via: Option<String>,
    /// in words, how the speaker was found
    pub how: Option<String>,
    /// 0 to 1
    pub confidence: f64,
    /// newspaper, agency or site
    pub outlet: Option<String>,
    /// day of publication
    pub published: Option<String>,
    /// headline
    pub title: Option<String>,
    /// address
    pub url: Option<String>,
    /// stable id of the article
    pub article: String,
    /// the name that its giver knows the article by: path or `id` of a JSON line
    pub document: String,
    /// places where the same text was printed
    pub appearances: u32,
    /// the id given by others to an imported statement
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// whole sentences that hold statement and attribution, as printed
    pub sentence: String,
    /// where the content stands in the article's text
    pub content: Vec<[usize; 2]>,
    /// where the sentences stand in the article's text
    pub context: [usize; 2],
    /// those who voice it together with the speaker ("A and B said"), joined by "; "
    pub others: Option<String>,
    /// share of names given so that are right, 0 to 1; `confidence` is that of the words
    pub speaker_confidence: Option<f64>,
    /// what people decided of it
    #[serde(flatten)]
    pub review: Review,
}

/// Words of a statement that say nothing without their cue.
const SHORT: usize = 3;

impl AttributionRow {
    /// The cue, where the words are short or not all their speaker's own and say too little without it.
    pub fn cue_before(&self) -> Option<&str> {
        let own = self.kind == Kind::Direct && self.text.split_whitespace().count() > SHORT;
        let cue = self.cue.trim();
        // "according to the mayor" stands before the mayor, not before the words
        let says_nothing = cue.is_empty() || cue.to_lowercase().starts_with("according to");
        (!own && !says_nothing).then_some(cue)
    }
}

/// What people decided of a statement, as far as it is in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Review {
    /// was it read correctly? "accepted", "rejected" or "fixed"
    pub checked: Option<String>,
    /// does it hold? "verified", "disputed", "false" or "open"
    pub finding: Option<String>,
    /// what shows the finding
    pub finding_source: Option<String>,
    /// notes, one a line
    pub note: Option<String>,
    /// who looks after it
    pub assigned: Option<String>,
}

impl Review {
    /// How it was read and what the desk found, for people: "accepted, verified (https://…)".
    pub fn in_words(&self) -> String {
        let shown = self.finding_source.as_ref().map(|source| format!(" ({source})")).unwrap_or_default();
        let finding = self.finding.as_ref().map(|finding| format!("{finding}{shown}"));
        self.checked.iter().cloned().chain(finding).collect::<Vec<_>>().join(", ")
    }
}

/// An article as stored.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArticleRow {
    /// its row in the database
    #[serde(skip)]
    pub key: i64,
    /// stable id, made of its text
    pub id: String,
    /// the name that its giver knows it by
    pub document: String,
    /// headline
    pub title: Option<String>,
    /// newspaper, agency or site
    pub outlet: Option<String>,
    /// writers as printed
    pub byline: Option<String>,
    /// day of publication
    pub published: Option<String>,
    /// address
    pub url: Option<String>,
    /// 1, or more for a later text at the same address
    pub version: u32,
    /// when a later text took its place
    pub superseded: Option<String>,
    /// when it was added, UTC
    pub added: String,
    /// statements found in it
    pub statements: u32,
}

/// A place where a text was printed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Appearance {
    /// newspaper, agency or site
    pub outlet: Option<String>,
    /// day of publication
    pub published: Option<String>,
    /// headline there
    pub title: Option<String>,
    /// address
    pub url: Option<String>,
    /// a wire copy: what is said is worded as here, what stands around it is not
    pub edited: bool,
}

/// A statement with its article: what `show` prints. Spans are bytes of `text`.
#[derive(Clone, Debug, PartialEq)]
pub struct StatementDetail {
    /// the statement as a row
    pub row: AttributionRow,
    /// its article
    pub article: ArticleRow,
    /// the article's text
    pub text: String,
    /// where the content stands
    pub content: Vec<Span>,
    /// where the cue stands
    pub cue: Vec<Span>,
    /// where the source stands
    pub source: Vec<Span>,
    /// where the speaker's full name stands
    pub name: Option<Span>,
    /// where the role stands
    pub role: Option<Span>,
    /// whole sentences that hold statement and attribution
    pub context: Span,
    /// the paragraphs that hold them
    pub paragraph: Span,
    /// every place where the text was printed
    pub appearances: Vec<Appearance>,
    /// name of the engine that found it
    pub engine: String,
    /// version of its weights
    pub weights: String,
    /// names of the rules that made it, in order; none for one that was made elsewhere
    pub rules: Vec<String>,
    /// it is listed: not of an earlier version or extraction, nor of a speaker left out
    pub current: bool,
}

/// A speaker with what is known of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeakerRow {
    /// its row in the database, for the other calls of the store
    #[serde(skip)]
    pub key: i64,
    /// stable id
    pub id: String,
    /// display name
    pub name: String,
    /// kind of speaker
    #[serde(rename = "type")]
    pub speaker_type: SpeakerType,
    /// the role printed most often
    pub role: Option<String>,
    /// the organisation printed most often
    pub organization: Option<String>,
    /// ISO 3166 code, the one given most often
    pub country: Option<String>,
    /// statements
    pub statements: u32,
    /// articles
    pub articles: u32,
    /// different roles printed
    pub roles: u32,
    /// day of the first article
    pub first: Option<String>,
    /// day of the last article
    pub last: Option<String>,
}

/// A role that a speaker was given, with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoleRow {
    /// as printed
    pub role: String,
    /// the body that it belongs to
    pub organization: Option<String>,
    /// day of the first article that prints it
    pub first: Option<String>,
    /// day of the last
    pub last: Option<String>,
    /// articles that print it
    pub articles: u32,
    /// outlets that print it, in alphabetical order
    pub outlets: Vec<String>,
    /// the sentence that prints it first
    pub evidence: Option<String>,
    /// stable id of that sentence's article
    pub article: String,
}

/// A speaker as one article names it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct VoiceRow {
    /// its row in the database, for [`Ruling::Split`](super::Ruling::Split)
    #[serde(skip)]
    pub key: i64,
    /// stable id
    pub id: String,
    /// fullest name that the article gives
    pub name: String,
    /// kind of speaker
    #[serde(rename = "type")]
    pub speaker_type: SpeakerType,
    /// as printed there
    pub role: Option<String>,
    /// the body that the role belongs to, or the body itself
    pub organization: Option<String>,
    /// ISO 3166 code
    pub country: Option<String>,
    /// stable id of the article
    pub article: String,
    /// newspaper, agency or site
    pub outlet: Option<String>,
    /// day of publication
    pub published: Option<String>,
    /// statements there
    pub statements: u32,
}

/// A speaker with its roles over time, its names and the articles that name it: what `speakers show` prints.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SpeakerDetail {
    /// the speaker as a row
    pub speaker: SpeakerRow,
    /// roles in the order of their first article
    pub roles: Vec<RoleRow>,
    /// names as printed, and aliases given by people, with the number of articles
    pub names: Vec<(String, u32)>,
    /// one for each article that names it, oldest first
    pub voices: Vec<VoiceRow>,
}

/// Two speakers that may be one, which no one has decided yet.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DoubtfulPair {
    /// one
    pub a: SpeakerRow,
    /// the other
    pub b: SpeakerRow,
    /// what speaks for and against
    pub why: String,
}

/// The type of a word in the database, which only ever holds words of ours.
pub(super) fn speaker_type(word: &str) -> SpeakerType {
    SpeakerType::from_word(word).unwrap_or(SpeakerType::Group)
}

//! A statement as it is given to the comparison, and what the comparison finds that it says.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::statement::{Act, Kind, SpeakerType};

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
    /// where the sentences around it stand in the article, in code points
    pub place: [usize; 2],
    /// whom and what the article is about, by [`super::article_matter`]
    pub names: Vec<String>,
    /// those of the names that few articles hold: who shares several of them is on the same affair
    pub rare: Vec<String>,
    /// the words that its article comes back to
    pub topics: Vec<String>,
    /// by the quotation marks
    pub kind: Option<Kind>,
    /// what the cue does
    pub act: Option<Act>,
    /// the cue is negated
    pub negated: bool,
    /// voiced by the source, not a feeling, plan or deed that the outlet tells
    pub on_record: bool,
    /// the words that attribute
    pub cue: String,
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

/// As what something is told. The words are those of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::Display, strum::EnumString)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Modality {
    /// it is so
    #[default]
    Fact,
    /// it is to come
    Plan,
    /// it ought to be
    Duty,
    /// it may be
    Possibility,
    /// somebody wants it
    Wish,
}

/// How a speaker stands by what is told. The words are those of the database.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, strum::Display)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Assertion {
    /// by a quotation
    #[serde(rename = "own words")]
    #[strum(serialize = "own words")]
    OwnWords,
    /// in the words of the outlet
    #[default]
    Paraphrase,
    /// passed on, not asserted
    Reported,
    /// called untrue
    Denied,
    /// put as a question
    Asked,
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
    /// as what it is told
    pub modality: Modality,
    /// how the speaker stands by it
    pub assertion: Assertion,
    /// time that it is about
    pub time: Option<String>,
    /// number with unit and bounds
    pub quantity: Option<String>,
    /// for whom or what it is said to hold
    pub scope: Option<String>,
    /// bytes of the claim's text
    pub span: Option<Range<usize>>,
}

#[cfg(test)]
impl Claim {
    /// A statement on record in an article of its own; all of these are on one affair.
    pub(super) fn told(speaker: &str, act: Act, cue: &str, text: &str, day: &str) -> Self {
        Claim {
            text: text.to_owned(),
            sentence: text.to_owned(),
            speaker: Some(speaker.to_owned()),
            article: format!("{speaker} {cue} {day}"),
            published: Some(day.to_owned()),
            rare: ["tolvik", "mordan", "quist"].map(str::to_owned).to_vec(),
            act: Some(act),
            on_record: true,
            cue: cue.to_owned(),
            ..Claim::default()
        }
    }
}

impl Claim {
    /// True when both stand in one article.
    pub(super) fn is_beside(&self, other: &Claim) -> bool {
        !self.article.is_empty() && self.article == other.article
    }

    /// True for a word that says nothing here: the whole article is about it.
    pub(super) fn is_common(&self, concept: &str) -> bool {
        self.names.iter().chain(&self.topics).any(|known| known == concept)
    }
}

/// True when both hold one office: the same title in the same body.
pub(super) fn same_office(a: &Claim, b: &Claim) -> bool {
    let body = |claim: &'_ Claim| claim.organization.as_ref().map(|body| body.to_lowercase());
    let (Some(ours), Some(theirs)) = (&a.role, &b.role) else { return false };
    body(a).is_some() && body(a) == body(b) && title(ours) == title(theirs)
}

/// A title without what changes with its holder: "the new spokeswoman" is a spokesperson.
fn title(role: &str) -> String {
    let plain = |word: &str| -> Option<String> {
        if matches!(word, "the" | "new" | "acting" | "its" | "a" | "an") {
            return None;
        }
        let stem = ["woman", "man"].iter().find_map(|ending| word.strip_suffix(ending)).filter(|stem| stem.len() > 3);
        Some(stem.map_or_else(|| word.to_owned(), |stem| format!("{stem}person")))
    };
    role.to_lowercase().split_whitespace().filter_map(plain).collect::<Vec<_>>().join(" ")
}

/// Days between two days written as 2024-05-13.
pub(super) fn days_apart(a: Option<&str>, b: Option<&str>) -> Option<i64> {
    let day = |text: &str| text.get(..10)?.parse::<jiff::civil::Date>().ok();
    let (a, b) = (day(a?)?, day(b?)?);
    Some(i64::from((b - a).get_days().abs()))
}

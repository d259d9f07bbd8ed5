//! The records that the steps hand to each other: attributions, statements and who voices them.

use serde::{Deserialize, Serialize};

use crate::text::{Span, one_line};

/// What the encoder finds: the annotated relation of a source, a cue and a content (PolNeAR; Newell et al. 2018).
#[derive(Clone, Debug, PartialEq)]
pub struct Attribution {
    /// who speaks, as printed; empty when the text names none
    pub source: Vec<Span>,
    /// the words that attribute ("said", "according to")
    pub cue: Vec<Span>,
    /// what is attributed, in one or more pieces
    pub content: Vec<Span>,
    /// how sure the encoder is, 0 to 1
    pub confidence: f32,
}

/// How the content is given, by the quotation marks around its words.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Kind {
    /// every word between quotation marks, or a line of a transcript
    Direct,
    /// some words between quotation marks
    Mixed,
    /// none
    Indirect,
}

/// What the cue does.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Act {
    /// the plain "said"
    Say,
    /// rejects something as untrue
    Deny,
    /// blames someone
    Accuse,
    /// welcomes, backs, praises
    Support,
    /// criticises, condemns, rejects as wrong
    Oppose,
    /// calls for, urges, orders
    Demand,
    /// puts a question
    Ask,
    /// commits to something
    Promise,
    /// reports a finding (studies, polls, inquiries)
    Find,
    /// rules, votes, announces a decision
    Decide,
    /// an inner state that the outlet describes
    Believe,
    /// an aim that the outlet describes
    Intend,
}

/// What kind of speaker a source is.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum SpeakerType {
    /// a person whose name the article gives
    Person,
    /// a body: ministry, court, company, state
    Organization,
    /// a report, filing, letter or poll
    Document,
    /// several unnamed people
    Group,
    /// one person without a name
    #[serde(rename = "unnamed person")]
    #[strum(serialize = "unnamed person")]
    UnnamedPerson,
    /// one who asked not to be named
    Anonymous,
}

/// How a speaker was found.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    strum::Display,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
pub enum How {
    /// the source names them in full
    #[serde(rename = "named here")]
    #[strum(serialize = "named here")]
    NamedHere,
    /// the source has a shorter name; the full one stands before it
    #[serde(rename = "shorter name, full name earlier")]
    #[strum(serialize = "shorter name, full name earlier")]
    FullNameEarlier,
    /// the full one stands behind it
    #[serde(rename = "shorter name, full name later")]
    #[strum(serialize = "shorter name, full name later")]
    FullNameLater,
    /// the statement has no source: who spoke before goes on
    #[serde(rename = "carried over")]
    #[strum(serialize = "carried over")]
    CarriedOver,
    /// "he", "she", "they"
    #[serde(rename = "pronoun")]
    #[strum(serialize = "pronoun")]
    Pronoun,
    /// "the minister", "the younger sister"
    #[serde(rename = "by role or description")]
    #[strum(serialize = "by role or description")]
    ByDescription,
    /// words that describe somebody without a name
    #[serde(rename = "described here")]
    #[strum(serialize = "described here")]
    DescribedHere,
    /// "is said to"
    #[serde(rename = "nobody is named")]
    #[strum(serialize = "nobody is named")]
    Nobody,
    /// by the record that it came with
    #[serde(rename = "imported")]
    #[strum(serialize = "imported")]
    Imported,
    /// somebody said so
    #[serde(rename = "decided by a person")]
    #[strum(serialize = "decided by a person")]
    Decided,
}

/// Words for the values of enumerations that `strum` reads and writes.
macro_rules! words {
    ($($name:ident),+) => { $(
        impl $name {
            /// All values, in their natural order.
            pub const ALL: &'static [$name] = <$name as strum::VariantArray>::VARIANTS;

            /// The word used in outputs and in the database.
            pub fn as_str(self) -> &'static str {
                self.into()
            }

            /// The value of a word; none for an unknown one.
            pub fn from_word(word: &str) -> Option<Self> {
                word.parse().ok()
            }
        }
    )+ };
}
pub(crate) use words;

words!(Kind, Act, SpeakerType, How);

/// Who voices a statement, as far as its own article tells.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    /// fullest name that the article gives; for unnamed speakers the words that describe them; empty when no one is named
    pub name: String,
    /// kind of speaker
    #[serde(rename = "type")]
    pub speaker_type: SpeakerType,
    /// title and organisation as printed, joined for display
    pub role: Option<String>,
    /// the body that the role belongs to, or the body itself
    pub organization: Option<String>,
    /// ISO 3166 code of a state, or of the state whose office is held
    pub country: Option<String>,
    /// the outlet that merely carries the statement ("told Reuters")
    pub via: Option<String>,
    /// how the name was found
    pub how: How,
    /// share of names given so that are right, 0 to 1
    #[serde(default)]
    pub confidence: f32,
    /// where the role stands in the text, the evidence for it
    pub role_span: Option<Span>,
    /// where the full name stands in the text
    pub name_span: Option<Span>,
}

/// An attribution as a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// 16 hex digits; the same text and span give the same id
    pub id: String,
    /// by the quotation marks
    pub kind: Kind,
    /// by the cue
    pub act: Act,
    /// the cue is negated ("did not say", "has never claimed")
    pub negated: bool,
    /// voiced by the source, not a feeling, plan or deed that the outlet tells
    pub on_record: bool,
    /// what is attributed
    pub content: Vec<Span>,
    /// the words that attribute
    pub cue: Vec<Span>,
    /// the words that name the speaker; empty when the text names none
    pub source: Vec<Span>,
    /// whole sentences that hold statement and attribution
    pub context: Span,
    /// who voices it; none when the text names no one and nothing can be carried over
    pub voice: Option<Voice>,
    /// who voices it beside the first ("A and B said")
    pub others: Vec<Voice>,
    /// share of statements given this figure that are right, 0 to 1
    pub confidence: f32,
    /// what made it, in order: the encoder or a construction, what was mended, the entry of the lexicon that read the cue
    pub rules: Vec<&'static str>,
}

impl Statement {
    /// Everyone who voices it; "A and B said" has two.
    pub fn voices(&self) -> impl Iterator<Item = &Voice> {
        self.voice.iter().chain(&self.others)
    }

    /// The content, pieces joined by " … ", line breaks as spaces.
    pub fn text(&self, article: &str) -> String {
        let pieces: Vec<String> = self.content.iter().map(|s| one_line(s.of(article))).collect();
        pieces.join(" … ")
    }
}

/// What extraction gives for an article: it never fails, and says in notes what it left out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extraction {
    /// in the order of the text
    pub statements: Vec<Statement>,
    /// what a reader should know ("12 paragraphs of page furniture skipped")
    pub notes: Vec<String>,
}

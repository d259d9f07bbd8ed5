//! How right are statements that the engine finds, beside those that readers marked?
//!
//! Pure: marked articles and extractions in, figures and faults out. Knows nothing of files, of the database, or of how the
//! statements were found.

mod same;
mod score;

use serde::Deserialize;

use crate::statement::{Act, Kind, SpeakerType};

pub use score::{Fault, Figures, Scored, score};

/// An article with all its statements, as readers marked it. Spans count code points of the text, end-exclusive.
#[derive(Clone, Debug, Deserialize)]
pub struct Marked {
    /// name of the article
    pub id: String,
    /// its text
    pub text: String,
    /// every statement that the article attributes and that its source voiced
    pub statements: Vec<MarkedStatement>,
}

impl Marked {
    /// In words, what is wrong with the marks: a span that is no stretch of the text, a statement without words.
    pub fn fault(&self) -> Option<String> {
        let length = self.text.chars().count();
        self.statements.iter().enumerate().find_map(|(n, statement)| {
            if statement.content.is_empty() {
                return Some(format!("statement {} has no content", n + 1));
            }
            let outside = statement.content.iter().find(|[start, end]| start >= end || *end > length);
            outside.map(|[start, end]| {
                format!("statement {}: {start} to {end} is no stretch of a text of {length} characters", n + 1)
            })
        })
    }
}

/// A statement as readers marked it.
#[derive(Clone, Debug, Deserialize)]
pub struct MarkedStatement {
    /// the words, in pieces
    pub content: Vec<[usize; 2]>,
    /// full name, or the words that describe; joint speakers joined by "; "
    #[serde(default)]
    pub speaker: String,
    /// what kind of speaker
    #[serde(rename = "type")]
    pub speaker_type: SpeakerType,
    /// title as printed; "" for none
    #[serde(default)]
    pub role: String,
    /// body that they speak for; "" for none
    #[serde(default, alias = "organization")]
    pub org: String,
    /// by the quotation marks
    pub kind: Kind,
    /// by the cue
    pub act: Act,
}

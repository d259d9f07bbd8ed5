//! The shape of an extraction record as JSON: the fixed contract with engines that call `extract`.
//!
//! Offsets count Unicode code points, end-exclusive (W3C Web Annotation).

use serde::Serialize;

use crate::statement::{Act, How, Kind, SpeakerType, Statement, Voice};
use crate::text::{CodePoints, Span};

/// Version of the shape; it changes only when a field changes its meaning or goes.
pub const SCHEMA_VERSION: u32 = 1;

/// How an input line fared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// read and extracted from, perhaps without a statement
    Ok,
    /// nothing to read
    Skipped,
    /// not usable
    Error,
}

/// One output line.
#[derive(Debug, Serialize)]
pub struct Record {
    schema_version: u32,
    /// the giver's name for the article; empty when a bad line gives none
    pub id: String,
    /// how the line fared
    pub status: Status,
    /// why it was skipped or failed, or what the reader should know
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// in the order of the text
    pub statements: Vec<StatementRecord>,
}

impl Record {
    /// A record of an article that was read.
    pub fn ok(id: String, notes: &[String], statements: Vec<StatementRecord>) -> Self {
        let message = (!notes.is_empty()).then(|| notes.join("; "));
        Record { schema_version: SCHEMA_VERSION, id, status: Status::Ok, message, statements }
    }

    /// A record of one that was not.
    pub fn without_statements(id: String, status: Status, message: impl Into<String>) -> Self {
        Record { schema_version: SCHEMA_VERSION, id, status, message: Some(message.into()), statements: Vec::new() }
    }
}

/// One statement.
#[derive(Debug, Serialize)]
pub struct StatementRecord {
    id: String,
    kind: Kind,
    act: Act,
    negated: bool,
    on_record: bool,
    text: String,
    content: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    source: Vec<[usize; 2]>,
    context: [usize; 2],
    speaker: Option<SpeakerRecord>,
    /// joint speakers, the first among them; left out where there is one
    #[serde(skip_serializing_if = "Vec::is_empty")]
    speakers: Vec<SpeakerRecord>,
    confidence: f64,
    /// with --verbose alone: what made it
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<&'static str>>,
}

#[derive(Debug, Serialize)]
struct SpeakerRecord {
    name: String,
    #[serde(rename = "type")]
    speaker_type: SpeakerType,
    role: Option<String>,
    organization: Option<String>,
    country: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    via: Option<String>,
    how: How,
    confidence: f64,
}

impl StatementRecord {
    /// The same with the names of the rules that made it.
    pub fn with_rules(self, statement: &Statement) -> Self {
        StatementRecord { rules: Some(statement.rules.clone()), ..self }
    }

    /// The record of a statement of `text`.
    pub fn new(statement: &Statement, text: &str, points: &CodePoints) -> Self {
        let spans = |spans: &[Span]| spans.iter().map(|&span| points.span(text, span)).collect();
        StatementRecord {
            id: statement.id.clone(),
            kind: statement.kind,
            act: statement.act,
            negated: statement.negated,
            on_record: statement.on_record,
            text: statement.text(text),
            content: spans(&statement.content),
            cue: spans(&statement.cue),
            source: spans(&statement.source),
            context: points.span(text, statement.context),
            speaker: statement.voice.as_ref().map(SpeakerRecord::new),
            speakers: if statement.others.is_empty() {
                Vec::new()
            } else {
                statement.voices().map(SpeakerRecord::new).collect()
            },
            confidence: rounded(statement.confidence),
            rules: None,
        }
    }
}

impl SpeakerRecord {
    fn new(voice: &Voice) -> Self {
        SpeakerRecord {
            name: voice.name.clone(),
            speaker_type: voice.speaker_type,
            role: voice.role.clone(),
            organization: voice.organization.clone(),
            country: voice.country.clone(),
            via: voice.via.clone(),
            how: voice.how,
            confidence: rounded(voice.confidence),
        }
    }
}

/// Three decimals: more would promise a precision that no calibration has.
fn rounded(confidence: f32) -> f64 {
    (f64::from(confidence) * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_code_points() {
        let text = "“Ça va”, said Zoë.";
        let span = |words: &str| {
            let start = text.find(words).expect("words of the text");
            Span::new(start, start + words.len())
        };
        let statement = Statement {
            id: "0123456789abcdef".into(),
            kind: Kind::Direct,
            act: Act::Say,
            negated: false,
            on_record: true,
            content: vec![span("Ça va")],
            cue: vec![span("said")],
            source: vec![span("Zoë")],
            context: Span::new(0, text.len()),
            voice: None,
            others: Vec::new(),
            confidence: 0.93,
            rules: Vec::new(),
        };
        let record = StatementRecord::new(&statement, text, &CodePoints::new(text));
        let json = serde_json::to_string(&record).expect("plain data");
        assert_eq!(
            json,
            "{\"id\":\"0123456789abcdef\",\"kind\":\"direct\",\"act\":\"say\",\"negated\":false,\"on_record\":true,\
             \"text\":\"Ça va\",\"content\":[[1,6]],\"cue\":[[9,13]],\"source\":[[14,17]],\"context\":[0,18],\
             \"speaker\":null,\"confidence\":0.93}"
        );
    }
}

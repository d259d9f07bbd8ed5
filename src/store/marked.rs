//! Statements that people marked in an article themselves: each is kept as the value of a decision, from which its row is made,
//! here and in the database of another desk.

use serde::{Deserialize, Serialize};

use crate::{
    statement::{Act, Kind, Statement, Voice},
    text::{CodePoints, Span},
};

use super::{Result, StoreError, offsets::Bytes};

/// A statement as a decision holds it; places are characters of the article's text.
#[derive(Serialize, Deserialize)]
struct Record {
    kind: Kind,
    act: Act,
    negated: bool,
    on_record: bool,
    content: Vec<[usize; 2]>,
    cue: Vec<[usize; 2]>,
    source: Vec<[usize; 2]>,
    context: [usize; 2],
    voices: Vec<Voice>,
}

/// Refuses a content that is no words of the article, or other spans that are none.
pub(super) fn check_words(content: &[Span], other: &[Span], text: &str) -> Result<()> {
    let there = |span: &Span| text.get(span.start..span.end).is_some_and(|words| !words.trim().is_empty());
    match !content.is_empty() && content.iter().chain(other).all(there) {
        true => Ok(()),
        false => Err(StoreError::Refused("the article has no such words".to_owned())),
    }
}

/// What a decision holds of a statement that somebody marked in this text.
pub(super) fn record(statement: &Statement, text: &str) -> Result<String> {
    let other = [statement.cue.as_slice(), &statement.source, &[statement.context]].concat();
    check_words(&statement.content, &other, text)?;
    let points = CodePoints::new(text);
    let places = |spans: &[Span]| spans.iter().map(|span| points.span(text, *span)).collect();
    let voice = |voice: &Voice| Voice { role_span: None, name_span: None, ..voice.clone() };
    let record = Record {
        kind: statement.kind,
        act: statement.act,
        negated: statement.negated,
        on_record: statement.on_record,
        content: places(&statement.content),
        cue: places(&statement.cue),
        source: places(&statement.source),
        context: points.span(text, statement.context),
        voices: statement.voices().map(voice).collect(),
    };
    serde_json::to_string(&record).map_err(|error| StoreError::Refused(error.to_string()))
}

/// The sentences that a record stands in.
pub(super) fn context(record: &str) -> Option<[usize; 2]> {
    Some(serde_json::from_str::<Record>(record).ok()?.context)
}

/// A record for a later text; none when something of it stands elsewhere there.
pub(super) fn moved(record: &str, place: impl Fn([usize; 2]) -> Option<[usize; 2]>) -> Option<String> {
    let record: Record = serde_json::from_str(record).ok()?;
    let all = |places: Vec<[usize; 2]>| places.into_iter().map(&place).collect::<Option<Vec<_>>>();
    let moved = Record {
        content: all(record.content)?,
        cue: all(record.cue)?,
        source: all(record.source)?,
        context: place(record.context)?,
        ..record
    };
    serde_json::to_string(&moved).ok()
}

/// The statement again; none when the text has no such places.
pub(super) fn statement(id: String, record: &str, text: &str) -> Option<Statement> {
    let record: Record = serde_json::from_str(record).ok()?;
    let bytes = Bytes::new(text);
    let places = |spans: &[[usize; 2]]| -> Option<Vec<Span>> {
        spans.iter().map(|[start, stop]| bytes.span(text, *start, *stop).filter(|span| !span.is_empty())).collect()
    };
    let mut voices = record.voices.into_iter();
    let content = places(&record.content).filter(|content| !content.is_empty())?;
    Some(Statement {
        id,
        kind: record.kind,
        act: record.act,
        negated: record.negated,
        on_record: record.on_record,
        content,
        cue: places(&record.cue)?,
        source: places(&record.source)?,
        context: *places(&[record.context])?.first()?,
        voice: voices.next(),
        others: voices.collect(),
        confidence: 1.0,
        rules: Vec::new(),
    })
}

//! Statements that people marked in an article themselves: each is kept as the value of a decision, from which its row is made,
//! here and in the database of another desk.

use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use crate::{
    statement::{Act, Kind, Statement, Voice},
    text::{CodePoints, Span},
};

use super::{
    Result, StoreError,
    engines::{BY_HAND, Engine, engine_id},
    offsets::Bytes,
    readings,
    writer::write_marked,
};

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

/// What a decision holds of a statement that somebody marked in this text.
pub(super) fn record(statement: &Statement, text: &str) -> Result<String> {
    let all = statement.content.iter().chain(&statement.cue).chain(&statement.source).chain([&statement.context]);
    let there = |span: &Span| text.get(span.start..span.end).is_some_and(|words| !words.trim().is_empty());
    if statement.content.is_empty() || !all.clone().all(there) {
        return Err(StoreError::Refused("the article has no such words".to_owned()));
    }
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

/// The statement again; none when the text has no such places.
fn statement(id: String, record: &str, text: &str) -> Option<Statement> {
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

/// Makes the rows of what people marked in an article, as far as it is here and they are not. Returns the new ones.
pub(super) fn restore(db: &Connection, article_uid: &str) -> Result<Vec<i64>> {
    let article: Option<(i64, String)> = db
        .prepare_cached("SELECT id, text FROM articles WHERE uid = ?1")?
        .query_row([article_uid], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    let Some((article, text)) = article else { return Ok(Vec::new()) };
    let mut query = db.prepare_cached(
        "SELECT statement, value FROM decisions
         WHERE article = ?1 AND action = 'accept' AND field = 'marked' AND undone_at IS NULL AND waiting = 0 ORDER BY id",
    )?;
    let marked = query.query_map([article_uid], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let marked = marked.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    let mut new = Vec::new();
    for (uid, record) in marked {
        let known: Option<i64> = db
            .prepare_cached("SELECT id FROM statements WHERE uid = ?1 AND article_id = ?2")?
            .query_row([&uid as &dyn rusqlite::ToSql, &article], |r| r.get(0))
            .optional()?;
        if let Some(known) = known {
            db.prepare_cached("UPDATE statements SET withdrawn_at = NULL WHERE id = ?1 AND withdrawn_at IS NOT NULL")?
                .execute([known])?;
            continue;
        }
        let Some(statement) = statement(uid, &record, &text) else { continue };
        let engine = engine_id(db, &Engine { name: BY_HAND.to_owned(), weights: String::new() })?;
        let row = write_marked(db, article, article_uid, &text, &statement, engine)?;
        readings::apply(db, row)?;
        new.push(row);
    }
    Ok(new)
}

//! What people decided of statements, applied to their rows: was it read correctly, what is to be read instead, and does it
//! hold? Applied again after every extraction; taken back, the row is as extraction had it.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params, types::Value};
use serde::{Deserialize, Serialize};

use crate::{
    statement::{How, SpeakerType, Statement, Voice},
    text::Span,
};

use super::{
    Result,
    engines::BY_HAND,
    forms::{joined, now},
    identity,
    offsets::Bytes,
    voices::{self, Voices, Voicing},
};

/// A statement that people read and did not reject: a later extraction must not take it away, nor bring the same words twice.
pub(super) struct Held {
    pub(super) statement: String,
    start: usize,
    stop: usize,
}

impl Held {
    /// True for another reading of these words: the two share more than half of the shorter one.
    pub(super) fn reads_the_same(&self, statement: &Statement, points: impl Fn(Span) -> [usize; 2]) -> bool {
        let Some(hull) = Span::hull(&statement.content) else { return false };
        let [start, stop] = points(hull);
        let shared = self.stop.min(stop).saturating_sub(self.start.max(start));
        let shorter = (self.stop - self.start).min(stop - start);
        2 * shared > shorter
    }
}

/// The statements of an article that are held.
pub(super) fn held(db: &Connection, article: i64) -> Result<Vec<Held>> {
    let mut query = db.prepare_cached(
        "SELECT s.uid, min(p.start), max(p.stop) FROM statements AS s
             JOIN spans AS p ON p.statement_id = s.id AND p.part = 'content'
         WHERE s.article_id = ?1 AND s.withdrawn_at IS NULL AND s.checked IS NOT 'rejected'
             AND (s.checked IS NOT NULL OR s.finding IS NOT NULL)
         GROUP BY s.id",
    )?;
    let rows = query.query_map([article], |r| Ok(Held { statement: r.get(0)?, start: r.get(1)?, stop: r.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What a decision says of a statement.
struct Word {
    action: String,
    field: Option<String>,
    value: Option<String>,
}

/// A statement's row, as far as people can fix it.
#[derive(Serialize, Deserialize)]
struct Record {
    act: String,
    kind: String,
    text: String,
    start: usize,
    content: Vec<[usize; 2]>,
    voicings: Vec<Voicing>,
}

impl Record {
    fn read(db: &Connection, statement: i64) -> Result<Record> {
        let mut query =
            db.prepare_cached("SELECT start, stop FROM spans WHERE statement_id = ?1 AND part = 'content' ORDER BY n")?;
        let content = query.query_map([statement], |r| Ok([r.get(0)?, r.get(1)?]))?;
        let content = content.collect::<rusqlite::Result<Vec<_>>>()?;
        let voicings = voices::voicings_of(db, statement)?;
        let record = db
            .prepare_cached("SELECT act, kind, text, start FROM statements WHERE id = ?1")?
            .query_row([statement], |r| {
                Ok(Record { act: r.get(0)?, kind: r.get(1)?, text: r.get(2)?, start: r.get(3)?, content, voicings })
            })?;
        Ok(record)
    }

    /// Writes the row; what was compared before is to be compared again.
    fn write(&self, db: &Connection, statement: i64) -> Result<()> {
        db.prepare_cached("UPDATE statements SET act = ?2, kind = ?3, start = ?4, compared = 0 WHERE id = ?1")?
            .execute(params![statement, self.act, self.kind, self.start])?;
        db.prepare_cached("UPDATE statements SET text = ?2 WHERE id = ?1 AND text <> ?2")?
            .execute(params![statement, self.text])?;
        db.prepare_cached("DELETE FROM spans WHERE statement_id = ?1 AND part = 'content'")?.execute([statement])?;
        for (n, [start, stop]) in self.content.iter().enumerate() {
            db.prepare_cached(
                "INSERT INTO spans (statement_id, part, n, start, stop) VALUES (?1, 'content', ?2, ?3, ?4)",
            )?
            .execute(params![statement, n, start, stop])?;
        }
        voices::write_voicings(db, statement, &self.voicings)
    }

    /// Puts what a person said in place of what extraction had.
    fn fix(&mut self, field: &str, value: &str, voices: &mut Voices) -> Result<()> {
        match field {
            "act" => self.act = value.to_owned(),
            "kind" => self.kind = value.to_owned(),
            "content" => {
                let spans = parse_spans(value);
                let bytes = Bytes::new(voices.text);
                let of_text: Option<Vec<Span>> =
                    spans.iter().map(|[start, stop]| bytes.span(voices.text, *start, *stop)).collect();
                if let Some(of_text) = of_text.filter(|spans| !spans.is_empty()) {
                    self.text = joined(&of_text, voices.text);
                    self.start = spans.iter().map(|s| s[0]).min().unwrap_or_default();
                    self.content = spans;
                }
            }
            "speaker" => {
                let mut voicings = Vec::new();
                for name in value.split(';').map(str::trim).filter(|name| !name.is_empty()) {
                    voicings.extend(named_in_article(voices, name)?);
                }
                self.voicings = voicings;
            }
            "role" => {
                if let Some(first) = self.voicings.first_mut() {
                    let name = voice_name(voices.db, first.voice)?;
                    first.role =
                        Some(voices.role(first.voice, value, &decided_voice(voices.db, &name, Some(value))?)?);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// A voice as a person named it.
fn decided_voice(db: &Connection, name: &str, role: Option<&str>) -> Result<Voice> {
    let kind: Option<String> = db
        .prepare_cached("SELECT type FROM speakers WHERE name = ?1 ORDER BY id LIMIT 1")?
        .query_row([name], |r| r.get(0))
        .optional()?;
    Ok(Voice {
        name: name.to_owned(),
        speaker_type: kind.map_or(SpeakerType::Person, |kind| identity::speaker_type(&kind)),
        role: role.map(str::to_owned),
        organization: None,
        country: None,
        via: None,
        how: How::Decided,
        confidence: 1.0,
        role_span: None,
        name_span: None,
    })
}

/// The voice that a person named: one that the article has already, else a new one.
fn named_in_article(voices: &mut Voices, name: &str) -> Result<Option<Voicing>> {
    let decided = decided_voice(voices.db, name, None)?;
    let known: Option<i64> = voices
        .db
        .prepare_cached("SELECT id FROM voices WHERE article_id = ?1 AND name = ?2 ORDER BY id LIMIT 1")?
        .query_row(params![voices.article, name], |r| r.get(0))
        .optional()?;
    match known {
        Some(voice) => {
            let (how, confidence) = (Some(decided.how.to_string()), Some(f64::from(decided.confidence)));
            Ok(Some(Voicing { voice, role: None, how, confidence }))
        }
        None => voices.voicing(&decided),
    }
}

fn voice_name(db: &Connection, voice: i64) -> Result<String> {
    Ok(db.prepare_cached("SELECT name FROM voices WHERE id = ?1")?.query_row([voice], |r| r.get(0))?)
}

/// `120-181;190-204`: characters of the article's text.
pub(super) fn parse_spans(value: &str) -> Vec<[usize; 2]> {
    let span = |piece: &str| {
        let (start, stop) = piece.trim().split_once('-')?;
        Some([start.parse().ok()?, stop.parse().ok()?])
    };
    value.split(';').filter_map(span).filter(|[start, stop]| start < stop).collect()
}

/// Forgets what an earlier extraction said of a statement, because a later one now speaks.
pub(super) fn forget_extracted(db: &Connection, statement: i64) -> Result<()> {
    db.prepare_cached("DELETE FROM extracted WHERE statement_id = ?1")?.execute([statement])?;
    Ok(())
}

/// Applies what was decided of the statements of an article.
pub(super) fn apply_in_article(db: &Connection, article: i64) -> Result<()> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT s.id FROM decisions AS d JOIN statements AS s ON s.uid = d.statement AND s.article_id = ?1
         WHERE d.article = (SELECT uid FROM articles WHERE id = ?1)",
    )?;
    let statements = query.query_map([article], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    statements.into_iter().try_for_each(|statement| apply(db, statement))
}

/// Applies the decisions in force on a statement to its row, the later ones over the earlier.
pub(super) fn apply(db: &Connection, statement: i64) -> Result<()> {
    let (uid, article, article_uid, text): (String, i64, String, String) = db
        .prepare_cached(
            "SELECT s.uid, a.id, a.uid, a.text FROM statements AS s JOIN articles AS a ON a.id = s.article_id
             WHERE s.id = ?1",
        )?
        .query_row([statement], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
    let words = in_force(db, &uid, &article_uid)?;
    restore(db, statement)?;
    let fixes: Vec<(&str, &str)> = words
        .iter()
        .filter(|w| w.action == "fix")
        .filter_map(|w| Some((w.field.as_deref()?, w.value.as_deref()?)))
        .collect();
    if !fixes.is_empty() {
        let mut record = Record::read(db, statement)?;
        db.prepare_cached("INSERT INTO extracted (statement_id, record) VALUES (?1, ?2)")?
            .execute(params![statement, serde_json::to_string(&record).unwrap_or_default()])?;
        let mut voices = Voices::new(db, article, &article_uid, &text);
        // the words and who says them first: a role is the speaker's
        let rank = |field: &str| usize::from(field == "role");
        for late in [0, 1] {
            for (field, value) in fixes.iter().filter(|(field, _)| rank(field) == late) {
                record.fix(field, value, &mut voices)?;
            }
        }
        record.write(db, statement)?;
    }
    let reading = words.iter().rev().find_map(|w| match w.action.as_str() {
        "accept" => Some("accepted"),
        "reject" => Some("rejected"),
        "fix" => Some("fixed"),
        _ => None,
    });
    // what a person marked is there as long as they say so
    let marked = words.iter().any(|w| w.action == "accept" && w.field.as_deref() == Some("marked"));
    db.prepare_cached(
        "UPDATE statements SET withdrawn_at = CASE WHEN ?2 THEN NULL ELSE coalesce(withdrawn_at, ?3) END
         WHERE id = ?1 AND engine_id IN (SELECT id FROM engines WHERE name = ?4)",
    )?
    .execute(params![statement, marked, now(), BY_HAND])?;
    let finding = words.iter().rev().find(|w| w.action == "finding").and_then(|w| w.value.as_deref());
    db.prepare_cached("UPDATE statements SET checked = ?2, finding = ?3 WHERE id = ?1")?
        .execute(params![statement, reading, finding])?;
    Ok(())
}

fn in_force(db: &Connection, statement: &str, article: &str) -> Result<Vec<Word>> {
    let mut query = db.prepare_cached(
        "SELECT action, field, value FROM decisions
         WHERE statement = ?1 AND article = ?2 AND undone_at IS NULL AND waiting = 0 ORDER BY decided_at, id",
    )?;
    let rows = query
        .query_map([statement, article], |r| Ok(Word { action: r.get(0)?, field: r.get(1)?, value: r.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Gives a statement back what extraction said of it.
fn restore(db: &Connection, statement: i64) -> Result<()> {
    let kept: Option<String> = db
        .prepare_cached("SELECT record FROM extracted WHERE statement_id = ?1")?
        .query_row([statement], |r| r.get(0))
        .optional()?;
    if let Some(record) = kept.and_then(|kept| serde_json::from_str::<Record>(&kept).ok()) {
        record.write(db, statement)?;
        forget_extracted(db, statement)?;
    }
    Ok(())
}

/// A record of [`extracted`](self) with the rows of another database in place of those of its own.
pub(super) fn moved(record: &Value, voices: &HashMap<i64, i64>, roles: &HashMap<i64, i64>) -> Value {
    let Value::Text(text) = record else { return record.clone() };
    let Ok(mut record) = serde_json::from_str::<Record>(text) else { return record.clone() };
    record.voicings.retain_mut(|voicing| {
        voicing.role = voicing.role.and_then(|role| roles.get(&role).copied());
        voices.get(&voicing.voice).map(|row| voicing.voice = *row).is_some()
    });
    Value::Text(serde_json::to_string(&record).unwrap_or_default())
}

/// The words at these characters of one text, where another text prints them.
pub(super) fn same_words(spans: &str, old: &str, new: &str) -> Option<Vec<Span>> {
    let bytes = Bytes::new(old);
    let mut from = 0;
    let mut found = Vec::new();
    for [start, stop] in parse_spans(spans) {
        let words = bytes.span(old, start, stop)?.of(old);
        let at = from + new[from..].find(words)?;
        from = at + words.len();
        found.push(Span::new(at, from));
    }
    Some(found)
}

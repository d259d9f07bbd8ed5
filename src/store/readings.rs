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
    identity, marked,
    offsets::Bytes,
    voices::{self, Voices, Voicing, some_words},
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

impl Word {
    /// What a person fixed, and how.
    fn fix(&self) -> Option<(&str, &str)> {
        if self.action == "fix" { Some((self.field.as_deref()?, self.value.as_deref()?)) } else { None }
    }

    /// The statement that a person marked.
    fn mark(&self, uid: &str, text: &str) -> Option<Statement> {
        if self.action != "accept" || self.field.as_deref() != Some("marked") {
            return None;
        }
        marked::statement(uid.to_owned(), self.value.as_deref()?, text)
    }
}

/// A statement's row, as far as people can fix it.
#[derive(Serialize, Deserialize)]
struct Record {
    act: String,
    kind: String,
    // the next two are absent from what older versions kept, which could not change them
    negated: Option<bool>,
    on_record: Option<bool>,
    withdrawn_at: Option<String>,
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
            .prepare_cached(
                "SELECT act, kind, text, start, negated, on_record, withdrawn_at FROM statements WHERE id = ?1",
            )?
            .query_row([statement], |r| {
                Ok(Record {
                    act: r.get(0)?,
                    kind: r.get(1)?,
                    negated: r.get(4)?,
                    on_record: r.get(5)?,
                    withdrawn_at: r.get(6)?,
                    text: r.get(2)?,
                    start: r.get(3)?,
                    content,
                    voicings,
                })
            })?;
        Ok(record)
    }

    /// Writes the row; what was compared before is to be compared again.
    fn write(&self, db: &Connection, statement: i64) -> Result<()> {
        db.prepare_cached(
            "UPDATE statements SET act = ?2, kind = ?3, start = ?4, negated = coalesce(?5, negated),
                 on_record = coalesce(?6, on_record), withdrawn_at = ?7, compared = 0
             WHERE id = ?1",
        )?
        .execute(params![
            statement,
            self.act,
            self.kind,
            self.start,
            self.negated,
            self.on_record,
            self.withdrawn_at
        ])?;
        db.prepare_cached("UPDATE statements SET text = ?2 WHERE id = ?1 AND text <> ?2")?
            .execute(params![statement, self.text])?;
        db.prepare_cached("DELETE FROM spans WHERE statement_id = ?1 AND part = 'content'")?.execute([statement])?;
        for (n, [start, stop]) in self.content.iter().enumerate() {
            db.prepare_cached(
                "INSERT INTO spans (statement_id, part, n, start, stop) VALUES (?1, 'content', ?2, ?3, ?4)",
            )?
            .execute(params![statement, n, start, stop])?;
        }
        // who a voice is depends on whether a person alone named it so
        let concerned = [voices::voicings_of(db, statement)?, self.voicings.clone()].concat();
        identity::unsettle(db, &concerned.iter().map(|voicing| voicing.voice).collect::<Vec<_>>())?;
        voices::write_voicings(db, statement, &self.voicings)
    }

    /// Puts what a person marked in place of what extraction had: it is there, whatever extraction says.
    fn mark(&mut self, marked: &Statement, voices: &mut Voices) -> Result<()> {
        self.act = marked.act.to_string();
        self.kind = marked.kind.to_string();
        self.negated = Some(marked.negated);
        self.on_record = Some(marked.on_record);
        self.withdrawn_at = None;
        self.voicings.clear();
        for voice in marked.voices() {
            let new = named_in_article(voices, voice)?;
            self.voicings.extend(new.filter(|new| self.voicings.iter().all(|known| known.voice != new.voice)));
        }
        Ok(())
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
                    let decided = decided_voice(voices.db, name, None)?;
                    voicings.extend(named_in_article(voices, &decided)?);
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
fn named_in_article(voices: &mut Voices, named: &Voice) -> Result<Option<Voicing>> {
    let known: Option<i64> = voices
        .db
        .prepare_cached("SELECT id FROM voices WHERE article_id = ?1 AND name = ?2 ORDER BY id LIMIT 1")?
        .query_row(params![voices.article, named.name], |r| r.get(0))
        .optional()?;
    let Some(voice) = known else { return voices.voicing(named) };
    let role = some_words(&named.role).map(|role| voices.role(voice, role, named)).transpose()?;
    Ok(Some(Voicing { voice, role, how: Some(named.how.to_string()), confidence: Some(f64::from(named.confidence)) }))
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
pub(super) fn apply_in_article(db: &Connection, article_uid: &str) -> Result<()> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT s.id FROM articles AS a JOIN decisions AS d ON d.article = a.uid
             JOIN statements AS s ON s.uid = d.statement AND s.article_id = a.id
         WHERE a.uid = ?1",
    )?;
    let statements = query.query_map([article_uid], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
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
    let marked = words.iter().rev().find_map(|word| word.mark(&uid, &text));
    if marked.is_none() {
        // what only a person marked is there as long as they say so
        db.prepare_cached(
            "UPDATE statements SET withdrawn_at = coalesce(withdrawn_at, ?2)
             WHERE id = ?1 AND engine_id IN (SELECT id FROM engines WHERE name = ?3)",
        )?
        .execute(params![statement, now(), BY_HAND])?;
    }
    let fixes: Vec<(&str, &str)> = words.iter().filter_map(Word::fix).collect();
    if marked.is_some() || !fixes.is_empty() {
        let mut record = Record::read(db, statement)?;
        db.prepare_cached("INSERT INTO extracted (statement_id, record) VALUES (?1, ?2)")?
            .execute(params![statement, serde_json::to_string(&record).unwrap_or_default()])?;
        let mut voices = Voices::new(db, article, &article_uid, &text);
        if let Some(marked) = &marked {
            record.mark(marked, &mut voices)?;
        }
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

/// What is kept of a statement that a person fixed.
fn extracted(db: &Connection, statement: i64) -> Result<Option<Record>> {
    let kept: Option<String> = db
        .prepare_cached("SELECT record FROM extracted WHERE statement_id = ?1")?
        .query_row([statement], |r| r.get(0))
        .optional()?;
    Ok(kept.and_then(|kept| serde_json::from_str(&kept).ok()))
}

/// Gives a statement back what extraction said of it.
fn restore(db: &Connection, statement: i64) -> Result<()> {
    if let Some(mut record) = extracted(db, statement)? {
        // extraction may have withdrawn it since
        record.withdrawn_at = Record::read(db, statement)?.withdrawn_at.or(record.withdrawn_at);
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

/// Spans of a fix for a later text; none when it has other words there.
pub(super) fn moved_spans(spans: &str, place: impl Fn([usize; 2]) -> Option<[usize; 2]>) -> Option<String> {
    let moved = |span| place(span).map(|[start, stop]| format!("{start}-{stop}"));
    let moved: Option<Vec<String>> = parse_spans(spans).into_iter().map(moved).collect();
    moved.map(|spans| spans.join(";"))
}

/// What extraction says of a statement, whatever people fixed: its words, where they begin, and who says them.
pub(super) fn as_extracted(db: &Connection, statement: i64) -> Result<(String, usize, Vec<String>)> {
    let record = match extracted(db, statement)? {
        Some(record) => record,
        None => Record::read(db, statement)?,
    };
    let names = record.voicings.iter().map(|voicing| voice_name(db, voicing.voice)).collect::<Result<_>>()?;
    Ok((record.text, record.start, names))
}

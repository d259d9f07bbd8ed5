//! Writing the statements of an article: what an extraction found, in place of what an earlier one had.

use std::collections::{BTreeMap, HashSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::{
    statement::{Extraction, Statement},
    text::Span,
};

use super::{
    Result, StoreError,
    engines::{BY_HAND, Engine, engine_id},
    forms::{joined, now},
    marked, readings,
    voices::{self, Voices, Voicing, some_words},
};

/// Writes an article's statements in place of those of an earlier extraction: those found again keep their rows, those
/// not found are withdrawn, unless people decided that they are there. Returns the rows of those that are new.
pub(super) fn write_statements(
    db: &Connection,
    article: i64,
    article_uid: &str,
    text: &str,
    extraction: &Extraction,
    engine: i64,
) -> Result<Vec<i64>> {
    let mut writer = Writer { voices: Voices::new(db, article, article_uid, text) };
    let mut earlier = writer.earlier_statements()?;
    let held = readings::held(db, article)?;
    let mut new = Vec::new();
    let mut seen = HashSet::new();
    for statement in &extraction.statements {
        check_spans(statement, text)?;
        if !seen.insert(statement.id.as_str()) {
            continue;
        }
        match earlier.remove(&statement.id) {
            Some(id) => writer.update(id, statement, engine)?,
            // another reading of words that a person has read already
            None if held.iter().any(|h| h.reads_the_same(statement, |span| writer.voices.span(span))) => {}
            None => new.push(writer.insert(statement, engine)?),
        }
    }
    for (uid, id) in earlier {
        if !held.iter().any(|h| h.statement == uid) {
            db.prepare_cached("UPDATE statements SET withdrawn_at = ?2 WHERE id = ?1 AND withdrawn_at IS NULL")?
                .execute(params![id, now()])?;
        }
    }
    new.extend(apply_decided(db, article_uid)?);
    voices::drop_unused(db, article)?;
    db.prepare_cached("DELETE FROM notes WHERE article_id = ?1")?.execute([article])?;
    for (n, note) in extraction.notes.iter().enumerate() {
        db.prepare_cached("INSERT INTO notes (article_id, n, note) VALUES (?1, ?2, ?3)")?
            .execute(params![article, n, note])?;
    }
    Ok(new)
}

/// Brings an article to what people decided of it. Returns the rows of statements that they marked and that were not there.
pub(super) fn apply_decided(db: &Connection, article_uid: &str) -> Result<Vec<i64>> {
    let new = write_marked(db, article_uid)?;
    readings::apply_in_article(db, article_uid)?;
    Ok(new)
}

/// Makes the rows of what people marked in an article, as far as it is here and they are not; what was found stays as it is.
/// Returns the new ones.
pub(super) fn write_marked(db: &Connection, article_uid: &str) -> Result<Vec<i64>> {
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
        let known: bool = db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM statements WHERE uid = ?1 AND article_id = ?2)")?
            .query_row(params![uid, article], |r| r.get(0))?;
        let Some(statement) = marked::statement(uid, &record, &text).filter(|_| !known) else { continue };
        check_spans(&statement, &text)?;
        let engine = engine_id(db, &Engine { name: BY_HAND.to_owned(), weights: String::new() })?;
        new.push(Writer { voices: Voices::new(db, article, article_uid, &text) }.insert(&statement, engine)?);
    }
    Ok(new)
}

/// Refuses a statement made for another text, before it can do harm.
fn check_spans(statement: &Statement, text: &str) -> Result<()> {
    let voices = statement.voices().flat_map(|v| v.name_span.iter().chain(&v.role_span));
    let all = statement.content.iter().chain(&statement.cue).chain(&statement.source).chain([&statement.context]);
    match all.chain(voices).find(|s| text.get(s.start..s.end).is_none()) {
        None if statement.content.is_empty() => {
            Err(StoreError::Refused(format!("statement {} has no content", statement.id)))
        }
        None => Ok(()),
        Some(s) => Err(StoreError::Refused(format!(
            "statement {} was made for another text (bytes {} to {})",
            statement.id, s.start, s.end
        ))),
    }
}

/// The names of the rules that made a statement, as they are kept; none for one that was made elsewhere.
fn rules(statement: &Statement) -> Option<String> {
    (!statement.rules.is_empty()).then(|| statement.rules.join("; "))
}

/// Writes the statements of one article.
struct Writer<'a> {
    voices: Voices<'a>,
}

impl Writer<'_> {
    /// Rows of the statements of earlier extractions, by their ids.
    fn earlier_statements(&self) -> Result<BTreeMap<String, i64>> {
        let mut query = self.voices.db.prepare_cached("SELECT uid, id FROM statements WHERE article_id = ?1")?;
        let rows = query.query_map([self.voices.article], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn insert(&mut self, statement: &Statement, engine: i64) -> Result<i64> {
        let text = self.voices.text;
        let [context_start, context_stop] = self.voices.span(statement.context);
        let id = self
            .voices
            .db
            .prepare_cached(
                "INSERT INTO statements (uid, article_id, kind, act, negated, on_record, text, source, cue, confidence,
                     start, context_start, context_stop, engine_id, rules)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)",
            )?
            .insert(params![
                statement.id,
                self.voices.article,
                statement.kind.as_str(),
                statement.act.as_str(),
                statement.negated,
                statement.on_record,
                statement.text(text),
                joined(&statement.source, text),
                joined(&statement.cue, text),
                f64::from(statement.confidence),
                self.start(statement),
                context_start,
                context_stop,
                engine,
                rules(statement)
            ])?;
        self.attach(id, statement)?;
        Ok(id)
    }

    fn update(&mut self, id: i64, statement: &Statement, engine: i64) -> Result<()> {
        let (db, text) = (self.voices.db, self.voices.text);
        let [context_start, context_stop] = self.voices.span(statement.context);
        readings::forget_extracted(db, id)?;
        let earlier = voices::voicings_of(db, id)?;
        db.prepare_cached(
            "UPDATE statements SET kind = ?2, act = ?3, negated = ?4, on_record = ?5, source = ?6, cue = ?7,
                 confidence = ?8, start = ?9, context_start = ?10, context_stop = ?11, engine_id = ?12, rules = ?13,
                 withdrawn_at = NULL, compared = 0
             WHERE id = ?1",
        )?
        .execute(params![
            id,
            statement.kind.as_str(),
            statement.act.as_str(),
            statement.negated,
            statement.on_record,
            joined(&statement.source, text),
            joined(&statement.cue, text),
            f64::from(statement.confidence),
            self.start(statement),
            context_start,
            context_stop,
            engine,
            rules(statement)
        ])?;
        db.prepare_cached("UPDATE statements SET text = ?2 WHERE id = ?1 AND text <> ?2")?
            .execute(params![id, statement.text(text)])?;
        db.prepare_cached("DELETE FROM spans WHERE statement_id = ?1")?.execute([id])?;
        let voicings = self.attach(id, statement)?;
        // what a person ruled of a voice holds for the one that the statement is given now
        for (old, new) in earlier.iter().zip(&voicings).filter(|(old, new)| old.voice != new.voice) {
            db.prepare_cached(
                "INSERT OR IGNORE INTO decision_voices (decision_id, voice, side)
                 SELECT d.decision_id, new.uid, d.side
                 FROM voices AS old JOIN decision_voices AS d ON d.voice = old.uid, voices AS new
                 WHERE old.id = ?1 AND new.id = ?2",
            )?
            .execute([old.voice, new.voice])?;
        }
        Ok(())
    }

    fn start(&self, statement: &Statement) -> usize {
        let first = statement.content.iter().map(|s| s.start).min().unwrap_or_default();
        self.voices.points.of(self.voices.text, first)
    }

    /// Writes voices, roles and spans of a statement; returns who voices it.
    fn attach(&mut self, id: i64, statement: &Statement) -> Result<Vec<Voicing>> {
        self.write_spans(id, "content", &statement.content)?;
        self.write_spans(id, "cue", &statement.cue)?;
        self.write_spans(id, "source", &statement.source)?;
        let mut voicings: Vec<Voicing> = Vec::new();
        for voice in statement.voices() {
            let new = self.voices.voicing(voice)?;
            voicings.extend(new.filter(|new| voicings.iter().all(|v| v.voice != new.voice)));
        }
        voices::write_voicings(self.voices.db, id, &voicings)?;
        if let Some(voice) = &statement.voice {
            self.write_spans(id, "name", voice.name_span.as_slice())?;
            self.write_spans(id, "role", voice.role_span.as_slice())?;
            self.voices
                .db
                .prepare_cached("UPDATE statements SET via = ?2 WHERE id = ?1")?
                .execute(params![id, some_words(&voice.via)])?;
        }
        Ok(voicings)
    }

    fn write_spans(&self, id: i64, part: &str, spans: &[Span]) -> Result<()> {
        let mut query = self
            .voices
            .db
            .prepare_cached("INSERT INTO spans (statement_id, part, n, start, stop) VALUES (?1, ?2, ?3, ?4, ?5)")?;
        for (n, &span) in spans.iter().enumerate() {
            let [start, stop] = self.voices.span(span);
            query.execute(params![id, part, n, start, stop])?;
        }
        Ok(())
    }
}

//! The voices of an article (speakers as it names them) and the roles that it prints for them.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::{
    statement::Voice,
    text::{CodePoints, Span},
};

use super::{Result, identity, names};

/// Everyone who voices a statement, as stored: the rows of voice and role, and how the voice was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Voicing {
    pub(super) voice: i64,
    pub(super) role: Option<i64>,
    pub(super) how: Option<String>,
    pub(super) confidence: Option<f64>,
}

/// Writes the voices of one article.
pub(super) struct Voices<'a> {
    pub(super) db: &'a Connection,
    pub(super) article: i64,
    pub(super) article_uid: &'a str,
    pub(super) text: &'a str,
    pub(super) points: CodePoints,
    /// rows written so far, by type and name
    known: HashMap<(&'static str, String), i64>,
}

impl<'a> Voices<'a> {
    pub(super) fn new(db: &'a Connection, article: i64, article_uid: &'a str, text: &'a str) -> Self {
        Voices { db, article, article_uid, text, points: CodePoints::new(text), known: HashMap::new() }
    }

    /// Where a span stands, in characters.
    pub(super) fn span(&self, span: Span) -> [usize; 2] {
        self.points.span(self.text, span)
    }

    /// The voice with its role; none for one that has neither a name nor a description.
    pub(super) fn voicing(&mut self, voice: &Voice) -> Result<Option<Voicing>> {
        let Some(row) = self.voice(voice)? else { return Ok(None) };
        let role = some_words(&voice.role).map(|role| self.role(row, role, voice)).transpose()?;
        let how = Some(voice.how.to_string());
        Ok(Some(Voicing { voice: row, role, how, confidence: Some(f64::from(voice.confidence)) }))
    }

    fn voice(&mut self, voice: &Voice) -> Result<Option<i64>> {
        let role = some_words(&voice.role);
        let Some(name) = Some(voice.name.trim()).filter(|n| !n.is_empty()).or(role) else {
            return Ok(None);
        };
        let kind = voice.speaker_type.as_str();
        let organization = some_words(&voice.organization);
        let country = some_words(&voice.country);
        if let Some(&id) = self.known.get(&(kind, name.to_owned())) {
            self.db
                .prepare_cached(
                    "UPDATE voices SET role = coalesce(role, ?2), organization = coalesce(organization, ?3),
                         country = coalesce(country, ?4)
                     WHERE id = ?1",
                )?
                .execute(params![id, role, organization, country])?;
            return Ok(Some(id));
        }
        let uid = names::uid(&[self.article_uid, kind, name], 16);
        let key = names::fold(name);
        let known: Option<i64> = self
            .db
            .prepare_cached("SELECT id FROM voices WHERE uid = ?1")?
            .query_row([&uid], |r| r.get(0))
            .optional()?;
        let id = match known {
            Some(id) => {
                self.db
                    .prepare_cached(
                        "UPDATE voices SET role = ?2, organization = ?3, country = ?4, settled = 0 WHERE id = ?1",
                    )?
                    .execute(params![id, role, organization, country])?;
                id
            }
            None => {
                let speaker = identity::provisional_speaker(self.db, &uid, name, &key, voice.speaker_type)?;
                self.db
                    .prepare_cached(
                        "INSERT INTO voices (uid, article_id, speaker_id, name, key, type, role, organization, country)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    )?
                    .insert(params![uid, self.article, speaker, name, key, kind, role, organization, country])?
            }
        };
        self.known.insert((kind, name.to_owned()), id);
        Ok(Some(id))
    }

    /// The row of a role as printed for a voice; the first place that prints it is its evidence.
    pub(super) fn role(&self, voice_row: i64, role: &str, voice: &Voice) -> Result<i64> {
        let organization = some_words(&voice.organization);
        let span = voice.role_span.map(|s| self.span(s));
        let (start, stop) = (span.map(|s| s[0]), span.map(|s| s[1]));
        let known: Option<i64> = self
            .db
            .prepare_cached("SELECT id FROM roles WHERE voice_id = ?1 AND role = ?2 AND organization IS ?3")?
            .query_row(params![voice_row, role, organization], |r| r.get(0))
            .optional()?;
        if let Some(id) = known {
            self.db
                .prepare_cached(
                    "UPDATE roles SET start = ?2, stop = ?3
                     WHERE id = ?1 AND ?2 IS NOT NULL AND (start IS NULL OR start > ?2)",
                )?
                .execute(params![id, start, stop])?;
            return Ok(id);
        }
        let id = self
            .db
            .prepare_cached(
                "INSERT INTO roles (voice_id, article_id, role, organization, country, start, stop)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .insert(params![voice_row, self.article, role, organization, some_words(&voice.country), start, stop])?;
        Ok(id)
    }
}

/// Drops what no statement of an article needs any more: its roles without a statement, its voices without statement or
/// decision.
pub(super) fn drop_unused(db: &Connection, article: i64) -> Result<()> {
    db.prepare_cached(
        "DELETE FROM roles WHERE voice_id IN (SELECT id FROM voices WHERE article_id = ?1)
         AND NOT EXISTS (SELECT 1 FROM statements AS s WHERE s.role_id = roles.id)
         AND NOT EXISTS (SELECT 1 FROM statement_voices AS q WHERE q.role_id = roles.id)
         AND NOT EXISTS (SELECT 1 FROM extracted AS e JOIN statements AS s ON s.id = e.statement_id
             WHERE s.article_id = ?1)",
    )?
    .execute([article])?;
    // a speaker that loses a voice may no longer hold together
    db.prepare_cached(
        "UPDATE voices SET settled = 0 WHERE speaker_id IN (SELECT v.speaker_id FROM voices AS v
             WHERE v.article_id = ?1 AND NOT EXISTS (SELECT 1 FROM statement_voices AS q WHERE q.voice_id = v.id))",
    )?
    .execute([article])?;
    db.prepare_cached(
        "DELETE FROM voices WHERE article_id = ?1
         AND NOT EXISTS (SELECT 1 FROM statement_voices AS q WHERE q.voice_id = voices.id)
         AND NOT EXISTS (SELECT 1 FROM statements AS s WHERE s.voice_id = voices.id)
         AND NOT EXISTS (SELECT 1 FROM decision_voices AS d WHERE d.voice = voices.uid)
         AND NOT EXISTS (SELECT 1 FROM extracted AS e JOIN statements AS s ON s.id = e.statement_id
             WHERE s.article_id = ?1)",
    )?
    .execute([article])?;
    Ok(())
}

/// Writes who voices a statement, the first of whom the statement's own row names too.
pub(super) fn write_voicings(db: &Connection, statement: i64, voicings: &[Voicing]) -> Result<()> {
    db.prepare_cached("DELETE FROM statement_voices WHERE statement_id = ?1")?.execute([statement])?;
    for (n, voicing) in voicings.iter().enumerate() {
        db.prepare_cached(
            "INSERT INTO statement_voices (statement_id, n, voice_id, role_id, how, confidence)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![statement, n, voicing.voice, voicing.role, voicing.how, voicing.confidence])?;
    }
    let first = voicings.first();
    db.prepare_cached("UPDATE statements SET voice_id = ?2, role_id = ?3, how = ?4 WHERE id = ?1")?.execute(
        params![statement, first.map(|v| v.voice), first.and_then(|v| v.role), first.and_then(|v| v.how.as_deref())],
    )?;
    Ok(())
}

/// Who voices a statement, in order.
pub(super) fn voicings_of(db: &Connection, statement: i64) -> Result<Vec<Voicing>> {
    let mut query = db.prepare_cached(
        "SELECT voice_id, role_id, how, confidence FROM statement_voices WHERE statement_id = ?1 ORDER BY n",
    )?;
    let rows = query.query_map([statement], |r| {
        Ok(Voicing { voice: r.get(0)?, role: r.get(1)?, how: r.get(2)?, confidence: r.get(3)? })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The text between blanks, if there is any.
pub(super) fn some_words(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|t| !t.is_empty())
}

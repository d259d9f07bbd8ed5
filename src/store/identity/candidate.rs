//! A voice as it is read to be decided.

use rusqlite::{Connection, params};

use super::matcher::Profile;
use crate::statement::How;
use crate::store::{Result, rows::speaker_type};

/// A voice with all that deciding needs.
pub(super) struct Candidate {
    pub id: i64,
    /// its name folded
    pub key: String,
    pub speaker: i64,
    pub profile: Profile,
    /// a person gave the name, and no other statement of the article has it
    pub by_hand: bool,
    /// the name that the matcher would show for its group
    pub shown_as: Option<String>,
}

/// Reads one.
pub(super) fn load(db: &Connection, voice: i64) -> Result<Candidate> {
    let mut query = db.prepare_cached(
        "SELECT v.id, v.key, v.speaker_id, v.uid, v.name, v.type, v.role, v.organization, v.country, a.uid,
             a.published, a.outlet,
             (SELECT json_group_array(o.name ORDER BY o.name) FROM voices AS o
              WHERE o.article_id = v.article_id AND o.id <> v.id),
             (SELECT count(*) FROM statement_voices AS q JOIN statements AS s ON s.id = q.statement_id
              WHERE q.voice_id = v.id AND s.withdrawn_at IS NULL),
             (SELECT count(*) > 0 AND min(q.how IS ?2 AND EXISTS (
                  SELECT 1 FROM statements AS s JOIN decisions AS d ON d.statement = s.uid AND d.article = a.uid
                  WHERE s.id = q.statement_id AND d.action = 'fix' AND d.field = 'speaker' AND d.undone_at IS NULL
                      AND d.waiting = 0))
              FROM statement_voices AS q WHERE q.voice_id = v.id)
         FROM voices AS v JOIN articles AS a ON a.id = v.article_id WHERE v.id = ?1",
    )?;
    let candidate = query.query_row(params![voice, How::Decided.to_string()], |r| {
        Ok(Candidate {
            id: r.get(0)?,
            key: r.get(1)?,
            speaker: r.get(2)?,
            profile: Profile {
                key: r.get(3)?,
                name: r.get(4)?,
                speaker_type: speaker_type(&r.get::<_, String>(5)?),
                role: r.get(6)?,
                organization: r.get(7)?,
                country: r.get(8)?,
                article: r.get(9)?,
                date: r.get(10)?,
                outlet: r.get(11)?,
                beside: serde_json::from_str(&r.get::<_, String>(12)?).unwrap_or_default(),
                statements: r.get(13)?,
            },
            by_hand: r.get(14)?,
            shown_as: None,
        })
    })?;
    Ok(candidate)
}

/// Rows of a speaker's voices, in the order of their ids.
pub(in crate::store) fn voices_of(db: &Connection, speaker: i64) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached("SELECT id FROM voices WHERE speaker_id = ?1 ORDER BY uid")?;
    let rows = query.query_map([speaker], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

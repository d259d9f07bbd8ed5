//! A voice as it is read to be decided.

use rusqlite::{Connection, Row, params};

use super::matcher::Profile;
use crate::statement::How;
use crate::store::{Result, rows::speaker_type};

/// A voice with all that deciding needs.
pub(super) struct Candidate {
    pub id: i64,
    /// its name folded
    pub key: String,
    pub speaker: i64,
    /// it was decided before who that is
    pub settled: bool,
    pub profile: Profile,
    /// a person gave the name, and no other statement of the article has it
    pub by_hand: bool,
    /// the name that the matcher would show for its group
    pub shown_as: Option<String>,
}

/// Reads some, in the order given.
pub(super) fn load(db: &Connection, voices: impl IntoIterator<Item = i64>) -> Result<Vec<Candidate>> {
    // mostly nobody gave a name, and there is nothing to look up for each voice
    let anyone_named: bool = db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM decisions
                 WHERE action = 'fix' AND field = 'speaker' AND undone_at IS NULL AND waiting = 0)",
        )?
        .query_row([], |r| r.get(0))?;
    let mut query = db.prepare_cached(
        "SELECT v.id, v.key, v.speaker_id, v.settled, v.uid, v.name, v.type, v.role, v.organization, v.country, a.uid,
             a.published, a.outlet,
             (SELECT json_group_array(o.name) FROM voices AS o WHERE o.article_id = v.article_id AND o.id <> v.id),
             CASE WHEN ?3 THEN (SELECT count(*) > 0 AND min(q.how IS ?2 AND EXISTS (
                  SELECT 1 FROM statements AS s JOIN decisions AS d ON d.statement = s.uid AND d.article = a.uid
                  WHERE s.id = q.statement_id AND d.action = 'fix' AND d.field = 'speaker' AND d.undone_at IS NULL
                      AND d.waiting = 0))
              FROM statement_voices AS q WHERE q.voice_id = v.id) ELSE 0 END
         FROM voices AS v JOIN articles AS a ON a.id = v.article_id WHERE v.id = ?1",
    )?;
    let decided = How::Decided.to_string();
    let one = |voice: i64| query.query_row(params![voice, decided, anyone_named], read);
    Ok(voices.into_iter().map(one).collect::<rusqlite::Result<_>>()?)
}

fn read(r: &Row) -> rusqlite::Result<Candidate> {
    let mut beside: Vec<String> = serde_json::from_str(r.get_ref(13)?.as_str()?).unwrap_or_default();
    beside.sort();
    Ok(Candidate {
        id: r.get(0)?,
        key: r.get(1)?,
        speaker: r.get(2)?,
        settled: r.get(3)?,
        profile: Profile {
            key: r.get(4)?,
            name: r.get(5)?,
            speaker_type: speaker_type(r.get_ref(6)?.as_str()?),
            role: r.get(7)?,
            organization: r.get(8)?,
            country: r.get(9)?,
            article: r.get(10)?,
            date: r.get(11)?,
            outlet: r.get(12)?,
            beside,
        },
        by_hand: r.get(14)?,
        shown_as: None,
    })
}

/// Rows of a speaker's voices, in the order of their ids.
pub(in crate::store) fn voices_of(db: &Connection, speaker: i64) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached("SELECT id FROM voices WHERE speaker_id = ?1 ORDER BY uid")?;
    let rows = query.query_map([speaker], |r| r.get(0))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

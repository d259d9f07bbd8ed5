//! Decided statements whose article has a newer text: they come back for review, with what the new text says there.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use super::{
    super::{AttributionRow, Result, Store, query, readings},
    Decision, several,
};

/// A decided statement whose article has a newer text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Returned {
    /// the statement as it was decided on
    pub old: AttributionRow,
    /// the statement of the newer text with the same words, or the most of them; none when it has nothing like it
    pub new: Option<AttributionRow>,
    /// extraction reads the same words and the same speaker in both texts, with another source or cue
    pub unchanged: bool,
    /// what was decided, in force
    pub decisions: Vec<Decision>,
}

/// Two statements that share less of their words are not the same one worded anew.
const LEAST_ALIKE: f64 = 0.5;

impl Store {
    /// The decided statements whose article has a newer text, as far as nobody has decided on them since.
    pub fn returned(&self) -> Result<Vec<Returned>> {
        self.read(returned)
    }
}

fn returned(db: &Connection) -> Result<Vec<Returned>> {
    let mut query = db.prepare(
        "SELECT DISTINCT s.id, a.superseded_by FROM decisions AS d
             JOIN articles AS a ON a.uid = d.article JOIN statements AS s ON s.article_id = a.id AND s.uid = d.statement
         WHERE d.undone_at IS NULL AND d.waiting = 0 AND a.superseded_by <> a.id ORDER BY s.id",
    )?;
    let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
    let mut found = Vec::new();
    for (statement, newer) in rows {
        let newest = newest(db, newer)?;
        let added: String =
            db.prepare_cached("SELECT added_at FROM articles WHERE id = ?1")?.query_row([newest], |r| r.get(0))?;
        let Some(old) = query::rows_by_key(db, &[statement])?.pop() else { continue };
        let condition = "statement = ?1 AND article = ?2 AND undone_at IS NULL AND waiting = 0";
        let decisions = several(db, condition, params![old.id, old.article])?;
        let new = likest(db, newest, &old)?;
        // decided on since: the new one, or the old one by someone who knew the new text
        let again = match &new {
            // those that went over from the old one are no other look
            Some(new) => {
                several(db, condition, params![new.id, new.article])?.iter().any(|d| d.first_statement.is_none())
            }
            None => false,
        };
        if again || decisions.iter().any(|decision| decision.decided > added) {
            continue;
        }
        let unchanged = match &new {
            Some(new) => saying(db, old.key)? == saying(db, new.key)?,
            None => false,
        };
        found.push(Returned { old, new, unchanged, decisions });
    }
    Ok(found)
}

/// Words and speakers of a statement as extraction has them.
fn saying(db: &Connection, statement: i64) -> Result<(String, Vec<String>)> {
    let (text, _, names) = readings::as_extracted(db, statement)?;
    Ok((text, names))
}

/// The last of the texts that took each other's place.
pub(super) fn newest(db: &Connection, mut article: i64) -> Result<i64> {
    // a text can come back, and the row that says so leads in a circle
    for _ in 0..1000 {
        let newer: Option<i64> = db
            .prepare_cached("SELECT superseded_by FROM articles WHERE id = ?1")?
            .query_row([article], |r| r.get(0))
            .optional()?
            .flatten();
        match newer {
            Some(newer) => article = newer,
            None => break,
        }
    }
    Ok(article)
}

fn likest(db: &Connection, article: i64, old: &AttributionRow) -> Result<Option<AttributionRow>> {
    let mut query = db.prepare_cached(
        "SELECT id, text FROM statements WHERE article_id = ?1 AND withdrawn_at IS NULL ORDER BY start",
    )?;
    let rows = query.query_map([article], |r| Ok((r.get::<_, i64>(0)?, r.get::<_, String>(1)?)))?;
    let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let alike = |text: &str| strsim::sorensen_dice(text, &old.text);
    let best = rows.into_iter().map(|(key, text)| (alike(&text), key)).max_by(|a, b| a.0.total_cmp(&b.0));
    match best {
        Some((share, key)) if share >= LEAST_ALIKE => Ok(query::rows_by_key(db, &[key])?.pop()),
        _ => Ok(None),
    }
}

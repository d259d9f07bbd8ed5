//! Which of two texts at one address is in force when two databases become one.

use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;

use crate::store::{Result, appearances};

/// An address at which both databases had a current text, not the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Differing {
    /// where
    pub address: String,
    /// stable id of the text in force now: published, else added, later
    pub current: String,
    /// it came from the other database
    pub theirs: bool,
    /// stable id of the one that is an earlier version now
    pub earlier: String,
}

/// Decides it for an article that was just copied, at one of its places; none where no other text was in force there.
pub(super) fn current_at(
    from: &Connection,
    to: &Connection,
    address: &str,
    article: i64,
    place: i64,
) -> Result<Option<Differing>> {
    // what is an earlier version here stays one
    let later: Option<i64> = to
        .prepare_cached(
            "SELECT p.superseded_by FROM appearances AS p JOIN appearances AS n ON n.id = p.superseded_by
             WHERE p.article_id = ?1 AND p.address = ?2 AND p.id <> ?3 AND n.article_id <> ?1 LIMIT 1",
        )?
        .query_row(params![article, address, place], |r| r.get(0))
        .optional()?;
    if let Some(later) = later {
        to.prepare_cached("UPDATE appearances SET superseded_by = ?2 WHERE id = ?1")?.execute([place, later])?;
        appearances::describe(to, article)?;
        return Ok(None);
    }
    let mut query = to.prepare_cached("SELECT uid FROM articles WHERE id = ?1")?;
    let theirs: String = query.query_row([article], |r| r.get(0))?;
    let ours: Option<String> = to
        .prepare_cached(
            "SELECT a.uid FROM appearances AS p JOIN articles AS a ON a.id = p.article_id
             WHERE p.address = ?1 AND p.superseded_by IS NULL AND a.id <> ?2",
        )?
        .query_row(params![address, article], |r| r.get(0))
        .optional()?;
    // where they had our text before theirs, theirs is the later one, whenever we added it
    let mut query = from.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM appearances AS p JOIN articles AS a ON a.id = p.article_id
             WHERE a.uid = ?1 AND p.address = ?2 AND p.superseded_by <> p.id)",
    )?;
    let is_earlier_there: bool = query.query_row(params![ours, address], |r| r.get(0))?;
    appearances::supersede(to, article, place, address, !is_earlier_there)?;
    appearances::describe(to, article)?;
    let Some(ours) = ours else { return Ok(None) };
    let mut query = to.prepare_cached("SELECT superseded_by IS NULL FROM appearances WHERE id = ?1")?;
    let is_theirs: bool = query.query_row([place], |r| r.get(0))?;
    let (current, earlier) = if is_theirs { (theirs, ours) } else { (ours, theirs) };
    Ok(Some(Differing { address: address.to_owned(), current, theirs: is_theirs, earlier }))
}

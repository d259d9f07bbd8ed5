//! What the ids that people type stand for, also abbreviated ones.

use rusqlite::Connection;

use super::{Result, StoreError, Subject, names};

/// Ids that are abbreviated to less than this are too likely to mean another one tomorrow.
const LEAST_DIGITS: usize = 4;

/// True for what can be the beginning of an id.
pub(super) fn is_id(typed: &str) -> bool {
    typed.len() >= LEAST_DIGITS && typed.bytes().all(|b| b.is_ascii_hexdigit())
}

pub(super) fn find_statement(db: &Connection, id: &str) -> Result<i64> {
    let typed = id.trim();
    let id = typed.to_lowercase();
    let mut found: Vec<(String, i64)> = Vec::new();
    if is_id(&id) {
        // a current one before one of an earlier version
        let mut query = db.prepare_cached(
            "SELECT s.uid, s.id FROM statements AS s JOIN articles AS a ON a.id = s.article_id
             WHERE s.uid >= ?1 AND s.uid < ?1 || 'g'
             ORDER BY s.uid, s.withdrawn_at IS NOT NULL, a.superseded_by IS NOT NULL, s.id LIMIT 50",
        )?;
        let rows = query.query_map([&id], |r| Ok((r.get(0)?, r.get(1)?)))?;
        found = rows.collect::<rusqlite::Result<_>>()?;
        found.dedup_by(|a, b| a.0 == b.0);
        if let Some(exact) = found.iter().position(|(uid, _)| *uid == id) {
            found = vec![found.swap_remove(exact)];
        }
    }
    one_of("statement", typed, found, || {
        let mut query =
            db.prepare_cached("SELECT uid, id FROM statements WHERE reference = ?1 ORDER BY id LIMIT 11")?;
        let rows = query.query_map([typed], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    })
}

/// What an id is of.
pub(super) fn subject(db: &Connection, id: &str) -> Result<Subject> {
    let typed = id.trim();
    let mut found: Vec<(String, Subject)> = Vec::new();
    match find_statement(db, typed) {
        Ok(key) => found.push((format!("statement {typed}"), Subject::Statement(key))),
        Err(StoreError::NotFound { .. }) => {}
        Err(other) => return Err(other),
    }
    if is_id(typed) {
        for (table, make) in [
            ("conflicts", Subject::Conflict as fn(i64) -> Subject),
            ("speakers", Subject::Speaker as fn(i64) -> Subject),
        ] {
            let sql = format!("SELECT uid, id FROM {table} WHERE uid >= lower(?1) AND uid < lower(?1) || 'g' LIMIT 10");
            let mut query = db.prepare_cached(&sql)?;
            let rows = query.query_map([typed], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)))?;
            for row in rows {
                let (uid, key) = row?;
                found.push((format!("{} {uid}", table.trim_end_matches('s')), make(key)));
            }
        }
    }
    match found.as_slice() {
        [] => Err(StoreError::NotFound { what: "statement, conflict or speaker", id: typed.to_owned() }),
        [(_, subject)] => Ok(*subject),
        several => Err(StoreError::AmbiguousId {
            what: "statement, conflict or speaker",
            id: typed.to_owned(),
            candidates: several.iter().map(|(told, _)| told.clone()).collect(),
        }),
    }
}

/// Refuses the beginning of an id that may mean another one tomorrow.
pub(super) fn too_short(what: &'static str, typed: &str) -> Result<()> {
    let digits = !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
    if digits && typed.len() < LEAST_DIGITS {
        return Err(StoreError::Refused(format!(
            "{typed:?} is too short for the id of a {what}: it would mean another one tomorrow\nhint: give at least {LEAST_DIGITS} digits"
        )));
    }
    Ok(())
}

/// The only one found by its id; when there is none, the only one that `otherwise` finds.
pub(super) fn one_of(
    what: &'static str,
    id: &str,
    mut found: Vec<(String, i64)>,
    otherwise: impl FnOnce() -> Result<Vec<(String, i64)>>,
) -> Result<i64> {
    if found.is_empty() {
        found = otherwise()?;
    }
    match found.as_slice() {
        [] => {
            too_short(what, id)?;
            Err(StoreError::NotFound { what, id: id.to_owned() })
        }
        [(_, key)] => Ok(*key),
        several => Err(StoreError::AmbiguousId {
            what,
            id: id.to_owned(),
            candidates: several.iter().take(10).map(|(uid, _)| uid.clone()).collect(),
        }),
    }
}

/// Rows of the articles that an id or its beginning, a URL or a given name can mean; current ones if there are any.
pub(super) fn find_articles(db: &Connection, typed: &str) -> Result<Vec<i64>> {
    let typed = typed.trim();
    let mut query = db.prepare_cached(
        "SELECT a.id, a.superseded_by IS NOT NULL FROM articles AS a
         WHERE a.document = ?1 OR a.id IN (SELECT article_id FROM appearances WHERE address = ?2)
             OR (?3 AND a.uid >= lower(?1) AND a.uid < lower(?1) || 'g')
         ORDER BY a.id LIMIT 1000",
    )?;
    let rows = query.query_map(rusqlite::params![typed, names::address(typed), is_id(typed)], |r| {
        Ok((r.get::<_, i64>(0)?, r.get::<_, bool>(1)?))
    })?;
    let found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let current: Vec<i64> = found.iter().filter(|(_, superseded)| !superseded).map(|(id, _)| *id).collect();
    Ok(if current.is_empty() { found.into_iter().map(|(id, _)| id).collect() } else { current })
}

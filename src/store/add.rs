//! Adding: one transaction an article, the same article twice is one article.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use crate::{article::Article, statement::Extraction};

use super::appearances::{Noted, described_anew, is_known_address, note_appearance, note_copy};
use super::copies::Sketch;
use super::engines::{Engine, engine_id};
use super::{Result, Store, StoreError, copies, decisions, forms::now, names, writer::write_statements};

/// What the store knows of an article before it is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// this text was never added
    No,
    /// it was, and this engine read it: extraction can be spared ([`Store::add_known`])
    Same,
    /// it was, by another engine or other weights
    OtherEngine,
}

/// What adding did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// a new article
    New,
    /// a new text at a known address; the article with this id is the other version (the older, unless the new one was
    /// published before it)
    NewVersion(String),
    /// nothing new
    Unchanged,
    /// a known text: something of its title, outlet, writer, day or address was not known before
    Described,
    /// a wire copy: a known text, printed in another place, perhaps with other words around what is said
    Appearance,
    /// a known text, read again by another engine
    Reextracted,
    /// a known text that a person took out, and that stays so
    TakenOut,
}

/// What adding did, in full.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// stable id of the article
    pub article: String,
    /// what happened
    pub outcome: Outcome,
    /// statements of the article now
    pub statements: usize,
    /// rows of the statements that were not there before
    pub new_statements: Vec<i64>,
}

impl Store {
    /// Whether the article's text is known and read by this engine.
    pub fn knows(&self, article: &Article, engine: &Engine) -> Result<Known> {
        self.read(|db| {
            let same = db
                .prepare_cached(
                    "SELECT e.name = ?2 AND e.weights = ?3 FROM articles AS a JOIN engines AS e ON e.id = a.engine_id
                     WHERE a.uid = ?1 OR a.id = (SELECT article_id FROM appearances WHERE uid = ?1
                         ORDER BY superseded_by IS NOT NULL, id LIMIT 1)
                     ORDER BY a.uid = ?1 DESC",
                )?
                .query_row(params![article_uid(&article.text), engine.name, engine.weights], |r| r.get(0))
                .optional()?;
            Ok(match same {
                None => Known::No,
                Some(true) => Known::Same,
                Some(false) => Known::OtherEngine,
            })
        })
    }

    /// Whether this text was ever added, by whatever engine it was read.
    pub fn has_text(&self, text: &str) -> Result<bool> {
        self.read(|db| {
            let uid = article_uid(text);
            Ok(find_article(db, &uid)?.is_some() || find_copy(db, &uid)?.is_some())
        })
    }

    /// Adds an article with its statements in one transaction. `path` names the file when the article is all of it:
    /// without a URL, it is the address at which a later text is a new version.
    pub fn add(
        &mut self,
        article: &Article,
        path: Option<&Path>,
        extraction: &Extraction,
        engine: &Engine,
    ) -> Result<Added> {
        self.write(|db, _| {
            let engine = engine_id(db, engine)?;
            let uid = article_uid(&article.text);
            let Some((id, read_by)) = find_article(db, &uid)? else {
                if let Some((id, known)) = described_anew(db, article, path)? {
                    let outcome = outcome_of(db, id, note_appearance(db, id, article, path)?)?;
                    let statements = count_statements(db, id)?;
                    return Ok(Added { article: known, outcome, statements, new_statements: Vec::new() });
                }
                let sketch = Sketch::new(&article.text);
                if let Some((id, original)) = copy_of(db, article, &uid, path, &sketch, extraction)? {
                    let outcome = outcome_of(db, id, note_copy(db, id, article, &uid, path)?)?;
                    let statements = count_statements(db, id)?;
                    return Ok(Added { article: original, outcome, statements, new_statements: Vec::new() });
                }
                let id = insert_article(db, &uid, article, engine, false)?;
                copies::note(db, id, &sketch)?;
                let other = note_appearance(db, id, article, path)?.other;
                let new_statements = write_statements(db, id, &uid, &article.text, extraction, engine)?;
                if other.is_some() {
                    decisions::carry_around(db, id)?;
                }
                let outcome = other.map_or(Outcome::New, Outcome::NewVersion);
                return Ok(Added { article: uid, outcome, statements: new_statements.len(), new_statements });
            };
            let place = note_appearance(db, id, article, path)?;
            let mut new_statements = Vec::new();
            if read_by != engine {
                db.prepare_cached("UPDATE articles SET engine_id = ?2 WHERE id = ?1")?.execute([id, engine])?;
                new_statements = write_statements(db, id, &uid, &article.text, extraction, engine)?;
            }
            if place.other.is_some() || read_by != engine {
                decisions::carry_around(db, id)?;
            }
            let outcome = match read_by != engine {
                true if place.other.is_none() && !is_taken_out(db, id)? => Outcome::Reextracted,
                _ => outcome_of(db, id, place)?,
            };
            Ok(Added { article: uid, outcome, statements: count_statements(db, id)?, new_statements })
        })
    }

    /// Adds an article whose text is known ([`Known::Same`]): only its title, outlet, date and address can be new.
    pub fn add_known(&mut self, article: &Article, path: Option<&Path>) -> Result<Added> {
        self.write(|db, _| {
            let uid = article_uid(&article.text);
            let (uid, id, noted) = match find_article(db, &uid)? {
                Some((id, _)) => (uid, id, note_appearance(db, id, article, path)?),
                None => {
                    let (id, original) = find_copy(db, &uid)?
                        .ok_or_else(|| StoreError::NotFound { what: "article", id: article.id.clone() })?;
                    (original, id, note_copy(db, id, article, &uid, path)?)
                }
            };
            if noted.other.is_some() {
                decisions::carry_around(db, id)?;
            }
            let outcome = outcome_of(db, id, noted)?;
            Ok(Added { article: uid, outcome, statements: count_statements(db, id)?, new_statements: Vec::new() })
        })
    }
}

/// What came of a text that is known, by the place where it was printed.
fn outcome_of(db: &Connection, article: i64, place: Noted) -> Result<Outcome> {
    Ok(match place.other {
        Some(other) => Outcome::NewVersion(other),
        None if is_taken_out(db, article)? => Outcome::TakenOut,
        None if place.new => Outcome::Appearance,
        None if place.learnt => Outcome::Described,
        None => Outcome::Unchanged,
    })
}

fn is_taken_out(db: &Connection, article: i64) -> Result<bool> {
    let mut query = db.prepare_cached("SELECT superseded_by IS id FROM articles WHERE id = ?1")?;
    Ok(query.query_row([article], |r| r.get(0))?)
}

/// Stable id of an article: 128 bits, so that no one can make two texts with one id.
pub fn article_uid(text: &str) -> String {
    names::uid(&[text], 32)
}

/// Row of the article with this id, and of the engine that read it.
pub(super) fn find_article(db: &Connection, uid: &str) -> Result<Option<(i64, i64)>> {
    let mut query = db.prepare_cached("SELECT id, engine_id FROM articles WHERE uid = ?1")?;
    Ok(query.query_row([uid], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
}

/// Row and id of the article of which a new text is a wire copy. At a known address it is a later version, however alike.
fn copy_of(
    db: &Connection,
    article: &Article,
    uid: &str,
    path: Option<&Path>,
    sketch: &Sketch,
    extraction: &Extraction,
) -> Result<Option<(i64, String)>> {
    match find_copy(db, uid)? {
        None if is_known_address(db, article, path)? => Ok(None),
        None => copies::original(db, sketch, &article.text, extraction),
        known => Ok(known),
    }
}

/// Row and id of the article of which the text with this id is known as a wire copy, also where a later text took its place.
fn find_copy(db: &Connection, uid: &str) -> Result<Option<(i64, String)>> {
    let mut query = db.prepare_cached(
        "SELECT a.id, a.uid FROM appearances AS p JOIN articles AS a ON a.id = p.article_id
         WHERE p.uid = ?1 ORDER BY p.superseded_by IS NOT NULL, p.id LIMIT 1",
    )?;
    Ok(query.query_row([uid], |r| Ok((r.get(0)?, r.get(1)?))).optional()?)
}

fn count_statements(db: &Connection, article: i64) -> Result<usize> {
    let mut query =
        db.prepare_cached("SELECT count(*) FROM statements WHERE article_id = ?1 AND withdrawn_at IS NULL")?;
    Ok(query.query_row([article], |r| r.get(0))?)
}

pub(super) fn insert_article(
    db: &Connection,
    uid: &str,
    article: &Article,
    engine: i64,
    imported: bool,
) -> Result<i64> {
    let id = db
        .prepare_cached(
            "INSERT INTO articles (uid, document, title, outlet, byline, published, url, text, imported, added_at, engine_id)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        )?
        .insert(params![
            uid,
            article.id,
            article.title,
            article.outlet,
            article.byline,
            article.published,
            article.url,
            article.text,
            imported,
            now(),
            engine
        ])?;
    Ok(id)
}

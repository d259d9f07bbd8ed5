//! Adding: one transaction an article, the same article twice is one article.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use crate::{article::Article, statement::Extraction};

use super::{Result, Store, StoreError, forms::now, names, writer::write_statements};

/// What made the statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// program and version
    pub name: String,
    /// version of its weights
    pub weights: String,
}

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
    /// a known text, printed in another place (a wire copy)
    Appearance,
    /// a known text, read again by another engine
    Reextracted,
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
                     WHERE a.uid = ?1",
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
                let id = insert_article(db, &uid, article, engine, false)?;
                let other = note_appearance(db, id, article, path)?.other;
                let new_statements = write_statements(db, id, &uid, &article.text, extraction, engine)?;
                let outcome = other.map_or(Outcome::New, Outcome::NewVersion);
                return Ok(Added { article: uid, outcome, statements: new_statements.len(), new_statements });
            };
            let place = note_appearance(db, id, article, path)?;
            let mut new_statements = Vec::new();
            if read_by != engine {
                db.prepare_cached("UPDATE articles SET engine_id = ?2 WHERE id = ?1")?.execute([id, engine])?;
                new_statements = write_statements(db, id, &uid, &article.text, extraction, engine)?;
            }
            let outcome = match read_by != engine {
                true if place.other.is_none() => Outcome::Reextracted,
                _ => place.outcome(),
            };
            Ok(Added { article: uid, outcome, statements: count_statements(db, id)?, new_statements })
        })
    }

    /// Adds an article whose text is known ([`Known::Same`]): only its title, outlet, date and address can be new.
    pub fn add_known(&mut self, article: &Article, path: Option<&Path>) -> Result<Added> {
        self.write(|db, _| {
            let uid = article_uid(&article.text);
            let (id, _) = find_article(db, &uid)?
                .ok_or_else(|| StoreError::NotFound { what: "article", id: article.id.clone() })?;
            let outcome = note_appearance(db, id, article, path)?.outcome();
            Ok(Added { article: uid, outcome, statements: count_statements(db, id)?, new_statements: Vec::new() })
        })
    }
}

/// Stable id of an article: 128 bits, so that no one can make two texts with one id.
pub(super) fn article_uid(text: &str) -> String {
    names::uid(&[text], 32)
}

pub(super) fn engine_id(db: &Connection, engine: &Engine) -> Result<i64> {
    let known = db
        .prepare_cached("SELECT id FROM engines WHERE name = ?1 AND weights = ?2")?
        .query_row([&engine.name, &engine.weights], |r| r.get(0))
        .optional()?;
    if let Some(id) = known {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO engines (name, weights) VALUES (?1, ?2)")?
        .insert([&engine.name, &engine.weights])
        .map_err(Into::into)
}

/// Row of the article with this id, and of the engine that read it.
pub(super) fn find_article(db: &Connection, uid: &str) -> Result<Option<(i64, i64)>> {
    let mut query = db.prepare_cached("SELECT id, engine_id FROM articles WHERE uid = ?1")?;
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

/// A place where a text was printed, as far as it decides whether another is the same.
struct Place {
    id: i64,
    url: Option<String>,
    address: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    title: Option<String>,
    byline: Option<String>,
}

impl Place {
    fn read(row: &rusqlite::Row) -> rusqlite::Result<Place> {
        Ok(Place {
            id: row.get("id")?,
            url: row.get("url")?,
            address: row.get("address")?,
            outlet: row.get("outlet")?,
            published: row.get("published")?,
            title: row.get("title")?,
            byline: row.get("byline")?,
        })
    }

    /// True when the article tells something that was not known of the place.
    fn learns(&self, article: &Article, url: Option<&str>, address: Option<&str>) -> bool {
        let new = |old: &Option<String>, new: Option<&str>| old.is_none() && new.is_some();
        new(&self.url, url)
            || new(&self.address, address)
            || new(&self.outlet, article.outlet.as_deref())
            || new(&self.published, article.published.as_deref())
            || new(&self.title, article.title.as_deref())
            || new(&self.byline, article.byline.as_deref())
    }

    /// The same URL is the same place; without one, whatever is known of both must agree.
    fn is(&self, article: &Article, url: Option<&str>) -> bool {
        let agree = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        match (&self.url, url) {
            (Some(a), Some(b)) => names::address(a) == names::address(b),
            _ => agree(&self.outlet, &article.outlet) && agree(&self.published, &article.published),
        }
    }
}

/// What came of recording where an article was printed.
struct Noted {
    /// a place that was not known
    new: bool,
    /// a known place of which something was not known
    learnt: bool,
    /// id of the article that is another version: a different text at the same address
    other: Option<String>,
}

impl Noted {
    fn outcome(self) -> Outcome {
        match self.other {
            Some(other) => Outcome::NewVersion(other),
            None if self.new => Outcome::Appearance,
            None if self.learnt => Outcome::Described,
            None => Outcome::Unchanged,
        }
    }
}

/// Records where an article was printed.
fn note_appearance(db: &Connection, id: i64, article: &Article, path: Option<&Path>) -> Result<Noted> {
    let url = article.url.as_deref().map(str::trim).filter(|url| !url.is_empty());
    let address = match url {
        Some(url) => Some(names::address(url)),
        None => path.map(|path| format!("file:{}", path.display())),
    };
    let mut query = db.prepare_cached(
        "SELECT id, url, address, outlet, published, title, byline FROM appearances WHERE article_id = ?1 ORDER BY id",
    )?;
    let places = query.query_map([id], Place::read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    // the place that it is for certain, before one that it may be
    let known = places.iter().find(|p| p.address.is_some() && p.address == address);
    let known = known.or_else(|| places.iter().find(|p| p.is(article, url)));
    let (place, new_address) = match known {
        Some(place) if !place.learns(article, url, address.as_deref()) => {
            return Ok(Noted { new: false, learnt: false, other: None });
        }
        Some(place) => {
            db.prepare_cached(
                "UPDATE appearances SET url = coalesce(url, ?2), outlet = coalesce(outlet, ?4),
                     address = CASE WHEN url IS NULL AND ?2 IS NOT NULL THEN ?3 ELSE coalesce(address, ?3) END,
                     title = coalesce(title, ?5), byline = coalesce(byline, ?6), published = coalesce(published, ?7)
                 WHERE id = ?1",
            )?
            .execute(params![
                place.id,
                url,
                address,
                article.outlet,
                article.title,
                article.byline,
                article.published
            ])?;
            (place.id, address.is_some() && place.address != address && place.url.is_none())
        }
        None => {
            let place = db
                .prepare_cached(
                    "INSERT INTO appearances (article_id, url, address, outlet, title, byline, published, added_at)
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                )?
                .insert(params![
                    id,
                    url,
                    address,
                    article.outlet,
                    article.title,
                    article.byline,
                    article.published,
                    now()
                ])?;
            (place, true)
        }
    };
    let other = match address {
        Some(address) if new_address => supersede(db, id, place, &address)?,
        _ => None,
    };
    describe(db, id)?;
    Ok(Noted { new: known.is_none(), learnt: known.is_some(), other })
}

/// Lets one of two texts at an address take the other's place: the one published later, else the one added later.
pub(super) fn supersede(db: &Connection, article: i64, place: i64, address: &str) -> Result<Option<String>> {
    // addresses were once kept with these prefixes
    let found = db
        .prepare_cached(
            "SELECT p.id, p.article_id, a.uid, p.published > n.published
             FROM appearances AS p JOIN articles AS a ON a.id = p.article_id JOIN appearances AS n ON n.id = ?2
             WHERE p.address IN (?1, 'www.' || ?1, 'm.' || ?1) AND p.article_id <> ?3 AND p.superseded_by IS NULL",
        )?
        .query_row(params![address, place, article], |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?, r.get(2)?, r.get::<_, Option<bool>>(3)?))
        })
        .optional()?;
    let Some((other_place, other, uid, is_later)) = found else {
        return Ok(None);
    };
    let (old_place, new_place, old, new) = match is_later {
        Some(true) => (place, other_place, article, other),
        _ => (other_place, place, other, article),
    };
    db.prepare_cached("UPDATE appearances SET superseded_by = ?2 WHERE id = ?1")?.execute([old_place, new_place])?;
    db.prepare_cached(
        "UPDATE articles SET version = max(version, 1 + (SELECT version FROM articles WHERE id = ?2)) WHERE id = ?1",
    )?
    .execute([new, old])?;
    describe(db, other)?;
    Ok(Some(uid))
}

/// Writes into an article's row what names it: its oldest appearance that is current; without one it is superseded.
pub(super) fn describe(db: &Connection, article: i64) -> Result<()> {
    db.prepare_cached(
        "UPDATE articles SET title = p.title, outlet = p.outlet, byline = p.byline, published = p.published, url = p.url,
             superseded_by = (SELECT n.article_id FROM appearances AS n WHERE n.id = p.superseded_by)
         FROM (SELECT * FROM appearances WHERE article_id = ?1 ORDER BY superseded_by IS NOT NULL, id LIMIT 1) AS p
         WHERE articles.id = ?1",
    )?
    .execute([article])?;
    Ok(())
}

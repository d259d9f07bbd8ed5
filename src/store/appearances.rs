//! The places where an article was printed: each once, the current text of each address, and what names the article.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension, params};

use crate::article::Article;
use crate::text::header::header;

use super::{Result, forms::now, names, outlet_names};

/// A place where a text was printed, as far as it decides whether another is the same.
struct Place {
    id: i64,
    /// id of the text as printed there; none for the article's own
    uid: Option<String>,
    url: Option<String>,
    address: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    title: Option<String>,
    byline: Option<String>,
    /// another text stands there now
    superseded: bool,
}

impl Place {
    fn read(row: &rusqlite::Row) -> rusqlite::Result<Place> {
        Ok(Place {
            id: row.get("id")?,
            uid: row.get("uid")?,
            url: row.get("url")?,
            address: row.get("address")?,
            outlet: row.get("outlet")?,
            published: row.get("published")?,
            title: row.get("title")?,
            byline: row.get("byline")?,
            superseded: row.get("superseded")?,
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
    fn is(&self, article: &Article, outlet: &Option<String>, url: Option<&str>) -> bool {
        let agree = |a: &Option<String>, b: &Option<String>| a.is_none() || b.is_none() || a == b;
        match (&self.url, url) {
            (Some(a), Some(b)) => names::address(a) == names::address(b),
            _ => agree(&self.outlet, outlet) && agree(&self.published, &article.published),
        }
    }
}

/// What came of recording where an article was printed.
pub(super) struct Noted {
    /// a place that was not known
    pub new: bool,
    /// a known place of which something was not known
    pub learnt: bool,
    /// id of the article that is another version: a different text at the same address
    pub other: Option<String>,
}

/// Records where an article was printed.
pub(super) fn note_appearance(db: &Connection, id: i64, article: &Article, path: Option<&Path>) -> Result<Noted> {
    note(db, id, article, None, path)
}

/// Records where a wire copy of an article was printed, whose text has this id.
pub(super) fn note_copy(db: &Connection, id: i64, article: &Article, uid: &str, path: Option<&Path>) -> Result<Noted> {
    note(db, id, article, Some(uid), path)
}

/// True where another text stands already that is current, or that a person took out.
pub(super) fn is_known_address(db: &Connection, article: &Article, path: Option<&Path>) -> Result<bool> {
    let Some(address) = address_of(article, path) else { return Ok(false) };
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM appearances WHERE address = ?1 AND (superseded_by IS NULL OR superseded_by = id))",
    )?;
    Ok(query.query_row([address], |r| r.get(0))?)
}

/// Row and id of the current article at the address of a text that differs from it in its header lines alone, and tells nothing
/// else there: it describes the article, and is no other.
pub(super) fn described_anew(db: &Connection, article: &Article, path: Option<&Path>) -> Result<Option<(i64, String)>> {
    let Some(address) = address_of(article, path) else { return Ok(None) };
    let mut query = db.prepare_cached(
        "SELECT a.id, a.uid, a.text, p.title, p.outlet, p.byline, p.published
         FROM appearances AS p JOIN articles AS a ON a.id = p.article_id
         WHERE p.address = ?1 AND p.superseded_by IS NULL AND p.uid IS NULL LIMIT 1",
    )?;
    let body = |text: &str| text[header(text).end..].trim().to_owned();
    let agree = |known: Option<String>, told: &Option<String>| known.is_none() || told.is_none() || known == *told;
    let row = query.query_row([address], |r| {
        let text: String = r.get(2)?;
        let agrees = agree(r.get(3)?, &article.title)
            && agree(r.get(4)?, &article.outlet)
            && agree(r.get(5)?, &article.byline)
            && agree(r.get(6)?, &article.published);
        let is_same = agrees && text != article.text && body(&text) == body(&article.text);
        Ok(is_same.then_some((r.get(0)?, r.get(1)?)))
    });
    Ok(row.optional()?.flatten())
}

fn url_of(article: &Article) -> Option<&str> {
    article.url.as_deref().map(str::trim).filter(|url| !url.is_empty())
}

/// The URL in the form in which addresses are compared; without one the file.
fn address_of(article: &Article, path: Option<&Path>) -> Option<String> {
    let file = || path.map(|path| format!("file:{}", path.display()));
    url_of(article).map(names::address).or_else(file)
}

fn note(db: &Connection, id: i64, article: &Article, uid: Option<&str>, path: Option<&Path>) -> Result<Noted> {
    let (url, address) = (url_of(article), address_of(article, path));
    let mut query = db.prepare_cached(
        "SELECT id, uid, url, address, outlet, published, title, byline, superseded_by <> id IS TRUE AS superseded
         FROM appearances WHERE article_id = ?1 ORDER BY id",
    )?;
    let mut places = query.query_map([id], Place::read)?.collect::<rusqlite::Result<Vec<_>>>()?;
    places.retain(|place| place.uid.as_deref() == uid);
    // the place that it is for certain, before one that it may be
    let known = places.iter().find(|p| p.address.is_some() && p.address == address);
    let name = article.outlet.as_deref().map(|outlet| outlet_names::named(db, outlet)).transpose()?.flatten();
    let outlet = name.or_else(|| article.outlet.clone());
    let known = known.or_else(|| places.iter().find(|p| p.is(article, &outlet, url)));
    let (place, new_address) = match known {
        Some(place) if !place.learns(article, url, address.as_deref()) => {
            let other = returned(db, id, place, article, path)?;
            return Ok(Noted { new: false, learnt: false, other });
        }
        Some(place) => {
            learn(db, place.id, article, url, address.as_deref())?;
            (place.id, address.is_some() && place.address != address && place.url.is_none())
        }
        None => (insert(db, id, article, uid, address.as_deref())?, true),
    };
    outlet_names::rename(db, place)?;
    let other = match address {
        Some(address) if new_address => supersede(db, id, place, &address, false)?,
        _ => None,
    };
    describe(db, id)?;
    Ok(Noted { new: known.is_none(), learnt: known.is_some(), other })
}

/// Puts a text in force again that another took the place of, where the file or the page that held the other holds this one
/// now: its makers took the change back. An old file beside the new one brings nothing back. Returns the id of the other.
fn returned(db: &Connection, id: i64, place: &Place, article: &Article, path: Option<&Path>) -> Result<Option<String>> {
    let is_whole = path.is_some() || article.id.starts_with("http");
    let Some(address) = place.address.as_deref().filter(|_| place.superseded && is_whole) else { return Ok(None) };
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM appearances AS p JOIN articles AS a ON a.id = p.article_id
             WHERE p.address = ?1 AND p.article_id <> ?2 AND p.superseded_by IS NULL AND a.document = ?3
                 AND (p.published <= ?4) IS NOT FALSE)",
    )?;
    if !query.query_row(params![address, id, article.id, place.published], |r| r.get(0))? {
        return Ok(None);
    }
    db.prepare_cached("UPDATE appearances SET superseded_by = NULL WHERE id = ?1")?.execute([place.id])?;
    let other = supersede(db, id, place.id, address, false)?;
    describe(db, id)?;
    Ok(other)
}

/// Brings the addresses that are kept into the form in which they are compared: of a database from before.
pub(super) fn address_anew(db: &Connection) -> rusqlite::Result<()> {
    let mut query = db.prepare("SELECT id, url FROM appearances WHERE url IS NOT NULL")?;
    let mut update = db.prepare("UPDATE appearances SET address = ?2 WHERE id = ?1 AND address <> ?2")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        if let Ok(url) = row.get_ref(1)?.as_str() {
            update.execute(params![row.get::<_, i64>(0)?, names::address(url)])?;
        }
    }
    Ok(())
}

/// Fills in what was not known of a place.
fn learn(db: &Connection, place: i64, article: &Article, url: Option<&str>, address: Option<&str>) -> Result<()> {
    db.prepare_cached(
        "UPDATE appearances SET url = coalesce(url, ?2), outlet = coalesce(outlet, ?4),
             address = CASE WHEN url IS NULL AND ?2 IS NOT NULL THEN ?3 ELSE coalesce(address, ?3) END,
             title = coalesce(title, ?5), byline = coalesce(byline, ?6), published = coalesce(published, ?7)
         WHERE id = ?1",
    )?
    .execute(params![place, url, address, article.outlet, article.title, article.byline, article.published])?;
    Ok(())
}

/// A new place; with the text as it is printed there where that is a copy's.
fn insert(db: &Connection, id: i64, article: &Article, uid: Option<&str>, address: Option<&str>) -> Result<i64> {
    let place = db
        .prepare_cached(
            "INSERT INTO appearances (article_id, url, address, outlet, title, byline, published, added_at, uid, text)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .insert(params![
            id,
            url_of(article),
            address,
            article.outlet,
            article.title,
            article.byline,
            article.published,
            now(),
            uid,
            uid.map(|_| &article.text)
        ])?;
    Ok(place)
}

/// Lets one of two texts at an address take the other's place: the one published later, else the one that comes now, or,
/// `by_moment`, the one that was added later. Whatever comes takes the place of a text that a person took out. Returns the id of
/// the other text.
pub(super) fn supersede(
    db: &Connection,
    article: i64,
    place: i64,
    address: &str,
    by_moment: bool,
) -> Result<Option<String>> {
    let found = db
        .prepare_cached(
            "SELECT p.id, p.article_id, a.uid, p.superseded_by IS NULL AND CASE
                 WHEN p.published <> n.published THEN p.published > n.published
                 ELSE ?4 AND (p.added_at, a.uid) > (n.added_at, m.uid) END
             FROM appearances AS p JOIN articles AS a ON a.id = p.article_id
                 JOIN appearances AS n ON n.id = ?2 JOIN articles AS m ON m.id = n.article_id
             WHERE p.address = ?1 AND p.article_id <> ?3 AND (p.superseded_by IS NULL OR p.superseded_by = p.id)
             ORDER BY p.superseded_by IS NOT NULL, p.id DESC LIMIT 1",
        )?
        .query_row(params![address, place, article, by_moment], |r| {
            Ok((r.get::<_, i64>(0)?, r.get::<_, i64>(1)?, r.get(2)?, r.get::<_, bool>(3)?))
        })
        .optional()?;
    let Some((other_place, other, uid, is_later)) = found else {
        return Ok(None);
    };
    let (old_place, new_place, old, new) = match is_later {
        true => (place, other_place, article, other),
        false => (other_place, place, other, article),
    };
    db.prepare_cached("UPDATE appearances SET superseded_by = ?2 WHERE id = ?1")?.execute([old_place, new_place])?;
    db.prepare_cached(
        "UPDATE articles SET version = max(version, 1 + (SELECT version FROM articles WHERE id = ?2)) WHERE id = ?1",
    )?
    .execute([new, old])?;
    describe(db, other)?;
    Ok(Some(uid))
}

/// Leaves one text in force at each address of an article that is back: the one published later, else the one added later.
pub(super) fn settle_addresses(db: &Connection, article: i64) -> Result<()> {
    let mut query = db.prepare_cached(
        "SELECT p.id, p.address FROM appearances AS p WHERE p.article_id = ?1 AND p.superseded_by IS NULL
             AND EXISTS (SELECT 1 FROM appearances AS o WHERE o.address = p.address AND o.article_id <> ?1
                 AND o.superseded_by IS NULL)
         ORDER BY p.id",
    )?;
    let places = query.query_map([article], |r| Ok((r.get(0)?, r.get(1)?)))?;
    for (place, address) in places.collect::<rusqlite::Result<Vec<(i64, String)>>>()? {
        supersede(db, article, place, &address, true)?;
    }
    Ok(())
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

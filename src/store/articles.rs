//! The articles themselves: listed, taken out, described anew.

use rusqlite::{OptionalExtension, params};

use crate::article::Article;

use super::query::article_row;
use super::rows::ArticleRow;
use super::{Result, Store, StoreError, appearances, decisions, outlet_names};

impl Store {
    /// The current articles, newest first; what was imported as a single statement is left out.
    pub fn articles(&self, limit: Option<u64>) -> Result<Vec<ArticleRow>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT id FROM articles WHERE superseded_by IS NULL AND imported = 0
                 ORDER BY published IS NULL, published DESC, id DESC LIMIT ?1",
            )?;
            let limit = limit.and_then(|limit| i64::try_from(limit).ok()).unwrap_or(-1);
            let keys = query.query_map([limit], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
            keys.into_iter().map(|key| Ok(article_row(db, key)?.0)).collect()
        })
    }

    /// Takes an article out of every listing, or brings it back. Nothing is deleted, and what people decided stays. Where
    /// another text came to its address meanwhile, one that is back may be an earlier version of that: then returns its id.
    pub fn take_out_article(&mut self, article: i64, out: bool) -> Result<Option<String>> {
        self.write(|db, _| {
            // one that takes its own place is neither current nor an earlier version
            let sql = match out {
                true => "UPDATE appearances SET superseded_by = id WHERE article_id = ?1 AND superseded_by IS NULL",
                false => "UPDATE appearances SET superseded_by = NULL WHERE article_id = ?1 AND superseded_by = id",
            };
            if db.prepare_cached(sql)?.execute([article])? == 0 {
                let state = if out { "is not listed anyway" } else { "was not taken out" };
                return Err(StoreError::Refused(format!("the article {state}")));
            }
            if !out {
                appearances::settle_addresses(db, article)?;
                decisions::carry_around(db, article)?;
            }
            appearances::describe(db, article)?;
            db.prepare_cached("UPDATE statements SET compared = 0 WHERE article_id = ?1")?.execute([article])?;
            let mut later = db.prepare_cached(
                "SELECT n.uid FROM articles AS a JOIN articles AS n ON n.id = a.superseded_by
                 WHERE a.id = ?1 AND n.id <> a.id",
            )?;
            Ok(later.query_row([article], |r| r.get(0)).optional()?)
        })
    }

    /// Writes what an article gives of title, outlet, byline, day and address in place of what was known; what it leaves open
    /// stays. Its statements are to be compared again.
    pub fn describe_article(&mut self, article: i64, new: &Article) -> Result<()> {
        self.write(|db, _| {
            let place: Option<i64> = db
                .prepare_cached(
                    "UPDATE appearances SET title = coalesce(?2, title), outlet = coalesce(?3, outlet),
                         printed_outlet = iif(?3 IS NULL, printed_outlet, NULL),
                         byline = coalesce(?4, byline), published = coalesce(?5, published), url = coalesce(?6, url)
                     WHERE id = (SELECT id FROM appearances WHERE article_id = ?1
                         ORDER BY superseded_by IS NOT NULL, id LIMIT 1)
                     RETURNING id",
                )?
                .query_row(params![article, new.title, new.outlet, new.byline, new.published, new.url], |r| r.get(0))
                .optional()?;
            if let Some(place) = place {
                outlet_names::rename(db, place)?;
            }
            appearances::describe(db, article)?;
            db.prepare_cached("UPDATE statements SET compared = 0 WHERE article_id = ?1")?.execute([article])?;
            Ok(())
        })
    }
}

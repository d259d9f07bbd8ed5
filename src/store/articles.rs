//! The articles themselves, as a list.

use super::query::article_row;
use super::rows::ArticleRow;
use super::{Result, Store};

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
}

//! Passages of articles: the texts one by one, and the statements that stand at a place.

use rusqlite::OptionalExtension;

use crate::text::{CodePoints, Span};

use super::query::article_row;
use super::{ArticleRow, Result, Store};

/// What is stored of a passage.
#[derive(Clone, Debug, PartialEq)]
pub struct Passage {
    /// the article
    pub article: ArticleRow,
    /// rows of the current statements that hold some of it
    pub statements: Vec<i64>,
    /// where a person rejected a statement that holds some of it: who, as far as they said
    pub rejected: Option<Option<String>>,
}

impl Store {
    /// Calls `f` with the row and the text of each current article, the newest first, until it answers false.
    pub fn each_text(&self, mut f: impl FnMut(i64, &str) -> bool) -> Result<()> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT id, text FROM articles WHERE superseded_by IS NULL ORDER BY published DESC, id DESC",
            )?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                let text: String = row.get(1)?;
                if !f(row.get(0)?, &text) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// What is stored of a passage of an article, given in bytes of its text.
    pub fn passage(&self, article: i64, passage: Span) -> Result<Passage> {
        self.read(|db| {
            let (article, text) = article_row(db, article)?;
            let [start, stop] = CodePoints::new(&text).span(&text, passage);
            let at = "FROM attribution_history AS t JOIN spans AS p ON p.statement_id = t.statement_row AND p.part = 'content'
                 WHERE t.article_row = ?1 AND p.start < ?3 AND p.stop > ?2";
            let mut query = db.prepare_cached(&format!("SELECT DISTINCT t.statement_row {at} AND t.current"))?;
            let keys = query.query_map([article.key, start as i64, stop as i64], |r| r.get(0))?;
            let statements = keys.collect::<rusqlite::Result<Vec<i64>>>()?;
            let mut query = db.prepare_cached(&format!(
                "SELECT (SELECT d.decided_by FROM decisions AS d WHERE d.statement = t.id AND d.article = t.article
                     AND d.action = 'reject' AND d.undone_at IS NULL AND d.waiting = 0 ORDER BY d.id DESC LIMIT 1)
                 {at} AND t.checked = 'rejected' LIMIT 1"
            ))?;
            let rejected = query.query_row([article.key, start as i64, stop as i64], |r| r.get(0)).optional()?;
            Ok(Passage { article, statements, rejected })
        })
    }
}

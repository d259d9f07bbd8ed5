//! What else is known of what a draft was compared with: conflicts of its sources, and whether the draft itself is stored.

use std::collections::BTreeSet;

use super::Draft;
use crate::store::{ArticleRow, AttributionRow, Result, Store};

/// A conflict of the statement that a quotation was compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Clash {
    /// id of the conflict
    pub id: String,
    /// "contradiction", "denial", "reversal", "version" or "opposition"
    pub kind: String,
    /// the other statement
    pub other: AttributionRow,
}

/// The conflicts of a statement that are stood by.
pub(super) fn clashes(store: &Store, row: &AttributionRow) -> Result<Vec<Clash>> {
    let found = store.conflicts_of(row.key)?.into_iter();
    Ok(found.map(|c| Clash { id: c.id, kind: c.kind, other: if c.a.id == row.id { c.b } else { c.a } }).collect())
}

/// The articles among those of these statements that are the draft itself.
pub(super) fn own(store: &Store, draft: &Draft, statements: &[i64]) -> Result<Vec<ArticleRow>> {
    let articles: BTreeSet<String> = store.statements_by_key(statements)?.into_iter().map(|row| row.article).collect();
    let mut own = Vec::new();
    for id in articles {
        let (article, text) = store.article(&id)?;
        if draft.is(&text) {
            own.push(article);
        }
    }
    Ok(own)
}

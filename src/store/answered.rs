//! What a statement answers: the words before it in its own article that it denies.

use std::collections::BTreeMap;

use super::{Result, Store};

impl Store {
    /// For each of these statements that denies another of its own article ("rejected that", "denied the allegations"): the words
    /// that it answers, as the comparison found them; of several, the nearest before it.
    pub fn answered(&self, statements: &[i64]) -> Result<BTreeMap<i64, String>> {
        self.read(|db| {
            let list = serde_json::to_string(statements).unwrap_or_default();
            let mut query = db.prepare_cached(
                "SELECT s.id, o.text FROM statements AS s
                     JOIN conflicts AS c ON s.id IN (c.a_statement, c.b_statement)
                     LEFT JOIN judgements AS j ON j.conflict = c.uid
                     JOIN statements AS o ON o.id IN (c.a_statement, c.b_statement) AND o.id <> s.id
                 WHERE s.id IN (SELECT value FROM json_each(?1)) AND o.article_id = s.article_id AND o.start < s.start
                     AND c.kind = 'denial' AND j.verdict IS NOT 'wrong'
                 ORDER BY o.start",
            )?;
            let rows = query.query_map([list], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

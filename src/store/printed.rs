//! Where the words of a conflict are printed, copies included.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Row;
use unicode_normalization::char::is_combining_mark;

use super::{Result, Store, conflicts::ConflictRow, names};

/// Outlet and day of an appearance.
pub type Printed = (Option<String>, Option<String>);

/// Statements with every place where they are printed.
const PRINTED: &str = "SELECT t.name, t.text, p.outlet, p.published FROM attributions AS t
     JOIN appearances AS p ON p.article_id = t.article_row";
/// So many wordings are looked for one by one in the full-text index; of more, every statement is read once.
const FEW: usize = 200;

impl Store {
    /// Where the words of each side of these conflicts are printed, copies included: outlet and day, in order.
    pub fn printed(&self, conflicts: &[&ConflictRow]) -> Result<BTreeMap<String, Vec<Printed>>> {
        let sides = || conflicts.iter().flat_map(|c| [&c.a, &c.b]);
        let mut places: BTreeMap<String, BTreeMap<String, BTreeSet<Printed>>> = BTreeMap::new();
        for row in sides() {
            let wording = names::wording(row.name.as_deref(), &row.text);
            places.entry(wording).or_default().entry(row.id.clone()).or_default();
        }
        let mut note = |row: &Row| -> rusqlite::Result<()> {
            let wording = names::wording(row.get::<_, Option<String>>(0)?.as_deref(), &row.get::<_, String>(1)?);
            let place: Printed = (row.get(2)?, row.get(3)?);
            if let Some(of) = places.get_mut(&wording) {
                of.values_mut().for_each(|known| {
                    known.insert(place.clone());
                });
            }
            Ok(())
        };
        let rare: BTreeSet<Option<String>> = sides().map(|row| rarest_words(&row.text)).collect();
        self.read(|db| {
            let words: Vec<&String> = rare.iter().flatten().collect();
            if words.len() == rare.len() && words.len() <= FEW {
                let mut query = db.prepare_cached(&format!(
                    "{PRINTED} JOIN statements_fts AS f ON f.rowid = t.statement_row WHERE f.text MATCH ?1"
                ))?;
                for words in words {
                    let mut rows = query.query([words])?;
                    while let Some(row) = rows.next()? {
                        note(row)?;
                    }
                }
                return Ok(());
            }
            let mut query = db.prepare_cached(PRINTED)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                note(row)?;
            }
            Ok(())
        })?;
        Ok(places.into_values().flatten().map(|(id, known)| (id, known.into_iter().collect())).collect())
    }
}

/// A query for statements that hold the longest words of a text, which are mostly its rarest; none when it has no words.
pub(super) fn rarest_words(text: &str) -> Option<String> {
    // a word with marks that stand by themselves is cut otherwise in the index
    let whole = |word: &&str| !word.is_empty() && !word.contains(is_combining_mark);
    let mut words: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric() && !is_combining_mark(c)).filter(whole).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.truncate(4);
    let terms: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    (!terms.is_empty()).then(|| terms.join(" AND "))
}

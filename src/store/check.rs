//! Does what is in the database hold?

use rusqlite::{Connection, types::ValueRef};
use serde::Serialize;

use crate::text::Span;

use super::{
    Result, Store, add,
    comparison::{FAULTY, UNCOMPARED},
    forms::joined,
    offsets::Bytes,
    stats, totals,
};

/// Something that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// "article", "statement", "database" …
    pub what: String,
    /// id or table
    pub id: String,
    /// in words
    pub message: String,
}

/// What [`Store::verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// articles whose text was checked
    pub articles: u64,
    /// statements checked
    pub statements: u64,
    /// spans checked
    pub spans: u64,
    /// statements that are still to be compared with the others: no fault, but their conflicts are not known yet
    pub uncompared: u64,
    /// what does not hold; empty when all does
    pub faults: Vec<Fault>,
}

impl Store {
    /// Version of the schema that the file has; every command brings an older one up to this program's when it opens it.
    pub fn schema_version(&self) -> Result<u64> {
        self.read(|db| Ok(db.pragma_query_value(None, "user_version", |r| r.get(0))?))
    }

    /// Checks pages, references and the full-text index, but no text: quick, also where there are many articles.
    pub fn check_file(&self) -> Result<Vec<Fault>> {
        self.read(|db| {
            let mut found = Verification::default();
            check_pages(db, &mut found)?;
            check_references(db, &mut found)?;
            check_index(db, &mut found)?;
            Ok(found.faults)
        })
    }

    /// Checks that every stored span still is the text, that every article still is the text its id was made of, and
    /// that the database is sound (pages, foreign keys, full-text index).
    pub fn verify(&self) -> Result<Verification> {
        self.read(|db| {
            let mut found = Verification::default();
            check_pages(db, &mut found)?;
            check_references(db, &mut found)?;
            check_index(db, &mut found)?;
            check_texts(db, &mut found)?;
            check_comparison(db, &mut found)?;
            for (speaker, fault) in totals::untrue(db)? {
                found.fault("speaker", speaker, fault);
            }
            for (table, fault) in stats::untrue(db)? {
                found.fault("database", table, fault);
            }
            Ok(found)
        })
    }
}

impl Verification {
    fn fault(&mut self, what: &str, id: impl Into<String>, message: impl Into<String>) {
        self.faults.push(Fault { what: what.to_owned(), id: id.into(), message: message.into() });
    }
}

/// Which statements were compared only in part, and how many not at all.
fn check_comparison(db: &Connection, found: &mut Verification) -> Result<()> {
    found.uncompared = db.query_row(&format!("SELECT count(*) {UNCOMPARED}"), [], |r| r.get(0))?;
    let mut query = db.prepare(&format!("SELECT s.uid, s.comparison_fault {FAULTY} ORDER BY s.id"))?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (id, fault): (String, String) = (row.get(0)?, row.get(1)?);
        found.fault("statement", id, format!("conflicts of it may be missing: {fault}"));
    }
    Ok(())
}

fn check_pages(db: &Connection, found: &mut Verification) -> Result<()> {
    let mut query = db.prepare("PRAGMA integrity_check")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let message: String = row.get(0)?;
        if message != "ok" {
            found.fault("database", "pages", message);
        }
    }
    Ok(())
}

fn check_references(db: &Connection, found: &mut Verification) -> Result<()> {
    let mut query = db.prepare("PRAGMA foreign_key_check")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        let (table, id, other): (String, Option<i64>, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let id = id.map_or(table.clone(), |id| format!("{table} {id}"));
        found.fault("database", id, format!("refers to a row of {other} that is not there"));
    }
    Ok(())
}

fn check_index(db: &Connection, found: &mut Verification) -> Result<()> {
    let missing: u64 = db.query_row(
        "SELECT (SELECT count(*) FROM statements WHERE id NOT IN (SELECT id FROM statements_fts_docsize))
             + (SELECT count(*) FROM statements_fts_docsize WHERE id NOT IN (SELECT id FROM statements))",
        [],
        |r| r.get(0),
    )?;
    if missing > 0 {
        found.fault(
            "database",
            "statements_fts",
            format!("{missing} statements are not as the full-text index has them"),
        );
    }
    // changes nothing, but SQLite lets only a writer ask
    let may_write = !db.is_readonly("main")? && !db.pragma_query_value(None, "query_only", |r| r.get::<_, bool>(0))?;
    if may_write {
        let check = "INSERT INTO statements_fts (statements_fts, rank) VALUES ('integrity-check', 1)";
        if let Err(e) = db.execute(check, []) {
            match e.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DatabaseCorrupt) => {
                    found.fault("database", "statements_fts", "the full-text index does not fit the statements");
                }
                _ => return Err(e.into()),
            }
        }
    }
    Ok(())
}

/// Reads every article and holds every span against it.
fn check_texts(db: &Connection, found: &mut Verification) -> Result<()> {
    let mut articles = db.prepare("SELECT id, uid, imported, text FROM articles ORDER BY id")?;
    let mut rows = articles.query([])?;
    while let Some(row) = rows.next()? {
        let (article, uid, imported): (i64, String, bool) = (row.get(0)?, row.get(1)?, row.get(2)?);
        found.articles += 1;
        let Some(text) = readable(row.get_ref(3)?) else {
            found.fault("article", uid.as_str(), "the text is damaged: not UTF-8");
            continue;
        };
        // the id of an imported one is made of more than its text
        if !imported && add::article_uid(text) != uid {
            found.fault("article", uid.as_str(), "the text is not the one that was added");
        }
        let bytes = Bytes::new(text);
        check_statements(db, article, text, &bytes, found)?;
        check_roles(db, article, &uid, text, &bytes, found)?;
    }
    Ok(())
}

/// The text of a column; none where a damaged file holds something else.
fn readable(value: ValueRef<'_>) -> Option<&str> {
    value.as_str().ok()
}

fn check_statements(db: &Connection, article: i64, text: &str, bytes: &Bytes, found: &mut Verification) -> Result<()> {
    let mut statements = db.prepare_cached(
        "SELECT id, uid, text, cue, source, context_start, context_stop FROM statements WHERE article_id = ?1 ORDER BY id",
    )?;
    let mut spans =
        db.prepare_cached("SELECT part, start, stop FROM spans WHERE statement_id = ?1 ORDER BY part, n")?;
    let mut rows = statements.query([article])?;
    while let Some(row) = rows.next()? {
        let (key, uid): (i64, String) = (row.get(0)?, row.get(1)?);
        found.statements += 1;
        if bytes.span(text, row.get(5)?, row.get(6)?).is_none() {
            found.fault("statement", uid.as_str(), "its sentences are outside the text");
        }
        let mut parts: [(&str, Vec<Span>); 5] =
            ["content", "cue", "source", "name", "role"].map(|part| (part, Vec::new()));
        let mut span_rows = spans.query([key])?;
        while let Some(span_row) = span_rows.next()? {
            let part: String = span_row.get(0)?;
            found.spans += 1;
            match bytes.span(text, span_row.get(1)?, span_row.get(2)?) {
                Some(span) => parts.iter_mut().filter(|(name, _)| *name == part).for_each(|(_, s)| s.push(span)),
                None => found.fault("statement", uid.as_str(), format!("its {part} is outside the text")),
            }
        }
        for ((part, spans), column) in parts.iter().zip([2, 3, 4]) {
            if readable(row.get_ref(column)?) != Some(joined(spans, text).as_str()) {
                found.fault("statement", uid.as_str(), format!("its {part} is not what the text says there"));
            }
        }
    }
    Ok(())
}

fn check_roles(
    db: &Connection,
    article: i64,
    uid: &str,
    text: &str,
    bytes: &Bytes,
    found: &mut Verification,
) -> Result<()> {
    let mut roles = db.prepare_cached(
        "SELECT role, start, stop FROM roles
             WHERE voice_id IN (SELECT id FROM voices WHERE article_id = ?1) AND start IS NOT NULL",
    )?;
    let mut rows = roles.query([article])?;
    while let Some(row) = rows.next()? {
        found.spans += 1;
        if bytes.span(text, row.get(1)?, row.get(2)?).is_none_or(Span::is_empty) {
            let role: String = row.get(0)?;
            found.fault("article", uid, format!("the role {role:?} is outside the text"));
        }
    }
    Ok(())
}

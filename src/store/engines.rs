//! What made the statements: a program with its weights, another list, or a person.

use rusqlite::{Connection, OptionalExtension};

use super::Result;

/// Name of the engine of what people marked in an article themselves.
pub const BY_HAND: &str = "a person";

/// Name of the engine of imported statements.
pub const IMPORTED: &str = "import";

/// What made the statements.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Engine {
    /// program and version
    pub name: String,
    /// version of its weights
    pub weights: String,
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

//! The name that an outlet goes by, whatever an article prints.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Result, names};

/// The name that an outlet goes by, where people gave it one.
pub(super) fn named(db: &Connection, printed: &str) -> Result<Option<String>> {
    let mut query = db.prepare_cached("SELECT name FROM outlet_names WHERE form = ?1")?;
    Ok(query.query_row([names::fold(printed)], |r| r.get(0)).optional()?)
}

/// The form by which a filter finds an outlet, whatever name of it is typed.
pub(super) fn form(db: &Connection, typed: &str) -> Result<String> {
    Ok(names::fold(named(db, typed)?.as_deref().unwrap_or(typed)))
}

/// Gives an outlet the name that it goes by, at a place of an article; what is printed there is kept. True where that is another
/// one.
pub(super) fn rename(db: &Connection, place: i64) -> Result<bool> {
    let mut query = db.prepare_cached("SELECT outlet FROM appearances WHERE id = ?1")?;
    let printed: Option<String> = query.query_row([place], |r| r.get(0))?;
    let Some(printed) = printed else { return Ok(false) };
    let Some(name) = named(db, &printed)?.filter(|name| *name != printed) else { return Ok(false) };
    db.prepare_cached(
        "UPDATE appearances SET outlet = ?2, printed_outlet = coalesce(printed_outlet, outlet) WHERE id = ?1",
    )?
    .execute(params![place, name])?;
    Ok(true)
}

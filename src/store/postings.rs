//! Under which keys statements are found that may conflict.
//!
//! A statement has some forty keys, most of which no other one has: with a row for each of them they would take more room than
//! everything else that is kept of it. So keys share rows. The first bits of a key's hash say in which row it stands, the others stand
//! there, each with a statement.

use rusqlite::{Connection, OptionalExtension, params};

use super::{Result, names};

/// A key that more statements have says nothing. So many and one are kept, which tell so.
pub const COMMON_KEY: usize = 200;

/// Where a hashed key stands: its row, and what it is known by there.
fn place(hash: i64) -> (i64, u32) {
    let [a, b, c, d, e, f, ..] = hash.to_be_bytes();
    (i64::from(u16::from_be_bytes([a, b])), u32::from_be_bytes([c, d, e, f]))
}

/// The statements that are found under a hashed key.
pub(super) fn found_under(db: &Connection, hash: i64) -> Result<Vec<i64>> {
    let (row, mark) = place(hash);
    let mut query = db.prepare_cached("SELECT entries FROM postings WHERE id = ?1")?;
    let mut rows = query.query([row])?;
    Ok(match rows.next()? {
        Some(row) => of_mark(&row.get::<_, Vec<u8>>(0)?, mark),
        None => Vec::new(),
    })
}

/// Lets a statement be found under keys, beside those before.
pub(super) fn post(db: &Connection, statement: i64, keys: &[String]) -> Result<()> {
    let mut query = db.prepare_cached("SELECT entries FROM postings WHERE id = ?1")?;
    let mut write = db.prepare_cached("INSERT OR REPLACE INTO postings (id, entries) VALUES (?1, ?2)")?;
    for key in keys {
        let (row, mark) = place(names::hashed(key));
        let mut entries: Vec<u8> = query.query_row([row], |r| r.get(0)).optional()?.unwrap_or_default();
        let known = of_mark(&entries, mark);
        if known.len() <= COMMON_KEY && !known.contains(&statement) {
            enter(&mut entries, mark, statement);
            write.execute(params![row, entries])?;
        }
    }
    Ok(())
}

/// Takes over what was kept with a row for each key and statement, in a database from before.
pub(super) fn gather(db: &Connection) -> rusqlite::Result<()> {
    let mut query = db.prepare("SELECT key, statement_id FROM postings_before ORDER BY key, statement_id")?;
    let mut write = db.prepare("INSERT INTO postings (id, entries) VALUES (?1, ?2)")?;
    let mut rows = query.query([])?;
    // in this order the keys of a row follow each other, and so do the statements of a key
    let (mut at, mut entries, mut last, mut count) = (None, Vec::new(), None, 0);
    while let Some(r) = rows.next()? {
        let (hash, statement): (i64, i64) = (r.get(0)?, r.get(1)?);
        let (row, mark) = place(hash);
        if let Some(done) = at.replace(row).filter(|done| *done != row) {
            write.execute(params![done, std::mem::take(&mut entries)])?;
        }
        count = if last.replace(hash) == Some(hash) { count + 1 } else { 0 };
        if count <= COMMON_KEY {
            enter(&mut entries, mark, statement);
        }
    }
    if let Some(done) = at {
        write.execute(params![done, entries])?;
    }
    drop(rows);
    drop(query);
    db.execute_batch("DROP TABLE postings_before")
}

/// The mark in four bytes, the statement in as few as it takes: seven bits each, the least first, and one that says whether more follow.
fn enter(entries: &mut Vec<u8>, mark: u32, statement: i64) {
    entries.extend(mark.to_be_bytes());
    let mut left = statement as u64;
    while left > 0x7F {
        entries.push(left as u8 | 0x80);
        left >>= 7;
    }
    entries.push(left as u8);
}

/// The statements that stand beside a mark.
fn of_mark(mut entries: &[u8], mark: u32) -> Vec<i64> {
    let mut found = Vec::new();
    while let Some((known, rest)) = entries.split_first_chunk() {
        let Some(last) = rest.iter().position(|byte| *byte < 0x80) else { break };
        let (statement, behind) = rest.split_at(last + 1);
        entries = behind;
        if u32::from_be_bytes(*known) == mark {
            found.push(statement.iter().rev().fold(0, |sum, byte| sum << 7 | i64::from(byte & 0x7F)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_entered_is_found_again() {
        let statements = [1, 127, 128, 16_383, 16_384, 4_294_967_296, i64::MAX];
        let mut entries = Vec::new();
        for statement in statements {
            enter(&mut entries, 7, statement);
            enter(&mut entries, 0xFFFF_FFFF, statement);
        }
        assert_eq!(of_mark(&entries, 7), statements);
        assert_eq!(of_mark(&entries, 0xFFFF_FFFF), statements);
        assert_eq!(of_mark(&entries, 8), [0; 0]);
        // a damaged row gives what can be read
        assert_eq!(of_mark(&entries[..6], 7), [1; 1]);
        assert_eq!(place(-1), (0xFFFF, 0xFFFF_FFFF));
    }

    fn with_table() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE postings (id INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT").unwrap();
        db
    }

    #[test]
    fn of_a_common_key_no_more_is_kept_than_tells_so() {
        let db = with_table();
        let keys = ["pier".to_owned(), "ferry".to_owned()];
        for statement in 1..=300 {
            post(&db, statement, &keys[..1 + usize::from(statement % 100 == 0)]).unwrap();
            post(&db, statement, &keys[..1]).unwrap();
        }
        let found = |key: &str| found_under(&db, names::hashed(key)).unwrap();
        assert_eq!(found("pier"), (1..=201).collect::<Vec<_>>());
        assert_eq!(found("ferry"), [100, 200, 300]);
        assert_eq!(found("mole"), [0; 0]);
    }

    #[test]
    fn keys_of_a_database_from_before_are_found_again() {
        let db = with_table();
        db.execute_batch("CREATE TABLE postings_before (key INTEGER, statement_id INTEGER)").unwrap();
        let mut insert = db.prepare("INSERT INTO postings_before VALUES (?1, ?2)").unwrap();
        for statement in 1..=250 {
            for key in ["pier".to_owned(), format!("own {statement}"), format!("tens {}", statement / 10)] {
                insert.execute(params![names::hashed(&key), statement]).unwrap();
            }
        }
        drop(insert);
        gather(&db).unwrap();
        let found = |key: &str| found_under(&db, names::hashed(key)).unwrap();
        assert_eq!(found("pier").len(), 201);
        assert_eq!(found("tens 3"), (30..40).collect::<Vec<_>>());
        for statement in 1..=250 {
            assert_eq!(found(&format!("own {statement}")), [statement]);
        }
    }
}

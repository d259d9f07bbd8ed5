//! Under which keys statements are found that may conflict.
//!
//! A statement has some forty keys, most of which no other one has: with a row for each of them they would take more room than
//! everything else that is kept of it. So keys share rows, in the order of their hashes. New ones come into few rows, which are soon
//! full; then all of these are parted among more rows, and those in time among more again. So whatever is added, few rows are written,
//! and each entry is written a few times only.

use std::collections::hash_map::Entry as Known;

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use super::{Result, names};

/// A key that more statements have says nothing. So many and one are kept, which tell so.
pub const COMMON_KEY: usize = 200;

/// Bits of a key's hash that are kept. Of a million statements one in fifty is laid beside another for a hash that two keys share.
const BITS: u32 = 36;
/// Levels of rows: how many bits of a hash say in which row of a level a key stands.
const LEVELS: [u32; 4] = [6, 10, 14, 18];
/// Bytes of a row, on average, at which a level is full.
const ROOM: usize = 1024;
/// Levels that are held at hand while many keys are looked up.
const AT_HAND: usize = 2;

/// A statement that is found under a hashed key.
type Entry = (u64, i64);

/// What is kept of the hash of a key.
fn short(hash: i64) -> u64 {
    (hash as u64) >> (u64::BITS - BITS)
}

/// The row in which a key stands at a level.
fn row_of(level: usize, key: u64) -> i64 {
    let bits = LEVELS[level];
    ((1 << bits) | (key >> (BITS - bits))) as i64
}

/// The least key of a row.
fn first_of(level: usize, row: i64) -> u64 {
    let bits = LEVELS[level];
    (row as u64 & ((1 << bits) - 1)) << (BITS - bits)
}

/// Looks up keys, and holds at hand what it read as long as nothing is written, here or by another process: that one may move keys
/// to the next level, where a row read before does not have them.
#[derive(Debug, Default)]
pub(super) struct Reader {
    /// changes by this connection until it was read, and the version that those of others have made
    changes: (u64, i64),
    /// levels that hold something
    levels: usize,
    /// rows of the first levels
    at_hand: FxHashMap<i64, Vec<Entry>>,
    /// the last row read of each other level
    last: [Option<(i64, Vec<Entry>)>; LEVELS.len()],
}

impl Reader {
    /// Lets go of what is out of date. To be asked before each search, and once for all keys of it.
    pub fn fresh(&mut self, db: &Connection) -> Result<&mut Self> {
        let others = db.prepare_cached("PRAGMA data_version")?.query_row([], |r| r.get(0))?;
        let changes = (db.total_changes(), others);
        if self.levels == 0 || self.changes != changes {
            let last: Option<i64> = db.prepare_cached("SELECT max(id) FROM postings")?.query_row([], |r| r.get(0))?;
            let levels = LEVELS.iter().take_while(|bits| last.is_some_and(|last| last >= 1 << **bits)).count();
            *self = Reader { changes, levels, ..Reader::default() };
        }
        Ok(self)
    }

    /// The statements that are found under a hashed key, in the order of their posting; of a [fresh](Self::fresh) reader.
    pub fn found_under(&mut self, db: &Connection, hash: i64) -> Result<Vec<i64>> {
        self.found(db, short(hash))
    }

    fn found(&mut self, db: &Connection, key: u64) -> Result<Vec<i64>> {
        let mut found = Vec::new();
        // what was posted first lies deepest
        for level in (0..self.levels).rev() {
            let entries = self.row(db, level, row_of(level, key))?;
            let first = entries.partition_point(|entry| entry.0 < key);
            found.extend(entries[first..].iter().take_while(|entry| entry.0 == key).map(|entry| entry.1));
        }
        Ok(found)
    }

    fn row(&mut self, db: &Connection, level: usize, row: i64) -> Result<&[Entry]> {
        if level < AT_HAND {
            return Ok(match self.at_hand.entry(row) {
                Known::Occupied(known) => known.into_mut(),
                Known::Vacant(unknown) => unknown.insert(read(db, level, row)?),
            });
        }
        let last = &mut self.last[level];
        if last.as_ref().is_none_or(|(known, _)| *known != row) {
            *last = Some((row, read(db, level, row)?));
        }
        Ok(last.as_ref().map_or(&[], |(_, entries)| entries))
    }
}

/// Lets statements be found under keys, beside those before.
pub(super) fn post<'k>(db: &Connection, keys: impl Iterator<Item = (i64, &'k String)>) -> Result<()> {
    let mut new: Vec<Entry> = keys.map(|(statement, key)| (short(names::hashed(key)), statement)).collect();
    new.sort_unstable();
    new.dedup();
    let mut reader = Reader::default();
    reader.fresh(db)?;
    let mut entries = Vec::with_capacity(new.len());
    for of_key in new.chunk_by(|a, b| a.0 == b.0) {
        let known = reader.found(db, of_key[0].0)?;
        let unknown = of_key.iter().filter(|entry| !known.contains(&entry.1));
        entries.extend(unknown.take((COMMON_KEY + 1).saturating_sub(known.len())));
    }
    enter(db, 0, &entries)?;
    Ok(())
}

/// Enters statements at a level, and moves all of it to the next one where it is full.
fn enter(db: &Connection, level: usize, new: &[Entry]) -> rusqlite::Result<()> {
    for of_row in new.chunk_by(|a, b| row_of(level, a.0) == row_of(level, b.0)) {
        let row = row_of(level, of_row[0].0);
        let mut entries = read(db, level, row)?;
        entries.extend(of_row);
        write(db, level, row, &mut entries)?;
    }
    if level + 1 == LEVELS.len() {
        return Ok(());
    }
    let (first, last) = (row_of(level, 0), row_of(level, (1 << BITS) - 1));
    let size = "SELECT coalesce(sum(length(entries)), 0) FROM postings WHERE id BETWEEN ?1 AND ?2";
    let size: usize = db.prepare_cached(size)?.query_row([first, last], |r| r.get(0))?;
    if size > ROOM << LEVELS[level] {
        let mut all = Vec::new();
        for row in first..=last {
            all.append(&mut read(db, level, row)?);
        }
        db.prepare_cached("DELETE FROM postings WHERE id BETWEEN ?1 AND ?2")?.execute([first, last])?;
        enter(db, level + 1, &all)?;
    }
    Ok(())
}

fn read(db: &Connection, level: usize, row: i64) -> rusqlite::Result<Vec<Entry>> {
    let mut query = db.prepare_cached("SELECT entries FROM postings WHERE id = ?1")?;
    let mut rows = query.query([row])?;
    match rows.next()? {
        Some(found) => Ok(unpacked(found.get_ref(0)?.as_blob().unwrap_or_default(), first_of(level, row))),
        None => Ok(Vec::new()),
    }
}

fn write(db: &Connection, level: usize, row: i64, entries: &mut [Entry]) -> rusqlite::Result<()> {
    // statements of a key stay in the order of their posting
    entries.sort_by_key(|entry| entry.0);
    let mut write = db.prepare_cached("INSERT OR REPLACE INTO postings (id, entries) VALUES (?1, ?2)")?;
    write.execute(params![row, packed(entries, first_of(level, row))])?;
    Ok(())
}

/// Each key by how far it lies behind the one before it, and its statement; both in as few bytes as it takes.
fn packed(entries: &[Entry], first: u64) -> Vec<u8> {
    let mut out = Vec::with_capacity(entries.len() * 6);
    let mut before = first;
    for (key, statement) in entries {
        pack(&mut out, key - before);
        pack(&mut out, *statement as u64);
        before = *key;
    }
    out
}

/// What can be read of a row.
fn unpacked(mut bytes: &[u8], first: u64) -> Vec<Entry> {
    let mut out = Vec::with_capacity(bytes.len() / 5);
    let mut key = first;
    while let Some((step, statement)) = unpack(&mut bytes).zip(unpack(&mut bytes)) {
        key = key.saturating_add(step);
        out.push((key, statement as i64));
    }
    out
}

/// Seven bits a byte, the least first, and one that says whether more follow.
fn pack(out: &mut Vec<u8>, mut left: u64) {
    while left > 0x7F {
        out.push(left as u8 | 0x80);
        left >>= 7;
    }
    out.push(left as u8);
}

fn unpack(bytes: &mut &[u8]) -> Option<u64> {
    let last = bytes.iter().take(10).position(|byte| *byte < 0x80)?;
    let (number, behind) = bytes.split_at(last + 1);
    *bytes = behind;
    Some(number.iter().rev().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7F)))
}

/// Entries that are taken over at once from a database from before.
const AT_ONCE: usize = 1 << 20;

/// Takes over what a database from before keeps: with a row for each key and statement, or in the rows of schema 11, where 16 bits of
/// a hash said which row and the next 32 stood there with each statement.
pub(super) fn gather(db: &Connection) -> rusqlite::Result<()> {
    let mut taken = Vec::new();
    let by_key = "SELECT 1 FROM sqlite_schema WHERE name = 'postings_before'";
    if db.query_row(by_key, [], |_| Ok(())).optional()?.is_some() {
        let mut query = db.prepare("SELECT key, statement_id FROM postings_before ORDER BY key, statement_id")?;
        let mut rows = query.query([])?;
        while let Some(r) = rows.next()? {
            let entry = (short(r.get(0)?), r.get(1)?);
            if taken.len() > AT_ONCE && taken.last().is_some_and(|last: &Entry| last.0 != entry.0) {
                take_over(db, &mut taken)?;
            }
            taken.push(entry);
        }
    }
    let mut query = db.prepare("SELECT id, entries FROM postings_shared ORDER BY id")?;
    let mut rows = query.query([])?;
    while let Some(r) = rows.next()? {
        let row: i64 = r.get(0)?;
        let mut bytes = r.get_ref(1)?.as_blob().unwrap_or_default();
        if taken.len() > AT_ONCE {
            take_over(db, &mut taken)?;
        }
        while let Some((mark, behind)) = bytes.split_first_chunk::<4>() {
            bytes = behind;
            let Some(statement) = unpack(&mut bytes) else { break };
            taken.push((short(row << 48 | i64::from(u32::from_be_bytes(*mark)) << 16), statement as i64));
        }
    }
    drop(rows);
    drop(query);
    take_over(db, &mut taken)?;
    db.execute_batch("DROP TABLE IF EXISTS postings_before; DROP TABLE postings_shared")
}

/// Enters all of these, which hold every entry of their keys.
fn take_over(db: &Connection, taken: &mut Vec<Entry>) -> rusqlite::Result<()> {
    taken.sort_unstable();
    taken.dedup();
    let of_keys = taken.chunk_by(|a, b| a.0 == b.0).flat_map(|of_key| &of_key[..of_key.len().min(COMMON_KEY + 1)]);
    let kept: Vec<Entry> = of_keys.copied().collect();
    taken.clear();
    enter(db, 0, &kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_table() -> Connection {
        let db = Connection::open_in_memory().unwrap();
        db.execute_batch("CREATE TABLE postings (id INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT").unwrap();
        db
    }

    fn found(db: &Connection, key: &str) -> Vec<i64> {
        Reader::default().fresh(db).unwrap().found_under(db, names::hashed(key)).unwrap()
    }

    #[test]
    fn what_is_packed_is_read_again() {
        let entries = [(7, 1), (7, i64::MAX), (8, 127), (1 << 20, 128), ((1 << BITS) - 1, 16_384)];
        let bytes = packed(&entries, 0);
        assert_eq!(unpacked(&bytes, 0), entries);
        // a damaged row gives what can be read
        assert_eq!(unpacked(&bytes[..bytes.len() - 1], 0), entries[..4]);
        assert_eq!(unpacked(&[0xFF; 40], 0), []);
        for level in 0..LEVELS.len() {
            for key in [0, 1, 1 << 20, (1 << BITS) - 1] {
                let row = row_of(level, key);
                assert!(first_of(level, row) <= key);
                assert_eq!(row_of(level, first_of(level, row)), row);
            }
        }
    }

    #[test]
    fn of_a_common_key_no_more_is_kept_than_tells_so() {
        let db = with_table();
        let keys = ["pier".to_owned(), "ferry".to_owned()];
        for statement in 1..=300 {
            let keys = &keys[..1 + usize::from(statement % 100 == 0)];
            post(&db, keys.iter().chain(keys).map(|key| (statement, key))).unwrap();
        }
        assert_eq!(found(&db, "pier"), (1..=201).collect::<Vec<_>>());
        assert_eq!(found(&db, "ferry"), [100, 200, 300]);
        assert_eq!(found(&db, "mole"), [0; 0]);
    }

    /// Full levels move on to the next, and all is found as it was; each statement is written a few times, however many there are.
    #[test]
    fn whatever_is_posted_is_found_whichever_level_it_lies_on() {
        let db = with_table();
        let mut reader = Reader::default();
        for first in (0..9_000).step_by(300) {
            let keys: Vec<(i64, String)> = (first..first + 300)
                .flat_map(|n| {
                    (0..30).map(move |k| (n, format!("own {n} {k}"))).chain([(n, format!("tens {}", n / 10))])
                })
                .collect();
            post(&db, keys.iter().map(|(statement, key)| (*statement, key))).unwrap();
            // what was read before is out of date
            let read = reader.fresh(&db).unwrap();
            assert_eq!(read.found_under(&db, names::hashed(&format!("own {first} 7"))).unwrap(), [first]);
        }
        for n in (0..9_000).step_by(7) {
            let read = reader.fresh(&db).unwrap();
            assert_eq!(read.found_under(&db, names::hashed(&format!("own {n} 3"))).unwrap(), [n]);
            let tens = n / 10 * 10;
            assert_eq!(found(&db, &format!("tens {}", n / 10)), (tens..tens + 10).collect::<Vec<_>>());
        }
        let deepest: i64 = db.query_row("SELECT max(id) FROM postings", [], |r| r.get(0)).unwrap();
        assert!(deepest >= 1 << LEVELS[2], "{deepest}");
        let [size, rows] = ["sum(length(entries))", "count(*)"]
            .map(|what| db.query_row(&format!("SELECT {what} FROM postings"), [], |r| r.get::<_, usize>(0)).unwrap());
        assert!(size < 9_000 * 31 * 6 && rows < 18_000, "{size} bytes in {rows} rows");
    }

    /// What another process posts meanwhile, and moves to other levels, is found by one that has read before.
    #[test]
    fn what_another_process_posts_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Connection::open(folder.path().join("two.db")).unwrap();
        let (ours, theirs) = (open(), open());
        ours.execute_batch("CREATE TABLE postings (id INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT").unwrap();
        let mut reader = Reader::default();
        for first in (0..3_000).step_by(1_000) {
            let keys: Vec<(i64, String)> =
                (first..first + 1_000).flat_map(|n| (0..20).map(move |k| (n, format!("own {n} {k}")))).collect();
            post(&theirs, keys.iter().map(|(statement, key)| (*statement, key))).unwrap();
            for n in (0..first + 1_000).step_by(50) {
                let read = reader.fresh(&ours).unwrap();
                assert_eq!(read.found_under(&ours, names::hashed(&format!("own {n} 3"))).unwrap(), [n]);
            }
        }
    }

    #[test]
    fn keys_of_a_database_from_before_are_found_again() {
        let all: Vec<(i64, String)> = (1..=250)
            .flat_map(|n| [(n, "pier".to_owned()), (n, format!("own {n}")), (n, format!("tens {}", n / 10))])
            .collect();
        for by_key in [true, false] {
            let db = with_table();
            db.execute_batch("CREATE TABLE postings_shared (id INTEGER PRIMARY KEY, entries BLOB)").unwrap();
            if by_key {
                db.execute_batch("CREATE TABLE postings_before (key INTEGER, statement_id INTEGER)").unwrap();
            }
            for (statement, key) in &all {
                let hash = names::hashed(key);
                if by_key {
                    db.execute("INSERT INTO postings_before VALUES (?1, ?2)", params![hash, statement]).unwrap();
                    continue;
                }
                let mut entry = hash.to_be_bytes()[2..6].to_vec();
                pack(&mut entry, *statement as u64);
                let row = (hash as u64 >> 48) as i64;
                let sql = "INSERT INTO postings_shared VALUES (?1, ?2) ON CONFLICT DO UPDATE SET
                     entries = CAST(entries || excluded.entries AS BLOB)";
                db.execute(sql, params![row, entry]).unwrap();
            }
            gather(&db).unwrap();
            assert_eq!(found(&db, "pier").len(), 201);
            assert_eq!(found(&db, "tens 3"), (30..40).collect::<Vec<_>>());
            for n in 1..=250 {
                assert_eq!(found(&db, &format!("own {n}")), [n]);
            }
        }
    }
}

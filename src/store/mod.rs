//! Everything kept, in one SQLite file: the only user of SQL.
//!
//! `schema.sql` in the root explains every table. Knows nothing of the encoder, of how names are matched
//! ([`Identity`] is the seam) or of what makes two statements conflict.

mod add;
mod answered;
mod appearances;
mod articles;
mod backup;
mod check;
mod claims;
mod comparison;
mod conflicts;
mod copies;
mod decisions;
mod engines;
mod error;
mod filter;
mod forms;
mod identity;
mod ids;
mod import;
mod known;
mod lookup;
mod marked;
mod merge;
mod names;
mod offsets;
mod outlet_names;
mod outlets;
mod passages;
mod postings;
mod printed;
mod query;
mod question_files;
mod readings;
mod rows;
mod schema;
mod speakers;
mod stats;
#[cfg(test)]
mod tests;
mod totals;
mod voiced;
mod voices;
mod writer;

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use rusqlite::{
    Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, config::DbConfig, functions::FunctionFlags,
};

pub use add::{Added, Known, Outcome, article_uid};
pub use check::{Fault, Verification};
pub use claims::{Claims, Matter, Position, PropositionRow};
pub use comparison::{Comparison, Declared, NewConflict, Search};
pub use conflicts::{ConflictFilter, ConflictRow, RuleRecord};
pub use decisions::{
    Decided, Decision, Disagreement, Exchanged, Finding, Fix, Grounds, Returned, Ruling, Subject, Verdict,
};
pub use engines::{BY_HAND, Engine, IMPORTED};
pub use error::{Result, StoreError};
pub use filter::{Filter, Order};
pub use identity::{Clusters, ExactNames, Identity, Look, Pool, Profile};
pub use import::Imported;
pub use known::KnownRow;
pub use lookup::Lookup;
pub use merge::{Differing, Merged};
pub use names::is_findable;
pub use outlets::{MergedOutlets, OtherName, OutletRow};
pub use passages::Passage;
pub use postings::COMMON_KEY;
pub use printed::Printed;
pub use question_files::{MergedQuestions, QuestionFile};
pub use rows::{
    Appearance, ArticleRow, AttributionRow, DoubtfulPair, Review, RoleRow, SpeakerDetail, SpeakerRow, StatementDetail,
    VoiceRow,
};
pub use speakers::{SpeakerFilter, SpeakerOrder};
pub use stats::Stats;
pub use voiced::VoicedRow;

/// How long to wait for another process that writes.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open database.
pub struct Store {
    db: Connection,
    path: PathBuf,
    identity: Box<dyn Identity>,
}

impl Store {
    /// Opens a database to read and write; makes it where there is none.
    pub fn open(path: &Path) -> Result<Store> {
        check_place(path)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connected = Store::connect(path, Connection::open_with_flags(path, flags));
        // before anything is changed: a file of someone else stays as it is
        let inspected = connected.and_then(|store| schema::inspect(&store.db, path).map(|content| (store, content)));
        let (mut store, content) = inspected.map_err(|e| match e {
            // the file can be read ([`check_place`]): what cannot be made is the log beside it
            StoreError::CannotOpen { path, .. } if path.exists() => StoreError::ReadOnly { path },
            other => other,
        })?;
        if store.sql(store.db.is_readonly("main"))? {
            return Err(StoreError::ReadOnly { path: path.to_path_buf() });
        }
        // with a write-ahead log readers and one writer do not wait for each other, and a crash loses no article
        store.sql(store.write_ahead())?;
        store.sql(store.db.pragma_update(None, "synchronous", "normal"))?;
        // moving the log (up to 64 MB) into the file waits for the disk: not every few dozen articles
        store.sql(store.db.pragma_update(None, "wal_autocheckpoint", 16_000))?;
        if let schema::Content::Ours(schema) = content
            && !schema::is_current(&content)
        {
            backup::before_migration(&store.db, path, schema)?;
        }
        if schema::prepare(&mut store.db, path)? {
            store.write(|db, _| totals::refresh(db))?;
            // gives back the room that the older one took; where there is none to do it in, the database is whole all the same
            drop(store.db.execute_batch("VACUUM"));
        }
        Ok(store)
    }

    /// Opens a database that must exist, to read only. Works on read-only files and folders.
    pub fn open_to_read(path: &Path) -> Result<Store> {
        let missing = || StoreError::Missing { path: path.to_path_buf() };
        check_place(path)?;
        if !path.exists() {
            return Err(missing());
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // a connection that could write takes the log away when it is the last one to close
        let tidy = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let tidy = Connection::open_with_flags(path, tidy).and_then(|db| {
            db.pragma_update(None, "query_only", true)?;
            match db.is_readonly("main")? {
                true => Err(rusqlite::Error::InvalidQuery),
                false => Ok(db),
            }
        });
        // the first look at the file may come as early as the settings of the connection
        let opened = |db| -> Result<(Store, schema::Content)> {
            let store = Store::connect(path, db)?;
            let content = schema::inspect(&store.db, path)?;
            Ok((store, content))
        };
        let mut found = opened(tidy.or_else(|_| Connection::open_with_flags(path, flags)));
        if matches!(found, Err(StoreError::CannotOpen { .. } | StoreError::ReadOnly { .. })) && !has_log(path) {
            // a log cannot be made in a read-only folder, and is not needed where no one can write
            let uri = format!("file:{}?immutable=1", percent_encoded(path));
            found = opened(Connection::open_with_flags(uri, flags | OpenFlags::SQLITE_OPEN_URI));
        }
        match found? {
            (_, schema::Content::Nothing) => Err(missing()),
            (store, content) if schema::is_current(&content) => Ok(store),
            (store, _) => {
                // an older schema has to be brought up to date first
                drop(store);
                Store::open(path)
            }
        }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    fn connect(path: &Path, db: rusqlite::Result<Connection>) -> Result<Store> {
        let set_up = |db: Connection| {
            db.busy_timeout(PATIENCE)?;
            db.pragma_update(None, "foreign_keys", true)?;
            db.pragma_update(None, "cache_size", -32_000)?;
            db.set_prepared_statement_cache_capacity(128);
            // with statistics SQLite would plan every query anew for each value bound to it, which costs more than it gains here
            db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
            let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
            db.create_scalar_function("folded", 1, flags, |context| {
                Ok(context.get::<Option<String>>(0)?.map(|text| names::fold(&text)))
            })?;
            db.create_scalar_function("begun", 2, flags, |context| {
                let [text, beginning] = [context.get::<Option<String>>(0)?, context.get(1)?];
                Ok(text.zip(beginning).is_some_and(|(text, beginning)| filter::has_begun(&text, &beginning)))
            })?;
            Ok(db)
        };
        let db = db.and_then(set_up).map_err(|e| StoreError::from_sql(path, e))?;
        Ok(Store { db, path: path.to_path_buf(), identity: Box::new(ExactNames) })
    }

    /// Turns the write-ahead log on. While another process does so for the same new file, SQLite refuses at once instead of
    /// waiting.
    fn write_ahead(&self) -> rusqlite::Result<()> {
        let start = Instant::now();
        loop {
            match self.db.pragma_update(None, "journal_mode", "wal") {
                Err(e) if e.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && start.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(20));
                }
                done => return done,
            }
        }
    }

    /// Asks many things of one state of the database: each alone would take and give back its locks.
    pub fn at_once<T>(&self, ask: impl FnOnce() -> Result<T>) -> Result<T> {
        let _snapshot = self.sql(self.db.unchecked_transaction())?;
        ask()
    }

    /// Asks, and names the file and the way out when that fails.
    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        work(&self.db).map_err(|e| e.at(&self.path))
    }

    /// Names the file and the way out in an error of SQLite.
    fn sql<T>(&self, result: rusqlite::Result<T>) -> Result<T> {
        result.map_err(|e| StoreError::from_sql(&self.path, e))
    }

    /// Does all of `work`, or nothing.
    fn write<T>(&mut self, work: impl FnOnce(&Transaction, &dyn Identity) -> Result<T>) -> Result<T> {
        let Store { db, path, identity } = self;
        let sql_error = |e| StoreError::from_sql(path, e);
        let tx = db.transaction_with_behavior(TransactionBehavior::Immediate).map_err(sql_error)?;
        let done = work(&tx, identity.as_ref()).map_err(|e| e.at(path))?;
        tx.commit().map_err(sql_error)?;
        Ok(done)
    }
}

/// Says in plain words what SQLite would only call "unable to open", and refuses what it would keep nowhere.
fn check_place(path: &Path) -> Result<()> {
    let cannot = |reason: String| Err(StoreError::CannotOpen { path: path.to_path_buf(), reason });
    // to SQLite these are no files: what is put there is gone when the command ends
    if path.as_os_str().is_empty() || path == Path::new(":memory:") {
        return cannot("it would be gone when the command ends\nhint: name a file".to_owned());
    }
    if path.is_dir() {
        return cannot("it is a folder\nhint: name a file in it".to_owned());
    }
    if path.exists()
        && let Err(e) = std::fs::File::open(path)
    {
        return cannot(e.to_string());
    }
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() && !parent.exists() => {
            cannot(format!("the folder {} does not exist", parent.display()))
        }
        _ => Ok(()),
    }
}

/// True when a write-ahead log beside the file holds something.
fn has_log(path: &Path) -> bool {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    std::fs::metadata(log).is_ok_and(|m| m.len() > 0)
}

/// A path for the inside of a URI.
fn percent_encoded(path: &Path) -> String {
    let mut out = String::new();
    for byte in path.to_string_lossy().bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

//! Copies of a whole database, made while others read and write it: complete or not at all.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU32, Ordering},
};

use rusqlite::{Connection, OpenFlags, backup::Backup};

use super::{Result, Store, StoreError, schema};

impl Store {
    /// Copies the database as it is now to a file that is not there yet.
    pub fn backup(&self, to: &Path) -> Result<()> {
        self.read(|db| copy(db, to))
    }

    /// Puts a backup in place of the database `path`. What was there is kept beside it, under the name returned. Refused
    /// when the backup is not ours or is damaged, and while another process writes.
    pub fn restore(path: &Path, backup: &Path) -> Result<Option<PathBuf>> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        if !backup.exists() {
            return Err(StoreError::Missing { path: backup.to_path_buf() });
        }
        let source = Connection::open_with_flags(backup, flags).map_err(|e| StoreError::from_sql(backup, e))?;
        if schema::inspect(&source, backup)? == schema::Content::Nothing {
            return Err(StoreError::Missing { path: backup.to_path_buf() });
        }
        let sound = source.query_row("PRAGMA quick_check(1)", [], |r| r.get::<_, String>(0));
        let sound = sound.map_err(|e| StoreError::from_sql(backup, e))?;
        if sound != "ok" {
            return Err(StoreError::Damaged { path: backup.to_path_buf(), reason: sound });
        }
        let fresh = beside(path, "restored");
        let _ = fs::remove_file(&fresh);
        copy(&source, &fresh).map_err(|e| e.at(&fresh))?;
        let kept = keep_aside(path)?;
        fs::rename(&fresh, path).map_err(|e| cannot(path, &e))?;
        Ok(kept)
    }
}

/// Copies a database of an older schema before it is brought up to date, once: the copy is named by the schema.
pub(super) fn before_migration(db: &Connection, path: &Path, schema: i64) -> Result<()> {
    let to = beside(path, &format!("schema-{schema}.backup"));
    match copy(db, &to) {
        // made before, or by another process meanwhile
        Err(_) if to.exists() => Ok(()),
        made => made.map_err(|e| e.at(&to)),
    }
}

/// Copies what `db` holds at this moment. Made under another name and moved into place when it is on the disk.
fn copy(db: &Connection, to: &Path) -> Result<()> {
    if to.exists() {
        return Err(StoreError::Refused(format!("{}: there is a file already, left untouched", to.display())));
    }
    // others may make the same copy at this moment, in this process or another
    static MADE: AtomicU32 = AtomicU32::new(0);
    let partial = beside(to, &format!("partial-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed)));
    let _ = fs::remove_file(&partial);
    let copied = (|| -> Result<()> {
        let mut target = Connection::open(&partial)?;
        // all pages in one step: one view of the database, whoever writes meanwhile
        Backup::new(db, &mut target)?.step(-1)?;
        target.close().map_err(|(_, e)| e)?;
        let on_disk = fs::File::open(&partial).and_then(|file| file.sync_all());
        on_disk.and_then(|()| publish(&partial, to)).map_err(|e| cannot(to, &e))
    })();
    let _ = fs::remove_file(&partial);
    copied
}

/// Gives a file another name that no file has yet.
fn publish(file: &Path, to: &Path) -> std::io::Result<()> {
    match fs::hard_link(file, to) {
        // a disk without second names for files
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => fs::rename(file, to),
        linked => linked,
    }
}

/// Gives a file a second name that no file has yet.
fn second_name(file: &Path, to: &Path) -> std::io::Result<()> {
    match fs::hard_link(file, to) {
        // a disk without second names for files
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => fs::copy(file, to).map(|_| ()),
        linked => linked,
    }
}

/// What the names of a database's files end with, the logs first.
const PARTS: [&str; 3] = ["-wal", "-shm", ""];

/// Keeps the database that a backup is put in place of, with what its log holds, under a name that no file has.
fn keep_aside(path: &Path) -> Result<Option<PathBuf>> {
    if !path.exists() {
        return Ok(None);
    }
    // a sound one takes its log in and is free of writers; one that is damaged is kept as it is
    if let Ok(db) = Connection::open(path) {
        if let Err(e @ StoreError::Busy { .. }) =
            db.execute_batch("BEGIN IMMEDIATE; ROLLBACK").map_err(|e| StoreError::from_sql(path, e))
        {
            return Err(e);
        }
        let _ = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
    }
    let free = |name: &PathBuf| PARTS.iter().all(|part| !with_suffix(name, part).exists());
    let names = (1..).map(|n| beside(path, &format!("replaced-{n}")));
    let kept = names.into_iter().find(free).unwrap_or_else(|| beside(path, "replaced"));
    // second names first: killed at any moment, all of it is under one of the two names. Between the loss of its log and the
    // move of the backup into its place, only the second has what the log held
    let there = PARTS.into_iter().filter(|part| with_suffix(path, part).exists());
    for part in there.clone() {
        let (file, to) = (with_suffix(path, part), with_suffix(&kept, part));
        second_name(&file, &to).map_err(|e| cannot(&to, &e))?;
    }
    for log in there.filter(|suffix| !suffix.is_empty()).map(|suffix| with_suffix(path, suffix)) {
        fs::remove_file(&log).map_err(|e| cannot(&log, &e))?;
    }
    Ok(Some(kept))
}

/// `name.db` → `name.db.WORD`.
fn beside(path: &Path, word: &str) -> PathBuf {
    with_suffix(path, &format!(".{word}"))
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn cannot(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::CannotOpen { path: path.to_path_buf(), reason: error.to_string() }
}

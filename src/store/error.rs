//! What can go wrong with a database, in words that name the file, the reason and a way out.

use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

/// A result of the store.
pub type Result<T> = std::result::Result<T, StoreError>;

/// What can go wrong with a database.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// a command that reads was given a file that is not there, or is empty
    #[error("{path}: no database there yet\nhint: `onrecord --db {path} add FILE…` makes one", path = path.display())]
    Missing {
        /// the file
        path: PathBuf,
    },
    /// the file is something else than a database
    #[error("{path}: not an SQLite database\nhint: name a database with --db FILE, or a file that does not exist yet", path = path.display())]
    NotADatabase {
        /// the file
        path: PathBuf,
    },
    /// the database belongs to another program
    #[error("{path}: a database of another application ({what}), left untouched\nhint: choose another file with --db", path = path.display())]
    OtherApplication {
        /// the file
        path: PathBuf,
        /// what tells so
        what: String,
    },
    /// the database was written by a later version of this program
    #[error("{path}: written by a newer onrecord (schema {found}, this one knows {known}), left untouched\nhint: update onrecord", path = path.display())]
    NewerSchema {
        /// the file
        path: PathBuf,
        /// its `user_version`
        found: i64,
        /// ours
        known: i64,
    },
    /// the file or its folder may not be written
    #[error("{path}: the database is read-only\nhint: check the permissions of the file and its folder, or copy it elsewhere", path = path.display())]
    ReadOnly {
        /// the file
        path: PathBuf,
    },
    /// no room left
    #[error("{path}: no space left on the disk; everything stored before this article is safe\nhint: free some space and run the same command again", path = path.display())]
    DiskFull {
        /// the file
        path: PathBuf,
    },
    /// another process writes and does not stop
    #[error("{path}: another process has been writing to the database for too long\nhint: wait for it to end and run the same command again", path = path.display())]
    Busy {
        /// the file
        path: PathBuf,
    },
    /// the file cannot be opened at all
    #[error("{path}: cannot open the database: {reason}", path = path.display())]
    CannotOpen {
        /// the file
        path: PathBuf,
        /// the system's words
        reason: String,
    },
    /// SQLite finds the file damaged
    #[error("{path}: the database is damaged: {reason}\nhint: `sqlite3 {path} .recover` saves what can be read", path = path.display())]
    Damaged {
        /// the file
        path: PathBuf,
        /// SQLite's words
        reason: String,
    },
    /// an id that nothing has
    #[error("no {what} has the id {id:?}")]
    NotFound {
        /// "statement", "speaker" …
        what: &'static str,
        /// as given
        id: String,
    },
    /// an abbreviated id that several have
    #[error("{} {what}s have ids that begin with {id:?}: {}\nhint: give more of the id", candidates.len(), candidates.join(", "))]
    AmbiguousId {
        /// "statement", "speaker" …
        what: &'static str,
        /// as given
        id: String,
        /// the ids that begin so, at most ten
        candidates: Vec<String>,
    },
    /// a ruling that makes no sense
    #[error("{0}")]
    Refused(String),
    /// anything else that SQLite reports
    #[error("{path}: {source}", path = path.display())]
    Sql {
        /// the file
        path: PathBuf,
        /// SQLite's words
        source: rusqlite::Error,
    },
}

/// An error in the midst of work that knows no path: `StoreError::at` adds it.
impl From<rusqlite::Error> for StoreError {
    fn from(source: rusqlite::Error) -> Self {
        StoreError::Sql { path: PathBuf::new(), source }
    }
}

impl StoreError {
    /// Names the file in an error that came from the midst of work.
    pub(super) fn at(self, path: &Path) -> Self {
        match self {
            StoreError::Sql { source, .. } => StoreError::from_sql(path, source),
            other => other,
        }
    }

    /// Says what an error of SQLite means for the person at the keyboard.
    pub(super) fn from_sql(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_path_buf();
        let reason = source.to_string();
        match source.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => StoreError::NotADatabase { path },
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::ReadOnly { path },
            Some(ErrorCode::DiskFull) => StoreError::DiskFull { path },
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Busy { path },
            Some(ErrorCode::CannotOpen) => {
                let reason = format!("{reason}\nhint: its folder must be writable too");
                StoreError::CannotOpen { path, reason }
            }
            Some(ErrorCode::DatabaseCorrupt) => StoreError::Damaged { path, reason },
            _ => StoreError::Sql { path, source },
        }
    }
}

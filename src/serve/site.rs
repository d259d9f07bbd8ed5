//! What the server shows, and what it leaves to its caller.

use std::path::PathBuf;

use crate::store::Store;

/// What the server shows, and how.
pub struct Site {
    /// the database
    pub database: PathBuf,
    /// who decides here
    pub by: Option<String>,
    /// makes the report of the whole database
    pub report: fn(&Store) -> std::result::Result<String, String>,
    /// compares anew what a decision changed
    pub after_decision: Box<dyn Fn(&mut Store) + Send + Sync>,
}

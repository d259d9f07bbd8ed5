//! What an id is of, where it is not of what was sought.

use super::exit::{Exit, Failure};
use crate::store::{Store, StoreError, Subject};

/// Where an id is of something else, the command that shows it.
pub fn pointed(store: &Store, id: &str, sought: &str, error: StoreError) -> Failure {
    let sought = if sought.starts_with('a') { format!("an {sought}") } else { format!("a {sought}") };
    if !matches!(error, StoreError::NotFound { .. }) {
        return error.into();
    }
    let (what, command) = match store.subject(id) {
        Ok(Subject::Statement(_)) => ("a statement", "show"),
        Ok(Subject::Conflict(_)) => ("a conflict", "conflicts show"),
        Ok(Subject::Speaker(_)) => ("a speaker", "speakers show"),
        _ if store.article(id).is_ok() => ("an article", "articles show"),
        _ => return error.into(),
    };
    Failure::new(Exit::NothingFound, format_args!("{id:?} is the id of {what}, not of {sought}"))
        .hint(format_args!("`onrecord {command} {id}` shows it"))
}

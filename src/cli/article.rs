//! Which article a person means.

use std::path::Path;

use super::exit::Failure;
use crate::read::{Input, ReadOptions, read};
use crate::store::{ArticleRow, Store, StoreError, article_uid};

/// The article of an id, an address or a name; of a file that was added under another name, or in another place, the one with its
/// text.
pub fn meant(store: &Store, typed: &str) -> Result<(ArticleRow, String), Failure> {
    let found = store.article(typed);
    if matches!(found, Err(StoreError::NotFound { .. }))
        && let Some(id) = id_of_file(Path::new(typed))
        && let Ok(of_file) = store.article(&id)
    {
        return Ok(of_file);
    }
    Ok(found?)
}

/// What a filter calls the article by.
pub fn called(store: &Store, typed: &str) -> String {
    match store.article(typed) {
        Err(StoreError::NotFound { .. }) => meant(store, typed).map_or_else(|_| typed.to_owned(), |(row, _)| row.id),
        _ => typed.to_owned(),
    }
}

/// The id that the text of a file has, where it holds one article.
fn id_of_file(file: &Path) -> Option<String> {
    if !file.is_file() {
        return None;
    }
    let mut articles = read(&[Input::Path(file.to_owned())], &ReadOptions::default());
    match (articles.next(), articles.next()) {
        (Some(Ok(reading)), None) => Some(article_uid(&reading.article.text)),
        _ => None,
    }
}

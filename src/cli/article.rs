//! Which article a person means.

use std::path::Path;

use super::exit::Failure;
use super::ids;
use crate::read::{Input, ReadOptions, read};
use crate::store::{ArticleRow, Store, StoreError, article_uid};

/// The article of an id, an address or a name; of a file that was added under another name, or in another place, the one with its
/// text.
pub fn meant(store: &Store, typed: &str) -> Result<(ArticleRow, String), Failure> {
    match store.article(typed) {
        Err(error @ StoreError::NotFound { .. }) => {
            of_file(store, typed).ok_or_else(|| ids::pointed(store, typed, "article", error))
        }
        found => Ok(found?),
    }
}

/// What a filter calls the article by.
pub fn called(store: &Store, typed: &str) -> String {
    let unknown = matches!(store.article(typed), Err(StoreError::NotFound { .. }));
    let of_file = if unknown { of_file(store, typed) } else { None };
    of_file.map_or_else(|| typed.to_owned(), |(row, _)| row.id)
}

/// The article with the text of a file.
fn of_file(store: &Store, typed: &str) -> Option<(ArticleRow, String)> {
    store.article(&id_of_file(Path::new(typed))?).ok()
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

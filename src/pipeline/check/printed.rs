//! Where stored articles print the words of a quotation, whether as a statement or not.

use crate::check::Quotation;
use crate::document::paragraphs::paragraphs;
use crate::store::{Result, Store};
use crate::text::{Span, fold};

/// A passage of an article.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// row of the article
    pub(super) article: i64,
    /// the passage, in bytes of its text
    pub(super) passage: Span,
    /// its words
    pub(super) words: String,
}

/// Passages that are noted of one quotation.
const NOTED: usize = 5;
/// A single word that is printed somewhere tells nothing.
const LEAST_WORDS: usize = 2;

/// Where the current articles print these quotations word for word. Every text is read once at most, the newest first; the draft's
/// own counts for nothing.
pub(super) fn places(store: &Store, draft: &str, quotations: &[&Quotation]) -> Result<Vec<Vec<Place>>> {
    let keys: Vec<Option<String>> = quotations.iter().map(|quotation| key(quotation)).collect();
    let mut found: Vec<Vec<Place>> = vec![Vec::new(); quotations.len()];
    let wanted = |of: &[Vec<Place>], n: usize| keys[n].is_some() && of[n].len() < NOTED;
    if !(0..quotations.len()).any(|n| wanted(&found, n)) {
        return Ok(found);
    }
    store.each_text(|article, text| {
        let folded = if text == draft { String::new() } else { fold::fold(text) };
        for (n, quotation) in quotations.iter().enumerate().filter(|_| !folded.is_empty()) {
            let Some(key) = keys[n].as_ref().filter(|key| wanted(&found, n) && folded.contains(*key)) else { continue };
            for paragraph in paragraphs(text).into_iter().filter(|p| fold::fold(p.of(text)).contains(key)) {
                let beside = quotation.beside(text, paragraph).filter(|found| found.changes.is_empty());
                found[n].extend(beside.map(|beside| {
                    let words = beside.passage.of(text).split_whitespace().collect::<Vec<_>>().join(" ");
                    Place { article, passage: beside.passage, words }
                }));
            }
        }
        (0..quotations.len()).any(|n| wanted(&found, n))
    })?;
    Ok(found)
}

/// The word by which texts are sifted.
fn key(quotation: &Quotation) -> Option<String> {
    quotation.longest_word().filter(|_| quotation.len() >= LEAST_WORDS).map(str::to_owned)
}

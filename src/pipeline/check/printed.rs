//! Where stored articles print the words of a quotation, whether as a statement or not.

use super::draft::Draft;
use super::marks::quoted;
use crate::check::{Comparison, Quotation};
use crate::document::paragraphs::paragraphs;
use crate::store::{Result, Store};
use crate::text::{Span, fold, one_line};

/// A passage of an article.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Place {
    /// row of the article
    pub(super) article: i64,
    /// the passage, in bytes of its text
    pub(super) passage: Span,
    /// its words
    pub(super) words: String,
    /// they stand between quotation marks there
    pub(super) marked: bool,
}

/// Passages with quotation marks that are noted of one quotation, and as many without.
const NOTED: usize = 5;

/// A quotation that is looked for in the texts.
pub(super) struct Wanted<'q> {
    pub(super) quotation: &'q Quotation<'q>,
    /// a few words that stand somewhere without quotation marks tell nothing
    pub(super) only_marked: bool,
}

/// Where the current articles print these quotations word for word, those between quotation marks first. Every text is read once at
/// most, the newest first; the draft's own counts for nothing.
pub(super) fn places(store: &Store, draft: &Draft, quotations: &[Wanted]) -> Result<Vec<Vec<Place>>> {
    let keys: Vec<Option<&str>> = quotations.iter().map(|wanted| wanted.quotation.longest_word()).collect();
    let mut found: Vec<Vec<Place>> = vec![Vec::new(); quotations.len()];
    let noted = |of: &[Place], marked: bool| of.iter().filter(|place| place.marked == marked).count();
    let open = |found: &[Vec<Place>], n: usize| keys[n].is_some() && noted(&found[n], true) < NOTED;
    if !(0..quotations.len()).any(|n| open(&found, n)) {
        return Ok(found);
    }
    store.each_text(|article, text| {
        let folded = if draft.is(text) { String::new() } else { fold::fold(text) };
        for (n, wanted) in quotations.iter().enumerate().filter(|_| !folded.is_empty()) {
            let Some(key) = keys[n].filter(|key| open(&found, n) && folded.contains(key)) else { continue };
            for paragraph in paragraphs(text).into_iter().filter(|p| fold::fold(p.of(text)).contains(key)) {
                let plain = !wanted.only_marked && noted(&found[n], false) < NOTED;
                found[n].extend(place(wanted.quotation, article, text, paragraph, plain));
            }
        }
        (0..quotations.len()).any(|n| open(&found, n))
    })?;
    for places in &mut found {
        places.sort_by_key(|place| !place.marked);
    }
    Ok(found)
}

/// Where a paragraph has the words: between its quotation marks, or else anywhere.
fn place(quotation: &Quotation, article: i64, text: &str, paragraph: Span, plain: bool) -> Option<Place> {
    let verbatim = |stretch: Span| quotation.beside(text, &[stretch]).filter(|found| found.changes.is_empty());
    let of = |found: Comparison, marked: bool| {
        let words = one_line(found.passage.of(text));
        Place { article, passage: found.passage, words, marked }
    };
    let marked = quoted(text, paragraph).into_iter().find_map(verbatim);
    let plainly = || verbatim(paragraph).filter(|_| plain);
    marked.map(|found| of(found, true)).or_else(|| plainly().map(|found| of(found, false)))
}

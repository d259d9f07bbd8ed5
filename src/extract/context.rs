//! The whole sentences that a reader needs to judge a statement.

use super::page::Page;
use crate::statement::Attribution;
use crate::text::Span;

/// From the start of the first sentence that holds a part of the attribution to the end of the last one. A source or cue
/// that stands paragraphs away (a speaker named long before) is left out: the context is where the words are.
pub fn context(page: &Page, attribution: &Attribution) -> Span {
    let Some(mut hull) = Span::hull(&attribution.content) else {
        return Span::new(0, 0);
    };
    for part in attribution.cue.iter().chain(&attribution.source) {
        let near = page.paragraph_of(part.start) + 1 >= page.paragraph_of(hull.start)
            && page.paragraph_of(part.start) <= page.paragraph_of(hull.end) + 1;
        if near {
            hull = Span::new(hull.start.min(part.start), hull.end.max(part.end));
        }
    }
    let start = page.sentence_of(hull.start).map_or(hull.start, |s| s.start.min(hull.start));
    let end = page.sentence_of(hull.end.saturating_sub(1)).map_or(hull.end, |s| s.end.max(hull.end));
    Span::new(start, end)
}

//! The whole sentences that a reader needs to judge a statement.

use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;

/// From the start of the first sentence that holds a part of the attribution to the end of the last one. A source or cue
/// that stands paragraphs away (a speaker named long before) is left out: the context is where the words are.
pub fn context(document: &Document, attribution: &Attribution) -> Span {
    let Some(mut hull) = Span::hull(&attribution.content) else {
        return Span::new(0, 0);
    };
    for part in attribution.cue.iter().chain(&attribution.source) {
        let near = document.paragraph_of(part.start) + 1 >= document.paragraph_of(hull.start)
            && document.paragraph_of(part.start) <= document.paragraph_of(hull.end) + 1;
        if near {
            hull = Span::new(hull.start.min(part.start), hull.end.max(part.end));
        }
    }
    let start = document.sentence_of(hull.start).map_or(hull.start, |s| s.start.min(hull.start));
    let end = document.sentence_of(hull.end.saturating_sub(1)).map_or(hull.end, |s| s.end.max(hull.end));
    Span::new(start, end)
}

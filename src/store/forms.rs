//! The forms in which pieces of a text and moments are written into the database.

use crate::text::{Span, one_line};

/// Pieces of a text as printed, joined by " … ", line breaks as spaces: the form of statements.text.
pub(super) fn joined(spans: &[Span], text: &str) -> String {
    let pieces = spans.iter().map(|s| one_line(s.of(text)));
    pieces.collect::<Vec<_>>().join(" … ")
}

/// The present moment.
pub(super) fn now() -> String {
    jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

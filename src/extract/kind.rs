//! Direct, mixed or indirect: by how many words of the content stand between quotation marks (PolNeAR's rule). What the layout
//! attributes, as a transcript does, is direct without them.

use super::repair::Found;
use crate::document::Document;
use crate::statement::Kind;
use crate::text::Span;

/// Words of the content inside and outside quotation marks.
pub fn quoted_words(document: &Document, content: &[Span]) -> (usize, usize) {
    let mut inside = 0;
    let mut outside = 0;
    for &piece in content {
        for word in document.words_in(piece) {
            if word.quoted {
                inside += 1;
            } else {
                outside += 1;
            }
        }
    }
    (inside, outside)
}

/// All words quoted, or a line of a dialogue: direct; none: indirect; else mixed.
pub fn kind(document: &Document, content: &[Span], found: Found) -> Kind {
    match quoted_words(document, content) {
        _ if found == Found::Layout => Kind::Direct,
        (0, _) => Kind::Indirect,
        (_, 0) => Kind::Direct,
        _ => Kind::Mixed,
    }
}

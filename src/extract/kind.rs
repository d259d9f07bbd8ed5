//! Direct, mixed or indirect: by how many words of the content stand between quotation marks (PolNeAR's rule).

use super::page::Page;
use crate::statement::Kind;
use crate::text::Span;

/// Words of the content inside and outside quotation marks.
pub fn quoted_words(page: &Page, content: &[Span]) -> (usize, usize) {
    let mut inside = 0;
    let mut outside = 0;
    for &piece in content {
        for word in page.words_in(piece) {
            if page.is_quoted(word.start) {
                inside += 1;
            } else {
                outside += 1;
            }
        }
    }
    (inside, outside)
}

/// All words quoted: direct; none: indirect; else mixed.
pub fn kind(page: &Page, content: &[Span]) -> Kind {
    match quoted_words(page, content) {
        (0, _) => Kind::Indirect,
        (_, 0) => Kind::Direct,
        _ => Kind::Mixed,
    }
}

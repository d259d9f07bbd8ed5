//! From characters, in which the database counts, back to bytes.

use crate::text::Span;

/// Turns code-point offsets of one text into byte offsets.
pub(super) struct Bytes {
    /// byte of every `STEP`th character
    marks: Vec<usize>,
    /// characters in all
    count: usize,
}

const STEP: usize = 256;

impl Bytes {
    /// Reads the text once.
    pub(super) fn new(text: &str) -> Self {
        let mut bytes = Bytes { marks: Vec::with_capacity(text.len() / STEP + 1), count: 0 };
        for (at, _) in text.char_indices() {
            if bytes.count.is_multiple_of(STEP) {
                bytes.marks.push(at);
            }
            bytes.count += 1;
        }
        bytes
    }

    /// The byte at which character `n` begins; the end of the text for the one after the last.
    fn at(&self, text: &str, n: usize) -> Option<usize> {
        if n >= self.count {
            return (n == self.count).then_some(text.len());
        }
        let from = *self.marks.get(n / STEP)?;
        text[from..].char_indices().nth(n % STEP).map(|(at, _)| from + at)
    }

    /// The stretch of these characters; none when the text has no such place.
    pub(super) fn span(&self, text: &str, start: usize, stop: usize) -> Option<Span> {
        let (start, end) = (self.at(text, start)?, self.at(text, stop)?);
        (start <= end).then_some(Span { start, end })
    }
}

/// Where a later text has the words that an earlier one has at this place: as far behind a point of both. None where it has others.
pub(super) fn moved(place: [usize; 2], point: [usize; 2], texts: [&str; 2]) -> Option<[usize; 2]> {
    let there = |n: usize| (n + point[1]).checked_sub(point[0]);
    let new = [there(place[0])?, there(place[1])?];
    let words = |text, [start, stop]: [usize; 2]| Some(Bytes::new(text).span(text, start, stop)?.of(text));
    (words(texts[0], place)? == words(texts[1], new)?).then_some(new)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CodePoints;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_and_back(text in "\\PC{0,700}") {
            let (points, bytes) = (CodePoints::new(&text), Bytes::new(&text));
            for (at, c) in text.char_indices() {
                let span = Span::new(at, at + c.len_utf8());
                let [start, stop] = points.span(&text, span);
                prop_assert_eq!(bytes.span(&text, start, stop), Some(span));
            }
            let n = text.chars().count();
            prop_assert_eq!(bytes.span(&text, n, n), Some(Span::new(text.len(), text.len())));
            prop_assert_eq!(bytes.span(&text, 0, n + 1), None);
        }
    }
}

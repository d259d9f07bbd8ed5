//! Stretches of text, offsets, dates, header lines and the form in which words are compared: what every later step stands on.
//!
//! Knows nothing of attributions, names or storage. All offsets are bytes into the article text, end-exclusive and
//! on character boundaries; [`CodePoints`] turns them into the code points of the JSON outputs.

pub mod dates;
pub mod fold;
pub mod header;
mod keys;
pub mod masthead;

use serde::{Deserialize, Serialize};

/// The words of a text on one line, one blank between them.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A stretch of an article's text: byte offsets, end-exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// first byte
    pub start: usize,
    /// one past the last byte
    pub end: usize,
}

impl Span {
    /// The span `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end);
        Span { start, end }
    }

    /// The words of the span. Panics only if the span was made for another text.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// True when the span holds nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True when `other` lies inside this span.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The span without white space at its edges.
    pub fn trim(self, text: &str) -> Span {
        let inner = self.of(text);
        let start = self.start + (inner.len() - inner.trim_start().len());
        Span::new(start, start + inner.trim().len())
    }

    /// The smallest span that covers all of `spans`; none for an empty list.
    pub fn hull(spans: &[Span]) -> Option<Span> {
        let start = spans.iter().map(|s| s.start).min()?;
        let end = spans.iter().map(|s| s.end).max()?;
        Some(Span { start, end })
    }
}

/// Turns byte offsets of one text into code-point offsets (W3C Web Annotation), which the contract's JSON counts in.
pub struct CodePoints {
    /// code points before byte `i * STEP`, so that a look-up counts at most `STEP` bytes
    marks: Vec<usize>,
}

const STEP: usize = 256;

impl CodePoints {
    /// Reads the text once.
    pub fn new(text: &str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for (i, b) in text.bytes().enumerate() {
            if i % STEP == 0 {
                marks.push(count);
            }
            count += usize::from(!is_continuation(b));
        }
        if text.len().is_multiple_of(STEP) {
            marks.push(count);
        }
        CodePoints { marks }
    }

    /// Code points before byte `at`; `text` is the text given to [`CodePoints::new`].
    pub fn of(&self, text: &str, at: usize) -> usize {
        let from = at / STEP * STEP;
        self.marks[at / STEP] + text.as_bytes()[from..at].iter().filter(|b| !is_continuation(**b)).count()
    }

    /// A span as `[start, end]` in code points.
    pub fn span(&self, text: &str, span: Span) -> [usize; 2] {
        [self.of(text, span.start), self.of(text, span.end)]
    }
}

fn is_continuation(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn code_points_agree_with_counting(text in "\\PC{0,700}") {
            let points = CodePoints::new(&text);
            for (n, (at, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(points.of(&text, at), n);
            }
            prop_assert_eq!(points.of(&text, text.len()), text.chars().count());
        }
    }

    #[test]
    fn trimming_keeps_inner_space() {
        let text = "a  “b c”  d";
        let span = Span::new(1, text.len() - 1).trim(text);
        assert_eq!(span.of(text), "“b c”");
    }
}

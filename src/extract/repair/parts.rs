//! Which word of a text is part of what: the rules move words, spans are made of them at the end.

use std::cell::OnceCell;

use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;

/// What a word of the text is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Nothing,
    /// content of the attribution with this index
    Content(usize),
    /// source or cue of the attribution with this index
    Frame(usize),
}

/// Which word is part of what; the rules move words, spans are made of them at the end.
pub(super) struct Parts<'p, 't> {
    pub document: &'p Document<'t>,
    pub of: Vec<Part>,
    /// by quotation, as soon as a rule asks: it stands alone, and its words stand in another one
    pub said_again: OnceCell<Vec<bool>>,
}

impl<'p, 't> Parts<'p, 't> {
    pub(super) fn new(document: &'p Document<'t>, attributions: &[Attribution]) -> Self {
        let of = vec![Part::Nothing; document.words.len()];
        let mut parts = Parts { document, of, said_again: OnceCell::new() };
        for (k, attribution) in attributions.iter().enumerate() {
            for &span in &attribution.content {
                for i in document.word_range(span) {
                    if parts.of[i] == Part::Nothing && !document.part_of(document.word(i).span.start).is_furniture() {
                        parts.of[i] = Part::Content(k);
                    }
                }
            }
        }
        // a word that names the speaker is no content, whatever else it was taken for
        for (k, attribution) in attributions.iter().enumerate() {
            for &span in attribution.source.iter().chain(&attribution.cue) {
                for i in document.word_range(span) {
                    parts.of[i] = Part::Frame(k);
                }
            }
        }
        parts
    }

    /// Text between two neighbouring words.
    pub(super) fn between(&self, left: usize, right: usize) -> &'t str {
        &self.document.text[self.document.word(left).span.end..self.document.word(right).span.start]
    }

    pub(super) fn word(&self, i: usize) -> &'t str {
        self.document.word(i).span.of(self.document.text)
    }

    pub(super) fn crosses_paragraphs(&self, left: usize, right: usize) -> bool {
        let place = |i: usize| self.document.paragraph_of(self.document.word(i).span.start);
        place(left) != place(right)
    }

    /// The content spans of each attribution.
    pub(super) fn contents(&self, attributions: usize) -> Vec<Vec<Span>> {
        let mut out: Vec<Vec<Span>> = vec![Vec::new(); attributions];
        let mut i = 0;
        while i < self.of.len() {
            let start = i;
            i += 1;
            if let Part::Content(k) = self.of[start] {
                while i < self.of.len() && self.of[i] == self.of[start] {
                    i += 1;
                }
                out[k].push(self.with_signs(start, i - 1));
            }
        }
        out
    }

    /// From the first word to the last, with the signs that belong to them: quotation marks, brackets that close inside,
    /// a currency or percent sign. Not the comma or full stop behind, unless a quotation mark closes after it.
    pub(super) fn with_signs(&self, first: usize, last: usize) -> Span {
        let text = self.document.text;
        let (first, last) = (self.document.word(first).span, self.document.word(last).span);
        let mut span = Span::new(first.start, last.end);
        let head = &text[..span.start];
        let signs = head.len()
            - head.trim_end_matches(|c: char| c == '#' || c == '@' || is_currency(c) || c == '-' || c == '+').len();
        if head[..head.len() - signs].ends_with(|c: char| c.is_whitespace() || is_mark(c) || c == '(') {
            span.start -= signs;
        }
        if text[span.end..].starts_with(['%', '°', '!', '?']) {
            span.end += text[span.end..].chars().next().map_or(0, char::len_utf8);
        }
        if let Some(quotation) = self.document.quotation_at(first.start)
            && self.document.words_in(quotation.inside).next().is_some_and(|word| word.span == first)
        {
            span.start = quotation.open.start;
        }
        if let Some(quotation) = self.document.quotation_at(last.start)
            && self.document.words_in(quotation.inside).next_back().is_some_and(|word| word.span == last)
        {
            span.end = quotation.whole().end;
        }
        if text[..span.start].ends_with('(') && span.of(text).matches(')').count() > span.of(text).matches('(').count()
        {
            span.start -= 1;
        }
        if text[span.end..].starts_with(')') && span.of(text).matches('(').count() > span.of(text).matches(')').count()
        {
            span.end += 1;
        }
        span
    }

    pub(super) fn last_in(&self, range: std::ops::Range<usize>) -> Option<usize> {
        self.of[range].iter().rev().find_map(|part| match *part {
            Part::Content(k) | Part::Frame(k) => Some(k),
            Part::Nothing => None,
        })
    }
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥')
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'' | '«' | '„')
}

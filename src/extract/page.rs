//! An article's text with its paragraphs, sentences, quotations and words, found once for all steps.

use std::ops::Range;

use crate::text::Span;
use crate::text::furniture::{Part, parts};
use crate::text::paragraphs::paragraphs;
use crate::text::quotes::{Quotation, quotations};
use crate::text::sentences::all_sentences;

/// The text and what stands where in it. All lists are in order and free of overlap.
pub struct Page<'a> {
    /// the article's text
    pub text: &'a str,
    /// see [`crate::text::paragraphs`]
    pub paragraphs: Vec<Span>,
    /// what each paragraph is: body, caption, page furniture
    pub parts: Vec<Part>,
    /// see [`crate::text::sentences`]
    pub sentences: Vec<Span>,
    /// see [`crate::text::quotes`]
    pub quotations: Vec<Quotation>,
    /// runs of letters, digits and underscores
    pub words: Vec<Span>,
}

impl<'a> Page<'a> {
    /// Reads the text.
    pub fn new(text: &'a str) -> Self {
        let paragraphs = paragraphs(text);
        let sentences = all_sentences(text, &paragraphs);
        let quotations = quotations(text, &paragraphs);
        let parts = parts(text, &paragraphs);
        Page { text, sentences, quotations, words: words(text), parts, paragraphs }
    }

    /// Which words lie wholly or partly in `span`.
    pub fn word_range(&self, span: Span) -> Range<usize> {
        let from = self.words.partition_point(|w| w.end <= span.start);
        from..self.words.partition_point(|w| w.start < span.end).max(from)
    }

    /// The words that lie wholly or partly in `span`.
    pub fn words_in(&self, span: Span) -> &[Span] {
        &self.words[self.word_range(span)]
    }

    /// The quotation around a place.
    pub fn quotation_at(&self, at: usize) -> Option<&Quotation> {
        let next = self.quotations.partition_point(|q| q.open.start <= at);
        let quotation = &self.quotations[next.checked_sub(1)?];
        (at < quotation.whole().end).then_some(quotation)
    }

    /// True between quotation marks.
    pub fn is_quoted(&self, at: usize) -> bool {
        self.quotation_at(at).is_some_and(|q| q.inside.start <= at && at < q.inside.end)
    }

    /// Index of the paragraph that holds `at`, or of the last one before it.
    pub fn paragraph_of(&self, at: usize) -> usize {
        self.paragraphs.partition_point(|p| p.start <= at).saturating_sub(1)
    }

    /// Index of the sentence that holds `at`, or of the last one before it.
    pub fn sentence_index(&self, at: usize) -> usize {
        self.sentences.partition_point(|s| s.start <= at).saturating_sub(1)
    }

    /// What the paragraph that holds `at` is.
    pub fn part_of(&self, at: usize) -> Part {
        self.parts.get(self.paragraph_of(at)).copied().unwrap_or(Part::Body)
    }

    /// The sentence that holds `at`, or the last one before it; none in an empty text.
    pub fn sentence_of(&self, at: usize) -> Option<Span> {
        self.sentences.get(self.sentence_index(at)).copied()
    }

    /// `span` within the text, on character boundaries and widened to whole words; none when it holds no word and no sign.
    pub fn whole_words(&self, span: Span) -> Option<Span> {
        let mut start = span.start.min(self.text.len());
        let mut end = span.end.min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        if start >= end {
            return None;
        }
        let mut span = Span::new(start, end).trim(self.text);
        if span.is_empty() {
            return None;
        }
        if let Some(first) = self.words_in(span).first() {
            span.start = span.start.min(first.start);
        }
        if let Some(last) = self.words_in(span).last() {
            span.end = span.end.max(last.end);
        }
        Some(span)
    }
}

fn words(text: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        if c.is_alphanumeric() || c == '_' {
            start.get_or_insert(at);
        } else if let Some(from) = start.take() {
            out.push(Span::new(from, at));
        }
    }
    out.extend(start.map(|from| Span::new(from, text.len())));
    out
}

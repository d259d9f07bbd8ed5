//! One reading of a text, made once and used by all that follow: paragraphs and what each of them is, sentences,
//! quotations, tokens.
//!
//! All lists are in order and free of overlap; spans are bytes of the text. Knows nothing of attributions, names or
//! storage, and nothing of where the text comes from.

pub mod furniture;
pub mod inflect;
pub mod lemma;
pub mod paragraphs;
pub mod posts;
pub mod quotes;
pub mod sentences;
pub mod tokens;

use std::ops::Range;

use crate::text::Span;
use furniture::{Part, parts};
use paragraphs::paragraphs;
use posts::posts;
use quotes::{Quotation, quotations};
use sentences::sentences;
use tokens::{Token, tokens};

/// A text and what stands where in it.
#[derive(Debug)]
pub struct Document<'t> {
    /// the text, never changed
    pub text: &'t str,
    /// see [`mod@paragraphs`]
    pub paragraphs: Vec<Span>,
    /// what each paragraph is: body, headline, caption, page furniture
    pub parts: Vec<Part>,
    /// the post of a liveblog that each paragraph belongs to, see [`mod@posts`]
    pub posts: Vec<u32>,
    /// see [`mod@sentences`]
    pub sentences: Vec<Span>,
    /// see [`mod@quotes`]
    pub quotations: Vec<Quotation>,
    /// every word and every mark
    pub tokens: Vec<Token>,
    /// which of the tokens are words
    pub words: Vec<usize>,
}

impl<'t> Document<'t> {
    /// Reads a text.
    pub fn new(text: &'t str) -> Self {
        let (paragraphs, posts) = posts(text, paragraphs(text));
        let quotations = quotations(text, &paragraphs);
        let mut tokens = tokens(text);
        tell_quoted(&mut tokens, &quotations);
        Document {
            text,
            sentences: paragraphs.iter().flat_map(|&paragraph| sentences(text, paragraph)).collect(),
            quotations,
            words: (0..tokens.len()).filter(|&i| tokens[i].is_word()).collect(),
            tokens,
            parts: parts(text, &paragraphs),
            posts,
            paragraphs,
        }
    }

    /// The token of word `i`.
    pub fn word(&self, i: usize) -> &Token {
        &self.tokens[self.words[i]]
    }

    /// Which tokens lie wholly or partly in `span`.
    pub fn token_range(&self, span: Span) -> Range<usize> {
        let from = self.tokens.partition_point(|t| t.span.end <= span.start);
        from..self.tokens.partition_point(|t| t.span.start < span.end).max(from)
    }

    /// Which words lie wholly or partly in `span`.
    pub fn word_range(&self, span: Span) -> Range<usize> {
        let from = self.words.partition_point(|&w| self.tokens[w].span.end <= span.start);
        from..self.words.partition_point(|&w| self.tokens[w].span.start < span.end).max(from)
    }

    /// The words that lie wholly or partly in `span`.
    pub fn words_in(&self, span: Span) -> impl DoubleEndedIterator<Item = &Token> + ExactSizeIterator {
        self.words[self.word_range(span)].iter().map(|&w| &self.tokens[w])
    }

    /// The quotation around a place, marks included.
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

    /// What the paragraph that holds `at` is.
    pub fn part_of(&self, at: usize) -> Part {
        self.parts.get(self.paragraph_of(at)).copied().unwrap_or(Part::Body)
    }

    /// Index of the sentence that holds `at`, or of the last one before it.
    pub fn sentence_index(&self, at: usize) -> usize {
        self.sentences.partition_point(|s| s.start <= at).saturating_sub(1)
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
        if let Some(first) = self.words_in(span).next() {
            span.start = span.start.min(first.span.start);
        }
        if let Some(last) = self.words_in(span).next_back() {
            span.end = span.end.max(last.span.end);
        }
        Some(span)
    }
}

fn tell_quoted(tokens: &mut [Token], quotations: &[Quotation]) {
    for quotation in quotations {
        let from = tokens.partition_point(|t| t.span.start < quotation.inside.start);
        let to = tokens.partition_point(|t| t.span.start < quotation.inside.end);
        for token in tokens.get_mut(from..to).into_iter().flatten() {
            token.quoted = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_text_is_read() {
        let text = "Pier shut for months\n\nThe pier is “closed for good”, Ada Quist said. Nobody was hurt in the storm, she added.";
        let document = Document::new(text);
        assert_eq!(document.paragraphs.len(), 2);
        assert_eq!(document.parts, [Part::Headline, Part::Body]);
        assert_eq!(document.sentences.len(), 3);
        let quoted: Vec<&str> = document.tokens.iter().filter(|t| t.quoted).map(|t| t.span.of(text)).collect();
        assert_eq!(quoted, ["closed", "for", "good"]);
    }

    proptest! {
        /// Whatever the text: every list is in order and without overlap, tokens hold all that can be seen, and lie in
        /// paragraphs and sentences.
        #[test]
        fn a_document_is_sound(text in "([a-cA-C1.,!?'\"“”‘’«»é_ \n-]|e\u{301}|\u{AD}|\u{200B}|漢|n't|\r\n){0,60}") {
            let document = Document::new(&text);
            let spans = |list: &[Span]| list.windows(2).all(|pair| pair[0].end <= pair[1].start);
            prop_assert!(spans(&document.paragraphs));
            prop_assert!(spans(&document.sentences));
            prop_assert!(document.quotations.windows(2).all(|q| q[0].whole().end <= q[1].open.start));
            let tokens: Vec<Span> = document.tokens.iter().map(|t| t.span).collect();
            prop_assert!(spans(&tokens));
            let seen = |text: &str| text.chars().filter(|c| !c.is_whitespace() && !crate::text::fold::is_invisible(*c)).collect::<String>();
            prop_assert_eq!(seen(&text), tokens.iter().map(|t| seen(t.of(&text))).collect::<String>());
            for token in &tokens {
                prop_assert!(document.paragraphs.iter().any(|p| p.contains(*token)));
                prop_assert!(document.sentences.iter().any(|s| s.overlaps(*token)));
            }
        }
    }
}

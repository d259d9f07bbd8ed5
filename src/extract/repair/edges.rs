//! Rules for the edges and holes of contents.

use super::parts::{Part, Parts};
use crate::extract::words::EDGES;
use crate::statement::Attribution;

/// A hole of more words in a content is no slip of the encoder.
const HOLE_WORDS: usize = 3;
/// Words that a phrase broken off may still have.
const PHRASE_WORDS: usize = 4;

impl<'p, 't> Parts<'p, 't> {
    /// "said that the bridge is safe": the content begins with "that".
    pub(super) fn take_in_that(&mut self) {
        for i in 1..self.of.len() {
            if let Part::Content(k) = self.of[i]
                && self.of[i - 1] == Part::Nothing
                && &*self.document.word(i - 1).lower == "that"
                && self.between(i - 1, i).trim().is_empty()
            {
                self.of[i - 1] = Part::Content(k);
            }
        }
    }

    /// A content has no hole but its own source and cue (99.4 % in PolNeAR). Unmarked words inside it belong to it, unless
    /// they attribute something themselves ("and urged"): then what lies beyond them is another's content, whose cue
    /// the encoder did not see.
    pub(super) fn close_holes(&mut self, attributions: &[Attribution]) {
        for (k, attribution) in attributions.iter().enumerate() {
            let Some(cue) = attribution.cue.first().map(|c| self.document.word_range(*c).start) else { continue };
            let words: Vec<usize> = attribution.content.iter().flat_map(|c| self.document.word_range(*c)).collect();
            for pair in words.windows(2) {
                let hole = pair[0] + 1..pair[1];
                let here = |i: usize| self.of[i] == Part::Content(k);
                if hole.is_empty() || !here(pair[0]) || !here(pair[1]) {
                    continue;
                }
                if self.of[hole.clone()].iter().any(|p| *p != Part::Nothing)
                    || self.crosses_paragraphs(pair[0], pair[1])
                {
                    continue;
                }
                if hole.len() <= HOLE_WORDS {
                    self.of[hole].fill(Part::Content(k));
                    continue;
                }
                let beyond: Vec<usize> = match cue < hole.start {
                    true => (hole.end..self.of.len()).take_while(|&i| here(i)).collect(),
                    false => (0..hole.start).rev().take_while(|&i| here(i)).collect(),
                };
                if beyond.iter().any(|&i| self.document.word(i).quoted) {
                    continue;
                }
                for i in beyond {
                    self.of[i] = Part::Nothing;
                }
            }
        }
    }

    /// Unquoted content stands in the sentence of its cue (97 % in PolNeAR), or fills the sentences next to it. What was
    /// taken from elsewhere is another's, whose cue the encoder did not see.
    pub(super) fn stay_near_the_cue(&mut self, attributions: &[Attribution]) {
        for (k, attribution) in attributions.iter().enumerate() {
            let (Some(first), Some(last)) = (attribution.cue.first(), attribution.cue.last()) else { continue };
            let cue = self.document.sentence_index(first.start)..self.document.sentence_index(last.start) + 1;
            let mut sentences: Vec<usize> = Vec::new();
            for piece in &attribution.content {
                let (from, to) = (
                    self.document.sentence_index(piece.start),
                    self.document.sentence_index(piece.end.saturating_sub(1)),
                );
                sentences.extend((from..=to).filter(|s| !cue.contains(s)));
            }
            sentences.sort_unstable_by_key(|s| (if *s < cue.start { cue.start - s } else { s + 1 - cue.end }, *s));
            sentences.dedup();
            let mut kept = cue.clone();
            for sentence in sentences {
                let range = self.document.word_range(self.document.sentences[sentence]);
                let next = sentence + 1 == kept.start
                    || sentence >= kept.end && (kept.end..sentence).all(|between| self.is_aside(between));
                let filled = range.clone().all(|i| self.of[i] == Part::Content(k));
                if next && filled {
                    kept = kept.start.min(sentence)..kept.end.max(sentence + 1);
                    continue;
                }
                for i in range {
                    if self.of[i] == Part::Content(k) && !self.document.word(i).quoted {
                        self.of[i] = Part::Nothing;
                    }
                }
            }
        }
    }

    /// No content ends with "and", "but" or "the", or inside a compound ("14-year-"), or begins with its source's age.
    pub(super) fn mend_edges(&mut self) {
        let last = self.of.len().saturating_sub(1);
        for i in 1..last {
            let (Part::Frame(k), Part::Content(owner)) = (self.of[i - 1], self.of[i]) else { continue };
            let age = self.document.word(i).lower.parse::<u8>().is_ok();
            if k == owner && age && self.between(i - 1, i) == ", " && self.between(i, i + 1).starts_with(',') {
                self.of[i] = Part::Nothing;
            }
        }
        for i in 0..last {
            match (self.of[i], self.of[i + 1]) {
                (Part::Content(k), Part::Nothing) if self.is_compound(i) => self.of[i + 1] = Part::Content(k),
                _ => {}
            }
        }
        for i in (0..last).rev() {
            match (self.of[i], self.of[i + 1]) {
                (Part::Nothing, Part::Content(k)) if self.is_compound(i) => self.of[i] = Part::Content(k),
                _ => {}
            }
        }
        for i in 0..last {
            let Part::Content(k) = self.of[i] else { continue };
            if self.of[i + 1] != Part::Nothing || self.document.word(i).quoted {
                continue;
            }
            if EDGES.open_ended.has(&self.document.word(i).lower) {
                // to the next sign, but not far
                let mut end = i;
                while end < last
                    && end - i < PHRASE_WORDS
                    && self.of[end + 1] == Part::Nothing
                    && self.between(end, end + 1).trim().is_empty()
                {
                    end += 1;
                }
                self.of[i..=end].fill(Part::Content(k));
            }
        }
        for i in (0..=last).rev() {
            let at_end = i == last || self.of[i + 1] != self.of[i];
            if let (Some(Part::Content(_)), true) = (self.of.get(i), at_end)
                && EDGES.linking.has(&self.document.word(i).lower)
                && !self.document.word(i).quoted
                && !self.ends_question(i)
            {
                self.of[i] = Part::Nothing;
            }
        }
    }

    /// "(Applause.)" and the number of a line: what stands between the words of one turn.
    fn is_aside(&self, sentence: usize) -> bool {
        let words = self.document.sentences[sentence].of(self.document.text);
        words.starts_with(['(', '[']) || words.chars().all(|c| c.is_ascii_digit())
    }

    /// "Since when?"
    fn ends_question(&self, i: usize) -> bool {
        self.document.text[self.document.word(i).span.end..].starts_with('?')
    }

    /// Nothing but a hyphen, an apostrophe or a point stands between this word and the next.
    fn is_compound(&self, i: usize) -> bool {
        matches!(self.between(i, i + 1), "-" | "’" | "'" | "." | "/" | "&")
    }
}

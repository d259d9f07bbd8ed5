//! Rules for quotations: each belongs whole to one attribution, and goes on with its speaker.

use rustc_hash::FxHashMap as HashMap;

use super::parts::{Part, Parts};
use crate::document::quotes::Quotation;
use crate::statement::Attribution;
use crate::text::Span;

/// A quotation with fewer words may be a name, a title or a scare quote, and is moved only when it is partly marked.
const QUOTATION_WORDS: usize = 4;
/// Words between two quotations of a speaker in one paragraph (`said X, who …`).
const WORDS_BETWEEN: usize = 40;

impl<'p, 't> Parts<'p, 't> {
    /// A quotation that is partly content becomes content altogether, of the attribution that has most of it; unless a
    /// source or cue stands inside, which a speaker quoting another has, and a missing quotation mark.
    pub(super) fn keep_quotations_whole(&mut self) {
        for quotation in &self.document.quotations {
            let range = self.document.word_range(quotation.inside);
            if range.clone().any(|i| matches!(self.of[i], Part::Frame(_))) {
                continue;
            }
            let Some((owner, marked)) = self.main_owner(range.clone()) else { continue };
            if marked * 2 >= range.len() || (marked >= QUOTATION_WORDS && quotation.close.is_some()) {
                self.of[range].fill(Part::Content(owner));
            }
        }
    }

    /// A quotation that stands alone is no second piece of a statement where the text has its words again, or where it breaks off
    /// without a stop like a heading, far from the cue.
    pub(super) fn leave_out_pull_quotes(&mut self, attributions: &[Attribution]) {
        for (n, quotation) in self.document.quotations.iter().enumerate() {
            let range = self.document.word_range(quotation.inside);
            let Some((owner, _)) = self.main_owner(range.clone()) else { continue };
            let paragraph = |at: usize| self.document.paragraph_of(at);
            let here = paragraph(quotation.open.start);
            let near = |a: &Attribution| {
                a.cue.iter().chain(&a.source).any(|c| (here..=here + 1).contains(&paragraph(c.start)))
            };
            let heading = self.is_alone(*quotation) && self.breaks_off(*quotation) && !near(&attributions[owner]);
            if heading || self.is_said_again(n) {
                self.of[range].fill(Part::Nothing);
            }
        }
    }

    /// The quotation with this number stands alone, and its words stand in another one.
    fn is_said_again(&self, n: usize) -> bool {
        self.said_again.get_or_init(|| self.find_said_again())[n]
    }

    fn find_said_again(&self) -> Vec<bool> {
        const OPENING: usize = QUOTATION_WORDS;
        let quoted = |i: &usize| self.document.word(*i).quoted;
        let words = self.document.words.len();
        let opening = |i: usize| -> [&str; OPENING] { std::array::from_fn(|k| &*self.document.word(i + k).lower) };
        // where four quoted words stand, for a few places each
        let mut places: HashMap<[&str; OPENING], Vec<usize>> = HashMap::default();
        let alone: Vec<bool> = self.document.quotations.iter().map(|q| self.is_alone(*q)).collect();
        if alone.contains(&true) {
            for i in (0..words.saturating_sub(OPENING - 1)).filter(|i| quoted(i) && quoted(&(i + OPENING - 1))) {
                let known = places.entry(opening(i)).or_default();
                if known.len() < OPENING {
                    known.push(i);
                }
            }
        }
        let lower = |i: usize| (i < words).then(|| &*self.document.word(i).lower);
        let of = self.document.quotations.iter().zip(alone);
        of.map(|(quotation, alone)| {
            let range = self.document.word_range(quotation.inside);
            if !alone || range.len() < OPENING {
                return false;
            }
            let found = places.get(&opening(range.start)).map_or(&[][..], |found| found);
            // of two that stand alone the first is kept
            let stands_alone = |at: usize| {
                let place = self.document.word(at).span.start;
                self.document.quotation_at(place).is_some_and(|other| self.is_alone(*other))
            };
            let mut others =
                found.iter().filter(|&&at| !range.contains(&at) && (at < range.start || !stands_alone(at)));
            others.any(|&at| (0..range.len()).all(|k| lower(at + k) == lower(range.start + k)))
        })
        .collect()
    }

    /// It is a paragraph of its own.
    fn is_alone(&self, quotation: Quotation) -> bool {
        let paragraph = self.document.paragraphs[self.document.paragraph_of(quotation.open.start)];
        let range = self.document.word_range(quotation.inside);
        paragraph.start == quotation.open.start && self.document.words_in(paragraph).len() == range.len()
    }

    /// No stop, comma or question mark ends it.
    fn breaks_off(&self, quotation: Quotation) -> bool {
        let ends_in_word = |span: Span| span.of(self.document.text).trim_end().ends_with(char::is_alphanumeric);
        let behind = quotation.whole().end;
        let paragraph = self.document.paragraphs[self.document.paragraph_of(quotation.open.start)];
        quotation.close.is_some() && ends_in_word(quotation.inside) && behind >= paragraph.end
    }

    /// The attribution that has most words of the range, and how many.
    fn main_owner(&self, range: std::ops::Range<usize>) -> Option<(usize, usize)> {
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for part in &self.of[range] {
            if let Part::Content(k) = *part {
                match counts.iter_mut().find(|(owner, _)| *owner == k) {
                    Some((_, n)) => *n += 1,
                    None => counts.push((k, 1)),
                }
            }
        }
        // the first of equals
        counts.into_iter().rev().max_by_key(|&(_, n)| n)
    }

    /// After a quotation of some length a separate unquoted piece is another's or nobody's ("… he said of the bridge").
    pub(super) fn end_with_the_quotation(&mut self, attributions: &[Attribution]) {
        for (k, attribution) in attributions.iter().enumerate() {
            let words: Vec<usize> = attribution.content.iter().flat_map(|c| self.document.word_range(*c)).collect();
            let words: Vec<usize> = words.into_iter().filter(|&i| self.of[i] == Part::Content(k)).collect();
            let quoted = |i: &usize| self.document.word(*i).quoted;
            let run = words.iter().take_while(|i| quoted(i)).count();
            let rest = &words[run..];
            if run < QUOTATION_WORDS || rest.is_empty() || rest.iter().any(quoted) || rest[0] == words[run - 1] + 1 {
                continue;
            }
            for &i in rest {
                self.of[i] = Part::Nothing;
            }
        }
    }

    /// A quotation of whole sentences that nothing attributes goes on with the statement before it: after a quotation
    /// of the same paragraph, or as a paragraph of its own after one that ends with a speaker.
    pub(super) fn carry_on(&mut self) {
        for (n, &quotation) in self.document.quotations.iter().enumerate() {
            let range = self.document.word_range(quotation.inside);
            if range.len() < QUOTATION_WORDS
                || self.of[range.clone()].iter().any(|p| *p != Part::Nothing)
                || !self.is_whole_sentences(quotation)
                || self.is_heading(range.clone())
            {
                continue;
            }
            let paragraph = self.document.paragraphs[self.document.paragraph_of(quotation.open.start)];
            let alone = self.is_alone(quotation);
            if alone && (self.is_said_again(n) || self.breaks_off(quotation)) {
                continue;
            }
            let owner =
                if alone { self.last_of_paragraph_before(paragraph) } else { self.last_quoted_before(n, paragraph) };
            if let Some(owner) = owner {
                self.of[range].fill(Part::Content(owner));
            }
        }
    }

    /// A paragraph of a quotation that is not closed goes on in the next one: who is named there says both, not who spoke before.
    pub(super) fn join_open_paragraphs(&mut self, attributions: &[Attribution]) {
        let paragraph = |at: usize| self.document.paragraph_of(at);
        for pair in self.document.quotations.windows(2).rev() {
            let [open, next] = pair else { continue };
            let (here, below) = (paragraph(open.open.start), paragraph(next.open.start));
            let opens = self.document.paragraphs[below].start == next.open.start;
            if open.close.is_some() || !self.is_alone(*open) || below != here + 1 || !opens {
                continue;
            }
            let owner = self.main_owner(self.document.word_range(next.inside)).map(|(owner, _)| owner);
            // the label of a line says where a turn begins
            let is_word = |c: &Span| c.of(self.document.text).contains(char::is_alphanumeric);
            let told = |a: &Attribution| a.cue.iter().any(|c| is_word(c) && paragraph(c.start) >= below);
            if let Some(owner) = owner.filter(|&owner| told(&attributions[owner])) {
                let range = self.document.word_range(open.inside);
                if !self.of[range.clone()].iter().any(|part| matches!(part, Part::Frame(_))) {
                    self.of[range].fill(Part::Content(owner));
                }
            }
        }
    }

    /// Every long word begins with a capital: a title or a heading in quotation marks.
    fn is_heading(&self, range: std::ops::Range<usize>) -> bool {
        range
            .into_iter()
            .map(|i| self.word(i))
            .filter(|w| w.chars().count() > 3)
            .all(|w| w.starts_with(char::is_uppercase))
    }

    /// A sentence begins with the opening mark, and one ends with the closing mark.
    fn is_whole_sentences(&self, quotation: Quotation) -> bool {
        let begins = self.document.sentences.binary_search_by_key(&quotation.open.start, |s| s.start).is_ok();
        let end = quotation.whole().end;
        begins
            && self
                .document
                .sentence_of(end.saturating_sub(1))
                .is_some_and(|s| s.end <= end || self.document.words_in(Span::new(end, s.end)).len() == 0)
    }

    fn last_of_paragraph_before(&self, paragraph: Span) -> Option<usize> {
        let before = self.document.paragraph_of(paragraph.start).checked_sub(1)?;
        self.last_in(self.document.word_range(self.document.paragraphs[before]))
    }

    fn last_quoted_before(&self, n: usize, paragraph: Span) -> Option<usize> {
        let before = self.document.quotations[..n].last().filter(|q| q.open.start >= paragraph.start)?;
        let from = self.document.word_range(before.inside);
        let to = self.document.word_range(self.document.quotations[n].inside).start;
        let (owner, _) = self.main_owner(from.clone())?;
        let gap = &self.of[from.end.min(to)..to];
        let another = gap.iter().any(|p| matches!(*p, Part::Content(k) | Part::Frame(k) if k != owner));
        (gap.len() <= WORDS_BETWEEN && !another).then_some(owner)
    }
}

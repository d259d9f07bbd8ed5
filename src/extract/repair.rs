//! From the encoder's raw spans to the spans that a person would mark.
//!
//! The encoder labels words one by one, so its contents have holes, stop a word short or cut a quotation in two. The
//! rules here follow what the annotators of PolNeAR do nearly always: a quotation belongs whole to one attribution
//! (99.5 % of those of four words and more), a quotation that goes on after its attribution belongs to it (98 %), and so
//! does a paragraph that is one quotation and follows the speaker (85 %). Commas and full stops at the edges are left out,
//! "that" is left in.

use super::words::EDGES;
use super::{echo, layout, nested};
use crate::document::Document;
use crate::document::quotes::Quotation;
use crate::statement::Attribution;
use crate::text::Span;

/// A quotation with fewer words may be a name, a title or a scare quote, and is moved only when it is partly marked.
const QUOTATION_WORDS: usize = 4;
/// Words between two quotations of a speaker in one paragraph (`said X, who …`).
const WORDS_BETWEEN: usize = 40;
/// A hole of more words in a content is no slip of the encoder.
const HOLE_WORDS: usize = 3;

/// Words that a phrase broken off may still have.
const PHRASE_WORDS: usize = 4;

/// What a word of the text is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Nothing,
    /// content of the attribution with this index
    Content(usize),
    /// source or cue of the attribution with this index
    Frame(usize),
}

/// An attribution with its spans repaired, and by which rules.
pub struct Repaired {
    pub attribution: Attribution,
    /// what found it, then what changed its content
    pub rules: Vec<&'static str>,
}

/// A rule that moves words from one part to another, and its name.
type Rule<'p, 't> = (&'static str, fn(&mut Parts<'p, 't>, &[Attribution]));

/// The rules in their order.
fn rules<'p, 't>() -> [Rule<'p, 't>; 7] {
    [
        ("quotation kept whole", |parts, _| parts.keep_quotations_whole()),
        ("“that” taken in", |parts, _| parts.take_in_that()),
        ("hole closed", Parts::close_holes),
        ("kept near its cue", Parts::stay_near_the_cue),
        ("edge mended", |parts, _| parts.mend_edges()),
        ("ended with the quotation", Parts::end_with_the_quotation),
        ("quotation carried on", |parts, _| parts.carry_on()),
    ]
}

/// The attributions with their spans repaired, in the order given. Those left without a word of content are gone.
pub fn repair(document: &Document, attributions: Vec<Attribution>) -> Vec<Repaired> {
    let mut encoded: Vec<Attribution> = attributions.into_iter().map(|a| clean(document, a)).collect();
    nested::give_back_main_clauses(document, &mut encoded);
    let (attributions, mut trace): (Vec<Attribution>, Vec<Vec<&str>>) =
        with_constructions(document, encoded).into_iter().map(|(found, by)| (found, vec![by])).unzip();
    let mut parts = Parts::new(document, &attributions);
    for (name, rule) in rules() {
        let before = parts.of.clone();
        rule(&mut parts, &attributions);
        for (was, is) in before.into_iter().zip(&parts.of).filter(|(was, is)| was != *is) {
            for part in [was, *is] {
                if let Part::Content(k) = part
                    && trace[k].last() != Some(&name)
                {
                    trace[k].push(name);
                }
            }
        }
    }
    let contents = parts.contents(attributions.len());
    attributions
        .into_iter()
        .zip(contents)
        .zip(trace)
        .filter(|((_, content), _)| !content.is_empty())
        .map(|((attribution, content), rules)| Repaired { attribution: Attribution { content, ..attribution }, rules })
        .collect()
}

/// Adds the attributions that rules find, in place of what the encoder made of the same words; each with what found it. What
/// it marked inside a line of a dialogue goes; an echo gives way to an attribution of which it is surer.
fn with_constructions(document: &Document, encoded: Vec<Attribution>) -> Vec<(Attribution, &'static str)> {
    let mut all: Vec<_> = layout::attributions(document).into_iter().map(|found| (found, "layout")).collect();
    // how sure a rule is that a word is its own, by word
    let mut taken = vec![0.0_f32; document.words.len()];
    let mut take = |spans: &[Span], sureness: f32| {
        spans.iter().for_each(|s| taken[document.word_range(*s)].fill(sureness));
    };
    all.iter().for_each(|(line, _)| take(&line.content, 1.0));
    let frames: Vec<_> = echo::attributions(document).into_iter().map(|found| (found, "echo")).collect();
    for (frame, _) in &frames {
        take(&frame.content, frame.confidence);
        take(&frame.cue, frame.confidence);
    }
    let mut surer = vec![false; document.words.len()];
    let most =
        |spans: &[Span]| spans.iter().flat_map(|s| &taken[document.word_range(*s)]).copied().fold(0.0_f32, f32::max);
    for attribution in encoded {
        let by_cue = most(&attribution.cue);
        if by_cue == 1.0 || most(&attribution.content) == 1.0 || by_cue > attribution.confidence {
            continue;
        }
        if by_cue > 0.0 {
            attribution.cue.iter().for_each(|c| surer[document.word_range(*c)].fill(true));
        }
        all.push((attribution, "encoder"));
    }
    let contested = |s: &Span| surer[document.word_range(*s)].contains(&true);
    all.extend(frames.into_iter().filter(|(f, _)| !f.content.iter().chain(&f.cue).any(contested)));
    all
}

/// Spans within the text, on whole words, in order.
fn clean(document: &Document, attribution: Attribution) -> Attribution {
    let tidy = |spans: Vec<Span>| {
        let mut spans: Vec<Span> = spans.into_iter().filter_map(|s| document.whole_words(s)).collect();
        spans.sort();
        spans.dedup();
        spans
    };
    Attribution {
        source: tidy(attribution.source),
        cue: tidy(attribution.cue),
        content: tidy(attribution.content),
        confidence: attribution.confidence,
    }
}

/// Which word is part of what; the rules move words, spans are made of them at the end.
struct Parts<'p, 't> {
    document: &'p Document<'t>,
    of: Vec<Part>,
}

impl<'p, 't> Parts<'p, 't> {
    fn new(document: &'p Document<'t>, attributions: &[Attribution]) -> Self {
        let mut parts = Parts { document, of: vec![Part::Nothing; document.words.len()] };
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

    /// A quotation that is partly content becomes content altogether, of the attribution that has most of it; unless a
    /// source or cue stands inside, which a speaker quoting another has, and a missing quotation mark.
    fn keep_quotations_whole(&mut self) {
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

    /// "said that the bridge is safe": the content begins with "that".
    fn take_in_that(&mut self) {
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

    /// Text between two neighbouring words.
    fn between(&self, left: usize, right: usize) -> &'t str {
        &self.document.text[self.document.word(left).span.end..self.document.word(right).span.start]
    }

    /// A content has no hole but its own source and cue (99.4 % in PolNeAR). Unmarked words inside it belong to it, unless
    /// they attribute something themselves ("and urged"): then what lies beyond them is another's content, whose cue
    /// the encoder did not see.
    fn close_holes(&mut self, attributions: &[Attribution]) {
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

    fn word(&self, i: usize) -> &'t str {
        self.document.word(i).span.of(self.document.text)
    }

    fn crosses_paragraphs(&self, left: usize, right: usize) -> bool {
        let place = |i: usize| self.document.paragraph_of(self.document.word(i).span.start);
        place(left) != place(right)
    }

    /// Unquoted content stands in the sentence of its cue (97 % in PolNeAR), or fills the sentences next to it. What was
    /// taken from elsewhere is another's, whose cue the encoder did not see.
    fn stay_near_the_cue(&mut self, attributions: &[Attribution]) {
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
                let next = sentence + 1 == kept.start || sentence == kept.end;
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

    /// After a quotation of some length a separate unquoted piece is another's or nobody's ("… he said of the bridge").
    fn end_with_the_quotation(&mut self, attributions: &[Attribution]) {
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

    /// No content ends with "and", "but" or "the", or inside a compound ("14-year-").
    fn mend_edges(&mut self) {
        let last = self.of.len().saturating_sub(1);
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
            {
                self.of[i] = Part::Nothing;
            }
        }
    }

    /// Nothing but a hyphen, an apostrophe or a point stands between this word and the next.
    fn is_compound(&self, i: usize) -> bool {
        matches!(self.between(i, i + 1), "-" | "’" | "'" | "." | "/" | "&")
    }

    /// A quotation of whole sentences that nothing attributes goes on with the statement before it: after a quotation
    /// of the same paragraph, or as a paragraph of its own after one that ends with a speaker.
    fn carry_on(&mut self) {
        for n in 0..self.document.quotations.len() {
            let quotation = self.document.quotations[n];
            let range = self.document.word_range(quotation.inside);
            if range.len() < QUOTATION_WORDS
                || self.of[range.clone()].iter().any(|p| *p != Part::Nothing)
                || !self.is_whole_sentences(quotation)
                || self.is_heading(range.clone())
            {
                continue;
            }
            let paragraph = self.document.paragraphs[self.document.paragraph_of(quotation.open.start)];
            let alone =
                paragraph.start == quotation.open.start && self.document.words_in(paragraph).len() == range.len();
            let owner =
                if alone { self.last_of_paragraph_before(paragraph) } else { self.last_quoted_before(n, paragraph) };
            if let Some(owner) = owner {
                self.of[range].fill(Part::Content(owner));
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

    fn last_in(&self, range: std::ops::Range<usize>) -> Option<usize> {
        self.of[range].iter().rev().find_map(|part| match *part {
            Part::Content(k) | Part::Frame(k) => Some(k),
            Part::Nothing => None,
        })
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

    /// The content spans of each attribution.
    fn contents(&self, attributions: usize) -> Vec<Vec<Span>> {
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
    fn with_signs(&self, first: usize, last: usize) -> Span {
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
        if text[span.end..].starts_with(')') && span.of(text).matches('(').count() > span.of(text).matches(')').count()
        {
            span.end += 1;
        }
        span
    }
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '£' | '€' | '¥')
}

fn is_mark(c: char) -> bool {
    matches!(c, '"' | '“' | '‘' | '\'' | '«' | '„')
}

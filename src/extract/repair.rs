//! From the encoder's raw spans to the spans that a person would mark.
//!
//! The encoder labels words one by one, so its contents have holes, stop a word short or cut a quotation in two. The
//! rules here follow what the annotators of PolNeAR do nearly always: a quotation belongs whole to one attribution
//! (99.5 % of those of four words and more), a quotation that goes on after its attribution belongs to it (98 %), and so
//! does a paragraph that is one quotation and follows the speaker (85 %). Commas and full stops at the edges are left out,
//! "that" is left in.

mod edges;
mod parts;
mod quotations;

use super::dialogue::{Dialogue, dialogue};
use super::{echo, layout, led_in, nested};
use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;
use parts::{Part, Parts};

/// An attribution with its spans repaired, and by which rules.
#[derive(Clone)]
pub struct Repaired {
    pub attribution: Attribution,
    /// what found it
    pub found: Found,
    /// what changed its content
    pub rules: Vec<&'static str>,
}

/// What found an attribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    Encoder,
    /// a line of a dialogue, a signed or listed quotation: [`layout`]
    Layout,
    /// "a position reaffirmed by": [`echo`]
    Echo,
    /// "Ada Quist shook her head. “No.”": [`led_in`]
    LedIn,
}

impl Found {
    /// Its name among the rules of a statement.
    pub fn name(self) -> &'static str {
        match self {
            Found::Encoder => "encoder",
            Found::Layout => "layout",
            Found::Echo => "echo",
            Found::LedIn => "led in",
        }
    }
}

/// A rule that moves words from one part to another, and its name.
type Rule<'p, 't> = (&'static str, fn(&mut Parts<'p, 't>, &[Attribution]));

/// The rules in their order.
fn rules<'p, 't>() -> [Rule<'p, 't>; 9] {
    [
        ("pull quote left out", Parts::leave_out_pull_quotes),
        ("quotation kept whole", |parts, _| parts.keep_quotations_whole()),
        ("“that” taken in", |parts, _| parts.take_in_that()),
        ("hole closed", Parts::close_holes),
        ("kept near its cue", Parts::stay_near_the_cue),
        ("edge mended", |parts, _| parts.mend_edges()),
        ("ended with the quotation", Parts::end_with_the_quotation),
        ("quotation carried on", |parts, _| parts.carry_on()),
        ("paragraph not closed", Parts::join_open_paragraphs),
    ]
}

/// The attributions with their spans repaired, in the order given. Those left without a word of content are gone.
pub fn repair(document: &Document, attributions: Vec<Attribution>) -> Vec<Repaired> {
    let mut encoded: Vec<Attribution> = attributions.into_iter().map(|a| clean(document, a)).collect();
    nested::give_back_main_clauses(document, &mut encoded);
    let (mut attributions, mut found): (Vec<Attribution>, Vec<Found>) =
        with_constructions(document, encoded).into_iter().unzip();
    let led = led_in::take(document, &mut attributions);
    attributions.extend(led);
    found.resize(attributions.len(), Found::LedIn);
    let mut trace: Vec<Vec<&str>> = vec![Vec::new(); attributions.len()];
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
        .zip(found.into_iter().zip(trace))
        .filter(|((_, content), _)| !content.is_empty())
        .map(|((attribution, content), (found, rules))| {
            let attribution = Attribution { content, ..attribution };
            Repaired { attribution, found, rules }
        })
        .collect()
}

/// Adds the attributions that rules find, in place of what the encoder made of the same words; each with what found it. What
/// it marked inside a line of a dialogue goes; an echo gives way to an attribution of which it is surer.
fn with_constructions(document: &Document, encoded: Vec<Attribution>) -> Vec<(Attribution, Found)> {
    let Dialogue { turns: mut lines, unsaid } = dialogue(document);
    lines.extend(layout::attributions(document));
    lines.sort_by_key(|line| line.content.first().copied());
    let mut all: Vec<_> = lines.into_iter().map(|line| (line, Found::Layout)).collect();
    // how sure a rule is that a word is its own, by word
    let mut taken = vec![0.0_f32; document.words.len()];
    let mut take = |spans: &[Span], sureness: f32| {
        spans.iter().for_each(|s| taken[document.word_range(*s)].fill(sureness));
    };
    all.iter().for_each(|(line, _)| take(&line.content, 1.0));
    take(&unsaid, 1.0);
    let frames: Vec<_> = echo::attributions(document).into_iter().map(|frame| (frame, Found::Echo)).collect();
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
        all.push((attribution, Found::Encoder));
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

//! Two sources in one sentence: "The union said that the terms were fair, the ministry said on Monday." Whoever stands at the
//! end of the sentence voices all of it; what "the union said" is part of what the ministry reports. Nine of ten
//! attributions at a sentence's end have the whole sentence as their content in PolNeAR's training articles.

use std::sync::LazyLock;

use regex::Regex;

use super::thresholds::THRESHOLDS;
use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;

/// Words between the cue at the end and the full stop: "on Monday", "in a statement".
const WORDS_BEHIND: usize = 5;

/// ", the ministry said on its website." at the end of a sentence.
static LAST_FRAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x) ,[”\x22]? \s (?<source> the\s(?:[a-z’'-]+\s){0,2}?[a-z-]+ ) \s (?<cue> added | announced | reported | said )
          (?: \s (?:in|on|to|at|after|late|early|during|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday) \b [^,.;“”]{0,40} )? \.? $",
    )
    .expect("a constant pattern")
});

/// Gives the voice at a sentence's end what the encoder divided between it and a cue before.
pub fn hear_the_last(document: &Document, attributions: &mut Vec<Attribution>) {
    let mut inside = vec![false; attributions.len()];
    for outer in 0..attributions.len() {
        let Some(whole) = said_last(document, &attributions[outer]) else { continue };
        let passive = attributions.iter().enumerate().position(|(i, a)| {
            let within = |spans: &[Span]| spans.iter().all(|s| whole.contains(*s));
            i != outer && a.source.is_empty() && !a.cue.is_empty() && within(&a.cue) && within(&a.content)
        });
        if let Some(passive) = passive {
            inside[passive] = true;
            attributions[outer].content = vec![whole];
        }
    }
    let mut added = Vec::new();
    for (i, attribution) in attributions.iter().enumerate() {
        if let Some(outer) = unheard(document, attributions, attribution) {
            inside[i] = true;
            added.push(outer);
        }
    }
    let mut inside = inside.into_iter();
    attributions.retain(|_| !inside.next().unwrap_or_default());
    attributions.extend(added);
}

/// The sentence up to the comma before source and cue, where these end it and none of it is quoted.
fn said_last(document: &Document, attribution: &Attribution) -> Option<Span> {
    let frame = Span::hull(&attribution.source)?;
    let cue = Span::hull(&attribution.cue)?;
    let frame = Span::new(frame.start.min(cue.start), frame.end.max(cue.end));
    let sentence = document.sentence_of(frame.start)?;
    let content = Span::hull(&attribution.content)?;
    if frame.end > sentence.end || content.start < sentence.start || content.end > frame.start {
        return None;
    }
    let whole = Span::new(sentence.start, content.end);
    let behind = document.words_in(Span::new(frame.end, sentence.end)).len();
    let comma = document.text[content.end..frame.start].trim() == ",";
    let quoted = document.words_in(whole).any(|word| word.quoted);
    (comma && !quoted && behind <= WORDS_BEHIND).then_some(whole)
}

/// A frame at the end of the sentence that nothing marked, behind an attribution that begins the sentence.
fn unheard(document: &Document, all: &[Attribution], inner: &Attribution) -> Option<Attribution> {
    let (source, cue) = (inner.source.first()?, inner.cue.first()?);
    let content = Span::hull(&inner.content)?;
    let sentence = document.sentence_of(source.start)?;
    if document.words_in(Span::new(sentence.start, source.start)).len() > 1 || cue.start > content.start {
        return None;
    }
    let found = LAST_FRAME.captures(sentence.of(document.text))?;
    let part = |name| found.name(name).map(|m| Span::new(sentence.start + m.start(), sentence.start + m.end()));
    let (last_source, last_cue) = (part("source")?, part("cue")?);
    let comma = sentence.start + found.get(0)?.start();
    if content.start > comma || document.is_quoted(last_source.start) {
        return None;
    }
    let frame = Span::new(last_source.start, last_cue.end);
    let heard = |a: &Attribution| a.cue.iter().chain(&a.source).any(|s| s.overlaps(frame));
    if all.iter().any(heard) {
        return None;
    }
    let content = vec![Span::new(sentence.start, comma)];
    Some(Attribution {
        source: vec![last_source],
        cue: vec![last_cue],
        content,
        confidence: THRESHOLDS.last_voice.max(inner.confidence),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heard(text: &str, parts: &[(&str, &str, &str)]) -> Vec<(String, String)> {
        let find = |words: &str| match text.find(words) {
            Some(at) if !words.is_empty() => vec![Span::new(at, at + words.len())],
            _ => Vec::new(),
        };
        let mut all: Vec<Attribution> = parts
            .iter()
            .map(|(source, cue, content)| Attribution {
                source: find(source),
                cue: find(cue),
                content: find(content),
                confidence: 0.5,
            })
            .collect();
        hear_the_last(&Document::new(text), &mut all);
        let words = |spans: &[Span]| spans.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" … ");
        all.iter().map(|a| (words(&a.source), words(&a.content))).collect()
    }

    #[test]
    fn the_voice_at_the_end_has_the_whole_sentence() {
        let text = "They said that the dam would hold, the company said on its website.";
        let found = heard(text, &[("They", "said", "that the dam would hold")]);
        assert_eq!(found, [("the company".to_owned(), "They said that the dam would hold".to_owned())]);
        let text = "The cuts are expected to last for weeks, the utility added.";
        let found = heard(text, &[("", "are expected", "The cuts"), ("the utility", "added", "to last for weeks")]);
        assert_eq!(found, [("the utility".to_owned(), "The cuts are expected to last for weeks".to_owned())]);
    }

    #[test]
    fn two_voices_side_by_side_stay_two() {
        let text = "Quist said that the dam would hold, and the company said nothing.";
        let found = heard(text, &[("Quist", "said", "that the dam would hold")]);
        assert_eq!(found, [("Quist".to_owned(), "that the dam would hold".to_owned())]);
    }
}

//! The sentences of a statement: where each begins and ends, which frames stand around it, what its negations reach.

use std::ops::Range;

use super::clauses::{Clause, clauses, restricts};
use super::lexicon::{FrameStance, LEXICON};
use super::lists::CLAUSES;
use super::parts::{is_negating, is_turning};
use super::unit::{Framed, Negation, Unit, Voice};
use super::word::Word;
#[cfg(test)]
use super::words::words;
use crate::document::sentences::sentences;
use crate::lexicon::List;
use crate::text::Span;

/// Sentences of fewer words belong to their neighbour when nobody is quoted.
const SCRAP_WORDS: usize = 4;
/// Words that a negation can reach, and those of them that say something.
const REACH: usize = 14;
const FOCUS: usize = 8;

/// Sentences. A headline's question and its answer are one ("Closed for good? No"), and so are scraps with what they belong to.
pub(super) fn unit_ranges(text: &str, headline: bool, words: &[Word]) -> Vec<Range<usize>> {
    let index = |byte: usize| words.partition_point(|word| word.span.start < byte);
    let spoken = |range: &Range<usize>| words[range.clone()].iter().filter(|word| !word.is_punctuation).count();
    let mut out: Vec<Range<usize>> = Vec::new();
    for sentence in sentences(text, Span::new(0, text.len())) {
        let range = index(sentence.start)..index(sentence.end);
        match out.last_mut() {
            Some(last) if headline => {
                let unfinished =
                    words[last.clone()].last().is_some_and(|word| matches!(word.lower.as_str(), "?" | "!"));
                if unfinished || spoken(last) < SCRAP_WORDS || spoken(&range) < SCRAP_WORDS {
                    last.end = range.end;
                } else {
                    out.push(range);
                }
            }
            _ => out.push(range),
        }
    }
    out
}

/// One sentence. `denied`, `asked`: its cue says so; `indirect`: nobody is quoted.
pub(super) fn unit(words: &[Word], range: Range<usize>, denied: bool, asked: bool, indirect: bool) -> Unit {
    let mut unit = Unit { range: range.clone(), asked: asked || is_question(words, &range), ..Unit::default() };
    for frame in frames(words, &range) {
        if frame.stance == FrameStance::Reported {
            unit.reported = true;
        } else if frame.stance == FrameStance::Possible {
            unit.possible = true;
        } else {
            if frame.stance == FrameStance::Denied {
                unit.cues.push(frame.cue.clone());
            }
            if unit.frame.as_ref().is_none_or(|known| known.stance < frame.stance) {
                unit.frame = Some(frame);
            }
        }
    }
    // "Closed for good? Hoax goes round": the question has its answer
    let question = words[range.clone()].iter().rposition(|word| word.lower == "?").map(|at| range.start + at);
    unit.asked &= asked || !unit.cues.iter().any(|cue| question.is_some_and(|at| cue.start > at));
    if denied {
        // the cue denies: what the content itself calls false is then upheld
        unit.frame = match unit.frame.take() {
            Some(frame) if frame.stance == FrameStance::Denied => None,
            _ => {
                let cue = range.start..range.start;
                Some(Framed {
                    id: "denies".to_owned(),
                    stance: FrameStance::Denied,
                    alone: true,
                    spelled_out: false,
                    of_event: true,
                    cue,
                    scope: range.clone(),
                })
            }
        };
    }
    unit.clauses = clauses(words, range.clone(), indirect);
    unit.negations = negations(words, &range, &unit.clauses);
    unit.voiced = voice(&words[range], indirect);
    unit
}

/// Whom the pronouns bring in; a person who opens indirect speech ("that she had warned …") is most often its speaker.
fn voice(words: &[Word], indirect: bool) -> Option<Voice> {
    let any = |of: &[Word], list: &List| of.iter().any(|word| word.weight == 0.0 && list.has(&word.lower));
    if any(words, &CLAUSES.we) {
        Some(Voice::Body)
    } else if any(words, &CLAUSES.i) || indirect && any(&words[..words.len().min(3)], &CLAUSES.he) {
        Some(Voice::Speaker)
    } else {
        None
    }
}

/// All frames of a unit, in the order of the lexicon.
fn frames(words: &[Word], range: &Range<usize>) -> Vec<Framed> {
    let inside = &words[..range.end];
    let mut out = Vec::new();
    for frame in &LEXICON.frames {
        let hit = range.clone().filter_map(|at| frame.patterns.at(inside, at)).find(|hit| {
            let near = hit.start.saturating_sub(4).max(range.start)..hit.end;
            !near.into_iter().any(|at| frame.except.at(inside, at).is_some_and(|no| no.end > hit.start))
        });
        if let Some(cue) = hit {
            let presupposed = presupposed(words, range, &cue) && !frame.after && frame.stance != FrameStance::Doubted;
            let stance = if presupposed { FrameStance::Doubted } else { frame.stance };
            let scope = if frame.after { cue.end..range.end } else { range.clone() };
            let id = if presupposed { "presupposed".to_owned() } else { frame.id.clone() };
            out.push(Framed {
                id,
                stance,
                alone: frame.alone && !presupposed,
                spelled_out: frame.spelled_out && !presupposed,
                of_event: frame.of_event && !presupposed,
                cue,
                scope,
            });
        }
    }
    out
}

/// "fired over a fabricated story": the story is untrue, not the dismissal.
fn presupposed(words: &[Word], range: &Range<usize>, hit: &Range<usize>) -> bool {
    let before = words[range.start..hit.start].iter().rev().find(|word| !CLAUSES.articles.has(&word.lower));
    before.is_some_and(|word| CLAUSES.presupposing.has(&word.lower))
}

/// A question, or one with its answer: nothing is simply told.
fn is_question(words: &[Word], range: &Range<usize>) -> bool {
    let unit = &words[range.clone()];
    unit.iter().any(|word| word.lower == "?")
}

fn negations(words: &[Word], range: &Range<usize>, clauses: &[Clause]) -> Vec<Negation> {
    let mut out: Vec<Negation> = Vec::new();
    for at in range.clone() {
        let negates = is_negating(words, at);
        if !negates || LEXICON.no_negation.at(&words[..range.end], at).is_some() {
            continue;
        }
        // "why not", "if not": the exception begins before the negation
        let before = at.saturating_sub(2).max(range.start);
        if LEXICON.no_negation.find(&words[..range.end], before..at).is_some_and(|hit| hit.end > at) {
            continue;
        }
        let mut end =
            clauses.iter().find(|clause| clause.range.contains(&at)).map_or(range.end, |clause| clause.range.end);
        // what narrows down the denied thing is denied with it
        if let Some(next) = clauses.iter().find(|clause| clause.range.start == end && restricts(words, end)) {
            end = next.range.end;
        }
        let focus = focus(words, at, end);
        if !focus.is_empty() {
            out.push(Negation { at, focus, verb: is_turning(words, at) });
        }
    }
    out
}

/// What a negation denies: the content words after it, up to the end of the clause.
fn focus(words: &[Word], at: usize, end: usize) -> Vec<usize> {
    let mut out = Vec::new();
    for (skipped, i) in (at + 1..end).enumerate() {
        let word = &words[i];
        let clause_ends = word.ends_part() || word.lower == "," || CLAUSES.ends_negation.has(&word.lower);
        if clause_ends || skipped > REACH || out.len() == FOCUS {
            break;
        }
        let says = LEXICON.carrying.contains(&word.lemma);
        if (word.is_content() || says && out.is_empty()) && !(out.is_empty() && LEXICON.light.contains(&word.lemma)) {
            out.push(i);
        }
    }
    out
}

/// True when an entry of a lexicon (`frames`, `relations`, `polarity`, `judgements`) is met by an example as its file writes it.
#[cfg(test)]
pub(crate) fn meets(file: &str, entry: &str, example: &str) -> bool {
    let read = words(example);
    match file {
        "frames" => frames(&read, &(0..read.len())).iter().any(|frame| frame.id == entry),
        // "death: die": the word is of the family
        "relations" => {
            let (word, family) = example.split_once(": ").expect("word: family");
            words(word).iter().any(|word| word.concept == family)
        }
        // "The tunnel is not closed: close": the negation, and what it denies
        "polarity" => {
            let (sentence, denied) = example.rsplit_once(": ").map_or((example, None), |(s, lemma)| (s, Some(lemma)));
            let read = words(sentence);
            let found = negations(&read, &(0..read.len()), &clauses(&read, 0..read.len(), false));
            let lemmas: Vec<&str> = found.iter().filter_map(|n| n.focus.first()).map(|&i| &*read[i].lemma).collect();
            denied.map_or(!lemmas.is_empty(), |denied| lemmas == [denied])
        }
        _ => read.iter().any(|word| LEXICON.judgements.contains_key(&word.lemma)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the strongest frame of a sentence may do: make a conflict alone, be spelled out by a negation, deny one event.
    fn may(text: &str) -> [bool; 3] {
        let read = words(text);
        let Some(frame) = unit(&read, 0..read.len(), false, false, false).frame else { panic!("{text}: no frame") };
        [frame.alone, frame.spelled_out, frame.of_event]
    }

    #[test]
    fn what_a_frame_may_do_is_as_its_entry_says() {
        assert_eq!(may("No, the lake has not dried up"), [true, true, false]);
        assert_eq!(may("Company denies plan to close the plant"), [true, false, true]);
        assert_eq!(may("Harbour monster hoax was told in May"), [true, false, false]);
        assert_eq!(may("Unconfirmed report of a leak at the plant"), [false, false, false]);
        // the story is untrue, not the dismissal: too weak, and no more of its own entry
        assert_eq!(may("Editor fired over a fabricated story"), [false, false, false]);
    }
}

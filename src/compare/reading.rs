//! How a statement is read: its sentences, what each stands by, and what it negates.

use std::ops::Range;

use super::claim::Claim;
use super::clauses::{Clause, clauses, restricts};
use super::lexicon::{FrameStance, LEXICON};
use super::lists::CLAUSES;
use super::parts::{is_negating, is_relation, is_turning, judges};
use super::setting::Setting;
use super::word::Word;
use super::words::words;
use crate::document::lemma::lemma;
use crate::document::sentences::sentences;
use crate::lexicon::List;
use crate::statement::{Act, Kind};
use crate::text::Span;

/// Bytes of a statement that are looked at: nobody says more in one breath, and what is longer is no statement.
const LONGEST: usize = 8 * 1024;
/// A statement of more sentences is a speech.
const MOST_SENTENCES: usize = 4;
/// Sentences of fewer words belong to their neighbour when nobody is quoted.
const SCRAP_WORDS: usize = 4;
/// Words that a negation can reach, and those of them that say something.
const REACH: usize = 14;
const FOCUS: usize = 8;

/// A statement taken apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Reading {
    pub words: Vec<Word>,
    pub units: Vec<Unit>,
    /// who "I" is
    pub speaker: Vec<Word>,
    /// who "we" are, beside the speaker
    pub body: Vec<Word>,
    /// the words that attribute it
    pub cue: String,
    /// all words of the sentences that hold it
    pub sentence: Vec<Word>,
    /// whom and what its article is about
    pub names: Vec<String>,
    /// places of the words that judge
    pub judging: Vec<usize>,
    /// places of the words that say what one is or does to another
    pub relations: Vec<usize>,
}

/// Whom the pronouns of a sentence bring in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Voice {
    /// "I", or "he" in indirect speech
    Speaker,
    /// "we"
    Body,
}

/// A sentence, or a headline.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Unit {
    /// words of the reading
    pub range: Range<usize>,
    /// strongest frame
    pub frame: Option<Framed>,
    /// the words of all frames that call it untrue
    pub cues: Vec<Range<usize>>,
    /// it is passed on, not asserted
    pub reported: bool,
    /// it may be so
    pub possible: bool,
    pub asked: bool,
    pub negations: Vec<Negation>,
    /// its clauses, in order
    pub clauses: Vec<Clause>,
    /// when and where it holds
    pub setting: Setting,
    /// who "I", "we" or "she" are belongs to what it is about
    pub voiced: Option<Voice>,
}

/// A frame around what a unit tells.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Framed {
    pub id: String,
    pub stance: FrameStance,
    /// the words that say so
    pub cue: Range<usize>,
    /// the words that it is about
    pub scope: Range<usize>,
}

/// A negation, and what it denies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Negation {
    pub at: usize,
    /// content words in its reach, the first of which is the predicate or the thing denied
    pub focus: Vec<usize>,
    /// it is a verb such as "refuse", which tells something too
    pub verb: bool,
}

impl Unit {
    /// True when the unit tells its content as true.
    pub fn asserts(&self) -> bool {
        self.frame.is_none() && !self.asked
    }

    pub fn denies_all(&self) -> Option<&Framed> {
        self.frame.as_ref().filter(|frame| frame.stance == FrameStance::Denied)
    }

    /// Negations outside the words of its frames.
    pub fn own_negations(&self) -> impl Iterator<Item = &Negation> {
        let cue = self.frame.as_ref().map(|frame| frame.cue.clone()).unwrap_or_default();
        let framed = move |at: usize| cue.contains(&at) || self.cues.iter().any(|cue| cue.contains(&at));
        self.negations.iter().filter(move |negation| !framed(negation.at))
    }

    /// The clause that holds a word.
    pub fn clause(&self, at: usize) -> Option<&Clause> {
        self.clauses.iter().find(|clause| clause.range.contains(&at))
    }

    /// True when the word stands under a negation.
    pub fn negates(&self, word: usize) -> bool {
        self.negations.iter().any(|negation| negation.focus.contains(&word))
    }
}

impl Reading {
    pub fn new(claim: &Claim) -> Self {
        let words = words(beginning(&claim.text));
        let mut ranges = unit_ranges(claim, &words);
        ranges.retain(|range| words[range.clone()].iter().any(Word::is_content));
        // "said that no letter had come" denies by its content, "denied that a letter had come" by its cue
        let denied = claim.act == Some(Act::Deny) && !claim.negated && !is_plain(&claim.cue);
        let asked = claim.act == Some(Act::Ask);
        let indirect = claim.kind == Some(Kind::Indirect);
        let mut units: Vec<Unit> =
            ranges.into_iter().map(|range| unit(&words, range, denied, asked, indirect)).collect();
        for unit in &mut units {
            // what nobody voiced, or is said not to have been said; what is wanted
            unit.reported |= !claim.on_record || claim.negated;
            unit.possible |= claim.act == Some(Act::Demand);
            unit.setting = Setting::new(claim, &words[unit.range.clone()]);
        }
        let named = |name: &Option<String>| -> Vec<Word> {
            name.iter().flat_map(|name| crate::compare::words::words(name)).filter(Word::is_content).collect()
        };
        let places = |is: fn(&[Word], usize) -> bool| (0..words.len()).filter(|&at| is(&words, at)).collect();
        let judging = places(judges);
        let relations = places(is_relation);
        Self {
            words,
            units,
            judging,
            relations,
            speaker: named(&claim.speaker),
            body: named(&claim.organization),
            cue: claim.cue.clone(),
            names: claim.names.clone(),
            sentence: crate::compare::words::words(beginning(&claim.sentence)),
        }
    }

    /// Where one of its words stands.
    pub fn place(&self, word: &Word) -> Option<usize> {
        self.words.iter().position(|other| other.span == word.span)
    }

    /// True for a statement of so many sentences that it says something of everything.
    pub fn is_speech(&self) -> bool {
        self.units.len() > MOST_SENTENCES
    }

    /// The content words of all units.
    pub fn all_content(&self) -> Vec<&Word> {
        self.words.iter().filter(|word| word.is_content()).collect()
    }

    /// The content words of the sentences that hold it.
    pub fn around(&self) -> impl Iterator<Item = &Word> {
        self.sentence.iter().filter(|word| word.is_content())
    }

    /// Content words before a word in its clause: its subject, in the active.
    pub fn subject<'r>(&'r self, unit: &Unit, at: usize) -> Vec<&'r Word> {
        let clause = self.words[unit.range.start..at]
            .iter()
            .rev()
            .take_while(|word| !word.ends_part() && word.lower != "," && !CLAUSES.ends_subject.has(&word.lower));
        clause.take(8).filter(|word| word.is_content()).collect()
    }

    /// The content words of a unit, each concept once.
    pub fn content<'r>(&'r self, unit: &'r Unit) -> Vec<&'r Word> {
        let speaker = self.speaker.iter().filter(|_| unit.voiced.is_some());
        let voice = speaker.chain(self.body.iter().filter(|_| unit.voiced == Some(Voice::Body)));
        let mut seen: Vec<&str> = Vec::new();
        let mut out = Vec::new();
        for word in self.words[unit.range.clone()].iter().chain(voice).filter(|word| word.is_content()) {
            if !seen.contains(&word.concept.as_str()) {
                seen.push(&word.concept);
                out.push(word);
            }
        }
        out
    }
}

/// What is told as done or to come: no clause that supposes, passes on or negates.
pub(super) fn positive(reading: &Reading) -> Vec<&Word> {
    let units = reading.units.iter().filter(|unit| unit.asserts());
    units.flat_map(|unit| told(reading, unit, |_| true)).collect()
}

/// The same of one sentence, without what is to come.
pub(super) fn past<'r>(reading: &'r Reading, unit: &Unit) -> Vec<&'r Word> {
    told(reading, unit, |clause| !clause.future)
}

fn told<'r>(reading: &'r Reading, unit: &Unit, is: impl Fn(&Clause) -> bool) -> Vec<&'r Word> {
    let negated = |clause: &Clause| unit.own_negations().any(|negation| clause.range.contains(&negation.at));
    let clauses =
        unit.clauses.iter().filter(|clause| !clause.of_others && !clause.supposed && is(clause) && !negated(clause));
    clauses.flat_map(|clause| &reading.words[clause.range.clone()]).filter(|word| word.weight >= 0.7).collect()
}

/// A cue that leaves the denying to the content.
fn is_plain(cue: &str) -> bool {
    !cue.is_empty()
        && cue.split_whitespace().all(|word| {
            let word = word.to_lowercase();
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            CLAUSES.plain_cues.has(&lemma(word)) || LEXICON.function.contains(word)
        })
}

/// As much of a text as is compared.
pub(super) fn beginning(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|&end| text.is_char_boundary(end));
    &text[..end.unwrap_or(0)]
}

/// Sentences. A headline's question and its answer are one ("Closed for good? No"), and so are scraps with what they belong to.
fn unit_ranges(claim: &Claim, words: &[Word]) -> Vec<Range<usize>> {
    let index = |byte: usize| words.partition_point(|word| word.span.start < byte);
    let spoken = |range: &Range<usize>| words[range.clone()].iter().filter(|word| !word.is_punctuation).count();
    let mut out: Vec<Range<usize>> = Vec::new();
    let text = beginning(&claim.text);
    for sentence in sentences(text, Span::new(0, text.len())) {
        let range = index(sentence.start)..index(sentence.end);
        match out.last_mut() {
            Some(last) if claim.cue.is_empty() => {
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

fn unit(words: &[Word], range: Range<usize>, denied: bool, asked: bool, indirect: bool) -> Unit {
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
                Some(Framed { id: "denies".to_owned(), stance: FrameStance::Denied, cue, scope: range.clone() })
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
            let stance =
                if presupposed(words, range, &cue) && !frame.after { FrameStance::Doubted } else { frame.stance };
            let scope = if frame.after { cue.end..range.end } else { range.clone() };
            let id = if stance == frame.stance { frame.id.clone() } else { "presupposed".to_owned() };
            out.push(Framed { id, stance, cue, scope });
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

//! A sentence as it is compared: how far it stands by what it tells, and what it negates.

use std::ops::Range;

use super::clauses::Clause;
use super::lexicon::FrameStance;
use super::setting::Setting;

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
    /// it is enough for a conflict
    pub alone: bool,
    /// a negation beside it only spells it out
    pub spelled_out: bool,
    /// one event is called untrue, which its words name first
    pub of_event: bool,
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

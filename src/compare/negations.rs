//! "X did not do Y" against "X did Y".
//!
//! What is denied of less is denied of more, and not the other way round: "did not report it" clashes with "reported it at
//! once", "did not report it at once" does not clash with "reported it". So all that stands under the negation must be told.

use super::deed::Deed;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::{FrameStance, LEXICON};
use super::lists::REPLIES;
use super::overlap::same;
use super::pair::{Pair, score};
use super::parts::{is_auxiliary, is_hard, is_negating, is_predicate, is_verb, required};
use super::reading::Reading;
use super::rule::Rule;
use super::unit::{Framed, Negation, Unit};
use super::word::Word;
use super::words::opposite;
use crate::lexicon::places::PLACES;

/// Share of the weight under the negation that must be told: by whom it is known who speaks, and in headlines, which put
/// the same in other words.
const TOLD_BY_SPEAKERS: f64 = 0.8;
const TOLD_IN_HEADLINES: f64 = 0.6;
/// The same for "no" before a thing.
const TOLD_THINGS: f64 = 0.75;
/// The same for "no" and "none" of speakers, and the weight of what there is none of.
const TOLD_OF_NONE: f64 = 0.9;
const LEAST_OF_NONE: f64 = 3.0;
/// Weight of what is shared under the negation and before it.
const LEAST_SHARED: f64 = 2.0;

pub(super) fn find(pair: &Pair) -> Option<Match> {
    pair.d.own_negations().next()?;
    let overlap = pair.comparable()?;
    let frame = pair.d.frame.as_ref().filter(|frame| !frame.spelled_out);
    let Pair { teller, t, denier, d, bond } = pair;
    for negation in d.own_negations() {
        if frame.is_some_and(|frame| !repeats(denier, d, frame, negation)) {
            continue;
        }
        let Some(denied) = Denied::new(pair, negation) else { continue };
        let Some(told) = t.range.clone().find(|&j| denied.is_told_at(j)) else { continue };
        let foreign = d.clause(negation.at).is_some_and(|clause| clause.of_others || clause.supposed);
        let doubtful = t.reported || t.possible || d.possible || d.asked;
        let doubtful = doubtful || bond.voiced && (foreign || !pair.tells(told));
        // a speech says something of everything
        let speech = teller.is_speech() || denier.is_speech();
        let doubtful = doubtful || bond.voiced && speech;
        // "had received none" on Monday, "has received three" on Friday; "will not leave while …"
        let dated = bond.one_speaker && (is_perfect(denier, d, negation) || is_bounded(denier, d));
        let doubtful = doubtful || bond.voiced && dated || bond.crowds;
        let words = vec![denier.words[negation.at].lower.clone(), denied.event().lower.clone()];
        return Some(Match {
            kind: ConflictKind::Contradiction,
            rule: Rule::Negation,
            score: score(0.5, &overlap, doubtful),
            firm: !doubtful,
            why: format!(
                "One says “{}”, the other “{}” without a negation; both are about {}.",
                words.join(" … "),
                teller.words[told].lower,
                listed(&overlap.shared())
            ),
            words: [vec![teller.words[told].lower.clone()], words],
            both_true_if: "they are about different times, places or parts",
        });
    }
    None
}

/// "has not", "had received no": so far.
fn is_perfect(denier: &Reading, d: &Unit, negation: &Negation) -> bool {
    let start = d.clause(negation.at).map_or(d.range.start, |clause| clause.range.start);
    let none = denier.words[negation.at].lower == "no";
    let end = if none { negation.at.saturating_sub(1).max(start) } else { negation.at };
    denier.words[start..end].iter().any(|word| word.lemma == "have" && word.weight == 0.0)
}

/// A clause says until when, or on which condition.
fn is_bounded(denier: &Reading, d: &Unit) -> bool {
    d.clauses.iter().any(|clause| REPLIES.bounding.has(&denier.words[clause.range.start].lower))
}

/// What a negation denies, beside the sentence that may tell it.
struct Denied<'p, 'r> {
    pair: &'p Pair<'r>,
    negation: &'p Negation,
    /// place of the word that says what happens
    first: usize,
    /// the words under the negation, without those that only stress it and, of speakers, owners ("the team's payroll")
    focus: Vec<&'r Word>,
    /// the words before it
    subject: Vec<&'r Word>,
    /// all that the other tells
    told: Vec<&'r Word>,
}

impl<'p, 'r> Denied<'p, 'r> {
    fn new(pair: &'p Pair<'r>, negation: &'p Negation) -> Option<Self> {
        let (denier, voiced) = (pair.denier, pair.bond.voiced);
        let owner = |at: usize| {
            let owns = denier.words.get(at + 1).is_some_and(|next| next.lower == "'s");
            voiced && owns && !is_hard(&denier.words[at])
        };
        let plain = |at: &usize| !LEXICON.emphasis.contains(&denier.words[*at].lemma) && !owner(*at);
        let land = |at: &usize| !voiced && denier.words[*at].concept.starts_with("state:");
        let focus: Vec<usize> = negation.focus.iter().copied().filter(plain).collect();
        let first = focus.iter().copied().find(|at| !land(at))?;
        // "the hands, not the inequality": set against something else, not denied
        let before = negation.at.checked_sub(1).filter(|&before| before >= pair.d.range.start);
        let set_against = before.is_some_and(|before| denier.words[before].lower == ",");
        if voiced && set_against && !is_verb(&denier.words, first) {
            return None;
        }
        Some(Self {
            pair,
            negation,
            first,
            focus: focus.iter().map(|&at| &denier.words[at]).collect(),
            subject: denier.subject(pair.d, negation.at),
            told: pair.told(),
        })
    }

    fn event(&self) -> &'r Word {
        &self.pair.denier.words[self.first]
    }

    fn is_told(&self, word: &Word) -> bool {
        let Pair { teller, t, .. } = self.pair;
        let spoken = || t.range.clone().any(|k| is_same_event(word, &teller.words[k]));
        self.told.iter().any(|other| same(other, word)) || word.weight == 0.0 && spoken()
    }

    /// True when the word `j` tells what the negation denies.
    fn is_told_at(&self, j: usize) -> bool {
        let Pair { teller, t, denier, bond, .. } = self.pair;
        let word = denier.words[self.negation.at].lower.as_str();
        let none = bond.voiced && matches!(word, "no" | "none");
        if bond.voiced && !none && !self.is_same_part(j) {
            return false;
        }
        if !is_same_event(self.event(), &teller.words[j]) || is_negated(teller, t, j) || is_ended(teller, t, j) {
            return false;
        }
        let (whole, hit) = (weight(&self.focus), self.weight_told(&self.focus));
        let least = match (bond.voiced, word == "no" && !is_predicate(self.event())) {
            (true, _) => TOLD_BY_SPEAKERS,
            (false, true) => TOLD_THINGS,
            (false, false) => TOLD_IN_HEADLINES,
        };
        if hit < least * whole {
            return false;
        }
        match (bond.voiced, none) {
            (false, _) => self.by_headline(),
            (true, true) => {
                let least = if self.focus.len() > 2 { LEAST_SHARED } else { LEAST_OF_NONE };
                let enough = hit >= TOLD_OF_NONE * whole && self.focus.len() > 1 && whole >= least;
                enough && bond.bound && self.is_same_verb(j)
            }
            (true, false) => self.by_speaker(j, hit),
        }
    }

    /// Of two headlines: nothing is negated by the other, no other land is meant, and one of the names is there.
    fn by_headline(&self) -> bool {
        let land = |word: &&&Word| word.concept.starts_with("state:") || PLACES.is_place(&word.lower);
        // "not profitable in Norland" is no answer to "profitable in Sarvia"
        let elsewhere = self.focus.iter().filter(land).any(|word| !self.is_told(word));
        if elsewhere && self.told.iter().any(|word| land(&word)) || self.event().concept.starts_with("state:") {
            return false;
        }
        let mut names = self.subject.iter().filter(|word| word.is_strange()).peekable();
        let named = names.peek().is_none() || names.any(|word| self.is_told(word));
        named && self.pair.t.negations.iter().all(|negation| negation.verb)
    }

    /// Of two speakers: names and most words under the negation are told, of one agent, in one tense.
    fn by_speaker(&self, j: usize, hit: f64) -> bool {
        let Pair { teller, t, d, bond, .. } = self.pair;
        // "not in bad faith", "in good faith": they agree
        let opposed = |word: &Word| self.told.iter().any(|other| opposite(word, other));
        if self.focus.iter().any(|word| !self.is_told(word) && opposed(word)) {
            return false;
        }
        // "can't win" is no answer to "won the primary"
        let passive = j > 0 && is_auxiliary(&teller.words[j - 1]);
        let has_object = |end: usize| (j + 1..end).any(|k| teller.words[k].is_content());
        if self.focus.len() == 1 && !passive && t.clause(j).is_some_and(|clause| has_object(clause.range.end)) {
            return false;
        }
        let Pair { denier, .. } = self.pair;
        let deed = Deed { denier, d, negation: self.negation.at, first: self.first };
        if deed.is_another(teller, t, j, &self.subject, |word| self.is_told(word)) {
            return false;
        }
        // who said "will not" may be held to what came later
        let (denied, told) = (d.clause(self.first).map(|c| c.future), t.clause(j).map(|c| c.future));
        let one_tense = denied == told || bond.one_speaker && denied == Some(true);
        let others = self.focus.iter().skip(1).chain(&self.subject);
        is_predicate(self.event())
            && one_tense
            && required(&self.focus).iter().all(|word| self.is_told(word))
            && others.filter(|word| self.is_told(word) && word.weight >= 0.7).count() > 0
            && hit + self.weight_told(&self.subject) >= LEAST_SHARED
            && self.pair.one_agent(j, self.negation.at)
    }

    fn weight_told(&self, words: &[&Word]) -> f64 {
        words.iter().filter(|word| self.is_told(word)).map(|word| word.weight).sum()
    }

    /// "did not email" is a verb, and what it denies is one too.
    fn is_same_part(&self, j: usize) -> bool {
        let Pair { teller, denier, .. } = self.pair;
        let negating = denier.words[self.negation.at].lower.as_str();
        let void = matches!(negating, "without" | "nothing" | "nowhere" | "neither");
        !void && (!is_verb(&denier.words, self.first) || is_verb(&teller.words, j))
    }

    /// "no soldier was held" and "two soldiers were held"; "there is no box on the bus" and any box on the bus; "has no
    /// duty" and "has a duty", not any duty.
    fn is_same_verb(&self, j: usize) -> bool {
        let Pair { teller, t, denier, d, .. } = self.pair;
        let start = d.clause(self.negation.at).map_or(d.range.start, |clause| clause.range.start);
        let before = &denier.words[start..self.negation.at];
        let there = before.iter().any(|word| word.lower == "there");
        let Some(verb) = before.last().filter(|_| !there) else { return true };
        teller.words[j.saturating_sub(4).max(t.range.start)..j].iter().any(|word| word.lemma == verb.lemma)
    }
}

fn weight(words: &[&Word]) -> f64 {
    words.iter().map(|word| word.weight).sum()
}

/// One event: the same word, or both the same verb of speech.
fn is_same_event(a: &Word, b: &Word) -> bool {
    let says = |word: &Word| word.weight == 0.0 && LEXICON.carrying.contains(&word.lemma);
    let tells = |word: &Word| matches!(word.lemma.as_str(), "say" | "tell");
    same(a, b) && (b.is_content() || says(b)) || tells(a) && tells(b)
}

/// True when a negation of any kind stands before the word in its clause.
fn is_negated(reading: &Reading, unit: &Unit, at: usize) -> bool {
    let start = unit.clause(at).map_or(unit.range.start, |clause| clause.range.start);
    // "selling no tickets"
    let none = reading.words[at + 1..unit.range.end].iter().take(2).any(|word| word.lower == "no");
    unit.negates(at) || none || (start..at).any(|k| is_negating(&reading.words, k))
}

/// "stop selling": who does not sell says the same.
fn is_ended(reading: &Reading, unit: &Unit, at: usize) -> bool {
    at > unit.range.start && reading.words[at - 1].concept == "end" && reading.words[at].lower.ends_with("ing")
}

/// "Mayor NOT dead: death hoax goes round": another part of the headline calls the same untrue once more.
fn repeats(denier: &Reading, d: &Unit, frame: &Framed, negation: &Negation) -> bool {
    let part = |at: usize| {
        let ends = |&i: &usize| denier.words[i].ends_part();
        let start = (d.range.start..at).rev().find(ends).map_or(d.range.start, |i| i + 1);
        start..(at..d.range.end).find(ends).unwrap_or(d.range.end)
    };
    let (negated, framed) = (part(negation.at), part(frame.cue.start));
    let again = |&i: &usize| denier.words[framed.clone()].iter().any(|word| same(word, &denier.words[i]));
    frame.stance == FrameStance::Denied
        && !frame.cue.is_empty()
        && !d.cues.iter().any(|cue| negated.contains(&cue.start))
        && negation.focus.iter().any(again)
}

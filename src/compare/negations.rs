//! "X did not do Y" against "X did Y".
//!
//! What is denied of less is denied of more, and not the other way round: "did not report it" clashes with "reported it at
//! once", "did not report it at once" does not clash with "reported it". So all that stands under the negation must be told.

use super::ConflictKind;
use super::clauses::is_auxiliary;
use super::judge::{Match, listed};
use super::lexicon::{FrameStance, LEXICON};
use super::overlap::same;
use super::pair::{Pair, is_hard, is_predicate, is_verb, required, score};
use super::reading::{Framed, Negation, Reading, Unit, is_negating};
use super::words::{Word, opposite};

/// Share of the weight under the negation that must be told: by whom it is known who speaks, and in headlines, which put
/// the same in other words.
const TOLD_BY_SPEAKERS: f64 = 0.8;
const TOLD_IN_HEADLINES: f64 = 0.45;
/// The same for "no" before a thing.
const TOLD_THINGS: f64 = 0.75;
/// The same for "no" and "none" of speakers, and the weight of what there is none of.
const TOLD_OF_NONE: f64 = 0.9;
const LEAST_OF_NONE: f64 = 3.0;
/// Weight of what is shared under the negation and before it.
const LEAST_SHARED: f64 = 2.0;

/// Frames that a negation beside them only spells out: "No, the mayor did not resign".
const AGREEING: &[&str] = &["no, …", "never happened", "fooled"];

pub(super) fn find(pair: &Pair) -> Option<Match> {
    let overlap = pair.comparable()?;
    let frame = pair.d.frame.as_ref().filter(|frame| !AGREEING.contains(&frame.id.as_str()));
    let Pair { teller, t, denier, d, bond } = pair;
    for negation in d.own_negations() {
        let stress = |at: &usize| LEXICON.emphasis.contains(&denier.words[*at].lemma);
        let owner = |at: &usize| {
            let owns = denier.words.get(at + 1).is_some_and(|next| next.lower == "'s");
            bond.voiced && owns && !is_hard(&denier.words[*at])
        };
        let land = |at: &usize| !bond.voiced && denier.words[*at].concept.starts_with("state:");
        let event = negation.focus.iter().copied().find(|at| !stress(at) && !owner(at) && !land(at));
        let Some(first) = event else { continue };
        // "the hands, not the inequality": set against something else, not denied
        if bond.voiced
            && negation.at > d.range.start
            && denier.words[negation.at - 1].lower == ","
            && !is_verb(&denier.words, first)
        {
            continue;
        }
        if frame.is_some_and(|frame| !repeats(denier, d, frame, negation)) {
            continue;
        }
        let Some(told) = t.range.clone().find(|&j| denies(pair, negation, first, j)) else { continue };
        let foreign = d.clause(negation.at).is_some_and(|clause| clause.of_others || clause.supposed);
        let doubtful = t.reported || t.possible || d.possible || d.asked;
        let doubtful = doubtful || bond.voiced && (foreign || !pair.tells(told));
        let words = vec![denier.words[negation.at].lower.clone(), denier.words[first].lower.clone()];
        return Some(Match {
            kind: ConflictKind::Contradiction,
            rule: "negation",
            score: score(0.5, &overlap, doubtful),
            firm: !doubtful,
            why: format!(
                "One says “{}”, the other “{}” without a negation; both are about {}.",
                words.join(" … "),
                teller.words[told].lower,
                listed(&overlap.shared)
            ),
            words: [vec![teller.words[told].lower.clone()], words],
            both_true_if: "they are about different times, places or parts",
        });
    }
    None
}

/// True when the word `j` tells what the negation denies.
fn denies(pair: &Pair, negation: &Negation, first: usize, j: usize) -> bool {
    let Pair { teller, t, denier, d, bond } = pair;
    let (event, told) = (&denier.words[first], &teller.words[j]);
    let none = bond.voiced && matches!(denier.words[negation.at].lower.as_str(), "no" | "none");
    if bond.voiced && !none && !same_part(denier, negation, first, teller, j) {
        return false;
    }
    if !is_same_event(event, told) || is_negated(teller, t, j) || is_ended(teller, t, j) {
        return false;
    }
    let all = pair.told();
    let is_told = |word: &Word| {
        all.iter().any(|other| same(other, word))
            || word.weight == 0.0 && t.range.clone().any(|k| is_same_event(word, &teller.words[k]))
    };
    let owner = |i: usize| denier.words.get(i + 1).is_some_and(|next| next.lower == "'s") && !is_hard(&denier.words[i]);
    let plain = |i: &&usize| !LEXICON.emphasis.contains(&denier.words[**i].lemma) && !(bond.voiced && owner(**i));
    let focus: Vec<&Word> = negation.focus.iter().filter(plain).map(|&i| &denier.words[i]).collect();
    let weight = |words: &mut dyn Iterator<Item = &&Word>| words.map(|word| word.weight).sum::<f64>();
    let (whole, hit) = (weight(&mut focus.iter()), weight(&mut focus.iter().filter(|word| is_told(word))));
    let thing = denier.words[negation.at].lower == "no" && !is_predicate(event);
    let least = match (bond.voiced, thing) {
        (true, _) => TOLD_BY_SPEAKERS,
        (false, true) => TOLD_THINGS,
        (false, false) => TOLD_IN_HEADLINES,
    };
    if hit < least * whole {
        return false;
    }
    let subject = denier.subject(d, negation.at);
    if !bond.voiced {
        if t.negations.iter().any(|negation| !negation.verb) || event.concept.starts_with("state:") {
            return false;
        }
        let names: Vec<&&Word> = subject.iter().filter(|word| word.is_strange()).collect();
        return names.is_empty() || names.iter().any(|word| is_told(word));
    }
    if none {
        let least = if focus.len() > 2 { LEAST_SHARED } else { LEAST_OF_NONE };
        return hit >= TOLD_OF_NONE * whole
            && focus.len() > 1
            && whole >= least
            && bond.bound
            && same_verb(denier, d, negation, teller, t, j);
    }
    // "not in bad faith", "in good faith": they agree
    if focus.iter().any(|word| !is_told(word) && all.iter().any(|other| opposite(word, other))) {
        return false;
    }
    let shared = hit + weight(&mut subject.iter().filter(|word| is_told(word)));
    let others = focus.iter().skip(1).chain(&subject).filter(|word| is_told(word) && word.weight >= 0.7).count();
    // "can't win" is no answer to "won the primary"
    let passive = j > 0 && is_auxiliary(&teller.words[j - 1]);
    let bare = focus.len() == 1
        && !passive
        && t.clause(j).is_some_and(|clause| (j + 1..clause.range.end).any(|k| teller.words[k].is_content()));
    // who said "will not" may be held to what came later
    let (denied, told) = (d.clause(first).map(|c| c.future), t.clause(j).map(|c| c.future));
    let same_tense = denied == told || bond.one_speaker && denied == Some(true);
    is_predicate(event)
        && !bare
        && required(&focus).iter().all(|word| is_told(word))
        && others > 0
        && shared >= LEAST_SHARED
        && same_tense
        && pair.one_agent(j, negation.at)
}

/// "did not email" is a verb, and what it denies is one too.
fn same_part(denier: &Reading, negation: &Negation, first: usize, teller: &Reading, j: usize) -> bool {
    let void = matches!(denier.words[negation.at].lower.as_str(), "without" | "nothing" | "nowhere" | "neither");
    !void && (!is_verb(&denier.words, first) || is_verb(&teller.words, j))
}

/// "no soldier was held" and "two soldiers were held"; "there is no box on the bus" and any box on the bus; "has no duty"
/// and "has a duty", not any duty.
fn same_verb(denier: &Reading, d: &Unit, negation: &Negation, teller: &Reading, t: &Unit, j: usize) -> bool {
    let start = d.clause(negation.at).map_or(d.range.start, |clause| clause.range.start);
    let before = &denier.words[start..negation.at];
    let there = before.iter().any(|word| word.lower == "there");
    let Some(verb) = before.last().filter(|_| !there) else { return true };
    teller.words[j.saturating_sub(4).max(t.range.start)..j].iter().any(|word| word.lemma == verb.lemma)
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
    unit.negates(at) || (start..at).any(|k| is_negating(&reading.words, k))
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

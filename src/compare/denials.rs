//! Claim and denial: one statement calls untrue what the other tells.

use super::bonds::Bond;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::{FrameStance, LEXICON};
use super::lists::CLAUSES;
use super::overlap::{Overlap, same};
use super::pair::{Pair, score};
use super::parts::{is_hard, is_predicate, is_verb, required};
use super::reading::{Reading, Unit};
use super::word::Word;
use super::words::opposite;
use super::{negations, opposites};

/// Share of the weight of what is denied that the other must tell.
const TOLD: f64 = 0.4;
/// The same where both have a speaker.
const TOLD_BY_SPEAKERS: f64 = 0.7;
/// Frames of headlines, which mean something else in what people say.
const OF_HEADLINES: &[&str] = &["no, …", "fooled", "false report", "never happened", "doubt"];

/// The best reason to say that one unit of `denier` denies one of `teller`.
pub(super) fn best(teller: &Reading, denier: &Reading, bond: Bond) -> Option<Match> {
    let mut best: Option<Match> = None;
    for t in teller.units.iter().filter(|unit| unit.asserts()) {
        for d in &denier.units {
            let pair = Pair { teller, t, denier, d, bond };
            let found = framed(&pair).or_else(|| negations::find(&pair)).or_else(|| opposites::find(&pair));
            if let Some(found) = found
                && best.as_ref().is_none_or(|known| found.score > known.score)
            {
                best = Some(found);
            }
        }
    }
    best
}

/// "X is a hoax", "denies X" against "X".
fn framed(pair: &Pair) -> Option<Match> {
    let Pair { teller, t, denier, d, bond } = pair;
    let frame = d.frame.as_ref()?;
    let doubts = frame.stance == FrameStance::Doubted;
    if bond.voiced || doubts && frame.id != "doubt" || bond.voiced && OF_HEADLINES.contains(&frame.id.as_str()) {
        return None;
    }
    // a negation inside what is denied turns it round, or says more exactly what is denied
    if d.own_negations().any(|negation| !negation.verb) || t.negations.iter().any(|negation| !negation.verb) {
        return None;
    }
    let overlap = pair.comparable()?;
    let scope = &denier.words[frame.scope.clone()];
    let told = pair.told();
    let has = |word: &Word| told.iter().find(|other| same(word, other));
    // "fake arrest story": what the story is about stands within the cue
    let in_cue = |word: &Word| bond.voiced && denier.words[frame.cue.clone()].iter().any(|cue| cue.span == word.span);
    let about: Vec<&Word> = scope.iter().filter(|word| word.is_content() && !in_cue(word)).collect();
    let mut events = about.iter().filter(|word| is_predicate(word) && !LEXICON.light.contains(&word.lemma));
    if frame.id == "denies" {
        let place = |word: &Word| denier.words.iter().position(|other| other.span == word.span);
        let verb = |word: &&&Word| place(word).is_some_and(|at| is_verb(&denier.words, at));
        let event = if bond.voiced { events.clone().find(|word| verb(word) && has(word).is_some()) } else { None };
        let event = event.or_else(|| events.next())?;
        let found = has(event)?;
        if Overlap::new(&about, &told).of_a < TOLD || other_agent(teller, t, found, denier, d, event, frame.cue.start) {
            return None;
        }
    } else if !events.any(|word| has(word).is_some_and(|other| is_predicate(other))) {
        return None;
    }
    if bond.voiced && !denied_there(pair, &about, frame.cue.start) {
        return None;
    }
    let cue = if frame.cue.is_empty() { denier.cue.clone() } else { text(&denier.words[frame.cue.clone()]) };
    let doubtful = t.reported || t.possible || d.asked;
    Some(Match {
        kind: ConflictKind::Denial,
        rule: if doubts { "doubt" } else { "denial frame" },
        score: score(if doubts { 0.4 } else { 0.5 }, &overlap, doubtful),
        firm: !doubtful,
        why: format!(
            "One tells what the other calls {} (“{cue}”); both are about {}.",
            if doubts { "doubtful" } else { "untrue" },
            listed(&overlap.shared)
        ),
        words: [overlap.shared.clone(), vec![cue]],
        both_true_if: "the denial is about another event, or about a part only",
    })
}

/// What a speaker denies, is told: its names and most of its words, in clauses that tell, in one tense, by one agent.
fn denied_there(pair: &Pair, about: &[&Word], cue: usize) -> bool {
    let Pair { teller, t, denier, d, .. } = pair;
    let told = pair.told();
    let around = |word: &Word| teller.around().any(|other| same(other, word));
    // who denies may call himself by name
    let himself = |word: &Word| denier.speaker.iter().chain(&denier.body).any(|other| same(other, word));
    // "the company" there may be the one that is named here, where the article there names it
    let body = told.iter().any(|word| CLAUSES.bodies.has(&word.lemma));
    let called = |word: &Word| body && teller.names.contains(&word.concept);
    let has =
        |word: &&&Word| told.iter().any(|other| same(word, other)) || around(word) || himself(word) || called(word);
    let agrees = |word: &&&Word| !has(word) && told.iter().any(|other| opposite(word, other));
    if about.iter().any(|word| agrees(&word)) {
        return false;
    }
    let about = &own_clause(pair, about)[..];
    let weight: f64 = about.iter().map(|word| word.weight).sum();
    let hit: f64 = about.iter().filter(has).map(|word| word.weight).sum();
    let names = required(about);
    let given: f64 =
        about.iter().filter(|word| is_hard(word) && !names.contains(word) && !has(word)).map(|word| word.weight).sum();
    if hit < TOLD_BY_SPEAKERS * (weight - given) || !names.iter().all(|word| has(&word)) {
        return false;
    }
    if about.iter().filter(has).count() < 2 || d.clause(cue).is_some_and(|clause| clause.of_others || clause.supposed) {
        return false;
    }
    let Some(event) = about.iter().find(|word| is_predicate(word) && has(word)) else { return false };
    let at = |words: &[Word], range: std::ops::Range<usize>| range.into_iter().find(|&i| same(&words[i], event));
    let (Some(i), Some(j)) = (at(&teller.words, t.range.clone()), at(&denier.words, d.range.clone())) else {
        return false;
    };
    let one_tense = t.clause(i).map(|clause| clause.future) == d.clause(j).map(|clause| clause.future);
    pair.tells(i) && one_tense && named_there(pair, i, j)
}

/// Of what is denied, what stands in the clause that tells it: not "before raising the alarm".
fn own_clause<'r>(pair: &Pair<'r>, about: &[&'r Word]) -> Vec<&'r Word> {
    let Pair { denier, d, .. } = pair;
    let place = |word: &Word| denier.words.iter().position(|other| other.span == word.span);
    let owner =
        |at: usize| denier.words.get(at + 1).is_some_and(|next| next.lower == "'s") && !is_hard(&denier.words[at]);
    let verb = about.iter().filter_map(|word| place(word)).find(|&at| is_verb(&denier.words, at));
    let Some(clause) = verb.and_then(|at| d.clause(at)) else { return about.to_vec() };
    let inside = |word: &&&Word| place(word).is_some_and(|at| clause.range.contains(&at) && !owner(at));
    about.iter().filter(inside).copied().collect()
}

/// The one who denies is who did it by the other's account, or nobody is named there.
fn named_there(pair: &Pair, told: usize, denied: usize) -> bool {
    let before = pair.teller.subject(pair.t, told);
    let named: Vec<&&Word> = before.iter().filter(|word| is_hard(word)).collect();
    let all = pair.denied();
    let who = || pair.denier.speaker.iter().chain(&pair.denier.body).chain(pair.denier.subject(pair.d, denied));
    let called = || {
        named.iter().any(|word| pair.denier.names.contains(&word.concept)) && {
            pair.denied().iter().any(|word| CLAUSES.bodies.has(&word.lemma))
        }
    };
    pair.bond.bound && (named.is_empty() || called())
        || named.iter().any(|word| who().any(|other| same(word, other)) || all.iter().any(|other| same(word, other)))
}

/// True when different named agents stand before the same predicate.
fn other_agent(teller: &Reading, t: &Unit, told: &Word, denier: &Reading, d: &Unit, denied: &Word, cue: usize) -> bool {
    let index = |words: &[Word], word: &Word| words.iter().position(|other| other.span == word.span);
    let (Some(i), Some(j)) = (index(&teller.words, told), index(&denier.words, denied)) else { return false };
    let tells = teller.subject(t, i);
    let mut denies = denier.subject(d, j);
    // "denies it threatened": the one who denies
    denies.extend(denier.subject(d, cue));
    let body = |word: &Word| word.capital && LEXICON.things.contains(&word.concept);
    let named = |word: &&&Word| word.is_strange() || word.concept.starts_with("state:") || body(word);
    let about = denier.content(d);
    let known = |word: &Word| about.iter().any(|other| same(word, other));
    let mut names = tells.iter().filter(named).peekable();
    names.peek().is_some() && names.all(|word| !known(word)) && denies.iter().any(|word| named(&word))
}

fn text(words: &[Word]) -> String {
    words.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ")
}

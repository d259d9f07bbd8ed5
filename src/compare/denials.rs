//! Claim and denial: one statement calls untrue what the other tells.

use super::bonds::Bond;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::{FrameStance, LEXICON};
use super::overlap::{Overlap, same};
use super::pair::{Pair, score};
use super::parts::is_predicate;
use super::reading::Reading;
use super::rule::Rule;
use super::unit::Unit;
use super::word::Word;
use super::{negations, opposites};

/// Share of the weight of what is denied that the other must tell.
const TOLD: f64 = 0.4;

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

/// "X is a hoax", "denies X" against "X", of headlines: what speakers deny is the matter of `rebuttals` and `discourse`.
fn framed(pair: &Pair) -> Option<Match> {
    let Pair { teller, t, denier, d, bond } = pair;
    let frame = d.frame.as_ref()?;
    let doubts = frame.stance == FrameStance::Doubted;
    if bond.voiced || doubts && !frame.alone {
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
    let about: Vec<&Word> = scope.iter().filter(|word| word.is_content()).collect();
    let mut events = about.iter().filter(|word| is_predicate(word) && !LEXICON.light.contains(&word.lemma));
    if frame.of_event {
        let event = events.next()?;
        let found = has(event)?;
        if Overlap::new(&about, &told).of_a < TOLD || other_agent(teller, t, found, denier, d, event, frame.cue.start) {
            return None;
        }
    } else if !events.any(|word| has(word).is_some_and(|other| is_predicate(other))) {
        return None;
    }
    let cue = if frame.cue.is_empty() { denier.cue.clone() } else { text(&denier.words[frame.cue.clone()]) };
    let doubtful = t.reported || t.possible || d.asked;
    Some(Match {
        kind: ConflictKind::Denial,
        rule: if doubts { Rule::Doubt } else { Rule::DenialFrame },
        score: score(if doubts { 0.4 } else { 0.5 }, &overlap, doubtful),
        firm: !doubtful,
        why: format!(
            "One tells what the other calls {} (“{cue}”); both are about {}.",
            if doubts { "doubtful" } else { "untrue" },
            listed(&overlap.shared())
        ),
        words: [overlap.shared(), vec![cue]],
        both_true_if: "the denial is about another event, or about a part only",
    })
}

/// True when different named agents stand before the same predicate.
fn other_agent(teller: &Reading, t: &Unit, told: &Word, denier: &Reading, d: &Unit, denied: &Word, cue: usize) -> bool {
    let (Some(i), Some(j)) = (teller.place(told), denier.place(denied)) else { return false };
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

//! A change of position: what a side refused, denied or had no plans for, and later does, wants or admits.

use super::aim::Aim;
use super::analysis::Analysis;
use super::bonds::Bond;
use super::finding::{ConflictKind, Match, listed};
use super::lists::REPLIES;
use super::overlap::same;
use super::reading::positive;
use super::refusals::{Refused, refused};
use super::rule::Rule;
use super::sides::has_cue;
use super::word::Word;
use crate::statement::Act;

/// Weight of what the two share, for one side and where only the matter tells that it is one.
const LEAST: f64 = 1.3;
const LEAST_OF_ANY: f64 = 2.5;
/// The same for what is granted that was denied.
const ADMITTED: f64 = 0.8;
/// Words of what was refused that tell that it is the same, the event twice; fewer are enough in one affair.
const MOST_WORDS: usize = 3;
const FEW_WORDS: usize = 2;
/// Share of what was refused.
const SHARE: f64 = 0.4;

/// The earlier statement refuses, the later one does it.
pub(super) fn find(a: &Analysis, b: &Analysis, bond: Bond) -> Option<Match> {
    let (before, after) = in_time(a, b)?;
    if !bond.bound || !before.claim.on_record || !after.claim.on_record || before.claim.negated || after.claim.negated {
        return None;
    }
    let side = bond.one_side;
    let admits = has_cue(&after.claim, |word| REPLIES.admitting.has(word));
    let granted = admits && has_cue(&before.claim, |word| REPLIES.denying.has(word));
    let was = if granted && side {
        let aim = Aim::new(&before.reading);
        Refused { words: aim.telling, events: aim.events, flatly: true, verb: None }
    } else {
        refused(before)?
    };
    if !does(after, side) {
        return None;
    }
    let flips = flips(before, after, &was);
    let least = match side {
        _ if flips => 0.0,
        true if granted => ADMITTED,
        true => LEAST,
        false => LEAST_OF_ANY,
    };
    let back = Back::new(before, after, was);
    let event = back.event || flips;
    let words = back.words.len() + usize::from(event);
    let most = if bond.one_affair { FEW_WORDS } else { MOST_WORDS };
    let enough = words >= most && back.weight >= SHARE * back.whole;
    if !event && !side || back.weight < least || !flips && !enough {
        return None;
    }
    let who = if side { "The same side" } else { "Perhaps the same side" };
    Some(Match {
        kind: ConflictKind::Reversal,
        rule: if granted { Rule::DeniedThenAdmitted } else { Rule::RefusedThenDone },
        score: (0.5 + 0.1 * back.weight).min(0.9),
        firm: true,
        why: format!(
            "{who} on {} and on {}: refused before, done or wanted after; both are about {}.",
            day(before)?,
            day(after)?,
            listed(&back.words)
        ),
        words: [back.words.clone(), back.words],
        both_true_if: "circumstances changed between the two dates",
    })
}

pub(super) fn day(x: &Analysis) -> Option<&str> {
    x.claim.published.as_deref().and_then(|day| day.get(..10))
}

/// The earlier and the later one, of different days.
pub(super) fn in_time<'a>(a: &'a Analysis, b: &'a Analysis) -> Option<(&'a Analysis, &'a Analysis)> {
    match day(a)?.cmp(day(b)?) {
        std::cmp::Ordering::Less => Some((a, b)),
        std::cmp::Ordering::Greater => Some((b, a)),
        std::cmp::Ordering::Equal => None,
    }
}

/// True for what is done, wanted or said; of another speaker, only for what is announced or done.
fn does(after: &Analysis, side: bool) -> bool {
    let act = after.claim.act;
    let does = matches!(act, Some(Act::Decide | Act::Promise | Act::Intend | Act::Support | Act::Say | Act::Demand));
    let announces = || act == Some(Act::Decide) || after.reading.words.iter().take(2).any(|word| word.lower == "we");
    does && (side || announces())
}

/// "will not stand", "will stand": of one person the verb is enough.
fn flips(before: &Analysis, after: &Analysis, was: &Refused) -> bool {
    let one = before.claim.speaker_key.is_some() && before.claim.speaker_key == after.claim.speaker_key;
    let units = &after.reading.units;
    let will = units.iter().flat_map(|unit| &unit.clauses).filter(|clause| clause.future);
    let mut words = will.flat_map(|clause| &after.reading.words[clause.range.clone()]);
    one && was.flatly
        && was.verb.as_ref().is_some_and(|verb| words.any(|word| word.lemma == *verb))
        && units.iter().all(|unit| unit.negations.is_empty())
}

/// What comes back of what was refused.
struct Back {
    /// its words, names that the whole article is about left out
    words: Vec<String>,
    /// their weight, and that of all that was refused
    weight: f64,
    whole: f64,
    /// what was not to happen is told
    event: bool,
}

impl Back {
    fn new(before: &Analysis, after: &Analysis, was: Refused) -> Self {
        let told = positive(&after.reading);
        // the very word of the event, or the thing of it and another word
        let is = |event: &Word, word: &Word| word.lemma == event.lemma || same(word, event) && word.weight >= 1.0;
        let event = was.events.iter().any(|event| told.iter().any(|word| is(event, word)));
        let kept = was.words.into_iter().filter(|word| !before.claim.names.contains(&word.concept));
        let refused: Vec<&Word> = kept.collect();
        let hit = || refused.iter().filter(|word| told.iter().any(|other| same(word, other)));
        Self {
            words: hit().map(|word| word.lower.clone()).collect(),
            weight: hit().map(|word| word.weight).sum(),
            whole: refused.iter().map(|word| word.weight).sum(),
            event,
        }
    }
}

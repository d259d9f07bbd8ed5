//! A change of position: what a side refused, denied or had no plans for, and later does, wants or admits.

use super::aim::Aim;
use super::analysis::Analysis;
use super::bonds::Bond;
use super::finding::{ConflictKind, Match, listed};
use super::lists::REPLIES;
use super::overlap::same;
use super::reading::positive;
use super::refusals::{Refused, refused};
use super::sides::{has_cue, one_side};
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
    let day = |x: &Analysis| x.claim.published.as_deref().and_then(|day| day.get(..10)).map(str::to_owned);
    let (x, y) = (day(a)?, day(b)?);
    let (before, after) = match x.cmp(&y) {
        std::cmp::Ordering::Less => (a, b),
        std::cmp::Ordering::Greater => (b, a),
        std::cmp::Ordering::Equal => return None,
    };
    if !bond.bound || !before.claim.on_record || !after.claim.on_record || before.claim.negated || after.claim.negated {
        return None;
    }
    let side = one_side(&before.claim, &after.claim);
    let admits = has_cue(&after.claim, |word| REPLIES.admitting.has(word));
    let denied = has_cue(&before.claim, |word| REPLIES.denying.has(word));
    let Refused { words: refused, events, flatly, verb } = if denied && admits && side {
        let aim = Aim::new(&before.reading);
        Refused { words: aim.telling, events: aim.events, flatly: true, verb: None }
    } else {
        refused(before)?
    };
    let does = matches!(
        after.claim.act,
        Some(Act::Decide | Act::Promise | Act::Intend | Act::Support | Act::Say | Act::Demand)
    );
    // of another speaker, only what is announced or done
    let announces =
        after.claim.act == Some(Act::Decide) || after.reading.words.iter().take(2).any(|word| word.lower == "we");
    if !does || !side && !announces {
        return None;
    }
    let told = positive(&after.reading);
    // the very word of the event, or the thing of it and another word
    let event = events
        .iter()
        .any(|event| told.iter().any(|word| word.lemma == event.lemma || same(word, event) && word.weight >= 1.0));
    let refused: Vec<&Word> = refused.into_iter().filter(|word| !before.claim.names.contains(&word.concept)).collect();
    let hit: Vec<&&Word> = refused.iter().filter(|word| told.iter().any(|other| same(word, other))).collect();
    let weight: f64 = hit.iter().map(|word| word.weight).sum();
    let whole: f64 = refused.iter().map(|word| word.weight).sum();
    // "will not stand", "will stand": of one person the verb is enough
    let flips =
        before.claim.speaker_key.is_some() && before.claim.speaker_key == after.claim.speaker_key && flatly && {
            let will = after.reading.units.iter().flat_map(|unit| &unit.clauses).filter(|clause| clause.future);
            let after_verbs: Vec<&str> = will
                .flat_map(|clause| &after.reading.words[clause.range.clone()])
                .map(|word| word.lemma.as_str())
                .collect();
            verb.as_deref().is_some_and(|verb| after_verbs.contains(&verb))
                && !after.reading.units.iter().any(|unit| !unit.negations.is_empty())
        };
    let least = match side {
        _ if flips => 0.0,
        true if denied && admits => ADMITTED,
        true => LEAST,
        false => LEAST_OF_ANY,
    };
    let event = event || flips;
    let words = hit.len() + usize::from(event);
    let enough = words >= if bond.one_affair { FEW_WORDS } else { MOST_WORDS } && weight >= SHARE * whole;
    if !event && !side || weight < least || !flips && !enough {
        return None;
    }
    let shared: Vec<String> = hit.iter().map(|word| word.lower.clone()).collect();
    let who = if side { "The same side" } else { "Perhaps the same side" };
    Some(Match {
        kind: ConflictKind::Reversal,
        rule: if denied && admits { "denied, then admitted" } else { "refused, then done" },
        score: (0.5 + 0.1 * weight).min(0.9),
        firm: true,
        why: format!(
            "{who} on {} and on {}: refused before, done or wanted after; both are about {}.",
            x.clone().min(y.clone()),
            x.max(y),
            listed(&shared)
        ),
        words: [shared.clone(), shared],
        both_true_if: "circumstances changed between the two dates",
    })
}

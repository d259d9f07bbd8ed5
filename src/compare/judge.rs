//! Which of the rules has the best reason, and how it is to be called.

use super::analysis::Analysis;
use super::bonds::Bond;
use super::claim::{days_apart, same_office};
use super::finding::{ConflictKind, Match};
use super::{
    blame, contraries, counts, covered, denials, needs, numbers, oppositions, rebuttals, refusals, reversals, slots,
    swapped, versions,
};
use crate::statement::Act;

/// Days between two statements of one speaker from which the later one is a change of mind; of words that are nearly the
/// same, for a while it is another report of the first.
fn change_of_mind(found: &Match) -> i64 {
    if found.kind == ConflictKind::Version { 7 } else { 1 }
}

/// The best finding of all rules.
pub(super) fn best(a: &Analysis, b: &Analysis) -> Option<Match> {
    let both = |rule: &dyn Fn(&Analysis, &Analysis) -> Option<Match>| {
        let backwards = rule(b, a).map(|mut found| {
            found.words.swap(0, 1);
            found
        });
        [rule(a, b), backwards]
    };
    let bond = Bond::new(&a.claim, &b.claim);
    let found = both(&|a, b| denials::best(&a.reading, &b.reading, bond)).into_iter();
    let found = found.chain(both(&|a, b| covered::find(&a.reading, &b.reading, bond.voiced)));
    let found = found.chain(both(&|a, b| swapped::find(&a.reading, &b.reading, bond)));
    let found = found.chain(both(&|a, b| rebuttals::find(a, b, bond))).chain(both(&|a, b| refusals::find(a, b, bond)));
    let found = found.chain(both(&|a, b| contraries::find(a, b, bond)));
    let found = found.chain([
        blame::find(a, b, bond),
        needs::find(a, b, bond),
        reversals::find(a, b, bond),
        counts::find(a, b, bond),
        slots::find(a, b, bond),
    ]);
    let found = found.chain([versions::find(a, b), oppositions::find(a, b, bond), numbers::find(a, b, bond)]).flatten();
    let mut found: Vec<Match> = found.map(|found| in_context(found, a, b)).collect();
    // an edit in an otherwise equal quotation explains more than the contradiction that it makes
    let rank = |found: &Match| (found.firm, found.firm && found.kind == ConflictKind::Version, found.score);
    found.sort_by(|x, y| rank(y).partial_cmp(&rank(x)).unwrap_or(std::cmp::Ordering::Equal));
    found.into_iter().next()
}

/// Who said it, and when: a change of mind is no contradiction, and nobody contradicts themselves in one breath.
pub(super) fn in_context(mut found: Match, a: &Analysis, b: &Analysis) -> Match {
    let (x, y) = (&a.claim, &b.claim);
    let same_speaker = x.speaker_key.is_some() && x.speaker_key == y.speaker_key || same_office(x, y);
    let same_article = x.is_beside(y);
    let apart = days_apart(x.published.as_deref(), y.published.as_deref());
    match found.kind {
        ConflictKind::Contradiction | ConflictKind::Denial | ConflictKind::Version
            if same_speaker && apart.is_some_and(|days| days >= change_of_mind(&found)) && changes_meaning(&found) =>
        {
            found.kind = ConflictKind::Reversal;
            let (from, to) = (x.published.as_deref().unwrap_or_default(), y.published.as_deref().unwrap_or_default());
            found.why = format!("The same speaker on {} and on {}. {}", from.min(to), from.max(to), found.why);
            found.both_true_if = "circumstances changed between the two dates";
        }
        ConflictKind::Contradiction | ConflictKind::Denial if same_speaker && same_article => {
            found.firm = false;
            found.score *= 0.6;
        }
        _ => {}
    }
    let voiced = found.kind != ConflictKind::Version;
    if voiced && [x, y].iter().any(|claim| !claim.on_record || claim.act == Some(Act::Ask)) {
        found.firm = false;
        found.score *= 0.6;
    }
    found
}

fn changes_meaning(found: &Match) -> bool {
    found.kind != ConflictKind::Version || found.firm
}

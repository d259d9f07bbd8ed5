//! A change of position: what a side saw no need or place for is later what must be.

use super::analysis::Analysis;
use super::bonds::Bond;
use super::finding::{ConflictKind, Match, listed};
use super::lists::REPLIES;
use super::overlap::same;
use super::reversals::{day, in_time};
use super::rule::Rule;
use super::unit::{Negation, Unit};
use super::word::Word;
use crate::statement::Act;

/// Least weight of a word that names the thing.
const THING: f64 = 0.8;

/// "no need for a lighthouse", and later "only a lighthouse can …".
pub(super) fn find(a: &Analysis, b: &Analysis, bond: Bond) -> Option<Match> {
    let (before, after) = in_time(a, b)?;
    let voiced = [before, after].iter().all(|x| x.claim.on_record && !x.claim.negated && !x.reading.is_speech());
    let asks = matches!(after.claim.act, Some(Act::Ask | Act::Deny | Act::Oppose | Act::Believe));
    if !bond.bound || !voiced || asks || !bond.one_side {
        return None;
    }
    let things = before.reading.units.iter().flat_map(|unit| unneeded(before, unit)).collect::<Vec<_>>();
    let needed = needed(after);
    let thing = things.into_iter().find(|thing| needed.iter().any(|word| same(word, thing)))?;
    Some(Match {
        kind: ConflictKind::Reversal,
        rule: Rule::NotNeededThenNeeded,
        score: 0.7,
        firm: true,
        why: format!(
            "The same side on {} and on {}: not needed before, needed after; both are about {}.",
            day(before)?,
            day(after)?,
            listed(std::slice::from_ref(&thing.lower))
        ),
        words: [vec![thing.lower.clone()], vec![thing.lower.clone()]],
        both_true_if: "circumstances changed between the two dates",
    })
}

/// What there is no need or place for: behind "for", else what the clause is about.
fn unneeded<'r>(x: &'r Analysis, unit: &'r Unit) -> Vec<&'r Word> {
    let words = &x.reading.words;
    let no = |negation: &&Negation| {
        let next = words.get(negation.at + 1);
        words[negation.at].lower == "no" && next.is_some_and(|next| REPLIES.needs.has(&next.lemma))
    };
    let Some(negation) = unit.own_negations().find(no) else { return Vec::new() };
    let Some(clause) = unit.clause(negation.at).filter(|clause| !clause.of_others && !clause.supposed) else {
        return Vec::new();
    };
    let is_thing = |word: &&Word| word.weight >= THING && !x.claim.names.contains(&word.concept);
    let behind = &words[negation.at + 1..clause.range.end];
    match behind.iter().position(|word| word.lower == "for") {
        Some(at) => behind[at + 1..].iter().filter(is_thing).take(3).collect(),
        None => x.reading.subject(unit, negation.at).into_iter().filter(is_thing).collect(),
    }
}

/// What must be, or what alone can help: the words of such clauses.
fn needed(x: &Analysis) -> Vec<&Word> {
    let words = &x.reading.words;
    let units = x.reading.units.iter().filter(|unit| unit.asserts());
    let clauses = units.flat_map(|unit| unit.clauses.iter().map(move |clause| (unit, clause)));
    let told = clauses.filter(|(unit, clause)| {
        let own = &words[clause.range.clone()];
        let needs = own.iter().any(|word| REPLIES.needing.has(&word.lower) || REPLIES.needing.has(&word.lemma));
        let negated = unit.negations.iter().any(|negation| clause.range.contains(&negation.at));
        needs && !negated && !clause.of_others && !clause.supposed
    });
    told.flat_map(|(_, clause)| &words[clause.range.clone()]).filter(|word| word.weight >= THING).collect()
}

#[cfg(test)]
mod tests {
    use crate::compare::{Claim, Comparer};
    use crate::statement::Act;

    fn changed(before: &str, after: &str) -> bool {
        let comparer = Comparer::new(Vec::new());
        let [before, after] = [(before, "2031-03-02"), (after, "2031-04-02")]
            .map(|(text, day)| comparer.analyse(Claim::told("Ada Lorn", Act::Say, "said", text, day)));
        comparer.judge(&after, &before).is_some_and(|found| found.firm && found.rule == "not needed, then needed")
    }

    #[test]
    fn what_was_not_needed_must_be() {
        assert!(changed("There was no need for a lighthouse", "Only a lighthouse can keep the boats off the rocks"));
        assert!(changed("The harbour pilots had no part to play in it", "The pilots must play their part"));
        assert!(!changed("There was no need for a lighthouse", "The lighthouse was built"));
        assert!(!changed("There was no need for a lighthouse", "The harbour must be dredged"));
        assert!(!changed("There was no need for a lighthouse", "No lighthouse must be built"));
    }
}

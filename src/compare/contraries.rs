//! Inside one affair: what one says is so, and the other says is not.
//!
//! Where two statements are on one affair and from two sides, less in common is enough than between any two texts: what
//! happens under the negation must be told, and nothing that is named in one place may be named otherwise in the other.

use super::analysis::Analysis;
use super::bonds::Bond;
use super::clauses::restricts;
use super::deed::Deed;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::LEXICON;
use super::lists::{CLAUSES, REPLIES};
use super::overlap::same;
use super::parts::{is_auxiliary, is_hard, is_verb};
use super::reading::{Negation, Unit, past};
use super::sides::one_side;
use super::word::Word;
use super::words::opposite;
use crate::statement::Act;

/// Weight of what both tell, and the share of what is negated.
const LEAST: f64 = 2.4;
const SHARE: f64 = 0.6;
/// Share of what the sentence tells that is negated.
const COVERED: f64 = 0.2;
/// Weight of a word that can be what the two are about.
const TELLING: f64 = 0.4;

/// "the staff had been warned" against "nobody had warned the staff".
pub(super) fn find(told: &Analysis, denial: &Analysis, bond: Bond) -> Option<Match> {
    let (x, y) = (&told.claim, &denial.claim);
    let said = |act: Option<Act>| !matches!(act, Some(Act::Ask | Act::Demand | Act::Intend | Act::Believe));
    let voiced = x.on_record && y.on_record && !x.negated && !y.negated && said(x.act) && said(y.act);
    let long = bond.crowds || [told, denial].iter().any(|x| x.reading.is_speech());
    if long || !bond.voiced || !bond.bound || !voiced || one_side(x, y) {
        return None;
    }
    let units: Vec<(&Unit, Vec<&Word>)> =
        told.reading.units.iter().filter(|unit| unit.asserts()).map(|unit| (unit, past(&told.reading, unit))).collect();
    for d in denial.reading.units.iter().filter(|unit| unit.asserts()) {
        let plain = |negation: &&Negation| !negation.verb && !is_loose(&denial.reading.words[negation.at]);
        for negation in d.own_negations().filter(plain) {
            let said = units.iter().find_map(|(t, words)| {
                t.setting.may_be(&d.setting).then(|| denied(told, words, denial, d, negation)).flatten()
            });
            let Some((shared, weight)) = said else { continue };
            return Some(Match {
                kind: ConflictKind::Contradiction,
                rule: "told and negated in one affair",
                score: (0.45 + 0.1 * weight).min(0.85),
                firm: true,
                why: format!(
                    "One says “{}”, the other tells it without a negation; both are about {}.",
                    denial.reading.words[negation.at].lower,
                    listed(&shared)
                ),
                words: [shared.clone(), vec![denial.reading.words[negation.at].lower.clone()]],
                both_true_if: "they are about different times, places or parts",
            });
        }
    }
    None
}

/// "without", "cannot" leave open what is so.
fn is_loose(word: &Word) -> bool {
    REPLIES.loose.has(&word.lower)
}

/// What is negated and told, as words and weight.
fn denied(
    told: &Analysis,
    words: &[&Word],
    denial: &Analysis,
    d: &Unit,
    negation: &Negation,
) -> Option<(Vec<String>, f64)> {
    let reading = &denial.reading;
    let clause = d.clause(negation.at)?;
    let bounded = d.clauses.iter().any(|other| REPLIES.bounding.has(&reading.words[other.range.start].lower));
    // "those who are not citizens": a kind of people, and nothing denied
    let narrows = restricts(&reading.words, clause.range.start);
    if clause.of_others || clause.supposed || clause.future || bounded || narrows {
        return None;
    }
    let names = &denial.claim.names;
    let plain = |word: &Word| {
        word.weight >= TELLING
            && !LEXICON.emphasis.contains(&word.lemma)
            && !LEXICON.times.contains(&word.lemma)
            && !LEXICON.light.contains(&word.lemma)
    };
    let owner = |at: usize| reading.words.get(at + 1).is_some_and(|next| next.lower == "'s");
    let focus: Vec<&Word> = negation
        .focus
        .iter()
        .filter(|&&at| !owner(at))
        .map(|&at| &reading.words[at])
        .filter(|word| plain(word))
        .collect();
    // "no observer was turned away": nobody was, whoever they are
    let nobody = clause.range.start + 1 >= negation.at
        && matches!(reading.words[negation.at].lower.as_str(), "no" | "none")
        && reading.words[clause.range.start..negation.at].iter().all(|word| !word.is_content());
    let before: Vec<&Word> = reading
        .subject(d, negation.at)
        .into_iter()
        .filter(|word| word.span.start >= reading.words[clause.range.start].span.start)
        .collect();
    let is_told = |word: &Word| words.iter().any(|other| same(word, other));
    let around = |word: &Word| told.reading.around().any(|other| same(word, other));
    // a name of the denial that the other, which has names of its own, lacks
    let foreign = |word: &&&Word| is_hard(word) && !names.contains(&word.concept) && !around(word);
    if focus.iter().chain(&before).any(|word| foreign(&word)) {
        return None;
    }
    let at_verb = |word: &Word| reading.place(word).is_some_and(|at| is_verb(&reading.words, at));
    // "fired no rockets": what follows is a thing
    let thing = matches!(reading.words[negation.at].lower.as_str(), "no" | "none") && !nobody;
    let verb = focus.iter().find(|word| !thing && at_verb(word));
    let event = verb.or(focus.first())?;
    // ", not the storm": set against something else, not denied
    let set_against = negation.at > d.range.start && reading.words[negation.at - 1].lower == ",";
    if set_against && verb.is_none() {
        return None;
    }
    let telling = words.iter().find(|word| {
        same(word, event)
            && (verb.is_none() || told.reading.place(word).is_some_and(|at| is_verb(&told.reading.words, at)))
    })?;
    // "Kestria did not attack", "Orlund attacked Kestria": another does it
    let at = told.reading.place(telling)?;
    let t = told.reading.units.iter().find(|unit| unit.range.contains(&at))?;
    let deed = reading.place(event).map(|first| Deed { denier: reading, d, negation: negation.at, first });
    if deed.is_some_and(|deed| deed.is_another(&told.reading, t, at, &before, is_told)) {
        return None;
    }
    let passive = at > 0 && is_auxiliary(&told.reading.words[at - 1]);
    let doers = told.reading.subject(t, at);
    let named = |words: &[&Word]| {
        words.iter().filter(|word| is_hard(word)).map(|word| word.concept.clone()).collect::<Vec<_>>()
    };
    let (theirs, ours) = (named(&doers), named(&before));
    if !passive && !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|name| theirs.contains(name)) {
        return None;
    }
    let turned = focus.iter().any(|word| words.iter().any(|other| opposite(word, other)));
    if turned {
        return None;
    }
    let weight = |of: &[&Word], all: bool| {
        let kept = of.iter().filter(|word| !names.contains(&word.concept) && (all || is_told(word)));
        kept.map(|word| word.weight).sum::<f64>()
    };
    let (hit, whole) = (weight(&focus, false), weight(&focus, true));
    // "his members": who speaks, and is named there
    let own_words = &reading.words[clause.range.start..negation.at];
    let speaks = own_words
        .iter()
        .any(|word| CLAUSES.he.has(&word.lower) || CLAUSES.we.has(&word.lower) || CLAUSES.i.has(&word.lower))
        && reading.speaker.iter().chain(&reading.body).any(around);
    let subject =
        before.is_empty() || speaks || before.iter().any(|word| is_told(word) || names.contains(&word.concept));
    let sum = hit + weight(&before, false);
    let shared: Vec<String> =
        focus.iter().chain(&before).filter(|word| is_told(word)).map(|word| word.lower.clone()).collect();
    let own =
        focus.iter().chain(&before).filter(|word| is_told(word) && !denial.claim.is_common(&word.concept)).count();
    // of a long sentence most is on something else
    let covered = sum / words.iter().map(|word| word.weight).sum::<f64>().max(0.1);
    (subject && covered >= COVERED && hit >= SHARE * whole && sum >= LEAST && own >= 2).then_some((shared, sum))
}

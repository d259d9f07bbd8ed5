//! Two counts of one measure at one time: how many died, were aboard, turned out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::analysis::Analysis;
use super::bonds::{Bond, affair_keys};
use super::claim::{Claim, days_apart};
use super::clauses::Clause;
use super::finding::{ConflictKind, Match};
use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::numbers::{bounds, one_date};
use super::overlap::apart;
use super::parts::is_hard;
use super::reading::Reading;
use super::rule::Rule;
use super::unit::Unit;
use super::word::Word;
use super::words::is_year;
use crate::lexicon::{List, entries};
use crate::statement::Act;

/// What is counted.
#[derive(Deserialize)]
struct Measure {
    /// a later count may be higher
    rises: bool,
    /// it counts people
    people: bool,
    words: List,
}

static MEASURES: LazyLock<BTreeMap<String, Measure>> =
    LazyLock::new(|| entries("measures.toml", include_str!("../../data/lexicons/measures.toml")));

/// A count: which measure, and between which bounds it lies.
struct Count<'r> {
    measure: &'static str,
    low: f64,
    high: f64,
    unit: &'r Unit,
    at: usize,
}

/// "nine people died" against "at least 31 were killed", told on one day.
pub(super) fn find(a: &Analysis, b: &Analysis, bond: Bond) -> Option<Match> {
    let tells =
        |claim: &Claim| claim.act.is_none_or(|act| matches!(act, Act::Say | Act::Find | Act::Accuse | Act::Deny));
    if !bond.voiced || !bond.bound || bond.one_side || !tells(&a.claim) || !tells(&b.claim) {
        return None;
    }
    let ours = counts(&a.reading);
    if ours.is_empty() {
        return None;
    }
    let theirs = counts(&b.reading);
    let both = ours.iter().flat_map(|x| theirs.iter().map(move |y| (x, y)));
    let (x, y) = both.into_iter().find(|(x, y)| {
        let clash = x.high < y.low || y.high < x.low;
        x.measure == y.measure
            && clash
            && !apart(&named(a, x), &named(b, y))
            && x.unit.setting.may_be(&y.unit.setting)
            && (one_time(&a.claim, &b.claim, x.measure) || one_date(&a.claim, x.unit, &b.claim, y.unit))
    })?;
    let told = |reading: &Reading, count: &Count| reading.words[count.at].lower.clone();
    let (x, y) = ((told(&a.reading, x), x), told(&b.reading, y));
    Some(Match {
        kind: ConflictKind::Contradiction,
        rule: Rule::Counts,
        score: 0.7,
        firm: true,
        why: format!("“{}” against “{y}”; both count: {}.", x.0, x.1.measure),
        words: [vec![x.0], vec![y]],
        both_true_if: "they count at different times, or different things",
    })
}

/// The places and people named where it is counted.
fn named<'r>(analysis: &'r Analysis, count: &Count) -> Vec<&'r Word> {
    let words = analysis.reading.words[count.unit.range.clone()].iter();
    words.filter(|word| is_hard(word) && word.number.is_none() && !LEXICON.times.contains(&word.lemma)).collect()
}

/// Counts of one measure in one affair may share no word: the measure and the affair's names are the key.
pub(super) fn keys(claim: &Claim, reading: &Reading) -> Vec<String> {
    let counts = counts(reading);
    affair_keys(claim, "measure", counts.iter().map(|count| count.measure))
}

/// The counts of a statement whose measure its own clause tells: one number, one measure, no part of a larger number.
fn counts(reading: &Reading) -> Vec<Count<'_>> {
    let mut out = Vec::new();
    for unit in reading.units.iter().filter(|unit| unit.asserts()) {
        for clause in unit.clauses.iter().filter(|clause| !clause.of_others && !clause.supposed && !clause.future) {
            let numbers: Vec<usize> = clause.range.clone().filter(|&at| is_count(reading, at, clause)).collect();
            let Some(&at) = numbers.first() else { continue };
            let people = counts_people(reading, at, clause);
            let near = |measure: &Measure| {
                clause
                    .range
                    .clone()
                    .filter(|&i| measure.words.has(&reading.words[i].lemma))
                    .map(|i| i.abs_diff(at))
                    .min()
            };
            let named = MEASURES
                .iter()
                .filter_map(|(id, measure)| Some((near(measure)?, id, measure)))
                .min_by_key(|found| found.0);
            let Some((_, id, measure)) = named else { continue };
            // "the ferry carries 220", "two boats sank": neither counts people aboard
            if measure.people
                && !people
                && (!measure.rises || clause.range.end > at + 1 && counts_things(reading, at, clause))
            {
                continue;
            }
            let (low, high) = bounds(&reading.words, at);
            out.push(Count { measure: id, low, high, unit, at });
        }
    }
    out
}

/// A number that counts: no year, day of a month, hour, share of others, ordinal.
fn is_count(reading: &Reading, at: usize, clause: &Clause) -> bool {
    let word = &reading.words[at];
    let Some(figure) = word.number else { return false };
    let next = (at + 1 < clause.range.end).then(|| &reading.words[at + 1]);
    let before = at.checked_sub(1).map(|before| reading.words[before].lower.as_str());
    let dated = word.lower.len() == 4 && is_year(figure) || word.lower.contains(':');
    let whole = reading.words.get(at + 2).is_some_and(|word| CLAUSES.wholes.has(&word.lower));
    let part = next.is_some_and(|next| next.lower == "of") && whole;
    let timed = next.is_some_and(|next| LEXICON.times.contains(&next.lemma) || CLAUSES.measures.has(&next.lemma));
    let numbered = before.is_some_and(|before| CLAUSES.before_numbers.has(before));
    figure > 1.0 && !dated && !part && !timed && !numbered
}

/// "31 people", "over 300 of us", "61 were killed".
fn counts_people(reading: &Reading, at: usize, clause: &Clause) -> bool {
    let after = reading.words[at + 1..clause.range.end].iter().take(3);
    after.into_iter().any(|word| CLAUSES.people.has(&word.lemma) || CLAUSES.people.has(&word.lower))
}

/// "40 tonnes of dead fish": a noun that is no person.
fn counts_things(reading: &Reading, at: usize, clause: &Clause) -> bool {
    reading
        .words
        .get(at + 1)
        .filter(|_| at + 1 < clause.range.end)
        .is_some_and(|word| word.is_content() && !MEASURES.values().any(|measure| measure.words.has(&word.lemma)))
}

/// One day, or a measure that does not grow.
fn one_time(a: &Claim, b: &Claim, measure: &str) -> bool {
    let rises = MEASURES.get(measure).is_none_or(|measure| measure.rises);
    let days = days_apart(a.published.as_deref(), b.published.as_deref());
    !rises || a.is_beside(b) || days.is_some_and(|days| days == 0)
}

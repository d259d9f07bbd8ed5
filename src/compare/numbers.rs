//! Numbers with what they count and how they are bounded, and two that cannot both be right.

use super::analysis::Analysis;
use super::bonds::Bond;
use super::claim::{Claim, days_apart};
use super::clauses::Clause;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::overlap::same;
use super::parts::{is_verb, required};
use super::reading::Reading;
use super::rule::Rule;
use super::unit::Unit;
use super::word::Word;
use super::words::is_year;
use crate::lexicon::List;
use crate::statement::Act;

/// Share by which two figures for one thing may differ because one is rounded.
const ROUNDING: f64 = 0.1;
/// Share of what either clause tells beside the number, and when, that the other must tell too.
const TOLD: f64 = 0.6;
/// Least weight of that.
const LEAST_TOLD: f64 = 2.0;
/// The same where both tell the same time.
const TOLD_DATED: f64 = 0.3;
const LEAST_DATED: f64 = 1.0;
/// Days between two counts of one thing that may still be the same count.
const ONE_COUNT: i64 = 1;

/// A number, what it counts, and between which bounds the thing lies.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quantity {
    /// the number's place
    pub at: usize,
    /// lemma of what is counted or of the measure: "percent", "minute", "shell"
    pub unit: String,
    pub low: f64,
    pub high: f64,
    /// one past the last word of it
    pub end: usize,
    /// the unit is a measure, not what is counted
    pub measured: bool,
}

impl Quantity {
    /// The number at a place, unless it is a year, an ordinal number or counts nothing.
    pub fn at(words: &[Word], at: usize, end: usize) -> Option<Self> {
        let figure = words[at].number?;
        if words[at].lower.len() == 4 && is_year(figure) {
            return None;
        }
        let (unit, scale, unit_end) = unit(words, at, end)?;
        let (low, high) = bounds_of(words, at, figure * scale);
        let measured = matches!(unit.as_str(), "percent" | "second" | "$" | "€" | "£" | "¥");
        Some(Self { at, unit, low, high, end: unit_end, measured })
    }

    /// True when the thing cannot lie within both bounds.
    pub fn clashes(&self, other: &Self) -> bool {
        self.unit == other.unit && (self.high < other.low || other.high < self.low)
    }
}

/// Between which bounds the thing counted lies: "at least 31", "no more than nine", "about 300".
pub(super) fn bounds(words: &[Word], at: usize) -> (f64, f64) {
    bounds_of(words, at, words[at].number.unwrap_or_default())
}

fn bounds_of(words: &[Word], at: usize, figure: f64) -> (f64, f64) {
    let before: Vec<&str> = words[at.saturating_sub(3)..at].iter().map(|word| word.lower.as_str()).collect();
    let has = |set: &rustc_hash::FxHashSet<String>| before.iter().any(|word| set.contains(*word));
    let negated = before.iter().any(|word| matches!(*word, "no" | "not" | "n't"));
    match (has(&LEXICON.lower_bound), has(&LEXICON.upper_bound)) {
        (true, false) if negated && !before.contains(&"least") => (0.0, figure),
        (true, false) => (figure, f64::INFINITY),
        (false, true) if negated && !before.contains(&"most") => (figure, f64::INFINITY),
        (false, true) => (0.0, figure),
        _ if has(&LEXICON.about) => (figure * 0.8, figure * 1.2),
        _ => (figure * (1.0 - ROUNDING), figure * (1.0 + ROUNDING)),
    }
}

/// What a number counts, how many of the smallest measure of its kind that is, and where it ends.
fn unit(words: &[Word], at: usize, end: usize) -> Option<(String, f64, usize)> {
    let next = |i: usize| words.get(at + i).filter(|_| at + i < end).map(|word| word.lower.as_str());
    if at > 0 && matches!(words[at - 1].lower.as_str(), "$" | "€" | "£" | "¥") {
        return Some((words[at - 1].lower.clone(), 1.0, at + 1));
    }
    match (next(1), next(2)) {
        (Some("%" | "percent" | "pct"), _) => return Some(("percent".to_owned(), 1.0, at + 2)),
        (Some("per"), Some("cent")) => return Some(("percent".to_owned(), 1.0, at + 3)),
        _ => {}
    }
    if let Some(measured) = words.get(at + 1).filter(|_| at + 1 < end) {
        let scale = match measured.lemma.as_str() {
            "second" => 1.0,
            "minute" => 60.0,
            "hour" => 3600.0,
            "day" => 86400.0,
            "week" => 604_800.0,
            _ => 0.0,
        };
        if scale > 0.0 {
            return Some(("second".to_owned(), scale, at + 2));
        }
    }
    // the noun ends the run of words that say something: "forty heavy shells landed"
    let mut counted = None;
    for (i, word) in words.iter().enumerate().take(end).skip(at + 1).take(4) {
        if !word.is_content()
            || word.number.is_some()
            || LEXICON.times.contains(&word.lemma)
            || counted.is_some() && is_verb(words, i)
        {
            break;
        }
        counted = Some((word.concept.clone(), 1.0, i + 1));
    }
    counted
}

/// Two speakers give figures for one thing that cannot both be right: the same counted, all else told by both, at one time.
pub(super) fn find(a: &Analysis, b: &Analysis, bond: Bond) -> Option<Match> {
    let counts = |claim: &Claim| claim.act.is_none_or(|act| matches!(act, Act::Say | Act::Find | Act::Accuse));
    if !bond.voiced || !bond.bound || bond.one_speaker || !counts(&a.claim) || !counts(&b.claim) {
        return None;
    }
    for t in a.reading.units.iter().filter(|unit| unit.asserts()) {
        for d in b.reading.units.iter().filter(|unit| unit.asserts() && unit.setting.may_be(&t.setting)) {
            let dated = one_date(&a.claim, t, &b.claim, d);
            let found = pairs(&a.reading, t, &b.reading, d).find_map(|(x, y)| {
                let shared = one_thing(&a.reading, t, &x, &b.reading, d, &y, dated)?;
                (dated || one_time(&a.claim, &b.claim)).then_some((x, y, shared))
            });
            let Some((x, y, shared)) = found else { continue };
            let told = |reading: &Reading, q: &Quantity| {
                reading.words[q.at..q.end].iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ")
            };
            let (x, y) = (told(&a.reading, &x), told(&b.reading, &y));
            let doubtful = t.reported || t.possible || d.reported || d.possible;
            return Some(Match {
                kind: ConflictKind::Contradiction,
                rule: Rule::Number,
                score: if doubtful { 0.5 } else { 0.75 },
                firm: !doubtful,
                why: format!("“{x}” against “{y}”; both are about {}.", listed(&shared)),
                words: [vec![x], vec![y]],
                both_true_if: "they count at different times, or different things",
            });
        }
    }
    None
}

/// Quantities of two sentences that clash.
fn pairs(a: &Reading, t: &Unit, b: &Reading, d: &Unit) -> impl Iterator<Item = (Quantity, Quantity)> {
    let all = |reading: &Reading, unit: &Unit| -> Vec<Quantity> {
        unit.range.clone().filter_map(|at| Quantity::at(&reading.words, at, unit.range.end)).collect()
    };
    let theirs = all(b, d);
    all(a, t)
        .into_iter()
        .flat_map(move |x| theirs.clone().into_iter().map(move |y| (x.clone(), y)))
        .filter(|(x, y)| x.clashes(y))
}

/// What the clauses of two quantities share, when that is nearly all of them; less is enough where both are of one date.
fn one_thing(
    a: &Reading,
    t: &Unit,
    x: &Quantity,
    b: &Reading,
    d: &Unit,
    y: &Quantity,
    dated: bool,
) -> Option<Vec<String>> {
    let (ours, theirs) = (t.clause(x.at)?, d.clause(y.at)?);
    let means = |list: &List, reading: &Reading, clause: &Clause| {
        reading.words[clause.range.clone()].iter().any(|word| list.has(&word.lower))
    };
    let (man, woman) = (&CLAUSES.man, &CLAUSES.woman);
    let apart = |of_a: &List, of_b: &List| {
        means(of_a, a, ours) && !means(of_b, a, ours) && means(of_b, b, theirs) && !means(of_a, b, theirs)
    };
    if apart(man, woman) || apart(woman, man) {
        return None;
    }
    if ours.of_others || ours.supposed || theirs.of_others || theirs.supposed || ours.future != theirs.future {
        return None;
    }
    let (one, other) = (beside(a, ours, x), beside(b, theirs, y));
    // one time told by both ties the two as much as words do
    let (least, share) = if dated { (LEAST_DATED, TOLD_DATED) } else { (LEAST_TOLD, TOLD) };
    let told = |here: &[&'_ Word], there: &[&Word]| {
        let hit =
            here.iter().filter(|word| there.iter().any(|other| same(word, other))).map(|word| word.weight).sum::<f64>();
        let mut names = required(here).into_iter().filter(|word| !dated || word.name || word.number.is_some());
        names.all(|word| there.iter().any(|other| same(other, word))) && hit >= least && hit >= share * weight(here)
    };
    let alone = |reading: &Reading, clause: &Clause| {
        clause.range.clone().filter(|&at| Quantity::at(&reading.words, at, clause.range.end).is_some()).count() == 1
    };
    let one_thing = alone(a, ours) && alone(b, theirs) && told(&one, &other) && told(&other, &one);
    let shared = one.iter().filter(|word| other.iter().any(|o| same(word, o)));
    one_thing.then(|| shared.map(|word| word.lower.clone()).collect())
}

/// Content words of a clause without the quantity and without the time.
fn beside<'r>(reading: &'r Reading, clause: &Clause, quantity: &Quantity) -> Vec<&'r Word> {
    // what is counted is part of what is told; measures are not
    let inside = |i: &usize| *i == quantity.at || *i > quantity.at && *i < quantity.end && quantity.measured;
    clause
        .range
        .clone()
        .filter(|i| !inside(i))
        .map(|i| &reading.words[i])
        .filter(|word| word.is_content() && !LEXICON.times.contains(&word.lemma))
        .collect()
}

fn weight(words: &[&Word]) -> f64 {
    words.iter().map(|word| word.weight).sum()
}

/// Both sentences tell the same day, month or year.
pub(super) fn one_date(a: &Claim, t: &Unit, b: &Claim, d: &Unit) -> bool {
    let apart = days_apart(a.published.as_deref(), b.published.as_deref());
    let close = a.is_beside(b) || apart.is_some_and(|days| days < 7);
    t.setting.is_at_one_time(&d.setting, close)
}

/// A toll rises: figures of different days are different counts.
fn one_time(a: &Claim, b: &Claim) -> bool {
    a.is_beside(b) || days_apart(a.published.as_deref(), b.published.as_deref()).is_some_and(|days| days <= ONE_COUNT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::words::words;

    fn quantity(text: &str) -> Option<(String, f64, f64)> {
        let words = words(text);
        let at = words.iter().position(|word| word.number.is_some())?;
        Quantity::at(&words, at, words.len()).map(|q| (q.unit, q.low, q.high))
    }

    #[test]
    fn numbers_have_a_unit_and_bounds() {
        assert_eq!(quantity("no more than six ferries left"), Some(("ferry".to_owned(), 0.0, 6.0)));
        assert_eq!(quantity("at least 40 ferries"), Some(("ferry".to_owned(), 40.0, f64::INFINITY)));
        assert_eq!(quantity("58 per cent of votes").map(|q| q.0), Some("percent".to_owned()));
        assert_eq!(quantity("lasted 2 hours").map(|q| (q.0, q.2 > 7000.0)), Some(("second".to_owned(), true)));
        assert_eq!(quantity("in 2019 people"), None);
        assert_eq!(quantity("of 7."), None);
    }

    #[test]
    fn bounds_clash_when_nothing_lies_in_both() {
        let of = |text: &str| {
            let words = words(text);
            let at = words.iter().position(|word| word.number.is_some()).expect("a number");
            Quantity::at(&words, at, words.len()).expect("a quantity")
        };
        assert!(of("forty shells").clashes(&of("no more than six shells")));
        assert!(of("nine minutes").clashes(&of("almost two hours")));
        assert!(!of("forty shells").clashes(&of("at least six shells")));
        assert!(!of("forty shells").clashes(&of("six soldiers")));
        assert!(!of("100 shells").clashes(&of("about 110 shells")));
    }
}

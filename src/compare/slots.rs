//! What only one can be: who won, who fired first, who gave the order.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::analysis::Analysis;
use super::bonds::{Bond, affair_keys};
use super::claim::{Claim, days_apart};
use super::finding::{ConflictKind, Match};
use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::overlap::{apart, same};
use super::parts::is_hard;
use super::reading::Reading;
use super::rule::Rule;
use super::unit::Unit;
use super::word::Word;
use crate::lexicon::{List, entries};
use crate::statement::{Act, Kind};

/// Days between two statements on who won or fired: later ones are on another vote or clash.
const ONE_EVENT: i64 = 30;

/// A place that only one can hold.
#[derive(Deserialize)]
struct Slot {
    /// the words are enough
    alone: bool,
    /// "first" or "open" must stand beside them
    #[serde(default)]
    first: bool,
    words: List,
    /// one of them beside both is enough where one of the two speaks of themselves
    claimed: Option<List>,
}

static SLOTS: LazyLock<BTreeMap<String, Slot>> =
    LazyLock::new(|| entries("slots.toml", include_str!("../../data/lexicons/slots.toml")));

/// Who is named for a slot.
struct Filled<'r> {
    slot: &'static str,
    alone: bool,
    /// "it was the cook who …"
    only: bool,
    holder: Vec<&'r Word>,
    /// who speaks is the holder
    own: bool,
    /// a word stands beside it with which it may be claimed
    claimed: bool,
    unit: &'r Unit,
    verb: &'r Word,
    /// what else the clause tells
    beside: Vec<&'r Word>,
}

/// "gunmen fired first" against "it was the police who opened fire".
pub(super) fn find(a: &Analysis, b: &Analysis, bond: Bond) -> Option<Match> {
    let tells = |x: &Analysis| {
        x.claim.on_record
            && !x.claim.negated
            && matches!(x.claim.act, Some(Act::Say | Act::Find | Act::Accuse | Act::Decide))
    };
    let days = days_apart(a.claim.published.as_deref(), b.claim.published.as_deref());
    if !bond.voiced
        || !bond.bound
        || bond.one_side
        || !tells(a)
        || !tells(b)
        || days.is_some_and(|days| days > ONE_EVENT)
    {
        return None;
    }
    let ours = filled(a);
    if ours.is_empty() {
        return None;
    }
    let theirs = filled(b);
    let both = ours.iter().flat_map(|x| theirs.iter().map(move |y| (x, y)));
    let (x, y) = both.into_iter().find(|(x, y)| {
        let other = !x.holder.iter().any(|word| y.holder.iter().any(|other| same(word, other)));
        let claimed = x.claimed && y.claimed && (x.own || y.own) && !apart(&named(x, y), &named(y, x));
        let enough = x.alone
            || claimed
            || (x.only || y.only) && x.beside.iter().any(|word| y.beside.iter().any(|other| same(word, other)));
        x.slot == y.slot && other && enough && x.unit.setting.may_be(&y.unit.setting)
    })?;
    let told = |filled: &Filled| filled.holder.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ");
    let (one, other) = (told(x), told(y));
    Some(Match {
        kind: ConflictKind::Contradiction,
        rule: Rule::OnlyOne,
        score: 0.65,
        firm: true,
        why: format!(
            "Only one can be: {}. One names “{one}” (“{}”), the other “{other}” (“{}”).",
            x.slot.replace('_', " "),
            x.verb.lower,
            y.verb.lower
        ),
        words: [vec![one], vec![other]],
        both_true_if: "both did it, or at different times",
    })
}

/// The places and people named beside who it is: of another vote, where none is the same.
fn named<'r>(filled: &Filled<'r>, other: &Filled) -> Vec<&'r Word> {
    let is_holder = |word: &Word| filled.holder.iter().chain(&other.holder).any(|holder| same(holder, word));
    let names = filled.beside.iter().copied().filter(|word| is_hard(word) && word.number.is_none());
    names.filter(|word| !is_holder(word) && !LEXICON.times.contains(&word.lemma)).collect()
}

/// What fills one slot in one affair may be told in any words: the slot and the affair's names are the key.
pub(super) fn keys(claim: &Claim, reading: &Reading) -> Vec<String> {
    let slots = filled_in(claim, reading);
    affair_keys(claim, "slot", slots.iter().map(|filled| filled.slot))
}

fn filled(analysis: &Analysis) -> Vec<Filled<'_>> {
    filled_in(&analysis.claim, &analysis.reading)
}

fn filled_in<'r>(claim: &Claim, reading: &'r Reading) -> Vec<Filled<'r>> {
    let mut out = Vec::new();
    for unit in reading.units.iter().filter(|unit| unit.asserts() && !unit.possible && !unit.reported) {
        for clause in unit.clauses.iter().filter(|clause| !clause.of_others && !clause.supposed && !clause.future) {
            if unit.own_negations().any(|negation| clause.range.contains(&negation.at)) {
                continue;
            }
            for (id, slot) in SLOTS.iter() {
                let Some(at) = clause.range.clone().find(|&at| slot.words.has(&reading.words[at].lemma)) else {
                    continue;
                };
                if slot.first && !is_first(reading, &clause.range, at) {
                    continue;
                }
                let Some((holder, only)) = holder(claim, reading, unit, at) else { continue };
                let own = reading.speaker.iter().chain(&reading.body).any(|name| holder.iter().any(|h| same(name, h)));
                let has = |list: &List| reading.words[unit.range.clone()].iter().any(|word| list.has(&word.lemma));
                let claimed = slot.claimed.as_ref().is_some_and(has);
                let beside = reading.words[unit.range.clone()]
                    .iter()
                    .filter(|word| word.weight >= 0.7 && !claim.is_common(&word.concept));
                out.push(Filled {
                    slot: id,
                    alone: slot.alone,
                    only,
                    holder,
                    own,
                    claimed,
                    unit,
                    verb: &reading.words[at],
                    beside: beside.collect(),
                });
            }
        }
    }
    out
}

/// "fired first", "opened fire", "the first shots".
fn is_first(reading: &Reading, clause: &std::ops::Range<usize>, at: usize) -> bool {
    let near = at.saturating_sub(3).max(clause.start)..(at + 4).min(clause.end);
    reading.words[near].iter().any(|word| word.lower == "first" || word.concept == "open")
}

/// Who does it: before the verb, behind "it was", after "by" or "from"; "we" is who speaks.
fn holder<'r>(claim: &Claim, reading: &'r Reading, unit: &Unit, verb: usize) -> Option<(Vec<&'r Word>, bool)> {
    let words = &reading.words;
    let start = unit.clause(verb).map_or(unit.range.start, |clause| clause.range.start);
    // "it was the police who opened fire": the clause before holds them
    let relative = matches!(words[start].lower.as_str(), "who" | "that" | "which") && start > unit.range.start;
    if relative {
        let before = unit.clause(start - 1)?.range.clone();
        let is = before.clone().find(|&at| words[at].lemma == "be")?;
        let cleft = is > before.start && words[is - 1].lower == "it";
        let named: Vec<&Word> = words[is + 1..start].iter().filter(|word| word.is_content()).collect();
        return (cleft && !named.is_empty()).then_some((named, true));
    }
    let subject = reading.subject(unit, verb);
    // "that she had won": who speaks
    let she = |word: &Word| claim.kind == Some(Kind::Indirect) && subject.is_empty() && CLAUSES.he.has(&word.lower);
    let voice = words[start..verb].iter().find_map(|word| {
        let body: &[Word] = if CLAUSES.we.has(&word.lower) { &reading.body } else { &[] };
        let voiced = CLAUSES.we.has(&word.lower) || CLAUSES.i.has(&word.lower) || she(word);
        voiced.then(|| reading.speaker.iter().chain(body).collect::<Vec<_>>())
    });
    let end = unit.clause(verb).map_or(unit.range.end, |clause| clause.range.end);
    let by = (verb + 1..end.min(verb + 6)).find(|&at| matches!(words[at].lower.as_str(), "by" | "from"));
    let behind: Vec<&Word> =
        by.map(|at| words[at + 1..end].iter().take(5).filter(|word| word.is_content()).collect()).unwrap_or_default();
    let found = match voice {
        Some(voice) if !voice.is_empty() => voice,
        _ if !behind.is_empty() => behind,
        _ => subject,
    };
    (!found.is_empty()).then_some((found, false))
}

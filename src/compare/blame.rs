//! "Kestria fired first", says Orlund; "Orlund fired", says Kestria: each lays one deed at the door of the other.

use super::analysis::Analysis;
use super::bonds::Bond;
use super::claim::days_apart;
use super::finding::{ConflictKind, Match};
use super::lexicon::LEXICON;
use super::overlap::{apart, same};
use super::parts::{is_auxiliary, is_hard, is_verb};
use super::rule::Rule;
use super::sides::is_name_of;
use super::unit::Unit;
use super::word::Word;
use crate::statement::Act;

/// Days between two statements on one deed at most.
const CLOSE: i64 = 14;

/// A deed that somebody lays at the door of the other side.
struct Deed<'r> {
    verb: &'r Word,
    doer: &'r Word,
    unit: &'r Unit,
}

/// Each says that it was the other.
pub(super) fn find(a: &Analysis, b: &Analysis, bond: Bond) -> Option<Match> {
    let (x, y) = (&a.claim, &b.claim);
    let tells = |act: Option<Act>| matches!(act, Some(Act::Say | Act::Accuse | Act::Find));
    let voiced = x.on_record && y.on_record && !x.negated && !y.negated && tells(x.act) && tells(y.act);
    if !bond.one_affair || !bond.voiced || bond.crowds || !voiced || bond.one_side {
        return None;
    }
    let ours = deeds_of_other(a, b);
    let theirs = if ours.is_empty() { Vec::new() } else { deeds_of_other(b, a) };
    let one = |d: &Deed, e: &Deed| {
        same(d.verb, e.verb) && d.doer.concept != e.doer.concept && d.unit.setting.may_be(&e.unit.setting)
    };
    let (ours, theirs) = ours.iter().find_map(|d| theirs.iter().find(|e| one(d, e)).map(|e| (d, e)))?;
    let close = || days_apart(x.published.as_deref(), y.published.as_deref()).is_some_and(|days| days <= CLOSE);
    if apart(&others(a, b), &others(b, a)) || !bond.one_article && !close() {
        return None;
    }
    Some(Match {
        kind: ConflictKind::Contradiction,
        rule: Rule::EachBlamesOther,
        score: 0.7,
        firm: true,
        why: format!(
            "“{}”: one says it of “{}”, the other of “{}”.",
            ours.verb.lower, ours.doer.lower, theirs.doer.lower
        ),
        words: [
            vec![ours.doer.lower.clone(), ours.verb.lower.clone()],
            vec![theirs.doer.lower.clone(), theirs.verb.lower.clone()],
        ],
        both_true_if: "both did it, or at different times",
    })
}

/// What a statement tells as done by those who speak in the other.
fn deeds_of_other<'r>(teller: &'r Analysis, other: &Analysis) -> Vec<Deed<'r>> {
    let reading = &teller.reading;
    let mut out = Vec::new();
    for unit in reading.units.iter().filter(|unit| unit.asserts() && !unit.possible) {
        for at in unit.range.clone().filter(|&at| is_verb(&reading.words, at)) {
            let verb = &reading.words[at];
            let told = unit.clause(at).is_some_and(|clause| !clause.supposed && !clause.of_others && !clause.future);
            let passive = at > 0 && is_auxiliary(&reading.words[at - 1]) && reading.words[at - 1].lemma == "be";
            if verb.weight < 0.7 || LEXICON.light.contains(&verb.lemma) || unit.negates(at) || !told || passive {
                continue;
            }
            let subject = reading.subject(unit, at);
            if subject.iter().any(|word| is_of(teller, word)) {
                continue;
            }
            if let Some(doer) = subject.into_iter().find(|word| is_of(other, word)) {
                out.push(Deed { verb, doer, unit });
            }
        }
    }
    out
}

/// A name of who speaks, of their body or of their state; "troops" of two armies name nobody.
fn is_of(analysis: &Analysis, word: &Word) -> bool {
    is_hard(word) && is_name_of(analysis, word)
}

/// Places and other names that a statement tells of, beside those of the two sides.
fn others<'r>(teller: &'r Analysis, other: &Analysis) -> Vec<&'r Word> {
    let names = teller.reading.words.iter().filter(|word| is_hard(word) && word.is_content() && word.capital);
    names.filter(|word| !is_of(teller, word) && !is_of(other, word)).collect()
}

#[cfg(test)]
mod tests {
    use crate::compare::{Claim, Comparer};
    use crate::statement::Act;

    fn blamed(a: &str, b: &str, days: [&str; 2]) -> bool {
        let comparer = Comparer::new(Vec::new());
        let a = comparer.analyse(Claim::told("Orlund Army", Act::Say, "said", a, days[0]));
        let b = comparer.analyse(Claim::told("Kestria Army", Act::Say, "said", b, days[1]));
        comparer.judge(&a, &b).is_some_and(|found| found.firm && found.rule == "each blames the other")
    }

    #[test]
    fn each_lays_it_at_the_door_of_the_other() {
        let day = ["2031-03-02", "2031-03-04"];
        assert!(blamed("Kestria soldiers fired a few rounds", "The Orlund troops fired first at our boats", day));
        assert!(!blamed("Kestria soldiers fired a few rounds", "The Kestria troops fired in the air", day));
        assert!(!blamed("Kestria soldiers fired a few rounds", "The Orlund troops did not fire", day));
        assert!(!blamed("Kestria soldiers crossed the river", "The Orlund troops fired first", day));
        assert!(!blamed("Kestria shelled Tarrick", "Orlund shelled Velora", day));
        assert!(!blamed("Kestria soldiers fired", "The Orlund troops fired first", ["2031-03-02", "2031-05-04"]));
    }
}

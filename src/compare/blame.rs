//! "Kestria fired first", says Orlund; "Orlund fired", says Kestria: each lays one deed at the door of the other.

use super::analysis::Analysis;
use super::bonds::Bond;
use super::claim::days_apart;
use super::finding::{ConflictKind, Match};
use super::lexicon::LEXICON;
use super::overlap::same;
use super::parts::{is_auxiliary, is_hard, is_verb};
use super::rule::Rule;
use super::sides::{is_name_of, one_side};
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
    let close = bond.one_article
        || days_apart(x.published.as_deref(), y.published.as_deref()).is_some_and(|days| days <= CLOSE);
    if !bond.one_affair || !bond.voiced || bond.crowds || !voiced || !close || one_side(x, y) {
        return None;
    }
    let (ours, theirs) = (deeds_of_other(a, b), deeds_of_other(b, a));
    let one = |d: &Deed, e: &Deed| {
        same(d.verb, e.verb) && d.doer.concept != e.doer.concept && d.unit.setting.may_be(&e.unit.setting)
    };
    let (ours, theirs) = ours.iter().find_map(|d| theirs.iter().find(|e| one(d, e)).map(|e| (d, e)))?;
    if !is_of_one_thing(a, b) {
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

/// Places and other names of the one, beside those of the two sides, are none of the other's where both have such.
fn is_of_one_thing(a: &Analysis, b: &Analysis) -> bool {
    let names = |x: &Analysis| -> Vec<String> {
        let own = x.reading.words.iter().filter(|word| is_hard(word) && word.is_content() && word.capital);
        own.filter(|word| !is_of(a, word) && !is_of(b, word)).map(|word| word.concept.clone()).collect()
    };
    let (ours, theirs) = (names(a), names(b));
    ours.is_empty() || theirs.is_empty() || ours.iter().any(|name| theirs.contains(name))
}

#[cfg(test)]
mod tests {
    use crate::compare::{Claim, Comparer};
    use crate::statement::Act;

    fn blamed(a: &str, b: &str, days: [&str; 2]) -> bool {
        let claim = |text: &str, side: &str, day: &str| Claim {
            text: text.to_owned(),
            sentence: text.to_owned(),
            speaker: Some(format!("{side} Army")),
            article: side.to_owned(),
            published: Some(day.to_owned()),
            rare: ["tolvik", "mordan", "quist"].map(str::to_owned).to_vec(),
            act: Some(Act::Say),
            on_record: true,
            cue: "said".to_owned(),
            ..Claim::default()
        };
        let comparer = Comparer::new(Vec::new());
        let [a, b] = [claim(a, "Orlund", days[0]), claim(b, "Kestria", days[1])].map(|claim| comparer.analyse(claim));
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

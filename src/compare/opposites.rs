//! "X is alive" against "X is dead".

use super::finding::{ConflictKind, Match, listed};
use super::overlap::{Overlap, same};
use super::pair::Pair;
use super::parts::is_hard;
use super::rule::Rule;
use super::word::Word;
use super::words;

pub(super) fn find(pair: &Pair) -> Option<Match> {
    let Pair { t, d, bond, .. } = pair;
    if !d.asserts() || !t.setting.may_be(&d.setting) || !t.negations.is_empty() || !d.negations.is_empty() {
        return None;
    }
    let (told, other) = (pair.told(), pair.denied());
    let overlap = Overlap::new(&told, &other);
    let enough = overlap.weight >= 4.0 && overlap.rare >= 1 && overlap.facets >= 2;
    let enough = enough && overlap.most() >= 0.5 && overlap.least() >= 0.3;
    // who speaks is in both by one speaker: something beside it must be too
    let voice = |name: &String| {
        let who = pair.denier.speaker.iter().chain(&pair.denier.body);
        who.into_iter().any(|word| word.lower == *name)
    };
    let beside = || overlap.shared().iter().any(|word| !voice(word));
    let tied = bond.bound && overlap.weight >= 2.0 && overlap.least() >= 0.4 && beside();
    if !enough && !tied {
        return None;
    }
    let tied = bond.bound && bond.voiced;
    let opposite = |a: &Word, b: &Word| a.is_opposite(b) || tied && words::opposite(a, b);
    let (a, b) = told.iter().find_map(|a| other.iter().find(|b| opposite(a, b)).map(|b| (*a, *b)))?;
    if told.iter().any(|word| same(word, b)) || other.iter().any(|word| same(word, a)) {
        return None;
    }
    let (i, j) = (pair.teller.place(a)?, pair.denier.place(b)?);
    let covered = overlap.least() >= 0.6 || tied && have_one_subject(pair, i, j);
    let firm = !(t.reported || d.reported) && covered && (!bond.voiced || of_one_thing(pair, i, j));
    Some(Match {
        kind: ConflictKind::Contradiction,
        rule: Rule::Opposites,
        score: 0.4 + 0.25 * overlap.most() + 0.25 * overlap.least(),
        firm,
        why: format!("“{}” against “{}”; both are about {}.", a.lower, b.lower, listed(&overlap.shared())),
        words: [vec![a.lower.clone()], vec![b.lower.clone()]],
        both_true_if: "they are about different times, places or parts",
    })
}

/// "the receipt was forged", "the receipt is genuine": the head of what stands before the two words is one.
fn have_one_subject(pair: &Pair, i: usize, j: usize) -> bool {
    let (ours, theirs) = (head(pair.teller.subject(pair.t, i)), head(pair.denier.subject(pair.d, j)));
    ours.zip(theirs).is_some_and(|(x, y)| same(x, y) && !x.name)
}

/// The head of a subject, whose words come in reverse order.
fn head(subject: Vec<&Word>) -> Option<&Word> {
    subject.into_iter().find(|word| word.number.is_none())
}

/// The two words stand in clauses that tell, of one agent, in one tense, and no name is in one of them alone.
fn of_one_thing(pair: &Pair, i: usize, j: usize) -> bool {
    let (Some(t), Some(d)) = (pair.t.clause(i), pair.d.clause(j)) else { return false };
    let told = !(t.of_others || t.supposed || d.of_others || d.supposed);
    let (one, other) = (pair.told(), pair.denied());
    let apart = |here: &[&Word], there: &[&Word]| {
        here.iter().any(|word| is_hard(word) && word.is_strange() && !there.iter().any(|other| same(other, word)))
    };
    told && t.future == d.future && pair.one_agent(i, j) && !(apart(&one, &other) && apart(&other, &one))
}

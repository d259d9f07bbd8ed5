//! Claim and denial: one statement calls untrue what the other tells.

use super::lexicon::LEXICON;
use super::overlap::{Overlap, same};
use super::reading::{Reading, Unit};
use super::words::Word;
use super::{ConflictKind, Finding};

/// What a rule says of two units; the second denies.
pub(super) struct Match {
    pub kind: ConflictKind,
    pub rule: &'static str,
    pub score: f64,
    pub firm: bool,
    pub why: String,
    pub words: [Vec<String>; 2],
    pub both_true_if: &'static str,
}

/// The best reason to say that one unit of `denier` denies one of `teller`.
pub(super) fn best(teller: &Reading, denier: &Reading) -> Option<Match> {
    let mut best: Option<Match> = None;
    for t in teller.units.iter().filter(|unit| unit.asserts()) {
        for d in &denier.units {
            let found = framed(teller, t, denier, d).or_else(|| negated(teller, t, denier, d)).or_else(|| opposed(teller, t, denier, d));
            if let Some(found) = found
                && best.as_ref().is_none_or(|known| found.score > known.score)
            {
                best = Some(found);
            }
        }
    }
    best
}

/// "X is a hoax", "denies X" against "X".
fn framed(teller: &Reading, t: &Unit, denier: &Reading, d: &Unit) -> Option<Match> {
    let frame = d.denies_all()?;
    let told = teller.content(t);
    let all = denier.content(d);
    let about: Vec<&Word> = denier.words[frame.scope.clone()].iter().filter(|word| word.is_content()).collect();
    let overlap = Overlap::new(&told, &all);
    let denied = Overlap::new(&told, &about);
    // a negation inside what is denied turns it round
    if d.negations.iter().any(|negation| frame.scope.contains(&negation.at) && !frame.cue.contains(&negation.at) && frame.id == "denies")
        || !t.negations.is_empty() && t.negations.iter().any(|n| n.focus.iter().any(|&i| all.iter().any(|word| same(word, &teller.words[i]))))
    {
        return None;
    }
    if overlap.weight < 4.0 || overlap.rare < 1 || denied.shared.is_empty() || overlap.most() < 0.5 || overlap.least() < 0.25 {
        return None;
    }
    let cue = text(&denier.words[frame.cue.clone()]);
    let score = 0.5 + 0.25 * overlap.most() + 0.25 * overlap.least() - if t.reported { 0.2 } else { 0.0 };
    Some(Match {
        kind: ConflictKind::Denial,
        rule: "denial frame",
        score,
        firm: !t.reported,
        why: format!("One tells what the other calls untrue (“{cue}”); both are about {}.", listed(&overlap.shared)),
        words: [overlap.shared.clone(), vec![cue]],
        both_true_if: "the denial is about another event, or about a part only",
    })
}

/// "X did not do Y" against "X did Y".
fn negated(teller: &Reading, t: &Unit, denier: &Reading, d: &Unit) -> Option<Match> {
    if d.frame.is_some() || d.asked {
        return None;
    }
    let told = teller.content(t);
    let overlap = Overlap::new(&told, &denier.content(d));
    if overlap.weight < 4.0 || overlap.rare < 1 || overlap.most() < 0.5 || overlap.least() < 0.25 {
        return None;
    }
    let t_words = &teller.words;
    let matched = |i: usize| t.range.clone().filter(move |&j| same(&denier.words[i], &t_words[j]) && t_words[j].is_content());
    for negation in &d.negations {
        let Some(&first) = negation.focus.first() else { continue };
        let weight = |i: &usize| denier.words[*i].weight;
        let all: f64 = negation.focus.iter().map(weight).sum();
        let hit: f64 = negation.focus.iter().filter(|&&i| matched(i).next().is_some()).map(weight).sum();
        let upheld = |i: usize| matched(i).any(|j| !t.negates(j));
        if !upheld(first) || hit < 0.5 * all {
            continue;
        }
        if negation.focus.iter().any(|&i| matched(i).any(|j| t.negates(j))) {
            continue;
        }
        let words = vec![denier.words[negation.at].lower.clone(), denier.words[first].lower.clone()];
        let score = 0.5 + 0.25 * overlap.most() + 0.25 * overlap.least() - if t.reported || d.reported { 0.2 } else { 0.0 };
        return Some(Match {
            kind: ConflictKind::Contradiction,
            rule: "negation",
            score,
            firm: !(t.reported || d.reported),
            why: format!("One says “{}”, the other does not negate it; both are about {}.", words.join(" … "), listed(&overlap.shared)),
            words: [vec![denier.words[first].lower.clone()], words],
            both_true_if: "they are about different times, places or parts",
        });
    }
    None
}

/// "X is alive" against "X is dead".
fn opposed(teller: &Reading, t: &Unit, denier: &Reading, d: &Unit) -> Option<Match> {
    if !d.asserts() {
        return None;
    }
    let told = teller.content(t);
    let other = denier.content(d);
    let overlap = Overlap::new(&told, &other);
    if overlap.weight < 4.0 || overlap.rare < 1 || overlap.most() < 0.5 || overlap.least() < 0.3 {
        return None;
    }
    let opposite = |a: &Word, b: &Word| LEXICON.are_opposites(&a.concept, &b.concept);
    let (a, b) = told.iter().find_map(|a| other.iter().find(|b| opposite(a, b)).map(|b| (*a, *b)))?;
    if told.iter().any(|word| same(word, b)) || other.iter().any(|word| same(word, a)) {
        return None;
    }
    if !t.negations.is_empty() || !d.negations.is_empty() {
        return None;
    }
    Some(Match {
        kind: ConflictKind::Contradiction,
        rule: "opposite predicates",
        score: 0.4 + 0.25 * overlap.most() + 0.25 * overlap.least(),
        firm: !(t.reported || d.reported),
        why: format!("“{}” against “{}”; both are about {}.", a.lower, b.lower, listed(&overlap.shared)),
        words: [vec![a.lower.clone()], vec![b.lower.clone()]],
        both_true_if: "they are about different times, places or parts",
    })
}

fn text(words: &[Word]) -> String {
    words.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ")
}

fn listed(words: &[String]) -> String {
    words.iter().take(6).map(|word| format!("“{word}”")).collect::<Vec<_>>().join(", ")
}

impl From<Match> for Finding {
    fn from(found: Match) -> Self {
        Finding {
            kind: found.kind,
            score: found.score.clamp(0.0, 1.0),
            firm: found.firm,
            rule: found.rule.to_owned(),
            question: None,
            why: found.why,
            words: found.words,
            both_true_if: found.both_true_if.to_owned(),
        }
    }
}

//! Claim and denial: one statement calls untrue what the other tells.

use super::ConflictKind;
use super::judge::{Match, listed};
use super::lexicon::{FrameStance, LEXICON};
use super::overlap::{Overlap, same};
use super::reading::{Reading, Unit};
use super::words::Word;

/// The best reason to say that one unit of `denier` denies one of `teller`.
pub(super) fn best(teller: &Reading, denier: &Reading) -> Option<Match> {
    let mut best: Option<Match> = None;
    for t in teller.units.iter().filter(|unit| unit.asserts()) {
        for d in &denier.units {
            let found = framed(teller, t, denier, d)
                .or_else(|| negated(teller, t, denier, d))
                .or_else(|| opposed(teller, t, denier, d));
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
    let frame = d.frame.as_ref()?;
    let doubts = frame.stance == FrameStance::Doubted;
    if doubts && frame.id != "doubt" {
        return None;
    }
    // a negation inside what is denied turns it round, or says more exactly what is denied
    if d.own_negations().next().is_some() || !t.negations.is_empty() {
        return None;
    }
    let overlap = comparable(teller, t, denier, d)?;
    let scope = &denier.words[frame.scope.clone()];
    let told = teller.content(t);
    let has = |word: &Word| told.iter().find(|other| same(word, other));
    let about: Vec<&Word> = scope.iter().filter(|word| word.is_content()).collect();
    if frame.id == "denies" {
        let event = about.iter().find(|word| is_predicate(word) && !LEXICON.light.contains(&word.lemma))?;
        let denied = Overlap::new(&about, &told);
        if has(event).is_none() || denied.of_a < 0.4 {
            return None;
        }
        if let Some(found) = has(event)
            && other_agent(teller, t, found, denier, d, event, frame.cue.start)
        {
            return None;
        }
    } else if !about.iter().any(|word| is_predicate(word) && has(word).is_some_and(|other| is_predicate(other))) {
        return None;
    }
    let cue = text(&denier.words[frame.cue.clone()]);
    let doubtful = t.reported || t.possible || d.asked;
    Some(Match {
        kind: ConflictKind::Denial,
        rule: if doubts { "doubt" } else { "denial frame" },
        score: score(if doubts { 0.4 } else { 0.5 }, &overlap, doubtful),
        firm: !doubtful,
        why: format!(
            "One tells what the other calls {} (“{cue}”); both are about {}.",
            if doubts { "doubtful" } else { "untrue" },
            listed(&overlap.shared)
        ),
        words: [overlap.shared.clone(), vec![cue]],
        both_true_if: "the denial is about another event, or about a part only",
    })
}

/// What two units have in common, if that is enough to compare them.
fn comparable(teller: &Reading, t: &Unit, denier: &Reading, d: &Unit) -> Option<Overlap> {
    if !t.setting.may_be(&d.setting) {
        return None;
    }
    let overlap = Overlap::new(&teller.content(t), &denier.content(d));
    let telling = overlap.rare >= 1 || overlap.facets >= 3;
    let enough = overlap.weight >= 3.5 && telling && overlap.facets >= 2;
    let covered = overlap.most() >= 0.5 && overlap.least() >= 0.25 || overlap.most() >= 0.8 && overlap.facets >= 3;
    (enough && covered).then_some(overlap)
}

fn score(base: f64, overlap: &Overlap, doubtful: bool) -> f64 {
    base + 0.25 * overlap.most() + 0.25 * overlap.least() - if doubtful { 0.2 } else { 0.0 }
}

/// True for words that may say what happens, as names and states do not.
fn is_predicate(word: &Word) -> bool {
    word.weight >= 0.7
        && !word.is_strange()
        && !LEXICON.things.contains(&word.concept)
        && !word.concept.starts_with("state:")
        && word.number.is_none()
}

/// True when different named agents stand before the same predicate.
fn other_agent(teller: &Reading, t: &Unit, told: &Word, denier: &Reading, d: &Unit, denied: &Word, cue: usize) -> bool {
    let index = |words: &[Word], word: &Word| words.iter().position(|other| other.span == word.span);
    let (Some(i), Some(j)) = (index(&teller.words, told), index(&denier.words, denied)) else { return false };
    let tells = teller.subject(t, i);
    let mut denies = denier.subject(d, j);
    // "denies it threatened": the one who denies
    denies.extend(denier.subject(d, cue));
    let named = |word: &&&Word| word.is_strange() || word.concept.starts_with("state:");
    let about = denier.content(d);
    let known = |word: &Word| about.iter().any(|other| same(word, other));
    let mut names = tells.iter().filter(named).peekable();
    names.peek().is_some() && names.all(|word| !known(word)) && denies.iter().any(|word| named(&word))
}

/// "X did not do Y" against "X did Y".
fn negated(teller: &Reading, t: &Unit, denier: &Reading, d: &Unit) -> Option<Match> {
    let frame = d.frame.as_ref();
    if frame.is_some_and(|frame| frame.id != "no, …" && frame.id != "never happened" && frame.id != "fooled") {
        return None;
    }
    let overlap = comparable(teller, t, denier, d)?;
    let told = teller.content(t);
    let matches = |i: usize, j: usize| {
        let (a, b) = (&denier.words[i], &teller.words[j]);
        let says = |word: &Word| word.weight == 0.0 && LEXICON.carrying.contains(&word.lemma);
        let tells = |word: &Word| matches!(word.lemma.as_str(), "say" | "tell");
        same(a, b) && (b.is_content() || says(b)) || tells(a) && tells(b)
    };
    let matched = |i: usize| t.range.clone().filter(move |&j| matches(i, j));
    for negation in d.own_negations() {
        let Some(&first) = negation.focus.first() else { continue };
        let subject = denier.subject(d, negation.at);
        let mut names = subject.iter().filter(|word| word.is_strange()).peekable();
        if names.peek().is_some() && !names.any(|word| told.iter().any(|other| same(word, other))) {
            continue;
        }
        let least =
            if denier.words[negation.at].lower == "no" && !is_predicate(&denier.words[first]) { 0.75 } else { 0.45 };
        let weight = |i: &usize| denier.words[*i].weight;
        let all: f64 = negation.focus.iter().map(weight).sum();
        let hit: f64 = negation.focus.iter().filter(|&&i| matched(i).next().is_some()).map(weight).sum();
        if matched(first).next().is_none() || hit < least * all {
            continue;
        }
        if !t.negations.is_empty()
            && (t.own_negations().count() == d.own_negations().count()
                || negation.focus.iter().any(|&i| matched(i).any(|j| t.negates(j))))
        {
            continue;
        }
        if matched(first).any(|j| is_ended(teller, t, j)) {
            continue;
        }
        let words = vec![denier.words[negation.at].lower.clone(), denier.words[first].lower.clone()];
        let doubtful = t.reported || t.possible || d.possible || d.asked;
        return Some(Match {
            kind: ConflictKind::Contradiction,
            rule: "negation",
            score: score(0.5, &overlap, doubtful),
            firm: !doubtful,
            why: format!(
                "One says “{}”, the other does not negate it; both are about {}.",
                words.join(" … "),
                listed(&overlap.shared)
            ),
            words: [vec![denier.words[first].lower.clone()], words],
            both_true_if: "they are about different times, places or parts",
        });
    }
    None
}

/// "stop selling": who does not sell says the same.
fn is_ended(reading: &Reading, unit: &Unit, at: usize) -> bool {
    at > unit.range.start && reading.words[at - 1].concept == "end" && reading.words[at].lower.ends_with("ing")
}

/// "X is alive" against "X is dead".
fn opposed(teller: &Reading, t: &Unit, denier: &Reading, d: &Unit) -> Option<Match> {
    if !d.asserts() || !t.setting.may_be(&d.setting) {
        return None;
    }
    let told = teller.content(t);
    let other = denier.content(d);
    let overlap = Overlap::new(&told, &other);
    if overlap.weight < 4.0 || overlap.rare < 1 || overlap.facets < 2 || overlap.most() < 0.5 || overlap.least() < 0.3 {
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
        firm: !(t.reported || d.reported) && overlap.least() >= 0.6,
        why: format!("“{}” against “{}”; both are about {}.", a.lower, b.lower, listed(&overlap.shared)),
        words: [vec![a.lower.clone()], vec![b.lower.clone()]],
        both_true_if: "they are about different times, places or parts",
    })
}

fn text(words: &[Word]) -> String {
    words.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ")
}

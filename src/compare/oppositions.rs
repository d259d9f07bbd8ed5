//! Opposed judgements of one thing: both can be held.

use super::analysis::Analysis;
use super::bonds::Bond;
use super::claim::{Claim, days_apart};
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::LEXICON;
use super::lists::{CLAUSES, REPLIES};
use super::overlap::{Overlap, same};
use super::parts::{is_auxiliary, judged};
use super::reading::Reading;
use super::rule::Rule;
use super::sides::has_cue;
use super::unit::Unit;
use super::word::Word;
use crate::statement::Act;

/// Words between a judging word and the one that says what is judged.
const NEAR: usize = 3;

/// Days between praise and condemnation of one decision or report at most: next week it is another.
const CLOSE: i64 = 3;

/// The axis whose words say so much that they are opposed to praise or blame on any other.
const STRONG: &str = "virtue";

/// A judging word, its axis, whether it praises, and what it judges.
struct Judgement<'r> {
    /// the word, and its lemma
    said: &'r str,
    lemma: &'r str,
    axis: &'r str,
    high: bool,
    /// "the ruling is historic", "a historic ruling": the ruling
    of: Option<&'r Word>,
    /// the clause tells it of that, and does not merely name it so
    told: bool,
    /// "neither free nor fair"
    negated: bool,
    /// by the act of the statement alone
    by_act: bool,
}

/// "historic" against "meaningless", of the same thing.
pub(super) fn find(a: &Analysis, b: &Analysis, bond: Bond) -> Option<Match> {
    if bond.one_speaker || !bond.bound && bond.voiced {
        return None;
    }
    let (ours, theirs) = (of_statement(a), of_statement(b));
    if ours.is_empty() || theirs.is_empty() {
        return None;
    }
    let days = || days_apart(a.claim.published.as_deref(), b.claim.published.as_deref());
    let close = || bond.one_article || days().is_some_and(|days| days <= CLOSE);
    let opposed = |x: &Judgement, y: &Judgement| x.high != y.high && (x.lemma != y.lemma || x.negated != y.negated);
    let both = || ours.iter().flat_map(|x| theirs.iter().map(move |y| (x, y))).filter(|(x, y)| opposed(x, y));
    let of_one = both().find_map(|(x, y)| {
        let comparable = x.axis == y.axis || [x.axis, y.axis].contains(&STRONG);
        let thing = x.of.filter(|thing| {
            let by_act = x.by_act || y.by_act;
            let meets = |other: &Word| if by_act { thing.lemma == other.lemma && close() } else { same(thing, other) };
            comparable && x.told && y.told && !thing.name && y.of.is_some_and(meets)
        })?;
        Some((x, y, vec![thing.lower.clone()], 0.7))
    });
    let (x, y, shared, score) = of_one.filter(|_| bond.bound).or_else(|| {
        let (x, y) = both().find(|(x, y)| x.axis == y.axis && x.told && y.told && !x.by_act && !y.by_act)?;
        let overlap = shared(&a.reading, &b.reading);
        let about = overlap.facets >= 2 && overlap.rare >= 1 && overlap.most() >= 0.3;
        about.then(|| (x, y, overlap.shared(), (0.4 + 0.2 * overlap.most()).min(0.7)))
    })?;
    Some(Match {
        kind: ConflictKind::Opposition,
        rule: Rule::OpposedJudgements,
        score,
        firm: true,
        why: format!("One judges it “{}”, the other “{}”; both speak of {}.", x.said, y.said, listed(&shared)),
        words: [vec![x.said.to_owned()], vec![y.said.to_owned()]],
        both_true_if: "each says how its speaker sees it",
    })
}

/// Judgements of one thing in articles on one affair rarely share words: what is judged is the key under which they meet.
pub(super) fn keys(claim: &Claim, reading: &Reading) -> Vec<String> {
    let all = judgements(reading).into_iter().chain(by_act(claim, reading));
    let things: Vec<&Word> = all.filter(|j| j.told).filter_map(|j| j.of).collect();
    let of = |name: &String| things.iter().map(|thing| format!("judged:{name}:{}", thing.concept)).collect::<Vec<_>>();
    claim.rare.iter().flat_map(of).collect()
}

/// The judgements of a statement, that of its act among them.
fn of_statement(x: &Analysis) -> Vec<Judgement<'_>> {
    judgements(&x.reading).into_iter().chain(by_act(&x.claim, &x.reading)).collect()
}

/// "praised the report", "condemned the veto": the act judges what the content begins with.
fn by_act<'r>(claim: &'r Claim, reading: &'r Reading) -> Option<Judgement<'r>> {
    let high = match claim.act? {
        Act::Support => true,
        Act::Oppose => false,
        _ => return None,
    };
    let list = if high { &REPLIES.praising } else { &REPLIES.condemning };
    if !claim.on_record || claim.negated || !has_cue(claim, |word| list.has(word)) {
        return None;
    }
    let words = &reading.words;
    let ends = |&i: &usize| i > 0 && (CLAUSES.ends_head.has(&words[i].lower) || words[i].is_punctuation);
    let end = (0..words.len()).find(ends).unwrap_or(words.len());
    let of = words[..end].iter().rfind(|word| is_thing(word)).filter(|word| !word.capital);
    Some(Judgement {
        said: &claim.cue,
        lemma: &claim.cue,
        axis: STRONG,
        high,
        of,
        told: true,
        negated: !high,
        by_act: true,
    })
}

fn judgements(reading: &Reading) -> Vec<Judgement<'_>> {
    let mut out = Vec::new();
    for unit in reading.units.iter().filter(|unit| !unit.asked && !unit.reported) {
        for &at in reading.judging.iter().filter(|at| unit.range.contains(at)) {
            let word = &reading.words[at];
            let Some((axis, high)) = judged(word) else { continue };
            if unit.clause(at).is_some_and(|clause| clause.of_others || clause.supposed) {
                continue;
            }
            let (of, told) = thing(reading, unit, at);
            let (negated, said, lemma) = (unit.negates(at), &word.lower, &word.lemma);
            out.push(Judgement { said, lemma, axis, high: high != negated, of, told, negated, by_act: false });
        }
    }
    out
}

/// What a judging word judges, and whether the clause tells it of that: "the ruling was unfair", "it was an unfair ruling",
/// "called the ruling a farce", not "an unfair ruling was appealed".
fn thing<'r>(reading: &'r Reading, unit: &Unit, at: usize) -> (Option<&'r Word>, bool) {
    let words = &reading.words;
    let start = unit.clause(at).map_or(unit.range.start, |clause| clause.range.start);
    // "an act of vandalism" is vandalism
    let part = |word: &Word| CLAUSES.parts.has(&word.lower);
    let small = |word: &Word| !word.is_content() || judged(word).is_some() || word.lower.ends_with("ly") || part(word);
    let before = (start..at).rev().take(NEAR + 2).find(|&i| !small(&words[i]) || is_be(&words[i]));
    let noun = || {
        let behind = (at + 1..unit.range.end.min(at + 1 + NEAR)).map(|i| &words[i]);
        let behind = behind.take_while(|word| is_thing(word) || matches!(word.lower.as_str(), "and" | ","));
        behind.into_iter().find(|word| is_thing(word) && judged(word).is_none())
    };
    if let Some(be) = before.filter(|&i| is_be(&words[i])) {
        let subject = head(words, start, be);
        // "it was a wise judgment": the noun behind; "the report was a thorough work": the report
        return (subject.or_else(noun), true);
    }
    let article = (start..at).rev().take(NEAR).find(|&i| matches!(words[i].lower.as_str(), "a" | "an" | "as"));
    let calls = |i: &usize| CLAUSES.calling.has(&words[*i].lemma);
    // the verb may be the cue, outside the content
    let cued = CLAUSES.calling.words().any(|verb| reading.cue.contains(verb));
    let called = article.filter(|&article| cued || (start..article).rev().take(6).any(|i| calls(&i)));
    // called "the ruling 'meaningless'"
    let called = called.or_else(|| cued.then_some(at));
    (called.and_then(|article| words[start..article].iter().rfind(|word| is_thing(word))), called.is_some())
}

fn is_be(word: &Word) -> bool {
    is_auxiliary(word) && word.lemma == "be"
}

/// The head of the noun phrase that ends before a verb: "the decision by the court" is a decision.
fn head(words: &[Word], start: usize, verb: usize) -> Option<&Word> {
    let ends = |word: &Word| CLAUSES.ends_head.has(&word.lower);
    let end = (start..verb).find(|&i| i > start && ends(&words[i])).unwrap_or(verb);
    words[start..end].iter().rfind(|word| is_thing(word))
}

/// A noun that can be judged; "the report" says something here.
fn is_thing(word: &Word) -> bool {
    let general = CLAUSES.general.has(&word.lemma);
    (word.is_content() || LEXICON.carrying.contains(&word.lemma)) && word.number.is_none() && !general
}

/// What the sentences of two statements have in common, judging words left out.
fn shared<'r>(a: &'r Reading, b: &'r Reading) -> Overlap<'r> {
    fn telling(reading: &Reading) -> Vec<&Word> {
        reading.around().filter(|word| judged(word).is_none()).collect()
    }
    Overlap::new(&telling(a), &telling(b))
}

#[cfg(test)]
mod tests {
    use crate::compare::{Claim, Comparer};
    use crate::statement::Act;

    fn opposed(praise: &str, blame: &str, cue: &str, day: &str) -> bool {
        let comparer = Comparer::new(Vec::new());
        let praise = comparer.analyse(Claim::told("Ada Lorn", Act::Support, "welcomed", praise, "2031-03-02"));
        let blame = comparer.analyse(Claim::told("Oda Skarn", Act::Oppose, cue, blame, day));
        comparer.judge(&praise, &blame).is_some_and(|found| found.firm && found.rule == "opposed judgements")
    }

    #[test]
    fn one_thing_is_praised_and_condemned() {
        assert!(opposed("the veto", "the veto of the council", "condemned", "2031-03-03"));
        assert!(!opposed("the veto", "the toll", "condemned", "2031-03-03"));
        assert!(!opposed("the veto", "the veto", "mentioned", "2031-03-03"));
        assert!(!opposed("the veto", "the veto", "condemned", "2031-06-03"));
        assert!(!opposed("Lorn", "Lorn", "condemned", "2031-03-03"));
    }
}

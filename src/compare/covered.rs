//! A statement that the other one covers but for one thing, which clashes: an opposite word, or another number of the same.
//!
//! Where most words of two statements differ, an opposite pair or two numbers say little. Where everything that the shorter
//! one tells stands in one sentence of the longer one except a word, that word is what they differ in.

use super::clauses::Clause;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::overlap::same;
use super::reading::Reading;
use super::rule::Rule;
use super::unit::Unit;
use super::word::Word;
use super::words::{is_year, opposite};

/// Share of the weight of what is told, the clashing words left out, that the longer one must hold.
const COVERED: f64 = 0.85;
/// The same within the sentence that holds the clash; names may stand in the sentences before it.
const COVERED_THERE: f64 = 0.6;
/// Weight that both must share.
const SHARED: f64 = 2.0;

/// Telling words that two statements by speakers share beside the clash.
const TELLING_BY_SPEAKERS: usize = 3;
/// Share by which two figures for one thing may differ because one is rounded.
const ROUNDING: f64 = 0.1;

/// The clash of `short` with a sentence of `long`, if `long` covers the rest of it.
pub(super) fn find(long: &Reading, short: &Reading, voiced: bool) -> Option<Match> {
    let [told] = short.units.as_slice() else { return None };
    if !told.asserts() || told.possible || !told.negations.is_empty() {
        return None;
    }
    let units = long.units.iter().filter(|unit| unit.asserts() && unit.setting.may_be(&told.setting));
    units.filter_map(|unit| clash(long, unit, short, told, voiced)).max_by(|x, y| x.score.total_cmp(&y.score))
}

fn clash(long: &Reading, unit: &Unit, short: &Reading, told: &Unit, voiced: bool) -> Option<Match> {
    let words: Vec<usize> = told.range.clone().filter(|&i| short.words[i].is_content()).collect();
    if !may_cover(long, &words, short) {
        return None;
    }
    let within = |word: &Word| unit.range.clone().any(|j| same(&long.words[j], word));
    let mut open = told.range.clone().filter(|&i| !short.words[i].is_punctuation && !within(&short.words[i]));
    let (clashing, against, rule) = open.find_map(|i| {
        opposed(long, unit, short, told, i).map(|j| (i, j, Rule::OppositeElseEqual)).or_else(|| {
            if voiced { None } else { numbered(long, unit, short, told, i).map(|j| (i, j, Rule::NumberElseEqual)) }
        })
    })?;
    let dated = |word: &Word| LEXICON.times.contains(&word.lemma) || word.number.is_some_and(is_year);
    if words.iter().map(|&i| &short.words[i]).any(|word| dated(word) && !within(word)) {
        return None;
    }
    let rest = || words.iter().filter(|&&i| i != clashing).map(|&i| &short.words[i]);
    let weight = |found: &mut dyn Iterator<Item = &Word>| found.map(|word| word.weight).sum::<f64>();
    let all = weight(&mut rest());
    let there = weight(&mut rest().filter(|word| within(word)));
    let anywhere = weight(&mut rest().filter(|word| long.words.iter().any(|other| same(other, word))));
    let telling = rest().filter(|word| word.weight >= 1.2 && within(word)).count();
    if anywhere < COVERED * all || there < COVERED_THERE * all || there < SHARED || telling == 0 {
        return None;
    }
    if voiced
        && (there < COVERED * all
            || telling < TELLING_BY_SPEAKERS
            || !in_clauses(long, unit, against, short, told, clashing))
    {
        return None;
    }
    let shared: Vec<String> = rest().filter(|word| within(word)).map(|word| word.lower.clone()).collect();
    let (x, y) = (&long.words[against], &short.words[clashing]);
    let doubtful = unit.reported || unit.possible;
    Some(Match {
        kind: ConflictKind::Contradiction,
        rule,
        score: 0.45 + 0.4 * anywhere / all.max(0.1) - if doubtful { 0.2 } else { 0.0 },
        firm: !doubtful,
        why: format!(
            "“{}” against “{}”; all else that the one tells is in the other: {}.",
            x.lower,
            y.lower,
            listed(&shared)
        ),
        words: [vec![x.lower.clone()], vec![y.lower.clone()]],
        both_true_if: "they are about different times, places or parts",
    })
}

/// False where the longer one lacks too much of what the shorter one tells, whichever word it is that clashes.
fn may_cover(long: &Reading, words: &[usize], short: &Reading) -> bool {
    let (mut all, mut lacking, mut most) = (0.0, 0.0, 0.0_f64);
    for word in words.iter().map(|&i| &short.words[i]) {
        all += word.weight;
        if !long.words.iter().any(|other| same(other, word)) {
            lacking += word.weight;
            most = most.max(word.weight);
        }
    }
    // sums of weights in another order may differ in their last digits
    lacking - most <= (1.0 - COVERED) * all + 1e-6
}

/// Both words are said, in clauses that tell, of one doer; neither is part of a name.
fn in_clauses(long: &Reading, unit: &Unit, j: usize, short: &Reading, told: &Unit, i: usize) -> bool {
    let (Some(ours), Some(theirs)) = (told.clause(i), unit.clause(j)) else { return false };
    let plain = |clause: &Clause| !clause.of_others && !clause.supposed;
    let (a, b) = (doer(short, told, i), doer(long, unit, j));
    plain(ours)
        && plain(theirs)
        && ours.future == theirs.future
        && !short.words[i].capital
        && !long.words[j].capital
        && (any_same(&a, &b) || a.is_empty() && b.is_empty())
}

/// A word of the longer one's sentence that is the opposite of this one, said of the same.
fn opposed(long: &Reading, unit: &Unit, short: &Reading, told: &Unit, i: usize) -> Option<usize> {
    let word = &short.words[i];
    let taken = |other: &Word| told.range.clone().any(|k| same(&short.words[k], other));
    unit.range.clone().find(|&j| {
        let other = &long.words[j];
        let apt = || {
            ![word, other].iter().any(|w| LEXICON.many_meanings.contains(&w.lemma))
                || same_object(long, unit, j, short, told, i)
        };
        let clash = opposite(word, other) && apt() && !sides_swapped(long, unit, j, short, told, i)
            || word.is_converse(other) && sides_equal(long, unit, j, short, told, i);
        // "defended the bank against attacks": nobody is against anything
        let attitude = |words: &[Word], at: usize| {
            let before = words[..at].iter().rfind(|word| !word.is_mark());
            words[at].lower != "against" || before.is_some_and(|word| CLAUSES.before_against.has(&word.lemma))
        };
        let plain = attitude(&long.words, j) && attitude(&short.words, i);
        clash && plain && !taken(other) && !unit.negates(j)
    })
}

/// "leave the city" and "reach the city", not "leave a mark".
fn same_object(long: &Reading, unit: &Unit, j: usize, short: &Reading, told: &Unit, i: usize) -> bool {
    any_same(&object(short, told, i), &object(long, unit, j))
}

/// The content words next to a predicate behind it, an aside left out; in the passive those before it.
fn object<'r>(reading: &'r Reading, unit: &Unit, at: usize) -> Vec<&'r Word> {
    if agent(reading, unit, at).is_some() {
        return reading.subject(unit, at);
    }
    let mut behind = &reading.words[at + 1..unit.range.end];
    if behind.first().is_some_and(|word| word.lower == ",") {
        let aside = behind.iter().skip(1).position(|word| word.lower == ",").map_or(0, |end| end + 1);
        behind = &behind[aside..];
    }
    behind.iter().filter(|word| word.is_content()).take(1).collect()
}

/// Where "by" follows closely: who does it stands behind.
fn agent(reading: &Reading, unit: &Unit, at: usize) -> Option<usize> {
    let passive = (at.saturating_sub(3).max(unit.range.start)..at).any(|k| reading.words[k].lemma == "be");
    (at + 1..unit.range.end.min(at + 4)).find(|&k| reading.words[k].lower == "by").filter(|_| passive)
}

/// "X beat Y" against "Y lost to X": who stands before the one stands only behind the other.
fn sides_swapped(long: &Reading, unit: &Unit, j: usize, short: &Reading, told: &Unit, i: usize) -> bool {
    let (ours, theirs) = (doer(short, told, i), doer(long, unit, j));
    !ours.is_empty() && !theirs.is_empty() && !any_same(&ours, &theirs)
}

/// "X owns Y" against "X, a subsidiary of Y": the same stands before both.
fn sides_equal(long: &Reading, unit: &Unit, j: usize, short: &Reading, told: &Unit, i: usize) -> bool {
    any_same(&doer(short, told, i), &doer(long, unit, j))
}

fn any_same(ours: &[&Word], theirs: &[&Word]) -> bool {
    ours.iter().any(|word| theirs.iter().any(|other| same(other, word)))
}

/// Named content words of the one who does it: before the predicate, or after "by".
fn doer<'r>(reading: &'r Reading, unit: &Unit, at: usize) -> Vec<&'r Word> {
    let before = match agent(reading, unit, at) {
        Some(by) => reading.words[by..unit.range.end].iter().take_while(|word| !word.ends_part()).take(8).collect(),
        None => reading.subject(unit, at),
    };
    before.into_iter().filter(|word| word.capital && word.is_content()).collect()
}

/// The number before the same noun in the longer one's sentence, where it is another one.
fn numbered(long: &Reading, unit: &Unit, short: &Reading, told: &Unit, i: usize) -> Option<usize> {
    let figure = short.words[i].number?;
    let noun = counted(&short.words[..told.range.end], i)?;
    let planned = |words: &[Word]| {
        words.iter().any(|word| {
            matches!(word.lower.as_str(), "will" | "'ll") || matches!(word.lemma.as_str(), "forecast" | "predict")
        })
    };
    if planned(&short.words[told.range.clone()]) || planned(&long.words[unit.range.clone()]) {
        return None;
    }
    let known = |n: f64| long.words.iter().any(|word| word.number == Some(n));
    if known(figure) || is_bounded(&short.words, i) {
        return None;
    }
    unit.range.clone().find(|&j| {
        let other = &long.words[j];
        other.number.is_some_and(|n| n != figure && (n - figure).abs() > ROUNDING * figure)
            && counted(&long.words[..unit.range.end], j).is_some_and(|counts| counts.lemma == noun.lemma)
            && !is_bounded(&long.words, j)
    })
}

/// What a number counts: the word right behind it.
fn counted(words: &[Word], at: usize) -> Option<&Word> {
    words.get(at + 1).filter(|word| word.is_content() && word.number.is_none() && !LEXICON.times.contains(&word.lemma))
}

/// "at least", "more than", "about", "an average of": not just so many.
fn is_bounded(words: &[Word], at: usize) -> bool {
    words[at.saturating_sub(3)..at].iter().any(|word| {
        let known = |set: &rustc_hash::FxHashSet<String>| set.contains(&word.lower);
        known(&LEXICON.lower_bound) || known(&LEXICON.upper_bound) || known(&LEXICON.about) || word.lemma == "average"
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Claim;

    fn rule(long: &str, short: &str) -> Option<Rule> {
        let reading = |text: &str| {
            Reading::new(&Claim {
                text: text.to_owned(),
                sentence: text.to_owned(),
                on_record: true,
                ..Claim::default()
            })
        };
        find(&reading(long), &reading(short), false).filter(|found| found.firm).map(|found| found.rule)
    }

    #[test]
    fn one_opposite_word_or_number_clashes() {
        let opposite = || Some(Rule::OppositeElseEqual);
        let cases = [
            (
                "The council of Brackwater passed, by ten votes to four, the harbour levy.",
                "The harbour levy was rejected by the council of Brackwater.",
                opposite(),
            ),
            ("Velora, a ferry line, reported yearly earnings of $40m.", "Velora loses $40m.", opposite()),
            ("Velora is a subsidiary of the Orlund shipping house Tarrick.", "Velora owns Tarrick.", opposite()),
            ("The Tolvik levy is, judges found, illegal.", "The Tolvik levy is legal.", opposite()),
            (
                "The Tolvik League's 19 members met in Orlund.",
                "The Tolvik League has 12 members.",
                Some(Rule::NumberElseEqual),
            ),
        ];
        for (long, short, expected) in cases {
            assert_eq!(rule(long, short), expected, "{long} / {short}");
        }
    }

    #[test]
    fn what_can_both_be_true_does_not() {
        for (long, short) in [
            ("Tarrick beat Velora in the Orlund regatta.", "Velora lost the Orlund regatta to Tarrick."),
            ("The meteorite leaves a crater in Orlund.", "A meteorite landed in Orlund."),
            ("The ferry left Orlund on 3 May 2031.", "The ferry reached Orlund in April 2031."),
            ("Velora may sell its Orlund ferry.", "Velora may buy an Orlund ferry."),
            ("Velora has some 19 ferries in Orlund.", "Velora has 17 ferries in Orlund."),
            ("Velora will have 19 ferries in Orlund.", "Velora has 12 ferries in Orlund."),
        ] {
            assert_eq!(rule(long, short), None, "{long} / {short}");
        }
    }
}

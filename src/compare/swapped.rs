//! "X bought Y" against "Y bought X": one predicate, the same two names, on each other's side.

use super::bonds::Bond;
use super::finding::{ConflictKind, Match};
use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::overlap::same;
use super::parts::is_verb;
use super::reading::Reading;
use super::rule::Rule;
use super::unit::Unit;
use super::word::Word;

/// Words between a name and the predicate at most.
const NEAR: usize = 6;
/// Share of the weight of the shorter sentence that the longer one must hold.
const COVERED: f64 = 0.8;

/// The names on both sides of a predicate, the doer first.
struct Sides<'r> {
    doer: Vec<&'r Word>,
    done_to: Vec<&'r Word>,
}

/// The sentence of `short` with its sides swapped stands in `long`.
pub(super) fn find(long: &Reading, short: &Reading, bond: Bond) -> Option<Match> {
    let [told] = short.units.as_slice() else { return None };
    let plain = |unit: &Unit| unit.asserts() && unit.negations.is_empty() && !unit.possible;
    if !plain(told) {
        return None;
    }
    for unit in long.units.iter().filter(|unit| plain(unit) && unit.setting.may_be(&told.setting)) {
        for &i in short.relations.iter().filter(|at| told.range.contains(at)) {
            // not the same family: "defeated" and "lost" are of one
            let one = |a: &Word, b: &Word| a.lemma == b.lemma || a.senses.iter().any(|sense| b.senses.contains(sense));
            let matches = |j: &&usize| unit.range.contains(*j) && one(&short.words[i], &long.words[**j]);
            for &j in long.relations.iter().filter(matches) {
                let (Some(a), Some(b)) = (sides(short, told, i), sides(long, unit, j)) else { continue };
                if !is_swapped(&a, &b) || !covers(long, unit, short, told) {
                    continue;
                }
                let doubtful = unit.reported || told.reported || bond.one_speaker;
                let name = |words: &[&Word]| words.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ");
                return Some(Match {
                    kind: ConflictKind::Contradiction,
                    rule: Rule::SidesSwapped,
                    score: if doubtful { 0.5 } else { 0.8 },
                    firm: !doubtful,
                    why: format!(
                        "“{}”: in one by “{}”, in the other by “{}”.",
                        short.words[i].lower,
                        name(&b.doer),
                        name(&a.doer)
                    ),
                    words: [vec![name(&b.doer)], vec![name(&a.doer)]],
                    both_true_if: "it happened twice, each way round",
                });
            }
        }
    }
    None
}

fn is_swapped(a: &Sides, b: &Sides) -> bool {
    let meet = |x: &[&Word], y: &[&Word]| x.iter().any(|word| y.iter().any(|other| same(word, other)));
    meet(&a.doer, &b.done_to) && meet(&a.done_to, &b.doer) && !meet(&a.doer, &b.doer) && !meet(&a.done_to, &b.done_to)
}

/// The nearest names before and behind a predicate; in the passive they change sides.
fn sides<'r>(reading: &'r Reading, unit: &Unit, at: usize) -> Option<Sides<'r>> {
    let words = &reading.words;
    let before = run(words, (unit.range.start..at).rev())?;
    let behind = run(words, at + 1..unit.range.end)?;
    // "bought by", "was bought in 2004 by": whatever else stands before the name
    let by = (at + 1..unit.range.end).take(NEAR).take_while(|&i| !words[i].capital).any(|i| words[i].lower == "by");
    if LEXICON.one_sided.contains(&words[at].lemma) && at > 0 && words[at - 1].capital {
        return None;
    }
    Some(if by && is_verb(words, at) {
        Sides { doer: behind, done_to: before }
    } else {
        Sides { doer: before, done_to: behind }
    })
}

/// The first run of names on the way, unless another verb, an aside or the end of a part comes first.
fn run(words: &[Word], way: impl Iterator<Item = usize>) -> Option<Vec<&Word>> {
    let is_name = |word: &Word| {
        word.capital && word.is_content() && (word.is_strange() || word.name || word.concept.starts_with("state:"))
    };
    let mut out: Vec<&Word> = Vec::new();
    for (n, i) in way.enumerate() {
        let word = &words[i];
        if is_name(word) {
            out.push(word);
            continue;
        }
        let ends_run = !(out.is_empty() || word.capital || word.is_mark());
        let too_far = out.is_empty() && (n >= NEAR || is_verb(words, i));
        if ends_run || too_far || word.ends_part() || is_aside(word) {
            break;
        }
    }
    (!out.is_empty()).then_some(out)
}

/// "in", "for": what follows is a place or a reason, no side.
fn is_aside(word: &Word) -> bool {
    CLAUSES.asides.has(&word.lower)
}

/// True when the longer sentence holds nearly all that the shorter one tells.
fn covers(long: &Reading, unit: &Unit, short: &Reading, told: &Unit) -> bool {
    let theirs = long.content(unit);
    let ours = short.content(told);
    let weight = |words: &mut dyn Iterator<Item = &&Word>| words.map(|word| word.weight).sum::<f64>();
    let hit = weight(&mut ours.iter().filter(|word| theirs.iter().any(|other| same(word, other))));
    hit >= COVERED * weight(&mut ours.iter())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Claim;

    fn swapped(long: &str, short: &str) -> bool {
        let reading = |text: &str| {
            Reading::new(&Claim {
                text: text.to_owned(),
                sentence: text.to_owned(),
                on_record: true,
                ..Claim::default()
            })
        };
        find(&reading(long), &reading(short), Bond::default()).is_some()
    }

    #[test]
    fn who_did_it_to_whom() {
        assert!(swapped("The brewer Velora bought its rival Tarrick in 2004.", "Tarrick bought Velora in 2004."));
        assert!(swapped("Velora was bought by Tarrick in 2004.", "Velora bought Tarrick."));
        assert!(swapped("Velora, a subsidiary of Tarrick, makes ferries.", "Tarrick is a subsidiary of Velora."));
    }

    #[test]
    fn the_same_in_another_order() {
        assert!(!swapped("Velora was bought by Tarrick in 2004.", "Tarrick bought Velora."));
        assert!(!swapped("Velora met Tarrick in Orlund.", "Tarrick met Velora."));
        assert!(!swapped("Velora bought Tarrick, and Orlund sold it.", "Orlund sold Tarrick."));
        assert!(!swapped("Velora did not buy Tarrick.", "Tarrick bought Velora."));
    }
}

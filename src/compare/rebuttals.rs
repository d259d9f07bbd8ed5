//! A denial and, in another article on the affair, what it denies.

use super::accused;
use super::aim::Aim;
use super::analysis::Analysis;
use super::bonds::Bond;
use super::finding::{ConflictKind, Match, listed};
use super::lists::REPLIES;
use super::overlap::same;
use super::parts::{is_hard, is_verb, required};
use super::reading::{Reading, positive};
use super::rule::Rule;
use super::sides::has_cue;
use super::word::Word;
use super::words::opposite;
use crate::statement::Act;

/// Weight of the words that both tell, beside names, and their share of what is denied.
const LEAST: f64 = 2.0;
const SHARE: f64 = 0.5;
/// Share of what the accused denies, by name, that must be told of them.
const SHARE_OF_ACCUSED: f64 = 0.7;
/// The same where the denial names whose account it is.
const LEAST_OF_HOLDER: f64 = 1.2;

/// "denied that the hall had been a store" against "the hall was used as a store".
pub(super) fn find(told: &Analysis, denial: &Analysis, bond: Bond) -> Option<Match> {
    let claim = &denial.claim;
    let denies = claim.on_record && !claim.negated && has_cue(claim, |word| REPLIES.denying.has(word));
    let tells = matches!(told.claim.act, Some(Act::Say | Act::Accuse | Act::Find));
    let voiced = told.claim.on_record && !told.claim.negated || told.claim.act == Some(Act::Accuse);
    if !denies || !tells || !voiced || !bond.bound || bond.one_side {
        return None;
    }
    let aim = Aim::new(&denial.reading);
    if let Some(found) = accused::find(told, denial, &aim, bond) {
        return Some(found);
    }
    if bond.one_article || aim.demand || aim.such {
        return None;
    }
    if let Some(found) = of_holder(told, denial, &aim) {
        return Some(found);
    }
    let told_words = positive(&told.reading);
    let event = aim.events.iter().any(|event| told_words.iter().any(|word| same(word, event)));
    let all = denial.reading.all_content();
    let turned = all.iter().any(|word| told.reading.all_content().iter().any(|other| opposite(word, other)));
    let side = denial.reading.speaker.iter().chain(&denial.reading.body);
    let named = side.into_iter().any(|name| told.reading.sentence().iter().any(|word| word.concept == name.concept));
    // "the voters rejected Mr. Reyes": a person, and nothing that is told
    let words = &denial.reading.words;
    let account = |at: usize| {
        let word = &words[at];
        is_verb(words, at)
            || [&REPLIES.accounts, &REPLIES.vague, &REPLIES.pointing].iter().any(|list| list.has(&word.lemma))
    };
    let person = aim.events.first().is_none_or(|event| event.name || event.capital) && !(0..words.len()).any(account);
    if !event || turned || person || aim.part && !named {
        return None;
    }
    let shared = aim.shared(denial, &told_words);
    let enough = shared.weight >= LEAST && shared.share >= SHARE && shared.words.len() >= 2;
    // who is named there and denies it here: names tell, too
    let all: Vec<&Word> =
        aim.telling.iter().copied().filter(|word| told_words.iter().any(|other| same(word, other))).collect();
    let weight = |words: &[&Word]| words.iter().map(|word| word.weight).sum::<f64>();
    let accused = named
        && all.len() >= 2
        && all.iter().any(|word| !word.name && !word.capital)
        && weight(&all) >= LEAST
        && weight(&all) >= SHARE_OF_ACCUSED * weight(&particular(&denial.reading, &aim.telling));
    let shared = if enough { shared.words } else { all.iter().map(|word| word.lower.clone()).collect() };
    (enough || accused).then(|| Match {
        kind: ConflictKind::Denial,
        rule: Rule::DenialOfTold,
        score: (0.5 + 0.1 * weight(&all)).min(0.9),
        firm: true,
        why: format!("One denies what the other tells; both are about {}.", listed(&shared)),
        words: [shared.clone(), vec![claim.cue.clone()]],
        both_true_if: "the denial is about another event, or about a part only",
    })
}

/// The words of a denial that say something particular: no given name before a last name, no "any substance".
fn particular<'r>(reading: &'r Reading, telling: &[&'r Word]) -> Vec<&'r Word> {
    let named = required(telling);
    let any = |word: &Word| {
        let before = reading.place(word).and_then(|at| at.checked_sub(1));
        before.is_some_and(|before| reading.words[before].lower == "any")
    };
    let kept = |word: &&&Word| (!is_hard(word) || named.iter().any(|name| name.span == word.span)) && !any(word);
    telling.iter().filter(kept).copied().collect()
}

/// "rejected the baker's claim that the oven was cold": what the baker says of it, in another article.
fn of_holder(told: &Analysis, denial: &Analysis, aim: &Aim) -> Option<Match> {
    let side: Vec<&Word> = told.reading.speaker.iter().chain(&told.reading.body).collect();
    if !aim.is_held_by(&side) {
        return None;
    }
    let shared = aim.shared(denial, &told.reading.all_content());
    (shared.weight >= LEAST_OF_HOLDER).then(|| Match {
        kind: ConflictKind::Denial,
        rule: Rule::AccountOfHolderRejected,
        score: 0.8,
        firm: true,
        why: format!("One rejects what the other is named for; both are about {}.", listed(&shared.words)),
        words: [shared.words.clone(), vec![denial.claim.cue.clone()]],
        both_true_if: "it is another account",
    })
}

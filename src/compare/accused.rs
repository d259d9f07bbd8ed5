//! An accusation, and its denial by the accused: one kind of event, or the deed and what belongs to it.

use super::aim::Aim;
use super::analysis::Analysis;
use super::bonds::Bond;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::LEXICON;
use super::lists::REPLIES;
use super::overlap::same;
use super::parts::{is_hard, is_verb};
use super::reading::positive;
use super::rule::Rule;
use super::sides::is_name_of;
use super::word::Word;
use super::words::opposite;
use crate::statement::Act;

/// Weight of what the denial has in common with the accusation, its share, and the words.
const LEAST: f64 = 1.5;
const SHARE: f64 = 0.5;
const WORDS: usize = 2;
/// The same where the deed is told with another verb.
const LEAST_OF_OTHER_VERB: f64 = 2.4;
const SHARE_OF_OTHER_VERB: f64 = 0.7;

/// "accused Kestria of war crimes" against "Kestria denied the atrocities".
pub(super) fn find(told: &Analysis, denial: &Analysis, aim: &Aim, bond: Bond) -> Option<Match> {
    let accuses = told.claim.act == Some(Act::Accuse);
    if !is_named(denial, told.reading.sentence().iter()) && !is_company(told, denial) {
        return None;
    }
    let about = if accuses { of_kind(told, denial, aim, bond) } else { None };
    let about = about.or_else(|| of_deed(told, denial, aim, accuses))?;
    // "Velora's accusation that …", told by somebody else: no accusation of theirs
    if !Aim::new(&told.reading).holder.is_empty() {
        return None;
    }
    Some(Match {
        kind: ConflictKind::Denial,
        rule: Rule::AccusationDenied,
        score: 0.75,
        firm: true,
        why: format!("One accuses, and the accused denies it; both are about {}.", listed(&about)),
        words: [about, vec![denial.claim.cue.clone()]],
        both_true_if: "the denial is about another event, or about a part only",
    })
}

/// True where who denies, or their side, is among the words.
pub(super) fn is_named<'w>(denial: &Analysis, mut words: impl Iterator<Item = &'w Word>) -> bool {
    words.any(|word| is_name_of(denial, word))
}

/// "the company had lied", of the one company that the article is about.
fn is_company(told: &Analysis, denial: &Analysis) -> bool {
    let says = |word: &Word| REPLIES.companies.has(&word.lower);
    let body = denial.reading.body.iter().chain(&denial.reading.speaker);
    told.reading.words.iter().any(says)
        && body.into_iter().any(|word| is_hard(word) && told.claim.names.contains(&word.concept))
}

/// "warning" of "warn", "payment" of "pay".
fn is_noun_of(noun: &Word, verb: &Word) -> bool {
    let stem = verb.lemma.strip_suffix('e').unwrap_or(&verb.lemma);
    let ending = noun.lemma.strip_prefix(stem).filter(|_| stem.len() >= 3 && !noun.capital);
    ending.is_some_and(|ending| REPLIES.nouns.has(ending))
}

/// "war crimes", "the atrocities": events of one family.
fn of_kind(told: &Analysis, denial: &Analysis, aim: &Aim, bond: Bond) -> Option<Vec<String>> {
    let told_words = told.reading.all_content();
    let kind = |word: &&&Word| LEXICON.families.get(&word.lemma) == Some(&word.concept) && !word.name;
    let events = aim.telling.iter().filter(kind).filter(|word| !denial.claim.names.contains(&word.concept));
    // what the whole article is about ties only statements of that article
    let mut events = events.filter(|word| bond.one_article || !denial.claim.is_common(&word.concept));
    let event = events.find(|word| told_words.iter().any(|other| other.concept == word.concept))?;
    Some(vec![event.lower.clone()])
}

/// "of having hidden a letter from the widow" against "had hidden the letter".
fn of_deed(told: &Analysis, denial: &Analysis, aim: &Aim, accuses: bool) -> Option<Vec<String>> {
    let all = told.reading.all_content();
    // an accusation may go on behind its content
    let words = if accuses { told.reading.around().collect() } else { positive(&told.reading) };
    // what is told of others accuses nobody who is only mentioned
    let named = accuses || is_named(denial, words.iter().copied()) || is_company(told, denial);
    if aim.demand || !named {
        return None;
    }
    let told =
        |word: &Word| words.iter().any(|other| same(word, other) || is_noun_of(word, other) || is_noun_of(other, word));
    let turned = denial.reading.all_content().iter().any(|word| all.iter().any(|other| opposite(word, other)));
    let verb = |word: &&&Word| denial.reading.place(word).is_some_and(|at| is_verb(&denial.reading.words, at));
    let deed = aim.events.iter().filter(verb).any(|event| told(event));
    let shared = aim.shared(denial, &words);
    let (least, share) = match (deed, accuses) {
        (true, _) => (LEAST, SHARE),
        (false, true) => (LEAST_OF_OTHER_VERB, SHARE),
        (false, false) => (LEAST_OF_OTHER_VERB, SHARE_OF_OTHER_VERB),
    };
    // to whom or what it was done tells, too
    let common = aim.telling.iter().filter(|word| told(word)).count();
    let enough = shared.weight >= least && shared.share >= share && common >= WORDS && !shared.words.is_empty();
    (enough && !turned).then_some(shared.words)
}

#[cfg(test)]
mod tests {
    use crate::compare::{Claim, Comparer};
    use crate::statement::Act;

    /// What is found between an accusation and what its aim denies, in two articles on one affair.
    fn rule(accusation: &str, act: Act, denial: &str) -> Option<String> {
        let day = "2031-03-02";
        let comparer = Comparer::new(Vec::new());
        let accusation = comparer.analyse(Claim::told("Ada Lorn", act, "said", accusation, day));
        let denial = comparer.analyse(Claim::told("Oda Skarn", Act::Deny, "denied", denial, day));
        comparer.judge(&accusation, &denial).filter(|found| found.firm).map(|found| found.rule)
    }

    #[test]
    fn the_deed_is_denied_by_the_accused() {
        let denied = |accusation: &str, act: Act, denial: &str| {
            assert_eq!(rule(accusation, act, denial).as_deref(), Some("accusation denied"), "{accusation} / {denial}");
        };
        denied("Skarn of having hidden a ledger from the auditors", Act::Accuse, "that she had hidden the ledger");
        denied(
            "Oda Skarn had taken money for the keys of the lighthouse",
            Act::Say,
            "having taken anything for the keys of a lighthouse",
        );
        denied("Skarn had paid the harbour pilot", Act::Accuse, "any payment to a pilot");
    }

    #[test]
    fn another_deed_or_another_accused() {
        for (accusation, denial) in [
            ("Skarn of having hidden a ledger from the auditors", "that she had struck a sailor"),
            ("Marek of having hidden a ledger from the auditors", "that she had hidden the ledger"),
            ("Skarn's own claim that she had hidden a ledger", "that she had hidden the ledger"),
            ("Skarn sold the lighthouse in good faith", "that she had sold the lighthouse in bad faith"),
        ] {
            assert_ne!(rule(accusation, Act::Say, denial).as_deref(), Some("accusation denied"), "{denial}");
        }
    }
}

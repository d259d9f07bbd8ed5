//! An accusation, and its denial by the accused.

use super::analysis::Analysis;
use super::claim::Claim;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::LEXICON;
use super::lists::CLAUSES;
use super::reading::Reading;
use super::word::Word;
use super::words::words;
use crate::statement::Act;

/// "accused X of Y" against "X denied Y".
pub(super) fn find(accusation: &Analysis, denial: &Analysis) -> Option<Match> {
    let denies = denial.claim.act == Some(Act::Deny) && !denial.claim.negated;
    let accuses = accusation.claim.act == Some(Act::Accuse) && !accusation.claim.negated;
    if !denies || !accuses {
        return None;
    }
    let who = accused_words(&denial.claim, &denial.reading);
    if !who.iter().any(|word| accusation.reading.sentence.iter().any(|other| other.concept == word.concept)) {
        return None;
    }
    let told = accusation.reading.all_content();
    let event = |word: &&&Word| {
        let dated = LEXICON.times.contains(&word.lemma) || word.number.is_some();
        word.weight >= 0.7 && !word.concept.starts_with("state:") && !dated
    };
    let shared: Vec<String> = denial
        .reading
        .all_content()
        .iter()
        .filter(event)
        .filter(|word| told.iter().any(|other| other.concept == word.concept))
        .filter(|word| !who.iter().any(|name| name.concept == word.concept) && !CLAUSES.accusing.has(&word.lemma))
        .map(|word| word.lower.clone())
        .collect();
    let of_event = shared.iter().any(|word| LEXICON.families.contains_key(word) || word.len() > 4);
    if shared.is_empty() || !of_event {
        return None;
    }
    let same_article = accusation.claim.article == denial.claim.article && !denial.claim.article.is_empty();
    Some(Match {
        kind: ConflictKind::Denial,
        rule: "accusation denied",
        score: 0.7 + 0.05 * shared.len().min(4) as f64,
        firm: same_article || shared.len() >= 2,
        why: format!("One accuses, and the accused denies it; both are about {}.", listed(&shared)),
        words: [shared.clone(), vec![denial.claim.cue.clone()]],
        both_true_if: "the denial is about another event, or about a part only",
    })
}

/// Accuser and accused rarely share words: who is accused and of what is the key under which they meet.
pub(super) fn keys(claim: &Claim, reading: &Reading) -> Vec<String> {
    let accused = match claim.act {
        Some(Act::Accuse) => reading.around().filter(|word| is_name(word)).cloned().collect(),
        Some(Act::Deny) => accused_words(claim, reading),
        _ => return Vec::new(),
    };
    let events: Vec<&Word> = reading
        .all_content()
        .into_iter()
        .filter(|word| word.weight >= 1.2 && !is_name(word) && !CLAUSES.accusing.has(&word.lemma))
        .take(MOST_EVENTS)
        .collect();
    let of = |name: &Word| {
        events.iter().map(|event| format!("accused:{}:{}", name.concept, event.concept)).collect::<Vec<_>>()
    };
    accused.iter().take(MOST_NAMES).flat_map(of).collect()
}

/// Keys are made of so many words at most.
const MOST_EVENTS: usize = 8;
const MOST_NAMES: usize = 6;

fn is_name(word: &Word) -> bool {
    word.capital || word.concept.starts_with("state:")
}

/// The words under which the denying speaker may be accused.
fn accused_words(claim: &Claim, reading: &Reading) -> Vec<Word> {
    let mut out: Vec<Word> = reading.speaker.iter().chain(&reading.body).cloned().collect();
    if let Some(code) = &claim.country
        && let Some(mut state) = words("x").pop()
    {
        state.concept = format!("state:{code}");
        out.push(state);
    }
    out
}

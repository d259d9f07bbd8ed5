//! The normal form of what a statement asserts: who, does what, to whom; how surely, how many, when and for whom.

use std::ops::Range;

use super::claim::{Assertion, Claim, Modality, Proposition};
use super::lexicon::{FrameStance, LEXICON};
use super::parts::{is_negating, is_verb};
use super::reading::Reading;
use super::unit::Unit;
use super::word::Word;
use super::words::is_year;
use crate::statement::{Act, Kind};

/// Propositions of a statement at most.
const MOST: usize = 12;
/// Words that a field shows at most.
const FIELD_WORDS: usize = 8;

/// What the statement asserts, clause by clause.
pub(super) fn propositions(claim: &Claim, reading: &Reading) -> Vec<Proposition> {
    let mut out = Vec::new();
    for unit in &reading.units {
        let mut subject: Option<String> = None;
        for clause in clauses(&reading.words, unit) {
            let headless = opens_with_verb(&reading.words, clause.start);
            let Some(mut found) = proposition(claim, reading, unit, clause, headless) else { continue };
            if headless {
                found.subject = subject.clone().or(found.subject);
            }
            subject.clone_from(&found.subject);
            out.push(found);
        }
    }
    out.truncate(MOST);
    out
}

/// A sentence cut at its conjunctions where something can stand on both sides.
fn clauses(words: &[Word], unit: &Unit) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = unit.range.start;
    for at in unit.range.clone() {
        let word = &words[at];
        let joins =
            matches!(word.lower.as_str(), "and" | "but" | "because" | "although" | "while" | "which" | "who" | "so");
        let cut = word.is_punctuation && matches!(word.lower.as_str(), ";" | "—" | "–" | "…")
            || joins && at > start && words[at - 1].lower == ",";
        let cut = cut
            || matches!(word.lower.as_str(), "and" | "but")
                && at + 1 < unit.range.end
                && opens_with_verb(words, at + 1);
        let told = |range: Range<usize>| words[range].iter().filter(|word| word.is_content()).count() >= 2;
        if cut && told(start..at) && told(at..unit.range.end) {
            out.push(start..at);
            start = at + 1;
        }
    }
    out.push(start..unit.range.end);
    out
}

/// "… and does not extradite", "… and bears no duty": a clause whose subject is that of the one before.
fn opens_with_verb(words: &[Word], at: usize) -> bool {
    let Some(word) = words.get(at).filter(|word| !word.capital) else { return false };
    let auxiliary = matches!(
        word.lower.as_str(),
        "is" | "are" | "was" | "were" | "has" | "have" | "had" | "does" | "do" | "did" | "not" | "never"
    ) || LEXICON.modals.contains(&word.lower);
    let inflected =
        word.is_content() && word.lemma != word.lower && (word.lower.ends_with('s') || word.lower.ends_with("ed"));
    let governs = || {
        words.get(at + 1).is_some_and(|next| {
            matches!(next.lower.as_str(), "a" | "an" | "the" | "no" | "its" | "his" | "her" | "their" | "to" | "that")
        })
    };
    auxiliary || inflected && governs()
}

fn proposition(
    claim: &Claim,
    reading: &Reading,
    unit: &Unit,
    clause: Range<usize>,
    headless: bool,
) -> Option<Proposition> {
    let words = &reading.words;
    let first_content = || clause.clone().find(|&i| words[i].is_content());
    let at = if headless && first_auxiliary(words, clause.clone()).is_none() {
        first_content()?
    } else {
        predicate(words, &clause)?
    };
    let first = first_auxiliary(words, clause.start..at).unwrap_or(at);
    let negated: Vec<usize> = clause
        .clone()
        .filter(|&i| is_negating(words, i) && LEXICON.no_denial.at(&words[..clause.end], i).is_none())
        .collect();
    let mut polarity_words: Vec<String> = negated.iter().map(|&i| words[i].lower.clone()).collect();
    let denied = unit.denies_all();
    if let Some(frame) = denied {
        let cue: Vec<&str> = words[frame.cue.clone()].iter().map(|word| word.lower.as_str()).collect();
        polarity_words.push(if cue.is_empty() { claim.cue.clone() } else { cue.join(" ") });
    }
    let own = &words[clause.clone()];
    let bytes = own.first()?.span.start..own.last()?.span.end;
    Some(Proposition {
        subject: field(claim, &words[clause.start..first]),
        predicate: Some(words[at].lemma.clone()),
        relation: LEXICON.families.get(&words[at].lemma).cloned(),
        object: field(claim, &words[at + 1..clause.end]),
        positive: negated.len() % 2 == usize::from(denied.is_some()),
        polarity_words,
        modality: modality(claim, unit, own),
        assertion: assertion(claim, unit).to_owned(),
        time: time(own),
        quantity: quantity(own),
        scope: scope(claim, own),
        span: Some(bytes),
    })
}

/// The word that says what happens: after an auxiliary, else the first that names an event.
fn predicate(words: &[Word], clause: &Range<usize>) -> Option<usize> {
    let content = |i: &usize| words[*i].is_content() && !LEXICON.light.contains(&words[*i].lemma);
    if let Some(auxiliary) = first_auxiliary(words, clause.clone()) {
        let after = (auxiliary + 1..clause.end).take_while(|&i| !words[i].ends_part());
        let mut after =
            after.filter(|&i| words[i].number.is_none() && content(&i) || LEXICON.carrying.contains(&words[i].lemma));
        if let Some(found) = after.next() {
            return Some(found);
        }
    }
    let inflected = |i: &usize| {
        let word = &words[*i];
        word.lemma != word.lower
            && (word.lower.ends_with("ed") || word.lower.ends_with("ing") || !word.lower.ends_with('s'))
            && content(i)
    };
    let event = |i: &usize| {
        content(i) && LEXICON.families.contains_key(&words[*i].lemma) && !LEXICON.things.contains(&words[*i].concept)
    };
    let verb = |i: &usize| content(i) && !words[*i].capital && words[*i].lemma != words[*i].lower;
    let all = || clause.clone().filter(|&i| words[i].number.is_none() && !words[i].name);
    all()
        .find(|&i| is_verb(words, i) && content(&i) && !words[i].capital)
        .or_else(|| all().find(event))
        .or_else(|| all().find(inflected))
        .or_else(|| all().skip(1).find(verb))
        .or_else(|| all().find(content))
}

fn first_auxiliary(words: &[Word], range: Range<usize>) -> Option<usize> {
    range
        .into_iter()
        .find(|&i| matches!(words[i].lemma.as_str(), "be" | "have" | "do") || LEXICON.modals.contains(&words[i].lemma))
}

/// Content lemmas in order, "we" and "our country" resolved.
fn field(claim: &Claim, words: &[Word]) -> Option<String> {
    let mut out: Vec<String> = Vec::new();
    for (i, word) in words.iter().enumerate() {
        match word.lower.as_str() {
            "i" | "me" | "my" => out.extend(claim.speaker.as_ref().map(|name| name.to_lowercase())),
            "we" | "us" | "our" => {
                let ours = claim.country.as_ref().map(|code| format!("state:{code}"));
                let who = claim.organization.as_ref().or(claim.speaker.as_ref()).map(|name| name.to_lowercase());
                let country = words.get(i + 1).is_some_and(|next| matches!(next.lower.as_str(), "country" | "nation"));
                out.extend(if country { ours.or(who) } else { who.or(ours) });
            }
            "country" | "nation" if i > 0 && words[i - 1].lower == "our" => {}
            _ if word.is_content() => {
                out.push(if word.concept.starts_with("state:") { word.concept.clone() } else { word.lemma.clone() })
            }
            _ => {}
        }
    }
    out.truncate(FIELD_WORDS);
    (!out.is_empty()).then(|| out.join(" "))
}

fn modality(claim: &Claim, unit: &Unit, words: &[Word]) -> Modality {
    let by_act = match claim.act {
        Some(Act::Promise | Act::Intend) => Some(Modality::Plan),
        Some(Act::Demand) => Some(Modality::Wish),
        _ => None,
    };
    let by_word = || words.iter().find_map(|word| LEXICON.modality.get(&word.lemma)).copied();
    let possible = unit.possible.then_some(Modality::Possibility);
    by_act.or_else(by_word).or(possible).unwrap_or(Modality::Fact)
}

fn assertion(claim: &Claim, unit: &Unit) -> Assertion {
    let denied =
        claim.act == Some(Act::Deny) || unit.frame.as_ref().is_some_and(|frame| frame.stance == FrameStance::Denied);
    match claim.kind {
        _ if unit.asked => Assertion::Asked,
        _ if denied => Assertion::Denied,
        _ if unit.reported => Assertion::Reported,
        Some(Kind::Direct) => Assertion::OwnWords,
        _ => Assertion::Paraphrase,
    }
}

fn time(words: &[Word]) -> Option<String> {
    let is_time = |word: &&Word| {
        LEXICON.times.contains(&word.lemma) && (word.capital || !word.lower.ends_with("ed"))
            || word.number.is_some_and(is_year) && word.lower.len() == 4
    };
    let found: Vec<&str> = words.iter().filter(is_time).map(|word| word.lower.as_str()).take(4).collect();
    (!found.is_empty()).then(|| found.join(" "))
}

/// ">= 40 meter", "~ 250000 bird".
fn quantity(words: &[Word]) -> Option<String> {
    let year = |word: &Word| word.lower.len() == 4 && word.number.is_some_and(is_year);
    let at = words.iter().position(|word| word.number.is_some() && !year(word))?;
    let before: Vec<&str> = words[at.saturating_sub(3)..at].iter().map(|word| word.lower.as_str()).collect();
    let has = |set: &rustc_hash::FxHashSet<String>| before.iter().any(|word| set.contains(*word));
    let bound = match () {
        () if has(&LEXICON.lower_bound) => ">= ",
        () if has(&LEXICON.upper_bound) => "<= ",
        () if has(&LEXICON.about) => "~ ",
        () => "",
    };
    let mut near = words[at + 1..].iter().take(3);
    let unit = near
        .clone()
        .find(|word| LEXICON.units.contains(&word.lemma) || LEXICON.units.contains(&word.lower))
        .or_else(|| near.find(|word| word.is_content()));
    let figure = words[at].number?;
    Some(format!("{bound}{figure}{}", unit.map(|word| format!(" {}", word.lemma)).unwrap_or_default()))
}

/// "for our country", "under international law".
fn scope(claim: &Claim, words: &[Word]) -> Option<String> {
    let at = words.iter().position(|word| matches!(word.lower.as_str(), "for" | "under" | "within"))?;
    let named: Vec<Word> = words[at + 1..].iter().take(3).take_while(|word| !word.is_punctuation).cloned().collect();
    let whose = named
        .iter()
        .any(|word| matches!(word.lower.as_str(), "our" | "us" | "law") || word.concept.starts_with("state:"));
    if !whose {
        return None;
    }
    field(claim, &named).map(|named| format!("{} {named}", words[at].lower))
}

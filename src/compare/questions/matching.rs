//! Where the patterns of a question match, and whether the words around the match keep, turn or void what it says.

use std::ops::Range;

use super::fillers::{Sort, bytes};
use super::pattern::{Pattern, Place};
use super::question::{Question, SEPARATOR};
use crate::compare::claim::{Claim, Stance};
use crate::compare::lexicon::FrameStance;
use crate::compare::lists::ANSWERS;
use crate::compare::unit::Unit;
use crate::compare::word::Word;

/// What a pattern took.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    start: usize,
    pub end: usize,
    negations: usize,
    fillers: Vec<(char, Range<usize>)>,
}

/// The positions that a unit of a statement takes.
pub(super) fn stances(question: &Question, claim: &Claim, words: &[Word], unit: &Unit) -> Vec<Stance> {
    let mut out = Vec::new();
    for (pattern, affirms) in question.patterns.iter().filter(|(pattern, _)| pattern.may_match(words, unit)) {
        for at in unit.range.clone() {
            let found = pattern.at(&words[..unit.range.end], at, question, claim);
            out.extend(found.and_then(|(taken, about)| {
                let stance = Stance {
                    question: question.id.clone(),
                    about,
                    affirms: *affirms,
                    span: bytes(words, &(at..taken.end)),
                    also: Vec::new(),
                };
                judged(claim, words, unit, pattern, &taken, stance)
            }));
        }
    }
    out
}

impl Pattern {
    /// Quick: are the words there that must be?
    fn may_match(&self, words: &[Word], unit: &Unit) -> bool {
        self.places.iter().all(|place| match place {
            Place::Words(wants, false) => words[unit.range.clone()].iter().any(|word| is_wanted(wants, word)),
            _ => true,
        })
    }

    /// True when some of the words are those that it names.
    fn asks_for_any(&self, words: &[Word]) -> bool {
        let named = |word: &Word| {
            self.places.iter().any(|place| matches!(place, Place::Words(wants, _) if is_wanted(wants, word)))
        };
        words.iter().any(named)
    }

    /// What it takes from `at` on, and what fills the question's placeholders then.
    pub(super) fn at(&self, words: &[Word], at: usize, question: &Question, claim: &Claim) -> Option<(Taken, String)> {
        let opens_with_filler = matches!(self.places.first(), Some(Place::Filler(..)));
        if opens_with_filler && governed(words, at) {
            return None;
        }
        let mut taken = Taken { start: at, end: at, ..Taken::default() };
        let mut about = None;
        take(&self.places, words, &mut taken, &mut |taken| {
            about = about_of(self, words, taken, question, claim);
            about.is_some()
        })
        .then_some(())?;
        if !opens_with_filler {
            taken.negations += negations_before(words, at);
        }
        about.map(|about| (taken, about))
    }
}

/// Takes the places one after the other, going back where that leads nowhere.
fn take(places: &[Place], words: &[Word], taken: &mut Taken, accept: &mut dyn FnMut(&Taken) -> bool) -> bool {
    let Some((place, rest)) = places.split_first() else { return accept(taken) };
    let at = taken.end;
    let before = taken.clone();
    let found = match place {
        Place::Words(wants, may_be_missing) => {
            let here = words.get(at).is_some_and(|word| is_wanted(wants, word));
            taken.end = at + usize::from(here);
            here && take(rest, words, taken, accept) || {
                *taken = before.clone();
                *may_be_missing && take(rest, words, taken, accept)
            }
        }
        Place::Gap(most) => (0..=*most).any(|skipped| {
            let passed = words.get(at..at + skipped).is_some_and(|over| !over.iter().any(Word::ends_part));
            *taken = before.clone();
            taken.end = at + skipped;
            passed && take(rest, words, taken, accept)
        }),
        Place::Filler(letter, sort) => sort.ends(words, at).into_iter().any(|end| {
            *taken = before.clone();
            taken.end = end;
            taken.fillers.push((*letter, at..end));
            take(rest, words, taken, accept)
        }),
    };
    if found {
        return true;
    }
    *taken = before;
    // not at the beginning: what is skipped there is looked at by `negations_before`
    match words.get(at).and_then(|word| skipped(word, words.get(at + 1))) {
        Some(negation) if at > taken.start => {
            taken.end = at + 1;
            taken.negations += usize::from(negation);
            take(places, words, taken, accept)
        }
        _ => false,
    }
}

fn is_wanted(wants: &[(String, bool)], word: &Word) -> bool {
    wants.iter().any(|(want, form)| word.lower == *want || !form && word.lemma == *want)
}

/// Words that may stand between the places of a pattern; true for those that turn it around.
fn skipped(word: &Word, next: Option<&Word>) -> Option<bool> {
    let negates = |word: &Word| ANSWERS.negations.has(&word.lower);
    let turns_infinitive = ANSWERS.turning.has(&word.lemma) && next.is_some_and(|next| next.lower == "to");
    if negates(word) || turns_infinitive {
        return Some(true);
    }
    let adverb = word.lower.ends_with("ly") || ANSWERS.passed_over.has(&word.lower);
    let auxiliary = matches!(word.lemma.as_str(), "do" | "have");
    let will_not = ANSWERS.modals.has(&word.lower) && next.is_some_and(negates);
    (word.is_mark() || adverb || auxiliary || will_not).then_some(false)
}

/// Negations right before a match that begins with a word.
fn negations_before(words: &[Word], at: usize) -> usize {
    let mut count = 0;
    for i in (0..at).rev() {
        match skipped(&words[i], words.get(i + 1)) {
            Some(negation) => count += usize::from(negation),
            None if matches!(words[i].lemma.as_str(), "be" | "a" | "an") => {}
            None => break,
        }
    }
    count
}

/// "the president of Norland is …" says nothing of Norland.
fn governed(words: &[Word], at: usize) -> bool {
    let before =
        words[..at].iter().rev().find(|word| !matches!(word.lower.as_str(), "the" | "a" | "an") && !word.is_mark());
    before.is_some_and(|word| ANSWERS.governing.has(&word.lower))
}

fn about_of(pattern: &Pattern, words: &[Word], taken: &Taken, question: &Question, claim: &Claim) -> Option<String> {
    let fill = |&(letter, sort): &(char, Sort)| {
        let value = match taken.fillers.iter().find(|(l, _)| *l == letter) {
            Some((_, range)) => pattern.sort_of(letter)?.resolved(&words[range.clone()], claim),
            None => sort.implied(claim),
        }?;
        Some(question.aliases.get(&value).cloned().unwrap_or(value))
    };
    let values: Vec<String> = question.placeholders.iter().map(fill).collect::<Option<_>>()?;
    Some(values.join(SEPARATOR))
}

/// What a match says where nothing stands around it, turned or voided by the words that do.
fn judged(
    claim: &Claim,
    words: &[Word],
    unit: &Unit,
    pattern: &Pattern,
    taken: &Taken,
    stance: Stance,
) -> Option<Stance> {
    let range = taken.start..taken.end;
    if is_conditional(words, unit, pattern, &range) || is_of_others(claim, words, unit, range.start) {
        return None;
    }
    let frame = unit.frame.as_ref().filter(|frame| frame.scope.contains(&range.start) || frame.scope.is_empty());
    // "knew nothing", "is a hoax": where the pattern itself asks for the words of the frame, they are what is answered
    let asked_for = |cue: &Range<usize>| {
        range.start <= cue.start && cue.end <= range.end && pattern.asks_for_any(&words[cue.clone()])
    };
    let turned = match frame.filter(|frame| !asked_for(&frame.cue)) {
        Some(frame) if frame.stance == FrameStance::Denied => true,
        Some(_) => return None,
        None => false,
    };
    let negated = taken.negations % 2 == 1;
    Some(Stance { affirms: stance.affirms ^ negated ^ turned, ..stance })
}

/// "If Norland left …", "Norland would leave": nothing is said of what is, unless that is what the pattern asks for: "should leave".
fn is_conditional(words: &[Word], unit: &Unit, pattern: &Pattern, range: &Range<usize>) -> bool {
    let before = words[unit.range.start..range.start].iter().rev().take_while(|word| !word.ends_part());
    let supposes = |word: &Word| ANSWERS.supposing.has(&word.lower);
    let mut after = words[range.end..unit.range.end].iter().take_while(|word| !word.ends_part());
    let inside = &words[range.clone()];
    before.into_iter().any(supposes)
        || inside.iter().enumerate().any(|(i, word)| {
            let negated = inside.get(i + 1).is_some_and(|next| matches!(next.lower.as_str(), "not" | "n't"));
            supposes(word) && !(word.lower == "could" && negated) && !pattern.asks_for_any(std::slice::from_ref(word))
        })
        || after.any(|word| ANSWERS.conditions.has(&word.lower))
}

/// "Critics say that …": not the speaker's own position. A headline that tells no speaker passes on what is said.
fn is_of_others(claim: &Claim, words: &[Word], unit: &Unit, at: usize) -> bool {
    let before = &words[unit.range.start..at];
    let start = before.iter().rposition(Word::ends_part).map_or(0, |i| i + 1);
    let clause = &before[start..];
    let Some(i) = clause.iter().rposition(|word| ANSWERS.reporting.has(&word.lemma)) else {
        return false;
    };
    let own = clause[..i].iter().any(|word| matches!(word.lower.as_str(), "we" | "i"));
    let told_by_headline = claim.speaker.is_none() && ANSWERS.passed_on.has(&clause[i].lemma);
    !own && !told_by_headline
}

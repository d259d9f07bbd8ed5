//! What one demands and the other refuses.

use super::aim::{Aim, events};
use super::analysis::Analysis;
use super::bonds::Bond;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::LEXICON;
use super::lists::{CLAUSES, REPLIES};
use super::overlap::same;
use super::parts::is_verb;
use super::rule::Rule;
use super::sides::has_cue;
use super::word::Word;
use crate::statement::{Act, Kind};

/// Weight of a word that names what is wanted.
const THING: f64 = 0.8;
/// The same of a word of one family with it, and of verbs with nothing beside them.
const FAMILY: f64 = 1.0;
const VERBS: f64 = 1.5;
/// Share of what is refused that is wanted.
const SHARE: f64 = 0.4;

/// "demanded an inquiry" against "ruled out an outside inquiry", "there will be no inquiry".
pub(super) fn find(demand: &Analysis, refusal: &Analysis, bond: Bond) -> Option<Match> {
    let (wants, refuses) = (&demand.claim, &refusal.claim);
    let voiced = wants.on_record && !wants.negated && refuses.on_record && !refuses.negated;
    let long = demand.reading.units.len() > 2 || refusal.reading.is_speech();
    if long || !voiced || !bond.bound || wants.act != Some(Act::Demand) || bond.one_side {
        return None;
    }
    // "rejected the union's demand for an inquiry": what the union demands
    let aim = Aim::new(&refusal.reading);
    if let Some(found) = of_holder(demand, refusal, &aim) {
        return Some(found);
    }
    if aim.demand && !aim.holder.is_empty() {
        return None;
    }
    let refused = refused(refusal)?;
    let (shared, share) = wanted_back(demand, refusal, &refused)?;
    Some(Match {
        kind: ConflictKind::Opposition,
        rule: Rule::DemandedAndRefused,
        score: 0.6 + 0.2 * share,
        firm: true,
        why: format!("One demands it, the other refuses it: {}.", listed(&shared)),
        words: [shared.clone(), shared],
        both_true_if: "they mean different ones",
    })
}

/// A demand is refused, and whose it is named.
fn of_holder(demand: &Analysis, refusal: &Analysis, aim: &Aim) -> Option<Match> {
    let side: Vec<&Word> = demand.reading.speaker.iter().chain(&demand.reading.body).collect();
    let refuses = has_cue(&refusal.claim, |word| REPLIES.refusing.has(word));
    if !aim.demand || !refuses || !aim.is_held_by(&side) {
        return None;
    }
    let shared: Vec<String> = aim.holder.iter().map(|word| word.lower.clone()).collect();
    Some(Match {
        kind: ConflictKind::Opposition,
        rule: Rule::DemandOfHolderRefused,
        score: 0.75,
        firm: true,
        why: format!("One demands it, the other refuses the demand of {}.", listed(&shared)),
        words: [shared.clone(), shared],
        both_true_if: "it is another demand",
    })
}

/// The words of what is refused that are wanted, and their share of it, where that is enough.
fn wanted_back(demand: &Analysis, refusal: &Analysis, refused: &Refused) -> Option<(Vec<String>, f64)> {
    let wanted = wanted(demand);
    let is_head = |word: &&&Word| {
        let at = demand.reading.place(word).unwrap_or_default();
        demand.reading.words.get(at + 1).is_none_or(|next| !next.is_content() || next.name)
    };
    let is_event = |event: &Word| wanted.iter().filter(is_head).any(|word| is_one(event, word));
    if !refused.flatly || !refused.events.iter().any(|event| is_event(event)) {
        return None;
    }
    let hit: Vec<&Word> =
        refused.words.iter().copied().filter(|word| wanted.iter().any(|other| same(word, other))).collect();
    // one word is enough where it names a decision or a known kind of event: "a recount", "resign"
    let known = |word: &&Word| {
        REPLIES.decisions.has(&word.lemma) || LEXICON.families.contains_key(&word.lemma) || word.concept != word.lemma
    };
    if hit.len() < 2 && !hit.iter().any(known) {
        return None;
    }
    let thing = hit.iter().any(|word| word.weight >= THING && !word.name);
    let weight = |words: &[&Word]| words.iter().map(|word| word.weight).sum::<f64>();
    let share = weight(&hit) / weight(&refused.words).max(0.1);
    // "vote", "end": a verb alone is not a thing that both speak of
    let at_verb = |word: &&Word| refusal.reading.place(word).is_some_and(|at| is_verb(&refusal.reading.words, at));
    let verbs = hit.iter().all(at_verb);
    (thing && share >= SHARE && (!verbs || weight(&hit) >= VERBS))
        .then(|| (hit.iter().map(|word| word.lower.clone()).collect(), share))
}

/// True where a word that is wanted names what is not to happen.
fn is_one(event: &Word, word: &Word) -> bool {
    let sense = word.lemma == event.lemma || word.senses.iter().any(|sense| event.senses.contains(sense));
    sense || word.concept == event.concept && word.weight.min(event.weight) >= FAMILY
}

/// What is demanded: the words of its first clause that no negation reaches, names of the article left out.
fn wanted(demand: &Analysis) -> Vec<&Word> {
    let reading = &demand.reading;
    let negated = |at: usize| reading.units.iter().any(|unit| unit.negates(at));
    let bounded = |at: &usize| REPLIES.bounding.has(&reading.words[*at].lower);
    let told =
        (0..reading.words.len()).take_while(|at| !bounded(at)).filter(|&at| !negated(at)).map(|at| &reading.words[at]);
    told.filter(|word| word.weight >= 0.7 && !demand.claim.names.contains(&word.concept)).take(12).collect()
}

/// What is not to be.
pub(super) struct Refused<'a> {
    /// telling words, beside names
    pub words: Vec<&'a Word>,
    /// those that say what is not to happen
    pub events: Vec<&'a Word>,
    /// it will not be, not merely that there are no plans for it
    pub flatly: bool,
    /// lemma of the verb that will not be
    pub verb: Option<String>,
}

/// What is refused: the object of "ruled out", what there will be none of or what will not be allowed.
pub(super) fn refused(refusal: &Analysis) -> Option<Refused<'_>> {
    let (claim, reading) = (&refusal.claim, &refusal.reading);
    let telling = |word: &&Word| word.weight >= 0.7 && !claim.names.contains(&word.concept);
    if has_cue(claim, |word| REPLIES.refusing.has(word)) {
        let aim = Aim::new(reading);
        let words: Vec<&Word> = aim.telling.into_iter().filter(telling).take(6).collect();
        return Some(Refused { words, events: aim.events, flatly: true, verb: None });
    }
    for unit in reading.units.iter().filter(|unit| !unit.asked) {
        for negation in unit.own_negations().filter(|negation| !negation.verb) {
            let clause = unit.clause(negation.at)?;
            // "he won't sell them", said of another
            let before = &reading.words[clause.range.start..negation.at];
            let of_another = before
                .iter()
                .any(|word| word.lower == "they" || claim.kind == Some(Kind::Direct) && CLAUSES.he.has(&word.lower));
            // "would not rule it out"
            let twice =
                reading.words[negation.at..clause.range.end].iter().any(|word| REPLIES.refusing.has(&word.lemma));
            if of_another || twice {
                continue;
            }
            let general = |word: &Word| REPLIES.intending.has(&word.lemma);
            let end = clause.range.end.max(negation.focus.last().map_or(0, |last| last + 1));
            let reach = &reading.words[negation.at + 1..end];
            let intended = clause.future || reach.iter().filter(|word| word.is_content()).take(2).any(general);
            let able = reach.iter().any(|word| word.lemma == "able");
            let bound = unit.clauses.iter().any(|other| REPLIES.bounding.has(&reading.words[other.range.start].lower));
            if !intended || bound && clause.future || able || clause.of_others || clause.supposed {
                continue;
            }
            let words: Vec<&Word> = reach.iter().filter(telling).filter(|word| !general(word)).take(6).collect();
            let verb = reach
                .iter()
                .filter(|word| !general(word))
                .find(|word| !LEXICON.light.contains(&word.lemma) && !LEXICON.modals.contains(&word.lower))
                .map(|word| word.lemma.clone());
            let events = events(reach, |word| word.weight >= 0.7 && !general(word));
            return Some(Refused { words, events, flatly: clause.future, verb });
        }
    }
    None
}

//! Inside one affair: what one says is so, and the other says is not.
//!
//! Where two statements are on one affair and from two sides, less in common is enough than between any two texts: what
//! happens under the negation must be told, and nothing that is named in one place may be named otherwise in the other.

use super::accused;
use super::analysis::Analysis;
use super::bonds::Bond;
use super::clauses::restricts;
use super::deed::Deed;
use super::finding::{ConflictKind, Match, listed};
use super::lexicon::LEXICON;
use super::lists::{CLAUSES, REPLIES};
use super::overlap::same;
use super::parts::{is_auxiliary, is_hard, is_verb};
use super::reading::past;
use super::rule::Rule;
use super::unit::{Negation, Unit};
use super::word::Word;
use super::words::opposite;
use crate::statement::Act;

/// Weight of what both tell, and the share of what is negated.
const LEAST: f64 = 2.4;
const SHARE: f64 = 0.6;
/// The weight where who is accused by name denies it.
const LEAST_OF_ACCUSED: f64 = 1.5;
/// Share of what the sentence tells that is negated.
const COVERED: f64 = 0.2;
/// Weight of a word that says what happens.
const TOLD: f64 = 0.7;
/// Weight of a word that can be what the two are about.
const TELLING: f64 = 0.4;

/// "the staff had been warned" against "nobody had warned the staff".
pub(super) fn find(told: &Analysis, denial: &Analysis, bond: Bond) -> Option<Match> {
    let (x, y) = (&told.claim, &denial.claim);
    let said = |act: Option<Act>| !matches!(act, Some(Act::Ask | Act::Demand | Act::Intend | Act::Believe));
    let voiced = x.on_record && y.on_record && !x.negated && !y.negated && said(x.act) && said(y.act);
    let long = bond.crowds || [told, denial].iter().any(|x| x.reading.is_speech());
    if long || !bond.voiced || !bond.bound || !voiced || bond.one_side {
        return None;
    }
    let units: Vec<(&Unit, Vec<&Word>)> =
        told.reading.units.iter().filter(|unit| unit.asserts()).map(|unit| (unit, past(&told.reading, unit))).collect();
    for d in denial.reading.units.iter().filter(|unit| unit.asserts()) {
        let plain = |negation: &&Negation| !negation.verb && !is_loose(&denial.reading.words[negation.at]);
        for negation in d.own_negations().filter(plain) {
            let said = units.iter().find_map(|(t, words)| {
                t.setting.may_be(&d.setting).then(|| denied(told, words, denial, d, negation)).flatten()
            });
            let Some((shared, weight)) = said else { continue };
            return Some(Match {
                kind: ConflictKind::Contradiction,
                rule: Rule::ToldAndNegated,
                score: (0.45 + 0.1 * weight).min(0.85),
                firm: true,
                why: format!(
                    "One says “{}”, the other tells it without a negation; both are about {}.",
                    denial.reading.words[negation.at].lower,
                    listed(&shared)
                ),
                words: [shared.clone(), vec![denial.reading.words[negation.at].lower.clone()]],
                both_true_if: "they are about different times, places or parts",
            });
        }
    }
    None
}

/// "without", "cannot" leave open what is so.
fn is_loose(word: &Word) -> bool {
    REPLIES.loose.has(&word.lower)
}

/// What is negated and told, as words and weight.
fn denied(
    told: &Analysis,
    words: &[&Word],
    denial: &Analysis,
    d: &Unit,
    negation: &Negation,
) -> Option<(Vec<String>, f64)> {
    let denied = Denied::new(denial, d, negation)?;
    if denied.names_others(told) {
        return None;
    }
    let event = denied.event(words)?;
    let at = event.told_at(told, words)?;
    if denied.is_another_deed(&event, told, words, at)
        || denied.has_another_doer(told, at)
        || denied.focus.iter().any(|word| words.iter().any(|other| opposite(word, other)))
    {
        return None;
    }
    denied.shared(told, words)
}

/// A negation in a clause that stands by what it says, and what it reaches.
struct Denied<'r> {
    denial: &'r Analysis,
    unit: &'r Unit,
    negation: &'r Negation,
    /// words of the clause in front of the negation
    opening: &'r [Word],
    /// the words under the negation that are something to speak of
    focus: Vec<&'r Word>,
    /// the content words before it
    before: Vec<&'r Word>,
}

/// What is said not to have happened.
struct Event<'r> {
    word: &'r Word,
    verb: bool,
}

impl<'r> Denied<'r> {
    fn new(denial: &'r Analysis, unit: &'r Unit, negation: &'r Negation) -> Option<Self> {
        let reading = &denial.reading;
        let clause = unit.clause(negation.at)?;
        let bounded = unit.clauses.iter().any(|other| REPLIES.bounding.has(&reading.words[other.range.start].lower));
        // "those who are not citizens": a kind of people, and nothing denied
        let narrows = restricts(&reading.words, clause.range.start);
        if clause.of_others || clause.supposed || clause.future || bounded || narrows {
            return None;
        }
        let plain = |word: &Word| {
            word.weight >= TELLING
                && !LEXICON.emphasis.contains(&word.lemma)
                && !LEXICON.times.contains(&word.lemma)
                && !LEXICON.light.contains(&word.lemma)
        };
        let owner = |at: usize| reading.words.get(at + 1).is_some_and(|next| next.lower == "'s");
        let focus = negation.focus.iter().filter(|&&at| !owner(at)).map(|&at| &reading.words[at]);
        let start = reading.words[clause.range.start].span.start;
        let before = reading.subject(unit, negation.at).into_iter().filter(|word| word.span.start >= start);
        Some(Self {
            denial,
            unit,
            negation,
            opening: &reading.words[clause.range.start..negation.at],
            focus: focus.filter(|word| plain(word)).collect(),
            before: before.collect(),
        })
    }

    fn all(&self) -> impl Iterator<Item = &'r Word> {
        self.focus.iter().chain(&self.before).copied()
    }

    /// True for whom or what the whole article is about.
    fn is_matter(&self, word: &Word) -> bool {
        self.denial.claim.names.contains(&word.concept)
    }

    /// A name is denied that the other, which has names of its own, lacks.
    fn names_others(&self, told: &Analysis) -> bool {
        self.all().any(|word| is_hard(word) && !self.is_matter(word) && !is_around(told, word))
    }

    /// The verb under the negation, or the thing that there is none of.
    fn event(&self, words: &[&Word]) -> Option<Event<'r>> {
        let (reading, at) = (&self.denial.reading, self.negation.at);
        let none = matches!(reading.words[at].lower.as_str(), "no" | "none");
        // "no observer was turned away": nobody was, whoever they are; "fired no rockets": what follows is a thing
        let nobody = none && self.opening.len() <= 1 && self.opening.iter().all(|word| !word.is_content());
        let at_verb = |word: &Word| reading.place(word).is_some_and(|at| is_verb(&reading.words, at));
        let verb = self.focus.iter().find(|word| (!none || nobody) && at_verb(word));
        // "our men had not taken a boat": the verb says little, what stands behind it says what is denied
        let weak = verb.is_some_and(|verb| verb.weight < TOLD) && self.is_of_accused(words);
        let telling = self.focus.iter().filter(|_| weak).find(|word| word.weight >= TOLD);
        if let Some(word) = telling {
            return Some(Event { word, verb: false });
        }
        // ", not the storm": set against something else, not denied
        let set_against = at > self.unit.range.start && reading.words[at - 1].lower == ",";
        if set_against && verb.is_none() {
            return None;
        }
        let word = verb.or(self.focus.first())?;
        Some(Event { word, verb: verb.is_some() })
    }

    /// "Kestria did not attack", "Orlund attacked Kestria": the other tells of another deed.
    fn is_another_deed(&self, event: &Event, told: &Analysis, words: &[&Word], at: usize) -> bool {
        let Some(t) = told.reading.units.iter().find(|unit| unit.range.contains(&at)) else { return true };
        let reading = &self.denial.reading;
        let deed = reading.place(event.word).map(|first| Deed {
            denier: reading,
            d: self.unit,
            negation: self.negation.at,
            first,
        });
        let is_told = |word: &Word| is_told(words, word);
        deed.is_some_and(|deed| deed.is_another(&told.reading, t, at, &self.before, is_told))
    }

    /// Both name who does it, and none is the same.
    fn has_another_doer(&self, told: &Analysis, at: usize) -> bool {
        let Some(t) = told.reading.units.iter().find(|unit| unit.range.contains(&at)) else { return true };
        let passive = at > 0 && is_auxiliary(&told.reading.words[at - 1]);
        let named = |words: &[&Word]| {
            words.iter().filter(|word| is_hard(word)).map(|word| word.concept.clone()).collect::<Vec<_>>()
        };
        let (theirs, ours) = (named(&told.reading.subject(t, at)), named(&self.before));
        !passive && !ours.is_empty() && !theirs.is_empty() && !ours.iter().any(|name| theirs.contains(name))
    }

    /// What both speak of and its weight, where that is enough.
    fn shared(&self, told: &Analysis, words: &[&Word]) -> Option<(Vec<String>, f64)> {
        let is_told = |word: &Word| is_told(words, word);
        let weight = |of: &[&Word], all: bool| {
            let kept = of.iter().filter(|word| !self.is_matter(word) && (all || is_told(word)));
            kept.map(|word| word.weight).sum::<f64>()
        };
        let (hit, whole) = (weight(&self.focus, false), weight(&self.focus, true));
        let sum = hit + weight(&self.before, false);
        let shared: Vec<&Word> = self.all().filter(|word| is_told(word)).collect();
        let own = shared.iter().filter(|word| !self.denial.claim.is_common(&word.concept)).count();
        // of a long sentence most is on something else
        let covered = sum / words.iter().map(|word| word.weight).sum::<f64>().max(0.1);
        let least = if self.is_of_accused(words) { LEAST_OF_ACCUSED } else { LEAST };
        let enough = covered >= COVERED && hit >= SHARE * whole && sum >= least && own >= 2;
        (enough && self.is_of_one(told, words))
            .then(|| (shared.into_iter().map(|word| word.lower.clone()).collect(), sum))
    }

    /// "I have never": the one who is named there denies it.
    fn is_of_accused(&self, words: &[&Word]) -> bool {
        let own = [&CLAUSES.he, &CLAUSES.we, &CLAUSES.i, &CLAUSES.owners];
        self.opening.iter().any(|word| own.iter().any(|list| list.has(&word.lower)))
            && accused::is_named(self.denial, words.iter().copied())
    }

    /// Who or what stands before the negation is told of, or is the speaker, who is named there.
    fn is_of_one(&self, told: &Analysis, words: &[&Word]) -> bool {
        let reading = &self.denial.reading;
        // "his members": who speaks
        let voice = [&CLAUSES.he, &CLAUSES.we, &CLAUSES.i];
        let speaks = self.opening.iter().any(|word| voice.iter().any(|list| list.has(&word.lower)))
            && reading.speaker.iter().chain(&reading.body).any(|word| is_around(told, word));
        self.before.is_empty() || speaks || self.before.iter().any(|word| is_told(words, word) || self.is_matter(word))
    }
}

impl Event<'_> {
    /// Where the other one tells it.
    fn told_at(&self, told: &Analysis, words: &[&Word]) -> Option<usize> {
        let reading = &told.reading;
        let at_verb = |word: &Word| reading.place(word).is_some_and(|at| is_verb(&reading.words, at));
        let telling = words.iter().find(|word| same(word, self.word) && (!self.verb || at_verb(word)))?;
        reading.place(telling)
    }
}

fn is_told(words: &[&Word], word: &Word) -> bool {
    words.iter().any(|other| same(word, other))
}

fn is_around(told: &Analysis, word: &Word) -> bool {
    told.reading.around().any(|other| same(word, other))
}

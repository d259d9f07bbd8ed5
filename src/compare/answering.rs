//! What one sentence of a statement says to a question: whether it is so, of whom, how many and when.

use serde::Serialize;

use super::analysis::Analysis;
use super::claim::Claim;
use super::dates::{Dates, Told};
use super::inquiry::{ASKING, Inquiry, Sense};
use super::lists::{CLAUSES, REPLIES};
use super::overlap::same;
use super::parts::{contrary, is_verb, required};
use super::reading::Reading;
use super::sides::has_cue;
use super::unit::{Negation, Unit};
use super::word::Word;
use super::words::is_year;
use crate::lexicon::List;
use crate::statement::Act;

/// Share of what the question asks that an answer tells, and that a mention does.
const ANSWERS: f64 = 0.7;
const MENTIONS: f64 = 0.45;
/// A name and what is made of it ("Kestria", "Kestrian") have so many letters in common.
const STEM: usize = 5;

/// What a statement says to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum AnswerStance {
    /// it is so
    Yes,
    /// it is not so
    No,
    /// the speaker will not say, or leaves it open
    Avoids,
    /// the matter is named without a position
    Mentions,
}

impl AnswerStance {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        self.into()
    }

    pub(super) fn turned(self) -> Self {
        match self {
            Self::Yes => Self::No,
            Self::No => Self::Yes,
            other => other,
        }
    }
}

/// A stance, and by which words.
pub(super) type Answer = (AnswerStance, String);

/// A question beside a sentence of a statement that is on the same.
pub(super) struct Beside<'a> {
    inquiry: &'a Inquiry,
    dates: &'a Dates,
    claim: &'a Claim,
    reading: &'a Reading,
    unit: &'a Unit,
    /// its content words
    own: Vec<&'a Word>,
    /// those of the question that it tells
    told: Vec<&'a Word>,
    pub share: f64,
}

impl<'a> Beside<'a> {
    pub fn new(inquiry: &'a Inquiry, dates: &'a Dates, statement: &'a Analysis, unit: &'a Unit) -> Option<Self> {
        let (claim, reading) = (&statement.claim, &statement.reading);
        let own = reading.content(unit);
        // who speaks may be whom the question asks about: "we", "our country"
        let voice: Vec<&Word> = reading.speaker.iter().chain(&reading.body).collect();
        let state = claim.country.as_ref().map(|code| format!("state:{code}"));
        let holds = |word: &Word, of: &[&Word]| of.iter().any(|other| same(word, other) || contrary(word, other));
        let asks = |word: &Word| holds(word, &own) || holds(word, &voice) || state.as_ref() == Some(&word.concept);
        // what nobody did, nobody who is asked after did
        let by_none = unit.negations.iter().any(|negation| ASKING.none.has(&reading.words[negation.at].lower));
        let asked = |word: &&Word| !(by_none && inquiry.actor.iter().any(|other| other.span == word.span));
        let content: Vec<&Word> = inquiry.content.iter().filter(asked).collect();
        let weight = |words: &mut dyn Iterator<Item = &&Word>| words.map(|word| word.weight).sum::<f64>();
        let share = weight(&mut content.iter().filter(|word| asks(word))) / weight(&mut content.iter()).max(0.1);
        let told: Vec<&Word> = content.iter().copied().filter(|word| holds(word, &own)).collect();
        let on_it = share >= MENTIONS && !told.is_empty() && (told.len() > 1 || content.len() == 1);
        on_it.then_some(Self { inquiry, dates, claim, reading, unit, own, told, share })
    }

    pub fn answer(&self) -> Answer {
        let named = self.told.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(", ");
        let mention = |why: &str| (AnswerStance::Mentions, format!("it names {named}{why}"));
        if self.share < ANSWERS {
            return mention("");
        }
        let events = self.events();
        if events.is_empty() {
            return mention("");
        }
        let wanted = self.inquiry.sense == Sense::Duty && self.claim.act == Some(Act::Demand) && !self.claim.negated;
        let declines = self.claim.negated
            || self.claim.act == Some(Act::Ask)
            || self.unit.asked
            || has_cue(self.claim, |word| REPLIES.avoiding.has(word));
        if declines || self.unit.possible && !wanted && self.claim.act != Some(Act::Demand) {
            return (AnswerStance::Avoids, format!("it leaves open: {named}"));
        }
        if let Some(other) = self.other_number().or_else(|| self.other_name()) {
            return mention(&other);
        }
        let mut answers = events.into_iter().map(|at| self.at(at, wanted, &named));
        let first = answers.next();
        let position = answers.find(|(stance, _)| *stance != AnswerStance::Mentions);
        match (first, position) {
            (Some((AnswerStance::Mentions, _)), Some(position)) => position,
            (Some(first), _) => first,
            (None, _) => mention(""),
        }
    }

    /// Where the sentence tells what is asked to have happened or to be so, or the contrary.
    fn events(&self) -> Vec<usize> {
        let words = &self.reading.words;
        let of = |word: &Word| -> Vec<usize> {
            let is = |at: &usize| same(word, &words[*at]) || contrary(word, &words[*at]);
            // "told it to open the gates": nothing is told to have been opened
            let done = |at: &usize| *at == 0 || words[*at - 1].lower != "to" || self.is_meant(*at);
            self.unit.range.clone().filter(|at| words[*at].is_content() && is(at) && done(at)).collect()
        };
        match &self.inquiry.event {
            Some(event) => of(event),
            // of what only is so: "Is the levy lawful?"
            None => {
                let plain = |word: &&Word| !word.name && word.number.is_none();
                self.inquiry.content.iter().rfind(plain).map(of).unwrap_or_default()
            }
        }
    }

    /// "has no intention to resign", "is to resign": it is to come, or not.
    fn is_meant(&self, at: usize) -> bool {
        self.words_before(at).iter().any(|word| ASKING.meaning.has(&word.lemma) || CLAUSES.planning.has(&word.lemma))
    }

    fn start(&self, at: usize) -> usize {
        self.unit.clause(at).map_or(self.unit.range.start, |clause| clause.range.start)
    }

    /// The words of its clause before a word.
    fn words_before(&self, at: usize) -> &'a [Word] {
        &self.reading.words[self.start(at)..at]
    }

    /// What one telling of it says.
    fn at(&self, at: usize, wanted: bool, named: &str) -> Answer {
        let mention = |why: String| (AnswerStance::Mentions, format!("it names {named}{why}"));
        let Beside { inquiry, claim, reading, unit, .. } = self;
        let word = &reading.words[at];
        if !wanted && (claim.act == Some(Act::Demand) || !claim.on_record) {
            return mention(" without saying that it is so".to_owned());
        }
        let clause = unit.clause(at);
        if clause.is_some_and(|clause| clause.supposed || clause.of_others) {
            return mention(" without saying that it is so".to_owned());
        }
        let negation = unit.own_negations().find(|negation| negation.focus.contains(&at));
        let denied = unit.denies_all().is_some_and(|frame| frame.scope.contains(&at));
        let is_contrary = match &inquiry.event {
            Some(event) => !same(event, word),
            None => !self.told.iter().any(|told| same(told, word)),
        };
        let negated = denied != negation.is_some();
        if negated && is_contrary {
            // who denies that it was opened does not say that it was closed
            return mention(format!(", and denies “{}”", word.lower));
        }
        let is_state =
            || self.words_before(at).iter().rev().take(3).any(|w| w.lemma == "be") && word.lower == word.lemma;
        if is_contrary && ASKING.undone.has(&word.concept) && !is_state() {
            return mention(format!(", but “{}”", word.lower));
        }
        let turned = negated || is_contrary;
        if let Some(why) = self.other_sense(at, turned).filter(|_| !wanted).or_else(|| self.other_actor(at, turned)) {
            return mention(why);
        }
        if let Some(why) = self.other_time(at, turned).or_else(|| self.only_some(at, negation)) {
            return mention(why);
        }
        match (denied, negation, is_contrary) {
            _ if !turned => (AnswerStance::Yes, format!("it tells {named}")),
            (true, ..) => (AnswerStance::No, format!("it denies: {named}")),
            (_, Some(negation), _) => {
                (AnswerStance::No, format!("“{}” before {named}", reading.words[negation.at].lower))
            }
            _ => (AnswerStance::No, format!("“{}” is the opposite; it names {named}", word.lower)),
        }
    }

    /// It is told of what was, and asked of what is to come, or the other way round; or of what ought to be.
    fn other_sense(&self, at: usize, turned: bool) -> Option<String> {
        let words = self.words_before(at);
        let has = |list: &List| words.iter().any(|word| list.has(&word.lower));
        let future = self.unit.clause(at).is_some_and(|clause| clause.future) || self.is_meant(at);
        let norm = has(&CLAUSES.norms) && !words.iter().any(|word| word.lemma == "have");
        let word = &self.reading.words[at];
        let inflected = word.lower != word.lemma && !word.lower.ends_with("ing") && !word.lower.ends_with('s');
        let past = !future && (inflected && is_verb(&self.reading.words, at) || words.iter().any(is_past));
        match self.inquiry.sense {
            Sense::Duty if norm || future && turned => None,
            Sense::Duty => Some(" without saying that it should be so".to_owned()),
            _ if norm => Some(" as what should be".to_owned()),
            Sense::Past if future => Some(" as what is to come".to_owned()),
            Sense::Future if past => Some(" as what was".to_owned()),
            _ => None,
        }
    }

    /// Somebody else did it, or nobody is told to have.
    fn other_actor(&self, at: usize, turned: bool) -> Option<String> {
        let actor: Vec<&Word> = self.inquiry.actor.iter().collect();
        if actor.is_empty() {
            return None;
        }
        let reading = self.reading;
        // "no gate was closed": by nobody
        let by_nobody = turned && self.words_before(at).iter().any(|word| ASKING.none.has(&word.lower));
        let names = required(&actor);
        let meets = |of: &[&Word]| {
            let has = |word: &Word| of.iter().any(|other| is_of_one_name(word, other));
            if names.is_empty() { actor.iter().any(|word| has(word)) } else { names.iter().all(|word| has(word)) }
        };
        let doer = self.doer(at);
        let state = |word: &&Word| self.claim.country.as_ref().is_some_and(|c| word.concept == format!("state:{c}"));
        let voice: Vec<&Word> = reading.speaker.iter().chain(&reading.body).collect();
        let told = match &doer {
            Doer::Named(words) => meets(words),
            Doer::Voice => meets(&voice) || names.iter().any(state),
            Doer::Nobody => false,
        };
        let fits = told || by_nobody && matches!(doer, Doer::Nobody);
        (!fits).then(|| match doer {
            Doer::Named(words) => {
                format!(" of {}", words.iter().rev().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" "))
            }
            Doer::Voice => " of who speaks".to_owned(),
            Doer::Nobody => " without saying who did it".to_owned(),
        })
    }

    /// Who does it, as the sentence tells.
    fn doer(&self, at: usize) -> Doer<'a> {
        let words = &self.reading.words;
        let end = self.unit.clause(at).map_or(self.unit.range.end, |clause| clause.range.end);
        if let Some(by) = (at + 1..end.min(at + 5)).find(|&i| words[i].lower == "by") {
            let agent = words[by + 1..end].iter().take_while(|word| !word.is_punctuation).take(6);
            let named: Vec<&Word> = agent.filter(|word| word.is_content()).collect();
            if !named.is_empty() {
                return Doer::Named(named);
            }
        }
        let passive = (at.saturating_sub(3).max(self.unit.range.start)..at).any(|i| words[i].lemma == "be");
        if passive && !words[at].lower.ends_with("ing") && self.inquiry.event.is_some() {
            return Doer::Nobody;
        }
        // "has no intention of leaving"
        let mut subject = self.reading.subject(self.unit, at);
        subject.retain(|word| !ASKING.meaning.has(&word.lemma));
        let before = self.words_before(at);
        let pronoun = before.iter().any(|word| ASKING.pronouns.has(&word.lower));
        // "our engineers" are whose we are
        let own = pronoun && !subject.iter().any(|word| word.capital);
        if !(own || subject.is_empty()) {
            return Doer::Named(subject);
        }
        let voiced = pronoun || before.is_empty() || words[at].lower.ends_with("ing");
        if voiced { Doer::Voice } else { Doer::Nobody }
    }

    /// It tells of another time, or of none: unless it is denied for all times.
    fn other_time(&self, at: usize, turned: bool) -> Option<String> {
        if self.dates.is_empty() {
            return None;
        }
        let words = &self.reading.words[self.unit.range.clone()];
        let future = self.unit.clause(at).is_some_and(|clause| clause.future);
        let always = turned && words.iter().any(|word| ASKING.ever.has(&word.lower));
        match self.dates.told_by(self.claim, words, self.reading.sentence(), future) {
            Told::Same => None,
            Told::Other(time) => Some(format!(" of {time}")),
            Told::Untold => (!always).then(|| " without saying when".to_owned()),
        }
    }

    /// "never closed to harm anyone": closing is not denied. Some of them are not all.
    fn only_some(&self, at: usize, negation: Option<&Negation>) -> Option<String> {
        let words = &self.reading.words;
        let end = self.unit.clause(at).map_or(self.unit.range.end, |clause| clause.range.end);
        let asked = |word: &Word| self.told.iter().any(|told| same(told, word));
        let aim = (at + 1..end.saturating_sub(1)).find(|&i| words[i].lower == "to" && is_verb(words, i + 1));
        if let Some(aim) = aim.filter(|aim| negation.is_some() && !asked(&words[*aim + 1])) {
            let told = words[aim..end].iter().filter(|word| !word.is_punctuation).map(|word| word.lower.as_str());
            return Some(format!(", denied only “{}”", told.collect::<Vec<_>>().join(" ")));
        }
        let part = words[self.unit.range.clone()].iter().find(|word| ASKING.part.has(&word.lower));
        let part = part.filter(|_| negation.is_none() && self.inquiry.of_all());
        part.map(|word| format!(" of “{}” only", word.lower))
    }

    /// A number that is asked for, and that the sentence does not have.
    fn other_number(&self) -> Option<String> {
        let words = &self.reading.words[self.unit.range.clone()];
        let dated = |word: &Word| word.lower.len() == 4 && word.number.is_some_and(is_year);
        let mut asked = self.inquiry.content.iter().filter(|word| word.number.is_some() && !dated(word));
        let lacks = asked.find(|word| !words.iter().any(|other| other.number == word.number))?;
        Some(format!(", but not “{}”", lacks.lower))
    }

    /// A name that is asked for, and that neither the sentence nor who speaks has.
    fn other_name(&self) -> Option<String> {
        let inquiry = self.inquiry;
        let done = |word: &Word| inquiry.actor.iter().any(|other| other.span == word.span);
        let all: Vec<&Word> = inquiry.content.iter().filter(|word| !done(word) && word.number.is_none()).collect();
        let time = |word: &Word| CLAUSES.months.has(&word.lower) || CLAUSES.days.has(&word.lower);
        let reading = self.reading;
        let voice = reading.speaker.iter().chain(&reading.body);
        let known: Vec<&Word> = reading.around().chain(voice).chain(self.own.iter().copied()).collect();
        let state = |word: &Word| self.claim.country.as_ref().is_some_and(|c| word.concept == format!("state:{c}"));
        let has = |word: &Word| state(word) || known.iter().any(|other| is_of_one_name(word, other));
        let lacks = required(&all).into_iter().find(|word| word.capital && !time(word) && !has(word))?;
        Some(format!(", but not “{}”", lacks.lower))
    }
}

/// Who does what is asked after.
enum Doer<'a> {
    /// these words, the nearest first
    Named(Vec<&'a Word>),
    /// who speaks, or the body for which
    Voice,
    /// nobody is named
    Nobody,
}

fn is_past(word: &Word) -> bool {
    matches!(word.lower.as_str(), "had" | "was" | "were" | "did" | "has" | "have")
}

/// One name, or what is made of it: "Kestria" and "Kestrian".
pub(super) fn is_of_one_name(a: &Word, b: &Word) -> bool {
    let stem = |long: &Word, short: &Word| short.lower.len() >= STEM && long.lower.starts_with(&short.lower);
    same(a, b) || a.capital && b.capital && (stem(a, b) || stem(b, a))
}

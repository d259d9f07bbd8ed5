//! What a statement says to a question put in plain words.

use serde::Serialize;

use super::analysis::Analysis;
use super::claim::Claim;
use super::lexicon::LEXICON;
use super::lists::REPLIES;
use super::overlap::same;
use super::parts::is_verb;
use super::reading::Reading;
use super::sides::has_cue;
use super::unit::Unit;
use super::word::Word;
use super::words::opposite;
use crate::statement::Act;

/// Share of what the question asks that an answer tells, and that a mention does.
const ANSWERS: f64 = 0.7;
const MENTIONS: f64 = 0.45;

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
}

/// A question as it is compared with statements.
#[derive(Debug)]
pub struct Asked {
    asked: Vec<Word>,
    /// what is asked to have happened
    event: Option<Word>,
    /// the words that a statement which answers may hold, as lemmas
    pub words: Vec<String>,
}

impl Asked {
    /// A question in plain words; none when it asks nothing that statements could hold ("Why?").
    pub fn new(question: &str) -> Option<Self> {
        let claim = Claim { text: question.to_owned(), sentence: question.to_owned(), ..Claim::default() };
        let reading = Reading::new(&claim);
        let words: Vec<Word> = reading.words.iter().filter(|word| word.is_content()).cloned().collect();
        let all = &reading.words;
        let verb = |word: &Word| LEXICON.verbs.contains(word.lemma.as_str()) && word.is_content() && !word.name;
        let event = (0..all.len()).find(|&at| is_verb(all, at) && verb(&all[at])).or_else(|| all.iter().position(verb));
        let event = event.map(|at| all[at].clone());
        let lemmas = words.iter().map(|word| word.lemma.clone()).collect();
        (!words.is_empty()).then_some(Self { asked: words, event, words: lemmas })
    }

    /// What the statement says to it, and by which words; none when it is on something else.
    pub fn stance(&self, statement: &Analysis) -> Option<(AnswerStance, String)> {
        let reading = &statement.reading;
        let best = reading.units.iter().filter_map(|unit| self.of_unit(statement, unit));
        let rank = |found: &(AnswerStance, f64, String)| (found.0 != AnswerStance::Mentions, found.1);
        let (stance, _, why) =
            best.max_by(|a, b| rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal))?;
        Some((stance, why))
    }

    fn of_unit(&self, statement: &Analysis, unit: &Unit) -> Option<(AnswerStance, f64, String)> {
        let (claim, reading) = (&statement.claim, &statement.reading);
        let own: Vec<&Word> = reading.content(unit);
        // who speaks may be whom the question asks about: "we", "our country"
        let voice: Vec<&Word> = reading.speaker.iter().chain(&reading.body).collect();
        let state = claim.country.as_ref().map(|code| format!("state:{code}"));
        let holds = |word: &Word, of: &[&Word]| of.iter().any(|other| same(word, other) || opposite(word, other));
        let asks = |word: &Word| holds(word, &own) || holds(word, &voice) || state.as_ref() == Some(&word.concept);
        let weight = |words: &mut dyn Iterator<Item = &Word>| words.map(|word| word.weight).sum::<f64>();
        let whole = weight(&mut self.asked.iter()).max(0.1);
        let share = weight(&mut self.asked.iter().filter(|word| asks(word))) / whole;
        let told: Vec<&Word> = self.asked.iter().filter(|word| holds(word, &own)).collect();
        if share < MENTIONS || told.is_empty() || told.len() < 2 && self.asked.len() > 1 {
            return None;
        }
        let named = told.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(", ");
        let found = |stance, why: String| Some((stance, share, why));
        // "told it to open the gates": nothing is told to have been opened
        let done = |word: &Word| {
            let at = reading.place(word);
            at.is_none_or(|at| at == 0 || reading.words[at - 1].lower != "to")
        };
        let doings: Vec<&Word> = own.iter().copied().filter(|word| done(word)).collect();
        if share < ANSWERS || self.event.as_ref().is_some_and(|event| !holds(event, &doings)) {
            return found(AnswerStance::Mentions, format!("it names {named}"));
        }
        let declines = claim.negated
            || claim.act == Some(Act::Ask)
            || unit.asked
            || has_cue(claim, |word| REPLIES.avoiding.has(word));
        if declines || unit.possible {
            return found(AnswerStance::Avoids, format!("it leaves open: {named}"));
        }
        if claim.act == Some(Act::Demand) || !claim.on_record {
            return found(AnswerStance::Mentions, format!("it names {named} without saying that it is so"));
        }
        let negation = unit
            .own_negations()
            .find(|negation| negation.focus.iter().any(|&at| told.iter().any(|word| same(word, &reading.words[at]))));
        let turned = self.asked.iter().find_map(|word| {
            let by = doings.iter().find(|other| opposite(word, other) && !holds_itself(word, &own))?;
            Some(by.lower.clone())
        });
        let denied = unit.denies_all().is_some();
        match (denied, negation, turned) {
            (true, _, _) => found(AnswerStance::No, format!("it denies: {named}")),
            (_, Some(negation), None) => {
                found(AnswerStance::No, format!("“{}” before {named}", reading.words[negation.at].lower))
            }
            (_, None, Some(by)) => found(AnswerStance::No, format!("“{by}” is the opposite; it names {named}")),
            _ => found(AnswerStance::Yes, format!("it tells {named}")),
        }
    }
}

fn holds_itself(word: &Word, of: &[&Word]) -> bool {
    of.iter().any(|other| same(word, other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Comparer;

    #[test]
    fn statements_are_sorted_by_what_they_say_to_a_question() {
        let asked = Asked::new("Did Velora close the Tolvik dam?").expect("a question");
        let stance = |text: &str, cue: &str, act: Act| {
            let claim = Claim {
                text: text.to_owned(),
                sentence: text.to_owned(),
                cue: cue.to_owned(),
                speaker: Some("Oda Skarn".to_owned()),
                organization: Some("Velora".to_owned()),
                act: Some(act),
                on_record: true,
                kind: Some(crate::statement::Kind::Indirect),
                ..Claim::default()
            };
            asked.stance(&Comparer::new(Vec::new()).analyse(claim)).map(|found| found.0)
        };
        assert_eq!(stance("that Velora had closed the dam at Tolvik", "said", Act::Say), Some(AnswerStance::Yes));
        assert_eq!(stance("that Velora had never closed the dam at Tolvik", "said", Act::Say), Some(AnswerStance::No));
        assert_eq!(stance("that it had closed the Tolvik dam", "denied", Act::Deny), Some(AnswerStance::No));
        assert_eq!(stance("whether Velora had closed the Tolvik dam", "asked", Act::Ask), Some(AnswerStance::Avoids));
        assert_eq!(
            stance("that the dam at Tolvik was built by Velora", "said", Act::Say),
            Some(AnswerStance::Mentions)
        );
        assert_eq!(stance("that the ferry was late", "said", Act::Say), None);
        assert!(Asked::new("Why?").is_none());
    }
}

//! What a statement says to a question put in plain words.

use super::analysis::Analysis;
use super::answering::{Answer, AnswerStance, Beside, is_of_one_name};
use super::claim::Claim;
use super::dates::Dates;
use super::inquiry::{ASKING, Inquiry, NotAsked, Saying, Wanted};
use super::parts::required;
use super::reading::Reading;
use super::word::Word;

/// A question as it is compared with statements.
#[derive(Debug)]
pub struct Asked {
    inquiry: Inquiry,
    dates: Dates,
    /// the words that a statement which answers may hold, as lemmas
    pub words: Vec<String>,
}

impl Asked {
    /// A question in plain words.
    pub fn new(question: &str) -> Result<Self, NotAsked> {
        let inquiry = Inquiry::new(question)?;
        let words = inquiry.content.iter().map(|word| word.lemma.clone()).collect();
        let dates = Dates::of(&inquiry.words);
        Ok(Self { inquiry, dates, words })
    }

    /// What the statement says to it, and by which words; none when it is on something else.
    pub fn stance(&self, statement: &Analysis) -> Option<Answer> {
        let units = statement.reading.units.iter();
        let answers = units.filter_map(|unit| Beside::new(&self.inquiry, &self.dates, statement, unit)).map(|beside| {
            let (stance, why) = beside.answer();
            (self.put(&statement.claim, &statement.reading, stance, why), beside.share)
        });
        let rank = |found: &(Answer, f64)| (found.0.0 != AnswerStance::Mentions, found.1);
        let best = answers.max_by(|a, b| rank(a).partial_cmp(&rank(b)).unwrap_or(std::cmp::Ordering::Equal));
        best.map(|(answer, _)| answer)
    }

    /// The same as an answer to the question as it is put: "Did nobody …?", "Did Quist deny that …?"
    fn put(&self, claim: &Claim, reading: &Reading, stance: AnswerStance, why: String) -> Answer {
        use AnswerStance::{Mentions, No, Yes};
        let (stance, why) = match (self.inquiry.wanted, stance) {
            (Wanted::Not, Yes | No) => (stance.turned(), format!("{why}; the question asks whether not")),
            (Wanted::None, Yes) => (No, format!("{why}; the question asks for none")),
            (Wanted::None, No) if !is_of_none(reading) => (Mentions, format!("{why}, but not of all")),
            (Wanted::None, No) => (Yes, why),
            _ => (stance, why),
        };
        let Some(saying) = &self.inquiry.saying else { return (stance, why) };
        match stance {
            _ if !is_voiced_by(claim, saying) => (Mentions, format!("{why}; somebody else says so")),
            No if saying.denies => (Yes, why),
            Yes if saying.denies => (Mentions, format!("{why}: no denial")),
            No => (Mentions, format!("{why}: it says the contrary")),
            _ => (stance, why),
        }
    }
}

/// True where nothing and nobody is told of.
fn is_of_none(reading: &Reading) -> bool {
    reading.words.iter().any(|word| ASKING.none.has(&word.lower))
}

/// True where those who are asked after speak: by all names, else by a word of name, role or body.
fn is_voiced_by(claim: &Claim, saying: &Saying) -> bool {
    let printed = [&claim.speaker, &claim.role, &claim.organization].into_iter().flatten();
    let theirs: Vec<Word> = printed.flat_map(|words| super::words::words(words)).collect();
    let all: Vec<&Word> = saying.by.iter().collect();
    let names = required(&all);
    let has = |word: &Word| theirs.iter().any(|other| is_of_one_name(word, other));
    if names.is_empty() { all.into_iter().any(has) } else { names.into_iter().all(has) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::Comparer;
    use crate::statement::Act;

    fn stance(question: &str, text: &str, cue: &str, act: Act) -> Option<AnswerStance> {
        let asked = Asked::new(question).expect("a question");
        let claim = Claim {
            text: text.to_owned(),
            sentence: text.to_owned(),
            cue: cue.to_owned(),
            speaker: Some("Oda Skarn".to_owned()),
            organization: Some("Velora".to_owned()),
            published: Some("2031-05-20".to_owned()),
            act: Some(act),
            on_record: true,
            kind: Some(crate::statement::Kind::Indirect),
            ..Claim::default()
        };
        asked.stance(&Comparer::new(Vec::new()).analyse(claim)).map(|found| found.0)
    }

    #[test]
    fn statements_are_sorted_by_what_they_say_to_a_question() {
        let stance = |text: &str, cue: &str, act: Act| stance("Did Velora close the Tolvik dam?", text, cue, act);
        assert_eq!(stance("that Velora had closed the dam at Tolvik", "said", Act::Say), Some(AnswerStance::Yes));
        assert_eq!(stance("that Velora had never closed the dam at Tolvik", "said", Act::Say), Some(AnswerStance::No));
        assert_eq!(stance("that it had closed the Tolvik dam", "denied", Act::Deny), Some(AnswerStance::No));
        assert_eq!(stance("whether Velora had closed the Tolvik dam", "asked", Act::Ask), Some(AnswerStance::Avoids));
        assert_eq!(
            stance("that the dam at Tolvik was built by Velora", "said", Act::Say),
            Some(AnswerStance::Mentions)
        );
        assert_eq!(stance("that the ferry was late", "said", Act::Say), None);
    }

    #[test]
    fn who_how_many_and_when_must_be_those_of_the_question() {
        use AnswerStance::{Mentions, No, Yes};
        let said = |question: &str, text: &str| stance(question, text, "said", Act::Say);
        for (question, text, expected) in [
            ("Did Orlund close the gates?", "that Kestria had closed the gates", Mentions),
            ("Did Orlund close the gates?", "that the gates had been closed", Mentions),
            ("Did Orlund close the gates?", "that the gates had been closed by Orlund", Yes),
            ("Did Orlund close the gates?", "that no gate had been closed", No),
            ("Did the river carry 19 cubic metres?", "that the river carried 9 cubic metres", Mentions),
            ("Did the river carry 19 cubic metres?", "that the river carried 19 cubic metres", Yes),
            ("Were the gates closed in July?", "that the gates had been closed last August", Mentions),
            ("Were the gates closed in August?", "that the gates had been closed last August", Yes),
            ("Were the gates closed in 2029?", "that the gates had been closed last August", Mentions),
            ("Were the gates closed in August?", "that no gate was ever closed", No),
            ("Were the gates closed?", "that no gate was ever closed to harm a neighbour", Mentions),
            ("Were all gates closed?", "that some gates had been closed", Mentions),
            ("Were the gates not closed?", "that the gates had been closed", No),
            ("Does nobody recognise the court?", "that Kestria recognises the court", No),
            ("Does nobody recognise the court?", "that Kestria does not recognise the court", Mentions),
            ("Did Skarn deny that gates were closed?", "that no gate had been closed", Yes),
            ("Did Quist deny that gates were closed?", "that no gate had been closed", Mentions),
            ("Is it true that the gates were closed?", "that the gates had been closed", Yes),
            ("Has Kestria appealed?", "that Kestria would appeal", Mentions),
            ("Will Kestria appeal?", "that Kestria would not appeal", No),
            ("Should Skarn resign?", "that she has no intention of resigning", No),
        ] {
            let found = said(question, text);
            // what shares little with the question may be no mention of it either
            let none = expected == Mentions && found.is_none();
            assert!(none || found == Some(expected), "{question} {text}: {found:?}");
        }
        let demanded = stance("Should Skarn resign?", "that Skarn resign", "demanded", Act::Demand);
        assert_eq!(demanded, Some(Yes));
    }
}

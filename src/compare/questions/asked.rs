//! Whether a question put in plain words asks what a declared one does, and about whom.

use super::matching;
use super::pattern::{Pattern, Place, spellings};
use super::question::Question;
use crate::compare::claim::Claim;
use crate::compare::reading::Reading;
use crate::compare::word::Word;
use crate::compare::words::words;

impl Question {
    /// What the words of a person ask of this question: about whom or what (as [`crate::compare::Stance::about`] gives it), and
    /// whether a yes to them is a yes to it. Either they are the question's own words, or a statement of those words would answer it.
    pub fn asked_by(&self, question: &str) -> Option<(String, bool)> {
        self.asked_beside(question, "")
    }

    /// The same where the question names the subject by its last word alone: "the court". It may be another one.
    pub fn asked_by_its_noun(&self, question: &str) -> Option<(String, bool)> {
        let written: Vec<Word> = words(question);
        let is_noun = |noun: &str| {
            let pairs = written.windows(2);
            pairs
                .into_iter()
                .any(|two| matches!(two[0].lower.as_str(), "the" | "this" | "that") && two[1].lower == noun)
        };
        let named = |name: &&String| name.rsplit_once(' ').is_some_and(|(_, noun)| is_noun(&noun.to_lowercase()));
        self.asked_beside(question, self.subject.iter().find(named)?)
    }

    /// `subject`: a name of the question's subject that the words leave out.
    fn asked_beside(&self, question: &str, subject: &str) -> Option<(String, bool)> {
        let mut text = question.trim().to_owned();
        // a capital only because it stands first, as that of the verb with which a question begins
        if let Some(first) = words(&text).first().filter(|word| !word.is_known_name()) {
            text.replace_range(first.span.clone(), &text[first.span.clone()].to_lowercase());
        }
        let claim = Claim {
            sentence: format!("{text} {subject}").trim_end().to_owned(),
            text,
            on_record: true,
            ..Claim::default()
        };
        let reading = Reading::new(&claim);
        let own = self.own_words();
        let words = &reading.words;
        // all of what is asked, and no part of it
        let whole = |from: usize, to: usize| !words[..from].iter().chain(&words[to..]).any(Word::is_content);
        let named = (0..words.len()).find_map(|at| {
            let (taken, about) = own.at(words, at, self, &claim)?;
            whole(at, taken.end).then_some(about)
        });
        if let Some(about) = named {
            return Some((about, true));
        }
        if !self.is_named_in(&claim) {
            return None;
        }
        let stances = |unit| matching::stances(self, &claim, words, unit);
        let mut answers = reading.units.iter().flat_map(stances).map(|stance| (stance.about, stance.affirms));
        let first = answers.next()?;
        answers.all(|other| other == first).then_some(first)
    }

    /// The declared text as a pattern.
    fn own_words(&self) -> Pattern {
        let place = |written: &str| -> Vec<Place> {
            let letter = written.strip_prefix('{').and_then(|rest| rest.chars().next());
            if let Some((letter, sort)) = self.placeholders.iter().find(|(known, _)| Some(*known) == letter) {
                return vec![Place::Filler(*letter, *sort)];
            }
            let words = words(written).into_iter().filter(|word| !word.is_punctuation);
            let article = |word: &str| matches!(word, "a" | "an" | "the");
            words
                .map(|word| {
                    let wants = spellings(&word.lemma).split('|').map(|form| (form.to_owned(), false)).collect();
                    Place::Words(wants, article(&word.lower))
                })
                .collect()
        };
        Pattern { places: self.text.split_whitespace().flat_map(place).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_in_plain_words_is_known_for_a_declared_one() {
        let questions = Question::parse(
            r#"
            [[question]]
            id = "court"
            text = "Does {X} recognise the jurisdiction of the Tern Tribunal?"
            subject = ["Tern Tribunal", "TT"]
            affirm = ["{X} recognise|recognize * jurisdiction|tribunal"]
            deny = ["{X} reject|dispute * jurisdiction|tribunal"]
            [[question]]
            id = "fair"
            text = "Was {X} free and fair?"
            affirm = ["{X:thing} be free|fair"]
            "#,
        )
        .expect("questions");
        let [court, fair] = questions.as_slice() else { panic!("two questions") };
        let own = "Does Velora recognize jurisdiction of the Tern Tribunal?";
        assert_eq!(court.asked_by(own), Some(("velora".to_owned(), true)));
        assert_eq!(court.asked_by("Did Velora recognise the TT's jurisdiction?"), Some(("velora".to_owned(), true)));
        assert_eq!(court.asked_by("Does Velora reject the Tern Tribunal?"), Some(("velora".to_owned(), false)));
        let turned = "Does Velora recognize the Tern Tribunal?";
        assert_eq!(court.asked_by(turned), Some(("velora".to_owned(), true)), "nobody is called Does Velora");
        let as_told = "Velora recognises the Tern Tribunal?";
        assert_eq!(court.asked_by(as_told), Some(("velora".to_owned(), true)), "a name keeps its capital");
        assert_eq!(court.asked_by("Recognises Velora the Tern Tribunal?"), None);
        assert_eq!(court.asked_by("Does Velora recognise the tribunal?"), None, "which one?");
        assert_eq!(court.asked_by_its_noun("Does Velora recognise the tribunal?"), Some(("velora".to_owned(), true)));
        assert_eq!(court.asked_by_its_noun("Does Velora recognise the Orlund Tribunal?"), None);
        assert_eq!(court.asked_by_its_noun("Does Velora recognise the law?"), None);
        assert_eq!(court.asked_by("Did Velora sell the fish hall?"), None);
        assert_eq!(fair.asked_by("Was the vote free and fair, or did Velora buy it?"), None);
        assert_eq!(fair.asked_by("Was the vote free and fair?"), Some(("vote".to_owned(), true)));
    }
}

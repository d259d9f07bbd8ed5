//! Declared questions: which statements answer them, and how?
//!
//! A question is data: its text, patterns that affirm or deny it, and examples that one test walks. `data/questions/`
//! holds those that come with the program.

mod answers;
mod asked;
mod fillers;
mod matching;
mod pattern;
mod question;
mod stances;
mod template;

pub use question::{Expected, Miss, Question, QuestionError};
pub(super) use stances::opposed;
pub use template::{Drafted, template};

/// The questions that come with the program.
const SHIPPED: &[(&str, &str)] = &[
    ("courts.toml", include_str!("../../../data/questions/courts.toml")),
    ("politics.toml", include_str!("../../../data/questions/politics.toml")),
    ("affairs.toml", include_str!("../../../data/questions/affairs.toml")),
];

/// The questions that come with the program.
pub fn shipped() -> Vec<Question> {
    let read = |(name, text): &(&str, &str)| Question::parse(text).unwrap_or_else(|e| panic!("{name}: {e}"));
    SHIPPED.iter().flat_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_of_every_question_comes_to_what_it_must() {
        let mut ids = std::collections::BTreeSet::new();
        let mut misses = Vec::new();
        for question in shipped() {
            assert!(ids.insert(question.id.clone()), "two questions {:?}", question.id);
            for expected in [Expected::Affirms, Expected::Denies, Expected::Neither] {
                assert!(question.examples(expected) > 0, "{}: no example for {expected:?}", question.id);
            }
            misses.extend(question.test());
        }
        let told: Vec<String> = misses.iter().map(|miss| format!("{miss:#?}")).collect();
        assert!(misses.is_empty(), "{} misses\n{}", told.len(), told.join("\n"));
        assert!(ids.len() > 12);
    }

    #[test]
    fn a_test_of_a_question_can_fail() {
        let toml = r#"
            [[question]]
            id = "x"
            text = "Is {X} closed?"
            affirm = ["{X:thing} be closed"]
            affirms = ["The harbour is closed.", "The harbour is not closed."]
            denies = [{ text = "The harbour is not closed.", about = "airport" }]
            neither = ["Is the harbour closed?"]
        "#;
        let misses = Question::parse(toml).unwrap()[0].test();
        let missed: Vec<&str> = misses.iter().map(|miss| miss.example.as_str()).collect();
        assert_eq!(missed, ["The harbour is not closed."; 2]);
    }

    #[test]
    fn questions_without_sense_are_refused() {
        for (bad, told) in [
            ("[[question]]\nid = 'x'\ntext = 'Is {X} closed?'", "placeholder {X}"),
            ("[[question]]\nid = 'x'\ntext = 'Is it?'", "needs patterns"),
            ("[[question]]\nid = 'x'\ntext = 'Is it?'\naffirm = ['it {Q:nothing}']", "{Q:nothing}"),
            ("[[question]]\nid = 'x'", "missing field"),
            ("[[question]]\nid = 'x'\ntext = 'y'\naffirms = 3", "invalid type"),
        ] {
            let error = Question::parse(bad).unwrap_err().to_string();
            assert!(error.contains(told), "{error}");
        }
    }
}

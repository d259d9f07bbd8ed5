//! A first draft of a question, made of two statements that seem to answer it.

use crate::compare::word::Word;
use crate::compare::words::words;

/// Names that a draft turns into placeholders.
const PLACEHOLDERS: [char; 2] = ['X', 'Y'];

/// Words of a drafted pattern at most.
const LONGEST: usize = 5;

/// A file with one question that the first statement affirms and the second denies (or the other way round, when only
/// the first one holds a negation), for a person to finish.
pub fn template(first: &str, second: &str) -> String {
    let (a, b) = (words(first), words(second));
    let (affirms, denies) = if negated(&a) && !negated(&b) { (second, first) } else { (first, second) };
    let (spoken, other) = if affirms == first { (&a, &b) } else { (&b, &a) };
    let shared = shared(spoken, other);
    let names: Vec<&Word> = shared.iter().copied().filter(|word| word.capital).take(PLACEHOLDERS.len()).collect();
    let affirming = pattern(spoken, &names);
    // a denial in words of its own needs a pattern of its own; one with a negation is read from the first
    let denying = Some(pattern(other, &names)).filter(|denying| !negated(other) && *denying != affirming);
    let lemmas: Vec<&str> = shared.iter().map(|word| word.lemma.as_str()).collect();
    let id = if lemmas.is_empty() { "my-question".to_owned() } else { lemmas.join("-") };
    let placeholders: Vec<String> =
        PLACEHOLDERS.iter().map(|letter| format!("{{{letter}}}")).filter(|p| affirming.contains(p.as_str())).collect();
    let text =
        format!("Is it so? ({})", [placeholders, lemmas.iter().map(|l| (*l).to_owned()).collect()].concat().join(" "));
    format!(
        "# A draft: put the question in words, loosen or tighten the patterns, add examples, then run\n\
         #     onrecord questions test FILE\n\
         [[question]]\n\
         id = {}\n\
         text = {}\n\
         affirm = [{}]\n\
         deny = [{}]\n\
         affirms = [{}]\n\
         denies = [{}]\n\
         neither = [{}]\n",
        quoted(&id.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect::<String>()),
        quoted(&text),
        quoted(&affirming),
        denying.as_deref().map(quoted).unwrap_or_default(),
        quoted(affirms),
        quoted(denies),
        quoted("What will come of it?")
    )
}

fn negated(words: &[Word]) -> bool {
    words.iter().any(|word| matches!(word.lower.as_str(), "not" | "n't" | "never" | "no"))
}

/// Content words of the one that the other has too, in their order.
fn shared<'w>(words: &'w [Word], other: &[Word]) -> Vec<&'w Word> {
    let known = |word: &Word| other.iter().any(|o| o.concept == word.concept);
    let mut out: Vec<&Word> = Vec::new();
    for word in words.iter().filter(|word| word.is_content() && known(word)) {
        if !out.iter().any(|seen| seen.concept == word.concept) {
            out.push(word);
        }
    }
    out.truncate(5);
    out
}

/// The content words of a statement with gaps between them; the names that both hold are placeholders.
fn pattern(words: &[Word], names: &[&Word]) -> String {
    let content: Vec<&Word> = words.iter().filter(|word| word.is_content()).take(LONGEST).collect();
    let named = |word: &Word| names.iter().position(|name| name.concept == word.concept);
    let plain = content.iter().any(|word| named(word).is_none());
    let place = |word: &&Word| match named(word).filter(|_| plain) {
        Some(n) => format!("{{{}}}", PLACEHOLDERS[n]),
        None => word.lemma.clone(),
    };
    let places: Vec<String> = content.iter().map(place).collect();
    if places.is_empty() { "words that answer it".to_owned() } else { places.join(" * ") }
}

/// A TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::Question;
    use super::*;

    #[test]
    fn a_draft_is_a_question_that_holds_its_examples() {
        for (first, second) in [
            ("Norland will not sell the harbour at Tarn.", "Norland will sell the harbour at Tarn."),
            ("The bridge is safe.", "The bridge is not safe, “never” was."),
            ("The levy is lawful", "The levy breaks the law"),
            ("Yes.", "No."),
        ] {
            let draft = template(first, second);
            let questions = Question::parse(&draft).unwrap_or_else(|e| panic!("{e}\n{draft}"));
            assert_eq!(questions.len(), 1, "{draft}");
        }
        let draft = template("The levy is lawful", "The levy breaks the law");
        assert_eq!(Question::parse(&draft).unwrap()[0].test(), [], "{draft}");
        let draft = template("Norland will not sell the harbour at Tarn.", "Norland will sell the harbour at Tarn.");
        assert!(draft.contains("affirms = [\"Norland will sell the harbour at Tarn.\"]"), "{draft}");
        assert_eq!(Question::parse(&draft).unwrap()[0].test(), [], "{draft}");
    }
}

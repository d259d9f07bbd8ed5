//! Clauses of a sentence, as far as small words and marks show them: where a negation ends, whose words they are, and
//! whether something is told, foretold or only supposed.

use std::ops::Range;

use super::lists::CLAUSES;
use super::parts::{is_auxiliary, is_negating};
use super::word::Word;

/// A part of a sentence with one predicate.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Clause {
    /// words of the reading
    pub range: Range<usize>,
    /// it is told of someone else: "Critics say that …"
    pub of_others: bool,
    /// "if …", "would …": nothing is said of what is
    pub supposed: bool,
    /// "will", "is to"
    pub future: bool,
}

/// The clauses of words, in order, without gaps. In indirect speech "would" is the speaker's "will".
pub(super) fn clauses(words: &[Word], range: Range<usize>, indirect: bool) -> Vec<Clause> {
    let mut starts = vec![range.start];
    starts.extend((range.start + 1..range.end).filter(|&at| begins(words, &range, at)));
    let ends = starts.iter().skip(1).copied().chain([range.end]);
    let mut out: Vec<Clause> = Vec::new();
    for (start, end) in starts.iter().copied().zip(ends) {
        let own = &words[start..end];
        let before = out.last();
        let said_by_others = before.is_some_and(|before| {
            passes_on(&words[before.range.clone()]) && (words[start].lower == "that" || !is_finite(own))
        });
        let supposes = |word: &Word| CLAUSES.would.has(&word.lower) && !(indirect && word.lower == "would");
        let supposed = own.first().is_some_and(|word| CLAUSES.supposing.has(&word.lower))
            || own.iter().any(supposes)
            || is_of_anyone(own)
            || is_prevented(own);
        out.push(Clause {
            range: start..end,
            of_others: said_by_others || passes_on(own) && !ends_with_speech(own),
            supposed: supposed || before.is_some_and(|before| restricts(words, start) && before_negates(words, before)),
            future: is_future(own, indirect),
        });
    }
    out
}

/// "you never know": of people as they are, not of anybody.
fn is_of_anyone(words: &[Word]) -> bool {
    words.iter().find(|word| is_subject(word)).is_some_and(|word| word.lower == "you")
}

/// "they oppose a toll on the bridge", "to stop them from closing it": not told to happen.
fn is_prevented(words: &[Word]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let from = || words[at + 1..].iter().any(|next| next.lower == "from");
        CLAUSES.opposing.has(&word.lemma) || CLAUSES.stopping.has(&word.lemma) && from()
    })
}

/// "emails that were marked": the clause narrows down what stands before it.
pub(super) fn restricts(words: &[Word], start: usize) -> bool {
    start > 0
        && matches!(words[start].lower.as_str(), "that" | "who" | "which" | "whose")
        && words[start - 1].lower != ","
}

/// "did not send emails that were marked" does not tell that any were.
fn before_negates(words: &[Word], before: &Clause) -> bool {
    before.range.clone().any(|at| is_negating(words, at))
}

/// True where a new clause begins at a word.
fn begins(words: &[Word], range: &Range<usize>, at: usize) -> bool {
    let (word, before) = (&words[at], &words[at - 1]);
    let next = words.get(at + 1).filter(|_| at + 1 < range.end);
    if before.ends_part() {
        return true;
    }
    if CLAUSES.opening.has(&word.lower) {
        // "that dam", "no more than ten" begin nothing
        let determines = word.lower == "that" && !(before.is_content() || says(before) || before.lower == ",");
        let measures = word.lower == "than" && next.is_some_and(|next| next.number.is_some());
        return !determines && !measures;
    }
    if CLAUSES.joining.has(&word.lower) && !word.is_punctuation {
        return before.lower == "," && next.is_some_and(|next| !next.is_content() || is_auxiliary(next))
            || next.is_some_and(|next| is_subject(next) || is_auxiliary(next));
    }
    // "before it reported", "after raising"
    if matches!(word.lower.as_str(), "before" | "after") {
        return next.is_some_and(|next| is_subject(next) || next.lower.ends_with("ing") && next.lower != next.lemma);
    }
    before.lower == "," && (is_subject(word) || is_auxiliary(word))
}

/// A verb with a subject of its own is likely.
fn is_finite(words: &[Word]) -> bool {
    words.iter().take(3).any(is_subject)
}

fn is_subject(word: &Word) -> bool {
    CLAUSES.subjects.has(&word.lower)
}

fn says(word: &Word) -> bool {
    CLAUSES.saying.has(&word.lemma)
}

/// True when someone other than the one who speaks says something.
fn passes_on(words: &[Word]) -> bool {
    let Some(at) = words.iter().position(says) else { return false };
    !words[..at].iter().any(|word| matches!(word.lower.as_str(), "i" | "we"))
        && words[..at].iter().any(|word| word.is_content() || is_subject(word))
}

/// "…, police said": the words of speech stand at the end, as attribution of the whole.
fn ends_with_speech(words: &[Word]) -> bool {
    words.iter().rposition(says).is_some_and(|at| !words[at + 1..].iter().any(Word::is_content))
}

/// "will close", "is going to close", "is to close".
fn is_future(words: &[Word], indirect: bool) -> bool {
    words.iter().enumerate().any(|(i, word)| {
        let next = words.get(i + 1).map(|next| next.lower.as_str());
        matches!(word.lower.as_str(), "will" | "shall" | "wo" | "'ll")
            || indirect && word.lower == "would"
            || next == Some("to") && CLAUSES.planning.has(&word.lemma)
            || word.lower == "going" && next == Some("to")
            || matches!(word.lower.as_str(), "is" | "are" | "set" | "about") && next == Some("to")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::words::words;

    fn parts(text: &str) -> Vec<(String, Clause)> {
        let words = words(text);
        let clauses = clauses(&words, 0..words.len(), false);
        let told = |clause: &Clause| {
            let own = &words[clause.range.clone()];
            text[own[0].span.start..own[own.len() - 1].span.end].to_owned()
        };
        clauses.into_iter().map(|clause| (told(&clause), clause)).collect()
    }

    #[test]
    fn sentences_are_cut_where_a_new_predicate_begins() {
        let cut = |text: &str| parts(text).into_iter().map(|(told, _)| told).collect::<Vec<_>>();
        assert_eq!(
            cut("The gates were closed, and they stayed open."),
            ["The gates were closed,", "and they stayed open."]
        );
        assert_eq!(cut("We did not sell because prices fell."), ["We did not sell", "because prices fell."]);
        assert_eq!(cut("The dam that we built holds."), ["The dam", "that we built holds."]);
        assert_eq!(cut("We sold ships and ferries."), ["We sold ships and ferries."]);
        assert_eq!(cut("It leans on that dam."), ["It leans on that dam."]);
    }

    #[test]
    fn what_is_opposed_or_prevented_is_not_told() {
        let supposed = |text: &str| parts(text).iter().all(|(_, clause)| clause.supposed);
        assert!(supposed("They oppose a toll on the bridge."));
        assert!(supposed("We stop them from closing the dam."));
        assert!(supposed("You answer the question."));
        assert!(!supposed("We stopped at the dam."));
    }

    #[test]
    fn what_others_say_or_what_is_supposed_is_not_told() {
        let read = |text: &str| parts(text).pop().expect("a clause").1;
        assert!(read("Critics say that Velora sold the ferry.").of_others);
        assert!(!read("I say that Velora sold the ferry.").of_others);
        assert!(!read("Velora sold the ferry, police said.").of_others);
        assert!(read("Velora is glad if it sells the ferry.").supposed);
        assert!(read("Velora would sell the ferry.").supposed);
        assert!(read("Velora will sell the ferry.").future);
        assert!(!read("Velora sold the ferry.").future);
    }
}

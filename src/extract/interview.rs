//! Interviews without labels: questions that fill their paragraphs, in bold on the page, and below each what is answered in the first
//! person. Who answers, the words above tell.

use crate::document::Document;
use crate::document::furniture::Part;
use crate::statement::Attribution;
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

use super::words::CONSTRUCTIONS;

/// Fewer questions are asked by an essay, too.
const QUESTIONS: usize = 3;
const QUESTION_WORDS: usize = 45;
/// Paragraphs of one answer.
const PARAGRAPHS: usize = 15;

/// The answers, and the questions, which nobody who is named asks.
#[derive(Default)]
pub(super) struct Interview {
    pub answers: Vec<Attribution>,
    pub questions: Vec<Span>,
}

/// The interview that a text is; empty where it is none.
pub(super) fn interview(document: &Document) -> Interview {
    let all = 0..document.paragraphs.len();
    let questions: Vec<usize> = all.clone().filter(|&p| is_question(document, p)).collect();
    let Some(&first) = questions.first().filter(|_| questions.len() >= QUESTIONS) else { return Interview::default() };
    let ends = questions.iter().skip(1).copied().chain([all.end]);
    let mut answers: Vec<Vec<Span>> = questions.iter().zip(ends).map(|(&p, end)| body(document, p + 1..end)).collect();
    // below the last answer the outlet may speak for itself
    if let Some(last) = answers.last_mut() {
        let spoken = last.iter().rposition(|&p| has(document, p, |word| CONSTRUCTIONS.first_person.has(word)));
        last.truncate(spoken.map_or(1, |spoken| spoken + 1));
    }
    let count = |spans: &mut dyn Iterator<Item = bool>| spans.filter(|found| *found).count();
    let one = |word: &str| matches!(word, "i" | "me" | "my" | "mine" | "myself");
    let asked = questions.iter().map(|&p| document.paragraphs[p]);
    let addressed =
        count(&mut asked.clone().map(|p| has(document, p, |word| matches!(word, "you" | "your" | "yours"))));
    let spoken =
        count(&mut answers.iter().map(|a| a.iter().any(|&p| has(document, p, |w| CONSTRUCTIONS.first_person.has(w)))));
    let by_one = count(&mut answers.iter().map(|a| a.iter().any(|&p| has(document, p, one))));
    let is_essay = document.paragraphs[..first].iter().any(|&p| has(document, p, one));
    let answered = answers.iter().all(|answer| (1..=PARAGRAPHS).contains(&answer.len()));
    let n = questions.len();
    if is_essay || !answered || spoken * 2 < n || addressed * 3 < n && by_one * 2 < n {
        return Interview::default();
    }
    let answer = |content| Attribution { source: Vec::new(), cue: Vec::new(), content, confidence: THRESHOLDS.layout };
    Interview { answers: answers.into_iter().map(answer).collect(), questions: asked.collect() }
}

/// A paragraph that asks, and quotes nobody.
fn is_question(document: &Document, paragraph: usize) -> bool {
    let span = document.paragraphs[paragraph];
    document.parts[paragraph] == Part::Body
        && span.of(document.text).ends_with('?')
        && (2..=QUESTION_WORDS).contains(&document.words_in(span).len())
        && document.words_in(span).all(|word| !word.quoted)
}

/// The paragraphs of these that are the article's.
fn body(document: &Document, paragraphs: std::ops::Range<usize>) -> Vec<Span> {
    let own = paragraphs.filter(|&p| document.parts[p] == Part::Body);
    own.map(|p| document.paragraphs[p]).take(PARAGRAPHS + 1).collect()
}

/// True where a word outside quotation marks is one of those meant.
fn has(document: &Document, span: Span, meant: impl Fn(&str) -> bool) -> bool {
    document.words_in(span).any(|word| !word.quoted && meant(&word.lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(text: &str) -> Vec<String> {
        let found = interview(&Document::new(text)).answers;
        found.iter().map(|a| a.content.iter().map(|s| s.of(text)).collect::<Vec<_>>().join(" ")).collect()
    }

    #[test]
    fn questions_and_what_is_answered() {
        let text = "Ada Quist runs the harbour of Tern Bay.\n\nIs the ferry safe?\n\nI had it tested in May.\n\nNothing was found.\n\n\
                    Who paid?\n\nThe town did, and I signed the bill.\n\nWill you stay?\n\nI have not decided.\n\nThe ferry sails daily.";
        let found = answers(text);
        assert_eq!(
            found,
            [
                "I had it tested in May. Nothing was found.",
                "The town did, and I signed the bill.",
                "I have not decided."
            ]
        );
    }

    #[test]
    fn questions_of_an_outlet_are_no_interview() {
        for text in [
            "The ferry is late.\n\nWhat happened?\n\nThe engine broke.\n\nWho pays?\n\nThe town pays.\n\nWhat next?\n\nA vote on Monday.",
            "I love the pier.\n\nWhy is it shut?\n\nI do not know.\n\nWho can say?\n\nI cannot.\n\nWho will?\n\nNot I.",
            "Is it safe?\n\nI had it tested.\n\nWho paid?\n\nI did.",
        ] {
            assert!(answers(text).is_empty(), "{text}");
        }
    }
}

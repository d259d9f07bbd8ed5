//! Which words of a source stand between its own quotation marks: those of who spoke. The others are the outlet's.

use crate::document::paragraphs::paragraphs;
use crate::document::quotes::quotations;
use crate::text::{Span, one_line};

/// What stands between quotation marks in the paragraphs that share something with a stretch of a text.
pub(super) fn quoted(text: &str, stretch: Span) -> Vec<Span> {
    let around: Vec<Span> = paragraphs(text).into_iter().filter(|paragraph| paragraph.overlaps(stretch)).collect();
    quotations(text, &around).into_iter().map(|quotation| quotation.inside).collect()
}

/// The runs of these words that stand in none of the stretches, as printed.
pub(super) fn outside(text: &str, words: &[Span], stretches: &[Span]) -> Vec<String> {
    let mut runs: Vec<Span> = Vec::new();
    let mut goes_on = false;
    for word in words {
        if stretches.iter().any(|stretch| stretch.contains(*word)) {
            goes_on = false;
            continue;
        }
        match runs.last_mut().filter(|run| goes_on && run.end <= word.start) {
            Some(run) => run.end = word.end,
            None => runs.push(*word),
        }
        goes_on = true;
    }
    runs.into_iter().map(|run| one_line(run.of(text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_without_marks_are_told() {
        let text = "Rain fell.\n\nQuist said the pier was “not safe” for buses.";
        let at = |words: &str| {
            let start = text.find(words).unwrap_or_default();
            Span::new(start, start + words.len())
        };
        let inside = quoted(text, at("Quist said"));
        assert_eq!(inside, [at("not safe")]);
        let words: Vec<Span> = ["was", "not", "safe", "for", "buses"].map(at).into();
        assert_eq!(outside(text, &words, &inside), ["was", "for buses"]);
        assert!(outside(text, &words[1..3], &inside).is_empty());
    }
}

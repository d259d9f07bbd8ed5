//! Sentences in which a document is the source: "The audit also found missing invoices." Such a frame is hard to mistake
//! (36 of 38 in PolNeAR's training articles are attributions), and the encoder now and then passes one over.

use std::sync::LazyLock;

use regex::Regex;

use super::thresholds::THRESHOLDS;
use super::words::CONSTRUCTIONS;
use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;

/// Words of a content at least.
const CONTENT_WORDS: usize = 3;

static REPORT: LazyLock<Regex> = LazyLock::new(|| {
    let (documents, verbs) = (CONSTRUCTIONS.documents.alternatives(), CONSTRUCTIONS.documents_do.alternatives());
    Regex::new(&format!(
        r"(?x) ^ (?<source> (?:The|A|An|Its|His|Her|Their|That|This|One|Another)\s (?:[\w’'-]+\s){{0,3}}? (?:{documents}) )\s
          (?<cue> (?:(?:also|further|later|then)\s)? (?:{verbs}) )\s (?<content> \w .* ) $"
    ))
    .expect("words of the lexicon make a pattern")
});

/// The reports of a text, in order.
pub fn attributions(document: &Document) -> Vec<Attribution> {
    document.sentences.iter().filter_map(|&sentence| in_sentence(document, sentence)).collect()
}

fn in_sentence(document: &Document, sentence: Span) -> Option<Attribution> {
    let found = REPORT.captures(sentence.of(document.text))?;
    let part = |name| found.name(name).map(|m| Span::new(sentence.start + m.start(), sentence.start + m.end()));
    let mut content = part("content")?;
    content.end = content.start + content.of(document.text).trim_end_matches(['.', ' ']).len();
    if document.words_in(content).len() < CONTENT_WORDS {
        return None;
    }
    Some(Attribution {
        source: vec![part("source")?],
        cue: vec![part("cue")?],
        content: vec![content],
        confidence: THRESHOLDS.report,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<(String, String, String)> {
        let document = Document::new(text);
        let text = |s: Span| s.of(text).to_owned();
        attributions(&document).first().map(|a| (text(a.source[0]), text(a.cue[0]), text(a.content[0])))
    }

    #[test]
    fn a_document_that_finds() {
        let (source, cue, content) =
            found("The port's yearly audit also found missing invoices in two sheds.").unwrap();
        assert_eq!(source, "The port's yearly audit");
        assert_eq!(cue, "also found");
        assert_eq!(content, "missing invoices in two sheds");
    }

    #[test]
    fn other_sentences_have_none() {
        for text in [
            "The audit began in May.",
            "Quist read the report.",
            "The report, they said, was late.",
            "The poll found: so.",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}

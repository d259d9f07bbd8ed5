//! Attributions → statements: repaired spans, kind, act, context, id.
//!
//! Pure: article text and the encoder's attributions in, statements and notes out; it never fails, on any text. Knows
//! nothing of names, roles or storage, and nothing of how the encoder works.

mod acts;
mod chains;
mod confidence;
mod context;
mod echo;
mod identity;
mod kind;
mod layout;
mod nested;
mod page;
mod paragraphs;
mod refuse;
mod repair;
mod reports;

use crate::statement::{Act, Attribution, Extraction, Kind, Statement};
use crate::text::Span;
use page::Page;

/// A mixed content with at least this many quoted words is voiced by its source, whatever the cue says.
const VOICED_WORDS: usize = 4;

/// The statements of an article, in the order of its text, without voices.
pub fn statements(text: &str, attributions: Vec<Attribution>) -> Extraction {
    let page = Page::new(text);
    let hash = identity::text_hash(text);
    let mut extraction = Extraction::default();
    let mut refused: Vec<(&str, usize)> = Vec::new();
    let repaired = repair::repair(&page, attributions);
    for attribution in repaired.into_iter().flat_map(|a| paragraphs::by_paragraph(&page, a)) {
        let reading = read_cue(&page, &attribution);
        if let Some(reason) = refuse::refusal(&page, &attribution, reading) {
            match refused.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, count)) => *count += 1,
                None => refused.push((reason, 1)),
            }
            continue;
        }
        extraction.statements.push(statement(&page, &hash, attribution, reading));
    }
    extraction.statements.sort_by(|a, b| (a.content.first(), &a.cue).cmp(&(b.content.first(), &b.cue)));
    extraction.statements.dedup_by(|later, first| later.id == first.id);
    extraction.notes.extend(refused.into_iter().map(|(reason, count)| format!("{count} left out: {reason}")));
    extraction
}

fn statement(page: &Page, hash: &blake3::Hash, attribution: Attribution, reading: acts::Reading) -> Statement {
    let kind = kind::kind(page, &attribution.content);
    let quoted = kind::quoted_words(page, &attribution.content).0;
    let own_words = kind == Kind::Direct || quoted >= VOICED_WORDS;
    Statement {
        id: identity::statement_id(hash, &attribution.content),
        kind,
        act: act(page, &attribution, reading),
        negated: reading.negated,
        on_record: (reading.voiced && reading.known && !is_deed(page, &attribution)) || own_words,
        context: context::context(page, &attribution),
        voice: None,
        others: Vec::new(),
        confidence: confidence::calibrated(attribution.confidence),
        content: attribution.content,
        cue: attribution.cue,
        source: attribution.source,
    }
}

fn read_cue(page: &Page, attribution: &Attribution) -> acts::Reading {
    let cue: Vec<&str> = attribution.cue.iter().map(|s| s.of(page.text)).collect();
    let before = attribution.cue.first().map_or("", |first| {
        let start = page.sentence_of(first.start).map_or(first.start, |s| s.start.min(first.start));
        &page.text[start..first.start]
    });
    let reading = acts::read(&cue.join(" "), before);
    let nobody = attribution.source.first().is_some_and(|s| is_nobody(s.of(page.text)));
    acts::Reading { negated: reading.negated || nobody, voiced: reading.voiced && !nobody, ..reading }
}

/// "Neither A nor B said", "Nobody at the ministry has claimed": a source that says that it was not said.
fn is_nobody(source: &str) -> bool {
    let first = source.split_whitespace().next().unwrap_or_default().to_lowercase();
    matches!(first.as_str(), "neither" | "nobody" | "no-one" | "none") || source.to_lowercase().starts_with("no one")
}

/// "according to a poll" reports a finding, "according to the mayor" does not.
fn act(page: &Page, attribution: &Attribution, reading: acts::Reading) -> Act {
    let measured = attribution.source.iter().flat_map(|s| page.words_in(*s)).any(|word| {
        let word = word.of(page.text).to_lowercase();
        FINDERS.contains(&word.trim_end_matches('s'))
    });
    match reading.act {
        Act::Say if measured => Act::Find,
        Act::Say if is_order(page, attribution) => Act::Demand,
        act => act,
    }
}

/// "discussed the budget" and "established a ban" tell what was done, "established that the dam leaked" what was said.
fn is_deed(page: &Page, attribution: &Attribution) -> bool {
    let lower = |spans: &[Span]| -> Vec<String> {
        spans.iter().flat_map(|s| page.words_in(*s)).map(|w| w.of(page.text).to_lowercase()).collect()
    };
    let cue = lower(&attribution.cue);
    let clause = lower(&attribution.content).first().is_some_and(|w| CLAUSE_OPENERS.contains(&w.as_str()));
    let last = cue.iter().rev().find(|w| !matches!(w.as_str(), "against" | "over" | "for" | "with" | "by" | "in"));
    !clause && last.is_some_and(|w| DEEDS.contains(&w.as_str()))
}

/// Last words of cues that do something unless a clause follows.
const DEEDS: &[&str] =
    &["discuss", "discusses", "discussed", "discussing", "establish", "establishes", "established", "establishing"];
const CLAUSE_OPENERS: &[&str] = &["that", "whether", "how", "why", "what", "when", "where", "who", "which"];

/// "told the ministry to open the gates": the content is an infinitive after a verb of telling.
fn is_order(page: &Page, attribution: &Attribution) -> bool {
    let first_word = |span: &Span| page.words_in(*span).first().map(|w| w.of(page.text).to_lowercase());
    let told = attribution
        .cue
        .iter()
        .flat_map(|c| page.words_in(*c))
        .any(|w| matches!(w.of(page.text).to_lowercase().as_str(), "tell" | "tells" | "told" | "telling"));
    told && attribution.content.first().and_then(first_word).as_deref() == Some("to")
}

/// Sources that find rather than say (without a final s).
const FINDERS: &[&str] = &[
    "poll",
    "survey",
    "study",
    "studie",
    "inquiry",
    "investigation",
    "audit",
    "census",
    "data",
    "analysi",
    "analyse",
    "research",
    "statistic",
    "review",
    "finding",
    "inquest",
    "autopsy",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use proptest::prelude::*;

    /// Texts that no newsroom writes must not take quadratic time: minutes would pass here, not milliseconds.
    #[test]
    fn huge_texts_take_no_time() {
        for piece in ["“", "'a ", "‘a ", "\"", "A: b\n", "a, a claim made by ", "“a b c d.” ", "x. ", "“A b c.\n"]
        {
            let text = piece.repeat(30_000);
            let attributions: Vec<Attribution> = (0..2_000)
                .map(|i| i * text.len() / 2_000)
                .map(|at| Attribution {
                    source: vec![Span::new(at, at + 1)],
                    cue: vec![Span::new(at + 1, at + 2)],
                    content: vec![Span::new(at, at + 9), Span::new(at / 2, at / 2 + 300)],
                    confidence: 0.5,
                })
                .collect();
            let start = std::time::Instant::now();
            let _ = statements(&text, attributions);
            assert!(start.elapsed().as_secs() < 20, "{piece:?} took {:?}", start.elapsed());
        }
    }

    fn spans(n: usize) -> impl Strategy<Value = Vec<Span>> {
        prop::collection::vec((0..120usize, 0..40usize).prop_map(|(s, l)| Span { start: s, end: s + l }), 0..n)
    }

    proptest! {
        #[test]
        fn any_text_and_any_spans_give_sound_statements(
            text in "([a-d “”\"‘’'.,:\né]|said|that|x y){0,60}",
            raw in prop::collection::vec((spans(3), spans(2), spans(4)), 0..6),
        ) {
            let attributions: Vec<Attribution> = raw.into_iter()
                .map(|(source, cue, content)| Attribution { source, cue, content, confidence: 0.5 })
                .collect();
            let found = statements(&text, attributions.clone());
            prop_assert_eq!(&found, &statements(&text, attributions));
            for s in &found.statements {
                prop_assert!(!s.content.is_empty());
                prop_assert_eq!(s.id.len(), 16);
                for span in s.content.iter().chain(&s.cue).chain(&s.source).chain([&s.context]) {
                    prop_assert!(text.get(span.start..span.end).is_some_and(|t| !t.is_empty()));
                }
                for pair in s.content.windows(2) {
                    prop_assert!(pair[0].end <= pair[1].start);
                }
                for piece in &s.content {
                    prop_assert!(s.context.contains(*piece));
                }
            }
        }
    }
}

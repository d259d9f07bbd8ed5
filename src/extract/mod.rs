//! Attributions → statements: repaired spans, kind, act, context, id.
//!
//! Pure: a document and the encoder's attributions in, statements and notes out; it never fails, on any text. Knows
//! nothing of names, roles or storage, and nothing of how the encoder works.

mod acts;
mod confidence;
mod context;
mod dialogue;
mod echo;
mod identity;
mod interview;
mod kind;
mod label;
mod layout;
mod led_in;
mod nested;
mod paragraphs;
mod refuse;
mod repair;
mod words;

use crate::document::Document;
use crate::statement::{Act, Attribution, Extraction, Kind, Statement};
use crate::thresholds::THRESHOLDS;
pub use acts::SAYING;
use repair::{Found, Repaired};
use words::WORDS;

/// The statements of an article, in the order of its text, without voices.
pub fn statements(document: &Document, attributions: Vec<Attribution>) -> Extraction {
    let hash = identity::text_hash(document.text);
    let mut extraction = Extraction::default();
    let mut refused: Vec<(&str, usize)> = Vec::new();
    // before anything else, so that they keep no words from what is right
    let (attributions, doubtful): (Vec<_>, Vec<_>) =
        attributions.into_iter().partition(|a| confidence::calibrated(a.confidence) >= THRESHOLDS.least);
    if !doubtful.is_empty() {
        refused.push(("words that are rather nobody's statement", doubtful.len()));
    }
    let repaired = repair::repair(document, attributions);
    for repaired in repaired.into_iter().flat_map(|r| paragraphs::by_paragraph(document, r)) {
        let Repaired { attribution, found, rules } = repaired;
        let reading = read_cue(document, &attribution);
        if let Some(reason) = refuse::refusal(document, &attribution, reading, found) {
            match refused.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, count)) => *count += 1,
                None => refused.push((reason, 1)),
            }
            continue;
        }
        let rules = [found.name()].into_iter().chain(rules).chain(reading.rule).collect();
        let statement = statement(document, &hash, attribution, found, reading);
        extraction.statements.push(Statement { rules, ..statement });
    }
    extraction.statements.sort_by(|a, b| (a.content.first(), &a.cue).cmp(&(b.content.first(), &b.cue)));
    extraction.statements.dedup_by(|later, first| later.id == first.id);
    extraction.notes.extend(refused.into_iter().map(|(reason, count)| format!("{count} left out: {reason}")));
    extraction
}

/// Adds what a person marked to the statements of its document: never mended, never refused, sure.
pub fn add_marked(document: &Document, extraction: &mut Extraction, marked: &[Attribution]) {
    let hash = identity::text_hash(document.text);
    for attribution in marked.iter().filter(|attribution| !attribution.content.is_empty()) {
        let reading = read_cue(document, attribution);
        let statement = statement(document, &hash, attribution.clone(), Found::Encoder, reading);
        extraction.statements.retain(|known| known.id != statement.id);
        extraction.statements.push(Statement { confidence: 1.0, ..statement });
    }
    if !marked.is_empty() {
        extraction.statements.sort_by(|a, b| (a.content.first(), &a.cue).cmp(&(b.content.first(), &b.cue)));
    }
}

fn statement(
    document: &Document,
    hash: &blake3::Hash,
    attribution: Attribution,
    found: Found,
    reading: acts::ReadCue,
) -> Statement {
    let kind = kind::kind(document, &attribution.content, found);
    Statement {
        id: identity::statement_id(hash, &attribution.content),
        kind,
        act: act(document, &attribution, reading),
        negated: reading.negated,
        on_record: true, // until the engine has judged it
        context: context::context(document, &attribution),
        voice: None,
        others: Vec::new(),
        confidence: confidence::calibrated(attribution.confidence),
        content: attribution.content,
        cue: attribution.cue,
        source: attribution.source,
        rules: Vec::new(),
    }
}

/// True for indirect words that are too doubtful to be on record: of low confidence.
pub fn is_doubtful(statement: &Statement) -> bool {
    statement.kind == Kind::Indirect && statement.confidence < THRESHOLDS.doubtful
}

/// The share of speakers chosen with this probability that are named rightly.
pub fn speaker_confidence(share: f32) -> f32 {
    confidence::of_speaker(share)
}

/// Version of the weights for which the bounds on confidence were measured.
pub fn measured_for() -> &'static str {
    &THRESHOLDS.weights
}

fn read_cue(document: &Document, attribution: &Attribution) -> acts::ReadCue {
    let cue: Vec<&str> = attribution.cue.iter().map(|s| s.of(document.text)).collect();
    let before = attribution.cue.first().map_or("", |first| {
        let start = document.sentence_of(first.start).map_or(first.start, |s| s.start.min(first.start));
        &document.text[start..first.start]
    });
    let mut cue = cue.join(" ");
    // "declined" whose content is "to comment": together they say that nothing was said
    let mut opening = attribution.content.first().map_or("", |c| c.of(document.text)).split_whitespace();
    if let (Some(last), Some("to"), Some(verb)) = (cue.split(' ').next_back(), opening.next(), opening.next())
        && WORDS.declining.has(&last.to_lowercase())
        && WORDS.unsaid.has(verb)
    {
        cue = format!("{cue} to {verb}");
    }
    let reading = acts::read(&cue, before);
    let nobody = attribution.source.first().is_some_and(|s| is_nobody(s.of(document.text)));
    acts::ReadCue { negated: reading.negated || nobody || is_turned(before), ..reading }
}

/// "At no point did the mayor", "Never has she": a clause that opens with its negation, before its verb.
fn is_turned(before: &str) -> bool {
    let words: Vec<String> = before.split_whitespace().take(4).map(str::to_lowercase).collect();
    let after = match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [preposition, "no", ..] if WORDS.turning.has(preposition) => words.get(3),
        ["never" | "nowhere", ..] => words.get(1),
        ["not", "once", ..] => words.get(2),
        _ => None,
    };
    after.is_some_and(|verb| WORDS.auxiliaries.has(verb)) && !before.contains([',', ';', ':', '“', '"'])
}

/// "Neither A nor B said", "Nobody at the ministry has claimed": a source that says that it was not said.
fn is_nobody(source: &str) -> bool {
    let first = source.split_whitespace().next().unwrap_or_default().to_lowercase();
    WORDS.nobody.has(&first) || source.to_lowercase().starts_with("no one")
}

/// "according to a poll" reports a finding, "according to the mayor" does not.
fn act(document: &Document, attribution: &Attribution, reading: acts::ReadCue) -> Act {
    let measured = attribution
        .source
        .iter()
        .flat_map(|s| document.words_in(*s))
        .any(|word| WORDS.finders.has(word.lower.trim_end_matches('s')));
    let question = attribution
        .content
        .last()
        .is_some_and(|c| c.of(document.text).trim_end_matches(['”', '"', '’', '\'']).ends_with('?'));
    let is_sign = |cue: &str| cue == "Q" || !cue.contains(char::is_alphanumeric);
    let sign = attribution.cue.iter().all(|c| is_sign(c.of(document.text)));
    match reading.act {
        // "Q. Did you lock the gate?"
        Act::Say if sign && question => Act::Ask,
        Act::Say if measured => Act::Find,
        Act::Say if is_order(document, attribution) => Act::Demand,
        act => act,
    }
}

/// "told the ministry to open the gates": the content is an infinitive after a verb of telling.
fn is_order(document: &Document, attribution: &Attribution) -> bool {
    let told = attribution.cue.iter().flat_map(|c| document.words_in(*c)).any(|word| WORDS.telling.has(&word.lower));
    told && attribution
        .content
        .first()
        .and_then(|s| document.words_in(*s).next())
        .is_some_and(|word| &*word.lower == "to")
}

/// True when an entry of `acts.toml` decides an example.
#[cfg(test)]
pub(crate) fn meets(entry: &str, example: &str) -> bool {
    acts::rule(example) == Some(entry)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;
    use proptest::prelude::*;

    /// Texts that no newsroom writes must not take quadratic time: minutes would pass here, not a few seconds, on a machine as busy
    /// as may be.
    #[test]
    fn huge_texts_take_no_time() {
        for piece in ["“", "'a ", "‘a ", "\"", "A: b\n", "a, a claim made by ", "“a b c d.” ", "x. ", "“A b c.\n"]
        {
            let text = piece.repeat(15_000);
            let attributions: Vec<Attribution> = (0..1_000)
                .map(|i| i * text.len() / 1_000)
                .map(|at| Attribution {
                    source: vec![Span::new(at, at + 1)],
                    cue: vec![Span::new(at + 1, at + 2)],
                    content: vec![Span::new(at, at + 9), Span::new(at / 2, at / 2 + 300)],
                    confidence: 0.5,
                })
                .collect();
            let start = std::time::Instant::now();
            let _ = statements(&Document::new(&text), attributions);
            assert!(start.elapsed().as_secs() < 60, "{piece:?} took {:?}", start.elapsed());
        }
    }

    #[test]
    fn a_clause_may_open_with_its_negation() {
        for negated in [
            "At no point did the mayor ",
            "Never has she ",
            "Under no circumstances would Ada Quist ",
            "Not once did he ",
        ] {
            assert!(is_turned(negated), "{negated}");
        }
        for said in [
            "No trains have run, the mayor ",
            "At noon the mayor ",
            "Not only did she ",
            "Never mind, he ",
            "In no time it was shut, she ",
        ] {
            assert!(!is_turned(said), "{said}");
        }
    }

    #[test]
    fn a_line_of_a_dialogue_is_direct() {
        let text = "HOST: Is the ferry safe?\n\nQUIST: It was tested.\n\nHOST: By whom?\n\nQUIST: By us.";
        let statements = super::statements(&Document::new(text), Vec::new()).statements;
        assert_eq!(statements.len(), 4);
        assert!(statements.iter().all(|s| s.kind == Kind::Direct && s.on_record));
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
            let document = Document::new(&text);
            let found = statements(&document, attributions.clone());
            prop_assert_eq!(&found, &statements(&document, attributions));
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

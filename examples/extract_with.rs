//! Extracts with other weights than the program's, for measuring them on articles that those have not seen:
//! `cargo run --release --example extract_with -- WEIGHTS < ARTICLES.jsonl`. In and out as `onrecord extract --jsonl -`, fields that measuring
//! does not read left out.

use std::io::{BufRead, Write};

use onrecord::{article::Article, encoder::Encoder, engine::Engine, statement::Voice, text::CodePoints};
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("usage: extract_with WEIGHTS"))?;
    let engine = Engine::with_encoder(Encoder::with_weights(std::fs::read(path)?)?);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let input: Value = serde_json::from_str(&line?)?;
        let text = input["text"].as_str().unwrap_or_default();
        let extraction = engine.extract(&Article { text: text.to_owned(), ..Article::default() })?;
        let points = CodePoints::new(text);
        let spans = |list: &[onrecord::text::Span]| list.iter().map(|&s| points.span(text, s)).collect::<Vec<_>>();
        let statements: Vec<Value> = extraction
            .statements
            .iter()
            .map(|s| {
                json!({"kind": s.kind, "act": s.act, "on_record": s.on_record, "content": spans(&s.content), "cue": spans(&s.cue),
                    "source": spans(&s.source), "context": points.span(text, s.context), "speaker": s.voice.as_ref().map(speaker),
                    "speakers": s.voices().map(speaker).collect::<Vec<_>>(), "confidence": s.confidence})
            })
            .collect();
        writeln!(out, "{}", json!({"id": input["id"], "statements": statements}))?;
    }
    Ok(())
}

fn speaker(voice: &Voice) -> Value {
    json!({"name": voice.name, "type": voice.speaker_type, "role": voice.role, "organization": voice.organization,
        "how": voice.how, "confidence": voice.confidence})
}

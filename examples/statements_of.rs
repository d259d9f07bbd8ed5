//! Makes statements of stored attributions, one article a line, so that the repair of spans can be measured without
//! running the encoder: `cargo run --example statements_of < PREDICTIONS.jsonl > RECORDS.jsonl`.
//!
//! In: `{"id", "text", "attributions": [{"source": [[s, e], …], "cue": …, "content": …, "confidence"}]}`, code points.
//! Out: the records of `onrecord extract --jsonl -`, without speakers.

use std::io::{BufRead, Write};

use onrecord::extract::statements;
use onrecord::statement::Attribution;
use onrecord::text::{CodePoints, Span};
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().unwrap_or_default();
        // byte offset of every code point
        let bytes: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let spans = |value: &Value| -> Vec<Span> {
            let at = |v: &Value| bytes[(v.as_u64().unwrap_or(0) as usize).min(bytes.len() - 1)];
            value.as_array().into_iter().flatten().map(|s| Span::new(at(&s[0]), at(&s[1]))).collect()
        };
        let attributions = article["attributions"].as_array().into_iter().flatten().map(|a| Attribution {
            source: spans(&a["source"]),
            cue: spans(&a["cue"]),
            content: spans(&a["content"]),
            confidence: a["confidence"].as_f64().unwrap_or(1.0) as f32,
        });
        let extraction = statements(text, attributions.collect());
        let points = CodePoints::new(text);
        let shown = |spans: &[Span]| spans.iter().map(|s| points.span(text, *s)).collect::<Vec<_>>();
        let records: Vec<Value> = extraction
            .statements
            .iter()
            .map(|s| {
                json!({
                    "id": s.id, "kind": s.kind, "act": s.act, "negated": s.negated, "on_record": s.on_record,
                    "text": s.text(text), "content": shown(&s.content), "cue": shown(&s.cue), "source": shown(&s.source),
                    "context": points.span(text, s.context), "confidence": s.confidence,
                })
            })
            .collect();
        let record = json!({"schema_version": 1, "id": article["id"], "status": "ok", "statements": records});
        writeln!(out, "{record}")?;
    }
    Ok(())
}

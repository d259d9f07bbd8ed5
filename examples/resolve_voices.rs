//! Says who voices attributions that were found elsewhere, for measuring the resolver alone.
//!
//!     cargo run --release --example resolve_voices < ATTRIBUTIONS.jsonl > RECORDS.jsonl
//!
//! In: `{"id", "text", "attributions": [{"source": [[s, e], …], "cue": …, "content": …}]}` a line, offsets in
//! code points. Out: records in the shape of `onrecord extract --jsonl -`, as far as speakers go.

use std::io::{BufRead, Write};

use onrecord::{
    extract::statements,
    speakers::resolve,
    statement::Attribution,
    text::{CodePoints, Span},
};
use serde_json::{Value, json};

fn main() -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut words = 0;
    let mut spent = std::time::Duration::ZERO;
    for line in std::io::stdin().lock().lines() {
        let article: Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().unwrap_or_default();
        let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let spans = |value: &Value| -> Vec<Span> {
            let pair = |p: &Value| Some(Span::new(*bytes.get(at(&p[0])?)?, *bytes.get(at(&p[1])?)?));
            value.as_array().into_iter().flatten().filter_map(pair).collect()
        };
        let found = article["attributions"].as_array().into_iter().flatten().map(|a| Attribution {
            source: spans(&a["source"]),
            cue: spans(&a["cue"]),
            content: spans(&a["content"]),
            confidence: a["confidence"].as_f64().unwrap_or(1.0) as f32,
        });
        let statements = statements(text, found.collect()).statements;
        let attributions: Vec<Attribution> = statements
            .iter()
            .map(|s| Attribution {
                source: s.source.clone(),
                cue: s.cue.clone(),
                content: s.content.clone(),
                confidence: s.confidence,
            })
            .collect();
        let start = std::time::Instant::now();
        let voices = resolve(text, &attributions);
        spent += start.elapsed();
        words += text.split_whitespace().count();

        let points = CodePoints::new(text);
        let shown = |spans: &[Span]| spans.iter().map(|&s| points.span(text, s)).collect::<Vec<_>>();
        let records: Vec<Value> = statements
            .iter()
            .zip(&voices)
            .map(|(s, voice)| {
                let speaker = voice.as_ref().map(|v| {
                    json!({"name": v.name, "type": v.speaker_type, "role": v.role, "organization": v.organization,
                           "country": v.country, "via": v.via, "how": v.how})
                });
                json!({"content": shown(&s.content), "cue": shown(&s.cue), "source": shown(&s.source), "act": s.act,
                       "on_record": s.on_record, "context": points.span(text, s.context), "speaker": speaker})
            })
            .collect();
        writeln!(out, "{}", json!({"id": article["id"], "status": "ok", "statements": records}))?;
    }
    let seconds = spent.as_secs_f64().max(1e-9);
    eprintln!("{words} words, {:.0} words/s in resolve()", words as f64 / seconds);
    Ok(())
}

fn at(value: &Value) -> Option<usize> {
    usize::try_from(value.as_u64()?).ok()
}

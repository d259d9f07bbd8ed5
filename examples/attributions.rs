//! Prints the encoder's attributions of each article, for measuring: `{"id","text"}` lines in, the same with
//! `"attributions"` out; spans in code points.

use std::io::{BufRead, Write};

use onrecord::{document::Document, encoder::Encoder, text::CodePoints};

fn main() -> anyhow::Result<()> {
    let encoder = Encoder::new();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().unwrap_or_default();
        let points = CodePoints::new(text);
        let spans = |list: &[onrecord::text::Span]| list.iter().map(|&s| points.span(text, s)).collect::<Vec<_>>();
        let attributions: Vec<_> = encoder
            .read(&Document::new(text))
            .attributions()
            .iter()
            .map(|a| {
                serde_json::json!({"source": spans(&a.source), "cue": spans(&a.cue), "content": spans(&a.content),
                    "confidence": a.confidence})
            })
            .collect();
        writeln!(out, "{}", serde_json::json!({"id": article["id"], "text": text, "attributions": attributions}))?;
    }
    Ok(())
}

//! Prints what the encoder reads of each article, for `training/`: so that training and program cannot differ.
//!
//!     cargo run --release --example training_pieces -- VOCABULARY < ARTICLES.jsonl > PIECES.jsonl
//!
//! In: `{"id", "text", …}` a line. Out: `{"id", "ids", "features", "spans", "starts"}` a line; spans in code points.

use std::io::{BufRead, Write};

use onrecord::{document::Document, encoder::wordpiece::WordPiece, text::CodePoints};

fn main() -> anyhow::Result<()> {
    let path = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("usage: training_pieces VOCABULARY"))?;
    let vocabulary = WordPiece::new(&std::fs::read_to_string(path)?);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for line in std::io::stdin().lock().lines() {
        let article: serde_json::Value = serde_json::from_str(&line?)?;
        let text = article["text"].as_str().unwrap_or_default();
        let pieces = vocabulary.split(&Document::new(text));
        let points = CodePoints::new(text);
        let spans: Vec<[usize; 2]> = pieces.spans.iter().map(|&s| points.span(text, s)).collect();
        let starts: Vec<u8> = pieces.starts.iter().map(|&s| u8::from(s)).collect();
        let record = serde_json::json!({
            "id": article["id"], "ids": pieces.ids, "features": pieces.features, "spans": spans, "starts": starts,
        });
        writeln!(out, "{record}")?;
    }
    Ok(())
}

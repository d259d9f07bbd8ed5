//! Statements as W3C Web Annotations: each points into its article by characters and by words, so that it is found again
//! where the text stands elsewhere on a page.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Exporter;
use crate::store::AttributionRow;

/// Characters before and behind the words that tell their place.
const AROUND: usize = 32;

pub(super) struct Annotations<W: Write> {
    out: W,
    rows: u64,
}

impl<W: Write> Annotations<W> {
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(
            b"{\"@context\": \"http://www.w3.org/ns/anno.jsonld\",\n\"id\": \"urn:onrecord:annotations\",\n\"type\": \"AnnotationPage\",\n\"items\": [",
        )?;
        Ok(Annotations { out, rows: 0 })
    }
}

impl<W: Write> Exporter for Annotations<W> {
    fn row(&mut self, row: &AttributionRow) -> io::Result<()> {
        self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        self.rows += 1;
        Ok(serde_json::to_writer(&mut self.out, &annotation(row))?)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}

fn annotation(row: &AttributionRow) -> Value {
    let source = match &row.url {
        Some(url) => url.clone(),
        None => format!("urn:onrecord:article:{}", row.article),
    };
    let target = |span: &[usize; 2]| {
        json!({
            "source": source,
            "selector": [
                {"type": "TextPositionSelector", "start": span[0], "end": span[1]},
                quote(row, *span),
            ],
        })
    };
    let described = |what: &str, value: Option<&str>| {
        Some(json!({
            "type": "TextualBody", "purpose": "describing", "format": "text/plain", "value": format!("{what}: {}", value?),
        }))
    };
    let tag =
        |value: &str| json!({"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": value});
    let mut body: Vec<Value> = [
        described("speaker", row.speaker.as_deref()),
        described("speaker", row.others.as_deref()),
        described("role", row.role.as_deref()),
        described("finding", row.review.finding.as_deref()),
        described("note", row.review.note.as_deref()),
    ]
    .into_iter()
    .flatten()
    .collect();
    body.push(tag(row.kind.as_str()));
    body.push(tag(row.act.as_str()));
    json!({
        "id": format!("urn:onrecord:statement:{}", row.id),
        "type": "Annotation",
        "motivation": "describing",
        "body": body,
        "target": row.content.iter().map(target).collect::<Vec<_>>(),
    })
}

/// The words as printed, with what stands around them in their sentences.
fn quote(row: &AttributionRow, [start, end]: [usize; 2]) -> Value {
    let sentence: Vec<char> = row.sentence.chars().collect();
    let within = |at: usize| at.saturating_sub(row.context[0]).min(sentence.len());
    let (from, to) = (within(start), within(end));
    let words = |from: usize, to: usize| sentence[from..to].iter().collect::<String>();
    json!({
        "type": "TextQuoteSelector",
        "exact": words(from, to),
        "prefix": words(from.saturating_sub(AROUND), from),
        "suffix": words(to, (to + AROUND).min(sentence.len())),
    })
}

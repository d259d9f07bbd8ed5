//! Statements as linked data: JSON-LD in the words of schema.org.
//!
//! What stands between quotation marks is a `Quotation`, what does not a `Claim`; both are part of a `NewsArticle`. The context
//! is in the file, so that no program has to fetch one.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Exporter;
use crate::statement::{Kind, SpeakerType};
use crate::store::AttributionRow;

pub(super) struct Linked<W: Write> {
    out: W,
    rows: u64,
}

impl<W: Write> Linked<W> {
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        let context = json!({
            "@vocab": "https://schema.org/",
            "datePublished": {"@type": "Date"},
            "onrecord": "urn:onrecord:",
        });
        write!(out, "{{\"@context\": {context},\n\"@graph\": [")?;
        Ok(Linked { out, rows: 0 })
    }
}

impl<W: Write> Exporter for Linked<W> {
    fn row(&mut self, row: &AttributionRow) -> io::Result<()> {
        self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        self.rows += 1;
        Ok(serde_json::to_writer(&mut self.out, &statement(row))?)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.write_all(b"\n]}\n")?;
        self.out.flush()
    }
}

fn statement(row: &AttributionRow) -> Value {
    let article = without_nulls(json!({
        "@type": "NewsArticle",
        "@id": format!("urn:onrecord:article:{}", row.article),
        "headline": row.title,
        "url": row.url,
        "datePublished": row.published,
        "publisher": row.outlet.as_ref().map(|outlet| json!({"@type": "Organization", "name": outlet})),
    }));
    let mut value = json!({
        "@type": if row.kind == Kind::Indirect { "Claim" } else { "Quotation" },
        "@id": format!("urn:onrecord:statement:{}", row.id),
        "identifier": row.id,
        "text": row.text,
        "inLanguage": "en",
        "isPartOf": article,
        "onrecord:kind": row.kind,
        "onrecord:act": row.act,
        "onrecord:confidence": row.confidence,
        "onrecord:finding": row.review.finding,
    });
    let spoken = if row.kind == Kind::Indirect { "author" } else { "spokenByCharacter" };
    let mut speakers: Vec<Value> = speaker(row).into_iter().collect();
    for other in row.others.iter().flat_map(|others| others.split("; ")) {
        speakers.push(json!({"@type": "Thing", "name": other}));
    }
    value[spoken] = match speakers.len() {
        0 => Value::Null,
        1 => speakers.remove(0),
        _ => Value::Array(speakers),
    };
    without_nulls(value)
}

fn speaker(row: &AttributionRow) -> Option<Value> {
    let kind = match row.speaker_type {
        Some(SpeakerType::Person | SpeakerType::UnnamedPerson | SpeakerType::Anonymous) => "Person",
        Some(SpeakerType::Organization) => "Organization",
        Some(SpeakerType::Document) => "CreativeWork",
        Some(SpeakerType::Group) | None => "Thing",
    };
    let person = kind == "Person";
    Some(without_nulls(json!({
        "@type": kind,
        "@id": row.speaker_id.as_ref().map(|id| format!("urn:onrecord:speaker:{id}")),
        "name": row.speaker.as_ref()?,
        "jobTitle": row.role.as_ref().filter(|_| person),
        "affiliation": row.organization.as_ref().filter(|_| person)
            .map(|body| json!({"@type": "Organization", "name": body})),
    })))
}

fn without_nulls(mut value: Value) -> Value {
    if let Value::Object(map) = &mut value {
        map.retain(|_, value| !value.is_null());
    }
    value
}

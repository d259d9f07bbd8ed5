//! What a statement asserts and answers, for people.

use serde_json::Value;

use super::listing::{self, Column};
use crate::export::guard;
use crate::store::{Position, PropositionRow};

/// A line for each question answered, and the propositions field under field.
pub fn asserted(propositions: &[PropositionRow], positions: &[Position]) -> String {
    let answer = |p: &Position| {
        let about = if p.about.is_empty() { String::new() } else { format!(" ({})", p.about) };
        let line = format!("  answers {}{about}: {}", p.question, if p.affirms { "yes" } else { "no" });
        format!("{}\n", guard::terminal(&line))
    };
    let mut out: String = positions.iter().map(answer).collect();
    if !propositions.is_empty() {
        out.push_str(&aligned(propositions));
    }
    out
}

fn aligned(propositions: &[PropositionRow]) -> String {
    let cells = |p: &PropositionRow| {
        let or_nothing = |words: &Option<String>| words.clone().unwrap_or_default();
        [
            or_nothing(&p.subject),
            or_nothing(&p.predicate),
            or_nothing(&p.object),
            polarity(p),
            or_nothing(&p.modality),
            or_nothing(&p.assertion),
            or_nothing(&p.relation),
            or_nothing(&p.quantity),
            or_nothing(&p.time),
            or_nothing(&p.scope),
        ]
    };
    let names = [
        "subject",
        "predicate",
        "object",
        "polarity",
        "modality",
        "asserted",
        "relation",
        "how many",
        "when",
        "for whom",
    ];
    let rows: Vec<[String; 10]> = propositions.iter().map(cells).collect();
    // what no proposition tells needs no column
    let told: Vec<usize> = (0..names.len()).filter(|&n| n < 6 || rows.iter().any(|row| !row[n].is_empty())).collect();
    let columns: Vec<Column> = told.iter().map(|&n| Column::rest(names[n])).collect();
    listing::table(&columns, rows.iter().map(|row| told.iter().map(|&n| row[n].clone()).collect()))
}

/// "no: not", with the words that make it so.
fn polarity(p: &PropositionRow) -> String {
    let more = p.more.as_deref().and_then(|more| serde_json::from_str::<Value>(more).ok()).unwrap_or_default();
    let words = more["polarity_words"].as_array().map(Vec::as_slice).unwrap_or_default();
    let words = words.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", ");
    let side = if p.positive { "yes" } else { "no" };
    if words.is_empty() { side.to_owned() } else { format!("{side}: {words}") }
}

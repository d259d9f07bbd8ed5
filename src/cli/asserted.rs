//! What a statement asserts and answers, for people.

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
    let columns = ["subject", "predicate", "object", "polarity", "modality", "asserted"].map(Column::rest);
    let row = |p: &PropositionRow| {
        let or_nothing = |words: &Option<String>| words.clone().unwrap_or_default();
        vec![
            or_nothing(&p.subject),
            or_nothing(&p.predicate),
            [&p.object, &p.quantity, &p.time, &p.scope]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join("; "),
            if p.positive { "yes" } else { "no" }.to_owned(),
            or_nothing(&p.modality),
            or_nothing(&p.assertion),
        ]
    };
    listing::table(&columns, propositions.iter().map(row))
}

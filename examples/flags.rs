//! Flags over a heap of statements: `flags STATEMENTS.jsonl > FLAGS.jsonl`. Lines in: {"sid": N, "text": "…"} and whatever else of
//! [`Claim`] is known.
//!
//! What `import` and `conflicts` do, without a database: for trying out rules, and for `eval/planted.py`.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::compare::{Analysis, Claim, Comparer, shipped};

/// Statements under one key from which it tells nothing.
const MOST_UNDER_A_KEY: usize = 200;

fn main() {
    let path = std::env::args().nth(1).expect("a file of statements");
    let file = std::fs::read_to_string(path).expect("a readable file");
    let comparer = Comparer::new(shipped());
    let mut heap: Vec<(u64, Analysis)> = Vec::new();
    for line in file.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let sid = row["sid"].as_u64().expect("a number");
        let mut claim: Claim = serde_json::from_value(row).expect("a statement");
        if claim.sentence.is_empty() {
            claim.sentence.clone_from(&claim.text);
            claim.on_record = true;
        }
        heap.push((sid, comparer.analyse(claim)));
    }
    let mut postings: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, (_, analysis)) in heap.iter().enumerate() {
        for key in &analysis.keys {
            postings.entry(key).or_default().push(i);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for list in postings.values().filter(|list| list.len() <= MOST_UNDER_A_KEY) {
        for (n, &a) in list.iter().enumerate() {
            pairs.extend(list[n + 1..].iter().map(|&b| (a, b)));
        }
    }
    eprintln!("{} statements, {} pairs to judge", heap.len(), pairs.len());
    for (a, b) in pairs {
        let (a, b) = (&heap[a], &heap[b]);
        if let Some(found) = comparer.judge(&a.1, &b.1) {
            let mut row = serde_json::to_value(&found).expect("JSON");
            row["a"] = a.0.into();
            row["b"] = b.0.into();
            row["texts"] = serde_json::json!([a.1.claim.text, b.1.claim.text]);
            println!("{row}");
        }
    }
}

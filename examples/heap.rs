//! Flags over a heap of statements: `heap STATEMENTS.jsonl > FLAGS.jsonl`, lines {"sid": N, "text": "…"} in.
//!
//! What `import` and `conflicts` do, without a database: for trying out rules.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::compare::{Analysis, Claim, Comparer};

fn main() {
    let path = std::env::args().nth(1).expect("a file of statements");
    let file = std::fs::read_to_string(path).expect("a readable file");
    let comparer = Comparer::new(Vec::new());
    let mut heap: Vec<(u64, Analysis)> = Vec::new();
    for line in file.lines() {
        let row: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let text = row["text"].as_str().expect("a text").to_owned();
        let claim = Claim { sentence: text.clone(), text, on_record: true, ..Claim::default() };
        heap.push((row["sid"].as_u64().expect("a number"), comparer.analyse(claim)));
    }
    let mut postings: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, (_, analysis)) in heap.iter().enumerate() {
        for key in &analysis.keys {
            postings.entry(key).or_default().push(i);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for list in postings.values().filter(|list| list.len() <= 200) {
        for (n, &a) in list.iter().enumerate() {
            pairs.extend(list[n + 1..].iter().map(|&b| (a, b)));
        }
    }
    eprintln!("{} statements, {} pairs to judge", heap.len(), pairs.len());
    for (a, b) in pairs {
        if let Some(found) = comparer.judge(&heap[a].1, &heap[b].1) {
            let mut row = serde_json::to_value(&found).expect("JSON");
            row["a"] = heap[a].0.into();
            row["b"] = heap[b].0.into();
            row["texts"] = serde_json::json!([heap[a].1.claim.text, heap[b].1.claim.text]);
            println!("{row}");
        }
    }
}

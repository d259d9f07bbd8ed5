//! The annotation guide is the test: every case of `tests/cases/*.md` holds a text with the spans that an encoder marked
//! and the statements that must come of it.
//!
//! A heading is a case, the prose under it says why. The block `article` is the input: `[S1 …]`, `[Q1 …]` and `[C1 …]`
//! are source, cue and content of attribution 1. The block `statements` is the expected result. With
//! `ONRECORD_ACCEPT=1` the results of this run are written into the files, to be read in the diff.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use onrecord::document::Document;
use onrecord::extract::statements;
use onrecord::statement::{Attribution, Statement};
use onrecord::text::Span;

#[test]
fn every_case_gives_its_statements() {
    let accept = std::env::var_os("ONRECORD_ACCEPT").is_some();
    let mut files: Vec<PathBuf> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "md"))
        .collect();
    files.sort();
    assert!(!files.is_empty());
    let mut faults = String::new();
    for file in files {
        let old = std::fs::read_to_string(&file).unwrap();
        let new = with_results(&old);
        if new == old {
            continue;
        }
        if accept {
            std::fs::write(&file, new).unwrap();
        } else {
            for (was, is) in cases(&old).into_iter().zip(cases(&new)).filter(|(was, is)| was != is) {
                let _ = writeln!(faults, "{}: {}\n--- expected\n{}--- found\n{}", file.display(), was.0, was.1, is.1);
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
}

/// The headings of a file with their `statements` blocks.
fn cases(markdown: &str) -> Vec<(String, String)> {
    let mut out = Vec::new();
    let mut heading = String::new();
    for part in markdown.split_inclusive("```") {
        if let Some(found) = part.lines().rev().find(|l| l.starts_with('#')) {
            heading = found.trim_start_matches('#').trim().to_owned();
        }
        if let Some(expected) = part.strip_prefix("statements\n") {
            out.push((heading.clone(), expected.trim_end_matches("```").to_owned()));
        }
    }
    out
}

/// The file with every `statements` block replaced by what the `article` block before it gives.
fn with_results(markdown: &str) -> String {
    let mut out = String::new();
    let mut result = String::new();
    for part in markdown.split_inclusive("```") {
        if let Some(input) = part.strip_prefix("article\n") {
            let (text, attributions) = marked(input.trim_end_matches("```").trim_end());
            result = shown(&text, &statements(&Document::new(&text), attributions).statements);
            out.push_str(part);
        } else if part.starts_with("statements\n") {
            let _ = write!(out, "statements\n{result}```");
        } else {
            out.push_str(part);
        }
    }
    out
}

/// Takes the marks out of a text.
fn marked(input: &str) -> (String, Vec<Attribution>) {
    let mut text = String::new();
    let mut found: BTreeMap<u32, Attribution> = BTreeMap::new();
    let mut rest = input;
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        let close = open + rest[open..].find(']').expect("a mark is closed");
        let (mark, words) = rest[open + 1..close].split_once(' ').expect("a mark has words");
        let number: u32 = mark[1..].parse().expect("a mark has a number");
        let span = Span::new(text.len(), text.len() + words.len());
        text.push_str(words);
        let attribution = found.entry(number).or_insert(Attribution {
            source: Vec::new(),
            cue: Vec::new(),
            content: Vec::new(),
            confidence: 0.9,
        });
        match &mark[..1] {
            "S" => attribution.source.push(span),
            "Q" => attribution.cue.push(span),
            "C" => attribution.content.push(span),
            other => panic!("unknown mark {other}"),
        }
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    (text, found.into_values().collect())
}

fn shown(text: &str, statements: &[Statement]) -> String {
    let mut out = String::new();
    for s in statements {
        let negated = if s.negated { ", negated" } else { "" };
        let joined = |spans: &[Span]| spans.iter().map(|p| p.of(text)).collect::<Vec<_>>().join(" … ");
        let _ = writeln!(out, "{} {}{negated}", s.kind, s.act);
        let _ = writeln!(out, "  content: {}", s.text(text));
        let _ = writeln!(out, "  cue:     {}", joined(&s.cue));
        let _ = writeln!(out, "  source:  {}", joined(&s.source));
        let _ = writeln!(out, "  context: {}", s.context.of(text).split_whitespace().collect::<Vec<_>>().join(" "));
    }
    out.lines().map(|l| format!("{}\n", l.trim_end())).collect()
}

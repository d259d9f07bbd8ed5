//! Arrows go one way: what each room must not know, and no circle among the files of a room. ARCHITECTURE.md says why.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms (and files) of `src/` from the ground up. Each may know those before it that stand behind its name, and no other.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("text", &[]),
    ("lexicon", &["text"]),
    ("document", &["text", "lexicon"]),
    ("thresholds", &["lexicon"]),
    ("article", &[]),
    ("statement", &["text"]),
    ("clues", &["text", "statement"]),
    ("read", &["text", "document", "article"]),
    ("encoder", &["text", "thresholds", "document", "statement", "clues"]),
    ("extract", &["text", "lexicon", "thresholds", "document", "statement"]),
    ("speakers", &["text", "lexicon", "thresholds", "document", "statement", "clues"]),
    ("engine", &["thresholds", "article", "document", "statement", "clues", "encoder", "extract", "speakers"]),
    ("measure", &["text", "statement"]),
    ("compare", &["text", "lexicon", "document", "statement"]),
    ("check", &["text", "lexicon", "document"]),
    ("store", &["text", "document", "article", "statement"]),
    ("export", &["text", "store", "statement"]),
    (
        "pipeline",
        &[
            "text",
            "lexicon",
            "document",
            "article",
            "statement",
            "read",
            "engine",
            "speakers",
            "compare",
            "check",
            "store",
        ],
    ),
    ("serve", &["text", "store", "export", "pipeline"]),
    (
        "cli",
        &[
            "text",
            "article",
            "statement",
            "read",
            "engine",
            "speakers",
            "measure",
            "compare",
            "check",
            "store",
            "export",
            "pipeline",
            "serve",
        ],
    ),
];

/// Libraries that only one room may use.
const ONLY_IN: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("similar", "check"),
    ("maud", "export"),
    ("png", "export"),
    ("noto_sans_mono_bitmap", "export"),
    ("rust_xlsxwriter", "export"),
    ("httparse", "serve"),
    ("form_urlencoded", "serve"),
    ("getrandom", "serve"),
    ("fs4", "cli"),
    ("console", "cli"),
    ("clap_complete", "cli"),
    ("clap_mangen", "cli"),
    ("clap", "cli"),
    ("indicatif", "cli"),
    ("ctrlc", "cli"),
    ("comfy_table", "cli"),
    ("encoding_rs", "read"),
    ("chardetng", "read"),
    ("dom_query", "read"),
    ("trafilatura", "read"),
    ("feed_rs", "read"),
    ("zip", "read"),
    ("quick_xml", "read"),
    ("calamine", "read"),
    ("mail_parser", "read"),
    ("pdf_extract", "read"),
    ("ureq", "read"),
    ("url", "store"),
];

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// The lines of code, without comments and without the tests at the end.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    let code = text.split("\n#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    // a module inside a file knows the file
    let inner = |line: &&str| line.starts_with(' ') && line.trim_start().starts_with("use super::");
    let lines = code.lines().filter(|line| !line.trim_start().starts_with("//") && !inner(line));
    lines.collect::<Vec<_>>().join("\n")
}

/// Every path that the code names from `crate`, `super` or `self` on, braces taken apart: `crate::text::Span`.
fn paths(code: &str) -> Vec<Vec<String>> {
    let mut found = Vec::new();
    for root in ["crate::", "super::", "self::"] {
        for (at, _) in code.match_indices(root) {
            let free = code[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':');
            if free {
                take(&code[at..], &mut Vec::new(), &mut found);
            }
        }
    }
    found
}

/// Takes one path, or each of those in its braces; what is left behind it.
fn take<'c>(code: &'c str, before: &mut Vec<String>, found: &mut Vec<Vec<String>>) -> &'c str {
    let depth = before.len();
    let mut rest = code.trim_start();
    loop {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        if end > 0 {
            before.push(rest[..end].to_owned());
        }
        rest = &rest[end..];
        let Some(next) = rest.strip_prefix("::") else { break };
        if let Some(inside) = next.strip_prefix('{') {
            rest = inside;
            loop {
                rest = take(rest, before, found).trim_start();
                match rest.strip_prefix(',').map(str::trim_start) {
                    Some(next) if !next.starts_with('}') => rest = next,
                    Some(next) => rest = next,
                    None => break,
                }
                if rest.starts_with('}') {
                    break;
                }
            }
            before.truncate(depth);
            return rest.strip_prefix('}').unwrap_or(rest);
        }
        rest = next;
    }
    // "use a as b"
    if let Some(renamed) = rest.trim_start().strip_prefix("as ") {
        let end = renamed.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(renamed.len());
        rest = &renamed[end..];
    }
    found.push(before.clone());
    before.truncate(depth);
    rest
}

/// The module that a file is: `["compare", "questions", "pattern"]`.
fn module(file: &Path) -> Vec<String> {
    let inside = file.strip_prefix(src()).expect("a file of src");
    let mut parts: Vec<String> = inside.with_extension("").iter().map(|part| part.to_string_lossy().into()).collect();
    if parts.last().is_some_and(|last| last == "mod" || last == "lib") {
        parts.pop();
    }
    parts
}

/// A path from the crate's root on; none for one that leads out of it.
fn absolute(path: &[String], module: &[String]) -> Option<Vec<String>> {
    let mut out = match path.first()?.as_str() {
        "crate" => Vec::new(),
        _ => module.to_vec(),
    };
    for part in path {
        match part.as_str() {
            "super" => {
                out.pop()?;
            }
            "crate" | "self" => {}
            part => out.push(part.to_owned()),
        }
    }
    Some(out)
}

/// The arrows between files of `src/`, as paths below it.
fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let files: Vec<PathBuf> = sources(&src()).into_iter().filter(|file| !file.ends_with("tests.rs")).collect();
    let by_module: BTreeMap<Vec<String>, String> = files.iter().map(|file| (module(file), name(file))).collect();
    let mut out = BTreeMap::new();
    for file in &files {
        let own = module(file);
        let code = code(file);
        let mut to = BTreeSet::new();
        // what a room's mod.rs shows of its files is no arrow, what it uses of them is
        let used = code.lines().filter_map(|line| line.strip_prefix("use ")).filter_map(|line| line.split("::").next());
        let children = used.map(|first| [own.clone(), vec![first.to_owned()]].concat());
        to.extend(children.filter_map(|child| by_module.get(&child)).cloned());
        for path in paths(&code).iter().filter_map(|path| absolute(path, &own)) {
            // the longest beginning that is a file; a name that a room's own mod.rs re-exports leads to the room
            let target = (1..=path.len()).rev().find_map(|n| by_module.get(&path[..n]));
            to.extend(target.filter(|target| **target != name(file)).cloned());
        }
        out.insert(name(file), to);
    }
    out
}

fn name(file: &Path) -> String {
    file.strip_prefix(src()).expect("a file of src").to_string_lossy().replace('\\', "/")
}

fn room(file: &str) -> &str {
    file.split('/').next().unwrap_or(file).trim_end_matches(".rs")
}

#[test]
fn arrows_go_one_way() {
    let mut wrong = Vec::new();
    for (file, to) in arrows() {
        let Some((_, may)) = MAY_KNOW.iter().find(|(name, _)| *name == room(&file)) else {
            assert!(
                ["lib", "main", "every_lexicon"].contains(&room(&file)),
                "{file} is in no room that MAY_KNOW lists"
            );
            continue;
        };
        for target in to.iter().map(|target| room(target)).filter(|target| *target != room(&file)) {
            if !may.contains(&target) {
                wrong.push(format!("{file} must not know {target}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    for (n, (room, may)) in MAY_KNOW.iter().enumerate() {
        let below = |name: &&str| MAY_KNOW[..n].iter().any(|(before, _)| before == name);
        assert!(may.iter().all(below), "{room} knows a room that does not stand below it");
    }
}

#[test]
fn no_file_knows_one_that_knows_it() {
    let arrows = arrows();
    let mut circles: Vec<Vec<String>> = Vec::new();
    for file in arrows.keys() {
        let circle: Vec<String> =
            arrows.keys().filter(|other| leads(&arrows, file, other) && leads(&arrows, other, file)).cloned().collect();
        if circle.len() > 1 && !circles.contains(&circle) {
            circles.push(circle);
        }
    }
    assert!(circles.is_empty(), "circles of files: {circles:?}");
}

fn leads(arrows: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    let mut open = vec![from];
    let mut seen = BTreeSet::new();
    while let Some(file) = open.pop() {
        for next in arrows.get(file).into_iter().flatten() {
            if next == to {
                return true;
            }
            if seen.insert(next.as_str()) {
                open.push(next);
            }
        }
    }
    false
}

#[test]
fn each_of_these_libraries_has_one_user() {
    for file in sources(&src()) {
        let code = code(&file);
        for (library, folder) in ONLY_IN {
            let named = [format!("{library}::"), format!("use {library};")].iter().any(|name| code.contains(name));
            assert!(!named || file.starts_with(src().join(folder)), "{} must not use {library}", file.display());
        }
    }
}

#[test]
fn every_dependency_is_used() {
    let manifest = fs::read_to_string(src().with_file_name("Cargo.toml")).expect("Cargo.toml");
    let manifest: toml::Table = manifest.parse().expect("TOML");
    let all: String = sources(&src()).iter().map(|file| code(file)).collect();
    for name in manifest["dependencies"].as_table().expect("a table").keys().map(|name| name.replace('-', "_")) {
        let named = all.contains(&format!("{name}::")) || all.contains(&format!("use {name};"));
        assert!(named, "nothing in src/ uses {name}");
    }
}

#[test]
fn the_test_sees_what_it_looks_for() {
    let of = |code: &str| paths(code).into_iter().map(|path| path.join("::")).collect::<Vec<_>>();
    assert_eq!(of("use crate::store::Filter;"), ["crate::store::Filter"]);
    assert_eq!(
        of("use crate::{\n    statement::{Act, Kind},\n    store::Filter as F,\n};"),
        ["crate::statement::Act", "crate::statement::Kind", "crate::store::Filter"]
    );
    assert_eq!(of("let x = super::super::cli::run();"), ["super::super::cli::run"]);
    assert!(of("use other::crate_::x;").is_empty());
    let own = ["compare".to_owned(), "pair".to_owned()];
    let path = |words: &str| words.split("::").map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(absolute(&path("super::words::Word"), &own), Some(path("compare::words::Word")));
    assert_eq!(absolute(&path("crate::text::Span"), &own), Some(path("text::Span")));
}

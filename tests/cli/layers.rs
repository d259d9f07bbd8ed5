//! Arrows go one way: what each folder must not know. ARCHITECTURE.md says why.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders (or files) of `src/` and what their code must not name.
const MUST_NOT_KNOW: &[(&str, &[&str])] = &[
    (
        "text",
        &[
            "article",
            "statement",
            "encoder",
            "extract",
            "speakers",
            "engine",
            "read",
            "store",
            "compare",
            "export",
            "cli",
        ],
    ),
    ("article.rs", &["encoder", "extract", "speakers", "engine", "read", "store", "compare", "export", "cli"]),
    ("statement.rs", &["encoder", "extract", "speakers", "engine", "read", "store", "compare", "export", "cli"]),
    ("read", &["encoder", "extract", "speakers", "engine", "store", "compare", "export", "cli"]),
    ("encoder", &["extract", "speakers", "engine", "read", "store", "compare", "export", "cli"]),
    ("extract", &["encoder", "speakers", "engine", "read", "store", "compare", "export", "cli"]),
    ("speakers", &["encoder", "extract", "engine", "read", "compare", "export", "cli"]),
    ("engine.rs", &["read", "store", "compare", "export", "cli"]),
    ("compare", &["encoder", "engine", "read", "export", "cli"]),
    ("store", &["encoder", "extract", "engine", "read", "compare", "export", "cli"]),
    ("export", &["encoder", "extract", "engine", "read", "compare", "cli"]),
];

/// Libraries that only one folder may use.
const ONLY_IN: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("clap", "cli"),
    ("indicatif", "cli"),
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
];

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

/// The lines of code, without comments.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).expect("a source file");
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn names_module(code: &str, module: &str) -> bool {
    if code.contains(&format!("crate::{module}::")) || code.contains(&format!("crate::{module};")) {
        return true;
    }
    // `use crate::{a, b::{c}}`: modules stand at the first level of the braces.
    code.split("crate::{").skip(1).any(|rest| {
        let mut depth = 1;
        let mut first_level = String::new();
        for letter in rest.chars() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ if depth == 1 => first_level.push(letter),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        first_level.split(',').any(|path| path.trim().split("::").next() == Some(module))
    })
}

#[test]
fn arrows_go_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (part, unknown) in MUST_NOT_KNOW {
        let path = src.join(part);
        let files = if path.is_dir() { sources(&path) } else { vec![path] };
        for file in files.iter().filter(|file| file.exists()) {
            let code = code(file);
            for module in *unknown {
                assert!(!names_module(&code, module), "{} must not know {module}", file.display());
            }
        }
    }
}

#[test]
fn each_of_these_libraries_has_one_user() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for file in sources(&src) {
        let code = code(&file);
        for (library, folder) in ONLY_IN {
            let named = [format!("{library}::"), format!("use {library};")].iter().any(|name| code.contains(name));
            assert!(!named || file.starts_with(src.join(folder)), "{} must not use {library}", file.display());
        }
    }
}

#[test]
fn the_test_sees_what_it_looks_for() {
    assert!(names_module("use crate::store::Filter;", "store"));
    assert!(names_module("use crate::{\n    statement::{Act, Kind},\n    store::Filter,\n};", "store"));
    assert!(names_module("let x = crate::cli::run();", "cli"));
    assert!(!names_module("use crate::{statement::{store, Act}};", "store"));
    assert!(!names_module("use crate::restore::x;", "store"));
}

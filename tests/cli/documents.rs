//! The documents keep their word: README's console blocks run, every command and exit code is in it.

use std::fs;
use std::path::Path;

use crate::support::Place;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("README.md")
}

/// A command of a console block and the lines printed below it.
struct Shown {
    command: String,
    lines: Vec<String>,
}

fn console_blocks(text: &str) -> Vec<Shown> {
    let mut found: Vec<Shown> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if inside {
            match (line.strip_prefix("$ "), found.last_mut()) {
                (Some(command), _) => found.push(Shown { command: command.to_owned(), lines: Vec::new() }),
                (None, Some(shown)) => shown.lines.push(line.to_owned()),
                (None, None) => panic!("output without a command: {line}"),
            }
        }
    }
    found
}

/// `…` stands for anything: alone on a line for any lines, within one for any letters.
fn fits(shown: &[String], printed: &str) -> bool {
    let pattern: Vec<String> =
        shown.iter().map(|line| regex::escape(line.trim_end()).replace('…', "(?s:.*)")).collect();
    let pattern = format!("^{}\\s*$", pattern.join("\\s*\n"));
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    regex::Regex::new(&pattern).expect("a pattern").is_match(&printed.join("\n"))
}

#[cfg(unix)]
#[test]
fn the_console_blocks_of_the_readme_run() {
    let place = Place::new();
    let samples = root().join("data/samples");
    for entry in fs::read_dir(&samples).expect("the samples") {
        let entry = entry.expect("an entry");
        place.write(
            &format!("data/samples/{}", entry.file_name().to_string_lossy()),
            fs::read(entry.path()).expect("a file"),
        );
    }
    let mut run = 0;
    for Shown { command, lines } in console_blocks(&readme()) {
        let ours = command.replace("cargo run --release --", "onrecord");
        if !ours.starts_with("onrecord ") {
            assert_eq!(ours, "cargo test", "README shows a command that this test cannot run");
            continue;
        }
        let done = place.shell(&ours).ok();
        assert!(fits(&lines, done.stdout()), "$ {command}\nprints\n{}\nnot\n{}", done.stdout(), lines.join("\n"));
        run += 1;
    }
    assert!(run > 10, "only {run} commands in the README");
}

#[test]
fn every_command_is_in_the_readme() {
    fn check(command: &clap::Command, path: &str, readme: &str) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let path = format!("{path} {}", sub.get_name());
            let shown =
                readme.contains(&path) || readme.contains(&path.replace("onrecord ", "cargo run --release -- "));
            assert!(shown, "README.md does not show `{path}`");
            check(sub, &path, readme);
        }
    }
    check(&onrecord::cli::command(), "onrecord", &readme());
}

#[test]
fn the_exit_codes_are_in_the_readme() {
    assert!(readme().contains(onrecord::cli::exit::EXIT_CODES));
    Place::new().onrecord("--help").ok().prints(onrecord::cli::exit::EXIT_CODES);
}

#[test]
fn the_files_that_the_documents_point_to_exist() {
    for document in ["README.md", "ARCHITECTURE.md", "CHANGELOG.md"] {
        let text = fs::read_to_string(root().join(document)).expect("a document");
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let outside = target.starts_with("http");
            assert!(outside || root().join(target).exists(), "{document} points to {target}, which is not there");
        }
    }
}

#[test]
fn eliding() {
    let shown = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    assert!(fits(&shown("…"), "a\nb\n"));
    assert!(fits(&shown("a\n…\nd"), "a\nb\nc\nd\n"));
    assert!(fits(&shown("a … c"), "a b c\n"));
    assert!(fits(&[], ""));
    assert!(!fits(&[], "a"));
    assert!(!fits(&shown("a"), "b"));
}

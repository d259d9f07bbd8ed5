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

/// The files that a tutorial shows: blocks headed by a language and a name.
fn files(text: &str) -> Vec<(String, String)> {
    let block = |rest: &str| {
        let (head, content) = rest.split_once('\n')?;
        let (_, name) = head.split_once(' ')?;
        Some((name.to_owned(), content.split("```").next()?.to_owned()))
    };
    text.split("\n```").skip(1).filter_map(block).collect()
}

#[cfg(unix)]
#[test]
fn the_tutorials_run_and_print_what_they_show() {
    let folder = fs::read_dir(root().join("docs")).expect("docs");
    let mut tutorials: Vec<_> = folder.map(|entry| entry.expect("an entry").path()).collect();
    tutorials.retain(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("tutorial-")));
    assert_eq!(tutorials.len(), 3);
    for tutorial in tutorials {
        let text = fs::read_to_string(&tutorial).expect("a tutorial");
        let place = Place::new();
        for (name, content) in files(&text) {
            place.write(&name, content);
        }
        for Shown { command, lines } in console_blocks(&text) {
            let done = place.shell(&command).ok();
            let told = tutorial.display();
            assert!(
                fits(&lines, done.stdout()),
                "{told}: $ {command}\nprints\n{}\nnot\n{}",
                done.stdout(),
                lines.join("\n")
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn the_examples_use_names_and_ids_of_the_samples() {
    let (place, db) = demo();
    drop(db);
    let id = regex::Regex::new(r"^onrecord (?:(?:decide|show|explain)|(?:conflicts|articles|speakers) [a-z]+) ")
        .expect("a pattern");
    let helps = fs::read_dir(root().join("src/cli")).expect("the commands").flat_map(|entry| {
        let path = entry.expect("an entry").path();
        let files = if path.is_dir() {
            fs::read_dir(&path).expect("a folder").map(|e| e.expect("an entry").path()).collect()
        } else {
            vec![path]
        };
        files.into_iter().map(|file| fs::read_to_string(file).expect("a source file")).collect::<Vec<_>>()
    });
    let lines = [readme()].into_iter().chain(helps).collect::<Vec<_>>().join("\n");
    let unknown = [
        "--from",
        "doubtful",
        "skerry.example",
        "~/",
        "speakers load",
        "speakers alias",
        "articles --",
        "speakers --",
        "conflicts --",
    ];
    let mut run = 0;
    for line in
        lines.lines().map(str::trim).filter(|line| id.is_match(line) && !unknown.iter().any(|u| line.contains(u)))
    {
        let command = line.split("  ").next().unwrap_or(line).trim_end_matches("\")]").trim_end_matches('"');
        place.shell("cp onrecord.db one.db").ok();
        if command.contains("restore") {
            place.shell("onrecord --db one.db articles remove 2be78bc7").ok();
        }
        place.shell(&format!("{command} --db one.db")).ok();
        run += 1;
    }
    assert!(run > 25, "only {run} examples");
}

/// The texts of the code blocks in a language.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let fence = format!("```{language}\n");
    text.split(&fence).skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

fn demo() -> (Place, rusqlite::Connection) {
    let place = Place::new();
    place.onrecord("--db onrecord.db demo").ok();
    let db = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
    (place, db)
}

#[test]
fn the_sql_of_the_readme_runs() {
    let (_place, db) = demo();
    let blocks = blocks(&readme(), "sql");
    assert!(!blocks.is_empty());
    for sql in blocks.iter().flat_map(|block| block.split_inclusive(';')).filter(|sql| !sql.trim().is_empty()) {
        let mut query = db.prepare(sql).unwrap_or_else(|error| panic!("{sql}: {error}"));
        let rows = query.query_map([], |_| Ok(())).and_then(Iterator::collect::<Result<Vec<()>, _>>);
        assert!(!rows.unwrap_or_else(|error| panic!("{sql}: {error}")).is_empty(), "{sql}: no rows");
    }
}

#[test]
fn view_csv_and_json_have_one_set_of_names() {
    let (place, db) = demo();
    let columns = |view: &str| -> Vec<String> {
        let query = db.prepare(&format!("SELECT * FROM {view}")).expect("the view");
        query.column_names().map(str::to_owned).collect()
    };
    let view = columns("attributions");
    let header = |words: &str| -> Vec<String> {
        let printed = place.onrecord(words).ok();
        printed.stdout().lines().next().expect("a header").split(',').map(str::to_owned).collect()
    };
    let table = header("export --format csv");
    let json = place.onrecord("export --format jsonl").ok().json_lines();
    let mut keys: Vec<String> = json[0].as_object().expect("an object").keys().cloned().collect();
    let mut sorted = table.clone();
    keys.sort();
    sorted.sort();
    assert_eq!(keys, sorted, "JSON and CSV");
    let only_in_files: Vec<&String> = table.iter().filter(|name| !view.contains(name)).collect();
    assert!(only_in_files.is_empty(), "the view attributions lacks {only_in_files:?}");
    // what only the view has are places and row numbers
    let only_in_view: Vec<&String> = view.iter().filter(|name| !table.contains(name)).collect();
    assert_eq!(only_in_view, ["start", "statement_row", "article_row", "voice_row", "speaker_row"]);
    for name in ["published", "ref", "speaker_id"] {
        assert!(view.iter().any(|column| column == name), "{name}");
    }
    let view = columns("conflict_pairs");
    let lacking: Vec<String> =
        header("conflicts --all --format csv").into_iter().filter(|name| !view.contains(name)).collect();
    assert!(lacking.is_empty(), "the view conflict_pairs lacks {lacking:?}");
    // and they hold the same
    let csv = place.onrecord("export --format csv").ok();
    let mut reader = csv::Reader::from_reader(csv.stdout().as_bytes());
    for record in reader.records().take(20) {
        let record = record.expect("a record");
        for name in ["speaker_id", "published", "ref", "content", "context", "appearances", "speaker"] {
            let at = table.iter().position(|column| column == name).expect("a column");
            let sql = format!("SELECT coalesce({name}, '') || '' FROM attributions WHERE id = ?1");
            let stored: String = db.query_row(&sql, [&record[0]], |row| row.get(0)).expect("a row");
            assert_eq!(stored, record[at], "{name}");
        }
    }
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

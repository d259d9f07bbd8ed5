//! Regression tests: each bears the name of the fault that it holds. Faults here lost something, or stopped everything.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::support::Place;

/// A headline that ends, without a mark, in a capitalised word with which a pattern of a question ends.
const HEADLINE: &str = "Skarn Says Kestria Must Leave";

fn line(id: &str, text: &str) -> String {
    format!("{}\n", serde_json::json!({"id": id, "text": text}))
}

/// The conflicts of a database by what they say, doubtful ones too.
fn conflicts(place: &Place, database: &str) -> Vec<String> {
    let db = rusqlite::Connection::open(place.path(database)).expect("a database");
    let mut query = db
        .prepare(
            "SELECT c.uid || ' ' || c.kind || ' ' || c.score || ' ' || c.firm || ' ' || c.why || ' ' || a.uid || ' ' || b.uid
             FROM conflicts AS c JOIN statements AS a ON a.id = c.a_statement JOIN statements AS b ON b.id = c.b_statement
             ORDER BY 1",
        )
        .expect("a query");
    let rows = query.query_map([], |row| row.get(0)).expect("rows");
    rows.collect::<Result<_, _>>().expect("text")
}

fn count(place: &Place, sql: &str) -> i64 {
    let db = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
    db.query_row(sql, [], |row| row.get(0)).expect("a number")
}

#[test]
fn a_headline_ended_every_comparison() {
    let place = Place::new();
    place.write(
        "a.txt",
        format!("{HEADLINE}\n\nOda Skarn, the party leader, spoke in Tolvik. She said that the vote was close.\n"),
    );
    place.onrecord("add a.txt").ok();
    place.write(
        "claims.jsonl",
        line("h", HEADLINE) + &line("a", "Velora sold the ferry") + &line("b", "Velora did not sell the ferry"),
    );
    place.onrecord("import claims.jsonl").ok().tells("1 new conflict");
    place.onrecord("conflicts renew").ok();
    place.onrecord("conflicts").ok();
    place.onrecord("verify").ok();
    let pair = serde_json::json!({"id": "1", "a": HEADLINE, "b": HEADLINE}).to_string();
    place.onrecord("compare --jsonl -").input(pair).ok();
}

/// Statements with some twenty conflicts and doubts among them.
fn affair() -> String {
    let names =
        ["Tolvik", "Orlund", "Brackwater", "Varnes", "Belgora", "Lindholt", "Skerry", "Marrow", "Pellam", "Dunmore"];
    let mut lines = String::new();
    for (n, name) in names.iter().enumerate() {
        let other = names[(n + 3) % names.len()];
        lines += &line(&format!("a{n}"), &format!("{name} council sold the {other} fish hall to Velora"));
        lines +=
            &line(&format!("b{n}"), &format!("{name} council denies that it sold the {other} fish hall to Velora"));
        lines += &line(
            &format!("c{n}"),
            &format!("The {name} tunnel killed forty fishermen near {other}, the harbour court found"),
        );
        lines += &line(
            &format!("d{n}"),
            &format!("The {name} tunnel did not kill fishermen near {other}, the harbour court found"),
        );
        for more in 0..20 {
            lines += &line(
                &format!("e{n}-{more}"),
                &format!("{name} harbour court heard {other} fishermen on day {more} of the Velora tunnel trial"),
            );
        }
    }
    lines
}

#[test]
fn killed_while_comparing_it_lost_conflicts_for_good() {
    let place = Place::new();
    place.write("claims.jsonl", affair());
    let start = Instant::now();
    place.onrecord("--db whole.db import claims.jsonl").ok();
    let whole_run = start.elapsed();
    let expected = conflicts(&place, "whole.db");
    assert!(expected.len() >= 20, "only {} conflicts", expected.len());
    for round in 1..=12 {
        for command in ["import claims.jsonl", "conflicts renew"] {
            let database = format!("{round}.db");
            let mut child = place.started(&format!("--db {database} {command}"));
            std::thread::sleep(whole_run * round / 13);
            // it may have ended
            let _ = child.kill();
            child.wait().expect("it ends");
            place.onrecord(&format!("--db {database} import claims.jsonl")).ok();
            assert_eq!(conflicts(&place, &database), expected, "{command}, killed in round {round}");
        }
    }
}

#[test]
fn what_is_not_compared_is_told_and_done_by_the_next_command_that_writes() {
    let place = Place::new();
    place.write("claims.jsonl", line("a", "Velora sold the ferry") + &line("b", "Velora did not sell the ferry"));
    place.onrecord("import claims.jsonl").ok();
    let as_if_killed = || {
        let db = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
        db.execute_batch("DELETE FROM conflicts; UPDATE statements SET compared = 0;").expect("changed");
    };
    as_if_killed();
    for command in ["conflicts", "verify"] {
        let code = if command == "conflicts" { 1 } else { 0 };
        place.onrecord(command).code(code).tells("2 statements not compared yet").tells("hint: ");
    }
    assert_eq!(place.onrecord("stats --format json").ok().json()["stats"]["uncompared"], 2);
    place.onrecord("stats").ok().prints("to be compared");
    place.onrecord("import claims.jsonl").ok().tells("1 new conflict");
    place.onrecord("conflicts --all").ok();
    as_if_killed();
    place.write("people.csv", "name\nAda Quist\n");
    place.onrecord("speakers load people.csv").ok().tells("1 new conflict");
    assert_eq!(place.onrecord("stats --format json").ok().json()["stats"]["uncompared"], 0);
}

#[test]
fn an_export_took_the_place_of_the_database() {
    let place = Place::new();
    place.write("claims.jsonl", line("a", "Velora sold the ferry"));
    place.onrecord("import claims.jsonl").ok();
    place.onrecord("--db other.db import claims.jsonl").ok();
    let before = fs::read(place.path("onrecord.db")).expect("the database");
    fs::create_dir(place.path("sub")).expect("a folder");
    for name in ["onrecord.db", "./onrecord.db", "sub/../onrecord.db", "onrecord.db-wal", "onrecord.db-shm", "other.db"]
    {
        place.onrecord(&format!("export --format csv -o {name}")).code(7).tells("left untouched").tells("hint: ");
    }
    assert_eq!(fs::read(place.path("onrecord.db")).expect("the database"), before);
    place.onrecord("verify").ok();
    place.onrecord("--db other.db verify").ok();
    let partial = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("an entry").file_name().to_string_lossy().contains("partial")
    };
    assert!(!fs::read_dir(place.folder()).expect("the folder").any(partial), "a partial file is left");
}

#[cfg(unix)]
#[test]
fn an_export_followed_links_and_lost_the_mode() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let place = Place::new();
    place.write("claims.jsonl", line("a", "Velora sold the ferry"));
    place.onrecord("import claims.jsonl").ok();
    // a link to the database is the database
    symlink("onrecord.db", place.path("link.csv")).expect("a link");
    place.onrecord("export -o link.csv").code(7);
    // a link to a table stays one
    place.write("table.csv", "old");
    fs::set_permissions(place.path("table.csv"), fs::Permissions::from_mode(0o640)).expect("permissions");
    symlink("table.csv", place.path("latest.csv")).expect("a link");
    place.onrecord("export -o latest.csv").ok();
    assert!(fs::symlink_metadata(place.path("latest.csv")).expect("a link").file_type().is_symlink());
    assert!(place.read("table.csv").contains("sold the ferry"));
    assert_eq!(fs::metadata(place.path("table.csv")).expect("a file").mode() & 0o777, 0o640);
    // links planted where a partial file may be made lead nowhere: the process tells its number only when it runs, so a
    // shell keeps its own and becomes it
    place.write("victim", "untouched");
    let plant = "for n in '' .0 .1 .2; do ln -s victim .t.csv.$$$n.partial; done; exec onrecord export -o t.csv";
    place.shell(plant).ok();
    assert_eq!(place.read("victim"), "untouched");
    assert!(fs::symlink_metadata(place.path("t.csv")).expect("a table").is_file());
    assert!(place.read("t.csv").contains("sold the ferry"));
}

#[test]
fn import_took_a_line_of_any_size() {
    let place = Place::new();
    let good = line("a", "Velora sold the ferry");
    let huge = line("b", &"The ferry is late. ".repeat(50_000_000 / 19));
    let long = line("c", &"The ferry is late. ".repeat(1_200_000 / 19));
    let name = format!("{}\n", serde_json::json!({"id": "d", "text": "It is late", "speaker": "x".repeat(5000)}));
    place.write("claims.jsonl", format!("{huge}{good}{long}{name}"));
    let done = place.onrecord("import claims.jsonl").code(3).tells("claims.jsonl:1: the line has more than");
    let done = done
        .tells("claims.jsonl:3: the statement has 1199983 bytes")
        .tells("claims.jsonl:4: \"speaker\" has 5000 bytes");
    done.tells("1 statement imported, 3 failed");
    place.onrecord("verify").ok();
    // the pair without a database, too
    let pair = serde_json::json!({"id": "1", "a": "x ".repeat(5_000_000), "b": "y"}).to_string();
    let verdicts = place.onrecord("compare --jsonl -").input(pair).code(3).json_lines();
    assert!(verdicts[0]["why"].as_str().is_some_and(|why| why.contains("more than")), "{verdicts:?}");
}

#[test]
fn few_bytes_could_cost_minutes() {
    let place = Place::new();
    place.write("commas.txt", "a,".repeat(500_000));
    place.write("good.txt", "“The harbour stays shut,” Mayor Ada Brandvold said on Monday.\n");
    let start = Instant::now();
    place
        .onrecord("add commas.txt good.txt")
        .ok()
        .tells("1000000 word pieces, more than an article can have")
        .tells("1 skipped");
    let text = serde_json::json!({"id": "commas", "text": "a,".repeat(500_000)}).to_string();
    assert_eq!(place.onrecord("extract --jsonl -").input(text).ok().json_lines()[0]["status"], "skipped");
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}

/// Waits until something holds, at most a minute.
fn until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(60), "{what}: not within a minute");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_add_lost_what_it_had_read() {
    for signal in ["INT", "TERM"] {
        let place = Place::new();
        let article = |n: usize| {
            line(&n.to_string(), &format!("“The harbour stays shut,” Mayor Ada Brandvold said on day {n}.\n"))
        };
        let mut child = place.started("add -");
        let mut input = child.stdin.take().expect("piped");
        // fewer than are ever looked at together, and the input does not end: what is done must be stored all the same
        for n in 0..3 {
            input.write_all(article(n).as_bytes()).expect("it reads");
        }
        let stored = |place: &Place| {
            let there = Path::new(&place.path("onrecord.db")).exists();
            let db = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
            there && db.query_row("SELECT count(*) FROM articles", [], |row| row.get::<_, i64>(0)).unwrap_or(0) == 3
        };
        until("three articles are stored", || place.path("onrecord.db").exists() && stored(&place));
        let killed = std::process::Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status();
        assert!(killed.expect("kill runs").success());
        let done = child.wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&done.stderr).into_owned();
        drop(input);
        assert_eq!(done.status.code(), Some(130), "{told}");
        assert!(told.contains("interrupted; kept: 3 articles added") && told.contains("hint: "), "{told}");
        assert!(told.contains("not compared yet"), "{told}");
        place.onrecord("verify").ok();
        // the same command goes on
        place.onrecord("add -").input((0..5).map(article).collect::<String>()).ok().tells("2 articles added");
        assert_eq!(count(&place, "SELECT count(*) FROM articles"), 5);
        assert_eq!(count(&place, "SELECT count(*) FROM statements WHERE compared = 0"), 0);
    }
}

#[test]
fn a_database_in_memory_kept_nothing() {
    let place = Place::new();
    place.write("claims.jsonl", line("a", "Velora sold the ferry"));
    for command in ["import claims.jsonl", "stats"] {
        place.onrecord(&format!("--db :memory: {command}")).code(5).tells("gone when the command ends").tells("hint: ");
    }
    assert_eq!(fs::read_dir(place.folder()).expect("the folder").count(), 1);
}

#[test]
fn an_option_of_marks_alone_listed_everything() {
    let place = Place::new();
    place.write("claims.jsonl", line("a", "Velora sold the ferry"));
    place.onrecord("import claims.jsonl").ok();
    for command in ["quotes", "export", "speakers", "conflicts"] {
        let options: &[&str] = match command {
            "conflicts" => &["--question", "--outlet"],
            "speakers" => &["--role", "--organization", "--outlet"],
            _ => &["--role", "--organization", "--outlet", "--words"],
        };
        for option in options {
            for marks in ["%", "'", " "] {
                place.args([command, option, marks]).code(2).prints_nothing().tells("no letter and no digit");
            }
        }
    }
}

#[test]
fn a_ruling_fell_on_a_speaker_who_only_holds_the_words() {
    let place = Place::new();
    let said = |id: &str, speaker: &str| {
        format!("{}\n", serde_json::json!({"id": id, "text": format!("It rains on day {id}"), "speaker": speaker}))
    };
    place.write("claims.jsonl", said("1", "Pier 10 Company") + &said("2", "Ada Quist"));
    place.onrecord("import claims.jsonl").ok();
    let names = || {
        let listed = place.onrecord("speakers --format json").ok().json();
        let rows = listed["speakers"].as_array().expect("a list").clone();
        let mut names: Vec<String> = rows.iter().map(|s| s["name"].as_str().expect("a name").to_owned()).collect();
        names.sort();
        names
    };
    place
        .args(["speakers", "rename", "10", "No 10"])
        .code(4)
        .tells("do you mean")
        .tells("Pier 10 Company")
        .tells("hint: ");
    assert_eq!(names(), ["Ada Quist", "Pier 10 Company"]);
    // good enough to look at, and the last name is a name
    place.args(["quotes", "10"]).ok();
    place.args(["speakers", "rename", "Quist", "Ada M. Quist"]).ok();
    assert_eq!(names(), ["Ada M. Quist", "Pier 10 Company"]);
}

/// `onrecord … 2>&1 | head`: the reader of the messages has left.
#[cfg(unix)]
#[test]
fn messages_that_nobody_reads_are_no_panic() {
    let place = Place::new();
    place
        .shell("(sleep 1; onrecord quotes; echo $? > code) 2>&1 | true; while [ ! -s code ]; do sleep 0.1; done")
        .code(0);
    assert_eq!(place.read("code").trim(), "5");
}

//! Bad input: a clear message, the rest of the batch done, nothing stored lost.

use std::fs;
use std::path::Path;

use crate::support::{Done, Place};

const GOOD: &str =
    "Title: Harbour shut\nDate: 2024-05-13\n\n“The harbour stays shut,” Mayor Ada Brandvold said on Monday.\n";

/// Adds something that cannot be read and a good article; exactly the good one must be stored.
fn fails_beside_a_good_one(place: &Place, input: &str) -> Done {
    place.write("good.txt", GOOD);
    let done = place.onrecord(&format!("add {input} good.txt")).code(3);
    only_the_good_one_is_stored(place);
    done.tells(input).tells("1 failed")
}

/// Adds something in which there is nothing to read and a good article: noted, but no failure.
fn is_skipped_beside_a_good_one(place: &Place, input: &str) -> Done {
    place.onrecord(&format!("add {input}")).code(1).tells(input);
    place.write("good.txt", GOOD);
    let done = place.onrecord(&format!("add {input} good.txt")).ok();
    only_the_good_one_is_stored(place);
    done.tells(input).tells("1 skipped")
}

fn only_the_good_one_is_stored(place: &Place) {
    let stats = place.onrecord("stats --format json").ok().json();
    assert_eq!(stats["stats"]["articles"], 1);
    place.onrecord("verify").ok();
}

#[test]
fn a_missing_file() {
    fails_beside_a_good_one(&Place::new(), "missing.txt");
}

#[test]
fn a_pattern_that_fits_nothing() {
    fails_beside_a_good_one(&Place::new(), "nothing/*.txt");
}

#[cfg(unix)]
#[test]
fn an_unreadable_file() {
    use std::os::unix::fs::PermissionsExt;
    let mut place = Place::new();
    place.as_an_ordinary_user();
    let path = place.write("secret.txt", GOOD);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("permissions");
    fails_beside_a_good_one(&place, "secret.txt").tells("ermission");
}

#[test]
fn a_directory_without_articles() {
    let place = Place::new();
    fs::create_dir(place.path("bare")).expect("a folder");
    fails_beside_a_good_one(&place, "bare");
}

#[test]
fn an_empty_file() {
    let place = Place::new();
    place.write("empty.txt", "");
    is_skipped_beside_a_good_one(&place, "empty.txt");
}

#[test]
fn a_binary_file() {
    let place = Place::new();
    place.write(
        "picture.txt",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0\\r\xa8f\0\0\0\x01sRGB".repeat(50),
    );
    is_skipped_beside_a_good_one(&place, "picture.txt");
}

#[test]
fn html_without_an_article() {
    let place = Place::new();
    place.write(
        "menu.html",
        "<!DOCTYPE html><html><head><title>x</title></head><body><nav><a href=/>Home</a></nav></body></html>",
    );
    is_skipped_beside_a_good_one(&place, "menu.html");
}

#[test]
fn invalid_utf8_is_read_as_what_it_most_likely_is() {
    let place = Place::new();
    place.write(
        "latin.txt",
        b"\x93The harbour stays shut,\x94 said Zo\xeb Brandvold, the mayor of Tern Bay, on Monday.\n",
    );
    place.onrecord("add latin.txt").ok();
    place.onrecord("verify").ok();
}

#[test]
fn a_malformed_line_among_good_ones() {
    let place = Place::new();
    let good = serde_json::json!({"id": "a", "text": GOOD}).to_string();
    place.write("news.jsonl", format!("{good}\n{{\"id\": \"b\", \"text\"\n"));
    place.onrecord("add news.jsonl").code(3).tells("news.jsonl").tells("2");
    only_the_good_one_is_stored(&place);
}

#[test]
fn a_text_of_50_megabytes() {
    let place = Place::new();
    place.write("huge.txt", "The harbour stays shut, she said. It rained.\n\n".repeat(50_000_000 / 46));
    is_skipped_beside_a_good_one(&place, "huge.txt");
}

#[test]
fn a_paragraph_of_5_megabytes() {
    let place = Place::new();
    place.write("wall.txt", "The harbour stays shut, she said. ".repeat(5_000_000 / 34));
    is_skipped_beside_a_good_one(&place, "wall.txt");
    let line =
        serde_json::json!({"id": "wall", "text": fs::read_to_string(place.path("wall.txt")).unwrap()}).to_string();
    let records = place.onrecord("extract --jsonl -").input(line).ok().json_lines();
    assert_eq!((records[0]["id"].as_str(), records[0]["status"].as_str()), (Some("wall"), Some("skipped")));
}

#[test]
fn options_that_make_no_sense() {
    let place = Place::new();
    place.onrecord("add").code(2);
    place.onrecord("quote").code(2).tells("quotes");
    place.onrecord("quotes --kind loud").code(2).tells("direct, mixed, indirect");
    place.onrecord("quotes --from yesterday").code(2).tells("2024-05-13");
    place.onrecord("add --published soon x.txt").code(2).tells("YYYY-MM-DD");
    place.onrecord("speakers --by outlet --outlet x").code(2);
    assert!(!place.path("onrecord.db").exists(), "a wrong command line made a database");
}

#[test]
fn a_database_that_is_none() {
    let place = Place::new();
    place.write("onrecord.db", "My dear diary, this is no database. ".repeat(50));
    place.write("good.txt", GOOD);
    for command in ["add good.txt", "quotes", "stats", "verify", "export"] {
        place.onrecord(command).code(5).prints_nothing().tells("not an SQLite database").tells("hint: ");
    }
    assert!(place.read("onrecord.db").starts_with("My dear diary"));
}

#[test]
fn a_database_of_another_application() {
    let place = Place::new();
    let other = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
    other.execute_batch("CREATE TABLE recipes (plums); PRAGMA application_id = 7;").expect("a table");
    place.write("good.txt", GOOD);
    for command in ["add good.txt", "quotes"] {
        place.onrecord(command).code(5).prints_nothing().tells("another application");
    }
}

#[test]
fn a_database_of_a_newer_version() {
    let place = Place::new();
    place.write("good.txt", GOOD);
    place.onrecord("add good.txt").ok();
    let newer = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
    newer.execute_batch("PRAGMA user_version = 999;").expect("set");
    drop(newer);
    for command in ["add good.txt", "stats"] {
        place.onrecord(command).code(5).tells("newer onrecord").tells("hint: update onrecord");
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_database() {
    use std::os::unix::fs::PermissionsExt;
    let mut place = Place::new();
    place.write("good.txt", GOOD);
    place.write("archive 100%?#/good.txt", GOOD);
    place.onrecord("add good.txt").ok();
    let database = place.path("archive 100%?#/onrecord.db");
    fs::rename(place.path("onrecord.db"), &database).expect("moved");
    place.as_an_ordinary_user();
    let folder = place.path("archive 100%?#");
    let mode = |file, folder_mode| {
        fs::set_permissions(&database, fs::Permissions::from_mode(file)).expect("permissions");
        fs::set_permissions(&folder, fs::Permissions::from_mode(folder_mode)).expect("permissions");
    };
    let database = database.to_str().expect("UTF-8");
    for (file, folder) in [(0o444, 0o555), (0o644, 0o555), (0o444, 0o755)] {
        mode(file, folder);
        for command in ["stats", "quotes", "verify", "export"] {
            place.args(["--db", database, command]).ok();
        }
        if file == 0o444 || folder == 0o555 {
            place.args(["--db", database, "add", "good.txt"]).code(5).tells("read-only").tells("hint: ");
        }
    }
    mode(0o644, 0o755);
}

/// A limit on the size of files stands for the full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_disk_that_fills_up_harms_nothing_stored() {
    let place = Place::new();
    place.write("good.txt", GOOD);
    place.onrecord("add good.txt").ok();
    // Words that cost the store much and the encoder little.
    let ballast = "m".repeat(20_000);
    let news: String = (0..60)
        .map(|n| serde_json::json!({"id": n, "text": format!("{GOOD}It was day {n}. {ballast}")}).to_string() + "\n")
        .collect();
    place.write("news.jsonl", news);
    place.shell("trap '' XFSZ; ulimit -f 2000; onrecord add news.jsonl").code(5).tells("onrecord.db");
    place.onrecord("verify").ok();
    let stored = place.onrecord("stats --format json").ok().json()["stats"]["articles"].as_u64();
    assert!(stored > Some(1) && stored < Some(61), "{stored:?}");
    place.onrecord("add news.jsonl").ok();
    assert_eq!(place.onrecord("stats --format json").ok().json()["stats"]["articles"], 61);
}

#[test]
fn two_hundred_thousand_nested_quotation_marks() {
    let text = format!("{GOOD}\n{}", "“".repeat(200_000));
    let line = serde_json::json!({"id": "quotes", "text": text}).to_string();
    let records = Place::new().onrecord("extract --jsonl -").input(line).ok().json_lines();
    assert_eq!(records[0]["status"], "ok");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let place = Place::new();
    place.write("good.txt", GOOD);
    place.onrecord("add good.txt").ok();
    place.shell("onrecord stats > /dev/full").code(7).tells("cannot write standard output");
    let line = "{\"id\": \"a\", \"text\": \"Rain fell.\"}\n";
    place.write("in.jsonl", line);
    place.shell("onrecord extract --jsonl in.jsonl > /dev/full").code(7);
}

#[test]
fn hints_are_of_what_was_asked() {
    let place = Place::new();
    place.write("draft.md", "# A draft\n");
    place.write("1.txt", "“The pier is safe for all,” Mayor Ada Quist said.\n");
    place.onrecord("add 1.txt").ok();
    for (command, hint) in [
        ("merge nofile.db", "hint: merge takes another desk's database"),
        ("merge draft.md", "hint: merge takes another desk's database"),
        ("restore draft.md", "hint: restore takes a copy that `onrecord backup FILE` made"),
    ] {
        place.onrecord(command).code(5).tells(hint);
    }
    place.onrecord("merge ./onrecord.db").code(2).tells("is the database itself");
    place.onrecord("demo").env("ONRECORD_DB", "onrecord.db").code(2).tells("hint: onrecord --db onrecord-demo.db demo");
    let listed = place.onrecord("articles --format json").ok().json();
    assert_eq!(listed["articles"].as_array().map(Vec::len), Some(1));
    place.onrecord("export --bom --format jsonl").code(2).tells("--bom goes with csv and tsv");
    place.write("m.jsonl", "{\"id\": \"1\", \"body\": \"The pier is safe, Quist said.\"}\n");
    place.onrecord("add --map text=bodyy m.jsonl").code(3).tells("no key \"bodyy\"; there are body, id");
}

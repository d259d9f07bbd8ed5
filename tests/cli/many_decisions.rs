//! Two hundred decisions of all kinds, at two desks: they outlive a new comparison, another engine, a newer text, mergers in both
//! directions, and a process that is killed in the middle of any of these.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use crate::support::Place;

const STORY: &str = "Mayor Ada Quist said on Monday that the bridge was sound. \u{201c}It will hold,\u{201d} Quist said.\n\n\
    Harbour master Bo Ferrant denied that the pier was unsafe. \u{201c}Nobody asked me,\u{201d} he said.\n";

fn claims() -> String {
    let places = ["Estrand", "Borvik", "Kalhaven", "Lundmouth", "Norstad", "Ostby"];
    let line = |n: usize| {
        let (place, storm) = (places[n % places.len()], n / 6);
        let (speaker, text) = match n % 3 {
            0 => ("Maria Vogt", format!("The harbour of {place} was closed in 2031 after storm {storm}")),
            1 => ("Daniel Okoro", format!("The harbour of {place} was not closed in 2031 after storm {storm}")),
            _ => ("Ilse Brandt", format!("The ferry to {place} costs {} crowns", 100 + n)),
        };
        serde_json::json!({"id": format!("c{n}"), "text": text, "speaker": speaker, "published": "2031-03-02"})
            .to_string()
    };
    (0..75).map(line).collect::<Vec<_>>().join("\n")
}

/// Rows of a query, by their first column.
fn rows(place: &Place, database: &str, sql: &str) -> BTreeMap<String, String> {
    let db = rusqlite::Connection::open(place.path(database)).unwrap();
    let mut query = db.prepare(sql).unwrap();
    let columns = query.column_count();
    let row = |row: &rusqlite::Row| {
        let cells = (1..columns).map(|i| Ok(format!("{:?}", row.get::<_, rusqlite::types::Value>(i)?)));
        Ok((row.get(0)?, cells.collect::<rusqlite::Result<Vec<_>>>()?.join(" | ")))
    };
    query.query_map([], row).unwrap().collect::<rusqlite::Result<_>>().unwrap()
}

const READ: &str = "checked, finding, finding_source, note, assigned, speaker, role, act, kind, text";

/// How every statement is read, by its id.
fn statements(place: &Place, database: &str) -> BTreeMap<String, String> {
    rows(place, database, &format!("SELECT id, {READ} FROM attribution_history"))
}

fn decisions(place: &Place, database: &str) -> BTreeMap<String, String> {
    rows(
        place,
        database,
        "SELECT uid, action, field, value, decided_by, reason, undone_at IS NULL, waiting FROM decisions",
    )
}

fn speakers(place: &Place, database: &str) -> BTreeMap<String, String> {
    rows(place, database, "SELECT uid, name, hidden FROM speakers")
}

/// A table of decisions on everything; other desks decide otherwise on every third.
fn table(place: &Place, database: &str, desk: usize) -> String {
    let mut out = "id,decision,field,value,source,by\n".to_owned();
    let by = ["Mira", "Jon"][desk];
    let ids: Vec<String> = statements(place, database).into_keys().collect();
    for (n, id) in ids.iter().enumerate() {
        let n = n + usize::from(n % 3 == 0) * desk;
        let (decision, field, value) = [
            ("accept", "", ""),
            ("reject", "", ""),
            ("fix", "role", "harbour clerk"),
            ("fix", "act", "promise"),
            ("fix", "speaker", "Daniel Okoro"),
            ("fix", "kind", "mixed"),
            ("note", "", "call back"),
        ][n % 7];
        out += &format!("{id},{decision},{field},{value},,{by}\n");
        let finding = ["verified", "disputed", "false", "open"][n % 4];
        out += &format!("{id},{finding},,,https://desk.example/{n},{by}\n");
        if n.is_multiple_of(5) {
            out += &format!("{id},assign,,{by},,{by}\n");
        }
    }
    for (n, id) in rows(place, database, "SELECT uid, kind FROM conflicts").into_keys().enumerate() {
        out += &format!("{id},{},,,,{by}\n", ["accept", "reject", "unsure"][(n + desk) % 3]);
    }
    out
}

/// What is asked for is done all the same after its process was killed at random moments.
fn killed_and_run(place: &Place, command: &str, took: Duration) {
    let mut seed = 11u32;
    for _ in 0..4 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut child = place.started(command);
        std::thread::sleep(took.mul_f64(f64::from(seed >> 8) / f64::from(1 << 24)));
        let _ = child.kill();
        let _ = child.wait();
    }
    place.onrecord(command).ok();
}

/// A desk with claims, a story and its decisions on them.
fn desk(place: &Place, database: &str, desk: usize) {
    place.onrecord(&format!("--db {database} -q import claims.jsonl")).ok();
    place.onrecord(&format!("--db {database} -q add story.txt --url https://herald.example/bridge")).ok();
    let (name, other) = (["Mira", "Jon"][desk], ["Ada Quist", "Bo Ferrant"][desk]);
    place.write(&format!("{name}.csv"), table(place, database, desk));
    let command = format!("--db {database} -q decide --from {name}.csv");
    killed_and_run(place, &command, Duration::from_millis(400));
    place.args(["--db", database, "speakers", "rename", other, ["The Officer", "The Pilot"][desk], "--by", name]).ok();
    place
        .args(["--db", database, "speakers", "alias", "Maria Vogt", ["M. V.", "Vogt senior"][desk], "--by", name])
        .ok();
    place.args(["--db", database, "speakers", "split", "Maria Vogt", "--from", "Ilse Brandt", "--by", name]).ok();
}

#[test]
fn two_hundred_decisions_outlive_whatever_comes() {
    let place = Place::new();
    place.write("claims.jsonl", claims());
    place.write("story.txt", STORY);
    desk(&place, "mira.db", 0);
    desk(&place, "jon.db", 1);
    let (read, decided, named) =
        (statements(&place, "mira.db"), decisions(&place, "mira.db"), speakers(&place, "mira.db"));
    assert!(decided.len() >= 200, "{}", decided.len());
    let unchanged = |after: &str| {
        assert_eq!(statements(&place, "mira.db"), read, "{after}");
        assert_eq!(decisions(&place, "mira.db"), decided, "{after}");
        assert_eq!(speakers(&place, "mira.db"), named, "{after}");
        place.onrecord("--db mira.db -q verify").ok();
    };
    place.onrecord("--db mira.db -q conflicts renew").ok();
    unchanged("another comparison");
    let db = rusqlite::Connection::open(place.path("mira.db")).unwrap();
    db.execute("UPDATE engines SET weights = 'of another day' WHERE name LIKE 'onrecord%'", []).unwrap();
    drop(db);
    place.onrecord("--db mira.db add story.txt --url https://herald.example/bridge").ok().tells("by a newer engine");
    place.onrecord("--db mira.db -q import claims.jsonl").ok();
    unchanged("another engine");

    // both take each other over, however often they are killed: what is decided here stays, and all is at both
    std::fs::copy(place.path("mira.db"), place.path("whole.db")).unwrap();
    let start = Instant::now();
    place.onrecord("--db whole.db -q merge jon.db").ok();
    let took = start.elapsed();
    std::fs::copy(place.path("jon.db"), place.path("jon-before.db")).unwrap();
    killed_and_run(&place, "--db jon.db -q merge mira.db", took);
    killed_and_run(&place, "--db mira.db -q merge jon-before.db", took);
    assert_eq!(statements(&place, "mira.db"), statements(&place, "whole.db"));
    let ids = |database: &str| decisions(&place, database).into_keys().collect::<Vec<_>>();
    assert_eq!(ids("mira.db"), ids("jon.db"));
    let fields = "SELECT id, finding FROM attribution_history";
    let (before, after) = (rows(&place, "jon-before.db", fields), rows(&place, "jon.db", fields));
    assert_eq!(before, after, "Jon has a finding on each, and his own");
    let merged = (statements(&place, "mira.db"), decisions(&place, "mira.db"));
    for other in ["jon.db", "jon-before.db"] {
        place.onrecord(&format!("--db mira.db -q merge {other}")).ok();
        assert_eq!((statements(&place, "mira.db"), decisions(&place, "mira.db")), merged, "{other} again");
    }

    // a newer text that says the same: every decision goes over
    let of_story = |database: &str| {
        let sql = format!("SELECT cue || source || text, {READ} FROM attributions WHERE url IS NOT NULL");
        rows(&place, database, &sql)
    };
    let story = of_story("mira.db");
    place.write("story.txt", format!("{STORY}\nThe wind was light on the day.\n"));
    for database in ["mira.db", "jon.db"] {
        killed_and_run(&place, &format!("--db {database} -q add story.txt --url https://herald.example/bridge"), took);
        place.onrecord(&format!("--db {database} -q verify")).ok();
    }
    assert_eq!(of_story("mira.db"), story);
    place.onrecord("--db mira.db decisions returned").code(1);
    place.onrecord("--db mira.db -q merge jon.db").ok();
    assert_eq!(of_story("mira.db"), story);
    place.onrecord("--db mira.db -q verify").ok();
}

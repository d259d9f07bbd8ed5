//! Decisions through the binary: made, shown, taken back, kept over extraction, carried to another desk.

use crate::support::Place;

const STORY: &str =
    "Mayor Ada Quist said on Monday that the bridge was sound. \u{201c}It will hold,\u{201d} Quist said.\n";

fn added() -> Place {
    let place = Place::new();
    place.write("1.txt", STORY);
    place.onrecord("add 1.txt --published 2024-05-13 --outlet Herald").code(0);
    place
}

fn ids(place: &Place) -> Vec<String> {
    let listed = place.onrecord("quotes --order oldest --format json").code(0).json();
    let rows = listed["attributions"].as_array().expect("a list");
    rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn a_decision_is_made_shown_and_taken_back() {
    let place = added();
    let id = &ids(&place)[0];
    place.args(["decide", id, "fix", "--speaker", "Bo Ferrant", "--role", "deputy mayor", "--by", "Mira"]).code(0);
    place.args(["decide", &id[..8], "verified", "--source", "https://works.example/7", "--reason", "seen"]).code(0);
    let shown = place.args(["show", id]).code(0);
    shown.prints("Bo Ferrant, deputy mayor").prints("by Mira").prints("is verified: seen <https://works.example/7>");
    let row = place.onrecord("quotes Ferrant --format json").code(0).json();
    assert_eq!(row["attributions"][0]["finding"], "verified");
    assert_eq!(row["attributions"][0]["checked"], "fixed");
    assert_eq!(row["attributions"][0]["finding_source"], "https://works.example/7");
    place.onrecord("quotes --unchecked --format csv").code(0);
    for _ in 0..3 {
        place.onrecord("undo").code(0);
    }
    place.onrecord("quotes Ferrant").code(1);
    place.onrecord("undo").code(2).tells("no decision is in force");
}

#[test]
fn what_makes_no_sense_is_refused_with_a_way_out() {
    let place = added();
    let id = &ids(&place)[0];
    place.args(["decide", id, "perhaps"]).code(2).tells("hint: accept, reject");
    place.args(["decide", id, "fix"]).code(2).tells("--speaker");
    place.args(["decide", id, "accept", "--role", "mayor"]).code(2).tells("goes with `fix`");
    place.args(["decide", id, "fix", "--act", "sing"]).code(2).tells("one of say, deny");
    place.args(["decide", id, "fix", "--content", "words of nobody"]).code(2).tells("does not print");
    place.args(["decide", "fff", "accept"]).code(2).tells("too short");
    place.args(["decide", "ffffffff", "accept"]).code(1);
    place.onrecord("--db none.db decide ffff accept").code(5);
    assert!(!place.path("none.db").exists());
}

#[test]
fn ids_of_another_kind_are_pointed_to() {
    let place = added();
    let listed = place.onrecord("quotes --format json").code(0).json();
    let row = &listed["attributions"][0];
    for (field, command) in [("speaker_id", "speakers show"), ("article", "articles show")] {
        let id = row[field].as_str().expect("an id");
        place.args(["show", id]).code(1).tells(&format!("`onrecord {command} {id}` shows it"));
    }
    place.onrecord("show bdb").code(2).tells("too short");
    place.onrecord("articles show bdb").code(2).tells("too short");
    place.onrecord("show bdbb").code(1).tells("no statement has the id");
}

#[test]
fn a_table_of_decisions_is_kept_whole_or_not_at_all() {
    let place = added();
    let found = ids(&place);
    place.write("d.csv", format!("id,decision,value,reason\n{},accept,,\nffffffff,accept,,\n", found[0]));
    place.onrecord("decide --from d.csv").code(3).tells("row 3: ").tells("no decision was kept");
    place.onrecord("decisions").code(1);
    place.write("d.csv", format!("id,decision,value,reason\n{},accept,,\nAda Quist,note,call her,soon\n", found[0]));
    place.onrecord("decide --from d.csv --by Mira").code(0).tells("2 decisions kept");
    let listed = place.onrecord("decisions --format json").code(0).json();
    assert_eq!(listed["decisions"][1]["summary"], "noted: call her");
    assert_eq!(listed["decisions"][1]["by"], "Mira");
    // the same table again is no second decision
    place.onrecord("decide --from d.csv --by Mira").code(0).tells("0 decisions kept, 2 known already");
    place.args(["decide", &found[0], "accept", "--by", "Mira"]).code(0).tells("known already: statement");
    assert_eq!(place.onrecord("decisions --format json").code(0).json()["decisions"].as_array().map(Vec::len), Some(2));
    // each says what it is on, and a list of them says which command reads it
    let speaker = place.onrecord("speakers --format json").code(0).json()["speakers"][0]["id"].clone();
    let speaker = speaker.as_str().expect("an id");
    let list = place.onrecord("decisions --format csv").code(0).stdout().to_owned();
    assert!(list.contains(&format!(",statement,{},", found[0])), "{list}");
    assert!(list.contains(&format!(",noted: call her,speaker,{speaker},soon,")), "{list}");
    place.onrecord("decisions").code(0).prints(&format!("on speaker {}", &speaker[..8]));
    place.write("list.csv", list);
    place.onrecord("decide --from list.csv").code(3).tells("decisions import");
}

#[test]
fn words_that_decide_nothing_are_refused() {
    let place = added();
    let found = ids(&place);
    let id = found[0].as_str();
    place.args(["decide", id, "fix", "--speaker", ""]).code(2).tells("hint: --speaker nobody");
    place.args(["decide", id, "accept", "the reason why"]).code(2).tells("hint: a reason goes with --reason");
    place.args(["decide", id, "fix", "--role", "mayor", "why"]).code(2).tells("hint: --reason");
    let refused = |table: &str, told: &str| {
        place.write("d.csv", table);
        place.onrecord("decide --from d.csv").code(3).tells(told);
    };
    refused(&format!("id,decision,field,value\n{id},fix,speaker,\n"), "row 2: the name of the speaker is empty");
    refused(&format!("id,decision,value\n{id},accept,surely\n"), "row 2: `accept` takes no words");
    refused(&format!("id,decision,comment\n{id},accept,sure\n"), "unknown columns: comment; known are id, decision");
    refused(&format!("id,decision\n{id},accept,sure\n"), "row 2: has more cells");
    refused("id,decision\n", "no decision in it");
    refused("", "found the columns (none)");
    let both = format!("id,decision\n{id},accept\n{},accept\n{id},reject\n", found[1]);
    refused(&both, "rows 2 and 4 contradict each other");
    refused(&format!("id,decision\n{id},verified\n{id},false\n"), "rows 2 and 3 contradict each other");
    place.onrecord("decisions").code(1);
    place.args(["decide", id, "fix", "--speaker", "nobody"]).ok().tells("said by nobody that the text names");
}

#[test]
fn tables_of_decisions_come_as_spreadsheets_write_them() {
    let place = added();
    let id = &ids(&place)[0];
    for table in [format!("ID;Decision\n{id};accept\n"), format!("Decision\tId\naccept\t{id}\n")] {
        place.write("d.csv", &table);
        place.onrecord("decide --from d.csv").ok().tells("was read correctly");
        place.onrecord("decide --from -").input(table).ok().tells("was read correctly");
    }
    place.write("d.csv", format!("number,verdict\n{id},accept\n"));
    let run = place.onrecord("decide --from d.csv").code(3);
    run.tells("found the columns number, verdict; needed are id, decision");
}

/// As many decisions as a desk makes in a day, over other weights, a merger and a kill.
#[test]
fn two_hundred_decisions_are_kept() {
    let place = Place::new();
    let lines: Vec<String> = (0..100)
        .map(|n| format!(r#"{{"id":"c{n}","text":"Pier {n} of the quay is safe","speaker":"Ada Quist"}}"#))
        .collect();
    place.write("claims.jsonl", lines.join("\n"));
    place.onrecord("import claims.jsonl").code(0);
    let rows: Vec<String> =
        (0..100).flat_map(|n| [format!("c{n},accept,,"), format!("c{n},verified,,https://quay.example/{n}")]).collect();
    place.write("d.csv", format!("id,decision,value,source\n{}\n", rows.join("\n")));
    place.onrecord("decide --from d.csv").code(0).tells("200 decisions kept");
    place.shell("onrecord decisions export -o ours.jsonl").code(0);
    // another desk that has the statements, and one that gets them later
    place.onrecord("--db b.db import claims.jsonl").code(0);
    place.onrecord("--db b.db decisions import ours.jsonl").code(0).tells("200 decisions taken over");
    place.onrecord("--db c.db decisions import ours.jsonl").code(0);
    place.onrecord("--db c.db import claims.jsonl").code(0);
    place.onrecord("--db d.db merge onrecord.db").code(0);
    // killed while it takes the same in: the next try completes it
    let mut killed = place.started("--db e.db merge onrecord.db");
    std::thread::sleep(std::time::Duration::from_millis(30));
    let _ = killed.kill();
    let _ = killed.wait();
    place.onrecord("--db e.db merge onrecord.db").code(0);
    for db in ["onrecord.db", "b.db", "c.db", "d.db", "e.db"] {
        let kept =
            place.onrecord(&format!("--db {db} quotes --checked --finding verified --format json")).code(0).json();
        assert_eq!(kept["attributions"].as_array().map(Vec::len), Some(100), "{db}");
        place.onrecord(&format!("--db {db} verify")).code(0);
    }
}

#[test]
fn desks_that_disagree_are_told() {
    let place = added();
    let id = &ids(&place)[0];
    std::fs::copy(place.path("onrecord.db"), place.path("b.db")).expect("a copy");
    place.args(["decide", id, "verified", "--by", "Mira"]).code(0);
    place.args(["--db", "b.db", "decide", id, "false", "--by", "Jon"]).code(0);
    place.onrecord("merge b.db").code(0).prints("by Jon").tells("1 of them disagrees");
    let waiting = place.onrecord("decisions disagreements --format json").code(0).json();
    assert_eq!(waiting["disagreements"][0]["theirs"]["by"], "Jon");
    place.args(["decide", id, "false", "--reason", "Jon is right"]).code(0);
    place.onrecord("decisions disagreements").code(1);
}

/// Names that differ in a number or a word are those of different speakers when a person gave them.
#[test]
fn a_name_given_by_hand_is_shown_as_given() {
    let place = Place::new();
    let lines: Vec<String> = (0..9)
        .map(|n| {
            let speaker = ["Ada Quist", "Lena Marr", "Nils Orre"][n % 3];
            format!(r#"{{"id":"c{n}","text":"Pier {n} of the quay is safe","speaker":"{speaker}"}}"#)
        })
        .collect();
    place.write("claims.jsonl", lines.join("\n"));
    place.onrecord("import claims.jsonl").code(0);
    let given =
        ["Case Officer 3", "Case Officer 8", "Case Officer 3", "Maria Vega", "Maria Ada Vega", "Vega", "Ada Quist"];
    for (n, name) in given.iter().enumerate() {
        place.args(["decide", &format!("c{n}"), "fix", "--speaker", name]).code(0);
    }
    let speakers = |place: &Place| {
        let listed = place.onrecord("quotes --order added --format json").code(0).json();
        let rows = listed["attributions"].as_array().expect("a list").clone();
        let word = |row: &serde_json::Value, field: &str| row[field].as_str().expect("words").to_owned();
        rows.iter().map(|row| (word(row, "speaker"), word(row, "speaker_id"))).collect::<Vec<_>>()
    };
    let found = speakers(&place);
    assert_eq!(found[..7].iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), given);
    let ids: std::collections::BTreeSet<&str> = found.iter().map(|(_, id)| id.as_str()).collect();
    assert_eq!((ids.len(), &found[0]), (8, &found[2]), "{found:?}");
    // one who is shown under just the name given is that speaker, also by a person's ruling
    place.args(["speakers", "rename", "Nils Orre", "Nils Orre Vik"]).code(0);
    place.args(["decide", "c6", "fix", "--speaker", "Nils Orre Vik"]).code(0);
    let found = speakers(&place);
    assert_eq!((&found[6], found[6].0.as_str()), (&found[8], "Nils Orre Vik"));
    place.onrecord("undo").code(0);
    assert_eq!(speakers(&place)[6].0, "Ada Quist");
}

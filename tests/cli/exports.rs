//! Exports that need more than rows: workbooks and folders, opened again.

use crate::support::Place;

fn stored() -> Place {
    let place = Place::new();
    let lines = [
        r#"{"id":"007","text":"=1+1 is what the pier cost","speaker":"Ada Quist","role":"mayor","published":"2024-05-13","outlet":"Herald"}"#,
        r#"{"id":"c2","text":"The council did not sell the fish hall to Velora","speaker":"Bo Ferrant","published":"2024-05-14","outlet":"Post"}"#,
        r#"{"id":"c3","text":"The council sold the fish hall to Velora","speaker":"Ada Quist","published":"2024-05-13","outlet":"Herald"}"#,
    ];
    place.write("claims.jsonl", lines.join("\n"));
    place.onrecord("import claims.jsonl").code(0);
    place.args(["decide", "c2", "verified", "--source", "https://works.example/7"]).code(0);
    place
}

#[cfg(all(feature = "sheets", feature = "xlsx"))]
#[test]
fn a_workbook_has_four_sheets_dates_and_no_formula() {
    use calamine::{Data, Reader, Xlsx, open_workbook};
    let place = stored();
    place.onrecord("export -o dossier.xlsx").code(0).prints_nothing();
    let mut book: Xlsx<_> = open_workbook(place.path("dossier.xlsx")).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Attributions", "Speakers", "Conflicts", "Decisions"]);
    let sheet = book.worksheet_range("Attributions").expect("a sheet");
    let rows: Vec<Vec<Data>> = sheet.rows().map(<[Data]>::to_vec).collect();
    let at = |name: &str| rows[0].iter().position(|cell| *cell == Data::String(name.to_owned())).expect("a column");
    let pier = rows.iter().find(|row| row[at("ref")] == Data::String("007".to_owned())).expect("the id is text");
    assert_eq!(pier[at("text")], Data::String("=1+1 is what the pier cost".to_owned()));
    assert!(matches!(&pier[at("published")], Data::DateTime(_)), "{:?}", pier[at("published")]);
    assert!(rows.iter().any(|row| row[at("finding")] == Data::String("verified".to_owned())));
    assert!(book.worksheet_formula("Attributions").expect("formulas").is_empty());
    assert_eq!(book.worksheet_range("Decisions").expect("a sheet").height(), 2);
    assert_eq!(book.worksheet_range("Conflicts").expect("a sheet").height(), 2);
}

#[test]
fn tables_for_people_say_what_was_checked_and_found() {
    let place = stored();
    let id = place.onrecord("quotes --finding verified --format jsonl").ok().json_lines()[0]["id"].clone();
    place.args(["decide", id.as_str().expect("an id"), "accept"]).ok();
    let words = "accepted, verified (https://works.example/7)";
    place.onrecord("export --format md").ok().prints("| Checked |").prints(words);
    place.onrecord("quotes --format md").ok().prints(words);
    place.onrecord("export -o t.html").ok();
    assert!(place.read("t.html").contains(words));
    place.onrecord("quotes").ok().prints("[accepted] [verified]");
}

#[test]
fn a_folder_for_brat_points_at_the_words() {
    let place = stored();
    place.onrecord("export --format brat -o brat").code(0).tells("3 statements in brat");
    let files = std::fs::read_dir(place.path("brat")).expect("a folder");
    let names: Vec<String> = files.map(|f| f.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names.len(), 8, "{names:?}");
    for name in names.iter().filter(|name| name.ends_with(".ann")) {
        let text: Vec<char> = place.read(&format!("brat/{}", name.replace(".ann", ".txt"))).chars().collect();
        let annotations = place.read(&format!("brat/{name}"));
        let entities: Vec<&str> = annotations.lines().filter(|line| line.starts_with('T')).collect();
        assert!(!entities.is_empty(), "{annotations}");
        for line in entities {
            let mut fields = line.split('\t').skip(1);
            let (place, words) = (fields.next().expect("a place"), fields.next().expect("words"));
            let offsets = place.split_once(' ').expect("a type").1;
            let pieces = offsets.split(';').map(|piece| {
                let (start, stop) = piece.split_once(' ').expect("two");
                text[start.parse().expect("a number")..stop.parse().expect("a number")].iter().collect::<String>()
            });
            assert_eq!(pieces.collect::<Vec<_>>().join(" "), words);
        }
    }
    assert!(place.read("brat/annotation.conf").contains("[entities]"));
    place.onrecord("export --format brat").code(2).tells("name the folder");
    place.onrecord("import --help").code(0).prints("An article without a statement is not in the folder");
}

#[test]
fn a_folder_for_brat_is_not_written_over_what_people_annotated() {
    let place = stored();
    let export = "export --format brat -o brat";
    place.onrecord(export).ok();
    place.onrecord(export).ok();
    let files = std::fs::read_dir(place.path("brat")).expect("a folder").map(|file| file.expect("a file").path());
    let file = files.filter(|file| file.extension().is_some_and(|e| e == "ann")).min().expect("annotations");
    let edited = std::fs::read_to_string(&file).expect("a text").replace("Act T1 say", "Act T1 promise");
    std::fs::write(&file, &edited).expect("written");
    place.onrecord(export).code(7).tells("changed since it was written").tells("hint: `onrecord import --brat");
    // nor is it forgotten by an export of others
    place.onrecord(&format!("{export} --speaker Nobody")).code(1);
    place.onrecord(&format!("{export} --finding verified")).code(7);
    assert_eq!(std::fs::read_to_string(&file).expect("a text"), edited);
    place.onrecord("import --brat brat").ok();
}

#[test]
fn what_was_given_out_before_for_brat_comes_back_beside_what_is_given_out_now() {
    let place = stored();
    for words in ["c2", "c3"] {
        let listed = place.onrecord("quotes --format json").ok().json();
        let rows = listed["attributions"].as_array().expect("a list").clone();
        let row = rows.iter().find(|row| row["ref"] == words).expect("a row");
        place.onrecord(&format!("export --format brat -o brat --article {}", row["article"].as_str().unwrap())).ok();
    }
    let listed = place.onrecord("quotes --format json").ok().json();
    let rows = listed["attributions"].as_array().expect("a list");
    let row = rows.iter().find(|row| row["ref"] == "c2").expect("a row");
    let file = format!("brat/{}.ann", row["article"].as_str().unwrap());
    place.write(&file, place.read(&file).replace("Act T1 say", "Act T1 deny"));
    place.onrecord("import --brat brat").ok().tells("is of the act deny");
}

#[test]
fn what_was_corrected_in_brat_comes_back_as_decisions() {
    let place = stored();
    place.onrecord("export --format brat -o brat").code(0);
    place.onrecord("import --brat brat").code(1).tells("nothing was changed");
    let listed = place.onrecord("quotes --format json").code(0).json();
    let of = |reference: &str, field: &str| {
        let rows = listed["attributions"].as_array().expect("a list");
        let row = rows.iter().find(|row| row["ref"] == reference).expect("a row");
        row[field].as_str().expect("a text").to_owned()
    };
    let file = format!("brat/{}.ann", of("c2", "article"));
    let corrected = place.read(&file).replace("Act T1 say", "Act T1 deny").replace("Bo Ferrant", "Cy Tarn");
    place.write(&file, corrected);
    place.write(&format!("brat/{}.ann", of("c3", "article")), "");
    place.onrecord("import --brat brat --by Mira").code(0).tells("3 decisions kept");
    let listed = place.onrecord("quotes --format json").code(0).json();
    let rows = listed["attributions"].as_array().expect("a list");
    assert_eq!(rows.len(), 2, "what was deleted there is rejected");
    let row = rows.iter().find(|row| row["ref"] == "c2").expect("a row");
    assert_eq!((&row["speaker"], &row["act"], &row["checked"]), (&"Cy Tarn".into(), &"deny".into(), &"fixed".into()));
    place.onrecord("import --brat .").code(3).tells("hint: the folder must be one");
}

#[test]
fn a_statement_deleted_and_marked_anew_in_brat_is_the_same_statement() {
    let place = Place::new();
    place.write("story.txt", "Zoë Tarn, the mayor, said on Monday that the quay would be closed.\n");
    place.onrecord("add story.txt --published 2024-05-13").code(0);
    place.onrecord("export --format brat -o brat").code(0);
    let rows = || place.onrecord("quotes --format json").code(0).json()["attributions"].clone();
    let before = rows();
    let row = &before[0];
    let file = format!("brat/{}.ann", row["article"].as_str().expect("an id"));
    // the annotation with all that hangs on it is gone, and its words are annotated again
    let ours = place.read(&file);
    let content = ours.lines().find(|line| line.contains("\tContent ")).expect("the content").replacen("T1", "T90", 1);
    place.write(&file, &content);
    place.onrecord("import --brat brat").code(1).tells("nothing was changed");
    assert_eq!(rows(), before);
    place.write(&file, format!("{content}\nA90\tAct T90 deny\n"));
    place.onrecord("import --brat brat").code(0).tells("is of the act deny");
    let after = rows();
    assert_eq!((&after[0]["id"], &after[0]["speaker"]), (&row["id"], &row["speaker"]));
    assert_eq!((&after[0]["act"], &after[1]), (&"deny".into(), &serde_json::Value::Null));
    place.onrecord("import --brat brat").code(1).tells("nothing was changed");
    assert_eq!(rows(), after);

    // deleted for good, it is rejected once; marked after that, it is there again
    place.write(&file, "");
    place.onrecord("import --brat brat").code(0).tells("was not read correctly");
    place.onrecord("import --brat brat").code(1).tells("nothing was changed");
    place.write(&file, &content);
    place.onrecord("import --brat brat").code(0).tells("was marked by hand");
    place.onrecord("import --brat brat").code(1).tells("nothing was changed");
    assert_eq!(rows()[0]["id"], row["id"]);
}

/// A line of an annotation: its name, its kind, and the words as they stand in the text.
fn entity(name: &str, kind: &str, text: &str, words: &str) -> String {
    let start = text[..text.find(words).expect("the words")].chars().count();
    format!("{name}\t{kind} {start} {}\t{words}\n", start + words.chars().count())
}

#[test]
fn what_was_annotated_anew_in_brat_is_a_statement_of_the_person() {
    let place = Place::new();
    let text = "Zoë Tarn, the mayor, said on Monday that the quay would be closed.\n\n\
        The fish hall stays open, as Bo Ferrant, the harbour master, put it to nobody in particular over a plate of\nherring.\n";
    place.write("story.txt", text);
    place.onrecord("add story.txt --published 2024-05-13").code(0);
    place.onrecord("export --format brat -o brat").code(0);
    let article = place.onrecord("articles --format json").code(0).json();
    let article = article["articles"][0]["id"].as_str().expect("an id").to_owned();
    let file = format!("brat/{article}.ann");
    let new = [
        entity("T90", "Content", text, "over a plate of"),
        entity("T91", "Source", text, "Bo Ferrant, the harbour master"),
        entity("T92", "Cue", text, "put it"),
        entity("T93", "Content", text, "in particular") + "#93\tAnnotatorNotes T93\tspeaker: Zoë Tarn\n",
        "R90\tSaidBy Arg1:T90 Arg2:T91\nR91\tSaidWith Arg1:T90 Arg2:T92\nA90\tAct T90 promise\n".to_owned(),
    ];
    // over a line break, brat writes two pieces
    let end = text[..text.find("herring").expect("there")].chars().count();
    let new = new.concat().replacen("\tover a plate of\n", "\tover a plate of herring\n", 1);
    let first = new.lines().next().expect("a line");
    let pieces = first.replacen("\tover", &format!(";{end} {}\tover", end + "herring".len()), 1);
    place.write(&file, place.read(&file) + &new.replacen(first, &pieces, 1));

    place.onrecord("import --brat brat --by Mira").code(0).tells("2 decisions kept");
    place.onrecord("import --brat brat --by Mira").code(1).tells("nothing was changed");
    let listed = |database: &str| -> Vec<serde_json::Value> {
        let listed = place.onrecord(&format!("--db {database} export --format json")).code(0).json();
        let rows = listed["attributions"].as_array().expect("a list").iter();
        rows.filter(|row| row["text"] == "over a plate of herring").cloned().collect()
    };
    let rows = listed("onrecord.db");
    assert_eq!(rows.len(), 1);
    assert_eq!((&rows[0]["speaker"], &rows[0]["act"]), (&"Bo Ferrant".into(), &"promise".into()));
    assert_eq!((&rows[0]["role"], &rows[0]["checked"]), (&"harbour master".into(), &"accepted".into()));
    let id = rows[0]["id"].as_str().expect("an id");
    place.args(["show", id]).code(0).prints("found by a person");
    place.args(["explain", id]).code(0).prints("it was marked by hand");
    // what the person did not say is known from the rest of the article
    let named = place.onrecord("quotes Tarn --words particular --format json").code(0).json();
    let named = &named["attributions"][0];
    let found = [&named["text"], &named["role"], &named["on_record"]].map(serde_json::Value::to_string);
    assert_eq!(found, ["\"in particular\"", "\"mayor\"", "true"]);

    // other weights read the article again
    let reread = || {
        let db = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
        db.execute("UPDATE engines SET weights = weights || 'x' WHERE weights <> ''", []).expect("other weights");
        drop(db);
        place.onrecord("add story.txt").code(0);
    };
    reread();
    assert_eq!(listed("onrecord.db"), rows, "kept over a new extraction");
    place.onrecord("verify").code(0);

    // the decision alone carries it to another desk, before the article or after it
    place.onrecord("decisions export -o ours.jsonl").code(0);
    place.onrecord("--db after.db add story.txt --published 2024-05-13").code(0);
    place.onrecord("--db after.db decisions import ours.jsonl").code(0);
    place.write("other.txt", "“It rained,” said Ada Quist.\n");
    place.onrecord("--db before.db add other.txt").code(0);
    place.onrecord("--db before.db decisions import ours.jsonl").code(0);
    place.onrecord("--db before.db add story.txt --published 2024-05-13").code(0);
    for database in ["after.db", "before.db"] {
        assert_eq!(listed(database).iter().map(|row| &row["id"]).collect::<Vec<_>>(), [id], "{database}");
        place.onrecord(&format!("--db {database} verify")).code(0);
    }

    place.onrecord("undo").code(0);
    assert!(listed("onrecord.db").is_empty(), "taken back, it is gone");
    reread();
    assert!(listed("onrecord.db").is_empty());
}

#[test]
fn what_cannot_be_taken_from_brat_is_told_by_line_and_the_rest_is_taken() {
    let place = Place::new();
    let text = "Zoë Tarn, the mayor, said on Monday that the quay would be closed.\n\n\
        The fish hall stays open as long as Bo Ferrant lives.\n\n“The ferry is late,” said Cy Rauch.\n";
    place.write("story.txt", text);
    place.onrecord("add story.txt --published 2024-05-13").code(0);
    let article = place.onrecord("articles --format json").code(0).json();
    let file = format!("brat/{}.ann", article["articles"][0]["id"].as_str().expect("an id"));
    place.onrecord("export --format brat -o brat").code(0);
    let ours = place.read(&file);
    let quay = ours.lines().find(|line| line.contains("the quay would be closed")).expect("a statement");
    let (late, end) =
        (ours.lines().find(|line| line.contains("The ferry")).expect("a statement"), text.chars().count());
    let late = late.split('\t').next().expect("a name");
    let blank = text[..text.find(" hall").expect("there")].chars().count();
    let new = [
        entity("T90", "Content", text, "fish hall stays open"),
        "A90\tAct T90 shout\n".to_owned(),
        entity("T91", "Content", text, "as Bo"),
        format!("T92\tCue {blank} {}\t \nR92\tSaidWith Arg1:T91 Arg2:T92\n", blank + 1),
        format!("T93\tContent {} {}\t \n", end - 1, end),
        quay.replacen("T1\t", "T94\t", 1) + "\nA94\tAct T94 deny\n",
        entity("T95", "Content", text, "Bo Ferrant") + "#95\tAnnotatorNotes T95\tid: 0123456789abcdef\n",
    ];
    assert!(quay.starts_with("T1\t") && late != "T1", "{ours}");
    let changed: String = ours
        .lines()
        .map(|line| match line.split_once('\t') {
            Some((name, rest)) if name == late => {
                let words = rest.split_once('\t').expect("words").1;
                format!("{name}\tContent {end} {}\t{words}\n", end + 9)
            }
            _ => format!("{line}\n"),
        })
        .collect();
    place.write(&file, changed.replace("Act T1 say", "Act T1 whisper") + &new.concat());
    let first = ours.lines().count() + 1;
    let line = |n: usize| format!("{}:{n}: left out:", file.trim_start_matches("brat/"));
    let told = [
        format!("{} \"whisper\" is no act", line(1)),
        format!("{} \"shout\" is no act", line(first)),
        format!("{} the text has no such words", line(first + 2)),
        format!("{} the text has no such words", line(first + 5)),
        format!("{} statement ", line(first + 6)),
        format!("{} statement 0123456789abcdef was not given out", line(first + 8)),
    ];
    let late = ours.lines().position(|line| line.starts_with(&format!("{late}\t"))).expect("there") + 1;
    let moved = format!("{} the text has no such words", line(late));
    let check = |words: &str| {
        let mut run = place.onrecord("import --brat brat").code(3).tells(words);
        for told in told.iter().chain([&moved]) {
            run = run.tells(told);
        }
    };
    check("was marked by hand");
    check("nothing was changed");
    let listed = place.onrecord("quotes --format json").code(0).json();
    let texts: Vec<&str> =
        listed["attributions"].as_array().expect("a list").iter().filter_map(|row| row["text"].as_str()).collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts.contains(&"fish hall stays open"), "{texts:?}");
}

#[test]
fn a_data_package_describes_its_files() {
    let place = stored();
    place.onrecord("export --format datapackage -o package").code(0);
    let package: serde_json::Value = serde_json::from_str(&place.read("package/datapackage.json")).expect("JSON");
    for resource in package["resources"].as_array().expect("a list") {
        let file = place.read(&format!("package/{}", resource["path"].as_str().expect("a path")));
        let header = file.lines().next().expect("a header").trim();
        let fields = resource["schema"]["fields"].as_array().expect("a list");
        let names: Vec<&str> = fields.iter().map(|field| field["name"].as_str().expect("a name")).collect();
        assert_eq!(header, names.join(","));
        assert_eq!(resource["bytes"], file.len());
    }
}

#[test]
fn a_data_package_is_of_one_export() {
    let place = stored();
    place.onrecord("export --format datapackage -o package").code(0);
    let all = place.read("package/attributions.csv");
    let speaker = place.onrecord("speakers --limit 1 --format csv").ok();
    let speaker =
        speaker.stdout().lines().nth(1).and_then(|line| line.split(',').next()).expect("a speaker").to_owned();
    place.args(["export", "--format", "datapackage", "-o", "package", "--speaker", &speaker]).ok();
    let few = place.read("package/attributions.csv");
    assert!(few.lines().count() < all.lines().count());
    let package: serde_json::Value = serde_json::from_str(&place.read("package/datapackage.json")).expect("JSON");
    assert_eq!(package["resources"][0]["bytes"], few.len());
    // what ends in the middle leaves no descriptor beside rows of two exports
    std::fs::remove_file(place.path("package/conflicts.csv")).expect("removed");
    std::fs::create_dir(place.path("package/conflicts.csv")).expect("a folder in its place");
    place.onrecord("export --format datapackage -o package").code(7);
    assert!(!place.path("package/datapackage.json").exists());
    place.write("others/datapackage.json", "{\"name\": \"budget\", \"resources\": []}");
    place.onrecord("export --format datapackage -o others").code(7).tells("another data package");
    assert!(!place.path("others/attributions.csv").exists());
}

#[test]
fn small_things_for_other_programs() {
    let place = stored();
    assert!(place.onrecord("export --bom").code(0).stdout().starts_with("\u{feff}id,"));
    let metadata = place.onrecord("export --format datasette").code(0).json();
    let tables = &metadata["databases"]["onrecord"]["tables"];
    // every table that another one refers to is called by a column that it has
    let db = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
    let mut query = db
        .prepare(
            "SELECT DISTINCT f.\"table\" FROM sqlite_schema AS s JOIN pragma_foreign_key_list(s.name) AS f WHERE s.type = 'table'",
        )
        .expect("a query");
    let referred: Vec<String> =
        query.query_map([], |r| r.get(0)).expect("rows").collect::<Result<_, _>>().expect("names");
    assert!(referred.len() > 5, "{referred:?}");
    for table in referred {
        let label = tables[&table]["label_column"].as_str().unwrap_or_else(|| panic!("{table} has no label"));
        db.prepare(&format!("SELECT {label} FROM {table}")).expect("the column is there");
    }
    for (_, query) in metadata["databases"]["onrecord"]["queries"].as_object().expect("queries") {
        db.prepare(query["sql"].as_str().expect("a text")).expect("a query that SQLite understands");
    }
}

#[cfg(feature = "xlsx")]
#[test]
fn a_workbook_tells_what_it_has_no_room_for() {
    let place = Place::new();
    let long = "the pier is shut and ".repeat(2_000);
    place.write("claims.jsonl", serde_json::json!({"id": "c1", "text": long, "speaker": "Ada Quist"}).to_string());
    place.onrecord("import claims.jsonl").code(0);
    place.onrecord("export -o dossier.xlsx").ok().tells("cut to 32767 characters").tells("--format csv has all");
    place.onrecord("export -o dossier.csv").ok();
    assert!(place.read("dossier.csv").contains(long.trim()));
}

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
    let corrected = place.read(&file).replace("Act T1 say", "Act T1 deny").replace("Bo Ferrant", "Cy Tarn")
        + "T9\tContent 0 3\tThe\n";
    place.write(&file, corrected);
    place.write(&format!("brat/{}.ann", of("c3", "article")), "");
    place.onrecord("import --brat brat --by Mira").code(0).tells("3 decisions kept").tells("1 new annotation");
    let listed = place.onrecord("quotes --format json").code(0).json();
    let rows = listed["attributions"].as_array().expect("a list");
    assert_eq!(rows.len(), 2, "what was deleted there is rejected");
    let row = rows.iter().find(|row| row["ref"] == "c2").expect("a row");
    assert_eq!((&row["speaker"], &row["act"], &row["checked"]), (&"Cy Tarn".into(), &"deny".into(), &"fixed".into()));
    place.onrecord("import --brat .").code(3).tells("hint: the folder must be one");
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
    }
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

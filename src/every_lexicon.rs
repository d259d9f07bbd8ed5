//! One test for all files of `data/lexicons/`: each says where its words come from, each entry has examples that must and must
//! not meet it, and they do.

use std::fs;
use std::path::Path;

use crate::lexicon::List;

/// Files whose words are met in other forms too, such as plurals: their readers say what an example meets.
const INFLECTED: &[&str] = &["bodies", "sources", "organizations", "role_fields"];

/// Whether an entry of a file is met by an example; entries without a name are the file as a whole. What must not meet a rule
/// for furniture must not meet another one either.
fn meets(file: &str, entry: &str, example: &str, must: bool) -> bool {
    match file {
        "acts" => crate::extract::meets(entry, example),
        "furniture" => crate::document::furniture::meets(must.then_some(entry), example),
        "inflections" => {
            let (form, lemma) = example.split_once(": ").expect("form: lemma");
            crate::document::lemma::lemma(form) == lemma
        }
        "frames" | "relations" | "polarity" | "judgements" => crate::compare::meets(file, entry, example),
        "retold" => crate::compare::retells_otherwise(example),
        "places" => crate::lexicon::places::meets(example),
        "roles" | "bodies" | "sources" | "organizations" | "role_fields" | "nicknames" | "honorifics"
        | "name_parts" | "sounds" => crate::speakers::meets(file, entry, example),
        _ => panic!("{file}.toml: nobody can say what its entries meet"),
    }
}

#[test]
fn every_entry_of_every_file_meets_what_it_must() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/lexicons");
    let mut faults = Vec::new();
    let mut entries = 0;
    for file in fs::read_dir(folder).expect("the lexicons") {
        let path = file.expect("a file").path();
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_none_or(|ending| ending != "toml") {
            continue;
        }
        let text = fs::read_to_string(&path).expect("a text");
        let table: toml::Table = text.parse().unwrap_or_else(|error| panic!("{name}.toml: {error}"));
        if table.get("source").and_then(toml::Value::as_str).is_none_or(str::is_empty) {
            faults.push(format!("{name}.toml does not say where its words come from"));
        }
        let for_all = table.contains_key("must_not");
        walk(&name, "", &table, for_all, &mut entries, &mut faults);
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(entries > 650, "only {entries} entries were walked");
}

/// An entry has examples; tables without them are parts of one, or hold entries.
///
/// `for_all`: the file as a whole says what must not meet its entries.
fn walk(file: &str, entry: &str, table: &toml::Table, for_all: bool, entries: &mut usize, faults: &mut Vec<String>) {
    let named = ["name", "id"].iter().find_map(|key| table.get(*key)).and_then(toml::Value::as_str).unwrap_or(entry);
    if let Some(must) = table.get("must") {
        *entries += 1;
        let mut tell = |fault: String| faults.push(format!("{file}.toml, {named}: {fault}"));
        if table.contains_key("words") && table.len() == 3 && !INFLECTED.contains(&file) {
            let list: List = toml::Value::Table(table.clone()).try_into().expect("a list of words");
            list.faults().into_iter().for_each(&mut tell);
            return;
        }
        let (must, must_not) = (texts(must), table.get("must_not").map(texts).unwrap_or_default());
        if must.is_empty() || must_not.is_empty() && !for_all {
            tell("has no examples".to_owned());
        }
        must.iter().filter(|text| !meets(file, named, text, true)).for_each(|text| tell(format!("must meet {text:?}")));
        must_not
            .iter()
            .filter(|text| meets(file, named, text, false))
            .for_each(|text| tell(format!("must not meet {text:?}")));
    }
    for (key, value) in table {
        match value {
            toml::Value::Table(inner) => walk(file, key, inner, for_all, entries, faults),
            toml::Value::Array(list) => {
                list.iter()
                    .filter_map(toml::Value::as_table)
                    .for_each(|inner| walk(file, key, inner, for_all, entries, faults));
            }
            _ => {}
        }
    }
}

fn texts(value: &toml::Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(toml::Value::as_str).collect()
}

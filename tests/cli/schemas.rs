//! Real outputs are what `schema` says they are.

use std::collections::BTreeSet;

use crate::support::Place;

/// Holds every JSON document against the schema of this name.
#[track_caller]
fn hold(place: &Place, name: &str, documents: &[serde_json::Value]) {
    let schema = place.onrecord(&format!("schema {name}")).ok().json();
    let validator = jsonschema::validator_for(&schema).expect("a sound schema");
    assert!(!documents.is_empty(), "nothing to hold against {name}");
    for document in documents {
        let told: Vec<String> =
            validator.iter_errors(document).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(told.is_empty(), "{name}: {told:#?}");
    }
}

/// Ids in the first column of a CSV listing.
fn ids(csv: &str) -> Vec<String> {
    csv.lines().skip(1).filter_map(|line| line.split(',').next()).map(str::to_owned).collect()
}

const DRAFT: &str = "“This is a historic day for every farmer below the dam,” said Ottilie Brannskog.\n\n\
    “Kestria does recognize the tribunal's authority over the Sorn,” Yevgeny Taraskov said on Monday.\n\n\
    “The gates stood as the season required,” said Vesna Dragulic. “We ate the moon,” said Vesna Dragulic.\n";

const GOLD: &str = r#"{"id": "a", "text": "“It will hold,” Mayor Ada Quist said on Monday. Rain fell.", "statements": [
    {"content": [[1, 14]], "speaker": "Ada Quist", "type": "person", "role": "Mayor", "org": "", "kind": "direct", "act": "say"},
    {"content": [[47, 56]], "speaker": "Bo Ferrant", "type": "person", "kind": "indirect", "act": "say"}]}"#;

#[test]
fn every_output_is_as_its_schema_says() {
    let place = Place::new();
    place.onrecord("demo --db onrecord.db").ok();
    let statements = ids(place.onrecord("quotes Dragulić --format csv").ok().stdout());
    let conflicts = ids(place.onrecord("conflicts --format csv").ok().stdout());
    let (statement, conflict) = (statements[0].clone(), conflicts[0].clone());
    for decision in ["accept", "fix --role speaker", "verified --source https://a.example", "note call", "assign Jon"] {
        place.onrecord(&format!("decide {statement} {decision} --by Mira")).ok();
    }
    place.onrecord(&format!("decide {conflict} reject --by Mira")).ok();
    place.write("draft.md", DRAFT);
    place.write("gold.jsonl", GOLD.replace('\n', " "));
    place.write(
        "pairs.jsonl",
        "{\"id\": \"1\", \"a\": \"The gates were opened\", \"b\": \"The gates were not opened\"}\noops\n",
    );
    place.write(
        "articles.jsonl",
        "{\"id\": \"1\", \"text\": \"Ada Quist and Bo Ferrant said that it rained.\"}\n\n{\"id\": 2}\n",
    );
    let article = ids(place.onrecord("articles --format csv").ok().stdout())[0].clone();
    let cases: Vec<(&str, String, i32)> = vec![
        ("attributions", "quotes --format json --limit 0".into(), 0),
        ("statement", format!("show {statement} --format json"), 0),
        ("explanation", format!("explain {statement} --format json"), 0),
        ("explanation", format!("explain {} --format json", statements[1]), 0),
        ("speakers", "speakers --format json".into(), 0),
        ("speakers_by_outlet", "speakers --by outlet --format json".into(), 0),
        ("speaker", "speakers show Brannskog --format json".into(), 0),
        ("doubtful", "speakers doubtful --format json".into(), 1),
        ("articles", "articles --format json".into(), 0),
        ("outlets", "outlets --format json".into(), 0),
        ("article", format!("articles show {article} --format json"), 0),
        ("conflicts", "conflicts --all --format json".into(), 0),
        ("conflict", format!("conflicts show {conflict} --format json"), 0),
        ("conflict", format!("conflicts show {} --format json", conflicts[1]), 0),
        ("rules", "conflicts rules --format json".into(), 0),
        ("quotations", "check draft.md --format json".into(), 1),
        ("questions", "questions --format json".into(), 0),
        ("answers", "questions show lawful --format json".into(), 1),
        ("counts", "count --by month --by class --format json".into(), 0),
        ("decisions", "decisions --format json".into(), 0),
        ("disagreements", "decisions disagreements --format json".into(), 1),
        ("returned", "decisions returned --format json".into(), 1),
        ("stats", "stats --format json".into(), 0),
        ("faults", "verify --format json".into(), 0),
        ("checks", "doctor --format json".into(), 0),
        ("config", "config --format json".into(), 0),
        ("eval", "eval gold.jsonl --wrong 0 --format json".into(), 0),
    ];
    for (name, command, code) in &cases {
        hold(&place, name, &[place.onrecord(command).code(*code).json()]);
    }
    let asked = place.args(["ask", "Were the gates closed in August?", "--format", "json"]).ok();
    hold(&place, "positions", &[asked.json()]);
    hold(&place, "attribution", &place.onrecord("quotes --format jsonl").ok().json_lines());
    hold(&place, "verdict", &place.onrecord("compare --jsonl pairs.jsonl").code(3).json_lines());
    hold(&place, "extract", &place.onrecord("extract --jsonl articles.jsonl --verbose").code(3).json_lines());

    // what is listed is held, each and no other
    let held: BTreeSet<&str> =
        cases.iter().map(|(name, ..)| *name).chain(["positions", "attribution", "verdict", "extract"]).collect();
    let listed = place.onrecord("schema").ok();
    let listed: BTreeSet<&str> = listed.stdout().lines().skip(2).filter_map(|l| l.split_whitespace().next()).collect();
    assert_eq!(listed, held);
    place.onrecord("schema nothing").code(1).tells("no output is called");
    place.onrecord("schema check").code(1).tells("hint: `onrecord check` prints quotations");
}

/// What is not of the shape is told: the schemas are no empty promises.
#[test]
fn a_schema_refuses_what_is_not_of_its_shape() {
    let place = Place::new();
    let schema = place.onrecord("schema stats").ok().json();
    let validator = jsonschema::validator_for(&schema).expect("a sound schema");
    assert!(!validator.is_valid(&serde_json::json!({"schema_version": 1, "stats": {"articles": "many"}})));
    assert!(!validator.is_valid(&serde_json::json!({"schema_version": 1})));
}

//! `compare --jsonl`: the contract with scripts that call it.

use crate::support::Place;

fn pair(id: &str, a: &str, b: &str) -> String {
    serde_json::json!({"id": id, "a": a, "b": b}).to_string()
}

#[test]
fn one_verdict_a_line_in_order() {
    let lines = [
        pair("denied", "Brackwater council sold the fish hall", "Brackwater council denies that it sold the fish hall"),
        "{oops".to_owned(),
        pair("same", "Brackwater council sold the fish hall", "The fish hall was sold"),
        String::new(),
        pair("apart", "Brackwater council sold the fish hall", "Orlund hopes for rain"),
        "{\"a\": \"x\"}".to_owned(),
    ];
    let run = Place::new().onrecord("compare --jsonl -").input(lines.join("\n")).code(3);
    let verdicts = run.json_lines();
    let got: Vec<(&str, &str)> =
        verdicts.iter().map(|v| (v["id"].as_str().expect("an id"), v["pred"].as_str().expect("a word"))).collect();
    let expected = [
        ("denied", "contradiction"),
        ("line:2", "other"),
        ("same", "entailment"),
        ("line:4", "other"),
        ("apart", "neutral"),
        ("line:6", "other"),
    ];
    assert_eq!(got, expected);
    assert_eq!(verdicts[0]["kind"], "denial");
    assert!(verdicts[0]["why"].as_str().expect("a reason").contains("denies"));
    assert!(verdicts[0]["score"].as_f64() > verdicts[2]["score"].as_f64());
}

#[test]
fn statements_may_come_with_their_speaker() {
    let line = serde_json::json!({
        "id": 1,
        "a": {"text": "Kestria will open the gates of the Belgora dam on Monday.", "speaker": "Vesna Dragulic", "outlet": "Varnes Courier"},
        "b": {"text": "Kestria will not open the gates of the Belgora dam on Monday.", "speaker": "Vesna Dragulic", "outlet": "Meridian Wire"},
    });
    let verdicts = Place::new().onrecord("compare --jsonl -").input(line.to_string()).ok().json_lines();
    assert_eq!((verdicts[0]["id"].as_i64(), verdicts[0]["kind"].as_str()), (Some(1), Some("version")));
}

#[test]
fn a_file_that_is_not_there_is_told() {
    Place::new().onrecord("compare --jsonl none.jsonl").code(3).tells("none.jsonl");
}

//! `extract --jsonl`: the contract with engines that call it.

use crate::support::Place;

#[test]
fn one_record_a_line_in_order_whatever_the_number_of_threads() {
    let place = Place::new();
    let input: String = (0..210)
        .map(|n| match n % 7 {
            3 => "{\"id\": \"broken\", \"text\": \n".to_owned(),
            5 => "\n".to_owned(),
            _ => format!("{{\"id\": \"a{n}\", \"text\": \"“It will rain {n} times,” said Ada Brandvold.\"}}\n"),
        })
        .collect();
    let one = place.onrecord("extract --jsonl - --threads 1").input(input.clone()).code(3);
    let four = place.onrecord("extract --jsonl - --threads 4").input(input.clone()).code(3);
    assert_eq!(one.stdout(), four.stdout());
    place.write("in.jsonl", &input);
    assert_eq!(one.stdout(), place.onrecord("extract --jsonl in.jsonl").code(3).stdout());

    let records = one.json_lines();
    assert_eq!(records.len(), 210);
    for (n, record) in records.iter().enumerate() {
        assert_eq!(record["schema_version"], 1);
        let expected = match n % 7 {
            3 => ("error", format!("line:{}", n + 1)),
            5 => ("skipped", format!("line:{}", n + 1)),
            _ => ("ok", format!("a{n}")),
        };
        assert_eq!((record["status"].as_str().unwrap(), record["id"].as_str().unwrap()), (expected.0, &*expected.1));
    }
}

#[test]
fn offsets_are_code_points_of_the_text_given() {
    let text = "Ø. “Größe ist alles 🎈,” said Zoë Ångström-Lauk. “Fast alles.”";
    let line = serde_json::json!({"id": "x", "text": text}).to_string();
    let records = Place::new().onrecord("extract --jsonl -").input(line).ok().json_lines();
    let letters: Vec<char> = text.chars().collect();
    for statement in records[0]["statements"].as_array().expect("a list") {
        let pieces: Vec<String> = statement["content"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|span| {
                letters[span[0].as_u64().unwrap() as usize..span[1].as_u64().unwrap() as usize].iter().collect()
            })
            .collect();
        assert_eq!(statement["text"], pieces.join(" … "));
    }
}

#[test]
fn no_lines_no_records() {
    Place::new().onrecord("extract --jsonl -").input("").ok().prints_nothing();
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    use std::io::Read;
    use std::process::{Command, Stdio};
    let place = Place::new();
    let line = "{\"id\": \"a\", \"text\": \"Rain fell.\"}\n";
    place.write("in.jsonl", line.repeat(20_000));
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["extract", "--jsonl", "in.jsonl"])
        .current_dir(place.folder())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut byte = [0];
    child.stdout.take().expect("piped").read_exact(&mut byte).expect("a byte");
    let done = child.wait_with_output().expect("the binary ends");
    assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""));
}

#[test]
fn a_caller_that_waits_for_each_answer_gets_it() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_onrecord"))
        .args(["extract", "--jsonl", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("piped");
    let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
    for n in 0..5 {
        writeln!(stdin, "{{\"id\": {n}, \"text\": \"Rain fell.\"}}").expect("written");
        stdin.flush().expect("flushed");
        let mut answer = String::new();
        stdout.read_line(&mut answer).expect("an answer");
        assert!(answer.contains(&format!("\"id\":\"{n}\"")), "{answer}");
    }
    drop(stdin);
    assert!(child.wait().expect("ends").success());
}

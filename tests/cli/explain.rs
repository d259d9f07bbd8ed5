//! `explain`, `doctor` and `eval`: how a row came about, whether all is well, how right the engine is.

use crate::support::Place;

const STORY: &str = "Mayor Ada Quist said on Monday that the bridge was sound. \u{201c}It will hold,\u{201d} she said.\n\n\
    Harbour master Bo Ferrant denied that the pier was unsafe. \u{201c}Nobody asked me about it,\u{201d} he said.\n";

fn added() -> Place {
    let place = Place::new();
    place.write("1.txt", STORY);
    place.onrecord("add 1.txt --published 2024-05-13 --outlet Herald").ok();
    place
}

fn statement(place: &Place, words: &str) -> String {
    let listed = place.onrecord(&format!("quotes --words {words} --format csv")).ok();
    listed.stdout().lines().nth(1).and_then(|line| line.split(',').next()).expect("a statement").to_owned()
}

#[test]
fn a_statement_is_explained_step_by_step() {
    let place = added();
    let id = statement(&place, "hold");
    let told = place.onrecord(&format!("explain {id} --format json")).ok().json();
    let told = &told["explanation"];
    assert_eq!(told["found_again"], true);
    let part = |name: &str| {
        let parts = told["parts"].as_array().expect("a list").iter();
        parts.filter(|p| p["part"] == name).map(|p| p["words"].as_str().expect("words")).collect::<Vec<_>>()
    };
    assert_eq!((part("source"), part("cue"), part("name")), (vec!["she"], vec!["said"], vec!["Ada Quist"]));
    // each span is what it says, in code points
    let text: Vec<char> = STORY.chars().collect();
    for part in told["parts"].as_array().expect("a list") {
        let at = |n: usize| part["span"][n].as_u64().expect("an offset") as usize;
        assert_eq!(text[at(0)..at(1)].iter().collect::<String>(), part["words"].as_str().expect("words"));
    }
    let speaker = &told["steps"]["speaker"];
    assert_eq!((&speaker["source_is"], &speaker["candidates"][0]["name"]), (&"a pronoun".into(), &"Ada Quist".into()));
    let shares: Vec<f64> =
        speaker["candidates"].as_array().expect("a list").iter().filter_map(|c| c["share"].as_f64()).collect();
    assert!(shares.iter().sum::<f64>() <= 1.01 && shares[0] > 0.5, "{shares:?}");
    assert!(!told["steps"]["rules"].as_array().expect("a list").is_empty());

    place.onrecord(&format!("decide {id} accept --by Mira --reason heard")).ok();
    let shown = place.onrecord(&format!("explain {id}")).ok();
    shown.prints("the source is a pronoun").prints("rules, in order: ").prints("by Mira").prints(": heard");
}

#[test]
fn the_act_is_explained() {
    let place = added();
    let act = |words: &str| {
        let told = place.onrecord(&format!("explain {} --format json", statement(&place, words))).ok().json();
        told["explanation"]["steps"]["act"].clone()
    };
    let denied = act("pier");
    assert_eq!([&denied["act"], &denied["by_words"]], ["deny", "deny"]);
    assert!(denied["why"].as_str().expect("words").contains("0.70"), "{denied}");
    place
        .onrecord(&format!("explain {}", statement(&place, "pier")))
        .ok()
        .prints("act: deny: ")
        .prints("the encoder sees: ");
}

#[test]
fn what_the_engine_does_not_find_again_is_explained_as_far_as_it_goes() {
    let place = added();
    let id = statement(&place, "pier");
    place.args(["decide", &id, "fix", "--content", "the pier"]).ok();
    place.onrecord(&format!("explain {id}")).ok().prints("reads: the pier");
    place.write("claims.jsonl", "{\"id\": \"c1\", \"text\": \"The levy is lawful\", \"speaker\": \"Ada Quist\"}\n");
    place.onrecord("import claims.jsonl").ok();
    let told = place.onrecord(&format!("explain {}", statement(&place, "lawful"))).ok();
    told.prints("does not find it").prints("it was imported");
    let id = statement(&place, "lawful");
    let told = place.onrecord(&format!("explain {id}")).ok();
    assert!(!told.stdout().contains("confidence"), "nobody measured it: {}", told.stdout());
    let told = place.onrecord(&format!("explain {id} --format json")).ok().json()["explanation"].clone();
    assert_eq!((&told["confidence"], &told["steps"]), (&serde_json::Value::Null, &serde_json::Value::Null));
    place.onrecord("explain 0000000000000000").code(1).tells("no statement");
    let conflict = Place::new();
    conflict.onrecord("demo --db onrecord.db").ok();
    let id = conflict.onrecord("conflicts --format csv").ok();
    let id = id.stdout().lines().nth(1).and_then(|line| line.split(',').next()).expect("a conflict").to_owned();
    conflict.onrecord(&format!("explain {id}")).code(1).tells("conflicts show");
}

#[test]
fn the_doctor_says_what_is_wrong_and_what_to_do() {
    let place = Place::new();
    place.onrecord("doctor").ok().prints("does not exist yet").prints("onrecord add");
    let place = added();
    let all = place.onrecord("doctor --format json").ok().json();
    let states: Vec<&str> =
        all["checks"].as_array().expect("a list").iter().filter_map(|line| line["state"].as_str()).collect();
    assert!(states.iter().all(|state| *state == "ok"), "{all}");
    place.write("onrecord.db", "no database at all, but words".repeat(100));
    place.onrecord("doctor").code(5).prints("bad");
}

#[test]
fn the_engine_is_measured_on_marked_articles() {
    let place = Place::new();
    let text = "“It will hold,” Mayor Ada Quist said on Monday. Rain fell.";
    let marked = |words: &str, name: &str| {
        let start = text.find(words).map(|at| text[..at].chars().count()).expect("words of the text");
        format!(
            "{{\"content\": [[{start}, {}]], \"speaker\": \"{name}\", \"type\": \"person\", \"role\": \"Mayor\", \"org\": \"\", \
             \"kind\": \"direct\", \"act\": \"say\"}}",
            start + words.chars().count()
        )
    };
    let line =
        |statements: String| format!("{{\"id\": \"a\", \"text\": \"{text}\", \"statements\": [{statements}]}}\n");
    place.write("right.jsonl", line(marked("It will hold,", "Ada Quist")));
    let figures = place.onrecord("eval right.jsonl --format json").ok().json()["eval"]["figures"].clone();
    assert_eq!((&figures["f1"], &figures["row"], &figures["name"]), (&1.0.into(), &1.0.into(), &1.0.into()));
    place.write("wrong.jsonl", line(marked("It will hold,", "Bo Ferrant") + ", " + &marked("Rain fell", "Bo Ferrant")));
    let run = place.onrecord("eval wrong.jsonl --wrong 0").ok();
    run.prints("0.667").prints("missed").prints("name");
    place.write("broken.jsonl", "{\"id\": 1}\n".to_owned() + &line(marked("It will hold,", "Ada Quist")));
    place.onrecord("eval broken.jsonl").code(3).tells("broken.jsonl:1");
    place.write("outside.jsonl", line(marked("Rain fell", "Ada Quist").replace("[[", "[[900, 901], [")));
    place.onrecord("eval outside.jsonl").code(3).tells("900 to 901 is no stretch of a text");
    place.write("empty.jsonl", "");
    place.onrecord("eval empty.jsonl").code(1).tells("no marked article");
    place.onrecord("eval nowhere.jsonl").code(3);
}

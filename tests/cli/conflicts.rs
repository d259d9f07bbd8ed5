//! `import`, `conflicts` and what people rule, through the binary.

use crate::support::Place;

const LINES: &str = r#"{"id": "a", "text": "Brackwater council sold the fish hall to Velora", "outlet": "Tolvik Herald", "published": "2024-05-13"}
{"id": "b", "text": "Brackwater council denies that it sold the fish hall to Velora", "outlet": "Ledger Brief", "published": "2024-05-14"}
{"id": "c", "text": "Rain is expected in Orlund", "outlet": "Ledger Brief", "published": "2024-05-14"}
"#;

fn imported() -> Place {
    let place = Place::new();
    place.write("claims.jsonl", LINES);
    place.onrecord("import claims.jsonl").code(0);
    place
}

#[test]
fn a_denial_is_found_and_listed_in_the_shape_of_the_contract() {
    let place = imported();
    let listed = place.onrecord("conflicts --format json").code(0).json();
    let conflicts = listed["conflicts"].as_array().expect("a list");
    assert_eq!(listed["schema_version"], 1);
    assert_eq!(conflicts.len(), 1, "{listed}");
    let found = &conflicts[0];
    assert_eq!(found["kind"], "denial");
    let mut references = [&found["a"]["ref"], &found["b"]["ref"]].map(|r| r.as_str().expect("a ref").to_owned());
    references.sort();
    assert_eq!(references, ["a", "b"]);
    assert!(found["why"].as_str().is_some_and(|why| why.len() > 10));
    place.onrecord("conflicts --fail-on-conflict").code(8);
    place.onrecord("conflicts --kind reversal").code(1);
    place.onrecord("conflicts --outlet Nowhere").code(1);
}

#[test]
fn importing_twice_changes_nothing() {
    let place = imported();
    let again = place.onrecord("import claims.jsonl").code(0);
    assert!(again.stderr().contains("3 known already"), "{}", again.stderr());
    assert_eq!(place.onrecord("conflicts --format jsonl").code(0).json_lines().len(), 1);
}

#[test]
fn a_bad_line_is_named_and_the_others_are_kept() {
    let place = Place::new();
    place.write("claims.jsonl", format!("{{oops\n{LINES}{{\"id\": \"d\", \"text\": \" \"}}\n"));
    let run = place.onrecord("import claims.jsonl").code(3);
    assert!(run.stderr().contains("claims.jsonl:1:") && run.stderr().contains("\"d\" has no text"), "{}", run.stderr());
    assert!(run.stderr().contains("3 statements imported, 2 failed"), "{}", run.stderr());
}

#[test]
fn a_new_statement_is_compared_with_those_stored_before() {
    let place = Place::new();
    let mut lines = LINES.lines();
    for name in ["first.jsonl", "second.jsonl"] {
        place.write(name, lines.next().expect("a line"));
    }
    place.onrecord("import first.jsonl").code(0);
    place.onrecord("conflicts").code(1);
    let second = place.onrecord("import second.jsonl").code(0);
    assert!(second.stderr().contains("1 new conflict"), "{}", second.stderr());
}

#[test]
fn a_flag_is_explained_judged_and_the_verdict_taken_back() {
    let place = imported();
    let id = place.onrecord("conflicts --format json").code(0).json()["conflicts"][0]["id"]
        .as_str()
        .expect("an id")
        .to_owned();
    let explained = place.onrecord(&format!("conflicts show {id}")).code(0);
    for words in ["why:", "both true if:", "words that clash:", "Tolvik Herald", "Ledger Brief"] {
        assert!(explained.stdout().contains(words), "{words} is not in\n{}", explained.stdout());
    }
    place.onrecord(&format!("conflicts judge {id} wrong --reason another-hall")).code(0);
    place.onrecord("conflicts").code(1);
    let rules = place.onrecord("conflicts rules --format json").code(0).json();
    assert_eq!(rules["rules"][0]["wrong"], 1, "{rules}");
    place.onrecord("undo 1").code(0);
    place.onrecord("conflicts").code(0);
}

#[test]
fn questions_are_listed_answered_and_tested() {
    let place = Place::new();
    let listed = place.onrecord("questions --format json").code(0).json();
    assert!(listed["questions"].as_array().is_some_and(|all| all.len() > 12), "{listed}");
    place.write(
        "two.jsonl",
        "{\"id\": \"a\", \"text\": \"The port levy is lawful\"}\n{\"id\": \"b\", \"text\": \"The port levy is unlawful\"}\n",
    );
    place.onrecord("import two.jsonl").code(0);
    let answers = place.onrecord("questions show lawful --format json").code(0).json();
    let mut found: Vec<&str> =
        answers["answers"].as_array().expect("a list").iter().map(|a| a["answer"].as_str().expect("a word")).collect();
    found.sort_unstable();
    assert_eq!(found, ["no", "yes"]);
    place.onrecord("questions show unheard-of").code(1);
    let file = "[[question]]\nid = \"x\"\ntext = \"Is {X} closed?\"\naffirm = [\"{X:thing} be closed\"]\n\
        affirms = [\"The harbour is closed.\"]\ndenies = [\"The harbour is CLOSED.\"]\nneither = [\"Is the harbour closed?\"]\n";
    place.write("x.toml", file);
    let missed = place.onrecord("questions test x.toml").code(3);
    assert!(missed.stderr().contains("must be denies, is yes (harbour)"), "{}", missed.stderr());
}

const LEVY: &str = r#"
[[question]]
id = "harbour-levy"
text = "Is the harbour levy lawful?"
affirm = ["harbour levy is lawful"]
deny = ["harbour levy breaks the law"]
affirms = ["The harbour levy is lawful"]
denies = ["The harbour levy breaks the law"]
neither = ["The harbour levy was raised"]
"#;

const ANSWERS: &str = r#"{"id": "a", "text": "The harbour levy is lawful", "outlet": "Tolvik Herald", "published": "2024-05-13"}
{"id": "b", "text": "In Orlund everybody knows that the harbour levy breaks the law", "outlet": "Ledger Brief", "published": "2024-05-14"}
"#;

#[test]
fn a_question_of_ones_own_is_asked_of_what_is_stored() {
    let place = Place::new();
    place.write("answers.jsonl", ANSWERS);
    place.onrecord("import answers.jsonl").code(0);
    place.write("questions/levy.toml", LEVY);
    place.onrecord("questions test questions/levy.toml").code(0);
    assert!(place.onrecord("questions").code(0).stdout().contains("harbour-levy"));
    let before = place.onrecord("conflicts --format json").code(1);
    assert!(before.stderr().contains("conflicts renew"), "{}", before.stderr());
    place.onrecord("conflicts renew").code(0);
    let answers = place.onrecord("questions show harbour-levy --format json").code(0).json();
    assert_eq!(answers["answers"].as_array().map(Vec::len), Some(2), "{answers}");
    let listed = place.onrecord("conflicts --format json").code(0).json();
    assert_eq!(listed["conflicts"][0]["question"], "Is the harbour levy lawful?");
    // put in plain words, the declared question is known, with what only its patterns find
    let asked = place
        .args(["ask", "Is the harbour levy lawful?", "--format", "json"])
        .code(0)
        .tells("declared question harbour-levy");
    let asked = asked.json()["positions"].as_array().expect("a list").clone();
    let stances: Vec<&str> = asked.iter().filter_map(|position| position["stance"].as_str()).collect();
    assert_eq!(stances, ["yes", "no"], "{asked:?}");
    assert!(asked[1]["why"].as_str().is_some_and(|why| why.contains("declared question")), "{asked:?}");
    // without the folder the question is gone again, and what was found by it
    place.onrecord("--questions nowhere import answers.jsonl").code(2);
    std::fs::remove_file(place.path("questions/levy.toml")).expect("removed");
    let run = place.onrecord("import answers.jsonl").code(0);
    assert!(run.stderr().contains("compared again"), "{}", run.stderr());
    place.onrecord("questions show harbour-levy").code(1);
}

#[test]
fn a_bad_question_is_named_before_anything_is_read() {
    let place = Place::new();
    place.write("answers.jsonl", ANSWERS);
    place.write("own/levy.toml", "[[question]]\nid = 1\n");
    let run = place.onrecord("--questions own import answers.jsonl").code(2);
    assert!(run.stderr().contains("levy.toml"), "{}", run.stderr());
    place.onrecord("quotes").code(5);
}

#[test]
fn copies_of_a_statement_count_once_and_are_judged_together() {
    let place = Place::new();
    let line = |id: &str, speaker: &str, text: &str, outlet: &str| {
        format!(
            "{{\"id\": \"{id}\", \"text\": \"{text}\", \"speaker\": \"{speaker}\", \"outlet\": \"{outlet}\", \
             \"published\": \"2031-05-13\"}}\n"
        )
    };
    let sold = "Brackwater council sold the fish hall to Velora";
    let not_sold = "Brackwater council never sold the fish hall to Velora";
    let lines = [
        line("a", "Oda Tarrick", sold, "Tolvik Herald"),
        line("b", "Oda Tarrick", &format!("{sold}."), "Ledger Brief"),
        line("c", "Ingmar Solvei", not_sold, "Varnes Courier"),
        line("d", "Ingmar Solvei", not_sold, "Orlund Post"),
    ];
    place.write("claims.jsonl", lines.concat());
    let import = place.onrecord("import claims.jsonl").code(0);
    assert!(import.stderr().contains("1 new conflict:"), "{}", import.stderr());
    let listed = place.onrecord("conflicts --format json").code(0).json();
    let conflicts = listed["conflicts"].as_array().expect("a list");
    assert_eq!((conflicts.len(), &conflicts[0]["copies"]), (1, &3.into()), "{listed}");
    let id = conflicts[0]["id"].as_str().expect("an id");
    place.onrecord(&format!("conflicts judge {id} wrong")).code(0);
    place.onrecord("conflicts").code(1);
}

#[test]
fn copies_of_a_statement_count_once_and_every_outlet_finds_them() {
    let place = Place::new();
    let line = |id: &str, outlet: &str, text: &str| {
        format!(r#"{{"id": "{id}", "speaker": "Oda Skarn", "text": "{text}", "outlet": "{outlet}"}}"#) + "\n"
    };
    let sold = "Brackwater council sold the fish hall to Velora";
    let mut lines: String = ["Wire", "Herald", "Brief"].iter().map(|outlet| line(outlet, outlet, sold)).collect();
    lines += &line("d", "Courier", "Brackwater council never sold the fish hall to Velora")
        .replace("Oda Skarn", "Pell Tarrick");
    place.write("copies.jsonl", lines);
    let told = place.onrecord("import copies.jsonl").code(0);
    assert!(told.stderr().contains("1 new conflict"), "{}", told.stderr());
    for outlet in ["Wire", "Herald", "Brief", "Courier"] {
        let listed = place.onrecord(&format!("conflicts --format jsonl --outlet {outlet}")).code(0).json_lines();
        assert_eq!(listed.len(), 1, "{outlet}");
    }
    place.onrecord("conflicts --outlet Herald --outlet Courier").code(0);
    place.onrecord("conflicts --outlet Herald --outlet Wire").code(1);
    let id =
        place.onrecord("conflicts --format jsonl").code(0).json_lines()[0]["id"].as_str().expect("an id").to_owned();
    let shown = place.onrecord(&format!("conflicts show {id}")).code(0);
    assert!(shown.stdout().contains("also printed in Brief; Herald"), "{}", shown.stdout());
}

#[test]
fn a_verdict_stays_with_the_words_when_the_article_gets_a_new_version() {
    let place = Place::new();
    let article = |more: &str| {
        format!(
            "\u{201c}The council sold the fish hall to Velora,\u{201d} Oda Skarn said on Monday in Tolvik.\n\n\
             \u{201c}The council did not sell the fish hall to Velora,\u{201d} said Pell Tarrick, a lawyer.\n{more}"
        )
    };
    place.write("article.txt", article(""));
    place.onrecord("add --url https://tolvik.example/hall article.txt").code(0);
    let id =
        place.onrecord("conflicts --format jsonl").code(0).json_lines()[0]["id"].as_str().expect("an id").to_owned();
    let judged = place.onrecord(&format!("conflicts judge {id} wrong")).code(0);
    assert!(judged.stderr().contains("`onrecord undo 1`"), "{}", judged.stderr());
    place.write("article.txt", article("\nIt rained in Tolvik on Tuesday.\n"));
    place.onrecord("add --url https://tolvik.example/hall article.txt").code(0);
    place.onrecord("conflicts").code(1);
    assert_eq!(place.onrecord("conflicts --all --format jsonl").code(0).json_lines()[0]["verdict"], "wrong");
    place.onrecord("undo 1").code(0);
    place.onrecord("conflicts").code(0);
}

#[test]
fn a_day_that_is_none_and_a_line_that_is_no_object_are_named() {
    let place = Place::new();
    place.write(
        "claims.jsonl",
        "{\"id\": \"a\", \"text\": \"It rains\", \"published\": \"2024-02-31\"}\n[\"b\", \"It snows\"]\n",
    );
    let run = place.onrecord("import claims.jsonl").code(3);
    assert!(run.stderr().contains("claims.jsonl:1: \"2024-02-31\" is no day"), "{}", run.stderr());
    assert!(run.stderr().contains("claims.jsonl:2: not a JSON object"), "{}", run.stderr());
}

#[test]
fn a_question_is_drafted_from_two_statements_in_other_words() {
    let place = Place::new();
    let draft =
        place.args(["questions", "new", "The levy is lawful", "The levy breaks the law"]).code(0).stdout().to_owned();
    place.write("levy.toml", draft);
    place.onrecord("questions test levy.toml").code(0);
}

/// What is printed as a command can be pasted.
#[test]
fn the_command_below_an_issue_shows_all_that_it_names() {
    let place = Place::new();
    let lines: String = ["Herald", "Courier", "Wire"]
        .iter()
        .zip(["sold the fish hall", "never sold the fish hall", "did not sell the fish hall"])
        .map(|(name, did)| {
            format!(r#"{{"id": "{name}", "speaker": "{name} Skarn", "text": "Brackwater council {did} to Velora", "outlet": "{name}"}}"#) + "\n"
        })
        .collect();
    place.write("claims.jsonl", lines);
    place.onrecord("import claims.jsonl").ok();
    let listed = place.onrecord("conflicts").ok();
    let command = listed.stdout().lines().find_map(|line| line.trim().strip_prefix("onrecord ")).expect("a command");
    assert!(command.split(' ').count() > 3, "several ids: {command}");
    let shown = place.onrecord(command).ok();
    assert_eq!(shown.stdout().matches("why: ").count(), command.split(' ').count() - 2);
}

#[test]
fn a_verdict_stays_with_the_pair_when_a_speaker_is_fixed_and_nothing_is_new_that_was_known() {
    let place = imported();
    let conflicts = |place: &Place| {
        let listed = place.onrecord("conflicts --all --format json").code(0).json();
        let rows = listed["conflicts"].as_array().expect("a list").clone();
        rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect::<Vec<_>>()
    };
    let id = conflicts(&place).remove(0);
    place.args(["conflicts", "judge", &id, "wrong"]).code(0);
    let stays = |place: &Place| {
        assert_eq!(conflicts(place), std::slice::from_ref(&id));
        assert!(place.args(["conflicts", "show", &id]).code(0).stdout().contains("wrong"));
        place.onrecord("conflicts").code(1);
    };
    let mut silent = vec![place.onrecord("decide a fix --speaker Quist").code(0).stderr().to_owned()];
    stays(&place);
    // two who speak of different things are no conflict any more, until that is taken back
    silent.push(place.onrecord("decide b fix --speaker Ferrant").code(0).stderr().to_owned());
    assert!(place.onrecord("conflicts --all").code(1).stdout().is_empty());
    silent.push(place.onrecord("undo").code(0).stderr().to_owned());
    stays(&place);
    silent.push(place.onrecord("conflicts renew").code(0).stderr().replace(", 0 new", ""));
    stays(&place);
    place.write("levy.toml", LEVY);
    for command in ["questions add levy.toml", "questions remove levy.toml", "undo"] {
        silent.push(place.onrecord(command).code(0).stderr().to_owned());
        stays(&place);
    }
    assert!(silent.iter().all(|told| !told.contains("new")), "{silent:?}");
}

#[test]
fn an_issue_is_told_whole_and_in_words_on_a_narrow_screen() {
    let place = Place::new();
    let line = |id: &str, text: &str, who: &str| {
        format!(r#"{{"id":"{id}","text":"{text}","speaker":"{who}","published":"2024-05-14","outlet":"Herald"}}"#)
    };
    let lines = [
        line("a", "The council did not sell the fish hall to Velora", "Bo Ferrant"),
        line("b", "The council sold the fish hall to Velora", "Ada Quist"),
        line("c", "The council sold the fish hall to Velora", "Cleo Marsh"),
        line("d", "The bridge is not safe for lorries", "Ida Strand"),
        line("e", "The bridge is safe for lorries", "Otto Lind"),
    ];
    place.write("claims.jsonl", lines.join("\n"));
    place.onrecord("import claims.jsonl").code(0);
    let whole = place.onrecord("conflicts").ok();
    assert!(whole.stdout().contains("2 pairs"), "{}", whole.stdout());
    let first = place.onrecord("conflicts --limit 1").ok().tells("1 issue more");
    assert!(whole.stdout().starts_with(first.stdout().trim_end()), "{}", first.stdout());
    let narrow = place.shell("COLUMNS=44 onrecord conflicts").ok();
    assert!(narrow.stdout().lines().all(|line| line.chars().count() <= 44), "{}", narrow.stdout());
    assert!(narrow.stdout().contains("Bo Ferrant") && narrow.stdout().contains("[not]"), "{}", narrow.stdout());
    let rows = place.onrecord("conflicts --format csv").ok();
    assert!(rows.stdout().lines().next().expect("a header").contains("a_statement"), "{}", rows.stdout());
}

//! The desk's small tools: counts, review, settings, completions, manual pages, articles taken out.

use crate::support::Place;

const STORY: &str = "Mayor Ada Quist said on Monday that the bridge was sound. \u{201c}It will hold,\u{201d} she said.\n\n\
    Harbour master Bo Ferrant denied that the pier was unsafe. \u{201c}Nobody asked me about it,\u{201d} he said.\n";

fn added() -> Place {
    let place = Place::new();
    place.write("1.txt", STORY);
    place.onrecord("add 1.txt --published 2024-05-13 --outlet Herald").code(0);
    place
}

#[test]
fn statements_are_counted_by_class_and_gender() {
    let place = added();
    let counts = place.onrecord("count --by gender --type person --format json").code(0).json();
    let of = |n: usize, name: &str| counts["counts"][n][name].clone();
    assert_eq!((of(0, "gender"), of(0, "statements")), ("female".into(), 2.into()));
    assert_eq!((of(1, "gender"), of(1, "speakers")), ("male".into(), 1.into()));
    place
        .onrecord("count --by month --by class --format csv")
        .code(0)
        .prints("month,class,statements,articles,speakers");
    place.onrecord("count --by month --chart").code(0).prints("2024-05  █");
    place.onrecord("count --by month --chart-file months.svg").code(0);
    place.onrecord("count --by month --chart-file months.png").code(0).tells("in months.png");
    let picture = std::fs::read(place.path("months.png")).expect("a picture");
    assert!(picture.starts_with(b"\x89PNG\r\n\x1a\n"));
    place.onrecord("count --by month --chart-file months.gif").code(2).tells("hint: --chart-file bars.svg");
    assert!(place.read("months.svg").contains("<svg xmlns"));
    place.onrecord("count --by shoe-size").code(2);
    place.onrecord("count --by month --from 2030").code(1);
}

#[test]
fn a_chart_by_month_leaves_no_month_out_and_shows_what_is_asked_for() {
    let place = added();
    place.write("2.txt", "“The pier is closed for good,” Mayor Ada Quist said.\n");
    place.onrecord("add 2.txt --published 2023-11-02").ok();
    let chart = place.onrecord("count --by month --chart").ok();
    let labels: Vec<&str> = chart.stdout().lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(labels, ["2023-11", "2023-12", "2024-01", "2024-02", "2024-03", "2024-04", "2024-05"]);
    let speakers = place.onrecord("count --by month --chart --measure speakers --from 2024").ok();
    assert!(speakers.stdout().trim_end().ends_with(" 2"), "{}", speakers.stdout());
    place.onrecord("count --by month --measure articles --chart-file m.svg").ok();
    assert!(place.read("m.svg").contains("Articles by month") && place.read("m.svg").contains("2024-02"));
    place.onrecord("count --by month --chart --format csv").code(2).tells("hint: --chart-file");
}

#[test]
fn a_review_takes_one_key_a_decision_and_goes_on_where_it_ended() {
    let place = added();
    let first = place.onrecord("review --by Mira").input("v\na\nq\n").code(0);
    first.prints("1 of 4").tells("2 decisions kept");
    let rest = place.onrecord("review").input("r\np\nAda Quist\nu\nq\n").code(0);
    rest.prints("1 of 3").tells("taken back");
    let decisions = place.onrecord("decisions --format json").code(0).json();
    let actions: Vec<&str> = decisions["decisions"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|d| d["action"].as_str().expect("a word"))
        .collect();
    assert_eq!(actions, ["finding", "accept", "reject", "fix"]);
    assert_eq!(decisions["decisions"][0]["by"], "Mira");
    place.onrecord("review --words zeppelin").code(1);
    // a finding counts as a look
    place.onrecord("review").input("d\nq\n").ok().prints("1 of 2");
    place.onrecord("review").input("q\n").ok().prints("1 of 1");
}

#[test]
fn a_review_takes_back_only_what_was_decided_in_it() {
    let place = added();
    let id = place.onrecord("quotes --format json").code(0).json()["attributions"][3]["id"].clone();
    let id = id.as_str().expect("an id");
    place.args(["decide", id, "note", "call Ole", "--by", "Ole"]).code(0);
    place
        .onrecord("review --by Mira")
        .input("u\nq\n")
        .code(0)
        .tells("nothing was decided here yet")
        .tells("0 decisions");
    place.onrecord("decisions").ok().prints("call Ole");
    // back to the one that it was on, however many were skipped since
    let review = place.onrecord("review --by Mira").input("s\nv\ns\ns\nu\nq\n").code(0);
    let review = review.tells("taken back").tells("0 decisions kept, 3 left");
    assert_eq!(review.stdout().matches("2 of 4").count(), 3, "{}", review.stdout());
}

#[test]
fn a_review_fixes_what_decide_does_and_says_what_shows_it() {
    let place = added();
    let typed = "t\nshout\nt\ndeny\nh\nhttps://town.example/minutes\nv\nd\ng\nOle\nq\n";
    place.onrecord("review --by Mira").input(typed).code(0).tells("is no act").tells("4 decisions kept");
    let kept = place.onrecord("decisions --format json").code(0).json();
    let of = |n: usize, field: &str| kept["decisions"][n][field].clone();
    assert_eq!((of(0, "action"), of(3, "action")), ("fix".into(), "assign".into()));
    assert_eq!((of(1, "source"), of(2, "source")), ("https://town.example/minutes".into(), serde_json::Value::Null));
    place.onrecord("review --below 0").code(1);
    place.onrecord("review --below 1").input("q\n").code(0);
    place.onrecord("review --conflicts --below 0.5").code(2).tells("cannot be used with");
}

#[test]
fn words_are_found_by_a_beginning_that_is_longer_than_their_stem() {
    let place = Place::new();
    place.write(
        "1.txt",
        "Mayor Ada Quist said the harbour authority was sound. She said the author of the report was not.\n",
    );
    place.onrecord("add 1.txt").ok();
    place.onrecord("quotes --words authorit* --format csv").ok().prints("harbour authority");
    let found = place.onrecord("quotes --words authorit* --format jsonl").ok();
    assert_eq!(found.stdout().lines().count(), 1, "{}", found.stdout());
    let both = place.onrecord("quotes --words author* --format jsonl").ok();
    assert_eq!(both.stdout().lines().count(), 2, "{}", both.stdout());
}

#[test]
fn an_id_of_something_else_is_told_and_nothing_is_set_without_a_value() {
    let place = added();
    let row = place.onrecord("quotes --format json").code(0).json()["attributions"][0].clone();
    let [statement, article] = ["id", "article"].map(|of| row[of].as_str().expect("an id").to_owned());
    place.args(["quotes", "--speaker", &statement]).code(1).tells("is the id of a statement, not of a speaker");
    place.args(["speakers", "show", &article]).code(1).tells("is the id of an article");
    place.args(["articles", "show", &statement]).code(1).tells("is the id of a statement, not of an article");
    place.args(["decide", &article, "accept"]).code(1).tells("is the id of an article");
    place.args(["articles", "set", &article]).code(2).tells("say what is to be set");
    // what people rejected is told, and what they gave to somebody is found
    place.args(["decide", &statement, "assign", "Mira"]).code(0);
    let mine = place.onrecord("quotes --assigned mira --format jsonl").ok();
    assert_eq!(mine.stdout().lines().count(), 1, "{}", mine.stdout());
    place.args(["decide", &statement, "reject"]).code(0);
    place.onrecord("quotes").ok().tells("1 statement that people rejected left out");
}

#[test]
fn a_settings_file_that_makes_no_sense_is_one_of_the_things_that_doctor_finds() {
    let place = added();
    place.write("onrecord.toml", "dbb = 1\n");
    place.onrecord("quotes").code(2).tells("unknown field");
    place.onrecord("doctor").code(1).prints("mend the file");
}

#[test]
fn settings_come_from_flag_environment_project_and_person() {
    let place = added();
    place.write("config/onrecord/config.toml", "by = 'Mira'\ndb = 'nowhere.db'\n");
    place.write("onrecord.toml", "db = 'onrecord.db'\n");
    place.onrecord("quotes").code(0);
    let settings = place.onrecord("config --format json").code(0).json();
    let from = |n: usize| settings["config"][n]["from"].as_str().expect("a place").to_owned();
    assert!(from(0).ends_with("onrecord.toml") && from(2).ends_with("config.toml"), "{settings}");
    place.onrecord("decide Quist note 'call'").code(0);
    assert_eq!(place.onrecord("decisions --format json").code(0).json()["decisions"][0]["by"], "Mira");
    let settings = place.onrecord("config --format json").env("ONRECORD_DB", "b.db").code(0).json();
    assert_eq!(
        (&settings["config"][0]["value"], &settings["config"][0]["from"]),
        (&"b.db".into(), &"ONRECORD_DB".into())
    );
    place.write("onrecord.toml", "colour = 'red'\n");
    place.onrecord("quotes").code(2).tells("onrecord.toml: unknown field");
}

#[test]
fn completions_and_manual_pages_are_made() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        place.onrecord(&format!("completions {shell}")).code(0).prints("conflicts");
    }
    place.onrecord("man pages").code(0);
    assert!(place.read("pages/onrecord-check.1").contains("draft"));
}

#[test]
fn an_article_is_taken_out_brought_back_and_described() {
    let place = added();
    let listed = place.onrecord("articles --format json").code(0).json();
    let id = listed["articles"][0]["id"].as_str().expect("an id").to_owned();
    place.onrecord(&format!("articles remove {id}")).code(0);
    place.onrecord("quotes").code(1);
    place.onrecord("articles").code(1);
    let none = place.onrecord("articles --format json").code(1).json();
    assert_eq!(none, serde_json::json!({"schema_version": 1, "articles": []}));
    // the same file again changes nothing: it was taken out
    place.onrecord("add 1.txt --published 2024-05-13 --outlet Herald").code(0);
    place.onrecord("quotes").code(1);
    place.onrecord(&format!("articles restore {id}")).code(0);
    place.onrecord("quotes").code(0);
    place.onrecord(&format!("articles set {id} --published 2024-05-14 --title Bridges")).code(0);
    let row = place.onrecord("articles --format json").code(0).json();
    assert_eq!(
        (&row["articles"][0]["published"], &row["articles"][0]["outlet"]),
        (&"2024-05-14".into(), &"Herald".into())
    );
    place.onrecord("verify").code(0);
}

#[test]
fn what_was_added_is_told_and_nothing_lies_about() {
    let place = Place::new();
    place.write("1.txt", STORY);
    place.onrecord("add none.txt").code(3).tells("no database made");
    assert!(!place.path("onrecord.db").exists(), "a first add that fails leaves no file");
    place.onrecord("add 1.txt").code(0);
    place.onrecord("add 1.txt --published 2024-05-13").code(0).tells("better described now");
    place.onrecord("add 1.txt --published 2024-05-13").code(0).tells("known already");
    place.onrecord("quotes").code(0);
    for beside in ["onrecord.db-wal", "onrecord.db-shm"] {
        assert!(!place.path(beside).exists(), "{beside} stays behind");
    }
    place.write("2.txt", "Mayor Cy Tarn said on Friday that the quay was closed for good.\n");
    place.onrecord("add 2.txt").code(0);
    place.onrecord("quotes --from 2024").code(0).tells("1 statement without a day left out");
    place.onrecord("demo --files samples").code(0);
    assert!(place.path("samples/07-agencies.jsonl").exists());
}

const LEVY: &str = "[[question]]\nid = \"levy\"\ntext = \"Is the harbour levy lawful?\"\naffirm = [\"levy * lawful\"]\n\
    deny = [\"levy * break * law\"]\naffirms = [\"The levy is lawful\"]\ndenies = [\"The levy breaks the law\"]\n\
    neither = [\"What will come of it?\"]\n";

#[test]
fn questions_travel_inside_the_database() {
    let place = added();
    place.write("levy.toml", LEVY);
    place.onrecord("questions add levy.toml").ok().tells("1 question kept in onrecord.db");
    let listed = place.onrecord("questions list --format json").ok().json();
    let of = |id: &str| {
        let all = listed["questions"].as_array().expect("a list");
        all.iter().find(|q| q["id"] == id).map(|q| q["from"].as_str().expect("a word").to_owned())
    };
    assert_eq!((of("levy").as_deref(), of("guilty").as_deref()), (Some("database"), Some("program")));

    // what is added is compared with them, and answers
    place.write(
        "2.txt",
        "“The harbour levy is lawful,” said Mayor Ada Quist. “The levy breaks the law,” said Bo Ferrant.\n",
    );
    place.onrecord("add 2.txt").ok();
    let answers = place.onrecord("questions show levy --format csv").ok();
    answers.prints("yes,").prints("no,");

    // another desk gets them by a merge, and keeps its own of the same name
    place.onrecord("--db other.db merge onrecord.db").ok().tells("questions taken over: levy.toml");
    place.onrecord("--db other.db questions").ok().prints("levy");
    place.write("own/levy.toml", LEVY.replace("harbour levy", "fish levy"));
    place.onrecord("--db other.db questions add own/levy.toml").ok();
    place.onrecord("--db other.db merge onrecord.db").ok().tells("ours stay: levy.toml");
    place.onrecord("--db other.db questions").ok().prints("Is the fish levy lawful?");

    // a file whose examples do not come to what they must is refused, and so is nonsense
    place.write("bad.toml", LEVY.replace("The levy is lawful", "The levy is blue"));
    place.onrecord("questions add bad.toml").code(3).tells("nothing was added");
    place.write("bad.toml", "colour = 1\n");
    place.onrecord("questions add bad.toml").code(3);
    place.onrecord("questions remove bad.toml").code(1).tells("kept are levy.toml");
    place.onrecord("questions remove levy.toml").ok();
    place.onrecord("questions show levy").code(1);
    place.onrecord("--db nowhere.db questions remove levy.toml").code(5);
}

#[test]
fn files_of_questions_are_kept_all_or_none_and_never_two_of_one_id() {
    let place = added();
    let names = || {
        let listed = place.onrecord("questions list --format csv").ok();
        listed.stdout().lines().filter(|line| line.ends_with(",database")).count()
    };
    place.write("levy.toml", LEVY);
    place.write("x/q.toml", LEVY);
    place.write("y/q.toml", LEVY.replace("\"levy\"", "\"fee\""));
    place.write("fee.toml", LEVY.replace("\"levy\"", "\"fee\""));
    place.write("toll.toml", LEVY.replace("\"levy\"", "\"toll\""));
    // two of one name, of which the second would replace the first
    place
        .onrecord("questions add x/q.toml y/q.toml")
        .code(3)
        .tells("two files have this name")
        .tells("nothing was added");
    // two of one id, given together, or one of them kept before; then none of those given is kept
    place.onrecord("questions add toll.toml levy.toml x/q.toml").code(3).tells("a second question is called \"levy\"");
    assert_eq!(names(), 0);
    place.onrecord("questions add levy.toml fee.toml").ok();
    place.onrecord("questions add toll.toml x/q.toml").code(3).tells("q.toml").tells("nothing was added");
    assert_eq!(names(), 2);
    // a file may take the place of itself
    place.write("levy.toml", LEVY.replace("harbour levy", "fish levy"));
    place.onrecord("questions add levy.toml").ok();
    place.onrecord("questions").ok().prints("Is the fish levy lawful?");

    // another desk has one of the questions in a file of another name: it stays out, and every command goes on
    place.write("other/q.toml", LEVY.replace("harbour levy", "bridge levy"));
    place.onrecord("--db other.db questions add other/q.toml").ok();
    let merged = place.onrecord("merge other.db").ok();
    merged.tells("ours stay: q.toml");
    assert_eq!(names(), 2);
    place.onrecord("quotes").ok();
}

#[test]
fn a_stored_file_of_questions_that_cannot_be_used_stops_no_command() {
    let place = added();
    place.write("levy.toml", LEVY);
    place.onrecord("questions add levy.toml").ok();
    // as an earlier program kept them, without looking at the ids
    let db = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
    db.execute(
        "INSERT INTO question_files (name, toml, added_at) VALUES ('more.toml', ?1, '2024-05-13T00:00:00Z')",
        [LEVY],
    )
    .expect("a row");
    drop(db);
    place.write("2.txt", "“The harbour levy is lawful,” said Mayor Ada Quist.\n");
    let told = "hint: `onrecord questions remove more.toml` takes it out";
    place.onrecord("add 2.txt").ok().tells("questions more.toml of the database").tells(told);
    place.onrecord("questions show levy").ok();
    place.onrecord("doctor").code(1).prints("bad").prints("onrecord questions remove more.toml");
    place.onrecord("questions remove more.toml").ok();
    place.onrecord("doctor").ok();
    // a database that cannot be asked is told, and its questions are not taken to be none
    let db = rusqlite::Connection::open(place.path("onrecord.db")).expect("a database");
    let ours: i64 = db.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
    db.pragma_update(None, "user_version", 99).expect("a newer one");
    place.onrecord("questions").code(5).tells("newer");
    db.pragma_update(None, "user_version", ours).expect("ours again");
    drop(db);
    assert!(!place.onrecord("questions").ok().stderr().contains("more.toml"));
}

#[test]
fn rows_can_be_read_by_themselves_and_records_stay_as_printed() {
    let place = added();
    let listed = place.onrecord("quotes").ok();
    listed.prints("denied: that the pier was unsafe").prints("Nobody asked me about it");
    let rows = place.onrecord("quotes --words unsafe --format json").ok().json();
    assert_eq!(rows["attributions"][0]["text"], "that the pier was unsafe");
    // the words by which two statements differ are marked
    place.write(
        "3.txt",
        "“The bridge does not hold the weight of three lorries at once,” said engineer Tove Lind on Monday.\n",
    );
    place.write(
        "4.txt",
        "“The bridge does hold the weight of three lorries at once,” said engineer Tove Lind on Monday.\n",
    );
    place.onrecord("add 3.txt 4.txt --published 2024-05-13").ok();
    place.onrecord("conflicts").ok().prints("The bridge does [not] hold");
    place.onrecord("conflicts --pairs").ok().prints("[not]");
    let record = place.onrecord("conflicts --format json").ok().json();
    let texts = [&record["conflicts"][0]["a"]["text"], &record["conflicts"][0]["b"]["text"]].map(|t| t.to_string());
    assert!(texts.iter().any(|text| text.contains("does not hold")) && !texts.concat().contains("[not]"), "{texts:?}");
}

#[test]
fn a_draft_of_a_question_that_misses_its_own_examples_is_told() {
    let place = Place::new();
    place.args(["questions", "new", "Taxes should rise", "Taxes should fall"]).ok();
    place
        .args(["questions", "new", "I did it", "I didn't do it"])
        .code(0)
        .prints("[[question]]")
        .tells("no patterns were found");
}

#[test]
fn conflicts_are_reviewed_too() {
    let place = Place::new();
    let lines = [
        r#"{"id":"a","text":"The council did not sell the fish hall to Velora","speaker":"Bo Ferrant","published":"2024-05-14"}"#,
        r#"{"id":"b","text":"The council sold the fish hall to Velora","speaker":"Ada Quist","published":"2024-05-13"}"#,
    ];
    place.write("claims.jsonl", lines.join("\n"));
    place.onrecord("import claims.jsonl").code(0);
    place.onrecord("review --conflicts --from 2024-06").code(1).tells("nothing is left");
    for unknown in
        ["--words tribunal", "--role mayor", "--min-confidence 0.9", "--act deny", "--finding open", "--type person"]
    {
        place.onrecord(&format!("review --conflicts {unknown}")).code(2).tells("cannot be used with");
    }
    // what is no key of a conflict decides nothing
    let review = place.onrecord("review --conflicts --by Mira").input("v\nx\n").code(0);
    review.prints("words that clash").prints("1 of 1").tells("is unsure").tells("1 decision kept");
    place.onrecord("undo").code(0);
    place.onrecord("review --conflicts --by Mira").input("a\n").code(0).tells("is right");
    place.onrecord("review --conflicts").code(1).tells("nothing is left");
    let listed = place.onrecord("conflicts --format json").code(0).json();
    let id = listed["conflicts"][0]["id"].as_str().expect("an id");
    place.args(["show", id]).code(1).tells("is the id of a conflict").tells("onrecord conflicts show");
    let statement = listed["conflicts"][0]["a"]["statement"].as_str().expect("an id");
    place.args(["conflicts", "show", statement]).code(1).tells("is the id of a statement").tells("`onrecord show");
}

#[test]
fn help_fits_a_screen() {
    let place = Place::new();
    for command in onrecord::cli::command().get_subcommands().map(|command| command.get_name().to_owned()) {
        let long = place.args([&*command, "--help"]).env("COLUMNS", "120").code(0);
        let short = place.args([&*command, "-h"]).env("COLUMNS", "120").code(0);
        assert_eq!(long.stdout(), short.stdout(), "{command}");
        let lines = long.stdout().lines().count();
        assert!(lines <= 60, "{command}: {lines} lines");
    }
    place.onrecord("config show").code(0).prints("default");
}

#[test]
fn an_article_that_was_taken_out_stays_so_until_a_newer_text_comes() {
    let place = Place::new();
    place.write("1.txt", "Mayor Ada Quist said that the bridge was sound.\n");
    place.onrecord("add 1.txt").ok();
    let listed = place.onrecord("articles --format json").ok().json();
    let id = listed["articles"][0]["id"].as_str().expect("an id").to_owned();
    place.args(["articles", "remove", &id]).ok();
    let again = place.onrecord("add 1.txt").ok();
    again.tells("1 taken out by you earlier").tells(&format!("`onrecord articles restore {}`", &id[..8]));
    place.onrecord("articles").code(1);
    place.write("1.txt", "Mayor Ada Quist said that the bridge was not sound.\n");
    place.onrecord("add 1.txt").ok().tells("1 in a new version");
    let listed = place.onrecord("articles --format json").ok().json();
    assert_eq!(
        (listed["articles"].as_array().map(Vec::len), listed["articles"][0]["version"].as_u64()),
        (Some(1), Some(2))
    );
    place.args(["articles", "restore", &id]).code(2).tells("was not taken out");
}

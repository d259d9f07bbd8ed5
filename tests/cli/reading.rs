//! What `add` tells of a batch, what it would read, and how articles show where things were taken from.

use crate::support::Place;

const GOOD: &str = "Harbour shut for the winter\n\nBy Ilse Kahn | 13 May 2024\n\n“The harbour stays shut,” Mayor Ada Brandvold said on Monday. It rained.\n";

#[test]
fn a_dry_run_shows_and_stores_nothing() {
    let place = Place::new();
    place.write("story.txt", GOOD);
    place.write("empty.txt", "");
    let done = place.onrecord("add --dry-run story.txt empty.txt").ok();
    done.prints("Harbour shut")
        .prints("2024-05-13")
        .prints("Ilse Kahn")
        .prints("date from the first lines")
        .tells("1 article would be added, 1 skipped (1 empty)");
    assert!(!place.path("onrecord.db").exists());
}

#[test]
fn an_article_tells_what_was_taken_from_where() {
    let place = Place::new();
    place.write("story.txt", GOOD);
    place.onrecord("add story.txt").ok();
    place
        .onrecord("articles show story.txt")
        .ok()
        .prints("Ilse Kahn")
        .prints("byline from the first lines")
        .prints("Mayor Ada Brandvold");
    let value = place.onrecord("articles show story.txt --format json").ok().json();
    assert_eq!(value["article"]["published"], "2024-05-13");
    assert!(value["article"]["notes"].to_string().contains("date from the first lines"));
    place.onrecord("articles").ok().prints("Harbour shut").prints("2024-05-13");
    place.onrecord("articles show nothing").code(1);
}

#[test]
fn the_first_ten_are_named_and_the_rest_counted() {
    let place = Place::new();
    for i in 0..15 {
        place.write(&format!("in/{i:02}.json"), "{\"a\": ");
        place.write(&format!("in/{i:02}.txt"), "");
    }
    place.write("in/story.txt", GOOD);
    let done = place.onrecord("add in").code(3);
    let named = done.stderr().matches(".json").count();
    assert_eq!(named, 10, "{}", done.stderr());
    let done = done.tells("15 skipped (15 empty), 15 failed").tells("5 failed, 5 skipped more");
    drop(done);
    let all = place.onrecord("add in --verbose").code(3);
    assert_eq!(all.stderr().matches(".json").count(), 15);
}

#[test]
fn a_day_that_can_be_read_in_two_ways_is_read_by_a_rule_that_is_told() {
    let place = Place::new();
    place.write("story.txt", GOOD.replace("13 May 2024", "04/07/2022"));
    place.onrecord("add story.txt").ok().tells("day first, as 2022-07-04");
    let value = place.onrecord("articles --format json").ok().json();
    assert_eq!(value["articles"][0]["published"], "2022-07-04");
}

#[test]
fn columns_are_mapped_on_the_command_line() {
    let place = Place::new();
    place.write(
        "table.csv",
        "headline,wording,day\nHarbour shut,\"“It stays shut,” Ada Brandvold said on Monday.\",2024-05-13\n",
    );
    place.onrecord("add table.csv").code(3).tells("--map text=COLUMN").tells("headline, wording, day");
    place.onrecord("add table.csv --map text=wording,published=day").ok();
    let value = place.onrecord("articles --format json").ok().json();
    assert_eq!(value["articles"][0]["published"], "2024-05-13");
    place.onrecord("add table.csv --map words=wording").code(2).tells("published");
}

#[test]
fn addresses_of_one_page_are_one() {
    let place = Place::new();
    place.write("story.txt", GOOD);
    place.write("later.txt", GOOD.replace("It rained.", "It snowed."));
    place.onrecord("add story.txt --url https://www.skerry.example/story/?utm_source=x").ok();
    place.onrecord("add later.txt --url http://m.skerry.example/story/amp").ok().tells("1 in a new version");
}

#[test]
fn a_dry_run_called_new_what_was_known() {
    let place = Place::new();
    place.write("story.txt", GOOD);
    place.onrecord("add story.txt").ok();
    place.write("other.txt", GOOD.replace("stays shut", "is open"));
    place.onrecord("add --dry-run story.txt other.txt").ok().tells("1 article would be added, 1 known already");
}

#[test]
fn a_change_that_was_taken_back_stayed() {
    let place = Place::new();
    let page = |number: &str| {
        format!(
            "Title: Pier shut\nURL: https://skerry.example/pier\n\nOwen Brill said that {number} columns had been damaged.\n"
        )
    };
    place.write("pier.txt", page("nine"));
    place.onrecord("add pier.txt").ok();
    place.write("pier.txt", page("ten"));
    place.onrecord("add pier.txt").ok().tells("1 in a new version");
    place.write("pier.txt", page("nine"));
    place.onrecord("add pier.txt").ok().tells("1 in a new version");
    place.onrecord("quotes").ok().prints("nine columns");
    place.onrecord("add pier.txt").ok().tells("1 known already");
    place.onrecord("verify").ok();
    // an old file beside the new one brings nothing back
    place.write("old.txt", page("ten"));
    place.onrecord("add old.txt").ok().tells("1 known already");
    place.onrecord("quotes").ok().prints("nine columns");
}

#[test]
fn a_line_more_in_the_header_was_another_article() {
    let place = Place::new();
    let header = "Title: Pier shut\nURL: https://one.example/pier\nOutlet: The One\n";
    let text = format!("\nMaria Vogt said the quay was safe. {STORY}\n");
    place.write("a.txt", format!("{header}{text}"));
    place.write("b.txt", format!("Title: Pier shut\nOutlet: The Two\n{text}"));
    place.write("c.txt", format!("{header}Author: Ilse Kahn\n{text}"));
    place.onrecord("add a.txt b.txt").ok();
    place.onrecord("add c.txt").ok().tells("1 known already and better described now");
    let value = place.onrecord("articles --format json").ok().json();
    let articles = value["articles"].as_array().expect("articles");
    assert_eq!(articles.len(), 1, "{articles:?}");
    assert_eq!((&articles[0]["outlet"], &articles[0]["byline"]), (&"The One".into(), &"Ilse Kahn".into()));
    // another headline is another version
    place.write("c.txt", format!("{}{text}", header.replace("Pier shut", "Pier to open")));
    place.onrecord("add c.txt").ok().tells("1 in a new version");
}

/// Words that make a text long enough to tell copies by.
const STORY: &str = "The last boat of the day left the old quay at six in the evening with nine passengers, two dogs and a \
    piano that the hotel on the far shore had bought. Tickets that were sold for the summer will be paid back at the \
    harbour office until the end of the month, and the timetable of the bus around the lake will be denser from Monday.";

#[test]
fn a_batch_closes_with_a_count_of_everything() {
    let place = Place::new();
    let line = |text: &str, more: &str| format!("{{\"text\": \"{text}\"{more}}}\n");
    let ferry = "The ferry stops in May, said Maria Vogt.";
    let wire = format!("Maria Vogt said the quay was safe. {STORY}");
    let lines = [
        line(ferry, ", \"url\": \"https://post.example/ferry\""),
        // the same again; the same with what was not known; another text at its address
        line(ferry, ", \"url\": \"http://www.post.example/ferry?utm_source=mail\""),
        line(ferry, ", \"url\": \"https://post.example/ferry\", \"title\": \"Ferry stops\""),
        line(&ferry.replace("May", "June"), ", \"url\": \"https://post.example/ferry\""),
        // one story in two papers, with another head
        line(&wire, ", \"url\": \"https://post.example/quay\", \"outlet\": \"Lake Post\""),
        line(&format!("LINDAU (LP) - {wire}"), ", \"url\": \"https://pier.example/1\", \"outlet\": \"Pier Weekly\""),
        line("", ""),
        "{\"text\": \n".to_owned(),
    ];
    place.write("batch.jsonl", lines.concat());
    let done = place.onrecord("add batch.jsonl").code(3);
    done.tells("6 read: 2 articles added with")
        .tells("1 in a new version")
        .tells("1 known from another place (wire copies)")
        .tells("1 known already, 1 known already and better described now")
        .tells("1 skipped (1 empty), 1 failed")
        .tells("batch.jsonl:8");
    place.args(["quotes", "--outlet", "Pier Weekly"]).ok().prints("the quay was safe").prints("Lake Post");
    // again: nothing is new, and the copy is still a copy
    let done = place.onrecord("add batch.jsonl").code(3);
    done.tells("6 read: 0 articles added with 0 new statements, 6 known already");
    let id = place.args(["quotes", "--outlet", "Pier Weekly", "--format", "json"]).ok().json()["attributions"][0]["id"]
        .clone();
    let shown = place.onrecord(&format!("show -v {}", id.as_str().expect("an id"))).ok();
    shown.prints("also Pier Weekly").prints("edited around what is said").prints("made by encoder");
}

#[test]
fn a_file_is_known_by_its_text_whatever_name_it_was_added_under() {
    let place = Place::new();
    let story = "“It will hold,” Mayor Ada Quist said of the bridge on Monday. Rain fell in the afternoon.\n";
    place.write("in/1.txt", story);
    place.write("elsewhere/one.txt", story);
    place.write("elsewhere/two.txt", "Nobody came to the harbour on Monday, and nobody said a word about it.\n");
    place.onrecord("add in/1.txt").ok();
    place.onrecord("add elsewhere/one.txt").ok();
    place.onrecord("articles show in/1.txt").ok();
    place.onrecord("articles show elsewhere/one.txt").ok().prints("It will hold");
    place.onrecord("quotes --article elsewhere/one.txt").ok().prints("It will hold");
    place.onrecord("articles set elsewhere/one.txt --published 2024-05-13").ok();
    place.onrecord("articles show elsewhere/two.txt").code(1).tells("no article");
}

#[test]
fn a_second_article_of_a_page_is_not_lost_without_a_word() {
    let place = Place::new();
    let pier = "<p>The harbour board has refused to reopen the old pier before the summer season, it said.</p>\
        <p>“We cannot put a single visitor at risk,” the board’s chair, Ruth Calloway, said on Friday.</p>\
        <p>The survey found 41 damaged columns below the deck, Ms Calloway told the council.</p>\
        <p>Traders said that they had been given no warning, and that the decision would ruin them.</p>";
    let bus = "<p>Bus fares in Marrow will rise by a tenth in April, the county council said on Monday.</p>\
        <p>“Fuel costs leave us no choice,” said transport chief Lena Ortiz.</p>\
        <p>The union of drivers said that it had not been asked, and that it would go to court.</p>";
    let article = |title: &str, text: &str| format!("<article><h2>{title}</h2>{text}</article>");
    let both = article("Pier stays shut", pier) + &article("Bus fares to rise", bus);
    place.write("page.html", format!("<html><head><title>Tern Bay Courier</title></head><body>{both}</body></html>"));
    let told = "one of 2 articles of the page; left out: “Bus fares to rise”";
    place.onrecord("add --dry-run --wide page.html").ok().prints(told);
    place.onrecord("add page.html").ok().tells(told);
    place.onrecord("articles show page.html").ok().prints(told);
}

#[test]
fn an_outlet_and_its_day_in_one_line_are_no_title() {
    let place = Place::new();
    let story = "Harbour shut for the winter\n\n“The harbour stays shut,” Mayor Ada Brandvold said. It rained.\n";
    for (n, head) in ["Meridian Post, 15 April 2031", "Published 15 April 2031 | Meridian Post"].iter().enumerate() {
        place.write(&format!("{n}.txt"), format!("{head}\n\n{story}"));
        place.onrecord(&format!("add {n}.txt")).ok();
        let article = &place.onrecord(&format!("articles show {n}.txt --format json")).ok().json()["article"];
        assert_eq!(article["outlet"], "Meridian Post", "{head}");
        assert_eq!(article["published"], "2031-04-15", "{head}");
        assert_eq!(article["title"], "Harbour shut for the winter", "{head}");
    }
    let prose = "Speaking to the Meridian Post, 15 April 2031 was named by Ada Brandvold as the day on which it opens.";
    place.write("prose.txt", format!("{prose}\n\n{story}"));
    place.onrecord("add prose.txt").ok();
    let article = &place.onrecord("articles show prose.txt --format json").ok().json()["article"];
    assert!(article["outlet"].is_null() && article["published"].is_null(), "{article}");
}

#[test]
fn a_text_that_was_encoded_twice_is_mended_as_a_whole_and_told() {
    let place = Place::new();
    let twice = "â€œThe harbour stays shut,â€\u{9d} Mayor RenÃ©e Brandvold said on Monday. It rained.\n";
    place.write("twice.txt", twice);
    place.onrecord("add twice.txt").ok().tells("encoded twice").tells("undone");
    let row = &place.onrecord("quotes --format jsonl").ok().json_lines()[0];
    assert_eq!(row["text"], "“The harbour stays shut,”");
    assert_eq!(row["speaker"], "Renée Brandvold");
    // in part it is left as it is; a worker counts in the text that it was given
    place.write("mixed.txt", format!("“No,” she said. {twice}"));
    place.onrecord("add mixed.txt").ok().tells("left as they are");
    place.write("in.jsonl", serde_json::json!({"id": "1", "text": twice}).to_string());
    let record = place.onrecord("extract --jsonl in.jsonl").ok();
    assert!(record.stdout().contains("â€œThe harbour stays"), "{}", record.stdout());
}

//! `check`: a draft's quotations against what is stored.

use crate::support::Place;

const SOURCE: &str = "Mayor Ada Quist said on Monday: \u{201c}The old bridge is not safe for 40 buses, and we will close it.\u{201d}\n\n\
    \u{201c}My staff never saw the report,\u{201d} said harbour master Bo Ferrant.\n";

fn stored() -> Place {
    let place = Place::new();
    place.write("1.txt", SOURCE);
    place.onrecord("add 1.txt --published 2024-05-13 --outlet Herald").code(0);
    place
}

fn verdicts(place: &Place, draft: &str, code: i32) -> Vec<(String, Vec<String>)> {
    place.write("draft.txt", draft);
    let found = place.onrecord("check draft.txt --format json").code(code).json();
    let quotations = found["quotations"].as_array().expect("a list").clone();
    let verdict = |q: &serde_json::Value| {
        let kinds =
            q["changes"].as_array().expect("a list").iter().map(|c| c["kind"].as_str().expect("a word").to_owned());
        let [start, stop] = [0, 1].map(|n| usize::try_from(q["span"][n].as_u64().expect("a number")).expect("small"));
        let words: String = draft.chars().skip(start).take(stop - start).collect();
        assert_eq!(q["text"], words.as_str(), "the span is that of the text");
        (q["verdict"].as_str().expect("a word").to_owned(), kinds.collect())
    };
    quotations.iter().map(verdict).collect()
}

#[test]
fn each_quotation_is_told_for_what_it_is() {
    let place = stored();
    let draft = "Mayor Ada Quist warned: \u{201c}The old bridge is not safe \u{2026} and we will close it.\u{201d}\n\n\
        \u{201c}The old bridge is safe for 14 buses, and we will close it,\u{201d} Quist said.\n\n\
        \u{201c}My staff never saw the report,\u{201d} Ada Quist said.\n\n\
        \u{201c}Nobody has ever asked the ferrymen,\u{201d} said Bo Ferrant, the harbour master.\n";
    let told = |verdict: &str, kinds: &[&str]| (verdict.to_owned(), kinds.iter().map(|k| (*k).to_owned()).collect());
    assert_eq!(
        verdicts(&place, draft, 1),
        [
            told("verbatim", &[]),
            told("altered", &["negation", "number"]),
            told("other speaker", &[]),
            told("not found", &[]),
        ]
    );
    let table = place.onrecord("check draft.txt").code(1);
    table.prints("left out “not”").prints("said by Bo Ferrant").tells("4 quotations: 1 verbatim, 1 altered");
}

#[test]
fn a_clean_draft_passes_in_every_format_and_from_standard_input() {
    let place = stored();
    let words = "\u{201c}My staff never saw the report,\u{201d} said Bo Ferrant, the harbour master.";
    assert_eq!(verdicts(&place, words, 0), [("verbatim".to_owned(), Vec::new())]);
    place.onrecord("check -").input(words).code(0);
    place.write("draft.md", format!("# The bridge\n\n{words}\n"));
    place.onrecord("check draft.md").code(0);
    place
        .write("draft.html", format!("<html><body><article><h1>The bridge</h1><p>{words}</p></article></body></html>"));
    place.onrecord("check draft.html").code(0);
    place.onrecord("check draft.md --format html -o checked.html").code(0).prints_nothing();
    assert!(place.read("checked.html").contains("1 verbatim"));
    place.onrecord("check none.docx").code(3);
    place.onrecord("--db none.db check draft.md").code(5);
}

#[test]
fn a_draft_that_is_stored_itself_proves_nothing() {
    let place = Place::new();
    let words = "\u{201c}My staff never saw the report,\u{201d} said Bo Ferrant, the harbour master.\n";
    place.write("draft.txt", words);
    place.onrecord("add draft.txt").code(0);
    place.onrecord("check draft.txt").code(1).tells("1 not found");
}

#[test]
fn another_day_than_the_source_has_is_told() {
    let place = Place::new();
    place.write(
        "1.txt",
        "“The bridge will hold for a hundred years,” Mayor Ada Quist said on Monday. Rain fell in the afternoon.\n",
    );
    place.onrecord("add 1.txt --published 2024-05-14").ok();
    let verdict = |when: &str| {
        place.write("draft.txt", format!("“The bridge will hold for a hundred years,” Ada Quist said {when}.\n"));
        let run = place.shell("onrecord check draft.txt --format json || true").ok();
        let found = run.json()["quotations"][0].clone();
        (found["verdict"].as_str().expect("a verdict").to_owned(), found["said_on"].clone())
    };
    let same = ("verbatim".to_owned(), serde_json::Value::Null);
    assert_eq!(verdict("on Monday"), same);
    assert_eq!(verdict("on 13 May 2024"), same);
    assert_eq!(verdict("in May"), same);
    assert_eq!(verdict("in the rain"), same);
    let other = ("other date".to_owned(), "2024-05-13".into());
    assert_eq!(verdict("on Tuesday"), other);
    assert_eq!(verdict("on May 20"), other);
    assert_eq!(verdict("in June 2024"), other);
    place.onrecord("check draft.txt").code(1).prints("date: the draft says “in June 2024”, the source");
    place.onrecord("check draft.txt --format html -o checked.html").code(1);
    assert!(place.read("checked.html").contains("1 other date"));
}

#[test]
fn a_day_inside_the_quotation_is_not_the_day_on_which_it_was_said() {
    let place = Place::new();
    let text = "“The old bridge collapsed on 3 March 2020 after the flood,” Mayor Ada Quist said on Monday.\n";
    place.write("1.txt", format!("{text}\nRain fell in the afternoon.\n"));
    place.onrecord("add 1.txt --published 2024-05-14").ok();
    place.write("draft.txt", text.replace("on Monday", "on 3 March 2020"));
    place.onrecord("check draft.txt").code(1).tells("1 other date");
    place.write("draft.txt", text);
    place.onrecord("check draft.txt").code(0);
}

#[test]
fn a_draft_that_is_its_source_is_of_no_other_day() {
    let words = "The bridge will hold for a hundred years";
    let verdict = |source: &str, draft: &str| {
        let place = Place::new();
        place.write("1.txt", format!("{source}\n\nRain fell in the afternoon.\n"));
        place.onrecord("add 1.txt --published 2024-06-12").ok();
        place.write("draft.txt", format!("{draft}\n"));
        let run = place.shell("onrecord check draft.txt --format json || true").ok();
        let found = run.json()["quotations"][0].clone();
        (found["verdict"].as_str().expect("a verdict").to_owned(), found["said_on"].clone())
    };
    let same = ("verbatim".to_owned(), serde_json::Value::Null);
    for said in ["said in April", "said on 3 March 2020"] {
        let text = format!("“{words},” Mayor Ada Quist {said}.");
        assert_eq!(verdict(&text, &text), same, "{said}");
        let other = text.replace(said, "said on Friday 3 May 2024");
        assert_eq!(verdict(&text, &other).0, "other date", "{said}");
    }
    for aside in ["who was elected on 5 May 2019", "who may leave in May"] {
        let text = format!("“{words},” said Mayor Ada Quist, {aside}.");
        assert_eq!(verdict(&text, &text), same, "{aside}");
        let plain = format!("“{words},” said Mayor Ada Quist on Monday.");
        assert_eq!(verdict(&plain, &text), same, "the day of the aside is not that of the statement: {aside}");
    }
    assert_eq!(
        verdict(&format!("“{words},” Ada Quist said in April."), &format!("“{words},” Ada Quist said in May.")).1,
        "2024-04"
    );
}

/// The first quotation of a draft, checked.
fn first(place: &Place, draft: &str) -> serde_json::Value {
    place.write("draft.txt", draft);
    place.shell("onrecord check draft.txt --format json || true").ok().json()["quotations"][0].clone()
}

#[test]
fn a_speaker_whom_the_draft_describes_is_compared_by_role_and_organisation() {
    let place = Place::new();
    place.write(
        "1.txt",
        "“These are all lies, every one of them,” police spokeswoman Ada Quist said on Monday.\n\n\
         “The levy will be paid in full,” said a farmer from the valley.\n",
    );
    place.onrecord("add 1.txt").ok();
    let verdict = |draft: &str| first(&place, draft)["verdict"].as_str().expect("a verdict").to_owned();
    assert_eq!(verdict("“These are all lies, every one of them,” a police spokesman said."), "verbatim");
    assert_eq!(verdict("The prime minister said: “These are all lies, every one of them.”"), "other speaker");
    assert_eq!(verdict("“These are all lies, every one of them,” said Bo Ferrant’s lawyer."), "other speaker");
    assert_eq!(verdict("“These are all lies, every one of them,” an old friend said."), "speaker not compared");
    assert_eq!(verdict("“The levy will be paid in full,” said a farmer."), "verbatim");
    assert_eq!(verdict("“The levy will be paid in full,” Bo Ferrant said."), "speaker not compared");
    place.onrecord("check draft.txt").code(1).tells("1 quotation: 1 speaker not compared");
    place.onrecord("check draft.txt --format html -o checked.html").code(1);
    assert!(place.read("checked.html").contains("1 speaker not compared"));
}

#[test]
fn words_and_speaker_are_told_apart() {
    let place = stored();
    let found = first(&place, "“The old bridge is safe for 40 buses, and we will close it,” Bo Ferrant said.");
    assert_eq!([&found["verdict"], &found["words"], &found["speakers"]], ["altered", "altered", "other"]);
    let told = "speaker: the draft says “Bo Ferrant”, the source Ada Quist";
    place.onrecord("check draft.txt").code(1).prints("left out “not”").prints(told);
    place.onrecord("check draft.txt --format html -o checked.html").code(1);
    let page = place.read("checked.html");
    assert!(page.contains(told) && page.contains("” – Bo Ferrant"), "{page}");
    let found = first(&place, "“Not safe for 40 buses,” Bo Ferrant said.");
    assert_eq!([&found["verdict"], &found["words"], &found["speakers"]], ["other speaker", "verbatim", "other"]);
}

#[test]
fn words_that_are_printed_and_no_statement_are_said_to_be() {
    let place = Place::new();
    place.write("1.md", format!("# Bridge\n\n{SOURCE}\nThe bridge was built by nine masons in the winter of 1902.\n"));
    place.onrecord("add 1.md").ok();
    let draft = "“The bridge was built by nine masons,” Ada Quist said.";
    let found = first(&place, draft);
    assert_eq!([&found["verdict"], &found["words"]], ["no statement", "verbatim"]);
    assert_eq!(found["printed"]["passage"], "The bridge was built by nine masons");
    let run = place.onrecord("check draft.txt").code(1).tells("1 no statement");
    run.prints("printed in “Bridge”").prints("not stored as a statement");
    assert_eq!(first(&place, "Ada Quist said that it took “nine masons”.")["verdict"], "no statement");

    let found = first(&place, "“My staff never saw the report,” said Bo Ferrant.");
    assert_eq!(found["verdict"], "verbatim");
    let id = found["statement"].as_str().expect("an id");
    place.args(["decide", id, "reject", "--by", "Mira"]).ok();
    let found = first(&place, "“My staff never saw the report,” said Bo Ferrant.");
    assert_eq!([&found["verdict"], &found["printed"]["rejected_by"]], ["no statement", "Mira"]);
    place.onrecord("check draft.txt").code(1).prints("the statement was rejected by");
    let found = first(&place, "“Nobody has ever asked the ferrymen,” said Bo Ferrant.");
    assert_eq!([&found["verdict"], &found["words"]], ["not found", "not found"]);
}

#[test]
fn a_few_words_that_a_text_has_are_not_taken_for_others_like_them() {
    let place = Place::new();
    place.write("1.txt", "“It was a terrible snub for us,” Ada Quist said on Monday.\n");
    place.write("2.txt", "“We had a terrible night here,” said Bo Ferrant, the harbour master.\n");
    place.onrecord("add 1.txt 2.txt").ok();
    let found = first(&place, "Ada Quist spoke of “a terrible night”.");
    assert_eq!([&found["verdict"], &found["said_by"]], ["other speaker", "Bo Ferrant"]);
}

#[test]
fn a_source_that_the_desk_found_false_is_told() {
    let place = stored();
    let draft = "“My staff never saw the report,” said Bo Ferrant, the harbour master.";
    let id = first(&place, draft)["statement"].as_str().expect("an id").to_owned();
    place.args(["decide", &id, "false", "--source", "https://court.example/ruling"]).ok();
    assert_eq!(first(&place, draft)["finding"], "false");
    let run = place.onrecord("check draft.txt").code(0).tells("1 of what the desk marked false or disputed");
    run.prints("finding: marked false (https://court.example/ruling)");
    place.onrecord("check draft.txt --format html -o checked.html").ok();
    assert!(place.read("checked.html").contains("finding: marked false"));
}

/// A Word document of these parts, each with its paragraphs.
fn docx(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, words) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry");
        let xml = format!("<w:x xmlns:w='w'><w:body><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:body></w:x>");
        std::io::Write::write_all(&mut zip, xml.as_bytes()).expect("written");
    }
    zip.finish().expect("closed").into_inner()
}

#[test]
fn every_passage_of_a_draft_is_read() {
    let place = stored();
    let false_one = "“Nobody has ever asked the ferrymen,” said Bo Ferrant.";
    let true_one = "“My staff never saw the report,” said Bo Ferrant.";
    for markdown in [
        format!("{true_one}\n\n<blockquote>\n{false_one}\n</blockquote>\n"),
        format!("{true_one}\n\n<div><p>{false_one}</p></div>\n"),
        format!("{true_one}\n\nBo Ferrant wrote:\n\n> Nobody has ever asked the ferrymen.\n"),
    ] {
        place.write("draft.md", &markdown);
        place.onrecord("check draft.md").code(1).tells("2 quotations: 1 verbatim, 1 not found");
        place.onrecord("check draft.md --format html -o checked.html").code(1);
        assert!(place.read("checked.html").contains("asked the ferrymen"), "{markdown}");
    }
    for part in ["word/footnotes.xml", "word/endnotes.xml", "word/header1.xml"] {
        place.write("draft.docx", docx(&[("word/document.xml", true_one), (part, false_one)]));
        place.onrecord("check draft.docx").code(1).tells("2 quotations: 1 verbatim, 1 not found");
    }
    place.write("draft.docx", docx(&[("word/document.xml", true_one), ("word/footnotes.xml", "<w:t>")]));
    place.onrecord("check draft.docx").code(1).tells("1 passage of the draft not read: word/footnotes.xml");
    place.write("draft.docx", docx(&[("word/document.xml", true_one), ("word/header1.xml", "Page 1")]));
    place.onrecord("check draft.docx").code(0);
}

#[test]
fn block_quotations_without_marks_are_quotations() {
    let place = stored();
    let true_one = "“My staff never saw the report,” said Bo Ferrant.";
    let false_one = "Nobody has ever asked the ferrymen.";
    let told = "2 quotations: 1 verbatim, 1 not found";
    for markdown in [
        format!("{true_one}\n\n<blockquote>\n\n{false_one}\n\n</blockquote>\n"),
        format!("{true_one}\n\n> - {false_one}\n"),
        format!("{true_one}\n\nBo Ferrant wrote: <blockquote>{false_one}</blockquote>\n"),
    ] {
        place.write("draft.md", &markdown);
        place.onrecord("check draft.md").code(1).tells(told);
    }
    place.write("draft.txt", format!("{true_one}\n\nBo Ferrant wrote:\n> {false_one}\n"));
    place.onrecord("check draft.txt").code(1).tells(told);
    for html in [
        format!("<p>{true_one}</p><blockquote>{false_one}</blockquote>"),
        format!("<p>{true_one}</p><aside class='pull-quote'><blockquote><p>{false_one}</p></blockquote></aside>"),
    ] {
        place.write("draft.html", format!("<html><body><h1>The bridge</h1>{html}</body></html>"));
        place.onrecord("check draft.html").code(1).tells(told);
    }
    let styled = |style: &str| {
        let quote = format!("<w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{false_one}");
        format!("{true_one}</w:t></w:r></w:p><w:p>{quote}")
    };
    for style in ["Quote", "IntenseQuote"] {
        place.write("draft.docx", docx(&[("word/document.xml", &styled(style))]));
        place.onrecord("check draft.docx").code(1).tells(told);
    }
    let german = "</w:t></w:r></w:p><w:style w:styleId='Zitat'><w:name w:val='Quote'/></w:style><w:p><w:r><w:t>";
    place.write("draft.docx", docx(&[("word/document.xml", &styled("Zitat")), ("word/styles.xml", german)]));
    place.onrecord("check draft.docx").code(1).tells(told);
    // a draft that is stored proves nothing, with or without the marks that its block quotations get
    place.write("draft.md", format!("{true_one}\n\nBo Ferrant wrote:\n\n> {false_one}\n"));
    place.onrecord("add draft.md").ok();
    place.onrecord("check draft.md").code(1).tells(told);
}

#[test]
fn headings_are_checked_too() {
    let place = stored();
    for heading in
        ["Harbour master: ‘My staff never saw the report’", "‘My staff never saw the report’, harbour master says"]
    {
        for (name, draft) in [
            ("draft.md", format!("# {heading}\n\nThe bridge over the harbour stays open until the autumn.\n")),
            ("draft.txt", format!("{heading}\n\nThe bridge over the harbour stays open until the autumn.\n")),
            (
                "draft.html",
                format!("<h1>{heading}</h1><p>The bridge over the harbour stays open until the autumn.</p>"),
            ),
        ] {
            place.write(name, draft);
            let run = place.shell(&format!("onrecord check {name} --format json || true")).ok().json();
            let quotations = run["quotations"].as_array().expect("a list");
            assert_eq!(quotations.len(), 1, "{name}: {heading}");
            assert_eq!(quotations[0]["words"], "verbatim", "{name}: {heading}");
        }
    }
}

#[test]
fn a_word_or_two_between_quotation_marks_are_found_where_they_stand_between_marks() {
    let place = Place::new();
    place.write(
        "1.txt",
        "Mayor Ada Quist spoke for an hour on Monday. She called the survey “meaningless”, and left.\n\n\
         A man in a vest marked “PRESS” was led away. The harbour was calm at noon.\n",
    );
    place.onrecord("add 1.txt").ok();
    let found = first(&place, "Mayor Ada Quist called the survey “meaningless”.");
    assert_eq!((&found["words"], &found["printed"]), (&"verbatim".into(), &serde_json::Value::Null));
    let found = first(&place, "He wore a vest marked “Press”.");
    assert_eq!(
        [&found["verdict"], &found["printed"]["marked"]],
        [&"no statement".into(), &serde_json::Value::Bool(true)]
    );
    // a word that stands there without marks is no quotation
    assert_eq!(first(&place, "The sea was “calm” for once.")["verdict"], "phrase");
    place.onrecord("check draft.txt").code(0).tells("1 quotation: 1 phrase").prints("the draft names nobody");
    assert_eq!(first(&place, "Bo Ferrant called the survey “harmless”.")["verdict"], "not found");
}

#[test]
fn words_that_the_outlet_paraphrases_are_no_quotation() {
    let place = Place::new();
    place.write(
        "1.txt",
        "Mayor Ada Quist said that the ferry would be sold before the winter.\n\n\
         Harbour master Bo Ferrant said the pier was “not safe at all” for heavy buses.\n",
    );
    place.onrecord("add 1.txt --published 2024-05-13").ok();
    let found = first(&place, "“The ferry would be sold before the winter,” Ada Quist said.");
    assert_eq!([&found["verdict"], &found["words"], &found["speakers"]], ["paraphrase", "paraphrase", "same"]);
    assert_eq!(found["unmarked"], serde_json::json!(["the ferry would be sold before the winter"]));
    let run = place.onrecord("check draft.txt").code(1).tells("1 quotation: 1 paraphrase");
    run.prints("paraphrase: the source has “the ferry");
    place.onrecord("check draft.txt --format html -o checked.html").code(1);
    assert!(place.read("checked.html").contains("the outlet's words for what was said"));
    let found = first(&place, "The pier was “not safe at all for heavy buses”, Bo Ferrant said.");
    assert_eq!(
        [&found["verdict"], &found["unmarked"]],
        [&"paraphrase".into(), &serde_json::json!(["for heavy buses"])]
    );
    let found = first(&place, "The pier was “not safe at all”, Bo Ferrant said.");
    assert_eq!([&found["verdict"], &found["unmarked"]], [&"verbatim".into(), &serde_json::json!([])]);
    // of two articles, the one that quotes
    place.write("2.txt", "“The ferry would be sold before the winter,” Mayor Ada Quist told the council on Monday.\n");
    place.onrecord("add 2.txt --published 2024-05-12").ok();
    assert_eq!(first(&place, "“The ferry would be sold before the winter,” Ada Quist said.")["verdict"], "verbatim");
}

#[test]
fn the_two_halves_of_a_quotation_are_one() {
    let place = Place::new();
    place.write("1.txt", "“The pier will be closed,” Mayor Ada Quist said on Monday. “It is not safe.”\n");
    place.onrecord("add 1.txt").ok();
    let found = first(&place, "Ada Quist said: “The pier will be closed. It is not safe.”");
    assert_eq!([&found["verdict"], &found["changes"]], [&"verbatim".into(), &serde_json::json!([])]);
}

#[test]
fn two_quotations_made_one_are_told_as_two() {
    let place = stored();
    let draft =
        "Ada Quist said: \u{201c}The old bridge is not safe for 40 buses. My staff never saw the report.\u{201d}\n";
    assert_eq!(verdicts(&place, draft, 1)[0], ("altered".to_owned(), vec!["cut".to_owned()]));
    let table = place.onrecord("check draft.txt --wide").code(1);
    table.prints("joined: put together of 2").prints("other speaker: \u{201c}My staff");
    let joined = &place.onrecord("check draft.txt --format json").code(1).json()["quotations"][0]["joined"];
    assert_eq!((&joined[0]["verdict"], &joined[1]["verdict"]), (&"verbatim".into(), &"other speaker".into()));
    assert_eq!(joined[1]["said_by"], "Bo Ferrant");
}

#[test]
fn what_is_hardly_like_anything_is_not_another_speaker_misquoted() {
    let place = stored();
    let draft = "\u{201c}The old harbour is not clean,\u{201d} said Bo Ferrant, the harbour master.\n";
    assert_eq!(verdicts(&place, draft, 1)[0].0, "not found");
    let draft = "\u{201c}The old bridge is not safe for 14 buses,\u{201d} said Bo Ferrant, the harbour master.\n";
    assert_eq!(verdicts(&place, draft, 1)[0], ("altered".to_owned(), vec!["number".to_owned()]));
}

#[test]
fn letters_in_brackets_and_other_ways_to_write_a_number_are_no_other_name() {
    let place = stored();
    let draft = "\u{201c}[T]he old bridge is not safe for 40 bus[es],\u{201d} Ada Quist said.\n\n\
        \u{201c}The old bridge isn\u{2019}t safe for forty buses,\u{201d} Ada Quist said.\n";
    let found = verdicts(&place, draft, 1);
    assert_eq!(found[0].0, "verbatim");
    assert!(found[1].1.iter().all(|kind| kind == "wording"), "{found:?}");
}

#[test]
fn what_a_draft_tells_without_quotation_marks_is_compared() {
    let place = stored();
    place.write("draft.txt", "Mayor Ada Quist said that the old bridge was safe for 40 buses.\n");
    let run = place.onrecord("check draft.txt").code(1).tells("1 attribution: 1 altered");
    run.tells("no quotation in it").prints("negation: the source has “not”, the draft does not");
    let found = place.onrecord("check draft.txt --format json").code(1).json();
    assert_eq!(found["attributions"][0]["verdict"], "altered");
    assert_eq!(found["attributions"][0]["differences"][0]["kind"], "negation");
    place.onrecord("check draft.txt --format html -o checked.html").code(1);
    let page = place.read("checked.html");
    assert!(page.contains("1 altered") && page.contains("negation: the source has “not”"), "{page}");
    place.write("draft.txt", "Mayor Ada Quist said that the old bridge was not safe for 40 buses.\n");
    place.onrecord("check draft.txt").code(0).tells("1 attribution: 1 alike");
    place.write("draft.txt", "Mayor Ada Quist said that the ferry would be painted green.\n");
    place.onrecord("check draft.txt").code(0).tells("1 attribution: 1 not found");
}

#[test]
fn when_a_draft_fails_is_said_by_its_caller() {
    let place = stored();
    place.write("draft.txt", "“Nobody has ever asked the ferrymen,” said Bo Ferrant.\n");
    place.onrecord("check draft.txt --fail").code(1);
    place.onrecord("check --fail draft.txt").code(1);
    place.onrecord("check draft.txt --fail=unproven").code(1);
    place.onrecord("check draft.txt --fail=altered").code(0);
    place.write("draft.txt", "“My staff never saw the map,” said Bo Ferrant.\n");
    place.onrecord("check draft.txt --fail=altered").code(1);
    place.onrecord("check draft.txt --fail=never").code(0);
    place.write("draft.txt", "Mayor Ada Quist said that the ferry would be painted green.\n");
    place.onrecord("check draft.txt --fail=unfound").code(1);
}

#[test]
fn a_draft_that_is_stored_is_named() {
    let place = Place::new();
    place.write("draft.txt", "“My staff never saw the report,” said Bo Ferrant, the harbour master.\n");
    place.onrecord("add draft.txt").code(0);
    place.onrecord("check draft.txt").code(1).tells("the draft itself is stored");
    let own = place.onrecord("check draft.txt --format json").code(1).json()["own"].clone();
    assert_eq!(own.as_array().map(Vec::len), Some(1), "{own}");
}

#[test]
fn a_known_conflict_of_the_source_is_told() {
    let place = Place::new();
    for (name, litres) in [("1.txt", "9"), ("2.txt", "19")] {
        let words = format!(
            "The spring carried {litres} litres a second in the driest month of the whole summer, and no boat could pass the narrows below the mill"
        );
        place.write(name, format!("“{words},” said Ada Quist, the mayor of Tern Bay.\n"));
        place.onrecord(&format!("add {name} --published 2024-05-13 --outlet Herald")).ok();
    }
    let found = first(&place, "“The spring carried 19 litres a second in the driest month,” said Ada Quist.");
    assert_eq!([&found["verdict"], &found["conflicts"][0]["kind"]], ["verbatim", "version"], "{found}");
    place.onrecord("check draft.txt").code(0).prints("known version");
}

#[test]
fn words_that_stand_elsewhere_are_moved_and_a_first_word_is_no_name() {
    let place = Place::new();
    place.write("1.txt", "“Numbers first. Blame later, if anyone still wants it,” said Ada Quist, the mayor.\n");
    place.onrecord("add 1.txt").ok();
    let changes = |draft: &str| first(&place, draft)["changes"].clone();
    let moved = changes("“Blame later, if anyone still wants it. Numbers first,” said Ada Quist.");
    assert_eq!(moved, serde_json::json!([{"kind": "wording", "draft": "Numbers first", "source": "Numbers first"}]));
    place.onrecord("check draft.txt").code(1).prints("stands elsewhere in the source");
    let added = changes("“Numbers count. Blame later, if anyone still wants it,” said Ada Quist.");
    assert_eq!(added[0]["kind"], "wording");
}

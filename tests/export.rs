//! Attribution tables as files: what is written, and that nothing in them acts on the program that opens them.

use std::io::{self, Write};

use onrecord::{
    export::{Format, exporter},
    statement::{Act, Kind, SpeakerType},
    store::{AttributionRow, Review},
};

fn row(speaker: &str, text: &str) -> AttributionRow {
    AttributionRow {
        key: 1,
        id: "0123456789abcdef".to_owned(),
        speaker: Some(speaker.to_owned()),
        speaker_id: Some("fedcba9876543210".to_owned()),
        name: Some(speaker.to_owned()),
        speaker_type: Some(SpeakerType::Person),
        role: Some("mayor, Lindau Quay".to_owned()),
        organization: None,
        country: Some("DE".to_owned()),
        kind: Kind::Direct,
        act: Act::Deny,
        negated: true,
        on_record: true,
        text: text.to_owned(),
        source: speaker.to_owned(),
        cue: "did not deny".to_owned(),
        via: None,
        how: Some("named here".to_owned()),
        confidence: 0.934,
        outlet: Some("Lake Post".to_owned()),
        published: Some("2031-03-02".to_owned()),
        title: None,
        url: None,
        article: "00ff".to_owned(),
        document: "ferry.txt".to_owned(),
        appearances: 1,
        reference: None,
        sentence: format!("“{text}”\nshe wrote."),
        content: vec![[1, 20], [33, 40]],
        context: [0, 52],
        others: None,
        speaker_confidence: Some(0.9),
        review: Review::default(),
    }
}

fn exported(format: Format, rows: &[AttributionRow]) -> String {
    let mut out = Vec::new();
    let mut writer = exporter(format, &mut out).unwrap();
    for row in rows {
        writer.row(row).unwrap();
    }
    writer.finish().unwrap();
    String::from_utf8(out).unwrap()
}

fn records(text: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn flat_formats_have_one_record_a_row_under_a_header() {
    for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
        let text = exported(format, &[row("Maria Vogt", "He said \"no\", twice"), row("Zoë", "é\tü")]);
        let records = records(&text, delimiter);
        assert_eq!(records.len(), 3);
        let cell = |n: usize, name: &str| {
            let at = records[0].iter().position(|c| c == name).unwrap();
            records[n][at].as_str()
        };
        assert_eq!(cell(1, "speaker"), "Maria Vogt");
        assert_eq!(cell(1, "role"), "mayor, Lindau Quay");
        assert_eq!(cell(1, "text"), "He said \"no\", twice");
        assert_eq!(cell(1, "negated"), "1");
        assert_eq!(cell(1, "confidence"), "0.93");
        assert_eq!(cell(1, "content"), "1-20;33-40");
        assert_eq!(cell(1, "organization"), "");
        assert_eq!(cell(2, "text"), if format == Format::Csv { "é\tü" } else { "é ü" });
        if format == Format::Tsv {
            assert_eq!(text.lines().count(), 3, "one line a row");
        }
    }
}

#[test]
fn no_cell_is_a_formula() {
    let bad = "=HYPERLINK(\"https://evil.example\")";
    for (format, delimiter) in [(Format::Csv, b','), (Format::Tsv, b'\t')] {
        for start in ["", "\t", "\n", "\r\n"] {
            let text = exported(format, &[row("@cmd", &format!("{start}{bad}")), row("+1", "-2")]);
            for cell in records(&text, delimiter).iter().flatten() {
                assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']), "{cell:?}");
            }
        }
    }
}

#[test]
fn json_says_what_the_row_says() {
    let rows = [row("Maria Vogt", "It \"rains\""), row("Zoë", "=1")];
    let document: serde_json::Value = serde_json::from_str(&exported(Format::Json, &rows)).unwrap();
    assert_eq!(document["schema_version"], 1);
    let listed = document["attributions"].as_array().unwrap();
    let lines = exported(Format::Jsonl, &rows);
    let lines: Vec<serde_json::Value> = lines.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(listed, &lines);
    assert_eq!(lines[0]["text"], "It \"rains\"");
    assert_eq!((&lines[0]["type"], &lines[0]["act"]), (&"person".into(), &"deny".into()));
    assert_eq!(lines[0]["content"], serde_json::json!([[1, 20], [33, 40]]));
    assert_eq!((&lines[0]["ref"], &lines[1]["text"]), (&serde_json::Value::Null, &"=1".into()));
    assert!(lines[0].get("key").is_none(), "rows of one file mean nothing in another");
    assert_eq!(exported(Format::Json, &[]).trim(), "{\"schema_version\": 1, \"attributions\": []}");
    assert_eq!(exported(Format::Jsonl, &[]), "");
}

#[test]
fn a_markdown_table_stays_a_table() {
    let text = exported(Format::Md, &[row("A | B", "<script>x</script>\n[link](https://evil.example)")]);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(
        lines[2].starts_with("| A \\| B | mayor, Lindau Quay | &lt;script&gt;x&lt;/script&gt; \\[link\\]("),
        "{}",
        lines[2]
    );
    assert!(lines[2].ends_with("| direct | not deny | Lake Post | 2031-03-02 |  | 0123456789abcdef |"), "{}", lines[2]);
}

#[test]
fn annotations_point_into_the_text_by_characters_and_by_words() {
    let mut row = row("Zoë", "the pier is safe");
    row.sentence = "Zoë said the pier is safe.".to_owned();
    row.context = [100, 126];
    row.content = vec![[109, 125]];
    let page: serde_json::Value = serde_json::from_str(&exported(Format::Webannotation, &[row.clone()])).unwrap();
    let selectors = &page["items"][0]["target"][0]["selector"];
    assert_eq!(selectors[0], serde_json::json!({"type": "TextPositionSelector", "start": 109, "end": 125}));
    assert_eq!((&selectors[1]["exact"], &selectors[1]["prefix"]), (&"the pier is safe".into(), &"Zoë said ".into()));
    let linked: serde_json::Value = serde_json::from_str(&exported(Format::Jsonld, &[row])).unwrap();
    let statement = &linked["@graph"][0];
    assert_eq!((&statement["@type"], &statement["spokenByCharacter"]["name"]), (&"Quotation".into(), &"Zoë".into()));
    assert_eq!(statement["isPartOf"]["datePublished"], "2031-03-02");
    assert!(linked["@context"]["@vocab"].is_string(), "no program has to fetch the context");
}

#[test]
fn the_page_of_a_table_is_harmless() {
    let mut row = row("<script>alert(1)</script>", "a\u{202e}b");
    row.url = Some("javascript:alert(1)".to_owned());
    let page = exported(Format::Html, &[row]);
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script") && !page.contains("javascript:"), "{page}");
    assert!(page.contains("a⟨U+202E⟩b"));
}

/// A reader that goes away after some bytes, as `head` does.
struct Closing(usize);

impl Write for Closing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.0.checked_sub(bytes.len()) {
            Some(left) => self.0 = left,
            None => return Err(io::ErrorKind::BrokenPipe.into()),
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[test]
fn a_broken_pipe_is_seen_as_one_in_every_format() {
    for &format in Format::ALL {
        assert_eq!(Format::from_word(&format.as_str().to_uppercase()), Some(format));
        let Ok(mut writer) = exporter(format, Closing(2_000)) else {
            assert!(!format.is_of_rows(), "{format:?}");
            continue;
        };
        let row = row("Maria Vogt", "It rains");
        let error = (0..10_000).find_map(|_| writer.row(&row).err()).or_else(|| writer.finish().err());
        assert_eq!(error.map(|e| e.kind()), Some(io::ErrorKind::BrokenPipe), "{format:?}");
    }
}

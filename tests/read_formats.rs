//! One invented report in every format (`tests/fixtures`, made by `make.py`): each gives the same words, and what is no
//! article is told.

use std::io::Write;
use std::path::{Path, PathBuf};

use onrecord::read::{Field, Input, Problem, ProblemKind, ReadArticle, ReadOptions, ReadResult, read};

const TITLE: &str = "Lighthouse keeper’s archive found behind a wall";
const QUOTE: &str = "“Nobody had looked there since the war,” said Hanne Vasgaard, the trust’s archivist.";
const LAST: &str = "The harbour board denied that it had ordered the wall to be built.";
const URL: &str = "https://herald.ormsay.example/lighthouse";

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

fn results_with(path: impl AsRef<Path>, options: &ReadOptions) -> Vec<ReadResult> {
    read(&[Input::new(path.as_ref())], options).collect()
}

fn results(name: &str) -> Vec<ReadResult> {
    results_with(fixture(name), &ReadOptions::default())
}

fn articles(name: &str) -> Vec<ReadArticle> {
    results(name).into_iter().filter_map(Result::ok).collect()
}

fn problems(name: &str) -> Vec<Problem> {
    results(name).into_iter().filter_map(Result::err).collect()
}

/// Some bytes under a name, read.
fn read_bytes(name: &str, bytes: &[u8]) -> Vec<ReadResult> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    results_with(path, &ReadOptions::default())
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// A lean build reads no sheets.
fn in_this_build(name: &&str) -> bool {
    cfg!(feature = "sheets") || !name.ends_with(".xlsx")
}

#[track_caller]
fn is_the_report(reading: &ReadArticle) {
    let article = &reading.article;
    assert!(article.text.contains(QUOTE) && article.text.contains(LAST), "{}", article.text);
    assert_eq!(article.title.as_deref(), Some(TITLE));
}

#[test]
fn the_report_is_read_from_every_format() {
    for name in [
        "report.txt",
        "report.html",
        "feed.rss",
        "feed.atom",
        "mail.eml",
        "letters.mbox",
        "report.docx",
        "report.odt",
        "issue.epub",
        "report.xlsx",
        "crawl.warc",
        "crawl.warc.gz",
        "wiki.json",
        "nested.json",
        "report.txt.gz",
        "report.txt.zst",
        "collection.zip",
    ]
    .into_iter()
    .filter(in_this_build)
    {
        let found = articles(name);
        let first = found.first().unwrap_or_else(|| panic!("{name}: {:?}", problems(name)));
        is_the_report(first);
    }
}

#[test]
fn names_do_not_decide() {
    let names = ["feed.rss", "mail.eml", "report.docx", "issue.epub", "crawl.warc.gz", "report.txt.zst", "report.xlsx"];
    for name in names.into_iter().filter(in_this_build) {
        let found = read_bytes("x.txt", &std::fs::read(fixture(name)).unwrap());
        is_the_report(found[0].as_ref().unwrap_or_else(|problem| panic!("{name}: {problem}")));
    }
}

#[test]
fn what_is_known_of_the_report_comes_with_it() {
    let of = |name: &str| articles(name).swap_remove(0).article;
    for name in ["feed.rss", "feed.atom", "nested.json", "wrapped.json"] {
        let article = of(name);
        assert_eq!(article.byline.as_deref(), Some("Ilse Kahn"), "{name}");
        assert_eq!(article.published.as_deref(), Some("2024-05-13"), "{name}");
        assert_eq!(article.url.as_deref(), Some(URL), "{name}");
    }
    let page = articles("report.html").swap_remove(0);
    assert_eq!(page.article.byline.as_deref(), Some("Ilse Kahn"));
    assert_eq!(page.article.published.as_deref(), Some("2024-05-13"));
    assert_eq!(page.article.url.as_deref(), Some(URL));
    assert!(page.taken.contains(&"address from the canonical link".to_owned()), "{:?}", page.taken);
    assert!(!page.article.text.contains("Ferry timetable"));
    for name in ["feed.rss", "issue.epub", "report.xlsx", "wrapped.json"].into_iter().filter(in_this_build) {
        let mut article = of(name);
        if name == "report.xlsx" {
            // "Paper" is no usual name for the outlet
            let options = ReadOptions { map: vec![(Field::Outlet, "Paper".into())], ..ReadOptions::default() };
            article = results_with(fixture(name), &options).swap_remove(0).unwrap().article;
        }
        assert_eq!(article.outlet.as_deref(), Some("Ormsay Herald"), "{name}");
    }
    assert_eq!(of("mail.eml").byline.as_deref(), Some("Ilse Kahn"));
    assert_eq!(of("report.docx").byline.as_deref(), Some("Ilse Kahn"));
}

#[test]
fn a_feed_that_gives_summaries_says_so() {
    let found = articles("feed.rss");
    assert_eq!(found.len(), 2);
    assert_eq!(found[1].notes, ["the feed gives a summary, not the article"]);
}

#[test]
fn a_service_that_cuts_texts_is_found_out() {
    assert_eq!(articles("wrapped.json")[0].notes, ["its giver cut the text short"]);
}

#[test]
fn mails_lose_their_signature_and_keep_their_number() {
    let found = articles("letters.mbox");
    assert_eq!(found.len(), 2);
    assert!(!found[0].article.text.contains("Quay Street"));
    assert!(found[1].place.to_string().ends_with("letters.mbox#2"));
    assert!(found[1].article.text.contains(QUOTE), "{}", found[1].article.text);
}

#[test]
fn deleted_passages_of_documents_are_gone() {
    for name in ["report.docx", "report.odt"] {
        let text = &articles(name)[0].article.text;
        assert!(!text.contains("deleted") && !text.contains("Gone"), "{text}");
    }
}

#[test]
fn pages_of_a_web_archive_come_with_their_address_and_the_rest_is_counted() {
    for name in ["crawl.warc", "crawl.warc.gz"] {
        let found = articles(name);
        assert_eq!(found.len(), 2, "{:?}", problems(name));
        assert_eq!(found[0].article.url.as_deref(), Some(URL));
        assert!(
            found[1].article.text.contains("Søren Bjørk, told passengers at the café"),
            "{}",
            found[1].article.text
        );
        let [left] = <[Problem; 1]>::try_from(problems(name)).unwrap();
        assert_eq!(left.kind, ProblemKind::LeftOut);
        assert!(left.reason.contains("1 answers 301") && left.reason.contains("1 image/png"), "{left}");
    }
}

#[test]
fn a_web_archive_that_ends_in_the_middle_keeps_what_came_before() {
    let bytes = std::fs::read(fixture("crawl.warc")).unwrap();
    let found = read_bytes("x.warc", &bytes[..bytes.len() - 300]);
    assert!(found[0].is_ok());
    let told = found.iter().filter_map(|result| result.as_ref().err()).find(|problem| problem.is_error()).unwrap();
    assert!(told.reason.contains("ends in the middle"), "{told}");
}

#[test]
#[cfg(feature = "pdf")]
fn a_pdf_of_columns_reads_as_a_person_reads_it() {
    let reading = articles("columns.pdf").swap_remove(0);
    let text = &reading.article.text;
    for part in [
        "the Ormsay Trust announced in a letter to the council.",
        "“Nobody had looked there since the war,” said Hanne Vasgaard, the trust’s archivist.",
        "a once-in-a-lifetime chance to learn of the wrecks.",
        "A once-in-a-lifetime find deserved better than rumours",
    ] {
        assert!(text.contains(part), "{part} in\n{text}");
    }
    assert!(!text.contains("Ormsay Herald   13 May") && !text.contains("page 2"), "{text}");
    assert_eq!(reading.article.title.as_deref(), Some("Archive found behind a wall"));
}

#[test]
#[cfg(feature = "pdf")]
fn a_scanned_pdf_says_so() {
    let found = problems("scanned.pdf");
    assert_eq!(found[0].kind, ProblemKind::NoArticle);
    assert!(found[0].reason.contains("without a text layer"), "{}", found[0]);
}

#[test]
fn columns_of_a_table_are_known_or_named() {
    let found = articles("export.csv");
    // "story" is a usual name, "paper" and "day" are not
    assert!(found[0].article.text.ends_with(QUOTE));
    assert_eq!((found[0].article.outlet.as_deref(), found[0].article.published.as_deref()), (None, None));
    assert_eq!(problems("export.csv").len(), 1, "the empty row is told");
    let map = vec![(Field::Outlet, "paper".to_owned()), (Field::Published, "Day".to_owned())];
    let options = ReadOptions { map, ..ReadOptions::default() };
    let article = results_with(fixture("export.csv"), &options).swap_remove(0).unwrap().article;
    assert_eq!(article.outlet.as_deref(), Some("Ormsay Herald"));
    assert_eq!(article.published.as_deref(), Some("2024-05-13"));
    assert_eq!(articles("export.tsv")[0].article.published.as_deref(), Some("2024-05-13"));
}

#[test]
fn a_table_without_a_text_column_lists_its_columns() {
    let found = read_bytes("x.csv", b"name,age\nNell,41\n").swap_remove(0).unwrap_err();
    assert!(found.is_error() && found.reason.contains("name, age") && found.reason.contains("--map text="), "{found}");
    let options = ReadOptions { map: vec![(Field::Text, "missing".into())], ..ReadOptions::default() };
    let found = results_with(fixture("export.csv"), &options).swap_remove(0).unwrap_err();
    assert!(found.reason.contains("no column \"missing\"; there are title, story"), "{found}");
}

#[test]
fn a_quotation_mark_that_is_never_closed_does_not_eat_the_file() {
    let mut table = b"title,text\nPier,\"never closed".to_vec();
    table.resize(40_000_000, b'x');
    let found = read_bytes("x.csv", &table).swap_remove(0).unwrap_err();
    assert!(found.reason.contains("a quotation mark may not be closed"), "{found}");
}

#[test]
fn a_collection_is_read_file_by_file() {
    let found = results("collection.zip");
    let names: Vec<String> = found.iter().filter_map(|r| r.as_ref().ok()).map(|r| r.place.to_string()).collect();
    let ends: Vec<bool> = ["a/report.txt", "b/page.html", "inner.zip/c.txt"]
        .iter()
        .zip(&names)
        .map(|(end, name)| name.ends_with(end))
        .collect();
    assert_eq!((ends, names.len()), (vec![true; 3], 3), "{names:?}");
    let problems = problems("collection.zip");
    assert!(
        problems.iter().any(|p| p.reason.contains("leads out of the archive") && p.place.input.contains("escape")),
        "{problems:?}"
    );
    assert!(problems.iter().any(|p| p.kind == ProblemKind::LeftOut && p.reason.contains("1 .png")), "{problems:?}");
}

#[test]
fn what_is_no_article_is_refused_with_its_kind() {
    for (name, bytes, told) in [
        ("track.xml", &b"<?xml version='1.0'?><gpx><trk/></gpx>"[..], "<gpx>"),
        ("letter.rtf", b"{\\rtf1 No, she said.}", "RTF"),
        ("old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 words", "old office document"),
        (
            "code.txt",
            "if (a[i] != b[i]) { c[i] = a[i] + b[i]; } else { return x->y; }\n".repeat(20).as_bytes(),
            "program text",
        ),
        ("x.7z", b"7z\xBC\xAF\x27\x1C\0\0", "7z"),
        ("named.rss", b"The pier is shut, she said. It will not open again this year.", "no XML"),
    ] {
        let found = read_bytes(name, bytes).swap_remove(0).unwrap_err();
        assert_eq!(found.kind, ProblemKind::NotText, "{name}: {found}");
        assert!(found.reason.contains(told), "{name}: {found}");
    }
}

#[test]
fn bombs_are_named_before_they_fill_the_memory() {
    let zeros = gzipped(&vec![b' '; 100 << 20]);
    let found = read_bytes("bomb.gz", &zeros).swap_remove(0).unwrap_err();
    assert!(found.reason.contains("bomb") || found.kind == ProblemKind::TooLarge, "{found}");
    let twice = gzipped(&gzipped(&vec![b' '; 200 << 20]));
    let found = read_bytes("bomb.gz.gz", &twice).swap_remove(0).unwrap_err();
    assert!(found.reason.contains("bomb") || found.kind == ProblemKind::TooLarge, "{found}");
    let five_times = (0..5).fold(b"No, she said.".to_vec(), |bytes, _| gzipped(&bytes));
    assert!(read_bytes("x.gz", &five_times).swap_remove(0).unwrap_err().reason.contains("packed too many times"));
}

/// A zip file with these entries, deflated.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[test]
fn a_bomb_in_a_document_is_named() {
    let bomb = format!("<w:document><w:body><w:p><w:t>{}</w:t></w:p></w:body></w:document>", " ".repeat(80 << 20));
    let found = read_bytes("x.docx", &zipped(&[("word/document.xml", bomb.as_bytes())])).swap_remove(0).unwrap_err();
    assert!(found.reason.contains("bomb"), "{found}");
    let found =
        read_bytes("x.zip", &zipped(&[("a.txt", &vec![b' '; 80 << 20]), ("b.txt", b"No, she said on Monday.")]));
    assert_eq!((found[0].is_err(), found[1].is_ok()), (true, true), "the rest of the archive is read");
}

#[test]
fn deep_nesting_is_refused_or_read_and_never_a_crash() {
    let deep_xml = format!("<w:document>{}", "<w:p>".repeat(1_000_000));
    let xml = zipped(&[("word/document.xml", deep_xml.as_bytes())]);
    let json = "[".repeat(1_000_000);
    let page = format!("<!DOCTYPE html>{}", "<div>".repeat(1_000_000));
    let feed = format!("<?xml version='1.0'?><rss>{}", "<channel>".repeat(300_000));
    for (name, bytes) in
        [("x.docx", &xml[..]), ("x.json", json.as_bytes()), ("x.html", page.as_bytes()), ("x.rss", feed.as_bytes())]
    {
        assert!(read_bytes(name, bytes)[0].is_err(), "{name}");
    }
}

#[test]
fn damaged_files_are_problems() {
    for name in [
        "report.docx",
        "report.odt",
        "issue.epub",
        "report.xlsx",
        "columns.pdf",
        "crawl.warc.gz",
        "report.txt.gz",
        "report.txt.zst",
        "collection.zip",
        "mail.eml",
        "feed.rss",
        "wiki.json",
    ] {
        let bytes = std::fs::read(fixture(name)).unwrap();
        for length in (0..bytes.len()).step_by(bytes.len() / 12 + 1) {
            read_bytes(name, &bytes[..length]);
            let mut spoiled = bytes.clone();
            spoiled[length] ^= 0x55;
            read_bytes(name, &spoiled);
        }
    }
}

#[test]
fn strange_characters_are_kept_and_break_nothing() {
    let text = "The harbour\0 stays \u{202E}shut\u{202C}, she said on Monday.\u{FEFF} It rained all day.";
    let found = read_bytes("x.txt", text.as_bytes()).swap_remove(0).unwrap();
    assert_eq!(found.article.text, text);
    let lone = read_bytes("x.jsonl", br#"{"text": "No \ud800, she said."}"#).swap_remove(0).unwrap_err();
    assert!(lone.reason.contains("not JSON: a lone surrogate"), "{lone}");
    let lone = read_bytes("x.json", br#"{"text": "No \udc00\ud800, she said."}"#).swap_remove(0).unwrap_err();
    assert!(lone.reason.contains("not JSON: a lone surrogate") && lone.reason.contains("line 1"), "{lone}");
}

/// A sheet of these rows of XML, and no more of a workbook than is needed.
#[cfg(feature = "sheets")]
fn workbook(rows: &str) -> Vec<u8> {
    workbook_of(&[("A", rows)])
}

/// Sheets by their names, each with its rows of XML.
#[cfg(feature = "sheets")]
fn workbook_of(sheets: &[(&str, &str)]) -> Vec<u8> {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let relation = |id: usize, kind: &str, target: &str| {
        format!("<Relationship Id='r{id}' Type='{office}/{kind}' Target='{target}'/>")
    };
    let (mut named, mut related, mut files) = (String::new(), String::new(), Vec::new());
    for (i, (name, rows)) in (1..).zip(sheets) {
        named += &format!("<sheet name='{name}' sheetId='{i}' r:id='r{i}'/>");
        related += &relation(i, "worksheet", &format!("worksheets/sheet{i}.xml"));
        let sheet = format!("<worksheet xmlns='{main}'><sheetData>{rows}</sheetData></worksheet>");
        files.push((format!("xl/worksheets/sheet{i}.xml"), sheet));
    }
    let book = format!("<workbook xmlns='{main}' xmlns:r='{office}'><sheets>{named}</sheets></workbook>");
    let all = |inner: &str| format!("<Relationships>{inner}</Relationships>");
    files.push(("_rels/.rels".into(), all(&relation(1, "officeDocument", "xl/workbook.xml"))));
    files.push(("xl/_rels/workbook.xml.rels".into(), all(&related)));
    files.push(("xl/workbook.xml".into(), book));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())).collect();
    zipped(&files)
}

#[cfg(feature = "sheets")]
#[test]
fn sheets_behind_the_first_were_dropped_without_a_word() {
    let row = |n: usize, words: [&str; 2]| {
        let cell = |words: &str| format!("<c t='inlineStr'><is><t>{words}</t></is></c>");
        format!("<row r='{n}'>{}</row>", words.map(cell).concat())
    };
    let sheet = |text: &str| row(1, ["Title", "Text"]) + &row(2, ["Pier", text]);
    let (first, other) = (sheet("The ferry was late, Bo Lund said."), sheet("The pier is shut, Vera Holm said."));
    let notes = row(1, ["to do", "who"]) + &row(2, ["call Bo", "Nell"]);
    let found = read_bytes("x.xlsx", &workbook_of(&[("May", &first), ("Notes", &notes), ("June", &other)]));
    let places: Vec<String> = found.iter().filter_map(|r| r.as_ref().ok()).map(|r| r.place.to_string()).collect();
    assert!(places.len() == 2 && places[0].ends_with("/May:2") && places[1].ends_with("/June:2"), "{places:?}");
    let left_out = found.last().unwrap().as_ref().unwrap_err();
    assert!(left_out.kind == ProblemKind::LeftOut && left_out.reason.contains("sheet Notes"), "{left_out}");
}

#[cfg(feature = "sheets")]
#[test]
fn two_cells_at_the_corners_of_a_sheet_do_not_ask_for_all_memory() {
    let cell = |at: &str| format!("<c r='{at}' t='inlineStr'><is><t>text</t></is></c>");
    let rows = format!("<row r='1'>{}</row><row r='1048576'>{}</row>", cell("A1"), cell("XFD1048576"));
    let found = read_bytes("x.xlsx", &workbook(&rows)).swap_remove(0).unwrap_err();
    assert!(found.reason.contains("cells, more than"), "{found}");
    assert_eq!(found.kind, ProblemKind::TooLarge);
}

/// A workbook of OpenDocument with these rows.
#[cfg(feature = "sheets")]
fn ods(rows: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content xmlns:office='o' xmlns:table='t' xmlns:text='x'><office:body><office:spreadsheet><table:table table:name='A'>\
         {rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in [
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest='m'/>"),
        ("content.xml", &content),
    ] {
        out.start_file(name, stored).unwrap();
        out.write_all(bytes.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

#[cfg(feature = "sheets")]
#[test]
fn cells_that_are_repeated_a_million_times_are_counted_first() {
    let cell = |repeats: &str, words: &str| {
        format!("<table:table-cell office:value-type='string' {repeats}><text:p>{words}</text:p></table:table-cell>")
    };
    let row = |repeats: &str, cells: &str| format!("<table:table-row {repeats}>{cells}</table:table-row>");
    let many = "table:number-columns-repeated='16000'";
    let bomb = row("table:number-rows-repeated='1000000'", &cell(many, "text"));
    let apart = row("", &cell(many, "a"))
        + &row("table:number-rows-repeated='1000000'", "<table:table-cell/>")
        + &row("", &cell("", "b"));
    for rows in [bomb, apart] {
        let found = read_bytes("x.ods", &ods(&rows)).swap_remove(0).unwrap_err();
        assert!(found.reason.contains("cells, more than"), "{found}");
    }
    // what every program writes: empty cells and rows to the end of the sheet
    let empty = format!("<table:table-cell {many}/>");
    let sheet = row("", &(cell("", "title") + &cell("", "text") + &empty))
        + &row("", &(cell("", "Pier") + &cell("", "It is shut, she said.") + &empty))
        + &row("table:number-rows-repeated='1048570'", &empty);
    let found = read_bytes("x.ods", &ods(&sheet));
    assert_eq!(found[0].as_ref().unwrap().article.text, "It is shut, she said.");
}

/// The library takes the end of a table in a drawing for the end of the sheet, and words of a box for those of its cell.
#[cfg(feature = "sheets")]
#[test]
fn a_table_in_a_drawing_ended_the_sheet() {
    let cell = |words: &str| format!("<table:table-cell office:value-type='string'>{words}</table:table-cell>");
    let row = |cells: &str| format!("<table:table-row>{cells}</table:table-row>");
    let words = |words: &str| cell(&format!("<text:p>{words}</text:p>"));
    let inner = format!("<table:table table:name='B'>{}</table:table>", row(&words("in a box")));
    let drawing = format!("<draw:frame><draw:text-box>{inner}<text:p>boxed</text:p></draw:text-box></draw:frame>");
    let second = cell(&format!("{drawing}<text:p>The quay is shut, he said.</text:p>"));
    let sheet = format!("<table:shapes>{drawing}</table:shapes>")
        + &row(&(words("title") + &words("text")))
        + &row(&(words("Pier") + &words("The pier is shut, she said.")))
        + &row(&(words("Quay") + &second));
    let found = read_bytes("x.ods", &ods(&sheet));
    let texts: Vec<&str> = found.iter().map(|found| found.as_ref().unwrap().article.text.as_str()).collect();
    assert_eq!(texts, ["The pier is shut, she said.", "The quay is shut, he said."]);
}

/// Blanks, signs by their names, words set apart from markup, rows without cells, cells that end empty, many tables: each
/// comes to more than the file has.
#[cfg(feature = "sheets")]
#[test]
fn whatever_a_sheet_repeats_is_counted_first() {
    let cell = |words: &str, repeats: u32| {
        format!(
            "<table:table-cell office:value-type='string' table:number-columns-repeated='{repeats}'>\
             <text:p>{words}</text:p></table:table-cell>"
        )
    };
    let row = |cells: &str, repeats: u32| {
        format!("<table:table-row table:number-rows-repeated='{repeats}'>{cells}</table:table-row>")
    };
    let head = row(&(cell("title", 1) + &cell("text", 1)), 1);
    let table = row("<table:table-cell office:value='1' table:number-columns-repeated='60'/>", 60_000);
    let empty = "<table:table-cell table:number-columns-repeated='16000'/><table:table-cell/>";
    for (rows, what) in [
        (row(&cell("No.<text:s text:c='2000000000'/>", 1), 1), "bytes"),
        (row(&cell("<text:tab/><text:line-break/>", 1), 60_000_000), "cells"),
        (row(&cell(&"<text:tab/><text:line-break></text:line-break>".repeat(60), 1), 1_000_000), "bytes"),
        (row(&cell(&"&amp;".repeat(60), 1), 1_000_000), "bytes"),
        (row(&cell("&amp;", 60), 1_000_000), "cells"),
        (row(&cell("<![CDATA[x]]>", 60), 1_000_000), "cells"),
        (row(&cell("<text:s/>", 60), 1_000_000), "cells"),
        (
            row(&cell("a", 60), 1) + "<table:table-row table:number-rows-repeated='1000000'/>" + &row(&cell("b", 1), 1),
            "cells",
        ),
        (row(empty, 1).repeat(300), "cells"),
        (format!("</table:table><table:table table:name='B'>{table}").repeat(2), "cells"),
        // a library that goes by names alone sees another end
        (row(&format!("<table:table-cell office:value='1'></table:table>{}", cell("a", 60)), 1_000_000), "cell"),
        (row(&cell("a", 60), 1_000_000).replace("</text:p>", "</text:q>"), "cells"),
    ] {
        let found = read_bytes("x.ods", &ods(&(head.clone() + &rows))).swap_remove(0).unwrap_err();
        assert!(found.reason.contains(what) && found.kind == ProblemKind::TooLarge, "{rows:.300}\n{found}");
    }
}

#[test]
fn a_book_that_names_a_chapter_again_and_again_has_it_once() {
    let chapter = format!(
        "<html><body>{}</body></html>",
        "<p>The pier is shut until the summer, the harbour board said on Friday.</p>".repeat(20)
    );
    let spine = "<item id='a' href='a.xhtml'/><item id='b' href='./a.xhtml'/>".to_owned()
        + &"<itemref idref='a'/><itemref idref='b'/>".repeat(50_000);
    let book = zipped(&[
        ("META-INF/container.xml", b"<container><rootfile full-path='b.opf'/></container>"),
        ("b.opf", format!("<package>{spine}</package>").as_bytes()),
        ("a.xhtml", chapter.as_bytes()),
    ]);
    assert_eq!(read_bytes("x.epub", &book).len(), 1);
}

#[test]
fn files_that_lie_over_each_other_in_a_zip_are_a_bomb() {
    let text = "The pier is shut, she said. ".repeat(2_000);
    let names: Vec<String> = (0..9).map(|n| format!("{n}.txt")).collect();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    out.start_file(&names[0], stored).unwrap();
    out.write_all(text.as_bytes()).unwrap();
    for name in &names[1..] {
        out.shallow_copy_file(&names[0], name).unwrap();
    }
    let found = read_bytes("x.zip", &out.finish().unwrap().into_inner());
    assert_eq!(found.iter().filter(|found| found.is_ok()).count(), 1);
    assert!(found.iter().any(|f| f.as_ref().is_err_and(|p| p.reason.contains("lie over each other"))), "{found:?}");
}

#[test]
fn chapters_that_lie_over_each_other_are_told_once() {
    let chapter =
        "<p>The market is shut until the summer, the quay board said on Friday, and no one was asked.</p>".repeat(99);
    let names: Vec<String> = (0..9).map(|n| format!("{n}.xhtml")).collect();
    let items: String = names.iter().map(|n| format!("<item id='{n}' href='{n}'/><itemref idref='{n}'/>")).collect();
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, words) in [
        ("META-INF/container.xml", "<container><rootfile full-path='b.opf'/></container>"),
        ("b.opf", &format!("<package>{items}</package>")),
        (&names[0], &format!("<html><body>{chapter}</body></html>")),
    ] {
        out.start_file(name, stored).unwrap();
        out.write_all(words.as_bytes()).unwrap();
    }
    for name in &names[1..] {
        out.shallow_copy_file(&names[0], name).unwrap();
    }
    let found = read_bytes("x.epub", &out.finish().unwrap().into_inner());
    let told: Vec<_> = found.iter().filter_map(|found| found.as_ref().err()).map(|problem| problem.kind).collect();
    assert_eq!(told, [ProblemKind::TooLarge], "{found:?}");
}

#[test]
fn news_services_that_give_a_summary_alone_are_read_with_a_note() {
    let times = br#"{"response": {"docs": [{"headline": {"main": "Pier shut"}, "lead_paragraph": "The pier is shut, she said.", "pub_date": "2024-05-14"}]}}"#;
    let empty =
        br#"{"articles": [{"title": "Pier shut", "content": null, "description": "The pier is shut, she said."}]}"#;
    let blank =
        br#"{"articles": [{"title": "Pier shut", "content": " \n", "abstract": " ", "description": "The pier is shut, she said."}]}"#;
    for bytes in [&times[..], empty, blank] {
        let found = read_bytes("x.json", bytes).swap_remove(0).unwrap();
        assert_eq!(found.article.text, "The pier is shut, she said.");
        assert_eq!(found.article.title.as_deref(), Some("Pier shut"));
        assert_eq!(found.notes, ["its giver gives a summary, not the article"]);
    }
    let line = br#"{"title": "Pier shut", "description": "The pier is shut, she said."}"#;
    assert!(read_bytes("x.jsonl", line)[0].is_err(), "lines of JSON are the caller's own");
    let wiki = br#"{"query": {"pages": {"1": {"title": "Pier", "revisions": [{"*": "[[Pier]]"}]}}}}"#;
    assert!(read_bytes("x.json", wiki).swap_remove(0).unwrap_err().reason.contains("wiki markup"));
}

//! Reading as a whole: formats, order, metadata, and every bad input as a noted result that stops nothing.

use std::fs;
use std::path::{Path, PathBuf};

use onrecord::read::{Format, Input, Problem, ProblemKind, ReadArticle, ReadOptions, ReadResult, read, sources};
use tempfile::TempDir;

const REPORT: &str = "Harbour board refuses to reopen pier\n\nBy Nell Ashworth\n\n\
    The harbour board has refused to reopen the old pier, its chair said on Friday.\n\n\
    “We cannot put a single visitor at risk,” said Ruth Calloway.\n";

const PAGE: &str = "<!DOCTYPE html><html><head><meta charset=utf-8><title>Bus fares to rise - Marrow Now</title>\
    <meta property=article:published_time content=2024-04-02T08:00:00Z></head><body><nav><a href=/>Home</a></nav><article>\
    <h1>Bus fares to rise</h1><p>Bus fares in Marrow will rise by a tenth in April, the council said on Monday.</p>\
    <p>“Fuel costs leave us no choice,” said transport chief Lena Ortiz.</p></article></body></html>";

/// A folder of files to be read.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &[u8])]) -> Self {
        let folder = Folder(tempfile::tempdir().unwrap());
        for (name, bytes) in files {
            let path = folder.path(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        folder
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Reads one file, folder or pattern in it.
    fn read(&self, name: &str) -> Vec<ReadResult> {
        self.read_with(name, &ReadOptions::default())
    }

    fn read_with(&self, name: &str, options: &ReadOptions) -> Vec<ReadResult> {
        read(&[Input::new(self.path(name))], options).collect()
    }
}

fn only(results: Vec<ReadResult>) -> ReadArticle {
    let [one] = <[ReadResult; 1]>::try_from(results).unwrap();
    one.unwrap()
}

fn problem(results: Vec<ReadResult>) -> Problem {
    let [one] = <[ReadResult; 1]>::try_from(results).unwrap();
    one.unwrap_err()
}

fn ids(results: &[ReadResult]) -> Vec<String> {
    let name = |path: &str| Path::new(path).file_name().unwrap().to_string_lossy().into_owned();
    results.iter().map(|r| r.as_ref().map_or_else(|p| format!("{:?}", p.kind), |r| name(&r.article.id))).collect()
}

#[test]
fn plain_text_is_kept_exactly() {
    let text = format!(" date 2024-05-03 Sign up to our newsletter\r\n\r\n{REPORT}\u{a0} \n");
    let folder = Folder::new(&[("a.txt", text.as_bytes())]);
    let found = only(folder.read("a.txt"));
    assert_eq!(found.article.text, text);
    assert_eq!(found.article.published.as_deref(), Some("2024-05-03"));
    assert_eq!(found.article.id, folder.path("a.txt").to_string_lossy());
    assert!(found.notes.is_empty());
}

#[test]
fn header_lines_and_headline_tell_about_a_text() {
    let text = format!("Outlet: Tern Bay Courier\nDate: 3 May 2024\nURL: https://ternbay.example/pier\n\n{REPORT}");
    let folder = Folder::new(&[("a.txt", text.as_bytes())]);
    let article = only(folder.read("a.txt")).article;
    assert_eq!(article.text, text);
    assert_eq!(article.outlet.as_deref(), Some("Tern Bay Courier"));
    assert_eq!(article.published.as_deref(), Some("2024-05-03"));
    assert_eq!(article.url.as_deref(), Some("https://ternbay.example/pier"));
    assert_eq!(article.title.as_deref(), Some("Harbour board refuses to reopen pier"));
}

#[test]
fn the_callers_options_win() {
    let folder = Folder::new(&[(
        "a.txt",
        format!("date: 2024-05-03\noutlet: X\nurl: https://x.example\n\n{REPORT}").as_bytes(),
    )]);
    let options = ReadOptions {
        outlet: Some("Tern Bay Courier".into()),
        published: Some("4 May 2024".into()),
        url: Some("https://ternbay.example/pier".into()),
        ..Default::default()
    };
    let article = only(folder.read_with("a.txt", &options)).article;
    assert_eq!(article.outlet, options.outlet);
    assert_eq!(article.published.as_deref(), Some("2024-05-04"));
    assert_eq!(article.url, options.url);
}

#[test]
fn a_page_gives_article_and_metadata() {
    let folder = Folder::new(&[("a.html", PAGE.as_bytes()), ("saved", PAGE.as_bytes()), ("b.txt", PAGE.as_bytes())]);
    for name in ["a.html", "saved", "b.txt"] {
        let article = only(folder.read(name)).article;
        assert!(article.text.starts_with("Bus fares in Marrow"), "{}", article.text);
        assert_eq!(article.title.as_deref(), Some("Bus fares to rise"));
        assert_eq!(article.outlet.as_deref(), Some("Marrow Now"));
        assert_eq!(article.published.as_deref(), Some("2024-04-02"));
    }
}

#[test]
fn markdown_with_front_matter() {
    let text = "---\ntitle: Pier shut\nauthor: Nell Ashworth\ndate: 2024-05-03\n---\n\n**No**, said [Ruth Calloway](https://x.example).\n";
    let folder = Folder::new(&[("a.md", text.as_bytes())]);
    let article = only(folder.read("a.md")).article;
    assert_eq!(article.text, "No, said Ruth Calloway.");
    assert_eq!(article.title.as_deref(), Some("Pier shut"));
    assert_eq!(article.byline.as_deref(), Some("Nell Ashworth"));
    assert_eq!(article.published.as_deref(), Some("2024-05-03"));
}

#[test]
fn json_lines_and_json() {
    let lines = "{\"id\": \"a1\", \"text\": \"No, she said.\", \"title\": \"Pier\", \"outlet\": \"Courier\", \"published\": \"2024-05-03T09:00:00Z\"}\n\
                 \n{\"id\": 7, \"text\": \"Yes.\", \"date\": \"soon\"}\r\n{\"text\": \"Perhaps.\"}";
    let array = "[{\"id\": \"x\", \"text\": \"One.\"}, {\"text\": \"Two.\"}, 3]";
    let object = "{\n  \"id\": \"y\",\n  \"text\": \"Three.\"\n}\n";
    let folder = Folder::new(&[
        ("a.jsonl", lines.as_bytes()),
        ("b.json", array.as_bytes()),
        ("c.json", object.as_bytes()),
        ("lines", lines.as_bytes()),
        ("object", object.as_bytes()),
        ("array", array.as_bytes()),
    ]);
    for name in ["a.jsonl", "lines"] {
        let found: Vec<ReadArticle> = folder.read(name).into_iter().map(Result::unwrap).collect();
        assert_eq!(found[0].article.published.as_deref(), Some("2024-05-03"));
        assert_eq!(found[0].article.outlet.as_deref(), Some("Courier"));
        assert_eq!((found[1].article.id.as_str(), found[1].place.line), ("7", Some(3)));
        assert!(found[1].notes[0].contains("soon") && found[1].article.published.is_none());
        assert_eq!(found[2].article.id, format!("{}:4", folder.path(name).display()));
    }
    for name in ["b.json", "array"] {
        let found = folder.read(name);
        assert_eq!(found[0].as_ref().unwrap().article.text, "One.");
        assert!(found[1].as_ref().unwrap().article.id.ends_with("#2"));
        assert_eq!(found[2].as_ref().unwrap_err().kind, ProblemKind::Malformed);
    }
    for name in ["c.json", "object"] {
        assert_eq!(only(folder.read(name)).article.id, "y");
    }
}

#[test]
fn folders_are_read_by_name_and_others_counted() {
    let text = REPORT.as_bytes();
    let folder = Folder::new(&[
        ("b.txt", text),
        ("a/2.md", text),
        ("a/1.TXT", text),
        ("c.jsonl", b"{\"id\": \"x\", \"text\": \"T.\"}\n"),
        ("photo.jpg", b"\xFF\xD8\xFF"),
        (".hidden.txt", text),
        (".git/notes.txt", text),
    ]);
    let found = folder.read("");
    assert_eq!(ids(&found), ["1.TXT", "2.md", "b.txt", "x", "LeftOut"]);
    let left_out = found[4].as_ref().unwrap_err();
    assert!(left_out.reason.contains("1 .jpg") && !left_out.is_error(), "{left_out}");
    assert_eq!(ids(&folder.read("*/*.[mT]*")), ["1.TXT", "2.md"]);
    assert_eq!(sources(&[Input::new(folder.path("a")), Input::new("-")]).len(), 3);
}

#[cfg(unix)]
#[test]
fn links_do_not_lead_in_circles_and_pipes_do_not_block() {
    let folder = Folder::new(&[("a/a.txt", REPORT.as_bytes())]);
    std::os::unix::fs::symlink(folder.path(""), folder.path("a/up")).unwrap();
    std::os::unix::fs::symlink(folder.path("a/a.txt"), folder.path("linked.txt")).unwrap();
    std::os::unix::fs::symlink(folder.path("gone"), folder.path("nowhere.txt")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(folder.path("pipe.txt")).status().unwrap().success());
    assert_eq!(ids(&folder.read("")), ["a.txt", "linked.txt", "Missing", "LeftOut"]);
}

#[test]
fn a_name_with_pattern_characters_is_a_file_first() {
    let folder = Folder::new(&[("a[1].txt", REPORT.as_bytes())]);
    assert_eq!(ids(&folder.read("a[1].txt")), ["a[1].txt"]);
}

/// What a damaged PDF is, depending on how the program was built.
const PDF: &str = if cfg!(feature = "pdf") { "Malformed" } else { "NotText" };

#[test]
fn bad_inputs_are_noted_and_the_rest_is_read() {
    let folder = Folder::new(&[
        ("1-empty.txt", b""),
        ("2-space.txt", b" \n\t\n"),
        ("3-binary.txt", &[0, 159, 146, 150, 1, 2, 3, 0, 0, 7]),
        ("4-pdf.txt", b"%PDF-1.7\n..."),
        ("5-menu.html", b"<html><body><a href=1>Home</a></body></html>"),
        ("6-bad.json", b"{\"id\": "),
        ("7-good.txt", REPORT.as_bytes()),
    ]);
    let found = folder.read("");
    let expected = ["Empty", "Empty", "NotText", PDF, "NoArticle", "Malformed", "7-good.txt"];
    assert_eq!(ids(&found), expected);
    for (result, name) in found.iter().zip(["1-empty", "2-space", "3-binary", "4-pdf", "5-menu", "6-bad"]) {
        let message = result.as_ref().unwrap_err().to_string();
        assert!(message.contains(name) && message.contains(": "), "{message}");
    }
}

#[test]
fn what_is_not_there_is_named() {
    let folder = Folder::new(&[("pictures/a.png", b"\x89PNG")]);
    fs::create_dir(folder.path("bare")).unwrap();
    assert_eq!(problem(folder.read("nowhere.txt")).reason, "no such file or folder");
    assert_eq!(problem(folder.read("*.txt")).reason, "no file matches this pattern");
    assert!(problem(folder.read("bare")).reason.starts_with("no articles here"));
    assert!(problem(folder.read("pictures")).reason.ends_with("; found 1 .png"));
    let address = read(&[Input::new("http://10.0.0.1/pier")], &ReadOptions::default()).collect();
    assert_eq!(problem(address).kind, ProblemKind::NotFetched);
}

#[cfg(unix)]
#[test]
fn unreadable_files_are_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new(&[("a.txt", REPORT.as_bytes()), ("b.txt", REPORT.as_bytes())]);
    fs::set_permissions(folder.path("a.txt"), fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read(folder.path("a.txt")).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    assert_eq!(ids(&folder.read("")), ["Unreadable", "b.txt"]);
}

#[test]
fn other_encodings_are_read_and_noted() {
    let folder = Folder::new(&[
        ("latin.txt", b"The caf\xE9 is \x93shut\x94, said Ren\xE9e Duval on Monday."),
        ("page.html", b"<html><head><meta charset=windows-1250><title>P\xF8\xEDstav</title></head><body><p>The minister, Ji\xF8\xED Nov\xE1k, said on Monday that the pier would stay shut until the summer of next year.</p></body></html>"),
        ("utf16.txt", &[0xFF, 0xFE, b'N', 0, b'o', 0, b'.', 0]),
        ("lines.jsonl", b"{\"id\": \"a\", \"text\": \"caf\xE9\"}\n{\"id\": \"b\", \"text\": \"T.\"}\n"),
    ]);
    let latin = only(folder.read("latin.txt"));
    assert_eq!(latin.article.text, "The café is “shut”, said Renée Duval on Monday.");
    assert_eq!(latin.notes, ["not UTF-8: read as windows-1252"]);
    assert!(only(folder.read("page.html")).article.text.contains("Jiří Novák"));
    assert_eq!(only(folder.read("utf16.txt")).article.text, "No.");
    assert_eq!(ids(&folder.read("lines.jsonl")), ["Malformed", "b"]);
}

#[test]
fn a_malformed_line_among_good_ones_is_named_by_its_number() {
    let folder = Folder::new(&[(
        "a.jsonl",
        b"\xEF\xBB\xBF{\"id\": \"a\", \"text\": \"T.\"}\n{\"id\": \"b\", \"text\": \n[1]\n{\"id\": \"c\"}\n{\"id\": \"d\", \"text\": \" \"}\n{\"id\": \"e\", \"text\": \"T.\"}\n",
    )]);
    let found = folder.read("a.jsonl");
    assert_eq!(ids(&found), ["a", "Malformed", "Malformed", "Malformed", "Empty", "e"]);
    let bad = found[1].as_ref().unwrap_err();
    assert!(bad.to_string().contains("a.jsonl:2: not JSON"), "{bad}");
    assert_eq!(found[3].as_ref().unwrap_err().id.as_deref(), Some("c"));
    assert!(!found[4].as_ref().unwrap_err().is_error());
}

#[test]
fn too_much_is_skipped_and_a_long_paragraph_is_not() {
    let paragraph = "The pier is shut, she said. ".repeat(5_000_000 / 28);
    let folder = Folder::new(&[("long.txt", paragraph.as_bytes())]);
    assert_eq!(only(folder.read("long.txt")).article.text.len(), paragraph.len());

    let huge = fs::File::create(folder.path("huge.txt")).unwrap();
    huge.set_len(50_000_000).unwrap();
    // its first bytes are text, so that its size is what is wrong with it
    fs::OpenOptions::new()
        .write(true)
        .open(folder.path("huge.txt"))
        .map(|mut f| std::io::Write::write_all(&mut f, &[b'a'; 65_536]))
        .unwrap()
        .unwrap();
    let found = problem(folder.read("huge.txt"));
    assert_eq!(found.kind, ProblemKind::TooLarge);
    assert!(found.reason.contains("50000000 bytes"), "{found}");

    let options = ReadOptions { largest: 1000, ..Default::default() };
    let long = "x".repeat(2_000_000);
    let lines = format!(
        "{{\"id\": \"a\", \"text\": \"{long}\"}}\n{{\"id\": \"b\", \"text\": \"{}\"}}\n{{\"id\": \"c\", \"text\": \"T.\"}}\n",
        &long[..2000]
    );
    fs::write(folder.path("a.jsonl"), lines).unwrap();
    let found = folder.read_with("a.jsonl", &options);
    assert_eq!(ids(&found), ["TooLarge", "TooLarge", "c"]);
    assert_eq!(found[1].as_ref().unwrap_err().id.as_deref(), Some("b"));
}

#[test]
fn the_format_can_be_told() {
    let folder = Folder::new(&[("a.txt", b"*No*, she said.")]);
    let options = ReadOptions { format: Some(Format::Markdown), ..Default::default() };
    assert_eq!(only(folder.read_with("a.txt", &options)).article.text, "No, she said.");
}

#[test]
fn files_are_opened_when_their_turn_comes() {
    let folder = Folder::new(&[("a.txt", REPORT.as_bytes()), ("b.txt", REPORT.as_bytes())]);
    let mut articles = read(&[Input::new(folder.path(""))], &ReadOptions::default());
    assert!(articles.next().unwrap().is_ok());
    fs::remove_file(folder.path("b.txt")).unwrap();
    assert_eq!(articles.next().unwrap().unwrap_err().kind, ProblemKind::Missing);
}

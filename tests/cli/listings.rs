//! `quotes`, `speakers`, `show`, `export`, `stats`, `verify` on a database with statements made by hand.

use std::path::Path;

use onrecord::article::Article;
use onrecord::statement::{Act, Extraction, How, Kind, SpeakerType, Statement, Voice};
use onrecord::store::{Engine, Store};
use onrecord::text::Span;

use crate::support::Place;

const RULING: &str = "The harbour stays shut, Mayor Ada Brandvold said on Monday.\n\n\
    “We’ll open it when it’s safe,” she told reporters. “Not before.”\n\n\
    The port company denied any fault.";
const REOPENING: &str = "Former mayor Ada Brandvold welcomed the news.\n\n\
    “A good day,” said Ada Brändvold-Lunt, the port’s new director.\n\n\
    Fishermen believe that it will not last.";

struct Said<'t> {
    text: &'t str,
    statements: Vec<Statement>,
}

impl<'t> Said<'t> {
    fn in_text(text: &'t str) -> Self {
        Said { text, statements: Vec::new() }
    }

    fn span(&self, words: &str) -> Span {
        let start = self.text.find(words).unwrap_or_else(|| panic!("{words:?} is not in the text"));
        Span::new(start, start + words.len())
    }

    fn statement(mut self, kind: Kind, act: Act, content: &[&str], cue: &str, source: &str, voice: Voice) -> Self {
        let content: Vec<Span> = content.iter().map(|words| self.span(words)).collect();
        let (cue, source) = (self.span(cue), self.span(source));
        let all: Vec<Span> = content.iter().copied().chain([cue, source]).collect();
        let hull = Span::hull(&all).expect("spans");
        let end = self.text[hull.end..].find('\n').map_or(self.text.len(), |n| hull.end + n);
        let start = self.text[..hull.start].rfind('\n').map_or(0, |n| n + 1);
        self.statements.push(Statement {
            id: blake3::hash(format!("{}{content:?}", self.text).as_bytes()).to_hex()[..16].to_owned(),
            kind,
            act,
            negated: false,
            on_record: !matches!(act, Act::Believe | Act::Intend),
            content,
            cue: vec![cue],
            source: vec![source],
            context: Span::new(start, end),
            voice: Some(voice),
            others: Vec::new(),
            confidence: 0.9,
            rules: Vec::new(),
        });
        self
    }
}

fn voice(name: &str, speaker_type: SpeakerType, role: Option<&str>, organization: Option<&str>) -> Voice {
    Voice {
        name: name.to_owned(),
        speaker_type,
        role: role.map(str::to_owned),
        organization: organization.map(str::to_owned),
        country: None,
        via: None,
        how: How::NamedHere,
        role_span: None,
        name_span: None,
        confidence: 0.9,
    }
}

/// A database with two articles, five statements, four speakers.
fn affair() -> Place {
    let place = Place::new();
    let mayor = || voice("Ada Brandvold", SpeakerType::Person, Some("Mayor"), None);
    let ruling = Said::in_text(RULING)
        .statement(Kind::Indirect, Act::Say, &["The harbour stays shut"], "said", "Mayor Ada Brandvold", mayor())
        .statement(
            Kind::Direct,
            Act::Say,
            &["We’ll open it when it’s safe,", "Not before."],
            "told",
            "she",
            Voice { how: How::Pronoun, ..mayor() },
        )
        .statement(
            Kind::Indirect,
            Act::Deny,
            &["any fault"],
            "denied",
            "The port company",
            voice("Tern Bay Port Company", SpeakerType::Organization, None, Some("Tern Bay Port Company")),
        );
    let reopening = Said::in_text(REOPENING)
        .statement(
            Kind::Direct,
            Act::Say,
            &["A good day,"],
            "said",
            "Ada Brändvold-Lunt",
            voice("Ada Brändvold-Lunt", SpeakerType::Person, Some("the port’s new director"), None),
        )
        .statement(
            Kind::Indirect,
            Act::Believe,
            &["that it will not last"],
            "believe",
            "Fishermen",
            voice("Fishermen", SpeakerType::Group, None, None),
        );
    let engine = Engine { name: "hand".into(), weights: "1".into() };
    let mut store = Store::open(&place.path("onrecord.db")).expect("a new database");
    for (said, id, outlet, published) in [
        (ruling, "ruling.txt", "Tern Bay Courier", "2024-05-13"),
        (reopening, "reopening.txt", "The Skerry", "2024-06-03"),
    ] {
        let article = Article {
            id: id.into(),
            text: said.text.into(),
            title: Some("Harbour news".into()),
            outlet: Some(outlet.into()),
            published: Some(published.into()),
            ..Article::default()
        };
        let extraction = Extraction { statements: said.statements, notes: Vec::new() };
        store.add(&article, Some(Path::new(id)), &extraction, &engine).expect("added");
    }
    store.settle_speakers().expect("settled");
    place
}

#[test]
fn quotes_as_a_table_for_people() {
    let done = affair().onrecord("quotes --order oldest").ok();
    let done = done.prints("Ada Brandvold, Mayor").prints("We’ll open it").prints("2024-06-03").tells("5 statements");
    assert!(done.stdout().lines().all(|line| line.chars().count() <= 120), "{}", done.stdout());
}

#[test]
fn tables_fit_the_width_asked_for() {
    for width in [60, 80, 200] {
        let place = affair();
        for command in ["quotes", "speakers", "stats"] {
            let done = place.onrecord(command).env("COLUMNS", width.to_string()).ok();
            let widest = done.stdout().lines().map(|line| line.chars().count()).max();
            assert!(widest <= Some(width), "{command} at {width}:\n{}", done.stdout());
        }
    }
}

#[test]
fn quotes_by_what_people_ask_for() {
    let place = affair();
    let ask = |words: &str| {
        let rows = place.onrecord(&format!("quotes --format jsonl --order oldest {words}")).ok().json_lines();
        rows.iter().map(|row| row["text"].as_str().expect("a text")).collect::<Vec<_>>().join(" | ")
    };
    let denied = "any fault";
    assert_eq!(ask("--act deny"), denied);
    assert_eq!(ask("--type organization"), denied);
    assert_eq!(ask("--words fault"), denied);
    assert_eq!(ask("Tern Bay Port Company"), denied);
    assert_eq!(ask("Ada Brandvold --kind direct"), "We’ll open it when it’s safe, … Not before.");
    assert_eq!(ask("--role director"), "A good day,");
    assert_eq!(ask("--from 2024-06"), "A good day, | that it will not last");
    assert_eq!(ask("--from 2024-06 --on-record"), "A good day,");
}

#[test]
fn nothing_found_says_so_and_has_its_own_code() {
    let place = affair();
    place.onrecord("quotes --words zeppelin").code(1).prints_nothing().tells("no statement fits");
    place.onrecord("quotes --from 2030 --format json").code(1).tells("no statement fits");
    place.onrecord("speakers --role admiral").code(1).prints_nothing().tells("no speaker fits");
    place.onrecord("show ffffffffffffffff").code(1).tells("no statement has the id");
}

#[test]
fn a_typo_gives_did_you_mean() {
    affair().onrecord("quotes Ada Brandvlod").code(1).prints_nothing().tells("did you mean Ada Brandvold");
}

#[test]
fn an_ambiguous_name_lists_the_candidates() {
    let done = affair().onrecord("quotes Ada").code(4).prints_nothing();
    done.tells("Ada Brandvold").tells("Ada Brändvold-Lunt").tells("hint:");
}

#[test]
fn speakers_with_counts_and_dates() {
    let place = affair();
    let rows = place.onrecord("speakers --format json").ok().json();
    let first = &rows["speakers"][0];
    assert_eq!((rows["schema_version"].as_u64(), first["name"].as_str()), (Some(1), Some("Ada Brandvold")));
    assert_eq!((first["statements"].as_u64(), first["first"].as_str()), (Some(2), Some("2024-05-13")));
    place.onrecord("speakers --top 1").ok().prints("Ada Brandvold").prints("Mayor");
    place.onrecord("speakers --top 1 --by outlet --format csv").ok().prints("Ada Brandvold,Tern Bay Courier,2");
    place.onrecord("speakers show Tern Bay Port Company").ok().prints("organization, 1 statement in 1 article");
    place.onrecord("speakers show Ada Brandvold --format json").ok().prints("\"role\":\"Mayor\"");
}

#[test]
fn show_marks_source_cue_and_content_without_colour() {
    let place = affair();
    let rows = place.onrecord("quotes --kind direct --to 2024-05 --format jsonl").ok().json_lines();
    let id = rows[0]["id"].as_str().expect("an id");
    let expected = "“We’ll open it when it’s safe,” she told reporters. “Not before.”\n \
                    ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~  === ^^^^             ~~~~~~~~~~~\n";
    place.onrecord(&format!("show {id}")).ok().prints(expected).prints("Ada Brandvold, Mayor  (person; pronoun)");
    place.onrecord(&format!("show {}", &id[..6])).ok().prints(expected);
    let json = place.onrecord(&format!("show {id} --format json")).ok().json();
    let [start, end] = [0, 1].map(|n| json["statement"]["spans"]["cue"][0][n].as_u64().expect("an offset") as usize);
    assert_eq!(RULING.chars().skip(start).take(end - start).collect::<String>(), "told");
}

#[test]
fn export_to_a_file_in_every_format() {
    let place = affair();
    for (name, words) in [
        ("table.csv", "any fault"),
        ("table.tsv", "any fault"),
        ("table.json", "any fault"),
        ("table.jsonl", "any fault"),
        ("table.md", "any fault"),
    ] {
        let done = place.onrecord(&format!("export -o {name}")).ok().prints_nothing();
        done.tells(&format!("5 statements in {name}"));
        assert!(place.read(name).contains(words), "{name}");
    }
    assert_eq!(place.read("table.csv"), place.onrecord("export").ok().stdout());
    assert_eq!(place.read("table.csv").lines().count(), 6);
    place.onrecord("export -o table.doc").code(2).tells("hint: give --format");
    place.onrecord("export --format csv -o missing/table.csv").code(7).tells("cannot write missing/table.csv");
    assert!(
        std::fs::read_dir(place.folder()).unwrap().all(|f| !f
            .unwrap()
            .file_name()
            .to_string_lossy()
            .contains("partial"))
    );
}

#[test]
fn stats_and_verify() {
    let place = affair();
    let stats = place.onrecord("stats --format json").ok().json();
    assert_eq!((stats["stats"]["articles"].as_u64(), stats["stats"]["statements"].as_u64()), (Some(2), Some(5)));
    place.onrecord("stats").ok().prints("2024-05-13 to 2024-06-03");
    place.onrecord("verify").ok().prints_nothing().tells("2 articles, 5 statements").tells("all hold");
}

#[test]
fn the_database_can_be_named_by_the_environment() {
    let place = affair();
    std::fs::rename(place.path("onrecord.db"), place.path("other.db")).expect("renamed");
    place.onrecord("stats").code(5).tells("onrecord.db: no database there").tells("hint: ");
    place.onrecord("stats").env("ONRECORD_DB", "other.db").ok();
    place.onrecord("--db other.db stats").ok();
    place.onrecord("stats --db other.db").env("ONRECORD_DB", "none.db").ok();
}

#[test]
fn an_outlet_is_its_whole_name_and_what_is_unknown_is_named() {
    let place = Place::new();
    place.write("1.txt", "“The pier is safe for all,” Mayor Ada Quist said.\n");
    place.write("2.txt", "“The bridge will be closed,” said Bo Ferrant, the harbour master.\n");
    place.onrecord("add 1.txt --outlet Mirror").ok();
    place.args(["add", "2.txt", "--outlet", "The Mirror"]).ok();
    let counted = |outlet: &str| {
        let found = place.args(["count", "--by", "outlet", "--outlet", outlet, "--format", "csv"]).ok();
        found
            .stdout()
            .lines()
            .skip(1)
            .map(|line| line.split(',').next().expect("a cell").to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(counted("mirror"), ["Mirror"]);
    assert_eq!(counted("THE MIRROR"), ["The Mirror"]);
    place
        .onrecord("quotes --outlet Mirr")
        .code(1)
        .tells("no outlet is called \"Mirr\"")
        .tells("did you mean Mirror, or");
    place.onrecord("quotes --article zzz").code(1).tells("no article is stored as \"zzz\"");
    place.onrecord("speakers --outlet nosuch").code(1).tells("no outlet is called");
    place.onrecord("conflicts --outlet nosuch").code(1).tells("no outlet is called");
}

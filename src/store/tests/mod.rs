//! Tests of the store: one file for each thing that must hold. All texts and people in them are invented.

mod adding;
mod claims;
mod copies;
mod decisions;
mod desks;
mod joint;
mod marked;
mod newer;
mod opening;
mod questions;
mod speakers;
mod speed;
mod totals;
mod verifying;

use tempfile::TempDir;

use super::*;
use crate::{
    article::Article,
    statement::{Act, Extraction, How, Kind, SpeakerType, Statement, Voice},
    text::Span,
};

/// A folder with a database in it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        Place { folder: TempDir::new().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn store(&self) -> Store {
        Store::open(&self.file("test.db")).unwrap()
    }
}

fn engine(weights: &str) -> Engine {
    Engine { name: "test".to_owned(), weights: weights.to_owned() }
}

/// An article from its outlet, day and text.
fn article(outlet: &str, day: &str, text: &str) -> Article {
    Article {
        id: format!("{outlet} {day}"),
        text: text.to_owned(),
        outlet: Some(outlet.to_owned()),
        published: Some(day.to_owned()),
        ..Article::default()
    }
}

fn at_url(mut article: Article, url: &str) -> Article {
    article.url = Some(url.to_owned());
    article
}

/// What is said of a voice: name, type, role, organisation, country.
struct Who(&'static str, SpeakerType, &'static str, &'static str, &'static str);

const VOGT: Who = Who("Maria Vogt", SpeakerType::Person, "mayor of Lindau Quay", "Lindau Quay", "DE");
const OKORO: Who = Who("Daniel Okoro", SpeakerType::Person, "harbour master", "Lindau Quay port", "");
const PORT: Who = Who("Port Authority", SpeakerType::Organization, "", "Port Authority", "");
const WORKER: Who = Who("a dock worker", SpeakerType::UnnamedPerson, "", "", "");

/// A statement whose parts are looked up in the text.
fn said(text: &str, content: &[&str], cue: &str, source: &str, who: &Who) -> Statement {
    let find = |words: &str| text.find(words).map(|at| Span::new(at, at + words.len()));
    let some = |words: &str| Some(words.to_owned()).filter(|w| !w.is_empty());
    let content: Vec<Span> = content.iter().map(|words| find(words).unwrap()).collect();
    let Who(name, speaker_type, role, organization, country) = *who;
    Statement {
        id: names::uid(&[text, &content[0].start.to_string()], 16),
        kind: Kind::Indirect,
        act: Act::Say,
        negated: false,
        on_record: true,
        content,
        cue: find(cue).into_iter().collect(),
        source: find(source).filter(|s| !s.is_empty()).into_iter().collect(),
        context: Span::new(0, text.len()),
        voice: Some(Voice {
            name: name.to_owned(),
            speaker_type,
            role: some(role),
            organization: some(organization),
            country: some(country),
            via: None,
            how: How::NamedHere,
            role_span: find(role).filter(|s| !s.is_empty()),
            name_span: find(name),
            confidence: 0.9,
        }),
        others: Vec::new(),
        confidence: 0.9,
        rules: Vec::new(),
    }
}

fn extraction(statements: Vec<Statement>) -> Extraction {
    Extraction { statements, notes: vec!["1 caption skipped".to_owned()] }
}

/// Adds a one-sentence article in which someone says something.
fn add_said(store: &mut Store, outlet: &str, day: &str, who: &Who, what: &str) -> Added {
    let role = if who.2.is_empty() { String::new() } else { format!(", {},", who.2) };
    let text = format!("{outlet}, {day}. {}{role} said that {what}.", who.0);
    let extraction = extraction(vec![said(&text, &[what], "said", who.0, who)]);
    store.add(&article(outlet, day, &text), None, &extraction, &engine("1")).unwrap()
}

/// The database that most questions are asked of: two outlets, four speakers.
fn harbour(store: &mut Store) {
    let text = "“The ferry stops in May,” said Maria Vogt, mayor of Lindau Quay. “Nobody asked us.”\n\n\
                A dock worker, a dock worker of long standing, denied that the pier was unsafe.";
    let mut first = said(text, &["The ferry stops in May,", "Nobody asked us."], "said", "Maria Vogt", &VOGT);
    first.kind = Kind::Direct;
    first.context = Span::new(0, text.find("\n\n").unwrap());
    let mut second = said(text, &["the pier was unsafe"], "denied", "A dock worker", &WORKER);
    second.act = Act::Deny;
    second.context = Span::new(text.find("A dock").unwrap(), text.len());
    let article = at_url(article("The Quay Courier", "2031-03-02", text), "https://courier.example/ferry");
    store.add(&article, None, &extraction(vec![first, second]), &engine("1")).unwrap();
    add_said(store, "Lake Post", "2031-04-10", &OKORO, "the pier is safe");
    add_said(store, "Lake Post", "2031-05-01", &PORT, "the ferry will run again");
    add_said(store, "Lake Post", "2031-05-02", &VOGT, "the ferry is late");
    store.settle_speakers().unwrap();
}

fn texts(rows: &[AttributionRow]) -> Vec<&str> {
    rows.iter().map(|r| r.text.as_str()).collect()
}

fn key_of(store: &Store, name: &str) -> i64 {
    match store.find_speaker(name).unwrap() {
        Lookup::Found(row) => row.key,
        other => panic!("{name}: {other:?}"),
    }
}

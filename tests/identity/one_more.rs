//! Voices that are added one article after the other come to the same speakers and proposals as all of them at once, also where one
//! more joins those printed alike without all being read again.

use std::collections::BTreeSet;

use onrecord::article::Article;
use onrecord::pipeline::Matcher;
use onrecord::statement::{Act, Extraction, How, Kind, SpeakerType, Statement, Voice};
use onrecord::store::{Clusters, Engine, Identity, Pool, Profile, SpeakerFilter, Store};
use onrecord::text::Span;

use super::scale::Dice;

/// People and bodies of few names, so that every trap of names is set often; a few of them are quoted mostly.
fn voice(dice: &mut Dice, names: &[&str]) -> Voice {
    let some =
        |list: &[&str], dice: &mut Dice| Some(list[dice.roll(list.len())].to_owned()).filter(|word| !word.is_empty());
    let of_few = [names.len(), 2, 3][dice.roll(3)];
    let name = names[dice.roll(of_few)].to_owned();
    let body = name.contains("Board") || name == "PB";
    let often = dice.roll(3) > 0;
    Voice {
        speaker_type: if body { SpeakerType::Organization } else { SpeakerType::Person },
        role: if body {
            None
        } else if often {
            Some("mayor".to_owned())
        } else {
            some(&["", "mayor", "Mayor", "port engineer", "surgeon"], dice)
        },
        organization: if often { None } else { some(&["", "Pier Board", "Board of the Pier", "PB"], dice) },
        country: if often { None } else { some(&["", "NO", "DE"], dice) },
        name,
        via: None,
        how: How::NamedHere,
        role_span: None,
        confidence: 1.0,
        name_span: None,
    }
}

/// An article of one to three statements, by as many voices at most.
fn article(dice: &mut Dice, names: &[&str], n: usize) -> (Article, Extraction) {
    let text = format!("Report {n}. The pier is closed. The ferry is late. The quay is wet.");
    let outlet = Some(format!("Outlet {}", dice.roll(4)));
    let day = |dice: &mut Dice| format!("20{:02}-0{}-11", 20 + dice.roll(4) * dice.roll(4), 1 + dice.roll(9));
    let published = Some(day(dice)).filter(|_| dice.roll(9) > 0);
    let statement = |at: usize, dice: &mut Dice| {
        let content = Span::new(text.len() - 17 - at, text.len() - 1);
        Statement {
            id: format!("{n:012}{at:04}"),
            kind: Kind::Indirect,
            act: Act::Say,
            negated: false,
            on_record: true,
            content: vec![content],
            cue: Vec::new(),
            source: Vec::new(),
            context: content,
            voice: Some(voice(dice, names)),
            others: if dice.roll(8) == 0 { vec![voice(dice, names)] } else { Vec::new() },
            confidence: 1.0,
            rules: Vec::new(),
        }
    };
    let statements = (0..1 + dice.roll(3)).map(|at| statement(at, dice)).collect();
    (
        Article { id: n.to_string(), text: text.clone(), outlet, published, ..Article::default() },
        Extraction { statements, notes: Vec::new() },
    )
}

/// Whatever a reader sees of speakers.
fn seen(store: &Store) -> (BTreeSet<String>, BTreeSet<String>) {
    let speakers = store.speakers(&SpeakerFilter::default()).expect("speakers");
    let of = |row: &onrecord::store::SpeakerRow| {
        let detail = store.speaker(row.key).expect("a speaker");
        let mut voices: Vec<String> = detail.voices.iter().map(|v| format!("{} {}", v.article, v.name)).collect();
        voices.sort();
        format!("{} {voices:?}", serde_json::to_string(row).expect("JSON"))
    };
    let doubts = store.doubtful_speakers().expect("proposals");
    let doubts = doubts.iter().map(|d| format!("{} {} {}", (&d.a.id).min(&d.b.id), (&d.a.id).max(&d.b.id), d.why));
    (speakers.iter().map(of).collect(), doubts.collect())
}

/// The matcher without what it knows of one more voice: it reads all of them.
struct Thorough(Matcher);

impl Identity for Thorough {
    fn blocks(&self, speaker_type: SpeakerType, name: &str) -> Vec<String> {
        self.0.blocks(speaker_type, name)
    }

    fn clusters(&self, profiles: &[Profile]) -> Clusters {
        self.0.clusters(profiles)
    }

    fn around(&self, seeds: &[Profile], pool: &mut dyn Pool) -> (Vec<Profile>, Clusters) {
        self.0.around(seeds, pool)
    }
}

#[test]
fn one_after_the_other_as_all_at_once() {
    let people = [
        "Ada Skarn",
        "Falk Skarn",
        "Ada Skarrn",
        "A. Skarn",
        "Skarn",
        "Mr Ada Skarn",
        "Adam Skarn",
        "Ada Maria Skarn",
        "Skarn Ada",
    ];
    let smiths = [
        "Joseph Smith",
        "Ada Vond",
        "Joe Smith",
        "J. Smith",
        "Smith",
        "Joseph Smith Jr.",
        "Vond",
        "Ada Vond-Lang",
        "Ada Lang",
    ];
    let bodies = [
        "Pier Board",
        "Ada Vond",
        "Board of the Pier",
        "PB",
        "Pier Board (PB)",
        "Port Board",
        "Norwegian Pier Board",
        "Vond",
    ];
    let engine = Engine { name: "test".to_owned(), weights: "1".to_owned() };
    let (mut articles, mut quick) = (0, 0);
    for (seed, names) in (1..=9).zip([&people[..], &smiths, &bodies].into_iter().cycle()) {
        let mut dice = Dice(seed);
        let all: Vec<_> = (0..90).map(|n| article(&mut dice, names, n)).collect();
        let folder = tempfile::tempdir().expect("a folder");
        let store = |name: &str, identity: Box<dyn Identity>| {
            let mut store = Store::open(&folder.path().join(name)).expect("a database");
            store.set_identity(identity);
            store
        };
        let mut one = store("one.db", Box::new(Matcher::new(&[])));
        let mut thorough = store("thorough.db", Box::new(Thorough(Matcher::new(&[]))));
        let mut whole = store("whole.db", Box::new(Matcher::new(&[])));
        for (n, (article, extraction)) in all.iter().enumerate() {
            whole.add(article, None, extraction, &engine).expect("added");
            let settled = [&mut one, &mut thorough].map(|store| {
                store.add(article, None, extraction, &engine).expect("added");
                store.settle_speakers().expect("settled")
            });
            articles += 1;
            quick += usize::from(settled[0] < settled[1]);
            if n % 30 == 29 {
                whole.resettle_speakers().expect("settled");
                assert_eq!(seen(&one), seen(&thorough), "{seed}, after {n}");
                assert_eq!(seen(&one).0, seen(&whole).0, "{seed}, after {n}");
                assert_eq!(one.verify().expect("verified").faults, [], "{seed}, after {n}");
            }
        }
    }
    println!("{quick} of {articles} articles were settled without reading all voices");
    assert!(quick * 4 > articles, "{quick} of {articles}");
}

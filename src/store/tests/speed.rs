//! How long many articles take: `cargo test --release --lib store::tests::speed -- --ignored --nocapture`.

use std::time::Instant;

use super::*;

/// An article of twenty statements by eight speakers out of many.
fn long_article(n: usize) -> (Article, Extraction) {
    let outlet = format!("Outlet {}", n % 40);
    let day = format!("20{}-{:02}-{:02}", 20 + n % 10, 1 + n / 10 % 12, 1 + n % 28);
    let mut text = format!("{outlet}, {day}, report {n}.");
    let mut statements = Vec::new();
    for i in 0..20 {
        let speaker = (n * 7 + i % 8 * 13) % 900;
        let name = format!("Speaker{} Name{}", speaker % 90, speaker / 3);
        text.push_str("\n\n");
        let start = text.len();
        text.push_str(&format!("{name}, minister of matters {}, said that ", speaker % 11));
        let content = Span::new(text.len(), text.len() + 60);
        text.push_str(&format!(
            "{:<60}",
            format!("the ferry number {} of pier {} will be {i} days late", n * i, n % 77)
        ));
        text.push('.');
        let mut statement = said("x y z", &["x"], "y", "z", &VOGT);
        statement.id = names::uid(&[&n.to_string(), &i.to_string()], 16);
        statement.content = vec![content.trim(&text)];
        statement.cue = vec![Span::new(content.start - 10, content.start - 6)];
        statement.source = vec![Span::new(start, start + name.len())];
        statement.context = Span::new(start, text.len());
        let voice = statement.voice.as_mut().unwrap();
        voice.role_span = Some(Span::new(start + name.len() + 2, content.start - 12));
        voice.role = voice.role_span.map(|s| s.of(&text).to_owned());
        voice.name_span = Some(statement.source[0]);
        voice.name = name;
        statements.push(statement);
    }
    (article(&outlet, &day, &text), Extraction { statements, notes: vec![] })
}

#[test]
#[ignore = "measures; run it by hand"]
fn five_thousand_articles() {
    let place = Place::new();
    let mut store = place.store();
    let all: Vec<_> = (0..5_000).map(long_article).collect();
    let timed = |what: &str, n: usize, start: Instant| {
        let seconds = start.elapsed().as_secs_f64();
        eprintln!("{what}: {seconds:.2} s, {:.0} a second", n as f64 / seconds);
    };
    let start = Instant::now();
    for (article, extraction) in &all {
        store.add(article, None, extraction, &engine("1")).unwrap();
    }
    timed("add articles", all.len(), start);
    let start = Instant::now();
    let voices = store.settle_speakers().unwrap();
    timed("settle voices", voices, start);
    let start = Instant::now();
    for (article, _) in &all {
        assert_eq!(store.knows(article, &engine("1")).unwrap(), Known::Same);
        store.add_known(article, None).unwrap();
    }
    timed("add the same again", all.len(), start);
    let (article, extraction) = long_article(5_001);
    store.add(&article, None, &extraction, &engine("1")).unwrap();
    let start = Instant::now();
    store.settle_speakers().unwrap();
    timed("settle one more article", 1, start);
    let start = Instant::now();
    let mut rows = 0;
    store
        .each_statement(&Filter::default(), |_| {
            rows += 1;
            Ok::<(), StoreError>(())
        })
        .unwrap();
    timed("walk rows", rows, start);
    for (what, filter) in [
        ("one speaker", Filter { speakers: vec![7], ..Filter::default() }),
        ("words", Filter { words: Some("number 4711".into()), ..Filter::default() }),
        ("newest 20", Filter { limit: Some(20), ..Filter::default() }),
        ("role", Filter { role: Some("matters 7".into()), limit: Some(20), ..Filter::default() }),
        ("outlet", Filter { outlet: Some("Outlet 3".into()), limit: Some(20), ..Filter::default() }),
    ] {
        let start = Instant::now();
        let rows = store.statements(&filter).unwrap().len();
        timed(what, rows, start);
    }
    let start = Instant::now();
    let speakers = store.speakers(&SpeakerFilter::default()).unwrap().len();
    timed("speakers", speakers, start);
    let start = Instant::now();
    store.find_speaker("Speaker7 Nane37").unwrap();
    timed("did you mean", 1, start);
    let start = Instant::now();
    assert_eq!(store.verify().unwrap().faults, []);
    timed("verify articles", all.len(), start);
    eprintln!("{} MB", store.stats().unwrap().bytes / 1_000_000);
}

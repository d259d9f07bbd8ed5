//! Filters, orders, ids and context.

use super::*;

fn ask(store: &Store, filter: Filter) -> String {
    let rows = store.statements(&filter).unwrap();
    let all = store.count_statements(&Filter { limit: None, offset: 0, ..filter }).unwrap();
    assert!(all as usize >= rows.len());
    texts(&rows).join("; ")
}

fn some(words: &str) -> Option<String> {
    Some(words.to_owned())
}

const FERRY: &str = "The ferry stops in May, … Nobody asked us.";

#[test]
fn every_filter() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let d = Filter::default;
    let vogt = key_of(&store, "Maria Vogt");
    for (filter, expected) in [
        (Filter { speakers: vec![vogt], ..d() }, format!("the ferry is late; {FERRY}")),
        (Filter { role: some("MAYOR lindau"), ..d() }, format!("the ferry is late; {FERRY}")),
        (Filter { organization: some("port authority"), ..d() }, "the ferry will run again".to_owned()),
        (Filter { country: some("de"), ..d() }, format!("the ferry is late; {FERRY}")),
        (Filter { types: vec![SpeakerType::UnnamedPerson], ..d() }, "the pier was unsafe".to_owned()),
        (Filter { kinds: vec![Kind::Direct, Kind::Mixed], ..d() }, FERRY.to_owned()),
        (Filter { acts: vec![Act::Deny], ..d() }, "the pier was unsafe".to_owned()),
        (Filter { outlet: some("the quay COURIER"), ..d() }, format!("{FERRY}; the pier was unsafe")),
        (Filter { outlet: some("quay courier"), ..d() }, String::new()),
        (Filter { from: some("2031-05"), ..d() }, "the ferry is late; the ferry will run again".to_owned()),
        (Filter { to: some("2031-04"), ..d() }, format!("the pier is safe; {FERRY}; the pier was unsafe")),
        (Filter { from: some("2031-05-01"), to: some("2031-05-01"), ..d() }, "the ferry will run again".to_owned()),
        (Filter { words: some("ferry stopped"), ..d() }, FERRY.to_owned()),
        (Filter { words: some("\"pier is\""), ..d() }, "the pier is safe".to_owned()),
        (Filter { words: some("unsaf*"), ..d() }, "the pier was unsafe".to_owned()),
        (Filter { words: some("NOT ( \" *"), ..d() }, String::new()),
        (Filter { article: some("https://courier.example/ferry#x"), ..d() }, format!("{FERRY}; the pier was unsafe")),
        (Filter { article: some("Lake Post 2031-05-02"), ..d() }, "the ferry is late".to_owned()),
        (Filter { article: some("nowhere"), ..d() }, String::new()),
        (Filter { on_record: Some(false), ..d() }, String::new()),
        (Filter { min_confidence: Some(0.95), ..d() }, String::new()),
        (Filter { limit: Some(1), offset: 1, ..d() }, "the ferry will run again".to_owned()),
        (Filter { order: Order::Oldest, limit: Some(2), ..d() }, format!("{FERRY}; the pier was unsafe")),
        (Filter { order: Order::Speaker, limit: Some(2), ..d() }, "the pier was unsafe; the pier is safe".to_owned()),
        (Filter { order: Order::Added, limit: Some(1), ..d() }, FERRY.to_owned()),
        (Filter { words: some("ferry late"), order: Order::Relevance, ..d() }, "the ferry is late".to_owned()),
    ] {
        let shown = format!("{filter:?}");
        assert_eq!(ask(&store, filter), expected, "{shown}");
    }
}

#[test]
fn a_statement_in_its_article() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let rows = store.statements(&Filter { acts: vec![Act::Deny], ..Filter::default() }).unwrap();
    let detail = store.statement(&rows[0].id[..6]).unwrap();
    assert_eq!(detail.row, rows[0]);
    let words = |spans: &[Span]| spans.iter().map(|s| s.of(&detail.text)).collect::<Vec<_>>().join("|");
    assert_eq!(words(&detail.content), "the pier was unsafe");
    assert_eq!(words(&detail.cue), "denied");
    assert_eq!(words(&detail.source), "A dock worker");
    assert_eq!(detail.name.unwrap().of(&detail.text), "a dock worker");
    assert_eq!(detail.paragraph, detail.context);
    assert_eq!(rows[0].sentence, detail.context.of(&detail.text));
    assert!(detail.current);
    // offsets in rows count characters: curly quotation marks are three bytes and one character
    let chars: Vec<char> = detail.text.chars().collect();
    let [start, stop] = rows[0].content[0];
    assert_eq!(chars[start..stop].iter().collect::<String>(), "the pier was unsafe");
    assert_eq!(store.statements_by_key(&[rows[0].key, 999]).unwrap(), rows);
}

#[test]
fn ids_that_mean_nothing_or_too_much() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    for id in ["ffff", "zz", "", "%"] {
        assert!(matches!(store.statement(id), Err(StoreError::NotFound { .. })), "{id}");
    }
    store.db.execute("UPDATE statements SET uid = 'abcd' || substr(uid, 5) WHERE id < 3", []).unwrap();
    let error = store.statement("abcd").unwrap_err();
    assert!(error.to_string().contains("2 statements have ids that begin with \"abcd\""), "{error}");
    assert!(error.to_string().contains("hint: "), "{error}");
}

#[test]
fn a_reader_of_the_file_finds_the_words_by_sql_alone() {
    let place = Place::new();
    harbour(&mut place.store());
    let db = Connection::open(place.file("test.db")).unwrap();
    let wrong: i64 = db
        .query_row(
            "SELECT count(*) FROM spans AS p JOIN statements AS s ON s.id = p.statement_id
                 JOIN articles AS a ON a.id = s.article_id
             WHERE p.part = 'cue' AND substr(a.text, p.start + 1, p.stop - p.start) <> s.cue",
            [],
            |r| r.get(0),
        )
        .unwrap();
    assert_eq!(wrong, 0);
    let row: (String, String, String, String) = db
        .query_row("SELECT speaker, role, outlet, sentence FROM attributions WHERE kind = 'direct'", [], |r| {
            Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?))
        })
        .unwrap();
    assert_eq!((row.0.as_str(), row.1.as_str()), ("Maria Vogt", "mayor of Lindau Quay"));
    assert!(row.3.starts_with("“The ferry") && row.3.ends_with("asked us.”"));
    let found: i64 = db
        .query_row("SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'ferries'", [], |r| r.get(0))
        .unwrap();
    assert_eq!(found, 3);
}

#[test]
fn the_callers_error_ends_the_walk() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let mut seen = 0;
    let result: std::result::Result<(), anyhow::Error> = store.each_statement(&Filter::default(), |_| {
        seen += 1;
        anyhow::ensure!(seen < 2, "enough");
        Ok(())
    });
    assert_eq!((seen, result.unwrap_err().to_string().as_str()), (2, "enough"));
}

//! The same article twice is one article; nothing that was added is lost.

use super::*;

const TEXT: &str = "“The ferry stops in May,” said Maria Vogt, mayor of Lindau Quay.";

fn ferry(outlet: &str, day: &str) -> (Article, Extraction) {
    let statement = said(TEXT, &["The ferry stops in May,"], "said", "Maria Vogt", &VOGT);
    (article(outlet, day, TEXT), extraction(vec![statement]))
}

#[test]
fn the_same_article_twice_is_one() {
    let place = Place::new();
    let mut store = place.store();
    let (article, found) = ferry("Lake Post", "2031-03-02");
    assert_eq!(store.knows(&article, &engine("1")).unwrap(), Known::No);
    let first = store.add(&article, None, &found, &engine("1")).unwrap();
    assert_eq!((first.outcome, first.statements, first.new_statements.len()), (Outcome::New, 1, 1));
    assert_eq!(store.knows(&article, &engine("1")).unwrap(), Known::Same);
    assert_eq!(store.knows(&article, &engine("2")).unwrap(), Known::OtherEngine);
    for again in [store.add(&article, None, &found, &engine("1")), store.add_known(&article, None)] {
        let again = again.unwrap();
        assert_eq!((again.outcome, again.statements, again.new_statements.len()), (Outcome::Unchanged, 1, 0));
        assert_eq!(again.article, first.article);
    }
    let rows = store.statements(&Filter::default()).unwrap();
    assert_eq!(texts(&rows), ["The ferry stops in May,"]);
    assert_eq!(
        (rows[0].speaker.as_deref(), rows[0].role.as_deref()),
        (Some("Maria Vogt"), Some("mayor of Lindau Quay"))
    );
    assert_eq!(rows[0].appearances, 1);
    assert_eq!(store.stats().unwrap().articles, 1);
    let (row, text) = store.article(&first.article[..8]).unwrap();
    assert_eq!((row.version, text.as_str()), (1, TEXT));
    assert_eq!(store.notes(row.key).unwrap(), ["1 caption skipped"]);
}

#[test]
fn what_was_not_known_is_filled_in() {
    let place = Place::new();
    let mut store = place.store();
    let (_, found) = ferry("", "");
    let bare = Article { id: "ferry.txt".to_owned(), text: TEXT.to_owned(), ..Article::default() };
    store.add(&bare, Some(Path::new("ferry.txt")), &found, &engine("1")).unwrap();
    let full = at_url(article("Lake Post", "2031-03-02", TEXT), "https://post.example/ferry");
    assert_eq!(store.add_known(&full, None).unwrap().outcome, Outcome::Described);
    let rows = store.statements(&Filter::default()).unwrap();
    assert_eq!((rows[0].outlet.as_deref(), rows[0].published.as_deref()), (Some("Lake Post"), Some("2031-03-02")));
    assert_eq!((rows[0].url.as_deref(), rows[0].appearances), (Some("https://post.example/ferry"), 1));
}

#[test]
fn a_wire_copy_is_one_article_in_two_places() {
    let place = Place::new();
    let mut store = place.store();
    let (first, found) = ferry("Lake Post", "2031-03-02");
    store.add(&first, None, &found, &engine("1")).unwrap();
    let (second, _) = ferry("Pier Weekly", "2031-03-03");
    assert_eq!(store.add_known(&second, None).unwrap().outcome, Outcome::Appearance);
    assert_eq!(store.add_known(&second, None).unwrap().outcome, Outcome::Unchanged);
    let rows = store.statements(&Filter { outlet: Some("pier weekly".to_owned()), ..Filter::default() }).unwrap();
    assert_eq!((rows.len(), rows[0].appearances, rows[0].outlet.as_deref()), (1, 2, Some("Lake Post")));
    let detail = store.statement(&rows[0].id).unwrap();
    let outlets: Vec<_> = detail.appearances.iter().filter_map(|a| a.outlet.as_deref()).collect();
    assert_eq!(outlets, ["Lake Post", "Pier Weekly"]);
}

#[test]
fn a_changed_text_at_the_same_url_is_a_new_version() {
    let place = Place::new();
    let mut store = place.store();
    let (old, found) = ferry("Lake Post", "2031-03-02");
    let old = at_url(old, "https://post.example/ferry?utm_source=mail");
    let first = store.add(&old, None, &found, &engine("1")).unwrap();
    let text = TEXT.replace("May", "June");
    let new = at_url(article("Lake Post", "2031-03-02", &text), "http://POST.example/ferry/#top");
    let found = extraction(vec![said(&text, &["The ferry stops in June,"], "said", "Maria Vogt", &VOGT)]);
    let second = store.add(&new, None, &found, &engine("1")).unwrap();
    assert_eq!(second.outcome, Outcome::NewVersion(first.article.clone()));
    let current = |store: &Store| texts(&store.statements(&Filter::default()).unwrap()).join("; ");
    assert_eq!(current(&store), "The ferry stops in June,");
    assert_eq!(store.article("https://post.example/ferry").unwrap().0.version, 2);
    // the old one is kept, marked, and adding its file again does not bring it back
    assert_eq!(store.article(&first.article).unwrap().0.superseded, Some(second.article.clone()));
    assert_eq!(store.add_known(&old, None).unwrap().outcome, Outcome::Unchanged);
    assert_eq!(current(&store), "The ferry stops in June,");
    let uid: String =
        store.db.query_row("SELECT id FROM attribution_history WHERE NOT current", [], |r| r.get(0)).unwrap();
    let detail = store.statement(&uid).unwrap();
    assert!(!detail.current && detail.row.text.contains("May"));
    let stats = store.stats().unwrap();
    assert_eq!((stats.articles, stats.superseded, stats.statements), (1, 1, 1));
    assert_eq!(store.verify().unwrap().faults, []);
}

#[test]
fn versions_follow_their_dates_not_the_order_of_adding() {
    let place = Place::new();
    let mut store = place.store();
    let (new, found) = ferry("Lake Post", "2031-03-05");
    store.add(&at_url(new, "https://post.example/ferry"), None, &found, &engine("1")).unwrap();
    let text = TEXT.replace("May", "June");
    let old = at_url(article("Lake Post", "2031-03-01", &text), "https://post.example/ferry");
    let found = extraction(vec![said(&text, &["The ferry stops in June,"], "said", "Maria Vogt", &VOGT)]);
    assert!(matches!(store.add(&old, None, &found, &engine("1")).unwrap().outcome, Outcome::NewVersion(_)));
    assert_eq!(texts(&store.statements(&Filter::default()).unwrap()), ["The ferry stops in May,"]);
}

#[test]
fn a_superseded_text_still_counts_where_it_is_printed_elsewhere() {
    let place = Place::new();
    let mut store = place.store();
    let (wire, found) = ferry("Lake Post", "2031-03-02");
    store.add(&at_url(wire.clone(), "https://post.example/ferry"), None, &found, &engine("1")).unwrap();
    let (copy, _) = ferry("Pier Weekly", "2031-03-02");
    store.add_known(&at_url(copy, "https://pier.example/1"), None).unwrap();
    let text = format!("{TEXT} It rained.");
    let changed = at_url(article("Lake Post", "2031-03-02", &text), "https://post.example/ferry");
    store.add(&changed, None, &extraction(vec![]), &engine("1")).unwrap();
    let rows = store.statements(&Filter::default()).unwrap();
    assert_eq!((rows.len(), rows[0].outlet.as_deref(), rows[0].appearances), (1, Some("Pier Weekly"), 1));
}

#[test]
fn without_a_url_a_file_is_the_address() {
    let place = Place::new();
    let mut store = place.store();
    let (old, found) = ferry("Lake Post", "2031-03-02");
    let path = Some(Path::new("news/ferry.txt"));
    store.add(&old, path, &found, &engine("1")).unwrap();
    let text = format!("{TEXT} It rained.");
    let added = store.add(&article("Lake Post", "2031-03-02", &text), path, &extraction(vec![]), &engine("1")).unwrap();
    assert!(matches!(added.outcome, Outcome::NewVersion(_)));
    // lines of one JSON file have no path of their own: equal ids mean nothing
    let other = Article { id: old.id.clone(), text: "It was dry.".to_owned(), ..Article::default() };
    assert_eq!(store.add(&other, None, &extraction(vec![]), &engine("1")).unwrap().outcome, Outcome::New);
}

#[test]
fn a_new_extraction_keeps_rows_and_withdraws_what_is_gone() {
    let place = Place::new();
    let mut store = place.store();
    let text = "Vogt said the ferry stops. Maria Vogt said the pier is closed. Vogt said it rains.";
    let short = Who("Vogt", SpeakerType::Person, "", "", "");
    let a = said(text, &["the ferry stops"], "said", "Vogt", &short);
    let b = said(text, &["the pier is closed"], "said", "Maria Vogt", &VOGT);
    let c = said(text, &["it rains"], "said", "Vogt", &short);
    let article = article("Lake Post", "2031-03-02", text);
    store.add(&article, None, &extraction(vec![a.clone(), b]), &engine("1")).unwrap();
    let before = store.statement(&a.id).unwrap().row.key;
    let mut better = a.clone();
    better.voice.as_mut().unwrap().name = "Maria Vogt".to_owned();
    let again = store.add(&article, None, &extraction(vec![better, c]), &engine("2")).unwrap();
    assert_eq!((again.outcome, again.statements, again.new_statements.len()), (Outcome::Reextracted, 2, 1));
    let detail = store.statement(&a.id).unwrap();
    assert_eq!((detail.row.key, detail.weights.as_str()), (before, "2"));
    assert_eq!(detail.row.speaker.as_deref(), Some("Maria Vogt"));
    let withdrawn: i64 =
        store.db.query_row("SELECT count(*) FROM statements WHERE withdrawn_at IS NOT NULL", [], |r| r.get(0)).unwrap();
    assert_eq!(withdrawn, 1);
    assert_eq!(store.verify().unwrap().faults, []);
    // back to the first engine: what was withdrawn is current again
    let b = said(text, &["the pier is closed"], "said", "Maria Vogt", &VOGT);
    store.add(&article, None, &extraction(vec![a, b]), &engine("1")).unwrap();
    assert_eq!(store.count_statements(&Filter::default()).unwrap(), 2);
    assert_eq!(store.verify().unwrap().faults, []);
}

#[test]
fn a_statement_made_for_another_text_stores_nothing() {
    let place = Place::new();
    let mut store = place.store();
    let mut statement = said(TEXT, &["The ferry"], "said", "Maria Vogt", &VOGT);
    statement.content[0] = Span::new(1, 4);
    let refused =
        store.add(&article("Lake Post", "2031-03-02", TEXT), None, &extraction(vec![statement]), &engine("1"));
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    assert_eq!(store.stats().unwrap().articles, 0);
}

#[test]
fn imported_statements_keep_their_ids() {
    let place = Place::new();
    let mut store = place.store();
    let make = |id: &str, speaker: Option<&str>| Imported {
        id: id.to_owned(),
        text: " The ferry stops in May. ".to_owned(),
        speaker: speaker.map(str::to_owned),
        role: speaker.map(|_| "mayor".to_owned()),
        published: Some("2031-03-02".to_owned()),
        outlet: Some("Lake Post".to_owned()),
        url: Some("https://post.example/ferry".to_owned()),
    };
    let all = [make("H-1", Some("Maria Vogt")), make("h-2", None)];
    assert!(store.import_all(&all).unwrap().iter().all(|a| a.outcome == Outcome::New));
    assert_eq!(store.import(&all[0]).unwrap().outcome, Outcome::Unchanged);
    let rows = store.statements(&Filter { order: Order::Added, ..Filter::default() }).unwrap();
    assert_eq!(texts(&rows), ["The ferry stops in May."; 2]);
    assert_eq!((rows[0].reference.as_deref(), rows[0].speaker.as_deref()), (Some("H-1"), Some("Maria Vogt")));
    assert_eq!((rows[1].reference.as_deref(), rows[1].speaker.as_deref()), (Some("h-2"), None));
    assert_eq!(store.statement("H-1").unwrap().row, rows[0]);
    assert!(matches!(store.import(&Imported::default()), Err(StoreError::Refused(_))));
    let stats = store.stats().unwrap();
    assert_eq!((stats.articles, stats.statements, stats.imported), (0, 2, 2));
    assert_eq!(store.verify().unwrap().faults, []);
}

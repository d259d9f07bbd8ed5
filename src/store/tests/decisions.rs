//! Decisions on statements: applied, taken back, kept over extraction, exchanged between desks.

use super::*;

const TEXT: &str = "Maria Vogt said that the pier is safe, and the ferry runs. “Nobody asked,” Daniel Okoro said.";

fn first() -> Statement {
    said(TEXT, &["the pier is safe"], "said", "Maria Vogt", &VOGT)
}

fn second() -> Statement {
    said(TEXT, &["“Nobody asked,”"], "said", "Daniel Okoro", &OKORO)
}

fn add(store: &mut Store, statements: Vec<Statement>, weights: &str) {
    store.add(&article("Lake Post", "2031-03-02", TEXT), None, &extraction(statements), &engine(weights)).unwrap();
    store.settle_speakers().unwrap();
}

fn filled(place: &Place) -> Store {
    let mut store = place.store();
    add(&mut store, vec![first(), second()], "1");
    store
}

fn row(store: &Store, id: &str) -> AttributionRow {
    store.statement(id).unwrap().row
}

fn fix(store: &mut Store, fix: Fix) -> Decision {
    let statement = row(store, &first().id).key;
    store.decide(&Ruling::Fix { statement, fix }, &Grounds::default()).unwrap()
}

#[test]
fn a_fix_holds_until_it_is_taken_back_and_over_a_new_extraction() {
    let place = Place::new();
    let mut store = filled(&place);
    let id = first().id;
    let speaker = fix(&mut store, Fix::Speaker("Daniel Okoro".into()));
    let role = fix(&mut store, Fix::Role("acting mayor".into()));
    let start = TEXT.find("the pier").unwrap();
    let end = TEXT.find(". “").unwrap();
    let content = fix(&mut store, Fix::Content(vec![Span::new(start, end)]));
    fix(&mut store, Fix::Act(Act::Promise));
    let holds = |store: &Store| {
        let row = row(store, &id);
        assert_eq!(row.speaker.as_deref(), Some("Daniel Okoro"));
        assert_eq!(row.role.as_deref(), Some("acting mayor"));
        assert_eq!(row.text, "the pier is safe, and the ferry runs");
        assert_eq!((row.act, row.review.checked.as_deref()), (Act::Promise, Some("fixed")));
        assert!(store.verify().unwrap().faults.is_empty());
    };
    holds(&store);
    assert_eq!(store.count_statements(&Filter { words: Some("ferry".into()), ..Filter::default() }).unwrap(), 1);
    // other weights read the article again, and read other words there
    let mut other = said(TEXT, &["pier is safe"], "said", "Maria Vogt", &VOGT);
    other.id = "another".into();
    add(&mut store, vec![other, second()], "2");
    holds(&store);
    assert_eq!(store.count_statements(&Filter::default()).unwrap(), 2, "the same words do not come twice");
    add(&mut store, vec![first(), second()], "3");
    holds(&store);
    for decision in [role.number, content.number, speaker.number] {
        store.undo(Some(decision)).unwrap();
    }
    store.undo(None).unwrap();
    let row = row(&store, &id);
    assert_eq!((row.speaker.as_deref(), row.text.as_str()), (Some("Maria Vogt"), "the pier is safe"));
    assert_eq!((row.act, row.review.checked), (Act::Say, None));
    assert!(matches!(store.undo(None), Err(StoreError::Refused(_))), "nothing is left to take back");
}

#[test]
fn a_speaker_whom_the_article_names_already_keeps_the_role() {
    let place = Place::new();
    let mut store = filled(&place);
    fix(&mut store, Fix::Speaker("Daniel Okoro; Maria Vogt".into()));
    let fixed = row(&store, &first().id);
    assert_eq!((fixed.speaker.as_deref(), fixed.others.as_deref()), (Some("Daniel Okoro"), Some("Maria Vogt")));
    assert_eq!(fixed.role.as_deref(), Some("harbour master"));
    assert_eq!(row(&store, &second().id).role.as_deref(), Some("harbour master"));
    fix(&mut store, Fix::Speaker(String::new()));
    assert_eq!(row(&store, &first().id).speaker, None, "nobody whom the text names");
}

#[test]
fn what_was_rejected_is_left_out_and_what_was_accepted_stays() {
    let place = Place::new();
    let mut store = filled(&place);
    let (kept, gone) = (row(&store, &first().id).key, row(&store, &second().id).key);
    store.decide(&Ruling::Accept { on: Subject::Statement(kept) }, &Grounds::default()).unwrap();
    store.decide(&Ruling::Reject { on: Subject::Statement(gone) }, &Grounds::because("no statement")).unwrap();
    assert_eq!(texts(&store.statements(&Filter::default()).unwrap()), ["the pier is safe"]);
    // other weights find neither the one nor a better reading of the other
    add(&mut store, Vec::new(), "2");
    assert_eq!(texts(&store.statements(&Filter::default()).unwrap()), ["the pier is safe"]);
    add(&mut store, vec![first(), second()], "3");
    assert_eq!(texts(&store.statements(&Filter::default()).unwrap()), ["the pier is safe"]);
    let unchecked = Filter { checked: Some(false), ..Filter::default() };
    assert_eq!(store.count_statements(&unchecked).unwrap(), 0);
}

#[test]
fn a_finding_is_another_thing_than_a_reading() {
    let place = Place::new();
    let mut store = filled(&place);
    let statement = row(&store, &first().id).key;
    let grounds = Grounds {
        by: Some("Mira".into()),
        reason: Some("the survey".into()),
        source: Some("https://survey.example/1".into()),
    };
    store.decide(&Ruling::Found { statement, finding: Finding::False }, &grounds).unwrap();
    store
        .decide(&Ruling::Note { on: Subject::Statement(statement), text: "ask again".into() }, &Grounds::default())
        .unwrap();
    let found = row(&store, &first().id).review;
    assert_eq!((found.checked, found.finding.as_deref()), (None, Some("false")));
    assert_eq!(found.finding_source.as_deref(), Some("https://survey.example/1"));
    assert_eq!(found.note.as_deref(), Some("ask again"));
    let history = store.decisions_on(Subject::Statement(statement)).unwrap();
    assert_eq!(history.iter().map(|d| d.action.as_str()).collect::<Vec<_>>(), ["finding", "note"]);
    assert_eq!(history[0].by.as_deref(), Some("Mira"));
    let false_ones = Filter { findings: vec![Finding::False], ..Filter::default() };
    assert_eq!(store.count_statements(&false_ones).unwrap(), 1);
    // whoever gave a finding has looked at it
    let unchecked = Filter { checked: Some(false), ..Filter::default() };
    assert_eq!(texts(&store.statements(&unchecked).unwrap()), [row(&store, &second().id).text]);
    assert_ne!(store.next_unchecked(None).unwrap(), Some(statement));
}

#[test]
fn decisions_travel_and_hold_when_their_article_comes() {
    let place = Place::new();
    let mut store = filled(&place);
    fix(&mut store, Fix::Speaker("Daniel Okoro".into()));
    let speaker = key_of(&store, "Daniel Okoro");
    store.decide(&Ruling::Rename { speaker, name: "D. Okoro".into() }, &Grounds::default()).unwrap();
    let lines = serde_json::to_string(&store.decisions().unwrap()).unwrap();
    let given: Vec<Decision> = serde_json::from_str(&lines).unwrap();
    let mut other = Store::open(&place.file("other.db")).unwrap();
    assert_eq!(other.import_decisions(&given).unwrap().new, 2);
    add(&mut other, vec![first(), second()], "1");
    let there = other.statement(&first().id).unwrap().row;
    assert_eq!(there.speaker.as_deref(), Some("D. Okoro"));
    assert_eq!(other.import_decisions(&given).unwrap().known, 2, "the same twice is one");
    // taken back at the first desk, and so here
    store.undo(Some(1)).unwrap();
    let given = store.decisions().unwrap();
    assert_eq!(other.import_decisions(&given).unwrap().taken_back, 1);
    assert_eq!(other.statement(&first().id).unwrap().row.speaker.as_deref(), Some("Maria Vogt"));
}

#[test]
fn disagreements_wait_for_a_person() {
    let place = Place::new();
    let mut ours = filled(&place);
    let mut theirs = Store::open(&place.file("other.db")).unwrap();
    add(&mut theirs, vec![first(), second()], "1");
    let found = |store: &mut Store, finding| {
        let statement = row(store, &first().id).key;
        store.decide(&Ruling::Found { statement, finding }, &Grounds::default()).unwrap();
    };
    found(&mut ours, Finding::Verified);
    found(&mut theirs, Finding::False);
    let done = ours.import_decisions(&theirs.decisions().unwrap()).unwrap();
    assert_eq!((done.new, done.disagreements.len()), (1, 1));
    assert_eq!(row(&ours, &first().id).review.finding.as_deref(), Some("verified"), "ours stays in force");
    assert_eq!(ours.disagreements().unwrap().len(), 1);
    found(&mut ours, Finding::Disputed);
    assert!(ours.disagreements().unwrap().is_empty(), "a new decision settles it");
    assert_eq!(row(&ours, &first().id).review.finding.as_deref(), Some("disputed"));
}

#[test]
fn a_merger_brings_articles_statements_and_decisions_and_changes_nothing_twice() {
    let place = Place::new();
    let mut ours = filled(&place);
    let mut theirs = Store::open(&place.file("other.db")).unwrap();
    harbour(&mut theirs);
    // both have the article, and the other desk read and decided on a statement that was not found here
    let mut more = said(TEXT, &["the ferry runs"], "said", "Maria Vogt", &VOGT);
    more.id = "0123456789abcdef".into();
    add(&mut theirs, vec![first(), second(), more], "2");
    let statement = row(&theirs, "0123456789abcdef").key;
    theirs.decide(&Ruling::Fix { statement, fix: Fix::Speaker("Daniel Okoro".into()) }, &Grounds::default()).unwrap();
    let merged = ours.merge(&theirs).unwrap();
    assert_eq!((merged.articles, merged.known_articles, merged.statements), (4, 1, 6));
    assert_eq!(merged.decisions.new, 1);
    assert_eq!(row(&ours, "0123456789abcdef").speaker.as_deref(), Some("Daniel Okoro"));
    let all = |store: &Store| {
        let rows = store.statements(&Filter { order: Order::Oldest, ..Filter::default() }).unwrap();
        rows.into_iter().map(|r| (r.id, r.speaker, r.role, r.text, r.published)).collect::<Vec<_>>()
    };
    assert_eq!(all(&ours), all(&theirs));
    assert!(ours.verify().unwrap().faults.is_empty());
    ours.undo(None).unwrap();
    assert_eq!(row(&ours, "0123456789abcdef").speaker.as_deref(), Some("Maria Vogt"), "what was extracted came along");
    let again = ours.merge(&theirs).unwrap();
    assert_eq!((again.articles, again.statements, again.decisions.new), (0, 0, 0));
}

#[test]
fn a_later_text_at_an_address_of_another_desk_is_a_new_version() {
    let place = Place::new();
    let mut ours = place.store();
    let mut theirs = Store::open(&place.file("other.db")).unwrap();
    let at = |text: &str, day: &str| at_url(article("Lake Post", day, text), "https://lake.example/pier");
    ours.add(&at("The pier is safe.", "2031-03-02"), None, &extraction(Vec::new()), &engine("1")).unwrap();
    theirs.add(&at("The pier is not safe.", "2031-03-03"), None, &extraction(Vec::new()), &engine("1")).unwrap();
    ours.merge(&theirs).unwrap();
    let stats = ours.stats().unwrap();
    assert_eq!((stats.articles, stats.superseded), (1, 1));
}

#[test]
fn what_was_decided_comes_back_with_a_newer_text() {
    let place = Place::new();
    let mut store = place.store();
    let at = |text: &str, day: &str| at_url(article("Lake Post", day, text), "https://lake.example/pier");
    let add = |store: &mut Store, text: &str, day: &str, what: &str| {
        let found = extraction(vec![said(text, &[what], "said", "Maria Vogt", &VOGT)]);
        store.add(&at(text, day), None, &found, &engine("1")).unwrap();
        store.settle_speakers().unwrap();
    };
    add(&mut store, "Maria Vogt said that the pier is safe.", "2031-03-02", "the pier is safe");
    let statement = store.statements(&Filter::default()).unwrap()[0].key;
    // decided before the newer text came
    store.decide(&Ruling::Found { statement, finding: Finding::Verified }, &Grounds::because("seen")).unwrap();
    store.db.execute("UPDATE decisions SET decided_at = '2031-03-02T00:00:00Z'", []).unwrap();
    store.db.execute("UPDATE articles SET added_at = '2031-03-01T00:00:00Z'", []).unwrap();
    assert!(store.returned().unwrap().is_empty());
    add(&mut store, "Maria Vogt said that the pier is not safe.", "2031-03-03", "the pier is not safe");
    store.db.execute("UPDATE articles SET added_at = '2031-03-04T00:00:00Z' WHERE superseded_by IS NULL", []).unwrap();
    let back = store.returned().unwrap();
    assert_eq!((back.len(), back[0].unchanged, back[0].decisions.len()), (1, false, 1));
    assert_eq!(back[0].new.as_ref().map(|new| new.text.as_str()), Some("the pier is not safe"));
    assert_eq!(store.statements(&Filter::default()).unwrap()[0].review.finding, None, "it is not guessed");
    // a third text words it as the first did
    add(&mut store, "Again Maria Vogt said that the pier is safe.", "2031-03-05", "the pier is safe");
    store.db.execute("UPDATE articles SET added_at = '2031-03-06T00:00:00Z' WHERE superseded_by IS NULL", []).unwrap();
    assert_eq!(store.statements(&Filter::default()).unwrap()[0].review.finding.as_deref(), Some("verified"));
    assert!(store.returned().unwrap().is_empty());
}

//! Statements that people marked: their reading holds, and taken back, all is as it was.

use super::*;

const TEXT: &str = "Maria Vogt said that the pier is safe, and the ferry runs, as Daniel Okoro put it.";

fn found() -> Statement {
    said(TEXT, &["the pier is safe"], "said", "Maria Vogt", &VOGT)
}

/// The same words as a person reads them.
fn marked() -> Statement {
    let by_hand = said(TEXT, &["the pier is safe"], "said", "Daniel Okoro", &OKORO);
    Statement { kind: Kind::Mixed, act: Act::Promise, confidence: 1.0, ..by_hand }
}

fn add(store: &mut Store, statements: Vec<Statement>, weights: &str) {
    store.add(&article("Lake Post", "2031-03-02", TEXT), None, &extraction(statements), &engine(weights)).unwrap();
    store.settle_speakers().unwrap();
}

fn mark(store: &mut Store) -> Decision {
    let article = store.article(&add::article_uid(TEXT)).unwrap().0.key;
    let ruling = Ruling::Mark { article, statement: Box::new(marked()) };
    store.decide(&ruling, &Grounds::default()).unwrap()
}

/// The statement's row, as it is listed; and when it was withdrawn.
fn row(store: &Store) -> (AttributionRow, bool, Option<String>) {
    let detail = store.statement(&found().id).unwrap();
    let mut query = store.db.prepare("SELECT withdrawn_at FROM statements WHERE id = ?1").unwrap();
    let withdrawn = query.query_row([detail.row.key], |r| r.get(0)).unwrap();
    (detail.row, detail.current, withdrawn)
}

#[track_caller]
fn is_as_marked(store: &Store) {
    let (row, current, _) = row(store);
    assert_eq!((row.kind, row.act, row.name.as_deref()), (Kind::Mixed, Act::Promise, Some("Daniel Okoro")));
    assert_eq!((row.role.as_deref(), row.review.checked.as_deref()), (Some("harbour master"), Some("accepted")));
    assert!(current);
    assert_eq!(store.verify().unwrap().faults, []);
}

#[test]
fn a_mark_is_the_reading_of_a_row_that_extraction_had_withdrawn() {
    let place = Place::new();
    let mut store = place.store();
    add(&mut store, vec![found()], "1");
    add(&mut store, Vec::new(), "2");
    store.db.execute("UPDATE statements SET withdrawn_at = '2031-03-03T00:00:00Z'", []).unwrap();
    let before = row(&store);
    assert!(!before.1);
    mark(&mut store);
    is_as_marked(&store);
    add(&mut store, Vec::new(), "3");
    is_as_marked(&store);
    store.undo(None).unwrap();
    assert_eq!(row(&store), before);
}

#[test]
fn a_mark_is_the_reading_of_a_row_that_was_rejected() {
    let place = Place::new();
    let mut store = place.store();
    add(&mut store, vec![found()], "1");
    let statement = row(&store).0.key;
    store.decide(&Ruling::Reject { on: Subject::Statement(statement) }, &Grounds::default()).unwrap();
    let before = row(&store);
    mark(&mut store);
    is_as_marked(&store);
    store.undo(None).unwrap();
    assert_eq!(row(&store), before);
}

#[test]
fn a_mark_stays_the_reading_when_extraction_finds_the_words() {
    let place = Place::new();
    let mut store = place.store();
    add(&mut store, Vec::new(), "1");
    mark(&mut store);
    is_as_marked(&store);
    add(&mut store, vec![found()], "2");
    is_as_marked(&store);
    let statement = row(&store).0.key;
    store.decide(&Ruling::Fix { statement, fix: Fix::Act(Act::Demand) }, &Grounds::default()).unwrap();
    assert_eq!((row(&store).0.act, row(&store).0.kind), (Act::Demand, Kind::Mixed), "fixes come over the mark");
    store.undo(None).unwrap();
    is_as_marked(&store);
    store.undo(None).unwrap();
    let (row, current, _) = row(&store);
    assert_eq!((row.kind, row.act, row.name.as_deref()), (Kind::Indirect, Act::Say, Some("Maria Vogt")));
    assert_eq!((row.review.checked, current), (None, true), "what extraction says of it");
}

#[test]
fn a_mark_that_was_fixed_is_no_disagreement() {
    let place = Place::new();
    let mut store = place.store();
    add(&mut store, Vec::new(), "1");
    mark(&mut store);
    let statement = row(&store).0.key;
    store.decide(&Ruling::Fix { statement, fix: Fix::Act(Act::Demand) }, &Grounds::default()).unwrap();
    let given = store.decisions().unwrap();
    let mut other = Store::open(&place.file("other.db")).unwrap();
    add(&mut other, Vec::new(), "1");
    let done = other.import_decisions(&given).unwrap();
    assert_eq!((done.new, done.disagreements.len()), (2, 0));
    assert_eq!((row(&other).0.act, row(&other).0.review.checked.as_deref()), (Act::Demand, Some("fixed")));
    // but who rejected the statement is asked
    let mut third = Store::open(&place.file("third.db")).unwrap();
    add(&mut third, vec![found()], "1");
    let statement = row(&third).0.key;
    third.decide(&Ruling::Reject { on: Subject::Statement(statement) }, &Grounds::default()).unwrap();
    assert_eq!(third.import_decisions(&given).unwrap().disagreements.len(), 2);
    assert!(!row(&third).1);
}

#[test]
fn marks_that_came_before_their_article_hold_when_a_merger_brings_it() {
    let place = Place::new();
    let mut store = place.store();
    add(&mut store, Vec::new(), "1");
    mark(&mut store);
    let mut ours = Store::open(&place.file("ours.db")).unwrap();
    ours.import_decisions(&store.decisions().unwrap()).unwrap();
    let mut theirs = Store::open(&place.file("theirs.db")).unwrap();
    add(&mut theirs, Vec::new(), "1");
    let merged = ours.merge(&theirs).unwrap();
    assert_eq!((merged.articles, merged.statements), (1, 1));
    ours.settle_speakers().unwrap();
    is_as_marked(&ours);
}

#[test]
fn what_the_article_does_not_print_is_neither_marked_nor_the_content_of_a_fix() {
    let place = Place::new();
    let mut store = place.store();
    add(&mut store, vec![found()], "1");
    let (row, _, _) = row(&store);
    let article = store.article(&row.article).unwrap().0.key;
    let blank = TEXT.find(' ').unwrap();
    for span in [Span::new(blank, blank + 1), Span::new(TEXT.len(), TEXT.len() + 4)] {
        let spoilt = [
            Statement { content: vec![span], ..marked() },
            Statement { cue: vec![span], ..marked() },
            Statement { content: Vec::new(), ..marked() },
        ];
        let rulings = spoilt.map(|statement| Ruling::Mark { article, statement: Box::new(statement) });
        let fix = Ruling::Fix { statement: row.key, fix: Fix::Content(vec![span]) };
        for ruling in rulings.iter().chain([&fix]) {
            let refused = store.decide(ruling, &Grounds::default()).unwrap_err();
            assert_eq!(refused.to_string(), "the article has no such words");
        }
    }
}

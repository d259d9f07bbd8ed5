//! What is kept of speakers equals what counting anew finds, whatever changed; and what is asked often walks no table.

use std::cell::RefCell;

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::*;

/// `verify` counts anew and compares; and `stats` says what the views show.
fn holds(store: &Store, when: &str) {
    assert_eq!(store.verify().unwrap().faults, [], "{when}");
    shows(store, when);
}

fn shows(store: &Store, when: &str) {
    let stats = store.stats().unwrap();
    let number = |sql: &str| store.db.query_row(sql, [], |r| r.get::<_, u64>(0)).unwrap();
    let pairs = |sql: &str| {
        let mut query = store.db.prepare(sql).unwrap();
        let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?))).unwrap();
        rows.collect::<rusqlite::Result<Vec<(String, u64)>>>().unwrap()
    };
    assert_eq!(stats.statements, number("SELECT count(*) FROM attributions"), "{when}");
    assert_eq!(stats.imported, number("SELECT count(*) FROM attributions WHERE ref IS NOT NULL"), "{when}");
    let by = |what: &str| format!("SELECT {what}, count(*) FROM attributions GROUP BY {what} ORDER BY 2 DESC, 1");
    assert_eq!((stats.by_kind, stats.by_act), (pairs(&by("kind")), pairs(&by("act"))), "{when}");
    let types = "SELECT type, count(*) FROM speaker_counts GROUP BY type ORDER BY 2 DESC, 1";
    assert_eq!(stats.by_type, pairs(types), "{when}");
    let current = number("SELECT count(*) FROM articles WHERE superseded_by IS NULL AND NOT imported");
    assert_eq!((stats.articles, stats.speakers), (current, number("SELECT count(*) FROM speaker_counts")), "{when}");
    let outlets = number("SELECT count(DISTINCT outlet) FROM appearances WHERE superseded_by IS NULL");
    assert_eq!(stats.outlets, outlets, "{when}");
    for row in store.speakers(&SpeakerFilter::default()).unwrap() {
        let of = Filter { speakers: vec![row.key], ..Filter::default() };
        assert_eq!(store.count_statements(&of).unwrap(), store.statements(&of).unwrap().len() as u64, "{when}");
        // the same rows in the same order as where all of them are sorted
        let sorted = Filter { min_confidence: Some(0.0), speakers: vec![row.key, -1], ..Filter::default() };
        assert_eq!(store.statements(&of).unwrap(), store.statements(&sorted).unwrap(), "{when}");
    }
}

fn statements_of(store: &Store, name: &str) -> u32 {
    store
        .speakers(&SpeakerFilter::default())
        .unwrap()
        .iter()
        .find(|row| row.name == name)
        .map_or(0, |row| row.statements)
}

fn changed(store: &Store) -> u32 {
    store.db.query_row("SELECT count(*) FROM speakers_uncounted", [], |r| r.get(0)).unwrap()
}

#[test]
fn totals_follow_whatever_changes() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    holds(&store, "added");
    assert_eq!((changed(&store), statements_of(&store, "Maria Vogt")), (0, 2));
    // added, but not settled yet: counted when asked
    add_said(&mut store, "Lake Post", "2031-06-01", &VOGT, "the pier is closed");
    assert!(changed(&store) > 0);
    assert_eq!(statements_of(&store, "Maria Vogt"), 3);
    shows(&store, "not settled");
    assert_eq!(key_of(&store, "vogt"), key_of(&store, "Maria Vogt"));
    store.settle_speakers().unwrap();
    holds(&store, "settled");
    // rejected, and taken back
    let statement = store.statements(&Filter { words: Some("closed".into()), ..Filter::default() }).unwrap()[0].key;
    let on = Subject::Statement(statement);
    let decision = store.decide(&Ruling::Reject { on }, &Grounds::default()).unwrap();
    assert_eq!(statements_of(&store, "Maria Vogt"), 2);
    holds(&store, "rejected");
    store.undo(Some(decision.number)).unwrap();
    assert_eq!(statements_of(&store, "Maria Vogt"), 3);
    // a later text at the same address
    let text = "“The ferry runs,” said Maria Vogt, mayor of Lindau Quay.";
    let later = at_url(article("The Quay Courier", "2031-07-01", text), "https://courier.example/ferry");
    let said = said(text, &["The ferry runs,"], "said", "Maria Vogt", &VOGT);
    store.add(&later, None, &extraction(vec![said]), &engine("1")).unwrap();
    assert_eq!(statements_of(&store, "a dock worker"), 0, "its article is superseded");
    store.settle_speakers().unwrap();
    holds(&store, "superseded");
    // renamed, left out
    let key = key_of(&store, "Daniel Okoro");
    store.decide(&Ruling::Rename { speaker: key, name: "Dan Okoro".into() }, &Grounds::default()).unwrap();
    assert_eq!(key_of(&store, "dan okoro"), key);
    holds(&store, "renamed");
    store.decide(&Ruling::Reject { on: Subject::Speaker(key) }, &Grounds::default()).unwrap();
    assert!(!matches!(store.find_speaker("Dan Okoro").unwrap(), Lookup::Found(_)));
    holds(&store, "left out");
}

#[test]
fn who_speaks_together_with_somebody_left_out_is_counted_anew() {
    let place = Place::new();
    let mut store = place.store();
    let text = "Maria Vogt and Daniel Okoro said that the ferry stops.";
    let mut both = said(text, &["the ferry stops"], "said", "Maria Vogt", &VOGT);
    both.others = said(text, &["the ferry stops"], "said", "Daniel Okoro", &OKORO).voice.into_iter().collect();
    store.add(&article("Lake Post", "2031-03-02", text), None, &extraction(vec![both]), &engine("1")).unwrap();
    add_said(&mut store, "Lake Post", "2031-03-03", &VOGT, "it rains");
    store.settle_speakers().unwrap();
    let speaker = key_of(&store, "Maria Vogt");
    holds(&store, "joint");
    let joint = store.speaker(speaker).unwrap().voices;
    let joint = joint.iter().min_by_key(|voice| voice.key).unwrap().key;
    let split = store.decide(&Ruling::Split { speaker, voices: vec![joint] }, &Grounds::default()).unwrap();
    store.settle_speakers().unwrap();
    let other: i64 = store
        .db
        .query_row("SELECT speaker_id FROM voices WHERE id <> ?1 AND name = 'Maria Vogt'", [joint], |r| r.get(0))
        .unwrap();
    store.decide(&Ruling::Forget { speaker: other }, &Grounds::default()).unwrap();
    holds(&store, "left out");
    store.undo(Some(split.number)).unwrap();
    holds(&store, "together again");
}

#[test]
fn wrong_totals_are_told() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    for sql in [
        "UPDATE speaker_totals SET statements = 7 WHERE statements = 2",
        "DELETE FROM speaker_totals",
        "INSERT INTO speaker_names VALUES ('otto', (SELECT min(id) FROM speakers))",
        "DELETE FROM speaker_names",
        "DELETE FROM name_words",
        "UPDATE statement_totals SET n = n + 1",
        "DELETE FROM statement_totals",
        "UPDATE totals SET n = n + 1 WHERE what = 'articles'",
        "INSERT INTO totals VALUES ('superseded', '', 1)",
        "UPDATE totals SET value = 'Nowhere' WHERE what = 'outlet' AND n = 1",
        "DELETE FROM totals WHERE what = 'speakers'",
        "UPDATE voices SET published = '1999-01-01' WHERE id = 1",
    ] {
        store.db.execute_batch(&format!("SAVEPOINT whole; {sql}")).unwrap();
        assert_ne!(store.verify().unwrap().faults, [], "{sql}");
        store.db.execute_batch("ROLLBACK TO whole; RELEASE whole").unwrap();
    }
    holds(&store, "nothing changed");
}

thread_local! {
    static ASKED: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn listen(event: TraceEvent) {
    if let TraceEvent::Stmt(_, sql) = event {
        ASKED.with_borrow_mut(|asked| asked.push(sql.to_owned()));
    }
}

/// Whatever is asked of the database meanwhile.
fn asked(store: &mut Store, ask: impl FnOnce(&mut Store)) -> Vec<String> {
    ASKED.with_borrow_mut(Vec::clear);
    store.db.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(listen)).unwrap();
    ask(store);
    store.db.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>).unwrap();
    let asked = ASKED.with_borrow_mut(std::mem::take);
    assert!(!asked.is_empty());
    asked
}

/// Steps of the plans of whatever `ask` asks that walk a table of which there is a row for each statement, voice or speaker; but for
/// a walk of articles in the order of their days, which ends with the last row that is asked for.
fn walks(store: &mut Store, ask: impl FnOnce(&Store)) -> Vec<String> {
    let asked = asked(store, |store| ask(store));
    let large = [
        "s",
        "t",
        "v",
        "w",
        "sp",
        "q",
        "r",
        "a",
        "b",
        "day",
        "statements",
        "voices",
        "speakers",
        "statement_voices",
        "articles",
    ];
    let mut out = Vec::new();
    for sql in
        asked.iter().filter(|sql| !sql.starts_with("--") && !sql.starts_with("BEGIN") && !sql.starts_with("ROLLBACK"))
    {
        let mut query = store.db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let mut steps = query.raw_query();
        while let Some(row) = steps.next().unwrap() {
            let step: String = row.get(3).unwrap();
            let walked = step.strip_prefix("SCAN ").and_then(|rest| rest.split(' ').next());
            // an index of what was not compared yet, or with a fault, is as long as that
            let few = step == "SCAN day USING COVERING INDEX articles_published"
                || step.ends_with("voices_unsettled")
                || step.ends_with("statements_uncompared")
                || step.ends_with("statements_faulty");
            let sorted = step == "USE TEMP B-TREE FOR ORDER BY" && sql.contains("INDEXED BY");
            if sorted || walked.is_some_and(|table| large.contains(&table)) && !few {
                out.push(format!("{step}: {sql}"));
            }
        }
    }
    out
}

#[test]
fn whether_a_speaker_is_counted_is_seen_by_unsettled_voices_alone() {
    let place = Place::new();
    let store = place.store();
    let asked = "EXPLAIN QUERY PLAN SELECT 1 FROM speakers_uncounted WHERE speaker_id = 7";
    let mut query = store.db.prepare(asked).unwrap();
    let steps = query.query_map([], |r| r.get::<_, String>(3)).unwrap().collect::<rusqlite::Result<Vec<_>>>().unwrap();
    // somebody quoted often has thousands of voices
    assert!(steps.iter().any(|step| step.ends_with("voices_unsettled")), "{steps:?}");
    assert!(!steps.iter().any(|step| step.contains("voices_day")), "{steps:?}");
}

#[test]
fn what_is_asked_often_walks_no_table() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    assert_eq!(
        walks(&mut store, |store| assert!(matches!(store.find_speaker("Vogt").unwrap(), Lookup::Found(_)))),
        [""; 0]
    );
    let limit = Some(20);
    assert_eq!(
        walks(&mut store, |store| assert_eq!(
            store.speakers(&SpeakerFilter { limit, ..SpeakerFilter::default() }).unwrap().len(),
            4
        )),
        [""; 0]
    );
    assert_eq!(
        walks(&mut store, |store| {
            let key = key_of(store, "Maria Vogt");
            let filter = Filter { speakers: vec![key], limit, ..Filter::default() };
            assert_eq!(store.statements(&filter).unwrap().len(), 2);
            assert_eq!(store.count_statements(&filter).unwrap(), 2);
        }),
        [""; 0]
    );
    assert_eq!(
        walks(&mut store, |store| {
            let filter = Filter { words: Some("ferry".into()), limit, ..Filter::default() };
            assert_eq!(store.statements(&filter).unwrap().len(), 3);
            let newest = store.statements(&Filter { limit: Some(2), ..Filter::default() }).unwrap();
            assert_eq!(texts(&newest), ["the ferry is late", "the ferry will run again"]);
            assert!(store.count_statements(&Filter::default()).unwrap() > 2);
        }),
        [""; 0]
    );
    assert_eq!(walks(&mut store, |store| assert!(store.stats().unwrap().statements > 2)), [""; 0]);
    assert_eq!(
        walks(&mut store, |store| {
            store.conflicts(&ConflictFilter { limit, ..ConflictFilter::default() }).unwrap();
        }),
        [""; 0]
    );
}

#[test]
fn one_more_voice_of_somebody_quoted_often_is_little_work() {
    let place = Place::new();
    let mut store = place.store();
    let add = |store: &mut Store, n: usize| {
        add_said(store, "Lake Post", &format!("2031-06-{:02}", n % 28 + 1), &VOGT, &format!("pier {n} is closed"));
    };
    (0..40).for_each(|n| add(&mut store, n));
    store.settle_speakers().unwrap();
    add(&mut store, 40);
    let settling = asked(&mut store, |store| {
        store.settle_speakers().unwrap();
    });
    let count = |what: &str| settling.iter().filter(|sql| sql.starts_with(what)).count();
    assert_eq!(count("UPDATE voices SET speaker_id"), 1, "who was decided and stays so is not written");
    assert_eq!(count("DELETE FROM doubts"), 2);
    holds(&store, "one more");
    assert_eq!(statements_of(&store, "Maria Vogt"), 41);
}

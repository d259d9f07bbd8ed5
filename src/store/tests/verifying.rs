//! What `verify` holds, and what it finds when someone has meddled with the file.

use super::*;

fn faults_after(sql: &str) -> String {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    store.db.pragma_update(None, "foreign_keys", false).unwrap();
    store.db.execute_batch(sql).unwrap();
    let found = store.verify().unwrap();
    found.faults.iter().map(|f| format!("{}: {}", f.what, f.message)).collect::<Vec<_>>().join("; ")
}

#[test]
fn an_untouched_database_holds() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let found = store.verify().unwrap();
    assert_eq!((found.articles, found.statements, found.faults.as_slice()), (4, 5, &[][..]));
    assert!(found.spans > 15);
    // whoever may only read gets the same answer
    drop(store);
    assert_eq!(Store::open_to_read(&place.file("test.db")).unwrap().verify().unwrap(), found);
}

#[test]
fn meddling_is_found() {
    for (sql, expected) in [
        ("UPDATE articles SET text = replace(text, 'unsafe', 'fine !') WHERE id = 1", "the text is not the one"),
        ("UPDATE articles SET text = 'The' WHERE id = 1", "outside the text"),
        ("UPDATE articles SET text = CAST(x'54FF20' AS TEXT) WHERE id = 1", "the text is damaged"),
        ("UPDATE statements SET text = CAST(x'54FF20' AS TEXT) WHERE id = 3", "its content is not what"),
        ("UPDATE spans SET stop = stop - 1 WHERE part = 'content' AND statement_id = 3", "its content is not what"),
        ("UPDATE statements SET cue = 'lied' WHERE id = 3", "its cue is not what"),
        ("UPDATE roles SET stop = 99999 WHERE id = 1", "the role \"mayor of Lindau Quay\" is outside"),
        ("DELETE FROM voices WHERE id = 1", "refers to a row of voices"),
        ("DELETE FROM statements_fts WHERE rowid = 2", "full-text"),
        ("UPDATE statements_fts SET text = 'another' WHERE rowid = 2", "full-text"),
    ] {
        let found = faults_after(sql);
        assert!(found.contains(expected), "{sql}: {found}");
    }
}

#[test]
fn figures() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let stats = store.stats().unwrap();
    assert_eq!((stats.articles, stats.outlets, stats.statements, stats.speakers), (4, 2, 5, 4));
    assert_eq!(stats.by_kind, [("indirect".to_owned(), 4), ("direct".to_owned(), 1)]);
    assert_eq!(stats.by_act, [("say".to_owned(), 4), ("deny".to_owned(), 1)]);
    assert_eq!(stats.by_type[0], ("person".to_owned(), 2));
    assert_eq!((stats.first.as_deref(), stats.last.as_deref()), (Some("2031-03-02"), Some("2031-05-02")));
    assert_eq!(stats.engines, [("test 1".to_owned(), 5)]);
    assert!(stats.bytes > 4096);
}

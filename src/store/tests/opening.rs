//! Files that are not what they should be: refused in clear words and left as they were.

use std::fs;

use super::*;

fn message(result: Result<Store>) -> String {
    result.err().expect("refused").to_string()
}

#[test]
fn a_new_database_is_made_and_opened_again() {
    let place = Place::new();
    drop(place.store());
    drop(place.store());
    assert_eq!(Store::open_to_read(&place.file("test.db")).unwrap().stats().unwrap().articles, 0);
}

#[test]
fn a_text_file_is_refused_and_untouched() {
    let place = Place::new();
    for content in ["short", &"The ferry stops in May.\n".repeat(200)] {
        let file = place.file("article.txt");
        fs::write(&file, content).unwrap();
        for result in [Store::open(&file), Store::open_to_read(&file)] {
            assert!(matches!(result, Err(StoreError::NotADatabase { .. })), "{}", message(result));
        }
        let text = message(Store::open(&file));
        assert!(text.contains("article.txt: not an SQLite database\nhint: "), "{text}");
        assert_eq!(fs::read_to_string(&file).unwrap(), content);
        assert_eq!(fs::read_dir(place.folder.path()).unwrap().count(), 1, "no log beside it");
    }
}

#[test]
fn databases_of_others_and_of_the_future_are_refused_and_untouched() {
    let place = Place::new();
    let cases = [
        ("browser.db", "CREATE TABLE visits (x);", "another application (1 tables"),
        (
            "other.db",
            "PRAGMA application_id = 0x12345; CREATE TABLE t (x);",
            "another application (application id 0x12345)",
        ),
        (
            "future.db",
            "PRAGMA application_id = 0x6F6E7263; PRAGMA user_version = 99; CREATE TABLE t (x);",
            "newer onrecord (schema 99, this one knows",
        ),
    ];
    for (name, sql, expected) in cases {
        let file = place.file(name);
        Connection::open(&file).unwrap().execute_batch(sql).unwrap();
        let before = fs::read(&file).unwrap();
        for result in [Store::open(&file), Store::open_to_read(&file)] {
            let text = message(result);
            assert!(text.contains(name) && text.contains(expected), "{text}");
        }
        assert_eq!(fs::read(&file).unwrap(), before);
    }
}

#[test]
fn places_where_there_is_no_database() {
    let place = Place::new();
    assert!(message(Store::open(place.folder.path())).contains("it is a folder"));
    assert!(message(Store::open(&place.file("none/test.db"))).contains("none does not exist"));
    assert!(matches!(Store::open_to_read(&place.file("none.db")), Err(StoreError::Missing { .. })));
    fs::write(place.file("empty.db"), "").unwrap();
    assert!(matches!(Store::open_to_read(&place.file("empty.db")), Err(StoreError::Missing { .. })));
    // an empty file is a database that nothing was added to
    Store::open(&place.file("empty.db")).unwrap();
}

#[test]
fn a_damaged_database_says_so() {
    let place = Place::new();
    harbour(&mut place.store());
    let file = place.file("test.db");
    let mut bytes = fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[4096..middle].fill(0xA5);
    fs::write(&file, bytes).unwrap();
    let asked = Store::open_to_read(&file).and_then(|store| store.statements(&Filter::default()));
    assert!(matches!(asked, Err(StoreError::Damaged { .. })), "{asked:?}");
}

#[test]
fn whoever_reads_cannot_write() {
    let place = Place::new();
    harbour(&mut place.store());
    let mut reader = Store::open_to_read(&place.file("test.db")).unwrap();
    assert_eq!(reader.statements(&Filter::default()).unwrap().len(), 5);
    let text = "Maria Vogt said it rained.";
    let refused = reader.add(&article("Lake Post", "2031-06-01", text), None, &extraction(vec![]), &engine("1"));
    assert!(matches!(refused, Err(StoreError::ReadOnly { .. })), "{refused:?}");
}

#[test]
fn what_would_be_gone_with_the_command_is_refused() {
    for name in [":memory:", ""] {
        for result in [Store::open(Path::new(name)), Store::open_to_read(Path::new(name))] {
            assert!(message(result).contains("gone when the command ends"), "{name:?}");
        }
    }
}

#[test]
fn a_database_that_cannot_make_its_log_is_read_as_it_is() {
    let place = Place::new();
    harbour(&mut place.store());
    let uri = format!("file:{}?immutable=1", percent_encoded(&place.file("test.db")));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let store = Store::connect(&place.file("test.db"), Connection::open_with_flags(uri, flags)).unwrap();
    assert_eq!(store.count_statements(&Filter::default()).unwrap(), 5);
}

#[test]
fn a_full_disk_loses_nothing_stored() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let pages: i64 = store.db.pragma_query_value(None, "page_count", |r| r.get(0)).unwrap();
    store.db.pragma_update_and_check(None, "max_page_count", pages + 4, |_| Ok(())).unwrap();
    let long = format!("Maria Vogt said that {} ends.", "the long pier ".repeat(5_000));
    let add = |store: &mut Store| {
        let statements = vec![said(&long, &["the long pier"], "said", "Maria Vogt", &VOGT)];
        store.add(&article("Lake Post", "2031-06-01", &long), None, &extraction(statements), &engine("1"))
    };
    let full = add(&mut store).unwrap_err();
    assert!(matches!(full, StoreError::DiskFull { .. }), "{full}");
    assert!(full.to_string().contains("no space left"), "{full}");
    assert_eq!(store.count_statements(&Filter::default()).unwrap(), 5);
    assert_eq!(store.verify().unwrap().faults, []);
    // with room again, the same command goes on where it stopped
    store.db.pragma_update_and_check(None, "max_page_count", pages + 1000, |_| Ok(())).unwrap();
    assert_eq!(add(&mut store).unwrap().outcome, Outcome::New);
    assert_eq!(store.verify().unwrap().faults, []);
}

#[test]
fn readers_go_on_while_an_article_is_added() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let reader = Store::open_to_read(&place.file("test.db")).unwrap();
    let tx = store.db.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
    tx.execute("UPDATE articles SET title = 'half written'", []).unwrap();
    let rows = reader.statements(&Filter::default()).unwrap();
    assert!(rows.iter().all(|row| row.title.is_none()), "a reader sees what is committed");
    // a process that dies here leaves no trace
    drop(tx);
    drop(store);
    assert_eq!(place.store().statements(&Filter::default()).unwrap(), rows);
}

#[test]
fn two_processes_may_add_at_once() {
    let place = Place::new();
    let file = place.file("test.db");
    std::thread::scope(|scope| {
        for outlet in ["Lake Post", "The Quay Courier", "Pier Weekly"] {
            let file = &file;
            scope.spawn(move || {
                let mut store = Store::open(file).unwrap();
                for day in 10..20 {
                    add_said(&mut store, outlet, &format!("2031-01-{day}"), &VOGT, "the ferry is late");
                }
                store.settle_speakers().unwrap();
            });
        }
    });
    let store = place.store();
    assert_eq!(store.count_statements(&Filter::default()).unwrap(), 30);
    assert_eq!(store.speakers(&SpeakerFilter::default()).unwrap().len(), 1);
    assert_eq!(store.verify().unwrap().faults, []);
}

#[test]
fn a_backup_is_whole_and_put_back_with_what_was_there_kept() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let copy = place.file("copy.db");
    Store::open_to_read(&place.file("test.db")).unwrap().backup(&copy).unwrap();
    let statements = |path: &Path| Store::open_to_read(path).unwrap().stats().unwrap().statements;
    assert_eq!(statements(&copy), 5);
    assert!(store.backup(&copy).unwrap_err().to_string().contains("left untouched"));
    add_said(&mut store, "Lake Post", "2031-06-01", &VOGT, "the pier is closed");
    // nobody's database is changed under the hands of who writes
    let writing = store.db.unchecked_transaction().unwrap();
    writing.execute("UPDATE articles SET title = 'x' WHERE id = 1", []).unwrap();
    assert!(matches!(Store::restore(&place.file("test.db"), &copy), Err(StoreError::Busy { .. })));
    drop(writing);
    drop(store);
    let kept = Store::restore(&place.file("test.db"), &copy).unwrap().unwrap();
    assert_eq!((statements(&place.file("test.db")), statements(&kept)), (5, 6));
    assert_eq!(place.store().verify().unwrap().faults, []);
    // what is no backup leaves everything as it is
    let damaged = place.file("damaged.db");
    let mut bytes = fs::read(&copy).unwrap();
    let half = bytes.len() / 2;
    bytes[half..].fill(7);
    fs::write(&damaged, bytes).unwrap();
    fs::write(place.file("text.db"), "The ferry stops in May.\n".repeat(200)).unwrap();
    for name in ["damaged.db", "text.db", "missing.db"] {
        let refused = Store::restore(&place.file("test.db"), &place.file(name)).unwrap_err();
        assert!(refused.to_string().contains(name), "{refused}");
        assert_eq!(statements(&place.file("test.db")), 5);
    }
}

#[test]
fn what_a_killed_restore_left_behind_is_never_written_over() {
    let place = Place::new();
    let (file, copy) = (place.file("test.db"), place.file("copy.db"));
    let mut store = place.store();
    harbour(&mut store);
    store.backup(&copy).unwrap();
    // while somebody reads, the last statement is in the log alone
    let reader = Connection::open(&file).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM statements").unwrap();
    add_said(&mut store, "Lake Post", "2031-06-01", &VOGT, "the pier is closed");
    drop(store);
    // killed when it had given the log its second name
    fs::hard_link(place.file("test.db-wal"), place.file("test.db.replaced-1-wal")).unwrap();
    let kept = Store::restore(&file, &copy).unwrap().unwrap();
    drop(reader);
    let statements = |path: &Path| Store::open_to_read(path).unwrap().stats().unwrap().statements;
    assert_eq!((statements(&file), statements(&kept)), (5, 6));
    assert_eq!(kept, place.file("test.db.replaced-2"));
}

use std::sync::atomic::{AtomicUsize, Ordering};

use super::judge::Judge;
use super::round::{Compared, compare_with};
use crate::compare::{Analysis, Claim, Comparer, Finding};
use crate::pipeline::event::never;
use crate::store::{ConflictFilter, Imported, Store};

/// Fails on statements and pairs that hold certain words, and looks at the database as another program sees it.
struct Fragile {
    comparer: Comparer,
    database: std::path::PathBuf,
    uncompared: AtomicUsize,
}

impl Judge for Fragile {
    fn analyse(&self, claim: Claim) -> Analysis {
        assert!(!claim.text.contains("unreadable"), "planted fault");
        Comparer::analyse(&self.comparer, claim)
    }

    fn judge(&self, a: &Analysis, b: &Analysis) -> Option<Finding> {
        let seen = Store::open_to_read(&self.database).ok().and_then(|store| store.count_uncompared().ok());
        self.uncompared.store(seen.map_or(usize::MAX, |n| n as usize), Ordering::SeqCst);
        assert!(![a, b].iter().all(|x| x.claim.text.contains("quarrel")), "planted fault");
        Comparer::judge(&self.comparer, a, b)
    }

    fn replies(&self, article: &[&Analysis]) -> Vec<(usize, usize, Finding)> {
        Comparer::replies(&self.comparer, article)
    }
}

fn store(folder: &std::path::Path, texts: &[&str]) -> Store {
    let mut store = Store::open(&folder.join("test.db")).unwrap();
    let imported = |(n, text): (usize, &&str)| Imported {
        id: n.to_string(),
        text: (*text).to_owned(),
        outlet: Some(["Tolvik Herald", "Ledger Brief"][n % 2].to_owned()),
        ..Imported::default()
    };
    store.import_all(&texts.iter().enumerate().map(imported).collect::<Vec<_>>()).unwrap();
    store.settle_speakers().unwrap();
    store
}

fn compared(store: &mut Store) -> (Compared, usize) {
    let database = store.path().to_path_buf();
    let judge = Fragile { comparer: Comparer::new(Vec::new()), database, uncompared: AtomicUsize::new(usize::MAX) };
    let Ok(found) = compare_with(store, &judge, never) else { panic!("the comparison stopped") };
    (found, judge.uncompared.load(Ordering::SeqCst))
}

#[test]
fn a_statement_or_a_pair_that_fails_stops_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = store(
        folder.path(),
        &[
            "Velora sold the Tolvik fish hall, the unreadable council said",
            "Velora quarrels over the Orlund fish hall",
            "Velora does not quarrel over the Orlund fish hall",
            "Velora sold the Brackwater fish hall",
            "Velora did not sell the Brackwater fish hall",
        ],
    );
    let (found, _) = compared(&mut store);
    assert_eq!((found.firm, found.faulty), (1, 2), "{found:?}");
    assert_eq!(store.count_uncompared().unwrap(), 0, "what fails is not tried again and again");
    assert_eq!(store.conflicts(&ConflictFilter::default()).unwrap().len(), 1);
    assert_eq!(store.stats().unwrap().comparison_faults, 2);
    let told = store.verify().unwrap().faults;
    assert!(told[0].message.contains("could not be read (planted fault)"), "{told:?}");
    assert!(told[1].message.contains("could not be compared with"), "{told:?}");
    // a later comparison meets the one that cannot be read, and notes it no second time
    let text = "Velora sold the Tolvik fish hall, said the council".to_owned();
    store.import(&Imported { id: "later".to_owned(), text, ..Imported::default() }).unwrap();
    assert_eq!(compared(&mut store).0.faulty, 0);
    assert_eq!(store.stats().unwrap().comparison_faults, 2);
}

#[test]
fn statements_count_as_compared_only_when_their_conflicts_are_stored() {
    let folder = tempfile::tempdir().unwrap();
    let mut store =
        store(folder.path(), &["Velora sold the Orlund fish hall", "Velora did not sell the Orlund fish hall"]);
    let (found, uncompared) = compared(&mut store);
    assert_eq!((found.firm, uncompared), (1, 2), "while pairs are judged, both are still to be compared");
    assert_eq!(store.count_uncompared().unwrap(), 0);
}

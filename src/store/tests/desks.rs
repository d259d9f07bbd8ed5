//! What desks do to each other's decisions, and how often one is made.

use super::*;

fn desk(place: &Place, name: &str) -> Store {
    let mut store = Store::open(&place.file(name)).unwrap();
    harbour(&mut store);
    store
}

fn by(name: &str) -> Grounds {
    Grounds { by: Some(name.into()), ..Grounds::default() }
}

fn found(store: &mut Store, finding: Finding, name: &str) -> Decision {
    let statement = store.statements(&Filter { words: Some("late".into()), ..Filter::default() }).unwrap()[0].key;
    store.decide(&Ruling::Found { statement, finding }, &by(name)).unwrap()
}

fn in_force(store: &Store) -> Option<String> {
    let rows = store.statements(&Filter { words: Some("late".into()), ..Filter::default() }).unwrap();
    rows[0].review.finding.clone()
}

fn give(from: &Store, to: &mut Store) -> Exchanged {
    to.import_decisions(&from.decisions().unwrap()).unwrap()
}

#[test]
fn a_desk_takes_back_its_own_decisions_only() {
    let place = Place::new();
    let (mut mira, mut jon, mut ann) = (desk(&place, "mira.db"), desk(&place, "jon.db"), desk(&place, "ann.db"));
    found(&mut mira, Finding::Verified, "Mira");
    let of_jon = found(&mut jon, Finding::False, "Jon");
    assert_eq!(give(&jon, &mut mira).disagreements.len(), 1);
    let settled = found(&mut mira, Finding::Disputed, "Mira");
    assert!(mira.disagreements().unwrap().is_empty());
    // what Mira settled is hers: Jon's stays in force at his desk, and waits again when she takes the settlement back
    let done = give(&mira, &mut jon);
    assert_eq!((done.taken_back, in_force(&jon).as_deref()), (0, Some("false")));
    assert!(jon.disagreements().unwrap().iter().all(|d| d.ours.id == of_jon.id));
    mira.undo(Some(settled.number)).unwrap();
    assert_eq!(in_force(&mira).as_deref(), Some("verified"));
    assert_eq!(mira.disagreements().unwrap()[0].theirs.id, of_jon.id);
    // nor does anybody take Jon's back but Jon
    give(&jon, &mut ann);
    ann.undo(None).unwrap();
    assert_eq!(give(&ann, &mut jon).taken_back, 0);
    assert_eq!(in_force(&jon).as_deref(), Some("false"));
    // to say the same once more settles what waits
    let again = found(&mut mira, Finding::Verified, "Mira");
    assert!(mira.disagreements().unwrap().is_empty());
    mira.undo(Some(again.number)).unwrap();
    assert_eq!(mira.disagreements().unwrap().len(), 1);
    jon.undo(Some(of_jon.number)).unwrap();
    assert_eq!(give(&jon, &mut mira).taken_back, 1);
    assert!(mira.disagreements().unwrap().is_empty());
}

#[test]
fn a_desk_that_changed_its_mind_disagrees_with_nobody() {
    let place = Place::new();
    let (mut mira, mut jon, mut ann) = (desk(&place, "mira.db"), desk(&place, "jon.db"), desk(&place, "ann.db"));
    found(&mut mira, Finding::Verified, "Mira");
    assert_eq!(give(&mira, &mut jon).disagreements, []);
    found(&mut mira, Finding::False, "Mira");
    for other in [&mut jon, &mut ann] {
        assert_eq!(give(&mira, other).disagreements, []);
        assert_eq!((in_force(other).as_deref(), other.disagreements().unwrap()), (Some("false"), vec![]));
    }
    // whoever decided otherwise knowing of another's disagrees with that one
    let mut cy = desk(&place, "cy.db");
    found(&mut cy, Finding::Disputed, "Cy");
    give(&cy, &mut jon);
    found(&mut jon, Finding::Open, "Jon");
    assert_eq!(give(&jon, &mut cy).disagreements.len(), 3);
    assert_eq!(in_force(&cy).as_deref(), Some("disputed"));
}

#[test]
fn what_was_settled_and_then_withdrawn_by_its_desk_does_not_wait_again() {
    let place = Place::new();
    let (mut mira, mut jon) = (desk(&place, "mira.db"), desk(&place, "jon.db"));
    found(&mut mira, Finding::Verified, "Mira");
    let of_jon = found(&mut jon, Finding::False, "Jon");
    give(&jon, &mut mira);
    let settled = found(&mut mira, Finding::Disputed, "Mira");
    jon.undo(Some(of_jon.number)).unwrap();
    assert_eq!(give(&jon, &mut mira).taken_back, 1);
    mira.undo(Some(settled.number)).unwrap();
    assert_eq!((in_force(&mira).as_deref(), mira.disagreements().unwrap()), (Some("verified"), vec![]));
    assert_eq!(give(&jon, &mut mira).taken_back, 0, "once");
}

#[test]
fn what_waited_is_in_force_when_nothing_here_disagrees_any_more() {
    let place = Place::new();
    let (mut mira, mut jon) = (desk(&place, "mira.db"), desk(&place, "jon.db"));
    let of_mira = found(&mut mira, Finding::Verified, "Mira");
    found(&mut jon, Finding::False, "Jon");
    found(&mut jon, Finding::Open, "Jon");
    assert_eq!(give(&jon, &mut mira).disagreements.len(), 2);
    mira.undo(Some(of_mira.number)).unwrap();
    assert_eq!((in_force(&mira).as_deref(), mira.disagreements().unwrap()), (Some("open"), vec![]));
}

#[test]
fn the_same_decision_of_the_same_person_is_known_already() {
    let place = Place::new();
    let mut store = desk(&place, "test.db");
    let first = found(&mut store, Finding::False, "Mira");
    assert_eq!(found(&mut store, Finding::False, "Mira"), first);
    assert_ne!(found(&mut store, Finding::False, "Jon"), first, "another person");
    found(&mut store, Finding::Open, "Mira");
    found(&mut store, Finding::False, "Mira");
    assert_eq!(in_force(&store).as_deref(), Some("false"), "another one came between");
    assert_eq!(store.decisions().unwrap().len(), 4);
    let speaker = key_of(&store, "vogt");
    let rulings: Vec<(Ruling, Grounds)> = ["Maria Vogt-Lind", "Maria Vogt-Lind", "M. Vogt"]
        .map(|name| (Ruling::Rename { speaker, name: name.into() }, by("Mira")))
        .into();
    let decided = store.decide_all(&rulings).unwrap();
    assert_eq!((decided.new.len(), decided.known.len()), (2, 1));
}

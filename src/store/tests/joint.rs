//! Joint speakers: everyone who voices a statement is kept, counted and found.

use super::*;

fn together(store: &mut Store) -> String {
    let text = "Maria Vogt, mayor of Lindau Quay, and Daniel Okoro, harbour master, said that the ferry stops.";
    let mut both = said(text, &["the ferry stops"], "said", "Maria Vogt", &VOGT);
    both.others = said(text, &["the ferry stops"], "said", "Daniel Okoro", &OKORO).voice.into_iter().collect();
    let id = both.id.clone();
    store.add(&article("Lake Post", "2031-03-02", text), None, &extraction(vec![both]), &engine("1")).unwrap();
    store.settle_speakers().unwrap();
    id
}

#[test]
fn everyone_who_voices_a_statement_is_found_and_counted() {
    let place = Place::new();
    let mut store = place.store();
    together(&mut store);
    for name in ["Maria Vogt", "Daniel Okoro"] {
        let of = |role: Option<&str>| Filter {
            speakers: vec![key_of(&store, name)],
            role: role.map(str::to_owned),
            ..Filter::default()
        };
        assert_eq!(texts(&store.statements(&of(None)).unwrap()), ["the ferry stops"], "{name}");
        // a role is that of the speaker asked for, not of the other one
        assert_eq!(store.count_statements(&of(Some("mayor"))).unwrap(), u64::from(name == "Maria Vogt"));
    }
    let speakers = store.speakers(&SpeakerFilter::default()).unwrap();
    let counts: Vec<_> = speakers.iter().map(|s| (s.name.as_str(), s.role.as_deref(), s.statements)).collect();
    assert_eq!(counts, [("Daniel Okoro", Some("harbour master"), 1), ("Maria Vogt", Some("mayor of Lindau Quay"), 1)]);
    let row = &store.statements(&Filter::default()).unwrap()[0];
    assert_eq!((row.speaker.as_deref(), row.others.as_deref()), (Some("Maria Vogt"), Some("Daniel Okoro")));
    assert_eq!(store.stats().unwrap().speakers, 2);
    assert!(store.verify().unwrap().faults.is_empty());
}

#[test]
fn a_merger_of_joint_speakers_counts_their_statement_once() {
    let place = Place::new();
    let mut store = place.store();
    together(&mut store);
    let (into, other) = (key_of(&store, "Maria Vogt"), key_of(&store, "Daniel Okoro"));
    store.decide(&Ruling::Merge { into, other }, &Grounds::default()).unwrap();
    let speakers = store.speakers(&SpeakerFilter::default()).unwrap();
    assert_eq!(speakers.iter().map(|s| s.statements).collect::<Vec<_>>(), [1]);
}

//! Who is who: look-ups, roles over time, and what people rule.

use super::*;

fn names_of(rows: &[SpeakerRow]) -> Vec<&str> {
    rows.iter().map(|r| r.name.as_str()).collect()
}

fn listed(store: &Store) -> Vec<String> {
    let rows = store.speakers(&SpeakerFilter { order: SpeakerOrder::Name, ..SpeakerFilter::default() }).unwrap();
    rows.iter().map(|r| format!("{} {}", r.name, r.statements)).collect()
}

/// Joins people by their last names, and doubts bodies of which one's name begins as the other's.
struct LastNames;

impl Identity for LastNames {
    fn blocks(&self, _: SpeakerType, name: &str) -> Vec<String> {
        names::fold(name).split(' ').map(str::to_owned).collect()
    }

    fn clusters(&self, profiles: &[Profile]) -> Clusters {
        let mut clusters = Clusters::default();
        for (i, a) in profiles.iter().enumerate() {
            for (j, b) in profiles.iter().enumerate().skip(i + 1) {
                if a.speaker_type == SpeakerType::Person
                    && a.name.split(' ').next_back() == b.name.split(' ').next_back()
                {
                    clusters.groups.push(vec![i, j]);
                } else if a.speaker_type == b.speaker_type
                    && (a.name.starts_with(&b.name) || b.name.starts_with(&a.name))
                {
                    clusters.doubtful.push((i, j, "one name begins the other".to_owned()));
                }
            }
        }
        clusters
    }
}

#[test]
fn the_list_of_speakers() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let all = store.speakers(&SpeakerFilter::default()).unwrap();
    assert_eq!(names_of(&all), ["Maria Vogt", "a dock worker", "Daniel Okoro", "Port Authority"]);
    let vogt = &all[0];
    assert_eq!((vogt.statements, vogt.articles, vogt.roles), (2, 2, 1));
    assert_eq!((vogt.first.as_deref(), vogt.last.as_deref()), (Some("2031-03-02"), Some("2031-05-02")));
    let filtered = |filter: SpeakerFilter| names_of(&store.speakers(&filter).unwrap()).join(", ");
    let d = SpeakerFilter::default;
    assert_eq!(filtered(SpeakerFilter { types: vec![SpeakerType::Organization], ..d() }), "Port Authority");
    assert_eq!(filtered(SpeakerFilter { outlet: Some("lake post".into()), limit: Some(1), ..d() }), "Daniel Okoro");
    assert_eq!(filtered(SpeakerFilter { order: SpeakerOrder::Last, limit: Some(1), ..d() }), "Maria Vogt");
    assert_eq!(filtered(SpeakerFilter { role: Some("master".into()), ..d() }), "Daniel Okoro");
    assert_eq!(
        store.speaker_outlets(vogt.key).unwrap(),
        [("Lake Post".to_owned(), 1), ("The Quay Courier".to_owned(), 1)]
    );
}

#[test]
fn names_as_people_type_them() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    add_said(&mut store, "Lake Post", "2031-06-01", &Who("Peter Vogt", SpeakerType::Person, "", "", ""), "it rains");
    add_said(&mut store, "Lake Post", "2031-06-02", &Who("Zoë Łukasz", SpeakerType::Person, "", "", ""), "it pours");
    store.settle_speakers().unwrap();
    for typed in ["maria vogt", " okoro ", "zoe lukasz", "Łukasz"] {
        let found = store.find_speaker(typed).unwrap();
        assert!(matches!(found, Lookup::Found(_)), "{typed}: {found:?}");
    }
    for typed in ["Vogt Maria", "MARIA"] {
        let found = store.find_speaker(typed).unwrap();
        assert!(matches!(&found, Lookup::Likely(row) if row.name == "Maria Vogt"), "{typed}: {found:?}");
    }
    assert!(!matches!(store.find_speaker("the port authority").unwrap(), Lookup::Found(_)));
    match store.find_speaker("vogt").unwrap() {
        Lookup::Ambiguous(rows) => assert_eq!(names_of(&rows), ["Maria Vogt", "Peter Vogt"]),
        other => panic!("{other:?}"),
    }
    for (typed, expected) in [("okorro", "Daniel Okoro"), ("Mario Voght", "Maria Vogt"), ("lukas", "Zoë Łukasz")] {
        match store.find_speaker(typed).unwrap() {
            Lookup::DidYouMean(rows) => assert_eq!(rows.first().map(|r| r.name.as_str()), Some(expected), "{typed}"),
            other => panic!("{typed}: {other:?}"),
        }
    }
    for typed in ["xyzzy", "", "'; DROP TABLE speakers --"] {
        assert_eq!(store.find_speaker(typed).unwrap(), Lookup::DidYouMean(vec![]), "{typed}");
    }
    let id = store.speaker(key_of(&store, "okoro")).unwrap().speaker.id;
    assert_eq!(key_of(&store, &id[..8]), key_of(&store, "okoro"));
}

#[test]
fn a_speaker_of_just_this_name_comes_before_those_that_only_hold_its_words() {
    let place = Place::new();
    let mut store = place.store();
    for (who, day) in [
        (Who("10", SpeakerType::Group, "", "", ""), "2031-06-01"),
        (Who("Pier 10 Company", SpeakerType::Organization, "", "", ""), "2031-06-02"),
    ] {
        add_said(&mut store, "Lake Post", day, &who, "it rains");
    }
    store.settle_speakers().unwrap();
    let named = |typed: &str| match store.find_speaker(typed).unwrap() {
        Lookup::Found(row) => row.name,
        other => panic!("{typed}: {other:?}"),
    };
    assert_eq!(named("10"), "10");
    assert_eq!(named("pier 10 company"), "Pier 10 Company");
    assert!(matches!(store.find_speaker("pier").unwrap(), Lookup::Likely(_)));
}

#[test]
fn roles_over_time_with_their_evidence() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let minister = Who("Maria Vogt", SpeakerType::Person, "transport minister", "Ministry of Transport", "DE");
    add_said(&mut store, "Lake Post", "2033-01-07", &minister, "the pier is mine");
    store.settle_speakers().unwrap();
    let detail = store.speaker(key_of(&store, "vogt")).unwrap();
    let told: Vec<_> = detail
        .roles
        .iter()
        .map(|r| {
            (r.role.as_str(), r.first.as_deref().unwrap_or_default(), r.last.as_deref().unwrap_or_default(), r.articles)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("mayor of Lindau Quay", "2031-03-02", "2031-05-02", 2),
            ("transport minister", "2033-01-07", "2033-01-07", 1)
        ]
    );
    assert_eq!(detail.roles[0].outlets, ["Lake Post", "The Quay Courier"]);
    let evidence = detail.roles[1].evidence.as_deref().unwrap();
    assert_eq!(evidence, "Maria Vogt, transport minister, said that the pier is mine.");
    assert_eq!(detail.names, [("Maria Vogt".to_owned(), 3)]);
    assert_eq!(detail.voices.len(), 3);
    // the role is the one held on the day
    let rows = store.statements(&Filter {
        to: Some("2031".to_owned()),
        speakers: vec![detail.speaker.key],
        ..Filter::default()
    });
    assert!(rows.unwrap().iter().all(|r| r.role.as_deref() == Some("mayor of Lindau Quay")));
}

#[test]
fn unnamed_sources_and_bare_last_names_stay_apart_without_a_matcher() {
    let place = Place::new();
    let mut store = place.store();
    let vogt = Who("Vogt", SpeakerType::Person, "", "", "");
    for day in ["2031-01-01", "2031-01-02"] {
        add_said(&mut store, "Lake Post", day, &WORKER, "the pier is safe");
        add_said(&mut store, "Lake Post", day, &vogt, "the pier is closed");
    }
    store.settle_speakers().unwrap();
    assert_eq!(listed(&store), ["a dock worker 1", "a dock worker 1", "Vogt 1", "Vogt 1"]);
}

#[test]
fn a_matcher_gives_the_same_speakers_in_any_order() {
    let quotes = [
        ("2031-01-01", Who("Maria Vogt", SpeakerType::Person, "", "", "")),
        ("2031-01-02", Who("M. Vogt", SpeakerType::Person, "", "", "")),
        ("2031-01-03", Who("Vogt", SpeakerType::Person, "mayor", "", "")),
        ("2031-01-04", Who("Port Authority", SpeakerType::Organization, "", "", "")),
        ("2031-01-05", Who("Port Authority East", SpeakerType::Organization, "", "", "")),
    ];
    let orders = [[0, 1, 2, 3, 4], [4, 3, 2, 1, 0], [2, 4, 0, 3, 1]];
    let mut results = Vec::new();
    for (n, order) in orders.iter().enumerate() {
        let place = Place::new();
        let mut store = place.store();
        store.set_identity(Box::new(LastNames));
        for &i in order {
            add_said(&mut store, "Lake Post", quotes[i].0, &quotes[i].1, "it rains");
            // settled one by one, or all at once
            if n != 1 {
                store.settle_speakers().unwrap();
            }
        }
        store.settle_speakers().unwrap();
        assert_eq!(store.settle_speakers().unwrap(), 0, "nothing is left to decide");
        let rows = store.speakers(&SpeakerFilter::default()).unwrap();
        assert_eq!(names_of(&rows), ["Maria Vogt", "Port Authority", "Port Authority East"]);
        let doubtful = store.doubtful_speakers().unwrap();
        assert_eq!((doubtful.len(), doubtful[0].why.as_str()), (1, "one name begins the other"));
        results.push(rows.into_iter().map(|r| (r.id, r.name, r.statements)).collect::<Vec<_>>());
    }
    assert!(results.windows(2).all(|w| w[0] == w[1]), "{results:#?}");
}

#[test]
fn decisions_are_applied_recorded_and_undone() {
    let place = Place::new();
    let mut store = place.store();
    let short = Who("M. Vogt", SpeakerType::Person, "", "", "");
    add_said(&mut store, "Lake Post", "2031-01-01", &VOGT, "it rains");
    add_said(&mut store, "Lake Post", "2031-01-02", &short, "it pours");
    add_said(&mut store, "Lake Post", "2031-01-03", &OKORO, "it is dry");
    store.settle_speakers().unwrap();
    let start = listed(&store);
    assert_eq!(start, ["Daniel Okoro 1", "M. Vogt 1", "Maria Vogt 1"]);

    let (maria, m) = (key_of(&store, "maria vogt"), key_of(&store, "m. vogt"));
    let merge = store.decide(&Ruling::Merge { into: maria, other: m }, &Grounds::because("same office")).unwrap();
    assert_eq!(merge.summary, "M. Vogt is Maria Vogt");
    assert_eq!((merge.action.as_str(), merge.reason.as_deref()), ("merge", Some("same office")));
    assert_eq!(listed(&store), ["Daniel Okoro 1", "Maria Vogt 2"]);
    // whoever comes later under either name is that speaker too
    add_said(&mut store, "Pier Weekly", "2031-02-01", &short, "it snows");
    store.settle_speakers().unwrap();
    assert_eq!(listed(&store), ["Daniel Okoro 1", "Maria Vogt 3"]);

    let vogt = key_of(&store, "vogt");
    let rename =
        store.decide(&Ruling::Rename { speaker: vogt, name: "Maria  Vogt-Lang".into() }, &Grounds::default()).unwrap();
    let okoro = key_of(&store, "okoro");
    let alias = store.decide(&Ruling::Alias { speaker: okoro, alias: "Danny O".into() }, &Grounds::default()).unwrap();
    assert_eq!(listed(&store), ["Daniel Okoro 1", "Maria Vogt-Lang 3"]);
    assert_eq!(key_of(&store, "danny o"), okoro);
    add_said(&mut store, "Pier Weekly", "2031-02-02", &Who("Danny O", SpeakerType::Person, "", "", ""), "it thaws");
    store.settle_speakers().unwrap();
    assert_eq!(listed(&store), ["Daniel Okoro 2", "Maria Vogt-Lang 3"]);

    let forget = store.decide(&Ruling::Forget { speaker: okoro }, &Grounds::because("asked for it")).unwrap();
    assert_eq!(listed(&store), ["Maria Vogt-Lang 3"]);
    assert_eq!(store.count_statements(&Filter::default()).unwrap(), 3);

    for decision in [&forget, &alias, &rename, &merge] {
        assert!(store.undo(Some(decision.number)).unwrap().undone.is_some());
    }
    assert_eq!(listed(&store), ["Daniel Okoro 1", "Danny O 1", "M. Vogt 2", "Maria Vogt 1"]);
    assert!(matches!(store.undo(Some(merge.number)), Err(StoreError::Refused(_))));
    assert!(matches!(store.undo(Some(99)), Err(StoreError::NotFound { .. })));
    assert_eq!(store.decisions().unwrap().len(), 4);
    assert_eq!(store.verify().unwrap().faults, []);
}

#[test]
fn a_split_takes_some_articles_away() {
    let place = Place::new();
    let mut store = place.store();
    let baker = Who("Maria Vogt", SpeakerType::Person, "baker", "Vogt Bakery", "");
    add_said(&mut store, "Lake Post", "2031-01-01", &VOGT, "it rains");
    add_said(&mut store, "Lake Post", "2031-01-02", &baker, "bread is dear");
    store.settle_speakers().unwrap();
    let speaker = key_of(&store, "maria vogt");
    let voices = store.speaker(speaker).unwrap().voices;
    let leaving: Vec<i64> = voices.iter().filter(|v| v.role.as_deref() == Some("baker")).map(|v| v.key).collect();
    for voices in [vec![], voices.iter().map(|v| v.key).collect()] {
        assert!(matches!(
            store.decide(&Ruling::Split { speaker, voices }, &Grounds::default()),
            Err(StoreError::Refused(_))
        ));
    }
    let split = store.decide(&Ruling::Split { speaker, voices: leaving }, &Grounds::because("namesake")).unwrap();
    assert_eq!(split.summary, "Maria Vogt in 1 of 2 articles is someone else");
    assert_eq!(listed(&store), ["Maria Vogt 1", "Maria Vogt 1"]);
    // a later article goes to the one that it resembles
    add_said(&mut store, "Pier Weekly", "2031-02-01", &baker, "flour is dear");
    store.settle_speakers().unwrap();
    store.resettle_speakers().unwrap();
    let rows = store.speakers(&SpeakerFilter::default()).unwrap();
    assert_eq!(
        rows.iter().map(|r| (r.role.as_deref().unwrap_or_default(), r.statements)).collect::<Vec<_>>(),
        [("baker", 2), ("mayor of Lindau Quay", 1)]
    );
    // a doubt about two that were ruled apart is no longer one
    assert!(matches!(store.find_speaker("maria vogt").unwrap(), Lookup::Ambiguous(rows) if rows.len() == 2));
    store.undo(Some(split.number)).unwrap();
    assert_eq!(listed(&store), ["Maria Vogt 3"]);
}

#[test]
fn what_was_ruled_apart_is_no_longer_proposed() {
    let place = Place::new();
    let mut store = place.store();
    store.set_identity(Box::new(LastNames));
    let east = Who("Port Authority East", SpeakerType::Organization, "", "", "");
    add_said(&mut store, "Lake Post", "2031-01-01", &PORT, "it rains");
    add_said(&mut store, "Lake Post", "2031-01-02", &east, "it pours");
    store.settle_speakers().unwrap();
    let pair = store.doubtful_speakers().unwrap().remove(0);
    let apart = store.decide(&Ruling::Apart { a: pair.a.key, b: pair.b.key }, &Grounds::default()).unwrap();
    assert_eq!(store.doubtful_speakers().unwrap(), []);
    assert_eq!(listed(&store), ["Port Authority 1", "Port Authority East 1"]);
    store.undo(Some(apart.number)).unwrap();
    assert_eq!(store.doubtful_speakers().unwrap().len(), 1);
}

#[test]
fn decisions_survive_a_new_extraction_and_a_new_matcher() {
    let place = Place::new();
    let mut store = place.store();
    let text = "Vogt said the ferry stops.";
    let short = said(text, &["the ferry stops"], "said", "Vogt", &Who("Vogt", SpeakerType::Person, "", "", ""));
    let paper = article("Lake Post", "2031-03-02", text);
    store.add(&paper, None, &extraction(vec![short.clone()]), &engine("1")).unwrap();
    add_said(&mut store, "Lake Post", "2031-05-02", &VOGT, "the ferry is late");
    store.settle_speakers().unwrap();
    let into = match store.find_speaker("maria vogt").unwrap() {
        Lookup::Found(row) => row.key,
        other => panic!("{other:?}"),
    };
    let other = store.statement(&short.id).unwrap().row.speaker_id.unwrap();
    let other = key_of(&store, &other);
    store.decide(&Ruling::Merge { into, other }, &Grounds::default()).unwrap();
    assert_eq!(listed(&store), ["Maria Vogt 2"]);
    // the next weights read another name there
    let mut again = short;
    again.voice.as_mut().unwrap().name = "Mayor Vogt".to_owned();
    store.add(&paper, None, &extraction(vec![again]), &engine("2")).unwrap();
    store.settle_speakers().unwrap();
    assert_eq!(listed(&store), ["Maria Vogt 2"]);
    store.set_identity(Box::new(ExactNames));
    store.resettle_speakers().unwrap();
    assert_eq!(listed(&store), ["Maria Vogt 2"]);
    assert_eq!(store.verify().unwrap().faults, []);
}

#[test]
fn rulings_that_make_no_sense() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let vogt = key_of(&store, "vogt");
    for ruling in [
        Ruling::Merge { into: vogt, other: vogt },
        Ruling::Apart { a: vogt, b: vogt },
        Ruling::Rename { speaker: vogt, name: " … ".into() },
        Ruling::Alias { speaker: vogt, alias: String::new() },
    ] {
        assert!(matches!(store.decide(&ruling, &Grounds::default()), Err(StoreError::Refused(_))), "{ruling:?}");
    }
    for ruling in [Ruling::Forget { speaker: 999 }, Ruling::Judge { conflict: 1, verdict: Verdict::Right }] {
        assert!(matches!(store.decide(&ruling, &Grounds::default()), Err(StoreError::NotFound { .. })), "{ruling:?}");
    }
    assert_eq!(store.decisions().unwrap(), []);
}

/// Shows every body under the name that the user's list gives it.
struct Listed(Vec<KnownRow>);

impl Identity for Listed {
    fn blocks(&self, speaker_type: SpeakerType, name: &str) -> Vec<String> {
        ExactNames.blocks(speaker_type, name)
    }

    fn clusters(&self, profiles: &[Profile]) -> Clusters {
        let mut clusters = ExactNames.clusters(profiles);
        clusters.names = clusters
            .groups
            .iter()
            .map(|group| {
                let name = &profiles[group[0]].name;
                self.0.iter().find(|known| known.aliases.contains(name)).map(|known| known.name.clone())
            })
            .collect();
        clusters
    }
}

#[test]
fn the_users_own_list_is_kept_and_names_speakers() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let known = KnownRow {
        name: "Port Authority of Lindau Quay".to_owned(),
        aliases: vec!["Port Authority".to_owned()],
        wikidata: Some("Q0".to_owned()),
        ..KnownRow::default()
    };
    store.set_known_speakers(std::slice::from_ref(&known)).unwrap();
    drop(store);
    let mut store = place.store();
    assert_eq!(store.known_speakers().unwrap(), std::slice::from_ref(&known));
    store.set_identity(Box::new(Listed(store.known_speakers().unwrap())));
    assert_eq!(store.settle_speakers().unwrap(), 5);
    assert_eq!(
        listed(&store),
        ["a dock worker 1", "Daniel Okoro 1", "Maria Vogt 2", "Port Authority of Lindau Quay 1"]
    );
    assert_eq!(key_of(&store, "port authority"), key_of(&store, "Port Authority of Lindau Quay"));
}

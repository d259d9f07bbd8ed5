//! Propositions, positions, candidates, conflicts and verdicts.

use super::*;

fn conflict(store: &Store, score: f64, firm: bool) -> NewConflict {
    let rows =
        store.statements(&Filter { words: Some("pier".into()), order: Order::Oldest, ..Filter::default() }).unwrap();
    NewConflict {
        kind: "denial".to_owned(),
        score,
        firm,
        rule: "safe/unsafe".to_owned(),
        question: Some("Is the pier safe?".to_owned()),
        why: "One denies that the pier was unsafe, the other calls it safe.".to_owned(),
        a: rows[0].key,
        b: rows[1].key,
        more: None,
    }
}

/// Stores a conflict; how many of it are new.
fn found(store: &mut Store, conflict: NewConflict) -> usize {
    let new = store.conclude(&Comparison { conflicts: vec![conflict], ..Comparison::default() }).unwrap();
    new.into_iter().flatten().count()
}

#[test]
fn what_failed_in_a_comparison_is_noted_counted_and_forgotten_when_it_succeeds() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let open = store.uncompared().unwrap();
    let faults = vec![(open[0], "it could not be read".to_owned())];
    store.conclude(&Comparison { statements: open.clone(), faults, ..Comparison::default() }).unwrap();
    let stats = store.stats().unwrap();
    assert_eq!((stats.uncompared, stats.comparison_faults), (0, 1));
    let told = store.verify().unwrap().faults;
    assert_eq!(told.len(), 1);
    assert!(told[0].what == "statement" && told[0].message.contains("it could not be read"), "{told:?}");
    store.clear_claims().unwrap();
    assert_eq!(store.verify().unwrap().uncompared, 5);
    store.conclude(&Comparison { statements: open, ..Comparison::default() }).unwrap();
    assert_eq!((store.stats().unwrap().comparison_faults, store.verify().unwrap().faults), (0, vec![]));
}

#[test]
fn what_an_article_is_about_is_kept_until_all_is_compared_anew() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let article = store.statements(&Filter::default()).unwrap()[0].article.clone();
    assert_eq!(store.matter(&article).unwrap(), None);
    let lines = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
    let matter = Matter { article, names: lines(&["lindau quay", "vogt"]), topics: lines(&["ferry"]) };
    let empty = Matter { article: matter.article.clone(), ..Matter::default() };
    for kept in [&empty, &matter] {
        store.set_matters(std::slice::from_ref(kept)).unwrap();
        assert_eq!(store.matter(&kept.article).unwrap().as_ref(), Some(kept));
    }
    store.clear_claims().unwrap();
    assert_eq!(store.matter(&matter.article).unwrap(), None);
}

#[test]
fn other_questions_may_follow_a_comparison_that_was_killed() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let question = |digest: &str| Declared { id: "q".into(), text: "Is it?".into(), digest: digest.into() };
    store.declare_questions(&[question("1")]).unwrap();
    let position = Position { question: "q".into(), about: String::new(), affirms: true, span: None };
    let statement = store.uncompared().unwrap()[0];
    store.set_claims(&[Claims { statement, positions: vec![position], ..Claims::default() }]).unwrap();
    assert!(store.declare_questions(&[question("2")]).unwrap());
    assert_eq!(store.positions(statement).unwrap(), []);
}

#[test]
fn what_statements_assert_is_kept_and_found() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let open = store.uncompared().unwrap();
    assert_eq!(open.len(), 5);
    let proposition = PropositionRow {
        subject: Some("pier".to_owned()),
        predicate: Some("be safe".to_owned()),
        positive: false,
        span: Some([3, 9]),
        ..PropositionRow::default()
    };
    let position = Position { question: "pier-safe".into(), about: "Lindau Quay".into(), affirms: false, span: None };
    let claims: Vec<Claims> = open[1..3]
        .iter()
        .map(|&statement| Claims {
            statement,
            propositions: vec![proposition.clone(), PropositionRow::default()],
            positions: vec![position.clone()],
            keys: vec!["pier".to_owned(), format!("own {statement}")],
        })
        .collect();
    let question =
        Declared { id: "pier-safe".to_owned(), text: "Is the pier safe?".to_owned(), digest: "1".to_owned() };
    assert!(!store.declare_questions(std::slice::from_ref(&question)).unwrap(), "nothing was compared yet");
    for _ in 0..2 {
        store.set_claims(&claims).unwrap();
    }
    assert!(!store.declare_questions(std::slice::from_ref(&question)).unwrap(), "the same as before");
    assert_eq!(store.uncompared().unwrap().len(), 5, "what is found is still to be stored");
    store.conclude(&Comparison { statements: open[1..3].to_vec(), ..Comparison::default() }).unwrap();
    assert_eq!((store.uncompared().unwrap().len(), store.count_uncompared().unwrap()), (3, 3));
    assert_eq!(store.propositions(open[1]).unwrap(), claims[0].propositions);
    assert_eq!(store.positions(open[1]).unwrap(), claims[0].positions);
    let answers = store.answers("pier-safe").unwrap();
    assert_eq!(
        answers.iter().map(|(p, row)| (p, row.key)).collect::<Vec<_>>(),
        [(&position, open[1]), (&position, open[2])]
    );
    let own = format!("own {}", open[2]);
    let keys = ["pier".to_owned(), own, "nothing".to_owned()];
    assert_eq!(store.candidates(&keys, &mut Search::new(10), 10).unwrap(), [(open[2], 2), (open[1], 1)]);
    assert_eq!(store.candidates(&keys, &mut Search::new(10), 1).unwrap(), [(open[2], 2)]);
    assert_eq!(
        store.candidates(&keys, &mut Search::new(1), 10).unwrap(),
        [(open[2], 1)],
        "a common key is passed over"
    );
    let changed = Declared { digest: "2".to_owned(), ..question };
    assert!(store.declare_questions(std::slice::from_ref(&changed)).unwrap(), "declared otherwise");
    assert_eq!(store.declared_questions().unwrap(), [changed]);
    assert_eq!(store.uncompared().unwrap().len(), 5);
    assert!(store.candidates(&keys, &mut Search::new(10), 10).unwrap().is_empty());
}

#[test]
fn conflicts_and_verdicts() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let new = conflict(&store, 0.8, true);
    assert_eq!(found(&mut store, new.clone()), 1);
    assert_eq!(found(&mut store, NewConflict { score: 0.9, ..new.clone() }), 0);
    let all = store.conflicts(&ConflictFilter::default()).unwrap();
    assert_eq!((all.len(), all[0].score, all[0].a.key, all[0].b.key), (1, 0.9, new.a, new.b));
    assert_eq!(store.conflict(&all[0].id[..5]).unwrap(), all[0]);
    assert!(matches!(store.conflict("ffff"), Err(StoreError::NotFound { .. })));

    let d = ConflictFilter::default;
    let okoro = key_of(&store, "okoro");
    let vogt = key_of(&store, "vogt");
    let some = |s: &str| Some(s.to_owned());
    for (filter, expected) in [
        (ConflictFilter { speakers: vec![okoro], ..d() }, 1),
        (ConflictFilter { speakers: vec![vogt], ..d() }, 0),
        (ConflictFilter { kinds: vec!["denial".into()], ..d() }, 1),
        (ConflictFilter { kinds: vec!["reversal".into()], ..d() }, 0),
        (ConflictFilter { question: some("PIER safe"), ..d() }, 1),
        (ConflictFilter { question: some("ferry"), ..d() }, 0),
        (ConflictFilter { outlets: vec!["the quay courier".into()], ..d() }, 1),
        (ConflictFilter { outlets: vec!["quay courier".into()], ..d() }, 0),
        (ConflictFilter { outlets: vec!["Lake Post".into(), "The Quay Courier".into()], ..d() }, 1),
        (ConflictFilter { outlets: vec!["Lake Post".into(), "Lake Post".into()], ..d() }, 0),
        (ConflictFilter { from: some("2031-04"), to: some("2031-03"), ..d() }, 0),
        (ConflictFilter { from: some("2031-04"), to: some("2031-04"), ..d() }, 1),
        (ConflictFilter { from: some("2031-05"), ..d() }, 0),
        (ConflictFilter { min_score: Some(0.95), ..d() }, 0),
        (ConflictFilter { limit: Some(0), ..d() }, 0),
    ] {
        assert_eq!(store.conflicts(&filter).unwrap().len(), expected, "{filter:?}");
    }

    let judged = store
        .decide(&Ruling::Judge { conflict: all[0].key, verdict: Verdict::Wrong }, &Grounds::because("no"))
        .unwrap();
    assert!(store.conflicts(&d()).unwrap().is_empty());
    // a new comparison raises the flag again: the verdict is still there
    store.clear_claims().unwrap();
    let again = conflict(&store, 0.5, false);
    found(&mut store, again);
    let shown = store.conflicts(&ConflictFilter { all: true, judged_wrong: true, ..d() }).unwrap();
    assert_eq!((shown[0].verdict, shown[0].firm), (Some(Verdict::Wrong), false));
    let record = RuleRecord { rule: "safe/unsafe".to_owned(), flags: 1, right: 0, wrong: 1, unsure: 0 };
    assert_eq!(store.rule_records().unwrap(), [record]);
    store.undo(Some(judged.number)).unwrap();
    assert_eq!(store.conflicts(&ConflictFilter { all: true, ..d() }).unwrap()[0].verdict, None);
    assert_eq!(store.stats().unwrap().conflicts, []);
    assert_eq!(store.verify().unwrap().faults, []);
}

/// Readers of the file see in `firm` what the command line lists.
#[test]
fn what_is_stood_by_is_decided_before_it_is_stored() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let raised = NewConflict { more: Some("{\"firm\":true}".to_owned()), ..conflict(&store, 0.9, true) };
    found(&mut store, raised);
    let all = ConflictFilter { all: true, judged_wrong: true, ..ConflictFilter::default() };
    let firm = |store: &Store| store.conflicts(&all).unwrap()[0].firm;
    let key = store.conflicts(&all).unwrap()[0].key;

    store.settle_conflicts(&["safe/unsafe".to_owned()]).unwrap();
    assert!(!firm(&store), "its rule is doubted");
    let right = store.decide(&Ruling::Judge { conflict: key, verdict: Verdict::Right }, &Grounds::default()).unwrap();
    store.settle_conflicts(&["safe/unsafe".to_owned()]).unwrap();
    assert!(firm(&store), "but this flag was called right");
    store.undo(Some(right.number)).unwrap();
    let wrong = store.decide(&Ruling::Judge { conflict: key, verdict: Verdict::Wrong }, &Grounds::default()).unwrap();
    store.settle_conflicts(&[]).unwrap();
    assert!(!firm(&store));
    store.undo(Some(wrong.number)).unwrap();
    store.settle_conflicts(&[]).unwrap();
    assert!(firm(&store), "as the rule found it");
}

#[test]
fn words_with_marks_of_their_own_are_no_terms() {
    let terms = |text| crate::store::printed::rarest_words(text).unwrap_or_default();
    assert_eq!(terms("the re\u{301}gime fell"), "\"fell\" AND \"the\"");
    assert_eq!(terms("the régime fell"), "\"régime\" AND \"fell\" AND \"the\"");
}

/// What a comparison says of a pair takes the place of what an earlier one said of it; the others stay.
#[test]
fn a_pair_that_is_compared_anew_has_what_is_found_now_under_its_old_id() {
    let place = Place::new();
    let mut store = place.store();
    harbour(&mut store);
    let first = conflict(&store, 0.8, true);
    let all = ConflictFilter { all: true, ..ConflictFilter::default() };
    let conclude = |store: &mut Store, found: Vec<NewConflict>| {
        let (statements, pairs) = (vec![first.a], [(first.b, first.a)].into());
        let comparison = Comparison { statements, pairs, conflicts: found, faults: Vec::new() };
        store.conclude(&comparison).unwrap().into_iter().flatten().count()
    };
    assert_eq!(conclude(&mut store, vec![first.clone()]), 1);
    let id = store.conflicts(&all).unwrap()[0].id.clone();
    let other = NewConflict { kind: "reversal".into(), rule: "changed".into(), ..first.clone() };
    assert_eq!(conclude(&mut store, vec![other.clone()]), 0);
    let listed = store.conflicts(&all).unwrap();
    assert_eq!((listed.len(), &listed[0].id, listed[0].kind.as_str()), (1, &id, "reversal"));
    store.clear_claims().unwrap();
    assert_eq!(store.conflicts(&all).unwrap().len(), 1, "until it is compared again");
    assert_eq!(conclude(&mut store, vec![first.clone()]), 0);
    assert_eq!(store.conflicts(&all).unwrap()[0].kind, "denial");
    conclude(&mut store, Vec::new());
    assert_eq!(store.conflicts(&all).unwrap(), []);
    // what people judged is known again, whatever is found of the pair
    conclude(&mut store, vec![first.clone()]);
    let key = store.conflicts(&all).unwrap()[0].key;
    store.decide(&Ruling::Judge { conflict: key, verdict: Verdict::Right }, &Grounds::default()).unwrap();
    conclude(&mut store, Vec::new());
    assert_eq!(conclude(&mut store, vec![other]), 0);
    let back = store.conflicts(&all).unwrap();
    assert_eq!((back.len(), &back[0].id, back[0].verdict), (1, &id, Some(Verdict::Right)));
}

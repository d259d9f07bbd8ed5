//! Newer texts of an article: what stands unchanged keeps its decisions, what does not comes back.

use super::*;

const OLD: &str =
    "Maria Vogt said that the pier is safe. Daniel Okoro denied that the ferry runs. “Nobody asked,” Okoro added.";
const NEW: &str = "Update. Maria Vogt said that the pier is safe. Daniel Okoro denied that the ferry ran. “Nobody asked,” Okoro added.";

fn at(text: &str) -> Article {
    at_url(article("Lake Post", "2031-03-02", text), "https://lake.example/pier")
}

fn pier(text: &str) -> Statement {
    let sentence = text.find("Maria").unwrap();
    Statement {
        context: Span::new(sentence, text.find("safe.").unwrap() + 5),
        ..said(text, &["the pier is safe"], "said", "Maria Vogt", &VOGT)
    }
}

fn ferry(text: &str) -> Statement {
    let words = if text == OLD { "the ferry runs" } else { "the ferry ran" };
    said(text, &[words], "denied", "Daniel Okoro", &OKORO)
}

fn asked(text: &str) -> Statement {
    said(text, &["“Nobody asked,”"], "added", "Okoro", &Who("the crew", SpeakerType::Group, "", "", ""))
}

fn add_text(store: &mut Store, text: &str) {
    let found = extraction(vec![pier(text), ferry(text), asked(text)]);
    store.add(&at(text), None, &found, &engine("1")).unwrap();
    store.settle_speakers().unwrap();
}

fn key(store: &Store, statement: &Statement) -> i64 {
    store.statement(&statement.id).unwrap().row.key
}

fn mira() -> Grounds {
    Grounds { by: Some("Mira".into()), reason: Some("seen".into()), source: Some("https://s.example".into()) }
}

#[test]
fn what_stands_unchanged_in_a_newer_text_keeps_its_decisions() {
    let place = Place::new();
    let mut store = place.store();
    add_text(&mut store, OLD);
    let statement = key(&store, &pier(OLD));
    let start = OLD.find("pier is").unwrap();
    for ruling in [
        Ruling::Fix { statement, fix: Fix::Speaker("Bo Eklund".into()) },
        Ruling::Fix { statement, fix: Fix::Content(vec![Span::new(start, start + "pier is safe".len())]) },
        Ruling::Found { statement, finding: Finding::False },
        Ruling::Note { on: Subject::Statement(statement), text: "call her".into() },
        Ruling::Found { statement: key(&store, &ferry(OLD)), finding: Finding::Verified },
        Ruling::Reject { on: Subject::Statement(key(&store, &asked(OLD))) },
    ] {
        store.decide(&ruling, &mira()).unwrap();
    }
    store.db.execute("UPDATE decisions SET decided_at = '2021-03-02T00:00:00Z'", []).unwrap();
    let before = store.decisions().unwrap();
    add_text(&mut store, NEW);
    let row = store.statement(&pier(NEW).id).unwrap().row;
    assert_eq!((row.speaker.as_deref(), row.text.as_str()), (Some("Bo Eklund"), "pier is safe"));
    assert_eq!((row.review.finding.as_deref(), row.review.note.as_deref()), (Some("false"), Some("call her")));
    assert_eq!(texts(&store.statements(&Filter::default()).unwrap()), ["pier is safe", "the ferry ran"]);
    // the same table again, with the ids of the text that was there when it was made
    let found = Ruling::Found { statement: key(&store, &pier(OLD)), finding: Finding::False };
    assert_eq!(store.decide_all(&[(found, mira())]).unwrap().known.len(), 1);
    let after = store.decisions().unwrap();
    let kept = |d: &Decision| (d.number, d.id.clone(), d.by.clone(), d.decided.clone(), d.source.clone());
    assert_eq!(after.iter().map(kept).collect::<Vec<_>>(), before.iter().map(kept).collect::<Vec<_>>());
    // the history of either statement shows where it was made
    for statement in [key(&store, &pier(OLD)), row.key] {
        let history = store.decisions_on(Subject::Statement(statement)).unwrap();
        assert_eq!(history.len(), 4);
        assert!(history.iter().all(|d| d.first_statement.as_ref() == Some(&pier(OLD).id)));
        assert!(history[2].summary.starts_with(&format!("statement {}", &pier(NEW).id[..8])), "{}", history[2].summary);
    }
    // what the newer text words otherwise waits
    let back = store.returned().unwrap();
    assert_eq!((back.len(), back[0].old.id.as_str(), back[0].unchanged), (1, ferry(OLD).id.as_str(), false));
    assert_eq!(store.keep_returned().unwrap(), 0);
    assert_eq!(store.verify().unwrap().faults, []);
    // a desk that has the earlier text alone takes them over for that, until it adds the newer
    let mut other = Store::open(&place.file("other.db")).unwrap();
    add_text(&mut other, OLD);
    other.import_decisions(&after).unwrap();
    assert_eq!(other.statement(&pier(OLD).id).unwrap().row.review.finding.as_deref(), Some("false"));
    add_text(&mut other, NEW);
    let there = other.statement(&pier(NEW).id).unwrap().row;
    assert_eq!((there.speaker, there.text, there.review), (row.speaker, row.text, row.review));
    store.undo(Some(1)).unwrap();
    assert_eq!(store.statement(&pier(NEW).id).unwrap().row.speaker.as_deref(), Some("Maria Vogt"));
}

#[test]
fn the_last_word_of_several_holds_in_a_newer_text() {
    let place = Place::new();
    let mut store = place.store();
    add_text(&mut store, OLD);
    let statement = key(&store, &pier(OLD));
    let on = Subject::Statement(statement);
    for (finding, ruling) in [
        (Finding::Verified, Ruling::Accept { on }),
        (Finding::Disputed, Ruling::Reject { on }),
        (Finding::Verified, Ruling::Accept { on }),
    ] {
        store.decide(&Ruling::Found { statement, finding }, &mira()).unwrap();
        store.decide(&ruling, &mira()).unwrap();
    }
    add_text(&mut store, NEW);
    let review = store.statement(&pier(NEW).id).unwrap().row.review;
    assert_eq!((review.checked.as_deref(), review.finding.as_deref()), (Some("accepted"), Some("verified")));
    assert!(store.decisions().unwrap().iter().all(|decision| decision.first_statement.is_some()));
}

#[test]
fn what_another_desk_decided_otherwise_waits_also_where_a_text_brings_the_two_together() {
    let place = Place::new();
    let (mut ours, mut theirs) = (place.store(), Store::open(&place.file("other.db")).unwrap());
    add_text(&mut ours, NEW);
    ours.decide(&Ruling::Reject { on: Subject::Statement(key(&ours, &pier(NEW))) }, &mira()).unwrap();
    add_text(&mut theirs, OLD);
    theirs.decide(&Ruling::Accept { on: Subject::Statement(key(&theirs, &pier(OLD))) }, &mira()).unwrap();
    ours.import_decisions(&theirs.decisions().unwrap()).unwrap();
    add_text(&mut ours, OLD);
    assert_eq!(ours.statement(&pier(OLD).id).unwrap().row.review.checked.as_deref(), Some("rejected"));
    let decisions = ours.decisions().unwrap();
    let waiting: Vec<&str> = decisions.iter().filter(|d| d.waiting).map(|d| d.action.as_str()).collect();
    assert_eq!((decisions.len(), waiting), (2, vec!["accept"]));
}

#[test]
fn what_was_ruled_of_a_speaker_and_marked_by_hand_holds_in_a_newer_text() {
    let place = Place::new();
    let mut store = place.store();
    add_text(&mut store, OLD);
    let crew = store.statement(&asked(OLD).id).unwrap().row.speaker_id.unwrap();
    let Subject::Speaker(speaker) = store.subject(&crew).unwrap() else { panic!("a speaker") };
    store.decide(&Ruling::Rename { speaker, name: "the pilots".into() }, &mira()).unwrap();
    let article = store.article(&add::article_uid(OLD)).unwrap().0.key;
    let words = said(OLD, &["the pier"], "said", "Maria Vogt", &VOGT);
    let marked = Statement { id: "0123456789abcdef".into(), context: pier(OLD).context, ..words };
    store.decide(&Ruling::Mark { article, statement: Box::new(marked) }, &mira()).unwrap();
    let statement = store.statement("0123456789abcdef").unwrap().row.key;
    store.decide(&Ruling::Found { statement, finding: Finding::Open }, &mira()).unwrap();
    add_text(&mut store, NEW);
    assert_eq!(store.statement(&asked(NEW).id).unwrap().row.speaker.as_deref(), Some("the pilots"));
    let listed = store.statements(&Filter { findings: vec![Finding::Open], ..Filter::default() }).unwrap();
    assert_eq!((texts(&listed), listed[0].sentence.as_str()), (vec!["the pier"], pier(NEW).context.of(NEW)));
    assert!(store.returned().unwrap().is_empty());
}

#[test]
fn another_cue_is_kept_by_a_person_only() {
    let place = Place::new();
    let mut store = place.store();
    add_text(&mut store, OLD);
    let statement = key(&store, &pier(OLD));
    store.decide(&Ruling::Fix { statement, fix: Fix::Speaker("Bo Eklund".into()) }, &mira()).unwrap();
    store.decide(&Ruling::Found { statement, finding: Finding::False }, &mira()).unwrap();
    let text = OLD.replace("Vogt said", "Vogt insisted");
    let anew = Statement {
        id: "fedcba9876543210".into(),
        ..said(&text, &["the pier is safe"], "insisted", "Maria Vogt", &VOGT)
    };
    store.add(&at(&text), None, &extraction(vec![anew]), &engine("1")).unwrap();
    store.settle_speakers().unwrap();
    assert_eq!(store.statement("fedcba9876543210").unwrap().row.speaker.as_deref(), Some("Maria Vogt"));
    assert!(store.returned().unwrap()[0].unchanged);
    assert_eq!(store.keep_returned().unwrap(), 2);
    let row = store.statement("fedcba9876543210").unwrap().row;
    assert_eq!((row.speaker.as_deref(), row.review.finding.as_deref()), (Some("Bo Eklund"), Some("false")));
    assert_eq!(store.decisions().unwrap()[1].by.as_deref(), Some("Mira"));
}

#[test]
fn a_merger_takes_the_text_that_was_added_later_and_says_which() {
    for theirs_is_later in [true, false] {
        let place = Place::new();
        let (mut ours, mut theirs) = (place.store(), Store::open(&place.file("other.db")).unwrap());
        add_text(&mut ours, OLD);
        add_text(&mut theirs, NEW);
        let added = |store: &Store, day: &str| {
            for table in ["articles", "appearances"] {
                store.db.execute(&format!("UPDATE {table} SET added_at = ?1"), [day]).unwrap();
            }
        };
        added(&ours, "2021-03-02T00:00:00Z");
        added(&theirs, if theirs_is_later { "2021-03-03T00:00:00Z" } else { "2021-03-01T00:00:00Z" });
        let merged = ours.merge(&theirs).unwrap();
        let (current, earlier) = if theirs_is_later { (NEW, OLD) } else { (OLD, NEW) };
        let (current, earlier) = (add::article_uid(current), add::article_uid(earlier));
        assert_eq!(ours.articles(None).unwrap()[0].id, current);
        let address = "lake.example/pier".to_owned();
        assert_eq!(merged.versions, [Differing { address, current, theirs: theirs_is_later, earlier }]);
        assert!(ours.merge(&theirs).unwrap().versions.is_empty());
    }
}

/// A person keeps a decision for a newer text, and the other desk has the earlier one alone.
#[test]
fn desks_that_disagree_on_different_texts_are_listed() {
    let place = Place::new();
    let (mut ours, mut theirs) = (place.store(), Store::open(&place.file("other.db")).unwrap());
    add_text(&mut ours, OLD);
    add_text(&mut theirs, OLD);
    let statement = key(&ours, &pier(OLD));
    ours.decide(&Ruling::Found { statement, finding: Finding::False }, &mira()).unwrap();
    let text = OLD.replace("Vogt said", "Vogt insisted");
    let anew = Statement {
        id: "fedcba9876543210".into(),
        ..said(&text, &["the pier is safe"], "insisted", "Maria Vogt", &VOGT)
    };
    store_text(&mut ours, &text, anew);
    assert_eq!(ours.keep_returned().unwrap(), 1);
    let statement = key(&theirs, &pier(OLD));
    theirs.decide(&Ruling::Found { statement, finding: Finding::Verified }, &Grounds::default()).unwrap();
    assert_eq!(ours.import_decisions(&theirs.decisions().unwrap()).unwrap().disagreements.len(), 1);
    assert_eq!(ours.disagreements().unwrap()[0].ours.statement.as_deref(), Some("fedcba9876543210"));
    let statement = ours.statement("fedcba9876543210").unwrap().row.key;
    ours.decide(&Ruling::Found { statement, finding: Finding::Disputed }, &mira()).unwrap();
    assert_eq!(ours.disagreements().unwrap(), []);
}

fn store_text(store: &mut Store, text: &str, statement: Statement) {
    store.add(&at(text), None, &extraction(vec![statement]), &engine("1")).unwrap();
    store.settle_speakers().unwrap();
}

/// The text that a desk took out comes back where another has come to its address.
#[test]
fn a_text_that_is_back_stands_beside_no_other_at_its_address() {
    for restored_is_later in [true, false] {
        let place = Place::new();
        let (mut ours, mut theirs) = (place.store(), Store::open(&place.file("other.db")).unwrap());
        add_text(&mut ours, NEW);
        add_text(&mut theirs, OLD);
        let day = if restored_is_later { "2041-03-02T00:00:00Z" } else { "2021-03-02T00:00:00Z" };
        for table in ["articles", "appearances"] {
            theirs.db.execute(&format!("UPDATE {table} SET added_at = ?1"), [day]).unwrap();
        }
        let out = theirs.article(&add::article_uid(OLD)).unwrap().0.key;
        theirs.take_out_article(out, true).unwrap();
        ours.merge(&theirs).unwrap();
        assert_eq!(ours.articles(None).unwrap().len(), 1);
        let out = ours.article(&add::article_uid(OLD)).unwrap().0.key;
        let later = ours.take_out_article(out, false).unwrap();
        let (current, told) = if restored_is_later { (OLD, None) } else { (NEW, Some(add::article_uid(NEW))) };
        assert_eq!(later, told);
        let listed: Vec<String> = ours.articles(None).unwrap().into_iter().map(|article| article.id).collect();
        assert_eq!(listed, [add::article_uid(current)]);
        assert_eq!(ours.verify().unwrap().faults, []);
    }
}

/// Another outlet's copy of an earlier version, added late, does not bring that back.
#[test]
fn a_merger_leaves_an_earlier_version_one() {
    let place = Place::new();
    let (mut ours, mut theirs) = (place.store(), Store::open(&place.file("other.db")).unwrap());
    add_text(&mut ours, OLD);
    add_text(&mut ours, NEW);
    ours.db.execute_batch("UPDATE appearances SET added_at = '2021-03-02T00:00:00Z'").unwrap();
    let copy = at_url(article("Lake Daily", "2031-03-02", OLD), "https://lake.example/pier");
    theirs.add(&copy, None, &extraction(vec![pier(OLD)]), &engine("1")).unwrap();
    ours.merge(&theirs).unwrap();
    assert_eq!(ours.articles(None).unwrap()[0].id, add::article_uid(NEW));
    assert_eq!(ours.articles(None).unwrap().len(), 1);
    assert_eq!(ours.verify().unwrap().faults, []);
}

/// Whoever adds an old file late has not the newer text.
#[test]
fn what_the_other_desk_knows_as_an_earlier_version_stays_one() {
    let place = Place::new();
    let (mut ours, mut theirs) = (place.store(), Store::open(&place.file("other.db")).unwrap());
    add_text(&mut theirs, OLD);
    add_text(&mut theirs, NEW);
    theirs.db.execute_batch("UPDATE appearances SET added_at = '2021-03-02T00:00:00Z'").unwrap();
    add_text(&mut ours, OLD);
    let statement = key(&ours, &pier(OLD));
    ours.decide(&Ruling::Found { statement, finding: Finding::False }, &mira()).unwrap();
    // their two texts are one article in two versions, here and where nothing was
    let mut empty = Store::open(&place.file("empty.db")).unwrap();
    assert_eq!(empty.merge(&theirs).unwrap().versions, []);
    assert_eq!(empty.articles(None).unwrap()[0].id, add::article_uid(NEW));
    ours.merge(&theirs).unwrap();
    assert_eq!(ours.articles(None).unwrap()[0].id, add::article_uid(NEW));
    assert_eq!(ours.statement(&pier(NEW).id).unwrap().row.review.finding.as_deref(), Some("false"));
    // where only the newer text was, the earlier one comes as an earlier one
    let mut newer = Store::open(&place.file("newer.db")).unwrap();
    add_text(&mut newer, NEW);
    assert_eq!(newer.merge(&ours).unwrap().versions, []);
    assert_eq!(newer.articles(None).unwrap().len(), 1);
    // the desk that has the newer text takes the decision on the older one over for it
    let done = theirs.import_decisions(&ours.decisions().unwrap()).unwrap();
    assert_eq!(done.new, 1);
    assert_eq!(theirs.statement(&pier(NEW).id).unwrap().row.review.finding.as_deref(), Some("false"));
}

//! Wire copies: one article, many places; what an editor changed of what is said is never lost with a copy.

use super::*;

const SAID: &str = "“The ferry stops in May,” said Maria Vogt, mayor of Lindau Quay.";
/// What stands around it in every copy: long enough to tell copies by.
const STORY: &str = "The last boat of the day left the old quay at six in the evening with nine passengers, two dogs and a \
    piano that the hotel on the far shore had bought. Tickets that were sold for the summer will be paid back at the \
    harbour office until the end of the month, and the timetable of the bus around the lake is to be made denser from \
    Monday on. The boat was built in 1962 and carried forty thousand people a year.";

fn story(outlet: &str, before: &str, said: &str, after: &str) -> (Article, Extraction) {
    let text = format!("{before}{said} {STORY}{after}");
    let content = said.split('”').next().unwrap().trim_start_matches('“');
    let mut statement = super::said(&text, &[content], "said", "Maria Vogt", &VOGT);
    statement.context = Span::new(before.len(), before.len() + said.len());
    let url = format!("https://{}.example/ferry", outlet.to_lowercase().replace(' ', "-"));
    (at_url(article(outlet, "2031-03-02", &text), &url), extraction(vec![statement]))
}

#[test]
fn a_copy_with_another_head_and_foot_is_another_place_of_one_article() {
    let place = Place::new();
    let mut store = place.store();
    let (wire, found) = story("Lake Wire", "LINDAU QUAY (LW) - ", SAID, "");
    let first = store.add(&wire, None, &found, &engine("1")).unwrap();
    let (copy, found) = story("Pier Weekly", "From our agencies. ", SAID, " Read more on page 4.");
    let second = store.add(&copy, None, &found, &engine("1")).unwrap();
    assert_eq!((second.outcome, second.article, second.statements), (Outcome::Appearance, first.article, 1));
    let rows = store.statements(&Filter { outlet: Some("Pier Weekly".to_owned()), ..Filter::default() }).unwrap();
    assert_eq!((rows.len(), rows[0].appearances, rows[0].outlet.as_deref()), (1, 2, Some("Lake Wire")));
    let places = store.statement(&rows[0].id).unwrap().appearances;
    assert_eq!(places.iter().map(|p| p.edited).collect::<Vec<_>>(), [false, true]);
    // its own words are kept, and the same copy again is known without being read
    let text: String =
        store.db.query_row("SELECT text FROM appearances WHERE uid IS NOT NULL", [], |r| r.get(0)).unwrap();
    assert_eq!(text, copy.text);
    assert_eq!(store.knows(&copy, &engine("1")).unwrap(), Known::Same);
    assert_eq!(store.add_known(&copy, None).unwrap().outcome, Outcome::Unchanged);
    assert_eq!(store.add(&copy, None, &found, &engine("1")).unwrap().outcome, Outcome::Unchanged);
    assert_eq!((store.stats().unwrap().articles, store.verify().unwrap().faults), (1, vec![]));
}

#[test]
fn a_copy_that_changes_what_is_said_is_an_article_of_its_own() {
    let place = Place::new();
    let mut store = place.store();
    let (wire, found) = story("Lake Wire", "", SAID, "");
    store.add(&wire, None, &found, &engine("1")).unwrap();
    let changes = [
        SAID.replace("stops", "does not stop"),
        SAID.replace("May", "June"),
        SAID.replace("Vogt", "Voss"),
        // one sign
        SAID.replace("May,", "May?"),
        SAID.replace("stops in", "stops, in"),
    ];
    for changed in changes {
        let (copy, mut found) = story("Pier Weekly", "", &changed, "");
        found.statements[0].voice = None;
        assert!(matches!(
            store.add(&copy, None, &found, &engine("1")).unwrap().outcome,
            Outcome::New | Outcome::NewVersion(_)
        ));
    }
}

#[test]
fn a_copy_that_names_somebody_else_is_an_article_of_its_own() {
    let place = Place::new();
    let mut store = place.store();
    let said = SAID.replace("said Maria Vogt, mayor of Lindau Quay", "she said");
    let (wire, found) = story("Lake Wire", "Maria Vogt came. ", &said, "");
    store.add(&wire, None, &found, &engine("1")).unwrap();
    let (copy, mut found) = story("Pier Weekly", "Ida Voss came. ", &said, "");
    if let Some(voice) = &mut found.statements[0].voice {
        voice.name = "Ida Voss".to_owned();
        voice.name_span = None;
    }
    assert_eq!(store.add(&copy, None, &found, &engine("1")).unwrap().outcome, Outcome::New);
}

#[test]
fn quotation_marks_and_dashes_of_a_house_make_no_other_text() {
    let place = Place::new();
    let mut store = place.store();
    let (wire, found) = story("Lake Wire", "", SAID, "");
    store.add(&wire, None, &found, &engine("1")).unwrap();
    let plain = SAID.replace(['“', '”'], "\"");
    let (copy, mut found) = story("Pier Weekly", "", SAID, "");
    let copy = Article { text: copy.text.replace(['“', '”'], "\""), ..copy };
    let content = copy.text.find("The ferry").unwrap();
    found.statements[0].content = vec![Span::new(content, content + "The ferry stops in May,".len())];
    let cue = copy.text.find("said").unwrap();
    found.statements[0].cue = vec![Span::new(cue, cue + 4)];
    let source = copy.text.find("Maria").unwrap();
    found.statements[0].source = vec![Span::new(source, source + "Maria Vogt".len())];
    found.statements[0].context = Span::new(0, plain.len());
    if let Some(voice) = &mut found.statements[0].voice {
        (voice.name_span, voice.role_span) = (None, None);
    }
    assert_eq!(store.add(&copy, None, &found, &engine("1")).unwrap().outcome, Outcome::Appearance);
}

#[test]
fn a_later_text_at_a_known_address_is_a_version_however_alike() {
    let place = Place::new();
    let mut store = place.store();
    let (old, found) = story("Lake Wire", "", SAID, "");
    let first = store.add(&old, None, &found, &engine("1")).unwrap();
    let (new, found) = story("Lake Wire", "", SAID, " The office is open on Sundays.");
    let second = store.add(&new, None, &found, &engine("1")).unwrap();
    assert_eq!(second.outcome, Outcome::NewVersion(first.article));
}

#[test]
fn a_story_that_only_quotes_another_is_no_copy() {
    let place = Place::new();
    let mut store = place.store();
    let (wire, found) = story("Lake Wire", "", SAID, "");
    store.add(&wire, None, &found, &engine("1")).unwrap();
    let text = format!(
        "{SAID} Fishermen on the eastern shore want to buy the boat and run it on market days between April and the \
         first frost, with a crew of their own and no subsidy from either town. A meeting of both councils is planned."
    );
    let follow_up = at_url(article("Pier Weekly", "2031-03-09", &text), "https://pier.example/boat");
    let mut statement = said(&text, &["The ferry stops in May,"], "said", "Maria Vogt", &VOGT);
    statement.context = Span::new(0, SAID.len());
    let added = store.add(&follow_up, None, &extraction(vec![statement]), &engine("1")).unwrap();
    assert_eq!(added.outcome, Outcome::New);
}

#[test]
fn copies_are_merged_with_their_article_and_found_in_old_databases() {
    let (here, there) = (Place::new(), Place::new());
    let (mut store, mut other) = (here.store(), there.store());
    let (wire, found) = story("Lake Wire", "", SAID, "");
    let (copy, of_copy) = story("Pier Weekly", "From our agencies. ", SAID, "");
    other.add(&wire, None, &found, &engine("1")).unwrap();
    other.add(&copy, None, &of_copy, &engine("1")).unwrap();
    store.merge(&other).unwrap();
    assert_eq!(store.statements(&Filter::default()).unwrap()[0].appearances, 2);
    // sketches made anew, as for a database from before there were any
    store.db.execute_batch("CREATE TEMP TABLE before AS SELECT * FROM shingles; DELETE FROM shingles").unwrap();
    crate::store::copies::note_all(&store.db).unwrap();
    let same = "SELECT count(*) FROM shingles JOIN before USING (hash, article_id)";
    assert_eq!(store.db.query_row(same, [], |r| r.get::<_, i64>(0)).unwrap(), 16);
    let (third, found) = story("Shore News", "", SAID, " (Agencies)");
    assert_eq!(store.add(&third, None, &found, &engine("1")).unwrap().outcome, Outcome::Appearance);
}

#[test]
fn what_made_a_statement_is_kept() {
    let place = Place::new();
    let mut store = place.store();
    let (wire, mut found) = story("Lake Wire", "", SAID, "");
    found.statements[0].rules = vec!["encoder", "say, verbs"];
    store.add(&wire, None, &found, &engine("1")).unwrap();
    let id = store.statements(&Filter::default()).unwrap()[0].id.clone();
    assert_eq!(store.statement(&id).unwrap().rules, ["encoder", "say, verbs"]);
    found.statements[0].rules = vec!["layout"];
    store.add(&wire, None, &found, &engine("2")).unwrap();
    assert_eq!(store.statement(&id).unwrap().rules, ["layout"]);
}

#[test]
fn a_copy_whose_place_a_later_text_took_is_still_known() {
    let place = Place::new();
    let mut store = place.store();
    let (wire, found) = story("Lake Wire", "", SAID, "");
    store.add(&wire, None, &found, &engine("1")).unwrap();
    let (copy, same) = story("Pier Weekly", "From our agencies. ", SAID, "");
    store.add(&copy, None, &same, &engine("1")).unwrap();
    let (later, other) = story("Pier Weekly", "", &SAID.replace("May", "June"), "");
    let later = store.add(&later, None, &other, &engine("1")).unwrap();
    assert!(matches!(later.outcome, Outcome::NewVersion(_) | Outcome::New));
    // asked before or after, the earlier text is known, and takes nobody's place
    assert_eq!(store.knows(&copy, &engine("1")).unwrap(), Known::Same);
    assert_eq!(store.add_known(&copy, None).unwrap().outcome, Outcome::Unchanged);
    assert_eq!(store.add(&copy, None, &same, &engine("1")).unwrap().outcome, Outcome::Unchanged);
    assert_eq!(texts(&store.statements(&Filter::default()).unwrap()).len(), 2);
    assert_eq!((store.stats().unwrap().articles, store.verify().unwrap().faults), (2, vec![]));
}

/// Of a text that was printed often, with other words said in it each time, a copy is still known; how often does not matter.
#[test]
fn a_copy_is_known_among_many_that_are_nearly_one() {
    let place = Place::new();
    let mut store = place.store();
    let wire = "Lake Wire";
    let first = (0..230)
        .map(|n| {
            let said = SAID.replace("May", &format!("week {n}"));
            let (near, found) = story(wire, "", &said, "");
            let near = Article { url: Some(format!("https://lake.example/{n}")), ..near };
            let added = store.add(&near, None, &found, &engine("1")).unwrap();
            assert_eq!(added.outcome, Outcome::New, "{n}");
            added.article
        })
        .collect::<Vec<_>>();
    let (copy, found) = story("Pier Weekly", "From our agencies. ", &SAID.replace("May", "week 0"), "");
    let added = store.add(&copy, None, &found, &engine("1")).unwrap();
    assert_eq!((added.outcome, &added.article), (Outcome::Appearance, &first[0]));
}

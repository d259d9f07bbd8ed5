//! What people decide holds against guesses, in the order in which they decided, and after a new extraction.

use onrecord::speakers::identity::{
    Constraints, Decision, Handle, Identities, KnownSpeaker, VoiceProfile, identify, known_from_toml, voice_key,
};
use onrecord::statement::SpeakerType;

fn voice(article: &str, name: &str, role: &str) -> VoiceProfile {
    VoiceProfile {
        key: voice_key(article, name, 0),
        article: article.to_string(),
        published: Some("2022-05-05".to_string()),
        outlet: None,
        name: name.to_string(),
        speaker_type: SpeakerType::Person,
        role: (!role.is_empty()).then(|| role.to_string()),
        organization: None,
        country: None,
        beside: Vec::new(),
        statements: 1,
    }
}

fn handle(voices: &[&VoiceProfile]) -> Handle {
    Handle { voices: voices.iter().map(|v| v.key.clone()).collect(), name: voices[0].name.clone() }
}

fn decided(decisions: Vec<Decision>) -> Constraints {
    Constraints { decisions, known: Vec::new() }
}

fn together(identities: &Identities, a: usize, b: usize) -> bool {
    identities.clusters.iter().any(|c| c.voices.contains(&a) && c.voices.contains(&b))
}

#[test]
fn merge_and_split_go_before_guesses_and_the_later_wins() {
    let (mayor, singer, short) =
        (voice("x1", "Otis Grove", "mayor"), voice("x2", "Otis Grove", "singer"), voice("x3", "O. Grove", ""));
    let voices = [mayor.clone(), singer.clone(), short.clone()];
    assert!(!together(&identify(&voices, &Constraints::default()), 0, 1));
    let merge = Decision::Merge { a: handle(&[&mayor]), b: handle(&[&singer]) };
    let split = Decision::Split { a: handle(&[&singer]), b: handle(&[&mayor]) };
    let merged = identify(&voices, &decided(vec![merge.clone()]));
    assert!(together(&merged, 0, 1));
    assert_eq!(merged.clusters[0].links[0].why, "decided by a person");
    assert!(!together(&identify(&voices, &decided(vec![merge.clone(), split.clone()])), 0, 1));
    assert!(together(&identify(&voices, &decided(vec![split, merge])), 0, 1));
}

#[test]
fn a_split_speaker_is_no_proposal_and_draws_no_one_back() {
    let voices = ["x1", "x2", "x3"].map(|a| voice(a, "Otis Grove", "mayor"));
    assert!(together(&identify(&voices, &Constraints::default()), 0, 2));
    let split = Decision::Split { a: handle(&[&voices[0]]), b: handle(&[&voices[1]]) };
    let identities = identify(&voices, &decided(vec![split]));
    assert!(!together(&identities, 0, 1));
    assert!(identities.doubtful.iter().all(|d| (d.a.min(d.b), d.a.max(d.b)) != (0, 1)));
}

#[test]
fn decisions_outlive_a_new_extraction() {
    let old = voice("x1", "Otis Grove", "mayor");
    let singer = voice("x2", "Oz the Voice", "");
    let merge = Decision::Merge { a: handle(&[&old]), b: handle(&[&singer]) };
    // the same voices with other roles, as a newer model may read them
    let again = [voice("x1", "Otis Grove", "former mayor"), voice("x2", "Oz the Voice", "singer")];
    assert!(together(&identify(&again, &decided(vec![merge.clone()])), 0, 1));
    // the articles are gone, others name the two
    let others = [voice("x8", "Otis Grove", "mayor"), voice("x9", "Oz the Voice", "")];
    assert!(together(&identify(&others, &decided(vec![merge])), 0, 1));
}

#[test]
fn rename_alias_and_forget() {
    let voices = [voice("x1", "Otis Grove", "mayor"), voice("x2", "Otis Grove", "mayor"), voice("x3", "Ozzie", "")];
    let who = handle(&[&voices[0], &voices[1]]);
    let rename = Decision::Rename { who: who.clone(), name: "Otis “Ozzie” Grove".into() };
    let alias = Decision::Alias { who: who.clone(), name: "Ozzie".into() };
    let identities = identify(&voices, &decided(vec![rename, alias, Decision::Forget { who }]));
    assert_eq!(identities.clusters.len(), 1);
    assert_eq!(identities.clusters[0].name, "Otis “Ozzie” Grove");
    assert!(identities.clusters[0].forgotten);
    assert_eq!(identities.clusters[0].spellings, [("Otis Grove".to_string(), 2), ("Ozzie".to_string(), 1)]);
}

#[test]
fn the_users_list_wins() {
    let list = "[[speaker]]\nname = \"Otis Grove\"\naliases = [\"Oz the Voice\", \"Grove\"]\nrole = \"mayor\"\ncountry = \"US\"\n\
                [[speaker]]\nname = \"Otis Grove\"\nrole = \"surgeon\"\nwikidata = \"Q7\"\n";
    let known: Vec<KnownSpeaker> = known_from_toml(list).unwrap();
    let constraints = Constraints { decisions: Vec::new(), known };
    let voices = [
        voice("x1", "Otis Grove", "mayor"),
        voice("x2", "Oz the Voice", ""),
        voice("x3", "Grove", ""),
        voice("x4", "Otis Grove", "chief surgeon"),
        voice("x5", "Otis Grove", "swimming coach"),
    ];
    let identities = identify(&voices, &constraints);
    assert!(together(&identities, 0, 1) && together(&identities, 0, 2));
    assert!(!together(&identities, 0, 3) && !together(&identities, 0, 4) && !together(&identities, 3, 4));
    let of = |v: usize| identities.clusters.iter().find(|c| c.voices.contains(&v)).unwrap();
    assert_eq!((of(0).known, of(3).known, of(4).known), (Some(0), Some(1), None));
    assert_eq!(of(1).name, "Otis Grove");
}

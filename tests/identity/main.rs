//! The identity benchmark: short articles about invented people and bodies that set every trap of names, gold for who
//! is who, and the scores. `cargo test --test identity -- --nocapture` prints the figures and every wrong pair.

mod decisions;
mod one_more;
mod properties;
mod scale;
mod score;

use std::collections::{BTreeMap, BTreeSet};

use onrecord::article::Article;
use onrecord::speakers::identity::{Constraints, VoiceProfile, identify, voice_key};
use onrecord::statement::SpeakerType;
use serde::Deserialize;

/// A voice as it is resolved inside its article, and who it is.
#[derive(Deserialize)]
struct Gold {
    article: String,
    name: String,
    #[serde(rename = "type")]
    speaker_type: SpeakerType,
    role: Option<String>,
    organization: Option<String>,
    country: Option<String>,
    who: String,
}

fn lines<T: for<'a> Deserialize<'a>>(text: &str) -> Vec<T> {
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

fn articles() -> Vec<Article> {
    lines(include_str!("articles.jsonl"))
}

fn gold() -> Vec<Gold> {
    lines(include_str!("gold.jsonl"))
}

/// The gold's voices of the articles whose id begins with one of `parts`, and who each of them is.
fn voices(parts: &[char]) -> (Vec<VoiceProfile>, Vec<String>) {
    let articles: BTreeMap<String, Article> = articles().into_iter().map(|a| (a.id.clone(), a)).collect();
    let gold: Vec<Gold> = gold().into_iter().filter(|g| g.article.starts_with(parts)).collect();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut profiles = Vec::new();
    for g in &gold {
        let nth = seen.entry(voice_key(&g.article, &g.name, 0)).or_default();
        let article = &articles[&g.article];
        let others = gold.iter().filter(|o| o.article == g.article && o.name != g.name);
        profiles.push(VoiceProfile {
            key: voice_key(&g.article, &g.name, *nth),
            article: g.article.clone(),
            published: article.published.clone(),
            outlet: article.outlet.clone(),
            name: g.name.clone(),
            speaker_type: g.speaker_type,
            role: g.role.clone(),
            organization: g.organization.clone(),
            country: g.country.clone(),
            beside: others.map(|o| o.name.clone()).collect(),
            statements: 1,
        });
        *nth += 1;
    }
    (profiles, gold.into_iter().map(|g| g.who).collect())
}

#[test]
fn articles_are_short_and_hold_the_names_of_the_gold() {
    let articles = articles();
    assert!(articles.len() >= 40, "{}", articles.len());
    for article in &articles {
        let words = article.text.split_whitespace().count();
        assert!((60..=120).contains(&words), "{} has {words} words", article.id);
    }
    let ids: BTreeSet<&str> = articles.iter().map(|a| a.id.as_str()).collect();
    assert_eq!(ids.len(), articles.len());
    for g in gold() {
        let article = articles.iter().find(|a| a.id == g.article).expect(&g.article);
        for word in g.name.split_whitespace() {
            assert!(article.text.contains(word), "{}: {} is not in the text", g.article, g.name);
        }
    }
}

/// What a part of the benchmark must reach: a bit less than was measured, never less than the targets
/// (pairwise precision 0.98, recall 0.92).
const FLOORS: [(&str, &[char], f64, f64); 4] = [
    ("first part", &['a'], 0.98, 0.95),
    ("second part", &['b'], 0.98, 0.95),
    ("third part", &['c'], 0.98, 0.92),
    ("all", &['a', 'b', 'c'], 0.99, 0.97),
];

#[test]
fn figures_reach_their_floors() {
    let mut short = Vec::new();
    for (title, parts, precision, recall) in FLOORS {
        let (profiles, who) = voices(parts);
        let identities = identify(&profiles, &Constraints::default());
        let mut cluster_of = vec![usize::MAX; profiles.len()];
        for (n, cluster) in identities.clusters.iter().enumerate() {
            for v in &cluster.voices {
                cluster_of[*v] = n;
            }
        }
        let scores = score::scores(&cluster_of, &who);
        println!("{title}: {} voices of {} speakers; {scores}", who.len(), who.iter().collect::<BTreeSet<_>>().len());
        for (a, b, merged) in score::wrong_pairs(&cluster_of, &who) {
            let (verb, a, b) = (if merged { "one" } else { "two" }, shown(&profiles[a]), shown(&profiles[b]));
            println!("  wrongly {verb}: {a} — {b}");
        }
        for d in &identities.doubtful {
            let right = if who[d.a] == who[d.b] { "one" } else { "two" };
            println!(
                "  doubtful {:.2}, are {right}: {} — {}: {}",
                d.score, profiles[d.a].key, profiles[d.b].key, d.why
            );
        }
        if scores.pair_precision < precision || scores.pair_recall < recall {
            short.push(format!("{title}: {scores}"));
        }
    }
    assert!(short.is_empty(), "{short:#?}");
}

/// Voices that look alike in everything, and yet may be anyone.
#[test]
fn looking_alike_is_not_enough() {
    use SpeakerType::{Anonymous, Document, Group, Organization, Person, UnnamedPerson};
    let voice = |n: usize, name: &str, speaker_type, role: Option<&str>, country: Option<&str>| VoiceProfile {
        key: voice_key(&format!("x{n}"), name, 0),
        article: format!("x{n}"),
        published: Some(format!("20{}-01-01", 10 + n * 9)),
        outlet: Some(format!("outlet {n}")),
        name: name.to_string(),
        speaker_type,
        role: role.map(str::to_string),
        organization: None,
        country: country.map(str::to_string),
        beside: Vec::new(),
        statements: 1,
    };
    for (name, speaker_type, role, country, one) in [
        ("Keller", Person, None, None, false),
        ("Keller", Person, Some("canal pilot"), None, false),
        ("Marsh", Person, Some("prime minister"), Some("NO"), false),
        ("A. Keller", Person, None, None, false),
        ("Anna Keller", Person, None, None, true),
        ("John Smith", Person, None, None, false),
        ("John Smith", Person, Some("finance minister"), Some("NZ"), true),
        ("Foreign Ministry", Organization, None, None, false),
        ("Foreign Ministry", Organization, None, Some("PL"), true),
        ("police", Organization, None, Some("PL"), false),
        ("Harbour Police", Organization, None, None, true),
        ("the report", Document, None, None, false),
        ("a doctor", UnnamedPerson, Some("doctor"), Some("US"), false),
        ("a senior official", Anonymous, None, Some("US"), false),
        ("protesters", Group, None, None, false),
        ("", Person, None, None, false),
    ] {
        let voices = [0, 1].map(|n| voice(n, name, speaker_type, role, country));
        let identities = identify(&voices, &Constraints::default());
        assert_eq!(identities.clusters.len() == 1, one, "{name} {role:?} {country:?}");
    }
}

fn shown(v: &VoiceProfile) -> String {
    let part = |t: &Option<String>| t.clone().unwrap_or_default();
    format!("{} {} [{}|{}|{}]", v.article, v.name, part(&v.role), part(&v.organization), part(&v.country))
}

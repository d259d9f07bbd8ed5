//! The order of the voices changes nothing, and what is recomputed around new voices equals what is computed anew.

use std::collections::{BTreeMap, BTreeSet};

use onrecord::speakers::identity::{
    Constraints, Decision, Handle, Identities, KnownSpeaker, VoiceProfile, Voices, block_keys, identify,
    identify_around,
};
use onrecord::statement::SpeakerType;
use proptest::prelude::*;
use proptest::sample::select;

/// A store that answers by looking at everything.
pub struct Memory(pub Vec<VoiceProfile>);

impl Voices for Memory {
    fn of_blocks(&mut self, blocks: &[String]) -> Vec<VoiceProfile> {
        self.0
            .iter()
            .filter(|v| block_keys(v.speaker_type, &v.name).iter().any(|b| blocks.contains(b)))
            .cloned()
            .collect()
    }

    fn of_keys(&mut self, keys: &[String]) -> Vec<VoiceProfile> {
        self.0.iter().filter(|v| keys.contains(&v.key)).cloned().collect()
    }
}

/// Everything that a reader sees of a cluster, by keys instead of indices.
type Seen = (BTreeSet<String>, String, String, bool, Option<usize>, BTreeSet<(String, String, String)>);

fn seen(voices: &[VoiceProfile], identities: &Identities) -> BTreeMap<String, Seen> {
    let key = |n: usize| voices[n].key.clone();
    let both = |a: usize, b: usize| (key(a).min(key(b)), key(a).max(key(b)));
    let of = |c: &onrecord::speakers::identity::Cluster| {
        let links = c.links.iter().map(|l| (both(l.a, l.b).0, both(l.a, l.b).1, l.why.clone())).collect();
        (
            c.voices.iter().map(|v| key(*v)).collect(),
            c.name.clone(),
            c.speaker_type.to_string(),
            c.forgotten,
            c.known,
            links,
        )
    };
    identities.clusters.iter().map(|c| (c.anchor.clone(), of(c))).collect()
}

fn doubts(voices: &[VoiceProfile], identities: &Identities) -> BTreeSet<(String, String, String)> {
    let key = |n: usize| voices[n].key.clone();
    identities.doubtful.iter().map(|d| (key(d.a).min(key(d.b)), key(d.a).max(key(d.b)), d.why.clone())).collect()
}

fn voice() -> impl Strategy<Value = VoiceProfile> {
    let names = vec![
        "Joseph Harlan",
        "Joe Harlan",
        "J. Harlan",
        "Harlan",
        "Joseph Harlan Jr.",
        "Joseph Harlan Sr.",
        "James Harlan",
        "Anna Keller",
        "Anna Keller-Braun",
        "Anna Braun",
        "Keller",
        "A. Keller",
        "Orbel Viktor",
        "Viktor Orbel",
        "V. Orbel",
        "Viktor Orbl",
        "IHC",
        "International Harbour Council (IHC)",
        "Irish Hockey Club",
        "harbour council",
        "Foreign Ministry",
        "Russian Foreign Ministry",
        "police",
        "Flood Safety Report 2021",
    ];
    let roles = vec!["", "mayor", "deputy mayor", "chief surgeon", "finance minister", "head of Nordflot", "coach"];
    let bodies = vec!["", "Nordflot", "International Harbour Council", "IHC", "Cairo General Hospital"];
    (select(names), select(roles), select(bodies), select(vec!["", "RU", "DE"]), 0..9usize, 0..3u8, 2015..2024u16)
        .prop_map(|(name, role, body, country, article, beside, year)| {
            let some = |t: &str| (!t.is_empty()).then(|| t.to_string());
            let speaker_type = if name == "Flood Safety Report 2021" {
                SpeakerType::Document
            } else if ["C", "I", "p", "h", "F", "R"].iter().any(|c| name.starts_with(c)) {
                SpeakerType::Organization
            } else {
                SpeakerType::Person
            };
            VoiceProfile {
                key: String::new(),
                article: format!("article {article}"),
                published: Some(format!("{year}-05-0{}", article + 1)),
                outlet: Some(format!("outlet {}", article % 4)),
                name: name.to_string(),
                speaker_type,
                role: some(role),
                organization: some(body),
                country: some(country),
                beside: if beside == 0 { vec!["Ilse Tarn".to_string()] } else { Vec::new() },
                statements: 1 + u32::from(beside),
            }
        })
}

fn voices() -> impl Strategy<Value = Vec<VoiceProfile>> {
    prop::collection::vec(voice(), 1..28).prop_map(|mut list| {
        for (n, v) in list.iter_mut().enumerate() {
            v.key = format!("{}/{}~{n}", v.article, v.name);
        }
        list
    })
}

/// Decisions about the first voices, and a list of one.
fn constraints(voices: &[VoiceProfile], what: &[u8]) -> Constraints {
    let handle = |n: usize| {
        let v = &voices[n % voices.len()];
        Handle { voices: vec![v.key.clone()], name: v.name.clone() }
    };
    let decisions = what.iter().enumerate().map(|(n, kind)| match kind {
        0 => Decision::Merge { a: handle(n), b: handle(n + 3) },
        1 => Decision::Split { a: handle(n), b: handle(n + 2) },
        2 => Decision::Alias { who: handle(n), name: "Harlan".into() },
        3 => Decision::Rename { who: handle(n), name: "Someone Else".into() },
        _ => Decision::Forget { who: handle(n) },
    });
    let known =
        KnownSpeaker { name: "Anna Keller".into(), aliases: vec!["A. Keller".into()], ..KnownSpeaker::default() };
    Constraints { decisions: decisions.collect(), known: if what.len() > 1 { vec![known] } else { Vec::new() } }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn order_changes_nothing(
        voices in voices(),
        what in prop::collection::vec(0..5u8, 0..4),
        seed in any::<u64>(),
    ) {
        let constraints = constraints(&voices, &what);
        let mut other = voices.clone();
        other.sort_by_key(|v| blake3::hash(format!("{seed} {}", v.key).as_bytes()).to_hex().to_string());
        let (here, there) = (identify(&voices, &constraints), identify(&other, &constraints));
        prop_assert_eq!(seen(&voices, &here), seen(&other, &there));
        prop_assert_eq!(doubts(&voices, &here), doubts(&other, &there));
        let all: usize = here.clusters.iter().map(|c| c.voices.len()).sum();
        prop_assert_eq!(all, voices.len());
    }

    #[test]
    fn what_is_recomputed_equals_what_is_computed_anew(
        voices in voices(),
        new in 1..6usize,
        what in prop::collection::vec(0..5u8, 0..4),
    ) {
        let constraints = constraints(&voices, &what);
        let new = new.min(voices.len());
        let whole = identify(&voices, &constraints);
        let whole_seen = seen(&voices, &whole);
        let (pool, part) = identify_around(&voices[..new], &constraints, &mut Memory(voices.clone()));
        let part_seen = seen(&pool, &part);
        for (anchor, cluster) in &part_seen {
            prop_assert_eq!(Some(cluster), whole_seen.get(anchor));
        }
        for v in &voices[..new] {
            prop_assert!(part_seen.values().any(|c| c.0.contains(&v.key)));
        }
        // speakers that are not in the part are the same as before the new voices came; decisions are left out here,
        // as they name voices that did not exist before
        if !constraints.decisions.is_empty() {
            return Ok(());
        }
        let before = identify(&voices[new..], &constraints);
        let old = seen(&voices[new..], &before);
        for (anchor, cluster) in whole_seen.iter().filter(|(anchor, _)| !part_seen.contains_key(*anchor)) {
            let found = old.get(anchor);
            prop_assert_eq!(Some(&cluster.0), found.map(|c| &c.0));
        }
    }

    #[test]
    fn taking_voices_away_is_local_too(voices in voices(), gone in 1..4usize) {
        let none = Constraints::default();
        let gone = gone.min(voices.len());
        let (removed, rest) = voices.split_at(gone);
        let mut store = Memory(rest.to_vec());
        let blocks: Vec<String> = removed.iter().flat_map(|v| block_keys(v.speaker_type, &v.name)).collect();
        let (pool, part) = identify_around(&store.of_blocks(&blocks), &none, &mut store);
        let (part_seen, whole_seen) = (seen(&pool, &part), seen(rest, &identify(rest, &none)));
        let before = seen(&voices, &identify(&voices, &none));
        for (anchor, cluster) in &whole_seen {
            let expected = part_seen.get(anchor).or_else(|| before.get(anchor)).map(|c| &c.0);
            prop_assert_eq!(Some(&cluster.0), expected);
        }
    }
}

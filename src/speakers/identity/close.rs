//! Which voices are laid side by side, and which of those have enough in common to ask about?
//!
//! Those that share a block. Of the many people of one last name only those whose given names may be one, so that a common last name
//! costs no more than a rare one.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::evidence::{self, Evidence, WORTH_ASKING};
use super::nodes::{Nodes, RelationCache};
use super::profiles::is_last_name_block;

/// Pairs of nodes, the smaller number first, that share a block and have enough in common to ask about.
pub(super) fn close_pairs(nodes: &Nodes) -> BTreeMap<(usize, usize), Evidence> {
    let mut blocks: HashMap<&str, Vec<usize>> = HashMap::new();
    for (n, node) in nodes.list.iter().enumerate() {
        for block in nodes.blocks_of(node) {
            blocks.entry(block).or_default().push(n);
        }
    }
    let mut out = BTreeMap::new();
    let mut cache = RelationCache::default();
    for (block, members) in blocks.iter().filter(|(_, members)| members.len() > 1) {
        cache.clear();
        let pairs = if is_last_name_block(block) { of_one_last_name(nodes, members) } else { all_pairs(members) };
        for (a, b) in pairs {
            if nodes.list[a].initials & nodes.list[b].initials == 0 && nodes.list[a].is_person() {
                continue;
            }
            if let Some(found) = evidence::weigh(nodes, &mut cache, a, b)
                && !found.impossible
                && found.points >= WORTH_ASKING
            {
                out.insert((a, b), found);
            }
        }
    }
    out
}

fn all_pairs(members: &[usize]) -> Vec<(usize, usize)> {
    members.iter().enumerate().flat_map(|(i, a)| members[i + 1..].iter().map(|b| (*a, *b))).collect()
}

/// The pairs that their names, and what is said of them, may make one: all others are ruled out, or have too little in common to ask
/// about, whatever surrounds them.
fn of_one_last_name(nodes: &Nodes, members: &[usize]) -> Vec<(usize, usize)> {
    let of = |node: &usize| &nodes.list[*node];
    let (bare, named): (Vec<usize>, Vec<usize>) = members.iter().partition(|node| of(node).is_bare());
    let mut meeting: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut anyone = Vec::new();
    for node in &named {
        match &nodes.meets[of(node).name] {
            Some(keys) => keys.iter().for_each(|key| meeting.entry(key).or_default().push(*node)),
            None => anyone.push(*node),
        }
    }
    let mut pairs: Vec<(usize, usize)> = meeting.values().flat_map(|met| all_pairs(met)).collect();
    for one in &anyone {
        pairs.extend(named.iter().filter(|other| *other != one).map(|other| (*one.min(other), *one.max(other))));
    }
    if !bare.is_empty() {
        pairs.extend(of_bare_names(nodes, members, &bare));
    }
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// The pairs of a bare last name with another that country, role or body speak for. Of all others the last name alone is so little
/// that neither outlet nor neighbours make up for it.
fn of_bare_names(nodes: &Nodes, members: &[usize], bare: &[usize]) -> Vec<(usize, usize)> {
    let mut marked: HashMap<String, Vec<usize>> = HashMap::new();
    for node in members {
        for mark in nodes.list[*node].marks() {
            marked.entry(mark).or_default().push(*node);
        }
    }
    let mut pairs = Vec::new();
    for one in bare {
        let others = nodes.list[*one].marks();
        let others: BTreeSet<usize> = others.iter().flat_map(|mark| &marked[mark]).copied().collect();
        // of two bare ones the first meets the second
        let others = others.into_iter().filter(|other| other > one || !nodes.list[*other].is_bare());
        pairs.extend(others.map(|other| (*one.min(&other), *one.max(&other))));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::speakers::identity::profiles::VoiceProfile;
    use crate::speakers::identity::profiles::{is_last_name_block, is_slip, person_blocks};
    use crate::speakers::names::{self, NameRelation, PersonName};
    use crate::statement::SpeakerType;

    /// Whoever is not laid side by side for want of a word in common is somebody else by the names alone, or meets in another block.
    #[test]
    fn who_does_not_meet_is_not_one() {
        let words = [
            "William",
            "Bill",
            "Anna-Maria",
            "Anna",
            "Maria",
            "Jean Claude",
            "Jean-Claude",
            "Jeanclaude",
            "Evgeny",
            "Yevgeny",
            "Robert",
            "Ben",
            "J.",
            "John F.",
            "Skarn",
            "Aleksandr",
            "Sasha",
            "",
        ];
        let lasts = ["Skarn", "Skarrn", "Skern", "Skarn-Vond", "Benali", "Skarn Jr."];
        let named: Vec<PersonName> = words
            .iter()
            .flat_map(|first| {
                ["", "Anna", "“Bob”", "F.", "Claude"].iter().map(move |middle| format!("{first} {middle}"))
            })
            .flat_map(|given| lasts.iter().map(move |last| PersonName::parse(format!("{given} {last}").trim())))
            .collect();
        let blocks: Vec<Vec<String>> = named.iter().map(person_blocks).collect();
        let keys: Vec<Option<Vec<String>>> = named.iter().map(names::meeting_keys).collect();
        let (mut apart, mut together) = (0, 0);
        for a in 0..named.len() {
            for b in a + 1..named.len() {
                let shared: Vec<&String> = blocks[a].iter().filter(|block| blocks[b].contains(block)).collect();
                let (Some(x), Some(y)) = (&keys[a], &keys[b]) else { continue };
                if shared.is_empty() || !shared.iter().all(|block| is_last_name_block(block)) {
                    continue;
                }
                if x.iter().any(|key| y.contains(key)) {
                    together += 1;
                    continue;
                }
                apart += 1;
                let relation = names::relation(&named[a], &named[b]);
                assert_eq!(relation, NameRelation::Different, "{:?} and {:?}", named[a], named[b]);
                let given = [&named[a], &named[b]].map(|name| name.given.as_deref().unwrap_or_default());
                let slip = names::given_likeness(given[0], given[1]) <= names::Likeness::Spelling
                    && is_slip(&named[a], &named[b]);
                assert!(!slip, "{:?} and {:?}", named[a], named[b]);
            }
        }
        assert!(apart > 1_000 && together > 100, "{apart} {together}");
    }

    #[test]
    fn of_a_thousand_people_of_one_last_name_few_are_laid_side_by_side() {
        let voice = |n: usize| {
            let given: String = [n / 100, n / 10 % 10, n % 10]
                .iter()
                .map(|d| &"BarDetFikGolHumJanKesLofMinPur"[d * 3..d * 3 + 3])
                .collect();
            VoiceProfile {
                key: n.to_string(),
                article: n.to_string(),
                published: None,
                outlet: None,
                name: format!("{given} Skarn"),
                speaker_type: SpeakerType::Person,
                role: None,
                organization: None,
                country: None,
                beside: Vec::new(),
                statements: 1,
            }
        };
        let mut voices: Vec<VoiceProfile> = (0..1_000).map(voice).collect();
        voices.push(VoiceProfile { name: "B. Skarn".to_owned(), key: "1000".to_owned(), ..voice(0) });
        let nodes = Nodes::of(&voices, &[]);
        let all: Vec<usize> = (0..nodes.list.len()).collect();
        // the one with an initial is laid beside everyone
        assert_eq!((all.len(), of_one_last_name(&nodes, &all).len()), (1_001, 1_000));
    }

    /// Whoever is not laid beside a bare last name would not have been close to it.
    #[test]
    fn of_bare_last_names_only_those_are_laid_side_by_side_that_more_than_the_name_speaks_for() {
        let voice = |n: usize| {
            let of = |list: &[&str], n: usize| Some(list[n % list.len()].to_owned()).filter(|word| !word.is_empty());
            VoiceProfile {
                key: n.to_string(),
                article: (n / 3).to_string(),
                published: Some(format!("203{}-05-01", n % 9)),
                outlet: of(&["Quay Courier", "Lake Post"], n),
                name: ["Skarn", "Ada Skarn", "Skarn", "B. Skarn", "Mr Skarn", "Falk Skarn"][n % 6].to_owned(),
                speaker_type: SpeakerType::Person,
                role: of(&["", "mayor", "port engineer", "president of the pier board", "board president", ""], n / 6),
                organization: of(&["", "Pier Board", "Board of the Pier", "", "PB"], n / 7),
                country: of(&["", "", "NO", "DE"], n / 5),
                beside: vec!["Runa Vond".to_owned(), ["Ilva Harl", "Orla Tamm"][n % 2].to_owned()],
                statements: 1,
            }
        };
        let voices: Vec<VoiceProfile> = (0..420).map(voice).collect();
        let nodes = Nodes::of(&voices, &[]);
        let mut all = BTreeMap::new();
        for (a, b) in all_pairs(&(0..nodes.list.len()).collect::<Vec<_>>()) {
            let weighed = evidence::weigh(&nodes, &mut RelationCache::default(), a, b);
            all.extend(weighed.filter(|w| !w.impossible && w.points >= WORTH_ASKING).map(|w| ((a, b), w)));
        }
        assert!(all.len() > 1_000, "{}", all.len());
        assert_eq!(close_pairs(&nodes), all);

        // and of whom nothing else is known costs nothing
        let blank = |n: usize| VoiceProfile { role: None, organization: None, country: None, ..voice(n * 6) };
        let voices: Vec<VoiceProfile> = (0..1_000).map(blank).collect();
        let nodes = Nodes::of(&voices, &[]);
        let all: Vec<usize> = (0..nodes.list.len()).collect();
        assert_eq!((all.len(), of_one_last_name(&nodes, &all).len()), (1_000, 0));
    }
}

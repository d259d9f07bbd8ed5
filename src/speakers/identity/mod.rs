//! Which voices of different articles are one speaker?
//!
//! Pure: article-local voices in, speakers and proposals out. [`identify`] takes them all; [`identify_around`] takes
//! what is new and asks for the voices that it may touch, with the same result for these. Nothing is compared with
//! everything: only voices that share a block ([`block_keys`]) are. The order of the input changes nothing.
//!
//! What people decided ([`Decision`]) and a user's own list ([`KnownSpeaker`]) go before every guess. Knows nothing of
//! SQL or of where voices come from.

mod alike;
pub mod bodies;
mod close;
mod clusters;
mod decisions;
mod evidence;
mod found;
mod groups;
mod known;
mod list;
mod nodes;
pub mod offices;
mod one_more;
mod profiles;

use std::collections::{BTreeMap, BTreeSet, HashSet};

pub use decisions::{Constraints, Decision, Handle};
pub use found::{Cluster, Doubtful, Identities, Link};
pub use list::{KnownSpeaker, ListError, known_from_csv, known_from_toml};
pub use one_more::{Sample, is_one_more, may_meet};
pub use profiles::{VoiceProfile, block_keys, voice_key};

use crate::statement::SpeakerType;
use clusters::Graph;
use evidence::Evidence;
use nodes::{Node, Nodes};

/// Where [`identify_around`] finds the voices that it may touch.
pub trait Voices {
    /// All voices that have one of these [`block_keys`].
    fn of_blocks(&mut self, blocks: &[String]) -> Vec<VoiceProfile>;
    /// The voices with these keys, as far as they exist.
    fn of_keys(&mut self, keys: &[String]) -> Vec<VoiceProfile>;
}

/// Finds the speakers of all `voices`.
pub fn identify(voices: &[VoiceProfile], constraints: &Constraints) -> Identities {
    let working = Working::of(voices, constraints);
    let nodes: Vec<usize> = (0..working.nodes.list.len()).collect();
    working.identities(&working.components(&nodes))
}

/// Finds the speakers that `seeds` touch: the voices that are new or changed, and, where voices were removed, all of
/// these voices' blocks. What comes back holds every speaker that may have changed, whole, and equals what
/// [`identify`] would give for it; the voices that its indices refer to come with it.
pub fn identify_around(
    seeds: &[VoiceProfile],
    constraints: &Constraints,
    store: &mut impl Voices,
) -> (Vec<VoiceProfile>, Identities) {
    let mut pool: BTreeMap<String, VoiceProfile> = BTreeMap::new();
    let add = |found: Vec<VoiceProfile>, pool: &mut BTreeMap<String, VoiceProfile>| {
        pool.extend(found.into_iter().map(|v| (v.key.clone(), v)));
    };
    add(store.of_keys(&constraints.voice_keys()), &mut pool);
    let mut fetched: BTreeSet<String> = constraints.blocks().into_iter().collect();
    add(store.of_blocks(&fetched.iter().cloned().collect::<Vec<_>>()), &mut pool);
    add(seeds.to_vec(), &mut pool);
    let mut wanted: BTreeSet<String> = seeds.iter().map(|v| v.key.clone()).collect();
    let mut missing = blocks_missing(seeds.iter(), &fetched);
    loop {
        if !missing.is_empty() {
            add(store.of_blocks(&missing), &mut pool);
            add(seeds.to_vec(), &mut pool);
            fetched.extend(missing);
        }
        let voices: Vec<VoiceProfile> = std::mem::take(&mut pool).into_values().collect();
        let working = Working::of(&voices, constraints);
        let reached = working.components(&working.nodes_of(&wanted));
        missing = blocks_missing(working.voices_of(reached.iter().flatten()), &fetched);
        // whoever is reached leads to nobody else
        if missing.is_empty() {
            let identities = working.identities(&reached);
            return (voices, identities);
        }
        wanted.extend(working.voices_of(reached.iter().flatten()).map(|v| v.key.clone()));
        pool = voices.into_iter().map(|v| (v.key.clone(), v)).collect();
    }
}

/// The blocks of these voices that were not fetched yet.
fn blocks_missing<'v>(voices: impl Iterator<Item = &'v VoiceProfile>, fetched: &BTreeSet<String>) -> Vec<String> {
    // voices of one name have the same blocks: read it once
    let mut named = HashSet::new();
    let found = voices.filter(|v| named.insert((v.speaker_type, v.name.as_str())));
    let blocks: BTreeSet<String> = found.flat_map(|v| block_keys(v.speaker_type, &v.name)).collect();
    blocks.difference(fetched).cloned().collect()
}

/// Voices made ready for comparison.
struct Working<'v> {
    voices: &'v [VoiceProfile],
    constraints: &'v Constraints,
    nodes: Nodes,
    graph: Graph,
}

impl<'v> Working<'v> {
    fn of(voices: &'v [VoiceProfile], constraints: &'v Constraints) -> Self {
        let groups = decisions::groups(voices, constraints);
        let nodes = Nodes::of(voices, &groups.of_voice);
        let known = known::matches(&nodes, &constraints.known, &groups);
        let graph = Graph::of(&nodes, groups, known);
        Working { voices, constraints, nodes, graph }
    }

    fn nodes_of(&self, keys: &BTreeSet<String>) -> Vec<usize> {
        let holds = |n: &Node| n.voices.iter().any(|v| keys.contains(&self.voices[*v].key));
        (0..self.nodes.list.len()).filter(|n| holds(&self.nodes.list[*n])).collect()
    }

    fn voices_of<'n>(&'n self, nodes: impl Iterator<Item = &'n usize>) -> impl Iterator<Item = &'n VoiceProfile> {
        nodes.flat_map(move |n| &self.nodes.list[*n].voices).map(move |v| &self.voices[*v])
    }

    /// The parts of the graph that hold `from`.
    fn components(&self, from: &[usize]) -> Vec<Vec<usize>> {
        self.graph.components(from)
    }

    fn identities(&self, components: &[Vec<usize>]) -> Identities {
        let mut out = Identities::default();
        let mut cluster_of_node: BTreeMap<usize, usize> = BTreeMap::new();
        for component in components {
            for (members, links) in self.graph.split(&self.nodes, component) {
                cluster_of_node.extend(members.iter().map(|n| (*n, out.clusters.len())));
                out.clusters.push(self.cluster(&members, &links));
            }
        }
        out.doubtful = self.doubtful(&cluster_of_node);
        decisions::apply_to_clusters(&mut out.clusters, self.voices, self.constraints);
        out.clusters.sort_by(|a, b| a.anchor.cmp(&b.anchor));
        out
    }

    fn cluster(&self, members: &[usize], links: &[(usize, usize)]) -> Cluster {
        let by_date = |v: &usize| (self.voices[*v].published.as_deref().unwrap_or("9999"), &self.voices[*v].key);
        let mut voices: Vec<usize> = members.iter().flat_map(|n| &self.nodes.list[*n].voices).copied().collect();
        voices.sort_by(|a, b| by_date(a).cmp(&by_date(b)));
        let known = members.iter().find_map(|n| self.graph.known[*n]);
        let spellings = profiles::spellings(voices.iter().map(|v| &self.voices[*v]));
        let mut types: BTreeMap<SpeakerType, u32> = BTreeMap::new();
        for v in &voices {
            *types.entry(self.voices[*v].speaker_type).or_default() += 1;
        }
        // the first of the most frequent, in the types' own order
        let most = types.values().max().copied().unwrap_or(0);
        let speaker_type = types.into_iter().find(|(_, n)| *n == most).map_or(SpeakerType::Person, |(t, _)| t);
        Cluster {
            anchor: voices.first().map(|v| self.voices[*v].key.clone()).unwrap_or_default(),
            name: match known {
                Some(k) => self.constraints.known[k].name.clone(),
                None => profiles::display_name(&spellings, speaker_type),
            },
            spellings,
            speaker_type,
            known,
            forgotten: false,
            links: links.iter().map(|(a, b)| self.link(*a, *b)).collect(),
            voices,
        }
    }

    fn link(&self, a: usize, b: usize) -> Link {
        let why = match self.graph.decided(a, b) {
            Some(why) => why.to_string(),
            None => evidence::explain(&self.nodes, a, b),
        };
        Link { a: self.first_voice(a), b: self.first_voice(b), why }
    }

    /// A node's voice that stands for it: the one with the least key.
    fn first_voice(&self, node: usize) -> usize {
        let key = |v: &&usize| &self.voices[**v].key;
        self.nodes.list[node].voices.iter().min_by(|a, b| key(a).cmp(key(b))).copied().unwrap_or(0)
    }

    /// The best pair of each two clusters that stayed apart, unless a person said so.
    fn doubtful(&self, cluster_of_node: &BTreeMap<usize, usize>) -> Vec<Doubtful> {
        let mut best: BTreeMap<(usize, usize), (i32, usize, usize)> = BTreeMap::new();
        // nodes outside the components count as clusters of their own, numbered after the others
        let outside = self.nodes.list.len();
        for (&(a, b), &Evidence { points, .. }) in &self.graph.close {
            let ca = cluster_of_node.get(&a).copied();
            let cb = cluster_of_node.get(&b).copied();
            if ca == cb || self.graph.forbidden(a, b) {
                continue;
            }
            let pair = (ca.unwrap_or(outside + a), cb.unwrap_or(outside + b));
            let pair = (pair.0.min(pair.1), pair.0.max(pair.1));
            let found = (points, a, b);
            best.entry(pair).and_modify(|old| *old = better(*old, found)).or_insert(found);
        }
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (node, cluster) in cluster_of_node {
            members.entry(*cluster).or_default().push(*node);
        }
        // a pair of which some members cannot be one is no proposal
        let possible = |(ca, cb): (usize, usize)| {
            let (Some(xs), Some(ys)) = (members.get(&ca), members.get(&cb)) else { return true };
            let cannot = |x: usize, y: usize| self.graph.forbidden(x, y) || evidence::rules_out(&self.nodes, x, y);
            !xs.iter().any(|x| ys.iter().any(|y| cannot(*x, *y)))
        };
        best.retain(|pair, _| possible(*pair));
        let mut list: Vec<(i32, usize, usize)> = best.into_values().collect();
        list.sort_by_key(|(points, a, b)| (std::cmp::Reverse(*points), *a, *b));
        let doubt = |(points, a, b): (i32, usize, usize)| Doubtful {
            a: self.first_voice(a),
            b: self.first_voice(b),
            score: (points as f32 / evidence::ENOUGH as f32).min(0.99),
            why: evidence::explain(&self.nodes, a, b),
        };
        list.into_iter().map(doubt).collect()
    }
}

/// More points; of equals the first nodes.
fn better(x: (i32, usize, usize), y: (i32, usize, usize)) -> (i32, usize, usize) {
    if (y.0, std::cmp::Reverse((y.1, y.2))) > (x.0, std::cmp::Reverse((x.1, x.2))) { y } else { x }
}

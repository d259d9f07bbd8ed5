//! From pairs to speakers: components of likely pairs, what is ambiguous left out, then the best first as long as
//! nothing in the two clusters speaks against it.
//!
//! Every step depends on the nodes of one component only, which is what makes identity incremental, and on their
//! content only, which is what makes it independent of order.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap};

use super::close::close_pairs;
use super::evidence::{self, ENOUGH, Evidence};
use super::found::Link;
use super::groups::Groups;
use super::nodes::{Nodes, RelationCache};

/// Members of a cluster and the pairs that brought them together.
type Found = (Vec<usize>, Vec<(usize, usize)>);

/// Which nodes are close, and what goes before that.
pub(super) struct Graph {
    /// pairs worth at least a question
    pub close: BTreeMap<(usize, usize), Evidence>,
    /// of each node the entry of the user's list
    pub known: Vec<Option<usize>>,
    /// of each node the group of a person's decisions
    group: Vec<Option<usize>>,
    groups: Groups,
    /// nodes that belong together by decision or list: of each the first one
    seed: Vec<usize>,
}

impl Graph {
    pub(super) fn of(nodes: &Nodes, groups: Groups, known: Vec<Option<usize>>) -> Self {
        let count = nodes.list.len();
        let group: Vec<Option<usize>> = (0..count).map(|n| nodes.group_of(n, &groups)).collect();
        let mut graph = Graph { close: close_pairs(nodes), known, group, groups, seed: (0..count).collect() };
        graph.plant();
        graph
    }

    /// Joins what decisions and list put together. A group takes the list's entry of its first member that has one.
    fn plant(&mut self) {
        let mut entry_of_group: BTreeMap<usize, usize> = BTreeMap::new();
        for (n, group) in self.group.iter().enumerate() {
            if let (Some(group), Some(known)) = (group, self.known[n]) {
                entry_of_group.entry(*group).or_insert(known);
            }
        }
        let mut first: BTreeMap<(bool, usize), usize> = BTreeMap::new();
        for n in 0..self.seed.len() {
            if let Some(group) = self.group[n] {
                self.known[n] = entry_of_group.get(&group).copied();
            }
            let label = match (self.known[n], self.group[n]) {
                (Some(known), _) => (true, known),
                (None, Some(group)) => (false, group),
                (None, None) => continue,
            };
            self.seed[n] = *first.entry(label).or_insert(n);
        }
    }

    /// True when a decision or the list says that two nodes are not one.
    pub(super) fn forbidden(&self, a: usize, b: usize) -> bool {
        let apart = matches!((self.group[a], self.group[b]), (Some(x), Some(y)) if self.groups.are_apart(x, y));
        apart || matches!((self.known[a], self.known[b]), (Some(x), Some(y)) if x != y)
    }

    /// Why two nodes are one before any guess.
    pub(super) fn decided(&self, a: usize, b: usize) -> Option<&'static str> {
        if self.seed[a] != self.seed[b] {
            return None;
        }
        Some(if self.group[a].is_some() && self.group[a] == self.group[b] { Link::DECIDED } else { Link::LISTED })
    }

    /// The components of likely pairs that hold `from`, nodes and components in order.
    pub(super) fn components(&self, from: &[usize]) -> Vec<Vec<usize>> {
        let mut neighbours: Vec<Vec<usize>> = vec![Vec::new(); self.seed.len()];
        let likely = self.close.iter().filter(|(_, e)| e.points >= ENOUGH).map(|(pair, _)| *pair);
        let seeds = self.seed.iter().enumerate().map(|(n, first)| (n, *first)).filter(|(n, first)| n != first);
        for (a, b) in likely.chain(seeds) {
            neighbours[a].push(b);
            neighbours[b].push(a);
        }
        let mut seen = vec![false; self.seed.len()];
        let mut out = Vec::new();
        for start in from {
            if std::mem::replace(&mut seen[*start], true) {
                continue;
            }
            let mut component = vec![*start];
            let mut at = 0;
            while at < component.len() {
                for next in &neighbours[component[at]] {
                    if !std::mem::replace(&mut seen[*next], true) {
                        component.push(*next);
                    }
                }
                at += 1;
            }
            component.sort_unstable();
            out.push(component);
        }
        out.sort();
        out
    }

    /// The clusters of one component.
    pub(super) fn split(&self, nodes: &Nodes, component: &[usize]) -> Vec<Found> {
        if component.len() == 1 {
            return vec![(component.to_vec(), Vec::new())];
        }
        let pairs = self.all_pairs(nodes, component);
        let likely = unambiguous(&pairs);
        let mut clusters = Clusters::of(component, &pairs, &likely);
        for n in component {
            if self.seed[*n] != *n {
                clusters.join(self.seed[*n], *n, (self.seed[*n], *n));
            }
        }
        clusters.forbid(|a, b| self.forbidden(a, b));
        clusters.merge_best_first();
        clusters.found()
    }

    fn all_pairs(&self, nodes: &Nodes, component: &[usize]) -> BTreeMap<(usize, usize), Evidence> {
        let mut cache = RelationCache::default();
        let mut pairs = BTreeMap::new();
        for (i, a) in component.iter().enumerate() {
            for b in &component[i + 1..] {
                if self.seed[*a] == self.seed[*b] {
                    continue;
                }
                if self.forbidden(*a, *b) {
                    pairs.insert((*a, *b), Evidence { points: 0, impossible: true, apart: true });
                } else if let Some(found) = evidence::weigh(nodes, &mut cache, *a, *b) {
                    pairs.insert((*a, *b), found);
                }
            }
        }
        pairs
    }
}

/// Likely pairs without those that could as well go elsewhere: when a node fits two nodes that are not one, it goes
/// with the one that fits better by a clear margin, or with none.
fn unambiguous(pairs: &BTreeMap<(usize, usize), Evidence>) -> BTreeSet<(usize, usize)> {
    const MARGIN: i32 = 100;
    let mut neighbours: BTreeMap<usize, Vec<(usize, i32)>> = BTreeMap::new();
    for ((a, b), e) in pairs.iter().filter(|(_, e)| !e.impossible && e.points >= ENOUGH) {
        neighbours.entry(*a).or_default().push((*b, e.points));
        neighbours.entry(*b).or_default().push((*a, e.points));
    }
    let apart = |x: usize, y: usize| pairs.get(&(x.min(y), x.max(y))).is_some_and(|e| e.apart);
    let mut out = BTreeSet::new();
    for (node, list) in &neighbours {
        for (y, points) in list {
            if !list.iter().any(|(x, other)| other + MARGIN > *points && x != y && apart(*x, *y)) {
                out.insert((*node, *y));
            }
        }
    }
    out.iter().filter(|(a, b)| a < b && out.contains(&(*b, *a))).copied().collect()
}

/// What is known between two clusters.
#[derive(Clone, Copy, Debug, Default)]
struct Between {
    sum: i64,
    count: i64,
    impossible: bool,
    /// the best likely pair
    best: Option<(i32, (usize, usize))>,
}

impl Between {
    fn add(&mut self, other: Between) {
        self.sum += other.sum;
        self.count += other.count;
        self.impossible |= other.impossible;
        self.best = match (self.best, other.best) {
            (Some(x), Some(y)) if (y.0, std::cmp::Reverse(y.1)) > (x.0, std::cmp::Reverse(x.1)) => Some(y),
            (Some(x), _) => Some(x),
            (None, y) => y,
        };
    }

    /// Average points in thousandths, when the two may be merged.
    fn score(&self) -> Option<i64> {
        let enough = self.best.is_some() && !self.impossible && self.sum >= i64::from(ENOUGH) * self.count;
        enough.then(|| self.sum * 1000 / self.count.max(1))
    }
}

/// Clusters while they grow; each goes by its first node.
struct Clusters {
    members: BTreeMap<usize, Vec<usize>>,
    links: HashMap<usize, Vec<(usize, usize)>>,
    between: BTreeMap<usize, BTreeMap<usize, Between>>,
}

impl Clusters {
    fn of(component: &[usize], pairs: &BTreeMap<(usize, usize), Evidence>, likely: &BTreeSet<(usize, usize)>) -> Self {
        let mut between: BTreeMap<usize, BTreeMap<usize, Between>> = BTreeMap::new();
        for (pair, e) in pairs {
            let best = likely.contains(pair).then_some((e.points, *pair));
            // what neither speaks for nor against has no say
            let counts = e.apart || e.points >= ENOUGH;
            let (sum, count) = if counts { (i64::from(e.points), 1) } else { (0, 0) };
            let what = Between { sum, count, impossible: e.impossible, best };
            between.entry(pair.0).or_default().insert(pair.1, what);
            between.entry(pair.1).or_default().insert(pair.0, what);
        }
        Clusters { members: component.iter().map(|n| (*n, vec![*n])).collect(), links: HashMap::new(), between }
    }

    /// Joins the clusters `a` and `b` because of `link`; the smaller number stays.
    fn join(&mut self, a: usize, b: usize, link: (usize, usize)) {
        let (keep, gone) = (a.min(b), a.max(b));
        let moved = self.members.remove(&gone).unwrap_or_default();
        self.members.entry(keep).or_default().extend(moved);
        let old_links = self.links.remove(&gone).unwrap_or_default();
        let links = self.links.entry(keep).or_default();
        links.extend(old_links);
        links.push(link);
        let edges = self.between.remove(&gone).unwrap_or_default();
        for (other, what) in edges {
            let Some(others) = self.between.get_mut(&other) else { continue };
            others.remove(&gone);
            if other != keep {
                others.entry(keep).or_default().add(what);
                self.between.entry(keep).or_default().entry(other).or_default().add(what);
            }
        }
    }

    fn forbid(&mut self, forbidden: impl Fn(usize, usize) -> bool) {
        for (a, members) in &self.members {
            for (b, what) in self.between.get_mut(a).into_iter().flatten() {
                let others = self.members.get(b).map_or(&[][..], Vec::as_slice);
                what.impossible |= members.iter().any(|x| others.iter().any(|y| forbidden(*x, *y)));
            }
        }
    }

    fn merge_best_first(&mut self) {
        let entry = |a: usize, b: usize, what: &Between| what.score().map(|s| (s, std::cmp::Reverse((a, b))));
        let mut queue: BinaryHeap<(i64, std::cmp::Reverse<(usize, usize)>)> = BinaryHeap::new();
        for (a, edges) in &self.between {
            queue.extend(edges.range(a + 1..).filter_map(|(b, what)| entry(*a, *b, what)));
        }
        while let Some((score, std::cmp::Reverse((a, b)))) = queue.pop() {
            // an entry counts only while it still says what holds
            let Some(what) = self.between.get(&a).and_then(|edges| edges.get(&b)) else { continue };
            let (true, Some((_, link))) = (what.score() == Some(score), what.best) else { continue };
            self.join(a, b, link);
            if let Some(edges) = self.between.get(&a) {
                queue.extend(edges.iter().filter_map(|(c, what)| entry(a.min(*c), a.max(*c), what)));
            }
        }
    }

    fn found(mut self) -> Vec<Found> {
        let members = std::mem::take(&mut self.members);
        let mut sorted = |(n, mut nodes): (usize, Vec<usize>)| {
            nodes.sort_unstable();
            let mut links = self.links.remove(&n).unwrap_or_default();
            links.sort_unstable();
            (nodes, links)
        };
        members.into_iter().map(&mut sorted).collect()
    }
}

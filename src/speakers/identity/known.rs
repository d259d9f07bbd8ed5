//! Which voices are those of the user's own list.

use std::collections::BTreeMap;

use super::bodies::{self, BodyName, BodyRelation};
use super::groups::Groups;
use super::list::KnownSpeaker;
use super::nodes::{Node, Nodes};
use super::offices::{Office, OfficeRelation, office_relation};
use super::profiles::{self, Subject};
use crate::speakers::names::{self, NameRelation, PersonName};

/// A name fits an entry when it is one of the entry's names, in whatever spelling.
const FITS: i32 = 400;
/// A short form of one of its names is less.
const FITS_IN_SHORT: i32 = 250;
/// What an entry needs for a voice.
const ENOUGH: i32 = 200;
/// By how much the best entry must lead.
const LEAD: i32 = 100;

/// An entry made ready for comparison.
struct Entry {
    persons: Vec<PersonName>,
    bodies: Vec<BodyName>,
    plain: Vec<String>,
    office: Office,
    body: Option<BodyName>,
    country: Option<String>,
    days: (i32, i32),
}

impl Entry {
    fn of(known: &KnownSpeaker) -> Self {
        let body = known.organization.as_deref().map(BodyName::parse);
        let words = body.as_ref().map(|b| b.tokens.clone()).unwrap_or_default();
        let persons: Vec<PersonName> = known.names().map(|n| PersonName::parse(n)).collect();
        let day = |d: &Option<String>, open| d.as_deref().and_then(profiles::day).unwrap_or(open);
        Entry {
            plain: persons.iter().map(|p| profiles::plain(&Subject::Person(p.clone()))).collect(),
            persons,
            bodies: known.names().map(|n| BodyName::parse(n)).collect(),
            office: known.role.as_deref().map(|r| Office::parse(r, &words)).unwrap_or_default(),
            country: known.country.as_ref().map(|c| c.to_uppercase()),
            body,
            days: (day(&known.from, i32::MIN), day(&known.to, i32::MAX)),
        }
    }

    fn points(&self, node: &Node) -> i32 {
        let name = match &node.subject {
            Subject::Person(name) => self.persons.iter().zip(&self.plain).map(|(p, plain)| fit(name, p, plain)).max(),
            Subject::Body(name) => self.bodies.iter().map(|b| fit_body(name, b)).max(),
            Subject::Document(_) | Subject::Alone => None,
        };
        let mut points = name.unwrap_or(0);
        if points == 0 {
            return 0;
        }
        if let (Some(a), Some(b)) = (&self.country, &node.country) {
            points += if a == b { 100 } else { -400 };
        }
        if matches!(node.subject, Subject::Body(_)) {
            return points;
        }
        let in_office = node.days.is_none_or(|(first, last)| first <= self.days.1 && self.days.0 <= last);
        points += match office_relation(&self.office, &node.office) {
            OfficeRelation::Same if in_office => 100,
            OfficeRelation::Same => -50,
            OfficeRelation::Clash => -450,
            _ => 0,
        };
        if let (Some(a), Some(b)) = (&self.body, &node.body)
            && bodies::body_relation(a, b) != BodyRelation::Different
        {
            points += 100;
        }
        points
    }
}

/// A bare name fits only an alias that is the same bare name.
fn fit(name: &PersonName, listed: &PersonName, plain: &str) -> i32 {
    if name.is_bare() || listed.is_bare() {
        return if profiles::plain(&Subject::Person(name.clone())) == plain { FITS } else { 0 };
    }
    match names::relation(name, listed) {
        NameRelation::Same | NameRelation::Spelling | NameRelation::Order => FITS,
        NameRelation::Short => FITS_IN_SHORT,
        _ => 0,
    }
}

fn fit_body(name: &BodyName, listed: &BodyName) -> i32 {
    let nations_clash = name.nation.is_some() && listed.nation.is_some() && name.nation != listed.nation;
    match bodies::body_relation(name, listed) {
        BodyRelation::Same | BodyRelation::Abbreviation if !nations_clash => FITS,
        _ => 0,
    }
}

/// Of each node the entry of the list that it is, where one entry fits and leads.
pub(super) fn matches(nodes: &Nodes, known: &[KnownSpeaker], groups: &Groups) -> Vec<Option<usize>> {
    let mut out = vec![None; nodes.list.len()];
    let entries: Vec<Entry> = known.iter().map(Entry::of).collect();
    let mut blocks: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (n, entry) in entries.iter().enumerate() {
        let persons = entry.persons.iter().flat_map(profiles::person_blocks);
        for block in persons.chain(entry.bodies.iter().flat_map(profiles::body_blocks)) {
            let list = blocks.entry(block).or_default();
            if list.last() != Some(&n) {
                list.push(n);
            }
        }
    }
    // a person's decision to part two speakers goes before the list: the first keeps the entry
    let mut taken: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, node) in nodes.list.iter().enumerate() {
        let mut candidates: Vec<usize> =
            nodes.blocks_of(node).iter().filter_map(|b| blocks.get(b)).flatten().copied().collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut scored: Vec<(i32, usize)> = candidates.iter().map(|k| (entries[*k].points(node), *k)).collect();
        scored.sort_by_key(|(points, k)| (std::cmp::Reverse(*points), *k));
        let Some(&(points, k)) = scored.first() else { continue };
        let lead = scored.get(1).is_none_or(|(second, _)| points - second >= LEAD);
        if points < ENOUGH || !lead {
            continue;
        }
        if let Some(group) = nodes.group_of(n, groups) {
            let others = taken.entry(k).or_default();
            if others.iter().any(|o| groups.are_apart(*o, group)) {
                continue;
            }
            others.push(group);
        }
        out[n] = Some(k);
    }
    out
}

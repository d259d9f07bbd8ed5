//! Voices in the form in which they are compared.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use super::bodies::BodyName;
use super::groups::Groups;
use super::offices::Office;
use super::profiles::{Subject, VoiceProfile, blocks_of, day, is_name, person_blocks};
use crate::speakers::names::{self, NameRelation, PersonName, fold};

/// Voices that look alike in every respect that counts, as one.
#[derive(Debug)]
pub(super) struct Node {
    /// indices of the input
    pub voices: Vec<usize>,
    pub subject: Subject,
    /// index of [`Nodes::names`], for persons
    pub name: usize,
    /// letters that may begin a given or last name, a bit each
    pub initials: u32,
    /// of bodies and documents; those of persons are kept by name
    blocks: Vec<String>,
    pub office: Office,
    pub body: Option<BodyName>,
    pub country: Option<String>,
    /// first and last day, in days
    pub days: Option<(i32, i32)>,
    pub outlets: BTreeSet<String>,
    pub articles: BTreeSet<String>,
    /// last names of those quoted in the same articles
    pub beside: BTreeSet<String>,
    /// their full names, words sorted
    pub beside_full: BTreeSet<String>,
}

impl Node {
    pub(super) fn is_person(&self) -> bool {
        matches!(self.subject, Subject::Person(_))
    }

    /// A person of whom only a last name is known.
    pub(super) fn is_bare(&self) -> bool {
        matches!(&self.subject, Subject::Person(name) if name.given.is_none())
    }

    /// What country, role and body are found by: nodes of which those speak for one speaker share some of these.
    pub(super) fn marks(&self) -> BTreeSet<String> {
        let mut marks: BTreeSet<String> = self.country.iter().map(|country| format!("country {country}")).collect();
        marks.extend(self.office.marks());
        if let Some(BodyName { tokens, abbreviations, acronyms, .. }) = &self.body {
            marks.extend(tokens.iter().chain(abbreviations).chain(acronyms).map(|word| format!("body {word}")));
        }
        marks
    }
}

/// All nodes, in an order that the input's order does not change.
pub(super) struct Nodes {
    pub list: Vec<Node>,
    /// different names of persons
    pub names: Vec<PersonName>,
    /// of each name whether very many people bear its last name
    pub common: Vec<bool>,
    /// of each name the letters that may begin it
    pub(super) initials: Vec<u32>,
    /// of each name its blocks
    pub(super) blocks: Vec<Vec<String>>,
    /// of each name under which words it meets others of its last name; none: it meets all of them
    pub(super) meets: Vec<Option<Vec<String>>>,
}

impl Nodes {
    /// The blocks of a node's voices.
    pub(super) fn blocks_of<'n>(&'n self, node: &'n Node) -> &'n [String] {
        if node.is_person() { &self.blocks[node.name] } else { &node.blocks }
    }

    /// The group in which decisions have put a node's voices; they are in one, or in none.
    pub(super) fn group_of(&self, node: usize, groups: &Groups) -> Option<usize> {
        self.list[node].voices.first().and_then(|v| groups.of_voice.get(*v).copied().flatten())
    }

    pub(super) fn push(
        &mut self,
        voices: &[VoiceProfile],
        members: Vec<usize>,
        subject: Subject,
        bodies: &HashMap<&str, BodyName>,
        name_ids: &mut HashMap<String, usize>,
    ) {
        let first = &voices[members[0]];
        let (mut name, mut initials) = (0, 0);
        if let Subject::Person(person) = &subject {
            name = *name_ids.entry(parts_key(person)).or_insert_with(|| {
                self.common.push(is_common(person));
                self.initials.push(initials_of(person));
                self.blocks.push(person_blocks(person));
                self.meets.push(names::meeting_keys(person));
                self.names.push(person.clone());
                self.names.len() - 1
            });
            initials = self.initials[name];
        }
        let body = first.organization.as_deref().and_then(|o| bodies.get(o)).cloned();
        let body_words = body.as_ref().map(|b| b.tokens.clone()).unwrap_or_default();
        let role = first.role.clone().or_else(|| honorific_role(&subject));
        let country = first.country.clone().or_else(|| match &subject {
            Subject::Body(name) => name.nation.clone(),
            _ => body.as_ref().and_then(|b| b.nation.clone()),
        });
        let of = |field: fn(&VoiceProfile) -> Option<&String>| {
            members.iter().filter_map(|v| field(&voices[*v])).cloned().collect()
        };
        let named =
            |v: &usize| voices[*v].beside.iter().filter(|n| is_name(n)).map(|n| beside_words(n)).collect::<Vec<_>>();
        let neighbours: Vec<Vec<String>> = members.iter().flat_map(named).collect();
        let beside = |key: fn(&[String]) -> Option<String>| neighbours.iter().filter_map(|w| key(w)).collect();
        let days: Vec<i32> = members.iter().filter_map(|v| day(voices[*v].published.as_deref()?)).collect();
        self.list.push(Node {
            name,
            initials,
            blocks: if matches!(subject, Subject::Person(_)) { Vec::new() } else { blocks_of(&subject) },
            office: role.map(|r| Office::parse(&r, &body_words)).unwrap_or_default(),
            body,
            country,
            days: days.iter().min().zip(days.iter().max()).map(|(a, b)| (*a, *b)),
            outlets: of(|v| v.outlet.as_ref()),
            articles: of(|v| Some(&v.article)),
            beside: beside(|words| words.last().cloned()),
            beside_full: beside(|words| {
                let mut sorted = words.to_vec();
                sorted.sort();
                (words.len() > 1).then(|| sorted.join(" "))
            }),
            subject,
            voices: members,
        });
    }
}

/// Names with the same parts, whatever their honorifics, case and accents.
fn parts_key(name: &PersonName) -> String {
    let PersonName { given, middle, nickname, patronymic, last, birth_name, suffix, .. } = name;
    fold(&format!("{given:?} {middle:?} {nickname:?} {patronymic:?} {last} {birth_name:?} {suffix:?}"))
}

/// "Judge" and "President" before a name are a role when no other is given.
pub(super) fn honorific_role(subject: &Subject) -> Option<String> {
    let Subject::Person(name) = subject else { return None };
    name.honorifics.iter().find(|h| names::is_office(h)).map(|h| h.to_lowercase())
}

/// The words of a neighbour's name, as keys; small ones tell nothing.
fn beside_words(name: &str) -> Vec<String> {
    name.split_whitespace().map(names::key).filter(|k| k.len() > 2).collect()
}

/// Which letters a given name may be abbreviated to; a bare name may be any.
fn initials_of(name: &PersonName) -> u32 {
    let Some(given) = &name.given else { return u32::MAX };
    let letters = name.middle.iter().chain(&name.nickname).chain([given, &name.last]);
    letters.flat_map(|w| names::given_initials(w)).fold(0, |mask, c| mask | 1 << (u32::from(c) % 32))
}

/// True for one of the last names that very many people bear.
fn is_common(name: &PersonName) -> bool {
    static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| {
        include_str!("../../../data/lexicons/common_last_names.txt").split_whitespace().map(names::last_key).collect()
    });
    COMMON.contains(&names::last_key(&name.last))
}

/// Relations of names, worked out once for every two names of a block.
#[derive(Default)]
pub(super) struct RelationCache(HashMap<(usize, usize), NameRelation>);

impl RelationCache {
    pub(super) fn of(&mut self, nodes: &Nodes, a: usize, b: usize) -> NameRelation {
        let (a, b) = (nodes.list[a].name, nodes.list[b].name);
        let pair = (a.min(b), a.max(b));
        *self.0.entry(pair).or_insert_with(|| names::relation(&nodes.names[pair.0], &nodes.names[pair.1]))
    }

    /// Starts anew; the next block has other names.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

//! What speaks for and against two voices being one speaker, in points that anyone can add up.
//!
//! [`ENOUGH`] points make a merge possible; from [`WORTH_ASKING`] on it is proposed to a person. The points were set
//! on the first half of `tests/identity` and are explained where they stand.

use std::collections::BTreeSet;

use super::bodies::{self, BodyName, BodyRelation, Reach};
use super::nodes::{Node, Nodes, RelationCache};
use super::offices::{OfficeRelation, office_relation};
use super::profiles::{self, Subject};
use crate::speakers::names::{self, Likeness, NameRelation, PersonName};

/// Points that a merge needs.
pub(super) const ENOUGH: i32 = 200;
/// Points from which a pair is worth a person's look.
pub(super) const WORTH_ASKING: i32 = 100;

/// What another organisation costs: people change it.
const OTHER_BODY: i32 = 150;

/// As many points outlets and neighbours give at most.
const SURROUNDINGS: i32 = 30 + 150 + 30;

/// The sum of what is known about two nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Evidence {
    pub points: i32,
    /// never one speaker, whatever else is said
    pub impossible: bool,
    /// organisation, country or role speak against it, and too little for it: not one, as far as can be told. The
    /// absence of support is not that: a bare last name may well belong to someone of whom more is known.
    pub apart: bool,
}

/// Adds points, and keeps the reasons when someone wants to read them.
struct Tally {
    points: i32,
    /// points that what is said of the two, not their names, has cost
    against: i32,
    /// the names alone would do
    full_name: bool,
    impossible: bool,
    reasons: Option<Vec<&'static str>>,
}

impl Tally {
    fn new(with_reasons: bool) -> Self {
        Tally { points: 0, against: 0, full_name: false, impossible: false, reasons: with_reasons.then(Vec::new) }
    }

    fn add(&mut self, points: i32, reason: &'static str) {
        self.points += points;
        if let Some(reasons) = &mut self.reasons {
            reasons.push(reason);
        }
    }

    /// Something said of the two that does not go together.
    fn clash(&mut self, points: i32, reason: &'static str) {
        self.against += points;
        self.add(-points, reason);
    }

    /// So much does not go together that the two are set apart, unless enough speaks for them.
    fn clashes(&self) -> bool {
        self.against > 0 && (self.full_name || self.against > OTHER_BODY)
    }

    fn rule_out(&mut self, reason: &'static str) {
        self.impossible = true;
        self.add(0, reason);
    }
}

/// What two nodes have for and against them; none when their names say nothing either way.
pub(super) fn weigh(nodes: &Nodes, cache: &mut RelationCache, a: usize, b: usize) -> Option<Evidence> {
    let mut tally = Tally::new(false);
    gather(nodes, cache, a, b, &mut tally)?;
    let apart = tally.impossible || (tally.clashes() && tally.points < ENOUGH);
    Some(Evidence { points: tally.points, impossible: tally.impossible, apart })
}

/// True when two nodes can never be one speaker.
pub(super) fn rules_out(nodes: &Nodes, a: usize, b: usize) -> bool {
    weigh(nodes, &mut RelationCache::default(), a, b).is_some_and(|e| e.impossible)
}

/// False where it does not matter what surrounds two nodes: they cannot be one, or have too little in common to ask about.
pub(super) fn may_meet(nodes: &Nodes, a: usize, b: usize) -> bool {
    let (x, y) = (&nodes.list[a], &nodes.list[b]);
    let mut tally = Tally::new(false);
    match (&x.subject, &y.subject) {
        (Subject::Person(name_x), Subject::Person(name_y)) => {
            let relation = RelationCache::default().of(nodes, a, b);
            let relation = if x.initials & y.initials == 0 { NameRelation::Different } else { relation };
            if person_names(name_x, name_y, relation, nodes.common[x.name], &mut tally).is_none() {
                return false;
            }
            affiliations(x, y, &mut tally);
            roles_alike(x, y, nodes.common[x.name], &mut tally);
        }
        (Subject::Body(name_x), Subject::Body(name_y)) => body_names(name_x, name_y, x, y, &mut tally),
        (Subject::Document(name_x), Subject::Document(name_y)) => return name_x == name_y,
        _ => return false,
    }
    !tally.impossible && (tally.clashes() || tally.points + SURROUNDINGS >= WORTH_ASKING)
}

/// True when years lie between the days of two.
pub(super) fn years_between(a: (i32, i32), b: (i32, i32)) -> bool {
    const YEAR: i32 = 372;
    (a.0 - b.1).max(b.0 - a.1) > 5 * YEAR
}

/// What [`weigh`] gives, in words.
pub(super) fn explain(nodes: &Nodes, a: usize, b: usize) -> String {
    let mut tally = Tally::new(true);
    gather(nodes, &mut RelationCache::default(), a, b, &mut tally);
    tally.reasons.unwrap_or_default().join("; ")
}

/// True when two voices that look like this node are one speaker whatever surrounds them. Never for a bare last name:
/// office and country hold it only as long as the office does.
pub(super) fn twins_are_one(nodes: &Nodes, node: usize) -> bool {
    let x = &nodes.list[node];
    let mut tally = Tally::new(false);
    match &x.subject {
        Subject::Person(name) if !name.is_bare() => {
            let relation = names::relation(name, name);
            if person_names(name, name, relation, nodes.common[x.name], &mut tally).is_none() {
                return false;
            }
            affiliations(x, x, &mut tally);
            roles_alike(x, x, nodes.common[x.name], &mut tally);
        }
        Subject::Body(name) => body_names(name, name, x, x, &mut tally),
        Subject::Document(_) => return true,
        _ => return false,
    }
    !tally.impossible && tally.points >= ENOUGH
}

fn gather(nodes: &Nodes, cache: &mut RelationCache, a: usize, b: usize, tally: &mut Tally) -> Option<()> {
    let (x, y) = (&nodes.list[a], &nodes.list[b]);
    match (&x.subject, &y.subject) {
        (Subject::Person(name_x), Subject::Person(name_y)) => {
            let relation = if x.initials & y.initials == 0 { NameRelation::Different } else { cache.of(nodes, a, b) };
            person_names(name_x, name_y, relation, nodes.common[x.name], tally)?;
            if !tally.impossible {
                affiliations(x, y, tally);
                roles(x, y, relation, nodes.common[x.name], tally);
                surroundings(x, y, relation, tally);
            }
        }
        (Subject::Body(name_x), Subject::Body(name_y)) => {
            body_names(name_x, name_y, x, y, tally);
            if !tally.impossible {
                surroundings(x, y, NameRelation::Same, tally);
                // an outlet that does not say of which state means its own
                if x.country.is_none() && y.country.is_none() && x.outlets.intersection(&y.outlets).next().is_some() {
                    tally.add(30, "one outlet's own state");
                }
            }
        }
        (Subject::Document(name_x), Subject::Document(name_y)) if name_x == name_y => tally.add(300, "the same title"),
        _ => return None,
    }
    Some(())
}

fn person_names(x: &PersonName, y: &PersonName, relation: NameRelation, common: bool, tally: &mut Tally) -> Option<()> {
    tally.full_name = relation <= NameRelation::Short;
    match relation {
        NameRelation::Same => tally.add(300, "the same name"),
        NameRelation::Spelling => tally.add(260, "another spelling of the name"),
        NameRelation::Order => tally.add(220, "the same name in another order"),
        NameRelation::Short => tally.add(220, "short form of the given name"),
        NameRelation::Middle => tally.add(120, "goes by a middle name"),
        NameRelation::Initials => tally.add(100, "initials fit"),
        NameRelation::LongerLast => tally.add(100, "one last name is part of the other"),
        NameRelation::LastOnly => tally.add(-150, "only a last name"),
        NameRelation::GivenOnly => return None,
        NameRelation::Different => {
            let (Some(a), Some(b)) = (&x.given, &y.given) else { return None };
            let last = names::last_likeness(&x.last, &y.last);
            match names::given_likeness(a, b) {
                Likeness::Same | Likeness::Spelling if last == Likeness::Different && profiles::is_slip(x, y) => {
                    tally.add(80, "almost the same name");
                }
                // the same given name and another last name: married, perhaps; that stays open
                given if given < Likeness::Different && last == Likeness::Different => return None,
                _ => tally.rule_out("the names differ"),
            }
        }
    }
    if relation != NameRelation::LastOnly {
        match (&x.suffix, &y.suffix) {
            (Some(_), Some(_)) => tally.add(100, "the same generation"),
            (None, None) => {}
            _ => tally.add(-150, "one is named as father or son"),
        }
    }
    let told_apart = |n: &PersonName| !n.middle.is_empty() || n.patronymic.is_some();
    if common && !(told_apart(x) && told_apart(y)) {
        tally.add(-250, "a last name that many bear");
    }
    Some(())
}

/// Organisations and countries of two people.
fn affiliations(x: &Node, y: &Node, tally: &mut Tally) {
    if let (Some(a), Some(b)) = (&x.body, &y.body) {
        match bodies::body_relation(a, b) {
            BodyRelation::Same if a.reach != Reach::Proper => tally.add(50, "a body of the same kind"),
            BodyRelation::Different | BodyRelation::Rival if a.reach != Reach::Proper || b.reach != Reach::Proper => {
                tally.add(-50, "another body");
            }
            BodyRelation::Different | BodyRelation::Rival => tally.clash(OTHER_BODY, "another organisation"),
            _ => tally.add(250, "the same organisation"),
        }
    }
    match (&x.country, &y.country) {
        (Some(a), Some(b)) if a == b => tally.add(100, "the same country"),
        (Some(_), Some(_)) => tally.clash(400, "another country"),
        _ => {}
    }
}

fn roles_alike(x: &Node, y: &Node, common: bool, tally: &mut Tally) -> OfficeRelation {
    let known = |n: &Node| n.body.as_ref().is_some_and(|b| b.reach == Reach::Proper);
    let office = office_relation(&x.office, &y.office);
    match office {
        OfficeRelation::Same if x.office.is_plain() => tally.add(120, "the same role"),
        OfficeRelation::Same => {
            tally.add(200, "the same role");
            // with the country it is one office, as good as one organisation
            if x.country.is_some() && x.country == y.country && !(known(x) && known(y)) {
                tally.add(100, "one office of one country");
            }
        }
        OfficeRelation::Related => tally.add(50, "a similar role"),
        OfficeRelation::Clash => tally.clash(450, "another walk of life"),
        OfficeRelation::Other if common => tally.clash(150, "another role, and a name that many bear"),
        OfficeRelation::Other | OfficeRelation::Unknown => {}
    }
    office
}

fn roles(x: &Node, y: &Node, relation: NameRelation, common: bool, tally: &mut Tally) {
    let office = roles_alike(x, y, common, tally);
    // an article that knows two people of one name has told them apart for us
    let one_article = x.articles.iter().any(|a| y.articles.contains(a));
    let other_role = !matches!(office, OfficeRelation::Same | OfficeRelation::Unknown);
    if one_article && relation <= NameRelation::Short && other_role {
        tally.rule_out("one article names both");
    } else if one_article && relation == NameRelation::LastOnly {
        tally.add(-100, "one article names both");
    }
}

/// Outlets, neighbours and dates.
fn surroundings(x: &Node, y: &Node, relation: NameRelation, tally: &mut Tally) {
    let shared = |a: &BTreeSet<String>, b: &BTreeSet<String>| a.intersection(b).take(2).count();
    match shared(&x.beside, &y.beside).max(shared(&x.beside_full, &y.beside_full)) {
        0 => {}
        1 => tally.add(100, "quoted beside the same speaker"),
        _ => tally.add(150, "quoted beside the same speakers"),
    }
    if x.outlets.intersection(&y.outlets).next().is_some() {
        tally.add(30, "the same outlet");
    }
    if relation == NameRelation::LastOnly
        && let (Some(a), Some(b)) = (x.days, y.days)
        && years_between(a, b)
    {
        tally.add(-200, "years between them");
    }
}

fn body_names(a: &BodyName, b: &BodyName, x: &Node, y: &Node, tally: &mut Tally) {
    match bodies::body_relation(a, b) {
        BodyRelation::Same => tally.add(300, "the same name"),
        BodyRelation::Abbreviation if a.is_abbreviation() && b.is_abbreviation() => {
            tally.add(250, "the same abbreviation");
        }
        BodyRelation::Abbreviation => tally.add(300, "its abbreviation"),
        BodyRelation::Acronym => tally.add(200, "an abbreviation of its words"),
        BodyRelation::Part => tally.add(0, "part of the name"),
        BodyRelation::Rival => tally.rule_out("two names with one abbreviation"),
        BodyRelation::Different => tally.rule_out("the names differ"),
    }
    match (&x.country, &y.country) {
        (Some(a), Some(b)) if a == b => tally.add(100, "the same country"),
        (Some(_), Some(_)) => tally.rule_out("another country"),
        _ if a.reach == Reach::National && b.reach == Reach::National => tally.add(-150, "every state has one"),
        _ => {}
    }
}

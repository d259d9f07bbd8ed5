//! How do two names hang together?

use super::likeness::{Likeness, given_keys, given_likeness, last_likeness};
use super::parse::PersonName;
use super::parts::generation;
use super::spelling::{fold, is_initial, key};

/// How two names hang together, from closest to none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameRelation {
    /// the same words, or more of them on one side, nothing clashing
    Same,
    /// the same in another transliteration
    Spelling,
    /// the same words with last and given name in the other order
    Order,
    /// short form or nickname of the given name
    Short,
    /// one goes by a middle name of the other
    Middle,
    /// initials instead of the given name
    Initials,
    /// one last name is a part of the other's (hyphens, two last names, name before marriage)
    LongerLast,
    /// one is a bare last name
    LastOnly,
    /// one is a bare given name
    GivenOnly,
    /// two names
    Different,
}

/// How two names hang together. Symmetric.
pub fn relation(a: &PersonName, b: &PersonName) -> NameRelation {
    use Likeness::{Different, Initial, Same, Short, Spelling};
    if let (Some(x), Some(y)) = (&a.suffix, &b.suffix)
        && generation(x) != generation(y)
    {
        return NameRelation::Different;
    }
    let (given_a, given_b) = match (&a.given, &b.given) {
        (None, None) => return bare_relation(a, b),
        (None, Some(_)) => return bare_relation(a, b),
        (Some(_), None) => return bare_relation(b, a),
        (Some(x), Some(y)) => (x, y),
    };
    if patronymics_clash(a, b) {
        return NameRelation::Different;
    }
    // one initial and a last name are less than a name, however equal
    let one_initial = |n: &PersonName| n.middle.is_empty() && n.given.as_deref().is_some_and(is_initial);
    let (joined_a, joined_b) = (joined(a), joined(b));
    if key(&joined_a) == key(&joined_b) && one_initial(a) == one_initial(b) {
        return match (one_initial(a), joined_a == joined_b) {
            (true, _) => NameRelation::Initials,
            (false, true) => NameRelation::Same,
            (false, false) => NameRelation::Spelling,
        };
    }
    if middles_clash(a, b) {
        return NameRelation::Different;
    }
    let given = given_of(a, b);
    let mut last = last_likeness(&a.last, &b.last);
    if last == Different && (writes_apart(a, b) || writes_apart(b, a)) {
        last = Spelling;
    }
    if last != Different {
        let goes_by_middle = |x: &PersonName, y: &str| x.middle.iter().any(|m| given_likeness(m, y) <= Short);
        return match given.max(last) {
            Same | Spelling if one_initial(a) && one_initial(b) => NameRelation::Initials,
            Same => NameRelation::Same,
            Spelling => NameRelation::Spelling,
            Short => NameRelation::Short,
            Initial => NameRelation::Initials,
            Different if goes_by_middle(a, given_b) || goes_by_middle(b, given_a) => NameRelation::Middle,
            Different => NameRelation::Different,
        };
    }
    if given <= Short && a.last_forms().iter().any(|x| b.last_forms().iter().any(|y| last_likeness(x, y) <= Spelling)) {
        return NameRelation::LongerLast;
    }
    let first = last_likeness(given_a, &b.last).min(initial_likeness(given_a, &b.last));
    let second = last_likeness(given_b, &a.last).min(initial_likeness(given_b, &a.last));
    match first.max(second) {
        Same | Spelling => NameRelation::Order,
        Initial => NameRelation::Initials,
        _ => NameRelation::Different,
    }
}

/// Words under which people of one last name meet: two names with none in common are [`NameRelation::Different`], and by more than
/// a slip in the last name. None for a name that may be anyone's of the family: a bare one, or one with an initial for a name.
pub fn meeting_keys(name: &PersonName) -> Option<Vec<String>> {
    let given = name.given.as_deref().filter(|given| !is_initial(given) && !is_initial(&name.last))?;
    let others = name.nickname.iter().chain(&name.middle).map(String::as_str);
    let mut keys: Vec<String> =
        std::iter::once(given).chain(others.filter(|word| !is_initial(word))).flat_map(given_keys).collect();
    // however it is parted into words
    keys.push(format!("={}", key(&joined(name))));
    keys.sort();
    keys.dedup();
    Some(keys)
}

/// The relation of a name of one word to another name.
fn bare_relation(bare: &PersonName, full: &PersonName) -> NameRelation {
    if full.last_forms().iter().any(|form| last_likeness(&bare.last, form) <= Likeness::Spelling)
        || bare.last_forms().iter().any(|form| last_likeness(&full.last, form) <= Likeness::Spelling)
    {
        return NameRelation::LastOnly;
    }
    let mut given = full.given.iter().chain(&full.nickname);
    if bare.honorifics.is_empty() && given.any(|g| given_likeness(&bare.last, g) <= Likeness::Short) {
        return NameRelation::GivenOnly;
    }
    NameRelation::Different
}

/// The likeness of two given names, nicknames counted.
fn given_of(a: &PersonName, b: &PersonName) -> Likeness {
    let (Some(x), Some(y)) = (&a.given, &b.given) else { return Likeness::Different };
    let mut best = given_likeness(x, y);
    let nicknames = [(&a.nickname, y), (&b.nickname, x)];
    if best > Likeness::Short
        && nicknames.iter().any(|(n, g)| n.as_ref().is_some_and(|n| given_likeness(n, g) <= Likeness::Short))
    {
        best = Likeness::Short;
    }
    best
}

/// Two patronymics are two fathers.
fn patronymics_clash(a: &PersonName, b: &PersonName) -> bool {
    matches!((&a.patronymic, &b.patronymic), (Some(x), Some(y)) if given_likeness(x, y) > Likeness::Spelling)
}

/// Both have middle names or patronymics, and none of them goes with the other's ("John A." and "John B.").
fn middles_clash(a: &PersonName, b: &PersonName) -> bool {
    let middles = |n: &PersonName| n.middle.iter().chain(&n.patronymic).cloned().collect::<Vec<_>>();
    let (ma, mb) = (middles(a), middles(b));
    !ma.is_empty()
        && !mb.is_empty()
        && !ma.iter().any(|x| mb.iter().any(|y| given_likeness(x, y) < Likeness::Different))
        && !ma.iter().any(|x| b.last_forms().iter().any(|last| last_likeness(x, last) <= Likeness::Spelling))
        && !mb.iter().any(|y| a.last_forms().iter().any(|last| last_likeness(y, last) <= Likeness::Spelling))
}

/// Given, middle and last name as one folded word, so that hyphens and spaces do not matter.
fn joined(name: &PersonName) -> String {
    let words = name.given.iter().chain(&name.middle).chain(std::iter::once(&name.last));
    words.map(|w| fold(w)).collect::<String>().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// "Lanova Belskaya" where the other has "Lanova-Belskaya".
fn writes_apart(a: &PersonName, b: &PersonName) -> bool {
    a.middle.last().is_some_and(|first| key(&format!("{first}{}", a.last)) == key(&b.last))
}

/// How a given name that is an initial is like a name written out.
fn initial_likeness(given: &str, name: &str) -> Likeness {
    if is_initial(given) && !is_initial(name) { given_likeness(given, name) } else { Likeness::Different }
}

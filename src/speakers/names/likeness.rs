//! How are two words of names alike: the same, another spelling, a short form, an initial?

use rustc_hash::FxHashMap as HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::spelling::{fold, is_initial, key};
use crate::lexicon::read;

/// How two words of names are alike, from most to least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// the same but for accents, case and dots
    Same,
    /// other transliteration, or the form of a neighbouring language
    Spelling,
    /// short or pet form
    Short,
    /// one is the other's initial
    Initial,
    /// two names
    Different,
}

#[derive(Deserialize)]
struct NicknameFile {
    names: Vec<NicknameEntry>,
}

#[derive(Deserialize)]
struct NicknameEntry {
    full: Vec<String>,
    short: Vec<String>,
}

/// The nickname lexicon, ready for look-up.
struct Nicknames {
    /// folded form or key → the groups it belongs to, and whether in full or as a short form
    groups: HashMap<String, Vec<(usize, bool)>>,
    /// of each group the first full form, folded
    heads: Vec<String>,
    /// of each group the first letters of its full forms
    initials: Vec<Vec<char>>,
}

fn file() -> NicknameFile {
    read("nicknames.toml", include_str!("../../../data/lexicons/nicknames.toml"))
}

static NICKNAMES: LazyLock<Nicknames> = LazyLock::new(|| {
    let file = file();
    let mut out = Nicknames { groups: HashMap::default(), heads: Vec::new(), initials: Vec::new() };
    for (n, entry) in file.names.iter().enumerate() {
        let full = entry.full.iter().map(|w| (w, true));
        for (word, is_full) in full.chain(entry.short.iter().map(|w| (w, false))) {
            for form in [fold(word), key(word)] {
                let list = out.groups.entry(form).or_default();
                if !list.iter().any(|(group, _)| *group == n) {
                    list.push((n, is_full));
                }
            }
        }
        out.heads.push(entry.full.first().map(|w| fold(w)).unwrap_or_default());
        out.initials.push(entry.full.iter().filter_map(|w| fold(w).chars().next()).collect());
    }
    out
});

/// How two given names are alike.
pub fn given_likeness(a: &str, b: &str) -> Likeness {
    let (fa, fb) = (fold(a), fold(b));
    if fa.is_empty() || fb.is_empty() {
        return Likeness::Different;
    }
    if fa == fb {
        return Likeness::Same;
    }
    if is_initial(a) || is_initial(b) {
        return if given_initials(&fa).iter().any(|i| given_initials(&fb).contains(i)) {
            Likeness::Initial
        } else {
            Likeness::Different
        };
    }
    if same_key(&fa, &fb) {
        return Likeness::Spelling;
    }
    let (ga, gb) = (groups_of(&fa), groups_of(&fb));
    let mut best = Likeness::Different;
    for (group, full) in ga {
        if let Some((_, other)) = gb.iter().find(|(g, _)| g == group) {
            best = best.min(if *full && *other { Likeness::Spelling } else { Likeness::Short });
        }
    }
    if best == Likeness::Different && (is_first_half(&fa, &fb) || is_first_half(&fb, &fa)) {
        best = Likeness::Short;
    }
    best
}

/// How two last names are alike: never by short form or initial.
pub fn last_likeness(a: &str, b: &str) -> Likeness {
    let (fa, fb) = (fold(a), fold(b));
    if fa.is_empty() || fb.is_empty() {
        return Likeness::Different;
    }
    if fa == fb {
        return Likeness::Same;
    }
    let variant = groups_of(&fa).iter().any(|(g, full)| *full && groups_of(&fb).contains(&(*g, true)));
    if variant || same_key(&fa, &fb) { Likeness::Spelling } else { Likeness::Different }
}

/// A last name as blocking needs it: one word for all spellings that [`last_likeness`] takes for one.
pub fn last_key(last: &str) -> String {
    let folded = fold(last);
    let group = groups_of(&folded).iter().find(|(_, full)| *full);
    group.map_or_else(|| key(last), |(g, _)| key(&NICKNAMES.heads[*g]))
}

/// Words under which a given name meets every other that is like it, but for initials: names with none in common are
/// [`Likeness::Different`].
pub(super) fn given_keys(given: &str) -> Vec<String> {
    let folded = fold(given);
    let first_halves = folded.match_indices('-').map(|(at, _)| key(&folded[..at]));
    let groups = groups_of(&folded).iter().map(|(group, _)| format!("~{group}"));
    std::iter::once(key(&folded)).chain(first_halves).chain(groups).collect()
}

/// First letters that may stand for a given name: its own, those of its other spellings (E. or Y. for Evgeny) and of
/// what it is short for (R. for Bob).
pub fn given_initials(given: &str) -> Vec<char> {
    let folded = fold(given);
    let mut letters: Vec<char> = folded.chars().next().into_iter().collect();
    letters.extend(groups_of(&folded).iter().flat_map(|(g, _)| &NICKNAMES.initials[*g]));
    letters.sort_unstable();
    letters.dedup();
    letters
}

/// Short words must agree as printed: Jan is not Ian, Lee not Li.
fn same_key(fa: &str, fb: &str) -> bool {
    fa.chars().count() > 3 && fb.chars().count() > 3 && key(fa) == key(fb)
}

fn groups_of(folded: &str) -> &'static [(usize, bool)] {
    let groups = &NICKNAMES.groups;
    groups.get(folded).or_else(|| groups.get(&key(folded))).map_or(&[], Vec::as_slice)
}

/// "Anna" in "Anna-Maria".
fn is_first_half(half: &str, whole: &str) -> bool {
    whole.strip_prefix(half).is_some_and(|rest| rest.starts_with('-')) && half.len() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read_as_its_name() {
        for NicknameEntry { full, short } in file().names {
            let like = |form: &String| given_likeness(&full[0], form);
            assert!(full[1..].iter().all(|form| like(form) <= Likeness::Spelling), "{full:?}");
            assert!(short.iter().all(|form| like(form) <= Likeness::Short), "{full:?} {short:?}");
        }
    }
}

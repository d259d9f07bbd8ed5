//! States and the names under which they speak: "Moscow", "the Kremlin" and "Russia" are one voice.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::Deserialize;

use super::{phrases, read};
use crate::text::fold::fold;

/// By which kind of name a state is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// its own
    Name,
    /// its capital's
    Capital,
    /// that of a building, residence or office
    Seat,
    /// its adjective or nationals
    People,
}

/// A state that a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct State<'l> {
    /// ISO 3166-1 code
    pub code: &'l str,
    /// the state's usual name
    pub name: &'l str,
    /// the kind of name that was found
    pub by: By,
}

/// The lexicon of places.
pub(crate) struct Places {
    states: Vec<(String, String)>,
    names: HashMap<String, (usize, By)>,
    regions: HashSet<String>,
    cities: HashSet<String>,
    english: HashSet<String>,
}

#[derive(Deserialize)]
struct File {
    state: Vec<Entry>,
    regions: String,
    cities: String,
    english: String,
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    names: String,
    people: String,
    capital: String,
    #[serde(default)]
    seats: String,
}

const FILE: &str = include_str!("../../data/lexicons/places.toml");

/// The places of this program. The file is part of the program, and a test reads it: parsing cannot fail.
pub(crate) static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let file: File = read("places.toml", FILE);
    let mut places = Places {
        states: Vec::new(),
        names: HashMap::default(),
        regions: phrases(&file.regions).map(key).collect(),
        cities: phrases(&file.cities).map(key).collect(),
        english: file.english.split_whitespace().map(str::to_owned).collect(),
    };
    for (i, entry) in file.state.iter().enumerate() {
        let listed = phrases(&entry.names).next().unwrap_or_default();
        places.states.push((entry.code.clone(), listed));
        let lists = [
            (&entry.names, By::Name),
            (&entry.people, By::People),
            (&entry.seats, By::Seat),
            (&entry.capital, By::Capital),
        ];
        for (list, by) in lists {
            for name in phrases(list) {
                places.names.entry(key(name)).or_insert((i, by));
            }
        }
    }
    places
});

fn key(name: impl AsRef<str>) -> String {
    let folded = fold(name.as_ref());
    folded.strip_prefix("the ").map(str::to_owned).unwrap_or(folded)
}

impl Places {
    /// The state that `name` stands for, if it stands for one; a leading article does not matter.
    pub(crate) fn state(&self, name: &str) -> Option<State<'_>> {
        let &(i, by) = self.names.get(&key(name))?;
        let (code, name) = &self.states[i];
        Some(State { code, name, by })
    }

    /// The usual name of the state with this code.
    pub(crate) fn name_of(&self, code: &str) -> Option<&str> {
        self.states.iter().find(|(c, _)| c == code).map(|(_, name)| name.as_str())
    }

    /// True for the code of a state whose officials speak English to the press.
    pub(crate) fn speaks_english(&self, code: &str) -> bool {
        self.english.contains(code)
    }

    /// True for a city, region or other place, and for a state's own names and capital.
    pub(crate) fn is_place(&self, name: &str) -> bool {
        let key = key(name);
        self.regions.contains(&key)
            || self.cities.contains(&key)
            || self.names.get(&key).is_some_and(|(_, by)| *by != By::People)
    }

    /// The code of the state that words of a role or body name belong to ("Russian", "Russia", "Kremlin").
    pub(crate) fn country<'w>(&self, words: impl IntoIterator<Item = &'w str>) -> Option<&str> {
        let words: Vec<&str> = words.into_iter().collect();
        for i in 0..words.len() {
            for length in [3, 2, 1] {
                if let Some(phrase) = words.get(i..i + length)
                    && let Some(state) = self.state(&phrase.join(" "))
                    && state.by != By::Capital
                {
                    return Some(state.code);
                }
            }
        }
        None
    }
}

/// Whether an example of `places.toml` holds, see `every_lexicon`.
#[cfg(test)]
pub(crate) fn meets(example: &str) -> bool {
    let (name, code) = example.split_once(": ").expect("name: code");
    PLACES.state(name).is_some_and(|state| state.code == code && state.by != By::People)
}

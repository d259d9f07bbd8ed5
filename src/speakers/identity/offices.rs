//! Do two printed roles speak of one person's life? The same office, a step of a career, or two walks of life.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::{read, words};
use crate::speakers::names::fold;

/// A role in the form that roles are compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Office {
    /// words that count, in one spelling, sorted
    tokens: Vec<String>,
    /// the noun that says what the person is: "minister"
    head: String,
    /// bit per field of life that the noun belongs to; none when it may be of any
    fields: u32,
}

/// How two roles hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OfficeRelation {
    /// one office
    Same,
    /// the same noun with other words, or the noun alone
    Related,
    /// other roles that one person may hold or have held
    Other,
    /// two walks of life
    Clash,
    /// one or both are not known
    Unknown,
}

#[derive(Deserialize)]
struct File {
    field: Vec<FieldEntry>,
    same: HashMap<String, String>,
    small: Small,
    until: Words,
}

#[derive(Deserialize)]
struct FieldEntry {
    name: String,
    words: String,
    near: Vec<String>,
}

#[derive(Deserialize)]
struct Small {
    time: String,
    words: String,
}

#[derive(Deserialize)]
struct Words {
    words: String,
}

/// The lexicon, ready for look-up.
struct Lexicon {
    /// noun → fields it belongs to
    fields: HashMap<String, u32>,
    /// per field the fields one may move to, itself included
    near: Vec<u32>,
    /// word → the word that stands for it
    same: HashMap<String, String>,
    /// phrase of two words → the word that stands for it
    phrases: Vec<(String, String)>,
    small: HashSet<String>,
    /// words behind which a role says where it is held
    until: rustc_hash::FxHashSet<String>,
}

fn file() -> File {
    read("role_fields.toml", include_str!("../../../data/lexicons/role_fields.toml"))
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let file = file();
    let bit = |name: &str| file.field.iter().position(|f| f.name == name).map_or(0, |n| 1u32 << n);
    let mut out = Lexicon {
        fields: HashMap::new(),
        near: Vec::new(),
        same: HashMap::new(),
        phrases: Vec::new(),
        small: file.small.time.split_whitespace().chain(file.small.words.split_whitespace()).map(fold).collect(),
        until: words(&file.until.words),
    };
    for (first, others) in &file.same {
        let first = fold(first);
        for other in others.split_whitespace().map(fold) {
            out.same.insert(other, first.clone());
        }
    }
    // a phrase stands for the one word that its entry lists
    let phrases: Vec<String> = file.same.keys().filter(|k| k.contains(' ')).map(|k| fold(k)).collect();
    for phrase in phrases {
        let word = phrase.replace(' ', "");
        for to in out.same.values_mut().filter(|to| **to == phrase) {
            *to = word.clone();
        }
        out.phrases.push((phrase, word));
    }
    out.phrases.sort();
    for field in &file.field {
        for word in field.words.split_whitespace() {
            *out.fields.entry(canonical(&out.same, &fold(word))).or_default() |= bit(&field.name);
        }
        out.near.push(field.near.iter().fold(bit(&field.name), |mask, near| mask | bit(near)));
    }
    out
});

fn canonical(same: &HashMap<String, String>, word: &str) -> String {
    same.get(word).cloned().unwrap_or_else(|| word.to_string())
}

impl Office {
    /// Reads a role as printed; `body` holds the words of the organisation, which do not count as the role's.
    pub fn parse(role: &str, body: &[String]) -> Self {
        let mut text = fold(role);
        for (phrase, word) in &LEXICON.phrases {
            text = text.replace(phrase.as_str(), word);
        }
        let words: Vec<String> = text
            .split(|c: char| !c.is_alphanumeric() && c != '-')
            .map(|w| w.strip_prefix("ex-").unwrap_or(w))
            .filter(|w| !w.is_empty() && *w != "s")
            .map(|w| canonical(&LEXICON.same, w))
            .collect();
        let until = words.iter().position(|w| LEXICON.until.contains(w)).unwrap_or(words.len());
        let front = &words[..if until == 0 { words.len() } else { until }];
        let known = |words: &[String]| words.iter().rev().find(|w| LEXICON.fields.contains_key(*w)).cloned();
        let head = known(front).or_else(|| known(&words)).or(front.last().cloned()).unwrap_or_default();
        let counts = |w: &&String| !LEXICON.small.contains(*w) && (!body.contains(*w) || **w == head);
        let mut tokens: Vec<String> = words.iter().filter(counts).cloned().collect();
        tokens.sort();
        tokens.dedup();
        Office { tokens, fields: LEXICON.fields.get(&head).copied().unwrap_or(0), head }
    }

    /// True when nothing is known.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// By which offices are found that are [`OfficeRelation::Same`] or [`OfficeRelation::Related`].
    pub fn marks(&self) -> Vec<String> {
        if self.is_empty() {
            return Vec::new();
        }
        vec![format!("head {}", self.head), format!("role {}", self.tokens.join(" "))]
    }

    /// True when the role is one noun and so held by many.
    pub fn is_plain(&self) -> bool {
        self.tokens.len() == 1
    }
}

/// How two roles hang together. Symmetric.
pub fn office_relation(a: &Office, b: &Office) -> OfficeRelation {
    if a.is_empty() || b.is_empty() {
        return OfficeRelation::Unknown;
    }
    if a.tokens == b.tokens {
        return OfficeRelation::Same;
    }
    let within = |x: &Office, y: &Office| x.tokens.iter().all(|t| y.tokens.contains(t));
    if a.head == b.head {
        let deputy =
            |o: &Office| o.tokens.iter().any(|t| matches!(t.as_str(), "deputy" | "vice" | "assistant" | "under"));
        let longer = (within(a, b) || within(b, a)) && deputy(a) == deputy(b);
        return if longer && !a.is_plain() && !b.is_plain() { OfficeRelation::Same } else { OfficeRelation::Related };
    }
    let reachable =
        |x: &Office| (0..LEXICON.near.len()).filter(|n| x.fields >> n & 1 == 1).fold(0, |m, n| m | LEXICON.near[n]);
    if a.fields != 0 && b.fields != 0 && reachable(a) & b.fields == 0 && reachable(b) & a.fields == 0 {
        return OfficeRelation::Clash;
    }
    OfficeRelation::Other
}

/// Whether an example of `role_fields.toml` holds, see `every_lexicon`.
#[cfg(test)]
pub(crate) fn meets(entry: &str, example: &str) -> bool {
    let office = Office::parse(example, &[]);
    match entry {
        "small" => office.tokens.len() == 1,
        "until" => !example.ends_with(&office.head),
        _ => file().field.iter().position(|f| f.name == entry).is_some_and(|n| office.fields >> n & 1 == 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn related(a: &str, b: &str) -> OfficeRelation {
        let relation = office_relation(&Office::parse(a, &[]), &Office::parse(b, &[]));
        assert_eq!(relation, office_relation(&Office::parse(b, &[]), &Office::parse(a, &[])));
        relation
    }

    #[test]
    fn what_is_near_is_a_field() {
        let fields = file().field;
        let is_field = |near: &String| fields.iter().any(|f| f.name == *near);
        assert!(fields.iter().flat_map(|f| &f.near).all(is_field));
    }

    #[test]
    fn roles_of_one_life_and_of_two() {
        use OfficeRelation::*;
        for (a, b, expected) in [
            ("former finance minister", "finance minister", Same),
            ("law professor", "professor of law", Same),
            ("chief executive", "CEO", Same),
            ("chairman", "chairwoman", Same),
            ("deputy transport minister", "transport minister", Related),
            ("professor", "professor of law", Related),
            ("finance minister", "mayor", Other),
            ("bus driver", "professor of law", Clash),
            ("national coach", "chief surgeon", Clash),
            ("head of the seafarers’ union", "surgeon", Other),
            ("", "mayor", Unknown),
        ] {
            assert_eq!(related(a, b), expected, "{a} / {b}");
        }
    }
}

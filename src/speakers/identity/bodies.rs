//! Do two names of bodies name one body? Abbreviations, articles, word order and translations looked through.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::read;
use crate::speakers::names::fold;

/// The name of a body in the form that names are compared by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyName {
    /// the words that count, translated, sorted
    pub tokens: Vec<String>,
    /// ISO 3166 code of the state that the name holds ("Russian Foreign Ministry")
    pub nation: Option<String>,
    /// abbreviations that the name gives itself: "(IHC)", or the whole name
    pub abbreviations: Vec<String>,
    /// abbreviations that its words would give
    pub acronyms: Vec<String>,
    /// how much the words alone can tell
    pub reach: Reach,
}

/// Among how many bodies a name tells one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// a name of its own
    #[default]
    Proper,
    /// one in every state: "Foreign Ministry"
    National,
    /// one in every town: "police"
    Local,
}

/// How two names of bodies hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyRelation {
    /// the same words
    Same,
    /// one is the abbreviation that the other gives itself, or both are the same abbreviation
    Abbreviation,
    /// one is an abbreviation that the other's words would give
    Acronym,
    /// the words of one are among the other's
    Part,
    /// two names that are abbreviated alike
    Rival,
    /// nothing in common
    Different,
}

#[derive(Deserialize)]
struct File {
    translations: Vec<Translation>,
    dropped: Dropped,
    national: Words,
    local: Words,
}

#[derive(Deserialize)]
struct Translation {
    word: String,
    forms: String,
}

#[derive(Deserialize)]
struct Dropped {
    words: String,
    legal: String,
}

#[derive(Deserialize)]
struct Words {
    words: String,
}

#[derive(Deserialize)]
struct Places {
    state: Vec<State>,
}

#[derive(Deserialize)]
struct State {
    code: String,
    names: String,
    people: String,
    capital: String,
}

/// The lexicons, ready for look-up.
struct Lexicon {
    translations: HashMap<String, String>,
    dropped: HashSet<String>,
    legal: HashSet<String>,
    national: HashSet<String>,
    local: HashSet<String>,
    /// folded names and adjectives of states, of up to four words
    nations: HashMap<String, String>,
    /// folded capitals, which stand for a state only as a whole name
    capitals: HashMap<String, String>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let file: File = read("organizations.toml", include_str!("../../../data/lexicons/organizations.toml"));
    let places: Places = read("places.toml", include_str!("../../../data/lexicons/places.toml"));
    let words = |list: &str| list.split_whitespace().map(fold).collect::<HashSet<_>>();
    let mut out = Lexicon {
        translations: HashMap::new(),
        dropped: words(&file.dropped.words),
        legal: words(&file.dropped.legal),
        national: words(&file.national.words),
        local: words(&file.local.words),
        nations: HashMap::new(),
        capitals: HashMap::new(),
    };
    for entry in &file.translations {
        for form in entry.forms.split_whitespace() {
            out.translations.entry(fold(form)).or_insert_with(|| fold(&entry.word));
        }
    }
    for state in &places.state {
        let listed = |list: &str| list.split(';').map(|n| fold(n.trim())).filter(|n| !n.is_empty()).collect::<Vec<_>>();
        for name in listed(&state.names).into_iter().chain(listed(&state.people)) {
            out.nations.entry(name).or_insert_with(|| state.code.clone());
        }
        for name in listed(&state.capital) {
            out.capitals.entry(name).or_insert_with(|| state.code.clone());
        }
    }
    out.nations.entry("russian federation".into()).or_insert_with(|| "RU".into());
    out
});

impl BodyName {
    /// Reads a name as printed.
    pub fn parse(text: &str) -> Self {
        let mut out = BodyName::default();
        let text = out.take_brackets(text);
        let printed: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || matches!(c, '-' | '‑' | '–' | '/' | ','))
            .map(|w| w.trim_matches(|c: char| !c.is_alphanumeric() && c != '.'))
            .filter(|w| !w.is_empty() && !w.eq_ignore_ascii_case("the"))
            .collect();
        let folded: Vec<String> = printed.iter().map(|w| without_possessive(w)).collect();
        out.derive_acronyms(&printed, &folded);
        let mut words = Vec::new();
        let mut at = 0;
        while at < folded.len() {
            match nation_at(&folded[at..]) {
                Some((length, code)) => {
                    out.nation.get_or_insert_with(|| code.to_string());
                    at += length;
                }
                None => {
                    words.push(folded[at].clone());
                    at += 1;
                }
            }
        }
        let content = |w: &&String| !LEXICON.dropped.contains(*w) && !LEXICON.legal.contains(*w);
        let mut tokens: Vec<String> = words.iter().filter(content).map(|w| translate(w)).collect();
        if tokens.is_empty() {
            // nothing but a state's name, or small words: the name itself is what counts
            let whole = folded.iter().filter(|w| *w != "the").cloned().collect::<Vec<_>>().join(" ");
            tokens = vec![out.nation.as_ref().map_or(whole, |code| format!("state {code}"))];
        } else if let [only] = &tokens[..]
            && let Some(code) = LEXICON.capitals.get(only)
        {
            out.nation = Some(code.clone());
            tokens = vec![format!("state {code}")];
        }
        tokens.sort();
        tokens.dedup();
        out.reach = reach(&tokens);
        if let [only] = &printed[..] {
            let letters = only.chars().filter(|c| c.is_alphabetic()).count();
            if (2..=8).contains(&letters) && only.chars().all(|c| c.is_uppercase() || c == '.' || c.is_numeric()) {
                out.abbreviations.push(fold(only));
            }
        }
        out.tokens = tokens;
        out
    }

    /// The words as one key, for blocking.
    pub fn key(&self) -> String {
        self.tokens.join(" ")
    }

    /// True when the whole name is an abbreviation.
    pub fn is_abbreviation(&self) -> bool {
        matches!((&self.tokens[..], &self.abbreviations[..]), ([token], [short]) if token == short)
    }

    /// "(IHC)" is taken as an abbreviation; other brackets are dropped.
    fn take_brackets(&mut self, text: &str) -> String {
        let mut left = String::with_capacity(text.len());
        let mut inside: Option<String> = None;
        for c in text.chars() {
            match (&mut inside, c) {
                (None, '(') => inside = Some(String::new()),
                (Some(words), ')') => {
                    let capitals = words.chars().filter(|c| c.is_uppercase()).count();
                    if capitals >= 2 && !words.contains(' ') {
                        self.abbreviations.push(fold(words));
                    }
                    inside = None;
                    left.push(' ');
                }
                (Some(words), c) => words.push(c),
                (None, c) => left.push(c),
            }
        }
        left
    }

    /// First letters, with and without the small words ("DoJ", "ICC").
    fn derive_acronyms(&mut self, printed: &[&str], folded: &[String]) {
        let proper: Vec<&String> = folded.iter().filter(|w| !LEXICON.dropped.contains(*w)).collect();
        if proper.len() < 2 || !printed.iter().any(|w| w.chars().next().is_some_and(char::is_uppercase)) {
            return;
        }
        let letters = |words: &[&String]| words.iter().filter_map(|w| w.chars().next()).collect::<String>();
        let all: Vec<&String> = folded.iter().filter(|w| *w != "the").collect();
        self.acronyms.push(letters(&proper));
        if all.len() > proper.len() {
            self.acronyms.push(letters(&all));
        }
    }
}

/// How two names of bodies hang together; their states are not compared. Symmetric.
pub fn body_relation(a: &BodyName, b: &BodyName) -> BodyRelation {
    if a.tokens.is_empty() || b.tokens.is_empty() {
        return BodyRelation::Different;
    }
    let short = |x: &[String], y: &[String]| x.iter().any(|w| y.contains(w));
    if a.tokens == b.tokens {
        return if a.is_abbreviation() { BodyRelation::Abbreviation } else { BodyRelation::Same };
    }
    if short(&a.abbreviations, &b.abbreviations) {
        let one_is_short = a.is_abbreviation() || b.is_abbreviation();
        return if one_is_short { BodyRelation::Abbreviation } else { BodyRelation::Rival };
    }
    if a.is_abbreviation() && short(&a.abbreviations, &b.acronyms)
        || b.is_abbreviation() && short(&b.abbreviations, &a.acronyms)
    {
        return BodyRelation::Acronym;
    }
    if short(&a.abbreviations, &b.acronyms)
        || short(&b.abbreviations, &a.acronyms)
        || short(&a.acronyms, &b.acronyms) && a.acronyms.iter().any(|w| w.len() > 2)
    {
        return BodyRelation::Rival;
    }
    let part = |x: &BodyName, y: &BodyName| x.reach == Reach::Proper && x.tokens.iter().all(|t| y.tokens.contains(t));
    if part(a, b) || part(b, a) { BodyRelation::Part } else { BodyRelation::Different }
}

/// The state whose name, adjective or capital `words` are, as code.
pub fn nation_of(words: &str) -> Option<&'static str> {
    let folded = fold(words);
    let name = folded.strip_prefix("the ").unwrap_or(&folded);
    LEXICON.nations.get(name).map(String::as_str)
}

fn nation_at(words: &[String]) -> Option<(usize, &'static str)> {
    (1..=words.len().min(4)).rev().find_map(|n| nation_of(&words[..n].join(" ")).map(|code| (n, code)))
}

fn reach(tokens: &[String]) -> Reach {
    if tokens.iter().all(|t| LEXICON.national.contains(t)) {
        Reach::National
    } else if tokens.iter().all(|t| LEXICON.local.contains(t) || LEXICON.national.contains(t)) {
        Reach::Local
    } else {
        Reach::Proper
    }
}

fn translate(word: &str) -> String {
    if let Some(english) = LEXICON.translations.get(word) {
        return english.clone();
    }
    // plurals count as the singular (Pilots’ Association, Pilot Association)
    match word.strip_suffix('s').filter(|w| w.len() > 3 && !w.ends_with(['s', 'u', 'i'])) {
        Some(stem) => LEXICON.translations.get(stem).cloned().unwrap_or_else(|| stem.to_string()),
        None => word.to_string(),
    }
}

/// Folded, without "'s" at the end or an elided article at the start ("l’eau").
fn without_possessive(word: &str) -> String {
    let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word);
    let elided = ["l'", "l’", "d'", "d’", "L'", "L’", "D'", "D’"].iter().find_map(|e| word.strip_prefix(e));
    fold(elided.filter(|rest| rest.chars().count() > 2).unwrap_or(word))
}

/// Whether an example of `organizations.toml` holds, see `every_lexicon`.
#[cfg(test)]
pub(crate) fn meets(entry: &str, example: &str) -> bool {
    let reach = |reach: Reach| BodyName::parse(example).reach == reach;
    match (entry, example.split_once(" = ")) {
        (_, Some((a, b))) => body_relation(&BodyName::parse(a), &BodyName::parse(b)) == BodyRelation::Same,
        ("national", _) => reach(Reach::National),
        _ => reach(Reach::Local),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(a: &str, b: &str) -> bool {
        let relation = body_relation(&BodyName::parse(a), &BodyName::parse(b));
        assert_eq!(relation, body_relation(&BodyName::parse(b), &BodyName::parse(a)));
        relation == BodyRelation::Same
    }

    #[test]
    fn abbreviations_and_states() {
        let relation = |a: &str, b: &str| body_relation(&BodyName::parse(a), &BodyName::parse(b));
        assert_eq!(relation("International Harbour Council (IHC)", "the IHC"), BodyRelation::Abbreviation);
        assert_eq!(relation("International Harbour Council (IHC)", "Irish Hockey League (IHC)"), BodyRelation::Rival);
        assert_eq!(relation("International Harbour Council", "I.H.C."), BodyRelation::Acronym);
        assert_eq!(relation("harbour council", "International Harbour Council"), BodyRelation::Part);
        assert!(same("the Ministry of Foreign Affairs of the Russian Federation", "Russia’s Foreign Ministry"));
        assert_eq!(BodyName::parse("Russian Foreign Ministry").nation.as_deref(), Some("RU"));
        assert!(same("Moscow", "Russia"));
        assert!(!same("Moscow", "Ukraine"));
        assert_eq!(BodyName::parse("").tokens, [""]);
    }
}

//! What single words are worth: offices, bodies, documents, given names and the small words of English.
//!
//! The words stand in `data/lexicons/*.toml`, each set with examples of its own; here they become one table from a
//! lower-case word to a set of flags, so that reading an article costs one look-up a word.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::Deserialize;

pub(crate) use super::flags::{Flags, Gender};
use crate::document::inflect::singular;
use crate::lexicon::{entries, phrases, read, words};
pub(crate) use crate::text::fold::fold;

/// All word lists in one table.
pub(crate) struct Lexicon {
    words: HashMap<String, Flags>,
    abbreviations: HashSet<String>,
    past: HashSet<String>,
    references: HashSet<String>,
    makers: HashSet<String>,
    of_states: HashSet<String>,
    kinds_of_documents: HashSet<String>,
    outlet_names: HashSet<String>,
    phrase_signs: Vec<String>,
    sentence_signs: Vec<String>,
}

#[derive(Deserialize)]
struct Roles {
    set: Vec<RoleSet>,
    honorifics: Honorifics,
}

#[derive(Deserialize)]
struct RoleSet {
    name: String,
    words: String,
    #[serde(default)]
    male: String,
    #[serde(default)]
    female: String,
}

#[derive(Deserialize)]
struct Honorifics {
    male: String,
    female: String,
    either: String,
}

/// A list of the other files: words, or phrases parted by semicolons.
#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    words: String,
    #[serde(default)]
    phrases: String,
}

/// The lists that give their words a flag.
const FLAGGED: &[(&str, Flags)] = &[
    ("heads", Flags::HEAD),
    ("stand_ins", Flags::STAND_IN),
    ("known", Flags::BODY),
    ("outlets", Flags::OUTLET.union(Flags::BODY)),
    ("outlet_heads", Flags::OUTLET_HEAD),
    ("documents", Flags::DOCUMENT),
    ("groups", Flags::GROUP),
    ("anonymous", Flags::ANONYMOUS),
    ("male", Flags::GIVEN_MALE),
    ("female", Flags::GIVEN_FEMALE),
    ("either", Flags::GIVEN),
    ("determiner", Flags::DETERMINER),
    ("preposition", Flags::PREPOSITION),
    ("conjunction", Flags::CONJUNCTION),
    ("relative", Flags::RELATIVE),
    ("pronoun", Flags::PRONOUN),
    ("adverb", Flags::ADVERB),
    ("verb", Flags::VERB),
    ("calendar", Flags::CALENDAR),
    ("particle", Flags::PARTICLE),
    ("suffix", Flags::SUFFIX),
    ("modifier", Flags::MODIFIER),
    ("adjective", Flags::ADJECTIVE),
];

/// The lexicon of this program. The files are part of the program, and a test reads them: parsing cannot fail.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

impl Lexicon {
    fn load() -> Lexicon {
        let roles: Roles = read("roles.toml", include_str!("../../data/lexicons/roles.toml"));
        let mut lists: BTreeMap<String, Entry> = BTreeMap::new();
        lists.extend(entries("bodies.toml", include_str!("../../data/lexicons/bodies.toml")));
        lists.extend(entries("sources.toml", include_str!("../../data/lexicons/sources.toml")));
        lists.extend(entries("given_names.toml", include_str!("../../data/lexicons/given_names.toml")));
        lists.extend(entries("small_words.toml", include_str!("../../data/lexicons/small_words.toml")));
        let mut flags: HashMap<String, Flags> = HashMap::default();
        let mut add = |list: &str, what: Flags| {
            for word in list.split_whitespace() {
                *flags.entry(word.to_owned()).or_default() |= what;
            }
        };
        for set in &roles.set {
            let kind = role(&set.name);
            add(&set.words, kind);
            add(&set.male, kind | Flags::MALE);
            add(&set.female, kind | Flags::FEMALE);
        }
        add(&roles.honorifics.male, Flags::HONORIFIC | Flags::MALE);
        add(&roles.honorifics.female, Flags::HONORIFIC | Flags::FEMALE);
        add(&roles.honorifics.either, Flags::HONORIFIC);
        for (list, what) in FLAGGED {
            add(&lists[*list].words, *what);
        }
        Lexicon {
            words: flags,
            abbreviations: words(&lists["abbreviation"].words),
            past: words(&lists["past"].words),
            references: words(&lists["reference"].words),
            makers: words(&lists["makers"].words),
            of_states: words(&lists["of_states"].words),
            kinds_of_documents: words(&lists["kinds_of_documents"].words),
            outlet_names: phrases(&lists["outlet_names"].phrases).collect(),
            phrase_signs: phrases(&lists["phrase_signs"].phrases).collect(),
            sentence_signs: phrases(&lists["sentence_signs"].phrases).collect(),
        }
    }

    /// What a word is worth; `word` in lower case.
    pub(crate) fn flags(&self, word: &str) -> Flags {
        if let Some(&flags) = self.words.get(word) {
            // "reports" is a verb and a plural, "women" a group and a plural
            let plural = if flags.any(Flags::VERB | Flags::GROUP) { self.plural(word) } else { None };
            return plural.map_or(flags, |p| flags | p);
        }
        if let Some(flags) = self.plural(word) {
            return flags;
        }
        if !word.is_ascii() {
            let folded = fold(word);
            if folded != word {
                return self.words.get(&folded).copied().unwrap_or_default();
            }
        }
        // "secretary-general", "vice-principal", "ex-mayor"
        if let Some((front, back)) = word.rsplit_once('-') {
            let office = |part: &str| self.words.get(part).is_some_and(|f| f.any(Flags::OFFICE));
            if office(back)
                || (office(front) && matches!(back, "general" | "elect" | "designate" | "in-chief" | "chief"))
            {
                return Flags::OFFICE;
            }
            if back == "old" {
                return Flags::PERSON;
            }
            return self.plural(back).filter(|f| f.any(Flags::OFFICE)).unwrap_or_default();
        }
        Flags::default()
    }

    fn plural(&self, word: &str) -> Option<Flags> {
        let countable = Flags::OFFICE
            | Flags::KIN
            | Flags::PERSON
            | Flags::PARTY
            | Flags::STANCE
            | Flags::DOCUMENT
            | Flags::ANONYMOUS
            | Flags::STAND_IN;
        let singular = singular(word)?;
        let sibilant = |stem: &&str| stem.ends_with(['s', 'x', 'z']) || stem.ends_with("ch") || stem.ends_with("sh");
        let flags = self.words.get(&singular).or_else(|| {
            // "coaches", "bosses"
            self.words.get(singular.strip_suffix('e').filter(sibilant)?)
        })?;
        flags.any(countable).then_some(*flags & countable | Flags::PLURAL)
    }

    /// True when a full stop behind the lower-case `word` belongs to it.
    pub(crate) fn is_abbreviation(&self, word: &str) -> bool {
        self.abbreviations.contains(word)
    }

    /// True for the first word of a title that is no longer held.
    pub(crate) fn is_past(&self, word: &str) -> bool {
        self.past.contains(word)
    }

    /// True for a word that means somebody named elsewhere.
    pub(crate) fn refers(&self, word: &str) -> bool {
        self.references.contains(word)
    }

    /// True for the noun of an office that is a state's, where the state's adjective stands before it.
    pub(crate) fn is_of_state(&self, word: &str) -> bool {
        self.of_states.contains(word) || singular(word).is_some_and(|word| self.of_states.contains(&word))
    }

    /// True for the noun of one who makes works that are named behind "of".
    pub(crate) fn makes_works(&self, word: &str) -> bool {
        self.makers.contains(word)
    }

    /// True for a word of a document's name that says only what kind of document it is; folded.
    pub(crate) fn is_kind_of_document(&self, word: &str) -> bool {
        self.kinds_of_documents.contains(word)
    }

    /// True for the name of an outlet of several words; `name` in lower case.
    pub(crate) fn is_outlet_name(&self, name: &str) -> bool {
        self.outlet_names.contains(name)
    }

    /// True when a source's phrase, or its sentence, says that it asked for cover; both in lower case.
    pub(crate) fn tells_anonymity(&self, phrase: &str, sentence: &str) -> bool {
        self.phrase_signs.iter().any(|sign| phrase.contains(sign.as_str()))
            || self.sentence_signs.iter().any(|sign| sentence.contains(sign.as_str()))
    }
}

/// What a set of `roles.toml` makes of its words.
fn role(set: &str) -> Flags {
    match set {
        "office" => Flags::OFFICE,
        "kin" => Flags::KIN,
        "party" => Flags::PARTY,
        "stance" => Flags::PARTY | Flags::STANCE,
        _ => Flags::PERSON,
    }
}

/// Whether an example of `roles.toml`, `bodies.toml` or `sources.toml` holds, see `every_lexicon`.
#[cfg(test)]
pub(crate) fn meets(entry: &str, example: &str) -> bool {
    let lower = example.to_lowercase();
    let of = |word: Option<&str>| LEXICON.flags(word.unwrap_or_default());
    let (first, last) = (of(lower.split(' ').next()), of(lower.split(' ').next_back()));
    match entry {
        "honorifics" => first.any(Flags::HONORIFIC),
        "outlet_names" => LEXICON.is_outlet_name(&lower),
        "phrase_signs" => LEXICON.tells_anonymity(&lower, ""),
        "sentence_signs" => LEXICON.tells_anonymity("", &lower),
        "groups" => last.any(Flags::GROUP | Flags::PLURAL),
        "kinds_of_documents" => LEXICON.is_kind_of_document(lower.rsplit(' ').next().unwrap_or_default()),
        "of_states" => LEXICON.is_of_state(lower.rsplit(' ').next().unwrap_or_default()),
        "makers" => LEXICON.makes_works(lower.rsplit(' ').next().unwrap_or_default()),
        "outlets" => last.any(Flags::OUTLET),
        "stance" => last.any(Flags::STANCE),
        _ => match FLAGGED.iter().find(|(list, _)| *list == entry) {
            Some((_, flag)) => last.any(*flag),
            None => last.any(role(entry)),
        },
    }
}

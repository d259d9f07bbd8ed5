//! What single words are worth: offices, bodies, documents, given names and the small words of English.
//!
//! The words stand in `data/lexicons/*.toml`, each set with examples of its own; here they become one table from a
//! lower-case word to a set of flags, so that reading an article costs one look-up a word.

use std::{collections::HashMap, sync::LazyLock};

use serde::Deserialize;

pub(crate) use crate::lexicon::phrases;
pub(crate) use crate::text::fold::fold;

/// A set of [`Flags`] constants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flags(pub u64);

macro_rules! flags {
    ($($(#[$doc:meta])* $name:ident = $bit:literal;)+) => {
        impl Flags { $($(#[$doc])* pub(crate) const $name: Flags = Flags(1 << $bit);)+ }
    };
}

flags! {
    /// office or profession
    OFFICE = 0;
    /// kin and the like: a role only with its possessor
    KIN = 1;
    /// people without a role
    PERSON = 2;
    /// member of a party
    PARTY = 3;
    /// tells a man
    MALE = 4;
    /// tells a woman
    FEMALE = 5;
    /// the word as printed is a plural of the one in the lexicon
    PLURAL = 6;
    /// heads names of bodies
    HEAD = 7;
    /// stands for a body named elsewhere
    STAND_IN = 8;
    /// a body of one word
    BODY = 9;
    /// carries what others say
    OUTLET = 10;
    /// a document
    DOCUMENT = 11;
    /// several people
    GROUP = 12;
    /// an unnamed source
    ANONYMOUS = 13;
    /// a given name of men
    GIVEN_MALE = 14;
    /// a given name of women
    GIVEN_FEMALE = 15;
    /// a given name of either
    GIVEN = 16;
    /// Mr., Ms., Dr. and the like
    HONORIFIC = 17;
    /// the, a, his …
    DETERMINER = 18;
    /// of, for, at …
    PREPOSITION = 19;
    /// and, but …
    CONJUNCTION = 20;
    /// he, who …
    PRONOUN = 21;
    /// auxiliaries, verbs of saying and other frequent ones
    VERB = 22;
    /// days and months
    CALENDAR = 23;
    /// not, also …
    ADVERB = 24;
    /// begins sentences with a capital, never a name
    OPENER = 25;
    /// de, van, al …
    PARTICLE = 26;
    /// Jr., III
    SUFFIX = 27;
    /// former, acting, deputy …
    MODIFIER = 28;
    /// who, which, that
    RELATIVE = 29;
    /// closes an outlet's name ("Times")
    OUTLET_HEAD = 30;
    /// introduces a source phrase
    STRIP = 31;
    /// written with a capital, but no name: faiths, peoples, colours of people
    ADJECTIVE = 32;
    /// a local government's kind: city, county, town
    LOCAL = 33;
    /// calls again someone named ("the billionaire")
    EPITHET = 34;
    /// for or against someone: counts as [`Flags::PARTY`] too
    STANCE = 35;
}

impl Flags {
    /// True when one of `others` is set.
    pub(crate) fn any(self, others: Flags) -> bool {
        self.0 & others.0 != 0
    }
}

impl std::ops::BitOr for Flags {
    type Output = Flags;

    fn bitor(self, other: Flags) -> Flags {
        Flags(self.0 | other.0)
    }
}

impl std::ops::BitOrAssign for Flags {
    fn bitor_assign(&mut self, other: Flags) {
        self.0 |= other.0;
    }
}

/// Man or woman, as the text calls a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

/// All word lists in one table.
pub(crate) struct Lexicon {
    words: HashMap<String, Flags>,
    abbreviations: std::collections::HashSet<String>,
    outlet_names: std::collections::HashSet<String>,
}

#[derive(Deserialize)]
struct Roles {
    set: Vec<RoleSet>,
    honorifics: Honorifics,
}

#[derive(Deserialize)]
struct RoleSet {
    kind: String,
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

#[derive(Deserialize)]
struct Bodies {
    heads: String,
    stand_ins: String,
    known: String,
    outlets: String,
    outlet_heads: String,
    outlet_names: String,
}

#[derive(Deserialize)]
struct Sources {
    documents: Words,
    anonymous: Words,
    groups: Words,
    strip: Strip,
    epithets: Words,
}

#[derive(Deserialize)]
struct Words {
    words: String,
}

#[derive(Deserialize)]
struct Strip {
    before: String,
}

#[derive(Deserialize)]
struct Given {
    male: String,
    female: String,
    either: String,
}

#[derive(Deserialize)]
struct Small {
    determiner: String,
    preposition: String,
    conjunction: String,
    relative: String,
    pronoun: String,
    adverb: String,
    verb: String,
    calendar: String,
    opener: String,
    abbreviation: String,
    particle: String,
    suffix: String,
    modifier: String,
    adjective: String,
    local: String,
}

const ROLES: &str = include_str!("../../data/lexicons/roles.toml");
const BODIES: &str = include_str!("../../data/lexicons/bodies.toml");
const SOURCES: &str = include_str!("../../data/lexicons/sources.toml");
const GIVEN: &str = include_str!("../../data/lexicons/given_names.toml");
const SMALL: &str = include_str!("../../data/lexicons/small_words.toml");

/// The lexicon of this program. The files are part of the program, and a test reads them: parsing cannot fail.
pub(crate) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

impl Lexicon {
    fn load() -> Lexicon {
        let roles: Roles = toml::from_str(ROLES).expect("roles.toml");
        let bodies: Bodies = toml::from_str(BODIES).expect("bodies.toml");
        let sources: Sources = toml::from_str(SOURCES).expect("sources.toml");
        let given: Given = toml::from_str(GIVEN).expect("given_names.toml");
        let small: Small = toml::from_str(SMALL).expect("small_words.toml");

        let mut words: HashMap<String, Flags> = HashMap::new();
        let mut add = |list: &str, flags: Flags| {
            for word in list.split_whitespace() {
                *words.entry(word.to_owned()).or_default() |= flags;
            }
        };
        for set in &roles.set {
            let kind = match set.kind.as_str() {
                "office" => Flags::OFFICE,
                "kin" => Flags::KIN,
                "party" => Flags::PARTY,
                "stance" => Flags::PARTY | Flags::STANCE,
                _ => Flags::PERSON,
            };
            add(&set.words, kind);
            add(&set.male, kind | Flags::MALE);
            add(&set.female, kind | Flags::FEMALE);
        }
        add(&roles.honorifics.male, Flags::HONORIFIC | Flags::MALE);
        add(&roles.honorifics.female, Flags::HONORIFIC | Flags::FEMALE);
        add(&roles.honorifics.either, Flags::HONORIFIC);
        add(&bodies.heads, Flags::HEAD);
        add(&bodies.stand_ins, Flags::STAND_IN);
        add(&bodies.known, Flags::BODY);
        add(&bodies.outlets, Flags::OUTLET | Flags::BODY);
        add(&bodies.outlet_heads, Flags::OUTLET_HEAD);
        add(&sources.documents.words, Flags::DOCUMENT);
        add(&sources.groups.words, Flags::GROUP);
        add(&sources.anonymous.words, Flags::ANONYMOUS);
        add(&sources.strip.before, Flags::STRIP);
        add(&sources.epithets.words, Flags::EPITHET);
        add(&given.male, Flags::GIVEN_MALE);
        add(&given.female, Flags::GIVEN_FEMALE);
        add(&given.either, Flags::GIVEN);
        add(&small.determiner, Flags::DETERMINER);
        add(&small.preposition, Flags::PREPOSITION);
        add(&small.conjunction, Flags::CONJUNCTION);
        add(&small.relative, Flags::RELATIVE);
        add(&small.pronoun, Flags::PRONOUN);
        add(&small.adverb, Flags::ADVERB);
        add(&small.verb, Flags::VERB);
        add(&small.calendar, Flags::CALENDAR);
        add(&small.opener, Flags::OPENER);
        add(&small.particle, Flags::PARTICLE);
        add(&small.suffix, Flags::SUFFIX);
        add(&small.modifier, Flags::MODIFIER);
        add(&small.adjective, Flags::ADJECTIVE);
        add(&small.local, Flags::LOCAL);

        Lexicon {
            words,
            abbreviations: small.abbreviation.split_whitespace().map(str::to_owned).collect(),
            outlet_names: phrases(&bodies.outlet_names).collect(),
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
        flags.any(countable).then_some(Flags(flags.0 & countable.0) | Flags::PLURAL)
    }

    /// True when a full stop behind the lower-case `word` belongs to it.
    pub(crate) fn is_abbreviation(&self, word: &str) -> bool {
        self.abbreviations.contains(word)
    }

    /// True for the name of an outlet of several words; `name` in lower case.
    pub(crate) fn is_outlet_name(&self, name: &str) -> bool {
        self.outlet_names.contains(name)
    }
}

fn singular(word: &str) -> Option<String> {
    if let Some(stem) = word.strip_suffix("men") {
        return Some(format!("{stem}man"));
    }
    if let Some(stem) = word.strip_suffix("people") {
        return Some(format!("{stem}person"));
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    if let Some(stem) = word.strip_suffix("wives") {
        return Some(format!("{stem}wife"));
    }
    let stem = word.strip_suffix('s')?;
    (stem.len() > 2 && !stem.ends_with('s')).then(|| stem.to_owned())
}

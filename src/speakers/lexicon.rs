//! What single words are worth: offices, bodies, documents, given names and the small words of English.
//!
//! The words stand in `data/lexicons/*.toml`, each set with examples of its own; here they become one table from a
//! lower-case word to a set of flags, so that reading an article costs one look-up a word.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
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
    /// heads names of bodies ("companies": no plural of what stands for a body)
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
    /// not, also …
    ADVERB = 22;
    /// auxiliaries, verbs of saying and other frequent ones
    VERB = 23;
    /// days and months
    CALENDAR = 24;
    /// de, van, al …
    PARTICLE = 25;
    /// Jr., III
    SUFFIX = 26;
    /// former, acting, deputy …
    MODIFIER = 27;
    /// who, which, that
    RELATIVE = 28;
    /// closes an outlet's name ("Times")
    OUTLET_HEAD = 29;
    /// written with a capital, but no name: faiths, peoples, colours of people
    ADJECTIVE = 30;
    /// for or against someone: counts as [`Flags::PARTY`] too
    STANCE = 31;
}

impl Flags {
    /// True when one of `others` is set.
    pub(crate) fn any(self, others: Flags) -> bool {
        self.0 & others.0 != 0
    }

    /// True when this is a given name of whatever gender.
    pub(crate) fn is_given(self) -> bool {
        self.any(Flags::GIVEN_MALE | Flags::GIVEN_FEMALE | Flags::GIVEN)
    }

    /// True for small words, which never carry a name or a role.
    pub(crate) fn is_small(self) -> bool {
        self.any(
            Flags::DETERMINER
                | Flags::PREPOSITION
                | Flags::CONJUNCTION
                | Flags::PRONOUN
                | Flags::RELATIVE
                | Flags::ADVERB
                | Flags::VERB,
        )
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
    abbreviations: HashSet<String>,
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
    anonymous: Anonymous,
    groups: Words,
}

#[derive(Deserialize)]
struct Words {
    words: String,
}

#[derive(Deserialize)]
struct Anonymous {
    words: String,
    phrase_signs: String,
    sentence_signs: String,
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
    abbreviation: String,
    particle: String,
    suffix: String,
    modifier: String,
    adjective: String,
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

        let mut words: HashMap<String, Flags> = HashMap::default();
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
        add(&small.particle, Flags::PARTICLE);
        add(&small.suffix, Flags::SUFFIX);
        add(&small.modifier, Flags::MODIFIER);
        add(&small.adjective, Flags::ADJECTIVE);

        Lexicon {
            words,
            abbreviations: small.abbreviation.split_whitespace().map(str::to_owned).collect(),
            outlet_names: phrases(&bodies.outlet_names).collect(),
            phrase_signs: phrases(&sources.anonymous.phrase_signs).collect(),
            sentence_signs: phrases(&sources.anonymous.sentence_signs).collect(),
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

    /// True when a source's phrase, or its sentence, says that it asked for cover; both in lower case.
    pub(crate) fn tells_anonymity(&self, phrase: &str, sentence: &str) -> bool {
        self.phrase_signs.iter().any(|sign| phrase.contains(sign.as_str()))
            || self.sentence_signs.iter().any(|sign| sentence.contains(sign.as_str()))
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

/// The examples in the files hold.
#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct YesNo {
        yes: Vec<String>,
        no: Vec<String>,
    }

    fn last_word(phrase: &str) -> Flags {
        LEXICON.flags(&phrase.rsplit(' ').next().unwrap_or_default().to_lowercase())
    }

    fn hold(examples: &YesNo, what: &str, met: impl Fn(&str) -> bool) {
        for (list, expected) in [(&examples.yes, true), (&examples.no, false)] {
            for phrase in list {
                assert_eq!(met(phrase), expected, "{what}: {phrase}");
            }
        }
    }

    #[test]
    fn roles() {
        let file: toml::Table = ROLES.parse().expect("roles.toml");
        for set in file["set"].as_array().expect("sets") {
            let kind = set["kind"].as_str().expect("a kind");
            let flag = match kind {
                "office" => Flags::OFFICE,
                "kin" => Flags::KIN,
                "person" => Flags::PERSON,
                "party" => Flags::PARTY,
                "stance" => Flags::STANCE,
                other => panic!("roles.toml: unknown kind {other}"),
            };
            let examples: YesNo = set.clone().try_into().expect("examples");
            hold(&examples, kind, |phrase| last_word(phrase).any(flag));
        }
    }

    #[test]
    fn kinds_of_sources() {
        let file: toml::Table = SOURCES.parse().expect("sources.toml");
        for (kind, flag) in
            [("documents", Flags::DOCUMENT), ("anonymous", Flags::ANONYMOUS), ("groups", Flags::GROUP | Flags::PLURAL)]
        {
            let examples: YesNo = file[kind].clone().try_into().expect("examples");
            hold(&examples, kind, |phrase| last_word(phrase).any(flag));
        }
    }

    #[test]
    fn given_names() {
        let examples: YesNo = toml::from_str(GIVEN).expect("given_names.toml");
        hold(&examples, "given", |name| LEXICON.flags(name).is_given());
    }

    #[test]
    fn small_words() {
        let examples: YesNo = toml::from_str(SMALL).expect("small_words.toml");
        hold(&examples, "small", |line| {
            let (class, word) = line.split_once(": ").expect("class: word");
            let flag = match class {
                "determiner" => Flags::DETERMINER,
                "preposition" => Flags::PREPOSITION,
                "verb" => Flags::VERB,
                "calendar" => Flags::CALENDAR,
                "relative" => Flags::RELATIVE,
                other => panic!("small_words.toml: unknown class {other}"),
            };
            LEXICON.flags(word).any(flag)
        });
    }
}

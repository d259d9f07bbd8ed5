//! A voice, what its name names, and the blocks in which it is looked for.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::bodies::{BodyName, Reach};
use crate::speakers::lexicon::LEXICON;
use crate::speakers::names::{self, PersonName, fold};
use crate::statement::{SpeakerType, Voice};
use crate::text::one_line;

/// A voice of one article, with what its article tells of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VoiceProfile {
    /// stable name of this voice, see [`voice_key`]
    pub key: String,
    /// content id of the article
    pub article: String,
    /// day of publication, `YYYY-MM-DD`
    pub published: Option<String>,
    /// newspaper, agency or site
    pub outlet: Option<String>,
    /// fullest name that the article gives
    pub name: String,
    /// kind of speaker
    #[serde(rename = "type")]
    pub speaker_type: SpeakerType,
    /// title and organisation as printed
    pub role: Option<String>,
    /// the body that the role belongs to, or the body itself
    pub organization: Option<String>,
    /// ISO 3166 code
    pub country: Option<String>,
    /// names of the article's other speakers: who is quoted beside whom tells namesakes apart
    #[serde(default)]
    pub beside: Vec<String>,
    /// how many statements the voice makes in the article
    pub statements: u32,
}

impl VoiceProfile {
    /// The profile of a resolved voice; `nth` counts the article's voices of the same name.
    pub fn new(article: &str, voice: &Voice, nth: usize) -> Self {
        VoiceProfile {
            key: voice_key(article, &voice.name, nth),
            article: article.to_string(),
            published: None,
            outlet: None,
            name: voice.name.clone(),
            speaker_type: voice.speaker_type,
            role: voice.role.clone(),
            organization: voice.organization.clone(),
            country: voice.country.clone(),
            beside: Vec::new(),
            statements: 1,
        }
    }
}

/// The name of a voice that stays the same when its article is extracted again: the article's content id and the
/// normalised name; `nth` tells apart voices of one name in one article.
pub fn voice_key(article: &str, name: &str, nth: usize) -> String {
    let name = words(name);
    if nth == 0 { format!("{article}/{name}") } else { format!("{article}/{name}~{nth}") }
}

/// The blocks of whoever bears a name: only voices that share one are compared. None for those who are never the same across
/// articles.
pub fn block_keys(speaker_type: SpeakerType, name: &str) -> Vec<String> {
    blocks_of(&Subject::of(speaker_type, name))
}

pub(super) fn blocks_of(subject: &Subject) -> Vec<String> {
    match subject {
        Subject::Person(name) => person_blocks(name),
        Subject::Body(name) => body_blocks(name),
        Subject::Document(key) => vec![format!("d:{key}")],
        Subject::Alone => Vec::new(),
    }
}

/// What a name names.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Subject {
    Person(PersonName),
    Body(BodyName),
    /// a document with a name of its own, folded
    Document(String),
    /// unnamed, anonymous, a group, "the report": never the same across articles
    Alone,
}

impl Subject {
    pub(super) fn of(speaker_type: SpeakerType, name: &str) -> Self {
        match speaker_type {
            SpeakerType::Person if is_name(name) => Subject::Person(PersonName::parse(name)),
            SpeakerType::Organization => {
                let body = BodyName::parse(name);
                if body.reach == Reach::Local || body.key().is_empty() { Subject::Alone } else { Subject::Body(body) }
            }
            SpeakerType::Document => document_key(name).map_or(Subject::Alone, Subject::Document),
            _ => Subject::Alone,
        }
    }
}

/// A person's name has a capital, or is in a script without.
pub(super) fn is_name(name: &str) -> bool {
    name.chars().any(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// "Flood Safety Report 2021": two words or more that are neither small nor the name of a kind of document.
fn document_key(name: &str) -> Option<String> {
    let own = |w: &&str| !LEXICON.is_kind_of_document(&fold(w));
    let named = |w: &&str| w.chars().next().is_some_and(|c| c.is_uppercase() || c.is_numeric());
    let words: Vec<&str> = name.split_whitespace().collect();
    (words.iter().filter(|w| own(w) && named(w)).count() >= 2).then(|| self::words(name).replace("the ", ""))
}

pub(super) fn person_blocks(name: &PersonName) -> Vec<String> {
    let mut blocks: BTreeSet<String> =
        name.last_forms().iter().map(|form| format!("p:{}", names::last_key(form))).collect();
    if let Some(given) = &name.given {
        let (a, b) = (names::last_key(given), names::last_key(&name.last));
        blocks.insert(format!("n:{} {}", (&a).min(&b), (&a).max(&b)));
        blocks.insert(format!("c:{a} {}", consonants(&name.last)));
    }
    blocks.into_iter().collect()
}

/// True for a block of people who share a last name, or what may be one.
pub(super) fn is_last_name_block(block: &str) -> bool {
    block.starts_with("p:")
}

/// A last name without vowels: what slips and Ukrainian and Russian forms of one name leave alone (Bilous, Belous).
fn consonants(last: &str) -> String {
    names::key(last).chars().filter(|c| !"aeiou".contains(*c)).collect()
}

/// True for two long last names that differ in one vowel; a final "a" makes a woman's name of a man's.
pub(super) fn is_slip(x: &PersonName, y: &PersonName) -> bool {
    let (a, b) = (names::key(&x.last), names::key(&y.last));
    let long = a.chars().count() > 4 && b.chars().count() > 4;
    let feminine = a.strip_suffix('a') == Some(&b) || b.strip_suffix('a') == Some(&a);
    long && !feminine && consonants(&x.last) == consonants(&y.last) && strsim::levenshtein(&a, &b) <= 1
}

pub(super) fn body_blocks(name: &BodyName) -> Vec<String> {
    let mut blocks = BTreeSet::from([format!("o:{}", name.key())]);
    blocks.extend(name.abbreviations.iter().chain(&name.acronyms).map(|short| format!("a:{short}")));
    blocks.into_iter().collect()
}

/// Lower-case words without accents and punctuation.
pub(super) fn words(text: &str) -> String {
    let folded: String = fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    one_line(&folded)
}

/// The same name however dressed: without honorifics and accents.
pub(super) fn plain(subject: &Subject) -> String {
    match subject {
        Subject::Person(name) => words(&name.bare()),
        Subject::Body(name) => [&name.key(), name.nation.as_deref().unwrap_or(""), &name.abbreviations.join(" ")]
            .join(" ")
            .trim()
            .to_string(),
        Subject::Document(key) => key.clone(),
        Subject::Alone => String::new(),
    }
}

/// Days, counting every month as 31: only differences are used.
pub(super) fn day(date: &str) -> Option<i32> {
    let year: i32 = date.get(..4)?.parse().ok()?;
    let part = |from: usize| date.get(from..from + 2).and_then(|p| p.parse::<i32>().ok()).unwrap_or(1);
    Some(year * 372 + part(5) * 31 + part(8))
}

/// Spellings with their statements, most first.
pub(super) fn spellings<'v>(voices: impl Iterator<Item = &'v VoiceProfile>) -> Vec<(String, u32)> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for voice in voices {
        let count = counts.entry(&voice.name).or_default();
        *count = count.saturating_add(voice.statements.max(1));
    }
    let mut list: Vec<(String, u32)> = counts.into_iter().map(|(name, n)| (name.to_string(), n)).collect();
    list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    list
}

/// The most frequent of the fullest spellings: a person's with given name, written out, and with the generation if
/// any has it; a body's written out, without its abbreviation in brackets.
pub(super) fn display_name(spellings: &[(String, u32)], speaker_type: SpeakerType) -> String {
    match speaker_type {
        SpeakerType::Person => {
            let rank = |name: &str| {
                let parsed = PersonName::parse(name);
                let given = parsed.given.as_deref();
                let full = given.map_or(0, |g| if names::is_initial(g) { 1 } else { 2 });
                (full, parsed.suffix.is_some())
            };
            let mut bare: BTreeMap<String, u32> = BTreeMap::new();
            for (name, n) in spellings {
                *bare.entry(PersonName::parse(name).bare()).or_default() += n;
            }
            let best = bare.into_iter().max_by_key(|(name, n)| (rank(name), *n, std::cmp::Reverse(name.clone())));
            best.map(|(name, _)| name).unwrap_or_default()
        }
        _ => {
            let short = |name: &str| BodyName::parse(name).is_abbreviation();
            let best = spellings.iter().max_by_key(|(name, n)| (!short(name), *n, std::cmp::Reverse(name.clone())));
            let name = best.map(|(name, _)| name.as_str()).unwrap_or_default();
            let open =
                name.find(" (").filter(|at| name[*at..].ends_with(')') && !name[*at..].contains(char::is_lowercase));
            let name = &name[..open.unwrap_or(name.len())];
            name.strip_prefix("the ").or_else(|| name.strip_prefix("The ")).unwrap_or(name).to_string()
        }
    }
}

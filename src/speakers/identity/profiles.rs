//! A voice in the form that voices are compared by, and the blocks in which it is looked for.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::bodies::{BodyName, Reach};
use super::decisions::Groups;
use super::evidence;
use super::offices::Office;
use crate::speakers::names::{self, NameRelation, PersonName, fold};
use crate::statement::{SpeakerType, Voice};

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

/// The blocks of a voice: only voices that share one are compared. None for those who are never the same across
/// articles.
pub fn block_keys(voice: &VoiceProfile) -> Vec<String> {
    blocks_of(&Subject::of(voice.speaker_type, &voice.name))
}

fn blocks_of(subject: &Subject) -> Vec<String> {
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
fn is_name(name: &str) -> bool {
    name.chars().any(|c| c.is_alphabetic() && !c.is_lowercase())
}

/// "Flood Safety Report 2021": two words or more that are neither small nor the name of a kind of document.
fn document_key(name: &str) -> Option<String> {
    const KINDS: [&str; 24] = [
        "the",
        "a",
        "an",
        "of",
        "for",
        "on",
        "and",
        "in",
        "report",
        "study",
        "filing",
        "filings",
        "letter",
        "poll",
        "survey",
        "statement",
        "court",
        "document",
        "documents",
        "indictment",
        "lawsuit",
        "complaint",
        "memo",
        "book",
    ];
    let own = |w: &&str| !KINDS.contains(&fold(w).as_str());
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
fn words(text: &str) -> String {
    let folded: String = fold(text).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
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

/// Voices that look alike in every respect that counts, as one.
#[derive(Debug)]
pub(super) struct Node {
    /// indices of the input
    pub voices: Vec<usize>,
    pub subject: Subject,
    /// index of [`Nodes::names`], for persons
    pub name: usize,
    /// letters that may begin a given or last name, a bit each
    pub initials: u32,
    /// of bodies and documents; those of persons are kept by name
    blocks: Vec<String>,
    pub office: Office,
    pub body: Option<BodyName>,
    pub country: Option<String>,
    /// first and last day, in days
    pub days: Option<(i32, i32)>,
    pub outlets: BTreeSet<String>,
    pub articles: BTreeSet<String>,
    /// last names of those quoted in the same articles
    pub beside: BTreeSet<String>,
    /// their full names, words sorted
    pub beside_full: BTreeSet<String>,
}

impl Node {
    pub(super) fn is_person(&self) -> bool {
        matches!(self.subject, Subject::Person(_))
    }
}

/// All nodes, in an order that the input's order does not change.
pub(super) struct Nodes {
    pub list: Vec<Node>,
    /// different names of persons
    pub names: Vec<PersonName>,
    /// of each name whether very many people bear its last name
    pub common: Vec<bool>,
    /// of each name the letters that may begin it
    initials: Vec<u32>,
    /// of each name its blocks
    blocks: Vec<Vec<String>>,
}

impl Nodes {
    /// `group` holds for each voice the group in which decisions have put it.
    pub(super) fn of(voices: &[VoiceProfile], group: &[Option<usize>]) -> Self {
        let mut by_look: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        let mut parsed: HashMap<(SpeakerType, &str), Subject> = HashMap::new();
        let mut bodies: HashMap<&str, BodyName> = HashMap::new();
        for (n, voice) in voices.iter().enumerate() {
            let subject = parsed
                .entry((voice.speaker_type, &voice.name))
                .or_insert_with(|| Subject::of(voice.speaker_type, &voice.name));
            let part = |t: &Option<String>| t.as_deref().map(words).unwrap_or_default();
            let body =
                voice.organization.as_deref().map(|o| bodies.entry(o).or_insert_with(|| BodyName::parse(o)).key());
            let group = group.get(n).copied().flatten().map_or(String::new(), |g| g.to_string());
            let country = voice.country.as_deref().unwrap_or("");
            let look = if *subject == Subject::Alone {
                format!("~{}", voice.key)
            } else {
                let title = honorific_role(subject).unwrap_or_default();
                let role = part(&voice.role);
                format!(
                    "{}|{}|{role}{title}|{}|{country}|{group}",
                    voice.speaker_type,
                    plain(subject),
                    body.unwrap_or_default()
                )
            };
            by_look.entry(look).or_default().push(n);
        }
        let mut nodes = Nodes {
            list: Vec::with_capacity(by_look.len()),
            names: Vec::new(),
            common: Vec::new(),
            initials: Vec::new(),
            blocks: Vec::new(),
        };
        let mut name_ids: HashMap<String, usize> = HashMap::new();
        for mut members in by_look.into_values() {
            members.sort_by(|a, b| (&voices[*a].name, &voices[*a].key).cmp(&(&voices[*b].name, &voices[*b].key)));
            let first = &voices[members[0]];
            let subject = parsed[&(first.speaker_type, first.name.as_str())].clone();
            let several = members.len() > 1;
            nodes.push(voices, members, subject.clone(), &bodies, &mut name_ids);
            // what looks alike is one only if so much is known that this means something
            if several && !evidence::twins_are_one(&nodes, nodes.list.len() - 1) {
                for voice in nodes.list.pop().map(|n| n.voices).unwrap_or_default() {
                    nodes.push(voices, vec![voice], subject.clone(), &bodies, &mut name_ids);
                }
            }
        }
        nodes
    }

    /// The blocks of a node's voices.
    pub(super) fn blocks_of<'n>(&'n self, node: &'n Node) -> &'n [String] {
        if node.is_person() { &self.blocks[node.name] } else { &node.blocks }
    }

    /// The group in which decisions have put a node's voices; they are in one, or in none.
    pub(super) fn group_of(&self, node: usize, groups: &Groups) -> Option<usize> {
        self.list[node].voices.first().and_then(|v| groups.of_voice.get(*v).copied().flatten())
    }

    fn push(
        &mut self,
        voices: &[VoiceProfile],
        members: Vec<usize>,
        subject: Subject,
        bodies: &HashMap<&str, BodyName>,
        name_ids: &mut HashMap<String, usize>,
    ) {
        let first = &voices[members[0]];
        let (mut name, mut initials) = (0, 0);
        if let Subject::Person(person) = &subject {
            name = *name_ids.entry(parts_key(person)).or_insert_with(|| {
                self.common.push(is_common(person));
                self.initials.push(initials_of(person));
                self.blocks.push(person_blocks(person));
                self.names.push(person.clone());
                self.names.len() - 1
            });
            initials = self.initials[name];
        }
        let body = first.organization.as_deref().and_then(|o| bodies.get(o)).cloned();
        let body_words = body.as_ref().map(|b| b.tokens.clone()).unwrap_or_default();
        let role = first.role.clone().or_else(|| honorific_role(&subject));
        let country = first.country.clone().or_else(|| match &subject {
            Subject::Body(name) => name.nation.clone(),
            _ => body.as_ref().and_then(|b| b.nation.clone()),
        });
        let of = |field: fn(&VoiceProfile) -> Option<&String>| {
            members.iter().filter_map(|v| field(&voices[*v])).cloned().collect()
        };
        let named =
            |v: &usize| voices[*v].beside.iter().filter(|n| is_name(n)).map(|n| beside_words(n)).collect::<Vec<_>>();
        let neighbours: Vec<Vec<String>> = members.iter().flat_map(named).collect();
        let beside = |key: fn(&[String]) -> Option<String>| neighbours.iter().filter_map(|w| key(w)).collect();
        let days: Vec<i32> = members.iter().filter_map(|v| day(voices[*v].published.as_deref()?)).collect();
        self.list.push(Node {
            name,
            initials,
            blocks: if matches!(subject, Subject::Person(_)) { Vec::new() } else { blocks_of(&subject) },
            office: role.map(|r| Office::parse(&r, &body_words)).unwrap_or_default(),
            body,
            country,
            days: days.iter().min().zip(days.iter().max()).map(|(a, b)| (*a, *b)),
            outlets: of(|v| v.outlet.as_ref()),
            articles: of(|v| Some(&v.article)),
            beside: beside(|words| words.last().cloned()),
            beside_full: beside(|words| {
                let mut sorted = words.to_vec();
                sorted.sort();
                (words.len() > 1).then(|| sorted.join(" "))
            }),
            subject,
            voices: members,
        });
    }
}

/// Names with the same parts, whatever their honorifics, case and accents.
fn parts_key(name: &PersonName) -> String {
    let PersonName { given, middle, nickname, patronymic, last, birth_name, suffix, .. } = name;
    fold(&format!("{given:?} {middle:?} {nickname:?} {patronymic:?} {last} {birth_name:?} {suffix:?}"))
}

/// "Judge" and "President" before a name are a role when no other is given.
fn honorific_role(subject: &Subject) -> Option<String> {
    let Subject::Person(name) = subject else { return None };
    name.honorifics.iter().find(|h| names::is_office(h)).map(|h| h.to_lowercase())
}

/// The words of a neighbour's name, as keys; small ones tell nothing.
fn beside_words(name: &str) -> Vec<String> {
    name.split_whitespace().map(names::key).filter(|k| k.len() > 2).collect()
}

/// Which letters a given name may be abbreviated to; a bare name may be any.
fn initials_of(name: &PersonName) -> u32 {
    let Some(given) = &name.given else { return u32::MAX };
    let letters = name.middle.iter().chain(&name.nickname).chain([given, &name.last]);
    letters.flat_map(|w| names::given_initials(w)).fold(0, |mask, c| mask | 1 << (u32::from(c) % 32))
}

/// True for one of the last names that very many people bear.
fn is_common(name: &PersonName) -> bool {
    static COMMON: LazyLock<HashSet<String>> = LazyLock::new(|| {
        include_str!("../../../data/lexicons/common_last_names.txt").split_whitespace().map(names::last_key).collect()
    });
    COMMON.contains(&names::last_key(&name.last))
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

/// Relations of names, worked out once for every two names of a block.
#[derive(Default)]
pub(super) struct RelationCache(HashMap<(usize, usize), NameRelation>);

impl RelationCache {
    pub(super) fn of(&mut self, nodes: &Nodes, a: usize, b: usize) -> NameRelation {
        let (a, b) = (nodes.list[a].name, nodes.list[b].name);
        let pair = (a.min(b), a.max(b));
        *self.0.entry(pair).or_insert_with(|| names::relation(&nodes.names[pair.0], &nodes.names[pair.1]))
    }

    /// Starts anew; the next block has other names.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

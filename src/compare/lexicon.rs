//! The words that the comparison knows: files under `data/lexicons/`, each with its own examples.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::pattern::Patterns;

/// Everything that is known of words. The files are part of the program, and tests read them: parsing cannot fail.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

const POLARITY: &str = include_str!("../../data/lexicons/polarity.toml");
const FRAMES: &str = include_str!("../../data/lexicons/frames.toml");
const RELATIONS: &str = include_str!("../../data/lexicons/relations.toml");
const JUDGEMENTS: &str = include_str!("../../data/lexicons/judgements.toml");
const INFLECTIONS: &str = include_str!("../../data/lexicons/inflections.toml");
/// From WordNet: words of one sense, and verbs.
const NEAR: &str = include_str!("../../data/lexicons/near_words.txt");
const VERBS: &str = include_str!("../../data/lexicons/verbs.txt");
/// The most frequent words of English, most frequent first.
const FREQUENT: &str = include_str!("../../data/lexicons/frequent_words.txt");

pub(super) struct Lexicon {
    pub negations: HashSet<String>,
    /// verbs that negate what they govern with "to"
    pub turning: HashSet<String>,
    /// words that only stress a negation
    pub emphasis: HashSet<String>,
    pub no_negation: Patterns,
    /// of these, those by which nothing is denied at all
    pub no_denial: Patterns,
    pub light: HashSet<String>,
    pub function: HashSet<String>,
    pub carrying: HashSet<String>,
    pub modals: HashSet<String>,
    /// lemma → "plan", "duty", "possibility", "wish"
    pub modality: HashMap<String, String>,
    pub numbers: HashMap<String, f64>,
    pub scales: HashMap<String, f64>,
    pub lower_bound: HashSet<String>,
    pub upper_bound: HashSet<String>,
    pub about: HashSet<String>,
    pub units: HashSet<String>,
    pub times: HashSet<String>,
    pub frames: Vec<Frame>,
    /// lemma → family
    pub families: HashMap<String, String>,
    /// families of people and things, which are no predicates
    pub things: HashSet<String>,
    /// two lemmas → family
    pub phrases: HashMap<(String, String), String>,
    opposites: Partners,
    antonyms: Partners,
    converses: Partners,
    /// verbs with so many meanings that they clash only before the same object
    pub many_meanings: HashSet<String>,
    /// what says the same whichever of the two comes first
    pub symmetric: HashSet<String>,
    /// nouns that say what one is to another
    pub one_sided: HashSet<String>,
    /// words that look like the negative form of another one, and are not
    pub no_antonyms: HashSet<String>,
    /// word → (axis, high)
    pub judgements: HashMap<String, (String, bool)>,
    /// inflected form → lemma
    pub irregular: HashMap<String, String>,
    /// word → rank
    pub frequent: HashMap<&'static str, usize>,
    /// word → numbers of the senses that it shares with other words, in order
    near: HashMap<&'static str, Vec<u16>>,
    pub verbs: HashSet<&'static str>,
}

/// A frame around a content.
pub(super) struct Frame {
    pub id: String,
    pub stance: FrameStance,
    /// it holds of what follows the cue, not of the whole sentence
    pub after: bool,
    pub patterns: Patterns,
    pub except: Patterns,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum FrameStance {
    Possible,
    Reported,
    Doubted,
    Denied,
}

#[derive(Deserialize)]
struct PolarityFile {
    negations: String,
    turning: String,
    emphasis: String,
    no_negation: Vec<String>,
    no_denial: Vec<String>,
    light: String,
    function: String,
    carrying: String,
    modals: String,
    modality: HashMap<String, String>,
    numbers: NumbersFile,
    times: TimesFile,
}

#[derive(Deserialize)]
struct NumbersFile {
    words: String,
    scales: String,
    lower_bound: String,
    upper_bound: String,
    about: String,
    units: String,
}

#[derive(Deserialize)]
struct TimesFile {
    words: String,
}

#[derive(Deserialize)]
struct FramesFile {
    frame: Vec<FrameEntry>,
}

#[derive(Deserialize)]
struct FrameEntry {
    id: String,
    stance: FrameStance,
    scope: String,
    patterns: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

#[derive(Deserialize)]
struct RelationsFile {
    things: HashMap<String, String>,
    families: HashMap<String, String>,
    phrases: HashMap<String, String>,
    opposites: OppositesFile,
}

#[derive(Deserialize)]
struct OppositesFile {
    pairs: Vec<(String, String)>,
    antonyms: Vec<(String, String)>,
    converses: Vec<(String, String)>,
    many_meanings: String,
    symmetric: String,
    one_sided: String,
    none: String,
}

#[derive(Deserialize)]
struct JudgementsFile {
    axes: HashMap<String, Axis>,
}

#[derive(Deserialize)]
struct Axis {
    high: String,
    low: String,
}

#[derive(Deserialize)]
struct InflectionsFile {
    lemmas: HashMap<String, String>,
}

fn set(words: &str) -> HashSet<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

fn figures(words: &str) -> HashMap<String, f64> {
    words
        .split_whitespace()
        .filter_map(|entry| {
            let (word, figure) = entry.split_once('=')?;
            Some((word.to_owned(), figure.parse().ok()?))
        })
        .collect()
}

fn read<T: for<'d> Deserialize<'d>>(name: &str, file: &str) -> T {
    toml::from_str(file).unwrap_or_else(|error| panic!("{name}: {error}"))
}

impl Lexicon {
    fn load() -> Self {
        let polarity: PolarityFile = read("polarity.toml", POLARITY);
        let frames: FramesFile = read("frames.toml", FRAMES);
        let relations: RelationsFile = read("relations.toml", RELATIONS);
        let judgements: JudgementsFile = read("judgements.toml", JUDGEMENTS);
        let inflections: InflectionsFile = read("inflections.toml", INFLECTIONS);
        let numbers = polarity.numbers;
        Self {
            negations: set(&polarity.negations),
            turning: set(&polarity.turning),
            emphasis: set(&polarity.emphasis),
            no_negation: Patterns::new(&polarity.no_negation),
            no_denial: Patterns::new(&polarity.no_denial),
            light: set(&polarity.light),
            function: set(&polarity.function),
            carrying: set(&polarity.carrying),
            modals: set(&polarity.modals),
            modality: inverted(&polarity.modality),
            numbers: figures(&numbers.words),
            scales: figures(&numbers.scales),
            lower_bound: set(&numbers.lower_bound),
            upper_bound: set(&numbers.upper_bound),
            about: set(&numbers.about),
            units: set(&numbers.units),
            times: set(&polarity.times.words),
            frames: frames.frame.into_iter().map(Frame::from).collect(),
            families: inverted(&relations.things).into_iter().chain(inverted(&relations.families)).collect(),
            things: relations.things.keys().cloned().collect(),
            phrases: phrases(&relations.phrases),
            opposites: partners(&relations.opposites.pairs),
            antonyms: partners(&relations.opposites.antonyms),
            converses: partners(&relations.opposites.converses),
            many_meanings: set(&relations.opposites.many_meanings),
            symmetric: set(&relations.opposites.symmetric),
            one_sided: set(&relations.opposites.one_sided),
            no_antonyms: set(&relations.opposites.none),
            judgements: judged(&judgements.axes),
            irregular: inverted(&inflections.lemmas),
            frequent: FREQUENT.split_whitespace().enumerate().map(|(rank, word)| (word, rank)).collect(),
            near: near(),
            verbs: rows(VERBS).flat_map(|row| row.split(' ')).collect(),
        }
    }

    /// The senses in which other words may stand for this lemma.
    pub fn senses(&self, lemma: &str) -> &[u16] {
        self.near.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// True when the two families cannot both hold of one thing.
    pub fn are_opposites(&self, a: &str, b: &str) -> bool {
        are_partners(&self.opposites, a, b)
    }

    /// True when the two lemmas are antonyms.
    pub fn are_antonyms(&self, a: &str, b: &str) -> bool {
        are_partners(&self.antonyms, a, b)
    }

    /// True when the two say one relation from its two sides: "own" and "subsidiary".
    pub fn are_converse(&self, a: &str, b: &str) -> bool {
        are_partners(&self.converses, a, b)
    }
}

/// The lines of a list without its comments.
fn rows(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|row| !row.starts_with('#'))
}

fn near() -> HashMap<&'static str, Vec<u16>> {
    let mut out: HashMap<&str, Vec<u16>> = HashMap::new();
    for (sense, row) in (0u16..).zip(rows(NEAR)) {
        for word in row.split(' ') {
            out.entry(word).or_default().push(sense);
        }
    }
    out
}

/// Every word of the one list with every word of the other, both ways round.
fn partners(lists: &[(String, String)]) -> Partners {
    let mut out = Partners::new();
    for (one, other) in lists {
        for a in one.split_whitespace() {
            for b in other.split_whitespace() {
                out.entry(a.to_owned()).or_default().push(b.to_owned());
                out.entry(b.to_owned()).or_default().push(a.to_owned());
            }
        }
    }
    out
}

fn are_partners(partners: &Partners, a: &str, b: &str) -> bool {
    partners.get(a).is_some_and(|list| list.iter().any(|word| word == b))
}

/// A word → the words that clash with it.
type Partners = HashMap<String, Vec<String>>;

/// Word → name of the list that holds it; a word in two lists belongs to the first by name.
fn inverted(lists: &HashMap<String, String>) -> HashMap<String, String> {
    let mut names: Vec<&String> = lists.keys().collect();
    names.sort();
    let mut out = HashMap::new();
    for name in names {
        for word in lists[name].split_whitespace() {
            out.entry(word.to_owned()).or_insert_with(|| name.clone());
        }
    }
    out
}

fn phrases(lists: &HashMap<String, String>) -> HashMap<(String, String), String> {
    let mut out = HashMap::new();
    for (family, list) in lists {
        for (first, second) in list.split("; ").filter_map(|phrase| phrase.split_once(' ')) {
            out.insert((first.to_owned(), second.to_owned()), family.clone());
        }
    }
    out
}

fn judged(axes: &HashMap<String, Axis>) -> HashMap<String, (String, bool)> {
    let mut out = HashMap::new();
    for (name, axis) in axes {
        for (list, high) in [(&axis.high, true), (&axis.low, false)] {
            out.extend(list.split_whitespace().map(|word| (word.to_owned(), (name.clone(), high))));
        }
    }
    out
}

impl From<FrameEntry> for Frame {
    fn from(entry: FrameEntry) -> Self {
        Self {
            id: entry.id,
            stance: entry.stance,
            after: entry.scope == "after",
            patterns: Patterns::new(&entry.patterns),
            except: Patterns::new(&entry.except),
        }
    }
}

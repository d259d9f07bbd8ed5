//! The words that the comparison knows: files under `data/lexicons/`, each with its own examples.

use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use super::claim::Modality;
use super::pattern::Patterns;
use super::word::Clashes;
use crate::lexicon::english::{FREQUENT, VERBS, inverted};
use crate::lexicon::families::{FAMILIES, RELATIONS, THINGS};
use crate::lexicon::{read, rows, words};

/// Everything that is known of words. The files are part of the program, and tests read them: parsing cannot fail.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::load);

const POLARITY: &str = include_str!("../../data/lexicons/polarity.toml");
const FRAMES: &str = include_str!("../../data/lexicons/frames.toml");
const JUDGEMENTS: &str = include_str!("../../data/lexicons/judgements.toml");
/// From WordNet: words of one sense.
const NEAR: &str = include_str!("../../data/lexicons/near_words.txt");

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
    pub modality: HashMap<String, Modality>,
    pub numbers: HashMap<String, f64>,
    pub scales: HashMap<String, f64>,
    pub lower_bound: HashSet<String>,
    pub upper_bound: HashSet<String>,
    pub about: HashSet<String>,
    pub units: HashSet<String>,
    pub times: HashSet<String>,
    pub frames: Vec<Frame>,
    /// lemma → family
    pub families: &'static HashMap<String, String>,
    /// families of people and things, which are no predicates
    pub things: &'static HashSet<String>,
    /// two lemmas → family
    pub phrases: HashMap<String, HashMap<String, String>>,
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
    /// word → rank
    pub frequent: &'static HashMap<&'static str, usize>,
    /// word → numbers of the senses that it shares with other words, in order
    near: HashMap<&'static str, Vec<u16>>,
    pub verbs: &'static HashSet<&'static str>,
}

/// A frame around a content.
pub(super) struct Frame {
    pub id: String,
    pub stance: FrameStance,
    /// it holds of what follows the cue, not of the whole sentence
    pub after: bool,
    /// it is enough for a conflict
    pub alone: bool,
    /// a negation beside it only spells it out
    pub spelled_out: bool,
    /// one event is called untrue, which its words name first
    pub of_event: bool,
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
    #[serde(default = "yes")]
    alone: bool,
    #[serde(default)]
    spelled_out: bool,
    #[serde(default)]
    of_event: bool,
    patterns: Vec<String>,
    #[serde(default)]
    except: Vec<String>,
}

fn yes() -> bool {
    true
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

fn figures(words: &str) -> HashMap<String, f64> {
    words
        .split_whitespace()
        .filter_map(|entry| {
            let (word, figure) = entry.split_once('=')?;
            Some((word.to_owned(), figure.parse().ok()?))
        })
        .collect()
}

impl Lexicon {
    fn load() -> Self {
        let polarity: PolarityFile = read("polarity.toml", POLARITY);
        let frames: FramesFile = read("frames.toml", FRAMES);
        let relations = &RELATIONS;
        let judgements: JudgementsFile = read("judgements.toml", JUDGEMENTS);
        let numbers = polarity.numbers;
        Self {
            negations: words(&polarity.negations),
            turning: words(&polarity.turning),
            emphasis: words(&polarity.emphasis),
            no_negation: Patterns::new(&polarity.no_negation),
            no_denial: Patterns::new(&polarity.no_denial),
            light: words(&polarity.light),
            function: words(&polarity.function),
            carrying: words(&polarity.carrying),
            modals: words(&polarity.modals),
            modality: modalities(&polarity.modality),
            numbers: figures(&numbers.words),
            scales: figures(&numbers.scales),
            lower_bound: words(&numbers.lower_bound),
            upper_bound: words(&numbers.upper_bound),
            about: words(&numbers.about),
            units: words(&numbers.units),
            times: words(&polarity.times.words),
            frames: frames.frame.into_iter().map(Frame::from).collect(),
            families: &FAMILIES,
            things: &THINGS,
            phrases: phrases(&relations.phrases),
            opposites: partners(&relations.opposites.pairs),
            antonyms: partners(&relations.opposites.antonyms),
            converses: partners(&relations.opposites.converses),
            many_meanings: words(&relations.opposites.many_meanings),
            symmetric: words(&relations.opposites.symmetric),
            one_sided: words(&relations.opposites.one_sided),
            no_antonyms: words(&relations.opposites.none),
            judgements: judged(&judgements.axes),
            frequent: &FREQUENT,
            near: near(),
            verbs: &VERBS,
        }
    }

    /// The senses in which other words may stand for this lemma.
    pub fn senses(&self, lemma: &str) -> &[u16] {
        self.near.get(lemma).map_or(&[], Vec::as_slice)
    }

    /// What clashes with a word of this concept and lemma.
    pub fn clashes(&'static self, concept: &str, lemma: &str) -> Clashes {
        let of = |partners: &'static Partners, word: &str| partners.get(word).map_or(&[][..], Vec::as_slice);
        Clashes {
            opposites: of(&self.opposites, concept),
            antonyms: of(&self.antonyms, lemma),
            converses: of(&self.converses, lemma),
        }
    }
}

/// Lemma → as what something is told.
fn modalities(lists: &HashMap<String, String>) -> HashMap<String, Modality> {
    let named =
        |(word, name): (String, String)| (word, name.parse().expect("a list of polarity.toml names a modality"));
    inverted(lists).into_iter().map(named).collect()
}

fn near() -> HashMap<&'static str, Vec<u16>> {
    let mut out: HashMap<&str, Vec<u16>> = HashMap::default();
    for (sense, row) in (0u16..).zip(rows(NEAR)) {
        for word in row.split(' ') {
            out.entry(word).or_default().push(sense);
        }
    }
    out
}

/// Every word of the one list with every word of the other, both ways round.
fn partners(lists: &[(String, String)]) -> Partners {
    let mut out = Partners::default();
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

/// A word → the words that clash with it.
type Partners = HashMap<String, Vec<String>>;

fn phrases(lists: &HashMap<String, String>) -> HashMap<String, HashMap<String, String>> {
    let mut out: HashMap<String, HashMap<String, String>> = HashMap::default();
    for (family, list) in lists {
        for (first, second) in list.split("; ").filter_map(|phrase| phrase.split_once(' ')) {
            out.entry(first.to_owned()).or_default().insert(second.to_owned(), family.clone());
        }
    }
    out
}

fn judged(axes: &HashMap<String, Axis>) -> HashMap<String, (String, bool)> {
    let mut out = HashMap::default();
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
            alone: entry.alone,
            spelled_out: entry.spelled_out,
            of_event: entry.of_event,
            patterns: Patterns::new(&entry.patterns),
            except: Patterns::new(&entry.except),
        }
    }
}

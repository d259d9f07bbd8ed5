//! What a question in plain words asks: whether something is so, who did it, how many, when; or what no yes and no no can answer.

use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use super::claim::Claim;
use super::lexicon::LEXICON;
use super::parts::{is_negating, is_verb};
use super::reading::Reading;
use super::word::Word;
use crate::lexicon::{List, read};

/// Words of "Is it really true that" before the question itself.
const LEAD: usize = 7;

/// Small words of questions.
#[derive(Deserialize)]
pub(super) struct AskingWords {
    /// a question that begins with these has no yes and no no; words that may stand before them
    open: List,
    leading: List,
    /// a question begins with these: a verb in its plain form follows, one that tells what is done, or either or none
    plain: List,
    done: List,
    being: List,
    past: List,
    future: List,
    duty: List,
    /// verbs whose form is the same when done
    unchanged: List,
    /// "Is it true that …", "Is it false that …"
    truth: List,
    untruth: List,
    /// lemmas: whether somebody said, or denied, something is asked
    saying: List,
    denying: List,
    pub none: List,
    pub all: List,
    pub part: List,
    pub ever: List,
    determining: List,
    /// lemmas: what is meant to be
    pub meaning: List,
    pub pronouns: List,
    /// families of what can be undone
    pub undone: List,
}

/// `asking.toml`
pub(super) static ASKING: LazyLock<AskingWords> =
    LazyLock::new(|| read("asking.toml", include_str!("../../data/lexicons/asking.toml")));

/// Why a question cannot be laid beside statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAsked {
    /// no word of it tells anything
    #[error("asks nothing that a statement could hold")]
    Nothing,
    /// it asks who, when or how many, or is no question
    #[error("has no yes and no no")]
    Open,
}

/// Of what time, or in what sense, something is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Sense {
    /// it is so
    #[default]
    Present,
    /// it was so
    Past,
    /// it is to come
    Future,
    /// it ought to be
    Duty,
}

/// Whether the question asks for something not to be so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Wanted {
    /// "Did they …?"
    #[default]
    So,
    /// "Did they not …?"
    Not,
    /// "Did nobody …?"
    None,
}

/// Whose words are asked after: "Did Quist deny that …?"
#[derive(Clone, Debug)]
pub(super) struct Saying {
    pub by: Vec<Word>,
    pub denies: bool,
}

/// A question taken apart.
#[derive(Clone, Debug)]
pub(super) struct Inquiry {
    /// the question itself, without "Is it true that" and "Did Quist say that"
    pub words: Vec<Word>,
    /// its words that say something
    pub content: Vec<Word>,
    /// what is asked to have happened
    pub event: Option<Word>,
    /// who is asked to have done it
    pub actor: Vec<Word>,
    pub sense: Sense,
    pub wanted: Wanted,
    pub saying: Option<Saying>,
}

impl Inquiry {
    pub fn new(question: &str) -> Result<Self, NotAsked> {
        let claim = Claim { text: question.to_owned(), sentence: question.to_owned(), ..Claim::default() };
        let words = Reading::new(&claim).words;
        let start = words.iter().position(|word| !word.is_punctuation).ok_or(NotAsked::Nothing)?;
        let mut rest = start..words.len();
        if is_open(&words[rest.clone()]) {
            return Err(NotAsked::Open);
        }
        let untrue = lead(&words, &mut rest);
        let saying = saying(&words, &mut rest);
        let own = &words[rest];
        if !own.iter().any(Word::is_content) {
            return Err(NotAsked::Nothing);
        }
        let found = Predicate::of(own)?;
        let content: Vec<Word> = own.iter().filter(|word| word.is_content()).cloned().collect();
        let wanted = match (untrue, negated(own)) {
            (false, wanted) => wanted,
            (true, Wanted::So) => Wanted::Not,
            (true, _) => Wanted::So,
        };
        Ok(Self {
            event: found.event.map(|at| own[at].clone()),
            actor: own[found.actor.clone()].iter().filter(|word| word.is_content()).cloned().collect(),
            sense: sense(own),
            wanted,
            saying,
            content,
            words: own.to_vec(),
        })
    }

    /// It asks it of all of them.
    pub fn of_all(&self) -> bool {
        self.words.iter().any(|word| ASKING.all.has(&word.lower))
    }
}

/// "Who …", "How many …", "In what year …".
fn is_open(words: &[Word]) -> bool {
    let is = |at: usize, list: &List| words.get(at).is_some_and(|word| list.has(&word.lower));
    is(0, &ASKING.open) || is(0, &ASKING.leading) && is(1, &ASKING.open)
}

/// Passes over "Is it true that"; true for "Is it false that".
fn lead(words: &[Word], rest: &mut Range<usize>) -> bool {
    let near = rest.start..rest.end.min(rest.start + LEAD);
    let it = words.get(rest.start + 1).is_some_and(|word| matches!(word.lower.as_str(), "it" | "n't" | "not"));
    let that = near.clone().find(|&at| matches!(words[at].lower.as_str(), "that" | "whether"));
    let Some(that) = that.filter(|_| it && ASKING.being.has(&words[rest.start].lower)) else { return false };
    let before = &words[rest.start..that];
    let has = |list: &List| before.iter().any(|word| list.has(&word.lower));
    let (true_, untrue) = (has(&ASKING.truth), has(&ASKING.untruth));
    if true_ || untrue {
        rest.start = that + 1;
    }
    let not = before.iter().any(|word| word.lower == "not");
    untrue || true_ && not
}

/// Passes over "Did Quist say that": whose words are asked after.
fn saying(words: &[Word], rest: &mut Range<usize>) -> Option<Saying> {
    let own = rest.clone();
    let asks = |word: &Word| ASKING.plain.has(&word.lower) || ASKING.done.has(&word.lower);
    own.clone().next().filter(|&at| asks(&words[at]))?;
    let verb =
        own.clone().skip(2).find(|&at| ASKING.saying.has(&words[at].lemma) || ASKING.denying.has(&words[at].lemma))?;
    let denies = ASKING.denying.has(&words[verb].lemma);
    let by: Vec<Word> = words[own.start + 1..verb].iter().filter(|word| word.is_content()).cloned().collect();
    let that = (verb + 1..own.end.min(verb + 4)).find(|&at| words[at].lower == "that");
    let gerund = words.get(verb + 1).filter(|next| denies && next.lower.ends_with("ing"));
    let start = that.map(|at| at + 1).or(gerund.map(|_| verb + 1))?;
    // "Did nobody say that …?" asks after everyone
    (!by.is_empty()).then(|| {
        rest.start = start;
        Saying { by, denies }
    })
}

/// "not" of what is asked; "Didn't they …?" asks the same as "Did they …?".
fn negated(words: &[Word]) -> Wanted {
    let mut wanted = Wanted::So;
    for at in (0..words.len()).filter(|&at| is_negating(words, at)) {
        wanted = match (wanted, words[at].lower.as_str()) {
            (wanted, "n't") if at <= 1 => wanted,
            (Wanted::So, word) if ASKING.none.has(word) && word != "never" => Wanted::None,
            (Wanted::So, _) => Wanted::Not,
            _ => Wanted::So,
        };
    }
    wanted
}

fn sense(words: &[Word]) -> Sense {
    let first =
        words.iter().find(|word| [&ASKING.plain, &ASKING.done, &ASKING.being].iter().any(|list| list.has(&word.lower)));
    let Some(word) = first else { return Sense::Present };
    match word.lower.as_str() {
        form if ASKING.past.has(form) => Sense::Past,
        form if ASKING.future.has(form) => Sense::Future,
        form if ASKING.duty.has(form) => Sense::Duty,
        _ => Sense::Present,
    }
}

/// What is asked to happen, and by whom.
struct Predicate {
    event: Option<usize>,
    actor: Range<usize>,
}

impl Predicate {
    fn of(words: &[Word]) -> Result<Self, NotAsked> {
        let form = words[0].lower.as_str();
        let (plain, done, being) = (ASKING.plain.has(form), ASKING.done.has(form), ASKING.being.has(form));
        if !(plain || done || being) {
            return Self::told(words).ok_or(NotAsked::Open);
        }
        let is_done =
            |word: &Word| word.lower != word.lemma && !word.lower.ends_with('s') || ASKING.unchanged.has(&word.lower);
        let fits = |word: &Word| if plain { word.lower == word.lemma } else { is_done(word) };
        let candidates = match words.iter().position(|word| word.lower == "be").filter(|_| plain) {
            // "Should the levy be scrapped?"
            Some(be) => candidates(words, is_done).into_iter().filter(|at| *at > be).collect(),
            None => candidates(words, fits),
        };
        let happens = |at: &&usize| {
            let lemma = &words[**at].lemma;
            LEXICON.families.contains_key(lemma) && !LEXICON.things.contains(&words[**at].concept)
        };
        let behind_name = |at: &&usize| words[**at - 1].name || words[**at - 1].is_strange();
        let last = if plain { candidates.last() } else { candidates.first() };
        let event = candidates.iter().find(behind_name).or_else(|| candidates.iter().find(happens)).or(last).copied();
        let passive = event.is_some_and(|at| {
            let be = || words[1..at].iter().any(|word| word.lemma == "be");
            (being || be()) && !words[at].lower.ends_with("ing")
        });
        let actor = match event {
            Some(at) if !passive => 1..at,
            Some(at) => agent(words, at),
            None => 0..0,
        };
        Ok(Self { event, actor })
    }

    /// A sentence that is put as a question: "The gates were closed?"
    fn told(words: &[Word]) -> Option<Self> {
        let verb = |at: &usize| is_verb(words, *at) && words[*at].is_content() && !words[*at].name;
        let event = (1..words.len()).find(verb)?;
        let passive = words[..event].iter().any(|word| word.lemma == "be") && !words[event].lower.ends_with("ing");
        let actor = if passive { agent(words, event) } else { 0..event };
        Some(Self { event: Some(event), actor })
    }
}

/// Words of a question that may be its verb: in the form that goes with its first word, behind who does it.
fn candidates(words: &[Word], fits: impl Fn(&Word) -> bool) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    let mut subject = false;
    for at in 1..words.len() {
        let (word, before) = (&words[at], &words[at - 1]);
        let is_verb = LEXICON.verbs.contains(word.lemma.as_str()) && word.is_content() && !word.name;
        if subject && is_verb && fits(word) && !ASKING.determining.has(&before.lower) {
            out.push(at);
        } else if !out.is_empty() && !word.is_content() && word.lemma != "be" && word.lower != "not" {
            break;
        }
        subject |= word.is_content() || ASKING.pronouns.has(&word.lower) || ASKING.none.has(&word.lower);
    }
    out
}

/// Behind "by": who did it, in the passive.
fn agent(words: &[Word], at: usize) -> Range<usize> {
    let Some(by) = (at + 1..words.len()).find(|&i| words[i].lower == "by") else { return 0..0 };
    let end = (by + 1..words.len()).find(|&i| words[i].is_punctuation || words[i].lower == "in").unwrap_or(words.len());
    by + 1..end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_found() {
        let read = |question: &str| {
            let found = Inquiry::new(question).expect("a question");
            let actor = found.actor.iter().map(|word| word.lower.as_str()).collect::<Vec<_>>().join(" ");
            (actor, found.event.map(|event| event.lemma.clone()).unwrap_or_default())
        };
        for (question, actor, event) in [
            ("Did Orlund close the gates?", "orlund", "close"),
            ("Did the energy minister resign?", "energy minister", "resign"),
            ("Did Ada Quist sell fish?", "ada quist", "sell"),
            ("Has Kestria appealed?", "kestria", "appeal"),
            ("Were the gates closed in August?", "", "close"),
            ("Were the gates closed by Kestria in August?", "kestria", "close"),
            ("Did the river carry 19 cubic metres?", "river", "carry"),
            ("Is it true that the gates were closed?", "", "close"),
            ("Did Quist deny that Kestria had closed the gates?", "kestria", "close"),
            ("Is the levy lawful?", "", ""),
            ("Should Quist resign?", "quist", "resign"),
        ] {
            assert_eq!(read(question), (actor.to_owned(), event.to_owned()), "{question}");
        }
    }

    #[test]
    fn what_has_no_yes_and_no_no_is_told() {
        for question in ["Who closed the gates?", "How many gates were closed?", "In what year did it close?", "gates"]
        {
            assert_eq!(Inquiry::new(question).err(), Some(NotAsked::Open), "{question}");
        }
        assert_eq!(Inquiry::new("Why?").err(), Some(NotAsked::Open));
        assert_eq!(Inquiry::new("Is it?").err(), Some(NotAsked::Nothing));
    }

    #[test]
    fn a_negation_turns_the_question() {
        let asked = |question: &str| Inquiry::new(question).expect("a question").wanted;
        assert_eq!(asked("Were the gates closed?"), Wanted::So);
        assert_eq!(asked("Weren't the gates closed?"), Wanted::So);
        assert_eq!(asked("Were the gates not closed?"), Wanted::Not);
        assert_eq!(asked("Does nobody recognise the court?"), Wanted::None);
        assert_eq!(asked("Is it false that the gates were closed?"), Wanted::Not);
    }
}

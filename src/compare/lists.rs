//! Small words by which statements are taken apart: lists under `data/lexicons/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::{List, read};

/// Words around clauses, and kinds of words.
#[derive(Deserialize)]
pub(super) struct ClauseWords {
    /// nothing is said of what is
    pub supposing: List,
    /// lemmas: what stands behind them is not told to happen, of the latter with "from"
    pub opposing: List,
    pub stopping: List,
    pub owners: List,
    /// pronouns that mean a man, and a woman
    pub man: List,
    pub woman: List,
    /// lemmas
    pub before_against: List,
    pub would: List,
    /// a new clause begins
    pub opening: List,
    pub joining: List,
    pub subjects: List,
    /// lemmas: someone says something
    pub saying: List,
    /// lemmas with "to": something is to come
    pub planning: List,
    /// pronouns and the like before a verb
    pub before_verbs: List,
    /// the subject of a clause does not reach back beyond these
    pub ends_subject: List,
    /// a negation does not reach beyond these
    pub ends_negation: List,
    /// before a frame: "fired over a fabricated story" takes the story as told
    pub presupposing: List,
    pub articles: List,
    /// pronouns that bring in who speaks, or whom the speaker speaks for
    pub we: List,
    pub i: List,
    pub he: List,
    /// words after which a name is a place or a reason, no side of what is done
    pub asides: List,
    /// the head of a noun phrase stands before these
    pub ends_head: List,
    /// lemmas: verbs that give a thing a name
    pub calling: List,
    /// "an act of vandalism" is vandalism
    pub parts: List,
    /// lemmas: nouns too general to be judged
    pub general: List,
    /// as the comparison spells them: "May" keeps its capital
    pub months: List,
    pub days: List,
    pub hours: List,
    /// before "May": a month
    pub before_may: List,
    /// behind a number: it counts people, "us", or those who were killed
    pub people: List,
    /// behind "nine of": a part of them
    pub wholes: List,
    /// lemmas behind a number: it measures
    pub measures: List,
    /// before a number that counts nothing: an hour, a day, an article of law
    pub before_numbers: List,
    /// lemmas of cues that only say that something is said
    pub plain_cues: List,
    /// what ought to be
    pub norms: List,
    /// before the name of a state: where something holds
    pub settings: List,
    pub before_states: List,
    /// what a modal says → its lemmas; those of one list say the same
    pub strengths: BTreeMap<String, List>,
}

/// Words around the match of a question's pattern.
#[derive(Deserialize)]
pub(super) struct AnswerWords {
    pub negations: List,
    /// lemmas with "to"
    pub turning: List,
    /// these may stand between the places of a pattern, as adverbs do
    pub passed_over: List,
    /// with a negation behind them
    pub modals: List,
    /// what follows is governed: "the president of Norland is …" says nothing of Norland
    pub governing: List,
    /// nothing is said of what is
    pub supposing: List,
    pub conditions: List,
    /// lemmas: the position is that of others …
    pub reporting: List,
    /// … unless a headline that names no speaker passes on what is said
    pub passed_on: List,
}

/// Words by which one side answers another.
#[derive(Deserialize)]
pub(super) struct ReplyWords {
    /// lemmas of cues: what the other side tells is called untrue
    pub denying: List,
    /// lemmas of cues: what follows is praised, or condemned
    pub praising: List,
    pub condemning: List,
    /// lemmas behind "no": there is no need or place for something; and what says that something must be
    pub needs: List,
    pub needing: List,
    /// nouns that stand for the one company that an article is about
    pub companies: List,
    /// endings that make a noun of a verb
    pub nouns: List,
    /// endings of words for the people of a place
    pub peoples: List,
    /// "ministry=minister": a body and who holds it
    pub offices: List,
    /// lemmas: what somebody tells, and what somebody wants
    pub accounts: List,
    pub demands: List,
    /// before the one whose account it is
    pub by: List,
    /// lemmas that stand for whatever was said
    pub vague: List,
    /// pronouns for a thing just spoken of
    pub pronouns: List,
    /// something is meant that was said before
    pub pointing: List,
    /// the first of a few words that do no more than point
    pub pointers: List,
    /// lemmas of cues: something is not to be
    pub refusing: List,
    /// lemmas under a negation: what is not meant to be
    pub intending: List,
    /// lemmas of cues: the question is left open
    pub avoiding: List,
    /// lemmas of cues: what was attacked is upheld
    pub defending: List,
    /// negations that leave open what is so
    pub loose: List,
    /// words that bound a refusal
    pub bounding: List,
    /// lemmas: what is decided or made known, and then judged under one name or another
    pub decisions: List,
    /// lemmas of cues: what was denied is granted
    pub admitting: List,
}

/// `replies.toml`
pub(super) static REPLIES: LazyLock<ReplyWords> =
    LazyLock::new(|| read("replies.toml", include_str!("../../data/lexicons/replies.toml")));

/// `clauses.toml`
pub(super) static CLAUSES: LazyLock<ClauseWords> =
    LazyLock::new(|| read("clauses.toml", include_str!("../../data/lexicons/clauses.toml")));

/// `answers.toml`
pub(super) static ANSWERS: LazyLock<AnswerWords> =
    LazyLock::new(|| read("answers.toml", include_str!("../../data/lexicons/answers.toml")));

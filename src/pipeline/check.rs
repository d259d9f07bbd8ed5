//! The quotations of a draft against what is stored: verbatim, altered, said by someone else or on another day, or found nowhere.

use serde::Serialize;

use crate::article::Article;
use crate::check::{Change, Quotation, When, beside, differs, tells};
use crate::document::Document;
use crate::engine::{Engine, NotExtracted};
use crate::lexicon::english::FREQUENT;
use crate::statement::{Kind, SpeakerType, Voice};
use crate::store::{AttributionRow, Lookup, Result, StatementDetail, Store};
use crate::text::{Span, fold};

/// Words between quotation marks in a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoted {
    /// between the marks, in bytes of the draft
    pub span: Span,
    /// whom the draft attributes it to; none where it names no one
    pub speaker: Option<Voice>,
    /// when it says that it was said, where it does
    pub when: Option<When>,
}

/// A draft, read as articles are.
pub struct Draft {
    /// its text
    pub text: String,
    /// its quotations, in order
    pub quotations: Vec<Quoted>,
}

/// What a quotation turns out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "lowercase")]
#[strum(serialize_all = "lowercase")]
pub enum Verdict {
    /// the source has these words, said by this speaker
    Verbatim,
    /// the source words it otherwise
    Altered,
    /// the source has these words, and someone else says them
    #[serde(rename = "other speaker")]
    #[strum(serialize = "other speaker")]
    OtherSpeaker,
    /// the source has these words, said by this speaker on another day than the draft gives
    #[serde(rename = "other date")]
    #[strum(serialize = "other date")]
    OtherDate,
    /// nothing stored is like it
    #[serde(rename = "not found")]
    #[strum(serialize = "not found")]
    NotFound,
}

impl Verdict {
    /// The word used in outputs.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// The stored statement that a quotation was compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// the statement
    pub row: AttributionRow,
    /// the words of its article that the quotation was laid along
    pub passage: String,
    /// when it was said, where that is another day than the draft gives, as `YYYY-MM-DD` or `YYYY-MM`: as its article tells, else
    /// the day of publication
    pub other_day: Option<String>,
}

/// A quotation, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    /// as the draft has it
    pub quoted: Quoted,
    /// what it turns out to be
    pub verdict: Verdict,
    /// for an altered one: the differences, the worst first
    pub changes: Vec<Change>,
    /// what it was compared with; none where nothing is like it
    pub said: Option<Said>,
}

/// Quotations of fewer words that the draft attributes to no one are no quotations: scare quotes, titles, nicknames.
const LEAST_WORDS: usize = 3;
/// Share of a quotation's words that its source must have.
const LEAST_SHARE: f64 = 0.6;
/// As many words that two people share are no accident.
const TELLING_WORDS: usize = 4;
/// Statements looked at for one quotation.
const CANDIDATES: u64 = 40;
/// Words of a quotation that are searched for.
const SEARCHED: usize = 16;

impl Draft {
    /// Reads a draft's quotations as an article's, and those that nobody is named for too.
    pub fn read(engine: &Engine, article: &Article) -> std::result::Result<Draft, NotExtracted> {
        let extraction = engine.extract(article)?;
        let document = Document::new(&article.text);
        let mut quotations = Vec::new();
        for quotation in &document.quotations {
            let holds = |content: &Span| content.overlaps(quotation.inside);
            let statement = extraction
                .statements
                .iter()
                .filter(|s| s.kind != Kind::Indirect)
                .find(|statement| statement.content.iter().any(holds));
            let speaker = statement.and_then(|s| s.voice.clone());
            let when = statement.and_then(|s| beside(&article.text, &s.cue, s.context, &s.content));
            let words = Quotation::new(&article.text, quotation.inside).len();
            if words >= LEAST_WORDS || (statement.is_some() && words > 0) {
                quotations.push(Quoted { span: quotation.inside.trim(&article.text), speaker, when });
            }
        }
        Ok(Draft { text: article.text.clone(), quotations })
    }
}

/// Compares each quotation of a draft with what is stored. The draft itself, where it is stored, counts for nothing.
pub fn check(store: &Store, draft: &Draft) -> Result<Vec<Checked>> {
    draft.quotations.iter().map(|quoted| check_one(store, draft, quoted)).collect()
}

fn check_one(store: &Store, draft: &Draft, quoted: &Quoted) -> Result<Checked> {
    let quotation = Quotation::new(&draft.text, quoted.span);
    let attributed = named(quoted.speaker.as_ref());
    let speaker_id = attributed.map(|name| id_of(store, name)).transpose()?.flatten();
    let mut best: Option<(f64, Checked)> = None;
    for key in store.statements_like(&telling(&quotation), CANDIDATES)? {
        let detail = store.statement_by_key(key)?;
        if detail.text == draft.text {
            continue;
        }
        let Some(found) = quotation.beside(&detail.text, detail.paragraph) else { continue };
        // the words of another statement of the same paragraph
        let holds = |span: &Span| span.overlaps(found.passage);
        if found.share() < LEAST_SHARE || !detail.content.iter().any(holds) {
            continue;
        }
        let same = match attributed {
            Some(name) => is_said_by(&detail.row, name, speaker_id.as_deref()),
            None => None,
        };
        let verbatim = found.changes.is_empty();
        // a word or two that someone else has said too tell nothing, and neither do a few that are worded otherwise
        let telling = quotation.len() >= if verbatim { TELLING_WORDS } else { LEAST_WORDS };
        if !telling && (same == Some(false) || !verbatim) {
            continue;
        }
        let other_day = quoted.when.as_ref().and_then(|when| other_day(when, &detail));
        let verdict = match (verbatim, same) {
            (true, Some(false)) => Verdict::OtherSpeaker,
            (true, _) if other_day.is_some() => Verdict::OtherDate,
            (true, _) => Verdict::Verbatim,
            (false, _) => Verdict::Altered,
        };
        let score = found.share() - 0.02 * found.changes.len() as f64 - if same == Some(false) { 0.15 } else { 0.0 };
        // of the same words said twice, those of the day that the draft gives
        let score = score - if other_day.is_some() { 0.01 } else { 0.0 };
        if best.as_ref().is_none_or(|(other, _)| score > *other) {
            let passage = found.passage.of(&detail.text).split_whitespace().collect::<Vec<_>>().join(" ");
            let said = Some(Said { row: detail.row, passage, other_day });
            best = Some((score, Checked { quoted: quoted.clone(), verdict, changes: found.changes, said }));
        }
    }
    let nowhere = || Checked { quoted: quoted.clone(), verdict: Verdict::NotFound, changes: Vec::new(), said: None };
    Ok(best.map_or_else(nowhere, |(_, checked)| checked))
}

/// The day of a statement, where it cannot be the one that a draft gives.
fn other_day(when: &When, detail: &StatementDetail) -> Option<String> {
    if tells(&detail.text, detail.context, &detail.content, when) {
        return None;
    }
    let theirs = beside(&detail.text, &detail.cue, detail.context, &detail.content);
    let mut printed: Vec<String> = detail.appearances.iter().filter_map(|place| place.published.clone()).collect();
    printed.extend(detail.row.published.clone());
    differs(when, theirs.as_ref(), &printed)
}

/// The words by which a quotation is searched for: the rare ones.
fn telling<'q>(quotation: &'q Quotation) -> Vec<&'q str> {
    let rank = |word: &&str| std::cmp::Reverse(FREQUENT.get(word).copied().unwrap_or(usize::MAX));
    let mut words: Vec<&'q str> = quotation.forms().collect();
    words.sort_unstable();
    words.dedup();
    words.sort_by_key(rank);
    words.truncate(SEARCHED);
    words
}

/// The name that a draft gives a speaker; none for a description, which may mean anyone.
fn named(speaker: Option<&Voice>) -> Option<&str> {
    let voice = speaker?;
    let has_name =
        matches!(voice.speaker_type, SpeakerType::Person | SpeakerType::Organization | SpeakerType::Document);
    Some(voice.name.trim()).filter(|name| has_name && !name.is_empty())
}

fn id_of(store: &Store, name: &str) -> Result<Option<String>> {
    Ok(match store.find_speaker(name)? {
        Lookup::Found(speaker) | Lookup::Likely(speaker) => Some(speaker.id),
        _ => None,
    })
}

/// Whether a statement is said by the one whom the draft names; none where the statement names no one.
fn is_said_by(row: &AttributionRow, name: &str, id: Option<&str>) -> Option<bool> {
    if id.is_some() && row.speaker_id.as_deref() == id {
        return Some(true);
    }
    let theirs: Vec<&str> = [&row.speaker, &row.name].into_iter().flatten().map(String::as_str).collect();
    let theirs: Vec<&str> = theirs.into_iter().chain(row.others.iter().flat_map(|others| others.split("; "))).collect();
    if theirs.is_empty() || !matches!(row.speaker_type, Some(SpeakerType::Person | SpeakerType::Organization)) {
        return None;
    }
    let last = |name: &str| fold::fold(name).split_whitespace().next_back().map(str::to_owned);
    Some(theirs.iter().any(|their| last(their) == last(name)))
}

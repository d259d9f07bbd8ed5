//! The quotations of a draft against what is stored: verbatim, altered, said by someone else or on another day, printed but no
//! statement, or found nowhere.

mod printed;
mod speaker;

use serde::Serialize;

use crate::article::Article;
use crate::check::{Change, Quotation, When, beside, differs, tells};
use crate::document::Document;
use crate::engine::{Engine, NotExtracted};
use crate::lexicon::english::FREQUENT;
use crate::statement::{Kind, Voice, words};
use crate::store::{AttributionRow, Passage, Result, StatementDetail, Store};
use crate::text::Span;
use speaker::Attributed;
pub use speaker::Speakers;

/// Words between quotation marks in a draft.
#[derive(Clone, Debug, PartialEq)]
pub struct Quoted {
    /// between the marks, in bytes of the draft
    pub span: Span,
    /// whom the draft attributes it to; none where it names no one
    pub speaker: Option<Voice>,
    /// the draft's words for who says it; empty where it attributes the quotation to nobody
    pub source: String,
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

/// What a quotation turns out to be, in one word.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
pub enum Verdict {
    /// the source has these words, said by this speaker
    #[serde(rename = "verbatim")]
    #[strum(serialize = "verbatim")]
    Verbatim,
    /// the source words it otherwise
    #[serde(rename = "altered")]
    #[strum(serialize = "altered")]
    Altered,
    /// the source has these words, and someone else says them
    #[serde(rename = "other speaker")]
    #[strum(serialize = "other speaker")]
    OtherSpeaker,
    /// the source has these words, and nothing tells whether the draft's speaker is the source's
    #[serde(rename = "speaker not compared")]
    #[strum(serialize = "speaker not compared")]
    SpeakerNotCompared,
    /// the source has these words, said by this speaker on another day than the draft gives
    #[serde(rename = "other date")]
    #[strum(serialize = "other date")]
    OtherDate,
    /// an article prints these words, and no statement has them
    #[serde(rename = "no statement")]
    #[strum(serialize = "no statement")]
    NoStatement,
    /// nothing stored is like it
    #[serde(rename = "not found")]
    #[strum(serialize = "not found")]
    NotFound,
}

words!(Verdict);

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
    /// what it was compared with; none where no statement is like it
    pub said: Option<Said>,
    /// how its speaker stands to that of the statement; none where the draft attributes it to nobody, or there is no statement
    pub speakers: Option<Speakers>,
    /// where an article prints it word for word, when no statement does
    pub printed: Option<Printed>,
}

impl Checked {
    /// What the words turn out to be, whoever says them and whenever: verbatim, altered or not found.
    pub fn words(&self) -> Verdict {
        match self.verdict {
            Verdict::Altered | Verdict::NotFound => self.verdict,
            _ => Verdict::Verbatim,
        }
    }
}

/// A passage of an article that is no statement.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// where it stands, and who rejected the statement that it was
    pub passage: Passage,
    /// its words
    pub words: String,
}

/// Quotations of fewer words that the draft attributes to no one are no quotations: scare quotes, titles, nicknames.
const LEAST_WORDS: usize = 3;
/// Share of a quotation's words that its source must have.
const LEAST_SHARE: f64 = 0.6;
/// As many words that a source has are no accident, even where it has others beside them.
const TELLING_WORDS: usize = 4;
/// Words that two people can be said to share.
const LEAST_SHARED: usize = 2;
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
            let printed = |spans: &[Span]| spans.iter().map(|s| s.of(&article.text)).collect::<Vec<_>>().join(" ");
            let source = statement.map(|s| printed(&s.source)).unwrap_or_default();
            let when = statement.and_then(|s| beside(&article.text, &s.cue, s.context, &s.content));
            let words = Quotation::new(&article.text, quotation.inside).len();
            if words >= LEAST_WORDS || (statement.is_some() && words > 0) {
                quotations.push(Quoted { span: quotation.inside.trim(&article.text), speaker, source, when });
            }
        }
        Ok(Draft { text: article.text.clone(), quotations })
    }
}

/// Compares each quotation of a draft with what is stored. The draft itself, where it is stored, counts for nothing.
pub fn check(store: &Store, draft: &Draft) -> Result<Vec<Checked>> {
    let sought = draft.quotations.iter().map(|quoted| Sought::new(store, draft, quoted)).collect::<Result<Vec<_>>>()?;
    let mut best = Vec::with_capacity(sought.len());
    for one in &sought {
        best.push(one.best_of(store, &store.statements_like(&telling(&one.quotation), CANDIDATES)?, None)?);
    }
    let open: Vec<usize> = (0..sought.len()).filter(|n| !is_verbatim(best[*n].as_ref())).collect();
    let quotations: Vec<&Quotation> = open.iter().map(|n| &sought[*n].quotation).collect();
    for (n, places) in open.iter().zip(printed::places(store, &draft.text, &quotations)?) {
        let mut passages = Vec::new();
        for place in places {
            passages.push(Printed { passage: store.passage(place.article, place.passage)?, words: place.words });
        }
        let keys: Vec<i64> = passages.iter().flat_map(|printed| printed.passage.statements.iter().copied()).collect();
        let found = sought[*n].best_of(store, &keys, best[*n].take())?;
        best[*n] = sought[*n].or_printed(found, passages);
    }
    let nowhere = |quoted: &Quoted| Checked {
        quoted: quoted.clone(),
        verdict: Verdict::NotFound,
        changes: Vec::new(),
        said: None,
        speakers: None,
        printed: None,
    };
    Ok(best.into_iter().zip(&draft.quotations).map(|(b, q)| b.map_or_else(|| nowhere(q), |(_, c)| c)).collect())
}

/// A quotation with how well it fits its source.
type Scored = (f64, Checked);

fn is_verbatim(best: Option<&Scored>) -> bool {
    best.is_some_and(|(_, checked)| checked.words() == Verdict::Verbatim)
}

/// A quotation whose source is sought.
struct Sought<'d> {
    draft: &'d Draft,
    quoted: &'d Quoted,
    quotation: Quotation<'d>,
    /// none where the draft attributes it to nobody
    attributed: Option<Attributed<'d>>,
}

impl<'d> Sought<'d> {
    fn new(store: &Store, draft: &'d Draft, quoted: &'d Quoted) -> Result<Self> {
        let attributed = quoted.speaker.is_some() || !quoted.source.is_empty();
        let attributed = attributed.then(|| Attributed::new(store, quoted.speaker.as_ref())).transpose()?;
        Ok(Sought { draft, quoted, quotation: Quotation::new(&draft.text, quoted.span), attributed })
    }

    /// The best of some statements, and of what was found before.
    fn best_of(&self, store: &Store, keys: &[i64], mut best: Option<Scored>) -> Result<Option<Scored>> {
        for key in keys {
            let detail = store.statement_by_key(*key)?;
            if detail.text == self.draft.text {
                continue;
            }
            let better = |found: &Scored| best.as_ref().is_none_or(|(other, _)| found.0 > *other);
            if let Some(found) = self.beside(detail).filter(better) {
                best = Some(found);
            }
        }
        Ok(best)
    }

    /// The quotation beside a statement; none where the two have too little in common.
    fn beside(&self, detail: StatementDetail) -> Option<Scored> {
        let found = self.quotation.beside(&detail.text, detail.paragraph)?;
        // the words of another statement of the same paragraph
        let holds = |span: &Span| span.overlaps(found.passage);
        if found.share() < LEAST_SHARE || !detail.content.iter().any(holds) {
            return None;
        }
        let speakers = self.attributed.as_ref().map(|attributed| attributed.beside(&detail.row));
        let verbatim = found.changes.is_empty();
        // a word that someone else has said too tells nothing, and neither do a few that are worded otherwise
        let least = if verbatim { LEAST_SHARED } else { LEAST_WORDS };
        if self.quotation.len() < least && (speakers == Some(Speakers::Other) || !verbatim) {
            return None;
        }
        let other_day = self.quoted.when.as_ref().and_then(|when| other_day(when, &detail));
        let verdict = match (verbatim, speakers) {
            (false, _) => Verdict::Altered,
            (true, Some(Speakers::Other)) => Verdict::OtherSpeaker,
            (true, _) if other_day.is_some() => Verdict::OtherDate,
            (true, Some(Speakers::NotCompared)) => Verdict::SpeakerNotCompared,
            (true, _) => Verdict::Verbatim,
        };
        let of_speaker = match speakers {
            Some(Speakers::Other) => 0.15,
            Some(Speakers::NotCompared) => 0.05,
            _ => 0.0,
        };
        // of the same words said twice, those of the day that the draft gives
        let of_day = if other_day.is_some() { 0.01 } else { 0.0 };
        let score = found.share() - 0.02 * found.changes.len() as f64 - of_speaker - of_day;
        let passage = found.passage.of(&detail.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let said = Some(Said { row: detail.row, passage, other_day });
        let changes = found.changes;
        Some((score, Checked { quoted: self.quoted.clone(), verdict, changes, said, speakers, printed: None }))
    }

    /// What was found, with the place where an article prints the words themselves; of a few words, that place instead of a
    /// statement that has only some of them.
    fn or_printed(&self, found: Option<Scored>, passages: Vec<Printed>) -> Option<Scored> {
        if is_verbatim(found.as_ref()) {
            return found;
        }
        let Some(printed) = passages.into_iter().next() else { return found };
        let few = self.quotation.len() < TELLING_WORDS;
        match found.filter(|_| !few) {
            Some((score, checked)) => Some((score, Checked { printed: Some(printed), ..checked })),
            None => {
                let quoted = self.quoted.clone();
                let (verdict, printed) = (Verdict::NoStatement, Some(printed));
                Some((0.0, Checked { quoted, verdict, changes: Vec::new(), said: None, speakers: None, printed }))
            }
        }
    }
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

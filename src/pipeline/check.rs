//! The quotations of a draft against what is stored: verbatim, altered, said by someone else or on another day, the outlet's own
//! words, printed but no statement, or found nowhere. And what it attributes in words of its own.

mod draft;
mod joined;
mod known;
mod marks;
mod printed;
mod speaker;
mod told;

use serde::Serialize;

use crate::check::{Change, Comparison, Quotation, When, beside, differs, tells};
use crate::lexicon::english::FREQUENT;
use crate::statement::{Kind, words};
use crate::store::{ArticleRow, AttributionRow, IMPORTED, Passage, Result, StatementDetail, Store};
use crate::text::{Span, one_line};
pub use draft::{Attribution, Draft, Quoted};
pub use known::Clash;
use printed::{Place, Wanted};
use speaker::Attributed;
pub use speaker::Speakers;
pub use told::{Retelling, Told};

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
    /// the source has these words without quotation marks, all or some: they are the outlet's for what was said
    #[serde(rename = "paraphrase")]
    #[strum(serialize = "paraphrase")]
    Paraphrase,
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
    /// a word or two that the draft attributes to nobody, and that no article has between quotation marks: a title, a nickname, a
    /// turn of phrase
    #[serde(rename = "phrase")]
    #[strum(serialize = "phrase")]
    Phrase,
}

words!(Verdict);

/// The stored statement that a quotation was compared with.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// the statement
    pub row: AttributionRow,
    /// the words of its article that the quotation was laid along
    pub passage: String,
    /// words of the quotation that the article prints without quotation marks
    pub unmarked: Vec<String>,
    /// when it was said, where that is another day than the draft gives, as `YYYY-MM-DD` or `YYYY-MM`: as its article tells, else
    /// the day of publication
    pub other_day: Option<String>,
    /// the conflicts that it is known to be in
    pub clashes: Vec<Clash>,
}

impl Said {
    /// A statement as a whole.
    fn whole(detail: StatementDetail) -> Self {
        let passage = detail.row.text.clone();
        Said { row: detail.row, passage, unmarked: Vec::new(), other_day: None, clashes: Vec::new() }
    }
}

/// A draft, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Checking {
    /// its quotations, in order
    pub quotations: Vec<Checked>,
    /// what it attributes in words of its own, in order; of what it quotes in part, only what is altered outside the marks
    pub attributions: Vec<Retelling>,
    /// stored articles that are the draft itself, and prove nothing
    pub own: Vec<ArticleRow>,
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
    /// the quotations that it was put together of, where the sources have them apart
    pub joined: Vec<Checked>,
}

impl Checked {
    /// What the words turn out to be, whoever says them and whenever: verbatim, altered, a paraphrase or not found.
    pub fn words(&self) -> Verdict {
        match self.verdict {
            Verdict::Altered | Verdict::NotFound => self.verdict,
            Verdict::Phrase => Verdict::NotFound,
            _ if self.said.as_ref().is_some_and(|said| !said.unmarked.is_empty()) => Verdict::Paraphrase,
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
    /// they stand between quotation marks there
    pub marked: bool,
}

/// Quotations of fewer words are compared with what stands between quotation marks alone where the draft attributes them to no one:
/// scare quotes, titles, nicknames.
const LEAST_WORDS: usize = 3;
/// Share of a quotation's words that its source must have.
const LEAST_SHARE: f64 = 0.6;
/// The same where somebody else says it, and in other words.
const LEAST_SHARE_OF_OTHER: f64 = 0.75;
/// As many words that a source has are no accident, even where it has others beside them.
const TELLING_WORDS: usize = 4;
/// Words that two people can be said to share, and that are a paraphrase of what nobody else said.
const LEAST_SHARED: usize = 2;
/// Statements looked at for one quotation.
const CANDIDATES: u64 = 40;
/// Words of a quotation that are searched for.
const SEARCHED: usize = 16;

/// Compares each quotation and attribution of a draft with what is stored. The draft itself, where it is stored, counts for nothing.
pub fn check(store: &Store, draft: &Draft) -> Result<Checking> {
    let sought = draft.quotations.iter().map(|quoted| Sought::new(store, draft, quoted)).collect::<Result<Vec<_>>>()?;
    let mut best = Vec::with_capacity(sought.len());
    let mut looked = Vec::new();
    for one in &sought {
        let keys = store.statements_like(&telling(one.quotation.forms()), CANDIDATES)?;
        best.push(one.best_of(store, &keys, None)?);
        looked.extend(keys);
    }
    let open: Vec<usize> = (0..sought.len()).filter(|n| !is_verbatim(best[*n].as_ref())).collect();
    let wanted: Vec<Wanted> = open.iter().map(|n| sought[*n].wanted()).collect();
    for (n, places) in open.iter().zip(printed::places(store, draft, &wanted)?) {
        let passages = places.into_iter().map(|place| printed_at(store, place)).collect::<Result<Vec<_>>>()?;
        let keys: Vec<i64> = passages.iter().flat_map(|printed| printed.passage.statements.iter().copied()).collect();
        let found = sought[*n].best_of(store, &keys, best[*n].take())?;
        best[*n] = sought[*n].or_printed(found, passages);
    }
    let told = best.into_iter().zip(&sought).map(|(best, sought)| {
        let checked = best.map_or_else(|| sought.nowhere(), |(_, checked)| checked);
        let joined = sought.joined(store, &checked)?.unwrap_or_default();
        if joined.is_empty() {
            return Ok(checked);
        }
        Ok(Checked { verdict: Verdict::Altered, changes: joined::joints(&joined), joined, ..checked })
    });
    let mut quotations = told.collect::<Result<Vec<_>>>()?;
    let mut attributions = told::retellings(store, draft, &mut quotations, &mut looked)?;
    let found = quotations.iter_mut().map(|c| &mut c.said).chain(attributions.iter_mut().map(|r| &mut r.said));
    for said in found.flatten() {
        said.clashes = known::clashes(store, &said.row)?;
    }
    Ok(Checking { quotations, attributions, own: known::own(store, draft, &looked)? })
}

fn printed_at(store: &Store, place: Place) -> Result<Printed> {
    let passage = store.passage(place.article, place.passage)?;
    Ok(Printed { passage, words: place.words, marked: place.marked })
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
        let attributed =
            attributed.then(|| Attributed::new(store, quoted.speaker.as_ref(), &quoted.source, quoted.guessed));
        let attributed = attributed.transpose()?;
        Ok(Sought { draft, quoted, quotation: Quotation::new(&draft.text, quoted.span), attributed })
    }

    /// The best of some statements, and of what was found before.
    fn best_of(&self, store: &Store, keys: &[i64], mut best: Option<Scored>) -> Result<Option<Scored>> {
        for key in keys {
            let detail = store.statement_by_key(*key)?;
            if self.draft.is(&detail.text) {
                continue;
            }
            let better = |found: &Scored| best.as_ref().is_none_or(|(other, _)| found.0 > *other);
            if let Some(found) = self.beside(detail).filter(better) {
                best = Some(found);
            }
        }
        Ok(best)
    }

    /// True for a word or two that the draft attributes to nobody.
    fn is_phrase(&self) -> bool {
        self.attributed.is_none() && self.quotation.len() < LEAST_WORDS
    }

    fn wanted(&self) -> Wanted<'_> {
        let only_marked = self.is_phrase() || self.quotation.len() < LEAST_SHARED;
        Wanted { quotation: &self.quotation, only_marked }
    }

    /// The quotation laid along a statement: where one of its own quotations or pieces has it word for word, along that; else along
    /// the paragraph.
    fn along(&self, detail: &StatementDetail) -> Option<Comparison> {
        let text = &detail.text;
        let marked = marks::quoted(text, Span::hull(&detail.content)?);
        let own = marked.into_iter().filter(|inside| detail.content.iter().any(|content| content.overlaps(*inside)));
        let mut stretches: Vec<Vec<Span>> = own.chain(detail.content.iter().copied()).map(|span| vec![span]).collect();
        if detail.row.kind == Kind::Direct {
            // “A,” she said. “B.” is A B
            stretches.push(detail.content.clone());
        }
        let along = |stretch: &Vec<Span>| self.quotation.beside(text, stretch);
        let verbatim = stretches.iter().filter_map(along).find(|found| found.changes.is_empty());
        verbatim.or_else(|| {
            let paragraph = self.quotation.beside(text, &[detail.paragraph])?;
            // what stands between the two halves of a quotation is not left out of it
            let own = along(stretches.last()?).filter(|own| own.matched >= paragraph.matched);
            Some(own.unwrap_or(paragraph))
        })
    }

    /// Words of the quotation that the article of a statement prints without quotation marks. A transcript has none, and what was
    /// imported tells nothing of them.
    fn unmarked(&self, found: &Comparison, detail: &StatementDetail) -> Vec<String> {
        if detail.engine == IMPORTED {
            return Vec::new();
        }
        let mut marked = marks::quoted(&detail.text, found.passage);
        if detail.row.kind == Kind::Direct {
            marked.extend(&detail.content);
        }
        marks::outside(&detail.text, &found.shared, &marked)
    }

    /// The quotation beside a statement; none where the two have too little in common.
    fn beside(&self, detail: StatementDetail) -> Option<Scored> {
        let found = self.along(&detail)?;
        // the words of another statement of the same paragraph
        let holds = |span: &Span| span.overlaps(found.passage);
        if found.share() < LEAST_SHARE || !detail.content.iter().any(holds) {
            return None;
        }
        let speakers = self.attributed.as_ref().map(|attributed| attributed.beside(&detail.row));
        let verbatim = found.changes.is_empty();
        if !verbatim && speakers == Some(Speakers::Other) && found.share() < LEAST_SHARE_OF_OTHER {
            return None;
        }
        let unmarked = self.unmarked(&found, &detail);
        if self.tells_nothing(verbatim, unmarked.is_empty(), speakers) {
            return None;
        }
        let other_day = self.quoted.when.as_ref().and_then(|when| other_day(when, &detail));
        let verdict = match (verbatim, speakers) {
            (false, _) => Verdict::Altered,
            (true, Some(Speakers::Other)) => Verdict::OtherSpeaker,
            (true, _) if !unmarked.is_empty() => Verdict::Paraphrase,
            (true, _) if other_day.is_some() => Verdict::OtherDate,
            (true, Some(Speakers::NotCompared)) => Verdict::SpeakerNotCompared,
            (true, _) => Verdict::Verbatim,
        };
        let of_speaker = match speakers {
            Some(Speakers::Other) => 0.15,
            Some(Speakers::NotCompared) => 0.05,
            _ => 0.0,
        };
        // of the same words said twice, those of the day that the draft gives, and those between quotation marks
        let of_day = if other_day.is_some() { 0.01 } else { 0.0 };
        let of_marks = if unmarked.is_empty() { 0.0 } else { 0.03 };
        let score = found.share() - 0.02 * found.changes.len() as f64 - of_speaker - of_day - of_marks;
        let passage = one_line(found.passage.of(&detail.text));
        let mut quoted = self.quoted.clone();
        if self.attributed.as_ref().is_some_and(|attributed| attributed.is_only_described(&detail.row)) {
            quoted.speaker = None;
        }
        let said = Some(Said { row: detail.row, passage, unmarked, other_day, clashes: Vec::new() });
        let changes = found.changes;
        Some((score, Checked { quoted, verdict, changes, said, speakers, printed: None, joined: Vec::new() }))
    }

    /// A few words that are worded otherwise tell nothing, and neither does a word that an outlet uses of what somebody else said.
    fn tells_nothing(&self, verbatim: bool, marked: bool, speakers: Option<Speakers>) -> bool {
        let words = self.quotation.len();
        let own = marked || speakers == Some(Speakers::Same);
        match verbatim {
            true => !own && (self.is_phrase() || words < LEAST_SHARED),
            false => words < LEAST_WORDS,
        }
    }

    /// What was found, with the place where an article prints the words themselves; of a few words, that place instead of a
    /// statement that has only some of them.
    fn or_printed(&self, found: Option<Scored>, passages: Vec<Printed>) -> Option<Scored> {
        if is_verbatim(found.as_ref()) {
            return found;
        }
        let paraphrased = found.as_ref().is_some_and(|(_, checked)| checked.words() == Verdict::Paraphrase);
        let Some(printed) = passages.into_iter().find(|printed| printed.marked || !paraphrased) else { return found };
        let few = self.quotation.len() < TELLING_WORDS && !paraphrased;
        match found.filter(|_| !few) {
            Some((score, checked)) => Some((score, Checked { printed: Some(printed), ..checked })),
            None => Some((0.0, Checked { verdict: Verdict::NoStatement, printed: Some(printed), ..self.nowhere() })),
        }
    }

    fn nowhere(&self) -> Checked {
        Checked {
            quoted: self.quoted.clone(),
            verdict: if self.is_phrase() { Verdict::Phrase } else { Verdict::NotFound },
            changes: Vec::new(),
            said: None,
            speakers: None,
            printed: None,
            joined: Vec::new(),
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

/// The words by which something is searched for: the rare ones.
fn telling<'q>(words: impl Iterator<Item = &'q str>) -> Vec<&'q str> {
    let rank = |word: &&str| std::cmp::Reverse(FREQUENT.get(word).copied().unwrap_or(usize::MAX));
    let mut words: Vec<&'q str> = words.collect();
    words.sort_unstable();
    words.dedup();
    words.sort_by_key(rank);
    words.truncate(SEARCHED);
    words
}

//! What a draft says in words of its own that somebody said: told as a stored statement has it, altered, told of somebody else, or
//! found nowhere.

use serde::Serialize;

use super::draft::{Attribution, Draft};
use super::speaker::{Attributed, Speakers};
use super::{CANDIDATES, Checked, Said, Verdict, telling};
use crate::check::{Change, ChangeKind, Quotation};
use crate::compare::{Analysis, Claim, Comparer, Difference, DifferenceKind};
use crate::pipeline::compare::claim;
use crate::statement::{Act, Kind, words};
use crate::store::{Filter, Result, StatementDetail, Store};
use crate::text::{Span, one_line};

/// What an attribution turns out to be, in one word.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, strum::EnumString, strum::IntoStaticStr, strum::VariantArray,
)]
pub enum Told {
    /// a statement of this speaker says so
    #[serde(rename = "alike")]
    #[strum(serialize = "alike")]
    Alike,
    /// a statement of this speaker says otherwise: denied, contrary, another number, name or time
    #[serde(rename = "altered")]
    #[strum(serialize = "altered")]
    Altered,
    /// somebody else says so, and this speaker nowhere
    #[serde(rename = "other speaker")]
    #[strum(serialize = "other speaker")]
    OtherSpeaker,
    /// no statement is like it: said elsewhere, or put in quite other words
    #[serde(rename = "not found")]
    #[strum(serialize = "not found")]
    NotFound,
}

words!(Told);

/// An attribution of a draft, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Retelling {
    /// as the draft has it
    pub attribution: Attribution,
    /// what it turns out to be
    pub verdict: Told,
    /// what it tells otherwise than the statement, the worst first
    pub differences: Vec<Difference>,
    /// the statement; none where none is like it
    pub said: Option<Said>,
    /// how its speaker stands to that of the statement
    pub speakers: Option<Speakers>,
}

/// Share of what an attribution tells that a statement must tell too; the same where somebody else says it.
const LEAST_SHARE: f64 = 0.6;
const LEAST_SHARE_OF_OTHER: f64 = 0.85;
/// Fewer words may be anybody's.
const LEAST_WORDS_OF_OTHER: usize = 3;
/// A statement that says the same goes before one that says otherwise, unless it tells so much less of it.
const OTHERWISE: f64 = 0.25;
/// Words by which statements of the speaker are sought beside those that are likest, and statements for each.
const WORDS: usize = 6;
const OF_SPEAKER: u64 = 20;

/// A statement with how well it fits.
struct Found {
    score: f64,
    detail: StatementDetail,
    differences: Vec<Difference>,
    speakers: Speakers,
}

/// Compares what a draft attributes without quotation marks with what is stored; where it quotes some words, those around them, and the
/// few words of a quotation that itself was not found.
pub(super) fn retellings(
    store: &Store,
    draft: &Draft,
    checked: &mut [Checked],
    looked: &mut Vec<i64>,
) -> Result<Vec<Retelling>> {
    let mut out = Vec::new();
    for attribution in &draft.attributions {
        let content = &attribution.statement.content;
        let holds = |c: &Checked| content.iter().any(|span| span.overlaps(c.quoted.span));
        let inside: Vec<usize> = (0..checked.len()).filter(|n| holds(&checked[*n])).collect();
        let quoted = attribution.statement.kind != Kind::Indirect && !inside.is_empty();
        let found = Told::sought(store, draft, attribution, looked)?;
        if !quoted {
            out.push(retelling(attribution, found));
            continue;
        }
        let Some(mut found) = found.filter(|found| found.speakers == Speakers::Same) else { continue };
        if attribution.statement.kind == Kind::Direct {
            // nothing stands outside the marks but what attributes
            let quoted = |d: &Difference| inside.iter().any(|n| has(draft, &checked[*n], d));
            found.differences.retain(|d| d.kind == DifferenceKind::Negation || quoted(d));
        }
        for n in inside {
            mend(draft, &mut checked[n], &mut found);
        }
        if !found.differences.is_empty() {
            out.push(retelling(attribution, Some(found)));
        }
    }
    Ok(out)
}

impl Told {
    /// The statement that is likest to what is attributed.
    fn sought(store: &Store, draft: &Draft, attribution: &Attribution, looked: &mut Vec<i64>) -> Result<Option<Found>> {
        let statement = &attribution.statement;
        let attributed = Attributed::new(store, statement.voice.as_ref(), &attribution.source, attribution.guessed)?;
        let parts: Vec<Quotation> = statement.content.iter().map(|span| Quotation::new(&draft.text, *span)).collect();
        let words = telling(parts.iter().flat_map(Quotation::forms));
        let mut keys = store.statements_like(&words, CANDIDATES)?;
        if let Some(speaker) = attributed.key() {
            for word in words.iter().take(WORDS) {
                let words = Some((*word).to_owned());
                let filter = Filter { speakers: vec![speaker], words, limit: Some(OF_SPEAKER), ..Filter::default() };
                keys.extend(store.statements(&filter)?.into_iter().map(|row| row.key));
            }
        }
        keys.sort_unstable();
        keys.dedup();
        let ours = analysis(draft, attribution);
        let mut best: Option<Found> = None;
        for key in keys {
            looked.push(key);
            let detail = store.statement_by_key(key)?;
            if draft.is(&detail.text) {
                continue;
            }
            let better = |found: &Found| best.as_ref().is_none_or(|other| found.score > other.score);
            if let Some(found) = beside(&ours, &attributed, detail).filter(better) {
                best = Some(found);
            }
        }
        Ok(best)
    }
}

/// An attribution beside a statement; none where they are on different things, or where what is otherwise may be another's.
fn beside(ours: &Analysis, attributed: &Attributed, detail: StatementDetail) -> Option<Found> {
    let theirs = Comparer::new(Vec::new()).read_again(claim(&detail.row, Default::default()));
    let retold = ours.retold(&theirs, &detail.text)?;
    let speakers = attributed.beside(&detail.row);
    let fits = match speakers {
        Speakers::Same => retold.share >= LEAST_SHARE,
        _ => {
            let enough = retold.share >= LEAST_SHARE_OF_OTHER && retold.words >= LEAST_WORDS_OF_OTHER;
            enough && retold.differences.is_empty()
        }
    };
    if !fits {
        return None;
    }
    let of_speaker = match speakers {
        Speakers::Same => 0.0,
        Speakers::NotCompared => 0.3,
        Speakers::Other => 0.5,
    };
    let otherwise = if retold.differences.is_empty() { 0.0 } else { OTHERWISE };
    let score = retold.share - of_speaker - otherwise - 0.01 * retold.differences.len() as f64;
    Some(Found { score, detail, differences: retold.differences, speakers })
}

fn retelling(attribution: &Attribution, found: Option<Found>) -> Retelling {
    let verdict = match &found {
        None => Told::NotFound,
        Some(found) if !found.differences.is_empty() => Told::Altered,
        Some(found) if found.speakers == Speakers::Other => Told::OtherSpeaker,
        Some(_) => Told::Alike,
    };
    let speakers = found.as_ref().map(|found| found.speakers);
    let differences = found.as_ref().map(|found| found.differences.clone()).unwrap_or_default();
    let said = found.map(|found| Said::whole(found.detail));
    Retelling { attribution: attribution.clone(), verdict, differences, said, speakers }
}

/// Gives a quotation the differences that are its own: those of a few words that were not found are alterations of these.
fn mend(draft: &Draft, checked: &mut Checked, found: &mut Found) {
    let known = |kind: ChangeKind| checked.changes.iter().any(|change| change.kind == kind);
    let (inside, mut outside): (Vec<Difference>, Vec<Difference>) =
        found.differences.drain(..).partition(|difference| {
            has(draft, checked, difference)
                || difference.kind == DifferenceKind::Negation && known(ChangeKind::Negation)
        });
    if checked.verdict == Verdict::NotFound && !inside.is_empty() {
        checked.verdict = Verdict::Altered;
        checked.changes = inside.iter().map(|difference| change(checked.quoted.span, draft, difference)).collect();
        checked.speakers = Some(found.speakers);
        checked.said = Some(Said::whole(found.detail.clone()));
    } else if checked.verdict == Verdict::NotFound {
        // what its words are not, the words around them are not either
        outside.clear();
    }
    found.differences = outside;
}

/// True where the words of a difference stand in a quotation.
fn has(draft: &Draft, checked: &Checked, difference: &Difference) -> bool {
    let words = one_line(checked.quoted.span.of(&draft.text)).to_lowercase();
    !difference.draft.is_empty() && words.contains(&difference.draft)
}

fn change(within: Span, draft: &Draft, difference: &Difference) -> Change {
    let words = within.of(&draft.text);
    let start = words.to_lowercase().find(&difference.draft).filter(|at| words.is_char_boundary(*at)).unwrap_or(0);
    let end = (start + difference.draft.len()).min(words.len());
    let at =
        Span::new(within.start + start, within.start + if words.is_char_boundary(end) { end } else { words.len() });
    let kind = match difference.kind {
        DifferenceKind::Negation => ChangeKind::Negation,
        DifferenceKind::Number => ChangeKind::Number,
        DifferenceKind::Name => ChangeKind::Name,
        DifferenceKind::Modal => ChangeKind::Modal,
        DifferenceKind::Opposite | DifferenceKind::Time => ChangeKind::Wording,
    };
    Change { kind, draft: one_line(at.of(&draft.text)), source: difference.source.clone(), at }
}

/// What is attributed, as statements are compared.
fn analysis(draft: &Draft, attribution: &Attribution) -> Analysis {
    let statement = &attribution.statement;
    let voice = statement.voice.as_ref();
    let printed = |spans: &[Span]| spans.iter().map(|s| s.of(&draft.text)).collect::<Vec<_>>().join(" ");
    let claim = Claim {
        text: statement.text(&draft.text),
        sentence: one_line(statement.context.of(&draft.text)),
        speaker: voice.map(|voice| voice.name.clone()),
        role: voice.and_then(|voice| voice.role.clone()),
        organization: voice.and_then(|voice| voice.organization.clone()),
        country: voice.and_then(|voice| voice.country.clone()),
        kind: Some(statement.kind),
        act: Some(statement.act),
        negated: statement.negated,
        on_record: statement.on_record || statement.act != Act::Believe,
        cue: printed(&statement.cue),
        ..Claim::default()
    };
    Comparer::new(Vec::new()).read_again(claim)
}

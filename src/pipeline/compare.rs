//! What was added is compared with what is stored: each new statement with its candidates, never all with all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;
use serde_json::json;

use super::event::Event;
use super::standing::settle;
use crate::compare::{Analysis, Claim, Comparer, Finding, Proposition, Question, article_names};
use crate::statement::SpeakerType;
use crate::store::{AttributionRow, Claims, Declared, NewConflict, Position, PropositionRow, Result, Store};

/// Statements looked at together.
const CHUNK: usize = 512;
/// A key that more statements have says nothing.
const COMMON: usize = 200;
/// Candidates of a statement at most.
const CANDIDATES: usize = 50;
/// Statements whose analysis is kept at hand.
const AT_HAND: usize = 50_000;

/// What a comparison came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Compared {
    /// new conflicts that the tool stands by
    pub firm: usize,
    /// statements that were compared with others
    pub statements: usize,
    /// those others, summed up
    pub candidates: usize,
}

/// Compares what was not compared yet, and everything anew when other questions are in force than before.
/// A conflict of copies is no new one.
pub fn compare_new(store: &mut Store, questions: Vec<Question>, hear: &mut dyn FnMut(Event)) -> Result<Compared> {
    if store.declare_questions(&declared(&questions))? {
        hear(Event::QuestionsChanged);
    }
    let new = store.unclaimed()?;
    if new.is_empty() {
        return Ok(Compared::default());
    }
    let mut comparison = Comparison {
        comparer: Comparer::new(questions),
        waiting: new.iter().copied().collect(),
        at_hand: BTreeMap::new(),
        names: BTreeMap::new(),
        compared: Compared::default(),
    };
    for chunk in new.chunks(CHUNK) {
        comparison.compare(store, chunk)?;
    }
    settle(store)?;
    Ok(comparison.compared)
}

/// A comparison under way.
struct Comparison {
    comparer: Comparer,
    /// statements that were not compared yet when it began
    waiting: BTreeSet<i64>,
    at_hand: BTreeMap<i64, Arc<Analysis>>,
    /// whom and what articles are about, by their ids
    names: BTreeMap<String, Vec<String>>,
    compared: Compared,
}

impl Comparison {
    /// Keeps what some new statements claim, and compares them with their candidates.
    fn compare(&mut self, store: &mut Store, chunk: &[i64]) -> Result<()> {
        if self.at_hand.len() > AT_HAND {
            self.at_hand.clear();
            self.names.clear();
        }
        let rows = store.statements_by_key(chunk)?;
        self.analyse(store, &rows)?;
        let mut claims: Vec<Claims> = rows.iter().map(|row| kept(row, &self.at_hand[&row.key])).collect();
        // what is not listed (a withdrawn statement) is not asked for again
        let listed: BTreeSet<i64> = rows.iter().map(|r| r.key).collect();
        let unlisted = chunk.iter().filter(|key| !listed.contains(key));
        claims.extend(unlisted.map(|&statement| Claims { statement, ..Claims::default() }));
        store.set_claims(&claims)?;
        let near = self.candidates(store, &rows)?;
        let missing: BTreeSet<i64> =
            near.iter().flat_map(|(_, found)| found).copied().filter(|key| !self.at_hand.contains_key(key)).collect();
        let missing = store.statements_by_key(&missing.into_iter().collect::<Vec<_>>())?;
        self.analyse(store, &missing)?;
        let judged = |(old, new): (i64, i64)| {
            let (a, b) = (self.at_hand.get(&old)?, self.at_hand.get(&new)?);
            Some(conflict(old, new, self.comparer.judge(a, b)?))
        };
        let pairs = near.par_iter().flat_map_iter(|(new, found)| found.iter().map(move |old| (*old, *new)));
        let conflicts: Vec<NewConflict> = pairs.filter_map(judged).collect();
        let (firm, doubtful): (Vec<NewConflict>, Vec<NewConflict>) = conflicts.into_iter().partition(|c| c.firm);
        self.compared.firm += store.add_conflicts(&firm)?.len();
        store.add_conflicts(&doubtful)?;
        Ok(())
    }

    /// Of each statement those that may conflict with it; of two new ones the later meets the earlier.
    fn candidates(&mut self, store: &Store, rows: &[AttributionRow]) -> Result<Vec<(i64, Vec<i64>)>> {
        let mut near = Vec::new();
        for row in rows {
            let before = |key: &i64| *key < row.key || !self.waiting.contains(key) && *key != row.key;
            let found = store.candidates(&self.at_hand[&row.key].keys, COMMON, CANDIDATES)?;
            self.compared.statements += 1;
            self.compared.candidates += found.len();
            near.push((row.key, found.into_iter().map(|(key, _)| key).filter(before).collect()));
        }
        Ok(near)
    }

    /// Reads statements, and the articles that they stand in where these were not read yet.
    fn analyse(&mut self, store: &Store, rows: &[AttributionRow]) -> Result<()> {
        let unread: BTreeSet<&String> =
            rows.iter().map(|row| &row.article).filter(|id| !self.names.contains_key(*id)).collect();
        let texts: Vec<(&String, String)> =
            unread.into_iter().map(|id| Ok((id, store.article(id)?.1))).collect::<Result<_>>()?;
        let read: Vec<(String, Vec<String>)> =
            texts.into_par_iter().map(|(id, text)| (id.clone(), article_names(&text))).collect();
        self.names.extend(read);
        let of = |row: &AttributionRow| {
            Arc::new(self.comparer.analyse(claim(row, self.names.get(&row.article).cloned().unwrap_or_default())))
        };
        let analyses: Vec<Arc<Analysis>> = rows.par_iter().map(of).collect();
        self.at_hand.extend(rows.iter().map(|row| row.key).zip(analyses));
        Ok(())
    }
}

/// Compares all statements again, with these questions.
pub fn compare_again(store: &mut Store, questions: Vec<Question>, hear: &mut dyn FnMut(Event)) -> Result<Compared> {
    store.clear_claims()?;
    compare_new(store, questions, hear)
}

/// The questions as the database keeps them.
pub fn declared(questions: &[Question]) -> Vec<Declared> {
    let kept = |q: &Question| Declared { id: q.id.clone(), text: q.text.clone(), digest: q.digest.clone() };
    questions.iter().map(kept).collect()
}

/// A stored statement as the comparison sees it; the names are those of its article.
pub fn claim(row: &AttributionRow, names: Vec<String>) -> Claim {
    let named =
        matches!(row.speaker_type, Some(SpeakerType::Person | SpeakerType::Organization | SpeakerType::Document));
    Claim {
        text: row.text.clone(),
        sentence: row.sentence.clone(),
        speaker: row.speaker.clone().or_else(|| row.name.clone()),
        speaker_key: row.speaker_id.clone().filter(|_| named),
        speaker_type: row.speaker_type,
        role: row.role.clone(),
        organization: row.organization.clone(),
        country: row.country.clone(),
        outlet: row.outlet.clone(),
        published: row.published.clone(),
        article: row.article.clone(),
        kind: Some(row.kind),
        act: Some(row.act),
        negated: row.negated,
        on_record: row.on_record,
        cue: row.cue.clone(),
        names,
    }
}

fn kept(row: &AttributionRow, analysis: &Analysis) -> Claims {
    let positions = analysis.positions.iter().map(|stance| Position {
        question: stance.question.clone(),
        about: stance.about.clone(),
        affirms: stance.affirms,
        span: stance.span.as_ref().and_then(|span| in_article(row, span)),
    });
    Claims {
        statement: row.key,
        propositions: analysis.propositions.iter().map(|p| proposition(row, p)).collect(),
        positions: positions.collect(),
        keys: analysis.keys.clone(),
    }
}

fn proposition(row: &AttributionRow, p: &Proposition) -> PropositionRow {
    PropositionRow {
        subject: p.subject.clone(),
        relation: p.relation.clone(),
        predicate: p.predicate.clone(),
        object: p.object.clone(),
        positive: p.positive,
        modality: Some(p.modality.clone()),
        assertion: Some(p.assertion.clone()),
        scope: p.scope.clone(),
        time: p.time.clone(),
        quantity: p.quantity.clone(),
        span: p.span.as_ref().and_then(|span| in_article(row, span)),
        more: (!p.polarity_words.is_empty()).then(|| json!({"polarity_words": p.polarity_words}).to_string()),
    }
}

/// Bytes of a statement of one piece as code points of its article; a statement of several pieces is not one passage.
fn in_article(row: &AttributionRow, span: &std::ops::Range<usize>) -> Option<[usize; 2]> {
    let [[start, _]] = row.content[..] else { return None };
    let points = |to: usize| row.text.get(..to).map(|before| start + before.chars().count());
    Some([points(span.start)?, points(span.end)?])
}

fn conflict(a: i64, b: i64, finding: Finding) -> NewConflict {
    NewConflict {
        kind: finding.kind.as_str().to_owned(),
        score: finding.score,
        firm: finding.firm,
        rule: finding.rule,
        question: finding.question,
        why: finding.why,
        a,
        b,
        more: Some(
            json!({"words": finding.words, "both_true_if": finding.both_true_if, "firm": finding.firm}).to_string(),
        ),
    }
}

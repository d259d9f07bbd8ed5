//! Decisions on a text that a newer one took the place of: they go over to the statement that the newer text has in the same
//! words. What the newer text says otherwise waits for a person ([`returned`](super::returned)).

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::{Result, Store, engines::BY_HAND, identity, marked, names, offsets, readings, writer};

use super::{Decision, beside, returned::newest, several};

/// How much of a statement must stand unchanged for its decisions to go over.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Same {
    /// words, source, cue and speaker
    All,
    /// words and speaker: a person wants it so
    WordsAndSpeaker,
}

/// A statement as extraction had it, whatever people fixed since.
struct Found {
    row: i64,
    uid: String,
    start: usize,
    saying: Vec<String>,
}

impl Store {
    /// Lets the decisions that wait go over where the newer text has the same words of the same speaker; how many did.
    pub fn keep_returned(&mut self) -> Result<u64> {
        self.write(|db, identity| {
            let kept = carry_all(db, Same::WordsAndSpeaker)?;
            identity::settle(db, identity)?;
            Ok(kept)
        })
    }
}

/// Lets what was decided of any earlier text go over to the newest.
pub(in crate::store) fn carry_all(db: &Connection, same: Same) -> Result<u64> {
    let mut query = db.prepare(
        "SELECT a.id FROM articles AS a WHERE a.superseded_by <> a.id AND (
             a.uid IN (SELECT article FROM decisions WHERE undone_at IS NULL)
             OR a.id IN (SELECT v.article_id FROM decision_voices AS d JOIN voices AS v ON v.uid = d.voice))
         ORDER BY a.id",
    )?;
    let articles = query.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    articles.into_iter().map(|article| carry(db, article, same)).sum()
}

/// The same for the texts that stand, or stood, at an address of this one.
pub(in crate::store) fn carry_around(db: &Connection, article: i64) -> Result<()> {
    let mut query = db.prepare_cached(
        "SELECT DISTINCT p.article_id FROM appearances AS p JOIN articles AS a ON a.id = p.article_id
         WHERE a.superseded_by <> a.id AND p.address IN (SELECT address FROM appearances WHERE article_id = ?1)",
    )?;
    let articles = query.query_map([article], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    articles.into_iter().try_for_each(|article| carry(db, article, Same::All).map(drop))
}

/// A decision as it is to be kept here: on the statement of the newest text that is here and has it unchanged.
pub(super) fn carried(db: &Connection, decision: &Decision) -> Result<Decision> {
    let mut decision = decision.clone();
    let (Some(statement), Some(article)) = (&decision.statement, &decision.article) else { return Ok(decision) };
    let mut query = db.prepare_cached("SELECT id FROM articles WHERE uid = ?1 AND superseded_by <> id")?;
    let old = query.query_map([article], |r| r.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    if let Some(&old) = old.first() {
        let texts = Texts::read(db, old)?;
        let heirs = heirs(db, old, &texts, Same::All)?;
        if let Some((before, after)) = heirs.iter().find(|(before, _)| before.uid == *statement) {
            texts.retie(&mut decision, before, after);
        }
    }
    back(db, &mut decision)?;
    Ok(decision)
}

/// Where only the earlier text is here, a decision of another desk is one on the statement on which it was made; it goes over
/// once the newer text comes. What points at places of the newer text waits for that.
fn back(db: &Connection, decision: &mut Decision) -> Result<()> {
    let (Some(first), Some(statement)) = (decision.first_statement.clone(), decision.statement.clone()) else {
        return Ok(());
    };
    let mut query = db.prepare_cached(
        "SELECT a.uid FROM statements AS s JOIN articles AS a ON a.id = s.article_id
         WHERE s.uid = ?1 AND NOT EXISTS (SELECT 1 FROM articles WHERE uid = ?2) ORDER BY a.id LIMIT 1",
    )?;
    let earlier: Option<String> = query.query_row(params![first, decision.article], |r| r.get(0)).optional()?;
    if earlier.is_some() && !matches!(decision.field.as_deref(), Some("content" | "marked")) {
        decision.summary = decision.summary.replacen(&short(&statement), &short(&first), 1);
        (decision.statement, decision.article, decision.first_statement) = (Some(first), earlier, None);
    }
    Ok(())
}

/// A statement as summaries of decisions name it.
fn short(uid: &str) -> String {
    format!("statement {}", uid.get(..8).unwrap_or(uid))
}

/// Lets the decisions on an earlier text go over to the newest, as far as its statements stand there unchanged; and what was
/// ruled of speakers holds for those whom the newest text names so.
fn carry(db: &Connection, old: i64, same: Same) -> Result<u64> {
    let texts = Texts::read(db, old)?;
    let mut kept = 0;
    let mut touched = BTreeSet::new();
    for (before, after) in heirs(db, old, &texts, same)? {
        let gone = carry_of(db, &texts, &before, &after)?;
        if gone > 0 {
            kept += gone;
            touched.insert(before.row);
        }
    }
    touched.into_iter().try_for_each(|statement| readings::apply(db, statement))?;
    if kept > 0 {
        writer::apply_decided(db, &texts.new_uid)?;
    }
    let new = newest(db, old)?;
    db.prepare_cached(
        "INSERT OR IGNORE INTO decision_voices (decision_id, voice, side)
         SELECT d.decision_id, new.uid, d.side FROM voices AS old JOIN decision_voices AS d ON d.voice = old.uid
             JOIN decisions AS r ON r.id = d.decision_id
             JOIN voices AS new ON new.article_id = ?2 AND new.type = old.type AND new.name = old.name
         WHERE old.article_id = ?1 AND r.undone_at IS NULL",
    )?
    .execute([old, new])?;
    db.prepare_cached(
        "UPDATE voices SET settled = 0 WHERE article_id = ?1 AND uid IN (SELECT voice FROM decision_voices)",
    )?
    .execute([new])?;
    Ok(kept)
}

/// Lets the decisions on one statement go over, all of them or none: a finding is on the words that were fixed before it. What
/// another desk decided waits where the two decided otherwise.
fn carry_of(db: &Connection, texts: &Texts, before: &Found, after: &Found) -> Result<u64> {
    let on = "statement = ?1 AND article = ?2 AND undone_at IS NULL";
    let mut going = several(db, on, params![before.uid, texts.old_uid])?;
    let all = going.iter_mut().all(|decision| texts.retie(decision, before, after) || decision.waiting);
    going.retain(|decision| all && decision.statement.as_ref() == Some(&after.uid));
    let Some(first) = going.first() else { return Ok(0) };
    // what was decided on the newer text before any of these came there
    let there = beside::beside(db, first, beside::IN_FORCE)?;
    let mut kept = 0;
    for decision in &going {
        let on_it = |other: &&Decision| beside::agree(other, decision) || beside::disagree(other, decision);
        if there.iter().rev().find(on_it).is_some_and(|last| beside::agree(last, decision)) {
            continue;
        }
        let opposed: Vec<&Decision> = there.iter().filter(|other| beside::disagree(other, decision)).collect();
        let waits = decision.waiting || decision.imported.is_some() && !opposed.is_empty();
        db.prepare_cached(
            "UPDATE decisions SET statement = ?2, article = ?3, value = ?4, summary = ?5, first_statement = ?6, waiting = ?7
             WHERE id = ?1",
        )?
        .execute(params![
            decision.number,
            decision.statement,
            decision.article,
            decision.value,
            decision.summary,
            decision.first_statement,
            waits
        ])?;
        for theirs in opposed.iter().filter(|other| other.imported.is_some() && decision.imported.is_none()) {
            db.prepare_cached("UPDATE decisions SET waiting = 1 WHERE id = ?1")?.execute([theirs.number])?;
        }
        kept += 1;
    }
    Ok(kept)
}

/// Statements of an earlier text, each with that of the newest which stands for it.
fn heirs(db: &Connection, old: i64, texts: &Texts, same: Same) -> Result<Vec<(Found, Found)>> {
    let new = newest(db, old)?;
    if new == old {
        return Ok(Vec::new());
    }
    let mut after = by_saying(found(db, new, same)?);
    let mut pairs = Vec::new();
    for (saying, before) in by_saying(found(db, old, same)?) {
        let after = after.remove(&saying).unwrap_or_default();
        // of words that stand there several times, the first are the first; where some are gone, nobody can say which
        if before.len() == after.len() {
            pairs.extend(before.into_iter().zip(after));
        } else if after.is_empty() {
            for before in before {
                pairs.extend(marked_anew(db, &before, texts)?.map(|after| (before, after)));
            }
        }
    }
    Ok(pairs)
}

/// The statement that a person marked, where extraction has none: it is one of the newest text when its sentences stand there.
fn marked_anew(db: &Connection, before: &Found, texts: &Texts) -> Result<Option<Found>> {
    let mut query = db.prepare_cached(
        "SELECT d.value FROM decisions AS d, statements AS s JOIN engines AS e ON e.id = s.engine_id
         WHERE s.id = ?1 AND d.statement = s.uid AND d.article = ?2 AND d.field = 'marked' AND d.undone_at IS NULL
             AND e.name = ?3",
    )?;
    let record: Option<String> =
        query.query_row(params![before.row, texts.old_uid, BY_HAND], |r| r.get(0)).optional()?;
    let start = record.and_then(|record| texts.again(marked::context(&record)?, before.start));
    let uid = names::uid(&[&texts.new_uid, &before.uid], 16);
    Ok(start.map(|start| Found { row: before.row, uid, start, saying: Vec::new() }))
}

fn by_saying(found: Vec<Found>) -> BTreeMap<Vec<String>, Vec<Found>> {
    let mut by_saying: BTreeMap<Vec<String>, Vec<Found>> = BTreeMap::new();
    for one in found {
        by_saying.entry(one.saying.clone()).or_default().push(one);
    }
    by_saying
}

/// The statements of an article as extraction had them, in their order.
fn found(db: &Connection, article: i64, same: Same) -> Result<Vec<Found>> {
    let mut query = db.prepare_cached(
        "SELECT s.id, s.uid, s.source, s.cue FROM statements AS s JOIN articles AS a ON a.id = s.article_id
         WHERE a.id = ?1 AND (s.withdrawn_at IS NULL OR (a.superseded_by IS NOT NULL
             AND EXISTS (SELECT 1 FROM decisions AS d WHERE d.statement = s.uid AND d.article = a.uid)))",
    )?;
    let rows = query.query_map([article], |r| Ok((r.get(0)?, r.get(1)?, [r.get(2)?, r.get(3)?])))?;
    let rows = rows.collect::<rusqlite::Result<Vec<(i64, String, [String; 2])>>>()?;
    let mut all = Vec::new();
    for (row, uid, [source, cue]) in rows {
        let (text, start, mut saying) = readings::as_extracted(db, row)?;
        saying.push(text);
        if same == Same::All {
            saying.extend([source, cue]);
        }
        all.push(Found { row, uid, start, saying });
    }
    all.sort_by_key(|found| found.start);
    Ok(all)
}

/// An earlier text and the newest.
struct Texts {
    old_uid: String,
    new_uid: String,
    old: String,
    new: String,
}

impl Texts {
    fn read(db: &Connection, old: i64) -> Result<Texts> {
        let one = |id: i64| -> Result<(String, String)> {
            let mut query = db.prepare_cached("SELECT uid, text FROM articles WHERE id = ?1")?;
            Ok(query.query_row([id], |r| Ok((r.get(0)?, r.get(1)?)))?)
        };
        let ((old_uid, old), (new_uid, new)) = (one(old)?, one(newest(db, old)?)?);
        Ok(Texts { old_uid, new_uid, old, new })
    }

    /// Where the newest text has a point of the earlier one, if it has the words around that at one place only.
    fn again(&self, around: [usize; 2], point: usize) -> Option<usize> {
        let words = offsets::Bytes::new(&self.old).span(&self.old, around[0], around[1])?.of(&self.old);
        let mut places = self.new.match_indices(words);
        let (at, _) = places.next().filter(|_| !words.is_empty())?;
        let before = self.new.get(..at)?.chars().count();
        if places.next().is_some() { None } else { (before + point).checked_sub(around[0]) }
    }

    /// Makes a decision one on the newest text; false where what it points at does not stand there.
    fn retie(&self, decision: &mut Decision, before: &Found, after: &Found) -> bool {
        let moved = |place: [usize; 2]| offsets::moved(place, [before.start, after.start], [&self.old, &self.new]);
        let value = match (decision.field.as_deref(), &decision.value) {
            (Some("content"), Some(spans)) => readings::moved_spans(spans, moved),
            (Some("marked"), Some(record)) => marked::moved(record, moved),
            (_, value) => value.clone(),
        };
        if value.is_none() && decision.value.is_some() {
            return false;
        }
        decision.value = value;
        decision.summary = decision.summary.replacen(&short(&before.uid), &short(&after.uid), 1);
        decision.first_statement.get_or_insert_with(|| before.uid.clone());
        decision.statement = Some(after.uid.clone());
        decision.article = Some(self.new_uid.clone());
        true
    }
}

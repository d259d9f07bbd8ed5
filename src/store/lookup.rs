//! Whom is meant by a name that somebody types?

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use super::{
    Result, Store,
    ids::is_id,
    names,
    rows::{SpeakerRow, speaker_type},
    totals::{self, rows_of},
};
use crate::statement::SpeakerType;

/// What a name typed by a person can mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Lookup {
    /// this speaker: it bears the name, or the last name, or has the id
    Found(SpeakerRow),
    /// none bears the name, but only this one's holds all of its words: good enough to look at, not to rule on
    Likely(SpeakerRow),
    /// all of these bear the name, most quoted first
    Ambiguous(Vec<SpeakerRow>),
    /// none does, but these come near, nearest first; empty when nothing does
    DidYouMean(Vec<SpeakerRow>),
}

impl Store {
    /// Who a name can mean: a speaker's full name or alias, then a last name, then an id, then some words of a name, then
    /// something spelt nearly so.
    pub fn find_speaker(&self, name: &str) -> Result<Lookup> {
        self.read(|db| find(db, name))
    }
}

/// A name that a speaker bears.
struct Borne {
    key: String,
    speaker: i64,
    speaker_type: SpeakerType,
}

impl Borne {
    /// True for speakers that have a name of their own.
    fn is_name(&self) -> bool {
        matches!(self.speaker_type, SpeakerType::Person | SpeakerType::Organization | SpeakerType::Document)
    }

    fn tokens(&self) -> impl Iterator<Item = &str> {
        self.key.split(' ')
    }
}

fn find(db: &Connection, typed: &str) -> Result<Lookup> {
    let wanted = names::fold(typed);
    let words: Vec<&str> = wanted.split(' ').filter(|w| !w.is_empty()).collect();
    // whoever bears the name, the last name or some words of it has a name that holds all of them
    let borne = if words.is_empty() { Vec::new() } else { borne(db, &words)? };
    if !words.is_empty() {
        let exact = |b: &Borne| b.key == wanted;
        // "Vogt" may be anyone whose last name it is, also where an article gives no more than that
        let last_name = |b: &Borne| {
            b.speaker_type == SpeakerType::Person && (b.key == wanted || b.key.ends_with(&format!(" {wanted}")))
        };
        let full_name = |b: &Borne| exact(b) && (words.len() > 1 || b.speaker_type != SpeakerType::Person);
        let tiers: [&dyn Fn(&Borne) -> bool; 3] =
            [&|b| b.is_name() && full_name(b), &full_name, &|b| b.is_name() && last_name(b)];
        if let Some(found) = first_of(db, &borne, &tiers)? {
            return Ok(found);
        }
    }
    if let Some(found) = by_id(db, typed.trim())? {
        return Ok(found);
    }
    if !words.is_empty() {
        let some_words = |b: &Borne| words.iter().all(|w| b.tokens().any(|t| t == *w));
        let tiers: [&dyn Fn(&Borne) -> bool; 2] = [&|b| b.is_name() && some_words(b), &some_words];
        match first_of(db, &borne, &tiers)? {
            Some(Lookup::Found(row)) => return Ok(Lookup::Likely(row)),
            Some(several) => return Ok(several),
            None => {}
        }
    }
    let all = if words.is_empty() { Vec::new() } else { self::borne(db, &[])? };
    near(db, &wanted, &words, &all)
}

/// The names that hold all of these words; with none given, all names.
fn borne(db: &Connection, words: &[&str]) -> Result<Vec<Borne>> {
    let names = totals::names_with(db, words)?.into_iter();
    let read = |n: totals::Borne| Borne { key: n.key, speaker: n.speaker, speaker_type: speaker_type(&n.speaker_type) };
    Ok(names.map(read).collect())
}

/// The speakers of the first of some conditions that anyone fits.
fn first_of(db: &Connection, borne: &[Borne], tiers: &[&dyn Fn(&Borne) -> bool]) -> Result<Option<Lookup>> {
    for tier in tiers {
        let hits: BTreeSet<i64> = borne.iter().filter(|b| tier(b)).map(|b| b.speaker).collect();
        let mut rows = rows_of(db, &hits.into_iter().collect::<Vec<_>>())?;
        match rows.len() {
            0 => {}
            1 => return Ok(Some(Lookup::Found(rows.remove(0)))),
            _ => return Ok(Some(Lookup::Ambiguous(rows))),
        }
    }
    Ok(None)
}

/// The speaker whose id, or that of one of its voices, begins so.
fn by_id(db: &Connection, typed: &str) -> Result<Option<Lookup>> {
    if !is_id(typed) {
        return Ok(None);
    }
    let mut query = db.prepare_cached(
        "SELECT id FROM speakers WHERE uid >= lower(?1) AND uid < lower(?1) || 'g'
         UNION SELECT speaker_id FROM voices WHERE uid = lower(?1)",
    )?;
    let rows = query.query_map([typed], |r| r.get(0))?;
    let mut rows = rows_of(db, &rows.collect::<rusqlite::Result<Vec<i64>>>()?)?;
    Ok(match rows.len() {
        0 => None,
        1 => Some(Lookup::Found(rows.remove(0))),
        _ => Some(Lookup::Ambiguous(rows)),
    })
}

/// Speakers whose names are spelt nearly as what was typed.
fn near(db: &Connection, wanted: &str, words: &[&str], borne: &[Borne]) -> Result<Lookup> {
    const LEAST: f64 = 0.7;
    const MOST: usize = 5;
    let mut best: BTreeMap<i64, f64> = BTreeMap::new();
    for name in borne.iter().filter(|b| b.is_name() && !words.is_empty()) {
        let whole = strsim::normalized_damerau_levenshtein(wanted, &name.key);
        let likeness = match words {
            [word] => name.tokens().map(|t| strsim::normalized_damerau_levenshtein(word, t)).fold(whole, f64::max),
            _ => whole,
        };
        if likeness >= LEAST {
            let known = best.entry(name.speaker).or_insert(likeness);
            *known = known.max(likeness);
        }
    }
    let mut rows = rows_of(db, &best.keys().copied().collect::<Vec<_>>())?;
    // the sort is stable: equally near ones stay in the order of their statements
    rows.sort_by(|a, b| best[&b.key].total_cmp(&best[&a.key]));
    rows.truncate(MOST);
    Ok(Lookup::DidYouMean(rows))
}

//! New statements, some at a time, are read, laid beside their candidates and judged.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::judge::Judge;
use super::records::{claim, conflict, kept};
use crate::compare::{Analysis, Claim, Matter, article_matter};
use crate::pipeline::careful::careful;
use crate::pipeline::event::Stop;
use crate::store::{
    AttributionRow, COMMON_KEY, Claims, Comparison, Matter as KeptMatter, NewConflict, Result, Search, Store,
};

/// Statements looked at together.
const CHUNK: usize = 512;
/// Candidates of a statement at most.
const CANDIDATES: usize = 50;
/// A name that so many articles hold ties no two of them together.
const COMMON_NAME: usize = 60;
/// Statements whose analysis is kept at hand, some four kilobytes each.
const AT_HAND: usize = 40_000;

/// What a comparison came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Compared {
    /// new conflicts that the tool stands by
    pub firm: usize,
    /// statements that were compared with others
    pub statements: usize,
    /// those others, summed up
    pub candidates: usize,
    /// statements whose comparison failed in part
    pub faulty: usize,
    /// statements left for the next command, because the person wants to stop
    pub left: usize,
}

/// Compares all that is new.
pub(super) fn compare_with(store: &mut Store, judge: &impl Judge, stop: Stop) -> Result<Compared> {
    let new = store.uncompared()?;
    let waiting = new.iter().copied().collect();
    let (at_hand, matters, posting) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut round = Round {
        store,
        judge,
        waiting,
        at_hand,
        matters,
        posting,
        search: Search::new(COMMON_KEY),
        chunks: 0,
        compared: Compared::default(),
    };
    for (n, chunk) in new.chunks(CHUNK).enumerate() {
        if stop() {
            round.compared.left = new.len() - n * CHUNK;
            break;
        }
        round.chunk(chunk)?;
    }
    Ok(round.compared)
}

/// What work came to that may fail, or in words the fault that ended it.
type Fallible<T> = std::result::Result<T, String>;

/// Pairs of statements, by their rows.
type Pairs = BTreeSet<(i64, i64)>;

/// Statements that failed, and how: the first fault of each.
type Faults = BTreeMap<i64, String>;

/// A statement that was read.
struct AtHand {
    analysis: Box<Analysis>,
    /// the last chunk that it was compared in
    used: usize,
}

/// A comparison of new statements with what is stored.
struct Round<'a, J> {
    store: &'a mut Store,
    judge: &'a J,
    /// all that are new
    waiting: BTreeSet<i64>,
    at_hand: BTreeMap<i64, AtHand>,
    /// whom and what articles are about, by their ids; in words, where that cannot be told
    matters: BTreeMap<String, Fallible<Matter>>,
    /// names of articles of this chunk that are not stored yet, and of how many
    posting: BTreeMap<String, usize>,
    search: Search,
    /// chunks begun
    chunks: usize,
    compared: Compared,
}

impl<J: Judge> Round<'_, J> {
    /// Compares some of the new statements. What they assert is stored first, so that they find each other; they are marked
    /// as compared last, together with what was found: whoever is killed before begins with them again.
    fn chunk(&mut self, chunk: &[i64]) -> Result<()> {
        self.chunks += 1;
        self.make_room();
        let mut faults = Faults::new();
        let rows = self.rows(chunk)?;
        self.read(&rows, true, &mut faults)?;
        // an article's names are found under its first statement
        let first: BTreeMap<&str, i64> = rows.iter().rev().map(|row| (row.article.as_str(), row.key)).collect();
        let of = |row: &AttributionRow| match self.at_hand.get(&row.key) {
            Some(found) => {
                let mut claims = kept(row, &found.analysis);
                if first[row.article.as_str()] == row.key {
                    claims.keys.extend(found.analysis.claim.names.iter().map(|name| naming(name)));
                }
                claims
            }
            None => Claims { statement: row.key, ..Claims::default() },
        };
        let claims: Vec<Claims> = rows.iter().map(of).collect();
        self.store.set_claims(&claims)?;
        // an article may begin in the chunk before, or hold statements that were compared long ago
        let articles: BTreeSet<&str> = rows.iter().map(|row| row.article.as_str()).collect();
        let whole = self.store.keys_of_articles(&articles)?;
        let here: BTreeSet<i64> = rows.iter().map(|row| row.key).collect();
        let beside = self.rows(&whole.iter().copied().filter(|key| !here.contains(key)).collect::<Vec<_>>())?;
        let all: BTreeMap<i64, &AttributionRow> = rows.iter().chain(&beside).map(|row| (row.key, row)).collect();
        let whole: Vec<&AttributionRow> = whole.iter().filter_map(|key| all.get(key).copied()).collect();
        let near = self.candidates(&rows, &whole)?;
        self.posting.clear();
        self.lighten(&rows);
        let known = |key: &i64| self.at_hand.contains_key(key);
        let beside = whole.iter().map(|row| row.key);
        let missing: BTreeSet<i64> = near.iter().map(|(_, old)| *old).chain(beside).filter(|key| !known(key)).collect();
        let missing = self.rows(&missing.into_iter().collect::<Vec<_>>())?;
        // what fails on those is noted at them already
        self.read(&missing, false, &mut Faults::new())?;
        for key in near.iter().map(|(_, old)| *old).chain(whole.iter().map(|row| row.key)) {
            self.at_hand.entry(key).and_modify(|found| found.used = self.chunks);
        }
        let (mut conflicts, pairs) = self.judged(&near, &mut faults)?;
        let known: BTreeSet<(i64, i64)> = conflicts.iter().filter(|c| c.firm).map(|c| (c.a, c.b)).collect();
        let replies = self.replies(&whole, &mut faults).into_iter().filter(|c| !known.contains(&(c.a, c.b)));
        conflicts.extend(replies.filter(|c| here.contains(&c.a) || here.contains(&c.b)));
        self.compared.statements += rows.len();
        self.compared.candidates += near.len();
        self.compared.faulty += faults.len();
        // what is not listed (a withdrawn statement) is done with, too
        let faults = faults.into_iter().collect();
        let comparison = Comparison { statements: chunk.to_vec(), pairs, conflicts, faults };
        let new = self.store.conclude(&comparison)?;
        self.compared.firm += comparison.conflicts.iter().zip(new).filter(|(c, new)| c.firm && new.is_some()).count();
        Ok(())
    }

    /// Statements as stored.
    fn rows(&self, keys: &[i64]) -> Result<Vec<AttributionRow>> {
        self.store.at_once(|| self.store.statements_by_key(keys))
    }

    /// Where many are at hand, lets a part of them go: those that were compared longest ago.
    fn make_room(&mut self) {
        if self.at_hand.len() <= AT_HAND {
            return;
        }
        let mut used: Vec<usize> = self.at_hand.values().map(|found| found.used).collect();
        let (_, oldest, _) = used.select_nth_unstable(self.at_hand.len() - AT_HAND * 3 / 4);
        self.at_hand.retain(|_, found| found.used > *oldest);
        let articles: BTreeSet<&str> =
            self.at_hand.values().map(|found| found.analysis.claim.article.as_str()).collect();
        self.matters.retain(|id, _| articles.contains(id.as_str()));
    }

    /// Lets go of what is stored of these statements, and no longer needed to compare them.
    fn lighten(&mut self, rows: &[AttributionRow]) {
        for row in rows {
            self.at_hand.entry(row.key).and_modify(|found| {
                found.analysis.keys = Vec::new();
                found.analysis.propositions = Vec::new();
            });
        }
    }

    /// Analyses statements and keeps that at hand, but for those that fail.
    fn read(&mut self, rows: &[AttributionRow], new: bool, faults: &mut Faults) -> Result<()> {
        self.read_articles(rows, new)?;
        let rare = self.rare(rows)?;
        let (judge, matters) = (self.judge, &self.matters);
        let analyse = |row: &AttributionRow| -> (i64, Fallible<Analysis>) {
            let matter = matters.get(&row.article).cloned().unwrap_or_else(|| Ok(Matter::default()));
            let found = matter.and_then(|matter| {
                let rare = matter.names.iter().filter(|name| rare.contains(*name)).cloned().collect();
                let claim = Claim { rare, ..claim(row, matter) };
                careful(|| if new { judge.analyse(claim) } else { judge.read_again(claim) })
            });
            (row.key, found.map_err(|fault| format!("it could not be read ({fault})")))
        };
        let analyses: Vec<_> = rows.par_iter().map(analyse).collect();
        for (key, found) in analyses {
            match found {
                Ok(analysis) => {
                    self.at_hand.insert(key, AtHand { analysis: Box::new(analysis), used: self.chunks });
                }
                Err(fault) => drop(faults.entry(key).or_insert(fault)),
            }
        }
        Ok(())
    }

    /// Looks up what the articles are about that these statements stand in, and reads those that are read for the first time.
    fn read_articles(&mut self, rows: &[AttributionRow], new: bool) -> Result<()> {
        let unknown: BTreeSet<&String> =
            rows.iter().map(|row| &row.article).filter(|id| !self.matters.contains_key(*id)).collect();
        let mut unread = Vec::new();
        let mut found = Vec::new();
        self.store.at_once(|| {
            for id in unknown {
                match self.store.matter(id)? {
                    Some(kept) => found.push((id, Ok(Matter { names: kept.names, topics: kept.topics }))),
                    None => unread.push((id, self.store.article(id)?.1)),
                }
            }
            Ok(())
        })?;
        let read: Vec<(&String, Fallible<Matter>)> =
            unread.into_par_iter().map(|(id, text)| (id, careful(|| article_matter(&text)))).collect();
        let keep = |(id, matter): &(&String, Fallible<Matter>)| {
            let matter = matter.as_ref().ok()?.clone();
            Some(KeptMatter { article: (*id).clone(), names: matter.names, topics: matter.topics })
        };
        let kept: Vec<KeptMatter> = read.iter().filter_map(keep).collect();
        if !kept.is_empty() {
            self.store.set_matters(&kept)?;
        }
        for (id, matter) in found.into_iter().chain(read) {
            if let Ok(matter) = &matter
                && new
            {
                matter.names.iter().for_each(|name| *self.posting.entry(name.clone()).or_default() += 1);
            }
            self.matters.insert(id.clone(), matter);
        }
        Ok(())
    }

    /// The names of these statements' articles that few articles hold.
    fn rare(&mut self, rows: &[AttributionRow]) -> Result<BTreeSet<String>> {
        let Round { store, matters, posting, search, .. } = self;
        let articles: BTreeSet<&String> = rows.iter().map(|row| &row.article).collect();
        let matters = articles.into_iter().filter_map(|id| matters.get(id)?.as_ref().ok());
        let names: BTreeSet<&String> = matters.flat_map(|matter| &matter.names).collect();
        let mut rare = BTreeSet::new();
        store.at_once(|| {
            for name in names {
                let posted = posting.get(name).copied().unwrap_or_default();
                if posted + store.count_of_key(&naming(name), search, COMMON_NAME)? < COMMON_NAME {
                    rare.insert(name.clone());
                }
            }
            Ok(rare)
        })
    }

    /// Pairs to look at: a new statement and one that may conflict with it, the older one second.
    fn candidates(&mut self, rows: &[AttributionRow], whole: &[&AttributionRow]) -> Result<Vec<(i64, i64)>> {
        let Round { store, at_hand, waiting, search, .. } = self;
        let mut of_article: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
        for row in whole {
            of_article.entry(&row.article).or_default().push(row.key);
        }
        let mut near = Vec::new();
        store.at_once(|| {
            for row in rows {
                let Some(AtHand { analysis, .. }) = at_hand.get(&row.key) else { continue };
                // of two new ones the later meets the earlier
                let before = |key: &i64| *key < row.key || !waiting.contains(key) && *key != row.key;
                let found = store.candidates(&analysis.keys, search, CANDIDATES)?;
                let mut found: BTreeSet<i64> = found.into_iter().map(|(key, _)| key).filter(before).collect();
                // what conflicted before is looked at again, however many others there are now
                found.extend(store.conflicting(row.key)?.into_iter().filter(before));
                // and the other statements of its article, the nearest first
                let mut beside = of_article.get(row.article.as_str()).cloned().unwrap_or_default();
                beside.sort_by_key(|key| key.abs_diff(row.key));
                for key in beside.into_iter().filter(before) {
                    if found.len() >= CANDIDATES {
                        break;
                    }
                    found.insert(key);
                }
                near.extend(found.into_iter().map(|old| (row.key, old)));
            }
            Ok(near)
        })
    }

    /// What statements of one article say to each other.
    fn replies(&self, rows: &[&AttributionRow], faults: &mut Faults) -> Vec<NewConflict> {
        let mut articles: BTreeMap<&str, Vec<&AttributionRow>> = BTreeMap::new();
        for row in rows.iter().copied().filter(|row| self.at_hand.contains_key(&row.key)) {
            articles.entry(&row.article).or_default().push(row);
        }
        let mut out = Vec::new();
        for mut rows in articles.into_values() {
            rows.sort_by_key(|row| (row.content.first().copied(), row.key));
            let analyses: Vec<&Analysis> = rows.iter().map(|row| &*self.at_hand[&row.key].analysis).collect();
            match careful(|| self.judge.replies(&analyses)) {
                Ok(found) => out.extend(found.into_iter().map(|(told, reply, mut found)| {
                    let (a, b) = (rows[told].key, rows[reply].key);
                    if a > b {
                        found.words.swap(0, 1);
                    }
                    conflict(a.min(b), a.max(b), found)
                })),
                Err(fault) => drop(faults.entry(rows[0].key).or_insert(fault)),
            }
        }
        out
    }

    /// The conflicts of these pairs, those first that the tool stands by; and the pairs that could be judged. One that fails is
    /// noted at the statement that is new.
    fn judged(&self, near: &[(i64, i64)], faults: &mut Faults) -> Result<(Vec<NewConflict>, Pairs)> {
        let (judge, at_hand) = (self.judge, &self.at_hand);
        let judged = |&(new, old): &(i64, i64)| {
            // whichever of the two is compared anew, they are laid side by side in the same order
            let (first, second) = (old.min(new), old.max(new));
            let (a, b) = (&at_hand.get(&first)?.analysis, &at_hand.get(&second)?.analysis);
            let found = careful(|| judge.judge(a, b));
            Some(found.map(|found| ((first, second), found)).map_err(|fault| (new, old, fault)))
        };
        let (mut firm, mut doubtful, mut pairs) = (Vec::new(), Vec::new(), BTreeSet::new());
        for found in near.par_iter().filter_map(judged).collect::<Vec<_>>() {
            match found {
                Ok((pair, found)) => {
                    pairs.insert(pair);
                    let conflict = found.map(|found| conflict(pair.0, pair.1, found));
                    match conflict {
                        Some(conflict) if conflict.firm => firm.push(conflict),
                        doubted => doubtful.extend(doubted),
                    }
                }
                Err((new, old, fault)) => {
                    let other = self.store.statements_by_key(&[old])?.pop().map(|row| row.id).unwrap_or_default();
                    faults.entry(new).or_insert(format!("it could not be compared with {other} ({fault})"));
                }
            }
        }
        firm.append(&mut doubtful);
        Ok((firm, pairs))
    }
}

/// The key under which articles are found that hold a name.
fn naming(name: &str) -> String {
    format!("named:{name}")
}

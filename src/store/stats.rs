//! How much is in the database? Articles, statements and speakers are read from what its triggers keep, so that this takes no
//! longer for more of them; conflicts and decisions, of which there are few, are counted.

use std::collections::BTreeMap;

use rusqlite::Connection;
use serde::Serialize;

use super::{
    Result, Store,
    comparison::{FAULTY, UNCOMPARED},
    filter::Filter,
    names, outlet_names,
    totals::{changed, count},
};

/// What is in the database.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Stats {
    /// current articles
    pub articles: u64,
    /// earlier versions, kept
    pub superseded: u64,
    /// outlets
    pub outlets: u64,
    /// current statements
    pub statements: u64,
    /// of these, imported
    pub imported: u64,
    /// statements of each kind
    pub by_kind: Vec<(String, u64)>,
    /// statements of each act
    pub by_act: Vec<(String, u64)>,
    /// speakers of each type
    pub by_type: Vec<(String, u64)>,
    /// speakers
    pub speakers: u64,
    /// conflicts of each kind, doubtful ones left out
    pub conflicts: Vec<(String, u64)>,
    /// current statements that are still to be compared with the others
    pub uncompared: u64,
    /// current statements whose comparison failed in part, so that conflicts of theirs may be missing
    pub comparison_faults: u64,
    /// decisions in force
    pub decisions: u64,
    /// day of the oldest article
    pub first: Option<String>,
    /// day of the newest article
    pub last: Option<String>,
    /// engines and weights, with the statements each made
    pub engines: Vec<(String, u64)>,
    /// size of the database in bytes
    pub bytes: u64,
}

impl Store {
    /// The outlet of this name, as a filter knows it, and those whose names hold it or are held by it.
    pub fn outlets_like(&self, typed: &str) -> Result<(Option<String>, Vec<String>)> {
        self.read(|db| {
            let mut query =
                db.prepare_cached("SELECT value FROM totals WHERE what = 'outlet' AND n > 0 ORDER BY value")?;
            let all = query.query_map([], |r| r.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
            let squeezed = |name: &str| names::fold(name).replace(' ', "");
            let sought = squeezed(typed);
            let near = |name: &&String| {
                let name = squeezed(name);
                name.contains(&sought) || sought.contains(&name)
            };
            let form = outlet_names::form(db, typed)?;
            let known = all.iter().find(|name| names::fold(name) == form).cloned();
            Ok((known, all.iter().filter(near).cloned().collect()))
        })
    }

    /// What is in the database.
    pub fn stats(&self) -> Result<Stats> {
        self.read(|db| {
            let number = |sql: &str| -> Result<u64> { Ok(db.query_row(sql, [], |r| r.get(0))?) };
            let pairs = |sql: &str| -> Result<Vec<(String, u64)>> {
                let mut query = db.prepare(sql)?;
                let rows = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
                Ok(rows.collect::<rusqlite::Result<_>>()?)
            };
            let day = |order: &str| -> Result<Option<String>> {
                let days = "SELECT published FROM articles WHERE superseded_by IS NULL AND published IS NOT NULL";
                let mut query = db.prepare(&format!("{days} ORDER BY published {order} LIMIT 1"))?;
                Ok(query.query_map([], |r| r.get(0))?.next().transpose()?)
            };
            let total = |what: &str| number(&format!("SELECT coalesce(sum(n), 0) FROM totals WHERE what = '{what}'"));
            let current = |by: &str| {
                pairs(&format!(
                    "SELECT {by}, sum(n) FROM statement_totals WHERE current GROUP BY {by} HAVING sum(n) > 0 ORDER BY 2 DESC, 1"
                ))
            };
            let by_type = speakers_by_type(db)?;
            Ok(Stats {
                articles: total("articles")?,
                superseded: total("superseded")?,
                outlets: number("SELECT count(*) FROM totals WHERE what = 'outlet' AND n > 0")?,
                statements: statements(db)?,
                imported: number("SELECT coalesce(sum(n), 0) FROM statement_totals WHERE current AND imported")?,
                by_kind: current("kind")?,
                by_act: current("act")?,
                speakers: by_type.iter().map(|(_, n)| n).sum(),
                by_type,
                conflicts: pairs(
                    "SELECT kind, count(*) FROM conflict_pairs WHERE firm GROUP BY kind ORDER BY 2 DESC, 1",
                )?,
                uncompared: number(&format!("SELECT count(*) {UNCOMPARED}"))?,
                comparison_faults: number(&format!("SELECT count(*) {FAULTY}"))?,
                decisions: number("SELECT count(*) FROM decisions WHERE undone_at IS NULL AND waiting = 0")?,
                first: day("ASC")?,
                last: day("DESC")?,
                engines: pairs(
                    "SELECT trim(e.name || ' ' || e.weights), sum(k.n) FROM statement_totals AS k
                         JOIN engines AS e ON e.id = k.engine_id
                     GROUP BY e.id HAVING sum(k.n) > 0 ORDER BY 2 DESC, 1",
                )?,
                bytes: number("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()")?,
            })
        })
    }
}

/// How many current statements there are.
pub(super) fn statements(db: &Connection) -> Result<u64> {
    let sql = "SELECT coalesce(sum(n), 0) FROM statement_totals WHERE current";
    Ok(db.prepare_cached(sql)?.query_row([], |r| r.get(0))?)
}

/// How many speakers of each type have a current statement, most first. Those whose figures are out of date are counted.
fn speakers_by_type(db: &Connection) -> Result<Vec<(String, u64)>> {
    let mut query = db.prepare("SELECT value, n FROM totals WHERE what = 'speakers'")?;
    let kept = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let mut types = kept.collect::<rusqlite::Result<BTreeMap<String, i64>>>()?;
    let changed = changed(db)?;
    if !changed.is_empty() {
        let mut counted = db.prepare(
            "SELECT w.type FROM speaker_totals AS k JOIN speakers AS w ON w.id = k.speaker_id
             WHERE k.speaker_id = ?1 AND w.hidden = 0",
        )?;
        for speaker in &changed {
            for kind in counted.query_map([speaker], |r| r.get(0))? {
                *types.entry(kind?).or_default() -= 1;
            }
        }
        for row in count(db, &Filter { speakers: changed, ..Filter::default() }, false)? {
            *types.entry(row.speaker_type.to_string()).or_default() += 1;
        }
    }
    let types = types.into_iter().filter_map(|(kind, n)| Some((kind, u64::try_from(n).ok().filter(|n| *n > 0)?)));
    let mut types: Vec<(String, u64)> = types.collect();
    types.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(types)
}

/// What triggers keep, and what counting finds.
const KEPT: [(&str, &str, &str); 6] = [
    (
        "statement_totals",
        "SELECT engine_id, kind, act, imported, current, n FROM statement_totals WHERE n <> 0",
        "SELECT engine_id, kind, act, imported, current, count(*) FROM counted_statements
         GROUP BY engine_id, kind, act, imported, current",
    ),
    (
        "totals of articles",
        "SELECT n FROM totals WHERE what = 'articles' AND n <> 0",
        "SELECT count(*) FROM articles WHERE superseded_by IS NULL AND NOT imported HAVING count(*) > 0",
    ),
    (
        "totals of earlier versions",
        "SELECT n FROM totals WHERE what = 'superseded' AND n <> 0",
        "SELECT count(*) FROM articles WHERE superseded_by IS NOT NULL HAVING count(*) > 0",
    ),
    (
        "totals of outlets",
        "SELECT value, n FROM totals WHERE what = 'outlet' AND n <> 0",
        "SELECT outlet, count(*) FROM appearances WHERE outlet IS NOT NULL AND superseded_by IS NULL GROUP BY outlet",
    ),
    (
        "totals of speakers",
        "SELECT value, n FROM totals WHERE what = 'speakers' AND n <> 0",
        "SELECT w.type, count(*) FROM speaker_totals AS k JOIN speakers AS w ON w.id = k.speaker_id
         WHERE w.hidden = 0 GROUP BY w.type",
    ),
    (
        "days of voices",
        "SELECT id, published FROM voices",
        "SELECT v.id, a.published FROM voices AS v JOIN articles AS a ON a.id = v.article_id",
    ),
];

/// Of what something else is kept than counting finds.
pub(super) fn untrue(db: &Connection) -> Result<Vec<(String, String)>> {
    let mut out = Vec::new();
    for (what, kept, counted) in KEPT {
        let differ = format!(
            "SELECT EXISTS (SELECT * FROM ({kept}) EXCEPT SELECT * FROM ({counted}))
                 OR EXISTS (SELECT * FROM ({counted}) EXCEPT SELECT * FROM ({kept}))"
        );
        if db.query_row(&differ, [], |r| r.get(0))? {
            out.push((what.to_owned(), "kept otherwise than counting finds".to_owned()));
        }
    }
    Ok(out)
}

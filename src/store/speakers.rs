//! Questions about speakers.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::{statement::SpeakerType, text::Span};

use super::{
    Result, Store, StoreError,
    filter::Filter,
    identity, names,
    offsets::Bytes,
    rows::{DoubtfulPair, RoleRow, SpeakerDetail, SpeakerRow, VoiceRow},
    totals::{count, kept, rows_of},
};

/// Which speakers, in which order. The default is all, most quoted first.
#[derive(Clone, Debug, Default)]
pub struct SpeakerFilter {
    /// kinds of speaker: any of these; empty: all
    pub types: Vec<SpeakerType>,
    /// words of a role they were given
    pub role: Option<String>,
    /// words of an organisation they spoke for
    pub organization: Option<String>,
    /// ISO 3166 code
    pub country: Option<String>,
    /// counts only statements printed in this outlet
    pub outlet: Option<String>,
    /// counts only statements published on this day or later
    pub from: Option<String>,
    /// counts only statements published on this day or earlier
    pub to: Option<String>,
    /// the order
    pub order: SpeakerOrder,
    /// at most so many
    pub limit: Option<u64>,
}

impl SpeakerFilter {
    /// True when every statement of a speaker counts, so that the totals that are kept answer.
    fn counts_all(&self) -> bool {
        let words = [&self.role, &self.organization, &self.country, &self.outlet, &self.from, &self.to];
        self.types.is_empty() && words.iter().all(|words| words.is_none())
    }
}

/// In which order speakers are given; ties by name, then id.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SpeakerOrder {
    /// most statements first
    #[default]
    Statements,
    /// most articles first
    Articles,
    /// by name
    Name,
    /// first heard first
    First,
    /// last heard first
    Last,
}

impl Store {
    /// The speakers with their counts; only those with a current statement that the filter lets through.
    pub fn speakers(&self, filter: &SpeakerFilter) -> Result<Vec<SpeakerRow>> {
        self.read(|db| {
            let statements = Filter {
                types: filter.types.clone(),
                role: filter.role.clone(),
                organization: filter.organization.clone(),
                country: filter.country.clone(),
                outlet: filter.outlet.clone(),
                from: filter.from.clone(),
                to: filter.to.clone(),
                ..Filter::default()
            };
            let mut rows = if filter.counts_all() {
                // in other orders all are wanted
                kept(db, filter.limit.filter(|_| filter.order == SpeakerOrder::Statements))?
            } else {
                count(db, &statements, false)?
            };
            let tie =
                |a: &SpeakerRow, b: &SpeakerRow| (names::fold(&a.name), &a.id).cmp(&(names::fold(&b.name), &b.id));
            rows.sort_by(|a, b| {
                match filter.order {
                    SpeakerOrder::Statements => b.statements.cmp(&a.statements),
                    SpeakerOrder::Articles => b.articles.cmp(&a.articles),
                    SpeakerOrder::Name => std::cmp::Ordering::Equal,
                    // those without any date come last
                    SpeakerOrder::First => (a.first.is_none(), &a.first).cmp(&(b.first.is_none(), &b.first)),
                    SpeakerOrder::Last => b.last.cmp(&a.last),
                }
                .then_with(|| tie(a, b))
            });
            if let Some(limit) = filter.limit {
                rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
            }
            Ok(rows)
        })
    }

    /// A speaker's roles over time, names and articles.
    pub fn speaker(&self, key: i64) -> Result<SpeakerDetail> {
        self.read(|db| {
            let speaker = rows_of(db, &[key])?
                .pop()
                .ok_or_else(|| StoreError::NotFound { what: "speaker", id: key.to_string() })?;
            Ok(SpeakerDetail { speaker, roles: roles(db, key)?, names: names_of(db, key)?, voices: voices(db, key)? })
        })
    }

    /// How often each outlet quotes a speaker: outlet and statements, most first.
    pub fn speaker_outlets(&self, key: i64) -> Result<Vec<(String, u32)>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT t.outlet, count(DISTINCT t.statement_row) FROM attributions AS t
                     JOIN statement_voices AS q ON q.statement_id = t.statement_row JOIN voices AS v ON v.id = q.voice_id
                 WHERE v.speaker_id = ?1 AND t.outlet IS NOT NULL GROUP BY t.outlet ORDER BY 2 DESC, t.outlet",
            )?;
            let rows = query.query_map([key], |r| Ok((r.get(0)?, r.get(1)?)))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Pairs of speakers that may be one and that no one has ruled on.
    pub fn doubtful_speakers(&self) -> Result<Vec<DoubtfulPair>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "SELECT DISTINCT min(a.speaker_id, b.speaker_id), max(a.speaker_id, b.speaker_id), d.why
                 FROM doubts AS d JOIN voices AS a ON a.id = d.a_voice JOIN voices AS b ON b.id = d.b_voice
                 WHERE a.speaker_id <> b.speaker_id AND NOT EXISTS (
                     SELECT 1 FROM decision_voices AS x JOIN decision_voices AS y ON y.decision_id = x.decision_id
                         JOIN decisions AS r ON r.id = x.decision_id
                     WHERE r.action = 'split' AND r.undone_at IS NULL AND r.waiting = 0 AND x.side <> y.side
                         AND x.voice = a.uid AND y.voice = b.uid)
                 ORDER BY a.uid, b.uid",
            )?;
            let pairs = query.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?;
            let pairs = pairs.collect::<rusqlite::Result<Vec<(i64, i64, String)>>>()?;
            let concerned: BTreeSet<i64> = pairs.iter().flat_map(|(a, b, _)| [*a, *b]).collect();
            if concerned.is_empty() {
                return Ok(Vec::new());
            }
            let rows = rows_of(db, &concerned.into_iter().collect::<Vec<_>>())?;
            let rows: BTreeMap<i64, SpeakerRow> = rows.into_iter().map(|row| (row.key, row)).collect();
            let mut seen = BTreeSet::new();
            let pairs = pairs.into_iter().filter(|(a, b, _)| seen.insert((*a, *b))).filter_map(|(a, b, why)| {
                Some(DoubtfulPair { a: rows.get(&a)?.clone(), b: rows.get(&b)?.clone(), why })
            });
            Ok(pairs.collect())
        })
    }
}

/// Every role that a speaker was given, in the order of the first articles that print it.
fn roles(db: &Connection, speaker: i64) -> Result<Vec<RoleRow>> {
    let mut query = db.prepare_cached(
        "SELECT r.role, r.organization, a.published, a.outlet, a.id, a.uid, r.start
         FROM roles AS r JOIN voices AS v ON v.id = r.voice_id JOIN articles AS a ON a.id = r.article_id
         WHERE v.speaker_id = ?1 AND a.superseded_by IS NULL
         ORDER BY a.published IS NULL, a.published, a.uid, r.start",
    )?;
    let mut rows = query.query([speaker])?;
    let mut found: Vec<PrintedRole> = Vec::new();
    let mut places: BTreeMap<(String, Option<String>), usize> = BTreeMap::new();
    while let Some(r) = rows.next()? {
        let (role, organization): (String, Option<String>) = (r.get(0)?, r.get(1)?);
        let (day, outlet, article): (Option<String>, Option<String>, i64) = (r.get(2)?, r.get(3)?, r.get(4)?);
        let place = (names::fold(&role), organization.as_deref().map(names::fold));
        let at = match places.get(&place) {
            Some(&at) => at,
            None => {
                let start: Option<usize> = r.get(6)?;
                let row = RoleRow {
                    role,
                    organization,
                    first: day.clone(),
                    last: None,
                    articles: 0,
                    outlets: Vec::new(),
                    evidence: start.map(|at| sentence_at(db, article, at)).transpose()?.flatten(),
                    article: r.get(5)?,
                };
                places.insert(place, found.len());
                found.push(PrintedRole { row, articles: BTreeSet::new(), outlets: BTreeSet::new() });
                found.len() - 1
            }
        };
        let role = &mut found[at];
        role.row.last = day.or(role.row.last.take());
        role.articles.insert(article);
        role.outlets.extend(outlet);
    }
    Ok(found.into_iter().map(PrintedRole::finish).collect())
}

/// A role while its articles are counted.
struct PrintedRole {
    row: RoleRow,
    articles: BTreeSet<i64>,
    outlets: BTreeSet<String>,
}

impl PrintedRole {
    fn finish(mut self) -> RoleRow {
        self.row.articles = u32::try_from(self.articles.len()).unwrap_or(u32::MAX);
        self.row.outlets = self.outlets.into_iter().collect();
        self.row
    }
}

/// The sentence of an article that holds a character.
fn sentence_at(db: &Connection, article: i64, at: usize) -> Result<Option<String>> {
    use crate::document::{paragraphs::paragraphs, sentences::sentences};
    let text: String =
        db.prepare_cached("SELECT text FROM articles WHERE id = ?1")?.query_row([article], |r| r.get(0))?;
    let Some(Span { start: at, .. }) = Bytes::new(&text).span(&text, at, at) else { return Ok(None) };
    let holds = |s: &Span| s.start <= at && at < s.end;
    let paragraph = paragraphs(&text).into_iter().find(holds);
    let sentence = paragraph.and_then(|p| sentences(&text, p).into_iter().find(holds));
    Ok(sentence.map(|s| s.of(&text).to_owned()))
}

/// Names as printed, most usual first, then aliases that are printed nowhere.
fn names_of(db: &Connection, speaker: i64) -> Result<Vec<(String, u32)>> {
    let mut query = db.prepare_cached(
        "SELECT name, count(*) AS n FROM voices WHERE speaker_id = ?1 GROUP BY name
         UNION ALL
         SELECT name, 0 FROM aliases AS a WHERE speaker_id = ?1
             AND NOT EXISTS (SELECT 1 FROM voices AS v WHERE v.speaker_id = ?1 AND v.key = a.key)
         ORDER BY n DESC, name",
    )?;
    let rows = query.query_map([speaker], |r| Ok((r.get(0)?, r.get(1)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn voices(db: &Connection, speaker: i64) -> Result<Vec<VoiceRow>> {
    let mut query = db.prepare_cached(
        "SELECT v.id, v.uid, v.name, v.type, v.role, v.organization, v.country, a.uid, a.outlet, a.published,
             (SELECT count(*) FROM statement_voices AS q JOIN statements AS s ON s.id = q.statement_id
              WHERE q.voice_id = v.id AND s.withdrawn_at IS NULL)
         FROM voices AS v JOIN articles AS a ON a.id = v.article_id
         WHERE v.speaker_id = ?1 AND a.superseded_by IS NULL
         ORDER BY a.published IS NULL, a.published, a.uid, v.uid",
    )?;
    let rows = query.query_map([speaker], |r| {
        Ok(VoiceRow {
            key: r.get(0)?,
            id: r.get(1)?,
            name: r.get(2)?,
            speaker_type: identity::speaker_type(&r.get::<_, String>(3)?),
            role: r.get(4)?,
            organization: r.get(5)?,
            country: r.get(6)?,
            article: r.get(7)?,
            outlet: r.get(8)?,
            published: r.get(9)?,
            statements: r.get(10)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

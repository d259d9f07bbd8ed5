//! Questions about statements and articles.

use std::collections::VecDeque;

use rusqlite::{Connection, OptionalExtension, Row};

use crate::{
    document::paragraphs::paragraphs,
    statement::{Act, Kind},
    text::Span,
};

use super::{
    Result, Store, StoreError, Subject,
    filter::{BY_DAYS, Clauses, Filter, Order},
    identity,
    ids::{find_articles, find_statement, subject, too_short},
    offsets::Bytes,
    rows::{Appearance, ArticleRow, AttributionRow, Review, StatementDetail},
    stats, totals,
};

impl Store {
    /// The statements.
    pub fn statements(&self, filter: &Filter) -> Result<Vec<AttributionRow>> {
        let mut rows = Vec::new();
        self.each_statement(filter, |row| {
            rows.push(row);
            Ok::<(), StoreError>(())
        })?;
        Ok(rows)
    }

    /// Calls `f` for each statement, without holding them all in memory; its error ends the walk and is returned.
    pub fn each_statement<E: From<StoreError>>(
        &self,
        filter: &Filter,
        mut f: impl FnMut(AttributionRow) -> std::result::Result<(), E>,
    ) -> std::result::Result<(), E> {
        let mut stopped = Ok(());
        self.read(|db| {
            let clauses = Clauses::of(db, filter)?;
            let newest_of_all = filter.order == Order::Newest && clauses.is_empty();
            let newest_of_one = clauses.by_days().filter(|_| filter.order == Order::Newest);
            let by_days = newest_of_all || newest_of_one.is_some();
            let (from, (condition, parameters)) = match newest_of_one {
                Some(chosen) => (BY_DAYS, chosen),
                // articles by day first, from their index: with a limit, no more are read than asked for
                None if newest_of_all => {
                    let from = "FROM articles AS day INDEXED BY articles_published
                         CROSS JOIN attributions AS t ON t.article_row = day.id";
                    (from, clauses.on_statements())
                }
                None => (clauses.from, clauses.on_statements()),
            };
            let order = match filter.order {
                // the same order: SQLite has days that are none last
                Order::Newest if by_days => "day.published DESC, t.outlet, t.article, t.start, t.id",
                Order::Newest => "t.published IS NULL, t.published DESC, t.outlet, t.article, t.start, t.id",
                Order::Oldest => "t.published IS NULL, t.published, t.outlet, t.article, t.start, t.id",
                Order::Speaker => {
                    "t.speaker IS NULL, folded(t.speaker), t.speaker_id, t.published IS NULL, t.published, t.article, t.start, t.id"
                }
                Order::Added => "t.article_row, t.start, t.id",
                Order::Relevance if filter.words.is_some() => "f.rank, t.published DESC, t.article, t.start, t.id",
                Order::Relevance => "t.published IS NULL, t.published DESC, t.outlet, t.article, t.start, t.id",
            };
            let limit = filter.limit.map_or(-1, |n| i64::try_from(n).unwrap_or(i64::MAX));
            let offset = i64::try_from(filter.offset).unwrap_or(i64::MAX);
            let sql = format!(
                "SELECT t.statement_row {from} WHERE {condition} ORDER BY {order} LIMIT {limit} OFFSET {offset}"
            );
            // one view of the database for all rows, whoever writes meanwhile
            let _snapshot = db.unchecked_transaction()?;
            // sort the keys, not the rows
            let mut query = db.prepare(&sql)?;
            let keys = query.query_map(rusqlite::params_from_iter(parameters), |r| r.get::<_, i64>(0))?;
            let keys = keys.collect::<rusqlite::Result<Vec<_>>>()?;
            let mut texts = Texts::new(db);
            for key in keys {
                let Some(row) = row_by_key(db, key, &mut texts)? else { continue };
                if let Err(e) = f(row) {
                    stopped = Err(e);
                    break;
                }
            }
            Ok(())
        })?;
        stopped
    }

    /// How many there are, whatever the limit.
    pub fn count_statements(&self, filter: &Filter) -> Result<u64> {
        self.read(|db| {
            let clauses = Clauses::of(db, filter)?;
            if clauses.is_empty() {
                return stats::statements(db);
            }
            if let Some(speaker) = clauses.speaker_alone()
                && let Some(kept) = totals::statements_of(db, speaker)?
            {
                return Ok(kept);
            }
            let from = clauses.from;
            let (condition, parameters) = clauses.on_statements();
            let sql = format!("SELECT count(*) {from} WHERE {condition}");
            Ok(db.prepare(&sql)?.query_row(rusqlite::params_from_iter(parameters), |r| r.get(0))?)
        })
    }

    /// The next statement, oldest article first, that nobody looked at: behind that of a row, else the first. The row itself
    /// may be decided by now, its place stays.
    pub fn next_unchecked(&self, behind: Option<i64>) -> Result<Option<i64>> {
        self.read(|db| {
            let mut query = db.prepare_cached(
                "WITH places AS NOT MATERIALIZED (
                     SELECT statement_row, checked, finding, current, published IS NULL AS undated, ifnull(published, '') AS day,
                         ifnull(outlet, '') AS outlet, article, ifnull(start, -1) AS start, id
                     FROM attribution_history)
                 SELECT statement_row FROM places
                 WHERE current AND checked IS NULL AND finding IS NULL AND (?1 IS NULL OR (undated, day, outlet, article, start, id) >
                     (SELECT undated, day, outlet, article, start, id FROM places WHERE statement_row = ?1))
                 ORDER BY undated, day, outlet, article, start, id LIMIT 1",
            )?;
            Ok(query.query_row([behind], |r| r.get(0)).optional()?)
        })
    }

    /// One statement in its article, by its id or a beginning of it that no other has (at least four digits), or by
    /// the `ref` of an imported one. Finds statements of earlier versions too.
    pub fn statement(&self, id: &str) -> Result<StatementDetail> {
        self.read(|db| detail(db, find_statement(db, id)?))
    }

    /// One statement in its article, by its row.
    pub fn statement_by_key(&self, key: i64) -> Result<StatementDetail> {
        self.read(|db| detail(db, key))
    }

    /// What an id (or its first digits, at least four) is of: statement, conflict or speaker. Names of speakers are looked up by
    /// [`Store::find_speaker`].
    pub fn subject(&self, id: &str) -> Result<Subject> {
        self.read(|db| subject(db, id))
    }

    /// The rows of these statements, in the order given; unknown ones are left out.
    pub fn statements_by_key(&self, keys: &[i64]) -> Result<Vec<AttributionRow>> {
        self.read(|db| rows_by_key(db, keys))
    }

    /// Rows of the current statements that share most with these words, the likest first.
    pub fn statements_like(&self, words: &[&str], limit: u64) -> Result<Vec<i64>> {
        self.read(|db| {
            let terms: Vec<String> =
                words.iter().map(|word| format!("\"{}\"", word.replace('"', ""))).filter(|t| t.len() > 2).collect();
            if terms.is_empty() {
                return Ok(Vec::new());
            }
            let mut query = db.prepare_cached(
                "SELECT t.statement_row FROM statements_fts AS f JOIN attributions AS t ON t.statement_row = f.rowid
                 WHERE f.text MATCH ?1 ORDER BY f.rank, f.rowid LIMIT ?2",
            )?;
            let rows = query.query_map(rusqlite::params![terms.join(" OR "), limit], |r| r.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The article with this id (or a beginning of it), URL or given name, and its text.
    pub fn article(&self, id: &str) -> Result<(ArticleRow, String)> {
        self.read(|db| {
            let found = find_articles(db, id)?;
            match found.as_slice() {
                [] => {
                    too_short("article", id.trim())?;
                    Err(StoreError::NotFound { what: "article", id: id.to_owned() })
                }
                [one] => article_row(db, *one),
                several => {
                    let candidates = several
                        .iter()
                        .take(10)
                        .map(|&key| Ok(article_row(db, key)?.0.id))
                        .collect::<Result<Vec<_>>>()?;
                    Err(StoreError::AmbiguousId { what: "article", id: id.to_owned(), candidates })
                }
            }
        })
    }

    /// What extraction said of an article when it read it.
    pub fn notes(&self, article: i64) -> Result<Vec<String>> {
        self.read(|db| {
            let mut query = db.prepare_cached("SELECT note FROM notes WHERE article_id = ?1 ORDER BY n")?;
            let rows = query.query_map([article], |r| r.get(0))?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// In the order in which [`read_row`] reads it.
const ROW: &str =
    "SELECT s.context_start, s.context_stop, t.article_row, t.statement_row, t.id, t.speaker, t.speaker_id,
    t.name, t.type, t.role, t.organization, t.country, t.kind, t.act, t.negated, t.on_record, t.text, t.source, t.cue,
    t.via, t.how, t.confidence, t.outlet, t.published, t.title, t.url, t.article, t.document, t.appearances, t.ref,
    (SELECT json_group_array(json_array(p.start, p.stop) ORDER BY p.n) FROM spans AS p
     WHERE p.statement_id = t.statement_row AND p.part = 'content') AS content,
    t.others, t.speaker_confidence, t.checked, t.finding, t.finding_source, t.note, t.assigned
    FROM attribution_history AS t JOIN statements AS s ON s.id = t.statement_row WHERE t.statement_row = ?1";

/// The texts of the articles met last, so that rows of one article read it once.
pub(super) struct Texts<'a> {
    db: &'a Connection,
    recent: VecDeque<(i64, String, Bytes)>,
}

impl<'a> Texts<'a> {
    const KEPT: usize = 8;

    pub(super) fn new(db: &'a Connection) -> Self {
        Texts { db, recent: VecDeque::new() }
    }

    fn get(&mut self, article: i64) -> Result<(&str, &Bytes)> {
        let at = match self.recent.iter().position(|(key, ..)| *key == article) {
            Some(at) => at,
            None => {
                let text: String = self
                    .db
                    .prepare_cached("SELECT text FROM articles WHERE id = ?1")?
                    .query_row([article], |r| r.get(0))?;
                let bytes = Bytes::new(&text);
                self.recent.truncate(Self::KEPT - 1);
                self.recent.push_front((article, text, bytes));
                0
            }
        };
        let (_, text, bytes) = &self.recent[at];
        Ok((text, bytes))
    }
}

fn read_row(row: &Row, texts: &mut Texts) -> Result<AttributionRow> {
    let context: [usize; 2] = [row.get(0)?, row.get(1)?];
    let (text, bytes) = texts.get(row.get(2)?)?;
    let sentence = bytes.span(text, context[0], context[1]).map_or("", |s| s.of(text)).to_owned();
    // looked up by their names, they would take longer than all else
    let mut column = 3..;
    let mut next = || column.next().unwrap_or_default();
    Ok(AttributionRow {
        key: row.get(next())?,
        id: row.get(next())?,
        speaker: row.get(next())?,
        speaker_id: row.get(next())?,
        name: row.get(next())?,
        speaker_type: row.get::<_, Option<String>>(next())?.map(|t| identity::speaker_type(&t)),
        role: row.get(next())?,
        organization: row.get(next())?,
        country: row.get(next())?,
        kind: Kind::from_word(&row.get::<_, String>(next())?).unwrap_or(Kind::Indirect),
        act: Act::from_word(&row.get::<_, String>(next())?).unwrap_or(Act::Say),
        negated: row.get(next())?,
        on_record: row.get(next())?,
        text: row.get(next())?,
        source: row.get(next())?,
        cue: row.get(next())?,
        via: row.get(next())?,
        how: row.get(next())?,
        confidence: row.get(next())?,
        outlet: row.get(next())?,
        published: row.get(next())?,
        title: row.get(next())?,
        url: row.get(next())?,
        article: row.get(next())?,
        document: row.get(next())?,
        appearances: row.get(next())?,
        reference: row.get(next())?,
        content: serde_json::from_str(&row.get::<_, String>(next())?).unwrap_or_default(),
        others: row.get(next())?,
        speaker_confidence: row.get(next())?,
        review: Review {
            checked: row.get(next())?,
            finding: row.get(next())?,
            finding_source: row.get(next())?,
            note: row.get(next())?,
            assigned: row.get(next())?,
        },
        sentence,
        context,
    })
}

/// The row of a statement, current or not; none for an unknown one.
fn row_by_key(db: &Connection, key: i64, texts: &mut Texts) -> Result<Option<AttributionRow>> {
    let mut query = db.prepare_cached(ROW)?;
    let mut rows = query.query([key])?;
    rows.next()?.map(|row| read_row(row, texts)).transpose()
}

pub(super) fn rows_by_key(db: &Connection, keys: &[i64]) -> Result<Vec<AttributionRow>> {
    let mut texts = Texts::new(db);
    let mut out = Vec::with_capacity(keys.len());
    for &key in keys {
        out.extend(row_by_key(db, key, &mut texts)?);
    }
    Ok(out)
}

pub(super) fn article_row(db: &Connection, key: i64) -> Result<(ArticleRow, String)> {
    let mut query = db.prepare_cached(
        "SELECT a.uid, a.document, a.title, a.outlet, a.byline, a.published, a.url, a.version, n.uid, a.added_at,
             (SELECT count(*) FROM statements AS s WHERE s.article_id = a.id AND s.withdrawn_at IS NULL), a.text
         FROM articles AS a LEFT JOIN articles AS n ON n.id = a.superseded_by WHERE a.id = ?1",
    )?;
    let row = query.query_row([key], |r| {
        let row = ArticleRow {
            key,
            id: r.get(0)?,
            document: r.get(1)?,
            title: r.get(2)?,
            outlet: r.get(3)?,
            byline: r.get(4)?,
            published: r.get(5)?,
            url: r.get(6)?,
            version: r.get(7)?,
            superseded: r.get(8)?,
            added: r.get(9)?,
            statements: r.get(10)?,
        };
        Ok((row, r.get(11)?))
    })?;
    Ok(row)
}

fn detail(db: &Connection, key: i64) -> Result<StatementDetail> {
    let mut texts = Texts::new(db);
    let row = row_by_key(db, key, &mut texts)?
        .ok_or_else(|| StoreError::NotFound { what: "statement", id: key.to_string() })?;
    let (article, engine, weights, current, rules): (i64, String, String, bool, Option<String>) = db
        .prepare_cached(
            "SELECT s.article_id, e.name, e.weights, t.current, s.rules FROM statements AS s
                 JOIN engines AS e ON e.id = s.engine_id JOIN attribution_history AS t ON t.statement_row = s.id
             WHERE s.id = ?1",
        )?
        .query_row([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?)))?;
    let (article, text) = article_row(db, article)?;
    let bytes = Bytes::new(&text);
    let mut parts: [Vec<Span>; 5] = Default::default();
    let mut query =
        db.prepare_cached("SELECT part, start, stop FROM spans WHERE statement_id = ?1 ORDER BY part, n")?;
    let mut rows = query.query([key])?;
    while let Some(r) = rows.next()? {
        let part: String = r.get(0)?;
        let span = bytes.span(&text, r.get(1)?, r.get(2)?);
        if let Some(at) = ["content", "cue", "source", "name", "role"].iter().position(|p| *p == part) {
            parts[at].extend(span);
        }
    }
    let [content, cue, source, name, role] = parts;
    let context = bytes.span(&text, row.context[0], row.context[1]).unwrap_or(Span::new(0, 0));
    let around: Vec<Span> = paragraphs(&text).into_iter().filter(|p| p.overlaps(context)).collect();
    let paragraph = Span::hull(&around).unwrap_or(context);
    let appearances = places(db, article.key)?;
    Ok(StatementDetail {
        row,
        article,
        content,
        cue,
        source,
        name: name.first().copied(),
        role: role.first().copied(),
        context,
        paragraph,
        appearances,
        engine,
        weights,
        current,
        rules: rules.iter().flat_map(|rules| rules.split("; ")).map(str::to_owned).collect(),
        text,
    })
}

/// Every place where an article was printed, the first one first.
fn places(db: &Connection, article: i64) -> Result<Vec<Appearance>> {
    let mut query = db.prepare_cached(
        "SELECT outlet, published, title, url, uid IS NOT NULL FROM appearances WHERE article_id = ?1 ORDER BY id",
    )?;
    let places = query.query_map([article], |r| {
        Ok(Appearance { outlet: r.get(0)?, published: r.get(1)?, title: r.get(2)?, url: r.get(3)?, edited: r.get(4)? })
    })?;
    Ok(places.collect::<rusqlite::Result<_>>()?)
}

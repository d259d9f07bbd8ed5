//! Questions about statements and articles.

use std::collections::VecDeque;

use rusqlite::{Connection, Row, types::Value};
use serde::Serialize;

use crate::{
    document::paragraphs::paragraphs,
    statement::{Act, Kind, SpeakerType},
    text::Span,
};

use super::{
    Finding, Result, Store, StoreError, Subject, identity, names,
    offsets::Bytes,
    rows::{Appearance, ArticleRow, AttributionRow, Review, StatementDetail},
};

/// Which statements, in which order. The default is all current ones, newest article first.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// rows of speakers ([`SpeakerRow::key`](super::SpeakerRow)): any of these; empty: everyone
    pub speakers: Vec<i64>,
    /// words of the role as printed, in any case and with or without accents
    pub role: Option<String>,
    /// words of the organisation, likewise
    pub organization: Option<String>,
    /// ISO 3166 code
    pub country: Option<String>,
    /// kinds of speaker: any of these; empty: all
    pub types: Vec<SpeakerType>,
    /// any of these; empty: all
    pub kinds: Vec<Kind>,
    /// any of these; empty: all
    pub acts: Vec<Act>,
    /// only statements voiced by their source (true) or only those described (false)
    pub on_record: Option<bool>,
    /// outlet in which it was printed, in any case, with or without "The"
    pub outlet: Option<String>,
    /// published on this day or later, `YYYY-MM-DD` (or a beginning of it: `2023-03`)
    pub from: Option<String>,
    /// published on this day or earlier, likewise
    pub to: Option<String>,
    /// only those of articles without a day of publication
    pub undated: bool,
    /// words that the statement must hold, all of them; "a phrase" between quotation marks; `word*` for beginnings
    pub words: Option<String>,
    /// id of the article (or its beginning), its URL, or the name that its giver knows it by
    pub article: Option<String>,
    /// least confidence
    pub min_confidence: Option<f64>,
    /// only statements whose reading people decided (true) or did not decide (false)
    pub checked: Option<bool>,
    /// the desk's finding: any of these; empty: all
    pub findings: Vec<Finding>,
    /// the order
    pub order: Order,
    /// at most so many
    pub limit: Option<u64>,
    /// leave out the first so many
    pub offset: u64,
}

/// In which order statements are given; ties in the order of the articles' text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// newest article first
    #[default]
    Newest,
    /// oldest article first
    Oldest,
    /// by the speaker's name, then oldest first
    Speaker,
    /// in the order in which they were added
    Added,
    /// best match of `words` first
    Relevance,
}

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
            let from = clauses.from;
            let (condition, parameters) = clauses.on_statements();
            let order = match filter.order {
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
            let from = clauses.from;
            let (condition, parameters) = clauses.on_statements();
            let sql = format!("SELECT count(*) {from} WHERE {condition}");
            Ok(db.prepare(&sql)?.query_row(rusqlite::params_from_iter(parameters), |r| r.get(0))?)
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

const ROW: &str = "SELECT t.statement_row, t.id, t.speaker, t.speaker_id, t.name, t.type, t.role, t.organization,
    t.country, t.kind, t.act, t.negated, t.on_record, t.text, t.source, t.cue, t.via, t.how, t.confidence, t.outlet,
    t.published, t.title, t.url, t.article, t.document, t.ref, t.article_row, s.context_start, s.context_stop,
    t.appearances, (SELECT json_group_array(json_array(p.start, p.stop) ORDER BY p.n) FROM spans AS p
     WHERE p.statement_id = t.statement_row AND p.part = 'content') AS content,
    t.others, t.speaker_confidence, t.checked, t.finding, t.finding_source, t.note,
    t.assigned
    FROM attribution_history AS t JOIN statements AS s ON s.id = t.statement_row WHERE t.statement_row = ?1";

/// The conditions of a filter. Their words are fixed; what people typed travels as parameters.
pub(super) struct Clauses {
    /// `attributions AS t`, and what it is searched by
    pub(super) from: &'static str,
    conditions: Vec<&'static str>,
    parameters: Vec<Value>,
    /// conditions on who speaks, any of several: `v` is the voice, `r` its role in the statement
    voice_conditions: Vec<&'static str>,
    voice_parameters: Vec<Value>,
}

/// From a row `q` of `statement_voices` to the voice `v` and the role `r`.
pub(super) const VOICED: &str = "JOIN voices AS v ON v.id = q.voice_id LEFT JOIN roles AS r ON r.id = q.role_id";

impl Clauses {
    pub(super) fn of(db: &Connection, filter: &Filter) -> Result<Clauses> {
        let mut all = Clauses {
            from: "FROM attributions AS t",
            conditions: vec!["true"],
            parameters: Vec::new(),
            voice_conditions: Vec::new(),
            voice_parameters: Vec::new(),
        };
        if let Some(words) = &filter.words {
            all.from = "FROM statements_fts AS f JOIN attributions AS t ON t.statement_row = f.rowid";
            all.add("f.text MATCH ?", fts_query(words));
        }
        if !filter.speakers.is_empty() {
            all.add_voice("v.speaker_id IN (SELECT value FROM json_each(?))", json(&filter.speakers));
        }
        for word in words_of(&filter.role) {
            all.add_voice("instr(folded(coalesce(r.role, v.role)), ?) > 0", word);
        }
        for word in words_of(&filter.organization) {
            all.add_voice("instr(folded(coalesce(r.organization, v.organization)), ?) > 0", word);
        }
        if let Some(country) = &filter.country {
            all.add_voice("coalesce(r.country, v.country) = ?", country.trim().to_uppercase());
        }
        if !filter.types.is_empty() {
            all.add_voice("v.type IN (SELECT value FROM json_each(?))", json(&filter.types));
        }
        all.add_any("t.kind IN (SELECT value FROM json_each(?))", &filter.kinds);
        all.add_any("t.act IN (SELECT value FROM json_each(?))", &filter.acts);
        all.add_any("t.finding IN (SELECT value FROM json_each(?))", &filter.findings);
        if let Some(checked) = filter.checked {
            all.add("(t.checked IS NOT NULL) = ?", checked);
        }
        if let Some(on_record) = filter.on_record {
            all.add("t.on_record = ?", on_record);
        }
        if let Some(outlet) = &filter.outlet {
            all.add(
                "EXISTS (SELECT 1 FROM appearances AS p WHERE p.article_id = t.article_row AND p.superseded_by IS NULL
                     AND folded(p.outlet) IN (SELECT value FROM json_each(?)))",
                json(&outlet_forms(outlet)),
            );
        }
        if let Some(from) = &filter.from {
            all.add("t.published >= ?", from.trim().to_owned());
        }
        if let Some(to) = &filter.to {
            all.add("t.published <= ?", last_of(to));
        }
        if filter.undated {
            all.conditions.push("t.published IS NULL");
        }
        if let Some(article) = &filter.article {
            all.add("t.article_row IN (SELECT value FROM json_each(?))", json(&find_articles(db, article)?));
        }
        if let Some(least) = filter.min_confidence {
            all.add("t.confidence >= ?", least);
        }
        Ok(all)
    }

    /// The condition on statements, one of whose voices the filter lets through; and its parameters.
    pub(super) fn on_statements(self) -> (String, Vec<Value>) {
        let mut condition = self.conditions.join(" AND ");
        if !self.voice_conditions.is_empty() {
            // from the speaker to its statements, not from all statements to their speakers
            let voices = self.voice_conditions.join(" AND ");
            condition.push_str(&format!(
                " AND t.statement_row IN (SELECT q.statement_id FROM statement_voices AS q {VOICED} WHERE {voices})"
            ));
        }
        (condition, [self.parameters, self.voice_parameters].concat())
    }

    /// The condition on pairs of a statement and a voice of it, joined as [`VOICED`]; and its parameters.
    pub(super) fn on_voices(self) -> (String, Vec<Value>) {
        let conditions = [self.conditions, self.voice_conditions].concat();
        (conditions.join(" AND "), [self.parameters, self.voice_parameters].concat())
    }

    fn add(&mut self, condition: &'static str, value: impl Into<Value>) {
        self.conditions.push(condition);
        self.parameters.push(value.into());
    }

    fn add_any(&mut self, condition: &'static str, values: &[impl Serialize]) {
        if !values.is_empty() {
            self.add(condition, json(values));
        }
    }

    fn add_voice(&mut self, condition: &'static str, value: impl Into<Value>) {
        self.voice_conditions.push(condition);
        self.voice_parameters.push(value.into());
    }
}

/// A list for `json_each`.
pub(super) fn json<T: Serialize + ?Sized>(values: &T) -> String {
    serde_json::to_string(values).unwrap_or_else(|_| "[]".to_owned())
}

/// The words of something typed, as `folded` gives them.
pub(super) fn words_of(typed: &Option<String>) -> Vec<String> {
    let folded = typed.as_deref().map(names::fold).unwrap_or_default();
    folded.split(' ').filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// The forms in which an outlet's name may be stored, folded.
pub(super) fn outlet_forms(typed: &str) -> [String; 2] {
    let folded = names::fold(typed);
    let bare = folded.strip_prefix("the ").unwrap_or(&folded).to_owned();
    [format!("the {bare}"), bare]
}

/// The last moment of a day, month or year: whatever follows `2023-03` or `2023-03-17` comes before it.
pub(super) fn last_of(day: &str) -> String {
    format!("{}~", day.trim())
}

/// What people type, as a query that FTS5 cannot misread: all words, phrases in quotation marks, `word*`.
fn fts_query(typed: &str) -> String {
    let mut terms = Vec::new();
    for (n, part) in typed.split(['"', '“', '”', '„', '«', '»']).enumerate() {
        if n % 2 == 1 {
            terms.push(format!("\"{part}\""));
            continue;
        }
        for word in part.split_whitespace() {
            match word.strip_suffix('*') {
                Some(beginning) => terms.push(format!("\"{beginning}\"*")),
                None => terms.push(format!("\"{word}\"")),
            }
        }
    }
    // a term without a letter or digit would match nothing
    terms.retain(|term| term.contains(char::is_alphanumeric));
    if terms.is_empty() { "\"\"".to_owned() } else { terms.join(" AND ") }
}

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
    let context: [usize; 2] = [row.get("context_start")?, row.get("context_stop")?];
    let (text, bytes) = texts.get(row.get("article_row")?)?;
    let sentence = bytes.span(text, context[0], context[1]).map_or("", |s| s.of(text));
    let kind: String = row.get("kind")?;
    let act: String = row.get("act")?;
    let content: String = row.get("content")?;
    Ok(AttributionRow {
        key: row.get("statement_row")?,
        id: row.get("id")?,
        speaker: row.get("speaker")?,
        speaker_id: row.get("speaker_id")?,
        name: row.get("name")?,
        speaker_type: row.get::<_, Option<String>>("type")?.map(|t| identity::speaker_type(&t)),
        role: row.get("role")?,
        organization: row.get("organization")?,
        country: row.get("country")?,
        kind: Kind::from_word(&kind).unwrap_or(Kind::Indirect),
        act: Act::from_word(&act).unwrap_or(Act::Say),
        negated: row.get("negated")?,
        on_record: row.get("on_record")?,
        text: row.get("text")?,
        source: row.get("source")?,
        cue: row.get("cue")?,
        via: row.get("via")?,
        how: row.get("how")?,
        confidence: row.get("confidence")?,
        outlet: row.get("outlet")?,
        published: row.get("published")?,
        title: row.get("title")?,
        url: row.get("url")?,
        article: row.get("article")?,
        document: row.get("document")?,
        appearances: row.get("appearances")?,
        reference: row.get("ref")?,
        sentence: sentence.to_owned(),
        content: serde_json::from_str(&content).unwrap_or_default(),
        context,
        others: row.get("others")?,
        speaker_confidence: row.get("speaker_confidence")?,
        review: Review {
            checked: row.get("checked")?,
            finding: row.get("finding")?,
            finding_source: row.get("finding_source")?,
            note: row.get("note")?,
            assigned: row.get("assigned")?,
        },
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

/// Ids that are abbreviated to less than this are too likely to mean another one tomorrow.
const LEAST_DIGITS: usize = 4;

/// True for what can be the beginning of an id.
pub(super) fn is_id(typed: &str) -> bool {
    typed.len() >= LEAST_DIGITS && typed.bytes().all(|b| b.is_ascii_hexdigit())
}

fn find_statement(db: &Connection, id: &str) -> Result<i64> {
    let typed = id.trim();
    let id = typed.to_lowercase();
    let mut found: Vec<(String, i64)> = Vec::new();
    if is_id(&id) {
        // a current one before one of an earlier version
        let mut query = db.prepare_cached(
            "SELECT s.uid, s.id FROM statements AS s JOIN articles AS a ON a.id = s.article_id
             WHERE s.uid >= ?1 AND s.uid < ?1 || 'g'
             ORDER BY s.uid, s.withdrawn_at IS NOT NULL, a.superseded_by IS NOT NULL, s.id LIMIT 50",
        )?;
        let rows = query.query_map([&id], |r| Ok((r.get(0)?, r.get(1)?)))?;
        found = rows.collect::<rusqlite::Result<_>>()?;
        found.dedup_by(|a, b| a.0 == b.0);
        if let Some(exact) = found.iter().position(|(uid, _)| *uid == id) {
            found = vec![found.swap_remove(exact)];
        }
    }
    one_of("statement", typed, found, || {
        let mut query =
            db.prepare_cached("SELECT uid, id FROM statements WHERE reference = ?1 ORDER BY id LIMIT 11")?;
        let rows = query.query_map([typed], |r| Ok((r.get(0)?, r.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    })
}

fn subject(db: &Connection, id: &str) -> Result<Subject> {
    let typed = id.trim();
    let mut found: Vec<(String, Subject)> = Vec::new();
    match find_statement(db, typed) {
        Ok(key) => found.push((format!("statement {typed}"), Subject::Statement(key))),
        Err(StoreError::NotFound { .. }) => {}
        Err(other) => return Err(other),
    }
    if is_id(typed) {
        for (table, make) in [
            ("conflicts", Subject::Conflict as fn(i64) -> Subject),
            ("speakers", Subject::Speaker as fn(i64) -> Subject),
        ] {
            let sql = format!("SELECT uid, id FROM {table} WHERE uid >= lower(?1) AND uid < lower(?1) || 'g' LIMIT 10");
            let mut query = db.prepare_cached(&sql)?;
            let rows = query.query_map([typed], |r| Ok((r.get::<_, String>(0)?, r.get(1)?)))?;
            for row in rows {
                let (uid, key) = row?;
                found.push((format!("{} {uid}", table.trim_end_matches('s')), make(key)));
            }
        }
    }
    match found.as_slice() {
        [] => Err(StoreError::NotFound { what: "statement, conflict or speaker", id: typed.to_owned() }),
        [(_, subject)] => Ok(*subject),
        several => Err(StoreError::AmbiguousId {
            what: "statement, conflict or speaker",
            id: typed.to_owned(),
            candidates: several.iter().map(|(told, _)| told.clone()).collect(),
        }),
    }
}

/// Refuses the beginning of an id that may mean another one tomorrow.
fn too_short(what: &'static str, typed: &str) -> Result<()> {
    let digits = !typed.is_empty() && typed.bytes().all(|b| b.is_ascii_hexdigit() && !b.is_ascii_uppercase());
    if digits && typed.len() < LEAST_DIGITS {
        return Err(StoreError::Refused(format!(
            "{typed:?} is too short for the id of a {what}: it would mean another one tomorrow\nhint: give at least {LEAST_DIGITS} digits"
        )));
    }
    Ok(())
}

/// The only one found by its id; when there is none, the only one that `otherwise` finds.
pub(super) fn one_of(
    what: &'static str,
    id: &str,
    mut found: Vec<(String, i64)>,
    otherwise: impl FnOnce() -> Result<Vec<(String, i64)>>,
) -> Result<i64> {
    if found.is_empty() {
        found = otherwise()?;
    }
    match found.as_slice() {
        [] => {
            too_short(what, id)?;
            Err(StoreError::NotFound { what, id: id.to_owned() })
        }
        [(_, key)] => Ok(*key),
        several => Err(StoreError::AmbiguousId {
            what,
            id: id.to_owned(),
            candidates: several.iter().take(10).map(|(uid, _)| uid.clone()).collect(),
        }),
    }
}

/// Rows of the articles that an id or its beginning, a URL or a given name can mean; current ones if there are any.
fn find_articles(db: &Connection, typed: &str) -> Result<Vec<i64>> {
    let typed = typed.trim();
    let mut query = db.prepare_cached(
        "SELECT a.id, a.superseded_by IS NOT NULL FROM articles AS a
         WHERE a.document = ?1 OR a.id IN (SELECT article_id FROM appearances WHERE address = ?2)
             OR (?3 AND a.uid >= lower(?1) AND a.uid < lower(?1) || 'g')
         ORDER BY a.id LIMIT 1000",
    )?;
    let rows = query.query_map(rusqlite::params![typed, names::address(typed), is_id(typed)], |r| {
        Ok((r.get::<_, i64>(0)?, r.get::<_, bool>(1)?))
    })?;
    let found = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let current: Vec<i64> = found.iter().filter(|(_, superseded)| !superseded).map(|(id, _)| *id).collect();
    Ok(if current.is_empty() { found.into_iter().map(|(id, _)| id).collect() } else { current })
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
    let (article, engine, weights, current): (i64, String, String, bool) = db
        .prepare_cached(
            "SELECT s.article_id, e.name, e.weights, t.current FROM statements AS s JOIN engines AS e ON e.id = s.engine_id
                 JOIN attribution_history AS t ON t.statement_row = s.id
             WHERE s.id = ?1",
        )?
        .query_row([key], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
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
    let mut query =
        db.prepare_cached("SELECT outlet, published, title, url FROM appearances WHERE article_id = ?1 ORDER BY id")?;
    let appearances = query.query_map([article.key], |r| {
        Ok(Appearance { outlet: r.get(0)?, published: r.get(1)?, title: r.get(2)?, url: r.get(3)? })
    })?;
    let appearances = appearances.collect::<rusqlite::Result<Vec<_>>>()?;
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
        text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_is_a_valid_query() {
        assert_eq!(fts_query("ferry harb*"), "\"ferry\" AND \"harb\"*");
        assert_eq!(fts_query("“long delay” mayor"), "\"long delay\" AND \"mayor\"");
        assert_eq!(fts_query("\"open"), "\"open\"");
        assert_eq!(fts_query(" -- * "), "\"\"");
        assert_eq!(fts_query("NOT a:b^2 (c"), "\"NOT\" AND \"a:b^2\" AND \"(c\"");
    }
}

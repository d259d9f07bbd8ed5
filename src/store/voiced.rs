//! Statements with everyone who voices them, one row for each voice: what counts are made of.

use rusqlite::params_from_iter;

use super::{
    Result, Store,
    filter::{Clauses, Filter, VOICED},
};

/// A statement and one of its voices.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VoicedRow {
    /// the statement's row
    pub statement: i64,
    /// the article's row
    pub article: i64,
    /// the voice's row: the speaker as this article names it; none where the text names no one
    pub voice: Option<i64>,
    /// display name of the speaker
    pub speaker: Option<String>,
    /// title and organisation as printed
    pub role: Option<String>,
    /// the body that the role belongs to, or the body itself
    pub organization: Option<String>,
    /// ISO 3166 code
    pub country: Option<String>,
    /// kind of speaker
    pub speaker_type: Option<String>,
    /// what the cue does
    pub act: String,
    /// by the quotation marks
    pub kind: String,
    /// the desk's finding
    pub finding: Option<String>,
    /// newspaper, agency or site
    pub outlet: Option<String>,
    /// day of publication
    pub published: Option<String>,
    /// the words that name the source, as printed
    pub source: String,
}

impl Store {
    /// The statements that a filter chooses, once for each of their voices, in the order of their adding.
    pub fn voiced(&self, filter: &Filter) -> Result<Vec<VoicedRow>> {
        self.read(|db| {
            let clauses = Clauses::of(db, filter)?;
            let from = clauses.from;
            let (condition, parameters) = clauses.on_voices();
            let sql = format!(
                "SELECT t.statement_row, t.article_row, v.id, w.name, coalesce(r.role, v.role),
                     coalesce(r.organization, v.organization), coalesce(r.country, v.country), v.type, t.act, t.kind,
                     t.finding, t.outlet, t.published, CASE WHEN q.n > 0 THEN '' ELSE t.source END
                 {from} LEFT JOIN statement_voices AS q ON q.statement_id = t.statement_row
                     LEFT {VOICED} LEFT JOIN speakers AS w ON w.id = v.speaker_id
                 WHERE {condition} AND w.hidden IS NOT 1 ORDER BY t.statement_row, q.n"
            );
            let mut query = db.prepare(&sql)?;
            let rows = query.query_map(params_from_iter(parameters), |r| {
                Ok(VoicedRow {
                    statement: r.get(0)?,
                    article: r.get(1)?,
                    voice: r.get(2)?,
                    speaker: r.get(3)?,
                    role: r.get(4)?,
                    organization: r.get(5)?,
                    country: r.get(6)?,
                    speaker_type: r.get(7)?,
                    act: r.get(8)?,
                    kind: r.get(9)?,
                    finding: r.get(10)?,
                    outlet: r.get(11)?,
                    published: r.get(12)?,
                    source: r.get(13)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

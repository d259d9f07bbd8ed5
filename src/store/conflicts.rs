//! Conflicts as they are asked for, and what people said of the rules that found them.

use rusqlite::{Connection, Row, params_from_iter, types::Value};
use serde::Serialize;

use super::{
    Result, Store, StoreError, Verdict,
    comparison::NewConflict,
    filter::{json, last_of, words_of},
    ids::{is_id, one_of},
    names, outlet_names,
    query::rows_by_key,
    rows::AttributionRow,
};

/// A conflict as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct ConflictRow {
    /// its row in the database
    pub key: i64,
    /// stable id
    pub id: String,
    /// "contradiction", "denial", "reversal", "version" or "opposition"
    pub kind: String,
    /// comparable across kinds
    pub score: f64,
    /// the tool stands by it
    pub firm: bool,
    /// the rule or question that fired
    pub rule: String,
    /// text of the declared question
    pub question: Option<String>,
    /// one or two sentences that can be checked against the text
    pub why: String,
    /// one statement, in the order in which the two were given
    pub a: AttributionRow,
    /// the other
    pub b: AttributionRow,
    /// what a person said of it
    pub verdict: Option<Verdict>,
    /// anything more, as JSON
    pub more: Option<String>,
}

/// Which conflicts, in which order: highest score first.
#[derive(Clone, Debug, Default)]
pub struct ConflictFilter {
    /// one of the two is by any of these speakers (rows); empty: everyone
    pub speakers: Vec<i64>,
    /// words of the question
    pub question: Option<String>,
    /// any of these; empty: all
    pub kinds: Vec<String>,
    /// printed in this outlet (one), or in these two against each other (two)
    pub outlets: Vec<String>,
    /// one of the two published on this day or later
    pub from: Option<String>,
    /// one of the two published on this day or earlier
    pub to: Option<String>,
    /// least score
    pub min_score: Option<f64>,
    /// the doubtful ones too
    pub all: bool,
    /// also those that a person called wrong
    pub judged_wrong: bool,
    /// at most so many
    pub limit: Option<u64>,
}

/// What people said of a rule's flags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleRecord {
    /// the rule or question
    pub rule: String,
    /// flags now stored
    pub flags: u32,
    /// called right
    pub right: u32,
    /// called wrong
    pub wrong: u32,
    /// undecided
    pub unsure: u32,
}

const CONFLICTS: &str = "SELECT c.id, c.uid, c.kind, c.score, c.firm, c.rule, c.question, c.why, c.a_statement,
    c.b_statement, j.verdict, c.more FROM conflicts AS c LEFT JOIN judgements AS j ON j.conflict = c.uid";

impl Store {
    /// The conflicts: firm ones first, highest score first.
    pub fn conflicts(&self, filter: &ConflictFilter) -> Result<Vec<ConflictRow>> {
        let mut found = self.conflicts_anywhere(filter)?;
        if !filter.outlets.is_empty() {
            let printed = self.printed(&found.iter().collect::<Vec<_>>())?;
            let forms = |db: &Connection| filter.outlets.iter().map(|outlet| outlet_names::form(db, outlet)).collect();
            let forms: Vec<String> = self.read(forms)?;
            let is_in = |row: &AttributionRow, form: &String| {
                let places = printed.get(&row.id).map_or(&[][..], Vec::as_slice);
                places.iter().any(|(outlet, _)| outlet.as_deref().is_some_and(|o| names::fold(o) == *form))
            };
            found.retain(|c| match forms.as_slice() {
                [one, other, ..] => is_in(&c.a, one) && is_in(&c.b, other) || is_in(&c.a, other) && is_in(&c.b, one),
                [one] => is_in(&c.a, one) || is_in(&c.b, one),
                [] => true,
            });
        }
        found.truncate(filter.limit.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX)));
        Ok(found)
    }

    /// How many conflicts a listing has that asks for nothing in particular.
    pub fn count_conflicts(&self) -> Result<u64> {
        self.read(|db| {
            let sql = "SELECT count(*) FROM conflict_pairs WHERE firm AND verdict IS NOT 'wrong'";
            Ok(db.query_row(sql, [], |r| r.get(0))?)
        })
    }

    /// The conflicts, whatever the outlets.
    fn conflicts_anywhere(&self, filter: &ConflictFilter) -> Result<Vec<ConflictRow>> {
        self.read(|db| {
            let mut conditions = vec!["true"];
            let mut parameters: Vec<Value> = Vec::new();
            let mut add = |condition: &'static str, value: String| {
                conditions.push(condition);
                parameters.push(value.into());
            };
            if !filter.speakers.is_empty() {
                add(
                    "EXISTS (SELECT 1 FROM json_each(?) AS w WHERE w.value IN (a.speaker_row, b.speaker_row))",
                    json(&filter.speakers),
                );
            }
            for word in words_of(&filter.question) {
                add("instr(folded(coalesce(c.question, '') || ' ' || c.rule), ?) > 0", word);
            }
            if !filter.kinds.is_empty() {
                add("c.kind IN (SELECT value FROM json_each(?))", json(&filter.kinds));
            }
            // one of the two lies within both bounds
            if filter.from.is_some() || filter.to.is_some() {
                conditions.push("((a.published >= ? AND a.published <= ?) OR (b.published >= ? AND b.published <= ?))");
                let from = filter.from.as_deref().map_or_else(String::new, |from| from.trim().to_owned());
                let to = filter.to.as_deref().map_or_else(|| "9999".to_owned(), last_of);
                parameters.extend([from.clone(), to.clone(), from, to].map(Value::from));
            }
            if let Some(least) = filter.min_score {
                conditions.push("c.score >= ?");
                parameters.push(least.into());
            }
            if !filter.all {
                conditions.push("c.firm = 1");
            }
            if !filter.judged_wrong {
                conditions.push("j.verdict IS NOT 'wrong'");
            }
            // outlets are chosen later, from all
            let limit = filter.limit.filter(|_| filter.outlets.is_empty());
            let limit = limit.map_or(-1, |n| i64::try_from(n).unwrap_or(-1));
            let sql = format!(
                "{CONFLICTS} CROSS JOIN attributions AS a ON a.statement_row = c.a_statement
                     CROSS JOIN attributions AS b ON b.statement_row = c.b_statement
                 WHERE {} ORDER BY c.firm DESC, c.score DESC, c.uid LIMIT {limit}",
                conditions.join(" AND ")
            );
            let mut query = db.prepare(&sql)?;
            let found = query.query_map(params_from_iter(parameters), read_conflict)?;
            let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
            found.into_iter().map(|stored| stored.with_statements(db)).collect()
        })
    }

    /// The conflicts of a statement that are stood by, and that nobody called wrong: highest score first.
    pub fn conflicts_of(&self, statement: i64) -> Result<Vec<ConflictRow>> {
        self.read(|db| {
            let mut query = db.prepare_cached(&format!(
                "{CONFLICTS} JOIN attributions AS a ON a.statement_row = c.a_statement
                     JOIN attributions AS b ON b.statement_row = c.b_statement
                 WHERE c.id IN (SELECT id FROM conflicts WHERE a_statement = ?1 UNION SELECT id FROM conflicts WHERE b_statement = ?1)
                     AND c.firm = 1 AND j.verdict IS NOT 'wrong'
                 ORDER BY c.score DESC, c.uid"
            ))?;
            let found = query.query_map([statement], read_conflict)?;
            let found = found.collect::<rusqlite::Result<Vec<_>>>()?;
            found.into_iter().map(|stored| stored.with_statements(db)).collect()
        })
    }

    /// One conflict, by its id or a beginning of it that no other has (at least four digits).
    pub fn conflict(&self, id: &str) -> Result<ConflictRow> {
        self.read(|db| {
            let typed = id.trim().to_lowercase();
            let mut found: Vec<(String, i64)> = Vec::new();
            if is_id(&typed) {
                let mut query = db.prepare_cached(
                    "SELECT uid, id FROM conflicts WHERE uid >= ?1 AND uid < ?1 || 'g' ORDER BY uid LIMIT 11",
                )?;
                let rows = query.query_map([&typed], |r| Ok((r.get(0)?, r.get(1)?)))?;
                found = rows.collect::<rusqlite::Result<_>>()?;
            }
            let key = one_of("conflict", &typed, found, || Ok(Vec::new()))?;
            let mut query = db.prepare_cached(&format!("{CONFLICTS} WHERE c.id = ?1"))?;
            query.query_row([key], read_conflict)?.with_statements(db)
        })
    }

    /// Decides which conflicts are stood by: those of which their rule was sure (kept in `more`), unless a person called
    /// them wrong or their rule is one of the doubted and nobody called them right.
    pub fn settle_conflicts(&mut self, doubted: &[String]) -> Result<()> {
        self.write(|db, _| {
            let verdict = "(SELECT verdict FROM judgements AS j WHERE j.conflict = conflicts.uid)";
            let stands = format!(
                "(coalesce(json_extract(more, '$.firm'), firm) AND {verdict} IS NOT 'wrong'
                  AND ({verdict} IS 'right' OR rule NOT IN (SELECT value FROM json_each(?1))))"
            );
            // of the many of which no rule was sure nothing can make one that is: they are passed over without a closer look
            let sure = "(firm OR instr(more, '\"firm\":true'))";
            let sql = format!("UPDATE conflicts SET firm = {stands} WHERE {sure} AND firm IS NOT {stands}");
            db.prepare_cached(&sql)?.execute([json(doubted)])?;
            Ok(())
        })
    }

    /// What people said of each rule's flags. Verdicts count also where the flag is no longer raised.
    pub fn rule_records(&self) -> Result<Vec<RuleRecord>> {
        self.records_of(
            "SELECT rule, 1 AS flags, '' AS verdict FROM conflicts UNION ALL SELECT rule, 0, verdict FROM judgements",
        )
    }

    /// The same of rules whose flags people judged, without counting all flags there are.
    pub fn verdicts_on_rules(&self) -> Result<Vec<RuleRecord>> {
        self.records_of("SELECT rule, 0 AS flags, verdict FROM judgements")
    }

    fn records_of(&self, counted: &str) -> Result<Vec<RuleRecord>> {
        self.read(|db| {
            let mut query = db.prepare_cached(&format!(
                "SELECT rule, sum(flags), sum(verdict = 'right'), sum(verdict = 'wrong'), sum(verdict = 'unsure')
                 FROM ({counted}) GROUP BY rule ORDER BY rule",
            ))?;
            let rows = query.query_map([], |r| {
                Ok(RuleRecord {
                    rule: r.get(0)?,
                    flags: r.get(1)?,
                    right: r.get(2)?,
                    wrong: r.get(3)?,
                    unsure: r.get(4)?,
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }
}

/// A conflict whose statements are still rows.
struct StoredConflict {
    conflict: NewConflict,
    key: i64,
    id: String,
    verdict: Option<String>,
}

fn read_conflict(row: &Row) -> rusqlite::Result<StoredConflict> {
    Ok(StoredConflict {
        key: row.get(0)?,
        id: row.get(1)?,
        conflict: NewConflict {
            kind: row.get(2)?,
            score: row.get(3)?,
            firm: row.get(4)?,
            rule: row.get(5)?,
            question: row.get(6)?,
            why: row.get(7)?,
            a: row.get(8)?,
            b: row.get(9)?,
            more: row.get(11)?,
        },
        verdict: row.get(10)?,
    })
}

impl StoredConflict {
    fn with_statements(self, db: &Connection) -> Result<ConflictRow> {
        let StoredConflict { conflict: c, key, id, verdict } = self;
        let statement = |row: i64| -> Result<AttributionRow> {
            rows_by_key(db, &[row])?
                .pop()
                .ok_or_else(|| StoreError::NotFound { what: "statement", id: row.to_string() })
        };
        Ok(ConflictRow {
            key,
            id,
            a: statement(c.a)?,
            b: statement(c.b)?,
            kind: c.kind,
            score: c.score,
            firm: c.firm,
            rule: c.rule,
            question: c.question,
            why: c.why,
            verdict: verdict.as_deref().and_then(Verdict::from_word),
            more: c.more,
        })
    }
}

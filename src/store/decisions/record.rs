//! A ruling as it is recorded: rows become stable ids, and what was decided is said in words.

use rusqlite::{Connection, OptionalExtension, params};

use crate::statement::Statement;
use crate::text::{CodePoints, one_line};

use crate::store::{
    Result, StoreError,
    forms::{joined, now},
    identity, marked, names,
};

use super::{
    Decision,
    ruling::{Fix, Grounds, Ruling, Subject, Verdict},
};

/// A ruling, ready to be stored.
#[derive(Default)]
pub(super) struct Record {
    action: &'static str,
    field: Option<&'static str>,
    value: Option<String>,
    statement: Option<String>,
    article: Option<String>,
    conflict: Option<String>,
    rule: Option<String>,
    summary: String,
    sides: [Vec<i64>; 2],
}

impl Record {
    pub(super) fn of(db: &Connection, ruling: &Ruling) -> Result<Record> {
        match ruling {
            Ruling::Accept { on } => Record::accepted(db, *on),
            Ruling::Reject { on } => Record::rejected(db, *on),
            Ruling::Mark { article, statement } => Record::marked(db, *article, statement),
            Ruling::Fix { statement, fix } => Said::load(db, *statement)?.fixed(fix),
            Ruling::Found { statement, finding } => {
                let said = Said::load(db, *statement)?;
                let word = finding.as_str();
                Ok(said.record("finding", None, Some(word.to_owned()), format!("{} is {word}", said.told())))
            }
            Ruling::Note { on, text } => {
                let text = some_words(text, "a note needs words")?;
                Ok(Record { action: "note", summary: format!("noted: {text}"), value: Some(text), ..about(db, *on)? })
            }
            Ruling::Assign { on, to } => {
                let to = some_words(to, "say who is to look after it")?;
                Ok(Record { action: "assign", summary: format!("given to {to}"), value: Some(to), ..about(db, *on)? })
            }
            Ruling::Merge { into, other } => Record::merged(db, *into, *other),
            Ruling::Split { speaker, voices } => Record::split(db, *speaker, voices),
            Ruling::Apart { a, b } => Record::apart(db, *a, *b),
            Ruling::Rename { speaker, name } => {
                let name = spoken(name)?;
                let known = speaker_name(db, *speaker)?;
                if is_taken(db, &name, *speaker)? {
                    return Err(StoreError::Refused(format!(
                        "another speaker is called {name}\nhint: `onrecord speakers merge '{name}' '{known}'` says that the two are one; else give a name that tells them apart"
                    )));
                }
                let summary = format!("{known} is to be called {name}");
                Ok(Record { action: "rename", value: Some(name), summary, ..about(db, Subject::Speaker(*speaker))? })
            }
            Ruling::Alias { speaker, alias } => {
                let alias = spoken(alias)?;
                let summary = format!("{} is also known as {alias}", speaker_name(db, *speaker)?);
                Ok(Record { action: "alias", value: Some(alias), summary, ..about(db, Subject::Speaker(*speaker))? })
            }
            Ruling::Forget { speaker } => Record::forgotten(db, *speaker),
            Ruling::Judge { conflict, verdict } => Record::judged(db, *conflict, *verdict),
        }
    }

    fn marked(db: &Connection, article: i64, statement: &Statement) -> Result<Record> {
        let found = db
            .prepare_cached("SELECT uid, text FROM articles WHERE id = ?1")?
            .query_row([article], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?;
        let (article, article_text): (String, String) =
            found.ok_or_else(|| StoreError::NotFound { what: "article", id: article.to_string() })?;
        let value = marked::record(statement, &article_text)?;
        let said = Said { uid: statement.id.clone(), article, text: statement.text(&article_text), article_text };
        Ok(said.record("accept", Some("marked"), Some(value), format!("{} was marked by hand", said.told())))
    }

    fn accepted(db: &Connection, on: Subject) -> Result<Record> {
        match on {
            Subject::Statement(statement) => {
                let said = Said::load(db, statement)?;
                Ok(said.record("accept", None, None, format!("{} was read correctly", said.told())))
            }
            Subject::Conflict(conflict) => Record::judged(db, conflict, Verdict::Right),
            Subject::Speaker(speaker) => {
                let summary = format!("{} is one speaker, rightly named", speaker_name(db, speaker)?);
                Ok(Record { action: "accept", summary, ..about(db, on)? })
            }
        }
    }

    fn rejected(db: &Connection, on: Subject) -> Result<Record> {
        match on {
            Subject::Statement(statement) => {
                let said = Said::load(db, statement)?;
                Ok(said.record("reject", None, None, format!("{} was not read correctly", said.told())))
            }
            Subject::Conflict(conflict) => Record::judged(db, conflict, Verdict::Wrong),
            Subject::Speaker(speaker) => Record::forgotten(db, speaker),
        }
    }

    fn judged(db: &Connection, conflict: i64, verdict: Verdict) -> Result<Record> {
        let record = about(db, Subject::Conflict(conflict))?;
        let uid = record.conflict.as_deref().unwrap_or_default();
        let summary = format!("conflict {uid} is {}", verdict.as_str());
        Ok(Record { action: "judge", value: Some(verdict.as_str().to_owned()), summary, ..record })
    }

    fn forgotten(db: &Connection, speaker: i64) -> Result<Record> {
        let summary = format!("{} is left out", speaker_name(db, speaker)?);
        Ok(Record { action: "forget", summary, ..about(db, Subject::Speaker(speaker))? })
    }

    fn merged(db: &Connection, into: i64, other: i64) -> Result<Record> {
        let (name, other_name) = (speaker_name(db, into)?, speaker_name(db, other)?);
        if into == other {
            return Err(StoreError::Refused(format!("{name} is one speaker already")));
        }
        let sides = [identity::voices_of(db, into)?, identity::voices_of(db, other)?];
        Ok(Record { action: "merge", summary: format!("{other_name} is {name}"), sides, ..Record::default() })
    }

    fn split(db: &Connection, speaker: i64, voices: &[i64]) -> Result<Record> {
        let name = speaker_name(db, speaker)?;
        let (leave, stay): (Vec<i64>, Vec<i64>) =
            identity::voices_of(db, speaker)?.into_iter().partition(|v| voices.contains(v));
        if leave.is_empty() || stay.is_empty() {
            return Err(StoreError::Refused(format!(
                "to split {name}, some of its articles have to leave and some to stay"
            )));
        }
        let summary = format!("{name} in {} of {} articles is someone else", leave.len(), leave.len() + stay.len());
        Ok(Record { action: "split", summary, sides: [stay, leave], ..Record::default() })
    }

    fn apart(db: &Connection, a: i64, b: i64) -> Result<Record> {
        let (name, other_name) = (speaker_name(db, a)?, speaker_name(db, b)?);
        if a == b {
            return Err(StoreError::Refused(format!("{name} is one speaker: split it instead")));
        }
        let sides = [identity::voices_of(db, a)?, identity::voices_of(db, b)?];
        let summary = format!("{name} and {other_name} are not the same");
        Ok(Record { action: "split", summary, sides, ..Record::default() })
    }

    /// The decision that somebody makes by it now.
    pub(super) fn decided(self, db: &Connection, grounds: &Grounds) -> Result<Decision> {
        let next: i64 = db.query_row("SELECT coalesce(max(id), 0) + 1 FROM decisions", [], |r| r.get(0))?;
        let mut voices = [Vec::new(), Vec::new()];
        for (side, rows) in self.sides.iter().enumerate() {
            for row in rows {
                let uid = db
                    .prepare_cached("SELECT uid FROM voices WHERE id = ?1")?
                    .query_row([row], |r| r.get(0))
                    .optional()?;
                voices[side].extend(uid);
            }
            voices[side].sort();
        }
        let decision = Decision {
            number: next,
            action: self.action.to_owned(),
            field: self.field.map(str::to_owned),
            value: self.value,
            statement: self.statement,
            article: self.article,
            conflict: self.conflict,
            rule: self.rule,
            voices,
            summary: self.summary,
            reason: grounds.reason.clone(),
            source: grounds.source.clone(),
            by: grounds.by.clone(),
            decided: now(),
            ..Decision::default()
        };
        Ok(Decision { id: made_id(&decision), ..decision })
    }
}

/// The id of a decision made here under its number.
pub(in crate::store) fn made_id(decision: &Decision) -> String {
    let words = [&decision.value, &decision.statement, &decision.conflict, &decision.by, &decision.reason];
    let number = decision.number.to_string();
    let mut parts = vec![decision.action.as_str(), &decision.summary, &decision.decided];
    parts.extend(words.into_iter().map(|word| word.as_deref().unwrap_or_default()));
    parts.push(&number);
    names::uid(&parts, 16)
}

/// A record that is about something and decides nothing yet.
fn about(db: &Connection, subject: Subject) -> Result<Record> {
    match subject {
        Subject::Statement(statement) => {
            let said = Said::load(db, statement)?;
            Ok(Record { statement: Some(said.uid), article: Some(said.article), ..Record::default() })
        }
        Subject::Conflict(conflict) => {
            let found = db
                .prepare_cached("SELECT uid, rule FROM conflicts WHERE id = ?1")?
                .query_row([conflict], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()?;
            let (uid, rule): (String, String) =
                found.ok_or_else(|| StoreError::NotFound { what: "conflict", id: conflict.to_string() })?;
            Ok(Record { conflict: Some(uid), rule: Some(rule), ..Record::default() })
        }
        Subject::Speaker(speaker) => {
            speaker_name(db, speaker)?;
            Ok(Record { sides: [identity::voices_of(db, speaker)?, Vec::new()], ..Record::default() })
        }
    }
}

/// A statement as a decision names it.
struct Said {
    uid: String,
    article: String,
    text: String,
    article_text: String,
}

impl Said {
    fn load(db: &Connection, statement: i64) -> Result<Said> {
        db.prepare_cached(
            "SELECT s.uid, a.uid, s.text, a.text FROM statements AS s JOIN articles AS a ON a.id = s.article_id
             WHERE s.id = ?1",
        )?
        .query_row([statement], |r| {
            Ok(Said { uid: r.get(0)?, article: r.get(1)?, text: r.get(2)?, article_text: r.get(3)? })
        })
        .optional()?
        .ok_or_else(|| StoreError::NotFound { what: "statement", id: statement.to_string() })
    }

    /// The first words of the statement: enough to know it again.
    fn told(&self) -> String {
        const MOST: usize = 50;
        let mut words: String = self.text.chars().take(MOST).collect();
        if words.len() < self.text.len() {
            words = format!("{} …", words.trim_end());
        }
        format!("statement {} ({words})", &self.uid[..self.uid.len().min(8)])
    }

    fn record(
        &self,
        action: &'static str,
        field: Option<&'static str>,
        value: Option<String>,
        summary: String,
    ) -> Record {
        let (statement, article) = (Some(self.uid.clone()), Some(self.article.clone()));
        Record { action, field, value, statement, article, summary, ..Record::default() }
    }

    fn fixed(&self, fix: &Fix) -> Result<Record> {
        let (field, value, told) = match fix {
            Fix::Speaker(name) => {
                let names: Vec<String> = match name.trim() {
                    "" => Vec::new(),
                    name => name.split(';').map(spoken).collect::<Result<_>>()?,
                };
                let told = if names.is_empty() { "nobody that the text names".to_owned() } else { names.join(" and ") };
                ("speaker", names.join("; "), format!("is said by {told}"))
            }
            Fix::Role(role) => {
                let role = some_words(role, "a role needs words")?;
                ("role", role.clone(), format!("is said as {role}"))
            }
            Fix::Act(act) => ("act", act.to_string(), format!("is of the act {act}")),
            Fix::Kind(kind) => ("kind", kind.to_string(), format!("is {kind}")),
            Fix::Content(spans) => {
                let text = &self.article_text;
                marked::check_words(spans, &[], text)?;
                let points = CodePoints::new(text);
                let value: Vec<String> = spans
                    .iter()
                    .map(|span| {
                        let [start, stop] = points.span(text, *span);
                        format!("{start}-{stop}")
                    })
                    .collect();
                ("content", value.join(";"), format!("reads: {}", joined(spans, text)))
            }
        };
        Ok(self.record("fix", Some(field), Some(value), format!("{} {told}", self.told())))
    }
}

fn speaker_name(db: &Connection, speaker: i64) -> Result<String> {
    identity::name_of(db, speaker)?.ok_or_else(|| StoreError::NotFound { what: "speaker", id: speaker.to_string() })
}

/// True when another speaker who says something is shown under this name.
fn is_taken(db: &Connection, name: &str, speaker: i64) -> Result<bool> {
    let mut query = db.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM speaker_names AS n JOIN speakers AS s ON s.id = n.speaker_id
             JOIN voices AS v ON v.speaker_id = s.id JOIN statement_voices AS q ON q.voice_id = v.id
         WHERE n.key = ?1 AND s.id <> ?2 AND s.hidden = 0 AND folded(s.name) = ?1)",
    )?;
    Ok(query.query_row(params![names::fold(name), speaker], |r| r.get(0))?)
}

/// A name that someone could bear.
fn spoken(name: &str) -> Result<String> {
    let name = one_line(name);
    if names::fold(&name).is_empty() {
        return Err(StoreError::Refused(format!("{name:?} is no name")));
    }
    Ok(name)
}

fn some_words(text: &str, otherwise: &str) -> Result<String> {
    match text.trim() {
        "" => Err(StoreError::Refused(otherwise.to_owned())),
        text => Ok(text.to_owned()),
    }
}

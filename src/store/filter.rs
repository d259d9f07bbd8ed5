//! Which statements are asked for, and the conditions that choose them.

use rusqlite::{Connection, types::Value};
use serde::Serialize;

use crate::statement::{Act, Kind, SpeakerType};

use super::{Finding, Result, ids::find_articles, names, outlet_names};

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
    /// outlet in which it, or a copy of it, was printed: the whole name, in any case and with or without accents
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
    /// only statements that people looked at (true) or did not (false): they decided on its reading, or gave a finding
    pub checked: Option<bool>,
    /// the desk's finding: any of these; empty: all
    pub findings: Vec<Finding>,
    /// who is to look after it
    pub assigned: Option<String>,
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

/// The conditions of a filter. Their words are fixed; what people typed travels as parameters.
pub(super) struct Clauses {
    /// `attributions AS t`, and what it is searched by
    pub(super) from: &'static str,
    conditions: Vec<&'static str>,
    parameters: Vec<Value>,
    /// conditions on who speaks, any of several: `v` is the voice, `r` its role in the statement
    voice_conditions: Vec<&'static str>,
    voice_parameters: Vec<Value>,
    /// the one speaker that is asked for
    speaker: Option<i64>,
}

/// All statements.
const EVERY: &str = "FROM attributions AS t";

/// Statements by the days of a speaker's voices; `day` is the voice. With a limit, no more are read than asked for; left to itself, SQLite
/// would read and sort them all.
pub(super) const BY_DAYS: &str =
    "FROM voices AS day INDEXED BY voices_day CROSS JOIN statement_voices AS d ON d.voice_id = day.id
     CROSS JOIN attributions AS t ON t.statement_row = d.statement_id";

/// From a row `q` of `statement_voices` to the voice `v` and the role `r`.
pub(super) const VOICED: &str = "JOIN voices AS v ON v.id = q.voice_id LEFT JOIN roles AS r ON r.id = q.role_id";

impl Clauses {
    pub(super) fn of(db: &Connection, filter: &Filter) -> Result<Clauses> {
        let mut all = Clauses {
            from: EVERY,
            conditions: vec!["true"],
            parameters: Vec::new(),
            voice_conditions: Vec::new(),
            voice_parameters: Vec::new(),
            speaker: None,
        };
        if let Some(words) = &filter.words {
            all.from = "FROM statements_fts AS f JOIN attributions AS t ON t.statement_row = f.rowid";
            all.add("f.text MATCH ?", fts_query(words));
            for beginning in beginnings(words) {
                all.add("begun(t.text, ?)", beginning);
            }
        }
        if !filter.speakers.is_empty() {
            all.add_voice("v.speaker_id IN (SELECT value FROM json_each(?))", json(&filter.speakers));
        }
        all.speaker = filter.speakers.first().copied().filter(|_| filter.speakers.len() == 1);
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
        if let Some(name) = &filter.assigned {
            all.add("folded(t.assigned) = ?", names::fold(name));
        }
        if let Some(checked) = filter.checked {
            all.add("(t.checked IS NOT NULL OR t.finding IS NOT NULL) = ?", checked);
        }
        if let Some(on_record) = filter.on_record {
            all.add("t.on_record = ?", on_record);
        }
        if let Some(outlet) = &filter.outlet {
            all.add(
                "EXISTS (SELECT 1 FROM appearances AS p WHERE p.article_id = t.article_row AND p.superseded_by IS NULL
                     AND folded(p.outlet) = ?)",
                outlet_names::form(db, outlet)?,
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

    /// True when every statement is let through.
    pub(super) fn is_empty(&self) -> bool {
        self.parameters.is_empty() && self.voice_parameters.is_empty() && self.conditions.len() == 1
    }

    /// The speaker, where of speakers nothing but the one is asked for; whatever else is.
    fn one_speaker(&self) -> Option<i64> {
        self.speaker.filter(|_| self.voice_conditions.len() == 1 && self.from == EVERY)
    }

    /// The speaker, where nothing else is asked for.
    pub(super) fn speaker_alone(&self) -> Option<i64> {
        self.one_speaker().filter(|_| self.conditions.len() == 1)
    }

    /// The condition on statements found [`BY_DAYS`] of one speaker, each of them once; and its parameters. None where more, or
    /// other things, are asked of who speaks.
    pub(super) fn by_days(&self) -> Option<(String, Vec<Value>)> {
        let speaker = self.one_speaker()?;
        let condition = format!(
            "{} AND day.speaker_id = ? AND NOT EXISTS (
                 SELECT 1 FROM statement_voices AS e JOIN voices AS u ON u.id = e.voice_id
                 WHERE e.statement_id = d.statement_id AND e.n < d.n AND u.speaker_id = day.speaker_id)",
            self.conditions.join(" AND ")
        );
        Some((condition, [self.parameters.clone(), vec![speaker.into()]].concat()))
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
                Some(beginning) => terms.push(stems_of(beginning)),
                None => terms.push(format!("\"{word}\"")),
            }
        }
    }
    // a term without a letter or digit would match nothing
    terms.retain(|term| term.contains(char::is_alphanumeric));
    if terms.is_empty() { "\"\"".to_owned() } else { terms.join(" AND ") }
}

/// Any word that may begin so: words are kept without their endings, "authority" as "author", which is shorter than "authorit*".
fn stems_of(beginning: &str) -> String {
    const SHORTEST: usize = 3;
    // letters that an ending has at most: "organ" of "organizational"
    const ENDING: usize = 12;
    let letters: Vec<char> = beginning.chars().collect();
    let mut any = vec![format!("\"{beginning}\"*")];
    if letters.iter().all(|c| c.is_alphanumeric()) {
        let shorter = (SHORTEST.max(letters.len().saturating_sub(ENDING))..letters.len())
            .map(|end| letters[..end].iter().collect::<String>());
        any.extend(shorter.flat_map(|stem| [format!("\"{stem}\""), format!("\"{stem}i\"")]));
    }
    if any.len() == 1 { any.remove(0) } else { format!("({})", any.join(" OR ")) }
}

/// The beginnings that words must have, folded.
fn beginnings(typed: &str) -> impl Iterator<Item = String> {
    let apart = typed.split(['"', '“', '”', '„', '«', '»']).step_by(2);
    let begun = apart.flat_map(str::split_whitespace).filter_map(|word| word.strip_suffix('*'));
    begun.filter(|word| word.chars().all(char::is_alphanumeric) && !word.is_empty()).map(names::fold)
}

/// True for a text in which a word begins so; `beginning` is folded.
pub(super) fn has_begun(text: &str, beginning: &str) -> bool {
    names::fold(text).split(|c: char| !c.is_alphanumeric()).any(|word| word.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_is_typed_is_a_valid_query() {
        assert_eq!(fts_query("ferry har*"), "\"ferry\" AND \"har\"*");
        assert_eq!(fts_query("harb*"), "(\"harb\"* OR \"har\" OR \"hari\")");
        assert_eq!(fts_query("“long delay” mayor"), "\"long delay\" AND \"mayor\"");
        assert_eq!(fts_query("\"open"), "\"open\"");
        assert_eq!(fts_query(" -- * "), "\"\"");
        assert_eq!(fts_query("NOT a:b^2 (c"), "\"NOT\" AND \"a:b^2\" AND \"(c\"");
    }
}

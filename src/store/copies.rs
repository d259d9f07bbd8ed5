//! Wire copies: is a new text a known article, printed in another place with other words around what is said?
//!
//! It is when most of its runs of words stand in the known one, and everything that somebody says there, with the words that
//! attribute it, stands in it word for word. So no statement is lost with the copy, and one that an editor changed keeps the text an article of its
//! own, to be laid beside the other. Known articles are found by a sketch: the smallest hashes of their runs of words.

use std::collections::BTreeSet;

use rusqlite::{Connection, params, params_from_iter};

use crate::statement::Extraction;
use crate::text::one_line;

use super::{Result, names};

/// Words of a run.
const RUN: usize = 5;
/// Hashes kept of an article.
const KEPT: usize = 16;
/// As many hashes in common make a text worth a look. A copy cut to half has some eight.
const IN_COMMON: i64 = 4;
/// Articles with one hash that are looked at, the first ones: a text that was printed a thousand times, with other words each time, is
/// not laid beside all of them.
const OF_ONE_HASH: i64 = 200;
/// Known articles whose texts are read.
const CANDIDATES: i64 = 5;
/// Texts with fewer words are too alike to tell.
const LEAST_WORDS: usize = 40;
/// Share of a copy's runs of words that stand in the original: a new head, foot or dateline is allowed, a new story is not.
const LEAST_SHARE: f64 = 0.8;

/// What texts are compared by, before anybody looks at what is said in them.
pub(super) struct Sketch {
    words: String,
    /// the smallest hashes of its runs of words; none of a text too short to tell
    hashes: Vec<i64>,
}

impl Sketch {
    pub(super) fn new(text: &str) -> Sketch {
        let words = names::fold(text);
        let mut hashes = Vec::new();
        if words.split(' ').count() >= LEAST_WORDS {
            let all: BTreeSet<i64> = runs(&words).iter().map(|run| names::hashed(run)).collect();
            hashes.extend(all.into_iter().take(KEPT));
        }
        Sketch { words, hashes }
    }
}

/// Row and id of the article that a text is a copy of; none for a text of its own.
pub(super) fn original(
    db: &Connection,
    sketch: &Sketch,
    text: &str,
    extraction: &Extraction,
) -> Result<Option<(i64, String)>> {
    if sketch.hashes.is_empty() {
        return Ok(None);
    }
    let runs = runs(&sketch.words);
    let of_each =
        format!("SELECT article_id FROM (SELECT article_id FROM shingles WHERE hash = ? LIMIT {OF_ONE_HASH})");
    let of_all = vec![of_each.as_str(); sketch.hashes.len()].join(" UNION ALL ");
    // the texts are read last, and of few: a foot that all articles of a paper have is in many
    let mut query = db.prepare_cached(&format!(
        "SELECT a.id, a.uid, a.text FROM (
             SELECT article_id, count(*) AS shared FROM ({of_all})
             GROUP BY article_id HAVING shared >= {IN_COMMON}
         ) AS s JOIN articles AS a ON a.id = s.article_id
         WHERE a.superseded_by IS NULL AND NOT a.imported ORDER BY s.shared DESC, a.id LIMIT {CANDIDATES}"
    ))?;
    let mut rows = query.query(params_from_iter(&sketch.hashes))?;
    while let Some(row) = rows.next()? {
        let known: String = row.get(2)?;
        if is_alike(&sketch.words, &runs, &names::fold(&known)) && says_the_same(text, extraction, &known) {
            return Ok(Some((row.get(0)?, row.get(1)?)));
        }
    }
    Ok(None)
}

/// Most runs of words of the one are runs of the other.
fn is_alike(words: &str, runs: &BTreeSet<&str>, known: &str) -> bool {
    let known_runs = self::runs(known);
    let shared = runs.iter().filter(|run| known_runs.contains(*run)).count();
    shared as f64 >= LEAST_SHARE * runs.len() as f64 && words.len() <= known.len() * 2
}

/// Whatever is said in the text stands in the known one, sign for sign, and so do the names of those who say it.
fn says_the_same(text: &str, extraction: &Extraction, known: &str) -> bool {
    let (exact, folded) = (exact(known), format!(" {} ", names::fold(known)));
    extraction.statements.iter().all(|statement| {
        // from the first word of the attribution on: a dateline may stand before it
        let parts = statement.content.iter().chain(&statement.cue).chain(&statement.source);
        let start = parts.map(|span| span.start).min().unwrap_or(statement.context.start);
        let Some(said) = text.get(start..statement.context.end.max(start)).map(self::exact) else { return false };
        let begins = |at: usize| {
            exact[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || matches!(c, '"' | '\'' | '(' | '['))
        };
        exact.match_indices(&*said).any(|(at, _)| begins(at))
            && statement
                .voices()
                .filter(|voice| !voice.name.is_empty())
                .all(|voice| folded.contains(&format!(" {} ", names::fold(&voice.name))))
    })
}

/// The text with one kind of quotation marks, dashes and spaces: what a paper's house style changes, and nothing that is said.
fn exact(text: &str) -> String {
    let plain: String = text
        .chars()
        .map(|c| match c {
            '“' | '”' | '„' | '«' | '»' => '"',
            '‘' | '’' => '\'',
            '–' | '—' | '‒' | '\u{2011}' => '-',
            c => c,
        })
        .collect();
    one_line(&plain)
}

/// Keeps the sketch of an article.
pub(super) fn note(db: &Connection, article: i64, sketch: &Sketch) -> rusqlite::Result<()> {
    let mut insert = db.prepare_cached("INSERT OR IGNORE INTO shingles (hash, article_id) VALUES (?1, ?2)")?;
    for hash in &sketch.hashes {
        insert.execute(params![hash, article])?;
    }
    Ok(())
}

/// Keeps the sketches of all articles: of a database from before there were any. A damaged text has none; `verify` names it.
pub(super) fn note_all(db: &Connection) -> rusqlite::Result<()> {
    let mut query = db.prepare("SELECT id, text FROM articles WHERE NOT imported")?;
    let mut rows = query.query([])?;
    while let Some(row) = rows.next()? {
        if let Ok(text) = row.get_ref(1)?.as_str() {
            note(db, row.get(0)?, &Sketch::new(text))?;
        }
    }
    Ok(())
}

/// Every run of words, once.
fn runs(words: &str) -> BTreeSet<&str> {
    let starts: Vec<usize> = std::iter::once(0).chain(words.match_indices(' ').map(|(at, _)| at + 1)).collect();
    let end = |n: usize| starts.get(n).map_or(words.len(), |start| start - 1);
    (0..starts.len().saturating_sub(RUN - 1)).map(|n| &words[starts[n]..end(n + RUN)]).collect()
}

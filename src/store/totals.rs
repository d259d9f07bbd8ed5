//! What is kept of each speaker so that it need not be counted when asked: how often it is quoted, which names it bears.
//!
//! Triggers of the database note whose figures changed, whoever changed them. Those are gathered anew whenever speakers
//! are settled; until then whoever asks counts them itself.

use std::collections::BTreeSet;

use rusqlite::{Connection, params, params_from_iter};
use rustc_hash::FxHashSet;

use super::{
    Result,
    filter::{Clauses, Filter, VOICED, json},
    names,
    rows::{SpeakerRow, speaker_type},
};

/// A name that a speaker bears.
pub(super) struct Borne {
    /// without case, accents and punctuation
    pub(super) key: String,
    pub(super) speaker: i64,
    /// as the database has it
    pub(super) speaker_type: String,
}

/// Gathers the figures of all speakers that changed, and drops those that no voice is left of. Those of whom a voice is not settled
/// wait until it is.
pub(super) fn refresh(db: &Connection) -> Result<()> {
    db.execute(
        "DELETE FROM speakers WHERE id IN (SELECT speaker_id FROM speakers_changed)
             AND NOT EXISTS (SELECT 1 FROM voices AS v WHERE v.speaker_id = speakers.id)",
        [],
    )?;
    let mut query = db.prepare_cached(
        "SELECT speaker_id FROM speakers_changed
         WHERE speaker_id NOT IN (SELECT speaker_id FROM voices WHERE settled = 0) ORDER BY speaker_id",
    )?;
    let changed = query.query_map([], |r| r.get::<_, i64>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for speaker in changed {
        db.prepare_cached("DELETE FROM speaker_totals WHERE speaker_id = ?1")?.execute([speaker])?;
        gather_names(db, speaker)?;
        gather_totals(db, speaker)?;
        db.prepare_cached("DELETE FROM speakers_changed WHERE speaker_id = ?1")?.execute([speaker])?;
    }
    Ok(())
}

/// Settles a voice that its speaker, of whom nothing else changed, has already, and counts what it says beside what was counted before.
/// `like` are voices of the speaker that are printed just alike. Where that is not enough, the speaker's figures are gathered anew with the next ones.
pub(super) fn count_in(db: &Connection, voice: i64, speaker: i64, like: &[i64]) -> Result<()> {
    db.prepare_cached("UPDATE voices SET settled = 1 WHERE id = ?1")?.execute([voice])?;
    let said = format!("SELECT DISTINCT coalesce(r.role, v.role) {SAID} v.id");
    // roles that are printed for the first time are counted anew
    let new_roles = format!(
        "{said} = ?1 AND coalesce(r.role, v.role) IS NOT NULL EXCEPT {said} IN (SELECT value FROM json_each(?2))"
    );
    if db.prepare_cached(&new_roles)?.exists(params![voice, json(like)])? {
        return Ok(());
    }
    let counted = db
        .prepare_cached(&format!(
            "UPDATE speaker_totals AS k SET statements = statements + o.n, articles = articles + (o.n > 0),
                 first = CASE WHEN o.n > 0 THEN coalesce(min(k.first, o.day), k.first, o.day) ELSE k.first END,
                 last = CASE WHEN o.n > 0 THEN coalesce(max(k.last, o.day), k.last, o.day) ELSE k.last END
             FROM (SELECT count(DISTINCT q.statement_id) AS n, v.published AS day {SAID} v.id = ?2) AS o
             WHERE k.speaker_id = ?1"
        ))?
        .execute([speaker, voice])?;
    if counted > 0 {
        db.prepare_cached("DELETE FROM speakers_changed WHERE speaker_id = ?1")?.execute([speaker])?;
    }
    Ok(())
}

/// What voices say that is current, and in which role; of those voices that the words behind it name.
const SAID: &str = "FROM voices AS v JOIN statement_voices AS q ON q.voice_id = v.id
     JOIN counted_statements AS t ON t.statement_row = q.statement_id LEFT JOIN roles AS r ON r.id = q.role_id
     WHERE t.current AND";

/// The speakers whose figures are out of date.
pub(super) fn changed(db: &Connection) -> Result<Vec<i64>> {
    let mut query = db.prepare_cached("SELECT speaker_id FROM speakers_uncounted")?;
    let rows = query.query_map([], |r| r.get(0))?;
    // sorted here: in its order SQLite would walk all voices
    Ok(rows.collect::<rusqlite::Result<BTreeSet<i64>>>()?.into_iter().collect())
}

/// Columns of a speaker `w` that are not counted.
const SPEAKER: &str = "w.id, w.uid, w.name, w.type, w.role, w.organization, w.country";
/// Columns of its kept totals `k`; in this order, so that the most quoted are read first.
const KEPT: &str = "k.statements, k.articles, k.roles, k.first, k.last FROM speaker_totals AS k
     CROSS JOIN speakers AS w ON w.id = k.speaker_id
     WHERE w.hidden = 0 AND k.speaker_id NOT IN (SELECT speaker_id FROM speakers_uncounted)";

fn read_speaker(r: &rusqlite::Row) -> rusqlite::Result<SpeakerRow> {
    Ok(SpeakerRow {
        key: r.get(0)?,
        id: r.get(1)?,
        name: r.get(2)?,
        speaker_type: speaker_type(&r.get::<_, String>(3)?),
        role: r.get(4)?,
        organization: r.get(5)?,
        country: r.get(6)?,
        statements: r.get(7)?,
        articles: r.get(8)?,
        roles: r.get(9)?,
        first: r.get(10)?,
        last: r.get(11)?,
    })
}

/// The speakers of these statements, counted, in no order that matters; those left out only when asked for.
pub(super) fn count(db: &Connection, filter: &Filter, hidden_too: bool) -> Result<Vec<SpeakerRow>> {
    let clauses = Clauses::of(db, filter)?;
    let from = clauses.from;
    let (condition, parameters) = clauses.on_voices();
    let shown = if hidden_too { "" } else { "AND w.hidden = 0" };
    let sql = format!(
        "SELECT {SPEAKER}, count(DISTINCT t.statement_row), count(DISTINCT t.article_row),
             count(DISTINCT folded(coalesce(r.role, v.role))), min(t.published), max(t.published)
         {from} JOIN statement_voices AS q ON q.statement_id = t.statement_row {VOICED} JOIN speakers AS w ON w.id = v.speaker_id
         WHERE {condition} {shown} GROUP BY w.id",
    );
    let mut query = db.prepare(&sql)?;
    let rows = query.query_map(params_from_iter(parameters), read_speaker)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// The most quoted speakers: what is kept of so many, or all, and those that changed since, counted; in no order that
/// matters.
pub(super) fn kept(db: &Connection, limit: Option<u64>) -> Result<Vec<SpeakerRow>> {
    let limit = limit.map_or(-1, |n| i64::try_from(n).unwrap_or(-1));
    let mut query = db.prepare_cached(&format!(
        "SELECT {SPEAKER}, {KEPT} ORDER BY k.statements DESC, folded(w.name), w.uid LIMIT ?1"
    ))?;
    let rows = query.query_map([limit], read_speaker)?;
    let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    let anew = changed(db)?;
    if !anew.is_empty() {
        rows.extend(count(db, &Filter { speakers: anew, ..Filter::default() }, false)?);
    }
    Ok(rows)
}

/// All that is kept, also of speakers left out.
fn all_kept(db: &Connection) -> Result<Vec<SpeakerRow>> {
    let kept = KEPT.replace("w.hidden = 0 AND ", "");
    let mut query = db.prepare(&format!("SELECT {SPEAKER}, {kept}"))?;
    let rows = query.query_map([], read_speaker)?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// How many current statements a speaker voices; none where that is to be counted, because something changed.
pub(super) fn statements_of(db: &Connection, speaker: i64) -> Result<Option<u64>> {
    let mut query = db.prepare_cached(
        "SELECT coalesce((SELECT statements FROM speaker_totals WHERE speaker_id = ?1), 0)
         WHERE NOT EXISTS (SELECT 1 FROM speakers_uncounted WHERE speaker_id = ?1)",
    )?;
    Ok(query.query_map([speaker], |r| r.get(0))?.next().transpose()?)
}

/// The rows of speakers that have a current statement.
pub(super) fn rows_of(db: &Connection, speakers: &[i64]) -> Result<Vec<SpeakerRow>> {
    if speakers.is_empty() {
        return Ok(Vec::new());
    }
    let changed: BTreeSet<i64> = changed(db)?.into_iter().collect();
    let (anew, known): (Vec<i64>, Vec<i64>) = speakers.iter().partition(|speaker| changed.contains(speaker));
    let mut query =
        db.prepare_cached(&format!("SELECT {SPEAKER}, {KEPT} AND k.speaker_id IN (SELECT value FROM json_each(?1))"))?;
    let rows = query.query_map([json(&known)], read_speaker)?;
    let mut rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
    if !anew.is_empty() {
        rows.extend(count(db, &Filter { speakers: anew, ..Filter::default() }, false)?);
    }
    rows.sort_by(|a, b| b.statements.cmp(&a.statements).then_with(|| (&a.name, &a.id).cmp(&(&b.name, &b.id))));
    Ok(rows)
}

/// Names of one speaker, from where they come from.
const NAMES_OF: &str = "SELECT DISTINCT key FROM voices WHERE speaker_id = ?1
     UNION SELECT key FROM aliases WHERE speaker_id = ?1
     UNION SELECT folded(name) FROM speakers WHERE id = ?1";

fn gather_names(db: &Connection, speaker: i64) -> Result<()> {
    // words of names that no one bears any more stay: they find nothing
    db.prepare_cached("DELETE FROM speaker_names WHERE speaker_id = ?1")?.execute([speaker])?;
    let mut query = db.prepare_cached(NAMES_OF)?;
    let keys = query.query_map([speaker], |r| r.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    for key in keys {
        db.prepare_cached("INSERT OR IGNORE INTO speaker_names (key, speaker_id) VALUES (?1, ?2)")?
            .execute(params![key, speaker])?;
        for word in key.split(' ') {
            db.prepare_cached("INSERT OR IGNORE INTO name_words (word, key) VALUES (?1, ?2)")?
                .execute(params![word, key])?;
        }
    }
    Ok(())
}

/// Counts what one speaker said; who said nothing that is current has no row. Somebody is quoted in a large part of the archive, so
/// that each statement is looked at once, and a role that was printed before is not folded again.
fn gather_totals(db: &Connection, speaker: i64) -> Result<()> {
    let mut query = db.prepare_cached(&format!(
        "SELECT q.statement_id, t.article_row, v.published, coalesce(r.role, v.role) {SAID} v.speaker_id = ?1"
    ))?;
    let (mut statements, mut articles) = (FxHashSet::<i64>::default(), FxHashSet::<i64>::default());
    let (mut first, mut last): (Option<String>, Option<String>) = (None, None);
    let mut roles: FxHashSet<String> = FxHashSet::default();
    let mut rows = query.query([speaker])?;
    while let Some(row) = rows.next()? {
        statements.insert(row.get(0)?);
        articles.insert(row.get(1)?);
        let day: Option<String> = row.get(2)?;
        if first.is_none() || day.is_some() && day < first {
            first.clone_from(&day);
        }
        last = last.max(day);
        roles.extend(row.get::<_, Option<String>>(3)?);
    }
    if !statements.is_empty() {
        let roles: FxHashSet<String> = roles.iter().map(|role| names::fold(role)).collect();
        db.prepare_cached(
            "INSERT INTO speaker_totals (speaker_id, statements, articles, roles, first, last)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![speaker, statements.len(), articles.len(), roles.len(), first, last])?;
    }
    Ok(())
}

/// Every name that holds all of these folded words; with none given, every name. Names of speakers left out are not
/// given. In order.
pub(super) fn names_with(db: &Connection, words: &[&str]) -> Result<Vec<Borne>> {
    let read = |r: &rusqlite::Row| Ok(Borne { key: r.get(0)?, speaker: r.get(1)?, speaker_type: r.get(2)? });
    let shown = "JOIN speakers AS sp ON sp.id = n.speaker_id
         WHERE sp.hidden = 0 AND n.speaker_id NOT IN (SELECT speaker_id FROM speakers_uncounted)";
    let mut found = match words.first() {
        None => {
            let mut query =
                db.prepare_cached(&format!("SELECT n.key, n.speaker_id, sp.type FROM speaker_names AS n {shown}"))?;
            query.query_map([], read)?.collect::<rusqlite::Result<Vec<_>>>()?
        }
        // the longest word is mostly the rarest
        Some(_) => {
            let longest = words.iter().max_by_key(|w| w.len()).copied().unwrap_or_default();
            let mut query = db.prepare_cached(&format!(
                "SELECT n.key, n.speaker_id, sp.type
                 FROM name_words AS w JOIN speaker_names AS n ON n.key = w.key {shown} AND w.word = ?1"
            ))?;
            query.query_map([longest], read)?.collect::<rusqlite::Result<Vec<_>>>()?
        }
    };
    let mut query = db.prepare_cached("SELECT type FROM speakers WHERE id = ?1 AND hidden = 0")?;
    let mut names = db.prepare_cached(NAMES_OF)?;
    for speaker in changed(db)? {
        let Some(speaker_type) = query.query_map([speaker], |r| r.get::<_, String>(0))?.next().transpose()? else {
            continue;
        };
        for key in names.query_map([speaker], |r| r.get::<_, String>(0))? {
            found.push(Borne { key: key?, speaker, speaker_type: speaker_type.clone() });
        }
    }
    found.retain(|name| {
        let own: BTreeSet<&str> = name.key.split(' ').collect();
        words.iter().all(|word| own.contains(word))
    });
    found.sort_by(|a, b| (&a.key, a.speaker).cmp(&(&b.key, b.speaker)));
    found.dedup_by(|a, b| a.key == b.key && a.speaker == b.speaker);
    Ok(found)
}

/// Speakers of whom something else is kept than counting and looking finds: their ids and what is wrong.
pub(super) fn untrue(db: &Connection) -> Result<Vec<(String, String)>> {
    let changed: BTreeSet<i64> = changed(db)?.into_iter().collect();
    let mut counted = count(db, &Filter::default(), true)?;
    counted.retain(|row| !changed.contains(&row.key));
    counted.sort_by_key(|row| row.key);
    let mut kept = all_kept(db)?;
    kept.sort_by_key(|row| row.key);
    let wrong = counted.iter().filter(|row| kept.binary_search_by_key(&row.key, |k| k.key).is_err());
    let wrong = wrong.chain(
        kept.iter().filter(|row| counted.binary_search_by_key(&row.key, |c| c.key).map(|at| &counted[at]) != Ok(row)),
    );
    let told = |row: &SpeakerRow| (row.id.clone(), "how often it is quoted is kept wrongly".to_owned());
    let mut out: Vec<(String, String)> = wrong.map(told).collect();
    let mut query = db.prepare(
        "SELECT w.uid FROM speakers AS w WHERE w.id NOT IN (SELECT speaker_id FROM speakers_uncounted) AND (
             EXISTS (SELECT key FROM voices WHERE speaker_id = w.id UNION SELECT key FROM aliases WHERE speaker_id = w.id
                 UNION SELECT folded(w.name) EXCEPT SELECT key FROM speaker_names WHERE speaker_id = w.id)
             OR EXISTS (SELECT key FROM speaker_names WHERE speaker_id = w.id
                 EXCEPT SELECT key FROM voices WHERE speaker_id = w.id EXCEPT SELECT key FROM aliases WHERE speaker_id = w.id
                 EXCEPT SELECT folded(w.name)))",
    )?;
    for id in query.query_map([], |r| r.get(0))? {
        out.push((id?, "its names are kept wrongly".to_owned()));
    }
    let mut query = db.prepare("SELECT 1 FROM name_words WHERE word = ?1 AND key = ?2")?;
    let mut names = db.prepare(
        "SELECT n.key, w.uid FROM speaker_names AS n JOIN speakers AS w ON w.id = n.speaker_id
         WHERE w.id NOT IN (SELECT speaker_id FROM speakers_uncounted)",
    )?;
    for name in names.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))? {
        let (key, id) = name?;
        for word in key.split(' ') {
            if !query.exists(params![word, key])? {
                out.push((id.clone(), format!("{word:?} does not lead to its name {key:?}")));
            }
        }
    }
    Ok(out)
}

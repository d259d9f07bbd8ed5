//! Files of questions kept inside the database, so that they travel with it. Of what stands in them it knows the ids of
//! the questions alone.

use rusqlite::{Connection, params};
use serde::Serialize;

use super::{Result, Store, forms::now};

/// A file of questions, as a person put it into the database.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct QuestionFile {
    /// the file's name, without its folder
    pub name: String,
    /// what stands in it
    pub toml: String,
    /// when it was put in, UTC
    pub added: String,
}

impl Store {
    /// All files of questions, in the order of their names.
    pub fn question_files(&self) -> Result<Vec<QuestionFile>> {
        self.read(all)
    }

    /// Keeps files of questions (name and text), all or none; one of a name that is there is replaced.
    pub fn keep_question_files(&mut self, files: &[(String, String)]) -> Result<()> {
        self.write(|db, _| {
            let mut keep = db.prepare(
                "INSERT INTO question_files (name, toml, added_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (name) DO UPDATE SET toml = excluded.toml, added_at = excluded.added_at",
            )?;
            for (name, toml) in files {
                keep.execute(params![name, toml, now()])?;
            }
            Ok(())
        })
    }

    /// Takes a file of questions out; false where there is none of that name.
    pub fn remove_question_file(&mut self, name: &str) -> Result<bool> {
        self.write(|db, _| Ok(db.execute("DELETE FROM question_files WHERE name = ?1", [name])? > 0))
    }
}

fn all(db: &Connection) -> Result<Vec<QuestionFile>> {
    let mut query = db.prepare_cached("SELECT name, toml, added_at FROM question_files ORDER BY name")?;
    let rows = query.query_map([], |r| Ok(QuestionFile { name: r.get(0)?, toml: r.get(1)?, added: r.get(2)? }))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// What became of another database's files of questions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct MergedQuestions {
    /// names of files that were not here
    pub new: Vec<String>,
    /// names of files that are worded otherwise here, or hold a question that another file has here: ours stay
    pub differing: Vec<String>,
}

/// Takes over another database's files of questions; nothing here is overwritten, and no question declared twice.
pub(super) fn take_over(from: &Connection, to: &Connection) -> Result<MergedQuestions> {
    let ours = all(to)?;
    let mut known: Vec<String> = ours.iter().flat_map(|own| ids(&own.toml)).collect();
    let mut done = MergedQuestions::default();
    for file in all(from)? {
        if ours.iter().any(|own| own.toml == file.toml) {
            continue;
        }
        let theirs = ids(&file.toml);
        if ours.iter().any(|own| own.name == file.name) || theirs.iter().any(|id| known.contains(id)) {
            done.differing.push(file.name);
            continue;
        }
        to.execute(
            "INSERT INTO question_files (name, toml, added_at) VALUES (?1, ?2, ?3)",
            params![file.name, file.toml, file.added],
        )?;
        known.extend(theirs);
        done.new.push(file.name);
    }
    Ok(done)
}

/// The ids of the questions that a file declares; none of one that is no TOML.
fn ids(file: &str) -> Vec<String> {
    let table: toml::Table = file.parse().unwrap_or_default();
    let questions = table.get("question").and_then(|list| list.as_array()).map(Vec::as_slice).unwrap_or_default();
    questions.iter().filter_map(|question| Some(question.get("id")?.as_str()?.to_owned())).collect()
}

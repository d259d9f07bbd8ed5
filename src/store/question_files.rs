//! Files of questions kept inside the database, so that they travel with it. Knows nothing of what stands in them.

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

    /// Keeps a file of questions; one of the same name is replaced.
    pub fn keep_question_file(&mut self, name: &str, toml: &str) -> Result<()> {
        self.write(|db, _| {
            db.execute(
                "INSERT INTO question_files (name, toml, added_at) VALUES (?1, ?2, ?3)
                     ON CONFLICT (name) DO UPDATE SET toml = excluded.toml, added_at = excluded.added_at",
                params![name, toml, now()],
            )?;
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
    /// names of files that are worded otherwise here: ours stay
    pub differing: Vec<String>,
}

/// Takes over another database's files of questions; nothing here is overwritten.
pub(super) fn take_over(from: &Connection, to: &Connection) -> Result<MergedQuestions> {
    let ours = all(to)?;
    let mut done = MergedQuestions::default();
    for file in all(from)? {
        match ours.iter().find(|own| own.name == file.name) {
            Some(own) if own.toml == file.toml => {}
            Some(_) => done.differing.push(file.name),
            None => {
                to.execute(
                    "INSERT INTO question_files (name, toml, added_at) VALUES (?1, ?2, ?3)",
                    params![file.name, file.toml, file.added],
                )?;
                done.new.push(file.name);
            }
        }
    }
    Ok(done)
}

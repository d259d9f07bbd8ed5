//! The questions in force: those that come with the program, and a person's own.

use std::path::{Path, PathBuf};

use crate::compare::{Question, shipped};

/// A file or folder of questions that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct QuestionFileError {
    /// the file or folder
    pub path: PathBuf,
    /// what is wrong with it
    pub reason: String,
}

/// The questions that come with the program and those of the person's folder, which win over shipped ones of the same id.
pub fn in_force(folder: Option<&Path>) -> Result<Vec<Question>, QuestionFileError> {
    let own = folder.map(own).transpose()?.unwrap_or_default();
    let mut all = shipped();
    all.retain(|question| own.iter().all(|mine| mine.id != question.id));
    all.extend(own);
    Ok(all)
}

/// The questions of all TOML files of a folder, in the order of their names.
fn own(folder: &Path) -> Result<Vec<Question>, QuestionFileError> {
    let told = |path: &Path, reason: String| QuestionFileError { path: path.to_owned(), reason };
    let listed = std::fs::read_dir(folder).and_then(|entries| entries.collect::<std::io::Result<Vec<_>>>());
    let mut files: Vec<PathBuf> =
        listed.map_err(|e| told(folder, e.to_string()))?.into_iter().map(|entry| entry.path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml"));
    files.sort();
    let mut all: Vec<Question> = Vec::new();
    for path in files {
        let text = std::fs::read_to_string(&path).map_err(|e| told(&path, e.to_string()))?;
        for question in Question::parse(&text).map_err(|e| told(&path, e.to_string()))? {
            if all.iter().any(|known| known.id == question.id) {
                return Err(told(&path, format!("a second question is called {:?}", question.id)));
            }
            all.push(question);
        }
    }
    Ok(all)
}

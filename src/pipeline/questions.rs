//! The questions in force: those that come with the program, those kept in the database, and those of a person's folder.

use std::path::{Path, PathBuf};

use crate::compare::{Question, shipped};
use crate::store::QuestionFile;

/// A file or folder of questions that cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{}: {reason}", path.display())]
pub struct QuestionFileError {
    /// the file or folder
    pub path: PathBuf,
    /// what is wrong with it
    pub reason: String,
}

/// A question, and where it comes from.
#[derive(Clone, Debug)]
pub struct Sourced {
    /// the question
    pub question: Question,
    /// "program", "database", or the folder
    pub from: String,
}

/// The questions that come with the program, those kept in the database, and those of the person's folder; of two with one id,
/// the later in this order wins.
pub fn in_force(stored: &[QuestionFile], folder: Option<&Path>) -> Result<Vec<Sourced>, QuestionFileError> {
    let sourced = |from: &str, questions: Vec<Question>| {
        let from = from.to_owned();
        questions.into_iter().map(move |question| Sourced { question, from: from.clone() })
    };
    let mut kept: Vec<Question> = Vec::new();
    for file in stored {
        let path = Path::new("database").join(&file.name);
        let told = |reason: String| QuestionFileError { path: path.clone(), reason };
        take(&mut kept, Question::parse(&file.toml).map_err(|e| told(e.to_string()))?).map_err(told)?;
    }
    let own = folder.map(own).transpose()?.unwrap_or_default();
    let mut all: Vec<Sourced> = sourced("program", shipped()).collect();
    let named = folder.map(|folder| folder.display().to_string()).unwrap_or_default();
    for (from, questions) in [("database", kept), (&named, own)] {
        all.retain(|known| questions.iter().all(|question| question.id != known.question.id));
        all.extend(sourced(from, questions));
    }
    Ok(all)
}

/// Adds questions to those known; two of one id are told.
fn take(known: &mut Vec<Question>, more: Vec<Question>) -> Result<(), String> {
    for question in more {
        if known.iter().any(|other| other.id == question.id) {
            return Err(format!("a second question is called {:?}", question.id));
        }
        known.push(question);
    }
    Ok(())
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
        let questions = Question::parse(&text).map_err(|e| told(&path, e.to_string()))?;
        take(&mut all, questions).map_err(|reason| told(&path, reason))?;
    }
    Ok(all)
}

//! The questions in force: those that come with the program, those kept in the database, and those of a person's folder.

use std::path::{Path, PathBuf};

use crate::compare::{Question, shipped};
use crate::store::QuestionFile;

/// A folder of questions, or a file in it, that cannot be used.
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

/// A file of questions kept in the database that cannot be used: it is left out, and the others hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("questions {name} of the database: {reason}")]
pub struct UnusableFile {
    /// the file's name
    pub name: String,
    /// what is wrong with it
    pub reason: String,
}

/// What is asked of all statements.
#[derive(Clone, Debug)]
pub struct InForce {
    /// the questions
    pub questions: Vec<Sourced>,
    /// files of the database that are left out
    pub unusable: Vec<UnusableFile>,
}

/// The questions that come with the program, those kept in the database, and those of the person's folder; of two with one id,
/// the later in this order wins.
pub fn in_force(stored: &[QuestionFile], folder: Option<&Path>) -> Result<InForce, QuestionFileError> {
    let sourced = |from: &str, questions: Vec<Question>| {
        let from = from.to_owned();
        questions.into_iter().map(move |question| Sourced { question, from: from.clone() })
    };
    let (kept, unusable) = usable(stored);
    let own = folder.map(own).transpose()?.unwrap_or_default();
    let mut all: Vec<Sourced> = sourced("program", shipped()).collect();
    let named = folder.map(|folder| folder.display().to_string()).unwrap_or_default();
    for (from, questions) in [("database", kept), (&named, own)] {
        all.retain(|known| questions.iter().all(|question| question.id != known.question.id));
        all.extend(sourced(from, questions));
    }
    Ok(InForce { questions: all, unusable })
}

/// Whether files (name and text) can be kept beside those stored, one of the same name replaced: an error names the first file that
/// could not be used then.
pub fn can_be_kept(stored: &[QuestionFile], more: &[(String, String)]) -> Result<(), UnusableFile> {
    let file =
        |(name, toml): &(String, String)| QuestionFile { name: name.clone(), toml: toml.clone(), added: String::new() };
    let is_new = |name: &str| more.iter().any(|(new, _)| new == name);
    let mut future: Vec<QuestionFile> = stored.iter().filter(|file| !is_new(&file.name)).cloned().collect();
    future.extend(more.iter().map(file));
    future.sort_by(|a, b| a.name.cmp(&b.name));
    let twice = future.windows(2).find(|two| two[0].name == two[1].name);
    if let Some([file, _]) = twice {
        let reason = "two files have this name, and only one can be kept under it".to_owned();
        return Err(UnusableFile { name: file.name.clone(), reason });
    }
    let (_, before) = usable(stored);
    let (_, after) = usable(&future);
    // what could not be used before is no fault of the new ones
    let fault = after.into_iter().find(|file| is_new(&file.name) || before.iter().all(|old| old.name != file.name));
    fault.map_or(Ok(()), Err)
}

/// The questions of the files that can be used, and the files that cannot: of two that declare one question, the later one.
fn usable(files: &[QuestionFile]) -> (Vec<Question>, Vec<UnusableFile>) {
    let (mut known, mut unusable) = (Vec::new(), Vec::new());
    for file in files {
        let read = Question::parse(&file.toml).map_err(|e| e.to_string());
        if let Err(reason) = read.and_then(|questions| take(&mut known, questions)) {
            unusable.push(UnusableFile { name: file.name.clone(), reason });
        }
    }
    (known, unusable)
}

/// Adds questions to those known, all or none; two of one id are told.
fn take(known: &mut Vec<Question>, more: Vec<Question>) -> Result<(), String> {
    for (n, question) in more.iter().enumerate() {
        if known.iter().chain(&more[..n]).any(|other| other.id == question.id) {
            return Err(format!("a second question is called {:?}", question.id));
        }
    }
    known.extend(more);
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

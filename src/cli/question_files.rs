//! `questions add` and `remove`: files of questions kept inside the database.

use std::path::{Path, PathBuf};

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use crate::compare::Question;
use crate::pipeline::{self, counted};
use crate::store::Store;

/// A file of questions, as written and as read.
pub fn read(path: &Path) -> Result<(String, Vec<Question>), Failure> {
    let told = |reason: String| Failure::new(Exit::SomeInputsFailed, format_args!("{}: {reason}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|e| told(e.to_string()))?;
    let questions = Question::parse(&text).map_err(|e| told(e.to_string()))?;
    Ok((text, questions))
}

/// Tells every example that does not come to what it must; how many they are.
pub fn tell_misses(questions: &[Question], global: &Global) -> usize {
    let misses: Vec<_> = questions.iter().flat_map(Question::test).collect();
    for miss in &misses {
        let found: Vec<String> =
            miss.found.iter().map(|s| format!("{} ({})", if s.affirms { "yes" } else { "no" }, s.about)).collect();
        let found = if found.is_empty() { "no position".to_owned() } else { found.join(", ") };
        let expected = format!("{:?}", miss.expected).to_lowercase();
        global.complain(format_args!("{}: {:?} must be {expected}, is {found}", miss.question, miss.example));
    }
    misses.len()
}

/// Keeps files, all or none.
pub fn add(files: &[PathBuf], global: &Global) -> Outcome {
    let refused = |told: &dyn std::fmt::Display| Failure::new(Exit::SomeInputsFailed, told).hint("nothing was added");
    let (mut new, mut counts) = (Vec::new(), Vec::new());
    for path in files {
        let (text, questions) = read(path)?;
        if tell_misses(&questions, global) > 0 {
            return Err(refused(&format_args!("{}: its examples do not come to what they must", path.display())));
        }
        new.push((path.file_name().unwrap_or_default().to_string_lossy().into_owned(), text));
        counts.push(questions.len() as u64);
    }
    pipeline::can_be_kept(&global.stored_questions()?, &new).map_err(|fault| refused(&fault))?;
    // a folder that cannot be used is told before anything is kept
    global.questions()?;
    let mut store = global.open()?;
    store.keep_question_files(&new)?;
    for ((name, _), count) in new.iter().zip(counts) {
        global.tell(format_args!("{name}: {} kept in {}", counted(count, "question"), store.path().display()));
    }
    compare(&mut store, global)
}

/// Takes a file out.
pub fn remove(name: &str, global: &Global) -> Outcome {
    // a database that is missing is told, not made
    global.open_to_read()?;
    // a folder that cannot be used is told before anything is taken out
    global.questions_in_force()?;
    let mut store = global.open()?;
    if !store.remove_question_file(name)? {
        let names: Vec<String> = store.question_files()?.into_iter().map(|file| file.name).collect();
        let failure = Failure::new(Exit::NothingFound, format_args!("no file of questions is called {name:?}"));
        return Err(match names.as_slice() {
            [] => failure.hint("none is kept in this database; `onrecord questions add FILE` keeps one"),
            names => failure.hint(format_args!("kept are {}", names.join(", "))),
        });
    }
    global.tell(format_args!("{name}: taken out"));
    compare(&mut store, global)
}

/// Compares what is stored with the questions now in force, where they changed.
fn compare(store: &mut Store, global: &Global) -> Outcome {
    let found = pipeline::compare_new(store, global.questions()?, &mut |event| global.hear(event))?;
    global.tell_new_conflicts(found.firm);
    Ok(Exit::Ok)
}

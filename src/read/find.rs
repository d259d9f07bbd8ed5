//! Which files a person means: folders with all that they hold, patterns, single files.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Format, Input, Place, Problem, ProblemKind, Source};

/// The files that `inputs` name, in their order, folders by file name. Nothing is opened yet.
pub fn sources(inputs: &[Input]) -> Vec<Result<Source, Problem>> {
    let mut out = Vec::new();
    for input in inputs {
        match input {
            Input::Stdin => out.push(Ok(Source::stdin())),
            Input::Url(url) => out.push(Ok(Source::url(url))),
            Input::Path(path) => named(path, &mut out),
        }
    }
    out
}

type Found = Vec<Result<Source, Problem>>;

/// A file or folder of this very name comes first; only then is the name a pattern.
fn named(path: &Path, out: &mut Found) {
    match fs::metadata(path) {
        Ok(meta) if meta.is_dir() => folder(path, out),
        Ok(_) => out.push(Ok(Source::file(path.to_owned()))),
        Err(error) => match path.to_str() {
            Some(pattern) if error.kind() == io::ErrorKind::NotFound && pattern.contains(['*', '?', '[']) => {
                matching(pattern, out);
            }
            _ => out.push(Err(io_problem(path, &error))),
        },
    }
}

fn matching(pattern: &str, out: &mut Found) {
    let here = Path::new(pattern);
    let paths = match glob::glob(pattern) {
        Ok(paths) => paths,
        Err(error) => {
            out.push(Err(problem(ProblemKind::Missing, here, &format!("no such file, and no valid pattern: {error}"))));
            return;
        }
    };
    let before = out.len();
    for path in paths {
        match path {
            Ok(path) => named(&path, out),
            Err(error) => out.push(Err(io_problem(error.path(), error.error()))),
        }
    }
    if out.len() == before {
        out.push(Err(problem(ProblemKind::Missing, here, "no file matches this pattern")));
    }
}

/// The files of a folder and of the folders in it whose names say that they hold articles. Hidden ones are passed over,
/// linked folders not followed, others counted.
fn folder(root: &Path, out: &mut Found) {
    let before = out.len();
    let mut left_out: BTreeMap<String, usize> = BTreeMap::new();
    let mut files = 0;
    // the last folder is the next to be read: entries are pushed in reverse order
    let mut open: Vec<PathBuf> = vec![root.to_owned()];
    while let Some(path) = open.pop() {
        let is_root = path == root;
        let kind = if is_root { fs::metadata(&path) } else { fs::symlink_metadata(&path) };
        match kind {
            Err(error) => out.push(Err(io_problem(&path, &error))),
            Ok(meta) if meta.is_dir() => match entries(&path) {
                Ok(inside) => open.extend(inside.into_iter().rev()),
                Err(error) => out.push(Err(io_problem(&path, &error))),
            },
            // a link to a file, or a file; pipes and devices would never end
            Ok(_) => match fs::metadata(&path) {
                Ok(meta) if meta.is_file() && Format::of_name(&path).is_some() => {
                    files += 1;
                    out.push(Ok(Source::file(path)));
                }
                Ok(meta) if meta.is_dir() => *left_out.entry("links to folders".into()).or_default() += 1,
                Ok(_) => *left_out.entry(ending(&path)).or_default() += 1,
                Err(error) => out.push(Err(io_problem(&path, &error))),
            },
        }
    }
    let left: Vec<String> = left_out.iter().map(|(ending, n)| format!("{n} {ending}")).collect();
    if files == 0 && out.len() == before {
        let found = if left.is_empty() { String::new() } else { format!("; found {}", left.join(", ")) };
        let reason = format!("no articles here (text, pages, JSON, feeds, mails, documents, archives){found}");
        out.push(Err(problem(ProblemKind::NoArticles, root, &reason)));
    } else if !left.is_empty() {
        let reason = format!("left out, by their names no articles: {}", left.join(", "));
        out.push(Err(problem(ProblemKind::LeftOut, root, &reason)));
    }
}

/// What a folder holds, by name, without hidden files.
fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            paths.push(entry.path());
        }
    }
    paths.sort();
    Ok(paths)
}

pub(super) fn ending(path: &Path) -> String {
    path.extension().map_or("without ending".into(), |e| format!(".{}", e.to_string_lossy().to_lowercase()))
}

/// A problem with a file as a whole.
pub(super) fn problem(kind: ProblemKind, path: &Path, reason: &str) -> Problem {
    let place = Place { input: path.to_string_lossy().into_owned(), line: None };
    Problem { kind, place, reason: reason.to_owned(), id: None }
}

/// What the system says, in plain words.
pub(super) fn io_problem(path: &Path, error: &io::Error) -> Problem {
    match error.kind() {
        io::ErrorKind::NotFound => problem(ProblemKind::Missing, path, "no such file or folder"),
        io::ErrorKind::PermissionDenied => problem(ProblemKind::Unreadable, path, "no permission to read it"),
        _ => problem(ProblemKind::Unreadable, path, &format!("cannot be read: {error}")),
    }
}

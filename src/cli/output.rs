//! A file that a command writes: complete or not at all, and never in place of a database.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write, stdout};
use std::path::{Path, PathBuf};

use super::exit::{Exit, Failure};
use super::screen;

/// Writes to the file, or to standard output where it is `-`.
pub fn to<T>(
    path: &Path,
    database: &Path,
    content: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<T, Failure> {
    match path == Path::new("-") {
        true => filled(screen::seen(stdout().lock()), "standard output", content),
        false => to_file(path, database, content),
    }
}

/// The path of a file in a folder, which is made where there is none.
pub fn in_folder(folder: &Path, name: &str) -> Result<PathBuf, Failure> {
    fs::create_dir_all(folder).map_err(|error| Failure::writing(folder.display(), error))?;
    Ok(folder.join(name))
}

/// Writes beside the file and moves it into place when complete: a failure never leaves half a table, nor harms an
/// earlier one. Pipes and devices are written to directly.
/// `database` is the one that the content is made of.
pub fn to_file<T>(
    path: &Path,
    database: &Path,
    content: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let name = path.display().to_string();
    let writing = |error: io::Error| Failure::writing(&name, error);
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        let file = File::options().write(true).open(path).map_err(writing)?;
        return filled(file, &name, content);
    }
    // a link stays one: what it leads to is written
    let target = if there.is_some() { fs::canonicalize(path).map_err(writing)? } else { path.to_path_buf() };
    refuse_databases(&target, database, &name)?;
    let (partial, file) = partial(&target, there.is_some()).map_err(writing)?;
    let written = filled(&file, &name, content).and_then(|rows| {
        if let Some(there) = &there {
            file.set_permissions(there.permissions()).map_err(writing)?;
        }
        fs::rename(&partial, &target).map(|()| rows).map_err(writing)
    });
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

fn filled<T>(
    file: impl Write,
    name: &str,
    content: impl FnOnce(&mut dyn Write) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let mut out = BufWriter::new(file);
    let done = content(&mut out)?;
    out.flush().map_err(|error| Failure::writing(name, error))?;
    Ok(done)
}

/// No table takes the place of a database: neither of the one that it is made of, with the files that SQLite keeps beside
/// it, nor of any other.
fn refuse_databases(target: &Path, database: &Path, name: &str) -> Result<(), Failure> {
    let refused = |what: &str| {
        Err(Failure::new(Exit::Output, format_args!("{name} is {what}, left untouched"))
            .hint("choose another name for the table"))
    };
    // a file that is not there yet: its folder under the name by which the system knows it
    let full = |path: &Path| {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let folder = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
        fs::canonicalize(path).unwrap_or_else(|_| folder.join(path.file_name().unwrap_or_default()))
    };
    let (target, database) = (full(target), full(database));
    for beside in ["", "-wal", "-shm", "-journal"] {
        let mut own = database.clone().into_os_string();
        own.push(beside);
        if target == Path::new(&own) {
            return refused("the database itself, or a part of it");
        }
    }
    let mut head = Vec::new();
    if let Ok(file) = File::open(&target) {
        // what cannot be read is no database of ours to lose, and writing it will tell
        let _ = file.take(16).read_to_end(&mut head);
    }
    if head == b"SQLite format 3\0" || head.starts_with(b"\x37\x7f\x06\x82") || head.starts_with(b"\x37\x7f\x06\x83") {
        return refused("an SQLite database");
    }
    Ok(())
}

/// A new file beside the one to be written. It is made, never opened: whoever has put a link or a file there before gets
/// nothing. Until it takes the place of a file, only its maker may read it.
fn partial(target: &Path, replaces: bool) -> io::Result<(PathBuf, File)> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if replaces {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let mut tries = 0;
    loop {
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(format!(".{}.{tries}.partial", std::process::id()));
        let path = target.with_file_name(name);
        match options.open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && tries < MOST_TRIES => tries += 1,
            opened => return opened.map(|file| (path, file)),
        }
    }
}

/// Names tried for a partial file: those of earlier runs may lie about.
const MOST_TRIES: u32 = 100;

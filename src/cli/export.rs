//! `export`: the attribution table as a file.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write, stdout};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::selection::Selection;
use super::words;
use crate::export::{Format, exporter};
use crate::pipeline::counted;
use crate::store::{Filter, Order, Store};

/// Write the attribution table, one row a statement
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord export --format csv -o table.csv
  onrecord export -o dragulic.md --speaker Dragulić
  onrecord export --format jsonl --from 2024-06 | jq .text

Offsets in the rows count Unicode code points of the article's text.")]
pub struct ExportArgs {
    /// File format [default: what the name of the file says, else csv]
    #[arg(long, value_parser = words::file_format())]
    format: Option<Format>,
    /// File to write; - is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    #[command(flatten)]
    selection: Selection,
}

/// Runs `export`.
pub fn run(args: &ExportArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let mut filter = args.selection.filter(&store, None)?;
    filter.order = Order::Oldest;
    let rows = if args.output == Path::new("-") {
        write(&store, &filter, args.format.unwrap_or(Format::Csv), BufWriter::new(stdout().lock()), "standard output")?
    } else {
        let format = match args.format {
            Some(format) => format,
            None => format_of(&args.output)?,
        };
        let rows = to_file(&store, &filter, format, &args.output)?;
        global.tell(format_args!("{} in {}", counted(rows, "statement"), args.output.display()));
        rows
    };
    if rows == 0 {
        global.tell("no statement fits");
        return Ok(Exit::NothingFound);
    }
    Ok(Exit::Ok)
}

fn format_of(path: &Path) -> Result<Format, Failure> {
    let known = || Format::ALL.iter().map(|format| format.as_str()).collect::<Vec<_>>().join(", ");
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default().to_lowercase();
    Format::from_word(&extension).ok_or_else(|| {
        Failure::new(Exit::Usage, format_args!("the name {} does not say which format to write", path.display()))
            .hint(format_args!("give --format, one of {}", known()))
    })
}

/// Writes beside the file and moves it into place when complete: a failure never leaves half a table, nor harms an
/// earlier one. Pipes and devices are written to directly.
fn to_file(store: &Store, filter: &Filter, format: Format, path: &Path) -> Result<u64, Failure> {
    let name = path.display().to_string();
    let writing = |error: io::Error| Failure::writing(&name, error);
    let there = fs::metadata(path).ok();
    if there.as_ref().is_some_and(|there| !there.is_file()) {
        let file = File::options().write(true).open(path).map_err(writing)?;
        return write(store, filter, format, BufWriter::new(file), &name);
    }
    // a link stays one: what it leads to is written
    let target = if there.is_some() { fs::canonicalize(path).map_err(writing)? } else { path.to_path_buf() };
    refuse_databases(&target, store.path(), &name)?;
    let (partial, file) = partial(&target, there.is_some()).map_err(writing)?;
    let written = write(store, filter, format, BufWriter::new(&file), &name).and_then(|rows| {
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

fn write(store: &Store, filter: &Filter, format: Format, mut out: impl Write, name: &str) -> Result<u64, Failure> {
    let fail = |error: io::Error| Failure::writing(name, error);
    let mut writer = exporter(format, &mut out).map_err(fail)?;
    let mut rows = 0;
    store.each_statement(filter, |row| {
        rows += 1;
        writer.row(&row).map_err(fail)
    })?;
    writer.finish().map_err(fail)?;
    out.flush().map_err(fail)?;
    Ok(rows)
}

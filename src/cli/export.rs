//! `export`: the attribution table as a file.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write, stdout};
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
    if fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        let file = File::options().write(true).open(path).map_err(|error| Failure::writing(&name, error))?;
        return write(store, filter, format, BufWriter::new(file), &name);
    }
    let partial = partial(path);
    let written = File::create(&partial)
        .map_err(|error| Failure::writing(&name, error))
        .and_then(|file| write(store, filter, format, BufWriter::new(file), &name))
        .and_then(|rows| fs::rename(&partial, path).map(|()| rows).map_err(|error| Failure::writing(&name, error)));
    if written.is_err() {
        let _ = fs::remove_file(&partial);
    }
    written
}

fn partial(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.partial", std::process::id()));
    path.with_file_name(name)
}

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

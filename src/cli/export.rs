//! `export`: the attribution table as a file.

use std::io::{self, BufWriter, Write, stdout};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::output;
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
        let name = args.output.display().to_string();
        let rows = output::to_file(&args.output, store.path(), |out| write(&store, &filter, format, out, &name))?;
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

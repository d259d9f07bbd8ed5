//! `export`: statements as a file, or as a folder of files.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::Args;

use super::exit::{Exit, Failure, Outcome};
use super::global::Global;
use super::output;
use super::selection::{Selection, why_nothing};
use super::words;
use crate::export::{Format, datapackage, datasette, exporter};
use crate::pipeline::counted;
use crate::store::{AttributionRow, ConflictFilter, ConflictRow, Filter, Order, Store};

/// Write statements to a file: table, workbook, page, linked data, annotations
#[derive(Args, Debug)]
#[command(after_help = "\
Examples:
  onrecord export --format csv --bom -o table.csv
  onrecord export -o dossier.xlsx --speaker Dragulić
  onrecord export --format jsonl --from 2024-06 | jq .text
  onrecord export --format brat -o brat/
  onrecord export --format datasette -o metadata.json

xlsx has sheets for speakers, conflicts and decisions too. brat and datapackage write a folder; one for brat is not written
over what people changed in it, a data package takes the place of the one before, and not that of another program. Offsets in the rows count
Unicode code points of the article's text.")]
pub struct ExportArgs {
    /// File format [default: what the name of the file says, else csv]
    #[arg(long, value_parser = words::file_format())]
    format: Option<Format>,
    /// File (for brat and datapackage: folder) to write; - is standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    output: PathBuf,
    /// Begin a CSV with the mark by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
    #[command(flatten)]
    selection: Selection,
}

/// Runs `export`.
pub fn run(args: &ExportArgs, global: &Global) -> Outcome {
    let store = global.open_to_read()?;
    let mut filter = args.selection.filter(&store, None)?;
    filter.order = Order::Oldest;
    let to_stdout = args.output == Path::new("-");
    let format = match args.format {
        Some(format) => format,
        None if to_stdout => Format::Csv,
        None => format_of(&args.output)?,
    };
    if args.bom && !matches!(format, Format::Csv | Format::Tsv) {
        let told = format_args!("--bom goes with csv and tsv, not with {}", format.as_str()).to_string();
        return Err(Failure::new(Exit::Usage, told));
    }
    let name = if to_stdout { "standard output".to_owned() } else { args.output.display().to_string() };
    let rows = match format {
        Format::Brat | Format::Datapackage if to_stdout => {
            let told = format_args!("{} is a folder of files", format.as_str()).to_string();
            return Err(Failure::new(Exit::Usage, told).hint("name the folder with -o DIR"));
        }
        Format::Brat => super::export_brat::to_folder(&store, &filter, &args.output)?,
        Format::Datapackage => to_datapackage(&store, &filter, &args.output)?,
        Format::Datasette => {
            let database = store.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
            output::to(
                &args.output,
                store.path(),
                |out| Ok(out.write_all(datasette::metadata(&database).as_bytes())?),
            )?;
            store.count_statements(&filter)?
        }
        Format::Xlsx => output::to(&args.output, store.path(), |out| to_workbook(&store, &filter, out, &name, global))?,
        _ => output::to(&args.output, store.path(), |mut out| {
            if args.bom {
                out.write_all("\u{feff}".as_bytes()).map_err(|error| Failure::writing(&name, error))?;
            }
            write(&store, &filter, format, &mut out, &name)
        })?,
    };
    if !to_stdout {
        global.tell(format_args!("{} in {name}", counted(rows, "statement")));
    }
    super::quotes::tell_undated(&store, &filter, global)?;
    if rows == 0 {
        global.tell(why_nothing(&store, &filter)?);
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

fn write(store: &Store, filter: &Filter, format: Format, out: impl Write, name: &str) -> Result<u64, Failure> {
    let fail = |error: io::Error| Failure::writing(name, error);
    let mut writer = exporter(format, out).map_err(fail)?;
    let mut rows = 0;
    store.each_statement(filter, |row| {
        rows += 1;
        writer.row(&row).map_err(fail)
    })?;
    writer.finish().map_err(fail)?;
    Ok(rows)
}

#[cfg(feature = "xlsx")]
fn to_workbook(
    store: &Store,
    filter: &Filter,
    out: &mut dyn Write,
    name: &str,
    global: &Global,
) -> Result<u64, Failure> {
    use crate::export::workbook::{MOST_CHARACTERS, workbook};
    use crate::store::SpeakerFilter;
    let rows = store.statements(filter)?;
    let speakers = store.speakers(&SpeakerFilter::default())?;
    let conflicts = conflicts_of(store, filter, &rows)?;
    let cut = workbook(out, &rows, &speakers, &conflicts, &store.decisions()?)
        .map_err(|error| Failure::writing(name, error))?;
    if cut > 0 {
        let cells = counted(cut as u64, "cell");
        global.tell(format_args!(
            "{cells} cut to {MOST_CHARACTERS} characters, the most that a workbook holds; --format csv has all"
        ));
    }
    Ok(rows.len() as u64)
}

#[cfg(not(feature = "xlsx"))]
fn to_workbook(_: &Store, _: &Filter, _: &mut dyn Write, _: &str, _: &Global) -> Result<u64, Failure> {
    Err(Failure::new(Exit::Usage, "this build of onrecord writes no workbooks")
        .hint("--format csv writes the same table"))
}

/// Both tables are made before anything is written, and the descriptor goes first and comes last: a folder with a descriptor never
/// has rows of two exports.
fn to_datapackage(store: &Store, filter: &Filter, folder: &Path) -> Result<u64, Failure> {
    refuse_other_package(folder)?;
    let rows = store.statements(filter)?;
    let (mut attributions, mut conflicts) = (Vec::new(), Vec::new());
    let fail = |error: io::Error| Failure::writing(folder.display(), error);
    datapackage::attributions(&mut attributions, &rows).map_err(fail)?;
    datapackage::conflicts(&mut conflicts, &conflicts_of(store, filter, &rows)?).map_err(fail)?;
    let descriptor = datapackage::descriptor([attributions.len(), conflicts.len()]);
    match fs::remove_file(folder.join(datapackage::DESCRIPTOR)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(fail(error)),
        _ => {}
    }
    let files = [
        ("attributions.csv", attributions.as_slice()),
        ("conflicts.csv", &conflicts),
        (datapackage::DESCRIPTOR, descriptor.as_bytes()),
    ];
    for (name, content) in files {
        let path = output::in_folder(folder, name)?;
        output::to(&path, store.path(), |out| {
            out.write_all(content).map_err(|error| Failure::writing(path.display(), error))
        })?;
    }
    Ok(rows.len() as u64)
}

/// A data package that another program wrote is not written over.
fn refuse_other_package(folder: &Path) -> Result<(), Failure> {
    match fs::read(folder.join(datapackage::DESCRIPTOR)) {
        Ok(there) if !datapackage::is_ours(&there) => {
            let told = format!("{} holds another data package, left untouched", folder.display());
            Err(Failure::new(Exit::Output, told).hint("export to another folder"))
        }
        _ => Ok(()),
    }
}

/// The conflicts of which a statement is among these.
fn conflicts_of(store: &Store, filter: &Filter, rows: &[AttributionRow]) -> Result<Vec<ConflictRow>, Failure> {
    let chosen: BTreeSet<i64> = rows.iter().map(|row| row.key).collect();
    let filter = ConflictFilter { speakers: filter.speakers.clone(), ..ConflictFilter::default() };
    let mut conflicts = store.conflicts(&filter)?;
    conflicts.retain(|conflict| chosen.contains(&conflict.a.key) || chosen.contains(&conflict.b.key));
    Ok(conflicts)
}

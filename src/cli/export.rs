//! `export`: statements as a file, or as a folder of files.

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
use crate::store::{ConflictFilter, Filter, Order, Store};

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
over what people changed in it. Offsets in the rows count
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
    let rows =
        match format {
            Format::Brat | Format::Datapackage if to_stdout => {
                let told = format_args!("{} is a folder of files", format.as_str()).to_string();
                return Err(Failure::new(Exit::Usage, told).hint("name the folder with -o DIR"));
            }
            Format::Brat => super::export_brat::to_folder(&store, &filter, &args.output)?,
            Format::Datapackage => to_datapackage(&store, &filter, &args.output)?,
            Format::Datasette => {
                let database = store.path().file_stem().unwrap_or_default().to_string_lossy().into_owned();
                output::to(&args.output, store.path(), |out| {
                    Ok(out.write_all(datasette::metadata(&database).as_bytes())?)
                })?;
                store.count_statements(&filter)?
            }
            Format::Xlsx => output::to(&args.output, store.path(), |out| to_workbook(&store, &filter, out, &name))?,
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
fn to_workbook(store: &Store, filter: &Filter, out: &mut dyn Write, name: &str) -> Result<u64, Failure> {
    use crate::store::SpeakerFilter;
    let rows = store.statements(filter)?;
    let speakers = store.speakers(&SpeakerFilter::default())?;
    let conflicts =
        store.conflicts(&ConflictFilter { speakers: filter.speakers.clone(), ..ConflictFilter::default() })?;
    crate::export::workbook::workbook(out, &rows, &speakers, &conflicts, &store.decisions()?)
        .map_err(|error| Failure::writing(name, error))?;
    Ok(rows.len() as u64)
}

#[cfg(not(feature = "xlsx"))]
fn to_workbook(_: &Store, _: &Filter, _: &mut dyn Write, _: &str) -> Result<u64, Failure> {
    Err(Failure::new(Exit::Usage, "this build of onrecord writes no workbooks")
        .hint("--format csv writes the same table"))
}

fn to_datapackage(store: &Store, filter: &Filter, folder: &Path) -> Result<u64, Failure> {
    let rows = store.statements(filter)?;
    let conflicts =
        store.conflicts(&ConflictFilter { speakers: filter.speakers.clone(), ..ConflictFilter::default() })?;
    let file = |name: &str, content: &dyn Fn(&mut dyn Write) -> io::Result<()>| {
        let path = output::in_folder(folder, name)?;
        output::to(&path, store.path(), |out| content(out).map_err(|error| Failure::writing(path.display(), error)))
    };
    file("attributions.csv", &|out| datapackage::attributions(out, &rows))?;
    file("conflicts.csv", &|out| datapackage::conflicts(out, &conflicts))?;
    file("datapackage.json", &|out| out.write_all(datapackage::descriptor().as_bytes()))?;
    Ok(rows.len() as u64)
}

//! XLSX, ODS and XLS → articles, one a row of each sheet that has a column with texts.

mod drawings;
mod ods;

use std::io::{Cursor, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Data, DataRef, Reader, Sheets, open_workbook_auto_from_rs};

use super::fields::{Layout, record_problem};
use super::table::{article, layout_of};
use super::{Articles, Place, Problem, ProblemKind, ReadOptions};

pub(super) use drawings::{without_drawings, workbook};
pub(super) use ods::ods_within_bounds;

/// The library keeps a sheet as the rectangle around its cells: a file of three lines can ask for one of all memory.
const MOST_CELLS: u64 = 4_000_000;
/// Bytes of words in all cells; a cell may name words that others name as well.
const MOST_BYTES: u64 = 100_000_000;

/// The rows of a workbook as articles. The library may panic over a damaged one: that is this file's problem alone.
pub(super) fn rows(bytes: Vec<u8>, place: Place, options: &ReadOptions) -> Result<Articles, Problem> {
    let damaged = |_| Err(malformed(&place, "cannot be read as a sheet".into()));
    catch_unwind(AssertUnwindSafe(|| in_book(bytes, &place, options))).unwrap_or_else(damaged)
}

fn malformed(place: &Place, reason: String) -> Problem {
    record_problem(ProblemKind::Malformed, place.clone(), reason, None)
}

fn in_book(bytes: Vec<u8>, place: &Place, options: &ReadOptions) -> Result<Articles, Problem> {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes))
        .map_err(|error| malformed(place, format!("cannot be read as a sheet: {error}")))?;
    let mut sheets = Vec::new();
    let (mut refused, mut left_out) = (Vec::new(), Vec::new());
    let mut extent = Extent::default();
    for name in book.sheet_names() {
        if let Err(reason) = within_bounds(&mut book, &name, &mut extent) {
            let reason = format!("sheet {name}: {reason}");
            refused.push(record_problem(ProblemKind::TooLarge, place.clone(), reason, None));
            continue;
        }
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let Some(first) = range.rows().next() else { continue };
        let names: Vec<String> = first.iter().map(|cell| words(cell).unwrap_or_default()).collect();
        match layout_of(&names, place, options) {
            Ok(layout) => sheets.push(of_sheet(layout, range.rows().skip(1), &name, place, options)),
            Err(problem) => left_out.push((name, problem)),
        }
    }
    if sheets.is_empty() {
        let empty = || record_problem(ProblemKind::Empty, place.clone(), "the sheet is empty".into(), None);
        return Err(left_out.into_iter().map(|(_, problem)| problem).chain(refused).next().unwrap_or_else(empty));
    }
    if !left_out.is_empty() {
        let names: Vec<String> = left_out.into_iter().map(|(name, _)| name).collect();
        let reason = format!("left out, no column with the articles' text: sheet {}", names.join(", "));
        refused.push(record_problem(ProblemKind::LeftOut, place.clone(), reason, None));
    }
    Ok(Box::new(sheets.into_iter().flatten().chain(refused.into_iter().map(Err))))
}

/// The articles of a sheet, a row each; its first row names the columns.
fn of_sheet<'r>(
    layout: Layout,
    rows: impl Iterator<Item = &'r [Data]>,
    name: &str,
    place: &Place,
    options: &ReadOptions,
) -> Articles {
    let options = options.clone();
    let place = Place { input: format!("{}/{name}", place.input), line: None };
    let rows: Vec<Vec<Option<String>>> = rows.map(|row| row.iter().map(words).collect()).collect();
    let filled = rows.into_iter().enumerate().filter(|(_, row)| row.iter().any(Option::is_some));
    Box::new(filled.map(move |(i, mut row)| {
        let place = Place { line: Some(i + 2), ..place.clone() };
        article(&layout, &mut |i| row.get_mut(i).and_then(Option::take), place, &options)
    }))
}

/// Looks at a sheet cell by cell, before the library makes a rectangle of it. `all` is what the sheets before it come to.
fn within_bounds<R: Read + Seek>(book: &mut Sheets<R>, name: &str, all: &mut Extent) -> Result<(), String> {
    let mut extent = Extent { before: all.before, bytes: all.bytes, ..Extent::default() };
    let bytes = |value: &DataRef| match value {
        DataRef::String(words) => words.len(),
        DataRef::SharedString(words) => words.len(),
        _ => 0,
    };
    match book {
        Sheets::Xlsx(book) => {
            let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(()) };
            while let Ok(Some(cell)) = cells.next_cell() {
                extent.add(cell.get_position(), bytes(cell.get_value()))?;
            }
        }
        Sheets::Xlsb(book) => {
            let Ok(mut cells) = book.worksheet_cells_reader(name) else { return Ok(()) };
            while let Ok(Some(cell)) = cells.next_cell() {
                extent.add(cell.get_position(), bytes(cell.get_value()))?;
            }
        }
        // read when the book was opened: see `ods_within_bounds`
        Sheets::Ods(_) | Sheets::Xls(_) => {}
    }
    *all = Extent { before: extent.cells(), bytes: extent.bytes, ..Extent::default() };
    Ok(())
}

/// The rectangle around the cells so far.
#[derive(Default)]
struct Extent {
    /// cells of the sheets before
    before: u64,
    first: Option<(u32, u32)>,
    last: (u32, u32),
    bytes: u64,
}

impl Extent {
    fn add(&mut self, (row, column): (u32, u32), bytes: usize) -> Result<(), String> {
        let first = self.first.unwrap_or((row, column));
        let first = (first.0.min(row), first.1.min(column));
        self.first = Some(first);
        self.last = (self.last.0.max(row), self.last.1.max(column));
        self.bytes += bytes as u64;
        bounded(self.cells(), self.bytes)
    }

    fn cells(&self) -> u64 {
        let side = |last: u32, first: u32| u64::from(last - first) + 1;
        self.before + self.first.map_or(0, |(row, column)| side(self.last.0, row) * side(self.last.1, column))
    }
}

fn bounded(cells: u64, bytes: u64) -> Result<(), String> {
    match () {
        () if cells > MOST_CELLS => Err(format!("it spans {cells} cells, more than {MOST_CELLS}; skipped")),
        () if bytes > MOST_BYTES => Err(format!("its cells hold more than {MOST_BYTES} bytes; skipped")),
        () => Ok(()),
    }
}

fn words(cell: &Data) -> Option<String> {
    match cell {
        Data::Empty | Data::Error(_) => None,
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            Some(format!("{year:04}-{month:02}-{day:02}"))
        }
        other => Some(other.to_string()).filter(|words| !words.trim().is_empty()),
    }
}

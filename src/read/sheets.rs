//! XLSX, ODS and XLS → articles, one a row of the first sheet that has a column with texts.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};

use super::fields::{Field, Layout, record_problem};
use super::table::{article, layout_of};
use super::{Articles, Place, Problem, ProblemKind, ReadOptions};

/// The rows of a workbook as articles.
pub(super) fn rows(bytes: Vec<u8>, place: Place, options: &ReadOptions) -> Result<Articles, Problem> {
    let fail = |reason: String| record_problem(ProblemKind::Malformed, place.clone(), reason, None);
    let opened = std::panic::catch_unwind(|| open_workbook_auto_from_rs(Cursor::new(bytes)));
    let mut book = opened
        .map_err(|_| fail("cannot be read as a sheet".into()))?
        .map_err(|error| fail(format!("cannot be read as a sheet: {error}")))?;
    let mut refused = None;
    for name in book.sheet_names() {
        let Ok(range) = book.worksheet_range(&name) else { continue };
        let Some(first) = range.rows().next() else { continue };
        let names: Vec<String> = first.iter().map(|cell| words(cell).unwrap_or_default()).collect();
        let is_it = Layout::new(&names, &options.map).get(Field::Text).is_some();
        if !is_it {
            refused = refused.or_else(|| layout_of(&names, &place, options).err());
            continue;
        }
        let layout = layout_of(&names, &place, options)?;
        let options = options.clone();
        let place = Place { input: format!("{}/{name}", place.input), line: None };
        let rows: Vec<Vec<Option<String>>> = range.rows().skip(1).map(|row| row.iter().map(words).collect()).collect();
        let filled = rows.into_iter().enumerate().filter(|(_, row)| row.iter().any(Option::is_some));
        return Ok(Box::new(filled.map(move |(i, mut row)| {
            let place = Place { line: Some(i + 2), ..place.clone() };
            article(&layout, &mut |i| row.get_mut(i).and_then(Option::take), place, &options)
        })));
    }
    Err(refused.unwrap_or_else(|| record_problem(ProblemKind::Empty, place, "the sheet is empty".into(), None)))
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

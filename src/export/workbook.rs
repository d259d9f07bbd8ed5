//! An XLSX workbook: attributions, speakers, conflicts and decisions, one sheet each. Headers stay in sight and can be filtered
//! by, days are dates, ids are text, and nothing is a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{columns, conflict_columns};
use crate::store::{AttributionRow, ConflictRow, Decision, SpeakerRow};

/// Most characters of a cell, as Excel has it: those beyond the first plane of Unicode count twice.
pub const MOST_CHARACTERS: usize = 32_767;

/// Writes the workbook; how many of its cells had to be cut.
pub fn workbook(
    mut out: impl Write,
    rows: &[AttributionRow],
    speakers: &[SpeakerRow],
    conflicts: &[ConflictRow],
    decisions: &[Decision],
) -> io::Result<usize> {
    let mut book = Workbook::new();
    let cells = rows.iter().map(|row| columns::cells(row).map(|cell| cell.into_owned()).to_vec());
    let mut cut = sheet(&mut book, "Attributions", &columns::NAMES, cells)?;
    cut += sheet(&mut book, "Speakers", &SPEAKERS, speakers.iter().map(|s| speaker(s).to_vec()))?;
    cut += sheet(
        &mut book,
        "Conflicts",
        &conflict_columns::NAMES,
        conflicts.iter().map(|c| conflict_columns::cells(c).to_vec()),
    )?;
    cut += sheet(&mut book, "Decisions", &DECISIONS, decisions.iter().map(|d| decision(d).to_vec()))?;
    out.write_all(&book.save_to_buffer().map_err(told)?)?;
    out.flush()?;
    Ok(cut)
}

fn told(error: XlsxError) -> io::Error {
    io::Error::other(error.to_string())
}

/// Columns that hold days, and those that hold numbers; all others are text, also where they look like a number.
const DAYS: [&str; 8] = ["published", "first", "last", "a_published", "b_published", "decided", "taken_back", "found"];
const NUMBERS: [&str; 6] = ["confidence", "speaker_confidence", "statements", "articles", "score", "appearances"];

/// Adds a sheet; how many of its cells had to be cut.
fn sheet(
    book: &mut Workbook,
    name: &str,
    columns: &[&str],
    rows: impl Iterator<Item = Vec<String>>,
) -> io::Result<usize> {
    let sheet = book.add_worksheet().set_name(name).map_err(told)?;
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (n, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, n, *column, &bold).map_err(told)?;
        let width =
            if matches!(*column, "text" | "sentence" | "why" | "a_text" | "b_text" | "what") { 60.0 } else { 16.0 };
        sheet.set_column_width(n, width).map_err(told)?;
    }
    let (mut last, mut cut) = (0, 0);
    for (row, cells) in (1..).zip(rows) {
        for ((n, column), value) in (0..).zip(columns).zip(cells) {
            let value = short_enough(&value).map_or(Cow::Borrowed(&*value), |short| {
                cut += 1;
                Cow::Owned(short)
            });
            cell(sheet, row, n, column, &value, &day).map_err(told)?;
        }
        last = row;
    }
    sheet.set_freeze_panes(1, 0).map_err(told)?;
    let most = u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(0, 0, last, most).map_err(told)?;
    Ok(cut)
}

fn cell(sheet: &mut Worksheet, row: u32, n: u16, column: &str, value: &str, day: &Format) -> Result<(), XlsxError> {
    if value.is_empty() {
        return Ok(());
    }
    let date = value.get(..10).filter(|_| DAYS.contains(&column)).and_then(|v| ExcelDateTime::parse_from_str(v).ok());
    match (date, value.parse::<f64>()) {
        (Some(date), _) => sheet.write_datetime_with_format(row, n, &date, day)?,
        (None, Ok(number)) if NUMBERS.contains(&column) => sheet.write_number(row, n, number)?,
        _ => sheet.write_string(row, n, value)?,
    };
    Ok(())
}

/// As much of a text as a cell can hold, with a sign that more was there; none of one that it holds whole.
fn short_enough(text: &str) -> Option<String> {
    if text.len() <= MOST_CHARACTERS || text.encode_utf16().count() <= MOST_CHARACTERS {
        return None;
    }
    let mut room = MOST_CHARACTERS - 1;
    let fits = |c: &char| room.checked_sub(c.len_utf16()).map(|left| room = left).is_some();
    Some(text.chars().take_while(fits).chain(['…']).collect())
}

const SPEAKERS: [&str; 10] =
    ["speaker", "type", "role", "organization", "country", "statements", "articles", "first", "last", "id"];

fn speaker(s: &SpeakerRow) -> [String; 10] {
    let some = |words: &Option<String>| words.clone().unwrap_or_default();
    [
        s.name.clone(),
        s.speaker_type.to_string(),
        some(&s.role),
        some(&s.organization),
        some(&s.country),
        s.statements.to_string(),
        s.articles.to_string(),
        some(&s.first),
        some(&s.last),
        s.id.clone(),
    ]
}

const DECISIONS: [&str; 9] = ["number", "decided", "by", "what", "reason", "source", "taken_back", "on", "id"];

fn decision(d: &Decision) -> [String; 9] {
    let some = |words: &Option<String>| words.clone().unwrap_or_default();
    [
        d.number.to_string(),
        d.decided.clone(),
        some(&d.by),
        d.summary.clone(),
        some(&d.reason),
        some(&d.source),
        some(&d.undone),
        d.statement.clone().or_else(|| d.conflict.clone()).unwrap_or_default(),
        d.id.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_holds_so_many_characters_as_the_program_counts_them() {
        let units = |text: &str| text.encode_utf16().count();
        for long in ["x".repeat(40_000), "é".repeat(32_768), "🌉".repeat(16_384)] {
            let short = short_enough(&long).expect("cut");
            assert!(units(&short) <= MOST_CHARACTERS && units(&short) > MOST_CHARACTERS - 2 && short.ends_with('…'));
        }
        for whole in ["x".repeat(32_767), "é".repeat(32_767), "🌉".repeat(16_383)] {
            assert_eq!(short_enough(&whole), None);
        }
    }
}

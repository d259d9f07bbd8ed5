//! An XLSX workbook: attributions, speakers, conflicts and decisions, one sheet each. Headers stay in sight and can be filtered
//! by, days are dates, ids are text, and nothing is a formula.

use std::io::{self, Write};

use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{columns, conflict_columns};
use crate::store::{AttributionRow, ConflictRow, Decision, SpeakerRow};

/// Most characters of a cell, as Excel has it.
const MOST_CHARACTERS: usize = 32_767;

/// Writes the workbook.
pub fn workbook(
    mut out: impl Write,
    rows: &[AttributionRow],
    speakers: &[SpeakerRow],
    conflicts: &[ConflictRow],
    decisions: &[Decision],
) -> io::Result<()> {
    let mut book = Workbook::new();
    let cells = rows.iter().map(|row| columns::cells(row).map(|cell| cell.into_owned()).to_vec());
    sheet(&mut book, "Attributions", &columns::NAMES, cells)?;
    sheet(&mut book, "Speakers", &SPEAKERS, speakers.iter().map(|s| speaker(s).to_vec()))?;
    sheet(
        &mut book,
        "Conflicts",
        &conflict_columns::NAMES,
        conflicts.iter().map(|c| conflict_columns::cells(c).to_vec()),
    )?;
    sheet(&mut book, "Decisions", &DECISIONS, decisions.iter().map(|d| decision(d).to_vec()))?;
    out.write_all(&book.save_to_buffer().map_err(told)?)?;
    out.flush()
}

fn told(error: XlsxError) -> io::Error {
    io::Error::other(error.to_string())
}

/// Columns that hold days, and those that hold numbers; all others are text, also where they look like a number.
const DAYS: [&str; 8] = ["published", "first", "last", "a_published", "b_published", "decided", "taken_back", "found"];
const NUMBERS: [&str; 6] = ["confidence", "speaker_confidence", "statements", "articles", "score", "appearances"];

fn sheet(book: &mut Workbook, name: &str, columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> io::Result<()> {
    let sheet = book.add_worksheet().set_name(name).map_err(told)?;
    let bold = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (n, column) in (0..).zip(columns) {
        sheet.write_string_with_format(0, n, *column, &bold).map_err(told)?;
        let width =
            if matches!(*column, "text" | "sentence" | "why" | "a_text" | "b_text" | "what") { 60.0 } else { 16.0 };
        sheet.set_column_width(n, width).map_err(told)?;
    }
    let mut last = 0;
    for (row, cells) in (1..).zip(rows) {
        for ((n, column), value) in (0..).zip(columns).zip(cells) {
            cell(sheet, row, n, column, &value, &day).map_err(told)?;
        }
        last = row;
    }
    sheet.set_freeze_panes(1, 0).map_err(told)?;
    let most = u16::try_from(columns.len()).unwrap_or(u16::MAX).saturating_sub(1);
    sheet.autofilter(0, 0, last, most).map_err(told)?;
    Ok(())
}

fn cell(sheet: &mut Worksheet, row: u32, n: u16, column: &str, value: &str, day: &Format) -> Result<(), XlsxError> {
    if value.is_empty() {
        return Ok(());
    }
    let date = value.get(..10).filter(|_| DAYS.contains(&column)).and_then(|v| ExcelDateTime::parse_from_str(v).ok());
    match (date, value.parse::<f64>()) {
        (Some(date), _) => sheet.write_datetime_with_format(row, n, &date, day)?,
        (None, Ok(number)) if NUMBERS.contains(&column) => sheet.write_number(row, n, number)?,
        _ => sheet.write_string(row, n, short_enough(value))?,
    };
    Ok(())
}

/// The text, or as much of it as a cell can hold with a sign that more was there.
fn short_enough(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARACTERS - 1) {
        Some((at, _)) if text.len() > at => format!("{}…", &text[..at]),
        _ => text.to_owned(),
    }
}

const SPEAKERS: [&str; 9] =
    ["speaker", "type", "role", "organization", "country", "statements", "articles", "first", "last"];

fn speaker(s: &SpeakerRow) -> [String; 9] {
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

//! Rows on standard output: as a table for people, or in a format for programs.

use std::io::{self, Write};

use clap::ValueEnum;
use comfy_table::{Cell, ColumnConstraint, ContentArrangement, LineStyle, Row, Table, TableStyle, Width};
use serde::Serialize;

use super::record::SCHEMA_VERSION;
use super::{screen, stacked};
use crate::export::table::{Shape, TableWriter};
use crate::export::{Format, guard};

/// How a list is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people, as wide as the terminal
    Table,
    /// One JSON document
    Json,
    /// One JSON object a line
    Jsonl,
    /// Comma-separated values with a header
    Csv,
    /// The same separated by tabs
    Tsv,
    /// A Markdown table
    Md,
}

impl ListFormat {
    /// The file format that it is; none for the table.
    pub fn file_format(self) -> Option<Format> {
        match self {
            ListFormat::Table => None,
            ListFormat::Json => Some(Format::Json),
            ListFormat::Jsonl => Some(Format::Jsonl),
            ListFormat::Csv => Some(Format::Csv),
            ListFormat::Tsv => Some(Format::Tsv),
            ListFormat::Md => Some(Format::Md),
        }
    }
}

/// How one record is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// For people
    Text,
    /// One JSON document
    Json,
}

/// Letters of a day.
const NARROWEST: u16 = 10;

/// A column of a table.
pub struct Column {
    /// heading
    pub name: &'static str,
    /// how it shares the width
    pub share: Share,
}

/// How a column shares the width of the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// never broken: dates, counts, ids
    Whole,
    /// broken at blanks, at most so many percent of the width
    Percent(u16),
    /// takes what the others leave
    Rest,
}

impl Column {
    /// A column that is never broken.
    pub const fn whole(name: &'static str) -> Self {
        Column { name, share: Share::Whole }
    }

    /// A column that takes at most so many percent of the width.
    pub const fn percent(name: &'static str, percent: u16) -> Self {
        Column { name, share: Share::Percent(percent) }
    }

    /// A column that takes what the others leave.
    pub const fn rest(name: &'static str) -> Self {
        Column { name, share: Share::Rest }
    }
}

/// A line below the heading and nothing else: the first column tells where a row begins.
const STYLE: TableStyle = TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

/// Lines of a cell that a table shows; `--wide` shows all.
const MOST_LINES: usize = 4;
/// Narrower than this, columns would break words into letters.
const NARROW: u16 = 70;

/// A table for people, long cells cut. Cells may hold line breaks of our own; text from articles is guarded here. On a narrow
/// screen the cells of a row stand below each other.
pub fn table(columns: &[Column], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    drawn(columns, rows, if screen::is_wide() { usize::MAX } else { MOST_LINES })
}

/// The same with every cell in full.
pub fn whole_table(columns: &[Column], rows: impl IntoIterator<Item = Vec<String>>) -> String {
    drawn(columns, rows, usize::MAX)
}

fn drawn(columns: &[Column], rows: impl IntoIterator<Item = Vec<String>>, most_lines: usize) -> String {
    if screen::width() < NARROW {
        let names: Vec<&str> = columns.iter().map(|column| column.name).collect();
        return stacked::table(&names, rows, usize::from(screen::width()), most_lines);
    }
    let mut table = Table::new();
    table.load_style(STYLE);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(screen::width());
    table.set_header(columns.iter().map(|column| Cell::new(column.name)));
    for row in rows {
        let mut row = Row::from(row.iter().map(|cell| Cell::new(guard::terminal_lines(cell))));
        if most_lines < usize::MAX {
            row.max_height(most_lines);
        }
        table.add_row(row);
    }
    for (column, shape) in table.column_iter_mut().zip(columns) {
        match shape.share {
            Share::Whole => {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
            Share::Percent(percent) => {
                // a day is never broken
                let (lower, upper) = (Width::Fixed(NARROWEST), Width::Percentage(percent));
                column.set_constraint(ColumnConstraint::Boundaries { lower, upper });
            }
            Share::Rest => {}
        }
    }
    let mut drawn: String = table.lines().map(|line| line.trim_end().to_owned() + "\n").collect();
    drawn.truncate(drawn.trim_end().len());
    drawn.push('\n');
    drawn
}

/// Prints rows in a format for programs, or as the table that `table` draws for people. `name` heads the JSON document;
/// cells are what `cells` makes of a row.
pub fn print<T: Serialize, const N: usize>(
    out: &mut impl Write,
    format: ListFormat,
    name: &str,
    rows: &[T],
    (columns, cells): ([&str; N], impl Fn(&T) -> [String; N]),
    table: impl Fn(&[T]) -> String,
) -> io::Result<()> {
    let cells = rows.iter().map(cells);
    match format {
        ListFormat::Table if rows.is_empty() => {}
        ListFormat::Table => out.write_all(table(rows).as_bytes())?,
        ListFormat::Json => json(out, name, &rows)?,
        ListFormat::Jsonl => {
            for row in rows {
                serde_json::to_writer(&mut *out, row)?;
                writeln!(out)?;
            }
        }
        ListFormat::Csv => flat(out, Shape::Csv, columns, cells)?,
        ListFormat::Tsv => flat(out, Shape::Tsv, columns, cells)?,
        ListFormat::Md => flat(out, Shape::Md, columns, cells)?,
    }
    out.flush()
}

/// One JSON document: `{"schema_version": 1, NAME: VALUE}`.
pub fn json(out: &mut impl Write, name: &str, value: &impl Serialize) -> io::Result<()> {
    write!(out, "{{\"schema_version\":{SCHEMA_VERSION},{}:", serde_json::Value::from(name))?;
    serde_json::to_writer(&mut *out, value)?;
    writeln!(out, "}}")
}

fn flat<const N: usize>(
    out: &mut impl Write,
    shape: Shape,
    columns: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> io::Result<()> {
    let mut table = TableWriter::new(screen::seen(out), shape, &columns)?;
    for row in rows {
        table.row(row)?;
    }
    table.finish()
}

//! Rows of cells as a file: comma-separated, separated by tabs, or a Markdown table. What listings and exports write alike.
//!
//! Cells are guarded here, so that no text from an article acts on a spreadsheet or a Markdown page.

use std::io::{self, Write};

use super::guard;

/// How cells are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// for spreadsheets: RFC 4180
    Csv,
    /// for `cut`, `awk` and pandas: one line a row, so line breaks and tabs in cells become spaces
    Tsv,
    /// a Markdown table
    Md,
}

/// A table that is being written.
pub enum TableWriter<W: Write> {
    /// cells between separators
    Separated(Box<csv::Writer<W>>, Shape),
    /// cells between bars
    Md(W),
}

impl<W: Write> TableWriter<W> {
    /// Begins a table with its header.
    pub fn new(mut out: W, shape: Shape, columns: &[&str]) -> io::Result<Self> {
        let mut builder = csv::WriterBuilder::new();
        match shape {
            Shape::Csv => builder.terminator(csv::Terminator::CRLF),
            Shape::Tsv => builder.delimiter(b'\t'),
            Shape::Md => {
                writeln!(out, "| {} |\n|{}", columns.join(" | "), " --- |".repeat(columns.len()))?;
                return Ok(TableWriter::Md(out));
            }
        };
        let mut out = builder.from_writer(out);
        out.write_record(columns).map_err(io_error)?;
        Ok(TableWriter::Separated(Box::new(out), shape))
    }

    /// Writes a row.
    pub fn row<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> io::Result<()> {
        match self {
            TableWriter::Separated(out, shape) => {
                for cell in cells {
                    // spaces first: a tab at the beginning is none when the formula is looked for
                    let line = match shape {
                        Shape::Tsv => cell.as_ref().split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" "),
                        _ => cell.as_ref().to_owned(),
                    };
                    let cell = if *shape == Shape::Tsv { line.trim_start() } else { &line };
                    out.write_field(guard::spreadsheet(cell).as_bytes()).map_err(io_error)?;
                }
                out.write_record(None::<&[u8]>).map_err(io_error)
            }
            TableWriter::Md(out) => {
                for cell in cells {
                    write!(out, "| {} ", guard::markdown(cell.as_ref()))?;
                }
                writeln!(out, "|")
            }
        }
    }

    /// Ends the table and flushes it.
    pub fn finish(self) -> io::Result<()> {
        match self {
            TableWriter::Separated(mut out, _) => out.flush(),
            TableWriter::Md(mut out) => out.flush(),
        }
    }
}

/// The writer's own error, so that a broken pipe is still seen as one.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

//! Tab-separated values, for `cut`, `awk` and pandas: one line a row, so line breaks and tabs in cells become spaces.

use std::io::{self, Write};

use super::{Exporter, columns, guard};
use crate::store::AttributionRow;

pub(super) struct Tsv<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Tsv<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut out = csv::WriterBuilder::new().delimiter(b'\t').from_writer(out);
        out.write_record(columns::NAMES).map_err(columns::io_error)?;
        Ok(Tsv { out })
    }
}

impl<W: Write> Exporter for Tsv<W> {
    fn row(&mut self, row: &AttributionRow) -> io::Result<()> {
        for cell in columns::cells(row) {
            // spaces first: a tab at the beginning is none when the formula is looked for
            let line = cell.split(['\t', '\n', '\r']).collect::<Vec<_>>().join(" ");
            self.out.write_field(guard::spreadsheet(line.trim_start()).as_bytes()).map_err(columns::io_error)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(columns::io_error)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

//! Comma-separated values, for spreadsheets: RFC 4180 with a header, UTF-8, and no cell that acts as a formula.

use std::io::{self, Write};

use super::{Exporter, columns, guard};
use crate::store::AttributionRow;

pub(super) struct Csv<W: Write> {
    out: csv::Writer<W>,
}

impl<W: Write> Csv<W> {
    pub(super) fn new(out: W) -> io::Result<Self> {
        let mut out = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        out.write_record(columns::NAMES).map_err(columns::io_error)?;
        Ok(Csv { out })
    }
}

impl<W: Write> Exporter for Csv<W> {
    fn row(&mut self, row: &AttributionRow) -> io::Result<()> {
        for cell in columns::cells(row) {
            self.out.write_field(guard::spreadsheet(&cell).as_bytes()).map_err(columns::io_error)?;
        }
        self.out.write_record(None::<&[u8]>).map_err(columns::io_error)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

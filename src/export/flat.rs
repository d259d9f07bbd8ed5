//! The attribution table as a table: CSV, TSV, Markdown.

use std::io::{self, Write};

use super::table::{Shape, TableWriter};
use super::{Exporter, columns};
use crate::store::AttributionRow;

pub(super) struct Flat<W: Write> {
    table: TableWriter<W>,
}

impl<W: Write> Flat<W> {
    pub(super) fn new(out: W, shape: Shape) -> io::Result<Self> {
        let names: &[&str] = if shape == Shape::Md { &columns::FOR_PEOPLE } else { &columns::NAMES };
        Ok(Flat { table: TableWriter::new(out, shape, names)? })
    }
}

impl<W: Write> Exporter for Flat<W> {
    fn row(&mut self, row: &AttributionRow) -> io::Result<()> {
        match self.table {
            TableWriter::Md(_) => self.table.row(columns::cells_for_people(row)),
            TableWriter::Separated(..) => self.table.row(columns::cells(row)),
        }
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        self.table.finish()
    }
}

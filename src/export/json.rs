//! One JSON document: `{"schema_version": 1, "attributions": […]}`. Offsets count code points.

use std::io::{self, Write};

use super::Exporter;
use crate::store::AttributionRow;

pub(super) struct Json<W: Write> {
    out: W,
    rows: u64,
}

impl<W: Write> Json<W> {
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        out.write_all(b"{\"schema_version\": 1, \"attributions\": [")?;
        Ok(Json { out, rows: 0 })
    }
}

impl<W: Write> Exporter for Json<W> {
    fn row(&mut self, row: &AttributionRow) -> io::Result<()> {
        self.out.write_all(if self.rows == 0 { b"\n" } else { b",\n" })?;
        self.rows += 1;
        Ok(serde_json::to_writer(&mut self.out, row)?)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.write_all(if self.rows == 0 { b"]}\n" } else { b"\n]}\n" })?;
        self.out.flush()
    }
}

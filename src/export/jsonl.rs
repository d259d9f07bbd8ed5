//! One JSON object a line. Offsets count code points.

use std::io::{self, Write};

use super::Exporter;
use crate::store::AttributionRow;

pub(super) struct Jsonl<W: Write> {
    out: W,
}

impl<W: Write> Jsonl<W> {
    pub(super) fn new(out: W) -> Self {
        Jsonl { out }
    }
}

impl<W: Write> Exporter for Jsonl<W> {
    fn row(&mut self, row: &AttributionRow) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, row)?;
        self.out.write_all(b"\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

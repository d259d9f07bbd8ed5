//! A Markdown table of what people read first; the id leads to the rest (`onrecord show ID`).

use std::io::{self, Write};

use super::{Exporter, guard};
use crate::store::AttributionRow;

pub(super) struct Md<W: Write> {
    out: W,
}

impl<W: Write> Md<W> {
    pub(super) fn new(mut out: W) -> io::Result<Self> {
        writeln!(out, "| Speaker | Role | Statement | Kind | Act | Outlet | Date | ID |")?;
        writeln!(out, "| --- | --- | --- | --- | --- | --- | --- | --- |")?;
        Ok(Md { out })
    }
}

impl<W: Write> Exporter for Md<W> {
    fn row(&mut self, row: &AttributionRow) -> io::Result<()> {
        let act = if row.negated { format!("not {}", row.act) } else { row.act.to_string() };
        let some = |text: &Option<String>| text.clone().unwrap_or_default();
        let cells = [
            some(&row.speaker),
            some(&row.role),
            row.text.clone(),
            row.kind.to_string(),
            act,
            some(&row.outlet),
            some(&row.published),
            row.id.clone(),
        ];
        for cell in cells {
            write!(self.out, "| {} ", guard::markdown(&cell))?;
        }
        writeln!(self.out, "|")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

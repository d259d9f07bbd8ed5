//! What a workbook of OpenDocument comes to, counted before the library writes it all out.

use quick_xml::events::{BytesStart, Event};

use super::bounded;
use crate::read::xml::attribute;

/// In an ODS a cell, a row and a blank say how often they are repeated. Counted is what the library makes of them, in all
/// tables, for it keeps them all. It reads the same events: where cells lie in each other, it and we may see different
/// ones, and no program writes that.
pub(in crate::read) fn ods_within_bounds(content: &[u8]) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_reader(content);
    let config = reader.config_mut();
    (config.check_end_names, config.check_comments, config.expand_empty_elements) = (false, false, true);
    let (mut book, mut buffer) = (Book::default(), Vec::new());
    // the name of the cell that is open
    let mut open: Option<String> = None;
    loop {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(element)) => {
                let name = element.local_name().as_ref().to_owned();
                match (&open, name.as_str()) {
                    (Some(_), name) if name.ends_with("table-cell") => return Err(cell_in_cell()),
                    (Some(_), "s") => book.row.say(repeated(&element, "c")),
                    (Some(_), "p" | "tab" | "line-break") => book.row.say(1),
                    (None, "table-row") => book.row = Row::of(&element),
                    (None, name) if name.ends_with("table-cell") => {
                        open = Some(element.name().as_ref().to_owned());
                        book.row.cell(&element);
                    }
                    _ => {}
                }
            }
            Ok(Event::Text(words)) if open.is_some() => {
                book.row.say(words.len() as u64);
                if !words.trim().is_empty() {
                    book.row.fill();
                }
            }
            Ok(Event::CData(words)) if open.is_some() => book.row.say(words.len() as u64),
            Ok(Event::GeneralRef(sign)) if open.is_some() => book.row.say(sign.len().max(4) as u64),
            Ok(Event::End(element)) => match (&open, element.local_name().as_ref()) {
                (Some(own), name) if name.ends_with("table-cell") => {
                    if own != element.name().as_ref() {
                        return Err(cell_in_cell());
                    }
                    open = None;
                    book.within_bounds()?;
                }
                (None, "table-row") => book.end_row()?,
                (None, _) if element.name().as_ref() == "table:table" => book.end_table(),
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

fn cell_in_cell() -> String {
    "a cell lies in a cell; skipped".to_owned()
}

/// What the tables so far come to.
#[derive(Default)]
struct Book {
    /// cells of the tables that are read
    before: u64,
    /// cells of this table as they stand, and the rectangle that they are written out to
    cells: u64,
    rows: u64,
    width: u64,
    /// empty rows since the last that is filled: at the end of a table they are none
    empty: u64,
    /// bytes of words in all tables
    bytes: u64,
    row: Row,
}

impl Book {
    /// Rows and columns of the table, with the row at hand. Empty rows before the first that is filled are left away.
    fn sides(&self) -> (u64, u64) {
        if self.row.filled == 0 {
            return (self.rows, self.width);
        }
        let empty = if self.width > 0 { self.empty } else { 0 };
        let rows = self.rows.saturating_add(empty).saturating_add(self.row.repeats);
        (rows, self.width.max(self.row.filled))
    }

    fn within_bounds(&self) -> Result<(), String> {
        let (rows, width) = self.sides();
        let cells = self.cells.saturating_add(self.row.kept).max(rows.saturating_mul(width));
        bounded(self.before.saturating_add(cells), self.bytes.saturating_add(self.row.written()))
    }

    fn end_row(&mut self) -> Result<(), String> {
        self.within_bounds()?;
        (self.rows, self.width) = self.sides();
        let row = std::mem::take(&mut self.row);
        self.empty = if row.filled > 0 { 0 } else { self.empty.saturating_add(row.repeats) };
        self.cells = self.cells.saturating_add(row.kept);
        self.bytes = self.bytes.saturating_add(row.written());
        Ok(())
    }

    fn end_table(&mut self) {
        self.before = self.before.saturating_add(self.cells.max(self.rows.saturating_mul(self.width)));
        (self.cells, self.rows, self.width, self.empty) = (0, 0, 0, 0);
    }
}

/// What a row comes to.
#[derive(Default)]
struct Row {
    repeats: u64,
    /// how often the last cell is repeated
    times: u64,
    /// cells so far, those that are kept (empty ones at the end are not), and those up to the last that is filled
    seen: u64,
    kept: u64,
    filled: u64,
    bytes: u64,
}

impl Row {
    fn of(element: &BytesStart) -> Row {
        Row { repeats: repeated(element, "number-rows-repeated"), ..Row::default() }
    }

    /// A cell that tells a value or its kind is filled, also without words.
    fn cell(&mut self, cell: &BytesStart) {
        self.times = repeated(cell, "number-columns-repeated");
        self.kept = self.seen;
        self.seen = self.seen.saturating_add(self.times);
        let told = |name: &str| name.ends_with("value") || name == "value-type" || name == "formula";
        for attribute in cell.attributes().flatten().filter(|a| told(a.key.local_name().as_ref())) {
            self.fill();
            self.say(attribute.value.len() as u64);
        }
    }

    fn fill(&mut self) {
        (self.kept, self.filled) = (self.seen, self.seen);
    }

    fn say(&mut self, bytes: u64) {
        self.bytes = self.bytes.saturating_add(bytes.saturating_mul(self.times));
    }

    /// Bytes of the row with its repetitions.
    fn written(&self) -> u64 {
        self.bytes.saturating_mul(self.repeats)
    }
}

fn repeated(element: &BytesStart, name: &str) -> u64 {
    attribute(element, name).and_then(|times| times.trim().parse().ok()).unwrap_or(1)
}

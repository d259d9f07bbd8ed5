//! Rows of the attribution table as files. The flat formats share [`table`], each other one is a file here; [`guard`] keeps text that others wrote from
//! acting on a spreadsheet, a terminal or a Markdown page.
//!
//! Knows nothing of SQL and of where the output goes. Rows are written as they come, so that a million of them need no
//! more memory than one.

mod annotation;
pub mod bitmap;
pub mod brat;
pub mod chart;
mod columns;
mod conflict_columns;
pub mod datapackage;
pub mod datasette;
pub mod draft_page;
mod flat;
pub mod guard;
mod html_table;
mod json;
mod jsonl;
mod linked;
pub mod page;
pub mod report;
#[cfg(feature = "serve")]
pub mod served;
pub mod table;
#[cfg(feature = "xlsx")]
pub mod workbook;

use std::io::{self, Write};

use crate::statement::words;
use crate::store::AttributionRow;

/// A file format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "lowercase", ascii_case_insensitive)]
pub enum Format {
    /// comma-separated values with a header, for spreadsheets
    Csv,
    /// the same separated by tabs, one line a row
    Tsv,
    /// one JSON document
    Json,
    /// one JSON object a line
    Jsonl,
    /// a Markdown table
    Md,
    /// a workbook: attributions, speakers, conflicts, decisions
    Xlsx,
    /// a page
    Html,
    /// linked data in the words of schema.org
    Jsonld,
    /// W3C Web Annotations
    Webannotation,
    /// a folder for brat: texts and annotations
    Brat,
    /// a folder: a Frictionless data package
    Datapackage,
    /// metadata for Datasette, which opens the database itself
    Datasette,
}

words!(Format);

impl Format {
    /// True for a document of rows, which [`exporter`] writes; the others need more than rows.
    pub fn is_of_rows(self) -> bool {
        !matches!(self, Format::Xlsx | Format::Brat | Format::Datapackage | Format::Datasette)
    }
}

/// Writes rows one by one. Errors are those of the writer (a broken pipe is the caller's affair).
pub trait Exporter {
    /// Writes a row.
    fn row(&mut self, row: &AttributionRow) -> io::Result<()>;
    /// Ends the document and flushes it. Without this call it is not complete.
    fn finish(self: Box<Self>) -> io::Result<()>;
}

/// An exporter that writes `format` to `out`; what stands before the first row is written at once. Formats that need more than
/// rows (a workbook, a folder) are refused: they have functions of their own.
pub fn exporter<'w>(format: Format, out: impl Write + 'w) -> io::Result<Box<dyn Exporter + 'w>> {
    Ok(match format {
        Format::Csv => Box::new(flat::Flat::new(out, table::Shape::Csv)?),
        Format::Tsv => Box::new(flat::Flat::new(out, table::Shape::Tsv)?),
        Format::Json => Box::new(json::Json::new(out)?),
        Format::Jsonl => Box::new(jsonl::Jsonl::new(out)),
        Format::Md => Box::new(flat::Flat::new(out, table::Shape::Md)?),
        Format::Html => Box::new(html_table::HtmlTable::new(out)),
        Format::Jsonld => Box::new(linked::Linked::new(out)?),
        Format::Webannotation => Box::new(annotation::Annotations::new(out)?),
        Format::Xlsx | Format::Brat | Format::Datapackage | Format::Datasette => {
            return Err(io::Error::other(format!("{} is no table of rows", format.as_str())));
        }
    })
}

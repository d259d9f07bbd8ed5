//! The attribution table as a page of its own.

use std::io::{self, Write};

use maud::html;

use super::Exporter;
use super::columns::{FOR_PEOPLE, cells_for_people};
use super::page::{link, page, seen};
use crate::store::AttributionRow;

/// Rows are written when the page is complete, for it stands or falls as a whole.
pub(super) struct HtmlTable<W: Write> {
    out: W,
    rows: Vec<([String; 9], Option<String>)>,
}

impl<W: Write> HtmlTable<W> {
    pub(super) fn new(out: W) -> Self {
        HtmlTable { out, rows: Vec::new() }
    }
}

impl<W: Write> Exporter for HtmlTable<W> {
    fn row(&mut self, row: &AttributionRow) -> io::Result<()> {
        self.rows.push((cells_for_people(row), row.url.clone()));
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let body = html! {
            main {
                h1 { "Who said what" }
                p class="soft" { (self.rows.len()) " statements" }
                div class="wide" {
                    table class="stack" {
                        thead { tr { @for name in FOR_PEOPLE { th scope="col" { (name) } } } }
                        tbody {
                            @for (cells, url) in &self.rows {
                                tr {
                                    @for (name, cell) in FOR_PEOPLE.iter().zip(cells) {
                                        td data-name=(name) {
                                            @match url.as_deref().and_then(link).filter(|_| *name == "Outlet") {
                                                Some(url) => a href=(url) rel="noreferrer" { (seen(cell)) },
                                                None => (seen(cell)),
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        };
        self.out.write_all(page("Who said what", None, body).as_bytes())?;
        self.out.flush()
    }
}

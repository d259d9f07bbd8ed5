//! Drawings of a workbook of OpenDocument: pictures, boxes and the tables in them, which lie in a cell or before the rows.
//! They are in no column, and the library takes their words and rows for those of the sheet.

use std::io::{Cursor, Write};

use quick_xml::events::Event;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The content without its drawings; none where it has none.
pub(in crate::read) fn without_drawings(content: &[u8]) -> Option<Vec<u8>> {
    let mut reader = quick_xml::Reader::from_reader(content);
    reader.config_mut().check_end_names = false;
    let (mut kept, mut from) = (Vec::new(), 0);
    // where the outermost drawing that is open began, and the elements in it
    let mut drawing: Option<(usize, usize)> = None;
    loop {
        let at = usize::try_from(reader.buffer_position()).ok()?;
        match (reader.read_event().ok()?, &mut drawing) {
            (Event::Start(_), Some((_, open))) => *open += 1,
            (Event::Start(element), None) if is_drawing(element.name().as_ref()) => drawing = Some((at, 1)),
            (Event::End(_), Some((begun, open))) => {
                *open -= 1;
                if *open == 0 {
                    kept.extend_from_slice(&content[from..*begun]);
                    from = usize::try_from(reader.buffer_position()).ok()?;
                    drawing = None;
                }
            }
            (Event::Eof, _) => break,
            _ => {}
        }
    }
    kept.extend_from_slice(&content[from..]);
    (from > 0).then_some(kept)
}

fn is_drawing(name: &str) -> bool {
    name == "table:shapes" || name.starts_with("draw:")
}

/// A workbook with this content and nothing else.
pub(in crate::read) fn workbook(content: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in [
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".as_slice()),
        ("META-INF/manifest.xml", b"<manifest:manifest xmlns:manifest='m'/>"),
        ("content.xml", content),
    ] {
        out.start_file(name, stored)?;
        out.write_all(bytes)?;
    }
    Ok(out.finish()?.into_inner())
}

#![no_main]

/// A workbook whose only sheet it is.
const BOOK: &[(&str, &[u8])] = &[
    ("_rels/.rels", b"<Relationships><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='xl/workbook.xml'/></Relationships>"),
    ("xl/_rels/workbook.xml.rels", b"<Relationships><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet' Target='worksheets/sheet1.xml'/></Relationships>"),
    ("xl/workbook.xml", b"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main' xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'><sheets><sheet name='Articles' sheetId='1' r:id='r1'/></sheets></workbook>"),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| onrecord_fuzz::read_in_zip("report.xlsx", BOOK, "xl/worksheets/sheet1.xml", bytes));

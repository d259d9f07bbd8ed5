#![no_main]

/// What tells a sheet from a text.
const BOOK: &[(&str, &[u8])] = &[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet")];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| onrecord_fuzz::read_in_zip("report.ods", BOOK, "content.xml", bytes));

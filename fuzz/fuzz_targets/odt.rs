#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| onrecord_fuzz::read_in_zip("report.odt", &[("mimetype", b"application/vnd.oasis.opendocument.text")], "content.xml", bytes));

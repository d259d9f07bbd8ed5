#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| onrecord_fuzz::read_in_zip("report.docx", &[], "word/document.xml", bytes));

#![no_main]

use onrecord::read::Format;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| onrecord_fuzz::read_as(Format::Mail, "mail.eml", bytes));

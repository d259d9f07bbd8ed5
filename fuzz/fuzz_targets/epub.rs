#![no_main]

/// A book whose only chapter it is.
const BOOK: &[(&str, &[u8])] = &[
    ("mimetype", b"application/epub+zip"),
    ("META-INF/container.xml", b"<container><rootfile full-path='book.opf'/></container>"),
    ("book.opf", b"<package><item id='a' href='a.xhtml'/><itemref idref='a'/></package>"),
];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| match bytes.starts_with(b"<?xml") {
    // the package itself
    true => onrecord_fuzz::read_in_zip("issue.epub", &BOOK[..2], "book.opf", bytes),
    false => onrecord_fuzz::read_in_zip("issue.epub", BOOK, "a.xhtml", bytes),
});

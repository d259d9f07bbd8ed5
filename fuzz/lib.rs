//! What all targets do: read bytes as a file of this name, to the last article. A reader may refuse anything and must survive it.

use std::io::{Cursor, Write};
use std::panic::PanicHookInfo;
use std::sync::Once;

use onrecord::read::{Format, ReadOptions, Source};

/// Reads a file of these bytes, whatever they are.
pub fn read(name: &str, bytes: &[u8]) {
    read_with(name, bytes, &ReadOptions::default());
}

/// Reads a file of these bytes as this format, so that a first line that was spoiled does not lead to another reader.
pub fn read_as(format: Format, name: &str, bytes: &[u8]) {
    read_with(name, bytes, &ReadOptions { format: Some(format), ..ReadOptions::default() });
}

/// A zip file as it is; anything else as the one file of a zip in which a change leads to no wrong checksum.
pub fn read_in_zip(name: &str, entries: &[(&str, &[u8])], inside: &str, bytes: &[u8]) {
    if bytes.starts_with(b"PK") {
        return read(name, bytes);
    }
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in entries.iter().chain([&(inside, bytes)]) {
        zip.start_file(*name, stored).expect("a name");
        zip.write_all(bytes).expect("memory");
    }
    read(name, &zip.finish().expect("a zip file").into_inner());
}

fn read_with(name: &str, bytes: &[u8], options: &ReadOptions) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| std::panic::set_hook(Box::new(panicked)));
    for result in Source::of_bytes(name, bytes.to_vec()).articles(options) {
        if let Ok(found) = result {
            assert!(!found.article.text.trim().is_empty(), "an article without text");
        }
    }
}

/// The readers catch panics of others' code and make problems of them; one of onrecord's own is a find also where it would
/// be caught.
fn panicked(info: &PanicHookInfo) {
    let file = info.location().map_or("", |place| place.file());
    if !file.contains("/registry/") && !file.starts_with("/rustc/") {
        eprintln!("{info}");
        std::process::abort();
    }
}

//! What all targets do: read bytes as a file of this name, to the last article. A reader may refuse anything and must survive it.

use onrecord::read::{ReadOptions, Source};

/// Reads a file of these bytes.
pub fn read(name: &str, bytes: &[u8]) {
    for result in Source::of_bytes(name, bytes.to_vec()).articles(&ReadOptions::default()) {
        if let Ok(found) = result {
            assert!(!found.article.text.trim().is_empty(), "an article without text");
        }
    }
}

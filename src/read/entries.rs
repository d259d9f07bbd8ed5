//! The entries of a zip file, unpacked as far as is harmless.

use std::io::{Read, Seek};

use zip::ZipArchive;

use super::unpack::{HARMLESS, MOST_RATIO};

/// A zip file, on disk or in memory.
pub(super) type Zip = ZipArchive<Box<dyn Bytes>>;

/// What a zip file is read from.
pub(super) trait Bytes: Read + Seek + Send {}
impl<T: Read + Seek + Send> Bytes for T {}

/// What the entries that were opened take in the file, each once. Entries that lie over each other, as in a bomb that needs
/// no second one, come to more than the file has.
pub(super) struct Packed {
    so_far: u64,
    length: u64,
}

impl Packed {
    /// Nothing of a file of so many bytes.
    pub fn of(length: u64) -> Packed {
        Packed { so_far: 0, length }
    }

    /// With entry `i`, if there was room for it.
    pub fn add(&mut self, zip: &mut Zip, i: usize) -> Result<(), String> {
        let size = zip.by_index_raw(i).map_err(|error| error.to_string())?.compressed_size();
        self.so_far = self.so_far.saturating_add(size);
        match self.so_far > self.length {
            true => Err("its files lie over each other, as only a bomb's do; the rest is left out".into()),
            false => Ok(()),
        }
    }
}

/// The bytes of an entry, if it is there and no larger than `largest`.
pub(super) fn entry(zip: &mut Zip, name: &str, largest: usize) -> Result<Vec<u8>, String> {
    let i = zip.index_for_name(name).ok_or_else(|| format!("{name} is missing"))?;
    unpacked(zip, i, largest)
}

/// The bytes of entry `i`, if it is no larger than `largest` and no bomb.
pub(super) fn unpacked(zip: &mut Zip, i: usize, largest: usize) -> Result<Vec<u8>, String> {
    let mut entry = zip.by_index(i).map_err(|error| error.to_string())?;
    let most = HARMLESS.max(entry.compressed_size().saturating_mul(MOST_RATIO)).min(largest as u64);
    let mut bytes = Vec::new();
    (&mut entry).take(most + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    match bytes.len() as u64 > most {
        true if most < largest as u64 => {
            Err(format!("it unpacks to more than {MOST_RATIO} times its size, as only a bomb does"))
        }
        true => Err(format!("more than {largest} bytes; skipped")),
        false => Ok(bytes),
    }
}

/// Bytes that an entry unpacks to; the error says that it is a bomb.
#[cfg(feature = "sheets")]
pub(super) fn measured(zip: &mut Zip, i: usize) -> Result<u64, String> {
    let mut entry = zip.by_index(i).map_err(|error| error.to_string())?;
    let most = HARMLESS.max(entry.compressed_size().saturating_mul(MOST_RATIO));
    let size =
        std::io::copy(&mut (&mut entry).take(most + 1), &mut std::io::sink()).map_err(|error| error.to_string())?;
    if size > most {
        Err(format!("it unpacks to more than {MOST_RATIO} times its size, as only a bomb does"))
    } else {
        Ok(size)
    }
}

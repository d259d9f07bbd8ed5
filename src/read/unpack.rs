//! `.gz` and `.zst` → the bytes inside, as a stream, and no more of them than a file of that size can honestly hold.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::StreamingDecoder;

/// News text packs to a quarter or a tenth, pages to a fortieth. What unpacks to more is made to fill a disk.
pub(super) const MOST_RATIO: u64 = 250;
/// Bytes up to which the ratio is not looked at: an empty page repeated packs well.
pub(super) const HARMLESS: u64 = 16 << 20;
/// Memory that a zstd stream may ask for as its window.
const LARGEST_WINDOW: u64 = 128 << 20;

/// What a reader of a packed stream gives.
pub(super) fn gzip(reader: Box<dyn BufRead + Send>) -> Box<dyn BufRead + Send> {
    let read = Arc::new(AtomicU64::new(0));
    let counted = BufReader::new(Counted { reader, read: read.clone() });
    bounded(MultiGzDecoder::new(counted), read)
}

/// The same of zstd; the error is the system's or the format's.
pub(super) fn zstd(reader: Box<dyn BufRead + Send>) -> io::Result<Box<dyn BufRead + Send>> {
    let read = Arc::new(AtomicU64::new(0));
    let counted = BufReader::new(Counted { reader, read: read.clone() });
    Ok(bounded(Frames { source: Some(counted), frame: None }, read))
}

fn bounded(unpacked: impl Read + Send + 'static, read: Arc<AtomicU64>) -> Box<dyn BufRead + Send> {
    Box::new(BufReader::with_capacity(64 * 1024, Bounded { unpacked, read, given: 0 }))
}

/// Counts the packed bytes that were read.
struct Counted {
    reader: Box<dyn BufRead + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.reader.read(buffer)?;
        self.read.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

/// Ends with an error when far more comes out than went in.
struct Bounded<R> {
    unpacked: R,
    read: Arc<AtomicU64>,
    given: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.unpacked.read(buffer)?;
        self.given += n as u64;
        let packed = self.read.load(Ordering::Relaxed);
        if self.given > HARMLESS && self.given / MOST_RATIO > packed {
            return Err(io::Error::other(format!(
                "it unpacks to more than {MOST_RATIO} times its size, as only a bomb does"
            )));
        }
        Ok(n)
    }
}

type ZstdSource = BufReader<Counted>;

/// The frames of a zstd file, one after the other; the library reads one.
struct Frames {
    source: Option<ZstdSource>,
    frame: Option<StreamingDecoder<ZstdSource, ruzstd::decoding::FrameDecoder>>,
}

impl Read for Frames {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(frame) = &mut self.frame {
                let n = frame.read(buffer)?;
                if n > 0 || buffer.is_empty() {
                    return Ok(n);
                }
                self.source = self.frame.take().map(StreamingDecoder::into_inner);
            }
            let Some(mut source) = self.source.take() else { return Ok(0) };
            if source.fill_buf()?.is_empty() {
                return Ok(0);
            }
            let frame = StreamingDecoder::new_with_max_window_size(source, LARGEST_WINDOW);
            self.frame = Some(frame.map_err(|error| io::Error::other(format!("not valid zstd: {error}")))?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn all(reader: Box<dyn BufRead + Send>) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut reader = reader;
        reader.read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn members_follow_each_other() {
        let two = [packed(b"One. "), packed(b"Two.")].concat();
        assert_eq!(all(gzip(Box::new(io::Cursor::new(two)))).unwrap(), b"One. Two.");
    }

    #[test]
    fn a_bomb_is_an_error_before_it_fills_the_memory() {
        let bomb = packed(&vec![0; 64 << 20]);
        let error = all(gzip(Box::new(io::Cursor::new(bomb)))).unwrap_err();
        assert!(error.to_string().contains("bomb"), "{error}");
    }

    #[test]
    fn what_is_no_zstd_is_an_error() {
        assert!(all(zstd(Box::new(io::Cursor::new(b"\x28\xB5\x2F\xFDnonsense".to_vec()))).unwrap()).is_err());
    }
}

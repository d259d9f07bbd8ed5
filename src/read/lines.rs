//! Lines of a stream, none longer than is told.

use std::io::{self, BufRead};

/// How a line ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// with a newline
    Line,
    /// with the file
    File,
    /// it was read to its end, and nothing of it kept
    TooLong,
}

/// Bytes of a line that can hold a text of so many: a letter may be written as \uXXXX, and other fields stand beside it.
pub fn longest_line(text: usize) -> usize {
    text.saturating_mul(3).saturating_add(1 << 20)
}

/// Reads up to the next newline, which is left out. Of a line that is too long nothing is kept.
pub fn bounded_line(reader: &mut dyn BufRead, longest: usize, line: &mut Vec<u8>) -> io::Result<Ended> {
    let mut too_long = false;
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        if available.is_empty() {
            return Ok(if too_long { Ended::TooLong } else { Ended::File });
        }
        let newline = available.iter().position(|b| *b == b'\n');
        let part = &available[..newline.unwrap_or(available.len())];
        too_long |= line.len() + part.len() > longest;
        if too_long {
            *line = Vec::new();
        } else {
            line.extend_from_slice(part);
        }
        let used = part.len() + usize::from(newline.is_some());
        reader.consume(used);
        if newline.is_some() {
            return Ok(if too_long { Ended::TooLong } else { Ended::Line });
        }
    }
}

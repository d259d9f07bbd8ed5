//! Bytes on their way in: a look at the first of them, and all of them where they are few enough.

use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::find::{io_problem, problem};
use super::{Format, Problem, ProblemKind};

/// Bytes to be read, and what is known of them.
pub(super) struct Stream {
    pub reader: Box<dyn BufRead + Send>,
    /// the file on disk, when the bytes are all of it, and not packed
    pub path: Option<PathBuf>,
    /// what the name tells
    pub by_name: Option<Format>,
    /// what messages call it
    pub name: String,
    /// archives around it
    pub depth: usize,
}

/// What is looked at to tell a format and to know that a file is text.
pub(super) const BUFFER: usize = 64 * 1024;

/// The first line is whole, and an object.
fn begins_with_object(head: &[u8]) -> bool {
    let line = head.iter().position(|b| *b == b'\n').map(|end| &head[..end]);
    line.is_some_and(|line| serde_json::from_slice::<serde_json::Map<String, serde_json::Value>>(line).is_ok())
}

/// The first bytes, and a reader that gives them again. A pipe may hand over a few at a time; where the format is `known`
/// these are enough, since a caller that sends line by line waits for its first answer.
pub(super) fn peeked(
    mut reader: Box<dyn BufRead + Send>,
    known: bool,
) -> io::Result<(Vec<u8>, Box<dyn BufRead + Send>)> {
    let head = reader.fill_buf()?;
    if head.len() >= BUFFER || known {
        return Ok((head[..head.len().min(BUFFER)].to_vec(), reader));
    }
    let mut head = Vec::new();
    // lines of JSON may come one by one, from a program that goes on: the first one tells enough
    while head.len() < BUFFER && !begins_with_object(&head) {
        let more = match reader.fill_buf() {
            Ok([]) => break,
            Ok(more) => &more[..more.len().min(BUFFER - head.len())],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) if head.is_empty() => return Err(error),
            // what came before it is whole: the reader meets the fault where it stands
            Err(error) => {
                let rest = BufReader::new(Broken(Some(error)));
                return Ok((head.clone(), Box::new(BufReader::with_capacity(BUFFER, Cursor::new(head).chain(rest)))));
            }
        };
        let read = more.len();
        head.extend_from_slice(more);
        reader.consume(read);
    }
    let again = Cursor::new(head.clone());
    Ok((head, Box::new(BufReader::with_capacity(BUFFER, again.chain(reader)))))
}

/// A reader that fails, as another did.
struct Broken(Option<io::Error>);

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(self.0.take().unwrap_or_else(|| io::ErrorKind::UnexpectedEof.into()))
    }
}

/// All bytes, if there are no more than `largest`.
pub(super) fn whole(
    reader: Box<dyn BufRead + Send>,
    largest: usize,
    path: Option<&Path>,
    place: &Path,
    format: Format,
) -> Result<Vec<u8>, Problem> {
    let length = path.and_then(|path| path.metadata().ok()).map(|meta| meta.len());
    if let Some(length) = length.filter(|length| *length > largest as u64) {
        return Err(too_large(place, &format!("{length} bytes, more than {largest}"), format));
    }
    let mut bytes = Vec::new();
    reader.take(largest as u64 + 1).read_to_end(&mut bytes).map_err(|error| io_problem(place, &error))?;
    if bytes.len() > largest {
        return Err(too_large(place, &format!("more than {largest} bytes"), format));
    }
    Ok(bytes)
}

fn too_large(path: &Path, size: &str, format: Format) -> Problem {
    let hint = if format == Format::Json { "; JSON Lines (.jsonl) are read whatever their size" } else { "" };
    problem(ProblemKind::TooLarge, path, &format!("{size}; skipped{hint}"))
}

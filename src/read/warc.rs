//! Web archives → the pages in them, streamed: one record at a time is in memory.
//!
//! The format is small (lines of a header, a length, that many bytes), so that it is read here; the crates for it keep
//! whole records of any size, and none takes the HTTP answer inside apart.

use std::collections::BTreeMap;
use std::io::{self, BufRead, Read};

use super::decode::charset;
use super::lines::{Ended, bounded_line};
use super::single::one;
use super::{Articles, Format, Place, Problem, ProblemKind, ReadOptions, ReadResult, at_address};

/// The longest line of a header, and the most lines.
const LONGEST_LINE: usize = 64 * 1024;
const MOST_LINES: usize = 1_000;

/// The pages of an archive. What is no page is counted and told at the end.
pub(super) fn pages(reader: Box<dyn BufRead + Send>, input: String, options: &ReadOptions) -> Articles {
    let records =
        Records { reader, input, number: 0, ended: false, left_out: BTreeMap::new(), options: options.clone() };
    Box::new(records)
}

struct Records {
    reader: Box<dyn BufRead + Send>,
    input: String,
    number: usize,
    ended: bool,
    left_out: BTreeMap<String, usize>,
    options: ReadOptions,
}

/// Names in lower case, with their values.
type Header = Vec<(String, String)>;

impl Iterator for Records {
    type Item = ReadResult;

    fn next(&mut self) -> Option<ReadResult> {
        while !self.ended {
            match self.record() {
                Ok(Some(found)) => return Some(found),
                Ok(None) => {}
                Err(error) => {
                    self.ended = true;
                    let reason = format!("cannot be read further, after {} records: {error}", self.number);
                    return Some(Err(self.problem(ProblemKind::Unreadable, self.input.clone(), reason)));
                }
            }
        }
        let left: Vec<String> =
            std::mem::take(&mut self.left_out).iter().map(|(what, n)| format!("{n} {what}")).collect();
        if left.is_empty() {
            return None;
        }
        let reason = format!("left out, no pages: {}", left.join(", "));
        Some(Err(self.problem(ProblemKind::LeftOut, self.input.clone(), reason)))
    }
}

impl Records {
    fn problem(&self, kind: ProblemKind, input: String, reason: String) -> Problem {
        Problem { kind, place: Place { input, line: None }, reason, id: None }
    }

    /// The next record: an article, a problem, or nothing to read.
    fn record(&mut self) -> io::Result<Option<ReadResult>> {
        let Some(version) = self.first_line()? else {
            self.ended = true;
            return Ok(None);
        };
        if !version.starts_with(b"WARC/") {
            return self.found_again().map(Some);
        }
        let header = header(&mut *self.reader)?;
        self.number += 1;
        let get = |name: &str| header.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        let length: u64 = get("content-length")
            .and_then(|n| n.parse().ok())
            .ok_or_else(|| io::Error::other("a record without its length"))?;
        let kind = get("warc-type").unwrap_or_default();
        let url = get("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let content_type = get("content-type").unwrap_or_default();
        // a transferred page has a header before it
        let largest = self.options.largest as u64 * 2 + (1 << 20);
        let is_read = matches!(kind.as_str(), "response" | "resource" | "conversion");
        if !is_read || length > largest {
            let skipped = io::copy(&mut (&mut *self.reader).take(length), &mut io::sink())?;
            if skipped < length {
                return Err(io::Error::other("the archive ends in the middle of a record"));
            }
            return Ok(is_read.then(|| {
                let reason = format!("a record of {length} bytes, more than {largest}; skipped");
                Err(self.problem(ProblemKind::TooLarge, self.named(url.as_deref()), reason))
            }));
        }
        let mut block = Vec::new();
        (&mut *self.reader).take(length).read_to_end(&mut block)?;
        let next = begins_inside(&block);
        if (block.len() as u64) < length && next.is_none() {
            return Err(io::Error::other("the archive ends in the middle of a record"));
        }
        if let Some(at) = next {
            // its length is wrong, and it holds the records behind it
            self.put_back(block.split_off(at));
        }
        if kind == "response" && content_type.starts_with("application/http") {
            return Ok(self.answer(block, url));
        }
        Ok(self.body(block, &content_type, url))
    }

    /// Gives bytes back to be read again.
    fn put_back(&mut self, bytes: Vec<u8>) {
        let rest = std::mem::replace(&mut self.reader, Box::new(io::empty()));
        self.reader = Box::new(io::Cursor::new(bytes).chain(rest));
    }

    /// Goes on at the next record, behind one whose length is too short.
    fn found_again(&mut self) -> io::Result<ReadResult> {
        loop {
            let mut line = Vec::new();
            self.ended = bounded_line(&mut *self.reader, LONGEST_LINE, &mut line)? == Ended::File;
            if line.starts_with(b"WARC/1.") {
                line.push(b'\n');
                self.put_back(line);
                break;
            }
            if self.ended {
                break;
            }
        }
        let reason = "its length is wrong; read as far as that".to_owned();
        let input = format!("{}#{}", self.input, self.number);
        Ok(Err(self.problem(ProblemKind::Malformed, input, reason)))
    }

    fn named(&self, url: Option<&str>) -> String {
        url.map_or_else(|| format!("{}#{}", self.input, self.number), |url| format!("{}#{url}", self.input))
    }

    /// The first line of a record, behind the empty ones that end the record before it.
    fn first_line(&mut self) -> io::Result<Option<Vec<u8>>> {
        for _ in 0..MOST_LINES {
            let mut line = Vec::new();
            let ended = bounded_line(&mut *self.reader, LONGEST_LINE, &mut line)?;
            let line = line.trim_ascii().to_vec();
            match ended {
                Ended::TooLong => break,
                Ended::File if line.is_empty() => return Ok(None),
                _ if line.is_empty() => {}
                _ => return Ok(Some(line)),
            }
        }
        Err(io::Error::other("no record begins where one should"))
    }

    /// The page in an HTTP answer.
    fn answer(&mut self, block: Vec<u8>, url: Option<String>) -> Option<ReadResult> {
        let mut rest: &[u8] = &block;
        let mut status = Vec::new();
        bounded_line(&mut rest, LONGEST_LINE, &mut status).ok()?;
        let code = String::from_utf8_lossy(&status).split_whitespace().nth(1).unwrap_or("?").to_owned();
        let Ok(header) = header(&mut rest) else {
            return self.leave_out("unreadable answers".into());
        };
        if code != "200" {
            return self.leave_out(format!("answers {}", code.chars().take(3).collect::<String>()));
        }
        let get = |name: &str| {
            header.iter().find(|(n, _)| n == name).map(|(_, value)| value.to_ascii_lowercase()).unwrap_or_default()
        };
        let mut body = rest.to_vec();
        if get("transfer-encoding").contains("chunked") {
            body = unchunked(&body).unwrap_or(body);
        }
        if get("content-encoding").contains("gzip") && body.starts_with(b"\x1F\x8B") {
            let unpacked = super::unpack::gzip(Box::new(io::Cursor::new(body)));
            let mut bytes = Vec::new();
            let largest = self.options.largest as u64;
            if let Err(error) = unpacked.take(largest + 1).read_to_end(&mut bytes) {
                return Some(Err(self.problem(ProblemKind::Malformed, self.named(url.as_deref()), error.to_string())));
            }
            body = bytes;
        }
        let content_type = get("content-type");
        self.body(body, &content_type, url)
    }

    fn body(&mut self, body: Vec<u8>, content_type: &str, url: Option<String>) -> Option<ReadResult> {
        let kind = content_type.split(';').next().unwrap_or_default().trim().to_owned();
        let format = match kind.as_str() {
            "text/html" | "application/xhtml+xml" => Format::Html,
            "text/plain" => Format::Text,
            _ => {
                return self.leave_out(if kind.is_empty() {
                    "without a type".into()
                } else {
                    kind.chars().take(40).collect()
                });
            }
        };
        let input = self.named(url.as_deref());
        if body.len() > self.options.largest {
            let reason = format!("{} bytes, more than {}; skipped", body.len(), self.options.largest);
            return Some(Err(self.problem(ProblemKind::TooLarge, input, reason)));
        }
        let article = one(body, format, input, &self.options, charset(content_type));
        Some(article.map(|reading| match url {
            Some(url) => at_address(reading, &url, "the archive"),
            None => reading,
        }))
    }

    fn leave_out(&mut self, what: String) -> Option<ReadResult> {
        // many kinds of one archive are told as one
        let what = if self.left_out.len() > 50 { "others".to_owned() } else { what };
        *self.left_out.entry(what).or_default() += 1;
        None
    }
}

/// Where a record begins inside the block of another.
fn begins_inside(block: &[u8]) -> Option<usize> {
    const VERSION: &[u8] = b"\r\n\r\nWARC/1.";
    let starts =
        block.windows(VERSION.len()).enumerate().filter(|(_, window)| *window == VERSION).map(|(at, _)| at + 4);
    starts.into_iter().find(|at| {
        let line = block[*at..].split(|b| *b == b'\n').nth(1).unwrap_or_default();
        line.starts_with(b"WARC-")
    })
}

/// The lines of a header up to the empty one.
fn header(reader: &mut dyn BufRead) -> io::Result<Header> {
    let mut out: Header = Vec::new();
    for _ in 0..MOST_LINES {
        let mut line = Vec::new();
        let ended = bounded_line(reader, LONGEST_LINE, &mut line)?;
        if line.trim_ascii().is_empty() || ended == Ended::File {
            return Ok(out);
        }
        let line = String::from_utf8_lossy(&line);
        match (line.starts_with([' ', '\t']), line.split_once(':')) {
            (false, Some((name, value))) => out.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            (true, _) => {
                if let Some((_, value)) = out.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
            _ => {}
        }
    }
    Err(io::Error::other("a header that does not end"))
}

/// The bytes of an answer that was sent in chunks, each with its length before it.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut rest = body;
    loop {
        let end = rest.windows(2).take(32).position(|pair| pair == b"\r\n")?;
        let length = std::str::from_utf8(&rest[..end]).ok()?.split(';').next()?.trim();
        let length = usize::from_str_radix(length, 16).ok()?;
        rest = rest.get(end + 2..)?;
        if length == 0 {
            return Some(out);
        }
        out.extend_from_slice(rest.get(..length)?);
        rest = rest.get(length + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_put_together() {
        assert_eq!(unchunked(b"4\r\nPier\r\n5;x\r\n shut\r\n0\r\n\r\n").unwrap(), b"Pier shut");
        assert_eq!(unchunked(b"ffffffffffffffff\r\nPier"), None);
        assert_eq!(unchunked(b"Pier shut"), None);
    }
}

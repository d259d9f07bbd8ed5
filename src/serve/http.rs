//! One request over one connection and its answer, both held to a time, the request also to a length: whoever sends without end,
//! or nothing at all, or does not listen, costs a connection for some seconds and no more.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::answer::Answer;
use super::ask::Refused;

/// Most bytes above the body of a request.
const LONGEST_HEAD: usize = 16 * 1024;
/// Most headers of a request.
const MOST_HEADERS: usize = 64;
/// Time in which a request must have come as a whole.
const TO_ASK: Duration = Duration::from_secs(5);
/// Time in which a visitor must take the answer as a whole.
const TO_TAKE: Duration = Duration::from_secs(20);
/// Time in which a visitor may send what nobody reads, behind the answer.
const TO_LEAVE: Duration = Duration::from_secs(1);
/// Most bytes of that.
const MOST_UNREAD: usize = 1024 * 1024;

/// What stands above the body of a request.
pub struct Head {
    /// GET, POST, or another word
    pub method: String,
    /// the path, and the query behind it
    pub address: String,
    headers: Vec<(String, Vec<u8>)>,
}

impl Head {
    /// The value of a header. Of two hosts or origins none can be trusted.
    pub fn header(&self, name: &str) -> Result<Option<&str>, Refused> {
        let mut found = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        match (found.next(), found.next()) {
            (first, None) => first.map(|(_, v)| std::str::from_utf8(v).map_err(|_| Refused::Request)).transpose(),
            _ => Err(Refused::Request),
        }
    }
}

/// A connection to a visitor.
pub struct Connection {
    stream: Arc<TcpStream>,
    /// when the visitor must be done with asking
    until: Instant,
    /// what was read and not yet understood
    unread: Vec<u8>,
}

impl Connection {
    /// A connection that was just made.
    pub fn new(stream: Arc<TcpStream>) -> Connection {
        Connection { stream, until: Instant::now() + TO_ASK, unread: Vec::new() }
    }

    /// The head of the request; none where the visitor left or was too slow.
    pub fn head(&mut self) -> Result<Option<Head>, Refused> {
        loop {
            if let Some(head) = self.understood()? {
                return Ok(Some(head));
            }
            match LONGEST_HEAD.saturating_sub(self.unread.len()) {
                0 => return Err(Refused::TooLong),
                most if !self.more(most) => return Ok(None),
                _ => {}
            }
        }
    }

    /// The head, once it is there as a whole.
    fn understood(&mut self) -> Result<Option<Head>, Refused> {
        let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
        let mut request = httparse::Request::new(&mut headers);
        let length = match request.parse(&self.unread) {
            Ok(httparse::Status::Complete(length)) => length,
            Ok(httparse::Status::Partial) => return Ok(None),
            Err(httparse::Error::TooManyHeaders) => return Err(Refused::TooLong),
            Err(_) => return Err(Refused::Request),
        };
        let head = Head {
            method: request.method.unwrap_or_default().to_owned(),
            address: request.path.unwrap_or_default().to_owned(),
            headers: request.headers.iter().map(|h| (h.name.to_owned(), h.value.to_vec())).collect(),
        };
        self.unread.drain(..length);
        Ok(Some(head))
    }

    /// The body, of a length that was looked at before; none where the visitor left or was too slow.
    pub fn body(&mut self, length: usize) -> Option<Vec<u8>> {
        while self.unread.len() < length {
            if !self.more(length - self.unread.len()) {
                return None;
            }
        }
        Some(self.unread.drain(..length).collect())
    }

    /// Sends the answer, whole or without its body, and ends the connection.
    pub fn send(mut self, answer: &Answer, with_body: bool) {
        let length = answer.body.len();
        let mut head = format!("HTTP/1.1 {} \r\nConnection: close\r\nContent-Length: {length}\r\n", answer.status);
        for (name, value) in &answer.headers {
            // nothing that could begin another header
            if value.bytes().all(|b| b == b' ' || b.is_ascii_graphic()) {
                head.push_str(&format!("{name}: {value}\r\n"));
            }
        }
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(b"\r\n");
        if with_body {
            bytes.extend_from_slice(&answer.body);
        }
        self.until = Instant::now() + TO_TAKE;
        if !self.write(&bytes) || self.stream.shutdown(Shutdown::Write).is_err() {
            // a visitor who has left needs no answer
            return;
        }
        // closed over bytes that nobody read, the connection would tell the visitor of a fault in place of the answer
        self.until = Instant::now() + TO_LEAVE;
        let mut most = MOST_UNREAD;
        self.unread.clear();
        while most > 0 && self.more(most) {
            most -= self.unread.len();
            self.unread.clear();
        }
    }

    /// The time that is left; none when it is over, since a socket takes no time at all for time without end.
    fn left(&self) -> Option<Duration> {
        Some(self.until.saturating_duration_since(Instant::now())).filter(|left| !left.is_zero())
    }

    /// Sends all bytes; false where they are not taken in time.
    fn write(&mut self, mut bytes: &[u8]) -> bool {
        while !bytes.is_empty() {
            let Some(left) = self.left() else { return false };
            if self.stream.set_write_timeout(Some(left)).is_err() {
                return false;
            }
            match (&*self.stream).write(bytes) {
                Ok(0) => return false,
                Ok(taken) => bytes = &bytes[taken..],
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(_) => return false,
            }
        }
        true
    }

    /// Reads what comes next, so many bytes at most; false where nothing comes in time.
    fn more(&mut self, most: usize) -> bool {
        let Some(left) = self.left() else { return false };
        if self.stream.set_read_timeout(Some(left)).is_err() {
            return false;
        }
        let mut bytes = [0; 4096];
        let most = most.min(bytes.len());
        match (&*self.stream).read(&mut bytes[..most]) {
            Ok(read) => {
                self.unread.extend_from_slice(&bytes[..read]);
                read > 0
            }
            Err(error) => error.kind() == ErrorKind::Interrupted,
        }
    }
}

//! Mails → articles: one (`.eml`), or a mailbox of many, streamed. Newsletters and press releases come this way.

use std::io::BufRead;

use mail_parser::{MessageParser, MimeHeaders};

use super::fields::{check, record_problem};
use super::html;
use super::lines::{Ended, bounded_line};
use super::{Articles, Found, Place, ProblemKind, ReadOptions, ReadResult, reading};
use crate::text::one_line;

/// One mail.
pub(super) fn article(bytes: &[u8], place: Place, options: &ReadOptions) -> ReadResult {
    let Some(mail) = MessageParser::default().parse(bytes) else {
        return Err(record_problem(ProblemKind::Malformed, place, "cannot be read as a mail".into(), None));
    };
    let plain = mail.body_text(0).map(|text| without_signature(&text)).filter(|text| !text.trim().is_empty());
    let has_plain_part =
        mail.text_part(0).is_some_and(|part| part.content_type().is_none_or(|kind| kind.subtype() != Some("html")));
    let page = mail.html_part(0).and_then(|_| mail.body_html(0)).filter(|_| !has_plain_part);
    let text = match page {
        Some(page) => html::article(&page).map(|found| found.text).ok().or_else(|| html::fragment(&page)).or(plain),
        None => plain,
    };
    let text = text.unwrap_or_default();
    if let Err((kind, reason)) = check(&text, options.largest) {
        let reason = if mail.attachment_count() > 0 { format!("{reason}; attachments are not read") } else { reason };
        return Err(record_problem(kind, place, reason, None));
    }
    let sender = mail.from().and_then(|from| from.first());
    let found = Found {
        title: mail.subject().map(one_line),
        outlet: None,
        byline: sender.and_then(|from| from.name().or(from.address())).map(str::to_owned),
        published: mail.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
        url: None,
        text,
        taken: vec!["title, sender and day from the mail's header".into()],
        unread: Vec::new(),
        notes: Vec::new(),
    };
    let mut notes = Vec::new();
    if mail.attachment_count() > 0 {
        notes.push(format!("{} attachments are not read", mail.attachment_count()));
    }
    let id = mail.message_id().map_or_else(|| place.to_string(), str::to_owned);
    Ok(reading(found, id, place, notes, options))
}

/// What stands below the line `-- ` is no text.
fn without_signature(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    text.find("\n-- \n").map_or(text.as_str(), |at| &text[..at]).to_owned()
}

/// The mails of a mailbox, one by one.
pub(super) fn mailbox(reader: Box<dyn BufRead + Send>, input: String, options: &ReadOptions) -> Articles {
    Box::new(Mailbox { reader, input, number: 0, ended: false, options: options.clone() })
}

struct Mailbox {
    reader: Box<dyn BufRead + Send>,
    input: String,
    number: usize,
    ended: bool,
    options: ReadOptions,
}

impl Iterator for Mailbox {
    type Item = ReadResult;

    /// A mail ends at a line that begins with "From " below an empty one.
    fn next(&mut self) -> Option<ReadResult> {
        let longest = self.options.largest.saturating_mul(3);
        let mut mail = Vec::new();
        let mut too_long = false;
        let mut blank = true;
        while !self.ended {
            let mut line = Vec::new();
            match bounded_line(&mut *self.reader, longest, &mut line) {
                Ok(Ended::Line) => {}
                Ok(Ended::File) => self.ended = true,
                Ok(Ended::TooLong) => too_long = true,
                Err(error) => {
                    self.ended = true;
                    let place = Place { input: self.input.clone(), line: None };
                    return Some(Err(record_problem(
                        ProblemKind::Unreadable,
                        place,
                        format!("cannot be read further: {error}"),
                        None,
                    )));
                }
            }
            if blank && line.starts_with(b"From ") {
                if !mail.is_empty() || too_long {
                    return Some(self.mail(&mail, too_long));
                }
                blank = false;
                continue;
            }
            blank = line.trim_ascii().is_empty();
            // ">From " is a "From " that the mailbox had to hide
            let line = if line.starts_with(b">From ") { &line[1..] } else { &line };
            too_long |= mail.len() + line.len() > longest;
            if too_long {
                mail = Vec::new();
            } else {
                mail.extend_from_slice(line);
                mail.push(b'\n');
            }
        }
        let is_mail = too_long || !mail.trim_ascii().is_empty();
        is_mail.then(|| self.mail(&mail, too_long))
    }
}

impl Mailbox {
    fn mail(&mut self, bytes: &[u8], too_long: bool) -> ReadResult {
        self.number += 1;
        let place = Place { input: format!("{}#{}", self.input, self.number), line: None };
        if too_long {
            let reason = format!("the mail has more than {} bytes; skipped", self.options.largest.saturating_mul(3));
            return Err(record_problem(ProblemKind::TooLarge, place, reason, None));
        }
        article(bytes, place, &self.options)
    }
}

//! Mails → articles: one (`.eml`), or a mailbox of many, streamed. Newsletters and press releases come this way.

use std::io::BufRead;
use std::sync::LazyLock;

use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders};
use regex::Regex;

use super::fields::{check, record_problem};
use super::html;
use super::lines::{Ended, bounded_line};
use super::{Articles, Found, Place, ProblemKind, ReadOptions, ReadResult, reading};
use crate::text::dates::printed_date;
use crate::text::one_line;

/// One mail.
pub(super) fn article(bytes: &[u8], place: Place, options: &ReadOptions) -> ReadResult {
    let Some(mail) = MessageParser::default().parse(bytes) else {
        return Err(record_problem(ProblemKind::Malformed, place, "cannot be read as a mail".into(), None));
    };
    let id = mail.message_id().map_or_else(|| place.to_string(), str::to_owned);
    let mut notes = Vec::new();
    let mut found = words_of(&mail);
    // a few words above a mail that is sent along are not the article
    let attached = mail.attachments().find_map(MessagePart::message).filter(|_| words(&found.text) < COVER);
    let attachments = mail.attachment_count() - usize::from(attached.is_some());
    if let Some(inner) = attached {
        found = words_of(inner);
        notes.push("a mail sent along with another one".into());
    }
    if let Err((kind, reason)) = check(&found.text, options.largest) {
        let reason = if attachments > 0 { format!("{reason}; attachments are not read") } else { reason };
        return Err(record_problem(kind, place, reason, None));
    }
    if mail.text_part(0).is_some_and(|part| part.is_encoding_problem) && !found.text.contains(' ') {
        return Err(record_problem(ProblemKind::Malformed, place, "its words cannot be decoded".into(), None));
    }
    notes.extend(forwarded(&mut found));
    if attachments > 0 {
        notes.push(format!("{attachments} attachments are not read"));
    }
    Ok(reading(found, id, place, notes, options))
}

/// Fewer words than these only say what is sent along.
const COVER: usize = 60;

fn words(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The words of a mail, and what its header says of them.
fn words_of(mail: &Message) -> Found {
    let plain = mail.body_text(0).map(|text| without_signature(&text)).filter(|text| !text.trim().is_empty());
    let has_plain_part =
        mail.text_part(0).is_some_and(|part| part.content_type().is_none_or(|kind| kind.subtype() != Some("html")));
    let page = mail.html_part(0).and_then(|_| mail.body_html(0)).filter(|_| !has_plain_part);
    // a page that a browser saved with its pictures
    let saved = mail
        .header("Snapshot-Content-Location")
        .and_then(|url| url.as_text())
        .map(str::trim)
        .filter(|url| !url.is_empty());
    if let (Some(url), Some(page)) = (saved, &page)
        && let Ok(found) = html::article(page)
    {
        return Found { url: found.url.or_else(|| Some(url.to_owned())), ..found };
    }
    let text = match page {
        Some(page) => html::article(&page).map(|found| found.text).ok().or_else(|| html::fragment(&page)).or(plain),
        None => plain,
    };
    let sender = mail.from().and_then(|from| from.first());
    Found {
        title: mail.subject().map(one_line),
        outlet: None,
        byline: sender.and_then(|from| from.name().or(from.address())).map(str::to_owned),
        published: mail.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
        url: None,
        text: text.unwrap_or_default(),
        taken: vec!["title, sender and day from the mail's header".into()],
        unread: Vec::new(),
        notes: Vec::new(),
    }
}

/// Takes a mail that was forwarded inside another for the article, with its own sender, day and subject; and says who
/// forwarded it.
fn forwarded(found: &mut Found) -> Option<String> {
    static HEAD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?xm)^(?:-+\ ?(?:Forwarded\ message|Original\ Message)\ ?-+\s*\n | Begin\ forwarded\ message:\s*\n)?
            \s*(?P<head>\*?From:\*?\ .+\n(?:\*?(?:From|Sent|Date|To|Cc|Subject|Reply-To):\*?\ .*\n){2,6})",
        )
        .expect("a valid pattern")
    });
    let head = HEAD.captures(&found.text)?;
    let (whole, lines) = (head.get(0)?, head.name("head")?.as_str());
    let rest = found.text[whole.end()..].trim_start().to_owned();
    // below a text of its own it is what was answered
    if words(&found.text[..whole.start()]) >= COVER || rest.is_empty() {
        return None;
    }
    let get = |names: &[&str]| {
        let mut lines = lines.lines().map(|line| line.replace('*', ""));
        lines.find_map(|line| {
            let (key, value) = line.split_once(':')?;
            names.contains(&key).then(|| value.trim().to_owned())
        })
    };
    let by = std::mem::replace(&mut found.byline, get(&["From"]).map(|from| sender_name(&from)));
    found.published = get(&["Date", "Sent"]).and_then(|sent| Some(printed_date(&sent)?.0));
    found.title = get(&["Subject"]).or(found.title.take());
    found.text = rest;
    found.taken = vec!["title, sender and day from the mail that was forwarded".into()];
    Some(format!("forwarded by {}", by.as_deref().unwrap_or("somebody")))
}

/// "Tern Bay Courier <news@ternbay.example>" → the name, or the address where there is none.
fn sender_name(from: &str) -> String {
    let name = from.split_once(['<', '[']).map_or(from, |(name, _)| name).trim().trim_matches('"');
    if name.is_empty() { from.trim_matches(['<', '>']).to_owned() } else { name.to_owned() }
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

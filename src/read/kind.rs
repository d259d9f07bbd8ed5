//! What a file is, told by its first bytes. Names only decide where the bytes cannot: Markdown is text, and a table needs
//! to be known by its columns.

use std::path::Path;

use super::Format;
use super::decode::not_text;
use super::fields::{Field, Layout};
use super::no_prose::no_prose;
use super::table;

impl Format {
    /// What a file's name says that it holds; none for names that do not say that it holds articles.
    pub fn of_name(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        Some(match ending.as_str() {
            "txt" | "text" => Format::Text,
            "md" | "markdown" => Format::Markdown,
            "html" | "htm" | "xhtml" => Format::Html,
            "json" => Format::Json,
            "jsonl" | "ndjson" | "jl" => Format::JsonLines,
            "rss" | "atom" | "xml" | "rdf" => Format::Feed,
            "eml" | "mht" | "mhtml" => Format::Mail,
            "mbox" => Format::Mailbox,
            "warc" => Format::Warc,
            "csv" | "tsv" | "tab" => Format::Table,
            "pdf" => Format::Pdf,
            "zip" | "docx" | "odt" | "epub" | "xlsx" | "ods" => Format::Zip,
            "gz" => Format::Gzip,
            "zst" => Format::Zstd,
            _ => return None,
        })
    }

    /// What a file is by its first bytes, `by_name` where these leave it open. The error says what it is instead of an
    /// article.
    pub(super) fn of_content(head: &[u8], by_name: Option<Format>, map: bool) -> Result<Format, String> {
        let signed = match head {
            [0x1F, 0x8B, ..] => Some(Format::Gzip),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Format::Zstd),
            _ if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") => Some(Format::Zip),
            _ if head.starts_with(b"%PDF-") => Some(Format::Pdf),
            _ if head.starts_with(b"WARC/1.") || head.starts_with(b"WARC/0.") => Some(Format::Warc),
            _ => None,
        };
        if let Some(format) = signed {
            return Ok(format);
        }
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
        if let Some(what) = not_text(head) {
            return Err(what.to_owned());
        }
        let text = String::from_utf8_lossy(head);
        let text = text.trim_start();
        if let Some(format) = of_markup(text)? {
            return Ok(format);
        }
        if let Some(format) = of_json(text, by_name) {
            return Ok(format);
        }
        match by_name {
            _ if is_mailbox(text) => Ok(Format::Mailbox),
            _ if is_mail(text) => Ok(Format::Mail),
            Some(Format::Table) => Ok(Format::Table),
            Some(Format::Markdown) => Ok(Format::Markdown),
            _ if table::is_table(text, map) => Ok(Format::Table),
            Some(Format::Json | Format::JsonLines) => by_name.ok_or_else(String::new),
            Some(Format::Feed) => Err("named as a feed, but no XML".into()),
            _ => match no_prose(text).or_else(|| table::without_text(text)) {
                Some(what) => Err(what),
                None => Ok(Format::Text),
            },
        }
    }
}

/// Pages and feeds; an XML file that is neither is an error with its kind.
fn of_markup(text: &str) -> Result<Option<Format>, String> {
    let begins = |tag: &str| text.get(..tag.len()).is_some_and(|h| h.eq_ignore_ascii_case(tag));
    if begins("<!doctype html") || begins("<html") || begins("<!-- saved from url") {
        return Ok(Some(Format::Html));
    }
    if !text.starts_with('<') {
        return Ok(None);
    }
    match root(text) {
        Some("rss" | "feed" | "RDF") => Ok(Some(Format::Feed)),
        Some("html") => Ok(Some(Format::Html)),
        Some(_) if text.to_ascii_lowercase().contains("</p>") && !begins("<?xml") => Ok(Some(Format::Html)),
        Some(other) if begins("<?xml") || text.contains("xmlns") => {
            let other: String = other.chars().take(40).collect();
            Err(format!("XML of the kind <{other}>, which holds no articles that onrecord knows"))
        }
        // a page cut out of a page
        Some("head" | "body" | "div" | "article" | "main" | "section" | "p" | "meta" | "title" | "h1" | "table") => {
            Ok(Some(Format::Html))
        }
        _ => Ok(None),
    }
}

/// The name of the first element, without its prefix.
fn root(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = &rest[rest.find('<')?..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = &comment[comment.find("-->")?..];
        } else if rest.starts_with("<?") || rest.starts_with("<!") {
            rest = &rest[1..];
        } else {
            let name = &rest[1..];
            let name = &name[..name.find(|c: char| c.is_whitespace() || c == '>' || c == '/')?];
            return Some(name.rsplit(':').next().unwrap_or(name));
        }
    }
}

/// One object a line, or a file that is one object or an array. An object alone may be a line; one that wraps its articles,
/// or that is named as a file of its own, is not.
fn of_json(text: &str, by_name: Option<Format>) -> Option<Format> {
    let inside = text.get(1..).unwrap_or_default().trim_start();
    if text.starts_with('[') {
        let is_list = || serde_json::from_str::<Vec<serde_json::Value>>(text).is_ok();
        return (is_list() || inside.starts_with('{') || by_name == Some(Format::Json)).then_some(Format::Json);
    }
    if !text.starts_with('{') {
        return None;
    }
    let (first, rest) = text.split_once('\n').map_or((text, None), |(first, rest)| (first, Some(rest)));
    match (serde_json::from_str::<serde_json::Value>(first), rest) {
        (Ok(_), Some(rest)) if rest.trim_start().starts_with('{') => Some(Format::JsonLines),
        (Ok(object), _) => {
            let names: Vec<&String> = object.as_object().into_iter().flat_map(|object| object.keys()).collect();
            let is_line = by_name != Some(Format::Json) && Layout::new(&names, &[]).get(Field::Text).is_some();
            Some(if is_line || by_name == Some(Format::JsonLines) { Format::JsonLines } else { Format::Json })
        }
        // the line is longer than what was looked at, or none
        (Err(_), None) if inside.starts_with('"') => {
            Some(by_name.filter(|f| *f == Format::Json).unwrap_or(Format::JsonLines))
        }
        (Err(_), Some(rest))
            if inside.starts_with('"') && !first.trim_end().ends_with('}') && !rest.trim_start().starts_with('{') =>
        {
            Some(Format::Json)
        }
        (Err(_), Some(_)) if inside.starts_with('"') => {
            Some(by_name.filter(|f| *f == Format::Json).unwrap_or(Format::JsonLines))
        }
        _ => None,
    }
}

/// The names of a mail's first lines: at least two that only mails have.
fn is_mail(text: &str) -> bool {
    const ONLY_MAIL: &[&str] = &[
        "from",
        "to",
        "subject",
        "message-id",
        "received",
        "mime-version",
        "return-path",
        "delivered-to",
        "content-type",
        "reply-to",
    ];
    let mut found = 0;
    for (n, line) in text.lines().take(60).enumerate() {
        if n > 0 && line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, _)) =
            line.split_once(':').filter(|(n, _)| n.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
        else {
            break;
        };
        found += usize::from(ONLY_MAIL.contains(&name.to_ascii_lowercase().as_str()));
    }
    found >= 2
}

fn is_mailbox(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    first.starts_with("From ") && text.find('\n').is_some_and(|at| is_mail(&text[at + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(head: &str) -> Result<Format, String> {
        Format::of_content(head.as_bytes(), None, false)
    }

    #[test]
    fn files_are_known_by_what_they_hold() {
        for (head, format) in [
            ("No, she said.\n", Format::Text),
            ("{Sic} is what he wrote.", Format::Text),
            ("[1, 2, 3]", Format::Json),
            ("<?xml version='1.0'?>\n<!-- made by hand -->\n<rss version='2.0'>", Format::Feed),
            ("<feed xmlns='http://www.w3.org/2005/Atom'>", Format::Feed),
            ("<?xml version='1.0'?><!DOCTYPE html><html>", Format::Html),
            ("<div><p>Pier shut.</p></div>", Format::Html),
            ("From: Nell <n@x.example>\nSubject: Pier\n\nShut.", Format::Mail),
            (
                "From n@x.example Fri May  3 09:00:00 2024\nFrom: Nell <n@x.example>\nSubject: Pier\n\nShut.",
                Format::Mailbox,
            ),
            ("WARC/1.0\r\nWARC-Type: warcinfo\r\n", Format::Warc),
            ("title,text\nPier,Shut she said\n", Format::Table),
            ("From the pier, she said: no.\nSubject to change.", Format::Text),
            ("date: 2024-05-03\nfrom: nobody\n\nThe pier", Format::Text),
        ] {
            assert_eq!(kind(head), Ok(format), "{head}");
        }
    }

    #[test]
    fn what_holds_no_article_is_named() {
        assert!(kind("<?xml version='1.0'?><gpx><trk/></gpx>").unwrap_err().contains("<gpx>"));
        let table = "Date,Speaker,Quote\n2024-05-13,Bo Lund,\"It is late, he said.\"\n2024-05-14,Vera Holm,No\n";
        assert!(kind(table).unwrap_err().contains("--map text=COLUMN"));
        assert_eq!(kind("Salt, fish, bread\nRum, wool, tin\nAll of it is gone\n"), Ok(Format::Text));
        assert!(kind("-----BEGIN PGP MESSAGE-----\n\nhQEMA5uG\n").is_err());
        let subtitles = "\u{FEFF}WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nGood evening.\n";
        assert_eq!(kind(subtitles), kind(subtitles.trim_start_matches('\u{FEFF}')));
        assert!(kind(subtitles).is_err());
    }
}

//! What the first lines of a text say about it: `date 2023-03-17`, `Title: …`, `Meridian Post, 15 April 2031`, or a YAML block
//! between `---` lines. Such lines may stand behind the headline.
//!
//! The lines stay in the text, which is kept as read; [`Header::end`] tells where the article begins behind them.

use super::Span;
use super::keys::{bare_date, bare_field, capital_field, field, field_line, is_named, value_for};
use super::masthead::masthead;

pub use super::keys::Field;

/// The header of a text; empty when it has none.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Header {
    /// in the order of the lines; dates as `YYYY-MM-DD`, or as printed where day and month could be exchanged
    pub fields: Vec<(Field, String)>,
    /// one past the header's last byte
    pub end: usize,
    /// lines among them that are none: the headline, and what is printed below it
    pub others: Vec<Span>,
}

impl Header {
    /// The first value given for `field`.
    pub fn get(&self, field: Field) -> Option<&str> {
        self.fields.iter().find(|(f, _)| *f == field).map(|(_, value)| value.as_str())
    }
}

/// A header is looked for in this many bytes: a text that begins with `---` need not be read to its end.
const LONGEST: usize = 16 * 1024;

/// A headline and a byline, or a headline in two lines: header lines that stand behind more are those of something else.
const MOST_OTHERS: usize = 2;

/// Reads the header of a text.
pub fn header(text: &str) -> Header {
    let start = text.len() - text.trim_start().len();
    let first = text[start..].lines().next().unwrap_or_default();
    if first.trim_end() == "---" {
        return yaml(text, start + first.len()).unwrap_or_default();
    }
    let mut found = first_lines(text, start);
    if found.get(Field::Title).is_none() {
        add_below_headline(text, start, &mut found);
    }
    // "Source: minister to resign" is a headline; among other lines of a header it would be none
    if found.fields.iter().all(|(field, _)| *field == Field::Outlet) { Header::default() } else { found }
}

/// The header lines with which a text begins.
fn first_lines(text: &str, start: usize) -> Header {
    let mut found = Header::default();
    // in a block of keys, these need no colon
    let mut in_block = is_bare_block(text, start);
    for line in lines(text, start) {
        let printed = line.of(text);
        if printed.is_empty() {
            in_block = false;
            continue;
        }
        if let Some((mut told, end)) = outlet_and_day(text, line) {
            found.fields.append(&mut told);
            found.end = end;
            continue;
        }
        // the day below its outlet
        if line.end <= found.end {
            continue;
        }
        let bare = || if in_block { bare_field(printed).or_else(|| capital_field(printed)) } else { None };
        let Some((field, value)) = field_line(printed).or_else(bare) else {
            if let Some((day, length)) = bare_date(printed) {
                found.fields.push((Field::Published, day));
                found.end = line.start + length;
                in_block = length == printed.len();
            }
            if in_block {
                continue;
            }
            break;
        };
        found.fields.push((field, value));
        found.end = line.end;
    }
    found
}

/// Adds the header lines that stand behind the headline. Among them must be a day, an address or two different keys: what
/// prose does not begin its lines with.
fn add_below_headline(text: &str, start: usize, found: &mut Header) {
    let mut rest = lines(text, found.end.max(start)).filter(|line| !line.is_empty()).peekable();
    let mut others = Vec::new();
    while let Some(line) = rest.next_if(|line| others.len() < MOST_OTHERS && could_be_headline(line.of(text))) {
        others.push(line);
    }
    let in_block = rest.peek().is_some_and(|line| is_bare_block(text, line.start));
    let bare = |line: &str| {
        let day = bare_date(line).filter(|(_, length)| *length == line.len());
        day.map(|(day, _)| (Field::Published, day)).or_else(|| bare_field(line)).filter(|_| in_block)
    };
    let (mut fields, mut end) = (Vec::new(), found.end);
    for line in rest {
        let printed = line.of(text);
        if let Some(mut told) = masthead(printed) {
            fields.append(&mut told);
        } else {
            let told = field_line(printed).filter(|(field, value)| is_named(*field, value));
            let Some(told) = told.or_else(|| bare(printed)) else { break };
            fields.push(told);
        }
        end = line.end;
    }
    let mut all = found.fields.iter().chain(&fields).map(|(field, _)| *field);
    let is_sure = all.any(|field| matches!(field, Field::Published | Field::Url));
    if !others.is_empty() && !fields.is_empty() && (is_sure || fields.iter().any(|(field, _)| *field != fields[0].0)) {
        found.fields.append(&mut fields);
        (found.end, found.others) = (end, others);
    }
}

/// Outlet and day in one line, or in this and the next; where they end.
fn outlet_and_day(text: &str, line: Span) -> Option<(Vec<(Field, String)>, usize)> {
    let next = lines(text, line.start).nth(1).filter(|next| !next.is_empty());
    let both = || next.and_then(|next| Some((masthead(Span::new(line.start, next.end).of(text))?, next.end)));
    masthead(line.of(text)).map(|told| (told, line.end)).or_else(both)
}

/// A short line that is no header line and does not end as a sentence or a list does.
fn could_be_headline(line: &str) -> bool {
    let is_key = field_line(line).or_else(|| bare_field(line)).is_some()
        || bare_date(line).is_some()
        || masthead(line).is_some();
    !is_key && line.len() <= 200 && !line.ends_with(['.', ':', ';', ',', '…']) && line.split_whitespace().count() <= 25
}

/// Whether the lines before the first empty one are keys with their values, one of them a date or an address: two that no
/// prose begins its lines with.
fn is_bare_block(text: &str, start: usize) -> bool {
    let block: Vec<&str> =
        lines(text, start).take(8).map(|line| line.of(text)).take_while(|line| !line.is_empty()).collect();
    let is_date = |line: &&str| bare_date(line).is_some_and(|(_, length)| length == line.len());
    // "Source close to him" is a line of a text where no day stands beside it
    let is_dated = block.iter().any(is_date);
    let is_key = |line: &str| {
        is_date(&line)
            || field_line(line).or_else(|| bare_field(line)).is_some()
            || is_dated && capital_field(line).is_some()
    };
    let is_address = |line: &&str| bare_field(line).is_some_and(|(field, _)| field == Field::Url);
    // a title and an outlet, and nothing else, are a header as well
    let of = |line: &&str| bare_field(line).map(|(field, _)| field);
    let named: Vec<Field> = block.iter().filter_map(of).collect();
    let named = named.contains(&Field::Title) && named.contains(&Field::Outlet);
    let is_told = named || is_dated || block.iter().any(is_address);
    block.len() > 1 && is_told && block.iter().all(|line| is_key(line))
}

/// The lines of the first [`LONGEST`] bytes behind `start`, trimmed.
fn lines(text: &str, start: usize) -> impl Iterator<Item = Span> {
    let mut at = start;
    text[start..].split_inclusive('\n').map_while(move |line| {
        let span = Span::new(at, at + line.len());
        at = span.end;
        (span.end - start <= LONGEST).then(|| span.trim(text))
    })
}

/// A block between `---` lines; none when it is not closed. Only plain `key: value` lines and lists are read, which is
/// what publishing systems and web clippers write for the fields that we know.
fn yaml(text: &str, from: usize) -> Option<Header> {
    let mut found = Header::default();
    let mut list_of = None;
    for line in lines(text, from) {
        let printed = line.of(text);
        if printed == "---" || printed == "..." {
            found.end = line.end;
            return Some(found);
        }
        if let Some(item) = printed.strip_prefix("- ") {
            if let Some(field) = list_of {
                add(&mut found, field, item);
            }
            continue;
        }
        let Some((key, value)) = printed.split_once(':') else { continue };
        list_of = field(key);
        let Some(field) = list_of else { continue };
        match value.trim().strip_prefix('[').and_then(|v| v.strip_suffix(']')) {
            Some(items) if !items.starts_with('[') => items.split(',').for_each(|item| add(&mut found, field, item)),
            _ => add(&mut found, field, value),
        }
    }
    None
}

/// Several writers are one byline.
fn add(found: &mut Header, field: Field, value: &str) {
    let value = value.trim().trim_matches(['"', '\'']).trim_start_matches("[[").trim_end_matches("]]");
    let Some((field, value)) = value_for(field, value) else { return };
    match found.fields.iter_mut().find(|(f, _)| *f == field) {
        Some((Field::Byline, names)) => {
            names.push_str(", ");
            names.push_str(&value);
        }
        Some(_) => {}
        None => found.fields.push((field, value)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn behind(text: &str) -> &str {
        text[header(text).end..].trim()
    }

    #[test]
    fn a_date_in_front_of_text() {
        let text = " date 2023-03-17 The pier is shut.\n\nMore.";
        assert_eq!(header(text).get(Field::Published), Some("2023-03-17"));
        assert_eq!(behind(text), "The pier is shut.\n\nMore.");
    }

    #[test]
    fn header_lines() {
        let text = "Title: Pier shut: no date for reopening\nDate: 3 May 2024\r\nURL: https://ternbay.example/pier\n\n\
                    Source: Tern Bay Courier\nThe pier: a history.\n";
        let found = header(text);
        assert_eq!(found.get(Field::Title), Some("Pier shut: no date for reopening"));
        assert_eq!(found.get(Field::Published), Some("2024-05-03"));
        assert_eq!(found.get(Field::Url), Some("https://ternbay.example/pier"));
        assert_eq!(found.get(Field::Outlet), Some("Tern Bay Courier"));
        assert_eq!(behind(text), "The pier: a history.");
    }

    #[test]
    fn other_words_for_the_same_keys() {
        let found =
            header("Newspaper: Tern Bay Courier\nPublished on: 04/07/2022\nWritten by: Nell Ashworth\n\nThe pier.");
        assert_eq!(found.get(Field::Outlet), Some("Tern Bay Courier"));
        assert_eq!(found.get(Field::Byline), Some("Nell Ashworth"));
        // which of the two months it is, the reader decides
        assert_eq!(found.get(Field::Published), Some("04/07/2022"));
        assert_eq!(header("Meridian Post, 04/07/2022\n\nThe pier.").get(Field::Published), Some("04/07/2022"));
        assert_eq!(header("---\ndate: 04/07/2022\n---\n\nThe pier.").get(Field::Published), Some("04/07/2022"));
    }

    #[test]
    fn keys_without_a_colon_below_a_date() {
        let text = "date 2024-05-03\noutlet Tern Bay Courier\ntitle Pier shut\n\nby the sea.";
        let found = header(text);
        assert_eq!(found.get(Field::Outlet), Some("Tern Bay Courier"));
        assert_eq!(found.get(Field::Title), Some("Pier shut"));
        assert_eq!(found.get(Field::Byline), None);
        assert_eq!(behind(text), "by the sea.");
    }

    #[test]
    fn keys_without_a_colon_in_any_order() {
        let found = header("title Pier shut\noutlet Tern Bay Courier\ndate 2024-05-03\n\nby the sea.");
        assert_eq!(found.get(Field::Title), Some("Pier shut"));
        assert_eq!(found.get(Field::Outlet), Some("Tern Bay Courier"));
        assert_eq!(found.get(Field::Published), Some("2024-05-03"));
        assert_eq!(header("source close to him\ndate 2024-05-03\nwas not told"), Header::default());
        let found = header("outlet Tern Bay Courier\ntitle Pier shut\n\nby the sea.");
        assert_eq!((found.get(Field::Title), found.get(Field::Outlet)), (Some("Pier shut"), Some("Tern Bay Courier")));
        for text in [
            "Title Pier shut for months\nOutlet Tern Bay Courier\nDate 2024-05-03\nAuthor Nell Ashworth\n\nThe pier is old.",
            "Title\tPier shut for months\nDate\t2024-05-03\nOutlet\tTern Bay Courier\n\nThe pier is old.",
        ] {
            let found = header(text);
            let told = (found.get(Field::Title), found.get(Field::Outlet), found.get(Field::Published));
            assert_eq!(told, (Some("Pier shut for months"), Some("Tern Bay Courier"), Some("2024-05-03")), "{text}");
            assert_eq!(behind(text), "The pier is old.");
        }
        assert_eq!(header("Source close to him\nTitle fights are lost\n\nThe pier is old."), Header::default());
        let found = header("title Pier shut\nurl https://ternbay.example/pier\n\nby the sea.");
        assert_eq!(found.get(Field::Url), Some("https://ternbay.example/pier"));
        let found = header("outlet Tern Bay Courier\ntitle Pier shut\nby Nell Ashworth\n\nby the sea.");
        assert_eq!((found.get(Field::Title), found.get(Field::Byline)), (Some("Pier shut"), Some("Nell Ashworth")));
        assert_eq!(header("title fights are lost\nby men\n\nof whom nobody spoke."), Header::default());
    }

    #[test]
    fn header_lines_behind_the_headline() {
        for text in [
            "Pier shut for months\noutlet: Tern Bay Courier\ndate: 2024-05-03\n\nNote: the pier is old.",
            "Pier shut for months\n\nDate: 3 May 2024\n\nOutlet: Tern Bay Courier\nNote: the pier is old.",
            "outlet: Tern Bay Courier\n\nPier shut for months\n\ndate: 2024-05-03\nNote: the pier is old.",
            "Pier shut for months\nBy Nell Ashworth\noutlet Tern Bay Courier\ndate 2024-05-03\n\nNote: the pier is old.",
            "# Pier shut for months\n\n**Outlet:** Tern Bay Courier\n**Date:** 3 May 2024\n\nNote: the pier is old.",
        ] {
            let found = header(text);
            assert_eq!(found.get(Field::Outlet), Some("Tern Bay Courier"), "{text}");
            assert_eq!(found.get(Field::Published), Some("2024-05-03"), "{text}");
            assert_eq!(found.others[0].of(text).trim_start_matches("# "), "Pier shut for months");
            assert_eq!(behind(text), "Note: the pier is old.");
        }
    }

    #[test]
    fn outlet_and_day_in_one_line() {
        for text in [
            "Meridian Post, 3 March 2026\n\nPier shut for months",
            "Meridian Post\n3 March 2026\n\nPier shut for months",
            "Published 3 March 2026 | Meridian Post\nPier shut for months",
            "Pier shut for months\nMeridian Post | 3 March 2026",
        ] {
            let found = header(text);
            assert_eq!(found.get(Field::Outlet), Some("Meridian Post"), "{text}");
            assert_eq!(found.get(Field::Published), Some("2026-03-03"), "{text}");
            assert!(["", "Pier shut for months"].contains(&behind(text)), "{text}");
        }
    }

    #[test]
    fn a_yaml_block() {
        let text = "---\ntitle: \"Pier shut\"\nauthor:\n  - \"[[Nell Ashworth]]\"\n  - Owen Brill\ntags: [pier, harbour]\n\
                    source: https://ternbay.example/pier\npublished: 2024-05-03T09:00:00Z\n---\n\nThe pier is shut.";
        let found = header(text);
        assert_eq!(found.get(Field::Title), Some("Pier shut"));
        assert_eq!(found.get(Field::Byline), Some("Nell Ashworth, Owen Brill"));
        assert_eq!(found.get(Field::Url), Some("https://ternbay.example/pier"));
        assert_eq!(found.get(Field::Published), Some("2024-05-03"));
        assert_eq!(found.get(Field::Outlet), None);
        assert_eq!(behind(text), "The pier is shut.");
    }

    #[test]
    fn prose_is_no_header() {
        for text in [
            "The date: nobody knows it.",
            "Date palms died in 2023.",
            "By the sea.",
            "---\nno end",
            "Link: see below",
            "Source: minister to resign",
            "Pier shut for months\n\nNote: nobody was hurt.",
            "Pier shut for months\n\nSource: minister to resign",
            "Pier shut for months\nBy: the sea\nSource: men who know it",
            "The pier is shut.\nDate: 3 May 2024\nOutlet: Tern Bay Courier",
            "",
        ] {
            assert_eq!(header(text), Header::default(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_end_is_in_the_text(text in "(---\n)?([Dd]ate|title|by|é)[:= ]{0,2}(2024-05-03)?[a-é\n: -]{0,30}(\n---)?") {
            prop_assert!(text.get(header(&text).end..).is_some());
        }
    }
}

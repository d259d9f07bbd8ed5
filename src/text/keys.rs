//! A line of a key and its value: `Date: 3 May 2024`, `outlet Tern Bay Courier`.

use super::dates::{day, leading_date};

/// What a header line can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// headline
    Title,
    /// newspaper, agency or site
    Outlet,
    /// writers
    Byline,
    /// day of publication
    Published,
    /// address
    Url,
}

/// `Key: value` with a key that we know and a value that can be one. A colon is needed, so that prose is not taken.
pub(super) fn field_line(line: &str) -> Option<(Field, String)> {
    let (key, value) = line.split_once([':', '='])?;
    let field = field(key)?;
    value_for(field, value)
}

/// `date 2023-03-17`, the rest of the line being something else.
pub(super) fn bare_date(line: &str) -> Option<(String, usize)> {
    let (key, rest) = line.split_at(line.find(|c: char| !c.is_alphabetic())?);
    if field(key)? != Field::Published {
        return None;
    }
    let value = rest.trim_start_matches(|c: char| c == ':' || c == '=' || c.is_whitespace());
    let (day, length) = leading_date(value)?;
    Some((day, line.len() - value.len() + length))
}

/// `outlet Tern Bay Courier`, with a key in lower case.
pub(super) fn bare_field(line: &str) -> Option<(Field, String)> {
    let (key, value) = line.split_once(' ')?;
    let field = field(key).filter(|_| key.chars().all(char::is_lowercase))?;
    value_for(field, value)
}

pub(super) fn field(key: &str) -> Option<Field> {
    // Markdown sets keys in bold: "**Date:** 3 May 2024"
    Some(match key.trim_matches(['*', '_', ' ', '\t']).to_lowercase().as_str() {
        "title" | "headline" => Field::Title,
        "outlet" | "publisher" | "publication" | "source" | "site" | "site_name" | "sitename" => Field::Outlet,
        "author" | "authors" | "byline" | "by" | "creator" => Field::Byline,
        "date" | "published" | "publication date" | "date published" | "pubdate" | "published_at"
        | "published_time" => Field::Published,
        "url" | "link" | "canonical" | "source_url" | "permalink" => Field::Url,
        _ => return None,
    })
}

/// The value as it is kept; none when it cannot be one. An address given as the source is an address.
pub(super) fn value_for(field: Field, value: &str) -> Option<(Field, String)> {
    let value = value.trim_start_matches('*').trim().trim_matches(['"', '\'']).trim();
    let is_address = value.starts_with("http://") || value.starts_with("https://");
    match field {
        _ if value.is_empty() || value.len() > 500 => None,
        Field::Published => {
            // "date: 2023-03-17 More text" is a date in front of text
            let (_, length) = leading_date(value)?;
            let only = value[length..].chars().all(|c| !c.is_alphabetic() || "TZGMUTCapmBSE ".contains(c));
            if only { Some((field, day(value)?)) } else { None }
        }
        Field::Url | Field::Outlet if is_address => Some((Field::Url, value.to_owned())),
        Field::Url => None,
        _ => Some((field, value.to_owned())),
    }
}

/// Outlets and writers have names: "By: the sea" tells none.
pub(super) fn is_named(field: Field, value: &str) -> bool {
    !matches!(field, Field::Outlet | Field::Byline) || value.starts_with(|c: char| c.is_uppercase() || c.is_numeric())
}

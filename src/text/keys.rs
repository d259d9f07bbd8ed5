//! A line of a key and its value: `Date: 3 May 2024`, `outlet Tern Bay Courier`.

use super::dates::printed_date;

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
    let (day, length) = printed_date(value)?;
    Some((day, line.len() - value.len() + length))
}

/// `outlet Tern Bay Courier`, with a key in lower case; before a tab, as in a table of two columns, in any.
pub(super) fn bare_field(line: &str) -> Option<(Field, String)> {
    let (key, value) = line.split_once('\t').or_else(|| line.split_once(' '))?;
    let is_key = line.contains('\t') || key.chars().all(char::is_lowercase);
    value_for(field(key).filter(|_| is_key)?, value)
}

/// `Outlet Tern Bay Courier`: a key with a capital, where the lines beside it are keys too.
pub(super) fn capital_field(line: &str) -> Option<(Field, String)> {
    let (key, value) = line.split_once(' ')?;
    let field = field(key).filter(|_| key.starts_with(char::is_uppercase))?;
    value_for(field, value).filter(|(field, value)| is_named(*field, value))
}

pub(super) fn field(key: &str) -> Option<Field> {
    // Markdown sets keys in bold: "**Date:** 3 May 2024"
    Some(match key.trim_matches(['*', '_', ' ', '\t']).to_lowercase().as_str() {
        "title" | "headline" => Field::Title,
        "outlet" | "publisher" | "publication" | "newspaper" | "source" | "site" | "site_name" | "sitename" => {
            Field::Outlet
        }
        "author" | "authors" | "byline" | "by" | "creator" | "written by" => Field::Byline,
        "date" | "published" | "published on" | "publication date" | "date published" | "pubdate" | "published_at"
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
            let (day, length) = printed_date(value)?;
            let only = value[length..].chars().all(|c| !c.is_alphabetic() || "TZGMUTCapmBSE ".contains(c));
            only.then_some((field, day))
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

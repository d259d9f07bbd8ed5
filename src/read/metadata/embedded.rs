//! The article in the data from which a page's own program makes what is seen: for pages that print nothing themselves.

use dom_query::Document;
use serde_json::{Map, Value};

use super::facts::{Metadata, is_address};
use super::linked::{name, plain};
use crate::text::dates::day;

/// Objects and lists in each other at most; no such data is as deep.
const DEEPEST: usize = 60;

/// The object with a headline and a day that holds the longest text, which `prose` counts.
pub(super) fn embedded(page: &Document, prose: fn(&str) -> usize) -> Option<Metadata> {
    let mut best: Option<(usize, Metadata)> = None;
    for script in page.select("script[type='application/json']").iter() {
        let Ok(data) = serde_json::from_str::<Value>(&script.text()) else { continue };
        longest(&data, None, 0, &mut |owner, text| {
            let words = prose(&text);
            if best.as_ref().is_none_or(|(most, _)| words > *most) {
                best = about(owner).map(|about| (words, Metadata { body: Some(text), ..about })).or(best.take());
            }
        });
    }
    best.map(|(_, found)| found)
}

/// Hands on every text, with the innermost object around it that could be an article.
fn longest<'v>(
    value: &'v Value,
    owner: Option<&'v Map<String, Value>>,
    depth: usize,
    found: &mut impl FnMut(&'v Map<String, Value>, String),
) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Object(object) => {
            let owner = if about(object).is_some() { Some(object) } else { owner };
            object.values().for_each(|inner| longest(inner, owner, depth + 1, found));
        }
        Value::Array(values) => {
            let pieces: Vec<String> = values.iter().filter_map(paragraph).collect();
            match owner {
                Some(owner) if pieces.len() > 1 => found(owner, pieces.join("\n\n")),
                _ => values.iter().for_each(|inner| longest(inner, owner, depth + 1, found)),
            }
        }
        Value::String(words) => owner.into_iter().for_each(|owner| found(owner, plain(words))),
        _ => {}
    }
}

/// A paragraph of a list: words, or an object that has them under a usual key.
fn paragraph(value: &Value) -> Option<String> {
    let words = match value {
        Value::Object(object) => ["text", "content", "html", "value"].iter().find_map(|key| object.get(*key)?.as_str()),
        other => other.as_str(),
    };
    words
        .filter(|words| !is_address(words))
        .map(|words| plain(words).trim().to_owned())
        .filter(|words| !words.is_empty())
}

/// What an object says of its article; none where it has no headline or no day.
fn about(object: &Map<String, Value>) -> Option<Metadata> {
    let first = |keys: &[&str]| keys.iter().find_map(|key| object.get(*key));
    let title = first(&["headline", "title"])?.as_str()?.to_owned();
    let days = ["datePublished", "publishedAt", "published_at", "publishDate", "firstPublished", "published", "date"];
    let published = days.iter().find_map(|key| day(object.get(*key)?.as_str()?))?;
    let byline = first(&["author", "authors", "byline"]).and_then(|value| name(value, &[], 0));
    Some(Metadata { title: Some(title), published: Some(published), byline, ..Metadata::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Option<Metadata> {
        let page = format!("<div id=__next></div><script id=__NEXT_DATA__ type='application/json'>{json}</script>");
        embedded(&Document::from(page), |text| text.split_whitespace().count())
    }

    #[test]
    fn the_article_that_a_program_would_show() {
        for body in [
            r#""<p>The pier is shut.</p><p>Nobody knows why.</p>""#,
            r#"[{"type": "p", "text": "The pier is shut."}, {"type": "p", "text": "Nobody knows why."}]"#,
            r#"{"blocks": ["The pier is shut.", "Nobody knows why."]}"#,
        ] {
            let found = of(&format!(
                r#"{{"props": {{"consent": {{"title": "We use cookies", "text": "A long text on cookies and what becomes of
                them in the end."}}, "article": {{"headline": "Pier shut", "publishedAt": "2024-05-03T08:12:00Z", "author":
                {{"name": "Nell Ashworth"}}, "body": {body}}}}}}}"#
            ).replace('\n', " "));
            let found = found.unwrap_or_default();
            let told = [&found.title, &found.byline, &found.published].map(Option::as_deref);
            assert_eq!(told, [Some("Pier shut"), Some("Nell Ashworth"), Some("2024-05-03")], "{body}");
            let lines: Vec<&str> = found.body.as_deref().unwrap_or_default().split_terminator('\n').collect();
            assert_eq!(
                (lines.first(), lines.last()),
                (Some(&"The pier is shut."), Some(&"Nobody knows why.")),
                "{body}"
            );
        }
        assert_eq!(of(r#"{"title": "Pier shut", "text": "The pier is shut. Nobody knows why."}"#), None);
    }
}

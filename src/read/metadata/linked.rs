//! JSON-LD: what a page tells search engines of its article.

use std::sync::LazyLock;

use dom_query::Document;
use regex::Regex;
use serde_json::{Map, Value};

use super::facts::{Metadata, is_address, letters};
use crate::text::dates::printed_date;
use crate::text::one_line;

/// Objects in each other that are looked at.
const DEEPEST: usize = 6;

/// What the page's object says that is its article. Of several, the one with the headline of the page, as `printed` in its
/// headings and its title; then one with a headline and a date.
pub(super) fn linked_data(page: &Document, printed: &[&str]) -> Option<Metadata> {
    let scripts = page.select("script[type='application/ld+json']");
    let values: Vec<Value> = scripts.iter().filter_map(|script| parsed(&script.text())).collect();
    let (mut articles, mut named) = (Vec::new(), Vec::new());
    for value in &values {
        articles_in(value, 0, &mut articles);
        named_in(value, 0, &mut named);
    }
    let mut found: Vec<Metadata> = articles.into_iter().map(|article| article_of(article, &named)).collect();
    let is_printed = |m: &Metadata| m.title.as_deref().is_some_and(|title| is_headline(title, printed));
    let best = found.iter().position(is_printed);
    let is_told = |m: &Metadata| m.title.is_some() && m.published.is_some();
    let best = best.or_else(|| found.iter().position(is_told)).unwrap_or_default();
    let same = found.get(best).and_then(|m| m.title.clone());
    // one script may give the facts and another the words
    let own = found.iter().filter(|m| m.title.is_none() || m.title == same);
    let body = own.filter_map(|m| m.body.clone()).max_by_key(String::len);
    let mut best = (!found.is_empty()).then(|| found.swap_remove(best))?;
    best.body = body;
    Some(best)
}

/// Whether one of the printed lines is the title, or one holds the other: "Pier shut | Tern Bay Courier".
fn is_headline(title: &str, printed: &[&str]) -> bool {
    let title = letters(title);
    let mut printed = printed.iter().map(|line| letters(line)).filter(|line| line.len() > 8);
    title.len() > 8 && printed.any(|line| line.contains(&title) || title.contains(&line))
}

/// Pages wrap their JSON in comments, break lines inside strings and leave commas behind.
fn parsed(script: &str) -> Option<Value> {
    static LAST_COMMA: LazyLock<Regex> = LazyLock::new(|| Regex::new(r",(\s*[}\]])").expect("a valid pattern"));
    let json = script.trim().trim_start_matches("<!--").trim_start_matches("//").trim_start_matches("<![CDATA[");
    let first = |json: &str| serde_json::Deserializer::from_str(json).into_iter::<Value>().next()?.ok();
    first(json).or_else(|| {
        let spaced: String = json.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        first(&LAST_COMMA.replace_all(&spaced, "$1"))
    })
}

/// The outermost objects that are articles. What one holds in turn (posts of a liveblog, comments) is not looked at.
fn articles_in<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v Map<String, Value>>) {
    let object = match value {
        _ if depth > DEEPEST => return,
        Value::Array(values) => return values.iter().for_each(|value| articles_in(value, depth + 1, found)),
        Value::Object(object) => object,
        _ => return,
    };
    let is_article = |t: &Value| t.as_str().is_some_and(|t| t.ends_with("Article") || t.ends_with("Posting"));
    let named_article = match object.get("@type") {
        Some(Value::Array(types)) => types.iter().any(is_article),
        Some(one) => is_article(one),
        None => false,
    };
    if named_article {
        return found.push(object);
    }
    let inner = ["@graph", "mainEntity", "mainEntityOfPage"].iter().filter_map(|key| object.get(*key));
    inner.for_each(|inner| articles_in(inner, depth + 1, found));
}

/// The objects that others may stand for by their `@id`.
fn named_in<'v>(value: &'v Value, depth: usize, found: &mut Vec<&'v Value>) {
    match value {
        _ if depth > DEEPEST => {}
        Value::Array(values) => values.iter().for_each(|value| named_in(value, depth + 1, found)),
        Value::Object(object) => {
            found.extend(object.contains_key("@id").then_some(value));
            object.get("@graph").into_iter().for_each(|inner| named_in(inner, depth + 1, found));
        }
        _ => {}
    }
}

fn article_of(object: &Map<String, Value>, graph: &[&Value]) -> Metadata {
    let address = |key: &str| match object.get(key)? {
        Value::Object(inner) => inner.get("@id").or(inner.get("url"))?.as_str(),
        other => other.as_str(),
    };
    let names = |key: &str| object.get(key).and_then(|value| name(value, graph, 0)).map(|name| unescaped(&name));
    Metadata {
        title: names("headline").or_else(|| names("name")),
        outlet: names("publisher"),
        byline: names("author").or_else(|| names("creator")),
        published: ["datePublished", "dateCreated"].iter().find_map(|key| {
            let (day, _) = printed_date(object.get(*key)?.as_str()?)?;
            Some(day)
        }),
        url: ["url", "mainEntityOfPage", "@id"]
            .iter()
            .filter_map(|key| address(key))
            .find(|u| is_address(u))
            .map(str::to_owned),
        body: words(object, "articleBody"),
        posts: posts(object),
        writer_is_body: object.get("author").is_some_and(|author| {
            let kind = author.get("@type").or_else(|| author.get(0)?.get("@type"));
            kind.and_then(Value::as_str).is_some_and(|kind| kind.ends_with("Organization"))
        }),
        summaries: names("description").into_iter().collect(),
        is_paid: object.get("isAccessibleForFree").is_some_and(|free| match free {
            Value::String(word) => word.eq_ignore_ascii_case("false"),
            free => *free == Value::Bool(false),
        }),
        ..Metadata::default()
    }
}

/// What a field says in words.
fn words(object: &Map<String, Value>, key: &str) -> Option<String> {
    object.get(key).and_then(Value::as_str).map(plain).filter(|words| !words.trim().is_empty())
}

/// The posts of a liveblog, each behind its time of day, as pages print them.
fn posts(object: &Map<String, Value>) -> Option<String> {
    let posts: Vec<&Map<String, Value>> =
        object.get("liveBlogUpdate")?.as_array()?.iter().filter_map(Value::as_object).collect();
    let post = |post: &&Map<String, Value>| {
        let time = post.get("datePublished").and_then(Value::as_str).and_then(|moment| moment.get(11..16));
        let headline = words(post, "headline");
        Some([time.map(str::to_owned), headline, Some(words(post, "articleBody")?)].into_iter().flatten())
    };
    Some(posts.iter().filter_map(post).flatten().collect::<Vec<_>>().join("\n\n")).filter(|text| !text.is_empty())
}

/// The name of a person or body, however it is written down; several are joined. `{"@id": …}` stands for another
/// object of the graph.
pub(super) fn name(value: &Value, graph: &[&Value], depth: usize) -> Option<String> {
    let name = match value {
        _ if depth > DEEPEST => return None,
        Value::String(name) => one_line(name),
        Value::Object(object) => match object.get("name").or_else(|| object.get("@list")) {
            Some(inner) => name(inner, graph, depth + 1)?,
            None => match (object.get("givenName"), object.get("familyName")) {
                (None, None) => {
                    let id = object.get("@id")?;
                    let is_named =
                        |other: &Value| ["name", "givenName", "familyName"].iter().any(|key| other.get(key).is_some());
                    let meant = graph.iter().find(|other| other.get("@id") == Some(id) && is_named(other))?;
                    name(meant, graph, depth + 1)?
                }
                (given, family) => {
                    let parts = [given, family].into_iter().flatten().filter_map(Value::as_str);
                    one_line(&parts.collect::<Vec<_>>().join(" "))
                }
            },
        },
        Value::Array(values) => {
            let mut names: Vec<String> = values.iter().filter_map(|value| name(value, graph, depth + 1)).collect();
            let mut seen = std::collections::HashSet::new();
            names.retain(|name| seen.insert(name.to_lowercase()));
            names.join(", ")
        }
        _ => return None,
    };
    (!name.is_empty() && !is_address(&name)).then_some(name)
}

/// Some pages write `&amp;` into their JSON, some twice.
pub(in crate::read) fn unescaped(text: &str) -> String {
    if text.contains('&') && text.contains(';') {
        Document::fragment(text.replace('<', "&lt;")).text().to_string()
    } else {
        text.to_owned()
    }
}

/// A body may be written as markup.
pub(in crate::read) fn plain(body: &str) -> String {
    static TAGS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"</?[a-zA-Z][^<>]*>").expect("a valid pattern"));
    static BREAKS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"(?i)</(?:p|div|li|h\d|blockquote)>|<br\s*/?>").expect("a valid pattern"));
    let text = unescaped(body);
    if !text.contains('<') {
        return text;
    }
    unescaped(&TAGS.replace_all(&BREAKS.replace_all(&text, "\n"), ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(json: &str) -> Metadata {
        linked_data(&Document::from(format!("<script type='application/ld+json'>{json}</script>")), &[])
            .unwrap_or_default()
    }

    #[test]
    fn authors_however_written_down() {
        for author in [
            r#"[{"name": "Nell Ashworth"}, {"name": "Owen Brill"}]"#,
            r#"{"name": ["Nell Ashworth", "Owen Brill"]}"#,
            r#"[{"givenName": "Nell", "familyName": "Ashworth"}, "Owen Brill", {"name": "Owen Brill"}]"#,
            r#"{"@list": [{"name": "Nell Ashworth"}, {"url": "https://ternbay.example/x", "name": "Owen Brill"}]}"#,
        ] {
            let found = of(&format!(r#"{{"@type": "NewsArticle", "author": {author}}}"#));
            assert_eq!(found.byline.as_deref(), Some("Nell Ashworth, Owen Brill"), "{author}");
        }
        let found =
            of(r##"{"@graph": [{"@type": "Article", "author": {"@id": "#nell"}}, {"@type": "Person", "@id": "#nell",
            "name": "Nell Ashworth"}]}"##);
        assert_eq!(found.byline.as_deref(), Some("Nell Ashworth"));
    }

    #[test]
    fn json_that_is_nearly_json() {
        let found = of(
            "{\"@type\": \"NewsArticle\", \"headline\": \"Pier\nshut\", \"articleBody\": \"<p>One.</p><p>Two &amp;amp; more.</p>\",}",
        );
        assert_eq!(found.title.as_deref(), Some("Pier shut"));
        assert_eq!(found.body.as_deref(), Some("One.\nTwo & more.\n"));
    }

    #[test]
    fn posts_of_a_liveblog_are_its_text() {
        let found = of(r#"{"@type": "LiveBlogPosting", "headline": "Flood live", "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": "Gate shut", "datePublished": "2024-05-03T10:40:00Z",
             "articleBody": "<p>It was shut.</p><p>Nobody knows why.</p>"}, {"@type": "BlogPosting", "headline": "A video"},
            {"@type": "BlogPosting", "datePublished": "2024-05-03T09:05:00Z", "articleBody": "It was open."}]}"#);
        let text = "10:40\n\nGate shut\n\nIt was shut.\nNobody knows why.\n\n\n09:05\n\nIt was open.";
        assert_eq!(found.posts.as_deref(), Some(text));
    }

    #[test]
    fn posts_of_a_liveblog_are_not_its_headline() {
        let found = of(r#"[{"@type": "WebPage"}, {"@type": "LiveBlogPosting", "headline": "Flood live",
            "liveBlogUpdate": [{"@type": "BlogPosting", "headline": "Gate opened"}]}]"#);
        assert_eq!(found.title.as_deref(), Some("Flood live"));
    }
}

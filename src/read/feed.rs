//! RSS, Atom and JSON feeds → their entries.

use super::fields::{check, record_problem, without_markup};
use super::metadata::plain;
use super::{Articles, Found, Place, Problem, ProblemKind, ReadOptions, ReadResult, reading};
use crate::text::dates::day;

/// The entries of a feed. Those that give a summary alone are read, and say so.
pub(super) fn entries(bytes: &[u8], input: String, options: &ReadOptions) -> Result<Articles, Problem> {
    let place = Place { input, line: None };
    // the day as printed is the day of publication, wherever the clock of the feed stood
    let moment = |printed: &str| format!("{}T12:00:00Z", day(printed)?).parse().ok();
    let parser = feed_rs::parser::Builder::new().sanitize_content(false).timestamp_parser(moment).build();
    let feed = parser.parse(bytes).map_err(|error| {
        record_problem(ProblemKind::Malformed, place.clone(), format!("cannot be read as a feed: {error}"), None)
    })?;
    if feed.entries.is_empty() {
        return Err(record_problem(ProblemKind::Empty, place, "a feed without entries".into(), None));
    }
    let outlet = feed.title.map(|title| plain(&title.content));
    let options = options.clone();
    Ok(Box::new(feed.entries.into_iter().enumerate().map(move |(i, entry)| {
        let place = Place { input: format!("{}#{}", place.input, i + 1), line: None };
        article(entry, outlet.clone(), place, &options)
    })))
}

fn article(entry: feed_rs::model::Entry, outlet: Option<String>, place: Place, options: &ReadOptions) -> ReadResult {
    let whole =
        entry.content.and_then(|content| content.body).map(without_markup).filter(|text| !text.trim().is_empty());
    let mut notes = Vec::new();
    if whole.is_none() {
        notes.push("the feed gives a summary, not the article".to_owned());
    }
    let text = whole.or(entry.summary.map(|summary| without_markup(summary.content))).unwrap_or_default();
    if let Err((kind, reason)) = check(&text, options.largest) {
        return Err(record_problem(kind, place, reason, Some(entry.id)));
    }
    let is_page = |link: &&feed_rs::model::Link| link.rel.as_deref().is_none_or(|rel| rel == "alternate");
    let names = entry.authors.iter().filter_map(|author| author.name.as_deref()).map(writer);
    let names: Vec<&str> = names.filter(|name| !name.is_empty()).collect();
    let found = Found {
        title: entry.title.map(|title| plain(&title.content).trim().to_owned()),
        outlet,
        byline: (!names.is_empty()).then(|| names.join(", ")),
        published: entry.published.or(entry.updated).map(|moment| moment.format("%Y-%m-%d").to_string()),
        url: entry.links.iter().find(is_page).map(|link| link.href.clone()),
        text,
        taken: vec!["all from the feed".into()],
        unread: Vec::new(),
        notes: Vec::new(),
    };
    // feeds of the same site repeat their ids; an address tells more than a number
    let id = found.url.clone().unwrap_or(entry.id);
    Ok(reading(found, id, place, notes, options))
}

/// "nell@ternbay.example (Nell Ashworth)", as RSS has it: the name. What is left of it may stand in its brackets alone.
fn writer(name: &str) -> &str {
    let inner = name.trim().strip_suffix(')').and_then(|name| name.split_once('('));
    inner.filter(|(mail, _)| mail.is_empty() || mail.contains('@')).map_or(name, |(_, inner)| inner).trim()
}

//! EPUB → its chapters, each an article: e-books that a newspaper makes of its issue have one for each of theirs.

use std::collections::{HashMap, HashSet};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::entries::{Packed, Zip, entry};
use super::fields::record_problem;
use super::html;
use super::office::elements;
use super::xml::attribute;
use super::{Articles, Found, Place, Problem, ProblemKind, ReadOptions, ReadResult, reading};

/// The chapters of a book, in the order of its spine, each read when its turn comes. A file that the spine names again is
/// no other chapter: else a small book could ask for any number of them.
pub(super) fn chapters(
    mut zip: Zip,
    mut packed: Packed,
    place: Place,
    options: &ReadOptions,
) -> Result<Articles, Problem> {
    let fail = |reason: String| record_problem(ProblemKind::Malformed, place.clone(), reason, None);
    let container = entry(&mut zip, "META-INF/container.xml", 1 << 20).map_err(&fail)?;
    let package = attributes(&container, "rootfile", "full-path").into_iter().next();
    let package = package.ok_or_else(|| fail("a zip file without a book or an article".into()))?;
    let opf = entry(&mut zip, &package, 10 << 20).map_err(|reason| fail(format!("{package}: {reason}")))?;
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);
    let hrefs: HashMap<String, String> = pairs(&opf, "item", "id", "href").into_iter().rev().collect();
    let mut seen = HashSet::new();
    let spine = attributes(&opf, "itemref", "idref").into_iter();
    let names: Vec<String> =
        spine.filter_map(|id| Some(joined(folder, hrefs.get(&id)?))).filter(|name| seen.insert(name.clone())).collect();
    let about = About::of(&opf);
    let options = options.clone();
    let none = "no chapter of the book holds an article".to_owned();
    let mut none = Some(Err(record_problem(ProblemKind::NoArticle, place.clone(), none, None)));
    let mut names = names.into_iter();
    Ok(Box::new(std::iter::from_fn(move || {
        while let Some(name) = names.next() {
            let here = Place { input: format!("{}/{name}", place.input), line: None };
            if let Some(i) = zip.index_for_name(&name)
                && let Err(reason) = packed.add(&mut zip, i)
            {
                (names, none) = (Vec::new().into_iter(), None);
                return Some(Err(record_problem(ProblemKind::TooLarge, here, reason, None)));
            }
            let found = match entry(&mut zip, &name, options.largest) {
                Ok(page) => chapter(&page, &about, here, &options),
                Err(reason) => Some(Err(record_problem(ProblemKind::Malformed, here, reason, None))),
            };
            if found.is_some() {
                none = None;
                return found;
            }
        }
        none.take()
    })))
}

/// What the package says of the whole book.
struct About {
    title: Option<String>,
    writer: Option<String>,
    published: Option<String>,
}

impl About {
    fn of(opf: &[u8]) -> About {
        let first = |name: &str| elements(opf, name).into_iter().next().filter(|words| !words.trim().is_empty());
        About { title: first("title"), writer: first("creator"), published: first("date") }
    }
}

/// A chapter; none for covers, tables of contents and the like.
fn chapter(page: &[u8], about: &About, place: Place, options: &ReadOptions) -> Option<ReadResult> {
    let page = String::from_utf8_lossy(page);
    let text = html::fragment(&page).filter(|text| html::prose(text) >= 20)?;
    let found = Found {
        title: html::heading(&page),
        outlet: about.title.clone(),
        byline: about.writer.clone(),
        published: about.published.clone(),
        text,
        taken: vec!["outlet, byline and day from the book".into()],
        ..Found::default()
    };
    Some(Ok(reading(found, place.to_string(), place, Vec::new(), options)))
}

/// `OEBPS` and `text/../a.xhtml` → `OEBPS/a.xhtml`, percent signs undone.
fn joined(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default().replace("%20", " ");
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in href.split('/') {
        match part {
            ".." => {
                parts.pop();
            }
            "." | "" => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn attributes(xml: &[u8], element: &str, name: &str) -> Vec<String> {
    pairs(xml, element, name, name).into_iter().map(|(value, _)| value).collect()
}

/// Two attributes of each of these elements.
fn pairs(xml: &[u8], element: &str, first: &str, second: &str) -> Vec<(String, String)> {
    let source = String::from_utf8_lossy(xml);
    let mut reader = Reader::from_str(&source);
    let mut out = Vec::new();
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) if start.local_name().as_ref() == element => {
                if let (Some(one), Some(other)) = (attribute(&start, first), attribute(&start, second)) {
                    out.push((one, other));
                }
            }
            Ok(Event::Eof) | Err(_) => return out,
            Ok(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_a_book() {
        assert_eq!(joined("OEBPS", "text/../a%20b.xhtml#top"), "OEBPS/a b.xhtml");
        assert_eq!(joined("", "../../a.xhtml"), "a.xhtml");
    }
}

//! Which of a record's fields is the text, the headline, the day: the names that givers of articles use.

use super::metadata::unescaped;
use super::{Found, Problem, ProblemKind};

/// What a field of a record can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// the name that its giver knows the article by
    Id,
    /// the article's words
    Text,
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

/// All fields, with the names that stand for them; in letters and digits alone, the likelier name first.
const NAMES: &[(Field, &[&str])] = &[
    (Field::Id, &["id", "uid", "guid", "docid", "articleid", "pageid"]),
    (
        Field::Text,
        &[
            "text",
            "body",
            "articlebody",
            "articletext",
            "fulltext",
            "maintext",
            "plaintext",
            "bodytext",
            "textcontent",
            "contenttext",
            "content",
            "contenthtml",
            "bodyhtml",
            "html",
            "story",
            "article",
            "extract",
        ],
    ),
    (Field::Title, &["title", "headline", "webtitle", "articletitle", "heading", "pagetitle"]),
    (
        Field::Outlet,
        &[
            "outlet",
            "publisher",
            "source",
            "sourcename",
            "sitename",
            "site",
            "newspaper",
            "publication",
            "sourcedomain",
            "domain",
        ],
    ),
    (Field::Byline, &["byline", "author", "authors", "creator", "writer", "journalist"]),
    (
        Field::Published,
        &[
            "published",
            "date",
            "publishedat",
            "publisheddate",
            "publicationdate",
            "pubdate",
            "datepublished",
            "datepublish",
            "webpublicationdate",
            "publishedtime",
            "publishtime",
            "publishdate",
            "firstpublicationdate",
            "timestamp",
        ],
    ),
    (Field::Url, &["url", "link", "weburl", "permalink", "canonicalurl", "sourceurl", "articleurl", "href"]),
];

impl Field {
    /// `text`, `published` …, as `--map` names them.
    pub fn named(name: &str) -> Option<Field> {
        NAMES.iter().find(|(_, names)| names.first() == Some(&name)).map(|(field, _)| *field)
    }

    /// The names that `--map` understands.
    pub fn all() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(_, names)| names[0])
    }
}

/// Where each field stands among the columns or keys of a record.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Layout {
    at: Vec<(Field, usize)>,
}

impl Layout {
    /// Finds the fields among `names`; what the person maps comes first.
    pub fn new<S: AsRef<str>>(names: &[S], map: &[(Field, String)]) -> Layout {
        let folded: Vec<String> = names.iter().map(|name| folded(name.as_ref())).collect();
        let mut at = Vec::new();
        for (field, known) in NAMES {
            let mapped = map.iter().filter(|(f, _)| f == field).find_map(|(_, name)| {
                let exact = names.iter().position(|n| n.as_ref() == name);
                exact.or_else(|| folded.iter().position(|f| *f == self::folded(name)))
            });
            let is_taken = |i: usize| map.iter().any(|(f, name)| f != field && folded[i] == self::folded(name));
            let usual = || known.iter().filter_map(|k| folded.iter().position(|f| f == k)).find(|i| !is_taken(*i));
            if let Some(i) = mapped.or_else(usual) {
                at.push((*field, i));
            }
        }
        Layout { at }
    }

    pub fn get(&self, field: Field) -> Option<usize> {
        self.at.iter().find(|(f, _)| *f == field).map(|(_, i)| *i)
    }

    /// Makes an article of a record; also its id, if it has one. `take` gives the words of a column, none where it is
    /// empty.
    pub fn article(&self, take: &mut dyn FnMut(usize) -> Option<String>) -> (Found, Option<String>) {
        let mut of = |field| take(self.get(field)?).filter(|words| !words.trim().is_empty());
        let found = Found {
            title: of(Field::Title).map(|title| unescaped(&title)),
            outlet: of(Field::Outlet).map(|outlet| unescaped(&outlet)),
            byline: of(Field::Byline).and_then(|byline| writers(&byline)),
            published: of(Field::Published),
            url: of(Field::Url),
            text: of(Field::Text).unwrap_or_default(),
            ..Found::default()
        };
        (found, of(Field::Id))
    }
}

/// "By Ilse Kahn and Tom Reed" without its first word; none for the number of an account.
fn writers(byline: &str) -> Option<String> {
    let byline = unescaped(byline);
    let byline = byline.trim();
    let named =
        byline.strip_prefix("By ").or_else(|| byline.strip_prefix("BY ")).or_else(|| byline.strip_prefix("by "));
    let named = named.unwrap_or(byline).trim();
    named.contains(char::is_alphabetic).then(|| named.to_owned())
}

/// `date_published`, `Date published` → `datepublished`.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Checks the text of a record; the error names what is wrong with it.
pub(super) fn check(text: &str, largest: usize) -> Result<(), (ProblemKind, String)> {
    if text.trim().is_empty() {
        return Err((ProblemKind::Empty, "the text is empty".into()));
    }
    if text.trim() == "[Removed]" {
        return Err((ProblemKind::Empty, "its giver has removed the article".into()));
    }
    if text.len() > largest {
        let reason = format!("the text has {} bytes, more than {largest}; skipped", text.len());
        return Err((ProblemKind::TooLarge, reason));
    }
    Ok(())
}

/// Words that may be markup, as many givers send them: what a reader sees of them.
pub(super) fn without_markup(text: String) -> String {
    let tags = ["</p>", "<br", "</div>", "<p>", "<p ", "</a>", "<img "];
    if !text.contains('<') || !tags.iter().any(|tag| text.contains(tag)) {
        return text;
    }
    super::html::fragment(&text).unwrap_or(text)
}

/// Some APIs cut the text and say so: "… [+2154 chars]". The words before that, which are no article's, where it is so.
pub(super) fn before_cut(text: &str) -> Option<&str> {
    let end = text.trim_end().strip_suffix("chars]")?;
    let at = end.rfind("[+").filter(|at| at + 14 > end.len())?;
    Some(end[..at].trim_end())
}

/// That they did.
pub(super) fn cut_note(text: &str) -> Option<String> {
    before_cut(text).map(|_| "its giver cut the text short".to_owned())
}

/// A problem with a record.
pub(super) fn record_problem(kind: ProblemKind, place: super::Place, reason: String, id: Option<String>) -> Problem {
    Problem { kind, place, reason, id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_however_they_are_written() {
        let names = ["Date Published", "web_url", "Headline", "bodyText", "source"];
        let layout = Layout::new(&names, &[]);
        assert_eq!(layout.get(Field::Published), Some(0));
        assert_eq!(layout.get(Field::Url), Some(1));
        assert_eq!(layout.get(Field::Title), Some(2));
        assert_eq!(layout.get(Field::Text), Some(3));
        assert_eq!(layout.get(Field::Outlet), Some(4));
        assert_eq!(layout.get(Field::Byline), None);
    }

    #[test]
    fn what_a_person_maps_wins() {
        let layout = Layout::new(&["text", "story"], &[(Field::Text, "story".into()), (Field::Title, "text".into())]);
        assert_eq!(layout.get(Field::Text), Some(1));
        assert_eq!(layout.get(Field::Title), Some(0));
    }
}

//! What a page says of its article, in one record; how names and addresses are compared.

use std::sync::LazyLock;

use regex::Regex;

/// What was found, each from the most reliable place that tells it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::read) struct Metadata {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub published: Option<String>,
    pub url: Option<String>,
    /// the article's words as some pages give them to search engines
    pub body: Option<String>,
    /// the posts of a liveblog, where the page gives them to search engines
    pub posts: Option<String>,
    /// what the page gives as its description, in several wordings
    pub summaries: Vec<String>,
    /// the writer is a body, as the page says
    pub writer_is_body: bool,
    /// the page says that it must be paid for
    pub is_paid: bool,
    /// what was taken from where: "title from JSON-LD"
    pub taken: Vec<String>,
}

/// A value and the place that tells it.
pub(super) type Told = (&'static str, Option<String>);

impl Metadata {
    /// True when the page names no writer but itself: what it prints above the article may tell more.
    pub fn byline_is_weak(&self) -> bool {
        self.writer_is_body || self.byline.as_deref().is_none_or(|byline| self.names_no_writer(byline))
    }

    /// True for the outlet's own name, in whatever form, and for desks.
    pub fn names_no_writer(&self, byline: &str) -> bool {
        static DESK: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(r"(?i)^(?:admin|administrator|(?:the )?(?:web|news|online|digital|national|foreign|sports?|city) ?(?:desk|team|editor|reporter|staff)|staff|staff (?:writer|reporter)|(?:our |a )?(?:correspondent|reporter)|newsroom|editor|editorial(?: (?:team|board))?|guest|user\d*)$").expect("a valid pattern")
        });
        let byline_letters = letters(byline);
        let of_outlet = [self.outlet.as_deref(), self.url.as_deref().and_then(host).as_deref()]
            .into_iter()
            .flatten()
            .any(|outlet| {
                let outlet = letters(outlet);
                outlet == byline_letters
                    || byline_letters.len() > 3 && outlet.contains(&byline_letters)
                    || outlet.len() > 3 && byline_letters.contains(&outlet)
            });
        of_outlet || DESK.is_match(byline)
    }

    /// The byline as it is printed, in place of the page's own name.
    pub fn set_byline(&mut self, byline: String) {
        self.taken.retain(|taken| !taken.starts_with("byline "));
        self.taken.push("byline from the printed line".into());
        self.byline = Some(byline);
    }

    /// The first value that is there, with a note of where it was.
    pub(super) fn take(&mut self, what: &str, told: impl IntoIterator<Item = Told>) -> Option<String> {
        let (place, value) = told.into_iter().find_map(|(place, value)| Some((place, value?)))?;
        self.taken.push(format!("{what} from {place}"));
        Some(value)
    }
}

pub(super) fn same_name(one: &str, other: &str) -> bool {
    letters(one) == letters(other)
}

pub(super) fn letters(name: &str) -> String {
    let name = name.to_lowercase();
    let name = name.strip_prefix("the ").unwrap_or(&name);
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

pub(super) fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

pub(super) fn host(url: &str) -> Option<String> {
    let host = url.split_once("://")?.1.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then(|| host.to_owned())
}

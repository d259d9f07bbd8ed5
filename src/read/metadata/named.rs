//! The `meta` elements of a page.

use dom_query::Document;

use crate::text::dates::{day, printed_date};
use crate::text::one_line;

/// The `meta` elements of a page: names in lower case, with their contents.
pub(super) struct Named(Vec<(String, String)>);

impl Named {
    /// Those of a page.
    pub(super) fn new(page: &Document) -> Self {
        let metas = page.select("meta");
        let pairs = metas.iter().filter_map(|meta| {
            let name = ["property", "name", "itemprop"].iter().find_map(|key| meta.attr(key))?;
            let content = one_line(&meta.attr("content")?);
            (!content.is_empty()).then(|| (name.to_ascii_lowercase(), content))
        });
        Named(pairs.collect())
    }

    /// The content of the first of `names` that is there and that `fits`.
    pub(super) fn first(&self, names: &[&str], fits: impl Fn(&str) -> bool) -> Option<String> {
        names.iter().find_map(|name| self.0.iter().find(|(n, c)| n == name && fits(c)).map(|(_, c)| c.clone()))
    }

    /// The contents of the first of `names` that is there with one that `fits`: all of them, each once.
    pub(super) fn all(&self, names: &[&str], fits: impl Fn(&str) -> bool) -> Option<String> {
        let of = |name: &&&str| {
            let mut found: Vec<&str> = Vec::new();
            for (_, content) in self.0.iter().filter(|(n, c)| n == **name && fits(c)) {
                if !found.iter().any(|known| known.contains(content.as_str())) {
                    found.push(content);
                }
            }
            (!found.is_empty()).then(|| found.join(", "))
        };
        names.iter().find_map(|name| of(&name))
    }

    /// The day of publication, by the names that it goes by.
    pub(super) fn day(&self) -> Option<String> {
        const NAMES: &[&str] = &[
            "article:published_time",
            "article:published",
            "article.published",
            "article.created",
            "og:article:published_time",
            "datepublished",
            "publication_date",
            "published_at",
            "published-date",
            "article_date_original",
            "originalpublicationdate",
            "bt:pubdate",
            "dateissued",
            "cxenseparse:recs:articlepublishtime",
            "og:published_time",
            "og:pubdate",
            "og:publish_date",
            "og:article:published",
            "article:pubdate",
            "article:publish_date",
            "article.pubdate",
            "parsely-pub-date",
            "sailthru.date",
            "cxenseparse:recs:publishtime",
            "publishdate",
            "publish-date",
            "publish_date",
            "pubdate",
            "dc.date.issued",
            "dcterms.issued",
            "dc.date",
            "dcterms.date",
            "date",
        ];
        let certain = self.first(NAMES, |content| day(content).is_some());
        let printed = certain.or_else(|| self.first(NAMES, |content| printed_date(content).is_some()))?;
        printed_date(&printed).map(|(day, _)| day)
    }
}

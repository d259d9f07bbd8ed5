//! The `meta` elements of a page.

use dom_query::Document;

use crate::text::dates::day;
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
        self.first(NAMES, |content| day(content).is_some()).and_then(|content| day(&content))
    }
}

//! An article: what is read, stored and extracted from.

use serde::{Deserialize, Serialize};

/// One news article. `text` is kept exactly as read; every offset of the program refers to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// the name its giver knows it by: the `id` of a JSON line, else the path that it was read from
    pub id: String,
    /// the article's text, decoded, otherwise untouched
    pub text: String,
    /// headline
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// newspaper, agency or site
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// writers as printed
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub byline: Option<String>,
    /// day of publication, `YYYY-MM-DD`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// address
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

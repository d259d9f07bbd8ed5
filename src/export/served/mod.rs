//! The pages of `serve`: what was found, one page a matter, linked with each other; with forms to decide where the visitor may.
//!
//! Only what is shown. Which address shows what, and who may decide, is the affair of `serve`.

mod lists;
mod one;
mod whole;

use maud::{DOCTYPE, Markup, html};

use super::page::seen;

pub use lists::{MOST_ROWS, Marked, Part, Start, found, start};
pub use one::{article, conflict, review, speaker, statement};
pub use whole::{articles, conflicts, decisions, speakers};

/// Style of all pages, at [`STYLE_AT`].
pub const STYLE: &str = concat!(include_str!("../page.css"), include_str!("served.css"));
/// Script of all pages, at [`SCRIPT_AT`].
pub const SCRIPT: &str = concat!(include_str!("../report/filter.js"), include_str!("keys.js"));
/// Address of the style.
pub const STYLE_AT: &str = "/page.css";
/// Address of the script.
pub const SCRIPT_AT: &str = "/page.js";

/// What every page leads to.
const PARTS: [(&str, &str); 7] = [
    ("/", "Start"),
    ("/conflicts", "Conflicts"),
    ("/articles", "Articles"),
    ("/speakers", "Speakers"),
    ("/decisions", "Decisions"),
    ("/review", "Review"),
    ("/report", "Report"),
];

/// Who looks at a page.
pub struct Visitor {
    /// goes into every form of one who may decide; none for one who may only read
    pub form_token: Option<String>,
}

/// A page with its heading.
fn frame(title: &str, body: Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (seen(title)) " – onrecord" }
                link rel="stylesheet" href=(STYLE_AT);
                script src=(SCRIPT_AT) defer {}
            }
            body {
                a class="skip" href="#main" { "To the content" }
                header {
                    nav aria-label="Parts of the database" {
                        ul {
                            @for (at, name) in PARTS {
                                li { a href=(at) { (name) } }
                            }
                        }
                    }
                    form action="/search" method="get" role="search" {
                        label { "Words or a speaker " input type="search" name="q" required; }
                        " " button { "Search" }
                    }
                }
                main id="main" tabindex="-1" { h1 { (seen(title)) } (body) }
            }
        }
    };
    page.into_string()
}

/// Words as they may stand in an address.
fn encoded(words: &str) -> String {
    let byte = |b: u8| match b {
        b if b.is_ascii_alphanumeric() => char::from(b).to_string(),
        b => format!("%{b:02X}"),
    };
    words.bytes().map(byte).collect()
}

/// A page that says what did not work.
pub fn told(title: &str, words: &str) -> String {
    frame(title, html! { p { (seen(words)) } })
}

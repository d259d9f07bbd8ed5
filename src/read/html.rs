//! A page as a browser saves it → its article: the text without menus, boxes and footers, and its metadata.

mod blocks;
mod bounds;
mod byline;
mod choose;
mod day;
mod joined;
mod named;
mod others;

use dom_query::Document;

use super::Found;
use super::block_quote::quoted;
use super::metadata::{add_embedded, metadata};
use crate::document::furniture::{Part, is_prose, parts};
use crate::document::paragraphs::paragraphs;
use crate::text::one_line;
use blocks::{Block, blocks, with_days};
use byline::printed_byline;
use choose::{Vote, choose, without_furniture};
use day::printed_day;
use joined::joined;

/// Words of a page that must be paid for: fewer may be what everybody is shown.
const WHOLE: usize = 200;

/// Words of a block that names the writers and the day.
const BYLINE: usize = 25;

const BEYOND_BOUNDS: &str = "the page is nested too deep or too large in its parts to be parsed";

/// Reads all that the page of a draft shows, headings and boxes too: which of it is the article, nobody need guess.
pub(super) fn draft(html: &str) -> Result<Found, String> {
    let passages = passages(html).ok_or(BEYOND_BOUNDS)?;
    let marked = |(words, in_quotation): (String, bool)| if in_quotation { quoted(&words) } else { words };
    let text = passages.into_iter().map(marked).collect::<Vec<_>>().join("\n\n");
    Ok(Found { text, title: heading(html), ..Found::default() })
}

/// Finds the article in a page; the error says in words why there is none.
pub(super) fn article(html: &str) -> Result<Found, String> {
    if bounds::is_beyond_bounds(html) {
        return Err(BEYOND_BOUNDS.into());
    }
    let page = Document::from(html);
    let mut meta = metadata(&page, html);
    let (blocks, days) = with_days(&page);
    drop(page);
    let mut chosen = choose(&blocks, &vote(html, meta.body.as_deref()), meta.title.as_deref(), &meta.summaries);
    if let Some((byline, at)) = printed_byline(&blocks, &chosen, |name| meta.names_no_writer(name)) {
        if meta.byline_is_weak() {
            meta.set_byline(byline);
        }
        // a line of the summary may stand in the same block
        let is_all = blocks[at].text.split_whitespace().count() <= BYLINE;
        chosen.retain(|i| *i != at || !is_all);
    }
    if meta.published.is_none()
        && let Some((place, day)) = printed_day(&blocks, &days, &chosen, meta.title.as_deref())
    {
        meta.taken.push(format!("date from {place}"));
        meta.published = Some(day);
    }
    let mut notes: Vec<String> = others::left_out(&blocks, &chosen).into_iter().collect();
    let text = joined(&blocks, &without_furniture(&blocks, chosen));
    let told = meta.body.take().filter(|told| is_article(told));
    let text = match told {
        // some pages show the beginning, or nothing, and give search engines the whole
        Some(told) if prose(&told) > 2 * prose(&text) => {
            meta.taken.push("text from JSON-LD".into());
            told
        }
        _ => text,
    };
    let text = match meta.posts.take() {
        _ if is_article(&text) => Some(text),
        // a page that shows nothing itself
        Some(posts) if is_article(&posts) => {
            meta.taken.push("text from the posts in JSON-LD".into());
            notes.clear();
            Some(posts)
        }
        _ => add_embedded(&mut meta, &Document::from(html), prose).filter(|told| is_article(told)),
    };
    let text = text.ok_or_else(|| no_article(&blocks))?;
    if meta.is_paid && prose(&text) < WHOLE {
        meta.taken.push("perhaps the beginning only, since the page says that it is not free".into());
    }
    Ok(Found {
        text,
        title: meta.title,
        outlet: meta.outlet,
        byline: meta.byline,
        published: meta.published,
        url: meta.url,
        taken: meta.taken,
        unread: Vec::new(),
        notes,
    })
}

/// That a page holds no article; and what it holds, where its longest words are known for that.
fn no_article(blocks: &[Block]) -> String {
    let shown = blocks.iter().filter(|block| !block.hidden && is_prose(&block.text));
    let longest = shown.max_by_key(|block| block.text.len());
    let part = longest.and_then(|block| parts(&block.text, &paragraphs(&block.text)).first().copied());
    match part {
        Some(Part::Furniture(rule)) => format!("no article found in the page, only this: {rule}"),
        _ => "no article found in the page".into(),
    }
}

/// What `trafilatura` and the page itself say that the article's words are. The first is others' code: should it panic,
/// the second remains.
fn vote(html: &str, told: Option<&str>) -> Vote {
    let options = trafilatura::Options::default().with_exclude_comments(true);
    let found = std::panic::catch_unwind(|| trafilatura::extract(html, &options).map(|found| found.content_text));
    let found = found.ok().and_then(Result::ok).unwrap_or_default();
    Vote::new(&[&found, told.unwrap_or_default()].join("\n"))
}

/// The words of a piece of markup (an entry of a feed, a chapter, a field): all that is not called furniture.
pub(super) fn fragment(html: &str) -> Option<String> {
    if bounds::is_beyond_bounds(html) {
        return None;
    }
    let blocks = blocks(&Document::from(html));
    let chosen: Vec<usize> = (0..blocks.len()).filter(|i| !blocks[*i].furniture).collect();
    Some(joined(&blocks, &without_furniture(&blocks, chosen)))
}

/// The passages of a piece of markup, each with whether a block quotation holds it.
pub(super) fn passages(html: &str) -> Option<Vec<(String, bool)>> {
    if bounds::is_beyond_bounds(html) {
        return None;
    }
    let shown = blocks(&Document::from(html)).into_iter().filter(|block| !block.hidden);
    Some(shown.map(|block| (block.text, block.quote.is_some() && !block.cite)).collect())
}

/// The first heading.
pub(super) fn heading(html: &str) -> Option<String> {
    if bounds::is_beyond_bounds(html) {
        return None;
    }
    let words = one_line(&Document::from(html).select_single("h1, h2, h3").text());
    Some(words).filter(|words| !words.is_empty())
}

/// A list of links or a cookie note is no article.
fn is_article(text: &str) -> bool {
    prose(text) >= 10
}

/// Words in paragraphs that are sentences and no furniture.
pub(super) fn prose(text: &str) -> usize {
    let found = paragraphs(text);
    let parts = parts(text, &found);
    let body = found.iter().zip(&parts).filter(|(_, part)| **part == Part::Body).map(|(p, _)| p.of(text));
    body.filter(|words| is_prose(words)).map(|words| words.split_whitespace().count()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(html: &str) -> String {
        article(html).unwrap().text
    }

    #[test]
    fn a_news_page_gives_its_article() {
        let page = r##"<!DOCTYPE html><html><head><title>Harbour board refuses to reopen pier | Tern Bay Courier</title></head><body>
            <div id="cookie-banner"><p>We use cookies to improve your experience. Accept all.</p></div>
            <header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News</a></li></ul></nav></header>
            <main><article><h1>Harbour board refuses to reopen pier</h1><p class="byline">By <a rel="author" href="/x">Nell Ashworth</a></p>
            <figure><img src="a.jpg"><figcaption>The pier has been shut since February (Owen Brill/Tern Bay Courier)</figcaption></figure>
            <p>The harbour board has refused to reopen the old pier before the summer season,
            saying that its iron columns are no longer safe.</p>
            <p>“We cannot put a single visitor at risk,” the board’s chair, <strong>Ruth Calloway</strong>, said on Friday.</p>
            <blockquote><p>“It will take two years,” said Imran Sadiq, an engineer.</p></blockquote>
            <ul><li>The survey found 41 damaged columns, Ms&nbsp;Calloway said.</li><li>Repairs would cost £6m, according to the board.</li></ul>
            <p><a href="/2">Lifeboat crew honoured by the county</a></p><p>Traders said they had been given no warning. Tom Varley called the decision “a hammer blow”.<br>He will appeal.</p>
            <aside class="related"><h4>Related</h4><ul><li><a href="/1">Ferry strike called off</a></li></ul></aside></article></main>
            <footer><p>© 2024 Tern Bay Media. All rights reserved.</p></footer></body></html>"##;
        let text = text(page);
        assert!(text.contains(
            "The harbour board has refused to reopen the old pier before the summer season, saying that its iron \
             columns are no longer safe.\n\n“We cannot put a single visitor at risk,” the board’s chair, Ruth Calloway, \
             said on Friday.\n\n“It will take two years,” said Imran Sadiq, an engineer.\n\nThe survey found 41 damaged \
             columns, Ms\u{a0}Calloway said.\n\nRepairs would cost"
        ));
        assert!(text.ends_with("“a hammer blow”.\nHe will appeal."), "{text}");
        for furniture in ["cookies", "Home", "Lifeboat", "Ferry strike", "rights reserved"] {
            assert!(!text.contains(furniture), "{furniture} in {text}");
        }
    }

    #[test]
    fn a_page_of_tables_and_line_breaks() {
        let page = "<html><head><title>Minister denies knowing of cracks</title></head><body><table><tr><td class=menu>\
            <a href=1>News</a><br><a href=2>Programmes</a></td><td><div>The energy minister, Pavol Drenko, on Tuesday denied \
            that he had known of cracks in the Velka dam before the flood.<br><br>\"Nobody told me, and nobody told my deputy,\" \
            Drenko told Radio Ostrel. He accused the dam's operator of hiding a report.<br><br>The operator, Velka Water, said \
            that it had sent the report to the ministry in March. \"We have the receipt,\" said its director, Jana \
            Holm.<br><br>Opposition leaders demanded that Drenko resign. They said that parliament would vote on \
            Thursday.</div></td></tr></table></body></html>";
        let text = text(page);
        assert!(text.starts_with("The energy minister"), "{text}");
        assert!(text.contains("before the flood.\n\n\"Nobody told me"));
        assert!(text.ends_with("would vote on Thursday."));
    }

    #[test]
    fn a_short_report_comes_without_its_menu() {
        let page = "<html><head><title>Bus fares to rise</title></head><body><nav><a href=/>Home</a> <a href=/a>About</a></nav>\
            <article><h1>Bus fares to rise</h1><p>Bus fares in Marrow will rise by a tenth in April, the council said on Monday.</p>\
            <p>“Fuel costs leave us no choice,” said transport chief Lena Ortiz.</p></article><footer>Contact us | Privacy</footer></body></html>";
        assert_eq!(
            text(page),
            "Bus fares in Marrow will rise by a tenth in April, the council said on Monday.\n\n“Fuel costs leave us no \
             choice,” said transport chief Lena Ortiz."
        );
    }

    #[test]
    fn words_given_to_search_engines_serve_where_the_page_shows_none() {
        let page = r#"<body><div id="app"></div><script type="application/ld+json">{"@type": "NewsArticle", "articleBody":
            "The council will raise bus fares by a tenth in April, it said on Monday.\nLena Ortiz blamed the price of fuel for the change."}</script>"#;
        assert!(text(page).starts_with("The council will raise"));
    }

    #[test]
    fn no_article() {
        for page in [
            "",
            "<html><body></body></html>",
            "<html><body><ul><li><a href=1>Bus fares to rise</a></li><li><a href=2>School reopens</a></li></ul></body></html>",
            "<html><body><p>We use cookies to improve your experience.</p><p>Sign in</p></body></html>",
        ] {
            assert!(article(page).is_err(), "{page}");
        }
    }

    pub(super) fn in_article(inner: &str) -> String {
        let prose = "<p>The harbour board has refused to reopen the old pier before the summer season begins.</p>";
        text(&format!(
            "<html><body><article><h1>Pier shut</h1>{prose}{inner}{prose_2}</article></body></html>",
            prose_2 =
                "<p>The survey found more than forty damaged columns below the deck, the board told the council.</p>"
        ))
    }

    #[test]
    fn inline_quotations_get_their_marks() {
        let found = in_article(
            "<p>The chair called it <q>a <q>calculated</q> risk </q>and left the room without another word.</p>",
        );
        assert!(found.contains("called it “a ‘calculated’ risk” and left the room"), "{found}");
        let marked =
            in_article("<p>The chair called it <q>“a calculated risk”</q> and left the room without another word.</p>");
        assert!(marked.contains("called it “a calculated risk” and left"), "{marked}");
    }

    #[test]
    fn captions_boxes_and_bars_go() {
        let found = in_article(
            "<figure><img src=a><figcaption>Ruth Calloway said at the pier that it was unsafe.</figcaption></figure>\
            <div class=share-bar>Share this with all of your friends.</div><div class='relatedStories'><p>The ferry strike has been called off after talks, its union says.</p></div>\
            <div class=\"pull-quote\">It will take two years, she said to us.</div><p>Read more: <a href=1>Lifeboat crew honoured by the county</a></p>",
        );
        for furniture in ["unsafe", "Share", "ferry", "two years", "Lifeboat"] {
            assert!(!found.contains(furniture), "{furniture} in {found}");
        }
    }

    #[test]
    fn what_readers_write_below_the_article_is_not_its_text() {
        let comments = "<div class=post><p>My uncle said that the board was bought by the ferry firm, as everybody knows.</p></div>\
            <div class=post><p>The mayor promised us in 2019 that the pier would be mended, and he lied to our faces.</p></div>\
            <div class=post><p>They claim that there is no money, but they found six million for a car park.</p></div>";
        for head in ["<h3>3 thoughts on “Pier shut”</h3>", "<h2>Comments (3)</h2>", "<h3>Readers’ views (3)</h3>"]
        {
            let found = text(&format!(
                "<html><body><main><article><h1>Pier shut</h1><p>The harbour board has refused to reopen the old pier before \
                 the summer season begins.</p><h2>No comments</h2><p>The survey found more than forty damaged columns below \
                 the deck, the board told the council.</p><section>{head}{comments}</section></article></main></body></html>"
            ));
            assert!(found.ends_with("the board told the council."), "{found}");
        }
    }

    #[test]
    fn a_page_that_must_be_paid_for_may_show_its_beginning_only() {
        let page = |free: &str, times: usize| {
            let prose = "<p>The harbour board has refused to reopen the old pier before the summer season begins.</p>"
                .repeat(times);
            let data = format!(r#"{{"@type": "NewsArticle", "headline": "Pier shut", "isAccessibleForFree": {free}}}"#);
            let page = format!(
                "<script type='application/ld+json'>{data}</script><article><h1>Pier shut</h1>{prose}</article>"
            );
            article(&page).unwrap().taken.iter().any(|taken| taken.contains("beginning only"))
        };
        assert!(page("false", 1) && page("\"False\"", 1));
        assert!(!page("true", 1) && !page("\"True\"", 1));
    }

    #[test]
    fn a_liveblog_that_the_page_loads_later_is_read_from_what_search_engines_get() {
        let post = |time: &str, words: &str| {
            format!(r#"{{"@type": "BlogPosting", "datePublished": "2024-05-03T{time}:00Z", "articleBody": "{words}"}}"#)
        };
        let posts = [
            post("09:30", "The chair of the board said that it could not put a single visitor at risk."),
            post("08:12", "Traders on the quay said that they had been given no warning by anybody."),
        ];
        let found = text(&format!(
            r#"<html><body><h1>Pier live</h1><div id=app></div><script type="application/ld+json">{{"@type":
            "LiveBlogPosting", "headline": "Pier live", "liveBlogUpdate": [{}]}}</script></body></html>"#,
            posts.join(",")
        ));
        assert!(found.starts_with("09:30\n\nThe chair") && found.contains("\n\n08:12\n\nTraders"), "{found}");
    }

    #[test]
    fn a_class_around_the_whole_article_is_no_box() {
        let page = in_article("").len();
        let wrapped = text(&"<html><body><div class='layout has-sidebar related'>@</div></body></html>".replace('@',
            "<article><h1>Pier shut</h1><p>The harbour board has refused to reopen the old pier before the summer season begins.</p>\
             <p>The survey found more than forty damaged columns below the deck, the board told the council.</p></article>"));
        assert_eq!(wrapped.len(), page);
    }

    #[test]
    fn a_line_of_names_is_the_byline_where_the_page_names_only_itself() {
        let found = article("<html><head><meta property=og:site_name content='Tern Bay Courier'><meta name=author content='Tern Bay Courier'></head>\
            <body><article><h1>Pier shut</h1><p><b>Nell Ashworth/Owen Brill</b></p><p>The harbour board has refused to reopen the old pier before the summer season.</p>\
            <p>The survey found more than forty damaged columns below the deck, the board told the council.</p></article></body></html>").unwrap();
        assert_eq!(found.byline.as_deref(), Some("Nell Ashworth/Owen Brill"));
        assert!(found.text.starts_with("The harbour board"), "{}", found.text);
        assert!(found.taken.contains(&"byline from the printed line".to_owned()), "{:?}", found.taken);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_markup_is_survived(page in "(<(/?(p|div|b|article|table|td|script|!--)( class=\"byline\")?>?)|[a-z é&;.]){0,80}") {
            let _ = article(&page);
        }
    }
}

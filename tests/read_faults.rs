//! What was read wrong, or lost, without a word: each test bears the name of the fault that it holds.

use onrecord::article::Article;
use onrecord::read::{Problem, ReadArticle, ReadOptions, ReadResult, Source};

fn results(name: &str, bytes: impl AsRef<[u8]>) -> Vec<ReadResult> {
    Source::of_bytes(name, bytes.as_ref().to_vec()).articles(&ReadOptions::default()).collect()
}

#[track_caller]
fn reading(name: &str, bytes: impl AsRef<[u8]>) -> ReadArticle {
    results(name, bytes).into_iter().next().expect("a result").unwrap_or_else(|problem| panic!("{problem}"))
}

#[track_caller]
fn article(name: &str, bytes: impl AsRef<[u8]>) -> Article {
    reading(name, bytes).article
}

#[track_caller]
fn problem(name: &str, bytes: impl AsRef<[u8]>) -> Problem {
    results(name, bytes).into_iter().next().expect("a result").expect_err("a problem")
}

const PROSE: [&str; 3] = [
    "The harbour board has refused to reopen the old pier before the summer season begins, it said on Friday.",
    "“We will not open it until it is safe,” board chair Mara Quill said. “Nobody should expect it before June.”",
    "Harbour master Owen Brill said the survey had found forty damaged columns below the deck of the pier.",
];

fn paragraphs() -> String {
    PROSE.map(|words| format!("<p>{words}</p>")).concat()
}

/// A page with something in its head, above and below its article, and around its paragraphs.
fn page(head: &str, above: &str, line: &str, body: &str, below: &str) -> String {
    format!(
        "<!DOCTYPE html><html><head><title>Pier shut for months | Tern Bay Courier</title>{head}</head><body>{above}\
         <main><article><h1>Pier shut for months</h1>{line}{body}</article>{below}</main></body></html>"
    )
}

#[track_caller]
fn day_of(head: &str, above: &str, line: &str, body: &str, below: &str) -> Option<String> {
    article("x.html", page(head, above, line, &(paragraphs() + body), below)).published
}

#[test]
fn any_time_of_a_page_was_the_day_of_publication() {
    let event = "<p>The hall was built on <time datetime=1898-05-02>2 May 1898</time> by the town, Bo Lund said.</p>";
    let today = "<header><time datetime=2026-11-28>Saturday</time></header>";
    let ticker = "<ul><li><a href=/x>Ferry back</a> <time datetime=2019-01-02>2 Jan</time></li></ul>";
    let others = "<aside><h3>More</h3><a href=/x>Ferry back</a><time datetime=2019-01-02>2 Jan</time></aside>\
        <section class=comments><h3>Comments</h3><div>nell99 <time datetime=2025-02-03>x</time><p>I agree.</p></div></section>";
    let event_date = "<div class=event-date>13 June 2027</div>";
    for (above, line, body, below) in
        [("", "", event, ""), (today, "", "", ""), (ticker, "", "", ""), ("", "", "", others), (event_date, "", "", "")]
    {
        assert_eq!(day_of("", above, line, body, below), None, "{above}{body}{below}");
        let address = "<link rel=canonical href='https://t.example/2024/05/13/pier'>";
        assert_eq!(day_of(address, above, line, body, below).as_deref(), Some("2024-05-13"), "{above}{body}{below}");
        let printed = "<p>Published 13 May 2024</p>";
        assert_eq!(day_of("", above, printed, body, below).as_deref(), Some("2024-05-13"), "{above}{body}{below}");
    }
}

#[test]
fn the_day_of_a_change_was_that_of_publication() {
    for line in [
        "<p>Updated <time datetime=2024-05-20>20 May</time></p><p>Posted <time datetime=2024-05-13>13 May</time></p>",
        "<p class=updated>20 May 2024</p><p>Published 13 May 2024</p>",
        "<div class=last-update>Updated 20 May 2024</div><div class=date>13 May 2024</div>",
        "<div><span>By <a rel=author href=/a>Ilse Kahn</a></span> <time class=modified datetime=2024-05-20>x</time> \
         <time datetime=2024-05-13>13 May</time></div>",
    ] {
        assert_eq!(day_of("", "", line, "", "").as_deref(), Some("2024-05-13"), "{line}");
    }
    assert_eq!(day_of("", "", "<p>Last updated <time datetime=2024-05-20>20 May</time></p>", "", ""), None);
}

#[test]
fn the_times_of_publishing_systems_are_read_on() {
    for line in [
        "<div>Posted on <a href=/p><time class='entry-date published' datetime=2024-05-13T10:00:00Z>13 May</time></a></div>",
        "<ul class=meta><li>By Ilse Kahn</li><li><time datetime=2024-05-13>13 May</time></li></ul>",
        "<p>The board says no once more, and nobody knows for how long.</p><div class=byline>By Ilse Kahn \
         <time datetime=2024-05-13>13 May</time></div>",
        "<span class=post-date>May 13, 2024</span>",
    ] {
        assert_eq!(day_of("", "", line, "", "").as_deref(), Some("2024-05-13"), "{line}");
    }
    let above = "<html><head><title>Pier shut for months</title></head><body><article><div><time datetime=2024-05-13>13 May</time></div>\
        <h1>Pier shut for months</h1>@</article></body></html>";
    assert_eq!(article("x.html", above.replace('@', &paragraphs())).published.as_deref(), Some("2024-05-13"));
}

fn linked(json: &str) -> String {
    format!("<script type='application/ld+json'>{json}</script>")
}

#[test]
fn the_data_of_a_related_article_came_first() {
    let other = r#"{"@type":"NewsArticle","headline":"Ferries late again","datePublished":"2019-01-01","author":{"name":"Bo Wrong"}}"#;
    let own = r#"{"@type":"NewsArticle","headline":"Pier shut for months","datePublished":"2024-05-13","author":{"name":"Ilse Kahn"}}"#;
    for head in [linked(other) + &linked(own), linked(&format!("[{other},{own}]"))] {
        let found = article("x.html", page(&head, "", "", &paragraphs(), ""));
        let told = [&found.title, &found.byline, &found.published].map(Option::as_deref);
        assert_eq!(told, [Some("Pier shut for months"), Some("Ilse Kahn"), Some("2024-05-13")]);
    }
}

#[test]
fn writers_named_elsewhere_in_the_data_were_lost() {
    let own = r##"{"@type":"NewsArticle","headline":"Pier shut for months","author":{"@id":"#p"}}"##;
    let person = r##"{"@type":"Person","@id":"#p","name":"Ilse Kahn"}"##;
    let in_parts = r##"{"@type":"Person","@id":"#p","givenName":"Ilse","familyName":"Kahn"}"##;
    for head in [
        linked(&format!("{{\"@graph\":[{in_parts},{own}]}}")),
        linked(&format!("[{person},{own}]")),
        linked(person) + &linked(own),
    ] {
        let found = article("x.html", page(&head, "", "", &paragraphs(), ""));
        assert_eq!(found.byline.as_deref(), Some("Ilse Kahn"), "{head}");
    }
    let head = "<meta name=author content='Ilse Kahn'><meta name=author content='Tom Reed'><meta name=author content='Tom Reed'>";
    assert_eq!(article("x.html", page(head, "", "", &paragraphs(), "")).byline.as_deref(), Some("Ilse Kahn, Tom Reed"));
    let file = r#"{"@type":"NewsArticle","headline":"Pier","articleBody":"The pier is shut, Bo Lund said.","author":[{"givenName":"Ilse","familyName":"Kahn"}]}"#;
    assert_eq!(article("x.json", file).byline.as_deref(), Some("Ilse Kahn"));
}

#[test]
fn words_around_elements_and_notes_were_lost() {
    for (markup, words) in [
        ("had found <x-num>forty</x-num> damaged columns below the deck", "had found forty damaged columns below"),
        ("cost <del>5</del> 7 million crowns for the whole of it", "cost 7 million crowns"),
        ("cost <s>5</s> <ins>7</ins> million crowns for all of it", "cost 7 million crowns"),
        ("cost 7 million crowns for the whole of the pier<sup>1</sup>", "of the pier, said Vera Holm."),
        (
            "cost 7 million crowns for the whole of the pier<sup><a href=#n>[2]</a></sup>",
            "of the pier, said Vera Holm.",
        ),
    ] {
        let last = format!("<p>The repair of the pier {markup}, said Vera Holm.</p>");
        let found = article("x.html", page("", "", "", &(paragraphs() + &last), "")).text;
        assert!(found.contains(words), "{markup}: {found}");
    }
    // powers are no notes
    let powers = "<p>The repair cost 10<sup>6</sup> crowns, and 40 km<sup>2</sup> of it are shut, said Vera Holm.</p>";
    let found = article("x.html", page("", "", "", &(paragraphs() + powers + &paragraphs()), "")).text;
    assert!(found.contains("cost 106 crowns, and 40 km2 of it"), "{found}");
}

#[test]
fn what_a_page_hides_was_said() {
    let [first, rest @ ..] = PROSE;
    let hidden = "<p hidden>The mayor is a thief, said Vera Holm.</p><p style='display: none'>The mayor is a crook, said Ida Strand.</p>";
    let body = format!("<p>{first}</p>{hidden}<p>{}</p><p>{}</p>", rest[0], rest[1]);
    let found = article("x.html", page("", "", "", &body, "")).text;
    assert!(!found.contains("The mayor") && found.contains("forty"), "{found}");
    // a page that hides the whole until its program runs
    let found =
        article("x.html", page("", "", "", &format!("<div style='display:none'>{}</div>", paragraphs()), "")).text;
    assert!(found.contains("forty"), "{found}");
}

#[test]
fn a_writer_without_by_was_in_the_article() {
    for line in [
        "<p>Ilse Kahn in Tern Bay and Tom Reed in Varnes</p>",
        "<p>Ilse Kahn, Harbour Correspondent</p>",
        "<p><span itemprop=author><span itemprop=name>Ilse Kahn</span></span><time>yesterday</time><time>20 May</time></p>",
    ] {
        for head in ["", "<meta name=author content='Ilse Kahn'>"] {
            let found = article("x.html", page(head, "", line, &paragraphs(), ""));
            assert!(found.text.starts_with("The harbour board"), "{line}: {}", found.text);
            assert!(found.byline.is_some_and(|byline| byline.starts_with("Ilse Kahn")), "{line}");
        }
    }
}

#[test]
fn a_page_without_an_article_was_one() {
    let of = |title: &str, body: &str| format!("<html><head><title>{title}</title></head><body>{body}</body></html>");
    for (page, kind) in [
        (
            of(
                "Courier",
                "<div><h2>We value your privacy</h2><p>We and our 842 partners store and access information on a device, such as \
                 cookies, and process personal data.</p><p>With your permission we and our partners may use precise \
                 geolocation data and more.</p></div>",
            ),
            "cookie or privacy note",
        ),
        (
            of(
                "Page not found",
                "<h1>404</h1><p>Sorry, the page you are looking for does not exist or has been moved. Try the search.</p>",
            ),
            "message of the site",
        ),
        (
            of(
                "Just a moment...",
                "<h1>Checking your browser</h1><p>Please verify that you are a human by completing the action below.</p>",
            ),
            "message of the site",
        ),
        (
            of(
                "Log in",
                "<h1>Log in</h1><p>Please enter your e-mail address and your password to read on with us today.</p>",
            ),
            "message of the site",
        ),
    ] {
        let reason = problem("x.html", page).reason;
        assert!(reason.contains(kind), "{reason}");
    }
    let consent = "<div id=onetrust-banner-sdk><h2>We value your privacy</h2><p>Some of our friends would like to look at what you \
        read here, and at where you are, for as long as you stay.</p></div>";
    let found = article("x.html", page("", "", consent, &paragraphs(), "")).text;
    assert!(found.starts_with("The harbour board"), "{found}");
}

#[test]
fn the_name_of_the_site_was_the_title() {
    let title = |title: &str, h1: &str| {
        let page = format!("<html><head><title>{title}</title></head><body>{h1}{}</body></html>", paragraphs());
        let found = article("x.html", page);
        (found.title.unwrap_or_default(), found.outlet.unwrap_or_default())
    };
    let wanted = ("Pier shut for months".to_owned(), "Tern Bay Courier".to_owned());
    let heads = "<h1>Tern Bay Courier</h1><h2>Pier shut for months</h2>";
    assert_eq!(title("Pier shut for months | Tern Bay Courier", heads), wanted);
    assert_eq!(title("Tern Bay Courier - Pier shut for months", ""), wanted);
    assert_eq!(title("Tern Bay Courier: Pier shut for months", ""), wanted);
}

#[test]
fn a_day_in_either_order_was_no_day_or_one_without_a_note() {
    let text = "The pier is shut, Bo Lund said.\n";
    let news = r#"{"@type":"NewsArticle","headline":"Pier shut for months","datePublished":"04/07/2022"}"#;
    for (name, bytes) in [
        ("x.html", page("<meta name=date content=04/07/2022>", "", "", &paragraphs(), "")),
        ("x.html", page(&linked(news), "", "", &paragraphs(), "")),
        ("x.html", page("", "", "<p>Published 04/07/2022 10:12</p>", &paragraphs(), "")),
        ("x.md", format!("---\ntitle: Pier\ndate: 04/07/2022\n---\n\n{text}")),
        ("x.txt", format!("Meridian Post, 04/07/2022\n\nPier shut for months\n\n{text}")),
    ] {
        let found = reading(name, &bytes);
        assert_eq!(found.article.published.as_deref(), Some("2022-07-04"), "{bytes}");
        assert!(found.notes.iter().any(|note| note.contains("day first, as 2022-07-04")), "{:?}", found.notes);
    }
}

#[test]
fn the_day_in_an_address_was_not_read() {
    let url = "https://t.example/2024/05/13/pier";
    let text = "The pier is shut, Bo Lund said.";
    let page = page("", "", "", &paragraphs(), "");
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let warc = record(url, &answer, answer.len());
    for (name, bytes) in [
        ("x.txt", format!("URL: {url}\n\n{text}\n")),
        ("x.json", format!(r#"{{"text": "{text}", "url": "{url}"}}"#)),
        ("x.warc", warc),
    ] {
        let found = reading(name, &bytes);
        assert_eq!(found.article.published.as_deref(), Some("2024-05-13"), "{name}");
        assert!(found.taken.contains(&"date from the address".to_owned()), "{:?}", found.taken);
    }
    let options = ReadOptions { url: Some(url.to_owned()), ..ReadOptions::default() };
    let given = Source::of_bytes("x.html", page.into_bytes()).articles(&options).next().unwrap().unwrap();
    assert_eq!(given.article.published.as_deref(), Some("2024-05-13"));
}

/// A record of a web archive that says that it is so long.
fn record(url: &str, block: &str, length: usize) -> String {
    format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nContent-Type: application/http; msgtype=response\r\n\
         Content-Length: {length}\r\n\r\n{block}\r\n\r\n"
    )
}

#[test]
fn one_wrong_length_ended_an_archive() {
    let answer = |words: &str| {
        let page = page("", "", "", &paragraphs(), "").replace("forty", words);
        format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}")
    };
    let [one, two, three] = ["fifty", "sixty", "ninety"].map(answer);
    for length in [one.len() - 40, one.len() + 400, one.len() + 100_000] {
        let archive = record("https://t.example/1", &one, length)
            + &record("https://t.example/2", &two, two.len())
            + &record("https://t.example/3", &three, three.len());
        let found: Vec<Article> =
            results("x.warc", archive).into_iter().filter_map(Result::ok).map(|r| r.article).collect();
        let urls: Vec<_> = found.iter().filter_map(|article| article.url.as_deref()).collect();
        assert_eq!(urls, ["https://t.example/1", "https://t.example/2", "https://t.example/3"], "{length}");
    }
}

#[test]
fn an_archive_cut_short_gave_none_of_its_pages() {
    use std::io::Write;
    let page = page("", "", "", &paragraphs(), "");
    let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}");
    let mut packed = Vec::new();
    for n in 0..3 {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        let record = record(&format!("https://t.example/{n}"), &answer, answer.len());
        out.write_all(record.as_bytes()).unwrap();
        packed.extend(out.finish().unwrap());
    }
    packed.truncate(packed.len() - 60);
    let found = results("x.warc.gz", packed);
    assert_eq!(found.iter().filter(|result| result.is_ok()).count(), 2);
    assert!(found.last().unwrap().is_err());
}

#[test]
fn the_day_of_a_feed_went_over_to_that_of_greenwich() {
    let feed = "<rss version='2.0'><channel><title>Courier</title><item><title>Pier &amp;amp; &amp;lt;b&amp;gt;quay&amp;lt;/b&amp;gt; shut</title>\
        <link>https://t.example/1</link><author>ilse@t.example (Ilse Kahn)</author><pubDate>Mon, 13 May 2024 23:30:00 -0500</pubDate>\
        <description>The pier is shut, Bo Lund said.</description></item></channel></rss>";
    let found = article("x.xml", feed);
    assert_eq!(found.published.as_deref(), Some("2024-05-13"));
    assert_eq!(found.byline.as_deref(), Some("Ilse Kahn"));
    assert_eq!(found.title.as_deref(), Some("Pier & quay shut"));
}

#[test]
fn answers_of_news_services_kept_what_is_no_words() {
    let wordpress = r#"[{"id":1,"title":{"rendered":"Pier &#8217;shut&#8217; &amp; closed"},"content":{"rendered":"<p>The pier is shut, Bo Lund said.</p>"},"author":7}]"#;
    let found = article("x.json", wordpress);
    assert_eq!((found.title.as_deref(), found.byline), (Some("Pier ’shut’ & closed"), None));

    let cut = r#"{"articles":[{"title":"Pier","content":"The pier is shut, Bo Lund said… [+2154 chars]"},{"title":"[Removed]","content":"[Removed]"}]}"#;
    let found = results("x.json", cut);
    let first = found[0].as_ref().unwrap();
    assert_eq!(first.article.text, "The pier is shut, Bo Lund said…");
    assert!(first.notes.iter().any(|note| note.contains("cut the text short")));
    assert!(found[1].as_ref().unwrap_err().reason.contains("removed"));

    let docs = r#"{"response":{"docs":[{"headline":{"main":"Pier"},"lead_paragraph":"The pier is shut.","byline":{"original":"By Ilse Kahn and Tom Reed"}}]}}"#;
    assert_eq!(article("x.json", docs).byline.as_deref(), Some("Ilse Kahn and Tom Reed"));

    let single = r#"{"response":{"status":"ok","content":{"webTitle":"Pier shut","webPublicationDate":"2024-05-13T10:00:00Z","fields":{"body":"<p>The pier is shut, Bo Lund said.</p>"}}}}"#;
    let found = article("x.json", single);
    assert_eq!((found.title.as_deref(), found.text.trim()), (Some("Pier shut"), "The pier is shut, Bo Lund said."));
}

#[test]
fn a_forward_was_its_sender_s() {
    let inner = "From: Tern Bay Courier <news@ternbay.example>\nDate: Sun, 12 May 2024 at 10:00\nSubject: Pier shut for months\n\
        To: <nell@x.example>\n\nThe pier is shut, Bo Lund said.\n";
    let outer = "From: Nell Ashworth <nell@x.example>\nTo: desk@x.example\nSubject: Fwd: Pier shut for months\n\
        Date: Mon, 13 May 2024 10:00:00 +0000\n";
    let line = format!("{outer}\nFYI.\n\n---------- Forwarded message ---------\n{inner}");
    let outlook = format!("{outer}\n{}", inner.replace("Date:", "Sent:"));
    let rfc822 = format!(
        "{outer}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\nContent-Type: text/plain\n\nSee attached.\n\
         --B\nContent-Type: message/rfc822\n\n{}\n--B--\n",
        inner.replace(" at 10:00", " 10:00:00 +0000")
    );
    for mail in [line, outlook, rfc822] {
        let found = article("x.eml", &mail);
        assert_eq!(found.text.trim(), "The pier is shut, Bo Lund said.", "{mail}");
        let told = [&found.title, &found.byline, &found.published].map(Option::as_deref);
        assert_eq!(told, [Some("Pier shut for months"), Some("Tern Bay Courier"), Some("2024-05-12")], "{mail}");
    }
}

#[test]
fn a_page_saved_as_a_mail_lost_its_address() {
    let mail = format!(
        "From: <Saved by a browser>\nSnapshot-Content-Location: https://t.example/2024/05/13/pier\nSubject: Pier shut\n\
         MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html\n\n{}\n--B--\n",
        page("", "", "<p>By Ilse Kahn</p>", &paragraphs(), "")
    );
    let found = article("x.mht", &mail);
    assert_eq!(found.url.as_deref(), Some("https://t.example/2024/05/13/pier"));
    let told = [&found.title, &found.byline, &found.published].map(Option::as_deref);
    assert_eq!(told, [Some("Pier shut for months"), Some("Ilse Kahn"), Some("2024-05-13")]);
}

#[test]
fn words_of_a_mail_that_cannot_be_decoded_were_its_text() {
    let mail = "From: x@t.example\nSubject: Pier\nContent-Type: text/plain\nContent-Transfer-Encoding: base64\n\n!!!!notbase64\n";
    assert!(problem("x.eml", mail).reason.contains("cannot be decoded"));
}

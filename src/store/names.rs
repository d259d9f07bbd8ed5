//! Names and ids in the form in which they are compared.

use url::Url;

/// A text without case, accents and punctuation: its words, folded, with one space between them.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for c in crate::text::fold::fold(text).chars() {
        match c {
            // marks inside a word: O’Neill, U.S., al-Sisi's hyphen is a gap instead
            '\'' | '.' => {}
            _ if c.is_alphanumeric() => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.push(c);
            }
            _ => gap = true,
        }
    }
    out
}

/// True when something is left to look for once case, accents and punctuation are gone.
pub fn is_findable(words: &str) -> bool {
    !fold(words).is_empty()
}

/// A stable id: `digits` hex digits made of the parts.
pub(super) fn uid(parts: &[&str], digits: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut hex = hasher.finalize().to_hex().to_string();
    hex.truncate(digits);
    hex
}

/// Who said what, without capitals and marks: equal for all copies of a statement.
pub(super) fn wording(speaker: Option<&str>, text: &str) -> String {
    let words = |text: &str| {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect::<Vec<_>>().join(" ")
    };
    format!("{}: {}", words(speaker.unwrap_or_default()), words(text))
}

/// A stable number for a key, for tables in which the words themselves would take too much room.
pub(super) fn hashed(key: &str) -> i64 {
    let hash = blake3::hash(key.as_bytes());
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&hash.as_bytes()[..8]);
    i64::from_le_bytes(bytes)
}

/// Parts of a query that tell where a reader came from, not which page it is.
const TRACKING: &[&str] = &[
    "utm_",
    "fbclid=",
    "gclid=",
    "dclid=",
    "msclkid=",
    "mc_cid=",
    "mc_eid=",
    "igshid=",
    "cmpid=",
    "ocid=",
    "ito=",
    "ftag=",
    "smid=",
    "ns_mchannel=",
    "ns_campaign=",
    "ns_source=",
    "at_medium=",
    "at_campaign=",
    "ref=",
    "ref_src=",
    "xtor=",
    "outputtype=amp",
    "amp=",
    "amp",
];

/// The part of a URL that says which page it is: without scheme, `www.`, `m.`, fragment, tracking parameters, trailing
/// slash, and what makes it the short page for telephones (`/amp`). What is no URL stays as it is.
pub(super) fn address(url: &str) -> String {
    let url = url.trim();
    // "news.example/a", as people write it
    let with_host = |url: &str| Url::parse(url).ok().filter(Url::has_host);
    let Some(page) = with_host(url).or_else(|| with_host(&format!("http://{url}"))) else { return url.to_owned() };
    let mut out = String::new();
    // http and https are one page
    if !matches!(page.scheme(), "http" | "https") {
        out.push_str(page.scheme());
        out.push_str("://");
    }
    let host = page.host_str().unwrap_or_default();
    let shorter = ["www.", "m.", "mobile.", "amp."].iter().find_map(|prefix| host.strip_prefix(prefix));
    // "m.org" is a site of its own
    out.push_str(shorter.filter(|rest| rest.contains('.')).unwrap_or(host));
    out.extend(page.port().map(|port| format!(":{port}")));
    let path = page.path().trim_matches('/');
    let path = path.strip_suffix("/amp").or(path.strip_suffix(".amp")).unwrap_or(path);
    let path = path.strip_prefix("amp/").unwrap_or(path).trim_end_matches('/');
    if !path.is_empty() {
        out.push('/');
        out.push_str(path);
    }
    let is_tracking = |part: &str| {
        let part = part.to_lowercase();
        TRACKING.iter().any(|mark| if mark.ends_with(['=', '_']) { part.starts_with(mark) } else { part == *mark })
    };
    let kept: Vec<&str> =
        page.query().unwrap_or_default().split('&').filter(|part| !part.is_empty() && !is_tracking(part)).collect();
    if !kept.is_empty() {
        out.push('?');
        out.push_str(&kept.join("&"));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding() {
        assert_eq!(fold("  Zoë  O’Neill-Hofmański "), "zoe oneill hofmanski");
        assert_eq!(fold("the U.S. Senate"), "the us senate");
        assert_eq!(fold("İstanbul Straße"), "istanbul strasse");
        assert_eq!(fold("…"), "");
    }

    #[test]
    fn ids_do_not_mix_their_parts() {
        assert_ne!(uid(&["ab", "c"], 16), uid(&["a", "bc"], 16));
        assert_eq!(uid(&["a"], 16).len(), 16);
    }

    #[test]
    fn addresses_of_one_page() {
        assert_eq!(address("https://News.example/a/b/?utm_source=x&id=7#top"), "news.example/a/b?id=7");
        assert_eq!(address("http://news.example/a/b?id=7"), "news.example/a/b?id=7");
        assert_ne!(address("https://news.example/a"), address("https://news.example/b"));
        for same in [
            "http://www.news.example/a/b/",
            "https://m.news.example/a/b?utm_source=x&fbclid=7",
            "https://news.example/a/b/amp/",
            "https://amp.news.example:443/a/b?outputType=amp#top",
            "https://news.example/amp/a/b",
            "HTTPS://NEWS.example:443/a/./c/../b",
            "news.example/a/b",
        ] {
            assert_eq!(address(same), "news.example/a/b", "{same}");
        }
        assert_eq!(address("https://m.org/a"), "m.org/a");
        assert_eq!(address("https://zeitung.example/stra%C3%9Fe"), address("https://zeitung.example/straße"));
        assert_eq!(address("http://news.example:8080/a"), "news.example:8080/a");
        assert_eq!(address("urn:x:1"), "urn:x:1");
        assert_eq!(address(""), "");
    }
}

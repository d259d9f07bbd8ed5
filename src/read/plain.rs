//! Plain text → article. The text stays as it is, its header lines too; what its first lines tell is taken from them.

use std::sync::LazyLock;

use regex::Regex;

use super::Found;
use super::metadata::cut_byline;
use crate::document::furniture::{Part, parts};
use crate::document::paragraphs::paragraphs;
use crate::text::dates::printed_date;
use crate::text::header::{Field, header};
use crate::text::one_line;

/// The article that a text is.
pub(super) fn plain(text: String) -> Found {
    let header = header(&text);
    let get = |field| header.get(field).map(str::to_owned);
    // a headline, a byline and a day stand among the first paragraphs; the rest of a long text need not be looked at
    let head = text.char_indices().nth(10_000).map_or(&*text, |(at, _)| &text[..at]);
    let mut found = Found {
        title: get(Field::Title),
        outlet: get(Field::Outlet),
        byline: get(Field::Byline),
        published: get(Field::Published),
        url: get(Field::Url),
        ..Found::default()
    };
    if !header.fields.is_empty() {
        found.taken.push("what its header lines tell".into());
    }
    if found.title.is_none() {
        // "LONDON, 15 April 2031" is no title
        let headline = headline(head).filter(|line| printed_day(line).is_none());
        found.title = headline.or_else(|| header.others.first().map(|line| line.of(&text).to_owned()));
        found.taken.extend(found.title.as_ref().map(|_| "title from the first line".to_owned()));
    }
    let behind = &head[header.end.min(head.len())..];
    let lines = || {
        let others = header.others.iter().map(|line| line.of(&text));
        others.chain(behind.lines()).map(str::trim).filter(|line| !line.is_empty()).take(8)
    };
    if found.published.is_none()
        && let Some(day) = lines().find_map(printed_day)
    {
        found.taken.push("date from the first lines".into());
        found.published = Some(day);
    }
    if found.byline.is_none()
        && let Some(byline) = lines().take(6).find_map(byline)
    {
        found.taken.push("byline from the first lines".into());
        found.byline = Some(byline);
    }
    found.text = text;
    found
}

fn headline(head: &str) -> Option<String> {
    let found = paragraphs(head);
    let first = parts(head, &found).iter().position(|part| *part == Part::Headline)?;
    Some(one_line(found[first].of(head)))
}

/// True for a line that names the writers, perhaps with the day, and nothing else.
#[cfg(feature = "pdf")]
pub(super) fn is_byline(line: &str) -> bool {
    let small = |word: &str| matches!(word, "and" | "by" | "de" | "for" | "in" | "of" | "the" | "van" | "von");
    byline(line).is_some() && line.split_whitespace().all(|word| !word.starts_with(char::is_lowercase) || small(word))
}

/// "By Ilse Kahn | 13 May 2024", "By NELL ASHWORTH, Political Editor".
fn byline(line: &str) -> Option<String> {
    static BY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^(?:By|BY|Written by|Words by|Report by) (?:\p{Lu}[\p{L}.'’-]+[ ,]*){2,}")
            .expect("a valid pattern")
    });
    // "BY MS. KAHN:" says who asks in court
    let fits = line.len() < 120 && BY.is_match(line) && !line.ends_with(['.', '!', '?', ':']);
    fits.then(|| cut_byline(line)).filter(|byline| !byline.is_empty())
}

/// What a sentence begins with that a day follows.
const NO_PLACES: [&str; 14] =
    ["After", "At", "Before", "Born", "By", "During", "From", "In", "On", "Since", "The", "This", "Until", "Updated"];

/// The day that a first line tells: alone on it, behind "Published", in a dateline ("LONDON, 15 November 2023 — "), or
/// behind a byline. A date in the middle of a sentence is not the day of publication.
pub(super) fn printed_day(line: &str) -> Option<String> {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?x)^(?: (?i:first\ )?(?i:published|posted|date|issued|released)(?i:\ on)?:?\s*
            | (?-i:\p{Lu}[\p{Lu}.\ '’-]{2,30}),?\s+(?:\([A-Za-z\ ]{2,20}\)\s+)?
            | (?P<place>\p{Lu}[\p{L}.'’-]+(?:\ \p{Lu}[\p{L}.'’-]+){0,2}),\s+
            | (?:By|BY)\ [^|·•]{3,60}[|·•,]\s* | [\[(] )?",
        )
        .expect("a valid pattern")
    });
    let found = BEFORE.captures(line);
    let before = found.as_ref().map_or(0, |found| found[0].len());
    // "Tern Bay, 13 May 2024 — The board said", but "On Monday, 13 May 2024 — a day of rain"
    let place = found.and_then(|found| found.name("place")).map(|place| place.as_str());
    let is_place = place.is_none_or(|place| !place.split(' ').any(|word| NO_PLACES.contains(&word)));
    let before = if is_place { before } else { 0 };
    [0, before].into_iter().find_map(|at| {
        let rest = &line[at..];
        let (day, length) = printed_date(rest)?;
        let behind = rest[length..].trim_start();
        // "13 May 2009: the pier opens" is an item of a list of what was when
        let is_item =
            behind.strip_prefix([':', '–', '—', '-']).is_some_and(|words| words.contains(char::is_alphabetic));
        // behind a place nothing but the hour stands
        let is_alone = !is_item
            && (at == 0 || place.is_none() || !behind.contains(char::is_lowercase))
            && behind.chars().filter(|c| c.is_alphabetic()).count() < 12
            && line.len() < 90;
        let is_dateline = at > 0 && behind.starts_with(['—', '–', '-', '(', ':', '|', ')', ']']);
        (is_alone || is_dateline).then_some(day)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_first_lines() {
        for line in [
            "LONDON, 15 November 2023 — The court ruled.",
            "15 November 2023",
            "Published: 15 November 2023",
            "Published on November 15, 2023 at 9 am",
            "By Ilse Kahn | 15 November 2023",
            "Wednesday 15 November 2023",
            "SAN FRANCISCO (Reuters) 15 November 2023 - The court ruled.",
            "New York, 15 November 2023",
            "Tern Bay, 15 November 2023 — The court ruled.",
        ] {
            assert_eq!(printed_day(line).as_deref(), Some("2023-11-15"), "{line}");
        }
        for line in [
            "On 15 November 2023 the court ruled.",
            "15 November 2023 was the day on which the court ruled.",
            "13 May 2009: pier shut",
            "On Monday, 15 November 2023 — a day of rain — the court ruled.",
            "Old Hall, 15 November 1923. From our archive",
            "Updated, 15 November 2023",
            "The court ruled.",
        ] {
            assert_eq!(printed_day(line), None, "{line}");
        }
        assert_eq!(printed_day("04/07/2022").as_deref(), Some("04/07/2022"));
    }

    #[test]
    fn a_byline_and_a_label_are_no_headline() {
        let body = "The harbour board has refused to reopen the old pier before the summer season, it said on Friday.";
        assert_eq!(plain(format!("By Ilse Kahn | 13 May 2024\n\n{body}")).title, None);
        let release = plain(format!("FOR IMMEDIATE RELEASE\n\nPier to open in May\n\n{body}"));
        assert_eq!(release.title.as_deref(), Some("Pier to open in May"));
    }

    #[test]
    fn bylines_in_first_lines() {
        assert_eq!(byline("By Ilse Kahn | 13 May 2024").as_deref(), Some("Ilse Kahn"));
        assert_eq!(byline("By Ilse Kahn, 13 May 2024").as_deref(), Some("Ilse Kahn"));
        assert_eq!(byline("By Ilse Kahn, Owen Brill, May 13, 2024").as_deref(), Some("Ilse Kahn, Owen Brill"));
        assert_eq!(byline("By ILSE KAHN and Owen Brill"), Some("ILSE KAHN and Owen Brill".into()));
        assert_eq!(byline("By Ilse Kahn 13 May 2024").as_deref(), Some("Ilse Kahn"));
        assert_eq!(byline("BY MS. KAHN:"), None);
        assert_eq!(byline("By the sea there was a pier"), None);
        assert_eq!(byline("By Monday Nell had left."), None);
    }
}

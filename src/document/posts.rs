//! The posts of a liveblog: who spoke in one is not who speaks in the next.

use std::sync::LazyLock;

use regex::Regex;

use super::furniture::is_prose;
use crate::text::Span;
use crate::text::dates::{MONTH, WEEKDAY};

/// Fewer times at the heads of paragraphs are a programme or a result, unless prose stands below each of them.
const LEAST_POSTS: usize = 3;
const LEAST_WITH_PROSE: usize = 2;
/// Fewer posts do not go over midnight.
const LEAST_OVERNIGHT: usize = 5;
/// Bytes of a paragraph in which its head ends.
const REACH: usize = 80;

/// A time of day at the head of a paragraph, or how long ago, with its day or without, and the sign or break behind it: "14:05",
/// "2.05pm BST", "3h ago 14.05 GMT", "17 min ago", "13 May 2024, 14:05", "14:05 – The port".
static HEAD: LazyLock<Regex> = LazyLock::new(|| {
    const ZONE: &str =
        "BST|GMT|UTC|CES?T|EES?T|WES?T|MSK|IST|WAT|[CES]AT|SAST|SGT|HKT|JST|KST|A[CEW][SD]T|NZ[SD]?T|[ECMP][SD]?T";
    let date = format!(
        r"\d{{1,2}}(?:st|nd|rd|th)?\ (?i:{MONTH})(?:,?\ \d{{4}})?|(?i:{MONTH})\ \d{{1,2}}(?:st|nd|rd|th)?(?:,?\ \d{{4}})?
        |\d{{4}}-\d\d-\d\d|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}"
    );
    Regex::new(&format!(
        r"(?x)^(?:(?:Updated|Posted|Published)(?:\ at|\ on)?:?\ )?
        (?:(?P<ago>(?P<count>\d{{1,2}}|an?)\ ?(?P<unit>h|m)(?:rs?|ours?|ins?|inutes?)?\ ago),?\ ?)?
        (?:(?i:{WEEKDAY}),?\ )?(?:(?P<day>{date})(?:,|,?\ at|\ [-–|])?\ )?
        (?:(?P<hour>\d{{1,2}})[:.h](?P<minute>\d\d)(?::\d\d)?(?:\ ?(?P<half>[apAP]\.?[mM]\b\.?))?(?P<zone>\ ?(?:{ZONE})\b)?)?
        (?:,?\ (?P<later>{date}))?
        (?P<sign>(?:\ ?[A-Z]{{2,4}})?(?:$|[\r\n]|\ ?[-–—|:•·]\ ))?"
    ))
    .expect("a valid pattern")
});

/// The head of a post.
struct Head {
    /// minutes of the day, or below zero how long ago
    minutes: i64,
    has_day: bool,
    /// one past its last byte in the paragraph
    end: usize,
    /// nothing but a capital tells where it ends: "14:05 The port is shut"
    bare: bool,
}

/// The paragraphs, with the heads of posts apart from their words, and the number of the post that each belongs to: 0 for what
/// stands before the first. A text without posts is all 0.
pub fn posts(text: &str, paragraphs: Vec<Span>) -> (Vec<Span>, Vec<u32>) {
    let heads = heads(text, &paragraphs);
    if heads.iter().all(Option::is_none) {
        let none = vec![0; paragraphs.len()];
        return (paragraphs, none);
    }
    let mut out = (Vec::new(), Vec::new());
    let mut post = 0;
    for (paragraph, head) in paragraphs.into_iter().zip(heads) {
        post += u32::from(head.is_some());
        let end = head.map_or(paragraph.start, |head| paragraph.start + head.end);
        let parts = [Span::new(paragraph.start, end), Span::new(end, paragraph.end)].map(|part| part.trim(text));
        for part in parts.into_iter().filter(|part| !part.is_empty()) {
            out.0.push(part);
            out.1.push(post);
        }
    }
    out
}

/// True for words that are nothing but the head of a post.
pub fn is_head(words: &str) -> bool {
    head(words).is_some_and(|head| head.end == words.len())
}

/// The heads of posts by paragraph; none in a text without posts.
fn heads(text: &str, paragraphs: &[Span]) -> Vec<Option<Head>> {
    let words = |i: usize, head: &Option<Head>| paragraphs[i].of(text)[head.as_ref().map_or(0, |h| h.end)..].trim();
    let mut heads: Vec<Option<Head>> = paragraphs.iter().map(|p| head(p.of(text))).collect();
    // of times right below each other ("Published …", "Updated …") the last heads a post
    for i in 0..heads.len() {
        let is_alone = heads[i].is_some() && words(i, &heads[i]).is_empty();
        if is_alone && heads.get(i + 1).is_none_or(Option::is_some) {
            heads[i] = None;
        }
    }
    let has_prose = |i: usize| {
        let own = words(i, &heads[i]);
        let next = heads.get(i + 1).filter(|next| next.is_none()).map_or("", |_| paragraphs[i + 1].of(text));
        is_prose(if own.is_empty() { next } else { own })
    };
    let found: Vec<usize> = (0..heads.len()).filter(|&i| heads[i].is_some()).collect();
    let told = |i: &usize| heads[*i].as_ref().is_some_and(|head| !head.bare && has_prose(*i));
    let least = if found.iter().all(told) { LEAST_WITH_PROSE } else { LEAST_POSTS };
    let told: Vec<&Head> = heads.iter().flatten().collect();
    if found.len() < least || !in_order(&told) {
        heads.iter_mut().for_each(|head| *head = None);
    }
    heads
}

/// Posts follow each other in time, the newest first or last; in a longer blog one step may go over midnight. What tells its day
/// may go on for days.
fn in_order(heads: &[&Head]) -> bool {
    let pairs = || heads.windows(2).filter(|pair| (pair[0].minutes < 0) == (pair[1].minutes < 0));
    // equal times are in either order
    let rising = pairs().filter(|pair| pair[0].minutes < pair[1].minutes).count();
    let falling = pairs().filter(|pair| pair[0].minutes > pair[1].minutes).count();
    let others = usize::from(heads.len() >= LEAST_OVERNIGHT);
    rising <= others || falling <= others || heads.iter().all(|head| head.has_day)
}

/// The head of a paragraph, if it has one.
fn head(paragraph: &str) -> Option<Head> {
    let printed = paragraph.get(..paragraph.len().min(REACH)).unwrap_or(paragraph);
    let found = HEAD.captures(printed)?;
    let number = |name: &str| found.name(name)?.as_str().parse::<i64>().ok();
    let clock = number("hour").zip(number("minute"));
    let minutes = match clock {
        Some((hour, minute)) => {
            let half = found.name("half").map(|half| half.as_str().starts_with(['p', 'P']));
            let hour = half.map_or(hour, |afternoon| hour % 12 + if afternoon { 12 } else { 0 });
            (hour < 25 && minute < 60).then_some(hour * 60 + minute)?
        }
        None => {
            let hours = found.name("ago").map(|_| &found["unit"] == "h")?;
            -number("count").unwrap_or(1).max(1) * if hours { 60 } else { 1 }
        }
    };
    let has_day = found.name("day").or(found.name("later")).is_some();
    let is_parted = found.name("sign").is_some();
    let rest = &printed[found[0].len()..];
    let mut opening = rest.chars();
    let is_sentence =
        opening.next() == Some(' ') && opening.next().is_some_and(|c| c.is_uppercase() || "“\"‘".contains(c));
    let bare = !is_parted && !has_day && found.name("zone").or(found.name("ago")).is_none();
    // "00:12 Mara Quill: Is it safe?" is a line of a recording
    let label = rest.find(':').is_some_and(|colon| !rest[..colon].contains(['.', '!', '?', ',', '“', '"']));
    let head = Head { minutes, has_day, end: found[0].len(), bare };
    (is_parted || is_sentence && !(bare && label)).then_some(head)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::paragraphs::paragraphs;

    fn of(text: &str) -> Vec<u32> {
        posts(text, paragraphs(text)).1
    }

    #[test]
    fn times_in_order_part_posts() {
        assert_eq!(
            of("Storm live\n\n14:05\nOne.\n\n13:40\nTwo.\nMore.\n\n12.55pm GMT\nThree."),
            [0, 1, 1, 2, 2, 2, 3, 3]
        );
        assert_eq!(of("08:10 – Doors open.\n\n09:15 – Talks begin.\n\n11:00 – Talks end."), [1, 1, 2, 2, 3, 3]);
        // two posts of one minute, halves of the day in capitals
        assert_eq!(of("14:20\nA.\n\n14:05\nB.\n\n14:05\nC.\n\n13:50\nD."), [1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(of("13:50\nA.\n\n14:05\nB.\n\n14:05\nC.\n\n14:20\nD."), [1, 1, 2, 2, 3, 3, 4, 4]);
        assert_eq!(of("2:20 PM\nA.\n\n1:05 PM\nB.\n\n12:50 P.M.\nC."), [1, 1, 2, 2, 3, 3]);
        let night = "11:40pm\nA.\n\n11:50pm\nB.\n\n12:05am\nC.\n\n12:20am\nD.\n\n1:00am\nE.";
        assert_eq!(of(night), [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
        // lines that were taken for those of one paragraph
        let joined = vec![Span::new(0, 11), Span::new(11, 22), Span::new(22, 33)];
        assert_eq!(posts("08:10\nOne. 09:15\nTwo. 11:00\nSix. ", joined).1, [1, 1, 2, 2, 3, 3]);
        assert_eq!(of("3h ago 14.05 BST\nOne.\n2h ago 15.10 BST\nTwo.\n1h ago 16.00 BST\nThree."), [1, 1, 2, 2, 3, 3]);
    }

    #[test]
    fn heads_as_they_are_printed() {
        let prose = "The port is shut, and nothing sails today or tomorrow.";
        for (first, second) in [
            ("14:05 BST ", "13:10 BST "),
            ("13 May 2024, 14:05\n", "12 May 2024, 18:20\n"),
            ("May 13, 2024 at 2:05 pm\n", "May 13, 2024 at 1:20 pm\n"),
            ("17 min ago\n", "2h ago\n"),
            ("14:05\n", "13:10\n"),
            ("Monday, 14:05 — ", "Monday, 13:10 — "),
            ("14:05, 13 May 2024\n", "13:10, 13 May 2024\n"),
        ] {
            let text = format!("{first}{prose}\n\n{second}{prose}");
            let (parts, posts) = posts(&text, paragraphs(&text));
            assert_eq!(posts, [1, 1, 2, 2], "{text}");
            assert_eq!(parts[1].of(&text), prose);
        }
        assert_eq!(of("14:05 Sails are down.\n\n13:20 Waves are up.\n\n12:10 All is calm."), [1, 1, 2, 2, 3, 3]);
        assert!(
            is_head("17 min ago")
                && is_head("13 May 2024, 14:05")
                && !is_head("13 May 2024")
                && !is_head("14:05 BST Rain")
        );
    }

    #[test]
    fn other_times_part_nothing() {
        let said = "The board said on Monday that it would not open the pier.";
        for text in [
            "14:05\nOne.\n\n13:40\nTwo.",
            "09:15 – A boat.\n\n11:30 – A boat.\n\n10:05 – A bus.",
            "10:30\nA.\n\n9:15\nB.\n\n11:20\nC.\n\n8:00\nD.\n\n12:10\nE.",
            "At 14:05 the boat left.\n\nAt 15:00 it came.\n\nAt 16:00 it left.",
            "2:1 for Ormsay\n\n3:0 for Varnes\n\n1:1 in Marrow",
            "00:12 Mara Quill: Safe?\n\n00:15 Ada Quist: It is.\n\n00:18 Mara Quill: Why?",
            &format!("Published 13 May 2024, 14:05\n\nUpdated 13 May 2024, 15:10\n\n{said}"),
            &format!("14:05 is when the boat left, she said.\n\n{said}\n\n13 May 2024\n\n{said}"),
            "",
        ] {
            assert!(of(text).iter().all(|post| *post == 0), "{text}");
        }
    }
}

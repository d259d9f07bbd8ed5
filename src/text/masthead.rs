//! A line that tells in which outlet and on which day an article was printed: "Meridian Post, 15 April 2031",
//! "Kestrel Times | Tuesday 3 March 2026 | By Nell Ashworth".
//!
//! Every part of such a line is known: one is a day, one a name that ends as names of outlets do, and the others are a writer,
//! an hour or a page. So no sentence is one, and "Tern Bay, 15 April 2031" is a dateline.

use super::dates::printed_date;
use super::keys::Field;

/// What stands between the parts of the line.
const BETWEEN: [char; 9] = ['|', '·', '•', '—', '–', ',', '(', ')', '\n'];

const LONGEST: usize = 120;
const OUTLET_WORDS: usize = 6;

/// Words with which a name of an outlet ends, or begins behind "The".
const OUTLETS: &str = "advertiser advocate agency argus broadcasting bulletin chronicle courier daily dispatch echo enquirer evening examiner \
                       express fm gazette globe guardian herald independent inquirer journal ledger magazine mail mercury mirror monitor \
                       news observer online post press radio record register reporter review sentinel standard star sun telegraph \
                       television times today tribune tv weekly wire world";

/// What a line tells, in its order; nothing where any part of it is something else.
pub fn masthead(line: &str) -> Option<Vec<(Field, String)>> {
    if line.len() > LONGEST {
        return None;
    }
    let (start, day, end) = dated(line)?;
    let (before, behind) = (parts(without_published(&line[..start])), parts(&line[end..]));
    let mut told = vec![(Field::Published, day)];
    for part in before.chain(behind) {
        match part.strip_prefix("By ").or_else(|| part.strip_prefix("by ")) {
            Some(writer) if is_name(writer) => told.push((Field::Byline, writer.to_owned())),
            _ if is_outlet(part) => told.push((Field::Outlet, part.to_owned())),
            _ if is_detail(part) => {}
            _ => return None,
        }
    }
    let outlets = told.iter().filter(|(field, _)| *field == Field::Outlet).count();
    (outlets == 1).then_some(told)
}

/// The first day in a line: where it begins and ends.
fn dated(line: &str) -> Option<(usize, String, usize)> {
    let begins = |at: usize| line[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let starts = line.char_indices().filter(|(at, c)| c.is_alphanumeric() && begins(*at));
    starts.map(|(at, _)| at).find_map(|at| printed_date(&line[at..]).map(|(day, length)| (at, day, at + length)))
}

fn parts(words: &str) -> impl Iterator<Item = &str> {
    words
        .split(BETWEEN)
        .flat_map(|part| part.split(" - "))
        .map(|part| part.trim_matches([' ', '-', '\t', '*', '_']))
        .filter(|part| !part.is_empty())
}

/// "Published", "Posted on", which may stand before the day.
fn without_published(before: &str) -> &str {
    let trimmed = before.trim_end_matches([' ', ':']);
    let trimmed = trimmed.strip_suffix(" on").unwrap_or(trimmed);
    let word =
        trimmed.len() - trimmed.chars().rev().take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    let is_published = ["published", "posted", "issued"].contains(&trimmed[word..].to_lowercase().as_str());
    if is_published { &trimmed[..word] } else { before }
}

/// Capitalised words of which the last, or the first behind "The", is one that outlets have; or a name on the internet.
pub fn is_outlet(part: &str) -> bool {
    let words: Vec<&str> = part.split_whitespace().filter(|word| !word.eq_ignore_ascii_case("the")).collect();
    let known = |word: &&str| OUTLETS.split_whitespace().any(|known| word.eq_ignore_ascii_case(known));
    let ends = words.last().is_some_and(known);
    let begins = words.first().is_some_and(known) && (words.len() < 3 || words[1] == "of");
    is_name(part) && words.len() <= OUTLET_WORDS && (ends || begins) || is_domain(part)
}

/// Every word has a capital, but for "of", "the", "and"; "Newspaper: Kestrel Times" is a key with its value.
fn is_name(part: &str) -> bool {
    let small = |word: &str| matches!(word, "of" | "the" | "and" | "&" | "de" | "la");
    let named = part.split_whitespace().all(|word| small(word) || word.starts_with(|c: char| c.is_uppercase()));
    named && part.starts_with(char::is_uppercase) && !part.ends_with('.') && !part.contains(':')
}

/// "kestreltimes.example"
fn is_domain(part: &str) -> bool {
    let is_label = |label: &str| {
        label.len() > 1 && label.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
    };
    part.contains('.') && part.split('.').all(is_label)
}

/// An hour with its zone, or a page.
fn is_detail(part: &str) -> bool {
    let page = ["page ", "p. ", "p.", "pp. "].iter().any(|word| part.to_lowercase().starts_with(word));
    let is_hour = |word: &str| {
        word.starts_with(|c: char| c.is_ascii_digit()) && word.contains([':', '.'])
            || word.len() <= 4 && word.chars().all(char::is_uppercase)
            || matches!(word, "at" | "am" | "pm" | "a.m." | "p.m." | "h")
    };
    page && part.len() < 12 || part.contains(|c: char| c.is_ascii_digit()) && part.split_whitespace().all(is_hour)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(line: &str) -> Option<(String, String)> {
        let told = masthead(line)?;
        let get = |wanted: Field| told.iter().find(|(field, _)| *field == wanted).map(|(_, value)| value.clone());
        Some((get(Field::Outlet)?, get(Field::Published)?))
    }

    #[test]
    fn lines_of_outlet_and_day() {
        for (line, outlet) in [
            ("Meridian Post, 3 March 2026", "Meridian Post"),
            ("Published 3 March 2026 | Kestrel Times", "Kestrel Times"),
            ("KESTREL TIMES — Tuesday, 3 March 2026", "KESTREL TIMES"),
            ("Kestrel Times | 3 March 2026 | By Nell Ashworth", "Kestrel Times"),
            ("The Kestrel Times, March 3, 2026, page A4", "The Kestrel Times"),
            ("3 March 2026 - Kestrel Times", "Kestrel Times"),
            ("Kestrel Times (3 March 2026)", "Kestrel Times"),
            ("The Kestrel Times | Tuesday 3 March 2026 10.15 GMT", "The Kestrel Times"),
            ("kestreltimes.example, 2026-03-03", "kestreltimes.example"),
            ("Radio Ostrel · 3 March 2026 at 10:15", "Radio Ostrel"),
            ("The Journal of Sella\n3 March 2026", "The Journal of Sella"),
            ("Kestrel Times, published on 3 March 2026", "Kestrel Times"),
        ] {
            assert_eq!(told(line), Some((outlet.to_owned(), "2026-03-03".to_owned())), "{line}");
        }
    }

    #[test]
    fn prose_and_datelines_are_none() {
        for line in [
            "Speaking to the Meridian Post, 15 April 2031 was named by Ruth Calloway as the day.",
            "LONDON, 15 April 2031",
            "Tern Bay, 15 April 2031",
            "15 April 2031",
            "Meridian Post",
            "Kestrel Times Wins Prize, 15 April 2031",
            "Pier to open on 15 April 2031, says Meridian Post",
            "Meridian Post, Kestrel Times, 15 April 2031",
            "Ruth Calloway, Meridian Post, was told on 15 April 2031",
            "Meridian Post, 15 April 2031 — The court ruled.",
            "",
        ] {
            assert_eq!(told(line), None, "{line}");
        }
    }
}

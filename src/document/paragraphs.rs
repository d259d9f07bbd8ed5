//! Where paragraphs begin and end.

use std::sync::LazyLock;

use regex::Regex;

use crate::text::Span;

/// The paragraphs of a text, in order, without the white space around them. A line is a paragraph, unless the text is
/// hard-wrapped (lines of one width broken in mid-sentence, as in mail), where lines that go on are one.
pub fn paragraphs(text: &str) -> Vec<Span> {
    let mut lines = lines(text);
    if let Some(numbered) = numbered(text, &lines) {
        return numbered;
    }
    let Some(wrap) = wrap(text, &lines) else {
        lines.retain(|line| !line.is_empty());
        return lines;
    };
    let mut out: Vec<Span> = Vec::new();
    let mut before = Span::new(0, 0);
    for line in lines {
        match out.last_mut() {
            _ if line.is_empty() => {}
            Some(last) if !before.is_empty() && wrap.goes_on(before.of(text), line.of(text)) => last.end = line.end,
            _ => out.push(line),
        }
        before = line;
    }
    out
}

/// The lines of a text, without the white space around them; a carriage return and its newline are one break.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for piece in text.split_inclusive(['\n', '\r', '\u{2028}', '\u{2029}', '\u{000B}', '\u{000C}', '\u{0085}']) {
        let is_half = piece == "\n" && text[..start].ends_with('\r');
        if !is_half {
            lines.push(Span::new(start, start + piece.len()).trim(text));
        }
        start += piece.len();
    }
    lines
}

/// The numbers of lines and what stands behind them, each apart, where the lines of a text are numbered as in a court's transcript.
fn numbered(text: &str, lines: &[Span]) -> Option<Vec<Span>> {
    const LEAST: usize = 4;
    let number = |line: &Span| {
        let words = line.of(text);
        let digits = words.len() - words.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let behind = &words[digits..];
        let n: u32 =
            words.get(..digits).filter(|_| behind.is_empty() || behind.starts_with([' ', '\t']))?.parse().ok()?;
        Some((n, line.start + digits))
    };
    let full: Vec<Span> = lines.iter().filter(|line| !line.is_empty()).copied().collect();
    let numbers: Vec<Option<(u32, usize)>> = full.iter().map(number).collect();
    let follows =
        |pair: &&[Option<(u32, usize)>]| matches!(**pair, [Some((a, _)), Some((b, _))] if b == a + 1 || b == 1);
    let following = numbers.windows(2).filter(follows).count();
    if full.len() < LEAST || following * 5 < (full.len() - 1) * 4 {
        return None;
    }
    let parts = full.iter().zip(numbers).flat_map(|(line, number)| {
        let at = number.map_or(line.start, |(_, at)| at);
        [Span::new(line.start, at), Span::new(at, line.end)].map(|part| part.trim(text))
    });
    Some(parts.filter(|part| !part.is_empty()).collect())
}

/// How a text is hard-wrapped.
enum Wrap {
    /// its lines are as long as they can be: the letters of the longest
    Full(usize),
    /// they are shorter and longer, as people break them
    Ragged,
}

/// Fewer lines that break off are no sign by themselves.
const RAGGED_LINES: usize = 6;
/// Letters of the longest line of a text that is wrapped at a margin: shorter lines are verse, longer ones paragraphs.
const MARGINS: std::ops::RangeInclusive<usize> = 50..=100;
/// So many letters before the margin a line may end that had room for the next word.
const SLACK: usize = 4;
/// A word that no line can hold ("https://…") says nothing of the margin.
const UNBREAKABLE: usize = 30;

/// Whether a text is hard-wrapped. Either every line that goes on in mid-sentence is as full as it can be; or most lines that are
/// followed by another one break off in mid-sentence, and none is longer than a mail client's.
fn wrap(text: &str, lines: &[Span]) -> Option<Wrap> {
    let letters = |line: &str| line.chars().count();
    let breakable = |line: &&Span| !line.of(text).split_whitespace().any(|word| letters(word) > UNBREAKABLE);
    let longest = lines.iter().filter(breakable).map(|line| letters(line.of(text))).max()?;
    let (mut followed, mut broken, mut running, mut full) = (0, 0, 0, 0);
    for pair in lines.windows(2).filter(|pair| !pair[0].is_empty() && !pair[1].is_empty()) {
        let (line, next) = (pair[0].of(text), pair[1].of(text));
        followed += 1;
        broken += usize::from(!ends(line) || begins_small(next));
        running += usize::from(!ends(line) && begins_small(next));
        full += usize::from(!ends(line) && begins_small(next) && is_full(line, next, longest));
    }
    let too_long = lines.iter().rev().skip(1).any(|line| line.len() > 160);
    match () {
        () if running > 0 && full == running && MARGINS.contains(&longest) => Some(Wrap::Full(longest)),
        () if followed >= RAGGED_LINES && broken * 3 >= followed * 2 && !too_long => Some(Wrap::Ragged),
        () => None,
    }
}

impl Wrap {
    /// True where a line goes on in the next one.
    fn goes_on(&self, line: &str, next: &str) -> bool {
        match self {
            _ if HEADED.is_match(next) => false,
            Wrap::Ragged => true,
            Wrap::Full(longest) => is_full(line, next, *longest) || !ends(line) && begins_small(next),
        }
    }
}

/// What begins a line that is no rest of the one before: a speaker's label, "Q." and "A.", a bullet, a dash with who is quoted.
static HEADED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:(?:>> ?)?(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]? ?)?(?:\p{Lu}[\p{L}\d.'’-]*[ ]?){1,4}:(?:\s|$)|[QA]\.\s|[•*·–—-]\s)")
        .expect("a valid pattern")
});

/// True where the next line's first word had no room in a line.
fn is_full(line: &str, next: &str, longest: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default();
    line.chars().count() + 1 + word.chars().count() + SLACK > longest
}

fn ends(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '”', '"', '’', '\'', '»', ':', ';', ')'])
}

fn begins_small(line: &str) -> bool {
    line.starts_with(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<&str> {
        paragraphs(text).into_iter().map(|p| p.of(text)).collect()
    }

    #[test]
    fn a_line_is_a_paragraph() {
        assert_eq!(texts(" One.\n\nTwo.\nThree \r\n\r\n"), ["One.", "Two.", "Three"]);
        assert!(texts(" \n\n ").is_empty());
    }

    #[test]
    fn hard_wrapped_text_is_joined() {
        let text = "The mayor of the town said on Monday that the\nbridge would be closed for at least two months\n\
                    while engineers replace the bearings that\nfailed in the flood of last spring, and that\n\
                    the ferry would run twice an hour until the\nwork was done and the load tests were\npassed.\n\n\
                    Nobody was hurt.\n";
        assert_eq!(texts(text).len(), 2);
    }

    #[test]
    fn two_lines_are_enough_where_the_first_is_full() {
        let text = "Pier shut for months\n\nHarbour master Owen Brill said the survey had found forty damaged\n\
                    columns below the deck of the pier.\n\nIt was “old, and everybody in the whole of Tern Bay knew,” said\n\
                    Bo Lund. “Nobody asked for it to be mended, and nobody paid.”\n\n— Ada Quist";
        for text in [text.to_owned(), text.replace('\n', "\r\n")] {
            assert_eq!(texts(&text).len(), 4, "{text}");
        }
        let talk = "HOST: Is the ferry safe, and who has looked at it since the storm\nof last winter?\n\
                    QUIST: It was tested in May. The engineers of the town found that\nthe hull was sound.\n";
        assert_eq!(texts(talk).len(), 2);
        let list = "“It is a disgrace for the whole of the town, and for all of those\nwho live in it.”\nIda Strand, engineer\n";
        assert_eq!(texts(list).len(), 2);
    }

    #[test]
    fn lines_that_are_no_rest_of_others_stay_apart() {
        for text in [
            // verse and lists have lines of any length
            "The pier is old,\nand old am I\nthat walk it in the winter of the year with all of my own thoughts\nalone.",
            "Wanted for the fair on Saturday in the old fish hall at the quay\nbread\ncheese from the farm\nwine",
            // headlines and paragraphs of one line each
            "Pier shut\nas board fears storm\n\nThe harbour board has refused to reopen the old pier before the summer season begins, \
             its chair said on Friday.",
            "Title: Harbour board refuses to reopen the old pier before the summer\nOutlet: Tern Bay Courier\nOne.",
        ] {
            assert_eq!(texts(text).len(), text.lines().filter(|line| !line.is_empty()).count(), "{text}");
        }
    }
}

//! Lines of a dialogue: `MAYOR: We are ready.`, `[00:12] Ada Quist: We are ready.`, a label with its words below it, `Q. Are you?`.
//! What a turn goes on with in paragraphs without a label belongs to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

use super::words::CONSTRUCTIONS;

/// A dialogue has at least this many labelled lines; fewer are headlines and lists.
const DIALOGUE_LINES: usize = 4;
const LABEL_WORDS: usize = 4;
/// Words of a label with an office and, in brackets, who holds it.
const OFFICE_WORDS: usize = 9;

/// A line with a label.
#[derive(Clone, Copy)]
struct Line {
    paragraph: usize,
    /// who speaks; none of questions and answers
    name: Option<Span>,
    /// the colon or full stop behind the label
    mark: Span,
    /// the words behind it; empty where they stand below
    rest: Span,
}

/// What the lines of a text tell as a dialogue.
pub(super) struct Dialogue {
    /// its turns, and those of questions and answers, in the order of the text
    pub turns: Vec<Attribution>,
    /// what stands in lines above them that nobody says: who is present, what it is of
    pub unsaid: Vec<Span>,
}

/// The dialogue of a text; empty where it is none.
pub(super) fn dialogue(document: &Document) -> Dialogue {
    let asked = questions_and_answers(document);
    let (mut lines, heads) = labelled(document);
    // "Q:" and "A:" are no names
    let letters: BTreeSet<usize> = asked.iter().map(|line| line.paragraph).collect();
    lines.retain(|line| !letters.contains(&line.paragraph));
    lines.extend(asked);
    lines.sort_by_key(|line| line.paragraph);
    let ends = lines.iter().skip(1).map(|next| next.paragraph).chain([document.paragraphs.len()]);
    let mut turns: Vec<Attribution> = lines.iter().zip(ends).map(|(line, end)| turn(document, line, end)).collect();
    // what stands below the last line may be the outlet's own, unless other turns go on, too
    if let Some((last, others)) = turns.split_last_mut()
        && others.iter().all(|turn| turn.content.len() < 2)
    {
        last.content.truncate(1);
    }
    turns.retain(|turn| !turn.content.is_empty());
    Dialogue { turns, unsaid: heads.iter().map(|line| document.paragraphs[line.paragraph]).collect() }
}

/// Lines with a name, when the names come again as they do in an interview; and those above it that are not said.
fn labelled(document: &Document) -> (Vec<Line>, Vec<Line>) {
    let all = 0..document.paragraphs.len();
    let lines: Vec<(Line, &str)> = all.filter_map(|paragraph| label(document, paragraph)).collect();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, name) in &lines {
        *names.entry(name).or_default() += 1;
    }
    let repeated: usize = names.values().filter(|n| **n > 1).sum();
    if lines.len() < DIALOGUE_LINES || repeated * 2 < lines.len() || names.len() < 2 {
        return (Vec::new(), Vec::new());
    }
    let first = lines.iter().position(|(_, name)| names[name] > 1).unwrap_or_default();
    let is_head = |n: usize, line: &Line, name: &str| {
        let ends = line.rest.of(document.text).ends_with(['.', '?', '!', '…', '”', '"']);
        n < first && (!ends || CONSTRUCTIONS.head_labels.has(&name.to_lowercase()))
    };
    let (heads, spoken): (Vec<_>, Vec<_>) =
        lines.iter().enumerate().partition(|(n, (line, name))| is_head(*n, line, name));
    let of = |lines: Vec<(usize, &(Line, &str))>| lines.into_iter().map(|(_, (line, _))| *line).collect();
    (of(spoken), of(heads))
}

/// A line that begins with a label and a colon, and the words by which its label is counted.
fn label<'t>(document: &Document<'t>, paragraph: usize) -> Option<(Line, &'t str)> {
    let whole = document.paragraphs[paragraph];
    let text = whole.of(document.text);
    let head = behind_time(text.trim_start_matches(['"', '“', '‘', '\'', '*', '_']));
    let start = whole.start + (text.len() - head.len());
    let colon = start + colon(head)?;
    let label = Span::new(start, colon);
    let bracket = label.of(document.text).find(['(', '[']).map_or(colon, |at| start + at);
    // "The Minister for Transport (Ada Quist)" is named in the brackets, "Ada Quist (Tern Bay)" before them
    let of_office = bracket < colon && label.of(document.text).starts_with("The ");
    let name = if of_office { label } else { Span::new(start, bracket) }.trim(document.text);
    let words = document.words_in(name).len();
    let is_small = |word: &str| of_office && matches!(word, "of" | "for" | "the" | "and");
    let begins = |word: &str| word.starts_with(|c: char| c.is_uppercase()) || is_small(word);
    let named = document.words_in(name).enumerate().all(|(n, word)| {
        let word = word.span.of(document.text);
        begins(word) || n > 0 && word.chars().all(|c| c.is_ascii_digit())
    });
    let marks = document.text[colon + 1..whole.end].len()
        - document.text[colon + 1..whole.end].trim_start_matches(['*', '_']).len();
    let rest = Span::new(colon + 1 + marks, whole.end);
    let spaced = rest.is_empty() || rest.of(document.text).starts_with(char::is_whitespace);
    let rest = rest.trim(document.text);
    let most = if of_office { OFFICE_WORDS } else { LABEL_WORDS };
    let fits = (1..=most).contains(&words) && label.len() < 80 && named && spaced;
    let spoken = document.words_in(rest).len() > 0 || rest.is_empty();
    let line = Line { paragraph, name: Some(name), mark: Span::new(colon, colon + 1), rest };
    (fits && spoken).then(|| (line, name.of(document.text)))
}

/// The first colon outside brackets.
fn colon(head: &str) -> Option<usize> {
    let mut open = 0_usize;
    for (at, c) in head.char_indices().take(120) {
        match c {
            '(' | '[' => open += 1,
            ')' | ']' => open = open.saturating_sub(1),
            ':' if open == 0 => return Some(at),
            _ => {}
        }
    }
    None
}

/// Without the time that recordings print before a label: "[00:01:02] ", "00:12 ".
fn behind_time(head: &str) -> &str {
    let is_time = |c: char| c.is_ascii_digit() || matches!(c, ':' | '.');
    let bare = head.trim_start_matches(['[', '(']);
    let behind = bare.trim_start_matches(is_time);
    let time = &bare[..bare.len() - behind.len()];
    let behind = behind.trim_start_matches([']', ')']).trim_start_matches([' ', '\t', '-', '–', '—']);
    if time.contains(':') && time.len() > 3 { behind } else { head }
}

/// Lines that begin with "Q." and "A.", as a court's transcript does.
fn questions_and_answers(document: &Document) -> Vec<Line> {
    let line = |(paragraph, p): (usize, &Span)| {
        let text = p.of(document.text);
        let letter = text.chars().next().filter(|c| matches!(c, 'Q' | 'A'))?;
        let spaced = text[1..].starts_with(['.', ':']) && text[2..].starts_with(char::is_whitespace);
        let rest = spaced.then(|| Span::new(p.start + 2, p.end).trim(document.text))?;
        let line = Line { paragraph, name: None, mark: Span::new(p.start + 1, p.start + 2), rest };
        (document.words_in(rest).len() > 0).then_some((letter, line))
    };
    let all = document.paragraphs.iter().enumerate().filter(|(_, p)| p.len() > 3);
    let lines: Vec<(char, Line)> = all.filter_map(line).collect();
    if !['Q', 'A'].iter().all(|letter| lines.iter().any(|(l, _)| l == letter)) {
        return Vec::new();
    }
    lines.into_iter().map(|(_, line)| line).collect()
}

/// What is said behind a label and in the paragraphs below it, before paragraph `end`.
fn turn(document: &Document, line: &Line, end: usize) -> Attribution {
    let mut content: Vec<Span> = Some(line.rest).filter(|rest| !rest.is_empty()).into_iter().collect();
    let below = line.paragraph + 1..end.min(line.paragraph + 1 + PARAGRAPHS);
    let ends = |&p: &usize| document.parts[p].is_furniture() || label(document, p).is_some();
    let stop = below.clone().find(ends).unwrap_or(below.end);
    let own = (below.start..stop).rev().find(|&p| is_spoken(document, p)).map_or(below.start, |last| last + 1);
    // a label alone stands for what is right below it
    let own = if content.is_empty() { own.max((below.start + 1).min(stop)) } else { own };
    content.extend((below.start..own).filter(|&p| !is_aside(document, p)).map(|p| document.paragraphs[p]));
    let confidence = THRESHOLDS.layout;
    Attribution { source: line.name.into_iter().collect(), cue: vec![line.mark], content, confidence }
}

/// Paragraphs that one turn may have.
const PARAGRAPHS: usize = 60;

/// "(Applause.)", "[The witness leaves.]"
fn is_aside(document: &Document, paragraph: usize) -> bool {
    document.paragraphs[paragraph].of(document.text).starts_with(['(', '['])
}

/// Words in the first person outside quotation marks: who reports a dialogue does not speak of themselves.
fn is_spoken(document: &Document, paragraph: usize) -> bool {
    let mut words = document.words_in(document.paragraphs[paragraph]);
    words.any(|word| !word.quoted && CONSTRUCTIONS.first_person.has(&word.lower))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, Vec<String>)> {
        let told = |spans: &[Span]| spans.iter().map(|s| s.of(text).to_owned()).collect::<Vec<_>>();
        let turns = dialogue(&Document::new(text)).turns;
        turns.into_iter().map(|a| (told(&a.source).concat(), told(&a.content))).collect()
    }

    fn names(text: &str) -> Vec<String> {
        found(text).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn lines_of_a_dialogue() {
        let text = "HOST: Is the ferry safe?\n\nQUIST: It was tested in May.\n\nHOST: By whom?\n\nQUIST: By us.";
        assert_eq!(found(text).len(), 4);
        assert_eq!(found(text)[1], ("QUIST".to_owned(), vec!["It was tested in May.".to_owned()]));
        assert!(found("Price: 4 crowns.\n\nPlace: Town hall.\n\nTime: 8 p.m.\n\nTickets: At the door.").is_empty());
        assert!(found("Quist: ferry is safe\n\nThe ferry was tested.").is_empty());
    }

    #[test]
    fn labels_as_they_are_printed() {
        let dialogue = |host: &str, guest: &str| {
            format!("{host} Is the ferry safe?\n\n{guest} It was tested.\n\n{host} By whom?\n\n{guest} By us.")
        };
        for (host, guest, name) in [
            ("**MQ:**", "**AQ:**", "AQ"),
            ("[00:01:02] Mara Quill:", "[00:02:03] Ada Quist:", "Ada Quist"),
            ("Speaker 1:", "Speaker 2:", "Speaker 2"),
            (
                "Mr Dunn (Tern Bay) (Green):",
                "The Minister for Ports (Ada Quist):",
                "The Minister for Ports (Ada Quist)",
            ),
            ("Mara Quill (00:12):\n", "Ada Quist (00:15):\n", "Ada Quist"),
        ] {
            let text = dialogue(host, guest);
            assert_eq!(found(&text)[1], (name.to_owned(), vec!["It was tested.".to_owned()]), "{text}");
            assert_eq!(found(&text).len(), 4);
        }
    }

    #[test]
    fn who_was_there_is_not_said_by_anybody() {
        let dialogue = "HOST: Is the ferry safe?\n\nQUIST: It was tested in May.\n\nHOST: By whom?\n\nQUIST: By us.";
        for head in
            ["Present: Ada Quist, harbour master; Bo Lund.", "Witness: Ada Quist", "Interview: Quist on the ferry"]
        {
            assert_eq!(names(&format!("{head}\n\n{dialogue}")), ["HOST", "QUIST", "HOST", "QUIST"], "{head}");
        }
        assert_eq!(names(&format!("CHAIR: We begin.\n\n{dialogue}"))[0], "CHAIR");
    }

    #[test]
    fn a_turn_goes_on_below_its_label() {
        let text = "HOST: Is the ferry safe?\n\nQUIST: It was tested in May.\n\nThe test took a week.\n\n(Applause.)\n\nWe paid for it.\n\n\
                    HOST: By whom?\n\nQUIST: By us.\n\nThe minister left the room. The ferry sails on Monday.";
        let of = |n: usize| found(text)[n].1.clone();
        assert_eq!(of(1), ["It was tested in May.", "The test took a week.", "We paid for it."]);
        assert_eq!(of(3), ["By us."]);
        let alone = "HOST: Is it safe?\n\nQUIST: It is.\n\nHOST: By whom?\n\nQUIST: By us.\n\nTell us what you think.";
        assert_eq!(found(alone)[3].1, ["By us."]);
    }

    #[test]
    fn questions_and_answers_of_a_transcript() {
        assert_eq!(names("Q. Did you lock the gate?\n\nA. I locked it at six."), ["", ""]);
        assert_eq!(names("Q: Did you?\n\nA: I did.\n\nQ: When?\n\nA: At six."), [""; 4]);
        assert!(found("A. The ferry\n\nB. The bridge").is_empty());
    }
}

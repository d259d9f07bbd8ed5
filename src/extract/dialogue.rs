//! Lines of a dialogue: `MAYOR: We are ready.`, a label with its words below it, a name on a line of its own, `Q. Are you?`.
//! What a turn goes on with in paragraphs without a label belongs to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

use super::interview::{Interview, interview};
use super::label::{Label, key, label, name_line};
use super::words::CONSTRUCTIONS;

/// A dialogue has at least this many lines with a speaker; fewer are headlines and lists.
const DIALOGUE_LINES: usize = 4;

/// A line with a speaker.
#[derive(Clone, Copy)]
struct Line {
    paragraph: usize,
    /// who speaks; none of questions and answers
    name: Option<Span>,
    /// the colon or full stop behind the label; none behind a name on a line of its own
    mark: Option<Span>,
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
    let (mut lines, mut heads) = labelled(document, &asked);
    let letters: BTreeSet<char> = asked.iter().map(|(letter, _)| *letter).collect();
    if letters.len() > 1 || !lines.is_empty() && letters.contains(&'Q') {
        let examiners: Vec<Line> = (0..document.paragraphs.len()).filter_map(|p| examiner(document, p)).collect();
        lines.extend(asked.into_iter().map(|(letter, line)| by_examiner(letter, line, &examiners)));
        heads.extend(examiners);
    }
    if lines.is_empty() {
        lines = named(document);
    }
    if lines.is_empty() {
        let Interview { answers, questions } = interview(document);
        return Dialogue { turns: answers, unsaid: questions };
    }
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

/// Lines with a label, when the labels come again as they do in an interview; and those above it that are not said. `asked`: the
/// lines with "Q" and "A".
fn labelled(document: &Document, asked: &[(char, Line)]) -> (Vec<Line>, Vec<Line>) {
    // "Q:" and "A:" are no names, and "BY MS. KAHN:" says nothing
    let taken: BTreeSet<usize> = asked.iter().map(|(_, line)| line.paragraph).collect();
    let line = |paragraph: usize| {
        let Label { name, colon, rest } = label(document, paragraph)?;
        let line = Line { paragraph, name: Some(name), mark: Some(colon), rest };
        examiner(document, paragraph).is_none().then(|| (line, key(document, name)))
    };
    let all = (0..document.paragraphs.len()).filter(|paragraph| !taken.contains(paragraph));
    let lines: Vec<(Line, String)> = all.filter_map(line).collect();
    let mut names: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, name) in &lines {
        *names.entry(name).or_default() += 1;
    }
    let printed: BTreeSet<&str> = lines.iter().filter_map(|(line, _)| line.name).map(|n| n.of(document.text)).collect();
    let repeated: usize = names.values().filter(|n| **n > 1).sum();
    // in a court the judge may speak once between questions and answers
    let in_court = asked.len() >= DIALOGUE_LINES && lines.iter().all(|(line, _)| is_shouted(document, line));
    let several = printed.len() + usize::from(!asked.is_empty()) > 1;
    let is_dialogue = lines.len() + asked.len() >= DIALOGUE_LINES && repeated * 2 >= lines.len() && several;
    if lines.is_empty() || !is_dialogue && !in_court {
        return (Vec::new(), Vec::new());
    }
    let first = lines.iter().position(|(_, name)| names[&**name] > 1).unwrap_or_default();
    let is_head = |n: usize, line: &Line, name: &str| {
        let ends = line.rest.of(document.text).ends_with(['.', '?', '!', '…', '”', '"']);
        n < first && (!ends || CONSTRUCTIONS.head_labels.has(name))
    };
    let (heads, spoken): (Vec<_>, Vec<_>) =
        lines.iter().enumerate().partition(|(n, (line, name))| is_head(*n, line, name));
    let of = |lines: Vec<(usize, &(Line, String))>| lines.into_iter().map(|(_, (line, _))| *line).collect();
    (of(spoken), of(heads))
}

/// "THE COURT:"
fn is_shouted(document: &Document, line: &Line) -> bool {
    line.name.is_some_and(|name| !name.of(document.text).contains(char::is_lowercase))
}

/// Names on lines of their own above what they say, as parliaments print them: they come again.
fn named(document: &Document) -> Vec<Line> {
    let all: Vec<Option<Span>> =
        (0..document.paragraphs.len()).map(|p| name_line(document, p).map(|line| line.name)).collect();
    let speaks = |p: usize| all.get(p + 1).is_some_and(Option::is_none) && !document.parts[p + 1].is_furniture();
    let line = |p: usize| {
        let whole = document.paragraphs[p];
        all[p].filter(|_| speaks(p)).map(|name| Line {
            paragraph: p,
            name: Some(name),
            mark: None,
            rest: Span::new(whole.end, whole.end),
        })
    };
    let lines: Vec<Line> = (0..all.len()).filter_map(line).collect();
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for name in lines.iter().filter_map(|line| line.name) {
        *names.entry(key(document, name)).or_default() += 1;
    }
    let repeated: usize = names.values().filter(|n| **n > 1).sum();
    let is_dialogue = lines.len() >= DIALOGUE_LINES && repeated * 2 > lines.len() && names.len() > 1;
    if is_dialogue { lines } else { Vec::new() }
}

/// Lines that begin with "Q." and "A.", as a court's transcript does, or with "Q" alone, as that of a briefing.
fn questions_and_answers(document: &Document) -> Vec<(char, Line)> {
    let line = |(paragraph, p): (usize, &Span)| {
        let text = p.of(document.text);
        let letter = text.chars().next().filter(|c| matches!(c, 'Q' | 'A'))?;
        let behind = &text[1..];
        let sign = usize::from(behind.starts_with(['.', ':']));
        let words = behind[sign..].trim_start();
        let gap = behind.len() - sign - words.len();
        // "A ferry sank": a wide gap tells that the letter stands for an answer
        let apart =
            sign > 0 && gap > 0 || gap > usize::from(letter == 'A') && words.starts_with(|c: char| !c.is_lowercase());
        let rest = apart.then(|| Span::new(p.end - words.len(), p.end))?;
        let mark = Span::new(p.start + sign, p.start + sign + 1);
        let line = Line { paragraph, name: None, mark: Some(mark), rest };
        (document.words_in(rest).len() > 0).then_some((letter, line))
    };
    document.paragraphs.iter().enumerate().filter(|(_, p)| p.len() > 3).filter_map(line).collect()
}

/// "BY MS. KAHN:" tells whose the questions below it are.
fn examiner(document: &Document, paragraph: usize) -> Option<Line> {
    let Label { name, colon, rest } = label(document, paragraph)?;
    let words = name.of(document.text).strip_prefix("BY ")?;
    let name = Span::new(name.end - words.len(), name.end);
    rest.is_empty().then_some(Line { paragraph, name: Some(name), mark: Some(colon), rest })
}

/// A question, as that of the examiner named last above it.
fn by_examiner(letter: char, line: Line, examiners: &[Line]) -> Line {
    let above = examiners.iter().rev().find(|examiner| examiner.paragraph < line.paragraph);
    let name = above.filter(|_| letter == 'Q').and_then(|examiner| examiner.name);
    Line { name, ..line }
}

/// What is said behind a label and in the paragraphs below it, before paragraph `end`.
fn turn(document: &Document, line: &Line, end: usize) -> Attribution {
    let mut content: Vec<Span> = Some(line.rest).filter(|rest| !rest.is_empty()).into_iter().collect();
    let below = line.paragraph + 1..end.min(line.paragraph + 1 + PARAGRAPHS);
    let ends = |&p: &usize| document.parts[p].is_furniture() || label(document, p).is_some();
    let stop = below.clone().find(ends).unwrap_or(below.end);
    let is_sure = line.mark.is_none() && end < document.paragraphs.len();
    let goes_on = |&p: &usize| is_sure || is_spoken(document, p) || is_number(document, p - 1);
    let own = (below.start..stop).rev().find(goes_on).map_or(below.start, |last| last + 1);
    // a label alone stands for what is right below it
    let own = if content.is_empty() { own.max((below.start + 1).min(stop)) } else { own };
    let heading = |p: usize| line.mark.is_none() && p > below.start && is_heading(document, p);
    content
        .extend((below.start..own).filter(|&p| !is_aside(document, p) && !heading(p)).map(|p| document.paragraphs[p]));
    let confidence = THRESHOLDS.layout;
    Attribution { source: line.name.into_iter().collect(), cue: line.mark.into_iter().collect(), content, confidence }
}

/// A short line without a stop: what the next speeches are on.
fn is_heading(document: &Document, paragraph: usize) -> bool {
    const LONGEST: usize = 10;
    let span = document.paragraphs[paragraph];
    document.words_in(span).len() <= LONGEST
        && span.of(document.text).ends_with(|c: char| c.is_alphanumeric() || c == ')')
}

/// Paragraphs that one turn may have.
const PARAGRAPHS: usize = 60;

/// "(Applause.)", "[The witness leaves.]", the number of a line.
fn is_aside(document: &Document, paragraph: usize) -> bool {
    document.paragraphs[paragraph].of(document.text).starts_with(['(', '[']) || is_number(document, paragraph)
}

/// The number of a line, which a court's transcript prints before it.
fn is_number(document: &Document, paragraph: usize) -> bool {
    document.paragraphs[paragraph].of(document.text).chars().all(|c| c.is_ascii_digit())
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
            (">> MARA QUILL:", ">> ADA QUIST:", "ADA QUIST"),
            ("QUILL:", "ADA QUIST, MAYOR OF TERN BAY:", "ADA QUIST, MAYOR OF TERN BAY"),
            ("Mara Quill\n", "Ada Quist (Tern Bay) (Green)\n", "Ada Quist"),
            ("Mara Quill 00:12\n", "Ada Quist 00:15\n", "Ada Quist"),
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
        assert_eq!(names("Q    Who tested it?\n\nA    We did.\n\nQ    When?\n\nA    In May."), [""; 4]);
        let briefing =
            "MS. QUIST: The ferry is safe.\n\nQ And who paid?\n\nMS. QUIST: We did.\n\nQ When?\n\nMS. QUIST: In May.";
        assert_eq!(names(briefing), ["MS. QUIST", "", "MS. QUIST", "", "MS. QUIST"]);
        assert!(found("A. The ferry\n\nB. The bridge").is_empty());
        assert!(found("A ferry sank.\n\nA man drowned.\n\nQuestions remain.").is_empty());
    }

    #[test]
    fn lines_of_a_court_may_be_numbered() {
        let text = "1    Q.  Did you see the vessel\n2    that night?\n3    A.  I did. It had\n4    no lights.\n5    Q.  And then?\n6    A.  It sank.";
        let said: Vec<String> = found(text).into_iter().map(|(_, said)| said.join(" ")).collect();
        assert_eq!(said, ["Did you see the vessel that night?", "I did. It had no lights.", "And then?", "It sank."]);
    }

    #[test]
    fn questions_are_the_examiner_s() {
        let text = "BY MS. KAHN:\n\nQ. Did you see the pier?\n\nA. I did.\n\nQ. And?\n\nA. It was broken.\n\n\
                    THE COURT: Objection sustained.\n\nMR. REED: Thank you.";
        assert_eq!(names(text), ["MS. KAHN", "", "MS. KAHN", "", "THE COURT", "MR. REED"]);
    }

    #[test]
    fn names_above_speeches() {
        let text = "Vera Holm (Tern Bay)\n\nI beg to move that the pier be mended.\n\nIt has been shut for years.\n\nBo Lund\n\n\
                    The pier was never safe.\n\nVera Holm\n\nWho says so?\n\nBo Lund\n\nThe survey.\n\nIt rained.";
        assert_eq!(found(text)[0].1, ["I beg to move that the pier be mended.", "It has been shut for years."]);
        assert_eq!(found(text)[3], ("Bo Lund".to_owned(), vec!["The survey.".to_owned()]));
        assert!(
            found("Bus Fares\n\nThey rise.\n\nFerry Fares\n\nThey fall.\n\nParking\n\nNo.\n\nTaxis\n\nYes.").is_empty()
        );
    }
}

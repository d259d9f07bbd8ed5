//! Texts that hold no sentence: program text, data, logs, subtitles, encoded bytes. They are refused with their kind.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::furniture::is_prose;
use crate::text::header::header;

/// Characters that are looked at, and the fewest that tell anything.
const LONGEST: usize = 20_000;
const SHORTEST: usize = 200;

/// What a text is in place of prose; none of a text that may hold an article. Its own header is not looked at.
pub(super) fn no_prose(text: &str) -> Option<String> {
    let sample: String = text[header(text).end..].chars().take(LONGEST).collect();
    let length = sample.chars().count();
    let lines: Vec<&str> = sample.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
    if let Some(what) = subtitles(&lines) {
        return Some(what);
    }
    if length < SHORTEST {
        return None;
    }
    let signs = lines.iter().map(|line| signs_in(line)).sum::<usize>() * 100 / length;
    let digits = sample.chars().filter(char::is_ascii_digit).count() * 100 / length;
    let encoded = sample.split_whitespace().filter(|word| is_encoded(word)).map(str::len).sum::<usize>();
    let sentences = lines.iter().filter(|line| is_sentence(line)).count();
    match () {
        () if signs >= 6 && (sentences < 2 || sentences * 10 < lines.len() * 3) => {
            Some("program text or data, not prose".into())
        }
        () if digits >= 40 => Some("numbers, not prose".into()),
        () if encoded * 10 >= length * 8 => Some("encoded bytes, not prose".into()),
        () if lines.iter().any(|line| tells(line)) || lines.len() < 5 => None,
        () if share(&lines, &LOGGED) >= 60 => Some("a log, not prose".into()),
        () if is_marked(&lines) && share(&lines, &MARKED) >= 60 => Some("program text or data, not prose".into()),
        () if share(&lines, &WRITTEN_FOR_PROGRAMS) >= 60 => Some("program text or data, not prose".into()),
        () => None,
    }
}

/// Signs of programs in a line. A rule across the page is none, nor are the brackets of a transcript around a time or what
/// is heard: "[00:00:04]", "[Applause]".
fn signs_in(line: &str) -> usize {
    static HEARD: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|\s)\[(?:(?:\d{4}-\d\d-\d\d )?\d{1,2}:\d\d(?::\d\d)?|\p{L}[\p{Ll} ]+)\]")
            .expect("a valid pattern")
    });
    let is_rule = line.len() > 2 && line.chars().all(|c| line.starts_with(c));
    let is_sign = |c: &char| "{}[]<>;=|\\_#$^~`@".contains(*c);
    if is_rule { 0 } else { HEARD.replace_all(line, "").chars().filter(is_sign).count() }
}

/// A full sentence at the edge of the page: comments and strings of programs stand behind their signs or blanks.
fn is_sentence(line: &str) -> bool {
    line.starts_with(|c: char| c.is_uppercase() || "\"“‘«„".contains(c)) && is_prose(line)
}

/// A line that a person speaks or writes, with or without a full stop: eight words, or one in printed quotation marks.
fn tells(line: &str) -> bool {
    static BY_PROGRAMS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"^\s*(?://|/\*|\*|#|-?\s?[a-z][a-z0-9_.-]*:\s)|\b(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\b|\w\[\d+\]:")
            .expect("a valid pattern")
    });
    let is_quoted = [('“', '”'), ('„', '“'), ('«', '»')]
        .iter()
        .any(|(open, close)| line.split_once(*open).is_some_and(|(_, behind)| behind.contains(*close)));
    let spoken = LOGGED.replace(line, "");
    // behind its time a program goes on in small letters, a reporter with a name or a sentence
    let by_program = LOGGED.is_match(line)
        && !spoken.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with(char::is_uppercase);
    let words = spoken.split_whitespace().filter(|word| is_word(word)).count();
    is_quoted || is_prose(line) || words >= 8 && !by_program && !BY_PROGRAMS.is_match(line)
}

/// Letters, with what a sentence writes between and beside them.
fn is_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| ",.;:!?()\"'’‘".contains(c));
    !word.is_empty() && word.chars().all(|c| c.is_alphabetic() || "'’-".contains(c))
}

/// A line that begins with a day and a time, as programs write them.
static LOGGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\W?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\w{3} +\d{1,2} \d\d:\d\d:\d\d |\d{1,3}(?:\.\d{1,3}){3} )")
        .expect("a valid pattern")
});

/// `key: value` with a key in lower case and a value of a word or two, `name = value`, values parted by commas without
/// blanks, statements.
const STATEMENTS: &str = r"^\s*(?: -?\s?[a-z][a-z0-9_.-]*:(?:\s+\S+){0,2}$ | [\w.]+\s?=\s?\S | (?:[^,\s]*,){2,}[^,\s]*$
    | (?:def|import|from|class|return|for|if|else|elif|while|print|let|const|var|func|fn|use|pub|public|private|static|void|package|include|end)\b.*[:;(){}]$
    | (?:import|from|use|package|include)\s[\w.:/]+$ | \w+\(.*\)[;:]?$ | //|/\* ";

static WRITTEN_FOR_PROGRAMS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!("(?x){STATEMENTS})")).expect("a valid pattern"));

/// The same, and the lines of a patch and the comments of a script: bullets and headlines begin like them.
static MARKED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?x){STATEMENTS} | [+@-]{{1,3}}\s?\S | \#)")).expect("a valid pattern"));

/// Whether it says of itself that it is a patch or a script.
fn is_marked(lines: &[&str]) -> bool {
    static FILE: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^(?:@@ -\d|(?:\+\+\+|---) (?:[ab]/|/dev/null|\S+\t))").expect("a valid pattern"));
    lines.first().is_some_and(|first| first.starts_with("#!")) || lines.iter().any(|line| FILE.is_match(line))
}

/// Lines of a hundred that begin so.
fn share(lines: &[&str], form: &Regex) -> usize {
    lines.iter().filter(|line| form.is_match(line)).count() * 100 / lines.len().max(1)
}

/// Forty letters and digits in a row, capitals and small ones in no order that words have.
fn is_encoded(word: &str) -> bool {
    let inside = |c: char| c.is_ascii_alphanumeric() || "+/=_-".contains(c);
    let turns = word.as_bytes().windows(2).filter(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase()).count();
    word.len() >= 40 && word.chars().all(inside) && turns >= 3
}

/// Numbers, times and words by turns, as players of films read them.
fn subtitles(lines: &[&str]) -> Option<String> {
    static TIMES: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\d\d:\d\d:\d\d[,.]\d{3} --> ").expect("a valid pattern"));
    let second = lines.first().is_some_and(|first| first.trim_start_matches('\u{FEFF}') == "1")
        && lines.get(1).is_some_and(|line| TIMES.is_match(line));
    second.then(|| "subtitles, not an article; save their words as plain text first".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_no_sentence_is_named() {
        for (text, what) in [
            ("fn main() { let x = [1, 2]; println!(\"{}\", x[0]); }\n".repeat(10), "program text"),
            ("12.5 13.7 19.2 14.0\n".repeat(20), "numbers"),
            (
                "2024-05-13T10:00:00Z INFO server started on port 80\n2024-05-13T10:00:01Z ERROR failed to open /x/y\n"
                    .repeat(5),
                "a log",
            ),
            (
                "name: build\non: push\njobs:\n  test:\n    runs-on: ubuntu\n    steps:\n      - uses: checkout\n"
                    .repeat(4),
                "program text",
            ),
            (
                "def main():\n    import sys\n    for line in sys.stdin:\n        print(line)\n\nmain()\n".repeat(5),
                "program text",
            ),
            (
                "--- a/pier.txt\n+++ b/pier.txt\n@@ -1 +1 @@\n-The pier is open\n+The pier is shut\n".repeat(5),
                "program text",
            ),
            ("name,age,town\nIlse,34,Ormsay\nOwen,41,Marrow\n".repeat(9), "program text"),
            ("VGhlIHBpZXIgaXMgc2h1dCB0aGlzIHllYXIsIHNoZSBzYWlkLgo\n".repeat(9), "encoded bytes"),
            ("1\n00:00:01,000 --> 00:00:04,000\nGood evening, said the host.\n\n2\n".into(), "subtitles"),
        ] {
            assert!(no_prose(&text).is_some_and(|found| found.contains(what)), "{text}: {:?}", no_prose(&text));
        }
    }

    #[test]
    fn what_may_be_an_article_is_left() {
        for text in [
            "HOST: Is the pier safe?\nMILLER: No.\nHOST: Who says so?\nMILLER: We all do.\nHOST: When?\nMILLER: Since May.\n",
            "“The pier is shut.”\n— Ruth Calloway\n\n“We were not asked.”\n— Tom Varley\n\n“Two years.”\n— Imran Sadiq\n",
            "Q. Is it safe?\nA. No.\nQ. Who says so?\nA. We do.\nQ. Since when?\nA. Since May.\nQ. And now?\nA. Now we wait.\n",
            "10:42\nThe council meets.\n10:50\nRuth Calloway speaks.\n11:05\nTom Varley leaves.\n11:20\nA vote is called.\n11:30\nIt ends.\n",
            "- The pier stays shut\n- The council votes on Monday\n- Traders will appeal\n- A report is due in May\n- Nobody was asked\n\nThe harbour board will not reopen the old pier, it said on Friday.\n",
            "from the pier we saw\nif only for an hour\nthe boats go out;\nfor none of us;\nwould say so\n",
        ] {
            let text = text.repeat(3);
            assert_eq!(no_prose(&text), None, "{text}");
        }
    }

    #[test]
    fn what_people_say_needs_no_full_stop() {
        for text in [
            // points, with a long line or a printed quotation
            "- Ada Lorn told the quay's traders that the market would move in June\n- Nils Holm objects\n- No vote yet\n- A walk-out\n- More on Friday\n",
            "- “It is not safe” - Ada Lorn\n- “Ask us first” - Nils Holm\n- “We wait” - Vera Brandt\n- “Not now” - Ole Kranz\n- “No” - Ida Moe\n",
            "- Le marché est-il sûr ?\n- Non.\n- Qui le dit ?\n- Nous.\n- Depuis quand ?\n- Depuis mai.\n- Et vous ?\n- J'attends.\n",
            "-- Market to move, says Lorn\n-- Holm objects\n-- Traders walk out\n-- No vote before June\n-- Shares fall\n",
            // questions, minutes, posts, tickers, headings
            "q: Is the market safe?\na: No, it is not.\nq: Who told you?\na: The firemen told us.\nq: Will it move?\na: We think so.\n",
            "item: the market\nlorn: moves to the quay in June\nholm: objects, wants a vote\nbrandt: abstains\ndecided: it moves, seven to two\nnext: Monday\n",
            "@adalorn: The market moves in June. #quay\n@nilsholm: Nobody asked us traders. #quay\n@adalorn: We wrote to you in March. #quay\n@nilsholm: Where is it? #quay\n@verabrandt: I saw it myself. #quay\n",
            "#1 “It is not safe” – Ada Lorn\n#2 “Ask us first” – Nils Holm\n#3 “We wait” – Vera Brandt\n#4 “Not now” – Ole Kranz\n#5 “No” – Ida Moe\n",
            "+++ Market to move, says Lorn +++\n+++ Holm: ask us first +++\n+++ No vote before June +++\n+++ Traders walk out +++\n+++ More on Friday +++\n",
            "# Market to move\n# Holm objects\n# No vote before June\n# Traders walk out\n# Lorn denies a row\n# More on Friday\n",
            // times of a liveblog and of a wire
            "2024-05-13 10:42 The council meets\n2024-05-13 10:50 Ada Lorn: “It is not safe”\n2024-05-13 11:05 Holm walks out\n2024-05-13 11:20 A vote\n2024-05-13 11:31 It is lost\n",
            "May 13 10:42:01 Ada Lorn says the old market is not safe\nMay 13 10:44:30 Holm objects\nMay 13 10:51:05 Report due\nMay 13 11:20:10 Vote lost\nMay 13 11:31:12 Traders to sue\n",
            // a header of its own above a short wire
            "title: Market to move\noutlet: Quay Post\ndate: 2024-05-13\nauthor: Vera Brandt\nurl: https://quay.example/m\n\nsection: news\ndesk: quay\nMarket to move, says Lorn\nHolm objects\nVote lost\n",
            // rules across the page, times and what is heard
            "MARKET TO MOVE\n================================\n\nBy Vera Brandt\n________________________________\n\nThe market moves in June, Lorn said.\n================================\n",
            "[00:00:01] HOST: Is the market safe?\n[00:00:04] LORN: No.\n[00:00:07] HOST: Who says so?\n[00:00:09] LORN: The firemen.\n[00:00:14] HOST: Since when?\n[00:00:16] LORN: Since May.\n",
            "[Applause] [Music]\nLORN: [inaudible] to move.\nHOLM: [crosstalk] no.\nLORN: [inaudible] the board [crosstalk]\nHOLM: [shouts] Resign!\nBRANDT: Order. [gavel] Order.\n",
            // signs among sentences
            "Ole Kranz explains what was wrong with the machine: a test.\n“The line if (paid = true) { open(); } let all of them through,” he said.\nHis patch is one line: if (paid == true) { open_gate(); } else { keep_shut(); }\n",
        ] {
            let text = if text.starts_with("title") { text.to_owned() } else { text.repeat(3) };
            assert_eq!(no_prose(&text), None, "{text}");
        }
    }

    #[test]
    fn comments_and_messages_of_programs_tell_nothing() {
        for (text, what) in [
            (
                "// counts how often each of the words stands in it\nlet n = count(words);\nreturn n;\n".repeat(9),
                "program text",
            ),
            ("2024-05-13 10:42:01 INFO the server is up and waits for the first of its guests\n".repeat(9), "a log"),
            ("2024-05-13 10:42:01 the server is up again and waits for the first of its guests\n".repeat(9), "a log"),
            (
                format!(
                    "/*\nThe keys of the quay are lent to whoever asks, without warranty.\nWhoever loses one pays for it.\n*/\n{}",
                    "static int turn(int key, char **lock) { if (key < 2) { return -1; } return lock[1][0] == 'x'; }\n"
                        .repeat(9)
                ),
                "program text",
            ),
            ("May 13 10:42:01 quay sshd[311]: a guest was let in with the key of the house today\n".repeat(9), "a log"),
            (format!("#!/bin/sh\n{}", "# to the quay\ncd /quay\n# and back\nmake=all\n".repeat(9)), "program text"),
            (
                "name: Tell all of the others that it is built\non: push\nuses: checkout\nwith: all\nrun: make\n"
                    .repeat(9),
                "program text",
            ),
        ] {
            assert!(no_prose(&text).is_some_and(|found| found.contains(what)), "{text}: {:?}", no_prose(&text));
        }
    }
}

//! Texts that hold no sentence: program text, data, logs, subtitles, encoded bytes. They are refused with their kind.

use std::sync::LazyLock;

use regex::Regex;

use crate::document::furniture::is_prose;

/// Characters that are looked at, and the fewest that tell anything.
const LONGEST: usize = 20_000;
const SHORTEST: usize = 200;

/// What a text is in place of prose; none of a text that may hold an article.
pub(super) fn no_prose(text: &str) -> Option<String> {
    let sample: String = text.chars().take(LONGEST).collect();
    let length = sample.chars().count();
    let lines: Vec<&str> = sample.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).collect();
    if let Some(what) = subtitles(&lines) {
        return Some(what);
    }
    if length < SHORTEST {
        return None;
    }
    let count = |fits: &dyn Fn(char) -> bool| sample.chars().filter(|c| fits(*c)).count() * 100 / length;
    let signs = count(&|c| "{}[]<>;=|\\_#$^~`@".contains(c));
    let digits = count(&|c| c.is_ascii_digit());
    let encoded = sample.split_whitespace().filter(|word| is_encoded(word)).map(str::len).sum::<usize>();
    match () {
        () if signs >= 6 => Some("program text or data, not prose".into()),
        () if digits >= 40 => Some("numbers, not prose".into()),
        () if encoded * 10 >= length * 8 => Some("encoded bytes, not prose".into()),
        () if lines.iter().any(|line| is_prose(line)) || lines.len() < 5 => None,
        () if share(&lines, &LOGGED) >= 60 => Some("a log, not prose".into()),
        () if share(&lines, &WRITTEN_FOR_PROGRAMS) >= 60 => Some("program text or data, not prose".into()),
        () => None,
    }
}

/// A line that begins with a day and a time, as programs write them.
static LOGGED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\W?(?:\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\w{3} +\d{1,2} \d\d:\d\d:\d\d |\d{1,3}(?:\.\d{1,3}){3} )")
        .expect("a valid pattern")
});

/// `key: value` with a key in lower case, `name = value`, values parted by commas without blanks, statements, patches.
static WRITTEN_FOR_PROGRAMS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?x)^\s*(?: -?\s?[a-z][a-z0-9_.-]*:(?:\s|$) | [\w.]+\s?=\s?\S | (?:[^,\s]*,){2,}[^,\s]*$ | [+@-]{1,3}\s?\S
            | (?:def|import|from|class|return|for|if|else|elif|while|print|let|const|var|func|fn|use|pub|public|private|static|void|package|include|end)\b.*[:;(){}]$
            | (?:import|from|use|package|include)\s[\w.:/]+$ | \w+\(.*\)[;:]?$ | //|/\*|\# )",
    )
    .expect("a valid pattern")
});

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
}

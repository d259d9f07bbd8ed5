//! Block quotations of a draft: set apart by their place or style, they need no quotation marks, and get them here, so that they
//! are read as quotations.

/// A paragraph of a block quotation, between quotation marks where it has none; who is quoted, said behind a dash, stays outside.
pub(super) fn quoted(words: &str) -> String {
    const SINGLE: [char; 3] = ['‘', '\'', '‚'];
    const DASHES: [char; 3] = ['—', '–', '-'];
    const LONGEST_NAME: usize = 8;
    if words.is_empty() || words.starts_with(MARKS) || words.starts_with(SINGLE) || words.starts_with(DASHES) {
        return words.to_owned();
    }
    let dash = [" — ", " – ", " -- ", "\n— ", "\n– "].iter().filter_map(|dash| words.rfind(dash)).max();
    let cited = dash.map(|at| words.split_at(at)).filter(|(said, by)| {
        let ends = said.trim_end().ends_with(['.', '!', '?', '…']);
        ends && by.split_whitespace().count() <= LONGEST_NAME
    });
    let (said, by) = cited.unwrap_or((words, ""));
    match said.contains(MARKS) {
        false => format!("“{}”{by}", said.trim_end()),
        true if is_aside(said) => format!("‘{}’{by}", said.trim_end()),
        true => words.to_owned(),
    }
}

/// Quotation marks that are no apostrophes.
const MARKS: [char; 9] = ['"', '“', '”', '„', '‟', '«', '»', '‹', '＂'];

/// True where the marks of a block quotation enclose a few of its words only, a title or a turn of phrase: it is a quotation as
/// a whole, not a passage that quotes somebody.
fn is_aside(said: &str) -> bool {
    let (mut inside, mut marked, mut all) = (false, 0, 0);
    for word in said.split_whitespace() {
        let marks = word.matches(MARKS).count();
        all += 1;
        marked += usize::from(inside || marks > 0);
        inside ^= marks % 2 == 1;
    }
    !said.trim_end().ends_with(MARKS) && marked * 4 <= all
}

/// A plain text whose lines behind `>` are paragraphs of block quotations, as in mail and Markdown.
pub(super) fn with_quoted_lines(text: String) -> String {
    if !text.lines().any(|line| line.starts_with('>')) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut open = String::new();
    for line in text.lines().chain([""]) {
        match line.strip_prefix('>').map(|words| words.trim_start_matches('>').trim()) {
            Some(words) if !words.is_empty() => {
                open.push_str(if open.is_empty() { "" } else { " " });
                open.push_str(words);
                continue;
            }
            behind => {
                if !open.is_empty() {
                    out.extend([&quoted(&std::mem::take(&mut open)), "\n"]);
                }
                out.extend([if behind.is_some() { "" } else { line }, "\n"]);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_quotation_gets_the_marks_that_it_lacks() {
        assert_eq!(quoted("The pier is shut."), "“The pier is shut.”");
        assert_eq!(quoted("Never. — Ada Quist"), "“Never.” — Ada Quist");
        let aside = "The “old” pier is shut, and nobody will pay for a new one.";
        assert_eq!(quoted(aside), format!("‘{aside}’"));
        for whole in [
            "“No,” she said.",
            "Quist said: “We will not move.”",
            "She said it was “not safe at all” and left.",
            "— Ada",
        ] {
            assert_eq!(quoted(whole), whole);
        }
    }

    #[test]
    fn lines_behind_a_sign_are_block_quotations() {
        let text = "Quist wrote:\n> The pier\n> is shut.\n>\n> For good.\nBo left.";
        let found = with_quoted_lines(text.to_owned());
        assert_eq!(found, "Quist wrote:\n“The pier is shut.”\n\n“For good.”\nBo left.\n\n");
        assert_eq!(with_quoted_lines("5 > 4".to_owned()), "5 > 4");
    }
}

//! A part of a quotation laid along the words of its source: the longest run that both share, and a word diff to both sides.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use super::words::Word;

/// Where a part of a quotation lies in its source, and where the two differ.
#[derive(Debug, PartialEq, Eq)]
pub struct Aligned {
    /// words that both have
    pub matched: usize,
    /// the words of the source, from the first to the last that belongs to the part
    pub source: Range<usize>,
    /// words of the part against words of the source, in order
    pub hunks: Vec<(Range<usize>, Range<usize>)>,
}

/// Lays a part along its source; none when they share no word.
pub fn align(part: &[Word], source: &[Word]) -> Option<Aligned> {
    let (at, in_source, run) = longest_run(part, source)?;
    // what lies farther away than this belongs to something else
    let reach = |words: usize| words + words / 3 + 4;
    let before = in_source.saturating_sub(reach(at));
    let behind = part.len() - at - run;
    let after = (in_source + run + reach(behind)).min(source.len());
    let left = outward(
        part[..at].iter().rev().map(|word| word.form.as_str()).collect(),
        source[before..in_source].iter().rev().map(|word| word.form.as_str()).collect(),
    );
    let right = outward(
        part[at + run..].iter().map(|word| word.form.as_str()).collect(),
        source[in_source + run..after].iter().map(|word| word.form.as_str()).collect(),
    );
    let mut hunks: Vec<_> = left
        .hunks
        .into_iter()
        .rev()
        .map(|(p, s)| (at - p.end..at - p.start, in_source - s.end..in_source - s.start))
        .collect();
    let (p0, s0) = (at + run, in_source + run);
    hunks.extend(right.hunks.into_iter().map(|(p, s)| (p0 + p.start..p0 + p.end, s0 + s.start..s0 + s.end)));
    Some(Aligned { matched: run + left.matched + right.matched, source: in_source - left.used..s0 + right.used, hunks })
}

/// The differences to one side of the shared run, from the run outwards.
struct Side {
    matched: usize,
    /// words of the source that belong to the part
    used: usize,
    hunks: Vec<(Range<usize>, Range<usize>)>,
}

fn outward(part: Vec<&str>, source: Vec<&str>) -> Side {
    let mut side = Side { matched: 0, used: 0, hunks: Vec::new() };
    for op in capture_diff_slices(Algorithm::Myers, &part, &source) {
        let (tag, p, s) = op.as_tag_tuple();
        match tag {
            DiffTag::Equal => side.matched += p.len(),
            // one hunk where a deletion and an insertion meet
            _ => match side.hunks.last_mut() {
                Some((last_p, last_s)) if last_p.end == p.start && last_s.end == s.start => {
                    last_p.end = p.end;
                    last_s.end = s.end;
                }
                _ => side.hunks.push((p, s)),
            },
        }
    }
    // at the end the source goes on, which is no difference
    if let Some((p, s)) = side.hunks.last_mut()
        && p.end == part.len()
        && s.end == source.len()
    {
        s.end = s.start + p.len().min(s.len());
    }
    side.hunks.retain(|(p, s)| !p.is_empty() || !s.is_empty());
    let differing = |of: fn(&(Range<usize>, Range<usize>)) -> usize| side.hunks.iter().map(of).sum::<usize>();
    side.used = side.matched + differing(|(_, s)| s.len());
    side
}

/// The words that two texts have in the same order, by their places in each.
pub fn shared(a: &[Word], b: &[Word]) -> Vec<(usize, usize)> {
    let forms = |words: &[Word]| words.iter().map(|word| word.form.clone()).collect::<Vec<_>>();
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &forms(a), &forms(b)) {
        if let (DiffTag::Equal, a, b) = op.as_tag_tuple() {
            pairs.extend(a.zip(b));
        }
    }
    pairs
}

/// The longest run of words that both have: where it begins in the part and in the source, and its length.
fn longest_run(part: &[Word], source: &[Word]) -> Option<(usize, usize, usize)> {
    let mut best: Option<(usize, usize, usize)> = None;
    let mut above = vec![0_usize; source.len() + 1];
    for (i, word) in part.iter().enumerate() {
        let mut here = vec![0; source.len() + 1];
        for (j, other) in source.iter().enumerate() {
            if word.form == other.form {
                here[j + 1] = above[j] + 1;
                let run = here[j + 1];
                if best.is_none_or(|(.., longest)| run > longest) {
                    best = Some((i + 1 - run, j + 1 - run, run));
                }
            }
        }
        above = here;
    }
    best
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;
    use crate::text::Span;

    fn hunks(part: &str, source: &str) -> Vec<(String, String)> {
        let all = |text: &str| words(text, Span::new(0, text.len()));
        let (p, s) = (all(part), all(source));
        let told = |words: &[Word]| words.iter().map(|word| word.form.as_str()).collect::<Vec<_>>().join(" ");
        let aligned = align(&p, &s).expect("they share words");
        aligned.hunks.into_iter().map(|(a, b)| (told(&p[a]), told(&s[b]))).collect()
    }

    #[test]
    fn differences_are_found_and_what_goes_on_is_none() {
        let source = "In the end, she said, the levy does not break the law, and the court will say so in May.";
        let two = |a: &str, b: &str| vec![(a.to_owned(), b.to_owned())];
        assert_eq!(hunks("the levy does not break the law", source), []);
        assert_eq!(hunks("the levy does break the law", source), two("", "not"));
        assert_eq!(hunks("the levy does not break any law, and the court", source), two("any", "the"));
        assert_eq!(hunks("this levy does not break the law", source), two("this", "the"));
        assert_eq!(hunks("the court will say so in June", source), two("june", "may"));
        assert_eq!(hunks("the court will say so in May or never", source), two("or never", ""));
    }

    #[test]
    fn nothing_shared_is_no_alignment() {
        let all = |text: &str| words(text, Span::new(0, text.len()));
        assert_eq!(align(&all("one two"), &all("three four")), None);
        assert_eq!(align(&[], &all("three four")), None);
    }
}

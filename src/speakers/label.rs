//! Which words of an article are the label of a dialogue's line ("HOLT:").

use super::tokens::Tokens;
use crate::statement::Attribution;

/// The tokens of a label: a source before a colon that is its cue, or that it opens a paragraph with.
pub(super) fn label(tokens: &Tokens, attribution: &Attribution) -> Option<(usize, usize)> {
    let [source] = attribution.source[..] else { return None };
    let (first, last) = tokens.range(source);
    let cue = attribution.cue.first().filter(|cue| cue.of(tokens.text) == ":" && source.end <= cue.start);
    let colon = cue.map_or(last, |cue| tokens.at(cue.start));
    let paragraph = |i: usize| tokens.list.get(i).map(|token| token.paragraph);
    let opens = first == 0 || paragraph(first - 1) != paragraph(first);
    let in_line = tokens.is_mark(colon, &[':']) && paragraph(first) == paragraph(colon);
    (first < last && in_line && (cue.is_some() || opens)).then_some((first, last))
}

/// By token: it stands in a label.
pub(super) fn in_labels(tokens: &Tokens, attributions: &[Attribution]) -> Vec<bool> {
    let mut out = vec![false; tokens.len()];
    attributions.iter().filter_map(|a| label(tokens, a)).for_each(|(first, last)| out[first..last].fill(true));
    out
}

//! "She said the pumps were old. ¶ “Nobody came.”": what is told in the outlet's words, and the quotation that stands alone
//! in the next paragraph, are two statements of one source. (A quotation that goes on over paragraphs stays one.)

use super::{kind::quoted_words, repair::Repaired};
use crate::{document::Document, statement::Attribution, text::Span};

/// A quotation of fewer words is no statement by itself.
const LEAST_WORDS: usize = 4;

/// The attribution, and after it the quotation that was joined to its indirect words, if there is one.
pub fn by_paragraph(document: &Document, repaired: Repaired) -> Vec<Repaired> {
    let Repaired { attribution, rules, found } = &repaired;
    let parts: Vec<Span> = attribution.content.iter().flat_map(|s| cut(document, *s)).collect();
    let Some(first) = parts.first().map(|p| document.paragraph_of(p.start)) else { return vec![repaired] };
    let (told, quoted): (Vec<Span>, Vec<Span>) =
        parts.into_iter().partition(|p| document.paragraph_of(p.start) == first);
    let told_quoted = quoted_words(document, &told).0;
    let (inside, outside) = quoted_words(document, &quoted);
    if told_quoted > 0 || inside < LEAST_WORDS || outside > 0 {
        return vec![repaired];
    }
    let quotation = Attribution { cue: Vec::new(), content: quoted, ..attribution.clone() };
    let told = Attribution { content: told, ..attribution.clone() };
    let rules = [rules.as_slice(), &["cut at the paragraph"]].concat();
    let found = *found;
    vec![Repaired { attribution: told, found, rules: rules.clone() }, Repaired { attribution: quotation, found, rules }]
}

/// A span cut where paragraphs end.
fn cut(document: &Document, span: Span) -> Vec<Span> {
    let from = document.paragraph_of(span.start);
    let inside = document.paragraphs[from.min(document.paragraphs.len())..].iter().take_while(|p| p.start < span.end);
    let parts = inside.map(|p| Span::new(p.start.max(span.start), p.end.min(span.end).max(p.start.max(span.start))));
    parts.filter(|p| !p.is_empty()).collect()
}

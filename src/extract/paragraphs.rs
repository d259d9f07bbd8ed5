//! "She said the pumps were old. ¶ “Nobody came.”": what is told in the outlet's words, and the quotation that stands alone
//! in the next paragraph, are two statements of one source. (A quotation that goes on over paragraphs stays one.)

use super::{kind::quoted_words, page::Page};
use crate::{statement::Attribution, text::Span};

/// A quotation of fewer words is no statement by itself.
const LEAST_WORDS: usize = 4;

/// The attribution, and after it the quotation that was joined to its indirect words, if there is one.
pub fn by_paragraph(page: &Page, attribution: Attribution) -> Vec<Attribution> {
    let parts: Vec<Span> = attribution.content.iter().flat_map(|s| cut(page, *s)).collect();
    let Some(first) = parts.first().map(|p| page.paragraph_of(p.start)) else { return vec![attribution] };
    let (told, quoted): (Vec<Span>, Vec<Span>) = parts.into_iter().partition(|p| page.paragraph_of(p.start) == first);
    let told_quoted = quoted_words(page, &told).0;
    let (inside, outside) = quoted_words(page, &quoted);
    if told_quoted > 0 || inside < LEAST_WORDS || outside > 0 {
        return vec![attribution];
    }
    let quotation = Attribution { cue: Vec::new(), content: quoted, ..attribution.clone() };
    vec![Attribution { content: told, ..attribution }, quotation]
}

/// A span cut where paragraphs end.
fn cut(page: &Page, span: Span) -> Vec<Span> {
    let from = page.paragraph_of(span.start);
    let inside = page.paragraphs[from.min(page.paragraphs.len())..].iter().take_while(|p| p.start < span.end);
    let parts = inside.map(|p| Span::new(p.start.max(span.start), p.end.min(span.end).max(p.start.max(span.start))));
    parts.filter(|p| !p.is_empty()).collect()
}

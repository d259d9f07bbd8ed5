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
    let parts = [told, quotation].map(|part| in_its_post(document, part));
    parts.map(|attribution| Repaired { attribution, found, rules: rules.clone() }).into()
}

/// Without a source or cue of another post of a liveblog: who speaks in one is not who speaks in the next.
fn in_its_post(document: &Document, mut attribution: Attribution) -> Attribution {
    let post = |at: usize| document.posts.get(document.paragraph_of(at));
    if let Some(own) = attribution.content.first().map(|content| post(content.start)) {
        attribution.source.retain(|span| post(span.start) == own);
        attribution.cue.retain(|span| post(span.start) == own);
    }
    attribution
}

/// A span cut where paragraphs end.
fn cut(document: &Document, span: Span) -> Vec<Span> {
    let from = document.paragraph_of(span.start);
    let inside = document.paragraphs[from.min(document.paragraphs.len())..].iter().take_while(|p| p.start < span.end);
    let parts = inside.map(|p| Span::new(p.start.max(span.start), p.end.min(span.end).max(p.start.max(span.start))));
    parts.filter(|p| !p.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::repair::Found;

    #[test]
    fn a_quotation_of_the_next_post_is_of_nobody_named_in_this_one() {
        let text = "14:20\nMayor Ada Lorn said the harbour was closed.\n\n14:05\n“The wind is turning and we pull back.” Boats are out.\n\n13:50\nTwo men are missing.\n";
        let joined = text.replace("14:05\n", "");
        for (text, sources) in [(text, [1, 0]), (&*joined, [1, 1])] {
            let span = |part: &str| {
                let at = text.find(part).expect("a part of it");
                Span::new(at, at + part.len())
            };
            let content = vec![span("the harbour was closed"), span("“The wind is turning and we pull back.”")];
            let (source, cue) = (vec![span("Ada Lorn")], vec![span("said")]);
            let attribution = Attribution { source, cue, content, confidence: 0.9 };
            let found =
                by_paragraph(&Document::new(text), Repaired { attribution, found: Found::Encoder, rules: Vec::new() });
            let found: Vec<usize> = found.iter().map(|r| r.attribution.source.len()).collect();
            assert_eq!(found, sources, "{text}");
        }
    }
}

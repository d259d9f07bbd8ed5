//! Attributions that the layout makes, without a verb, beside the lines of a dialogue: signed
//! quotations (`“We are ready.” — Ada Quist`), lists of quotations (`Ada Quist, 34, nurse: “We are ready.”`) and quotations
//! announced by the paragraph before (`And from Mayor Ada Quist:`). The encoder reads sentences and misses them.

use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

const NAME_WORDS: usize = 8;
/// Words that a label with age and job, or an announcement, may have.
const LONG_LABEL_WORDS: usize = 12;
/// Words a signed quotation has at least.
const QUOTATION_WORDS: usize = 4;

/// Attributions by layout, in the order of the text.
pub fn attributions(document: &Document) -> Vec<Attribution> {
    let mut found = signed_quotations(document);
    found.extend(listed_quotations(document));
    found.extend(announced_quotations(document));
    found.sort_by_key(|a| a.content.first().copied());
    found
}

/// What the layout attributes.
fn by_layout(source: Vec<Span>, mark: Span, content: Span) -> Attribution {
    Attribution { source, cue: vec![mark], content: vec![content], confidence: THRESHOLDS.layout }
}

/// The quotation that fills the rest of a paragraph from byte `from`.
fn filling(document: &Document, from: usize) -> Option<Span> {
    let paragraph = *document.paragraphs.get(document.paragraph_of(from))?;
    let rest = Span::new(from, paragraph.end).trim(document.text);
    let fills = |q: &&crate::document::quotes::Quotation| q.close.is_some() && q.whole() == rest;
    document.quotations.iter().find(fills).map(|q| q.whole())
}

/// Paragraphs of a name with age and job, a colon and a quotation, when there are two.
fn listed_quotations(document: &Document) -> Vec<Attribution> {
    let line = |&p: &Span| {
        let colon = p.start + p.of(document.text).find(':')?;
        let name = Span::new(p.start, colon);
        let words = document.words_in(name).len();
        let commas = name.of(document.text).contains(',') && name.of(document.text).starts_with(char::is_uppercase);
        let quotation = filling(document, colon + 1)?;
        (commas && (2..=LONG_LABEL_WORDS).contains(&words))
            .then(|| by_layout(vec![name], Span::new(colon, colon + 1), quotation))
    };
    let found: Vec<Attribution> = document.paragraphs.iter().filter_map(line).collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// "And from Mayor Ada Quist:" and, as the next paragraph, a quotation.
fn announced_quotations(document: &Document) -> Vec<Attribution> {
    let line = |(&p, next): (&Span, &Span)| {
        let text = p.of(document.text);
        if !text.ends_with(':') {
            return None;
        }
        let from = match text.strip_prefix("From ") {
            Some(_) => 0,
            None => text.find(" from ")? + 1,
        };
        let name = Span::new(p.start + from + 5, p.end - 1);
        let head = document.words_in(Span::new(p.start, p.start + from)).len();
        let words = document.words_in(p).len();
        let fits = head <= 2 && words <= LONG_LABEL_WORDS;
        let quotation = filling(document, next.start)?;
        fits.then(|| by_layout(vec![name], Span::new(p.start + from, p.start + from + 4), quotation))
    };
    document.paragraphs.iter().zip(document.paragraphs.iter().skip(1)).filter_map(line).collect()
}

/// A quotation that fills its paragraph but for a dash and a name, or is followed by a paragraph of a dash and a name.
fn signed_quotations(document: &Document) -> Vec<Attribution> {
    let mut found = Vec::new();
    for quotation in &document.quotations {
        if quotation.close.is_none() || document.words_in(quotation.inside).len() < QUOTATION_WORDS {
            continue;
        }
        let index = document.paragraph_of(quotation.open.start);
        let paragraph = document.paragraphs[index];
        let end = quotation.whole().end;
        if paragraph.start != quotation.open.start || end > paragraph.end {
            continue;
        }
        let mut line = Span::new(end, paragraph.end).trim(document.text);
        if line.is_empty() {
            let Some(next) = document.paragraphs.get(index + 1) else { continue };
            line = *next;
        }
        if let Some((dash, name)) = signature(document, line) {
            found.push(Attribution {
                source: vec![name],
                cue: vec![dash],
                content: vec![quotation.whole()],
                confidence: THRESHOLDS.layout,
            });
        }
    }
    found
}

/// A dash and a short name or description that begins with a capital.
fn signature(document: &Document, line: Span) -> Option<(Span, Span)> {
    let text = line.of(document.text);
    let name = text.trim_start_matches(['—', '–', '―', '-', '~']);
    let dash = Span::new(line.start, line.start + (text.len() - name.len()));
    let name = Span::new(dash.end, line.end).trim(document.text);
    // "Nino Beridze, who has climbed the ridge ninety times", "Nino Beridze on the new ridge"
    let clause = [", who ", ", which ", ", whose ", " on the ", " after ", " about "]
        .iter()
        .filter_map(|w| name.of(document.text).find(w))
        .min();
    let name = Span::new(name.start, clause.map_or(name.end, |at| name.start + at));
    let words = document.words_in(name).len();
    let first = name.of(document.text).split(',').next().unwrap_or_default();
    let capital = |w: Option<&str>| w.is_some_and(|w| w.starts_with(char::is_uppercase));
    let named =
        capital(Some(first)) || capital(first.split_whitespace().last()) && first.split_whitespace().count() > 2;
    let named = named && (1..=NAME_WORDS).contains(&words);
    let sentence = name.of(document.text).ends_with(['?', '!', ':', '”', '"']);
    let name = Span::new(name.start, name.start + name.of(document.text).trim_end_matches('.').len());
    (!dash.is_empty() && named && !sentence).then_some((dash, name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(String, String)> {
        let document = Document::new(text);
        attributions(&document)
            .into_iter()
            .map(|a| (a.source.first().map_or("", |s| s.of(text)).to_owned(), a.content[0].of(text).to_owned()))
            .collect()
    }

    #[test]
    fn signed_quotations_have_a_dash() {
        assert_eq!(found("“The ferry never ran on time.” — Ada Quist").len(), 1);
        assert_eq!(found("“The ferry never ran on time.”\n\n– Ada Quist, harbour master").len(), 1);
        assert_eq!(
            found("“It never ran on time.” – harbour master Ada Quist, who left in May")[0].0,
            "harbour master Ada Quist"
        );
        assert_eq!(found("“It never ran on time.” – captain Ada Quist on the new ferry.")[0].0, "captain Ada Quist");
        assert!(found("“The ferry never ran on time,” said Ada Quist.").is_empty());
        assert!(found("“The ferry never ran on time.”\n\nAda Quist agreed.").is_empty());
    }

    #[test]
    fn lists_of_quotations_name_their_speakers() {
        let list = "Ada Quist, 34, nurse: “It is late again.”\n\nBo Lund, 51, driver: “It is never on time.”";
        assert_eq!(found(list)[1], ("Bo Lund, 51, driver".to_owned(), "“It is never on time.”".to_owned()));
        assert!(found("Two things, he said: “It is late.”").is_empty());
    }

    #[test]
    fn a_quotation_is_announced() {
        let text = "And from Mayor Ada Quist:\n\n“The ferry is safe.”";
        assert_eq!(found(text), [("Mayor Ada Quist".to_owned(), "“The ferry is safe.”".to_owned())]);
        assert!(found("A letter came from Mayor Ada Quist.\n\n“The ferry is safe.”").is_empty());
    }
}

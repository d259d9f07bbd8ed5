//! Attributions that the layout makes, without a verb, beside the lines of a dialogue: signed
//! quotations (`“We are ready.” — Ada Quist`), lists of quotations (`Ada Quist, 34, nurse: “We are ready.”`, or the name on the line
//! below or above) and quotations announced by the paragraph before (`And from Mayor Ada Quist:`). The encoder reads sentences and
//! misses them.

use crate::document::Document;
use crate::statement::Attribution;
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

use super::label::{NameLine, name_line};

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
    found.extend(signed_words(document));
    let named = named_quotations(document).into_iter();
    let named: Vec<Attribution> = named.filter(|a| !found.iter().any(|known| known.content == a.content)).collect();
    found.extend(named);
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

/// "It is a disgrace. — Ida Strand, engineer": words without quotation marks, signed by who is described, when there are two.
fn signed_words(document: &Document) -> Vec<Attribution> {
    let line = |&p: &Span| {
        let text = p.of(document.text);
        let dash = [" — ", " – ", " -- "].iter().filter_map(|dash| text.rfind(dash)).max()?;
        let said = &text[..dash];
        let (mark, name) = signature(document, Span::new(p.start + dash + 1, p.end))?;
        let fits =
            said.ends_with(['.', '!', '?', '…']) && !said.contains(['“', '"']) && name.of(document.text).contains(", ");
        fits.then(|| by_layout(vec![name], mark, Span::new(p.start, p.start + dash)))
    };
    let found: Vec<Attribution> = document.paragraphs.iter().filter_map(line).collect();
    if found.len() > 1 { found } else { Vec::new() }
}

/// What a paragraph of a list of quotations is.
#[derive(Clone, Copy)]
enum Listed {
    Quotation(Span),
    Name(NameLine),
}

/// Quotations that fill their paragraphs, with who says them on the line below each, or above.
fn named_quotations(document: &Document) -> Vec<Attribution> {
    let listed = |p: usize| {
        let paragraph = document.paragraphs[p];
        let quotation = document.quotation_at(paragraph.start).filter(|q| q.whole() == paragraph);
        match quotation {
            Some(quotation) => Some((p, Listed::Quotation(quotation.whole()))),
            None => name_line(document, p).filter(|line| line.is_full).map(|line| (p, Listed::Name(line))),
        }
    };
    let all: Vec<Option<(usize, Listed)>> = (0..document.paragraphs.len()).map(listed).collect();
    let lists = all.split(Option::is_none).map(|run| List { document, of: run.iter().copied().flatten().collect() });
    lists.flat_map(List::attributions).collect()
}

/// Names and quotations with nothing else between them, each with its paragraph.
struct List<'d, 't> {
    document: &'d Document<'t>,
    of: Vec<(usize, Listed)>,
}

impl List<'_, '_> {
    fn attributions(mut self) -> Vec<Attribution> {
        // a heading above the list is no name of it
        let described = |(_, listed): &(usize, Listed)| matches!(listed, Listed::Name(line) if line.is_described);
        if self.names().count() > 1
            && self.names().skip(1).all(|(_, line)| line.is_described)
            && !described(&self.of[0])
        {
            self.of.drain(..usize::from(matches!(self.of[0].1, Listed::Name(_))));
        }
        let Some(below) = self.names_stand_below() else { return Vec::new() };
        let several = self.names().count() > 1;
        let mut found = Vec::new();
        let mut said: Vec<Span> = Vec::new();
        let order: Vec<usize> = if below { (0..self.of.len()).collect() } else { (0..self.of.len()).rev().collect() };
        for (paragraph, listed) in order.into_iter().map(|n| self.of[n]) {
            match listed {
                Listed::Quotation(quotation) => said.push(quotation),
                Listed::Name(line) => {
                    let mut content = std::mem::take(&mut said);
                    content.sort();
                    let sure = several || line.is_described || below && self.is_signature(paragraph);
                    if sure && !content.is_empty() {
                        let (source, cue, confidence) = (vec![line.name], Vec::new(), THRESHOLDS.layout);
                        found.push(Attribution { source, cue, content, confidence });
                    }
                }
            }
        }
        found
    }

    fn names(&self) -> impl Iterator<Item = (usize, NameLine)> {
        self.of.iter().filter_map(|(paragraph, listed)| match listed {
            Listed::Name(line) => Some((*paragraph, *line)),
            Listed::Quotation(_) => None,
        })
    }

    /// Whether who says a quotation stands below it or above; none where that cannot be told.
    fn names_stand_below(&self) -> Option<bool> {
        match (self.of.first()?.1, self.of.last()?.1) {
            (Listed::Quotation(_), Listed::Name(_)) => Some(true),
            (Listed::Name(_), Listed::Quotation(_)) => Some(false),
            // names close to what they belong to
            _ => self.of.windows(2).find_map(|pair| match (pair[0].1, pair[1].1) {
                (Listed::Quotation(_), Listed::Name(_)) if self.is_close(pair[0].0) => Some(true),
                (Listed::Name(_), Listed::Quotation(_)) if self.is_close(pair[0].0) => Some(false),
                _ => None,
            }),
        }
    }

    /// No blank line parts a paragraph from the next.
    fn is_close(&self, paragraph: usize) -> bool {
        let of = &self.document.paragraphs;
        let next = of.get(paragraph + 1);
        next.is_some_and(|next| self.document.text[of[paragraph].end..next.start].matches('\n').count() < 2)
    }

    /// Close to the paragraph above, and not to that below.
    fn is_signature(&self, paragraph: usize) -> bool {
        paragraph > 0 && self.is_close(paragraph - 1) && !self.is_close(paragraph)
    }
}

/// A dash and a short name or description that begins with a capital.
fn signature(document: &Document, line: Span) -> Option<(Span, Span)> {
    let text = line.of(document.text);
    let name = text.trim_start_matches(['—', '–', '―', '-', '~']);
    let dash = Span::new(line.start, line.start + (text.len() - name.len()));
    let name = Span::new(dash.end, line.end).trim(document.text);
    // "Nino Beridze, who has climbed the ridge ninety times", "Nino Beridze on the new ridge"
    let clause = [", who ", ", which ", ", whose ", " on the ", " after ", " about ", " (@"]
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
        assert_eq!(found("“It never ran on time.”\n\n— Ada Quist (@ada) May 13, 2024")[0].0, "Ada Quist");
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
    fn names_stand_below_quotations_or_above() {
        let quotations = ["“It is a disgrace.”", "“We were never asked.”", "“I am glad of it.”"];
        let names = ["Ida Strand, engineer", "Bo Lund, shop owner", "Vera Holm, mayor"];
        let list = |pair: &dyn Fn(&str, &str) -> String| {
            names.iter().zip(quotations).map(|(name, said)| pair(name, said)).collect::<Vec<_>>().join("\n\n")
        };
        let below = list(&|name, said| format!("{said}\n{name}"));
        let above = list(&|name, said| format!("{name}\n\n{said}"));
        let shouted = above.replace("Ida Strand, engineer", "IDA STRAND, ENGINEER");
        for text in
            [&below, &above, &shouted, &format!("What they said\n\n{below}"), &format!("Voices Heard\n\n{below}")]
        {
            let found = found(text);
            assert_eq!(found.len(), 3, "{text}");
            for ((name, said), (wanted, quotation)) in found.iter().zip(names.iter().zip(quotations)) {
                assert!(name.eq_ignore_ascii_case(wanted) && said == quotation, "{text}: {name}");
            }
        }
        assert_eq!(found("It rained.\n\n“It is a disgrace.”\nIda Strand, engineer\n\nIt rained.").len(), 1);
        assert!(found("“It is a disgrace.”\n\nA Look Back\n\nIt rained.").is_empty());
        assert!(found("“It is a disgrace.”\n\nIda Strand agreed.").is_empty());
    }

    #[test]
    fn words_without_marks_are_signed() {
        let list = "It is late again. — Ida Strand, engineer\n\nIt is never on time. — Bo Lund, shop owner";
        assert_eq!(found(list)[1], ("Bo Lund, shop owner".to_owned(), "It is never on time.".to_owned()));
        assert!(found("It is late again. — Ida Strand, engineer").is_empty());
        assert!(found("The pier is shut. — Ida Strand\n\nThe ferry is late. — Bo Lund").is_empty());
    }

    #[test]
    fn a_quotation_is_announced() {
        let text = "And from Mayor Ada Quist:\n\n“The ferry is safe.”";
        assert_eq!(found(text), [("Mayor Ada Quist".to_owned(), "“The ferry is safe.”".to_owned())]);
        assert!(found("A letter came from Mayor Ada Quist.\n\n“The ferry is safe.”").is_empty());
    }
}

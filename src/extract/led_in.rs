//! Quotations that a gesture leads in, without a verb of saying: "Ada Quist shook her head. “Nobody asked us.”" They are
//! the statement of who makes the gesture, not of who was quoted before.

use super::words::CONSTRUCTIONS;
use crate::document::Document;
use crate::document::lemma::lemma;
use crate::document::quotes::Quotation;
use crate::statement::Attribution;
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

/// A quotation of fewer words may be a name or a title.
const QUOTATION_WORDS: usize = 4;
/// Words that the sentence with the gesture has at most, and that who makes it is named by.
const LEAD_WORDS: usize = 18;
const NAME_WORDS: usize = 10;

/// The quotations that gestures lead in, in the order of the text. Their words are taken from the attributions that had them, whose
/// source and cue stand before the gesture.
pub fn take(document: &Document, others: &mut [Attribution]) -> Vec<Attribution> {
    let mut out = Vec::new();
    for quotation in &document.quotations {
        let whole = quotation.whole();
        let Some((lead, source)) = lead_in(document, *quotation) else { continue };
        let between = Span::new(lead.start, whole.end);
        let has = |a: &Attribution| a.content.iter().any(|c| c.overlaps(whole));
        let frame = |a: &Attribution| a.source.iter().chain(&a.cue).map(|s| s.end).max().unwrap_or(usize::MAX);
        let told = |a: &Attribution| {
            a.source.iter().chain(&a.cue).any(|s| s.overlaps(between)) || a.content.iter().any(|c| c.overlaps(lead))
        };
        if others.iter().any(|a| told(a) || has(a) && frame(a) > lead.start) {
            continue;
        }
        for other in others.iter_mut() {
            other.content.retain(|c| !c.overlaps(whole));
        }
        let (cue, content) = (Vec::new(), vec![whole]);
        out.push(Attribution { source: vec![source], cue, content, confidence: THRESHOLDS.led_in });
    }
    out
}

/// The sentence right before a quotation of whole sentences, if it tells a gesture, and who makes it.
fn lead_in(document: &Document, quotation: Quotation) -> Option<(Span, Span)> {
    let whole = quotation.whole();
    quotation.close?;
    let here = document.sentence_index(quotation.open.start);
    let lead = *document.sentences.get(here.checked_sub(1)?)?;
    let last = document.sentence_of(whole.end.saturating_sub(1))?;
    let paragraph = |at: usize| document.paragraph_of(at);
    let fills = document.sentences[here].start == quotation.open.start
        && document.words_in(Span::new(whole.end.min(last.end), last.end)).len() == 0
        && document.words_in(quotation.inside).len() >= QUOTATION_WORDS;
    let plain = !document.words_in(lead).any(|word| word.quoted) && lead.of(document.text).ends_with(['.', '!']);
    if !fills || !plain || paragraph(lead.start) != paragraph(whole.start) || document.words_in(lead).len() > LEAD_WORDS
    {
        return None;
    }
    who(document, lead).map(|source| (lead, source))
}

/// "Ada Quist, the harbour master,", "She": what stands before a gesture that opens a sentence.
fn who(document: &Document, lead: Span) -> Option<Span> {
    let words: Vec<_> = document.words_in(lead).collect();
    let verb = words.iter().take(NAME_WORDS).position(|word| CONSTRUCTIONS.gestures.has(&lemma(&word.lower)))?;
    let pronoun = verb == 1 && matches!(&*words[0].lower, "he" | "she");
    let named = verb > 0 && words[verb.min(2) - 1].is_capital() && !words[verb].is_capital();
    let first = words.first()?;
    let source = Span::new(lead.start, words[verb].span.start).trim(document.text);
    let source = Span::new(source.start, source.start + source.of(document.text).trim_end_matches(',').len());
    // between commas, or nothing but the name
    let aside = source.of(document.text).contains(',') || words[..verb].iter().all(|word| word.is_capital());
    (pronoun || named && aside && !CONSTRUCTIONS.not_names.has(&first.lower)).then_some(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Source and content of what gestures lead in; the quotation before is somebody's, with what follows the gesture.
    fn found(text: &str) -> Vec<(String, String)> {
        let document = Document::new(text);
        let of = |a: &Attribution| (a.source[0].of(text).to_owned(), a.content[0].of(text).to_owned());
        take(&document, &mut []).iter().map(of).collect()
    }

    #[test]
    fn who_makes_a_gesture_says_what_follows() {
        let quotation = "“Nobody asked us about the ferry.”";
        for (gesture, who) in [
            ("Ada Quist shook her head.", "Ada Quist"),
            ("Bo Lund, a sailor, laughed.", "Bo Lund, a sailor"),
            ("She shrugs.", "She"),
        ] {
            let text = format!("The pier is shut. {gesture} {quotation}");
            assert_eq!(found(&text), [(who.to_owned(), quotation.to_owned())], "{gesture}");
        }
        for other in [
            "The pier shook.",
            "In Dorvale, waves shook the pier.",
            "Ada Quist owns the ferry.",
            "Ada Quist shook her head:",
        ] {
            assert!(found(&format!("{other} {quotation}")).is_empty(), "{other}");
        }
        assert!(found(&format!("Ada Quist shook her head. {quotation} said Bo Lund.")).is_empty());
        assert!(found("Ada Quist shook her head. “The Ferry” sank.").is_empty());
    }

    #[test]
    fn what_follows_a_gesture_is_not_of_who_was_quoted_before() {
        let text = "“It is sound,” said Ada Quist. Bo Lund laughed. “It is rust and nothing else.”";
        let span = |words: &str| Span::new(text.find(words).unwrap(), text.find(words).unwrap() + words.len());
        let content = vec![span("“It is sound,”"), span("“It is rust and nothing else.”")];
        let attribution =
            Attribution { source: vec![span("Ada Quist")], cue: vec![span("said")], content, confidence: 1.0 };
        let mut others = [attribution];
        let led = take(&Document::new(text), &mut others);
        assert_eq!(others[0].content, [span("“It is sound,”")]);
        assert_eq!(led[0].source, [span("Bo Lund")]);
    }
}

//! Quotations that a gesture leads in, without a verb of saying: "Ada Quist shook her head. “Nobody asked us.”" They are
//! the statement of who makes the gesture, not of who was quoted before. What is done before a quotation that nothing else attributes
//! leads it in whatever it is: "Ada Quist folded the map. “…”"; so does a name before a colon: "Then Ada Quist, with a grin: “…”".

use super::words::CONSTRUCTIONS;
use crate::document::Document;
use crate::document::lemma::lemma;
use crate::document::quotes::Quotation;
use crate::lexicon::english::VERBS;
use crate::statement::Attribution;
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

/// A quotation of fewer words may be a name or a title.
const QUOTATION_WORDS: usize = 4;
/// The same after any other deed, and before a colon.
const LONG_QUOTATION_WORDS: usize = 8;
/// Words that the sentence with the gesture has at most, and that who makes it is named by.
const LEAD_WORDS: usize = 18;
const NAME_WORDS: usize = 10;

/// The quotations that gestures lead in, in the order of the text. Their words are taken from the attributions that had them, whose
/// source and cue stand before the gesture.
pub fn take(document: &Document, others: &mut [Attribution]) -> Vec<Attribution> {
    let mut out = Vec::new();
    for quotation in &document.quotations {
        let whole = quotation.whole();
        let Some(Lead { lead, source, cue, gesture }) = lead_in(document, *quotation) else { continue };
        let between = Span::new(lead.start, whole.end);
        let has = |a: &Attribution| a.content.iter().any(|c| c.overlaps(whole));
        let frame = |a: &Attribution| a.source.iter().chain(&a.cue).map(|s| s.end).max().unwrap_or(usize::MAX);
        let told = |a: &Attribution| {
            a.source.iter().chain(&a.cue).any(|s| s.overlaps(between)) || a.content.iter().any(|c| c.overlaps(lead))
        };
        if others.iter().any(|a| told(a) || has(a) && (!gesture || frame(a) > lead.start)) {
            continue;
        }
        for other in others.iter_mut() {
            other.content.retain(|c| !c.overlaps(whole));
        }
        let (cue, content) = (cue.into_iter().collect(), vec![whole]);
        out.push(Attribution { source: vec![source], cue, content, confidence: THRESHOLDS.led_in });
    }
    out
}

/// What leads a quotation in.
struct Lead {
    /// the words before the quotation
    lead: Span,
    source: Span,
    /// the colon
    cue: Option<Span>,
    /// its own words tell that somebody speaks
    gesture: bool,
}

/// What stands right before a quotation of whole sentences that fills its paragraph, if it leads it in.
fn lead_in(document: &Document, quotation: Quotation) -> Option<Lead> {
    let whole = quotation.whole();
    quotation.close?;
    let last = document.sentence_of(whole.end.saturating_sub(1))?;
    let here = document.sentence_index(quotation.open.start);
    let first = document.sentences[here];
    let words = document.words_in(quotation.inside).len();
    if document.words_in(Span::new(whole.end.min(last.end), last.end)).len() > 0 || words < QUOTATION_WORDS {
        return None;
    }
    let plain = |lead: Span| !document.words_in(lead).any(|word| word.quoted);
    if first.start < quotation.open.start {
        let lead = Span::new(first.start, quotation.open.start).trim(document.text);
        let fits = plain(lead) && lead.of(document.text).ends_with(':') && document.words_in(lead).len() <= NAME_WORDS;
        return fits.then(|| before_colon(document, lead)).flatten();
    }
    let lead = *document.sentences.get(here.checked_sub(1)?)?;
    let paragraph = |at: usize| document.paragraph_of(at);
    let fits = plain(lead)
        && lead.of(document.text).ends_with(['.', '!'])
        && paragraph(lead.start) == paragraph(whole.start)
        && document.words_in(lead).len() <= LEAD_WORDS;
    let (source, gesture) = fits.then(|| who(document, lead)).flatten()?;
    (gesture || words >= LONG_QUOTATION_WORDS).then_some(Lead { lead, source, cue: None, gesture })
}

/// "Then coach Ada Quist, with a grin:": a name of two words before a colon, without a verb.
fn before_colon(document: &Document, lead: Span) -> Option<Lead> {
    let words: Vec<_> = document.words_in(lead).collect();
    let first = words.iter().position(|word| !CONSTRUCTIONS.not_names.has(&word.lower))?;
    let start = words[first].span.start;
    let colon = Span::new(lead.end - 1, lead.end);
    let name = Span::new(start, colon.start);
    let end = name.of(document.text).find(',').map_or(colon.start, |comma| start + comma);
    let named: Vec<_> = words[first..].iter().filter(|word| word.span.end <= end).collect();
    let capitals = named.iter().rev().take_while(|word| word.is_capital()).count();
    let deed = named.iter().any(|word| !word.is_capital() && is_deed(&word.lower));
    (first <= 1 && capitals >= 2 && !deed).then_some(Lead {
        lead,
        source: Span::new(start, end),
        cue: Some(colon),
        gesture: false,
    })
}

/// "Ada Quist, the harbour master,", "She": what stands before a gesture that opens a sentence; whether it is a gesture.
fn who(document: &Document, lead: Span) -> Option<(Span, bool)> {
    let words: Vec<_> = document.words_in(lead).collect();
    let first = words.first()?;
    let gesture = words.iter().take(NAME_WORDS).position(|word| CONSTRUCTIONS.gestures.has(&lemma(&word.lower)));
    let name = words.iter().take_while(|word| word.is_capital()).count();
    let pronoun = |verb: usize| verb == 1 && matches!(&*first.lower, "he" | "she");
    let deed = Some(name).filter(|&verb| verb > 1 || pronoun(verb));
    let deed = deed.filter(|&verb| words.get(verb).is_some_and(|word| is_deed(&word.lower)));
    let verb = gesture.or(deed)?;
    let named = verb > 0 && words[verb.min(2) - 1].is_capital() && !words[verb].is_capital();
    let source = Span::new(lead.start, words[verb].span.start).trim(document.text);
    let source = Span::new(source.start, source.start + source.of(document.text).trim_end_matches(',').len());
    // between commas, or nothing but the name
    let aside = source.of(document.text).contains(',') || words[..verb].iter().all(|word| word.is_capital());
    let told = pronoun(verb) || named && aside && !CONSTRUCTIONS.not_names.has(&first.lower);
    told.then_some((source, gesture.is_some()))
}

/// "folded", "takes": a form of a verb that is not its lemma.
fn is_deed(word: &str) -> bool {
    let lemma = lemma(word);
    lemma != word && VERBS.contains(&*lemma)
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
    fn who_does_something_or_is_named_before_a_colon_says_what_nobody_else_says() {
        let quotation = "“Nobody asked us about the ferry, and nobody ever will.”";
        for (lead, who) in [
            ("Ada Quist folded the map.", "Ada Quist"),
            ("She took the map.", "She"),
            ("Then coach Ada Quist, with a grin:", "coach Ada Quist"),
        ] {
            let text = format!("{lead} {quotation}");
            assert_eq!(found(&text), [(who.to_owned(), quotation.to_owned())], "{lead}");
        }
        for other in ["The map was folded.", "Quist folded the map.", "Ada Quist has the map now, in the harbour:"] {
            assert!(found(&format!("{other} {quotation}")).is_empty(), "{other}");
        }
        assert!(found("Ada Quist folded the map. “Nobody asked us.”").is_empty());
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

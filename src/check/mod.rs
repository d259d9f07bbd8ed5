//! Is a quotation worded as its source words it? Word by word: what was changed, left out or added, and what that changes. And is
//! it said on the day that the draft gives?
//!
//! Pure: two texts in, differences out. Which source belongs to a quotation is the affair of `pipeline::check`.

mod align;
mod changes;
mod dated;
mod words;

use serde::Serialize;

use crate::text::{Span, one_line};

pub use changes::ChangeKind;
pub use dated::{When, beside, differs, tells};
use words::Word;

/// A difference between a quotation and its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// what it changes
    pub kind: ChangeKind,
    /// words of the quotation; empty where it left some out; the same as those of the source where they only stand elsewhere
    pub draft: String,
    /// words of the source; empty where it has none
    pub source: String,
    /// where the words of the quotation stand, in bytes; an empty span where it left some out
    #[serde(skip)]
    pub at: Span,
}

/// A quotation beside its source.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// words of the quotation
    pub words: usize,
    /// of these, words that the source has in the same order
    pub matched: usize,
    /// the differences, the worst first; empty for a verbatim quotation. What is left out behind "…" is the editor's right, unless a
    /// negation goes with it; so is what is put between square brackets, unless it brings a negation, a number or a name of its own.
    pub changes: Vec<Change>,
    /// the words of the source, in bytes of its text
    pub passage: Span,
    /// of these, each word that the quotation has too
    pub shared: Vec<Span>,
}

impl Comparison {
    /// Share of the quotation's words that the source has.
    pub fn share(&self) -> f64 {
        self.matched as f64 / self.words.max(1) as f64
    }
}

/// As many words that the source has elsewhere were moved there; fewer are other words.
const MOVED: usize = 2;

/// Words between quotation marks, ready to be compared with many sources.
pub struct Quotation<'t> {
    text: &'t str,
    parts: Vec<Vec<Word>>,
}

impl<'t> Quotation<'t> {
    /// Reads the stretch of a text that stands between quotation marks.
    pub fn new(text: &'t str, inside: Span) -> Self {
        Quotation { text, parts: words::parts(text, inside) }
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.parts.iter().map(Vec::len).sum()
    }

    /// True without any word.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// The words in the form in which they are compared.
    pub fn forms(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flatten().map(|word| word.form.as_str())
    }

    /// Its longest word that is the speaker's, not the editor's: a text without it does not have the quotation.
    pub fn longest_word(&self) -> Option<&str> {
        let plain = |word: &&Word| !word.bracketed && word.form.chars().all(char::is_alphanumeric);
        self.parts.iter().flatten().filter(plain).map(|word| word.form.as_str()).max_by_key(|form| form.len())
    }

    /// Lays the quotation along passages of a source, in their order; none when they share no word.
    pub fn beside(&self, source: &str, passages: &[Span]) -> Option<Comparison> {
        let theirs: Vec<Word> = passages.iter().flat_map(|passage| words::words(source, *passage)).collect();
        let mut from = 0;
        let (mut matched, mut changes): (usize, Vec<Change>) = (0, Vec::new());
        let (mut found, mut shared): (Vec<Span>, Vec<Span>) = (Vec::new(), Vec::new());
        for part in &self.parts {
            // the parts come in the order of the source
            let rest = theirs.get(from..).unwrap_or_default();
            let Some(aligned) = align::align(part, rest) else {
                changes.push(self.change(part, &[], source, part[0].span.start));
                continue;
            };
            if let (Some(_), false) = (found.last(), self.kept(&rest[..aligned.source.start])) {
                changes.push(self.change(&[], &rest[..aligned.source.start], source, part[0].span.start));
            }
            matched += aligned.matched;
            let differs = |n: &usize| aligned.hunks.iter().any(|(_, theirs)| theirs.contains(n));
            shared.extend(aligned.source.clone().filter(|n| !differs(n)).map(|n| rest[n].span));
            for (ours, theirs) in aligned.hunks {
                let at = part.get(ours.start).map_or(part[part.len() - 1].span.end, |word| word.span.start);
                let (ours, theirs) = (&part[ours], &rest[theirs]);
                let editors = !ours.is_empty() && ours.iter().all(|word| word.bracketed);
                if !(editors && changes::is_editors_right(ours, theirs)) {
                    changes.push(self.change(ours, theirs, source, at));
                }
            }
            found.extend(span_of(&rest[aligned.source.clone()]));
            from += aligned.source.end;
        }
        self.join_moved(&mut changes, source, &theirs);
        changes.sort_by_key(|change| (change.kind, change.at));
        Some(Comparison { words: self.len(), matched, changes, passage: Span::hull(&found)?, shared })
    }

    /// True when words may be left out with a mark: none of them negates.
    fn kept(&self, left_out: &[Word]) -> bool {
        // far words belong to other sentences
        const NEAR: usize = 12;
        left_out.len() > NEAR || !left_out.iter().any(changes::is_negation)
    }

    /// Words that the source has elsewhere are moved, neither added nor left out.
    fn join_moved(&self, changes: &mut Vec<Change>, source: &str, theirs: &[Word]) {
        let forms = |text: &str, at: Span| words::words(text, at).into_iter().map(|word| word.form).collect::<Vec<_>>();
        let mut moved: Vec<Vec<String>> = Vec::new();
        for change in changes.iter_mut().filter(|c| c.source.is_empty() && c.kind != ChangeKind::Negation) {
            let ours = forms(self.text, change.at);
            let found = theirs.windows(ours.len().max(1)).find(|run| run.iter().map(|word| &word.form).eq(&ours));
            if let Some(run) = found.filter(|_| ours.len() >= MOVED) {
                change.kind = ChangeKind::Wording;
                change.source = span_of(run).map(|span| one_line(span.of(source))).unwrap_or_default();
                moved.push(ours);
            }
        }
        let is_moved = |change: &Change| {
            let left_out = forms(&change.source, Span::new(0, change.source.len()));
            change.draft.is_empty() && moved.contains(&left_out)
        };
        changes.retain(|change| !is_moved(change));
    }

    fn change(&self, ours: &[Word], theirs: &[Word], source: &str, at: usize) -> Change {
        let printed =
            |words: &[Word], text: &str| span_of(words).map(|span| one_line(span.of(text))).unwrap_or_default();
        Change {
            kind: changes::kind(ours, theirs),
            draft: printed(ours, self.text),
            source: printed(theirs, source),
            at: span_of(ours).unwrap_or(Span::new(at, at)),
        }
    }
}

/// Which words of two texts differ: those that only the one has and those that only the other has, in bytes of each. Nothing
/// where the two have too little in common for that to tell anything.
pub fn differing(a: &str, b: &str) -> [Vec<Span>; 2] {
    /// of the shorter text, words that both must have
    const LEAST_SHARED: f64 = 0.4;
    let [ours, theirs] = [a, b].map(|text| words::words(text, Span::new(0, text.len())));
    let shared = align::shared(&ours, &theirs);
    if (shared.len() as f64) < LEAST_SHARED * ours.len().min(theirs.len()) as f64 {
        return [Vec::new(), Vec::new()];
    }
    let only = |words: &[Word], is_shared: &dyn Fn(usize) -> bool| {
        let mut spans: Vec<Span> = Vec::new();
        let mut last = None;
        for (n, word) in words.iter().enumerate().filter(|(n, _)| !is_shared(*n)) {
            match spans.last_mut().filter(|_| last.is_some_and(|last: usize| last + 1 == n)) {
                Some(span) => span.end = word.span.end,
                None => spans.push(word.span),
            }
            last = Some(n);
        }
        spans
    };
    [only(&ours, &|n| shared.iter().any(|(a, _)| *a == n)), only(&theirs, &|n| shared.iter().any(|(_, b)| *b == n))]
}

fn span_of(words: &[Word]) -> Option<Span> {
    Some(Span::new(words.first()?.span.start, words.last()?.span.end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const SOURCE: &str = "“The court does not, in our view, have any authority over the 14 ports of Tolvik,” she said. “We will appeal.”";

    fn changes(quotation: &str) -> Vec<(&'static str, String, String)> {
        let quotation = Quotation::new(quotation, Span::new(0, quotation.len()));
        let found = quotation.beside(SOURCE, &[Span::new(0, SOURCE.len())]).expect("they share words");
        found.changes.into_iter().map(|c| (c.kind.as_str(), c.draft, c.source)).collect()
    }

    #[test]
    fn marked_omissions_and_brackets_are_verbatim() {
        for verbatim in [
            "any authority over the 14 ports of Tolvik",
            "The court does not … have any authority",
            "does not, in our view, have any authority over [these] 14 ports",
            "the 14 ports of Tolvik … We will appeal",
            "[T]he court does not … have any authority",
            "We will appeal[ed]",
        ] {
            assert_eq!(changes(verbatim), [], "{verbatim}");
        }
    }

    #[test]
    fn alterations_are_told_the_worst_first() {
        let one = |kind, draft: &str, source: &str| (kind, draft.to_owned(), source.to_owned());
        assert_eq!(
            changes("The court does, in our view, have some authority over the 40 ports"),
            [one("negation", "", "not"), one("number", "40", "14"), one("wording", "some", "any")]
        );
        assert_eq!(changes("The court does … have any authority"), [one("negation", "", "not, in our view")]);
        assert_eq!(changes("The court does not have any authority"), [one("cut", "", "in our view")]);
        assert_eq!(changes("We must appeal"), [one("modal", "must", "will")]);
        assert_eq!(changes("the 14 ports of Belgora"), [one("name", "Belgora", "Tolvik")]);
        assert_eq!(changes("over the 14 [million] ports"), [one("number", "million", "")]);
        assert_eq!(changes("the 14 ports of Tolvik [and Belgora]"), [one("name", "and Belgora", "she said")]);
        assert_eq!(changes("[Orlund] will appeal"), []);
        assert_eq!(changes("We will appeal. The court does not"), [one("wording", "We will appeal", "We will appeal")]);
    }

    #[test]
    fn words_that_differ_are_marked_in_both() {
        let of = |a: &str, b: &str| {
            let [x, y] = differing(a, b);
            (
                x.iter().map(|s| s.of(a).to_owned()).collect::<Vec<_>>(),
                y.iter().map(|s| s.of(b).to_owned()).collect::<Vec<_>>(),
            )
        };
        let (one, other) = of("The pier is safe for 14 buses", "the pier is not safe for 40 buses");
        assert_eq!((one, other), (vec!["14".to_owned()], vec!["not".to_owned(), "40".to_owned()]));
        let (one, other) = of("Nobody asked us", "The pier is closed");
        assert!(one.is_empty() && other.is_empty());
    }

    proptest! {
        /// Whatever the texts: no panic, and every change lies in its text.
        #[test]
        fn any_two_texts_can_be_compared(a in "([a-d]{1,2}|not|[0-9.]|…|\\[|\\]|'| ){0,30}", b in "([a-d]{1,2}|not|[0-9.]|é| ){0,40}") {
            let quotation = Quotation::new(&a, Span::new(0, a.len()));
            if let Some(found) = quotation.beside(&b, &[Span::new(0, b.len())]) {
                prop_assert!(found.matched <= found.words);
                prop_assert_eq!(found.shared.len(), found.matched);
                prop_assert!(b.get(found.passage.start..found.passage.end).is_some());
                for change in &found.changes {
                    prop_assert!(a.get(change.at.start..change.at.end).is_some());
                }
            }
        }
    }
}

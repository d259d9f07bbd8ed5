//! Is a quotation put together of several that the sources have apart? Sentence by sentence.

use super::{CANDIDATES, Checked, Result, Sought, Verdict, telling};
use crate::check::{Change, ChangeKind};
use crate::document::sentences::sentences;
use crate::store::Store;
use crate::text::Span;

/// Sentences of a quotation that are looked at one by one.
const SENTENCES: std::ops::RangeInclusive<usize> = 2..=6;

impl Sought<'_> {
    /// The pieces of a quotation whose sentences are of different statements, each word for word; none where a source has them
    /// in one, or only leaves words out.
    pub(super) fn joined(&self, store: &Store, found: &Checked) -> Result<Option<Vec<Checked>>> {
        let only_cut = !found.changes.is_empty() && found.changes.iter().all(|change| change.kind == ChangeKind::Cut);
        let spans = sentences(&self.draft.text, self.quoted.span);
        if only_cut
            || !matches!(found.verdict, Verdict::Altered | Verdict::NotFound)
            || !SENTENCES.contains(&spans.len())
        {
            return Ok(None);
        }
        let mut pieces: Vec<Checked> = Vec::new();
        for span in spans {
            let Some(piece) = self.sentence(store, span)? else { return Ok(None) };
            let statement = |piece: &Checked| piece.said.as_ref().map(|said| said.row.id.clone());
            match pieces.last_mut().filter(|last| statement(last) == statement(&piece)) {
                Some(last) => last.quoted.span.end = piece.quoted.span.end,
                None => pieces.push(piece),
            }
        }
        Ok(Some(pieces).filter(|pieces| pieces.len() > 1))
    }

    /// A sentence of the quotation by itself, where a statement has it word for word.
    fn sentence(&self, store: &Store, span: Span) -> Result<Option<Checked>> {
        let quoted = super::Quoted { span, ..self.quoted.clone() };
        let sought = Sought::new(store, self.draft, &quoted)?;
        let keys = store.statements_like(&telling(sought.quotation.forms()), CANDIDATES)?;
        let found = sought.best_of(store, &keys, None)?;
        Ok(found.map(|(_, checked)| checked).filter(|checked| checked.words() == Verdict::Verbatim))
    }
}

/// Where the pieces meet: what the sources have between them is left out.
pub(super) fn joints(pieces: &[Checked]) -> Vec<Change> {
    let joint = |piece: &Checked| {
        let at = piece.quoted.span.start;
        Change { kind: ChangeKind::Cut, draft: String::new(), source: "…".to_owned(), at: Span::new(at, at) }
    };
    pieces.iter().skip(1).map(joint).collect()
}

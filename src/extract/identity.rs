//! The id of a statement: the same words at the same place of the same text have the same id, whoever finds them.

use crate::text::Span;

/// Hash of an article's text, the part of its statements' ids that they share.
pub fn text_hash(text: &str) -> blake3::Hash {
    blake3::hash(text.as_bytes())
}

/// 16 hex digits of the text's hash and the content spans.
pub fn statement_id(text_hash: &blake3::Hash, content: &[Span]) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(text_hash.as_bytes());
    for piece in content {
        hasher.update(&(piece.start as u64).to_le_bytes());
        hasher.update(&(piece.end as u64).to_le_bytes());
    }
    hasher.finalize().to_hex()[..16].to_owned()
}

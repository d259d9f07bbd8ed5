//! Bytes → text: which encoding a file is in, and whether it is text at all.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text and, when the encoding had to be guessed or bytes did not fit it, a note that says so.
#[derive(Debug, PartialEq)]
pub(super) struct Decoded {
    pub text: String,
    pub note: Option<String>,
}

/// Decodes a file. A byte order mark settles the encoding (and is no part of the text); then bytes that are valid UTF-8
/// are UTF-8, whatever is declared, since by chance they hardly ever are; then `declared` counts; then we guess.
pub(super) fn decode(bytes: Vec<u8>, declared: Option<&'static Encoding>) -> Decoded {
    if let Some(number) = utf_32(&bytes) {
        let (numbers, _) = bytes[4..].as_chunks::<4>();
        let signs = numbers.iter().map(|n| char::from_u32(number(*n)).unwrap_or(char::REPLACEMENT_CHARACTER));
        return Decoded { text: signs.collect(), note: None };
    }
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        return with(encoding, &bytes[length..], None);
    }
    if let Some(encoding) = utf_16_without_mark(&bytes) {
        return with(encoding, &bytes, Some(format!("no byte order mark: read as {}", encoding.name())));
    }
    // ISO-2022-JP is written in ASCII bytes alone
    if declared == Some(ISO_2022_JP) {
        return with(ISO_2022_JP, &bytes, None);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, note: None },
        Err(error) => error.into_bytes(),
    };
    if let Some(encoding) = declared.filter(|e| *e != UTF_8 && *e != UTF_16LE && *e != UTF_16BE) {
        return with(encoding, &bytes, None);
    }
    if is_damaged_utf_8(&bytes) {
        return with(UTF_8, &bytes, None);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    let guess = if guess == WINDOWS_1252 && is_macintosh(&bytes) { MACINTOSH } else { guess };
    with(guess, &bytes, Some(format!("not UTF-8: read as {}", guess.name())))
}

fn with(encoding: &'static Encoding, bytes: &[u8], note: Option<String>) -> Decoded {
    let (text, damaged) = encoding.decode_without_bom_handling(bytes);
    let damage = damaged.then(|| format!("bytes that are not {} are shown as \u{FFFD}", encoding.name()));
    let note = match (note, damage) {
        (Some(note), Some(damage)) => Some(format!("{note}; {damage}")),
        (note, damage) => note.or(damage),
    };
    Decoded { text: text.into_owned(), note }
}

/// How the numbers of a file are read that begins with the byte order mark of UTF-32; none for other files.
fn utf_32(bytes: &[u8]) -> Option<fn([u8; 4]) -> u32> {
    match bytes {
        [0xFF, 0xFE, 0, 0, ..] if bytes.len().is_multiple_of(4) => Some(u32::from_le_bytes),
        [0, 0, 0xFE, 0xFF, ..] if bytes.len().is_multiple_of(4) => Some(u32::from_be_bytes),
        _ => None,
    }
}

/// The quotation marks, apostrophes and dashes of old Macintoshes are capital letters with accents elsewhere, in places where
/// no word has them: "donÕt", " ÒNo,Ó he said".
fn is_macintosh(bytes: &[u8]) -> bool {
    let (mut marks, mut others) = (0, 0);
    for (i, byte) in bytes.iter().enumerate().filter(|(_, byte)| !byte.is_ascii()) {
        let before = i.checked_sub(1).map_or(b' ', |at| bytes[at]);
        let behind = bytes.get(i + 1).copied().unwrap_or(b' ');
        let ends = before.is_ascii_lowercase() || before.is_ascii_punctuation();
        let is_mark = match byte {
            0xD0 | 0xD1 => before == b' ' && behind == b' ',
            0xD2 | 0xD4 => !before.is_ascii_alphanumeric() && behind.is_ascii_alphabetic(),
            0xD3 => ends && !behind.is_ascii_alphanumeric(),
            0xD5 => ends && !behind.is_ascii_uppercase(),
            // quotation marks, apostrophes and dashes of Windows
            0x91..=0x97 => return false,
            _ => false,
        };
        *(if is_mark { &mut marks } else { &mut others }) += 1;
    }
    marks > others
}

/// UTF-8 in which a few bytes went wrong, as opposed to another encoding: far more letters beyond ASCII are well formed
/// than not.
fn is_damaged_utf_8(bytes: &[u8]) -> bool {
    let (mut whole, mut broken) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        whole += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // halves of pairs of UTF-16, written as if they were characters, are three bytes each and the mark of one maker
    let halves =
        bytes.windows(3).filter(|w| w[0] == 0xED && (0xA0..=0xBF).contains(&w[1]) && w[2] & 0xC0 == 0x80).count();
    whole + halves >= 4 * broken.saturating_sub(3 * halves)
}

/// English text in UTF-16 has a zero in every second byte.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    let zeros = |odd: usize| sample.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let pairs = sample.len() / 2;
    match () {
        () if pairs < 8 => None,
        () if odd * 10 >= pairs * 8 && even * 50 <= pairs => Some(UTF_16LE),
        () if even * 10 >= pairs * 8 && odd * 50 <= pairs => Some(UTF_16BE),
        () => None,
    }
}

/// What a file that is no text is, in words; none for text.
pub(super) fn not_text(bytes: &[u8]) -> Option<&'static str> {
    const SIGNATURES: &[(&[u8], &str)] = &[
        (b"{\\rtf", "an RTF document; save it as plain text first"),
        (b"\xD0\xCF\x11\xE0", "an old office document, not text; save it as .docx or plain text first"),
        (b"BZh", "a bzip2 archive, not text; unpack it first"),
        (b"\xFD7zXZ\0", "an xz archive, not text; unpack it first"),
        (b"7z\xBC\xAF\x27\x1C", "a 7z archive, not text; unpack it first"),
        (b"Rar!", "a rar archive, not text; unpack it first"),
        (b"PAR1", "a Parquet table, not text; save it as CSV or JSON Lines first"),
        (b"SQLite format 3\0", "a database, not text"),
        (b"\x89PNG", "a picture, not text"),
        (b"\xFF\xD8\xFF", "a picture, not text"),
        (b"GIF8", "a picture, not text"),
        (b"%!PS", "a PostScript file, not text; convert it to PDF first"),
        (b"BEGIN:VCALENDAR", "a calendar, not an article"),
        (b"BEGIN:VCARD", "address cards, not an article"),
        (b"-----BEGIN PGP MESSAGE", "an encrypted message, not text; decrypt it first"),
        (b"-----BEGIN PGP P", "a key, not an article"),
        (b"WEBVTT", "subtitles, not an article; save their words as plain text first"),
        (b"diff --git ", "a patch of program text, not an article"),
        (b"<?php", "program text, not prose"),
        (b"#!/", "program text, not prose"),
    ];
    if bytes.get(257..262) == Some(b"ustar") {
        return Some("a tar archive, not text; unpack it first");
    }
    if let Some((_, what)) = SIGNATURES.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Some(what);
    }
    if utf_32(&bytes[..bytes.len() & !3]).is_some()
        || Encoding::for_bom(bytes).is_some()
        || utf_16_without_mark(bytes).is_some()
    {
        return None;
    }
    // text has no control characters but tabs, line ends, form feeds and, in terminal output, escapes
    let sample = &bytes[..bytes.len().min(64 * 1024)];
    let controls = sample.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127)).count();
    (controls * 50 > sample.len()).then_some("binary data, not text")
}

/// The encoding in a content type: `text/html; charset=ISO-8859-2`.
pub(super) fn charset(content_type: &str) -> Option<&'static Encoding> {
    let (_, value) = content_type.split_once("charset=")?;
    let value = value.trim_matches([' ', '"', '\'']).split([';', ' ', '"']).next()?;
    Encoding::for_label(value.as_bytes())
}

/// The encoding that a page declares in its first kilobytes.
pub(super) fn declared_in_html(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let is_xml = head.trim_start().starts_with("<?xml");
    let marks: &[&str] = if is_xml { &["encoding=", "charset="] } else { &["charset="] };
    marks.iter().find_map(|mark| {
        let (_, value) = head.split_once(mark)?;
        let value = value.trim_start_matches([' ', '"', '\'']);
        let end = value.find(['"', '\'', ' ', ';', '>', '/', '?']).unwrap_or(value.len());
        Encoding::for_label(&value.as_bytes()[..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(bytes: &[u8]) -> String {
        decode(bytes.to_vec(), None).text
    }

    #[test]
    fn marks_settle_the_encoding_and_are_no_text() {
        assert_eq!(text(b"\xEF\xBB\xBFcaf\xC3\xA9"), "café");
        assert_eq!(text(b"\xFF\xFEc\0a\0f\0\xE9\0"), "café");
        assert_eq!(text(b"\xFE\xFF\0c\0a\0f\0\xE9"), "café");
    }

    #[test]
    fn other_encodings_are_guessed_and_noted() {
        let found = decode(b"The caf\xE9 on the corner is \x93shut\x94, said Ren\xE9e Duval.".to_vec(), None);
        assert_eq!(found.text, "The café on the corner is “shut”, said Renée Duval.");
        assert_eq!(found.note.as_deref(), Some("not UTF-8: read as windows-1252"));
        let utf_16: Vec<u8> = "The pier is shut, she said.".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(utf_16, None).text, "The pier is shut, she said.");
    }

    #[test]
    fn texts_of_old_macintoshes_and_of_four_bytes_a_letter() {
        let found = decode(b"\xD2We don\xD5t know,\xD3 Ren\x8E Duval said \xD0 and left.".to_vec(), None);
        assert_eq!(found.text, "“We don’t know,” René Duval said – and left.");
        assert_eq!(found.note.as_deref(), Some("not UTF-8: read as macintosh"));
        let windows = decode(b"\x93We don\x92t know,\x94 said \xD3scar Duval.".to_vec(), None);
        assert_eq!(windows.text, "“We don’t know,” said Óscar Duval.");
        for bytes in [u32::to_le_bytes, u32::to_be_bytes] {
            let four = "\u{FEFF}“No,” he said.".chars().flat_map(|c| bytes(c.into())).collect();
            assert_eq!(decode(four, None).text, "“No,” he said.");
        }
    }

    #[test]
    fn a_damaged_byte_does_not_spoil_the_rest() {
        let found =
            decode(b"\xE2\x80\x9CNo\xE2\x80\x9D, said Ren\xC3\xA9e. \xE2\x80\x9CNever\xFF.\xE2\x80\x9D".to_vec(), None);
        assert_eq!(found.text, "“No”, said Renée. “Never\u{FFFD}.”");
        assert!(found.note.unwrap().contains("UTF-8"));
    }

    #[test]
    fn a_lone_half_of_a_pair_does_not_spoil_the_rest() {
        let found = decode(b"The mayor \xED\xA0\x80 said \xE2\x80\x9Cno\xE2\x80\x9D on Monday.".to_vec(), None);
        assert!(found.text.contains("said “no” on Monday."), "{found:?}");
        assert!(found.note.is_some());
    }

    #[test]
    fn pages_declare_their_encoding() {
        let page = b"<html><meta http-equiv=Content-Type content='text/html; charset=ISO-8859-2'><p>\xB3";
        let declared = declared_in_html(page);
        assert!(decode(page.to_vec(), declared).text.ends_with('ł'));
        assert_eq!(declared_in_html(b"<?xml version='1.0' encoding='utf-8'?>"), Some(UTF_8));
        assert_eq!(declared_in_html(b"<p>no charset=nonsense"), None);
    }

    #[test]
    fn binary_files_are_known() {
        assert!(not_text(b"7z\xBC\xAF\x27\x1C ...").is_some());
        assert!(not_text(&[0, 1, 2, 3, 4, 5, 200, 0, 0]).is_some());
        assert!(not_text("Plain text, with “marks” and\ttabs.\r\n".as_bytes()).is_none());
        assert!(not_text(b"").is_none());
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            not_text(&bytes);
            let declared = declared_in_html(&bytes);
            decode(bytes, declared);
        }

        #[test]
        fn utf_8_is_kept_as_it_is(text in "\\PC{8,100}") {
            prop_assert_eq!(decode(text.clone().into_bytes(), None).text, text);
        }
    }
}

//! Text that was encoded twice: UTF-8 that some program took for Windows-1252 or Latin-1 and encoded once more, so that “ is
//! "â€œ" and é is "Ã©". It is undone where the whole text shows it beyond doubt, never in part.

use encoding_rs::WINDOWS_1252;

use super::Found;

/// Undoes it in an article, its words and what is known of it; a note says so, also where it cannot be undone.
pub(super) fn undo(found: &mut Found) {
    let signs = signs(&found.text);
    if signs == 0 {
        return;
    }
    match once(&found.text).filter(|text| signs > 1 && self::signs(text) == 0) {
        Some(text) => {
            found.text = text;
            for field in [&mut found.title, &mut found.outlet, &mut found.byline].into_iter().flatten() {
                if let Some(printed) = once(field) {
                    *field = printed;
                }
            }
            found.notes.push("letters and marks had been encoded twice (a quotation mark as “â€œ”): undone in the whole text".into());
        }
        None => found.notes.push(
            "letters or marks seem to be encoded twice (a quotation mark as “â€œ”), but not all in one way: left as they are"
                .into(),
        ),
    }
}

/// The text as it was before it was encoded a second time; none where any character says that it was not.
fn once(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    for c in text.chars() {
        match u8::try_from(c) {
            Ok(byte) => bytes.push(byte),
            Err(_) => bytes.push(windows_1252(c)?),
        }
    }
    String::from_utf8(bytes).ok().filter(|once| once.len() < text.len())
}

/// The byte of a character beyond Latin-1.
fn windows_1252(c: char) -> Option<u8> {
    let mut utf_8 = [0; 4];
    let (bytes, _, failed) = WINDOWS_1252.encode(c.encode_utf8(&mut utf_8));
    (!failed && bytes.len() == 1).then(|| bytes[0])
}

/// Pairs that only such a text has: the letters that stand for the first byte of a character, and behind them a sign that no word has
/// there. A quotation mark, a dash or an apostrophe counts twice, for no language has these three in a row.
fn signs(text: &str) -> usize {
    let behind = |c: char| u8::try_from(c).ok().or_else(|| windows_1252(c)).is_some_and(|b| (0x80..0xC0).contains(&b));
    let mut found = 0;
    let mut before = ' ';
    for c in text.chars() {
        found += match before {
            'Ã' | 'Â' if behind(c) => 1,
            'â' if matches!(c, '€' | '\u{80}') => 2,
            _ => 0,
        };
        before = c;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn undone(text: &str) -> (String, Vec<String>) {
        let mut found = Found { text: text.to_owned(), title: Some("RenÃ©e".into()), ..Found::default() };
        undo(&mut found);
        assert_eq!(found.title.as_deref() == Some("Renée"), found.text != text, "{text}");
        (found.text, found.notes)
    }

    #[test]
    fn what_was_encoded_twice_is_undone_as_a_whole() {
        for (text, wanted) in [
            ("â€œNo,â€\u{9d} said RenÃ©e Duval â€” who didnâ€™t.", "“No,” said Renée Duval — who didn’t."),
            ("â\u{80}\u{9c}No,â\u{80}\u{9d} she said.", "“No,” she said."),
            ("RenÃ©e paid Â£5.", "Renée paid £5."),
        ] {
            let (text, notes) = undone(text);
            assert_eq!(text, wanted);
            assert!(notes[0].contains("encoded twice"), "{notes:?}");
        }
    }

    #[test]
    fn what_may_be_meant_is_left_alone() {
        for text in [
            // one pair, a mark that is right beside those that are not, a byte that was lost
            "The letters Ã© stand there.",
            "It prints “â€œ” where a quotation mark was, she said.",
            "â€œNo,â€? said RenÃ©e Duval.",
        ] {
            let (same, notes) = undone(text);
            assert_eq!(same, text);
            assert!(notes[0].contains("left as they are"), "{notes:?}");
        }
        for text in ["“No,” said Renée Duval.", "SÃO PAULO", "no mark at all", "Âge d’or", "22°C — château"]
        {
            assert_eq!(undone(text), (text.to_owned(), vec![]));
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in "[a-zé“”’ —]{0,20}“[a-z]{1,9}”") {
            let twice: String = text.bytes().map(|b| WINDOWS_1252.decode(&[b]).0.into_owned()).collect();
            prop_assert_eq!(once(&twice), Some(text));
        }
    }
}

//! The words of names without what spelling alone changes: accents, case, transliteration.

use rustc_hash::FxHashMap as HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::lexicon::{phrases, read};

#[derive(Deserialize)]
struct File {
    sounds: String,
    cyrillic: String,
}

struct Sounds {
    /// letters and what is written instead, the longest first
    sounds: Vec<(String, String)>,
    /// Cyrillic letters in Latin ones
    cyrillic: HashMap<char, String>,
}

static SOUNDS: LazyLock<Sounds> = LazyLock::new(|| {
    let file: File = read("sounds.toml", include_str!("../../../data/lexicons/sounds.toml"));
    let pairs = |list: &str| -> Vec<(String, String)> {
        let pair = |pair: String| match pair.split_once(' ') {
            Some((from, to)) => (from.to_owned(), to.to_owned()),
            None => (pair, String::new()),
        };
        phrases(list).map(pair).collect()
    };
    Sounds {
        sounds: pairs(&file.sounds),
        cyrillic: pairs(&file.cyrillic).into_iter().filter_map(|(from, to)| Some((from.chars().next()?, to))).collect(),
    }
});

/// Folded, without dots and apostrophes; Cyrillic in Latin letters; every dash a hyphen.
pub fn fold(word: &str) -> String {
    let folded = crate::text::fold::fold(word);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '.' | '\'' | 'ʹ' | '´' => {}
            '‒' | '–' | '—' => out.push('-'),
            c => match SOUNDS.cyrillic.get(&c) {
                Some(latin) => out.push_str(latin),
                None => out.push(c),
            },
        }
    }
    out
}

/// What a name's word sounds like whatever the transliteration: equal for Zelensky, Zelenskyy and Zelenskiy, for
/// Dmitry and Dmitri, Alexei and Aleksey, Khrushchev and Khrushchyov. For comparing and blocking, never for showing.
pub fn key(word: &str) -> String {
    let folded: String = fold(word).chars().filter(|c| c.is_alphanumeric()).collect();
    let folded = match folded.strip_suffix("off") {
        Some(stem) if stem.len() > 2 => format!("{stem}ov"),
        _ => match folded.strip_suffix("eff") {
            Some(stem) if stem.len() > 2 => format!("{stem}ev"),
            _ => folded,
        },
    };
    let mut out = String::with_capacity(folded.len());
    let mut rest = folded.as_str();
    let push = |out: &mut String, piece: &str| {
        for c in piece.chars() {
            if !out.ends_with(c) {
                out.push(c);
            }
        }
    };
    while let Some(c) = rest.chars().next() {
        // ye, yo and ie inside a word are one Slavic vowel (Medvedyev, Fyodor, Soloviev)
        if ["ye", "yo", "ie"].iter().any(|v| rest.starts_with(v)) && rest.len() > 2 {
            push(&mut out, "e");
            rest = &rest[2..];
        } else if let Some((from, to)) = SOUNDS.sounds.iter().find(|(from, _)| rest.starts_with(from.as_str())) {
            push(&mut out, to);
            rest = &rest[from.len()..];
        } else {
            let after = rest[c.len_utf8()..].chars().next();
            let hard = c == 'c' && !matches!(after, None | Some('e' | 'i' | 'y'));
            push(&mut out, if hard { "k" } else { &rest[..c.len_utf8()] });
            rest = &rest[c.len_utf8()..];
        }
    }
    out
}

/// True for "J." and "J".
pub fn is_initial(word: &str) -> bool {
    let mut letters = word.chars().filter(|c| *c != '.');
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none()
}

pub(super) fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–')
}

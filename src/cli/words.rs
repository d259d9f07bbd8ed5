//! Words of the command line checked and turned into values.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use crate::statement::{Act, Kind, SpeakerType};
use crate::store::Finding;
use crate::text::dates;

/// Parses one of the words of a list; `value_of` knows all of them.
fn one_of<T: Clone + Send + Sync + 'static>(
    words: impl IntoIterator<Item = &'static str>,
    value_of: fn(&str) -> Option<T>,
) -> impl TypedValueParser<Value = T> {
    PossibleValuesParser::new(words)
        .try_map(move |word: String| value_of(&word).ok_or_else(|| format!("{word:?} is not known")))
}

/// A kind of statement.
pub fn kind() -> impl TypedValueParser<Value = Kind> {
    one_of(Kind::ALL.iter().map(|kind| kind.as_str()), Kind::from_word)
}

/// An act.
pub fn act() -> impl TypedValueParser<Value = Act> {
    one_of(Act::ALL.iter().map(|act| act.as_str()), Act::from_word)
}

/// What counts are grouped by.
pub fn by() -> impl TypedValueParser<Value = crate::pipeline::By> {
    use crate::pipeline::By;
    one_of(By::ALL.iter().map(|by| by.as_str()), By::from_word)
}

/// A finding of the desk.
pub fn finding() -> impl TypedValueParser<Value = Finding> {
    one_of(Finding::ALL.iter().map(|finding| finding.as_str()), Finding::from_word)
}

/// A kind of speaker.
pub fn speaker_type() -> impl TypedValueParser<Value = SpeakerType> {
    one_of(SpeakerType::ALL.iter().map(|kind| kind.as_str()), SpeakerType::from_word)
}

/// A file format.
pub fn file_format() -> impl TypedValueParser<Value = crate::export::Format> {
    use crate::export::Format;
    one_of(Format::ALL.iter().map(|format| format.as_str()), Format::from_word)
}

/// Words to look for: of marks alone nothing would be left, and everything would be found.
pub fn to_find(words: &str) -> Result<String, String> {
    if crate::store::is_findable(words) {
        Ok(words.to_owned())
    } else {
        Err("there is no letter and no digit in it to look for".to_owned())
    }
}

/// A day.
pub fn day(word: &str) -> Result<String, String> {
    let told = || "give a day as YYYY-MM-DD, such as 2024-05-13".to_owned();
    dates::is_day(word).then(|| word.to_owned()).ok_or_else(told)
}

/// A day, a month or a year.
pub fn day_or_longer(word: &str) -> Result<String, String> {
    let told = || "give a day, a month or a year, such as 2024-05-13, 2024-05 or 2024".to_owned();
    dates::is_day_or_longer(word).then(|| word.to_owned()).ok_or_else(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_marks_alone_look_for_nothing() {
        for marks in ["", " ", "%", "'", "…", "\u{301}"] {
            assert!(to_find(marks).is_err(), "{marks:?}");
        }
        assert_eq!(to_find("№ 7").as_deref(), Ok("№ 7"));
    }

    #[test]
    fn dates() {
        for good in ["2024", "2024-02", "2024-02-29"] {
            assert_eq!(day_or_longer(good).as_deref(), Ok(good));
        }
        for bad in ["", "24", "2023-02-29", "2024-13", "2024-5-1", "yesterday", "2024-02-29T10:00", "20240229"] {
            assert!(day_or_longer(bad).is_err(), "{bad}");
        }
        assert!(day("2024-05").is_err());
    }
}

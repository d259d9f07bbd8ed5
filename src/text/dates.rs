//! Which day a printed date names, and which month or day of the week a word does.

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use regex::{Captures, Regex};

/// The day that `printed` begins with, as `YYYY-MM-DD`: ISO dates and times, `17 March 2023`, `Fri, 17 Mar 2023 …`,
/// `March 17, 2023`, `17/03/2023`. None when there is no such day, or when day and month could be exchanged
/// (`03/04/2023`), because a wrong date is worse than none.
pub fn day(printed: &str) -> Option<String> {
    leading_date(printed).map(|(day, _)| day)
}

/// Like [`day`], with the number of bytes that the date takes.
pub fn leading_date(printed: &str) -> Option<(String, usize)> {
    let before = printed.len() - printed.trim_start().len();
    let printed = printed.trim_start();
    FORMS.iter().find_map(|(form, read)| {
        let found = form.captures(printed)?;
        Some((read(&found)?.to_string(), before + found[0].len()))
    })
}

/// Like [`leading_date`], but a date of which day and month could be exchanged is given as it is printed: who keeps it decides
/// by a rule, and says so.
pub fn printed_date(printed: &str) -> Option<(String, usize)> {
    static NUMBERS: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"^\s*(\d{1,2}[/.]\d{1,2}[/.]\d{4})\b").expect("a valid pattern"));
    let in_either_order = || NUMBERS.captures(printed).map(|found| (found[1].to_owned(), found[0].len()));
    leading_date(printed).or_else(in_either_order)
}

/// The day in an address: `/2024/05/13/`, `/2024-05-13-`, `20240513` between marks.
pub fn day_in_address(url: &str) -> Option<String> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"[/_=-]((?:19|20)\d\d)([/_-]?)([01]\d)([/_-]?)([0-3]\d)(?:[/_.?#-]|$)").expect("a valid pattern")
    });
    let found = DAY.captures(url)?;
    day(&format!("{}-{}-{}", &found[1], &found[3], &found[5]))
}

/// True for a day, a month or a year in the form in which they are kept: `2024-05-13`, `2024-05`, `2024`.
pub fn is_day_or_longer(word: &str) -> bool {
    match word.len() {
        4 => is_day(&format!("{word}-01-01")),
        7 => is_day(&format!("{word}-01")),
        _ => is_day(word),
    }
}

/// True for a day in the form in which days are kept, `2024-05-13`.
pub fn is_day(word: &str) -> bool {
    word.len() == 10 && word.parse::<Date>().is_ok()
}

/// Pattern of an English month, as running text has it: in full or short.
pub const MONTH: &str = "(?:january|february|march|april|may|june|july|august|september|october|november|december\
                         |jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)";
/// Pattern of a day of the week in full.
pub const WEEKDAY: &str = "(?:mon|tues|wednes|thurs|fri|satur|sun)day";

/// The month that begins like this, 1 to 12: `March`, `Mar`, `sept`.
pub fn month(name: &str) -> Option<i8> {
    place(name, "janfebmaraprmayjunjulaugsepoctnovdec")
}

/// The day of the week that begins like this: `Monday`, `tues`.
pub fn weekday(name: &str) -> Option<Weekday> {
    Weekday::from_monday_one_offset(place(name, "montuewedthufrisatsun")?).ok()
}

/// Which of the words of three letters a name begins with, from 1.
fn place(name: &str, beginnings: &str) -> Option<i8> {
    let beginning = name.get(..3)?.to_ascii_lowercase();
    (1..).zip(beginnings.as_bytes().chunks(3)).find(|(_, known)| *known == beginning.as_bytes()).map(|(n, _)| n)
}

type Reader = fn(&Captures) -> Option<Date>;

static FORMS: LazyLock<Vec<(Regex, Reader)>> = LazyLock::new(|| {
    // looser than those of running text: printed dates shorten as they like
    const PRINTED_WEEKDAY: &str = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?";
    const PRINTED_MONTH: &str = r"(?P<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?";
    let form = |pattern: String, read: Reader| {
        (Regex::new(&format!(r"^(?i:{pattern})(?-u:\b)")).expect("a date form is a valid pattern"), read)
    };
    vec![
        // the hour and zone, where given, are not looked at: the day as printed is the day of publication
        form(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?".into(), numbers),
        form(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)(?:T\d+Z?)?".into(), numbers),
        form(
            format!(r"{PRINTED_WEEKDAY}(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[\s-]+{PRINTED_MONTH},?[\s-]+(?P<y>\d{{4}})"),
            month_name,
        ),
        form(
            format!(r"{PRINTED_WEEKDAY}{PRINTED_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y>\d{{4}})"),
            month_name,
        ),
        form(r"(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<y>\d{4})".into(), either_order),
    ]
});

fn numbers(found: &Captures) -> Option<Date> {
    date(found["y"].parse().ok()?, found["m"].parse().ok()?, found["d"].parse().ok()?)
}

fn month_name(found: &Captures) -> Option<Date> {
    date(found["y"].parse().ok()?, month(&found["name"])?, found["d"].parse().ok()?)
}

fn either_order(found: &Captures) -> Option<Date> {
    let (a, b, year) = (found["a"].parse().ok()?, found["b"].parse().ok()?, found["y"].parse().ok()?);
    match (date(year, a, b), date(year, b, a)) {
        (Some(one), Some(other)) if one != other => None,
        (one, other) => one.or(other),
    }
}

/// A day that exists and that a newspaper can have been printed on.
fn date(year: i16, month: i8, day: i8) -> Option<Date> {
    (1600..2200).contains(&year).then(|| Date::new(year, month, day).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_dates_are_read() {
        for printed in [
            "2023-03-17",
            " 2023-03-17 For free",
            "2023-03-17T23:30:00-05:00",
            "20230317",
            "2023/3/17",
            "17 March 2023",
            "17th Mar. 2023",
            "Fri, 17 Mar 2023 09:00:00 GMT",
            "Friday 17 March, 2023",
            "March 17, 2023",
            "17.03.2023",
            "03/17/2023",
        ] {
            assert_eq!(day(printed).as_deref(), Some("2023-03-17"), "{printed}");
        }
    }

    #[test]
    fn no_day_is_better_than_a_wrong_one() {
        for printed in ["", "03/04/2023", "2023-02-30", "2023-03-171", "March 2023", "9999-01-01", "yesterday", "१७"]
        {
            assert_eq!(day(printed), None, "{printed}");
        }
        assert_eq!(day("04/04/2023").as_deref(), Some("2023-04-04"));
    }

    #[test]
    fn months_and_days_of_the_week_are_known_by_their_beginnings() {
        assert_eq!(["January", "sept", "DEC"].map(month), [Some(1), Some(9), Some(12)]);
        assert_eq!(["ja", "anf", "Märch", ""].map(month), [None; 4]);
        assert_eq!(["Monday", "sun"].map(weekday), [Some(Weekday::Monday), Some(Weekday::Sunday)]);
    }

    #[test]
    fn the_length_covers_the_date_alone() {
        let text = " 2023-03-17 For free";
        let (_, length) = leading_date(text).unwrap();
        assert_eq!(&text[length..], " For free");
    }
}

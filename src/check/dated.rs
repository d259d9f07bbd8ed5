//! On which day does a text say that something was said, and can that be the day of its source?

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::{Span as Time, ToSpan};
use regex::{Captures, Regex};

use crate::text::Span;

/// A day as a text tells it, perhaps only in part: "on 13 May 2024", "on May 13", "on Monday", "in May".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    /// the words, as printed
    pub words: String,
    year: Option<i16>,
    month: Option<i8>,
    day: Option<i8>,
    weekday: Option<Weekday>,
}

/// Bytes between a cue and the day that belongs to it, at most; farther on, the day belongs to something else.
const NEAR: usize = 60;
/// Days that a newspaper may print something after it was said, where it does not say when.
const LATE: i64 = 7;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Monday),
    ("tuesday", Weekday::Tuesday),
    ("wednesday", Weekday::Wednesday),
    ("thursday", Weekday::Thursday),
    ("friday", Weekday::Friday),
    ("saturday", Weekday::Saturday),
    ("sunday", Weekday::Sunday),
];
const MONTHS: &str = "janfebmaraprmayjunjulaugsepoctnovdec";

static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    const WEEKDAY: &str = "(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)";
    const MONTH: &str = "(?P<month>(?:january|february|march|april|may|june|july|august|september|october|november|december\
                         |jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))\\.?";
    const DAY: &str = "(?P<day>\\d{1,2})(?:st|nd|rd|th)?";
    const YEAR: &str = "(?:,?\\s+(?P<year>\\d{4}))?";
    let forms = [
        format!(r"on\s+(?:{WEEKDAY},?\s+)?(?:the\s+)?{DAY}(?:\s+of)?\s+{MONTH}{YEAR}"),
        format!(r"on\s+(?:{WEEKDAY},?\s+)?{MONTH}\s+{DAY}{YEAR}"),
        r"on\s+(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})".to_owned(),
        format!(r"(?:on\s+)?{WEEKDAY}"),
        format!(r"in\s+{MONTH}{YEAR}"),
    ];
    forms.iter().map(|form| Regex::new(&format!(r"(?i)\b(?:{form})\b")).expect("a sound pattern")).collect()
});

/// The day that stands beside a cue, in the same sentences (`context`) and outside the words that are attributed (`content`).
pub fn beside(text: &str, cue: &[Span], context: Span, content: &[Span]) -> Option<When> {
    let cue = *cue.last()?;
    let mut found: Vec<(usize, When)> = Vec::new();
    for form in FORMS.iter() {
        for captures in form.captures_iter(context.of(text)) {
            let whole = captures.get(0)?;
            let at = Span::new(context.start + whole.start(), context.start + whole.end());
            let distance = at.start.saturating_sub(cue.end).max(cue.start.saturating_sub(at.end));
            // "said Monday" tells when; "welcomed Monday's ruling", "Monday will be dry" do not
            let bare = captures.name("weekday").is_some_and(|day| day.start() == whole.start());
            let belongs = distance <= if bare { 1 } else { NEAR } && !text[at.end..].starts_with(['\'', '’']);
            if belongs
                && content.iter().all(|c| !c.overlaps(at))
                && found.iter().all(|(_, w)| !w.words.contains(whole.as_str()))
            {
                found.push((distance, When::new(&captures)));
            }
        }
    }
    found.into_iter().min_by_key(|(distance, _)| *distance).map(|(_, when)| when)
}

impl When {
    fn new(captures: &Captures) -> When {
        let part = |name: &str| captures.name(name).map(|m| m.as_str().to_lowercase());
        let month = part("month").and_then(|month| match month.parse() {
            Ok(number) => Some(number),
            Err(_) => MONTHS.find(month.get(..3)?).map(|at| at as i8 / 3 + 1),
        });
        When {
            words: captures[0].split_whitespace().collect::<Vec<_>>().join(" "),
            year: part("year").and_then(|y| y.parse().ok()),
            month,
            day: part("day").and_then(|d| d.parse().ok()),
            weekday: part("weekday")
                .and_then(|word| WEEKDAYS.iter().find(|(name, _)| *name == word).map(|(_, day)| *day)),
        }
    }

    /// True where a day is what the words say.
    fn fits(&self, date: Date) -> bool {
        self.year.is_none_or(|year| year == date.year())
            && self.month.is_none_or(|month| month == date.month())
            && self.day.is_none_or(|day| day == date.day())
            && self.weekday.is_none_or(|weekday| weekday == date.weekday())
    }

    /// The last day up to `printed` that the words fit.
    fn before(&self, printed: Date) -> Option<Date> {
        let back: Time = if self.day.is_some() { 1.year() } else { 6.days() };
        let first = printed.checked_sub(back).ok()?;
        if self.day.is_none() && self.weekday.is_none() {
            return None;
        }
        let mut day = printed;
        while day >= first {
            if self.fits(day) {
                return Some(day);
            }
            day = day.yesterday().ok()?;
        }
        None
    }
}

/// Whether a draft gives another day than its source can mean: the source's day where it is. `theirs` is what the source tells,
/// `printed` the days (`YYYY-MM-DD`) on which it was printed. Where the source does not say when, any day of the week before it
/// was printed will do.
pub fn differs(draft: &When, theirs: Option<&When>, printed: &[String]) -> Option<String> {
    let mut days: Vec<Date> = printed.iter().filter_map(|day| day.parse().ok()).collect();
    days.sort();
    let (first, last) = (*days.first()?, *days.last()?);
    if let Some(said) = theirs.and_then(|when| when.before(first)) {
        return (!draft.fits(said)).then(|| said.to_string());
    }
    let mut day = first.checked_sub(LATE.days()).ok()?;
    while day <= last {
        if draft.fits(day) {
            return None;
        }
        day = day.tomorrow().ok()?;
    }
    Some(first.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(text: &str, cue: &str) -> Option<When> {
        let start = text.find(cue).expect("words of the text");
        beside(text, &[Span::new(start, start + cue.len())], Span::new(0, text.len()), &[])
    }

    type Parts = (Option<i16>, Option<i8>, Option<i8>, Option<Weekday>);

    fn parts(text: &str) -> Option<Parts> {
        when(text, "said").map(|w| (w.year, w.month, w.day, w.weekday))
    }

    #[test]
    fn days_are_read_beside_the_cue() {
        assert_eq!(parts("she said on 13 May 2024."), Some((Some(2024), Some(5), Some(13), None)));
        assert_eq!(parts("she said on Monday, May 13"), Some((None, Some(5), Some(13), Some(Weekday::Monday))));
        assert_eq!(parts("she said on the 13th of May"), Some((None, Some(5), Some(13), None)));
        assert_eq!(parts("she said Monday."), Some((None, None, None, Some(Weekday::Monday))));
        assert_eq!(parts("In May 2024 she said so"), Some((Some(2024), Some(5), None, None)));
        assert_eq!(parts("she said on 2024-05-13"), Some((Some(2024), Some(5), Some(13), None)));
    }

    #[test]
    fn days_of_something_else_are_not_taken() {
        for text in
            ["she said of Monday's ruling", "she said that Monday will be dry", "she said it may rain", "she said"]
        {
            assert_eq!(parts(text), None, "{text}");
        }
        let text = "“We met on Monday,” she said.";
        let cue = Span::new(text.find("said").unwrap_or(0), text.len() - 1);
        let content = Span::new(3, text.find(',').unwrap_or(0));
        assert_eq!(beside(text, &[cue], Span::new(0, text.len()), &[content]), None);
    }

    #[test]
    fn another_day_is_told_and_a_possible_one_is_not() {
        let draft = |text: &str| when(text, "said").expect("a day");
        let printed = ["2024-05-14".to_owned()];
        let monday = when("he said on Monday", "said");
        assert_eq!(differs(&draft("said on 13 May"), monday.as_ref(), &printed), None);
        assert_eq!(differs(&draft("said on 14 May"), monday.as_ref(), &printed).as_deref(), Some("2024-05-13"));
        assert_eq!(differs(&draft("said on Tuesday"), monday.as_ref(), &printed).as_deref(), Some("2024-05-13"));
        assert_eq!(differs(&draft("said on Tuesday"), None, &printed), None, "the source does not say");
        assert_eq!(differs(&draft("said in May"), None, &printed), None);
        assert_eq!(differs(&draft("said in June"), None, &printed).as_deref(), Some("2024-05-14"));
        assert_eq!(differs(&draft("said on 13 May 2023"), monday.as_ref(), &printed).as_deref(), Some("2024-05-13"));
        assert_eq!(differs(&draft("said on 13 May"), None, &[]), None, "nothing to hold it against");
    }
}

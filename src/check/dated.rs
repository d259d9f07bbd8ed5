//! On which day does a text say that something was said, and can that be the day of its source?

use std::sync::LazyLock;

use jiff::civil::{Date, Weekday};
use jiff::{Span as Time, ToSpan};
use regex::{Captures, Regex};

use crate::text::{Span, dates, one_line};

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
/// Days before printing within which a day or month without a year is that of this very time.
const RECENT: i64 = 56;

static FORMS: LazyLock<Vec<Regex>> = LazyLock::new(|| {
    let weekday = format!("(?P<weekday>{})", dates::WEEKDAY);
    let month = format!(r"(?P<month>{})\.?", dates::MONTH);
    const DAY: &str = "(?P<day>\\d{1,2})(?:st|nd|rd|th)?";
    const YEAR: &str = "(?:,?\\s+(?P<year>\\d{4}))?";
    let forms = [
        format!(r"on\s+(?:{weekday},?\s+)?(?:the\s+)?{DAY}(?:\s+of)?\s+{month}{YEAR}"),
        format!(r"on\s+(?:{weekday},?\s+)?{month}\s+{DAY}{YEAR}"),
        r"on\s+(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})".to_owned(),
        format!(r"(?:on\s+)?{weekday}"),
        format!(r"in\s+{month}{YEAR}"),
    ];
    forms.iter().map(|form| Regex::new(&format!(r"(?i)\b(?:{form})\b")).expect("a sound pattern")).collect()
});
/// A clause that tells more of somebody or something; a day in it is not that of the statement.
static ASIDE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:who|whom|whose|which)\b|,\s+that\b").expect("a sound pattern"));
static SENTENCE_END: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"[.!?…][”’\x22')]*\s").expect("a sound pattern"));

/// A day in a text.
struct Found {
    at: Span,
    /// nothing but a day of the week, without "on"
    bare: bool,
    when: When,
}

/// The days that a stretch of a text tells.
fn days(text: &str, stretch: Span) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for captures in FORMS.iter().flat_map(|form| form.captures_iter(stretch.of(text))) {
        let Some(whole) = captures.get(0) else { continue };
        let at = Span::new(stretch.start + whole.start(), stretch.start + whole.end());
        let bare = captures.name("weekday").is_some_and(|day| day.start() == whole.start());
        // the fuller forms come first
        if found.iter().all(|other| !other.at.overlaps(at)) {
            found.push(Found { at, bare, when: When::new(&captures) });
        }
    }
    found
}

/// The day that stands beside a cue, in the same sentences (`context`) and outside the words that are attributed (`content`).
pub fn beside(text: &str, cue: &[Span], context: Span, content: &[Span]) -> Option<When> {
    let cue = *cue.last()?;
    let distance = |at: Span| at.start.saturating_sub(cue.end).max(cue.start.saturating_sub(at.end));
    let belongs = |found: &Found| {
        let at = found.at;
        // "said Monday" tells when; "welcomed Monday's ruling", "Monday will be dry" do not
        distance(at) <= if found.bare { 1 } else { NEAR }
            && !text[at.end..].starts_with(['\'', '’'])
            && content.iter().all(|c| !c.overlaps(at))
            && !is_aside(text, if cue.end <= at.start { cue.end } else { context.start }, at.start)
    };
    days(text, context).into_iter().filter(belongs).min_by_key(|found| distance(found.at)).map(|found| found.when)
}

/// True where a day at `at` stands in a clause like "who was elected on 5 May 2019", which begins behind `from`.
fn is_aside(text: &str, from: usize, at: usize) -> bool {
    let before = text.get(from..at).unwrap_or_default();
    let sentence = SENTENCE_END.find_iter(before).last().map_or(before, |end| &before[end.end()..]);
    // "said Ada Quist, who leads the town, on Monday": the clause is over
    ASIDE.is_match(sentence) && !sentence.trim_end().ends_with(',')
}

/// True where a stretch of a text tells, outside the words that are attributed (`content`), a day or month in the very parts that a
/// draft gives.
pub fn tells(text: &str, stretch: Span, content: &[Span], draft: &When) -> bool {
    let is_it = |found: &Found| content.iter().all(|c| !c.overlaps(found.at)) && draft.is_part_of(&found.when);
    draft.is_dated() && days(text, stretch).iter().any(is_it)
}

impl When {
    fn new(captures: &Captures) -> When {
        let part = |name: &str| captures.name(name).map(|m| m.as_str());
        When {
            words: one_line(&captures[0]),
            year: part("year").and_then(|y| y.parse().ok()),
            month: part("month").and_then(|month| month.parse().ok().or_else(|| dates::month(month))),
            day: part("day").and_then(|d| d.parse().ok()),
            weekday: part("weekday").and_then(dates::weekday),
        }
    }

    /// True with a day or a month, and not a day of the week alone.
    fn is_dated(&self) -> bool {
        self.day.is_some() || self.month.is_some()
    }

    /// True where the other has all parts of this one.
    fn is_part_of(&self, other: &When) -> bool {
        self.year.is_none_or(|year| other.year == Some(year))
            && self.month.is_none_or(|month| other.month == Some(month))
            && self.day.is_none_or(|day| other.day == Some(day))
            && self.weekday.is_none_or(|weekday| other.weekday == Some(weekday))
    }

    /// True where the parts that both have are the same; a day with its year has every part.
    fn agrees(&self, other: &When) -> bool {
        fn same<T: PartialEq>(a: Option<T>, b: Option<T>) -> bool {
            a.zip(b).is_none_or(|(a, b)| a == b)
        }
        match self.date() {
            Some(date) => other.fits(date),
            None => {
                same(self.year, other.year)
                    && same(self.month, other.month)
                    && same(self.day, other.day)
                    && same(self.weekday, other.weekday)
            }
        }
    }

    /// The day, where it is told in full.
    fn date(&self) -> Option<Date> {
        Date::new(self.year?, self.month?, self.day?).ok()
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
        let back: Time = if self.is_dated() { 1.year() } else { 6.days() };
        let first = printed.checked_sub(back).ok()?;
        let mut day = printed;
        while day >= first {
            if self.fits(day) {
                return Some(day);
            }
            day = day.yesterday().ok()?;
        }
        None
    }

    /// With the year of the last such day or month up to `printed`, where none is told and that one is recent.
    fn of_its_time(&self, printed: Date) -> When {
        let recent = |day: &Date| printed.checked_sub(RECENT.days()).is_ok_and(|first| first <= *day);
        let year = self.year.or_else(|| self.before(printed).filter(recent).map(Date::year));
        When { year, ..self.clone() }
    }

    /// True where a year is told, and all of the day or month lies behind `printed`.
    fn is_later_than(&self, printed: Date) -> bool {
        let first = || Date::new(self.year?, self.month?, self.day.unwrap_or(1)).ok();
        first().is_some_and(|first| first > printed)
    }

    /// The day or month in figures (`2024-05-13`, `2024-05`), the last one up to `printed` where no year is told; none where there
    /// is no such day.
    fn figures(&self, printed: Date) -> Option<String> {
        match (self.year, self.month, self.day) {
            (Some(year), Some(month), None) => Some(format!("{year}-{month:02}")),
            (_, _, day) => {
                let date = self.date().or_else(|| self.before(printed))?;
                Some(date.strftime(if day.is_some() { "%Y-%m-%d" } else { "%Y-%m" }).to_string())
            }
        }
    }
}

/// Whether a draft gives another day than its source can mean: the source's day where it is. `theirs` is what the source tells,
/// `printed` the days (`YYYY-MM-DD`) on which it was printed. Where the source tells a day or month without a year, it is taken for
/// the last one if that is recent; if not, it may be long ago, and the parts that both tell are compared. Where the source does not
/// say when, any day of the week before it was printed will do.
pub fn differs(draft: &When, theirs: Option<&When>, printed: &[String]) -> Option<String> {
    let mut days: Vec<Date> = printed.iter().filter_map(|day| day.parse().ok()).collect();
    days.sort();
    let (first, last) = (*days.first()?, *days.last()?);
    if let Some(dated) = theirs.filter(|when| when.is_dated()) {
        let dated = dated.of_its_time(first);
        let too_late = dated.year.is_none() && draft.is_later_than(last);
        return if dated.agrees(draft) && !too_late { None } else { dated.figures(first) };
    }
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
    fn days_of_asides_are_not_taken() {
        for text in [
            "said Ada Quist, who was elected on 5 May 2019.",
            "said Bo Ferrant, who may leave in May",
            "the mayor, who was elected on 5 May 2019, said",
            "said the council which met on Monday, May 13",
            "he said in the report, that was printed in May",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
        let monday = Some((None, None, None, Some(Weekday::Monday)));
        assert_eq!(parts("Ada Quist, who was elected in May 2019, said on Monday"), monday);
        assert_eq!(parts("said Ada Quist, who leads the town, on Monday"), monday);
        assert_eq!(parts("Bo, who is ill, left. On Monday he said so"), monday);
    }

    #[test]
    fn what_the_source_tells_is_compared_part_by_part() {
        let draft = |text: &str| when(text, "said").expect("a day");
        let told =
            |ours: &str, theirs: &str| differs(&draft(ours), when(theirs, "said").as_ref(), &["2024-06-12".to_owned()]);
        for words in ["said in April", "said on 3 March 2020", "said on Monday, 3 June", "said in April 2019"] {
            assert_eq!(told(words, words), None, "{words}");
        }
        assert_eq!(told("said on 13 April", "said in April"), None);
        assert_eq!(told("said on Monday", "said in April"), None, "nothing that both tell");
        assert_eq!(told("said on Tuesday", "said on 3 March 2020"), None, "it was one");
        assert_eq!(told("said in May", "said in April").as_deref(), Some("2024-04"));
        assert_eq!(told("said in May", "said in April 2019").as_deref(), Some("2019-04"));
        assert_eq!(told("said on 4 March", "said on 3 March").as_deref(), Some("2024-03-03"));
        assert_eq!(told("said on Monday", "said on 3 March 2020").as_deref(), Some("2020-03-03"));
        let text = "The report that was out on 3 March 2020 holds, she said.";
        let all = Span::new(0, text.len());
        assert!(tells(text, all, &[], &draft("said on 3 March")) && !tells(text, all, &[], &draft("said on 4 March")));
        let content = Span::new(0, text.find(',').unwrap_or(0));
        assert!(
            !tells(text, all, &[content], &draft("said on 3 March")),
            "a day inside the words says nothing of them"
        );
    }

    #[test]
    fn a_recent_day_without_a_year_is_that_of_this_year() {
        let draft = |text: &str| when(text, "said").expect("a day");
        let told =
            |ours: &str, theirs: &str| differs(&draft(ours), when(theirs, "said").as_ref(), &["2024-05-15".to_owned()]);
        for words in ["said on 13 May 2019", "said on 13 May 2031", "said on Friday", "said on Friday, 13 May"] {
            assert_eq!(told(words, "said on 13 May").as_deref(), Some("2024-05-13"), "{words}");
        }
        for words in ["said on 13 May", "said on 13 May 2024", "said on Monday", "said in May", "said in May 2024"] {
            assert_eq!(told(words, "said on 13 May"), None, "{words}");
        }
        assert_eq!(told("said in April 2019", "said in April").as_deref(), Some("2024-04"));
        // long ago, perhaps
        assert_eq!(told("said on 3 December 2019", "said on 3 December"), None);
        assert_eq!(told("said on 3 December 2031", "said on 3 December").as_deref(), Some("2023-12-03"));
        assert_eq!(told("said on 13 May 2031", "said on 13 May 2031"), None, "as the source has it");
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

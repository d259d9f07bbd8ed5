//! Years, months, days of the week and hours that a question or a statement names, and whether the two may mean one time.

use std::collections::BTreeSet;

use super::claim::Claim;
use super::lists::CLAUSES;
use super::word::Word;
use super::words::is_year;

/// Times that words name, each kind by itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dates {
    years: BTreeSet<i16>,
    /// 1 to 12
    months: BTreeSet<i8>,
    days: BTreeSet<String>,
    /// "noon"
    hours: BTreeSet<String>,
}

/// Whether a statement tells of the time that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Told {
    Same,
    /// of this time instead
    Other(String),
    /// of none
    Untold,
}

/// The months as the comparison spells them.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "May",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Dates {
    pub fn of(words: &[Word]) -> Self {
        let mut dates = Dates::default();
        for word in words {
            if word.lower.len() == 4 && word.number.is_some_and(is_year) {
                dates.years.extend(word.lower.parse::<i16>());
            }
            if word.capital && CLAUSES.months.has(&word.lower) {
                let month = MONTHS.iter().position(|month| *month == word.lower);
                dates.months.extend(month.and_then(|at| i8::try_from(at + 1).ok()));
            }
            if word.capital && CLAUSES.days.has(&word.lower) {
                dates.days.insert(word.lower.clone());
            }
            if CLAUSES.hours.has(&word.lower) {
                dates.hours.insert(word.lower.clone());
            }
        }
        dates
    }

    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether a statement tells of this time: by its own words, else by those of its sentence; of a month without a year, by
    /// the day of publication.
    pub fn told_by(&self, claim: &Claim, own: &[Word], sentence: &[Word], future: bool) -> Told {
        let (here, around) = (Dates::of(own), Dates::of(sentence));
        let near = if here.is_empty() { (&around, sentence) } else { (&here, own) };
        let years = match near.0.years.is_empty() {
            true => near.0.years_meant(claim, near.1, future),
            false => near.0.years.clone(),
        };
        let theirs = Dates { years, ..near.0.clone() };
        let mut told = Told::Same;
        let kinds = [
            (spelled(&self.years), spelled(&theirs.years)),
            (named(&self.months), named(&theirs.months)),
            (spelled(&self.days), spelled(&theirs.days)),
            (spelled(&self.hours), spelled(&theirs.hours)),
        ];
        for (ours, theirs) in kinds.into_iter().filter(|(ours, _)| !ours.is_empty()) {
            if theirs.is_empty() {
                told = Told::Untold;
            } else if ours.is_disjoint(&theirs) {
                return Told::Other(theirs.into_iter().collect::<Vec<_>>().join(", "));
            }
        }
        told
    }

    /// "last August", "in August", "last year": the year that is meant, by the day of publication.
    fn years_meant(&self, claim: &Claim, words: &[Word], future: bool) -> BTreeSet<i16> {
        let day = claim.published.as_deref().and_then(|day| day.get(..10)?.parse::<jiff::civil::Date>().ok());
        let Some(day) = day else { return BTreeSet::new() };
        let of_year = |which: &str| words.windows(2).any(|two| two[0].lower == which && two[1].lower == "year");
        if of_year("last") || of_year("this") || of_year("next") {
            let year = if of_year("last") { day.year() - 1 } else { day.year() + i16::from(of_year("next")) };
            return BTreeSet::from([year]);
        }
        let meant = |month: &i8| match future {
            true => day.year() + i16::from(*month < day.month()),
            false => day.year() - i16::from(*month > day.month()),
        };
        self.months.iter().map(meant).collect()
    }
}

fn spelled<T: ToString>(times: &BTreeSet<T>) -> BTreeSet<String> {
    times.iter().map(T::to_string).collect()
}

fn named(months: &BTreeSet<i8>) -> BTreeSet<String> {
    let name =
        |month: &i8| usize::try_from(*month - 1).ok().and_then(|at| MONTHS.get(at)).map(|name| (*name).to_owned());
    months.iter().filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::words::words;

    #[test]
    fn a_time_is_told_or_another_or_none() {
        let told = |asked: &str, said: &str| {
            let claim = Claim { published: Some("2031-05-20".to_owned()), ..Claim::default() };
            Dates::of(&words(asked)).told_by(&claim, &words(said), &[], false)
        };
        let other = |time: &str| Told::Other(time.to_owned());
        assert_eq!(told("in August", "It broke last August."), Told::Same);
        assert_eq!(told("in July", "It broke last August."), other("august"));
        assert_eq!(told("in August 2030", "It broke last August."), Told::Same);
        assert_eq!(told("in August 2031", "It broke last August."), other("2030"));
        assert_eq!(told("in 2029", "It broke in August of last year."), other("2030"));
        assert_eq!(told("in 2031", "It broke in April."), Told::Same);
        assert_eq!(told("in July", "It broke."), Told::Untold);
        assert_eq!(told("on Monday", "It broke on Friday."), other("friday"));
        assert!(Dates::of(&words("It broke.")).is_empty());
    }
}

//! What are the parts of a personal name, and can two names belong to one person?
//!
//! Pure and without context: [`PersonName::parse`] takes a name apart, [`fold`] and [`key`] remove what spelling alone
//! changes, [`relation`] says how two names hang together. Whether they *are* one person is for others to say.

mod likeness;
mod parse;
mod parts;
mod relation;
mod spelling;

pub use likeness::{Likeness, given_initials, given_likeness, last_key, last_likeness};
pub use parse::PersonName;
pub use parts::is_office;
pub(crate) use parts::{is_courtesy, is_post_nominal};
pub use relation::{NameRelation, meeting_keys, relation};
pub use spelling::{fold, is_initial, key};

/// Whether an example of a lexicon of names holds, see `every_lexicon`.
#[cfg(test)]
pub(crate) fn meets(file: &str, entry: &str, example: &str) -> bool {
    if let Some((a, b)) = example.split_once(" = ") {
        return last_likeness(a, b) <= Likeness::Spelling;
    }
    let Some((whole, part)) = example.split_once(": ") else { return parts::is_syllable(example) };
    let name = PersonName::parse(whole);
    match (file, entry) {
        ("nicknames", _) => given_likeness(whole, part) <= Likeness::Short,
        ("honorifics", _) => name.bare() == part && !name.honorifics.is_empty(),
        ("name_parts", "generations") => parts::generation(whole) == parts::generation(part),
        ("name_parts", "patronymics") => name.last == part && name.patronymic.is_some(),
        _ => name.full_last().replace("St.", "St") == part,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parse(text: &str) -> PersonName {
        PersonName::parse(text)
    }

    fn related(a: &str, b: &str) -> NameRelation {
        let there = relation(&parse(a), &parse(b));
        assert_eq!(there, relation(&parse(b), &parse(a)), "{a} / {b} is not symmetric");
        there
    }

    #[test]
    fn parts_of_names() {
        let name = parse("Dr. Maria Alekseyevna Lvanova-Belskaya’s");
        assert_eq!(name.honorifics, ["Dr."]);
        assert_eq!(name.given.as_deref(), Some("Maria"));
        assert_eq!(name.patronymic.as_deref(), Some("Alekseyevna"));
        assert_eq!(name.last, "Lvanova-Belskaya");
        let name = parse("Robert “Bob” Q. Harlan, Jr.");
        assert_eq!((name.nickname.as_deref(), name.suffix.as_deref()), (Some("Bob"), Some("Jr.")));
        assert_eq!(
            (name.given.as_deref(), &name.middle[..], &name.last[..]),
            (Some("Robert"), &["Q.".into()][..], "Harlan")
        );
        assert_eq!(parse("Harlan, Robert Q.").bare(), "Robert Q. Harlan");
        assert_eq!(parse("Anna Braun (née Keller)").birth_name.as_deref(), Some("Keller"));
        assert_eq!(parse("Anna Braun, née Keller").last, "Braun");
        assert_eq!(parse("J.K. Orme").middle, ["K."]);
        assert_eq!(parse("Al Pruitt").given.as_deref(), Some("Al"));
        assert_eq!(parse("Van Houten").given, None);
        assert_eq!(parse("Kim Dae-sook").last, "Kim");
        assert_eq!(parse("Kim Carter").last, "Carter");
        assert_eq!(parse("LASKO Oleg").last, "LASKO");
        assert_eq!(parse("King").last, "King");
        assert_eq!(parse("").last, "");
    }

    #[test]
    fn spellings_of_one_name() {
        for (a, b) in [
            ("Zelensky", "Zelenskyy"),
            ("Zelensky", "Zelenskiy"),
            ("Zelensky", "Зеленский"),
            ("Hofmanski", "Hofmański"),
            ("Fedorov", "Fyodorov"),
            ("Fedorov", "Фёдоров"),
            ("Khrushchev", "Khrushchyov"),
            ("Smirnov", "Smirnoff"),
            ("Müller", "Mueller"),
            ("Soloviev", "Solovyov"),
            ("Medvedev", "Medvedyev"),
            ("Łukasz", "Lukasz"),
            ("Kovač", "Kovach"),
            ("Lindqvist", "Lindquist"),
            ("Hussein", "Hussain"),
            ("O’Neill", "O'Neill"),
        ] {
            assert!(last_likeness(a, b) <= Likeness::Spelling, "{a} / {b}: {} {}", key(a), key(b));
        }
        for (a, b) in
            [("Petrov", "Petrova"), ("Lee", "Li"), ("Smith", "Smits"), ("Marie", "Mario"), ("Keller", "Kessler")]
        {
            assert_eq!(last_likeness(a, b), Likeness::Different, "{a} / {b}");
        }
    }

    #[test]
    fn relations_of_names() {
        use NameRelation::*;
        for (a, b, expected) in [
            ("Piotr Hofmanski", "President Piotr Hofmański", Same),
            ("Dmitry Lasko", "Dmitri Lasko", Spelling),
            ("Volodymyr Zelenskyy", "Vladimir Zelensky", Spelling),
            ("Joe Harlan", "Joseph R. Harlan Jr.", Short),
            ("Robert “Bob” Pell", "Bob Pell", Short),
            ("J. Harlan", "Joseph Harlan", Initials),
            ("J. Harlan", "Karl Harlan", Different),
            ("J. Harlan", "J. Harlan", Initials),
            ("J. R. Harlan", "J.R. Harlan", Same),
            ("R. Pell", "Bob Pell", Initials),
            ("V. Orbel", "Orbel Viktor", Initials),
            ("Vera Alekseyevna Lanova-Belskaya", "Vera Lanova Belskaya", Same),
            ("V. Lanova-Belskaya", "Vera Lanova Belskaya", Initials),
            ("John A. Harlan", "John B. Harlan", Different),
            ("John A. Harlan", "John Andrew Harlan", Same),
            ("Otis Grove Jr.", "Otis Grove Sr.", Different),
            ("Otis Grove Jr.", "Otis Grove III", Different),
            ("Orbel Viktor", "Viktor Orbel", Order),
            ("Anna Keller", "Anna Keller-Braun", LongerLast),
            ("Anna Keller", "Anna Braun (née Keller)", LongerLast),
            ("Pedro Ruano", "Pedro Ruano Castell", LongerLast),
            ("Vera Alekseyevna Lasko", "Vera Lasko", Same),
            ("Oleg Petrovich Lasko", "Oleg Ivanovich Lasko", Different),
            ("Keller", "Anna Keller", LastOnly),
            ("Ms Braun", "Anna Keller-Braun", LastOnly),
            ("al-Naji", "Tarek El-Naji", LastOnly),
            ("Tarek Naji", "Tarek al-Naji", Same),
            ("Anna", "Anna Keller", GivenOnly),
            ("Kim Dae-sook", "Kim Dae Sook", Same),
            ("Jean-Paul Sorel", "Jean Paul Sorel", Same),
            ("Jean-Paul Sorel", "Jean Sorel", Short),
            ("Jean-Paul Sorel", "J.-P. Sorel", Initials),
            ("Abdulrahman bin Tarek al-Naji", "Abdul Rahman Al Naji", Spelling),
            ("F. Scott Orme", "Scott Orme", Middle),
            ("Anna Keller", "Anna Kessler", Different),
            ("Daniel Keller", "David Keller", Different),
            ("Alexander Lasko", "Alexandra Lasko", Different),
        ] {
            assert_eq!(related(a, b), expected, "{a} / {b}");
        }
    }

    proptest! {
        #[test]
        fn any_text_can_be_parsed(text in "\\PC{0,60}", other in "[A-Za-zé.’'\", -]{0,40}") {
            let (a, b) = (PersonName::parse(&text), PersonName::parse(&other));
            prop_assert_eq!(relation(&a, &b), relation(&b, &a));
            a.bare();
            key(&text);
            last_key(&other);
        }
    }
}

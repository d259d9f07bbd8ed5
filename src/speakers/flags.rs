//! What a single word can be worth, as a set of flags.

use bitflags::bitflags;

bitflags! {
    /// What a word is worth.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub(crate) struct Flags: u32 {
        /// office or profession
        const OFFICE = 1 << 0;
        /// kin and the like: a role only with its possessor
        const KIN = 1 << 1;
        /// people without a role
        const PERSON = 1 << 2;
        /// member of a party
        const PARTY = 1 << 3;
        /// tells a man
        const MALE = 1 << 4;
        /// tells a woman
        const FEMALE = 1 << 5;
        /// the word as printed is a plural of the one in the lexicon
        const PLURAL = 1 << 6;
        /// heads names of bodies ("companies": no plural of what stands for a body)
        const HEAD = 1 << 7;
        /// stands for a body named elsewhere
        const STAND_IN = 1 << 8;
        /// a body of one word
        const BODY = 1 << 9;
        /// carries what others say
        const OUTLET = 1 << 10;
        /// a document
        const DOCUMENT = 1 << 11;
        /// several people
        const GROUP = 1 << 12;
        /// an unnamed source
        const ANONYMOUS = 1 << 13;
        /// a given name of men
        const GIVEN_MALE = 1 << 14;
        /// a given name of women
        const GIVEN_FEMALE = 1 << 15;
        /// a given name of either
        const GIVEN = 1 << 16;
        /// Mr., Ms., Dr. and the like
        const HONORIFIC = 1 << 17;
        /// the, a, his …
        const DETERMINER = 1 << 18;
        /// of, for, at …
        const PREPOSITION = 1 << 19;
        /// and, but …
        const CONJUNCTION = 1 << 20;
        /// he, who …
        const PRONOUN = 1 << 21;
        /// not, also …
        const ADVERB = 1 << 22;
        /// auxiliaries, verbs of saying and other frequent ones
        const VERB = 1 << 23;
        /// days and months
        const CALENDAR = 1 << 24;
        /// de, van, al …
        const PARTICLE = 1 << 25;
        /// Jr., III
        const SUFFIX = 1 << 26;
        /// former, acting, deputy …
        const MODIFIER = 1 << 27;
        /// who, which, that
        const RELATIVE = 1 << 28;
        /// closes an outlet's name ("Times")
        const OUTLET_HEAD = 1 << 29;
        /// written with a capital, but no name: faiths, peoples, colours of people
        const ADJECTIVE = 1 << 30;
        /// for or against someone: counts as [`Flags::PARTY`] too
        const STANCE = 1 << 31;
    }
}

impl Flags {
    /// True when one of `others` is set.
    pub(crate) fn any(self, others: Flags) -> bool {
        self.intersects(others)
    }

    /// True when this is a given name of whatever gender.
    pub(crate) fn is_given(self) -> bool {
        self.any(Flags::GIVEN_MALE | Flags::GIVEN_FEMALE | Flags::GIVEN)
    }

    /// True for small words, which never carry a name or a role.
    pub(crate) fn is_small(self) -> bool {
        self.any(
            Flags::DETERMINER
                | Flags::PREPOSITION
                | Flags::CONJUNCTION
                | Flags::PRONOUN
                | Flags::RELATIVE
                | Flags::ADVERB
                | Flags::VERB,
        )
    }
}

/// Man or woman, as the text calls a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gender {
    Male,
    Female,
}

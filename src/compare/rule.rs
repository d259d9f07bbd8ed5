//! Which rules are there, and what are they called in outputs and in the database?

/// What one edit of a quotation does, most serious first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, strum::Display)]
#[strum(serialize_all = "lowercase")]
pub(super) enum Edit {
    Negation,
    Number,
    Name,
    Modal,
    Wording,
    /// other words for the same, from a speaker who may have spoken another language
    Translation,
    Cut,
    /// small words, inflection, spelling
    Spelling,
}

impl Edit {
    /// One of the two must be wrong.
    pub fn changes_meaning(self) -> bool {
        self <= Self::Modal
    }
}

/// A rule that tells a conflict. Decisions and records of rules are kept under its name: to change one is to change the database.
#[derive(Clone, Debug, PartialEq, Eq, strum::Display)]
pub(super) enum Rule {
    // of any two statements
    #[strum(to_string = "negation")]
    Negation,
    #[strum(to_string = "opposite predicates")]
    Opposites,
    #[strum(to_string = "denial frame")]
    DenialFrame,
    #[strum(to_string = "doubt")]
    Doubt,
    #[strum(to_string = "number")]
    Number,
    #[strum(to_string = "opposite, all else equal")]
    OppositeElseEqual,
    #[strum(to_string = "number, all else equal")]
    NumberElseEqual,
    #[strum(to_string = "sides swapped")]
    SidesSwapped,
    #[strum(to_string = "opposed judgements")]
    OpposedJudgements,
    #[strum(to_string = "version: {0}")]
    Version(Edit),
    /// by the id of a declared question
    #[strum(to_string = "question:{0}")]
    Question(String),
    // inside one affair
    #[strum(to_string = "told and negated in one affair")]
    ToldAndNegated,
    #[strum(to_string = "denial of what another article tells")]
    DenialOfTold,
    #[strum(to_string = "accusation denied")]
    AccusationDenied,
    #[strum(to_string = "each blames the other")]
    EachBlamesOther,
    #[strum(to_string = "account rejected by its holder's name")]
    AccountOfHolderRejected,
    #[strum(to_string = "demand refused by its holder's name")]
    DemandOfHolderRefused,
    #[strum(to_string = "demanded and refused")]
    DemandedAndRefused,
    #[strum(to_string = "denied, then admitted")]
    DeniedThenAdmitted,
    #[strum(to_string = "refused, then done")]
    RefusedThenDone,
    #[strum(to_string = "not needed, then needed")]
    NotNeededThenNeeded,
    #[strum(to_string = "only one can be")]
    OnlyOne,
    #[strum(to_string = "counts of one measure")]
    Counts,
    // inside one article
    #[strum(to_string = "denied in one article")]
    DeniedInArticle,
    #[strum(to_string = "judged otherwise just after")]
    JudgedJustAfter,
}

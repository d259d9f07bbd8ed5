//! Which statements: the options that `quotes` and `export` share.

use clap::Args;

use super::article;
use super::exit::{Exit, Failure};
use super::ids;
use super::words;
use crate::pipeline::counted;
use crate::statement::{Act, Kind, SpeakerType};
use crate::store::{Filter, Finding, Lookup, Order, SpeakerRow, Store, StoreError};

/// The options.
#[derive(Args, Debug)]
pub struct Selection {
    /// Full or last name, alias or id; may be repeated
    #[arg(long, value_name = "NAME")]
    speaker: Vec<String>,
    /// Words of the role as printed
    #[arg(long, value_name = "WORDS", value_parser = words::to_find)]
    role: Option<String>,
    /// Words of the body that they stand for
    #[arg(long, value_name = "WORDS", value_parser = words::to_find)]
    organization: Option<String>,
    /// Code of the state that speaks, or whose office
    #[arg(long, value_name = "CODE")]
    country: Option<String>,
    /// Kind of speaker
    #[arg(long = "type", value_name = "TYPE", value_parser = words::speaker_type())]
    types: Vec<SpeakerType>,
    /// Kind of statement, by its quotation marks
    #[arg(long, value_parser = words::kind())]
    kind: Vec<Kind>,
    /// What the cue does
    #[arg(long, value_parser = words::act())]
    act: Vec<Act>,
    /// Only what the source voiced
    #[arg(long)]
    on_record: bool,
    /// Whole name of an outlet that printed it
    #[arg(long, value_parser = words::to_find)]
    outlet: Option<String>,
    /// Published from this day, month or year on
    #[arg(long, value_name = "DATE", value_parser = words::day_or_longer)]
    from: Option<String>,
    /// Published until this day, month or year
    #[arg(long, value_name = "DATE", value_parser = words::day_or_longer)]
    to: Option<String>,
    /// Words that it holds, all of them; "a phrase"; begin*
    #[arg(long, value_parser = words::to_find)]
    words: Option<String>,
    /// One article: its id, address or file
    #[arg(long)]
    article: Option<String>,
    /// Least confidence in the words, 0 to 1
    #[arg(long, value_name = "P", value_parser = share)]
    min_confidence: Option<f64>,
    /// Only what nobody decided on, nor gave a finding
    #[arg(long, conflicts_with = "checked")]
    unchecked: bool,
    /// Only what somebody decided on, or gave a finding
    #[arg(long)]
    checked: bool,
    /// The desk's finding
    #[arg(long, value_parser = words::finding())]
    finding: Vec<Finding>,
    /// Only what this person is to look after
    #[arg(long, value_name = "NAME")]
    assigned: Option<String>,
}

fn share(word: &str) -> Result<f64, String> {
    match word.parse() {
        Ok(share) if (0.0..=1.0).contains(&share) => Ok(share),
        _ => Err("give a number from 0 to 1".to_owned()),
    }
}

impl Selection {
    /// The store's filter; names are looked up.
    pub fn filter(&self, store: &Store, also: Option<&str>) -> Result<Filter, Failure> {
        let names = also.into_iter().chain(self.speaker.iter().map(String::as_str));
        let speakers = names.map(|name| Ok(speaker(store, name)?.key)).collect::<Result<Vec<i64>, Failure>>()?;
        Ok(Filter {
            speakers,
            role: self.role.clone(),
            organization: self.organization.clone(),
            country: self.country.clone(),
            types: self.types.clone(),
            kinds: self.kind.clone(),
            acts: self.act.clone(),
            on_record: self.on_record.then_some(true),
            outlet: self.outlet.clone(),
            from: self.from.clone(),
            to: self.to.clone(),
            undated: false,
            words: self.words.clone(),
            article: self.article.as_deref().map(|typed| article::called(store, typed)),
            min_confidence: self.min_confidence,
            checked: if self.checked { Some(true) } else { self.unchecked.then_some(false) },
            findings: self.finding.clone(),
            assigned: self.assigned.clone(),
            order: Order::default(),
            limit: None,
            offset: 0,
        })
    }
}

/// Why no statement fits: an outlet or an article that the database does not have is named.
pub fn why_nothing(store: &Store, filter: &Filter) -> Result<String, Failure> {
    if let Some(article) = &filter.article
        && let Err(StoreError::NotFound { .. }) = store.article(article)
    {
        return Ok(format!(
            "no statement fits: no article is stored as {article:?}\nhint: `onrecord articles` lists them"
        ));
    }
    let unknown = filter.outlet.as_deref().map(|outlet| unknown_outlet(store, outlet)).transpose()?.flatten();
    Ok(format!("no statement fits{}", unknown.map(|told| format!(": {told}")).unwrap_or_default()))
}

/// That no outlet is called so, where none is; and which are called something like it.
pub fn unknown_outlet(store: &Store, outlet: &str) -> Result<Option<String>, Failure> {
    const SHOWN: usize = 5;
    let (known, mut near) = store.outlets_like(outlet)?;
    if known.is_some() {
        return Ok(None);
    }
    near.truncate(SHOWN);
    let hint = match near.as_slice() {
        [] => "`onrecord count --by outlet` lists them".to_owned(),
        near => format!("did you mean {}? An outlet is given by its whole name", near.join(", or ")),
    };
    Ok(Some(format!("no outlet is called {outlet:?}\nhint: {hint}")))
}

/// The one speaker that a name means, good enough to look at: also where it is but a part of the name.
pub fn speaker(store: &Store, name: &str) -> Result<SpeakerRow, Failure> {
    match store.find_speaker(name)? {
        Lookup::Likely(speaker) => Ok(speaker),
        found => told_apart(store, found, name),
    }
}

/// The one speaker that a name means, sure enough to rule on: who bears the name or the last name, or has the id.
pub fn speaker_to_rule_on(store: &Store, name: &str) -> Result<SpeakerRow, Failure> {
    told_apart(store, store.find_speaker(name)?, name)
}

fn told_apart(store: &Store, found: Lookup, name: &str) -> Result<SpeakerRow, Failure> {
    match found {
        Lookup::Found(speaker) => Ok(speaker),
        Lookup::Likely(s) => {
            let told =
                format_args!("no speaker is called {name:?}; do you mean\n  {}  {}", s.id, described(&s)).to_string();
            Err(Failure::new(Exit::Ambiguous, told).hint("give the full name, or the id"))
        }
        Lookup::Ambiguous(candidates) => {
            let list: Vec<String> = candidates.iter().map(|c| format!("\n  {}  {}", c.id, described(c))).collect();
            Err(Failure::new(Exit::Ambiguous, format_args!("{name:?} can be any of{}", list.concat()))
                .hint("give the full name, or the id"))
        }
        Lookup::DidYouMean(_) if is_of_something_else(store, name) => {
            let unknown = StoreError::NotFound { what: "speaker", id: name.to_owned() };
            Err(ids::pointed(store, name, "speaker", unknown))
        }
        Lookup::DidYouMean(candidates) => {
            let failure = Failure::new(Exit::NothingFound, format_args!("no speaker is called {name:?}"));
            Err(match candidates.as_slice() {
                [] => failure.hint("`onrecord speakers` lists them all"),
                near => {
                    let names: Vec<&str> = near.iter().map(|speaker| speaker.name.as_str()).collect();
                    failure.hint(format_args!("did you mean {}?", names.join(", or ")))
                }
            })
        }
    }
}

/// True for the id of a statement, a conflict or an article. Shorter ones may be names.
fn is_of_something_else(store: &Store, typed: &str) -> bool {
    const SHORTEST: usize = 6;
    let id = typed.len() >= SHORTEST && typed.chars().all(|c| c.is_ascii_hexdigit());
    id && (store.subject(typed).is_ok() || store.article(typed).is_ok())
}

/// A speaker in a line: name, role, number of statements.
fn described(speaker: &SpeakerRow) -> String {
    let role = speaker.role.as_ref().map(|role| format!(", {role}")).unwrap_or_default();
    format!("{}{role} ({})", speaker.name, counted(u64::from(speaker.statements), "statement"))
}

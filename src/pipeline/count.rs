//! Counts of statements, articles and speakers by month, outlet, what a role makes of its holder, and the like.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::lexicon::{self, List};
use crate::statement::words;
use crate::store::{Filter, Result, Store, VoicedRow};
use crate::text::fold;

/// What counts are grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "lowercase")]
#[allow(missing_docs)]
pub enum By {
    Day,
    Month,
    Year,
    Outlet,
    Speaker,
    Type,
    Role,
    Class,
    Organization,
    Country,
    Gender,
    Act,
    Kind,
    Finding,
}

words!(By);

/// A group with its counts.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Count {
    /// what the group has in common, in the order asked for; empty where it is not known
    pub group: Vec<String>,
    /// statements; one that two speakers of the group voice counts once
    pub statements: usize,
    /// articles that hold them
    pub articles: usize,
    /// speakers
    pub speakers: usize,
}

/// Where a person's words do not tell, in the column of genders.
const NOT_STATED: &str = "not stated";

/// Counts the statements that a filter chooses, in the order of the groups.
pub fn count(store: &Store, filter: &Filter, by: &[By]) -> Result<Vec<Count>> {
    let rows = store.voiced(filter)?;
    let genders = if by.contains(&By::Gender) { genders(&rows) } else { HashMap::new() };
    let mut groups: BTreeMap<Vec<String>, [BTreeSet<String>; 3]> = BTreeMap::new();
    for row in &rows {
        let group = by.iter().map(|by| value(*by, row, &genders)).collect();
        let [statements, articles, speakers] = groups.entry(group).or_default();
        statements.insert(row.statement.to_string());
        articles.insert(row.article.to_string());
        speakers.extend(row.speaker.clone());
    }
    let counted = groups.into_iter().map(|(group, [statements, articles, speakers])| Count {
        group,
        statements: statements.len(),
        articles: articles.len(),
        speakers: speakers.len(),
    });
    Ok(counted.collect())
}

fn value(by: By, row: &VoicedRow, genders: &HashMap<i64, &'static str>) -> String {
    let some = |words: &Option<String>| words.clone().unwrap_or_default();
    let of_day = |digits: usize| {
        row.published.as_deref().map(|day| day.get(..digits).unwrap_or(day).to_owned()).unwrap_or_default()
    };
    match by {
        By::Day => of_day(10),
        By::Month => of_day(7),
        By::Year => of_day(4),
        By::Outlet => some(&row.outlet),
        By::Speaker => some(&row.speaker),
        By::Type => some(&row.speaker_type),
        By::Role => some(&row.role),
        By::Class => class(row),
        By::Organization => some(&row.organization),
        By::Country => some(&row.country),
        By::Gender => match row.speaker_type.as_deref() {
            Some("person" | "unnamed person") => {
                row.voice.and_then(|voice| genders.get(&voice).copied()).unwrap_or(NOT_STATED).to_owned()
            }
            _ => String::new(),
        },
        By::Act => row.act.clone(),
        By::Kind => row.kind.clone(),
        By::Finding => some(&row.finding),
    }
}

/// The classes of `data/lexicons/role_classes.toml`, the first that fits counts.
#[derive(Deserialize)]
struct Classes {
    spokesperson: List,
    expert: List,
    justice: List,
    security: List,
    politician: List,
    official: List,
    business: List,
    activist: List,
    media: List,
    private_person: List,
}

static CLASSES: LazyLock<Classes> =
    LazyLock::new(|| lexicon::read("role_classes.toml", include_str!("../../data/lexicons/role_classes.toml")));

/// What a role makes of its holder; for bodies and documents what they are.
fn class(row: &VoicedRow) -> String {
    if let Some(kind @ ("organization" | "document" | "group")) = row.speaker_type.as_deref() {
        return kind.to_owned();
    }
    let Some(role) = &row.role else { return String::new() };
    class_of(role).unwrap_or("other").to_owned()
}

/// The class of a role; none where no word of it tells one.
pub(super) fn class_of(role: &str) -> Option<&'static str> {
    let role = fold::fold(role);
    let words: Vec<&str> = role.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|w| !w.is_empty()).collect();
    let classes = &*CLASSES;
    let ordered = [
        ("spokesperson", &classes.spokesperson),
        ("expert", &classes.expert),
        ("justice", &classes.justice),
        ("security", &classes.security),
        ("politician", &classes.politician),
        ("official", &classes.official),
        ("business", &classes.business),
        ("activist", &classes.activist),
        ("media", &classes.media),
        ("private person", &classes.private_person),
    ];
    ordered.into_iter().find(|(_, list)| words.iter().any(|word| list.has(word))).map(|(name, _)| name)
}

/// What an article's own pronouns and forms of address say of a voice. Where they say nothing, or both, it is not stated: names
/// tell nothing for certain.
fn genders(rows: &[VoicedRow]) -> HashMap<i64, &'static str> {
    let mut told: HashMap<i64, BTreeSet<&'static str>> = HashMap::new();
    for row in rows {
        let Some(voice) = row.voice else { continue };
        let words = row.source.to_lowercase();
        for word in words.split(|c: char| !c.is_alphanumeric()) {
            let gender = match word {
                "she" | "her" | "mrs" | "ms" | "mme" | "spokeswoman" | "woman" | "chairwoman" => "female",
                "he" | "him" | "mr" | "spokesman" | "man" | "chairman" => "male",
                _ => continue,
            };
            told.entry(voice).or_default().insert(gender);
        }
    }
    let clear = |genders: BTreeSet<&'static str>| if genders.len() == 1 { genders.into_iter().next() } else { None };
    told.into_iter().filter_map(|(voice, genders)| Some((voice, clear(genders)?))).collect()
}

//! Does the one say it whom the draft has say it? By name where it gives one; by role and organisation where it describes somebody.

use serde::Serialize;

use crate::pipeline::count::class_of;
use crate::speakers::names::{NameRelation, PersonName, relation};
use crate::statement::{SpeakerType, Voice};
use crate::store::{AttributionRow, Lookup, Result, Store};
use crate::text::fold;

/// How the speaker of a draft stands to that of a statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Speakers {
    /// one and the same, or the description fits
    Same,
    /// two
    Other,
    /// nothing tells
    #[serde(rename = "not compared")]
    NotCompared,
}

/// Whom a draft has say something.
pub(super) struct Attributed<'d> {
    voice: Option<&'d Voice>,
    /// the draft's words for who says it, where the name behind them is only guessed
    description: Option<&'d str>,
    /// of the stored speaker who bears the name
    id: Option<String>,
    key: Option<i64>,
}

impl<'d> Attributed<'d> {
    /// `guessed`: nothing in the draft ties the words for who says it to the name.
    pub(super) fn new(store: &Store, voice: Option<&'d Voice>, source: &'d str, guessed: bool) -> Result<Self> {
        let voice = voice.filter(|voice| !voice.name.trim().is_empty());
        let found = match voice.filter(|voice| is_named(voice)).map(|voice| store.find_speaker(voice.name.trim())) {
            Some(found) => match found? {
                Lookup::Found(speaker) | Lookup::Likely(speaker) => Some((speaker.id, speaker.key)),
                _ => None,
            },
            None => None,
        };
        let (id, key) = found.unzip();
        Ok(Attributed { voice, description: guessed.then_some(source), id, key })
    }

    /// The row of the stored speaker who bears the name.
    pub(super) fn key(&self) -> Option<i64> {
        self.key
    }

    /// Beside the speaker of a statement.
    pub(super) fn beside(&self, row: &AttributionRow) -> Speakers {
        match self.voice {
            _ if self.is_only_described(row) => Speakers::Same,
            Some(voice) if is_named(voice) => self.named(voice, row),
            Some(voice) => described(&voice.name, row),
            None => Speakers::NotCompared,
        }
    }

    /// "The energy minister", behind a sentence on somebody else: not that one, where the words are the stored speaker's.
    pub(super) fn is_only_described(&self, row: &AttributionRow) -> bool {
        let (Some(voice), Some(description)) = (self.voice, self.description) else { return false };
        is_named(voice) && self.named(voice, row) == Speakers::Other && described(description, row) == Speakers::Same
    }

    fn named(&self, voice: &Voice, row: &AttributionRow) -> Speakers {
        if self.id.is_some() && row.speaker_id == self.id {
            return Speakers::Same;
        }
        let theirs = names(row);
        if theirs.iter().any(|their| may_be_one(voice.speaker_type, &voice.name, their)) {
            return Speakers::Same;
        }
        let of_body = voice.speaker_type == SpeakerType::Organization && row.organization.is_some();
        match row.speaker_type {
            // who belongs to a body need not speak for it
            _ if of_body && fits(&voice.name, &printed_words(row)) => Speakers::Same,
            _ if of_body && fits(&voice.name, &stored_words(row)) => Speakers::NotCompared,
            // "Joe" may be "Joseph": of one last name, only whom the database knows is somebody else
            _ if self.id.is_none() && theirs.iter().any(|their| last(their) == last(&voice.name)) => {
                Speakers::NotCompared
            }
            Some(SpeakerType::Person | SpeakerType::Organization) if !theirs.is_empty() => Speakers::Other,
            _ => Speakers::NotCompared,
        }
    }
}

fn last(name: &str) -> Option<String> {
    fold::fold(name).split_whitespace().next_back().map(str::to_owned)
}

/// True for two names that one may bear: of a person also in short forms, with initials, or the last alone; of a body where all
/// words of the one are in the other.
fn may_be_one(kind: SpeakerType, a: &str, b: &str) -> bool {
    match kind {
        SpeakerType::Person => relation(&PersonName::parse(a), &PersonName::parse(b)) <= NameRelation::LastOnly,
        _ => fits(a, &words_of(b)) || fits(b, &words_of(a)),
    }
}

fn is_named(voice: &Voice) -> bool {
    matches!(voice.speaker_type, SpeakerType::Person | SpeakerType::Organization | SpeakerType::Document)
}

fn names(row: &AttributionRow) -> Vec<&str> {
    let others = row.others.iter().flat_map(|others| others.split("; "));
    [&row.speaker, &row.name].into_iter().flatten().map(String::as_str).chain(others).collect()
}

/// A description fits whose words all stand in name, role and organisation; it is of somebody else where none does, and the two
/// roles are of different classes.
fn described(description: &str, row: &AttributionRow) -> Speakers {
    let stored = stored_words(row);
    if fits(description, &stored) {
        return Speakers::Same;
    }
    let shares = words_of(description).iter().any(|word| stored.contains(word));
    // a proper name tells no class
    let told = row.role.as_deref().or(row.speaker.as_deref().filter(|_| !is_named_type(row.speaker_type)));
    match (class_of(description), told.and_then(class_of)) {
        (Some(ours), Some(theirs)) if ours != theirs && !shares => Speakers::Other,
        _ => Speakers::NotCompared,
    }
}

fn is_named_type(kind: Option<SpeakerType>) -> bool {
    matches!(kind, Some(SpeakerType::Person | SpeakerType::Organization | SpeakerType::Document))
}

fn fits(description: &str, stored: &[String]) -> bool {
    let ours = words_of(description);
    !ours.is_empty() && ours.iter().all(|word| stored.contains(word))
}

/// What the store has of the speaker, beginning with what its own article prints.
fn stored_words(row: &AttributionRow) -> Vec<String> {
    let names = row.organization.as_deref().into_iter().chain(names(row));
    printed_words(row).into_iter().chain(names.flat_map(words_of)).collect()
}

/// What the article prints of the speaker where it has them speak: the source, and the role.
fn printed_words(row: &AttributionRow) -> Vec<String> {
    [Some(row.source.as_str()), row.role.as_deref()].into_iter().flatten().flat_map(words_of).collect()
}

/// The words that tell something of a description, as they are compared: a spokesman and a spokeswoman are one, and so are organisers
/// and organizers.
pub(super) fn words_of(description: &str) -> Vec<String> {
    const SMALL: [&str; 21] = [
        "a", "an", "the", "s", "of", "for", "in", "at", "to", "by", "from", "on", "and", "one", "his", "her", "its",
        "their", "he", "she", "they",
    ];
    let folded = fold::fold(description);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && !SMALL.contains(word));
    let plain = |word: &str| match word.strip_prefix("spokes") {
        Some(_) => "spokes".to_owned(),
        None => american(word),
    };
    words.map(plain).collect()
}

/// One spelling of what ends in "-ise" and its like.
fn american(word: &str) -> String {
    const ENDINGS: [&str; 8] = ["e", "es", "ed", "er", "ers", "ing", "ation", "ations"];
    let stem = |ending: &str| word.strip_suffix(ending)?.strip_suffix("is").filter(|stem| stem.len() > 3);
    let twin = ENDINGS.iter().find_map(|ending| Some(format!("{}iz{ending}", stem(ending)?)));
    twin.unwrap_or_else(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{SpeakerType, may_be_one};

    #[test]
    fn names_of_one_and_of_two() {
        let one = |kind: SpeakerType, a: &str, b: &str| may_be_one(kind, a, b) && may_be_one(kind, b, a);
        for (a, b) in [
            ("Quist", "Carla Quist"),
            ("Carla Mae Quist", "Carla Quist"),
            ("C. Quist", "Carla Quist"),
            ("Carla Quist", "carla quist"),
            ("Joe Quist", "Joseph Quist"),
        ] {
            assert!(one(SpeakerType::Person, a, b), "{a} / {b}");
        }
        for (a, b) in [("Bo Quist", "Carla Quist"), ("B. Quist", "Carla Quist"), ("", "Quist")] {
            assert!(!one(SpeakerType::Person, a, b), "{a} / {b}");
        }
        let body = SpeakerType::Organization;
        assert!(one(body, "Tern Bay Council", "the Council") && one(body, "World Bank", "World Bank Group"));
        assert!(!one(body, "Fish Council", "Tern Bay Council") && !one(body, "", "Quist"));
    }
}

//! Who stands on one side: one speaker, one body, one office, or somebody's spokesperson.

use super::analysis::Analysis;
use super::claim::{Claim, same_office};
use super::lists::REPLIES;
use super::overlap::same;
use super::word::Word;
use crate::document::lemma::lemma;
use crate::statement::SpeakerType;

/// One speaker, one body, or a body and who speaks for it.
pub(super) fn one_side(a: &Claim, b: &Claim) -> bool {
    let equal = |x: &Option<String>, y: &Option<String>| x.as_ref().zip(y.as_ref()).is_some_and(|(x, y)| alike(x, y));
    equal(&a.speaker_key, &b.speaker_key)
        || equal(&a.speaker, &b.speaker)
        || equal(&a.organization, &b.organization)
        || equal(&a.speaker, &b.organization)
        || equal(&a.organization, &b.speaker)
        || is_head_of(a, b)
        || is_head_of(b, a)
        || is_office_of(a, b)
        || is_office_of(b, a)
        || speaks_for(a, b)
        || speaks_for(b, a)
        || same_office(a, b)
        || is_part_of(a, b)
        || is_part_of(b, a)
}

/// True for a name of who speaks, of their body or of their state: "Velmari" of one who speaks for Velmar.
pub(super) fn is_name_of(analysis: &Analysis, word: &Word) -> bool {
    let is_state =
        || analysis.claim.country.as_ref().is_some_and(|code| word.concept.strip_prefix("state:") == Some(code));
    let side = analysis.reading.speaker.iter().chain(&analysis.reading.body);
    is_state() || side.into_iter().any(|name| same(name, word) || is_people_of(name, word) || is_people_of(word, name))
}

/// "Velmari" and "Velmar", where no list knows the place.
fn is_people_of(people: &Word, place: &Word) -> bool {
    let strange = people.capital && place.capital && people.is_strange() && place.is_strange();
    let stem = place.lower.trim_end_matches(['a', 'e', 'o']);
    let ending = people.lower.strip_prefix(stem).filter(|_| stem.len() >= 4);
    strange && ending.is_some_and(|ending| REPLIES.peoples.has(ending))
}

/// "a third of the drivers" and "the drivers": a part of one group.
fn is_part_of(part: &Claim, group: &Claim) -> bool {
    let groups = [part, group].iter().all(|claim| claim.speaker_type == Some(SpeakerType::Group));
    let (Some(part), Some(group)) = (&part.speaker, &group.speaker) else { return false };
    groups && part.split_whitespace().skip_while(|word| *word != "of").skip(1).any(|word| alike(word, group))
}

/// "the bureau" and "the Harbour Safety Bureau", which somebody speaks for.
fn is_head_of(short: &Claim, long: &Claim) -> bool {
    let common = |name: &&str| !name.contains(' ') && name.starts_with(char::is_lowercase);
    let mut words = bodies(short).map(|name| name.strip_prefix("the ").unwrap_or(name)).filter(common);
    words.any(|word| bodies(long).filter_map(|name| name.rsplit_once(' ')).any(|(_, head)| alike(head, word)))
}

/// The body that is spoken for, and the one that speaks.
fn bodies(claim: &Claim) -> impl Iterator<Item = &String> {
    let speaks = claim.speaker_type == Some(SpeakerType::Organization);
    claim.organization.iter().chain(claim.speaker.iter().filter(move |_| speaks))
}

/// "the ministry", "the transport ministry" and the minister: one office.
fn is_office_of(body: &Claim, person: &Claim) -> bool {
    let (Some(body), Some(role)) = (&body.speaker, &person.role) else { return false };
    REPLIES.offices.words().filter_map(|pair| pair.split_once('=')).any(|(office, holder)| {
        let in_role = |word: &str| role.split_whitespace().any(|other| alike(other, word));
        let at_home = |word: &&str| !alike(word, office) && !["the", "of", "in"].iter().any(|small| alike(word, small));
        body.split_whitespace().any(|word| alike(word, office))
            && in_role(holder)
            && !in_role("prime")
            && body.split_whitespace().filter(at_home).all(|word| role.to_lowercase().contains(&word.to_lowercase()))
    })
}

/// The same words, whatever the case.
fn alike(a: &str, b: &str) -> bool {
    a == b || a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// "a spokeswoman for the mayor, Ada Lorn": the mayor's side.
fn speaks_for(a: &Claim, b: &Claim) -> bool {
    let (Some(a), Some(b)) = (&a.speaker, &b.speaker) else { return false };
    b.contains(' ') && a.len() > b.len() && a.contains(b.as_str())
}

/// True when a word of the cue, as a lemma, is of a list.
pub(super) fn has_cue(claim: &Claim, is: impl Fn(&str) -> bool) -> bool {
    claim.cue.split_whitespace().any(|word| {
        let word = word.to_lowercase();
        is(&lemma(word.trim_matches(|c: char| !c.is_alphanumeric())))
    })
}

//! What a speaker's row says, out of what its voices say and what people ruled.

use std::collections::BTreeMap;

use super::candidate::Candidate;
use super::matcher::Profile;
use super::ruled::Ruled;
use crate::statement::SpeakerType;

/// What a speaker's row says.
pub(super) struct Portrait {
    pub name: String,
    pub speaker_type: SpeakerType,
    pub role: Option<String>,
    pub organization: Option<String>,
    pub country: Option<String>,
    pub hidden: bool,
    pub aliases: Vec<String>,
}

impl Portrait {
    pub fn of(group: &[usize], voices: &[Candidate], rulings: &[&Ruled]) -> Portrait {
        let members: Vec<&Candidate> = group.iter().map(|&i| &voices[i]).collect();
        let profiles: Vec<&Profile> = members.iter().map(|v| &v.profile).collect();
        let mut portrait = Portrait {
            name: name_for(&members),
            speaker_type: most_frequent(profiles.iter().map(|p| Some(&p.speaker_type))).unwrap_or(SpeakerType::Group),
            role: most_frequent(profiles.iter().map(|p| p.role.as_ref())),
            organization: most_frequent(profiles.iter().map(|p| p.organization.as_ref())),
            country: most_frequent(profiles.iter().map(|p| p.country.as_ref())),
            hidden: false,
            aliases: Vec::new(),
        };
        for ruling in rulings {
            match (ruling.action.as_str(), &ruling.value) {
                ("merge", _) => {
                    let into: Vec<&Candidate> =
                        members.iter().copied().filter(|v| ruling.sides[0].contains(&v.id)).collect();
                    portrait.name = name_for(&into);
                    portrait.speaker_type = most_frequent(into.iter().map(|v| Some(&v.profile.speaker_type)))
                        .unwrap_or(portrait.speaker_type);
                }
                ("rename", Some(name)) => portrait.name.clone_from(name),
                ("alias", Some(alias)) => portrait.aliases.push(alias.clone()),
                ("forget", _) => portrait.hidden = true,
                _ => {}
            }
        }
        portrait
    }
}

/// The name for display: the matcher's, else the usual one.
fn name_for(members: &[&Candidate]) -> String {
    let shown = most_frequent(members.iter().map(|v| v.shown_as.as_ref()));
    shown.unwrap_or_else(|| usual_name(&members.iter().map(|v| &v.profile).collect::<Vec<_>>()))
}

/// The usual name: a full one rather than a last name or an abbreviation, then the most usual, then the longest.
fn usual_name(profiles: &[&Profile]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for profile in profiles {
        *counts.entry(&profile.name).or_default() += 1;
    }
    let full = |name: &str| (name.chars().any(char::is_lowercase), name.contains(' '));
    let best = counts.into_iter().max_by(|(a, n), (b, m)| {
        (full(a), n, a.chars().count()).cmp(&(full(b), m, b.chars().count())).then_with(|| b.cmp(a))
    });
    best.map(|(name, _)| name.to_owned()).unwrap_or_default()
}

/// The value given most often; ties to the first in order.
fn most_frequent<'v, T: Ord + Clone + 'v>(values: impl Iterator<Item = Option<&'v T>>) -> Option<T> {
    let mut counts: BTreeMap<&T, usize> = BTreeMap::new();
    for value in values.flatten() {
        *counts.entry(value).or_default() += 1;
    }
    let most = counts.values().max().copied()?;
    counts.into_iter().find(|&(_, count)| count == most).map(|(value, _)| value.clone())
}

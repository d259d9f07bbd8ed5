//! Which voices look alike in every respect that counts, so that they are compared as one.

use std::collections::{BTreeMap, HashMap};

use super::bodies::BodyName;
use super::evidence;
use super::nodes::{Nodes, honorific_role};
use super::profiles::{Subject, VoiceProfile, plain, words};
use crate::statement::SpeakerType;

impl Nodes {
    /// `group` holds for each voice the group in which decisions have put it.
    pub(super) fn of(voices: &[VoiceProfile], group: &[Option<usize>]) -> Self {
        // many voices are printed just alike, so that each look is worked out once
        let mut printed: HashMap<_, Vec<usize>> = HashMap::new();
        for (n, voice) in voices.iter().enumerate() {
            let VoiceProfile { speaker_type, name, role, organization, country, .. } = voice;
            let group = group.get(n).copied().flatten();
            printed.entry((*speaker_type, name, role, organization, country, group)).or_default().push(n);
        }
        let mut by_look: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        // what each name names, and the name without its dress
        let mut parsed: HashMap<(SpeakerType, &str), (Subject, String)> = HashMap::new();
        let mut bodies: HashMap<&str, BodyName> = HashMap::new();
        for ((speaker_type, name, role, organization, country, group), members) in printed {
            let (subject, bare) = parsed.entry((speaker_type, name.as_str())).or_insert_with(|| {
                let subject = Subject::of(speaker_type, name);
                let bare = plain(&subject);
                (subject, bare)
            });
            let body = organization.as_deref().map(|o| bodies.entry(o).or_insert_with(|| BodyName::parse(o)).key());
            if *subject == Subject::Alone {
                for n in members {
                    by_look.entry(format!("~{}", voices[n].key)).or_default().push(n);
                }
                continue;
            }
            let role = role.as_deref().map(words).unwrap_or_default();
            let title = honorific_role(subject).unwrap_or_default();
            let body = body.unwrap_or_default();
            let country = country.as_deref().unwrap_or("");
            let group = group.map_or(String::new(), |g| g.to_string());
            let look = format!("{speaker_type}|{bare}|{role}{title}|{body}|{country}|{group}");
            by_look.entry(look).or_default().extend(members);
        }
        let mut nodes = Nodes {
            list: Vec::with_capacity(by_look.len()),
            names: Vec::new(),
            common: Vec::new(),
            initials: Vec::new(),
            blocks: Vec::new(),
            meets: Vec::new(),
        };
        let mut name_ids: HashMap<String, usize> = HashMap::new();
        for mut members in by_look.into_values() {
            members.sort_by(|a, b| (&voices[*a].name, &voices[*a].key).cmp(&(&voices[*b].name, &voices[*b].key)));
            let first = &voices[members[0]];
            let subject = parsed[&(first.speaker_type, first.name.as_str())].0.clone();
            let several = members.len() > 1;
            nodes.push(voices, members, subject.clone(), &bodies, &mut name_ids);
            // what looks alike is one only if so much is known that this means something
            if several && !evidence::twins_are_one(&nodes, nodes.list.len() - 1) {
                for voice in nodes.list.pop().map(|n| n.voices).unwrap_or_default() {
                    nodes.push(voices, vec![voice], subject.clone(), &bodies, &mut name_ids);
                }
            }
        }
        nodes
    }
}

//! A referent as a voice: its name, type, role as printed, body, state and the outlet that carries it.

use super::{
    chunks::looks_coined,
    inventory::{Kind, Role},
    lexicon::{Flags, LEXICON, fold},
    phrase,
    places::{By, PLACES},
    resolve::{Referent, Resolver},
    tokens::Shape,
};
use crate::{
    statement::{SpeakerType, Voice},
    text::Span,
};

impl Resolver<'_, '_> {
    pub(super) fn voice(&self, i: usize, referent: &Referent, how: String) -> Voice {
        let mut voice = match referent {
            Referent::Entity(e) => self.entity_voice(i, *e),
            Referent::Several(all) => {
                let voices: Vec<Voice> = all.iter().map(|r| self.voice(i, r, String::new())).collect();
                let speaker_type = match voices.first() {
                    Some(first) if voices.iter().all(|v| v.speaker_type == first.speaker_type) => {
                        match first.speaker_type {
                            SpeakerType::UnnamedPerson => SpeakerType::Group,
                            other => other,
                        }
                    }
                    _ => SpeakerType::Group,
                };
                let names: Vec<&str> = voices.iter().map(|v| v.name.as_str()).collect();
                Voice {
                    speaker_type,
                    name: joined(&names),
                    name_span: None,
                    role_span: None,
                    role: None,
                    organization: None,
                    country: voices.iter().find_map(|v| v.country.clone()),
                    via: None,
                    how: String::new(),
                }
            }
            // who asked not to be named has no name; what describes them is the capacity in which they speak
            Referent::Described(d) if d.speaker_type == SpeakerType::Anonymous => Voice {
                name: String::new(),
                speaker_type: d.speaker_type,
                role: Some(d.name.clone()),
                organization: None,
                country: d.country.clone(),
                via: None,
                how: String::new(),
                role_span: None,
                name_span: None,
            },
            Referent::Described(d) => Voice {
                name: d.name.clone(),
                speaker_type: d.speaker_type,
                role: None,
                organization: None,
                country: d.country.clone(),
                via: None,
                how: String::new(),
                role_span: None,
                name_span: None,
            },
        };
        voice.how = how;
        voice.via = self.via(i, &voice.name);
        voice
    }

    pub(super) fn entity_voice(&self, i: usize, e: usize) -> Voice {
        let entity = &self.inventory.entities[e];
        let state = PLACES.state(&entity.name);
        let speaker_type = match entity.kind {
            Kind::Person => SpeakerType::Person,
            Kind::Body | Kind::Place => SpeakerType::Organization,
            Kind::Unknown => self.unknown_type(e),
        };
        let mut voice = Voice {
            name: entity.name.clone(),
            speaker_type,
            role: None,
            organization: None,
            country: None,
            via: None,
            how: String::new(),
            role_span: None,
            name_span: Some(entity.span),
        };
        if speaker_type != SpeakerType::Person {
            voice.name = self.name_with_seat(e);
            voice.organization = Some(entity.name.clone());
            if let Some(state) = state.filter(|s| s.by != By::People) {
                voice.country = Some(state.code.to_owned());
                voice.organization = Some(state.name.to_owned()).filter(|n| !n.is_empty());
                if matches!(state.by, By::Name | By::Capital) && !state.name.is_empty() {
                    voice.name = state.name.to_owned();
                }
            } else {
                let named = PLACES.country(entity.name.split_whitespace());
                voice.country = named.or_else(|| self.state_of_office(&entity.name)).map(str::to_owned);
            }
            return voice;
        }
        if let Some(role) = self.role_for(i, e) {
            voice.role = Some(role.text.clone());
            voice.organization = role.organization.clone();
            voice.country = role.country.clone().or_else(|| entity.roles.iter().find_map(|r| r.country.clone()));
            voice.role_span = Some(role.span);
            self.complete_role(role, &mut voice);
        }
        if voice.organization.is_none() {
            voice.organization = entity.affiliation.clone();
        }
        if voice.country.is_none() {
            let office = voice.organization.as_deref().and_then(|office| self.state_of_office(office));
            voice.country = office.map(str::to_owned);
        }
        voice
    }

    /// "the Foreign Ministry" where the article names "Norland's foreign ministry", and that of no other state.
    fn state_of_office(&self, office: &str) -> Option<&'static str> {
        let t = &self.inventory.tokens;
        let words: Vec<String> = office.split_whitespace().map(fold).filter(|w| w != "the").collect();
        if !words.last().is_some_and(|w| OFFICES_OF_STATES.contains(&w.as_str())) {
            return None;
        }
        let here = |at: &usize| words.iter().enumerate().all(|(i, word)| fold(t.word(at + i)) == *word);
        let owner = |at: usize| {
            let before = at.checked_sub(1)?;
            let possessive = t.list[before].shape == Shape::Possessive;
            let state = PLACES.state(t.word(before.checked_sub(usize::from(possessive))?))?;
            (possessive == (state.by != By::People)).then_some(state.code)
        };
        let mut owners = (0..t.list.len().saturating_sub(words.len() - 1)).filter(here).filter_map(owner);
        let first = owners.next()?;
        owners.all(|other| other == first).then_some(first)
    }

    /// "the Tidal Institute at the University of Calder": the name of a part goes on with the whole that it is part of.
    fn name_with_seat(&self, e: usize) -> String {
        let t = &self.inventory.tokens;
        let entity = &self.inventory.entities[e];
        let part = entity.words.last().is_some_and(|w| {
            matches!(
                w.as_str(),
                "institute" | "center" | "centre" | "clinic" | "lab" | "laboratory" | "school" | "program"
            )
        });
        let full = |m: &super::inventory::Mention| {
            if m.entity != e || t.lower(m.last) != "at" {
                return None;
            }
            let seat = m.last + 1 + usize::from(t.lower(m.last + 1) == "the");
            let whole = phrase::mention_at(&self.inventory, seat).filter(|w| !w.possessive)?;
            let school = self.inventory.entities[whole.entity]
                .words
                .iter()
                .any(|w| matches!(w.as_str(), "university" | "college" | "hospital" | "school" | "institute"));
            let mut last = whole.last;
            // "University of Calder, Tern Bay School of Law"
            if t.is_mark(last, &[','])
                && let Some(campus) = phrase::mention_at(&self.inventory, last + 1)
                && self.inventory.entities[campus.entity].words.iter().any(|w| w == "school" || w == "college")
            {
                last = campus.last;
            }
            school.then(|| format!("{} {}", entity.name, t.words(m.last, last)))
        };
        let found = part.then(|| self.inventory.mentions.iter().find_map(full)).flatten();
        found.unwrap_or_else(|| entity.name.clone())
    }

    /// The role printed in the statement's own words, else the first of the article that is an office.
    pub(super) fn role_for(&self, i: usize, e: usize) -> Option<&Role> {
        let roles = &self.inventory.entities[e].roles;
        let a = &self.attributions[i];
        let office = |r: &&Role| r.kind.any(Flags::OFFICE);
        let printed_here = Span::hull(&a.source).or(Span::hull(&a.cue)).and_then(|words| {
            let t = &self.inventory.tokens;
            let near = Span::new(words.start.saturating_sub(160), words.end + 160);
            let own = t.list.get(t.at(words.start))?.sentence;
            roles
                .iter()
                .filter(office)
                .find(|r| near.overlaps(r.span) && t.list.get(t.at(r.span.start)).is_some_and(|x| x.sentence == own))
        });
        // "Reyes, a former marine": not the role in which a senator speaks
        let past = |r: &Role| {
            r.words.first().is_some_and(|w| matches!(w.as_str(), "former" | "ex" | "retired" | "onetime" | "one-time"))
        };
        let present = || roles.iter().filter(office).find(|r| !past(r));
        let printed_here = printed_here.map(|r| {
            if past(r) { present().filter(|p| p.text.starts_with(char::is_uppercase)).unwrap_or(r) } else { r }
        });
        printed_here
            .or_else(|| roles.iter().find(office))
            .or_else(|| roles.iter().find(|r| r.kind.any(Flags::KIN)))
            .or_else(|| roles.iter().find(|r| r.kind.any(Flags::PARTY)))
    }

    /// "spokesperson for the utility": the utility by its name.
    pub(super) fn complete_role(&self, role: &Role, voice: &mut Voice) {
        if role.organization.is_some() {
            return;
        }
        let t = &self.inventory.tokens;
        let first = t.at(role.span.start);
        let last = self.end_token(role.span.end);
        let Some(token) = (first..last)
            .rev()
            .find(|&k| t.shape(k) == Shape::Lower && t.flags(k).any(Flags::STAND_IN) && !t.flags(k).any(Flags::OFFICE))
        else {
            return;
        };
        let behind = token + 1 == last && token > first && t.lower(token - 1) == "the";
        let before = t.shape(token + 1) == Shape::Possessive && token == first;
        if !behind && !before {
            return;
        }
        let Some(Referent::Entity(body)) = self.body_by_noun(token, &t.lower(token), &[]) else { return };
        let name = &self.inventory.entities[body].name;
        voice.organization = Some(name.clone());
        if behind {
            voice.role = Some(format!("{} {name}", t.words(first, token - 1)));
        }
    }

    /// A capitalised name of which nothing tells more: a body when an article or a place's preposition stands before it.
    pub(super) fn unknown_type(&self, e: usize) -> SpeakerType {
        let t = &self.inventory.tokens;
        let body = self.inventory.mentions.iter().filter(|m| m.entity == e).take(6).any(|m| {
            let alone = t.shape(m.last) != Shape::Lower || t.flags(m.last).is_small();
            alone && m.first > 0 && matches!(t.lower(m.first - 1).as_str(), "the" | "in")
                || matches!(t.lower(m.last).as_str(), "which" | "its")
        });
        let entity = &self.inventory.entities[e];
        // "The Reyeses"
        let family = entity.words.len() == 1
            && entity.words[0].strip_suffix('s').is_some_and(|stem| {
                self.inventory
                    .holding(stem.strip_suffix('e').unwrap_or(stem))
                    .chain(self.inventory.holding(stem))
                    .any(|p| self.inventory.entities[p].kind == Kind::Person)
            });
        if body && family {
            return SpeakerType::Group;
        }
        if body { SpeakerType::Organization } else { SpeakerType::Person }
    }

    /// The outlet that merely carries the statement: "told Reuters", "in an interview with the Dunmore Times".
    pub(super) fn via(&self, i: usize, name: &str) -> Option<String> {
        let t = &self.inventory.tokens;
        let cue = self.attributions[i].cue.last()?;
        let cue_first = t.at(cue.start);
        let cue_last = self.end_token(cue.end);
        let carries = (cue_first..cue_last)
            .any(|k| matches!(t.lower(k).as_str(), "told" | "tells" | "telling" | "interview" | "informed"));
        let sentence = t.list.get(cue_first)?.sentence;
        let mut at = cue_last;
        if !carries {
            // "said in an interview with X", "said on X"
            let to = (cue_last + 6).min(t.len());
            let interview = (cue_last..to)
                .find(|&k| matches!(t.lower(k).as_str(), "interview" | "speaking") && t.list[k].sentence == sentence)?;
            at = interview + 1;
            while at < interview + 3 && t.flags(at).any(Flags::PREPOSITION) {
                at += 1;
            }
        }
        while t.flags(at).any(Flags::DETERMINER) {
            at += 1;
        }
        let m = phrase::mention_at(&self.inventory, at)?;
        let entity = &self.inventory.entities[m.entity];
        // "told SunGazette": a made-up name is an outlet more often than anything else
        let coined = entity.words.len() == 1 && looks_coined(t.word(m.name));
        let unknown = carries && coined && entity.kind != Kind::Person;
        let outlet = unknown
            || LEXICON.is_outlet_name(&fold(&entity.name))
            || entity.words.last().is_some_and(|w| LEXICON.flags(w).any(Flags::OUTLET | Flags::OUTLET_HEAD))
            || entity.words.first().is_some_and(|w| LEXICON.flags(w).any(Flags::OUTLET));
        (outlet && entity.name != name && entity.kind != Kind::Person).then(|| entity.name.clone())
    }
}

/// "A", "A and B", "A, B and C".
fn joined(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    }
}

/// Last words of offices that every state has, so that whose they are must be told.
const OFFICES_OF_STATES: &[&str] =
    &["ministry", "parliament", "government", "cabinet", "army", "military", "navy", "treasury", "presidency"];

//! A choice as a voice: name, kind of speaker, role as printed, body, state and the outlet that carries it.

use super::{
    lexicon::{Flags, LEXICON, fold},
    places::{By, PLACES},
    ranking::{self, Form},
    resolve::{Candidate, Resolver},
    roles::{self, Role},
    scene::Scene,
    tokens::Shape,
};
use crate::statement::{How, SpeakerType, Voice};
use crate::text::one_line;
use crate::thresholds::THRESHOLDS;

impl Resolver<'_, '_> {
    /// The voice of a candidate; without a name for nobody.
    pub(super) fn voice(&self, scene: &Scene, candidate: Candidate, share: f32) -> Option<Voice> {
        if let Candidate::Earlier(told) = candidate {
            let voice = self.voice(&self.scene(told), Candidate::Described, share)?;
            let via = self.via(scene.i, &voice.name);
            return Some(Voice { how: self.how(scene, candidate), via, ..voice });
        }
        let speaker_type = self.kind(scene, candidate);
        let mut voice = Voice {
            name: self.name_of(&candidate, scene),
            speaker_type,
            role: None,
            organization: None,
            country: None,
            via: None,
            how: self.how(scene, candidate),
            confidence: share,
            role_span: None,
            name_span: None,
        };
        let entity = match candidate {
            Candidate::Nobody => return Some(nobody(share)),
            Candidate::Described | Candidate::Earlier(_) => None,
            Candidate::Entity(e) => Some(e),
        };
        if let Some(e) = entity {
            voice.name_span = Some(self.entities.list[e].span);
        }
        match speaker_type {
            SpeakerType::Person | SpeakerType::UnnamedPerson => self.set_capacity(&mut voice, scene, candidate),
            SpeakerType::Group | SpeakerType::Anonymous => {
                if let Some(role) = self.printed_in(scene, candidate) {
                    self.set_role(&mut voice, &role);
                }
            }
            SpeakerType::Organization => self.set_body(&mut voice),
            SpeakerType::Document => {}
        }
        voice.via = self.via(scene.i, &voice.name);
        if speaker_type != SpeakerType::Person && speaker_type != SpeakerType::Document && self.asks_for_cover(scene) {
            // who asked not to be named has no name; what describes them is the capacity in which they speak
            voice.speaker_type = SpeakerType::Anonymous;
            voice.role = Some(std::mem::take(&mut voice.name)).filter(|n| !n.is_empty());
        }
        Some(voice)
    }

    /// "a person familiar with the talks", "who asked not to be named".
    fn asks_for_cover(&self, scene: &Scene) -> bool {
        let t = &self.tokens;
        let a = &self.attributions[scene.i];
        let Some(source) = a.source.first() else { return false };
        let (first, _) = t.range(*source);
        let Some(sentence) = t.list.get(first).map(|x| x.sentence) else { return false };
        let from = t.list.partition_point(|x| x.sentence < sentence);
        let to = t.list.partition_point(|x| x.sentence <= sentence);
        let lower = |words: &str| words.to_lowercase().replace('’', "'");
        LEXICON.tells_anonymity(&lower(source.of(t.text)), &lower(&t.words(from, to)))
    }

    /// Persons by name are persons; for all else the encoder says.
    pub(super) fn kind(&self, scene: &Scene, candidate: Candidate) -> SpeakerType {
        let pointer = &self.clues.pointers[scene.i];
        let (person, capital) = match candidate {
            Candidate::Entity(e) => {
                (self.entities.list[e].person, self.entities.list[e].name.starts_with(char::is_uppercase))
            }
            _ => (false, false),
        };
        let (full, given, firm) = match candidate {
            Candidate::Entity(e) => {
                let entity = &self.entities.list[e];
                let given = entity.words.first().is_some_and(|w| LEXICON.flags(w).is_given());
                (
                    entity.words.len() > 1,
                    given,
                    !entity.person
                        && entity
                            .words
                            .last()
                            .is_some_and(|w| entity.name.contains('&') || LEXICON.flags(w).any(Flags::HEAD)),
                )
            }
            _ => (false, false, false),
        };
        let by_name = THRESHOLDS.person_by_name;
        let labelled = matches!(candidate, Candidate::Entity(e) if self.is_labelled_body(e, scene));
        let aged = matches!(candidate, Candidate::Entity(e) if self.entities.list[e].aged);
        let score = |kind: SpeakerType| match kind {
            // who is named as a person elsewhere in the article is one here
            SpeakerType::Person if person => pointer.kind(kind) + by_name + if full && given { by_name } else { 0.0 },
            SpeakerType::Person if !capital || firm || labelled => 0.0,
            SpeakerType::UnnamedPerson if labelled => 0.0,
            SpeakerType::Organization | SpeakerType::Document if aged => 0.0,
            SpeakerType::UnnamedPerson | SpeakerType::Group if person && full => 0.0,
            SpeakerType::Anonymous => 0.0,
            _ => pointer.kind(kind),
        };
        let kinds = SpeakerType::ALL.iter().copied();
        kinds
            .max_by(|a, b| score(*a).total_cmp(&score(*b)).then((*b as u8).cmp(&(*a as u8))))
            .unwrap_or(SpeakerType::Organization)
    }

    fn how(&self, scene: &Scene, candidate: Candidate) -> How {
        let Candidate::Entity(e) = candidate else {
            return match scene.form {
                _ if candidate == Candidate::Described => How::DescribedHere,
                Form::Pronoun => How::Pronoun,
                Form::Absent => How::CarriedOver,
                _ => How::ByDescription,
            };
        };
        let entity = &self.entities.list[e];
        let a = &self.attributions[scene.i];
        let here = a.source.iter().any(|s| s.overlaps(entity.span));
        let named = entity.mentions.iter().any(|&n| a.source.iter().any(|s| s.overlaps(self.names[n].span)));
        let at = a.source.first().map_or(0, |s| s.start);
        match () {
            () if here => How::NamedHere,
            () if named && entity.span.start < at => How::FullNameEarlier,
            () if named => How::FullNameLater,
            () if a.source.is_empty() => How::CarriedOver,
            () if scene.form == Form::Pronoun => How::Pronoun,
            () => How::ByDescription,
        }
    }

    /// The role in which a person speaks here, and the body that they speak for.
    fn set_capacity(&self, voice: &mut Voice, scene: &Scene, candidate: Candidate) {
        let titles = self.titles(scene, candidate);
        let title = titles.what[titles.best(ranking::titles())].as_ref();
        if let Some(title) = title {
            self.set_role(voice, title);
        }
        let of_state = title.and_then(|t| t.organization.clone()).filter(|o| PLACES.state(o).is_some());
        if let Some(state) = of_state {
            // "the Danish minister"
            voice.organization = Some(state);
            return;
        }
        if let Some(body) = title.and_then(|t| self.body_within(t)) {
            voice.organization = Some(body);
            voice.country = country(voice);
            return;
        }
        let bodies = self.bodies(scene, candidate, title);
        voice.organization = bodies.what[bodies.best(ranking::bodies())].as_ref().map(|b| b.name.clone());
        voice.country = country(voice);
    }

    /// "Tea Board secretary": the body whose name opens a title, as its head tells.
    fn body_within(&self, title: &Role) -> Option<String> {
        let t = &self.tokens;
        let (first, last) = t.range(title.title);
        let end = (first..last).find(|&i| !t.list[i].is_capital()).filter(|&end| end > first)?;
        let office = t.shape(end) == Shape::Lower && !t.flags(end).is_small() && t.flags(last - 1).any(Flags::OFFICE);
        let words = one_line(t.span(first, end).of(t.text));
        let head = end > first + 1 && t.flags(end - 1).any(Flags::HEAD);
        (office && head).then_some(words)
    }

    fn set_role(&self, voice: &mut Voice, role: &Role) {
        voice.role = Some(role.text.clone()).filter(|t| !t.is_empty());
        voice.organization = role.organization.clone();
        voice.role_span = voice.role.is_some().then_some(role.span);
        voice.country = country(voice);
    }

    /// The title and body printed inside the words that describe somebody ("a spokesman for the council").
    pub(super) fn printed_in(&self, scene: &Scene, candidate: Candidate) -> Option<Role> {
        let own = match candidate {
            Candidate::Entity(e) => vec![self.entities.list[e].span],
            _ => self.attributions[scene.i].source.clone(),
        };
        let inside = |organization: bool| {
            let found = self
                .clues
                .roles
                .iter()
                .find(|r| r.organization == organization && own.iter().any(|s| s.overlaps(r.span)));
            found.map(|r| r.span)
        };
        let (title, body) = (inside(false), inside(true));
        (title.is_some() || body.is_some()).then(|| roles::role(&self.tokens, title, body))
    }

    /// "one witness", "a spokesman for the council": who is only described is described by a role, and perhaps by whose it is.
    pub(super) fn described_role(&self, scene: &Scene, candidate: Candidate) -> Option<Role> {
        let t = &self.tokens;
        let own = match candidate {
            Candidate::Entity(e) => self.entities.list[e].span,
            _ if scene.form == Form::Pronoun => return None,
            _ => *self.attributions[scene.i].source.first()?,
        };
        let (mut first, last) = t.range(own);
        while first < last
            && (t.flags(first).any(Flags::DETERMINER) || matches!(t.lower(first).as_str(), "one" | "another" | "some"))
        {
            first += 1;
        }
        let preposition = (first..last).find(|&k| t.flags(k).any(Flags::PREPOSITION | Flags::RELATIVE));
        let title_end = preposition.unwrap_or(last);
        let capital = (first..title_end).take_while(|&k| t.list[k].is_capital() && k + 1 < title_end).count();
        if first >= title_end {
            return None;
        }
        let title = t.span(first + capital, title_end);
        let behind = preposition
            .map(|p| p + 1 + usize::from(t.flags(p + 1).any(Flags::DETERMINER)))
            .filter(|&b| b < last && t.list[b].is_capital());
        let body = behind.map(|b| t.span(b, last)).or((capital > 0).then(|| t.span(first, first + capital)));
        Some(roles::role(t, Some(title), body))
    }

    fn set_body(&self, voice: &mut Voice) {
        voice.organization = Some(voice.name.clone());
        match PLACES.state(&voice.name).filter(|s| s.by != By::People) {
            Some(state) => {
                voice.country = Some(state.code.to_owned());
                let own = Some(state.name.to_owned()).filter(|n| !n.is_empty());
                voice.organization = own;
            }
            None => {
                let bare = voice.name.replace(['’', '\''], " ");
                voice.country = PLACES.country(bare.split_whitespace()).map(str::to_owned);
            }
        }
    }

    /// The outlet that merely carries the statement: "told Reuters", "in an interview with the Dunmore Times".
    fn via(&self, i: usize, name: &str) -> Option<String> {
        let t = &self.tokens;
        let cue = self.attributions[i].cue.last()?;
        let (first, last) = t.range(*cue);
        let carries = |k: usize| matches!(t.lower(k).as_str(), "told" | "tells" | "telling" | "interview" | "informed");
        let sentence = t.list.get(first)?.sentence;
        let mut at = if (first..last).any(carries) {
            last
        } else {
            // "said in an interview with X", "said, speaking on X"
            let near = last..(last + 6).min(t.len());
            near.into_iter()
                .find(|&k| matches!(t.lower(k).as_str(), "interview" | "speaking") && t.list[k].sentence == sentence)?
                + 1
        };
        while t.flags(at).any(Flags::DETERMINER | Flags::PREPOSITION) {
            at += 1;
        }
        let end = (at..t.len()).find(|&k| !t.list[k].is_capital()).unwrap_or(t.len());
        if at >= end {
            return None;
        }
        let heard = t.words(at, end);
        let words: Vec<String> = heard.split_whitespace().map(fold).collect();
        let outlet = LEXICON.is_outlet_name(&fold(&heard))
            || words.last().is_some_and(|w| LEXICON.flags(w).any(Flags::OUTLET | Flags::OUTLET_HEAD))
            || words.first().is_some_and(|w| LEXICON.flags(w).any(Flags::OUTLET));
        (outlet && heard != name).then_some(heard)
    }
}

/// The state whose office is held.
fn country(voice: &Voice) -> Option<String> {
    let words = [voice.organization.as_deref().unwrap_or(""), voice.role.as_deref().unwrap_or("")].join(" ");
    let bare = words.replace(['’', '\''], " ");
    PLACES.country(bare.split_whitespace()).map(str::to_owned)
}

/// Who is not named at all ("it is alleged that").
fn nobody(share: f32) -> Voice {
    Voice {
        name: String::new(),
        speaker_type: SpeakerType::Anonymous,
        role: None,
        organization: None,
        country: None,
        via: None,
        how: How::Nobody,
        confidence: share,
        role_span: None,
        name_span: None,
    }
}

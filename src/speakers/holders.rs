//! Which roles and bodies the article prints beside the names of persons.

use super::{
    inventory::{Inventory, Kind, Mention, Role, gender_of},
    lexicon::{Flags, LEXICON},
    places::{By, PLACES},
    roles::{self, RolePhrase},
    tokens::Shape,
};

impl Inventory<'_> {
    pub(super) fn read_roles(&mut self) {
        for m in 0..self.mentions.len() {
            let mention = self.mentions[m];
            let kind = self.entities[mention.entity].kind;
            if matches!(kind, Kind::Body) {
                self.read_class(mention);
                continue;
            }
            if kind == Kind::Place && mention.first == mention.name {
                continue;
            }
            for role in self.roles_at(mention) {
                let entity = &mut self.entities[mention.entity];
                if entity.kind == Kind::Unknown {
                    entity.kind = Kind::Person;
                }
                if entity.gender.is_none() {
                    entity.gender = gender_of(
                        LEXICON.flags(
                            role.words
                                .iter()
                                .rev()
                                .find(|w| LEXICON.flags(w).any(Flags::MALE | Flags::FEMALE))
                                .map_or("", String::as_str),
                        ),
                    );
                }
                if entity.roles.len() < 12 && !entity.roles.iter().any(|r| r.text == role.text) {
                    entity.roles.push(role);
                }
            }
            if self.entities[mention.entity].affiliation.is_none() {
                self.entities[mention.entity].affiliation = self.affiliation_at(mention);
            }
            if self.entities[mention.entity].kind == Kind::Unknown && self.looks_like_a_person(mention) {
                self.entities[mention.entity].kind = Kind::Person;
            }
        }
    }

    /// "Velora, a start-up that …": the noun that the article calls the body by.
    fn read_class(&mut self, mention: Mention) {
        let at = mention.last;
        if self.entities[mention.entity].class.is_some()
            || !self.tokens.is_mark(at, &[','])
            || !self.tokens.flags(at + 1).any(Flags::DETERMINER)
        {
            return;
        }
        let noun = (at + 2..at + 8)
            .take_while(|&i| {
                self.tokens.shape(i) != Shape::Mark && !self.tokens.flags(i).any(Flags::PREPOSITION | Flags::RELATIVE)
            })
            .last();
        if let Some(noun) = noun
            && self.tokens.flags(noun).any(Flags::STAND_IN)
        {
            self.entities[mention.entity].class = Some(self.tokens.lower(noun));
        }
    }

    /// "Nunes of the Dockers Union", "Ito from Velora Airlines".
    fn affiliation_at(&self, mention: Mention) -> Option<String> {
        let t = &self.tokens;
        if !matches!(t.lower(mention.last).as_str(), "of" | "from" | "with" | "at") {
            return None;
        }
        let first = if t.lower(mention.last + 1) == "the" { mention.last + 2 } else { mention.last + 1 };
        let m = self.mentions_in(first, first + 1).iter().find(|m| m.name == first)?;
        let body = &self.entities[m.entity];
        (body.kind == Kind::Body && !m.possessive).then(|| body.name.clone())
    }

    /// An age behind the name, or a role noun before it.
    fn looks_like_a_person(&self, mention: Mention) -> bool {
        let t = &self.tokens;
        let age = t.is_mark(mention.last, &[','])
            && t.shape(mention.last + 1) == Shape::Number
            && t.word(mention.last + 1).len() <= 3
            && t.is_mark(mention.last + 2, &[',', '.']);
        age || t.lower(mention.last) == "who"
    }

    /// All roles printed beside one mention of a person.
    fn roles_at(&self, mention: Mention) -> Vec<Role> {
        let t = &self.tokens;
        let mut out = Vec::new();
        let party = roles::party_behind(t, mention.last);
        // before, in the same run: "Russian President", "Gov."
        let mut front = None;
        if mention.first < mention.name {
            let offices: Vec<usize> =
                (mention.first..mention.name).filter(|&i| t.flags(i).any(Flags::OFFICE | Flags::PARTY)).collect();
            let offices = if offices.iter().any(|&i| t.flags(i).any(Flags::OFFICE)) {
                offices.into_iter().filter(|&i| t.flags(i).any(Flags::OFFICE)).collect()
            } else {
                offices
            };
            if let Some(&head) = offices.last() {
                let mut first = roles::left_edge(t, mention.first, mention.name).min(mention.first);
                // a lower-case word before a capitalised title belongs to it only when it modifies ("former")
                while first < mention.first
                    && t.shape(first) == Shape::Lower
                    && !t.flags(first).any(Flags::MODIFIER)
                    && !t.flags(first).any(Flags::OFFICE)
                {
                    first += 1;
                }
                front = Some(RolePhrase { first, last: mention.name, head, kind: t.flags(head) });
            } else if let Some(role) = roles::role_before(t, mention.first) {
                // "candidate Dr. Ana Reyes"
                front = Some(role);
            }
        } else if let Some(role) = roles::role_before(t, mention.name)
            // "the judge Reyes was referring to": an article and a last name alone are no title and name
            && !(mention.last - mention.name == 1 && role.first > 0 && t.flags(role.first - 1).any(Flags::DETERMINER))
        {
            front = Some(role);
        }
        let behind = roles::role_behind(t, mention.last);
        let comma = if front.is_none() || mention.first < mention.name {
            roles::role_before_comma(t, mention.first)
        } else {
            None
        };
        let formal = front.is_some_and(|f| t.list[f.head].is_capital());
        for (i, phrase) in [front, comma, behind].into_iter().enumerate() {
            let Some(phrase) = phrase else { continue };
            let mut role = self.role(phrase);
            if i == 0
                && formal
                && let Some((end, _)) = party
            {
                let tag_first = mention.last + 1;
                role.text = format!("{} ({})", role.text, t.words(tag_first, end));
            }
            out.push(role);
        }
        // a plain noun before and the full role behind are one role: "pollster Ana Reyes, president of Velora Research"
        let names_body = |r: &Role| r.organization.is_some() || r.country.is_some();
        if !formal
            && out.len() == 2
            && front.is_some()
            && behind.is_some()
            && !names_body(&out[0])
            && names_body(&out[1])
        {
            out.swap(0, 1);
        }
        // "another member, Ana Reyes": says nothing without the body
        out.retain(|r| !(r.lemma == "member" && r.words.len() == 1));
        out.retain(|r| {
            !r.kind.any(Flags::KIN)
                || r.kind.any(Flags::OFFICE)
                || r.words.iter().any(|w| w.contains('\''))
                || r.text.contains('’')
        });
        out
    }

    fn role(&self, phrase: RolePhrase) -> Role {
        let t = &self.tokens;
        let text = roles::display(t, phrase.first, phrase.last);
        let lower = t.lower(phrase.head);
        let words: Vec<String> =
            (phrase.first..phrase.last).filter(|&i| t.shape(i) != Shape::Mark).map(|i| t.lower(i)).collect();
        let mut text = text;
        let mut organization = self.organization_of(phrase);
        if organization.is_none()
            && let Some((first, last)) = roles::body_in_clause(t, phrase)
        {
            let body = self.full_name(first, last);
            text = format!("{text}, {body}");
            organization = Some(body);
        }
        let country = PLACES
            .country((phrase.first..phrase.last).filter(|&i| t.list[i].is_capital()).map(|i| t.word(i)))
            .map(str::to_owned);
        Role {
            text,
            span: t.span(phrase.first, phrase.last),
            lemma: LEXICON.lemma(&lower),
            words,
            organization,
            country,
            kind: phrase.kind,
        }
    }

    /// The body inside a role phrase: what follows "of", "for", "at", else what stands before the head.
    fn organization_of(&self, phrase: RolePhrase) -> Option<String> {
        let t = &self.tokens;
        let capital_run = |from: usize, to: usize| -> Option<(usize, usize)> {
            let skip = |i: usize| {
                t.flags(i).any(Flags::MODIFIER) && t.flags(i).any(Flags::OPENER)
                    || t.flags(i).any(Flags::ADJECTIVE | Flags::PARTY) && !t.flags(i + 1).any(Flags::HEAD)
            };
            let first = (from..to).find(|&i| {
                let compound = t.word(i).rsplit_once('-').is_some_and(|(_, back)| back.starts_with(char::is_lowercase));
                t.list[i].is_capital()
                    && !compound
                    && !skip(i)
                    && !t.flags(i).any(Flags::OFFICE | Flags::CALENDAR | Flags::HONORIFIC)
            })?;
            let mut last = first + 1;
            while last < to {
                let joins = matches!(t.lower(last).as_str(), "of" | "for" | "the" | "and" | "&") && last + 1 < to
                    || t.shape(last) == Shape::Possessive;
                if !t.list[last].is_capital() && !joins {
                    break;
                }
                last += 1;
            }
            while last > first + 1 && (!t.list[last - 1].is_capital()) {
                last -= 1;
            }
            Some((first, last))
        };
        let prepositions: Vec<usize> = (phrase.head + 1..phrase.last)
            .filter(|&i| t.flags(i).any(Flags::PREPOSITION) && t.shape(i) == Shape::Lower || t.is_mark(i, &[',']))
            .collect();
        let runs: Vec<(usize, usize)> = prepositions
            .iter()
            .filter_map(|&p| {
                let next = |i: usize| t.flags(i).any(Flags::PREPOSITION) && t.shape(i) == Shape::Lower;
                capital_run(p, phrase.last).filter(|&(first, _)| first <= p + 7 && !(p + 1..first).any(next))
            })
            .map(|(first, last)| {
                // "the Dunmore Valley district"
                let headed = last < phrase.last && t.shape(last) == Shape::Lower && t.flags(last).any(Flags::STAND_IN);
                (first, if headed { last + 1 } else { last })
            })
            .collect();
        let body =
            runs.iter().find(|r| (r.0..r.1).any(|i| t.flags(i).any(Flags::HEAD | Flags::BODY | Flags::STAND_IN)));
        if let Some(&(first, last)) = body.or(runs.first()) {
            return self.body_name(first, last);
        }
        if prepositions.is_empty()
            && phrase.head + 1 < phrase.last
            && let Some((first, last)) = capital_run(phrase.head + 1, phrase.last)
        {
            return self.body_name(first, last);
        }
        let (first, last) = capital_run(phrase.first, phrase.head)?;
        if (first..last).all(|i| t.flags(i).any(Flags::MODIFIER | Flags::ADJECTIVE | Flags::PARTY)) {
            return None;
        }
        // "Russian President": a state's adjective is no body
        let words = t.words(first, last);
        let words = words.trim_end_matches("’s").trim_end_matches("'s");
        match PLACES.state(words) {
            Some(state) if state.by == By::People => Some(state.name.to_owned()),
            // "Reyes campaign manager"
            _ if last < phrase.head && t.shape(last) == Shape::Lower && t.flags(last).any(Flags::STAND_IN) => {
                Some(t.words(first, last + 1))
            }
            _ => self.body_name(first, last),
        }
    }

    /// The body that tokens `first..last` name; none when they name a person ("a lawyer for Reyes").
    fn body_name(&self, first: usize, last: usize) -> Option<String> {
        let person = self
            .mentions_in(first, last)
            .iter()
            .any(|m| m.name <= first && self.entities[m.entity].kind == Kind::Person && m.last + 1 >= last);
        (!person).then(|| self.full_name(first, last))
    }

    /// The entity's full name where tokens `first..last` mention one, else the words.
    fn full_name(&self, first: usize, last: usize) -> String {
        let at = self.mentions.partition_point(|m| m.last <= first);
        match self.mentions.get(at) {
            Some(m)
                if m.name <= first
                    && m.last <= last
                    && matches!(self.entities[m.entity].kind, Kind::Body)
                    && m.last + 1 >= last =>
            {
                self.entities[m.entity].name.clone()
            }
            _ => {
                let words = self.tokens.words(first, last);
                words.trim_start_matches("The ").trim_end_matches("’s").trim_end_matches("'s").to_owned()
            }
        }
    }
}

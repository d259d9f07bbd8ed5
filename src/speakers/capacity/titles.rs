//! The titles in which somebody may speak: those tied to their names, printed in the source, or pointed at.

use super::{Options, Shares, key};
use crate::clues::Capacity;
use crate::speakers::lexicon::{Flags, LEXICON};
use crate::speakers::names;
use crate::speakers::ranking::{Row, TITLE_FEATURES, flag, log};
use crate::speakers::resolve::{Candidate, Resolver};
use crate::speakers::roles::Role;
use crate::speakers::scene::Scene;
use crate::text::Span;
use crate::thresholds::THRESHOLDS;

/// Printings of one title, by its words; whether each is tied to the name.
type Group = (String, Vec<(Role, bool)>);

impl Resolver<'_, '_> {
    /// The titles in which a candidate may speak.
    pub(in crate::speakers) fn titles(&self, scene: &Scene, candidate: Candidate) -> Options<Role> {
        let entity = self.entity_of(candidate, true);
        let (here, at_names) = self.pointing(scene, entity);
        let unnamed = entity.is_none();
        let groups = self.title_groups(scene, candidate, entity);
        let untitled = Self::shares(here, &at_names, &|c| c.untitled);
        let mut out = Options { what: vec![None], rows: vec![vec![0.0; TITLE_FEATURES.len()]] };
        let row = &mut out.rows[0];
        (row[0], row[1], row[2], row[20]) = (1.0, log(untitled.here), log(untitled.mean), flag(unnamed));
        let tied = |g: &Group| g.1.iter().filter(|(_, tied)| *tied).map(|(r, _)| r.span.start).min();
        let first = groups.iter().filter_map(tied).min();
        for group in groups {
            let same = |c: &Capacity| {
                let all = self.titles.iter().enumerate().filter(|(_, t)| key(&t.words.join(" ")) == group.0);
                all.map(|(t, _)| self.title_share(c, t)).sum::<f32>()
            };
            let shares = Self::shares(here, &at_names, &same);
            let Some(role) = self.shown_title(scene, &group) else { continue };
            out.rows.push(self.title_row(scene, &group, role, shares, first, unnamed));
            out.what.push(Some(role.clone()));
        }
        out
    }

    /// Roles by the words of their title: those tied to the name, those printed in the words, those pointed at.
    fn title_groups(&self, scene: &Scene, candidate: Candidate, entity: Option<usize>) -> Vec<Group> {
        let (here, at_names) = self.pointing(scene, entity);
        let mut groups: Vec<Group> = Vec::new();
        let mut offer = |role: Role, tied: bool| {
            let words = key(&role.words.join(" "));
            if words.is_empty() {
                return;
            }
            match groups.iter_mut().find(|(known, _)| *known == words) {
                Some((_, all)) => all.push((role, tied)),
                None => groups.push((words, vec![(role, tied)])),
            }
        };
        match entity {
            Some(e) => self.roles[e].iter().filter(|r| !r.untitled).for_each(|r| offer(r.clone(), true)),
            None => {
                let printed = self.printed_in(scene, candidate).filter(|r| !r.untitled);
                printed.or_else(|| self.described_role(scene, candidate)).into_iter().for_each(|r| offer(r, true));
            }
        }
        // the lines of a dialogue stand far from whatever tells of their speakers: there only titles tied to the name count
        let titles = if entity.is_some() && self.is_labelled(scene) { &[][..] } else { &self.titles };
        for (t, title) in titles.iter().enumerate() {
            let of = |c: &Capacity| self.title_share(c, t);
            let shares = Self::shares(here, &at_names, &of);
            if shares.here.max(shares.mean) >= THRESHOLDS.pointed {
                offer(title.clone(), false);
            }
        }
        groups
    }

    fn is_in_source(&self, scene: &Scene, role: &Role) -> bool {
        self.attributions[scene.i].source.iter().any(|s| s.overlaps(role.span))
    }

    /// The printing to show: in the words themselves, with the name, first.
    fn shown_title<'g>(&self, scene: &Scene, (_, group): &'g Group) -> Option<&'g Role> {
        let rank =
            |(r, tied): &&(Role, bool)| (!self.is_in_source(scene, r), !tied, r.organization.is_none(), r.span.start);
        group.iter().min_by_key(rank).map(|(role, _)| role)
    }

    /// What is known of a title. `first`: where the first title stands that is tied to the name.
    fn title_row(
        &self,
        scene: &Scene,
        (_, group): &Group,
        role: &Role,
        shares: Shares,
        first: Option<usize>,
        unnamed: bool,
    ) -> Row {
        let in_source = |r: &Role| self.is_in_source(scene, r);
        let tied = group.iter().any(|(_, tied)| *tied);
        let head = role.words.last().map(|w| LEXICON.flags(w)).unwrap_or_default();
        let mut row = vec![0.0; TITLE_FEATURES.len()];
        row[3] = 1.0;
        row[4] = log(shares.here);
        row[5] = log(shares.mean);
        row[6] = log(shares.most);
        row[7] = flag(tied);
        row[8] = flag(group.iter().any(|(r, _)| in_source(r)));
        row[9] = flag(role.past);
        row[10] = flag(role.kin);
        row[11] = flag(group.iter().all(|(r, _)| r.described));
        row[12] = flag(names::is_courtesy(&role.words.join(" ")));
        row[13] = flag(group.iter().all(|(r, _)| self.tokens.at(r.span.start) > scene.anchor && !in_source(r)));
        row[14] = flag(tied && group.iter().any(|(r, _)| Some(r.span.start) == first));
        row[15] = (role.words.len() as f32).ln();
        row[16] = flag(head.any(Flags::OFFICE));
        row[17] = flag(group.iter().any(|(r, _)| self.paragraph_at(r.span) == Some(scene.paragraph)));
        row[18] = (group.len() as f32).ln();
        row[19] = row[8] * flag(unnamed);
        row
    }

    fn paragraph_at(&self, span: Span) -> Option<u32> {
        self.tokens.list.get(self.tokens.at(span.start)).map(|t| t.paragraph)
    }

    /// The share that points at title `t`, however many labels it was put together from.
    fn title_share(&self, capacity: &Capacity, t: usize) -> f32 {
        let span = self.titles[t].title;
        let own = |r: usize| self.clues.roles.get(r).is_some_and(|r| r.span.overlaps(span));
        capacity.titles.iter().filter(|(r, _)| own(*r)).map(|(_, share)| share).sum()
    }
}

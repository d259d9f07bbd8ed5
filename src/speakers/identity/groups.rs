//! Which voices people have put together, and which they have set apart.

use std::collections::BTreeSet;

/// Which voices decisions have put together, and which groups they have set apart.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// of each voice its group
    pub of_voice: Vec<Option<usize>>,
    /// pairs of groups, the smaller number first
    pub apart: BTreeSet<(usize, usize)>,
}

impl Groups {
    pub(super) fn are_apart(&self, a: usize, b: usize) -> bool {
        self.apart.contains(&(a.min(b), a.max(b)))
    }

    fn next(&self) -> usize {
        self.of_voice.iter().flatten().max().map_or(0, |g| g + 1)
    }

    /// All voices and their groups become one group.
    pub(super) fn join(&mut self, voices: &[usize]) {
        let old: BTreeSet<usize> = voices.iter().filter_map(|v| self.of_voice[*v]).collect();
        let group = old.first().copied().unwrap_or_else(|| self.next());
        for slot in &mut self.of_voice {
            if slot.is_some_and(|g| old.contains(&g)) {
                *slot = Some(group);
            }
        }
        for v in voices {
            self.of_voice[*v] = Some(group);
        }
        let renamed = |g: usize| if old.contains(&g) { group } else { g };
        let apart = std::mem::take(&mut self.apart);
        let pairs = apart.into_iter().map(|(a, b)| (renamed(a), renamed(b))).filter(|(a, b)| a != b);
        self.apart = pairs.map(|(a, b)| (a.min(b), a.max(b))).collect();
    }

    /// `leaving` become a group of their own, set apart from the groups of `staying`.
    pub(super) fn part(&mut self, leaving: &[usize], staying: &[usize]) {
        // what the leavers' old groups were apart from, the leavers stay apart from
        let old: BTreeSet<usize> = leaving.iter().filter_map(|v| self.of_voice[*v]).collect();
        let inherited: Vec<usize> = (self.apart.iter())
            .flat_map(|(a, b)| [(*a, *b), (*b, *a)])
            .filter_map(|(a, b)| old.contains(&a).then_some(b))
            .collect();
        let group = self.next();
        for v in leaving {
            self.of_voice[*v] = Some(group);
        }
        let mut others: BTreeSet<usize> = inherited.into_iter().collect();
        for v in staying {
            if self.of_voice[*v].is_none() {
                let fresh = self.next();
                self.of_voice[*v] = Some(fresh);
            }
            others.extend(self.of_voice[*v]);
        }
        self.apart.extend(others.into_iter().filter(|o| *o != group).map(|o| (o.min(group), o.max(group))));
    }
}

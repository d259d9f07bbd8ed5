//! Which voices are together.

use std::collections::{BTreeMap, BTreeSet};

/// Each voice has a label, equal labels are one group.
pub(super) struct Partition {
    pub labels: Vec<usize>,
}

impl Partition {
    /// These groups, which are joined where they share a member; all others stand alone.
    pub fn new(len: usize, groups: &[Vec<usize>]) -> Self {
        let mut labels: Vec<usize> = (0..len).collect();
        // each position points at an earlier one of its group, the first at itself
        fn first(labels: &mut [usize], mut i: usize) -> usize {
            while labels[i] != i {
                labels[i] = labels[labels[i]];
                i = labels[i];
            }
            i
        }
        for group in groups {
            let mut known = group.iter().copied().filter(|&m| m < len);
            let Some(one) = known.next() else { continue };
            for other in known {
                let (a, b) = (first(&mut labels, one), first(&mut labels, other));
                labels[a.max(b)] = a.min(b);
            }
        }
        for i in 0..len {
            labels[i] = first(&mut labels, i);
        }
        Partition { labels }
    }

    /// Makes one group of the groups of these members.
    pub fn join(&mut self, members: &[usize]) {
        let merged: BTreeSet<usize> = members.iter().map(|&m| self.labels[m]).collect();
        if let Some(&target) = merged.first() {
            for label in self.labels.iter_mut().filter(|l| merged.contains(l)) {
                *label = target;
            }
        }
    }

    /// The groups, in the order of their first members.
    pub fn groups(&self) -> Vec<Vec<usize>> {
        let mut by_label: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (i, &label) in self.labels.iter().enumerate() {
            by_label.entry(label).or_default().push(i);
        }
        let mut groups: Vec<_> = by_label.into_values().collect();
        groups.sort();
        groups
    }
}

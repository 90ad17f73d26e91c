//! Groups of things that are alike: those most alike on average are joined first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// The number of the group of each of `size` things, which is its least member. Pairs `(one, other, likeness)`
/// stand once each; a pair that does not stand there is not alike at all. Groups are joined while the average
/// likeness of their pairs is at least `least`.
pub(crate) fn groups(size: usize, pairs: &[(usize, usize, f64)], least: f64) -> Vec<usize> {
    let mut groups = Groups::new(size, pairs);
    while let Some((one, other)) = groups.next(least) {
        groups.join(one, other);
    }
    let mut of_thing = vec![0; size];
    for (group, members) in groups.members.iter().enumerate() {
        for member in members {
            of_thing[*member] = group;
        }
    }
    of_thing
}

struct Groups {
    /// Empty where a group was joined to one with a lesser number.
    members: Vec<Vec<usize>>,
    /// The sum over all pairs of two groups, from either side.
    sums: Vec<BTreeMap<usize, f64>>,
    /// Joins that may be made, with the sizes of both groups; one whose groups have grown since is void.
    open: BinaryHeap<Offer>,
}

type Offer = (Likeness, Reverse<(usize, usize)>, usize, usize);

/// A likeness in an order that is total.
#[derive(Clone, Copy, PartialEq)]
struct Likeness(f64);

impl Eq for Likeness {}

impl Ord for Likeness {
    fn cmp(&self, other: &Likeness) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Likeness {
    fn partial_cmp(&self, other: &Likeness) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Groups {
    fn new(size: usize, pairs: &[(usize, usize, f64)]) -> Groups {
        let members = (0..size).map(|thing| vec![thing]).collect();
        let mut groups = Groups { members, sums: vec![BTreeMap::new(); size], open: BinaryHeap::new() };
        for (one, other, likeness) in pairs.iter().copied() {
            groups.sums[one].insert(other, likeness);
            groups.sums[other].insert(one, likeness);
        }
        for (one, other, _) in pairs {
            groups.offer(*one, *other);
        }
        groups
    }

    fn offer(&mut self, one: usize, other: usize) {
        let (one, other) = (one.min(other), one.max(other));
        let (size, other_size) = (self.members[one].len(), self.members[other].len());
        let average = self.sums[one][&other] / (size * other_size) as f64;
        self.open.push((Likeness(average), Reverse((one, other)), size, other_size));
    }

    fn next(&mut self, least: f64) -> Option<(usize, usize)> {
        while let Some((average, Reverse((one, other)), size, other_size)) = self.open.pop() {
            if average.0 < least {
                return None;
            }
            if (self.members[one].len(), self.members[other].len()) == (size, other_size) {
                return Some((one, other));
            }
        }
        None
    }

    fn join(&mut self, kept: usize, gone: usize) {
        let members = std::mem::take(&mut self.members[gone]);
        self.members[kept].extend(members);
        self.sums[kept].remove(&gone);
        for (other, sum) in std::mem::take(&mut self.sums[gone]) {
            self.sums[other].remove(&gone);
            if other != kept {
                *self.sums[kept].entry(other).or_default() += sum;
                let whole = self.sums[kept][&other];
                self.sums[other].insert(kept, whole);
            }
        }
        let others: Vec<usize> = self.sums[kept].keys().copied().collect();
        others.into_iter().for_each(|other| self.offer(kept, other));
    }
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn a_group_grows_only_while_its_pairs_are_alike_on_average() {
        let chain = [(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.9)];
        assert_eq!(groups(4, &chain, 0.5), [0, 0, 2, 2]);
        assert_eq!(groups(4, &chain, 0.1), [0, 0, 0, 0]);
        assert_eq!(groups(2, &[], 0.5), [0, 1]);
    }

    #[test]
    fn the_order_of_pairs_does_not_matter() {
        let pairs = [(0, 1, 0.6), (1, 2, 0.6), (0, 2, 0.2), (3, 4, 0.6)];
        let mut turned = pairs.map(|(one, other, likeness)| (other, one, likeness));
        turned.reverse();
        assert_eq!(groups(5, &pairs, 0.5), groups(5, &turned, 0.5));
    }
}

//! What people decided: which claims tell the same, and which do not.
//!
//! Decisions may contradict each other, also by way of others: *a* with *b*, *b* with *c*, and *a* not with *c*.
//! They are settled from the latest to the first: one that contradicts what is settled already falls. Of a [`Whole`]
//! only the claims fall out that a later decision keeps apart, or that nobody reads any more; the rest stays together.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::Key;

/// Whether two claims must or must not tell the same occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Wish {
    /// They tell one occurrence.
    Together,
    /// They tell two.
    Apart,
}

/// One decision over two claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Constraint {
    /// Its place in the order of decisions: the later wins.
    pub sequence: u64,
    /// What is wished.
    pub wish: Wish,
    /// One claim.
    pub one: Key,
    /// The other.
    pub other: Key,
}

/// Claims that one decision wants together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whole {
    /// Its place in the order of decisions: the later wins.
    pub sequence: u64,
    /// The claims.
    pub claims: Vec<Key>,
}

/// Every decision in force, by claim.
#[derive(Clone, Debug, Default)]
pub struct Constraints {
    by_claim: FxHashMap<Key, Vec<Constraint>>,
    wholes: Vec<Whole>,
    /// For each claim the wholes that it is in, and its place there.
    wholes_of: FxHashMap<Key, Vec<(usize, usize)>>,
}

impl Constraints {
    /// These decisions, in any order. One about a claim and itself says nothing and is left out.
    pub fn new(decided: impl IntoIterator<Item = Constraint>) -> Constraints {
        let mut by_claim: FxHashMap<Key, Vec<Constraint>> = FxHashMap::default();
        for constraint in decided.into_iter().filter(|constraint| constraint.one != constraint.other) {
            by_claim.entry(constraint.one).or_default().push(constraint);
            by_claim.entry(constraint.other).or_default().push(constraint);
        }
        Constraints { by_claim, ..Constraints::default() }
    }

    /// The same, and these.
    #[must_use]
    pub fn with(mut self, wholes: impl IntoIterator<Item = Whole>) -> Constraints {
        for whole in wholes.into_iter().filter(|whole| whole.claims.len() > 1) {
            let number = self.wholes.len();
            for (place, claim) in whole.claims.iter().enumerate() {
                self.wholes_of.entry(*claim).or_default().push((number, place));
            }
            self.wholes.push(whole);
        }
        self
    }

    /// What is decided but for decisions that join two of these claims.
    pub(crate) fn without(&self, claims: &[Key]) -> Constraints {
        let is_about =
            |constraint: &Constraint| claims.contains(&constraint.one) && claims.contains(&constraint.other);
        let mut by_claim = self.by_claim.clone();
        for claim in claims {
            if let Some(constraints) = by_claim.get_mut(claim) {
                constraints.retain(|constraint| !is_about(constraint));
            }
        }
        let rest = |whole: &Whole| {
            let mut first = true;
            let stays = |claim: &&Key| !claims.contains(*claim) || std::mem::take(&mut first);
            Whole { sequence: whole.sequence, claims: whole.claims.iter().filter(stays).copied().collect() }
        };
        Constraints { by_claim, ..Constraints::default() }.with(self.wholes.iter().map(rest))
    }

    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        self.by_claim.is_empty() && self.wholes.is_empty()
    }

    /// Decisions about a claim and another.
    pub fn of(&self, claim: Key) -> &[Constraint] {
        self.by_claim.get(&claim).map_or(&[], Vec::as_slice)
    }

    /// Whether anything is decided about a claim.
    pub fn concern(&self, claim: Key) -> bool {
        !self.of(claim).is_empty() || self.wholes_of.contains_key(&claim)
    }

    /// Claims that are wished together with this one, a list for each way to go on: where the first of a list is not
    /// there any more, the next stands for it.
    pub fn partners(&self, claim: Key) -> impl Iterator<Item = Vec<Key>> + '_ {
        let together = self.of(claim).iter().filter(|constraint| constraint.wish == Wish::Together);
        let pairs = together.map(move |constraint| {
            vec![if constraint.one == claim { constraint.other } else { constraint.one }]
        });
        let wholes = self.wholes_of.get(&claim).into_iter().flatten().flat_map(|(number, place)| {
            let claims = &self.wholes[*number].claims;
            [claims[..*place].iter().rev().copied().collect(), claims[place + 1..].to_vec()]
        });
        pairs.chain(wholes)
    }

    /// The decisions about these claims, settled over groups of claims: `group` says which claims are one thing
    /// already. Only decisions both of whose claims are in a group count.
    pub(crate) fn settled(
        &self,
        claims: &[Key],
        group: impl Fn(Key) -> Option<u32>,
        groups: usize,
    ) -> Settled {
        let mut decided: Vec<Constraint> = claims.iter().flat_map(|claim| self.of(*claim)).copied().collect();
        decided.sort_unstable();
        decided.dedup();
        let of_claims = claims.iter().filter_map(|claim| self.wholes_of.get(claim)).flatten();
        let mut wholes: Vec<usize> = of_claims.map(|(number, _)| *number).collect();
        wholes.sort_unstable_by_key(|number| (self.wholes[*number].sequence, *number));
        wholes.dedup();
        let mut settled = Settled { parent: (0..groups as u32).collect(), apart: FxHashSet::default() };
        let settle = |constraint: &Constraint, settled: &mut Settled| {
            if let (Some(one), Some(other)) = (group(constraint.one), group(constraint.other)) {
                settled.settle(constraint.wish, one, other);
            }
        };
        let mut pairs = decided.iter().rev().peekable();
        for whole in wholes.iter().rev().map(|number| &self.wholes[*number]) {
            // What one decision keeps apart comes before what it joins.
            while let Some(constraint) = pairs.next_if(|pair| pair.sequence >= whole.sequence) {
                settle(constraint, &mut settled);
            }
            settled.settle_whole(whole.claims.iter().filter_map(|claim| group(*claim)));
        }
        pairs.for_each(|constraint| settle(constraint, &mut settled));
        settled
    }
}

/// Which groups are together and which apart, once contradictions are settled.
#[derive(Debug)]
pub(crate) struct Settled {
    parent: Vec<u32>,
    apart: FxHashSet<(u32, u32)>,
}

impl Settled {
    /// The least group that this one is together with.
    pub(crate) fn root(&self, group: u32) -> u32 {
        let mut root = group;
        while self.parent[root as usize] != root {
            root = self.parent[root as usize];
        }
        root
    }

    /// Pairs of groups that are apart, by root, the lesser first, sorted.
    pub(crate) fn apart(&self) -> Vec<(u32, u32)> {
        let mut pairs: Vec<_> = self.apart.iter().copied().collect();
        pairs.sort_unstable();
        pairs
    }

    fn settle(&mut self, wish: Wish, one: u32, other: u32) {
        let (one, other) = (self.root(one), self.root(other));
        let pair = (one.min(other), one.max(other));
        match wish {
            Wish::Apart if one != other => drop(self.apart.insert(pair)),
            Wish::Together if one != other && !self.apart.contains(&pair) => self.join(pair.0, pair.1),
            Wish::Apart | Wish::Together => {}
        }
    }

    /// Joins as many groups as nothing keeps apart: each goes to the first of those before it that it can be with.
    fn settle_whole(&mut self, groups: impl Iterator<Item = u32>) {
        let mut joined: Vec<u32> = Vec::new();
        for group in groups {
            let with = joined.iter().copied().find(|other| {
                self.settle(Wish::Together, *other, group);
                self.root(*other) == self.root(group)
            });
            if with.is_none() {
                joined.push(group);
            }
        }
    }

    fn join(&mut self, kept: u32, gone: u32) {
        self.parent[gone as usize] = kept;
        let moved: Vec<_> =
            self.apart.iter().filter(|pair| pair.0 == gone || pair.1 == gone).copied().collect();
        for pair in moved {
            self.apart.remove(&pair);
            let other = if pair.0 == gone { pair.1 } else { pair.0 };
            self.apart.insert((kept.min(other), kept.max(other)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decided(list: &[(u64, Wish, u64, u64)]) -> Constraints {
        let constraint = |&(sequence, wish, one, other): &(u64, Wish, u64, u64)| Constraint {
            sequence,
            wish,
            one: Key(one),
            other: Key(other),
        };
        Constraints::new(list.iter().map(constraint))
    }

    fn settled(list: &[(u64, Wish, u64, u64)]) -> Settled {
        let claims: Vec<Key> = (0..4).map(Key).collect();
        decided(list).settled(&claims, |claim| Some(claim.0 as u32), 4)
    }

    #[test]
    fn the_later_of_two_that_contradict_wins() {
        use Wish::{Apart, Together};
        assert_eq!(settled(&[(1, Together, 0, 1), (2, Apart, 1, 0)]).root(1), 1);
        assert_eq!(settled(&[(2, Together, 0, 1), (1, Apart, 1, 0)]).root(1), 0);
    }

    #[test]
    fn contradictions_by_way_of_others_are_seen() {
        use Wish::{Apart, Together};
        let late = settled(&[(1, Together, 0, 1), (2, Together, 1, 2), (3, Apart, 0, 2)]);
        assert_eq!((late.root(0), late.root(1), late.root(2)), (0, 1, 1));
        assert_eq!(late.apart(), [(0, 1)]);
        let early = settled(&[(1, Apart, 0, 2), (2, Together, 0, 1), (3, Together, 1, 2)]);
        assert_eq!((early.root(2), early.apart()), (0, vec![]));
    }

    #[test]
    fn of_a_whole_only_what_is_taken_out_or_gone_falls_out() {
        let whole = |sequence| Whole { sequence, claims: (0..4).map(Key).collect() };
        let claims: Vec<Key> = (0..4).map(Key).collect();
        let apart: Vec<_> = [0, 2, 3].map(|stays| (2, Wish::Apart, 1, stays)).to_vec();
        let roots = |constraints: &Constraints, here: &[u64]| -> Vec<u32> {
            let group = |claim: Key| here.contains(&claim.0).then_some(claim.0 as u32);
            let settled = constraints.settled(&claims, group, 4);
            here.iter().map(|claim| settled.root(*claim as u32)).collect()
        };
        let split = decided(&apart).with([whole(1)]);
        assert_eq!(roots(&split, &[0, 1, 2, 3]), [0, 1, 0, 0]);
        assert_eq!(roots(&decided(&apart).with([whole(3)]), &[0, 1, 2, 3]), [0, 0, 0, 0]);
        assert_eq!(roots(&decided(&[]).with([whole(1)]), &[0, 3]), [0, 0]);
        let one_less = decided(&[]).with([whole(1)]).without(&[Key(1), Key(2)]);
        assert_eq!(roots(&one_less, &[0, 1, 2, 3]), [0, 0, 2, 0]);
        let partners: Vec<Vec<Key>> = split.partners(Key(2)).collect();
        assert_eq!(partners, [vec![Key(1), Key(0)], vec![Key(3)]]);
        assert!(split.concern(Key(3)) && !split.concern(Key(9)));
    }
}

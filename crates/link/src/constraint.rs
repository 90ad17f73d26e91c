//! What people decided: which claims tell the same, and which do not.
//!
//! Decisions may contradict each other, also by way of others: *a* with *b*, *b* with *c*, and *a* not with *c*.
//! They are settled from the latest to the first: one that contradicts what is settled already falls.

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

/// Every decision in force, by claim.
#[derive(Clone, Debug, Default)]
pub struct Constraints {
    by_claim: FxHashMap<Key, Vec<Constraint>>,
}

impl Constraints {
    /// These decisions, in any order. One about a claim and itself says nothing and is left out.
    pub fn new(decided: impl IntoIterator<Item = Constraint>) -> Constraints {
        let mut by_claim: FxHashMap<Key, Vec<Constraint>> = FxHashMap::default();
        for constraint in decided.into_iter().filter(|constraint| constraint.one != constraint.other) {
            by_claim.entry(constraint.one).or_default().push(constraint);
            by_claim.entry(constraint.other).or_default().push(constraint);
        }
        Constraints { by_claim }
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
        Constraints { by_claim }
    }

    /// Whether nothing is decided.
    pub fn is_empty(&self) -> bool {
        self.by_claim.is_empty()
    }

    /// Decisions about a claim.
    pub fn of(&self, claim: Key) -> &[Constraint] {
        self.by_claim.get(&claim).map_or(&[], Vec::as_slice)
    }

    /// Claims that are wished together with this one, directly.
    pub fn partners(&self, claim: Key) -> impl Iterator<Item = Key> + '_ {
        let together = self.of(claim).iter().filter(|constraint| constraint.wish == Wish::Together);
        together
            .map(move |constraint| if constraint.one == claim { constraint.other } else { constraint.one })
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
        let mut settled = Settled { parent: (0..groups as u32).collect(), apart: FxHashSet::default() };
        for constraint in decided.iter().rev() {
            if let (Some(one), Some(other)) = (group(constraint.one), group(constraint.other)) {
                settled.settle(constraint.wish, one, other);
            }
        }
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
}

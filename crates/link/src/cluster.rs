//! Clusters of a component: correlation clustering by average, with what people decided and what forbids.
//!
//! A pure function of the accounts, their edges and the decisions: clusters of one account each are joined two by
//! two, those first whose pairs weigh most on average, until no two are left whose pairs weigh more than nothing.
//! Ties go to the least keys. Weights are whole numbers, so no sum depends on an order.

use std::collections::BinaryHeap;

use rustc_hash::{FxBuildHasher, FxHashMap};

use crate::component::Linked;
use crate::knowledge::Level;
use crate::{Cluster, Component, Constraints, Join, Key, Knowledge, NearMiss, Weight, weigh};

/// In components up to this size every pair is weighed; in larger ones pairs without an edge are taken to weigh
/// a little against.
const WEIGHED: usize = 40;

/// The clusters of a component; its accounts by key.
pub(crate) fn clusters(component: &[Linked], constraints: &Constraints, knowledge: &Knowledge) -> Component {
    let mut table = Table::new(component, constraints, knowledge);
    while let Some((one, other)) = table.best() {
        table.join(one, other, false);
    }
    table.component()
}

/// What all pairs of two clusters say.
#[derive(Clone, Copy, Debug, Default)]
struct Tie {
    sum: i64,
    /// Pairs that were weighed.
    known: i64,
    cannot: bool,
    decided: bool,
    /// The pair that speaks most for one occurrence.
    strongest: Option<(Weight, u32, u32)>,
}

impl Tie {
    fn of(weight: Weight, cannot: bool, one: u32, other: u32) -> Tie {
        let pair = (weight, one.min(other), one.max(other));
        Tie { sum: i64::from(weight), known: 1, cannot, decided: false, strongest: Some(pair) }
    }

    fn add(&mut self, other: Tie) {
        self.sum += other.sum;
        self.known += other.known;
        self.cannot |= other.cannot;
        self.decided |= other.decided;
        self.strongest = match (self.strongest, other.strongest) {
            (Some(one), Some(other)) if stronger(other, one) => Some(other),
            (one, other) => one.or(other),
        };
    }
}

fn stronger(one: (Weight, u32, u32), other: (Weight, u32, u32)) -> bool {
    (one.0, std::cmp::Reverse((one.1, one.2))) > (other.0, std::cmp::Reverse((other.1, other.2)))
}

/// Average of the pairs, then the two clusters, then how many accounts they had.
type Offer = (i64, std::cmp::Reverse<(u32, u32)>, usize, usize);

struct Table<'a> {
    component: &'a [Linked],
    /// Clusters by number, which is their least account; empty once joined to a lesser.
    members: Vec<Vec<u32>>,
    ties: Vec<FxHashMap<u32, Tie>>,
    joins: Vec<Vec<Join>>,
    /// Joins that may be made, the best on top. One whose clusters have grown since is void.
    open: BinaryHeap<Offer>,
    threshold: i64,
    unseen: i64,
}

impl<'a> Table<'a> {
    fn new(component: &'a [Linked], constraints: &Constraints, knowledge: &Knowledge) -> Table<'a> {
        let size = component.len();
        let mut table = Table {
            component,
            members: (0..size as u32).map(|account| vec![account]).collect(),
            ties: weights(component, knowledge),
            joins: vec![Vec::new(); size],
            open: BinaryHeap::new(),
            threshold: i64::from(knowledge.weight(Level::Join)),
            unseen: i64::from(knowledge.weight(Level::Unseen)),
        };
        if !constraints.is_empty() {
            table.decide(constraints);
        }
        for one in 0..size as u32 {
            let others: Vec<u32> =
                table.ties[one as usize].keys().copied().filter(|other| *other > one).collect();
            others.into_iter().for_each(|other| table.offer(one, other));
        }
        table
    }

    /// Joins what is wished together, and forbids what is wished apart.
    fn decide(&mut self, constraints: &Constraints) {
        let place = |(account, number): (&Linked, u32)| {
            account.0.claims.iter().map(move |claim| (*claim, number)).collect::<Vec<_>>()
        };
        let of_claim: FxHashMap<Key, u32> = self.component.iter().zip(0..).flat_map(place).collect();
        let claims: Vec<Key> = of_claim.keys().copied().filter(|claim| constraints.concern(*claim)).collect();
        let settled =
            constraints.settled(&claims, |claim| of_claim.get(&claim).copied(), self.component.len());
        for account in 0..self.component.len() as u32 {
            let root = settled.root(account);
            if root != account {
                self.join(root, account, true);
            }
        }
        for (one, other) in settled.apart() {
            for (one, other) in [(one, other), (other, one)] {
                let tie = self.ties[one as usize].entry(other).or_default();
                (tie.cannot, tie.decided) = (true, true);
            }
        }
    }

    /// The two clusters to join next.
    fn best(&mut self) -> Option<(u32, u32)> {
        while let Some((_, std::cmp::Reverse((one, other)), size, other_size)) = self.open.pop() {
            let sizes = (self.members[one as usize].len(), self.members[other as usize].len());
            if sizes == (size, other_size) {
                return Some((one, other));
            }
        }
        None
    }

    /// Joins a cluster to one with a lesser number.
    fn join(&mut self, kept: u32, gone: u32, decided: bool) {
        let tie = self.ties[kept as usize].remove(&gone).unwrap_or_default();
        let (one, other, weight) = match tie.strongest {
            Some((weight, one, other)) => (one, other, weight),
            None => (kept, gone, 0),
        };
        let key = |account: u32| self.component[account as usize].0.key;
        let join = Join { one: key(one), other: key(other), weight, decided };
        let (members, joins) = (
            std::mem::take(&mut self.members[gone as usize]),
            std::mem::take(&mut self.joins[gone as usize]),
        );
        self.members[kept as usize].extend(members);
        self.joins[kept as usize].extend(joins);
        self.joins[kept as usize].push(join);
        for (other, tie) in std::mem::take(&mut self.ties[gone as usize]) {
            if other != kept {
                self.ties[other as usize].remove(&gone);
                self.ties[kept as usize].entry(other).or_default().add(tie);
                let whole = self.ties[kept as usize][&other];
                self.ties[other as usize].insert(kept, whole);
            }
        }
        if !decided {
            let others: Vec<u32> = self.ties[kept as usize].keys().copied().collect();
            others.into_iter().for_each(|other| self.offer(kept.min(other), kept.max(other)));
        }
    }

    fn offer(&mut self, one: u32, other: u32) {
        let tie = self.ties[one as usize][&other];
        let average = self.average(one, other, tie);
        if !tie.cannot && average > self.threshold {
            let (size, other_size) = (self.members[one as usize].len(), self.members[other as usize].len());
            self.open.push((average, std::cmp::Reverse((one, other)), size, other_size));
        }
    }

    /// What all pairs of two clusters weigh on average; pairs that were not weighed speak a little against.
    fn average(&self, one: u32, other: u32, tie: Tie) -> i64 {
        let pairs = (self.members[one as usize].len() * self.members[other as usize].len()) as i64;
        (tie.sum + (pairs - tie.known) * self.unseen).div_euclid(pairs)
    }

    fn component(mut self) -> Component {
        let near = self.near();
        let mut clusters = Vec::new();
        for (members, joins) in self.members.iter_mut().zip(std::mem::take(&mut self.joins)) {
            if !members.is_empty() {
                members.sort_unstable();
                let accounts =
                    members.iter().map(|account| self.component[*account as usize].0.key).collect();
                clusters.push(Cluster { accounts, joins });
            }
        }
        Component { clusters, near }
    }

    /// For each cluster the one that it came nearest to.
    fn near(&self) -> Vec<NearMiss> {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (one, ties) in self.ties.iter().enumerate().filter(|(one, _)| !self.members[*one].is_empty()) {
            let one = one as u32;
            let nearness = |other: &u32| {
                let tie = ties[other];
                (tie.decided, tie.strongest.map(|(weight, ..)| weight), std::cmp::Reverse(*other))
            };
            if let Some(other) = ties.keys().copied().max_by_key(|other| nearness(other)) {
                pairs.push((one.min(other), one.max(other)));
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let key = |account: u32| self.component[account as usize].0.key;
        let near = |(one, other): (u32, u32)| {
            let tie = self.ties[one as usize][&other];
            let (_, nearest, other_nearest) = tie.strongest.unwrap_or((0, one, other));
            let weight = self.average(one, other, tie) as Weight;
            NearMiss {
                one: key(nearest),
                other: key(other_nearest),
                weight,
                decided: tie.decided,
                cannot: tie.cannot,
            }
        };
        pairs.into_iter().map(near).collect()
    }
}

/// What every pair says, from either side: the edges as they were weighed when they were made, and the other pairs
/// where there are not too many. Pairs of one document are apart in any case.
fn weights(component: &[Linked], knowledge: &Knowledge) -> Vec<FxHashMap<u32, Tie>> {
    let size = component.len();
    let room = |(_, edges): &Linked| if size <= WEIGHED { size } else { edges.len() };
    let mut ties: Vec<FxHashMap<u32, Tie>> = component
        .iter()
        .map(|linked| FxHashMap::with_capacity_and_hasher(room(linked), FxBuildHasher))
        .collect();
    let mut note = |one: u32, other: u32, weight: Weight, cannot: bool| {
        let tie = Tie::of(weight, cannot, one, other);
        ties[one as usize].insert(other, tie);
        ties[other as usize].insert(one, tie);
    };
    let place = |key: Key| component.binary_search_by_key(&key, |(account, _)| account.key).ok();
    for (one, (_, edges)) in component.iter().enumerate() {
        for (edge, other) in edges.iter().filter_map(|edge| Some((edge, place(edge.to)?))) {
            if other > one {
                note(one as u32, other as u32, edge.weight, false);
            }
        }
    }
    for (one, other) in unjoined(component) {
        let (account, against) = (&component[one].0, &component[other].0);
        let (weight, cannot) = if size <= WEIGHED {
            let verdict = weigh(account, against, knowledge);
            (verdict.total, verdict.cannot)
        } else {
            (0, true)
        };
        note(one as u32, other as u32, weight, cannot);
    }
    ties
}

/// Pairs without an edge whose weight is asked for: all of a small component, those of one document of a large one.
fn unjoined(component: &[Linked]) -> Vec<(usize, usize)> {
    let has_edge = |one: usize, other: usize| {
        let (to, edges) = (component[other].0.key, &component[one].1);
        edges.iter().any(|edge| edge.to == to)
    };
    let mut groups: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    for (number, (account, _)) in component.iter().enumerate() {
        let group = if component.len() <= WEIGHED { Key(0) } else { account.document };
        groups.entry(group).or_default().push(number);
    }
    let mut pairs = Vec::new();
    for group in groups.values() {
        for (at, one) in group.iter().enumerate() {
            pairs.extend(group[at + 1..].iter().map(|other| (*one, *other)));
        }
    }
    pairs.retain(|(one, other)| !has_edge(*one, *other));
    pairs
}

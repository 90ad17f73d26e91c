//! Clusters of a component: correlation clustering by average, with what people decided and what forbids.
//!
//! A pure function of the accounts, their edges and the decisions: clusters of one account each are joined two by
//! two, those first whose pairs weigh most on average, until no two are left whose pairs weigh more than nothing.
//! Ties go to the least keys. Weights are whole numbers, so no sum depends on an order.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rustc_hash::FxHashMap;

use crate::component::Linked;
use crate::knowledge::Level;
use crate::{Cluster, Component, Constraints, Join, Key, Knowledge, NearMiss, Verdict, Weight, weigh};

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
    known: u32,
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
    (one.0, Reverse((one.1, one.2))) > (other.0, Reverse((other.1, other.2)))
}

/// Average of the pairs, and the two clusters, the lesser first: the greatest is made first.
type Offer = (i64, Reverse<(u32, u32)>);

/// The ties of one cluster, by the number of the other; those to clusters that were joined to others are void.
#[derive(Clone, Debug, Default)]
struct Row(Vec<(u32, Tie)>);

impl Row {
    fn place(&self, other: u32) -> Result<usize, usize> {
        self.0.binary_search_by_key(&other, |(number, _)| *number)
    }

    fn get(&self, other: u32) -> Option<Tie> {
        self.place(other).ok().map(|place| self.0[place].1)
    }

    fn set(&mut self, other: u32, tie: Tie) {
        match self.place(other) {
            Ok(place) => self.0[place].1 = tie,
            Err(place) => self.0.insert(place, (other, tie)),
        }
    }

    /// What two clusters say together.
    fn with(&self, other: &Row) -> Row {
        let mut both = Vec::with_capacity(self.0.len().max(other.0.len()));
        let mut theirs = other.0.iter().copied().peekable();
        for (number, mut tie) in self.0.iter().copied() {
            both.extend(std::iter::from_fn(|| theirs.next_if(|(other, _)| *other < number)));
            if let Some((_, more)) = theirs.next_if(|(other, _)| *other == number) {
                tie.add(more);
            }
            both.push((number, tie));
        }
        both.extend(theirs);
        Row(both)
    }
}

struct Table<'a> {
    component: &'a [Linked<'a>],
    /// Clusters by number, which is their least account; empty once joined to a lesser.
    members: Vec<Vec<u32>>,
    /// What each cluster says with each other that it was weighed with, by number.
    ties: Vec<Row>,
    joins: Vec<Vec<Join>>,
    /// The best join of each cluster with a later one, the best of all on top; what one has become worse since it was
    /// offered is found when it comes up.
    open: BinaryHeap<Offer>,
    /// The latest offer of each cluster: none that it could make now is better.
    offered: Vec<Option<Offer>>,
    threshold: i64,
    unseen: i64,
}

impl<'a> Table<'a> {
    fn new(component: &'a [Linked<'a>], constraints: &Constraints, knowledge: &Knowledge) -> Table<'a> {
        let size = component.len();
        let mut table = Table {
            component,
            members: (0..size as u32).map(|account| vec![account]).collect(),
            ties: weights(component, knowledge),
            joins: vec![Vec::new(); size],
            open: BinaryHeap::new(),
            offered: vec![None; size],
            threshold: i64::from(knowledge.weight(Level::Join)),
            unseen: i64::from(knowledge.weight(Level::Unseen)),
        };
        if !constraints.is_empty() {
            table.decide(constraints);
        }
        (0..size as u32).for_each(|cluster| table.offer_best(cluster));
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
                let row = &mut self.ties[one as usize];
                let tie = row.get(other).unwrap_or_default();
                row.set(other, Tie { cannot: true, decided: true, ..tie });
            }
        }
    }

    /// The two clusters to join next.
    fn best(&mut self) -> Option<(u32, u32)> {
        while let Some(offer) = self.open.pop() {
            let Reverse((one, other)) = offer.1;
            if self.is_left(one) && self.is_left(other) && self.offer(one, other) == Some(offer) {
                return Some((one, other));
            }
            self.offer_best(one);
        }
        None
    }

    /// Whether a cluster is not joined to another.
    fn is_left(&self, cluster: u32) -> bool {
        !self.members[cluster as usize].is_empty()
    }

    /// Joins a cluster to one with a lesser number.
    fn join(&mut self, kept: u32, gone: u32, decided: bool) {
        let (row, gone_row) =
            (std::mem::take(&mut self.ties[kept as usize]), std::mem::take(&mut self.ties[gone as usize]));
        let (one, other, weight) = match row.get(gone).unwrap_or_default().strongest {
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
        let mut row = row.with(&gone_row);
        row.0.retain(|(other, _)| *other != kept && self.is_left(*other));
        for (other, tie) in &row.0 {
            self.ties[*other as usize].set(kept, *tie);
        }
        self.ties[kept as usize] = row;
        if !decided {
            self.offer_best(kept);
            for place in 0..self.ties[kept as usize].0.partition_point(|(other, _)| *other < kept) {
                let other = self.ties[kept as usize].0[place].0;
                let offer = self.offer(other, kept);
                if offer > self.offered[other as usize] {
                    self.put(other, offer);
                }
            }
        }
    }

    /// Offers to join a cluster to the best of those after it.
    fn offer_best(&mut self, cluster: u32) {
        let row = &self.ties[cluster as usize].0;
        let later = &row[row.partition_point(|(other, _)| *other <= cluster)..];
        let left = later.iter().filter(|(other, _)| self.is_left(*other));
        let best = left.filter_map(|(other, tie)| self.offer_of(cluster, *other, *tie)).max();
        self.put(cluster, best);
    }

    fn put(&mut self, cluster: u32, offer: Option<Offer>) {
        self.offered[cluster as usize] = offer;
        self.open.extend(offer);
    }

    fn offer(&self, one: u32, other: u32) -> Option<Offer> {
        self.offer_of(one, other, self.ties[one as usize].get(other)?)
    }

    fn offer_of(&self, one: u32, other: u32, tie: Tie) -> Option<Offer> {
        let average = self.average(one, other, tie);
        (!tie.cannot && average > self.threshold).then_some((average, Reverse((one, other))))
    }

    /// What all pairs of two clusters weigh on average; pairs that were not weighed speak a little against.
    fn average(&self, one: u32, other: u32, tie: Tie) -> i64 {
        let pairs = (self.members[one as usize].len() * self.members[other as usize].len()) as i64;
        (tie.sum + (pairs - i64::from(tie.known)) * self.unseen).div_euclid(pairs)
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
        let mut pairs: Vec<(u32, u32, Tie)> = Vec::new();
        for (one, ties) in (0..).zip(&self.ties).filter(|(one, _)| self.is_left(*one)) {
            let nearness = |(other, tie): &(u32, Tie)| {
                (tie.decided, tie.strongest.map(|(weight, ..)| weight), Reverse(*other))
            };
            let left = ties.0.iter().copied().filter(|(other, _)| self.is_left(*other));
            if let Some((other, tie)) = left.max_by_key(nearness) {
                pairs.push((one.min(other), one.max(other), tie));
            }
        }
        pairs.sort_unstable_by_key(|(one, other, _)| (*one, *other));
        pairs.dedup_by_key(|(one, other, _)| (*one, *other));
        let key = |account: u32| self.component[account as usize].0.key;
        let near = |(one, other, tie): (u32, u32, Tie)| {
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
fn weights(component: &[Linked], knowledge: &Knowledge) -> Vec<Row> {
    let size = component.len();
    let place = |key: Key| component.binary_search_by_key(&key, |(account, _)| account.key).ok();
    let room = if size <= WEIGHED { size } else { 0 };
    let mut ties: Vec<Row> = (0..size).map(|_| Row(Vec::with_capacity(room))).collect();
    let mut of_document: FxHashMap<Key, Vec<usize>> = FxHashMap::default();
    for (number, (account, _)) in component.iter().enumerate() {
        of_document.entry(account.document).or_default().push(number);
    }
    let mut said: Vec<Option<Verdict>> = vec![None; size];
    for (one, (account, edges)) in component.iter().enumerate() {
        said.fill(None);
        for other in &of_document[&account.document] {
            said[*other] = Some(Verdict { total: 0, cannot: true });
        }
        for (edge, other) in edges.iter().filter_map(|edge| Some((edge, place(edge.to)?))) {
            said[other] = Some(Verdict { total: edge.weight, cannot: false });
        }
        for (other, said) in said.iter().enumerate().skip(one + 1) {
            let small = || (size <= WEIGHED).then(|| weigh(account, &component[other].0, knowledge));
            if let Some(Verdict { total, cannot }) = said.or_else(small) {
                let tie = Tie::of(total, cannot, one as u32, other as u32);
                ties[one].0.push((other as u32, tie));
                ties[other].0.push((one as u32, tie));
            }
        }
    }
    ties
}

//! Keeps a shelf of accounts linked: what came and what went, and the components that changed by it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::block::Probe;
use crate::component::{Graph, bound_by, decided_with, edges_of, may_bind};
use crate::knowledge::Level;
use crate::{
    Account, Comparison, Constraints, Key, Knowledge, OpenShelf, Shelf, Weight, block_keys, compare, weigh,
};

/// What came and what went.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Accounts that come. One whose key is kept already replaces what is kept.
    pub added: Vec<Account>,
    /// Keys of accounts that go.
    pub removed: Vec<Key>,
    /// Claims that decisions made or undone since are about.
    pub decided: Vec<Key>,
}

/// Accounts that hang together by edges and decisions, in clusters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Component {
    /// The clusters, by least account; each is one incident.
    pub clusters: Vec<Cluster>,
    /// Pairs of clusters that were nearest to being one, and are not.
    pub near: Vec<NearMiss>,
}

/// Accounts of one occurrence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cluster {
    /// Keys of its accounts, sorted.
    pub accounts: Vec<Key>,
    /// What joined them: one join fewer than accounts.
    pub joins: Vec<Join>,
}

/// Why two accounts are of one cluster: the strongest pair of the two clusters that were joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Join {
    /// One account, the lesser key.
    pub one: Key,
    /// The other.
    pub other: Key,
    /// What the pair weighs, in hundredths.
    pub weight: Weight,
    /// Whether a person decided it.
    pub decided: bool,
}

/// Two clusters that are not one, by their nearest accounts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearMiss {
    /// The nearest account of the cluster with the lesser key.
    pub one: Key,
    /// The nearest account of the other.
    pub other: Key,
    /// What all pairs of the two clusters weigh on average, in hundredths.
    pub weight: Weight,
    /// Whether a person decided it.
    pub decided: bool,
    /// Whether something forbids that they are one.
    pub cannot: bool,
}

/// Takes a change in, and tells every component that it touched, by least account. An account that is in none of
/// them is untouched; one that went is in none.
pub fn link<S: OpenShelf>(
    shelf: &mut S,
    change: Change,
    constraints: &Constraints,
    knowledge: &Knowledge,
) -> Result<Vec<Component>, S::Error> {
    let mut touched = Touched::default();
    for key in change.removed.iter().copied().chain(change.added.iter().map(|account| account.key)) {
        let near = around_removed(shelf, key, knowledge)?;
        touched.note(&mut Graph::of(shelf, constraints, knowledge), near)?;
        shelf.remove(key)?;
    }
    for account in change.added {
        let edges = edges(shelf, &account, knowledge)?;
        let near = around_added(shelf, constraints, &account, &edges, knowledge)?;
        touched.note(&mut Graph::of(shelf, constraints, knowledge), near)?;
        shelf.put(&account, &block_keys(&account), &edges)?;
        touched.fresh.insert(account.key);
    }
    if !change.decided.is_empty() {
        let undecided = constraints.without(&change.decided);
        let accounts = accounts_of(shelf, &change.decided)?;
        touched.note(&mut Graph::of(shelf, &undecided, knowledge), accounts.iter().copied().collect())?;
        touched.fresh.extend(accounts);
    }
    touched.components(&mut Graph::of(shelf, constraints, knowledge))
}

/// What a change touches.
#[derive(Default)]
struct Touched {
    /// Accounts that came, or that decisions are about.
    fresh: BTreeSet<Key>,
    /// Accounts of the components beside them.
    beside: BTreeSet<Key>,
    /// Those components as they were before, sorted, by their least account.
    before: FxHashMap<Key, Vec<Key>>,
}

impl Touched {
    /// Keeps what hangs together with accounts before something changes beside them: what comes or goes beside one may
    /// move the whole of it.
    fn note<S: Shelf>(&mut self, graph: &mut Graph<'_, S>, near: Vec<Key>) -> Result<(), S::Error> {
        for key in near {
            if !self.beside.contains(&key) {
                let mut component = graph.component(key)?;
                component.sort_unstable();
                let is_known = component.iter().any(|account| self.beside.contains(account));
                self.beside.extend(&component);
                if let (Some(least), false) = (component.first().copied(), is_known) {
                    self.before.insert(least, component);
                }
            }
        }
        Ok(())
    }

    /// The components that are not what they were, by least account.
    fn components<S: Shelf>(&self, graph: &mut Graph<'_, S>) -> Result<Vec<Component>, S::Error> {
        let mut components = BTreeMap::new();
        let mut seen: FxHashSet<Key> = FxHashSet::default();
        for key in self.fresh.union(&self.beside) {
            if seen.contains(key) {
                continue;
            }
            let mut component = graph.component(*key)?;
            component.sort_unstable();
            seen.extend(&component);
            let Some(least) = component.first().copied() else { continue };
            let is_fresh = component.iter().any(|account| self.fresh.contains(account));
            if is_fresh || self.before.get(&least) != Some(&component) {
                components.insert(least, graph.clusters(&component)?);
            }
        }
        Ok(components.into_values().collect())
    }
}

/// An account that goes, and those that hang by other edges without it: what it bound, and where it was the best of
/// another, what weaker edges bind now.
fn around_removed<S: Shelf>(shelf: &S, key: Key, knowledge: &Knowledge) -> Result<Vec<Key>, S::Error> {
    let mut near = vec![key];
    let best = shelf.best(key)?;
    for edge in edges_of(shelf, key)? {
        near.extend(Some(edge.to).filter(|_| may_bind(edge.weight, best.min(edge.best), knowledge)));
        if edge.weight == edge.best {
            near.extend(edges_of(shelf, edge.to)?.iter().map(|edge| edge.to));
        }
    }
    Ok(near)
}

/// Those that an account that comes is wished with or has an edge to that may bind; where it is the best of one, also
/// those that this one had bound.
fn around_added<S: Shelf>(
    shelf: &S,
    constraints: &Constraints,
    account: &Account,
    edges: &[(Key, Weight)],
    knowledge: &Knowledge,
) -> Result<Vec<Key>, S::Error> {
    let mut near = decided_with(shelf, constraints, account)?;
    let best = edges.iter().map(|(_, weight)| *weight).max().unwrap_or_default();
    for (to, weight) in edges {
        let other = shelf.best(*to)?;
        near.extend(Some(*to).filter(|_| may_bind(*weight, best.min(other), knowledge)));
        if *weight > other {
            near.extend(bound_by(shelf, *to, other, knowledge)?);
        }
    }
    Ok(near)
}

fn accounts_of<S: Shelf>(shelf: &S, claims: &[Key]) -> Result<BTreeSet<Key>, S::Error> {
    let mut accounts = BTreeSet::new();
    for claim in claims {
        accounts.extend(shelf.account_of(*claim)?);
    }
    Ok(accounts)
}

/// The components that claims belong to, by least account, as they are.
pub fn around<S: Shelf>(
    shelf: &S,
    claims: &[Key],
    constraints: &Constraints,
    knowledge: &Knowledge,
) -> Result<Vec<Component>, S::Error> {
    let touched = Touched { fresh: accounts_of(shelf, claims)?, ..Touched::default() };
    touched.components(&mut Graph::of(shelf, constraints, knowledge))
}

/// Accounts that may tell the same as this one, kept or not, and what speaks for each.
fn edges<S: Shelf>(
    shelf: &S,
    account: &Account,
    knowledge: &Knowledge,
) -> Result<Vec<(Key, Weight)>, S::Error> {
    let floor = knowledge.weight(Level::Edge);
    let mut edges = Vec::new();
    for to in candidates(shelf, account)?.into_iter().filter(|to| *to != account.key) {
        let Some(other) = shelf.account(to)? else { continue };
        let verdict = weigh(account, &other, knowledge);
        if !verdict.cannot && verdict.total >= floor {
            edges.push((to, verdict.total));
        }
    }
    Ok(edges)
}

/// Accounts worth comparing with this one, by key.
fn candidates<S: Shelf>(shelf: &S, account: &Account) -> Result<Vec<Key>, S::Error> {
    let probe = Probe::of(account);
    let mut weak = shelf.candidates(&probe.weak)?;
    weak.sort_unstable();
    let twice = weak.chunk_by(|one, other| one == other).filter(|same| same.len() > 1).map(|same| same[0]);
    let mut candidates = shelf.candidates(&probe.sure)?;
    candidates.extend(twice);
    candidates.sort_unstable();
    candidates.dedup();
    Ok(candidates)
}

/// Whether two accounts may be one and what they weigh, and the two.
type Nearest = ((bool, Weight), Arc<Account>, Arc<Account>);

/// The account outside a cluster that comes nearest to one inside, with what speaks for and against: what
/// `explain` prints of the incident that was not joined.
pub fn nearest<S: Shelf>(
    shelf: &S,
    cluster: &[Key],
    knowledge: &Knowledge,
) -> Result<Option<(Key, Key, Comparison)>, S::Error> {
    let mut best: Option<Nearest> = None;
    for key in cluster {
        let Some(account) = shelf.account(*key)? else { continue };
        for to in candidates(shelf, &account)?.into_iter().filter(|to| !cluster.contains(to)) {
            let Some(other) = shelf.account(to)?.filter(|other| other.document != account.document) else {
                continue;
            };
            let verdict = weigh(&account, &other, knowledge);
            let rank = (!verdict.cannot, verdict.total);
            if best.as_ref().is_none_or(|(known, ..)| *known < rank) {
                best = Some((rank, Arc::clone(&account), other));
            }
        }
    }
    Ok(best.map(|(_, account, other)| (account.key, other.key, compare(&account, &other, knowledge))))
}

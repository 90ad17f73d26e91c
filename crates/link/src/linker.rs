//! Keeps a shelf of accounts linked: what came and what went, and the components that changed by it.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::block::Probe;
use crate::cluster::clusters;
use crate::knowledge::Level;
use crate::{
    Account, Comparison, Constraints, Edge, Key, Knowledge, OpenShelf, Shelf, Weight, block_keys, compare,
    weigh,
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
    let mut touched: BTreeSet<Key> = BTreeSet::new();
    for key in change.removed.iter().copied().chain(change.added.iter().map(|account| account.key)) {
        touched.extend(shelf.edges(key)?.iter().map(|edge| edge.to));
        touched.extend(decided_with(shelf, constraints, key)?);
        shelf.remove(key)?;
        touched.remove(&key);
    }
    for account in change.added {
        let edges = edges(shelf, &account, knowledge)?;
        for edge in &edges {
            touched.extend(outshone(shelf, *edge, knowledge)?);
        }
        shelf.put(&account, &block_keys(&account), &edges)?;
        touched.insert(account.key);
    }
    for claim in change.decided {
        touched.extend(shelf.account_of(claim)?);
    }
    components(shelf, touched, constraints, knowledge)
}

/// The components that claims belong to, by least account, as they are.
pub fn around<S: Shelf>(
    shelf: &S,
    claims: &[Key],
    constraints: &Constraints,
    knowledge: &Knowledge,
) -> Result<Vec<Component>, S::Error> {
    let mut accounts = BTreeSet::new();
    for claim in claims {
        accounts.extend(shelf.account_of(*claim)?);
    }
    components(shelf, accounts, constraints, knowledge)
}

fn components<S: Shelf>(
    shelf: &S,
    touched: BTreeSet<Key>,
    constraints: &Constraints,
    knowledge: &Knowledge,
) -> Result<Vec<Component>, S::Error> {
    let mut graph =
        Graph { shelf, constraints, share: knowledge.weight(Level::Share), edges: FxHashMap::default() };
    let mut components = Vec::new();
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    for key in touched {
        if !seen.contains(&key) {
            let component = graph.component(key)?;
            seen.extend(component.iter().map(|(account, _)| account.key));
            if !component.is_empty() {
                components.push(clusters(&component, constraints, knowledge));
            }
        }
    }
    components.sort_by_key(|component| component.clusters.first().map(|cluster| cluster.accounts[0]));
    Ok(components)
}

/// An edge binds when it weighs at least this share of the best edge of one of its ends: two incidents of one
/// town do not hang together by what little their reports have in common.
fn binds(weight: Weight, best: Weight, share: Weight) -> bool {
    i64::from(weight) * 100 >= i64::from(best) * i64::from(share)
}

fn best(edges: &[Edge]) -> Weight {
    edges.iter().map(|edge| edge.weight).max().unwrap_or(0)
}

/// Where a new edge is the best of an account, the account and those whose edges to it bind no more by it.
fn outshone<S: Shelf>(shelf: &S, new: Edge, knowledge: &Knowledge) -> Result<Vec<Key>, S::Error> {
    let edges = shelf.edges(new.to)?;
    let (old, share) = (best(&edges), knowledge.weight(Level::Share));
    if new.weight <= old {
        return Ok(Vec::new());
    }
    let lost =
        edges.iter().filter(|edge| binds(edge.weight, old, share) && !binds(edge.weight, new.weight, share));
    let mut touched: Vec<Key> = lost.map(|edge| edge.to).collect();
    touched.push(new.to);
    Ok(touched)
}

/// Accounts with an edge to this one, kept or not.
fn edges<S: Shelf>(shelf: &S, account: &Account, knowledge: &Knowledge) -> Result<Vec<Edge>, S::Error> {
    let floor = knowledge.weight(Level::Edge);
    let mut edges = Vec::new();
    for to in candidates(shelf, account)?.into_iter().filter(|to| *to != account.key) {
        let Some(other) = shelf.account(to)? else { continue };
        let verdict = weigh(account, &other, knowledge);
        if !verdict.cannot && verdict.total >= floor {
            edges.push(Edge { to, weight: verdict.total });
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

/// Accounts whose claims a person wished with claims of this one.
fn decided_with<S: Shelf>(shelf: &S, constraints: &Constraints, key: Key) -> Result<Vec<Key>, S::Error> {
    let mut accounts = Vec::new();
    if constraints.is_empty() {
        return Ok(accounts);
    }
    let Some(account) = shelf.account(key)? else { return Ok(accounts) };
    for partner in account.claims.iter().flat_map(|claim| constraints.partners(*claim)) {
        accounts.extend(shelf.account_of(partner)?.filter(|other| *other != key));
    }
    Ok(accounts)
}

/// An account and its edges.
pub(crate) type Linked = (Arc<Account>, Vec<Edge>);

/// Accounts and what binds them, read from a shelf once.
struct Graph<'a, S> {
    shelf: &'a S,
    constraints: &'a Constraints,
    share: Weight,
    /// Edges of the accounts looked at, and the best of them.
    edges: FxHashMap<Key, (Weight, Vec<Edge>)>,
}

impl<S: Shelf> Graph<'_, S> {
    /// Everything that hangs together with an account by edges that bind and by decisions, by key, each with all
    /// its edges.
    fn component(&mut self, start: Key) -> Result<Vec<Linked>, S::Error> {
        let mut found: FxHashMap<Key, Linked> = FxHashMap::default();
        let mut open = vec![start];
        while let Some(key) = open.pop() {
            if found.contains_key(&key) {
                continue;
            }
            let Some(account) = self.shelf.account(key)? else { continue };
            let (best, edges) = self.edges(key)?.clone();
            for edge in &edges {
                let seen = found.contains_key(&edge.to);
                if !seen && (binds(edge.weight, best, self.share) || self.binds_to(*edge)?) {
                    open.push(edge.to);
                }
            }
            open.extend(decided_with(self.shelf, self.constraints, key)?);
            found.insert(key, (account, edges));
        }
        let mut component: Vec<Linked> = found.into_values().collect();
        component.sort_unstable_by_key(|(account, _)| account.key);
        Ok(component)
    }

    fn edges(&mut self, key: Key) -> Result<&(Weight, Vec<Edge>), S::Error> {
        use std::collections::hash_map::Entry;
        Ok(match self.edges.entry(key) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(place) => {
                let edges = self.shelf.edges(key)?;
                place.insert((best(&edges), edges))
            }
        })
    }

    fn binds_to(&mut self, edge: Edge) -> Result<bool, S::Error> {
        let share = self.share;
        Ok(binds(edge.weight, self.edges(edge.to)?.0, share))
    }
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

//! What hangs together: accounts by the edges that bind and by what people decided.

use std::rc::Rc;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::cluster::clusters;
use crate::knowledge::Level;
use crate::{Account, Component, Constraints, Edge, Key, Knowledge, Shelf, Weight};

/// Percents of the best edge of one of its ends that an edge weighs at least to bind, from the least to the whole: two
/// incidents of one town do not hang together by what little their reports have in common.
fn shares(knowledge: &Knowledge) -> impl Iterator<Item = i64> + use<> {
    (knowledge.weight(Level::Share).clamp(0, WHOLE)..=WHOLE).step_by(STEP).map(i64::from)
}

const WHOLE: Weight = 100;
const STEP: usize = 10;

fn binds(weight: Weight, best: Weight, share: i64) -> bool {
    i64::from(weight) * i64::from(WHOLE) >= i64::from(best) * share
}

/// Where a new edge of an account would be its best: those that it may bind no more for it.
pub(crate) fn bound_less<S: Shelf>(
    shelf: &S,
    key: Key,
    new: Weight,
    knowledge: &Knowledge,
) -> Result<Vec<Key>, S::Error> {
    let best = shelf.best(key)?;
    if new <= best {
        return Ok(Vec::new());
    }
    let share = shares(knowledge).next().unwrap_or_default();
    let edges = shelf.edges(key)?;
    Ok(edges.iter().filter(|edge| binds(edge.weight, best, share)).map(|edge| edge.to).collect())
}

/// Accounts whose claims a person wished with claims of this one.
pub(crate) fn decided_with<S: Shelf>(
    shelf: &S,
    constraints: &Constraints,
    account: &Account,
) -> Result<Vec<Key>, S::Error> {
    let mut accounts = Vec::new();
    for partners in account.claims.iter().flat_map(|claim| constraints.partners(*claim)) {
        for partner in partners {
            if let Some(other) = shelf.account_of(partner)? {
                accounts.extend(Some(other).filter(|other| *other != account.key));
                break;
            }
        }
    }
    Ok(accounts)
}

/// An account and its edges.
pub(crate) type Linked = (Arc<Account>, Rc<[Edge]>);

/// Accounts and what binds them, read from a shelf once.
pub(crate) struct Graph<'a, S> {
    shelf: &'a S,
    constraints: &'a Constraints,
    knowledge: &'a Knowledge,
    /// Edges of the accounts looked at, and the best of those beside them.
    edges: FxHashMap<Key, Rc<[Edge]>>,
    best: FxHashMap<Key, Weight>,
}

impl<'a, S: Shelf> Graph<'a, S> {
    pub(crate) fn of(shelf: &'a S, constraints: &'a Constraints, knowledge: &'a Knowledge) -> Graph<'a, S> {
        Graph { shelf, constraints, knowledge, edges: FxHashMap::default(), best: FxHashMap::default() }
    }

    /// Everything that hangs together with an account by edges that bind and by decisions, in any order. Where that
    /// is more than a component may have, only edges of a greater share bind, up to the best edges alone: so an
    /// account is looked at among its nearest, however large the ledger, and whichever account of them is asked for.
    pub(crate) fn component(&mut self, start: Key) -> Result<Vec<Key>, S::Error> {
        let most = (self.knowledge.weight(Level::Most) / 100) as usize;
        let mut component = Vec::new();
        for share in shares(self.knowledge) {
            component = self.bound(start, share, if share < i64::from(WHOLE) { most } else { usize::MAX })?;
            if component.len() <= most {
                break;
            }
        }
        Ok(component)
    }

    /// What hangs together with an account by edges of a share; the search ends once it is more than so many.
    fn bound(&mut self, start: Key, share: i64, most: usize) -> Result<Vec<Key>, S::Error> {
        let mut found: FxHashSet<Key> = FxHashSet::default();
        let mut order = Vec::new();
        let mut open: Vec<Key> = self.shelf.account(start)?.map(|account| account.key).into_iter().collect();
        while let Some(key) = open.pop().filter(|_| order.len() <= most) {
            if !found.insert(key) {
                continue;
            }
            order.push(key);
            let (best, edges) = (self.best(key)?, self.edges(key)?);
            for edge in edges.iter().filter(|edge| !found.contains(&edge.to)) {
                if binds(edge.weight, best, share) || binds(edge.weight, self.best(edge.to)?, share) {
                    open.push(edge.to);
                }
            }
            if let Some(account) = self.decided(key)? {
                open.extend(decided_with(self.shelf, self.constraints, &account)?);
            }
        }
        Ok(order)
    }

    /// An account, where anything is decided at all.
    fn decided(&self, key: Key) -> Result<Option<Arc<Account>>, S::Error> {
        if self.constraints.is_empty() { Ok(None) } else { self.shelf.account(key) }
    }

    /// The clusters of a component, given sorted.
    pub(crate) fn clusters(&mut self, component: &[Key]) -> Result<Component, S::Error> {
        let mut linked: Vec<Linked> = Vec::with_capacity(component.len());
        for key in component {
            if let Some(account) = self.shelf.account(*key)? {
                linked.push((account, self.edges(*key)?));
            }
        }
        Ok(clusters(&linked, self.constraints, self.knowledge))
    }

    fn edges(&mut self, key: Key) -> Result<Rc<[Edge]>, S::Error> {
        if let Some(edges) = self.edges.get(&key) {
            return Ok(Rc::clone(edges));
        }
        let edges: Rc<[Edge]> = self.shelf.edges(key)?.into();
        self.edges.insert(key, Rc::clone(&edges));
        Ok(edges)
    }

    fn best(&mut self, key: Key) -> Result<Weight, S::Error> {
        if let Some(best) = self.best.get(&key) {
            return Ok(*best);
        }
        let best = self.shelf.best(key)?;
        self.best.insert(key, best);
        Ok(best)
    }
}

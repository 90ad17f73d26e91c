//! What hangs together: accounts by the edges that bind and by what people decided.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::cluster::clusters;
use crate::knowledge::Level;
use crate::{Account, Component, Constraints, Edge, Key, Knowledge, Shelf, Weight};

/// Percents of the best edge of one of its ends that an edge weighs at least to bind, from the whole down to the least:
/// two incidents of one town do not hang together by what little their reports have in common.
fn shares(knowledge: &Knowledge) -> impl Iterator<Item = i64> + use<> {
    (0..=WHOLE - knowledge.weight(Level::Share).clamp(0, WHOLE))
        .step_by(STEP)
        .map(|less| i64::from(WHOLE - less))
}

const WHOLE: Weight = 100;
const STEP: usize = 10;

fn binds(weight: Weight, best: Weight, share: i64) -> bool {
    i64::from(weight) * i64::from(WHOLE) >= i64::from(best) * share
}

/// Whether an edge binds at the least share, where the lesser of the best edges of its ends weighs so much.
pub(crate) fn may_bind(weight: Weight, best: Weight, knowledge: &Knowledge) -> bool {
    shares(knowledge).last().is_some_and(|least| binds(weight, best, least))
}

/// Those that an account may bind whose best edge weighs so much.
pub(crate) fn bound_by<S: Shelf>(
    shelf: &S,
    key: Key,
    best: Weight,
    knowledge: &Knowledge,
) -> Result<Vec<Key>, S::Error> {
    let edges = edges_of(shelf, key)?;
    Ok(edges.iter().filter(|edge| may_bind(edge.weight, best, knowledge)).map(|edge| edge.to).collect())
}

/// The edges of an account.
pub(crate) fn edges_of<S: Shelf>(shelf: &S, key: Key) -> Result<Vec<Edge>, S::Error> {
    let mut edges = Vec::new();
    shelf.edges(key, &mut edges)?;
    Ok(edges)
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
pub(crate) type Linked<'a> = (Arc<Account>, &'a [Edge]);

/// Accounts and what binds them, read from a shelf once.
pub(crate) struct Graph<'a, S> {
    shelf: &'a S,
    constraints: &'a Constraints,
    knowledge: &'a Knowledge,
    /// Edges of the accounts looked at, and where those of each stand.
    edges: Vec<Edge>,
    edges_of: FxHashMap<Key, Range<usize>>,
}

/// What was found of a component, and accounts that edges lead to, by the level at which these bind.
struct Search {
    found: FxHashSet<Key>,
    /// Those found, first to last, and how many of them were looked at.
    order: Vec<Key>,
    done: usize,
    open: Vec<Vec<Key>>,
}

impl Search {
    fn new(levels: usize) -> Search {
        Search { found: FxHashSet::default(), order: Vec::new(), done: 0, open: vec![Vec::new(); levels] }
    }

    fn find(&mut self, key: Key) {
        if self.found.insert(key) {
            self.order.push(key);
        }
    }

    fn next(&mut self) -> Option<Key> {
        let next = self.order.get(self.done).copied();
        self.done += usize::from(next.is_some());
        next
    }
}

impl<'a, S: Shelf> Graph<'a, S> {
    pub(crate) fn of(shelf: &'a S, constraints: &'a Constraints, knowledge: &'a Knowledge) -> Graph<'a, S> {
        Graph {
            shelf,
            constraints,
            knowledge,
            edges: Vec::with_capacity(256),
            edges_of: FxHashMap::default(),
        }
    }

    /// Everything that hangs together with an account by edges that bind and by decisions, in any order. Where that
    /// is more than a component may have, only edges of a greater share bind, up to the best edges alone: so an
    /// account is looked at among its nearest, however large the ledger, and whichever account of them is asked for.
    ///
    /// One search: what the best edges bind comes first, and each lesser share widens it while that is not too many.
    pub(crate) fn component(&mut self, start: Key) -> Result<Vec<Key>, S::Error> {
        let most = (self.knowledge.weight(Level::Most) / 100) as usize;
        let shares: Vec<i64> = shares(self.knowledge).collect();
        let mut search = Search::new(shares.len());
        search.open[0].extend(self.shelf.account(start)?.map(|account| account.key));
        for level in 0..shares.len() {
            let narrow = search.order.len();
            let limit = if level == 0 { usize::MAX } else { most };
            if !self.widen(&mut search, &shares, level, limit)? {
                search.order.truncate(narrow);
                break;
            }
            if search.order.len() > most {
                break;
            }
        }
        Ok(search.order)
    }

    /// Goes along the edges that bind at a level or before it; `false` as soon as that is more than so many accounts.
    fn widen(
        &mut self,
        search: &mut Search,
        shares: &[i64],
        level: usize,
        limit: usize,
    ) -> Result<bool, S::Error> {
        std::mem::take(&mut search.open[level]).into_iter().for_each(|key| search.find(key));
        while search.order.len() <= limit {
            let Some(key) = search.next() else { return Ok(true) };
            let edges = self.edges(key)?;
            let edges = &self.edges[edges];
            let best = edges.iter().map(|edge| edge.weight).max().unwrap_or_default();
            for edge in edges {
                let best = best.min(edge.best);
                match shares.iter().position(|share| binds(edge.weight, best, *share)) {
                    Some(first) if first <= level => search.find(edge.to),
                    Some(first) => search.open[first].push(edge.to),
                    None => {}
                }
            }
            if let Some(account) = self.decided(key)? {
                let decided = decided_with(self.shelf, self.constraints, &account)?;
                decided.into_iter().for_each(|key| search.find(key));
            }
        }
        Ok(false)
    }

    /// An account, where anything is decided at all.
    fn decided(&self, key: Key) -> Result<Option<Arc<Account>>, S::Error> {
        if self.constraints.is_empty() { Ok(None) } else { self.shelf.account(key) }
    }

    /// The clusters of a component, given sorted.
    pub(crate) fn clusters(&mut self, component: &[Key]) -> Result<Component, S::Error> {
        let mut accounts = Vec::with_capacity(component.len());
        for key in component {
            if let Some(account) = self.shelf.account(*key)? {
                accounts.push((account, self.edges(*key)?));
            }
        }
        let with_edges = |(account, edges): (_, Range<usize>)| (account, &self.edges[edges]);
        let linked: Vec<Linked> = accounts.into_iter().map(with_edges).collect();
        Ok(clusters(&linked, self.constraints, self.knowledge))
    }

    /// Where the edges of an account stand among those read.
    fn edges(&mut self, key: Key) -> Result<Range<usize>, S::Error> {
        if let Some(known) = self.edges_of.get(&key) {
            return Ok(known.clone());
        }
        let start = self.edges.len();
        self.shelf.edges(key, &mut self.edges)?;
        let edges = start..self.edges.len();
        self.edges_of.insert(key, edges.clone());
        Ok(edges)
    }
}

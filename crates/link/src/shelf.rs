//! Where accounts are kept while they are linked: traits to look and to change, and a shelf in memory.

use std::cell::RefCell;
use std::convert::Infallible;
use std::sync::Arc;

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::index::Index;
use crate::{Account, Key, Weight};

/// Two accounts that may tell the same, seen from one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Edge {
    /// The other account.
    pub to: Key,
    /// How much speaks for it, in hundredths.
    pub weight: Weight,
    /// What the strongest edge of the other account weighs, be it this one or another.
    pub best: Weight,
}

/// Accounts with their blocks and edges, to look at. Edges go both ways and are seen from either end.
pub trait Shelf {
    /// What goes wrong where accounts are kept.
    type Error;

    /// Keys of the accounts that are kept under these block keys, in any order, each as often as it is kept under
    /// one of them.
    fn candidates(&self, blocks: &[u64]) -> Result<Vec<Key>, Self::Error>;

    /// An account; none where it is not kept. It is asked for often: a shelf does well to keep the latest unpacked.
    fn account(&self, key: Key) -> Result<Option<Arc<Account>>, Self::Error>;

    /// The account that a claim belongs to.
    fn account_of(&self, claim: Key) -> Result<Option<Key>, Self::Error>;

    /// The edges of an account, in any order.
    fn edges(&self, key: Key) -> Result<Vec<Edge>, Self::Error>;

    /// What the strongest edge of an account weighs; nothing where it has none.
    fn best(&self, key: Key) -> Result<Weight, Self::Error> {
        Ok(self.edges(key)?.iter().map(|edge| edge.weight).max().unwrap_or(0))
    }
}

/// A shelf that may be changed.
pub trait OpenShelf: Shelf {
    /// Keeps an account that is not kept yet, under its block keys, with its edges to accounts that are: these, and
    /// what speaks for each.
    fn put(&mut self, account: &Account, blocks: &[u64], edges: &[(Key, Weight)]) -> Result<(), Self::Error>;

    /// Removes an account with its blocks and the edges from and to it; nothing where it is not kept.
    fn remove(&mut self, key: Key) -> Result<(), Self::Error>;
}

/// A shelf in memory.
#[derive(Debug, Default)]
pub struct MemoryShelf {
    slots: Vec<Option<Box<[u8]>>>,
    free: Vec<u32>,
    edges: Vec<Vec<(u32, Weight)>>,
    /// What the strongest of them weighs.
    best: Vec<Weight>,
    keys: Vec<Key>,
    slot_of: FxHashMap<Key, u32>,
    /// Of claims whose key their account does not bear.
    account_of: FxHashMap<Key, u32>,
    blocks: Index,
    /// Accounts that were asked for lately, each in the place that its slot falls on.
    latest: RefCell<Vec<Option<Arc<Account>>>>,
}

/// A power of two: about as many accounts as come in some weeks.
const LATEST: usize = 1 << 14;

impl MemoryShelf {
    /// An empty shelf.
    pub fn new() -> MemoryShelf {
        MemoryShelf::default()
    }

    /// How many accounts are kept.
    pub fn len(&self) -> usize {
        self.slot_of.len()
    }

    /// Whether none is kept.
    pub fn is_empty(&self) -> bool {
        self.slot_of.is_empty()
    }

    fn tie(&mut self, slot: u32, to: u32, weight: Weight) {
        self.edges[slot as usize].push((to, weight));
        let best = &mut self.best[slot as usize];
        *best = weight.max(*best);
    }

    /// Keys of all accounts, sorted.
    pub fn keys(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = self.slot_of.keys().copied().collect();
        keys.sort_unstable();
        keys
    }
}

impl Shelf for MemoryShelf {
    type Error = Infallible;

    fn candidates(&self, blocks: &[u64]) -> Result<Vec<Key>, Infallible> {
        let slots = blocks.iter().flat_map(|block| self.blocks.of(*block));
        Ok(slots.map(|slot| self.keys[slot as usize]).collect())
    }

    fn account(&self, key: Key) -> Result<Option<Arc<Account>>, Infallible> {
        let Some(slot) = self.slot_of.get(&key).map(|slot| *slot as usize) else { return Ok(None) };
        let mut latest = self.latest.borrow_mut();
        if latest.is_empty() {
            latest.resize(LATEST, None);
        }
        let place = &mut latest[slot & (LATEST - 1)];
        if place.as_ref().is_none_or(|known| known.key != key) {
            let packed = self.slots[slot].as_ref();
            *place = packed.and_then(|packed| Account::unpack(packed)).map(Arc::new);
        }
        Ok(place.clone())
    }

    fn account_of(&self, claim: Key) -> Result<Option<Key>, Infallible> {
        let slot = self.account_of.get(&claim).or_else(|| self.slot_of.get(&claim));
        Ok(slot.map(|slot| self.keys[*slot as usize]))
    }

    fn edges(&self, key: Key) -> Result<Vec<Edge>, Infallible> {
        let edges = self.slot_of.get(&key).map_or(&[][..], |slot| &self.edges[*slot as usize]);
        let edge = |(to, weight): &(u32, Weight)| {
            let to = *to as usize;
            Edge { to: self.keys[to], weight: *weight, best: self.best[to] }
        };
        Ok(edges.iter().map(edge).collect())
    }

    fn best(&self, key: Key) -> Result<Weight, Infallible> {
        Ok(self.slot_of.get(&key).map_or(0, |slot| self.best[*slot as usize]))
    }
}

impl OpenShelf for MemoryShelf {
    fn put(&mut self, account: &Account, blocks: &[u64], edges: &[(Key, Weight)]) -> Result<(), Infallible> {
        let slot = self.free.pop().unwrap_or(self.slots.len() as u32);
        if slot as usize == self.slots.len() {
            self.slots.push(None);
            self.edges.push(Vec::new());
            self.best.push(0);
            self.keys.push(account.key);
        }
        self.slots[slot as usize] = Some(account.pack().into_boxed_slice());
        self.keys[slot as usize] = account.key;
        self.slot_of.insert(account.key, slot);
        for claim in account.claims.iter().filter(|claim| **claim != account.key) {
            self.account_of.insert(*claim, slot);
        }
        for block in blocks {
            self.blocks.insert(*block, slot);
        }
        for (to, weight) in edges {
            if let Some(to) = self.slot_of.get(to).copied() {
                self.tie(slot, to, *weight);
                self.tie(to, slot, *weight);
            }
        }
        Ok(())
    }

    fn remove(&mut self, key: Key) -> Result<(), Infallible> {
        let Some(account) = self.account(key)? else { return Ok(()) };
        let Some(slot) = self.slot_of.remove(&key) else { return Ok(()) };
        for claim in &account.claims {
            self.account_of.remove(claim);
        }
        for block in crate::block_keys(&account) {
            self.blocks.remove(block, slot);
        }
        for (to, _) in std::mem::take(&mut self.edges[slot as usize]) {
            let edges = &mut self.edges[to as usize];
            edges.retain(|(other, _)| *other != slot);
            self.best[to as usize] = edges.iter().map(|(_, weight)| *weight).max().unwrap_or(0);
        }
        self.best[slot as usize] = 0;
        self.slots[slot as usize] = None;
        if let Some(place) = self.latest.borrow_mut().get_mut(slot as usize & (LATEST - 1)) {
            *place = None;
        }
        self.free.push(slot);
        Ok(())
    }
}

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

    /// Adds the edges of an account to these, in any order.
    fn edges(&self, key: Key, edges: &mut Vec<Edge>) -> Result<(), Self::Error>;

    /// What the strongest edge of an account weighs; nothing where it has none.
    fn best(&self, key: Key) -> Result<Weight, Self::Error>;
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
    slots: Vec<Slot>,
    free: Vec<u32>,
    /// The key of the account in each slot, and what its strongest edge weighs.
    heads: Vec<(Key, Weight)>,
    slot_of: FxHashMap<Key, u32>,
    /// Of claims whose key their account does not bear.
    account_of: FxHashMap<Key, u32>,
    blocks: Index,
    /// Accounts that were asked for lately, each in the place that its slot falls on.
    latest: RefCell<Vec<Option<Arc<Account>>>>,
}

/// An account and what binds it.
#[derive(Debug, Default)]
struct Slot {
    /// The account, packed; nothing where the slot is free.
    account: Box<[u8]>,
    bonds: Vec<Bond>,
}

/// The slot at the other end of an edge, and what the edge weighs: in bytes, since there are many.
#[derive(Clone, Copy, Debug)]
struct Bond {
    to: [u8; 4],
    weight: [u8; 2],
}

impl Bond {
    fn new(to: u32, weight: Weight) -> Bond {
        // The heaviest of two accounts is a tenth of that.
        let weight = weight.clamp(i16::MIN.into(), i16::MAX.into()) as i16;
        Bond { to: to.to_le_bytes(), weight: weight.to_le_bytes() }
    }

    fn to(self) -> usize {
        u32::from_le_bytes(self.to) as usize
    }

    fn weight(self) -> Weight {
        i16::from_le_bytes(self.weight).into()
    }
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
        let bonds = &mut self.slots[slot as usize].bonds;
        if bonds.len() == bonds.capacity() {
            bonds.reserve_exact(2 + bonds.len() / 4);
        }
        bonds.push(Bond::new(to, weight));
        let best = &mut self.heads[slot as usize].1;
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
        let mut keys = Vec::with_capacity(2 * blocks.len());
        for block in blocks {
            keys.extend(self.blocks.of(*block).map(|slot| self.heads[slot as usize].0));
        }
        Ok(keys)
    }

    fn account(&self, key: Key) -> Result<Option<Arc<Account>>, Infallible> {
        let Some(slot) = self.slot_of.get(&key).map(|slot| *slot as usize) else { return Ok(None) };
        let mut latest = self.latest.borrow_mut();
        if latest.is_empty() {
            latest.resize(LATEST, None);
        }
        let place = &mut latest[slot & (LATEST - 1)];
        if place.as_ref().is_none_or(|known| known.key != key) {
            *place = Account::unpack(&self.slots[slot].account).map(Arc::new);
        }
        Ok(place.clone())
    }

    fn account_of(&self, claim: Key) -> Result<Option<Key>, Infallible> {
        let slot = self.account_of.get(&claim).or_else(|| self.slot_of.get(&claim));
        Ok(slot.map(|slot| self.heads[*slot as usize].0))
    }

    fn edges(&self, key: Key, edges: &mut Vec<Edge>) -> Result<(), Infallible> {
        let bonds = self.slot_of.get(&key).map_or(&[][..], |slot| &self.slots[*slot as usize].bonds);
        edges.extend(bonds.iter().map(|bond| {
            let (to, best) = self.heads[bond.to()];
            Edge { to, weight: bond.weight(), best }
        }));
        Ok(())
    }

    fn best(&self, key: Key) -> Result<Weight, Infallible> {
        Ok(self.slot_of.get(&key).map_or(0, |slot| self.heads[*slot as usize].1))
    }
}

impl OpenShelf for MemoryShelf {
    fn put(&mut self, account: &Account, blocks: &[u64], edges: &[(Key, Weight)]) -> Result<(), Infallible> {
        let slot = self.free.pop().unwrap_or(self.slots.len() as u32);
        if slot as usize == self.slots.len() {
            self.slots.push(Slot::default());
            self.heads.push((account.key, 0));
        }
        self.slots[slot as usize].account = account.pack().into_boxed_slice();
        self.heads[slot as usize] = (account.key, 0);
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
        for to in std::mem::take(&mut self.slots[slot as usize]).bonds.into_iter().map(Bond::to) {
            let bonds = &mut self.slots[to].bonds;
            bonds.retain(|bond| bond.to() != slot as usize);
            self.heads[to].1 = bonds.iter().map(|bond| bond.weight()).max().unwrap_or(0);
        }
        if let Some(place) = self.latest.borrow_mut().get_mut(slot as usize & (LATEST - 1)) {
            *place = None;
        }
        self.free.push(slot);
        Ok(())
    }
}

//! The shelf of accounts that a layer of a ledger is: to write to inside a group, or to look into.

use std::sync::Arc;

use casus_ledger::{AccountId, Group, LayerId, Ledger};
use casus_link::{Account, Edge, Key, Shelf, Weight};

use crate::Error;

/// What is read of the accounts of one layer.
#[derive(Clone, Copy)]
struct Accounts<'a> {
    ledger: &'a Ledger,
    layer: LayerId,
}

impl Accounts<'_> {
    fn id(self, key: Key) -> Result<Option<AccountId>, Error> {
        Ok(self.ledger.account_id(self.layer, &key.to_string())?)
    }

    fn key(self, id: AccountId) -> Result<Option<Key>, Error> {
        Ok(self.ledger.account(id)?.map(|stored| Key::of(&stored.key)))
    }

    /// A key as often as it is kept under one of the block keys.
    fn candidates(self, blocks: &[u64]) -> Result<Vec<Key>, Error> {
        let mut keys = Vec::new();
        for block in blocks {
            for id in self.ledger.candidates(self.layer, &[*block])? {
                keys.extend(self.key(id)?);
            }
        }
        Ok(keys)
    }

    fn account(self, key: Key) -> Result<Option<Arc<Account>>, Error> {
        let Some(id) = self.id(key)? else { return Ok(None) };
        Ok(self.ledger.account_body(id)?.and_then(|body| Account::unpack(&body)).map(Arc::new))
    }

    fn account_of(self, claim: Key) -> Result<Option<Key>, Error> {
        let Some(stored) = self.ledger.claim(self.layer, &claim.to_string())? else { return Ok(None) };
        for account in self.ledger.accounts_of(self.layer, &stored.document)? {
            if Account::unpack(&account.body).is_some_and(|account| account.claims.contains(&claim)) {
                return Ok(Some(Key::of(&account.key)));
            }
        }
        Ok(None)
    }

    fn edges(self, key: Key) -> Result<Vec<Edge>, Error> {
        let Some(id) = self.id(key)? else { return Ok(Vec::new()) };
        let mut edges = Vec::new();
        for edge in self.ledger.edges(id)? {
            if let Some(to) = self.key(edge.other)? {
                edges.push(Edge { to, weight: edge.weight as Weight });
            }
        }
        Ok(edges)
    }
}

/// The accounts of a layer, within a group of changes.
pub(super) struct LayerShelf<'g, 'l> {
    pub group: &'g mut Group<'l>,
    pub layer: LayerId,
}

/// The accounts of a layer, to look at.
pub(super) struct GlassShelf<'a> {
    pub ledger: &'a Ledger,
    pub layer: LayerId,
}

impl LayerShelf<'_, '_> {
    fn accounts(&self) -> Accounts<'_> {
        Accounts { ledger: self.group, layer: self.layer }
    }
}

impl GlassShelf<'_> {
    fn accounts(&self) -> Accounts<'_> {
        Accounts { ledger: self.ledger, layer: self.layer }
    }

    fn closed<T>() -> Result<T, Error> {
        Err(Error::refused(
            "cannot change accounts here",
            "they were opened to look at",
            "report this fault of casus",
        ))
    }
}

impl Shelf for LayerShelf<'_, '_> {
    type Error = Error;

    fn candidates(&self, blocks: &[u64]) -> Result<Vec<Key>, Error> {
        self.accounts().candidates(blocks)
    }

    fn account(&self, key: Key) -> Result<Option<Arc<Account>>, Error> {
        self.accounts().account(key)
    }

    fn account_of(&self, claim: Key) -> Result<Option<Key>, Error> {
        self.accounts().account_of(claim)
    }

    fn edges(&self, key: Key) -> Result<Vec<Edge>, Error> {
        self.accounts().edges(key)
    }

    fn put(&mut self, account: &Account, blocks: &[u64], edges: &[Edge]) -> Result<(), Error> {
        let id = self.group.put_account(self.layer, &account.key.to_string(), &account.pack(), blocks)?;
        for edge in edges {
            if let Some(to) = self.accounts().id(edge.to)? {
                self.group.put_edge(id, to, f64::from(edge.weight), &[])?;
            }
        }
        Ok(())
    }

    fn remove(&mut self, key: Key) -> Result<(), Error> {
        match self.accounts().id(key)? {
            Some(id) => Ok(self.group.remove_account(id)?),
            None => Ok(()),
        }
    }
}

impl Shelf for GlassShelf<'_> {
    type Error = Error;

    fn candidates(&self, blocks: &[u64]) -> Result<Vec<Key>, Error> {
        self.accounts().candidates(blocks)
    }

    fn account(&self, key: Key) -> Result<Option<Arc<Account>>, Error> {
        self.accounts().account(key)
    }

    fn account_of(&self, claim: Key) -> Result<Option<Key>, Error> {
        self.accounts().account_of(claim)
    }

    fn edges(&self, key: Key) -> Result<Vec<Edge>, Error> {
        self.accounts().edges(key)
    }

    fn put(&mut self, _: &Account, _: &[u64], _: &[Edge]) -> Result<(), Error> {
        GlassShelf::closed()
    }

    fn remove(&mut self, _: Key) -> Result<(), Error> {
        GlassShelf::closed()
    }
}

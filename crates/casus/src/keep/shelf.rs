//! The shelf of accounts that a layer of a ledger is: to look into, or, inside a group, to write to.

use std::sync::Arc;

use casus_ledger::{AccountId, Group, LayerId, Ledger};
use casus_link::{Account, Edge, Key, OpenShelf, Shelf, Weight};

use crate::Error;

/// The accounts of one layer, of a ledger to look at or of a group of changes to it.
pub(super) struct LayerShelf<L> {
    pub ledger: L,
    pub layer: LayerId,
}

/// What a ledger can be read through.
pub(super) trait Readable {
    fn ledger(&self) -> &Ledger;
}

impl Readable for &Ledger {
    fn ledger(&self) -> &Ledger {
        self
    }
}

impl Readable for &mut Group<'_> {
    fn ledger(&self) -> &Ledger {
        self
    }
}

impl<L: Readable> LayerShelf<L> {
    fn id(&self, key: Key) -> Result<Option<AccountId>, Error> {
        Ok(self.ledger.ledger().account_id(self.layer, &key.to_string())?)
    }

    fn key(&self, id: AccountId) -> Result<Option<Key>, Error> {
        Ok(self.ledger.ledger().account_key(id)?.map(|key| Key::of(&key)))
    }
}

impl<L: Readable> Shelf for LayerShelf<L> {
    type Error = Error;

    fn candidates(&self, blocks: &[u64]) -> Result<Vec<Key>, Error> {
        let mut keys = Vec::new();
        for block in blocks {
            for id in self.ledger.ledger().candidates(self.layer, &[*block])? {
                keys.extend(self.key(id)?);
            }
        }
        Ok(keys)
    }

    fn account(&self, key: Key) -> Result<Option<Arc<Account>>, Error> {
        let Some(id) = self.id(key)? else { return Ok(None) };
        let body = self.ledger.ledger().account_body(id)?;
        Ok(body.and_then(|body| Account::unpack(&body)).map(Arc::new))
    }

    fn account_of(&self, claim: Key) -> Result<Option<Key>, Error> {
        let ledger = self.ledger.ledger();
        let Some(document) = ledger.document_of(self.layer, &claim.to_string())? else { return Ok(None) };
        for account in ledger.accounts_of(self.layer, &document)? {
            if Account::unpack(&account.body).is_some_and(|account| account.claims.contains(&claim)) {
                return Ok(Some(Key::of(&account.key)));
            }
        }
        Ok(None)
    }

    fn edges(&self, key: Key, edges: &mut Vec<Edge>) -> Result<(), Error> {
        let Some(id) = self.id(key)? else { return Ok(()) };
        let kept = self.ledger.ledger().edges(id)?;
        edges.extend(kept.into_iter().map(|edge| Edge {
            to: Key::of(&edge.key),
            weight: edge.weight as Weight,
            best: edge.best as Weight,
        }));
        Ok(())
    }

    fn best(&self, key: Key) -> Result<Weight, Error> {
        let best = self.id(key)?.map(|id| self.ledger.ledger().best_edge(id)).transpose()?.flatten();
        Ok(best.map_or(0, |weight| weight as Weight))
    }
}

impl OpenShelf for LayerShelf<&mut Group<'_>> {
    fn put(&mut self, account: &Account, blocks: &[u64], edges: &[(Key, Weight)]) -> Result<(), Error> {
        let id = self.ledger.put_account(self.layer, &account.key.to_string(), &account.pack(), blocks)?;
        for (to, weight) in edges {
            if let Some(to) = self.id(*to)? {
                self.ledger.put_edge(id, to, f64::from(*weight), &[])?;
            }
        }
        Ok(())
    }

    fn remove(&mut self, key: Key) -> Result<(), Error> {
        match self.id(key)? {
            Some(id) => Ok(self.ledger.remove_account(id)?),
            None => Ok(()),
        }
    }
}

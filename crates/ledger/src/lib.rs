//! The ledger: one SQLite file that keeps many documents, what was read in them, the incidents they add up to,
//! what people decided, and a log of every change.
//!
//! Comes in: documents with their bytes, readings, accounts and incidents that others made. Goes out: the same,
//! found by day, place, actor, words. What is acknowledged is safe: a [`Group`] is kept whole or not at all, and
//! once [`Group::commit`] returns neither a crash nor a power loss takes it back. One group is written at a time;
//! readers are never waited for. A file that cannot be opened is left as it is.
//!
//! Deliberately not known here: how documents are read, what makes two accounts one incident (accounts and edges
//! are opaque bytes with block keys), clocks ([`Stamp`] is the caller's), and how anything is shown.

mod account;
mod address;
pub mod audit;
mod backup;
mod check;
mod control;
mod decision;
mod document;
mod entry;
mod erase;
mod error;
mod file;
mod find;
#[cfg(test)]
mod fixture;
mod incident;
mod index;
mod layer;
mod ledger;
mod log;
mod open;
mod origin;
mod pack;
mod probe;
mod reading;
mod rebuild;
mod schema;
#[cfg(test)]
mod tests;
mod upgrade;
mod words;

pub use account::{AccountId, Edge, StoredAccount};
pub use backup::Copied;
pub use check::{Checkup, Stats};
pub use decision::Decision;
pub use document::{Added, NewDocument, Outcome, PackedDocument, State, StoredDocument};
pub use entry::Stamp;
pub use erase::Erased;
pub use error::{Error, ErrorKind, Result};
pub use find::{Filter, Near};
pub use incident::{IncidentId, Version};
pub use layer::{Layer, LayerId, LayerState};
pub use ledger::{Access, Group, Ledger};
pub use reading::{NewClaim, PackedReading, StoredClaim};
pub use schema::SCHEMA;
pub use upgrade::Upgrade;

//! The audit log: what was done to the ledger, by whom and when, in a form that cannot be changed unseen.
//!
//! Every change of state is one [`Entry`], hashed over its predecessor.
//! The hashes of the entries are the leaves of a Merkle tree ([`tree`]); its root at some size, signed, is a
//! [`Checkpoint`], which is small enough to be kept elsewhere, printed or sent to somebody.
//! [`verify`] reads the log again, and holds it against the tables of the ledger and a checkpoint kept outside.
//!
//! A chain alone shows an edit, but not that its tail was cut off or that the whole file was put back to an
//! earlier day: only a checkpoint that lies elsewhere shows that. Whoever holds the signing key can sign
//! another history; only a checkpoint that they cannot reach shows that too.
//!
//! Deliberately not known here: where keys and outer checkpoints are kept (the caller says), what an entry's
//! detail means to linking.

mod base64;
mod derived;
mod finding;
mod keeper;
mod key;
mod note;
mod outer;
mod proof;
mod seal;
mod tables;
pub(crate) mod told;
pub mod tree;
mod verify;
mod walk;

#[cfg(test)]
mod attacks;

pub use crate::entry::{About, Entry};
pub use finding::{Difference, Finding, Of};
pub(crate) use keeper::{Keeper, new_key};
pub use key::{PublicKey, SigningKey};
pub use note::{BadCheckpoint, Checkpoint};
pub use outer::{Outside, read as read_checkpoint};
pub use proof::Proof;
pub use seal::EVERY;
pub use verify::{Against, Report, verify};

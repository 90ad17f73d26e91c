//! Claims of many documents to incidents.
//!
//! Comes in: readings of documents, what is known of actors, and what people decided. Goes out: clusters of
//! accounts, each of which is one incident, with the reason of every join and of every join that was not made.
//!
//! An [`Account`] is what one document tells of one occurrence. [`block_keys`] says which accounts are worth
//! comparing, [`compare`] weighs two of them field by field, and [`link`] keeps a [`Shelf`] of accounts up to
//! date and clusters what changed. The partition depends on the accounts and the decisions alone, never on the
//! order in which they came: a weight depends on two accounts, and the clusters of a component of the graph of
//! weights are computed anew from all its accounts whenever one of them comes or goes.
//!
//! Deliberately not known here: how claims are found, where accounts are kept, clocks, files, and how common
//! anything is in the documents at hand.

mod account;
mod block;
mod cluster;
mod compare;
mod component;
mod constraint;
mod gather;
mod index;
mod key;
mod knowledge;
mod letters;
mod linker;
mod pack;
mod shelf;
mod sound;
pub mod synthetic;
mod window;
mod words;

pub use account::{Account, Names, Ordinal, Side, Spot, Toll};
pub use block::{Probe, block_keys};
pub use compare::{Comparison, Facet, Part, Verdict, compare, evidence, weigh};
pub use constraint::{Constraint, Constraints, Whole, Wish};
pub use gather::{accounts, story};
pub use key::{Id, Key};
pub use knowledge::{Actors, Knowledge, KnownActor, Tie, Weight};
pub use linker::{Change, Cluster, Component, Join, NearMiss, around, link, nearest};
pub use shelf::{Edge, MemoryShelf, OpenShelf, Shelf};
pub use window::{Day, Window};
pub use words::Word;

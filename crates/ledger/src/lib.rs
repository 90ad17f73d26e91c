//! The ledger.

pub mod audit;
pub mod entry;

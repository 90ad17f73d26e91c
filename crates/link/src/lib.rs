//! Claims of many documents to incidents.

pub mod origin;
pub mod reconcile;
pub mod tally;

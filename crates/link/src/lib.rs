//! Claims of many documents to incidents.

pub mod origin;

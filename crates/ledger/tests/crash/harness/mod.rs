//! Kills the ledger's writer and cuts its power, and looks at what is left.

pub mod chance;
pub mod disk;
pub mod trace;

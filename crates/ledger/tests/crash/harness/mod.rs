//! Kills the ledger's writer, cuts its power, fills its disk and copies its file, and looks at what is left.

pub mod backups;
pub mod chance;
pub mod check;
pub mod disk;
pub mod full;
pub mod kill;
pub mod migrate;
pub mod power;
pub mod report;
pub mod run;
pub mod trace;
pub mod writer;

//! Foreign codebooks: what other data sets would call the events that casus reads.
//!
//! Comes in: an event with its modality, the document's actors, and the crosswalk tables of
//! `data/crosswalks`. Goes out: for each foreign codebook its codes, by column.
//!
//! Codes are looked up when a claim is printed and are no part of it: a codebook changes, what a source
//! said does not. A crosswalk is a list of rows tried from the top, so that reading the file is reading
//! the rule.
//!
//! Deliberately not known here: sentences, how an event was found, and files; the formats of other data
//! sets (rows and columns of whole exports) come when a ledger is there to export.

mod crosswalk;
mod rule;

pub use crosswalk::{Codes, Crosswalks};

#[cfg(test)]
mod tests;

//! Foreign codebooks and formats: what other data sets would call the events that casus reads, and
//! readings as other programs take them.
//!
//! Comes in: an event with its modality, the document's actors, and the crosswalk tables of
//! `data/crosswalks`; or a [`Report`], which is a reading with the places of its sentences. Goes out: for
//! each foreign codebook its codes, by column; or text in [`csv`], [`geojson`] or [`markdown()`].
//!
//! Codes are looked up when a claim is printed and are no part of it: a codebook changes, what a source
//! said does not. A crosswalk is a list of rows tried from the top, so that reading the file is reading
//! the rule.
//!
//! Text in a report is hostile in every format: each says what it does about it.
//!
//! Deliberately not known here: what sentences say, how an event was found, and files; the formats of
//! other data sets (rows and columns of whole exports) come when a ledger is there to export.

/// Whose data the places are: what a map or a page made from an export must show. A CSV has no room for it
/// that would not be a row; whoever publishes one says it beside it.
pub const CREDIT: &str = "Places: data from GeoNames (geonames.org), CC BY 4.0";

mod cells;
mod columns;
mod crosswalk;
pub mod csv;
pub mod geojson;
pub mod incidents;
mod json;
mod markdown;
mod project;
mod report;
mod rule;
mod sensitivity;

pub use columns::{COLUMNS, Column, Holds};
pub use crosswalk::{Codes, Crosswalks};
pub use json::json_line;
pub use markdown::markdown;
pub use project::{PLACE_WITHHELD, Profile, Projection, WITHHELD, sensitive_kinds};
pub use report::Report;
pub use rule::CONDITIONS;
pub use sensitivity::Sensitivity;

#[cfg(test)]
mod formats;

#[cfg(test)]
mod tests;

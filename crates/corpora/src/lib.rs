//! Corpora that others made: how each is laid out, and what a reading becomes in the terms of its scorer.
//!
//! Comes in: a line of a corpus ([`Set::asked`] takes its text out), and what the rooms made of that text
//! ([`casus::Inside`]). Goes out: a prediction ([`Set::predict`]) in the layout of the corpus's own scorer,
//! with offsets counted as that layout counts them: in Unicode code points. Predictions beside gold become
//! figures ([`Measure::rows`]), which the room `score` counts.
//!
//! One module a corpus. Each is a translation and no more: whatever would make casus read better belongs
//! into the rooms that read, where users get it too.
//!
//! Deliberately not known here: files, how a figure is counted, and any document of a corpus.

mod article;
mod docevents;
pub mod ecbplus;
mod factuality;
mod geoparsing;
mod goals;
mod groups;
mod gva;
mod india;
mod keywords;
pub mod known;
mod labels;
pub mod measure;
mod mistakes;
mod muc4;
mod offsets;
mod polnear;
mod re3d;
mod set;
mod tempeval3;
mod toll;

pub use goals::{Goal, goal};
pub use measure::{Better, Judged, Measure, Row};
pub use mistakes::Mistake;
pub use offsets::Offsets;
pub use set::{Asked, Join, Reads, SETS, Set, set};

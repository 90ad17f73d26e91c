//! The scorers of the field's corpora: how well a program does on gold that others made.
//!
//! Comes in: gold and predictions, as typed documents or as the JSON lines they are kept in
//! ([`layout::read`]). Goes out: for each corpus the figures that its papers print, rounded as they print
//! them, and per document the counts they are made of, so that [`bootstrap`] can say how far a figure
//! would move with other documents.
//!
//! The one hard decision is what "the same figure" means. Each scorer here has a script in Python, some of
//! them held to the published figures of systems. This room gives what the script gives, to the last digit
//! that it prints, also where a choice is arbitrary: which of two equally good assignments is taken, which
//! of two equal spans is paired first. `tests/scripts.rs` runs both on the same predictions and compares.
//!
//! Offsets are counted in Unicode code points, half open, as the corpora count them; a reading of casus
//! counts bytes, and whoever makes predictions of it converts.
//!
//! Deliberately not known here: how predictions are made, and where corpora are kept.

pub mod layout;
pub mod rate;

pub mod assign;
pub mod bootstrap;
mod words;

pub mod roles;
pub mod template;

pub mod attribution;
pub mod geoparse;
pub mod spans;
pub mod timex;

pub mod classify;
pub mod factuality;

pub mod coref;
pub mod incidents;

pub mod article;

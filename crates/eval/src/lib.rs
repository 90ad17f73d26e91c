//! Gold and system, compared: scores, tables, the list of errors and the ratchet.
//!
//! Comes in: reports with gold claims (`corpus/gold`), and for each the [`casus_model::Reading`] that
//! the pipeline made of its text. Goes out: [`Scores`] by facet with intervals, a [`table`] for readers,
//! the [`errors`] with their sentences underlined, and [`gate`], which says what fell below the
//! [`Baseline`].
//!
//! Deliberately not known here: how a reading is made. The command line runs the pipeline and hands
//! the readings in, so that this room can judge any reader that prints `casus.read/1`.
//!
//! # What counts as the same claim
//!
//! The one hard decision of an evaluation is when a gold claim and a system claim are about the same
//! thing, for only then can their fields be compared. Here they are when they are of the same kind, of
//! compatible type, and their triggers overlap; failing that, when they are of the same type, stand in
//! the same sentence and their evidence overlaps. Module [`pairing`] says it exactly.
//! A facet such as `weapons` is scored over claims so paired; finding them at all is the facet `claims`.

mod annotator;
mod baseline;
mod compare;
mod errors;
mod facet;
mod file;
mod floors;
mod gold;
mod items;
mod load;
mod ontology;
pub mod pairing;
mod quote;
mod scores;
mod sentence;
pub mod stories;
mod table;
mod totals;
mod violence;

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;

pub use annotator::reading;
pub use baseline::{
    Baseline, Limits, StoryLimits, Violation, gate, gate_modality, gate_stories, gate_totals,
};
pub use errors::{errors, underlined};
pub use facet::Facet;
pub use floors::{Figure, Floors, gate_corpus};
pub use gold::{
    GoldCasualty, GoldClaim, GoldKind, GoldOutcome, GoldParty, GoldPlace, GoldReport, GoldResponsibility,
    GoldTarget, GoldVoice, GoldWeapon,
};
pub use load::{Error, Problem, cases, corpus, digest, totals};
pub use ontology::Ontology;
pub use scores::{Score, Scores, gold};
pub use table::{markdown, piped, plain, table};
pub use totals::{ToldTotal, TotalText, TotalsScore};
pub use violence::{Case, Tested, tells_violence, tested};

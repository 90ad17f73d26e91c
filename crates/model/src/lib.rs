//! The nouns of casus and their invariants; no algorithms, but for the reader of the tables of `data/`, which
//! every room that has knowledge of its own reads it by.
//!
//! Comes in: nothing. Goes out: the types that every other room takes and gives.
//! A [`Document`] is read once and never changes. A [`Token`] and a [`Sentence`] point into it by
//! byte [`Span`]. A [`Claim`] says what a source says, each value with the [`Words`] it came from.
//! These types are also what `casus read` prints (`casus.read/1`) and what a ledger stores.
//!
//! Deliberately not known here: how any of it is found, files, clocks, foreign codebooks.

mod around;
mod claim;
mod count;
mod document;
mod draft;
mod incident;
mod item;
mod labels;
mod ledger;
mod reading;
mod span;
mod table;
mod tally;
mod token;
mod when;

pub use around::{around, paragraph_of};
pub use claim::*;
pub use count::{Count, Qualifier};
pub use document::{Dateline, Document, DocumentId, Paragraph, PublishedBasis};
pub use draft::*;
pub use incident::{Incident, Told, Valued};
pub use item::{Opening, openings};
pub use labels::{Dep, EntityLabel, Pos, Tag};
pub use ledger::*;
pub use reading::{Diagnostic, MentionKind, NamedActor, Reading, SCHEMA, TextMention, Versions};
pub use span::{Span, Words};
pub use table::{DataError, Row, rows};
pub use tally::*;
pub use token::{Entity, Sentence, Token};
pub use when::{Basis, Granularity, PartOfDay, When};

/// The id of a value of a closed vocabulary, as JSON prints it; empty for a value that is no single word.
///
/// ```
/// use casus_model::{EventType, printed};
/// assert_eq!(printed(&EventType::Assault), "ASSAULT");
/// ```
pub fn printed(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

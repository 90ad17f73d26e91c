//! Places: gazetteer, toponyms of a text, and which place each of them means.
//!
//! In come the bytes of downloaded packages ([`convert`]), the bytes of a pack ([`Gazetteer::load`]) and
//! the sentences of a document ([`toponyms`]). Out go the pack, and the document's toponyms with places
//! and their precision. Names are found by walking an automaton of keys from every token that may begin
//! a name; what a name means is decided by the whole document. What happened at a place, and whether a
//! toponym is an actor rather than a place of an event, is not known here.

mod convert;
mod cues;
mod cursor;
mod gazetteer;
mod kind;
mod knowledge;
mod locate;
mod matcher;
mod meaning;
mod normalise;
mod pack;
mod rank;
mod search;
mod support;
mod surroundings;
mod toponym;
mod unlisted;
mod unnamed;

pub use convert::{ConvertError, Sources, convert};
pub use gazetteer::Gazetteer;
pub use kind::Kind;
pub use knowledge::{Knowledge, OwnPlace, Tables};
pub use locate::{locate, lookup, points};
pub use normalise::Normaliser;
pub use pack::LoadError;
pub use rank::Weights;
pub use search::{Named, by_id, named};
pub use toponym::{Candidate, Context, Places, Toponym, ToponymKind, places, toponyms};
pub use unlisted::unlisted;
pub use unnamed::unnamed;

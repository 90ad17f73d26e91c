//! An account: what one document tells of one occurrence, in the form in which accounts are compared.

use casus_model::{Effect, EventType};
use serde::{Deserialize, Serialize};

use crate::{Day, Id, Key, Window, Word};

/// What one document tells of one occurrence: the features that are compared, as numbers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// The least key of its claims.
    pub key: Key,
    /// The document, as a number.
    pub document: Key,
    /// Keys of its claims, sorted. Only an account that stands for a whole text has none ([`crate::story`]).
    pub claims: Vec<Key>,
    /// Day of publication of the document.
    pub published: Option<Day>,
    /// PLOVER type.
    pub event_type: EventType,
    /// PLOVER modes told by any claim.
    pub modes: Vec<Id>,
    /// When it happened, where that is settled.
    pub when: Option<Window>,
    /// Where, the most precise first.
    pub places: Vec<Spot>,
    /// Who did it.
    pub actors: Vec<Side>,
    /// To whom.
    pub recipients: Vec<Side>,
    /// Target kinds.
    pub targets: Vec<Id>,
    /// Head words of what was hit and of whom, in the singular, sorted.
    pub things: Vec<Word>,
    /// Weapon classes.
    pub weapons: Vec<Id>,
    /// Outcomes told, one bit each, in the order of [`casus_model::OutcomeValue`].
    pub outcomes: u8,
    /// Harm to people.
    pub tolls: Vec<Toll>,
    /// Whether it is told as one of several.
    pub ordinal: Ordinal,
    /// Whether the document is about this occurrence before all others it tells.
    pub lead: bool,
    /// Rare words of the sentences that tell it, sorted.
    pub words: Vec<Word>,
    /// Rare words of the whole document, sorted; only where this is the lead.
    pub story: Vec<Word>,
    /// The words behind the numbers, for reasons.
    pub names: Names,
}

/// A place, as it is compared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spot {
    /// The place.
    pub id: Id,
    /// First-order division, where known.
    pub admin1: Option<Id>,
    /// The two letters of the country, where it lies in or off one.
    pub country: Option<[u8; 2]>,
    /// Hundredths of a degree north and east, where known.
    pub at: Option<(i16, i16)>,
    /// 1 the place itself, 2 near it, 3 its district or region, 4 the country, 5 a sea area or unknown.
    pub precision: u8,
    /// Whether it is a site rather than a town: a base, an airfield, a crossing.
    pub site: bool,
    /// Not told: taken over from the passage.
    pub implied: bool,
}

impl Spot {
    /// Degrees north and east.
    pub fn degrees(&self) -> Option<(f64, f64)> {
        self.at.map(|(north, east)| (f64::from(north) / 100.0, f64::from(east) / 100.0))
    }
}

/// Someone who did it or suffered it, as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// The actor, or the words for one that is only described.
    pub id: Id,
    /// Whether the id is of the actor list, or a country.
    pub named: bool,
    /// Class of the actor list, or what the words say; none for `unknown`.
    pub class: Option<Id>,
    /// Country of origin, where settled.
    pub country: Option<[u8; 2]>,
    /// Those it is said in this document to be backed by, be part of or belong to.
    pub tied_to: Vec<Id>,
}

/// How many of one class suffered one harm: the bounds of the greatest figure told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toll {
    /// What was done to them.
    pub effect: Effect,
    /// Least number.
    pub low: u32,
    /// Greatest number; none where it is open.
    pub high: Option<u32>,
    /// Class of the people, as the ontology has it; none for `unknown`.
    #[serde(default)]
    pub side: Option<Id>,
}

/// Whether an occurrence is told as one of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ordinal {
    /// Nothing is told.
    #[default]
    Plain,
    /// "The first attack".
    First,
    /// "A second attack".
    Second,
    /// "A third attack".
    Third,
    /// "Another attack", "a separate incident".
    Another,
    /// "Later that day", "hours after the blast".
    Later,
}

/// The words behind ids, kept apart so that a shelf may leave them out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Names(pub Vec<(u32, Box<str>)>);

impl Names {
    /// Notes the words of a number, once.
    pub fn note(&mut self, number: u32, words: &str) {
        if self.of(number).is_none() {
            self.0.push((number, words.into()));
        }
    }

    /// The words of a number, where they are kept.
    pub fn of(&self, number: u32) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == number).map(|(_, words)| &**words)
    }
}

//! Two accounts laid side by side: a weight a field, with its reason in words, and what forbids that they are one.
//!
//! A weight depends on the two accounts and on what is known beforehand, and is the same whichever comes first.
//! The clusterer weighs without words; reasons are made when somebody asks.

mod actor;
mod harm;
mod means;
mod place;
mod telling;
mod time;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::knowledge::{CANNOT, Level};
use crate::{Account, Knowledge, Ordinal, Weight};

/// The field that a part of a comparison is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Facet {
    Prior,
    Document,
    Time,
    Place,
    Actors,
    Recipients,
    Type,
    Target,
    Weapon,
    Outcome,
    Casualties,
    Order,
    Words,
    Story,
    Names,
}

/// One field of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The field.
    pub field: Facet,
    /// For one occurrence, or against it, in hundredths.
    pub weight: Weight,
    /// Why, in words.
    pub why: String,
}

/// Two accounts laid side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// The fields that say something, in a fixed order.
    pub parts: Vec<Part>,
    /// Why the two cannot be one, where they cannot.
    pub cannot: Option<String>,
    /// The sum of the parts, in hundredths.
    pub total: Weight,
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{:+.2} {}", f64::from(self.weight) / 100.0, self.why)
    }
}

/// A comparison without its words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// The sum of the parts, in hundredths.
    pub total: Weight,
    /// Whether something forbids that the two are one.
    pub cannot: bool,
}

/// Two accounts, field by field, with reasons.
pub fn compare(one: &Account, other: &Account, knowledge: &Knowledge) -> Comparison {
    let mut comparison = Comparison::default();
    lay(one, other, knowledge, &mut comparison);
    comparison
}

/// The sum of [`compare`], and whether it forbids; many times faster.
pub fn weigh(one: &Account, other: &Account, knowledge: &Knowledge) -> Verdict {
    let mut verdict = Verdict::default();
    lay(one, other, knowledge, &mut verdict);
    verdict
}

/// Where parts are written down: with words or without.
trait Sheet {
    fn add(&mut self, field: Facet, weight: Weight, why: impl FnOnce() -> String);
}

impl Sheet for Comparison {
    fn add(&mut self, field: Facet, weight: Weight, why: impl FnOnce() -> String) {
        if weight == CANNOT {
            self.cannot.get_or_insert_with(why);
        } else if weight != 0 {
            self.total += weight;
            self.parts.push(Part { field, weight, why: why() });
        }
    }
}

impl Sheet for Verdict {
    fn add(&mut self, _: Facet, weight: Weight, _: impl FnOnce() -> String) {
        if weight == CANNOT {
            self.cannot = true;
        } else {
            self.total += weight;
        }
    }
}

fn lay(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    let (one, other) = if one.key <= other.key { (one, other) } else { (other, one) };
    sheet.add(Facet::Prior, knowledge.weight(Level::Prior), || {
        "of pairs worth comparing few tell the same".to_owned()
    });
    if one.document == other.document {
        sheet.add(Facet::Document, knowledge.weight(Level::SameDocument), || {
            "one document tells both, and tells them apart".to_owned()
        });
    }
    time::lay(one, other, knowledge, sheet);
    place::lay(one, other, knowledge, sheet);
    actor::lay(one, other, knowledge, sheet);
    means::lay(one, other, knowledge, sheet);
    harm::lay(one, other, knowledge, sheet);
    order(one, other, knowledge, sheet);
    telling::lay(one, other, knowledge, sheet);
}

fn order(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    let counted = |ordinal| matches!(ordinal, Ordinal::First | Ordinal::Second | Ordinal::Third);
    let (first, second) = (one.ordinal, other.ordinal);
    let level = match (first, second) {
        (Ordinal::Plain, Ordinal::Plain) => return,
        _ if first == second => Level::SameOrder,
        _ if counted(first) && counted(second) => Level::OtherOrder,
        _ => Level::OneOrder,
    };
    sheet.add(Facet::Order, knowledge.weight(level), || match level {
        Level::SameOrder => format!("both are told as {}", told(first)),
        _ => format!("one is told as {}, the other as {}", told(first), told(second)),
    });
}

fn told(ordinal: Ordinal) -> &'static str {
    match ordinal {
        Ordinal::Plain => "one by itself",
        Ordinal::First => "the first of several",
        Ordinal::Second => "the second of several",
        Ordinal::Third => "the third of several",
        Ordinal::Another => "another one",
        Ordinal::Later => "one that came later",
    }
}

/// What two sorted lists have in common, first of all.
fn common<T: Ord + Copy>(one: &[T], other: &[T]) -> Option<T> {
    one.iter().copied().find(|item| other.contains(item))
}

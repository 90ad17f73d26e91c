//! When something happened, never finer than told.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// The unit the words settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Granularity {
    Minute,
    Hour,
    PartOfDay,
    Day,
    Week,
    Month,
    Season,
    Year,
    Range,
}

/// Parts of the day (codebook, "Time, exactly").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum PartOfDay {
    BeforeDawn,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
}

/// What a date rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The words hold the whole date.
    Stated,
    /// Computed from the publication date.
    Publication,
    /// Computed from another date in the text.
    Document,
    /// Unresolved.
    None,
}

/// An interval of local civil time at the place.
///
/// `start` and `end` are inclusive and written no finer than the granularity: `2023-10-26T05`,
/// `2023-10-26`, `2023-W43`, `2023-10`, `2023`. Unresolved times have neither, and say what was told
/// in `partial` (`XXXX-10-26`, `XXXX-WXX-7`, `P3W`). Times are inclusive, unlike spans.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct When {
    /// First moment, or null when unresolved.
    pub start: Option<String>,
    /// Last moment, or null when unresolved.
    pub end: Option<String>,
    /// The unit the words settle.
    pub granularity: Option<Granularity>,
    /// Part of the day, where told.
    pub part_of_day: Option<PartOfDay>,
    /// "about 5am".
    pub approximate: bool,
    /// ISO 8601 duration, where the words give a length (`P3W`).
    pub duration: Option<String>,
    /// What was told, where it cannot be resolved.
    pub partial: Option<String>,
    /// What the date rests on.
    pub basis: Basis,
    /// The words.
    pub text: String,
    /// Where they stand; words told apart from these (an hour in another phrase) are in the evidence.
    pub span: Option<Span>,
}

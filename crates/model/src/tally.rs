//! Running totals set against the incidents of a ledger (codebook, "Tallies against incidents").

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Count, EventType, SourceKind, Teller, When};

/// Name and version of the public shape of tallies.
pub const TALLIES_SCHEMA: &str = "casus.tallies/1";

/// Every running total told, by who tells it and what it counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tallies {
    /// [`TALLIES_SCHEMA`].
    pub schema: String,
    /// One a speaker and scope, by scope, then speaker.
    pub series: Vec<TallySeries>,
    /// Totals of other speakers or scopes for about the same time, side by side.
    pub beside: Vec<TallyBeside>,
}

/// The totals of one speaker for one scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TallySeries {
    /// `t1`, `t2` … in order.
    pub id: String,
    /// Who counts: the id of an actor of the list, else the words of the outermost voice; none for the report
    /// itself.
    pub speaker: Option<String>,
    /// The outlet, where the speaker has no name to be known by in another: "officials", the report itself.
    pub outlet: Option<String>,
    /// What kind of source it is.
    pub kind: SourceKind,
    /// What is counted.
    pub scope: TallyScope,
    /// Its totals by the day up to which each counts.
    pub points: Vec<TallyPoint>,
    /// What changed from each to the next.
    pub steps: Vec<TallyStep>,
}

/// What a total counts. Two totals with equal scopes can be differenced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct TallyScope {
    /// `events launched intercepted killed injured missing captured displaced`.
    pub measure: String,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER modes, sorted; empty for any.
    pub modes: Vec<String>,
    /// Ids or words of those who did it, sorted; empty for anybody.
    pub actors: Vec<String>,
    /// Ids or words of those it was done to, sorted; empty for anybody.
    pub recipients: Vec<String>,
    /// ISO 3166-1 codes of the countries counted over, sorted; empty for anywhere.
    pub countries: Vec<String>,
    /// Ids of the places counted over where they are less than a country, sorted.
    pub places: Vec<String>,
    /// First day counted; none where the words give none.
    #[schemars(with = "Option<String>")]
    pub since: Option<Date>,
}

/// One total, and what the ledger holds of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TallyPoint {
    /// Day up to which it counts: the end of its window, or the day of publication.
    #[schemars(with = "Option<String>")]
    pub as_of: Option<Date>,
    /// The window as told.
    pub window: Option<When>,
    /// The total.
    pub count: Count,
    /// Who tells it.
    pub told: Vec<Teller>,
    /// How many independent origins tell it.
    pub origins: usize,
    /// Incidents of the ledger that lie wholly inside.
    pub certain: Vec<String>,
    /// Incidents that may: their time, place or parties are told too coarsely, or not at all.
    pub possible: Vec<String>,
    /// What those incidents add up to in the measure of the total: the certain alone, and with the possible.
    pub itemised: Itemised,
    /// How many more the total asserts than the ledger itemises.
    pub unexplained: Remainder,
    /// What a reader should know: more itemised than asserted, or parts that do not add up.
    pub warnings: Vec<String>,
    /// Figures that the same report gives for parts of the scope ("10 in Arnor and 3 in Rohan").
    pub parts: Vec<TallyPart>,
}

/// What incidents add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Itemised {
    /// By the certain incidents, at the least figure of each.
    pub certain: u64,
    /// By the certain and the possible, at the greatest figure of each that is told.
    pub possible: u64,
    /// Incidents inside that give no figure for the measure.
    pub silent: usize,
}

/// How much of a total the ledger does not explain: nothing at the least where `low` is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Remainder {
    /// Left if all that may be inside is.
    pub low: u64,
    /// Left if only the certain is inside; none where the total is open upwards.
    pub high: Option<u64>,
}

/// A figure for a part of a scope.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TallyPart {
    /// What makes it a part: a narrower scope.
    pub scope: TallyScope,
    /// The figure.
    pub count: Count,
    /// Who tells it.
    pub told: Vec<Teller>,
}

/// From one total of a series to the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TallyStep {
    /// Day of the earlier total.
    #[schemars(with = "String")]
    pub from: Date,
    /// Day of the later total.
    #[schemars(with = "String")]
    pub to: Date,
    /// Days between them.
    pub days: u32,
    /// Least difference; negative in a fall.
    pub low: Option<i64>,
    /// Greatest difference.
    pub high: Option<i64>,
    /// The difference of the two figures as shown (their low bounds), by days; none on one day.
    pub per_day: Option<f64>,
    /// True where the total fell: what is counted has changed, attacks are not undone.
    pub broken: bool,
}

/// Two totals for about the same time by other speakers, or of other scopes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TallyBeside {
    /// Day of the totals.
    #[schemars(with = "String")]
    pub day: Date,
    /// What is counted by all of them.
    pub measure: String,
    /// PLOVER type of what is counted.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// The totals, by series.
    pub totals: Vec<TallyTotal>,
    /// True where two of one scope cannot both hold.
    pub disputed: bool,
}

/// One of the totals of a day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TallyTotal {
    /// Id of the series.
    pub series: String,
    /// The total.
    pub count: Count,
}

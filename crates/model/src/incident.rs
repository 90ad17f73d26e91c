//! What the claims of one document add up to, with disagreement kept.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Casualty, Damage, EventType, Outcome, Party, Place, Responsibility, Target, Voice, Weapon, When,
};

/// A value and the claims that tell it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Told<T> {
    /// What is told.
    pub value: T,
    /// Ids of the claims that tell it.
    pub claims: Vec<String>,
}

/// Every value told for a field, and the one shown. Disagreement is shown, never averaged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Valued<T> {
    /// The value shown.
    pub preferred: Option<T>,
    /// What chose it: `only` one is told, it is told by the `most-claims`, or it is `first-told` of those that
    /// equally many tell; none where nothing is told.
    pub rule: Option<String>,
    /// Every distinct value told, in order of first telling.
    pub all: Vec<Told<T>>,
}

/// One real-world occurrence as one document tells it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Incident {
    /// `i1`, `i2` … in reading order.
    pub id: String,
    /// The occurrence id its claims carry.
    pub occurrence: String,
    /// The claims behind it.
    pub claims: Vec<String>,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER modes told by any claim.
    pub modes: Vec<String>,
    /// Who did it.
    pub actors: Valued<Party>,
    /// To whom.
    pub recipients: Valued<Party>,
    /// The things hit or aimed at.
    pub targets: Valued<Target>,
    /// What was used.
    pub weapons: Valued<Weapon>,
    /// What became of it.
    pub outcomes: Valued<Outcome>,
    /// Harm to people.
    pub casualties: Valued<Casualty>,
    /// Harm to things.
    pub damage: Valued<Damage>,
    /// Who is held to have done it, and how.
    pub responsibility: Valued<Responsibility>,
    /// Who stopped it.
    pub interceptors: Valued<Party>,
    /// When.
    pub when: Valued<When>,
    /// Where.
    #[serde(rename = "where")]
    pub places: Valued<Place>,
    /// Who tells of it. Whether they have it from one another is not asked.
    pub attribution: Valued<Voice>,
}

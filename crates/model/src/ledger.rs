//! What a ledger infers from the claims of many documents: incidents with every value kept, and tallies
//! set against them (codebook, "Incidents" and "Tallies against incidents").
//!
//! Values here belong to no single document: they carry no spans and no ids of mentions. Each names its
//! tellers instead, and a teller names the claim, which has the words.

use jiff::{Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{
    Admin1, Certainty, Count, DocumentId, Effect, EventType, OutcomeValue, ResponsibilityStatus, SourceKind,
    When,
};

/// Name and version of the public shape of an incident of a ledger.
pub const INCIDENT_SCHEMA: &str = "casus.incident/1";

/// Who told a value, and where.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Teller {
    /// Day of publication of the document.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// The document.
    pub document: DocumentId,
    /// Its outlet.
    pub outlet: Option<String>,
    /// The group of near-copies the document belongs to: its least document id.
    pub origin: DocumentId,
    /// Key of the claim.
    pub claim: String,
    /// The outermost voice, or none for the report itself.
    pub voice: Option<String>,
    /// What kind of source that voice is.
    pub kind: SourceKind,
    /// True where the outlet has since put another version at the same address: kept, but it stands for
    /// nothing any more.
    pub superseded: bool,
}

/// One value and everybody who told it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ToldValue<T> {
    /// What is told.
    pub value: T,
    /// Who told it, by day of publication, then document, then claim.
    pub told: Vec<Teller>,
    /// How many independent origins stand behind it; copies of one text are one, and a version that its
    /// outlet has replaced is none.
    pub origins: usize,
}

/// Every value told for a field, and the one shown. Disagreement is shown, never averaged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Field<T> {
    /// The value shown.
    pub preferred: Option<T>,
    /// What chose it; none where nothing is told.
    pub rule: Option<String>,
    /// True where two values are told that cannot both hold.
    pub disputed: bool,
    /// Every distinct value, the preferred first.
    pub all: Vec<ToldValue<T>>,
}

impl<T> Default for Field<T> {
    fn default() -> Field<T> {
        Field { preferred: None, rule: None, disputed: false, all: Vec::new() }
    }
}

/// An actor as the documents of an incident name it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct KnownParty {
    /// Id in the actor list or `country:XX`; none for an actor that is only described.
    pub actor: Option<String>,
    /// The name, or the words that describe it.
    pub name: String,
    /// Ids of those it is said to be backed by, be part of or belong to.
    pub tied_to: Vec<String>,
}

/// A kind of thing hit or aimed at, with the words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct KnownTarget {
    /// Target kind of the ontology.
    pub kind: String,
    /// The words.
    pub name: String,
}

/// A class of weapon, and how many.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct KnownWeapon {
    /// Weapon class of the ontology.
    pub class: String,
    /// How many, where told.
    pub count: Option<Count>,
}

/// What became of what was launched.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct KnownOutcome {
    /// What became of it.
    pub value: OutcomeValue,
    /// Of how many, where told.
    pub count: Option<Count>,
    /// True where it is said to have got through the defences.
    pub penetrated: bool,
}

/// Harm to things.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct KnownDamage {
    /// What was harmed.
    pub what: String,
    /// `damaged` or `destroyed`.
    pub degree: String,
}

/// Where it happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KnownPlace {
    /// Id of the place.
    pub place: String,
    /// Its name as first told.
    pub name: String,
    /// ISO 3166-1 code.
    pub country: Option<String>,
    /// First-order division.
    pub admin1: Option<Admin1>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// 1 the place itself, 2 near it, 3 its district or region, 4 the country, 5 a sea area or unknown.
    pub precision: u8,
}

/// How an actor is tied to the deed. Accusations, claims and denials of one actor stand side by side.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct KnownResponsibility {
    /// Who; none for an unclaimed deed.
    pub party: Option<KnownParty>,
    /// How.
    pub status: ResponsibilityStatus,
}

/// The dead, the injured … of an incident: a figure that may rise over days.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Toll {
    /// What was done to them.
    pub effect: Effect,
    /// Every figure told for all of them together, and the one shown.
    pub count: Field<Count>,
    /// The figures told for some of them ("three soldiers and two civilians"), by class, then side.
    pub parts: Vec<TollPart>,
    /// The figure of each day of publication that brought a new one, in order of days.
    pub updates: Vec<TollUpdate>,
}

/// The figures for one class of people among those of a toll.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TollPart {
    /// Casualty class of the ontology.
    pub class: String,
    /// Actor id of their side, where told.
    pub side: Option<String>,
    /// Every figure told, and the one shown.
    pub count: Field<Count>,
}

/// A figure as it was told on one day.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct TollUpdate {
    /// The day.
    #[schemars(with = "Option<String>")]
    pub published: Option<Date>,
    /// The figure.
    pub count: Count,
    /// Who told it.
    pub told: Vec<Teller>,
}

/// What a person decided that a field is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FieldDecision {
    /// Place in the order of decisions; of two for one field the later holds.
    pub seq: u64,
    /// When it was decided.
    #[schemars(with = "String")]
    pub at: Timestamp,
    /// Who decided.
    pub who: String,
    /// Why, in their words.
    pub note: Option<String>,
    /// The field and what it is.
    #[serde(flatten)]
    pub decided: Decided,
    /// What the field would say without this; none where nothing is told.
    #[serde(default)]
    pub instead_of: Option<Decided>,
}

/// A field and its value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "field", content = "value", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Decided {
    When(When),
    Where(KnownPlace),
    Actors(KnownParty),
    Recipients(KnownParty),
    Targets(KnownTarget),
    Weapons(KnownWeapon),
    Outcomes(KnownOutcome),
    /// The toll of one effect.
    Casualties {
        effect: Effect,
        count: Count,
    },
    Damage(KnownDamage),
    Responsibility(KnownResponsibility),
    Interceptors(KnownParty),
}

impl Decided {
    /// Whether another value is of the same field; each effect of harm is one of its own.
    pub fn is_of_field_of(&self, other: &Decided) -> bool {
        match (self, other) {
            (Decided::Casualties { effect, .. }, Decided::Casualties { effect: other, .. }) => {
                effect == other
            }
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}

/// What a person decided about an incident.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Review {
    /// Nobody has looked yet.
    New,
    /// Somebody signed it.
    Accepted,
    /// Somebody says that it is no incident.
    Rejected,
}

/// One real-world occurrence as many documents tell it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LedgerIncident {
    /// [`INCIDENT_SCHEMA`].
    pub schema: String,
    /// Minted once (`i17`); redirects after a merge.
    pub id: String,
    /// What a person decided.
    pub review: Review,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER modes told by any claim.
    pub modes: Vec<String>,
    /// The surest that any independent source is of it.
    pub certainty: Certainty,
    /// When.
    pub when: Field<When>,
    /// Where.
    #[serde(rename = "where")]
    pub places: Field<KnownPlace>,
    /// Who did it.
    pub actors: Field<KnownParty>,
    /// To whom.
    pub recipients: Field<KnownParty>,
    /// The things hit or aimed at.
    pub targets: Field<KnownTarget>,
    /// What was used.
    pub weapons: Field<KnownWeapon>,
    /// What became of it.
    pub outcomes: Field<KnownOutcome>,
    /// Harm to people, one toll an effect.
    pub casualties: Vec<Toll>,
    /// Harm to things.
    pub damage: Field<KnownDamage>,
    /// Who is held to have done it, and how.
    pub responsibility: Field<KnownResponsibility>,
    /// Who stopped it.
    pub interceptors: Field<KnownParty>,
    /// What persons decided about its fields and still holds, in order of decision.
    pub decided: Vec<FieldDecision>,
    /// Keys of the claims behind it, sorted.
    pub claims: Vec<String>,
    /// The documents behind it, sorted.
    pub documents: Vec<DocumentId>,
    /// How many independent origins tell of it.
    pub origins: usize,
}

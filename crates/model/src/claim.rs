//! Claims: what each source says, with its exact words (codebook, `docs/codebook`).
//!
//! All keys are always printed: `[]` means that nothing was told, `null` that it does not apply or is
//! not known. Vocabulary ids that are open to data (weapon class, target kind, mode) are strings
//! checked against `data/ontology` when the lexicon is loaded; closed sets are enums.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Count, Span, When, Words};

/// What one source says about one thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Claim {
    /// `c1`, `c2` … in reading order; may renumber between versions.
    pub id: String,
    /// `k_` and a hash of document id, kind, type and trigger span; of several claims alike in these, each after the first
    /// has a hash of that key and how many came before it. Decisions bind to it.
    pub key: String,
    /// Claims of one occurrence in a document share this id (`o1`).
    pub occurrence: Option<String>,
    /// The words that name the event, count or tie.
    pub trigger: Words,
    /// What is claimed.
    #[serde(flatten)]
    pub body: Body,
    /// Whether it is said to have happened, and how surely.
    pub modality: Modality,
    /// Who says so, outermost first; never empty.
    pub attribution: Vec<Voice>,
    /// Every span used, with the rule or model that used it.
    pub evidence: Vec<Evidence>,
    /// In parts; combined only in a view.
    pub confidence: Confidence,
}

/// The five kinds of claim.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// One occurrence.
    Event(Box<Event>),
    /// A count of occurrences, or of their results, over a window and a scope.
    Tally(Box<Tally>),
    /// How much force somebody has somewhere.
    Posture(Posture),
    /// A standing tie between actors.
    Relation(Relation),
    /// A source's judgement of what is going on or may come.
    Assessment(Assessment),
}

impl Body {
    /// `event`, `tally`, `posture`, `relation` or `assessment`.
    pub fn kind(&self) -> &'static str {
        match self {
            Body::Event(_) => "event",
            Body::Tally(_) => "tally",
            Body::Posture(_) => "posture",
            Body::Relation(_) => "relation",
            Body::Assessment(_) => "assessment",
        }
    }
}

/// PLOVER's sixteen event types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs)]
pub enum EventType {
    Agree,
    Consult,
    Support,
    Concede,
    Cooperate,
    Aid,
    Retreat,
    Request,
    Accuse,
    Reject,
    Threaten,
    Protest,
    Sanction,
    Mobilize,
    Coerce,
    Assault,
}

impl EventType {
    /// Types whose actual events become incidents.
    pub fn makes_incidents(self) -> bool {
        matches!(self, EventType::Assault | EventType::Coerce | EventType::Protest | EventType::Mobilize)
    }
}

/// One occurrence: someone did something to someone, at a time and a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Event {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// Foreign codes, looked up from `data/crosswalks` when the claim is printed.
    pub codes: BTreeMap<String, BTreeMap<String, String>>,
    /// Who did it.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// The thing hit or aimed at.
    pub targets: Vec<Target>,
    /// What was used.
    pub weapons: Vec<Weapon>,
    /// What became of what was launched.
    pub outcomes: Vec<Outcome>,
    /// Harm to people.
    pub casualties: Vec<Casualty>,
    /// Harm to things.
    pub damage: Vec<Damage>,
    /// Who is held to have done it, and by whom.
    pub responsibility: Vec<Responsibility>,
    /// Who shot it down.
    pub interceptors: Vec<Party>,
    /// When.
    pub when: Option<When>,
    /// Where, the most specific place first.
    #[serde(rename = "where")]
    pub places: Vec<Place>,
    /// Id of the claim of the wave or battle it belongs to.
    pub part_of: Option<String>,
}

/// A person, group, force or government as the text names it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Party {
    /// Mention id (`m4`).
    pub mention: Option<String>,
    /// Actor id: from the actor list, `country:XX` for a country that the list has no government of, or
    /// local to the document (`d1`) for actors that are not known.
    pub actor: Option<String>,
    /// The name, or the words.
    pub name: String,
    /// True when resolved in the actor list, or a country.
    pub named: bool,
    /// How many, where told ("10 members of his government").
    pub count: Option<Count>,
    /// Where the words stand.
    pub span: Span,
}

/// The thing hit or aimed at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Target {
    /// Mention id.
    pub mention: Option<String>,
    /// Target kind of the ontology.
    pub kind: String,
    /// The words.
    pub name: String,
    /// How many, where told.
    pub count: Option<Count>,
    /// Where the words stand.
    pub span: Span,
}

/// What was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Weapon {
    /// Weapon class of the ontology: the most specific that the words settle.
    pub class: String,
    /// How many, where told.
    pub count: Option<Count>,
    /// Where the words stand.
    pub span: Words,
}

/// What became of the things launched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OutcomeValue {
    /// It reached the target or did its work.
    Hit,
    /// Stopped on the way.
    Intercepted,
    /// It malfunctioned, did not detonate, or went off early.
    Failed,
    /// It came down elsewhere.
    Missed,
    /// Stopped before it was launched or set off.
    Foiled,
    /// Not told.
    Unknown,
}

/// An outcome with how many it holds for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// What became of it.
    pub value: OutcomeValue,
    /// Of how many, where told.
    pub count: Option<Count>,
    /// True where the source says that it got through the defences.
    pub penetrated: bool,
    /// The words.
    pub span: Words,
}

/// What was done to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Effect {
    Killed,
    Injured,
    Missing,
    Captured,
    Displaced,
    Sick,
}

impl Effect {
    /// The word that is printed; it is also the measure of a tally that counts it.
    pub fn word(self) -> &'static str {
        match self {
            Effect::Killed => "killed",
            Effect::Injured => "injured",
            Effect::Missing => "missing",
            Effect::Captured => "captured",
            Effect::Displaced => "displaced",
            Effect::Sick => "sick",
        }
    }
}

/// Harm to people: silence is unknown, "no casualties" is zero.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Casualty {
    /// What was done to them.
    pub effect: Effect,
    /// How many.
    pub count: Count,
    /// Actor id of the side, where known.
    pub side: Option<String>,
    /// `civilian`, `soldier`, `police`, `fighter`, `official`, `journalist`, `aid worker`, `peacekeeper` or `unknown`.
    pub class: String,
    /// The word used for the harm ("concussion").
    pub words: String,
    /// Where the words stand.
    pub span: Words,
}

/// Harm to things, as told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Damage {
    /// What was harmed.
    pub what: String,
    /// `damaged` or `destroyed`.
    pub degree: String,
    /// Where the words stand.
    pub span: Words,
}

/// How an actor is tied to the deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ResponsibilityStatus {
    /// Told as fact.
    Stated,
    /// By an authority or the other side.
    Accused,
    /// Suspected.
    Suspected,
    /// By itself.
    Claimed,
    /// By itself.
    Denied,
    /// "No group has claimed".
    Unknown,
}

/// Who is held to have done it, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Responsibility {
    /// Mention id of the actor.
    pub mention: Option<String>,
    /// Its name or words; null for an unclaimed deed.
    pub name: Option<String>,
    /// How it is tied to the deed.
    pub status: ResponsibilityStatus,
    /// Index into the claim's `attribution`.
    pub by: usize,
    /// The words.
    pub span: Option<Words>,
}

/// Where something happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Place {
    /// `geonames:N`, `town:slug`, `airport:ICAO`, `site:slug`, `region:slug`, `country:XX`, `sea:slug`.
    pub place: String,
    /// The words.
    pub name: String,
    /// ISO 3166-1 code, where the place lies in or off one country.
    pub country: Option<String>,
    /// First-order division.
    pub admin1: Option<Admin1>,
    /// Degrees north, rounded to 4 places.
    pub lat: Option<f64>,
    /// Degrees east, rounded to 4 places.
    pub lon: Option<f64>,
    /// 1 the place itself, 2 near it, 3 its district or region, 4 the country, 5 a sea area or unknown.
    pub precision: u8,
    /// Where the words stand.
    pub span: Span,
}

/// Great-circle distance between two points, each degrees north and east.
pub fn kilometres((lat_a, lon_a): (f64, f64), (lat_b, lon_b): (f64, f64)) -> f64 {
    let (a, b) = (lat_a.to_radians(), lat_b.to_radians());
    let half_lat = ((b - a) / 2.0).sin();
    let half_lon = ((lon_b - lon_a).to_radians() / 2.0).sin();
    let chord = half_lat * half_lat + a.cos() * b.cos() * half_lon * half_lon;
    2.0 * 6371.0 * chord.clamp(0.0, 1.0).sqrt().asin()
}

/// A first-order administrative division.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Admin1 {
    /// GeoNames code, `IQ.11`.
    pub code: String,
    /// English name.
    pub name: String,
}

/// A count over a window and a scope. It contains events; it is never one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Tally {
    /// What kind of event is counted, or whose results are.
    pub of: TallyOf,
    /// `events launched intercepted killed injured missing captured displaced`.
    pub measure: String,
    /// How many.
    pub count: Count,
    /// Over what time.
    pub window: Option<When>,
    /// Where.
    #[serde(rename = "where")]
    pub places: Vec<Place>,
    /// By whom.
    pub actors: Vec<Party>,
    /// To whom.
    pub recipients: Vec<Party>,
    /// Ids of the event claims of this text that it says it contains.
    pub contains: Vec<String>,
}

/// What a tally counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TallyOf {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER modes.
    pub modes: Vec<String>,
}

/// How much force somebody has somewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Posture {
    /// Whose force.
    pub holder: Option<Party>,
    /// What is counted: `troops`, `aircraft`, …
    pub unit: String,
    /// How many.
    pub count: Count,
    /// Where.
    #[serde(rename = "where")]
    pub places: Vec<Place>,
    /// When, where told.
    pub when: Option<When>,
}

/// Standing ties between actors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Predicate {
    BackedBy,
    PartOf,
    MemberOf,
    Leads,
    Commands,
    SpokespersonOf,
    AlliedWith,
    OpposedTo,
    Supplies,
    Hosts,
    EmployedBy,
    LocatedIn,
}

/// A standing tie: subject, predicate, object.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Relation {
    /// Who.
    pub subject: Party,
    /// Is tied how.
    pub predicate: Predicate,
    /// To whom.
    pub object: Party,
    /// When, where told.
    pub when: Option<When>,
}

/// A source's judgement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Assessment {
    /// Who judges; null for the report itself.
    pub by: Option<Party>,
    /// What it is about.
    pub about: Option<Words>,
    /// The judgement.
    pub content: Words,
}

/// Whether the deed is said to have happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ModalityValue {
    /// It happened.
    Actual,
    /// Background, a year or more before the story.
    Historical,
    /// Said by its doer not to have happened.
    Denied,
    /// Said not to have happened.
    Negated,
    /// Announced as a threat.
    Threatened,
    /// Intended.
    Planned,
    /// Asked for.
    Requested,
    /// Might happen.
    Hypothetical,
    /// Might have happened.
    Counterfactual,
    /// Drill or test.
    Exercise,
}

/// How surely the source says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Certainty {
    Certain,
    Probable,
    Possible,
}

/// Modality and the source's own hedge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Modality {
    /// Whether it is said to have happened.
    pub value: ModalityValue,
    /// How surely.
    pub certainty: Certainty,
}

impl Modality {
    /// It happened, and the source does not hedge.
    pub const ACTUAL: Modality = Modality { value: ModalityValue::Actual, certainty: Certainty::Certain };
}

/// What kind of source a voice is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// A person with a name.
    Named,
    /// Persons described but not named.
    Anonymous,
    /// Ministry, army, group, organisation, radio.
    Institution,
    /// Report, statement, data, court file.
    Document,
    /// Described as having seen it.
    Witness,
    /// The report itself.
    Outlet,
}

/// One source of a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Voice {
    /// The source's words; null for the outlet.
    pub name: Option<String>,
    /// What kind of source.
    pub kind: SourceKind,
    /// How many persons speak ("two US officials").
    pub number: Option<Count>,
    /// Why or how they speak ("asked to remain anonymous").
    pub standing: Option<String>,
    /// Index of the voice that passes this one on.
    pub via: Option<usize>,
    /// The words that report ("said", "according to").
    pub cue: Option<String>,
    /// Where it stands beside the cue; a pronoun or a short form of `name` where it was told before.
    pub span: Option<Span>,
    /// Where the cue stands.
    pub cue_span: Option<Span>,
    /// What is said, without quotation marks.
    pub content: Vec<Span>,
}

impl Voice {
    /// The report itself.
    pub fn outlet() -> Voice {
        Voice {
            name: None,
            kind: SourceKind::Outlet,
            number: None,
            standing: None,
            via: None,
            cue: None,
            span: None,
            cue_span: None,
            content: Vec::new(),
        }
    }
}

/// A span that a rule used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Evidence {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The rule or model, `attack/launch-at`.
    pub rule: String,
}

/// Parts of confidence. They are never multiplied here.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Confidence {
    /// How sure the extraction is that the text says so, 0 to 1, rounded to two places.
    pub extraction: f64,
}

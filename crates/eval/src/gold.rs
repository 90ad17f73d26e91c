//! Gold reports: a text, and the claims that a careful reader finds in it.
//!
//! The shape follows `casus_model::Claim`, with what only gold has: other words that are as right, and
//! `optional` where the codebook leaves it open.

use casus_model::{
    Count, Effect, EventType, Modality, OutcomeValue, Predicate, ResponsibilityStatus, SourceKind, Span, When,
};
use jiff::civil::Date;

/// A report and its gold claims.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldReport {
    /// File name without its endings.
    pub name: String,
    /// The text that the system reads: the file without its first line and the blank line after it.
    pub text: String,
    /// Day of publication to hand to the system, where the gold file gives it.
    pub published: Option<Date>,
    /// Nobody looks at how the report is read while rules are written.
    pub held: bool,
    /// The claims in the order of the file.
    pub claims: Vec<GoldClaim>,
    /// Hexadecimal sha256 of both files.
    pub digest: String,
}

/// A gold claim with its words found in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldClaim {
    /// Line of the gold file.
    pub line: usize,
    /// Name that other claims of the file use, where one was given.
    pub id: Option<String>,
    /// Claims of one occurrence share it.
    pub occurrence: String,
    /// What is claimed.
    pub kind: GoldKind,
    /// PLOVER type of an event, or of what a tally counts.
    pub event_type: Option<EventType>,
    /// Types that are as right.
    pub or_types: Vec<EventType>,
    /// PLOVER modes.
    pub modes: Vec<String>,
    /// Modes that may be added without being wrong.
    pub or_modes: Vec<String>,
    /// The words that name it.
    pub trigger: Span,
    /// Other words of the text that name it.
    pub also: Vec<Span>,
    /// The codebook leaves open whether it is a claim: neither missed nor spurious.
    pub optional: bool,
    /// Whether it is said to have happened.
    pub modality: Modality,
    /// Who did it, or whose results a tally counts.
    pub actors: Vec<GoldParty>,
    /// To whom.
    pub recipients: Vec<GoldParty>,
    /// The things hit or aimed at.
    pub targets: Vec<GoldTarget>,
    /// What was used.
    pub weapons: Vec<GoldWeapon>,
    /// What became of it.
    pub outcomes: Vec<GoldOutcome>,
    /// Harm to people.
    pub casualties: Vec<GoldCasualty>,
    /// Who is held to have done it.
    pub responsibility: Vec<GoldResponsibility>,
    /// Who stopped it.
    pub interceptors: Vec<GoldParty>,
    /// When, or the window of a tally.
    pub when: Option<When>,
    /// Where.
    pub places: Vec<GoldPlace>,
    /// The `id` of the wave it belongs to.
    pub part_of: Option<String>,
    /// Who says so; the report itself where the file names nobody.
    pub attribution: Vec<GoldVoice>,
}

/// The kinds of claim, with what only they hold.
#[derive(Clone, Debug, PartialEq)]
pub enum GoldKind {
    /// One occurrence.
    Event,
    /// A count over a window.
    Tally {
        /// What is counted.
        measure: String,
        /// How many.
        count: Count,
        /// Ids of the claims it contains.
        contains: Vec<String>,
    },
    /// How much force somebody has somewhere.
    Posture {
        /// Whose force.
        holder: Option<GoldParty>,
        /// What is counted.
        unit: String,
        /// How many.
        count: Count,
    },
    /// A standing tie.
    Relation {
        /// Who.
        subject: GoldParty,
        /// Is tied how.
        predicate: Predicate,
        /// To whom.
        object: GoldParty,
    },
    /// A judgement.
    Assessment {
        /// Who judges.
        by: Option<GoldParty>,
        /// The judgement.
        content: Span,
    },
}

impl GoldKind {
    /// `event`, `tally`, `posture`, `relation` or `assessment`.
    pub fn name(&self) -> &'static str {
        match self {
            GoldKind::Event => "event",
            GoldKind::Tally { .. } => "tally",
            GoldKind::Posture { .. } => "posture",
            GoldKind::Relation { .. } => "relation",
            GoldKind::Assessment { .. } => "assessment",
        }
    }
}

/// A party: its words, and other words of the text that are as right.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldParty {
    /// Where it is named.
    pub spans: Vec<Span>,
    /// Neither missed nor spurious.
    pub optional: bool,
}

/// A target.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldTarget {
    /// Target kinds that are right; the first is the one meant.
    pub kinds: Vec<String>,
    /// Its words.
    pub spans: Vec<Span>,
    /// Neither missed nor spurious.
    pub optional: bool,
}

/// A weapon.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldWeapon {
    /// Classes that are right; the first is the one meant.
    pub classes: Vec<String>,
    /// Classes that are right but less specific.
    pub broader: Vec<String>,
    /// How many, where told.
    pub count: Option<Count>,
    /// Its words.
    pub spans: Vec<Span>,
    /// Neither missed nor spurious.
    pub optional: bool,
}

/// An outcome.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldOutcome {
    /// What became of it.
    pub value: OutcomeValue,
    /// Of how many, where told.
    pub count: Option<Count>,
    /// It got through the defences.
    pub penetrated: bool,
    /// Its words.
    pub spans: Vec<Span>,
    /// Neither missed nor spurious.
    pub optional: bool,
}

/// Harm to people.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldCasualty {
    /// What was done.
    pub effect: Effect,
    /// How many.
    pub count: Count,
    /// Classes of people that are right; the first is the one meant.
    pub classes: Vec<String>,
    /// Its words.
    pub spans: Vec<Span>,
    /// Neither missed nor spurious.
    pub optional: bool,
}

/// Who is held to have done it.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldResponsibility {
    /// How the party is tied to the deed.
    pub status: ResponsibilityStatus,
    /// Its words.
    pub spans: Vec<Span>,
    /// Neither missed nor spurious.
    pub optional: bool,
}

/// A place, without ids of any gazetteer.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldPlace {
    /// Plain name of the place.
    pub name: String,
    /// ISO 3166-1 code.
    pub country: Option<String>,
    /// Degrees north, to one place.
    pub lat: Option<f64>,
    /// Degrees east, to one place.
    pub lon: Option<f64>,
    /// As in the codebook, 1 to 5.
    pub precision: u8,
    /// Its words.
    pub spans: Vec<Span>,
    /// Neither missed nor spurious.
    pub optional: bool,
}

/// A source of a claim.
#[derive(Clone, Debug, PartialEq)]
pub struct GoldVoice {
    /// Kinds that are right; the first is the one meant.
    pub kinds: Vec<SourceKind>,
    /// How many persons speak.
    pub number: Option<Count>,
    /// Its words; empty for the outlet.
    pub spans: Vec<Span>,
    /// The words that report.
    pub cue: Option<String>,
    /// Index of the voice that passes it on.
    pub via: Option<usize>,
    /// Neither missed nor spurious.
    pub optional: bool,
}

impl GoldVoice {
    /// The report itself.
    pub fn outlet() -> GoldVoice {
        let kinds = vec![SourceKind::Outlet];
        GoldVoice { kinds, number: None, spans: Vec::new(), cue: None, via: None, optional: false }
    }
}

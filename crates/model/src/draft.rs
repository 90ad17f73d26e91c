//! Claims before their mentions are resolved: what `extract` gives and `resolve` takes.
//!
//! A draft is one reading of one trigger in one sentence. Drafts of one occurrence are joined, and
//! their mentions become actors and places, in `resolve`.

use crate::{
    Certainty, Count, Damage, Effect, EventType, Evidence, ModalityValue, OutcomeValue, Predicate,
    ResponsibilityStatus, SourceKind, Span, When, Words,
};

/// A noun phrase that a draft refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Index of the sentence.
    pub sentence: u32,
    /// Index of the head token.
    pub head: u32,
    /// The phrase without articles and without what follows the head.
    pub span: Span,
    /// How many, where told.
    pub count: Option<Count>,
    /// The head is plural.
    pub plural: bool,
    /// "the", "this", "their": something known already.
    pub definite: bool,
    /// A pronoun.
    pub pronoun: bool,
}

/// One reading of one trigger.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The frame or facet that read it.
    pub rule: String,
    /// Index of the sentence.
    pub sentence: u32,
    /// It stands in the headline, which repeats what the report tells.
    pub headline: bool,
    /// Index of the trigger token.
    pub token: u32,
    /// The trigger's words.
    pub trigger: Span,
    /// What is claimed.
    pub body: DraftBody,
    /// Whether it is said to have happened.
    pub modality: ModalityValue,
    /// How surely.
    pub certainty: Certainty,
    /// Who says so, outermost first; empty for the report itself.
    pub voices: Vec<DraftVoice>,
    /// Spans used.
    pub evidence: Vec<Evidence>,
    /// 0 to 1.
    pub extraction: f64,
}

/// What a draft claims.
#[derive(Clone, Debug, PartialEq)]
pub enum DraftBody {
    /// One occurrence.
    Event(Box<DraftEvent>),
    /// A count of occurrences or results.
    Tally(Box<DraftTally>),
    /// Force somewhere.
    Posture {
        /// Whose.
        holder: Option<Mention>,
        /// What is counted.
        unit: String,
        /// How many.
        count: Count,
        /// Indices into the toponyms.
        places: Vec<usize>,
        /// When.
        when: Option<When>,
    },
    /// A standing tie.
    Relation {
        /// Who.
        subject: Mention,
        /// Is tied how.
        predicate: Predicate,
        /// To whom.
        object: Mention,
        /// When, where told.
        when: Option<When>,
    },
    /// A judgement.
    Assessment {
        /// Who judges.
        by: Option<Mention>,
        /// About what.
        about: Option<Words>,
        /// The judgement.
        content: Words,
    },
}

/// How an event's trigger refers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reference {
    /// A verb, or "an attack": told here.
    New,
    /// "the attack": told before, or known.
    Known,
}

/// An occurrence as one trigger tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftEvent {
    /// PLOVER type.
    pub event_type: EventType,
    /// Modes of the frame; weapons add theirs.
    pub modes: Vec<String>,
    /// Who.
    pub actors: Vec<Mention>,
    /// To whom.
    pub recipients: Vec<Mention>,
    /// Things hit, with their kind.
    pub targets: Vec<(Mention, String)>,
    /// Weapons, with their class.
    pub weapons: Vec<(Mention, String)>,
    /// What became of it.
    pub outcomes: Vec<DraftOutcome>,
    /// Harm to people.
    pub casualties: Vec<DraftCasualty>,
    /// Harm to things.
    pub damage: Vec<Damage>,
    /// Who stopped it.
    pub interceptors: Vec<Mention>,
    /// Who is held responsible, when not simply stated.
    pub responsibility: Option<ResponsibilityStatus>,
    /// When; the parts told here.
    pub times: Vec<When>,
    /// Indices into the toponyms.
    pub places: Vec<usize>,
    /// Adds to an event told nearby, and makes none by itself.
    pub attaches: bool,
    /// Tells what came later of an event told nearby, and makes one of its own only where none is.
    pub aftermath: bool,
    /// The token of the verb that it leaves out, which tells another deed of its sentence.
    pub leaves_out: Option<u32>,
    /// How the trigger refers.
    pub reference: Reference,
    /// Event triggers (sentence, token) that this one is said to come from or to be.
    pub same_as: Vec<(u32, u32)>,
    /// Tokens (sentence, token) that stand for the event itself as an argument: "the drone" of a launch.
    pub things: Vec<(u32, u32)>,
}

/// An outcome as one trigger tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftOutcome {
    /// What became of it.
    pub value: OutcomeValue,
    /// Of how many.
    pub count: Option<Count>,
    /// It got through the defences.
    pub penetrated: bool,
    /// The words.
    pub span: Span,
}

/// Harm to people as one trigger tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftCasualty {
    /// What was done to them.
    pub effect: Effect,
    /// Only what the trigger implies ("was shot"): it gives way to whatever else is told of the occurrence.
    pub implied: bool,
    /// How many.
    pub count: Count,
    /// Whom.
    pub victim: Option<Mention>,
    /// Casualty class.
    pub class: String,
    /// The word for the harm.
    pub words: String,
    /// Where it is told.
    pub span: Span,
}

/// A count as one trigger tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftTally {
    /// PLOVER type of what is counted.
    pub event_type: EventType,
    /// Modes.
    pub modes: Vec<String>,
    /// `events`, `injured`, …
    pub measure: String,
    /// How many.
    pub count: Count,
    /// Over what time.
    pub window: Option<When>,
    /// Indices into the toponyms.
    pub places: Vec<usize>,
    /// By whom.
    pub actors: Vec<Mention>,
    /// To whom.
    pub recipients: Vec<Mention>,
    /// Event mentions (sentence, token) that it says it contains: "the incident was among".
    pub contains: Vec<(u32, u32)>,
}

/// A source as one cue tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct DraftVoice {
    /// Mentions of one source in a document share this number.
    pub identity: usize,
    /// The source; none where only a pronoun or nothing stands.
    pub source: Option<Mention>,
    /// The source's full words.
    pub words: Option<Words>,
    /// What kind of source.
    pub kind: SourceKind,
    /// How many speak.
    pub number: Option<Count>,
    /// Why or how they speak.
    pub standing: Option<Words>,
    /// Index of the voice that passes this one on.
    pub via: Option<usize>,
    /// The words that report.
    pub cue: Option<Words>,
    /// What is said.
    pub content: Vec<Span>,
}

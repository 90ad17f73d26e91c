//! One document, read: the public shape `casus.read/1`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Claim, Document, Incident, Span};

/// Name and version of the public shape. Fields may be added; a rename or removal is a new version.
pub const SCHEMA: &str = "casus.read/1";

/// Everything casus reads out of one document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Reading {
    /// [`SCHEMA`].
    pub schema: String,
    /// The document with its text.
    pub document: Document,
    /// Claims in order of trigger, then kind.
    pub claims: Vec<Claim>,
    /// What the claims add up to inside this document.
    pub incidents: Vec<Incident>,
    /// Actors, named and unnamed, in order of first mention.
    pub actors: Vec<NamedActor>,
    /// Mentions that claims refer to, in order.
    pub mentions: Vec<TextMention>,
    /// What a reader should know about this reading.
    pub diagnostics: Vec<Diagnostic>,
    /// What made it.
    pub versions: Versions,
}

/// An actor of this document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NamedActor {
    /// From the actor list, or `d1`, `d2` … for actors without a name.
    pub id: String,
    /// Name, or the first words used.
    pub name: String,
    /// Class of the actor list, or what the words say.
    pub class: String,
    /// ISO 3166-1 code, where settled.
    pub country: Option<String>,
    /// Mentions of it.
    pub mentions: Vec<String>,
}

/// What a mention is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum MentionKind {
    Actor,
    Place,
    Weapon,
    Target,
    Time,
}

/// Words in the text that a claim refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TextMention {
    /// `m1`, `m2` … in reading order.
    pub id: String,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The words.
    pub text: String,
    /// What it is of.
    pub kind: MentionKind,
}

/// A note for the reader of a reading: nothing failed, but something is worth knowing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
pub struct Diagnostic {
    /// Stable code, `W012`.
    pub code: String,
    /// What and why, in words.
    pub message: String,
    /// Where, if anywhere in particular.
    pub span: Option<Span>,
}

/// What made a reading.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Versions {
    /// The program.
    pub casus: String,
    /// Digest of the knowledge in `data/` and the gazetteer.
    pub data: String,
    /// Names and digests of the language models.
    pub model: String,
}

//! Mentions → actors and places; claims told twice in one document become one.
//!
//! Comes in: drafts, the annotated sentences, and the document's places. Goes out: claims with ids,
//! the document's incidents, its actors and mentions. Every merge inside a document is decided here:
//! which drafts tell the same occurrence ([`occurrence`]), and which mentions are the same actor.
//!
//! Deliberately not known here: other documents (that is `link`), how drafts were found (`extract`).

mod actors;
mod again;
mod anaphora;
mod beside;
mod claims;
mod days;
mod distance;
mod doers;
mod facets;
mod incidents;
mod numbering;
mod occurrence;
mod shares;
mod sides;
mod telling;
mod waves;

use casus_annotate::Annotation;
use casus_model::{Claim, Diagnostic, DocumentId, Draft, Incident, NamedActor, Place, TextMention};

/// What the resolver looks at.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The document's id, for claim keys.
    pub document: &'a DocumentId,
    /// Day of publication.
    pub published: Option<jiff::civil::Date>,
    /// Sentences with marks.
    pub annotation: &'a Annotation<'a>,
    /// The places that marks and drafts refer to by index.
    pub places: &'a [Place],
}

/// What a document says, resolved.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// Claims in order of trigger, then kind.
    pub claims: Vec<Claim>,
    /// What they add up to.
    pub incidents: Vec<Incident>,
    /// Actors in order of first mention.
    pub actors: Vec<NamedActor>,
    /// Mentions that claims refer to.
    pub mentions: Vec<TextMention>,
    /// Notes.
    pub diagnostics: Vec<Diagnostic>,
}

/// Resolves the drafts of one document.
pub fn resolve(material: &Material, drafts: Vec<Draft>) -> Resolved {
    let mut drafts = shares::without(material, drafts);
    doers::are_no_places(material, &mut drafts);
    let occurrences = occurrence::occurrences(material, &drafts);
    let mut register = actors::Register::new(material);
    let mut claims = claims::claims(material, &drafts, &occurrences, &mut register);
    waves::tie(&mut claims, material.annotation);
    days::settle(&mut claims, material);
    let incidents = incidents::incidents(&claims);
    let (actors, mentions) = register.finish();
    Resolved { claims, incidents, actors, mentions, diagnostics: Vec::new() }
}

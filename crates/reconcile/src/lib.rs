//! What the tellings of one incident add up to: every value kept, one shown, and the rule that chose it.
//!
//! Comes in: the claims of one incident, each with its [`Source`], what is known of actors, and
//! what persons decided. Goes out: a [`LedgerIncident`]. The order of the tellings does not matter: they are
//! first put in order of day of publication, document and place in the text, and "latest" means published.
//!
//! # How a value comes to be shown
//!
//! 1. What a person decided (`decided`).
//! 2. Else a *standing* value: one that a current version tells, and that its own teller has not replaced.
//!    The same voice in a later copy of the same text replaces what it said; that is an update of one
//!    origin, not a second voice.
//! 3. Of standing values the most precise: "near Bree" gives way to "the north gate of Bree", and it counts
//!    as a voice for it (`finest`). "Only" one value is told: `only`.
//! 4. Of several that are equally the most precise, the one that the most independent origins fit
//!    (`most-origins`), then the earliest published (`earliest`), then the one in the finest words (`finest`),
//!    then the one with the most direct source (`most-direct`, `data/reconcile/directness.tsv`), then the first
//!    in order of documents and text (`first`).
//!
//! Tolls have a rule of their own ([`toll`]), because the dead of a bombing become more over days; so has
//! responsibility ([`blame`]).
//!
//! # What is disputed
//!
//! Two standing values that cannot both hold, told by two voices of which neither tells both. Values that
//! differ only in precision are no dispute, nor is anything that can be true beside the other.
//!
//! Running totals are no tellings of an incident; [`tallies`] sets them against all that the ledger has.
//!
//! Deliberately not known here: why these claims are one incident, other incidents, the clock.

mod blame;
mod decided;
mod field;
mod means;
mod party;
mod place;
mod tally;
mod tellings;
mod toll;
mod when;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use casus_model::{
    Body, Certainty, Claim, DocumentId, Event, EventType, FieldDecision, INCIDENT_SCHEMA, LedgerIncident,
    ModalityValue, Review,
};

pub use blame::answers;
pub use decided::shown;
pub use tally::tallies;
pub use tellings::{Background, Source, Telling};

pub(crate) use field::{By, Voices, plain};
pub(crate) use party::{fits, known_party};
pub(crate) use place::{known_place, within as within_place};
pub(crate) use toll::{meets, range};
pub(crate) use when::window;

use field::Said;

/// The incident with this id, as the tellings add up to.
///
/// Of the tellings, those of events that make incidents and happened give values. Denials, accusations and
/// denied deeds among them give responsibility only ([`answers`] finds them in a document). Decisions may
/// come in any order; of two for one field the later holds.
pub fn reconcile(
    id: &str,
    tellings: &[Telling],
    background: &Background,
    decisions: &[FieldDecision],
) -> LedgerIncident {
    let voices = Voices::new(tellings);
    let said = Values { voices: &voices, background };
    let mut incident = LedgerIncident {
        schema: INCIDENT_SCHEMA.to_owned(),
        id: id.to_owned(),
        review: Review::New,
        event_type: said.event_type(),
        modes: said.modes(),
        certainty: said.certainty(),
        when: said.when(),
        places: said.places(),
        actors: said.actors(),
        recipients: said.recipients(),
        targets: said.targets(),
        weapons: said.weapons(),
        outcomes: said.outcomes(),
        casualties: toll::tolls(&voices),
        damage: said.damage(),
        responsibility: blame::responsibility(&voices, background),
        interceptors: said.interceptors(),
        decided: Vec::new(),
        claims: said.claims(),
        documents: said.documents(),
        origins: said.origins(),
    };
    decided::decide(&mut incident, decisions);
    incident
}

/// The tellings, as fields look at them.
struct Values<'a> {
    voices: &'a Voices<'a>,
    background: &'a Background,
}

impl<'a> Values<'a> {
    /// The deeds told as having happened, with the number of their telling.
    fn events(&self) -> impl Iterator<Item = (usize, &'a Event)> {
        self.voices
            .tellings
            .iter()
            .enumerate()
            .filter_map(|(at, telling)| deed(telling.claim).map(|event| (at, event)))
    }

    /// What each deed says for a field, by its outermost voice.
    fn said<T>(&self, values: impl Fn(usize, &Event) -> Vec<T>) -> Vec<Said<T>> {
        let said = |(at, event)| {
            values(at, event).into_iter().map(move |value| Said { value, by: By::outermost(at) })
        };
        self.events().flat_map(said).collect()
    }

    /// The type that the most origins tell, then the one that matters more to a ledger of violence.
    fn event_type(&self) -> EventType {
        let mut origins: BTreeMap<EventType, BTreeSet<&DocumentId>> = BTreeMap::new();
        for (at, event) in self.events() {
            origins.entry(event.event_type).or_default().insert(&self.voices.tellings[at].source.origin);
        }
        let most = origins.into_iter().max_by_key(|(event_type, origins)| (origins.len(), *event_type));
        most.map_or(EventType::Assault, |(event_type, _)| event_type)
    }

    fn modes(&self) -> Vec<String> {
        let modes: BTreeSet<&String> = self.events().flat_map(|(_, event)| &event.modes).collect();
        modes.into_iter().cloned().collect()
    }

    fn certainty(&self) -> Certainty {
        let sure = self.events().map(|(at, _)| self.voices.tellings[at].claim.modality.certainty).min();
        sure.unwrap_or(Certainty::Possible)
    }

    fn claims(&self) -> Vec<String> {
        let keys: BTreeSet<_> = self.voices.tellings.iter().map(|told| told.claim.key.clone()).collect();
        keys.into_iter().collect()
    }

    fn documents(&self) -> Vec<DocumentId> {
        let ids: BTreeSet<_> = self.voices.tellings.iter().map(|told| told.source.document.clone()).collect();
        ids.into_iter().collect()
    }

    /// Origins of current versions; of an incident that only replaced versions tell, of all.
    fn origins(&self) -> usize {
        let origins = |superseded: bool| {
            let told = self.voices.tellings.iter().filter(move |told| superseded || !told.source.superseded);
            told.map(|told| &told.source.origin).collect::<BTreeSet<_>>().len()
        };
        if origins(false) > 0 { origins(false) } else { origins(true) }
    }
}

/// The event of a claim that it happened, of a type that makes incidents.
fn deed(claim: &Claim) -> Option<&Event> {
    let Body::Event(event) = &claim.body else { return None };
    (event.event_type.makes_incidents() && claim.modality.value == ModalityValue::Actual).then_some(event)
}

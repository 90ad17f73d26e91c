//! What the claims of one document add up to: one incident an occurrence, every value kept.

use std::collections::BTreeMap;

use casus_model::{Body, Claim, Event, Incident, ModalityValue, Told, Valued};

/// The incidents of a document, in reading order.
pub(crate) fn incidents(claims: &[Claim]) -> Vec<Incident> {
    let mut order: Vec<&str> = Vec::new();
    let mut told: BTreeMap<&str, Vec<(&Claim, &Event)>> = BTreeMap::new();
    for claim in claims {
        let (Some(occurrence), Some(event)) = (claim.occurrence.as_deref(), event_of_incident(claim)) else {
            continue;
        };
        let tellings = told.entry(occurrence).or_default();
        if tellings.is_empty() {
            order.push(occurrence);
        }
        tellings.push((claim, event));
    }
    let numbered = order.into_iter().enumerate();
    numbered.map(|(index, occurrence)| incident(index + 1, occurrence, &told[occurrence])).collect()
}

/// The event of a claim that makes an incident.
fn event_of_incident(claim: &Claim) -> Option<&Event> {
    match &claim.body {
        Body::Event(event) => {
            let makes = event.event_type.makes_incidents() && claim.modality.value == ModalityValue::Actual;
            makes.then_some(event)
        }
        _ => None,
    }
}

fn incident(number: usize, occurrence: &str, told: &[(&Claim, &Event)]) -> Incident {
    let mut modes: Vec<String> = told.iter().flat_map(|(_, event)| event.modes.iter().cloned()).collect();
    modes.sort();
    modes.dedup();
    let same_party = |one: &casus_model::Party, other: &casus_model::Party| {
        one.actor == other.actor && one.name == other.name
    };
    Incident {
        id: format!("i{number}"),
        occurrence: occurrence.to_owned(),
        claims: told.iter().map(|(claim, _)| claim.id.clone()).collect(),
        event_type: told[0].1.event_type,
        modes,
        actors: valued(told, |event| event.actors.clone(), same_party),
        recipients: valued(told, |event| event.recipients.clone(), same_party),
        targets: valued(told, |event| event.targets.clone(), |one, other| one.kind == other.kind),
        weapons: valued(
            told,
            |event| event.weapons.clone(),
            |one, other| one.class == other.class && one.count == other.count,
        ),
        outcomes: valued(
            told,
            |event| event.outcomes.clone(),
            |one, other| one.value == other.value && one.count == other.count,
        ),
        casualties: valued(
            told,
            |event| event.casualties.clone(),
            |one, other| {
                one.effect == other.effect
                    && (one.count.low, one.count.high) == (other.count.low, other.count.high)
            },
        ),
        when: valued(
            told,
            |event| event.when.clone().into_iter().collect(),
            |one, other| (&one.start, &one.end, &one.partial) == (&other.start, &other.end, &other.partial),
        ),
        places: valued(told, |event| event.places.clone(), |one, other| one.place == other.place),
    }
}

/// Every distinct value with the claims that tell it; the one told by most claims is preferred, the
/// first of equals.
fn valued<T: Clone>(
    told: &[(&Claim, &Event)],
    values: impl Fn(&Event) -> Vec<T>,
    same: impl Fn(&T, &T) -> bool,
) -> Valued<T> {
    let mut all: Vec<Told<T>> = Vec::new();
    for (claim, event) in told {
        for value in values(event) {
            match all.iter_mut().find(|known| same(&known.value, &value)) {
                Some(known) => known.claims.push(claim.id.clone()),
                None => all.push(Told { value, claims: vec![claim.id.clone()] }),
            }
        }
    }
    let most = all.iter().map(|told| told.claims.len()).max().unwrap_or(0);
    let preferred = all.iter().find(|told| told.claims.len() == most).map(|told| told.value.clone());
    Valued { preferred, all }
}

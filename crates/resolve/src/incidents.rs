//! What the claims of one document add up to: one incident an occurrence, every value kept.

use casus_model::{Body, Claim, Event, Incident, ModalityValue, Told, Valued};

/// The incidents of a document, in reading order.
pub(crate) fn incidents(claims: &[Claim]) -> Vec<Incident> {
    let mut occurrences: Vec<&str> = Vec::new();
    for claim in claims.iter().filter(|claim| makes_incident(claim)) {
        if let Some(occurrence) = claim.occurrence.as_deref()
            && !occurrences.contains(&occurrence)
        {
            occurrences.push(occurrence);
        }
    }
    let numbered = occurrences.into_iter().enumerate();
    numbered.filter_map(|(index, occurrence)| incident(index + 1, occurrence, claims)).collect()
}

fn makes_incident(claim: &Claim) -> bool {
    match &claim.body {
        Body::Event(event) => {
            event.event_type.makes_incidents() && claim.modality.value == ModalityValue::Actual
        }
        _ => false,
    }
}

fn incident(number: usize, occurrence: &str, claims: &[Claim]) -> Option<Incident> {
    let told: Vec<(&Claim, &Event)> = claims
        .iter()
        .filter(|claim| claim.occurrence.as_deref() == Some(occurrence) && makes_incident(claim))
        .filter_map(|claim| match &claim.body {
            Body::Event(event) => Some((claim, &**event)),
            _ => None,
        })
        .collect();
    let (_, first) = told.first()?;
    let mut modes: Vec<String> = told.iter().flat_map(|(_, event)| event.modes.iter().cloned()).collect();
    modes.sort();
    modes.dedup();
    Some(Incident {
        id: format!("i{number}"),
        occurrence: occurrence.to_owned(),
        claims: told.iter().map(|(claim, _)| claim.id.clone()).collect(),
        event_type: first.event_type,
        modes,
        actors: valued(
            &told,
            |event| event.actors.clone(),
            |one, other| one.actor == other.actor && one.name == other.name,
        ),
        recipients: valued(
            &told,
            |event| event.recipients.clone(),
            |one, other| one.actor == other.actor && one.name == other.name,
        ),
        targets: valued(&told, |event| event.targets.clone(), |one, other| one.kind == other.kind),
        weapons: valued(
            &told,
            |event| event.weapons.clone(),
            |one, other| one.class == other.class && one.count == other.count,
        ),
        outcomes: valued(
            &told,
            |event| event.outcomes.clone(),
            |one, other| one.value == other.value && one.count == other.count,
        ),
        casualties: valued(
            &told,
            |event| event.casualties.clone(),
            |one, other| {
                one.effect == other.effect
                    && (one.count.low, one.count.high) == (other.count.low, other.count.high)
            },
        ),
        when: valued(
            &told,
            |event| event.when.clone().into_iter().collect(),
            |one, other| (&one.start, &one.end) == (&other.start, &other.end),
        ),
        places: valued(&told, |event| event.places.clone(), |one, other| one.place == other.place),
    })
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

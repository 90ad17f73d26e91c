//! What the claims of one document add up to: one incident an occurrence, every value kept.

use std::collections::{BTreeMap, BTreeSet};

use casus_model::{Body, Claim, Event, Incident, ModalityValue, Party, Told, Valued};

/// The incidents of a document, in reading order.
pub(crate) fn incidents(claims: &[Claim]) -> Vec<Incident> {
    let waves = waves(claims);
    let mut order: Vec<&str> = Vec::new();
    let mut told: BTreeMap<&str, Vec<(&Claim, &Event)>> = BTreeMap::new();
    for claim in claims {
        let (Some(occurrence), Some(event)) = (claim.occurrence.as_deref(), event_of_incident(claim)) else {
            continue;
        };
        if waves.contains(occurrence) {
            continue;
        }
        let tellings = told.entry(occurrence).or_default();
        if tellings.is_empty() {
            order.push(occurrence);
        }
        tellings.push((claim, event));
    }
    let numbered = order.into_iter().enumerate();
    numbered.map(|(index, occurrence)| incident(index + 1, occurrence, &told[occurrence])).collect()
}

/// The occurrences of waves whose parts are told: the parts are the incidents.
fn waves(claims: &[Claim]) -> BTreeSet<&str> {
    let whole = |claim: &Claim| match &claim.body {
        Body::Event(event) => event.part_of.clone(),
        _ => None,
    };
    let wholes: BTreeSet<String> = claims.iter().filter_map(whole).collect();
    claims
        .iter()
        .filter(|claim| wholes.contains(&claim.id))
        .filter_map(|claim| claim.occurrence.as_deref())
        .collect()
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
    let same_party = |one: &Party, other: &Party| one.actor == other.actor && one.name == other.name;
    Incident {
        id: format!("i{number}"),
        occurrence: occurrence.to_owned(),
        claims: told.iter().map(|(claim, _)| claim.id.clone()).collect(),
        event_type: told[0].1.event_type,
        modes,
        actors: valued(told, |_, event| event.actors.clone(), same_party),
        recipients: valued(told, |_, event| event.recipients.clone(), same_party),
        targets: valued(told, |_, event| event.targets.clone(), |one, other| one.kind == other.kind),
        weapons: valued(
            told,
            |_, event| event.weapons.clone(),
            |one, other| one.class == other.class && one.count == other.count,
        ),
        outcomes: valued(
            told,
            |_, event| event.outcomes.clone(),
            |one, other| one.value == other.value && one.count == other.count,
        ),
        casualties: valued(
            told,
            |_, event| event.casualties.clone(),
            |one, other| {
                one.effect == other.effect
                    && (one.count.low, one.count.high) == (other.count.low, other.count.high)
            },
        ),
        damage: valued(
            told,
            |_, event| event.damage.clone(),
            |one, other| one.what == other.what && one.degree == other.degree,
        ),
        responsibility: valued(
            told,
            |_, event| event.responsibility.clone(),
            |one, other| one.name == other.name && one.status == other.status,
        ),
        interceptors: valued(told, |_, event| event.interceptors.clone(), same_party),
        when: valued(
            told,
            |_, event| event.when.clone().into_iter().collect(),
            |one, other| (&one.start, &one.end, &one.partial) == (&other.start, &other.end, &other.partial),
        ),
        places: valued(told, |_, event| event.places.clone(), |one, other| one.place == other.place),
        attribution: valued(
            told,
            |claim, _| claim.attribution.clone(),
            |one, other| one.name == other.name && one.kind == other.kind,
        ),
    }
}

/// Every distinct value with the claims that tell it; the one told by most claims is preferred, the first of
/// equals, and the rule says which it was.
fn valued<T: Clone>(
    told: &[(&Claim, &Event)],
    values: impl Fn(&Claim, &Event) -> Vec<T>,
    same: impl Fn(&T, &T) -> bool,
) -> Valued<T> {
    let mut all: Vec<Told<T>> = Vec::new();
    for (claim, event) in told {
        for value in values(claim, event) {
            match all.iter_mut().find(|known| same(&known.value, &value)) {
                Some(known) if known.claims.contains(&claim.id) => {}
                Some(known) => known.claims.push(claim.id.clone()),
                None => all.push(Told { value, claims: vec![claim.id.clone()] }),
            }
        }
    }
    let most = all.iter().map(|told| told.claims.len()).max().unwrap_or(0);
    let foremost: Vec<&Told<T>> = all.iter().filter(|told| told.claims.len() == most).collect();
    let preferred = foremost.first().map(|told| told.value.clone());
    let rule = match (all.len(), foremost.len()) {
        (0, _) => None,
        (1, _) => Some("only"),
        (_, 1) => Some("most-claims"),
        _ => Some("first-told"),
    };
    Valued { preferred, rule: rule.map(str::to_owned), all }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casus_model::{Confidence, Modality};

    fn claim(id: &str) -> Claim {
        Claim {
            id: id.to_owned(),
            key: String::new(),
            occurrence: None,
            trigger: Default::default(),
            body: Body::Event(Box::new(crate::telling::blank(casus_model::EventType::Assault))),
            modality: Modality { value: ModalityValue::Actual, certainty: casus_model::Certainty::Certain },
            attribution: Vec::new(),
            evidence: Vec::new(),
            confidence: Confidence { extraction: 0.9 },
        }
    }

    /// The values that three claims tell, and what is made of them.
    fn of(values: [&[u8]; 3]) -> Valued<u8> {
        let claims = ["c1", "c2", "c3"].map(claim);
        let told: Vec<(&Claim, &Event)> =
            claims.iter().filter_map(|claim| Some((claim, event_of_incident(claim)?))).collect();
        let values = |claim: &Claim, _: &Event| values[claim.id.as_bytes()[1] as usize - 49].to_vec();
        valued(&told, values, |one, other| one == other)
    }

    #[test]
    fn the_value_of_most_claims_is_shown_and_all_are_kept() {
        let shown = |valued: Valued<u8>| (valued.preferred, valued.rule, valued.all.len());
        assert_eq!(shown(of([&[3], &[5], &[5]])), (Some(5), Some("most-claims".to_owned()), 2));
        assert_eq!(shown(of([&[3], &[5], &[]])), (Some(3), Some("first-told".to_owned()), 2));
        assert_eq!(shown(of([&[], &[5], &[]])), (Some(5), Some("only".to_owned()), 1));
        assert_eq!(shown(of([&[], &[], &[]])), (None, None, 0));
    }

    #[test]
    fn a_claim_counts_once_for_a_value() {
        assert_eq!(of([&[3, 3], &[5], &[]]).all[0].claims, ["c1"]);
    }
}

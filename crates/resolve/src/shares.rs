//! Halves without a verb that tell a share of the first: "killed nine in Gondor, three in Bree and two in Archet".
//!
//! Where the first half names a country or a province and a further one a place in it, the further one is told already.

use casus_model::{Draft, DraftBody, DraftEvent, Place};

use crate::Material;

/// The drafts without such shares.
pub(crate) fn without(material: &Material, drafts: Vec<Draft>) -> Vec<Draft> {
    let shares: Vec<bool> = drafts.iter().map(|draft| is_share(material, draft, &drafts)).collect();
    let kept = drafts.into_iter().zip(shares).filter(|(_, share)| !share);
    kept.map(|(draft, _)| draft).collect()
}

fn is_share(material: &Material, draft: &Draft, drafts: &[Draft]) -> bool {
    let Some(half) = event(draft) else { return false };
    let Some(verb) = half.leaves_out else { return false };
    let told = |other: &&Draft| (other.sentence, other.token) == (draft.sentence, verb);
    let Some(first) = drafts.iter().find(told).and_then(event) else { return false };
    let outer = places(material, first);
    places(material, half).iter().any(|inner| outer.iter().any(|outer| lies_in(inner, outer)))
}

fn event(draft: &Draft) -> Option<&DraftEvent> {
    match &draft.body {
        DraftBody::Event(event) => Some(event),
        _ => None,
    }
}

fn places<'m>(material: &'m Material, event: &DraftEvent) -> Vec<&'m Place> {
    event.places.iter().filter_map(|index| material.places.get(*index)).collect()
}

fn lies_in(inner: &Place, outer: &Place) -> bool {
    let province = inner.admin1.is_some() && inner.admin1 == outer.admin1;
    outer.precision > inner.precision
        && inner.country.is_some()
        && inner.country == outer.country
        && (outer.precision == COUNTRY || outer.precision == PROVINCE && province)
}

/// How exactly a country and a province are told.
const COUNTRY: u8 = 4;
const PROVINCE: u8 = 3;

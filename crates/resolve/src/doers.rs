//! "A US drone strike in Baghdad", "Ukraine's drones struck a depot in Russia": a country that stands before a deed or a
//! weapon, where the sentence tells of a place in another one, is whose deed it was and not where it was.

use std::collections::BTreeMap;

use casus_annotate::{Annotated, Meaning};
use casus_model::{Dep, Draft, DraftBody, DraftEvent, EventType};

use crate::Material;

/// Of this precision and more a place is a country, or more.
const COUNTRY: u8 = 4;

/// Takes countries of doers from the places of deeds; where nobody else is told, the country did it.
pub(crate) fn are_no_places(material: &Material, drafts: &mut [Draft]) {
    let mut told: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for draft in drafts.iter() {
        told.entry(draft.sentence)
            .or_default()
            .extend(deed(&draft.body).into_iter().flat_map(|event| &event.places));
    }
    let country = |index: usize| material.places.get(index).and_then(|place| place.country.as_ref());
    let is_country =
        |index: usize| material.places.get(index).is_some_and(|place| place.precision >= COUNTRY);
    for draft in drafts {
        let sentence = &material.annotation.sentences[draft.sentence as usize];
        let Some(beside) = told.get(&draft.sentence).filter(|_| deed(&draft.body).is_some()) else {
            continue;
        };
        let DraftBody::Event(event) = &mut draft.body else { continue };
        let elsewhere = |index: usize| {
            let mut others = beside.iter().filter_map(|other| country(*other));
            country(index).is_some_and(|own| others.any(|other| other != own))
        };
        let owner = |index: usize| {
            owner(sentence, draft.token, index).filter(|_| is_country(index) && elsewhere(index))
        };
        let doers: Vec<u32> = event.places.iter().filter_map(|index| owner(*index)).collect();
        event.places.retain(|index| owner(*index).is_none());
        if event.actors.is_empty() {
            event.actors.extend(doers.into_iter().map(|doer| sentence.mention(doer)));
        }
    }
}

fn deed(body: &DraftBody) -> Option<&DraftEvent> {
    match body {
        DraftBody::Event(event) if event.event_type == EventType::Assault => Some(event),
        _ => None,
    }
}

/// The last word of a place's name, where that stands before the deed or a weapon.
fn owner(sentence: &Annotated, deed: u32, index: usize) -> Option<u32> {
    let mark = sentence.marks.iter().find(|mark| mark.meaning == Meaning::Place(index))?;
    let token = mark.end.checked_sub(1)?;
    let item = sentence.token(token);
    let before = matches!(item.dep, Dep::Compound | Dep::Nmod | Dep::Amod | Dep::Poss);
    let owned = item.head == deed || sentence.kinds(item.head).weapon.is_some();
    (before && owned).then_some(token)
}

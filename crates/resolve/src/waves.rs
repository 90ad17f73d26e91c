//! Waves and their parts: a salvo, a bombardment, a battle, and the hits told one by one.
//!
//! A part is told after its wave, agrees with it on doer, weapon, time and place as far as either tells
//! them, and is smaller: it counts fewer of the same weapons, or has a place or target of its own where
//! the wave is told by a word for many deeds. The codebook ties the two by `part_of` and counts no
//! incident for a wave whose parts are told.

use std::collections::BTreeSet;

use crate::days::is_distance;
use casus_annotate::Annotation;
use casus_model::{Body, Claim, Count, Event, EventType, ModalityValue, Place, Weapon, When, kilometres};

/// Claims looked back over for a wave.
const REACH: usize = 8;
/// Bytes of text between a wave and a part of it.
const FAR: u32 = 2_000;
/// Places of one wave lie within this distance where each is told exactly.
const WIDE_KM: f64 = 120.0;

/// Sets `part_of` of the claims that tell a part of a wave told before. Claims are numbered and in order.
pub(crate) fn tie(claims: &mut [Claim], annotation: &Annotation) {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut parts: BTreeSet<&str> = BTreeSet::new();
    for (index, claim) in claims.iter().enumerate() {
        let Some(part) = deed(claim) else { continue };
        let before = claims[index.saturating_sub(REACH)..index].iter().rev();
        let wave = before.into_iter().find(|wave| {
            let own = wave.occurrence.as_deref();
            own != claim.occurrence.as_deref()
                && own.is_none_or(|own| !parts.contains(own))
                && claim.trigger.start.saturating_sub(wave.trigger.start) <= FAR
                && deed(wave).is_some_and(|whole| is_part(annotation, wave, whole, claim, part))
                && tellings(claims, wave)
                    .all(|whole| inside(whole.when.as_ref(), part.when.as_ref()) && near(whole, part))
        });
        if let Some(wave) = wave {
            parts.extend(claim.occurrence.as_deref());
            found.push((index, wave.id.clone()));
        }
    }
    for (index, wave) in found {
        if let Body::Event(event) = &mut claims[index].body {
            event.part_of = Some(wave);
        }
    }
}

/// What every source tells of the occurrence of a claim: time and place of one hold for all.
fn tellings<'a>(claims: &'a [Claim], wave: &'a Claim) -> impl Iterator<Item = &'a Event> {
    let same = move |claim: &&Claim| claim.occurrence.is_some() && claim.occurrence == wave.occurrence;
    claims.iter().filter(same).filter_map(deed)
}

/// An attack that is told as done.
fn deed(claim: &Claim) -> Option<&Event> {
    let done = matches!(claim.modality.value, ModalityValue::Actual | ModalityValue::Historical);
    match &claim.body {
        Body::Event(event) if done && event.event_type == EventType::Assault => Some(event),
        _ => None,
    }
}

fn is_part(annotation: &Annotation, wave: &Claim, whole: &Event, claim: &Claim, part: &Event) -> bool {
    let named = is_named_wave(annotation, wave);
    let fewer = fewer_of_the_same(annotation, whole, part);
    let own = !part.targets.is_empty() || !part.places.is_empty();
    let smaller = fewer == Some(true) && own
        || named && own && fewer != Some(false) && !is_named_wave(annotation, claim);
    smaller && same_doers(whole, part) && inside(whole.when.as_ref(), part.when.as_ref()) && near(whole, part)
}

/// "a barrage", "shelled", "the offensive": a word for many deeds.
fn is_named_wave(annotation: &Annotation, wave: &Claim) -> bool {
    wave.trigger
        .text
        .split_whitespace()
        .any(|word| annotation.lexicon.words.is("wave-word", &word.to_lowercase()))
}

/// Whether the part counts fewer of a weapon that the wave has many of; none where they share no weapon.
fn fewer_of_the_same(annotation: &Annotation, whole: &Event, part: &Event) -> Option<bool> {
    let of_kind = |one: &Weapon, other: &Weapon| {
        one.class == other.class
            || annotation.lexicon.is_kind_of(&one.class, &other.class)
            || annotation.lexicon.is_kind_of(&other.class, &one.class)
    };
    let shared = |weapon: &Weapon| whole.weapons.iter().find(|known| of_kind(known, weapon));
    if part.weapons.is_empty() || whole.weapons.is_empty() {
        return None;
    }
    let is_less = |weapon: &Weapon| {
        shared(weapon).is_some_and(|many| match (&many.count, &weapon.count) {
            (Some(many), Some(few)) => is_fewer(few, many),
            (None, Some(few)) => few.high == Some(1) && !is_of_one_who_dies(whole),
            (_, None) => false,
        })
    };
    Some(part.weapons.iter().all(is_less))
}

/// A deed in which one dies who does it is no wave of deeds.
fn is_of_one_who_dies(whole: &Event) -> bool {
    whole.modes.iter().any(|mode| mode == "suicide-attack")
}

fn is_fewer(few: &Count, many: &Count) -> bool {
    let least = many.low.unwrap_or(0);
    least >= 2 && few.high.is_some_and(|high| high < least)
}

/// Nobody told on one side, or somebody in common.
fn same_doers(whole: &Event, part: &Event) -> bool {
    let ids =
        |event: &Event| event.actors.iter().filter_map(|party| party.actor.clone()).collect::<BTreeSet<_>>();
    let (whole, part) = (ids(whole), ids(part));
    whole.is_empty() || part.is_empty() || !whole.is_disjoint(&part)
}

/// The part's time lies within that of the wave, by the letters of both. "A day after" the wave is not within it.
fn inside(whole: Option<&When>, part: Option<&When>) -> bool {
    let (Some(whole), Some(part)) = (whole, part) else { return true };
    if is_distance(whole) || is_distance(part) {
        return false;
    }
    let bounds = |when: &When| Some((when.start.clone()?, when.end.clone()?));
    let (Some((from, to)), Some((start, end))) = (bounds(whole), bounds(part)) else {
        return whole.partial == part.partial || part.partial.is_none() || whole.partial.is_none();
    };
    let shorter = |one: &str, other: &str| one.len().min(other.len());
    let (first, last) = (shorter(&from, &start), shorter(&to, &end));
    start[..first] >= from[..first] && end[..last] <= to[..last]
}

/// Not in another country, and not far apart.
fn near(whole: &Event, part: &Event) -> bool {
    let countries = |event: &Event| {
        event.places.iter().filter_map(|place| place.country.clone()).collect::<BTreeSet<_>>()
    };
    let (of_whole, of_part) = (countries(whole), countries(part));
    if !of_whole.is_empty() && !of_part.is_empty() && of_whole.is_disjoint(&of_part) {
        return false;
    }
    let exact = |event: &Event| -> Vec<(f64, f64)> {
        let places = event.places.iter().filter(|place: &&Place| place.precision <= 2);
        places.filter_map(|place| Some((place.lat?, place.lon?))).collect()
    };
    let (of_whole, of_part) = (exact(whole), exact(part));
    of_whole.is_empty()
        || of_part.is_empty()
        || of_part.iter().any(|part| of_whole.iter().any(|whole| kilometres(*part, *whole) <= WIDE_KM))
}

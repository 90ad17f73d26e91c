//! Times that lean on another: an hour on the day that the passage is about, "a day after" what is told beside it.

use std::collections::BTreeSet;

use casus_annotate::{Annotated, Annotation, Meaning};
use casus_model::{
    Basis, Body, Claim, Dep, Event, EventType, Granularity, ModalityValue, When, around, paragraph_of,
};
use casus_timex::{combine, days_off};

use crate::Material;
use crate::anaphora::is_under;

const NOON: u8 = 12;

/// Settles the times of deeds that tell an hour, a part of the day or a distance, and no day. Claims are numbered and
/// in order.
pub(crate) fn settle(claims: &mut [Claim], material: &Material) {
    let annotation = material.annotation;
    for index in 0..claims.len() {
        let Some(told) = unsettled(&claims[index]).cloned() else { continue };
        let settled = match is_distance(&told) {
            true => at_distance(claims, material, index, &told),
            false => on_the_day(claims, annotation, index, &told),
        };
        if let (Some(when), Some(event)) = (settled, event_mut(&mut claims[index])) {
            event.when = Some(when);
        }
    }
}

/// What a deed tells of its time where that is no day.
fn unsettled(claim: &Claim) -> Option<&When> {
    let event = deed(claim)?;
    event.when.as_ref().filter(|when| when.start.is_none() && when.partial.is_some())
}

fn deed(claim: &Claim) -> Option<&Event> {
    match &claim.body {
        Body::Event(event) if claim.modality.value == ModalityValue::Actual => Some(event),
        Body::Event(_) | Body::Tally(_) | Body::Posture(_) | Body::Relation(_) | Body::Assessment(_) => None,
    }
}

fn event_mut(claim: &mut Claim) -> Option<&mut Event> {
    match &mut claim.body {
        Body::Event(event) => Some(event),
        Body::Tally(_) | Body::Posture(_) | Body::Relation(_) | Body::Assessment(_) => None,
    }
}

/// "a day after": how far from another time, and no time yet.
pub(crate) fn is_distance(when: &When) -> bool {
    when.partial.as_deref().is_some_and(|partial| partial.starts_with('P'))
}

/// The time of a claim that is one day, or a night, and its hour.
fn day(claim: &Claim) -> Option<&When> {
    let event = deed(claim).filter(|event| event.event_type == EventType::Assault)?;
    let fine = |when: &&When| {
        matches!(
            when.granularity,
            Some(Granularity::Day | Granularity::PartOfDay | Granularity::Hour | Granularity::Minute)
        ) && when.start.is_some()
            && when.start == when.end
    };
    event.when.as_ref().filter(fine)
}

/// "around noon": on the day of the deed told last before it in its paragraph, else on the day of the report's first deed.
/// Where other days were told it is on one of them only if nothing else in its paragraph is, or if it is the latest.
fn on_the_day(claims: &[Claim], annotation: &Annotation, index: usize, told: &When) -> Option<When> {
    let tells = |claim: &Claim| day(claim).is_some() || night(claim).is_some();
    let other = around(claims, annotation.text, index, tells)?;
    let date = |claim: &Claim| Some(day(claim).or_else(|| night(claim))?.bounds()?.1.date());
    let paragraph = |claim: &Claim| paragraph_of(claim, annotation.text);
    let is_here = |claim: &&Claim| paragraph(claim) == paragraph(&claims[index]);
    let of = |told: &mut dyn Iterator<Item = &Claim>| told.filter_map(date).collect::<BTreeSet<_>>();
    let (here, before) = (of(&mut claims[..index].iter().filter(is_here)), of(&mut claims[..index].iter()));
    let settled = if is_here(&other) { here.len() == 1 } else { before.last() == date(other).as_ref() };
    if !settled && before.len() > 1 {
        return None;
    }
    let day = day(other).map(of_the_day).or_else(|| side_of_night(night(other)?, told))?;
    let when = combine(&day, told)?;
    Some(When { basis: Basis::Document, text: told.text.clone(), span: told.span, ..when })
}

/// The time of a deed that took a night, told by both of its days.
fn night(claim: &Claim) -> Option<&When> {
    let when = deed(claim).filter(|event| event.event_type == EventType::Assault)?.when.as_ref()?;
    let (first, last) = when.bounds()?;
    let one = matches!(when.granularity, Some(Granularity::Range | Granularity::PartOfDay));
    (one && first.date().tomorrow().ok() == Some(last.date())).then_some(when)
}

/// The day of a night that an hour is of: before noon that of its morning.
fn side_of_night(night: &When, told: &When) -> Option<When> {
    let hour: u8 = told.partial.as_deref()?.split('T').nth(1)?.get(..2)?.parse().ok()?;
    let side = if hour < NOON { &night.end } else { &night.start };
    Some(of_the_day(&When { start: side.clone(), end: side.clone(), ..night.clone() }))
}

/// The day without its hour.
fn of_the_day(when: &When) -> When {
    let date =
        |text: &Option<String>| text.as_ref().map(|text| text.split('T').next().unwrap_or(text).to_owned());
    When {
        start: date(&when.start),
        end: date(&when.end),
        granularity: Some(Granularity::Day),
        part_of_day: None,
        approximate: false,
        partial: None,
        ..when.clone()
    }
}

/// "The attack came a day after a drone was shot down": of the two, the one in the clause behind "after" was a day before
/// the other.
fn at_distance(claims: &[Claim], material: &Material, index: usize, told: &When) -> Option<When> {
    let annotation = material.annotation;
    let claim = &claims[index];
    let at = |sentence: &Annotated| sentence.token_at(claim.trigger.start);
    let (sentence, trigger) =
        annotation.sentences.iter().find_map(|sentence| Some((sentence, at(sentence)?)))?;
    let (verb, back) = measured(sentence, told)?;
    let behind = |token: u32| token == verb || is_under(sentence, token, verb);
    if !behind(trigger) {
        return None;
    }
    let told_before_it = |other: &&Claim| {
        let mut words = other.evidence.iter().filter_map(|evidence| sentence.token_at(evidence.start));
        other.id != claim.id && day(other).is_some() && words.any(|token| !behind(token))
    };
    let of_claim = || claims.iter().find(told_before_it).and_then(day);
    let of_passage = || around(claims, annotation.text, index, |claim| day(claim).is_some()).and_then(day);
    let anchor = of_claim().or_else(of_passage).map(|anchor| (of_the_day(anchor), Basis::Document));
    let (anchor, basis) = anchor.or_else(|| Some((of_publication(material, told)?, Basis::Publication)))?;
    let when = days_off(&anchor, told.partial.as_deref()?, back)?;
    Some(When { basis, text: told.text.clone(), span: told.span, ..when })
}

/// The day of the report, where nothing in it that is dated is told: "a day after the raid, talks began".
fn of_publication(material: &Material, told: &When) -> Option<When> {
    let day = Some(material.published?.to_string());
    Some(of_the_day(&When { start: day.clone(), end: day, duration: None, ..told.clone() }))
}

/// The verb of a clause, or the noun, that "a day after" or "a day before" opens, and whether it was before.
fn measured(sentence: &Annotated, told: &When) -> Option<(u32, bool)> {
    let span = told.span?;
    let mark = sentence.marks.iter().find(|mark| {
        matches!(mark.meaning, Meaning::Time(_)) && sentence.span(mark.first, mark.end).contains(span)
    })?;
    let word = Some(mark.end).filter(|word| *word < sentence.len())?;
    let back = match sentence.lower(word).as_str() {
        "after" => true,
        "before" => false,
        _ => return None,
    };
    match sentence.token(word).dep {
        Dep::Mark => Some((sentence.token(word).head, back)),
        Dep::Prep => sentence.objects_of(word).first().map(|noun| (*noun, back)),
        _ => None,
    }
}

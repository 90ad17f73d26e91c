//! Times that lean on another: an hour on the day that the passage is about, "a day after" what is told beside it.

use casus_annotate::{Annotated, Annotation, Meaning};
use casus_model::{Basis, Body, Claim, Dep, Event, EventType, Granularity, ModalityValue, When, around};
use casus_timex::{combine, days_off};

use crate::anaphora::is_under;

/// Settles the times of deeds that tell an hour, a part of the day or a distance, and no day. Claims are numbered and
/// in order.
pub(crate) fn settle(claims: &mut [Claim], annotation: &Annotation) {
    for index in 0..claims.len() {
        let Some(told) = unsettled(&claims[index]).cloned() else { continue };
        let settled = match is_distance(&told) {
            true => at_distance(claims, annotation, index, &told),
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

fn is_distance(when: &When) -> bool {
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

/// "around noon": on the day of the deeds told around it.
fn on_the_day(claims: &[Claim], annotation: &Annotation, index: usize, told: &When) -> Option<When> {
    let other = around(claims, annotation.text, index, |claim| day(claim).is_some())?;
    let date = |claim: &Claim| Some(day(claim)?.bounds()?.0.date());
    if claims[..index].iter().filter_map(date).any(|told| Some(told) != date(other)) {
        return None;
    }
    let when = combine(&of_the_day(day(other)?), told)?;
    Some(When { basis: Basis::Document, text: told.text.clone(), span: told.span, ..when })
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
fn at_distance(claims: &[Claim], annotation: &Annotation, index: usize, told: &When) -> Option<When> {
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
    let anchor = of_claim().or_else(of_passage)?;
    let when = days_off(&of_the_day(anchor), told.partial.as_deref()?, back)?;
    Some(When { basis: Basis::Document, text: told.text.clone(), span: told.span, ..when })
}

/// The verb of a clause that "a day after" or "a day before" opens, and whether it was before.
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
    let verb = sentence.token(word).head;
    (sentence.token(word).dep == Dep::Mark).then_some((verb, back))
}

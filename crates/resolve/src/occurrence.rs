//! Which drafts of a document tell the same occurrence.
//!
//! Drafts are read in order and each joins an earlier occurrence or opens a new one. Evidence to join:
//! a shared weapon or event noun in one sentence, a clause that hangs on another, a definite phrase
//! ("the attack", "the device") that points back, agreement of place, day and target. Evidence against:
//! other days, other places, other counts of the same thing.

use casus_annotate::{Annotated, Individual, Sameness};
use casus_model::{Dep, Draft, DraftBody, DraftEvent, EventType, ModalityValue, Reference};

use crate::Material;
use crate::again::{are_what_flew, evidence, hits_the_same, the_one_weapon};
use crate::beside::is_effect_beside;
use crate::distance::{comes_so_long_after, is_far_off, measured};
use crate::facets::{Facets, Whole, agreements, contradicts, told_again};

/// For each draft, the number of its occurrence; none for drafts that are no events, or that only add to
/// an event and found none.
#[derive(Debug, Default)]
pub(crate) struct Occurrences {
    pub of_draft: Vec<Option<usize>>,
    /// For each event word told back ("the incident"), the occurrence it stands for.
    members: Vec<Vec<usize>>,
}

impl Occurrences {
    /// The drafts of an occurrence.
    pub fn members(&self, occurrence: usize) -> &[usize] {
        &self.members[occurrence]
    }

    /// How many occurrences there are.
    pub fn len(&self) -> usize {
        self.members.len()
    }
}

/// A word of what a wound is by stands this near to the word that tells it.
const NEAR: u32 = 12;
/// An addition is looked for in this many sentences back.
pub(crate) const REACH: u32 = 4;
/// Another voice tells its side of a deed told at most this many sentences before.
pub(crate) const ASIDE: u32 = 3;
/// Drafts before and behind one among which its sentence is looked for.
const NEXT: usize = 6;
/// "The attack" points back over at most this many sentences.
pub(crate) const MEMORY: u32 = 8;
/// A report tells its first deed within this many sentences.
const LEAD: u32 = 8;
/// Drafts that a draft is compared with, on either side. A report of usual length has fewer in all; the
/// bound keeps the work for a very long text in step with its length.
const NEAREST: usize = 512;

pub(crate) fn occurrences(material: &Material, drafts: &[Draft]) -> Occurrences {
    let mut found = Occurrences { of_draft: vec![None; drafts.len()], members: Vec::new() };
    let facets: Vec<Facets> = drafts.iter().map(|draft| facets(material, draft)).collect();
    let mut wholes: Vec<Whole> = Vec::new();
    for index in in_order(drafts) {
        let DraftBody::Event(event) = &drafts[index].body else { continue };
        if drafts[index].modality == ModalityValue::Denied && is_asserted(material, drafts, &facets, index) {
            continue;
        }
        let joined = match event.event_type {
            EventType::Assault => join(material, drafts, &facets, &found, &wholes, index, event),
            EventType::Consult => same_errand(material, drafts, &found, index),
            _ => None,
        };
        let occurrence = match joined {
            Some(occurrence) => occurrence,
            None if event.attaches
                && !event.aftermath
                && !drafts[index].headline
                && !is_dated_alone(material, drafts, &found, index)
                && !tells_a_wound(material, &drafts[index], event) =>
            {
                continue;
            }
            None => {
                found.members.push(Vec::new());
                wholes.push(Whole::default());
                wholes.len() - 1
            }
        };
        found.of_draft[index] = Some(occurrence);
        found.members[occurrence].push(index);
        wholes[occurrence].facets.add(&facets[index]);
        wholes[occurrence].sentence = drafts[index].sentence;
    }
    adopt_headline(drafts, &mut found);
    found
}

/// "3 dead as gunmen raid village": harm of a headline that no deed of it or below could be tied to is that of the deed
/// which the report tells first; harm that finds none tells nothing.
fn adopt_headline(drafts: &[Draft], found: &mut Occurrences) {
    let told = |member: &usize| match &drafts[*member].body {
        DraftBody::Event(event) if event.event_type == EventType::Assault => Some((&drafts[*member], event)),
        _ => None,
    };
    let is_first = |members: &[usize]| {
        members.iter().filter_map(told).any(|(draft, event)| {
            let near = draft.sentence <= LEAD && draft.modality == ModalityValue::Actual;
            !draft.headline && !event.attaches && near
        })
    };
    let first = found.members.iter().position(|members| is_first(members));
    for occurrence in 0..found.members.len() {
        let members = found.members[occurrence].clone();
        let of_headline = !members.is_empty() && members.iter().all(|member| drafts[*member].headline);
        if !of_headline || members.iter().any(|member| told(member).is_none()) {
            continue;
        }
        let harm_only = members.iter().filter_map(told).all(|(_, event)| event.attaches);
        let harms = members
            .iter()
            .filter_map(told)
            .any(|(draft, event)| draft.modality == ModalityValue::Actual && !event.casualties.is_empty());
        match first.filter(|first| *first != occurrence && harms) {
            Some(first) => {
                for member in &members {
                    found.of_draft[*member] = Some(first);
                }
                found.members[first].extend(members);
                found.members[occurrence].clear();
            }
            None if harm_only => {
                for member in &members {
                    found.of_draft[*member] = None;
                }
                found.members[occurrence].clear();
            }
            None => {}
        }
    }
}

/// "buried the victims of Thursday's raid": told as known, of a day, where the report has told of no violence yet.
fn is_dated_alone(material: &Material, drafts: &[Draft], found: &Occurrences, index: usize) -> bool {
    let draft = &drafts[index];
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let is_assault = |draft: &Draft| matches!(&draft.body, DraftBody::Event(event) if event.event_type == EventType::Assault);
    let of_a_day = |owner: u32| sentence.kinds(owner).time.is_some();
    is_assault(draft)
        && draft.modality == ModalityValue::Actual
        && sentence.children_by(draft.token, Dep::Poss).any(of_a_day)
        && !found.members.iter().flatten().any(|member| is_assault(&drafts[*member]))
}

/// Whether what a draft denies is told as done beside it: then the act of denying is claim enough.
fn is_asserted(material: &Material, drafts: &[Draft], facets: &[Facets], denied: usize) -> bool {
    let near = denied.saturating_sub(NEAREST)..drafts.len().min(denied + NEAREST);
    let asserts = |other: usize| {
        let close = drafts[other].sentence.abs_diff(drafts[denied].sentence) <= REACH;
        drafts[other].modality == ModalityValue::Actual
            && close
            && told_again(material, &facets[denied], &facets[other], 2)
    };
    near.into_iter().any(asserts)
}

/// What a draft of violence tells; drafts of other kinds are never compared.
pub(crate) fn facets(material: &Material, draft: &Draft) -> Facets {
    match &draft.body {
        DraftBody::Event(event) if event.event_type == EventType::Assault => Facets::of(material, event),
        _ => Facets::default(),
    }
}

/// Sentence by sentence, additions after the events they may add to.
fn in_order(drafts: &[Draft]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    let attaches = |draft: &Draft| matches!(&draft.body, DraftBody::Event(event) if event.attaches);
    order.sort_by_key(|index| (drafts[*index].sentence, attaches(&drafts[*index]), drafts[*index].token));
    order
}

fn join(
    material: &Material,
    drafts: &[Draft],
    facets: &[Facets],
    found: &Occurrences,
    wholes: &[Whole],
    index: usize,
    event: &DraftEvent,
) -> Option<usize> {
    let draft = &drafts[index];
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let in_one_known =
        event.times.is_empty() && event.places.is_empty() && is_done_in_one_known(sentence, drafts, index);
    let measured = measured(&material.annotation.sentences[draft.sentence as usize], draft.token).is_some();
    let apart = comes_so_long_after(sentence, draft.token);
    let of_subject = apart.and_then(|subject| told_by(drafts, found, index, subject));
    let far_off = event.attaches && event.reference == Reference::New && is_far_off(sentence, draft.token);
    let mut best: Option<(i32, usize)> = None;
    let near = index.saturating_sub(NEAREST)..drafts.len().min(index + NEAREST);
    for other in near.rev() {
        let Some(occurrence) = found.of_draft[other] else { continue };
        let elsewhere = drafts[other].sentence != draft.sentence;
        if other == index || drafts[other].sentence > draft.sentence {
            continue;
        }
        let DraftBody::Event(earlier) = &drafts[other].body else { continue };
        let back = measured && elsewhere && hits_the_same(material, event, &facets[other]);
        if measured && elsewhere && !back {
            continue;
        }
        let distance = draft.sentence - drafts[other].sentence;
        if earlier.event_type != EventType::Assault
            || !same_reality(draft.modality, drafts[other].modality, distance)
        {
            continue;
        }
        let again = |votes| told_again(material, &facets[index], &facets[other], votes);
        if elsewhere && far_off {
            continue;
        }
        if apart.is_some() && elsewhere && (of_subject == Some(occurrence) || !again(1)) {
            continue;
        }
        let mut score = evidence(material, draft, event, &drafts[other], earlier, distance, again);
        if back {
            score += 2;
        }
        // The harm of a headline goes to the deed that the report tells, and draws nothing away from it.
        if drafts[other].headline && earlier.attaches && !draft.headline {
            score = score.min(1);
        }
        if in_one_known && distance > 0 && distance <= MEMORY && !earlier.attaches {
            score += 3;
        }
        if distance > 0 && (event.attaches || is_effect_beside(event, earlier)) {
            score += names_a_victim(&facets[index], &facets[other], distance);
        }
        let same_thing =
            the_one_weapon(event, earlier) || are_what_flew(sentence, draft.token, event, earlier);
        if score > 0 && !contradicts(material, &wholes[occurrence], draft, event, &facets[index], same_thing)
        {
            let shared = agreements(&facets[index], &wholes[occurrence].facets);
            let ranked = (score + shared) * 16 - distance.min(15) as i32;
            if best.is_none_or(|(known, _)| ranked > known) {
                best = Some((ranked, occurrence));
            }
        }
    }
    best.map(|(_, occurrence)| occurrence)
}

/// "The attack came a day after the raid", "It came a day after the raid": the occurrence of the subject, which for a
/// pronoun is the one told last.
fn told_by(drafts: &[Draft], found: &Occurrences, index: usize, subject: u32) -> Option<usize> {
    let sentence = drafts[index].sentence;
    let here = |other: &usize| drafts[*other].sentence == sentence && drafts[*other].token == subject;
    let near = index.saturating_sub(NEAREST)..drafts.len().min(index + NEAREST);
    let told = near.clone().find(here).and_then(|other| found.of_draft[other]);
    let before = |other: &usize| drafts[*other].sentence < sentence && found.of_draft[*other].is_some();
    told.or_else(|| near.rev().find(before).and_then(|other| found.of_draft[other]))
}

/// "killed twelve in the attack": what was done in a deed told as known.
fn is_done_in_one_known(sentence: &Annotated, drafts: &[Draft], index: usize) -> bool {
    let draft = &drafts[index];
    let within = |noun: u32| {
        let behind = sentence.token(noun).head;
        sentence.token(noun).dep == Dep::Pobj
            && matches!(sentence.lower(behind).as_str(), "in" | "during")
            && sentence.token(behind).head == draft.token
    };
    let near = drafts[index.saturating_sub(NEXT)..].iter().take(2 * NEXT);
    near.filter(|other| other.sentence == draft.sentence && within(other.token)).any(
        |other| matches!(&other.body, DraftBody::Event(event) if event.reference == Reference::Known && event.times.is_empty()),
    )
}

/// How strongly somebody told hurt or dead is somebody told so before: by name or age at any distance, and by a noun that
/// points back ("the boy") not too far from it.
fn names_a_victim(told: &Facets, earlier: &Facets, distance: u32) -> i32 {
    let same = |victim: &Individual| {
        let by_name = !victim.name.is_empty() || victim.age.is_some();
        (by_name || distance <= MEMORY)
            && earlier.victims.iter().any(|known| known.compared(victim) == Sameness::Same)
    };
    if told.victims.iter().any(same) { 3 } else { 0 }
}

/// "was found with a gunshot wound": a wound by a weapon tells of a deed that nothing else may tell of.
fn tells_a_wound(material: &Material, draft: &Draft, event: &DraftEvent) -> bool {
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let near = draft.token.saturating_sub(NEAR)..sentence.len().min(draft.token + NEAR);
    let by_weapon = |token: u32| sentence.lexicon.words.is("wound-by-weapon", &sentence.lower(token));
    draft.modality == ModalityValue::Actual
        && event.reference == Reference::New
        && !event.casualties.is_empty()
        && near.into_iter().any(by_weapon)
}

/// "flew to Cairo and met the president": a journey and the talks it was for.
fn same_errand(material: &Material, drafts: &[Draft], found: &Occurrences, index: usize) -> Option<usize> {
    let draft = &drafts[index];
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let verb = sentence.token(draft.token);
    let before = (index.saturating_sub(NEAREST)..index).rev();
    let first = before.into_iter().find(|other| {
        let other = &drafts[*other];
        other.sentence == draft.sentence
            && other.token == verb.head
            && verb.dep == Dep::Conj
            && other.modality == draft.modality
            && matches!(&other.body, DraftBody::Event(event) if event.event_type == EventType::Consult)
    })?;
    found.of_draft[first]
}

/// Only within a sentence can a date make history of what another word tells as done.
fn same_reality(one: ModalityValue, other: ModalityValue, distance: u32) -> bool {
    let happened = |value| matches!(value, ModalityValue::Actual | ModalityValue::Historical);
    one == other || distance == 0 && happened(one) && happened(other)
}

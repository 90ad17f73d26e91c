//! Which drafts of a document tell the same occurrence.
//!
//! Drafts are read in order and each joins an earlier occurrence or opens a new one. Evidence to join:
//! a shared weapon or event noun in one sentence, a clause that hangs on another, a definite phrase
//! ("the attack", "the device") that points back, agreement of place, day and target. Evidence against:
//! other days, other places, other counts of the same thing.

use casus_annotate::Annotated;
use casus_model::{
    Dep, Draft, DraftBody, DraftEvent, EventType, Mention, ModalityValue, Reference, Tag, When,
};

use crate::Material;
use crate::actors::listed;

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

/// An addition is looked for in this many sentences back.
const REACH: u32 = 4;
/// "The attack" points back over at most this many sentences.
const MEMORY: u32 = 8;

pub(crate) fn occurrences(material: &Material, drafts: &[Draft]) -> Occurrences {
    let mut found = Occurrences { of_draft: vec![None; drafts.len()], members: Vec::new() };
    for index in in_order(drafts) {
        let DraftBody::Event(event) = &drafts[index].body else { continue };
        let joined = if event.event_type == EventType::Assault {
            join(material, drafts, &found, index, event)
        } else {
            None
        };
        match joined {
            Some(occurrence) => {
                found.of_draft[index] = Some(occurrence);
                found.members[occurrence].push(index);
            }
            None if event.attaches => {}
            None => {
                found.of_draft[index] = Some(found.members.len());
                found.members.push(vec![index]);
            }
        }
    }
    found
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
    found: &Occurrences,
    index: usize,
    event: &DraftEvent,
) -> Option<usize> {
    let draft = &drafts[index];
    let mut best: Option<(i32, usize)> = None;
    for other in (0..drafts.len()).rev() {
        let Some(occurrence) = found.of_draft[other] else { continue };
        if other == index || drafts[other].sentence > draft.sentence {
            continue;
        }
        let DraftBody::Event(earlier) = &drafts[other].body else { continue };
        let distance = draft.sentence - drafts[other].sentence;
        if earlier.event_type != EventType::Assault
            || !same_reality(draft.modality, drafts[other].modality, distance)
        {
            continue;
        }
        let score = evidence(material, draft, event, &drafts[other], earlier, distance);
        if score > 0 && !contradicts(material, drafts, found.members(occurrence), draft, event) {
            let ranked = score * 16 - distance.min(15) as i32;
            if best.is_none_or(|(known, _)| ranked > known) {
                best = Some((ranked, occurrence));
            }
        }
    }
    best.map(|(_, occurrence)| occurrence)
}

/// Only within a sentence can a date make history of what another word tells as done.
fn same_reality(one: ModalityValue, other: ModalityValue, distance: u32) -> bool {
    let happened = |value| matches!(value, ModalityValue::Actual | ModalityValue::Historical);
    one == other || distance == 0 && happened(one) && happened(other)
}

/// How strongly two drafts look like one occurrence; 0 for not at all.
fn evidence(
    material: &Material,
    draft: &Draft,
    event: &DraftEvent,
    other: &Draft,
    earlier: &DraftEvent,
    distance: u32,
) -> i32 {
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    if distance == 0 {
        return within(sentence, draft, event, other, earlier);
    }
    let mut score = 0;
    if event.reference == Reference::Known
        && distance <= MEMORY
        && (event.times.is_empty() || !earlier.times.is_empty())
    {
        score += 3;
    }
    if distance <= REACH && definite_weapon(event, earlier) {
        score += 3;
    }
    let adds = event.attaches || is_effect(event);
    if adds && distance <= 1 {
        score += 2;
    }
    if adds && distance <= REACH && !event.casualties.is_empty() && stated(earlier) {
        score += 1;
    }
    let votes = if other.headline && distance <= 3 { 1 } else { 2 };
    if told_again(material, event, earlier, votes) {
        score += 2;
    }
    score
}

/// Two drafts of one sentence.
fn within(
    sentence: &Annotated,
    draft: &Draft,
    event: &DraftEvent,
    other: &Draft,
    earlier: &DraftEvent,
) -> i32 {
    let at = (draft.sentence, draft.token);
    let other_at = (other.sentence, other.token);
    if event.things.iter().any(|thing| earlier.things.contains(thing)) {
        return 5;
    }
    if event.same_as.contains(&other_at) || earlier.same_as.contains(&at) {
        return 5;
    }
    if is_other_deed(event, earlier) {
        return 0;
    }
    if goes_on_from(sentence, draft.token, other.token)
        || hangs_on(sentence, draft.token, other.token)
        || hangs_on(sentence, other.token, draft.token)
    {
        return 4;
    }
    let adds = event.attaches && event.reference == Reference::New;
    if adds || is_effect(event) { 3 } else { 0 }
}

/// "fired a missile at one ship and struck a second with drones": another weapon on another target.
fn is_other_deed(event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let heads = |things: &[(Mention, String)]| {
        things.iter().map(|(mention, _)| mention.head.to_string()).collect::<Vec<_>>()
    };
    let other = |one: &[(Mention, String)], two: &[(Mention, String)]| {
        agree(heads(one).into_iter(), heads(two).into_iter()) == Some(false)
    };
    other(&event.weapons, &earlier.weapons) && other(&event.targets, &earlier.targets)
}

/// "…, wounding three": a participle goes on from the trigger right before it.
fn goes_on_from(sentence: &Annotated, token: u32, other: u32) -> bool {
    let item = sentence.token(token);
    item.tag == Tag::Vbg
        && item.dep == Dep::Advcl
        && other < token
        && sentence.clause_before(token, item.head) == other
}

/// Harm with nobody and nothing named that did it, at no place or time of its own: the harm of a deed told nearby.
fn is_effect(event: &DraftEvent) -> bool {
    !event.casualties.is_empty()
        && event.same_as.is_empty()
        && event.actors.is_empty()
        && event.weapons.is_empty()
        && event.targets.is_empty()
        && event.places.is_empty()
        && event.times.is_empty()
}

/// A clause that completes, follows or specifies another: "attacked the base, killing three".
fn hangs_on(sentence: &Annotated, token: u32, other: u32) -> bool {
    let mut at = token;
    for _ in 0..5 {
        let head = sentence.token(at).head;
        if head == at {
            return false;
        }
        let label = sentence.token(at).dep;
        let loose = matches!(
            label,
            Dep::Advcl
                | Dep::Conj
                | Dep::Xcomp
                | Dep::Prep
                | Dep::Pcomp
                | Dep::Pobj
                | Dep::Acl
                | Dep::Dobj
                | Dep::Nsubj
                | Dep::Agent
        );
        if !loose {
            return false;
        }
        if head == other {
            return true;
        }
        at = head;
    }
    false
}

/// The listed actor, or the lemma of the head.
fn identity(material: &Material, mention: &Mention) -> String {
    let sentence = &material.annotation.sentences[mention.sentence as usize];
    listed(material, sentence, mention.head).unwrap_or_else(|| sentence.lemma(mention.head).to_lowercase())
}

/// "the drone", "the device": a weapon known from the earlier draft.
fn definite_weapon(event: &DraftEvent, earlier: &DraftEvent) -> bool {
    let general = |class: &str| matches!(class, "explosives" | "other" | "unknown");
    event.weapons.iter().any(|(weapon, class)| {
        weapon.definite
            && weapon.count.is_none()
            && earlier.weapons.iter().any(|(known, other)| {
                (class == other
                    || general(class)
                    || class.ends_with(other.as_str())
                    || other.ends_with(class.as_str()))
                    && known.plural == weapon.plural
            })
    })
}

fn stated(event: &DraftEvent) -> bool {
    !event.attaches
}

/// A whole second telling: agreement on enough of day, place, target and weapon, and none against.
fn told_again(material: &Material, event: &DraftEvent, earlier: &DraftEvent, enough: usize) -> bool {
    let day = agree(event.times.iter().filter_map(day), earlier.times.iter().filter_map(day));
    let place = agree(place_ids(material, event).into_iter(), place_ids(material, earlier).into_iter());
    let target = agree(
        event.targets.iter().map(|(_, kind)| kind.clone()),
        earlier.targets.iter().map(|(_, kind)| kind.clone()),
    );
    let weapon = agree(
        event.weapons.iter().map(|(_, class)| class.clone()),
        earlier.weapons.iter().map(|(_, class)| class.clone()),
    );
    let votes = [day, place, target, weapon];
    votes.iter().filter(|vote| **vote == Some(true)).count() >= enough && !votes.contains(&Some(false))
}

/// Whether two sets of values share one; none where either is empty.
fn agree(one: impl Iterator<Item = String>, other: impl Iterator<Item = String>) -> Option<bool> {
    let one: Vec<String> = one.collect();
    let other: Vec<String> = other.collect();
    if one.is_empty() || other.is_empty() {
        return None;
    }
    Some(one.iter().any(|value| other.contains(value)))
}

/// The day told, resolved or not ("XXXX-10-26"); an hour alone tells none.
fn day(when: &When) -> Option<String> {
    let start = when.start.as_deref().or(when.partial.as_deref())?;
    let day = start.get(..10)?;
    (!day.ends_with('X')).then(|| day.to_owned())
}

fn place_ids(material: &Material, event: &DraftEvent) -> Vec<String> {
    let precise = |index: &usize| {
        let place = material.places.get(*index)?;
        (place.precision <= 2).then(|| place.place.clone())
    };
    event.places.iter().filter_map(precise).collect()
}

/// What the occurrence already has that this draft cannot share: another day, another exact place; told
/// in another sentence, also another doer, target side, weapon or target.
fn contradicts(
    material: &Material,
    drafts: &[Draft],
    members: &[usize],
    draft: &Draft,
    event: &DraftEvent,
) -> bool {
    let known: Vec<&DraftEvent> = members
        .iter()
        .filter_map(|member| match &drafts[*member].body {
            DraftBody::Event(event) => Some(&**event),
            _ => None,
        })
        .collect();
    let differs = |values: &dyn Fn(&DraftEvent) -> Vec<String>| {
        let there = known.iter().flat_map(|event| values(event));
        agree(values(event).into_iter(), there) == Some(false)
    };
    if differs(&|event| event.times.iter().filter_map(day).collect())
        || differs(&|event| place_ids(material, event))
    {
        return true;
    }
    let here = members.iter().any(|member| drafts[*member].sentence == draft.sentence);
    if here || (event.attaches || is_effect(event)) && event.reference == Reference::New {
        return false;
    }
    let who = |mentions: &[Mention]| {
        let told = mentions.iter().filter(|mention| !mention.pronoun);
        told.map(|mention| identity(material, mention)).collect::<Vec<_>>()
    };
    let kinds =
        |things: &[(Mention, String)]| things.iter().map(|(_, kind)| kind.clone()).collect::<Vec<_>>();
    let countries = |event: &DraftEvent| {
        event
            .places
            .iter()
            .filter_map(|index| material.places.get(*index)?.country.clone())
            .collect::<Vec<_>>()
    };
    differs(&|event| who(&event.actors))
        || differs(&|event| who(&event.recipients))
        || differs(&|event| kinds(&event.weapons))
        || differs(&|event| kinds(&event.targets))
        || differs(&countries)
}

//! Another voice that tells its side of a deed told just before.

use casus_annotate::Annotated;
use casus_model::{Draft, DraftEvent, Mention};

use crate::Material;
use crate::again::{classes, is_other_thing};
use crate::beside::is_another;
use crate::facets::{agree, are_kin};

/// "An official said that a single drone had been stopped": another voice, with a weapon of the kind told before, and no
/// doer, place, target or day that the first has not told.
pub(crate) fn tells_its_side(
    material: &Material,
    (draft, event): (&Draft, &DraftEvent),
    (other, earlier): (&Draft, &DraftEvent),
) -> bool {
    let sentence = &material.annotation.sentences[draft.sentence as usize];
    let voice = |draft: &Draft| draft.voices.first().map(|voice| voice.identity);
    let before = &material.annotation.sentences[other.sentence as usize];
    let known = |doer: &Mention| {
        let again = |told: &Mention| before.lemma(told.head) == sentence.lemma(doer.head);
        doer.definite || doer.pronoun || earlier.actors.iter().any(again)
    };
    let (own, theirs) = (classes(event), classes(earlier));
    let same = agree(&own, &theirs) == Some(true) || are_kin(material, &own, &theirs);
    voice(draft) != voice(other)
        && voice(draft).is_some()
        && event.targets.is_empty()
        && event.places.is_empty()
        && event.times.is_empty()
        && event.interceptors.is_empty()
        && (earlier.actors.is_empty() || event.actors.iter().all(known))
        && same
        && !is_other_thing(sentence, event)
        && !is_another(sentence, event)
}

/// "Strikes by the army killed ten. The army said it had targeted rebels": the doer's word for the deed just told, with
/// no time, place, weapon or harm of its own.
pub(crate) fn tells_its_own_side(
    sentence: &Annotated,
    material: &Material,
    draft: &Draft,
    event: &DraftEvent,
    other: &Draft,
    earlier: &DraftEvent,
) -> bool {
    let before = &material.annotation.sentences[other.sentence as usize];
    let did_it =
        |speaker: u32| earlier.actors.iter().any(|doer| before.lemma(doer.head) == sentence.lemma(speaker));
    let speaks = |actor: &Mention| sentence.speaker_meant(actor.head).is_some_and(did_it);
    event.actors.iter().any(speaks)
        && draft.modality == other.modality
        && event.times.is_empty()
        && event.places.is_empty()
        && event.weapons.is_empty()
        && event.casualties.is_empty()
        && event.recipients.iter().all(|recipient| recipient.count.is_none())
}

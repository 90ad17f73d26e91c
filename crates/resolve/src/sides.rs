//! Another voice that tells its side of a deed told just before.

use casus_annotate::Annotated;
use casus_model::{Dep, Draft, DraftEvent, Mention, Pos, Tag};

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

/// "it had killed 53": done before what the sentence tells.
fn had_done(sentence: &Annotated, verb: u32) -> bool {
    let had = sentence.children_by(verb, Dep::Aux).any(|auxiliary| sentence.lower(auxiliary) == "had");
    had && sentence.token(verb).tag == Tag::Vbn
}

/// "Strikes by the army killed ten. The army said it had targeted rebels": the doer's word for the deed just told, with
/// no time, place or weapon of its own, and no harm but what it "had" done and nobody told before.
pub(crate) fn tells_its_own_side(
    sentence: &Annotated,
    material: &Material,
    draft: &Draft,
    event: &DraftEvent,
    other: &Draft,
    earlier: &DraftEvent,
) -> bool {
    let before = &material.annotation.sentences[other.sentence as usize];
    let fights = |sentence: &Annotated, who: u32| {
        let kinds = sentence.kinds(who);
        let side = kinds.people.map(|(_, side)| side);
        side.or_else(|| sentence.lexicon.members_of(kinds.actor?)) == Some("fighter")
    };
    // "Militants attacked a base. The group said it had killed 53"
    let did_it = |speaker: u32| {
        let meant = |doer: &Mention| {
            before.lemma(doer.head) == sentence.lemma(speaker)
                || sentence.mention(speaker).definite
                    && fights(sentence, speaker)
                    && fights(before, doer.head)
                || sentence.token(speaker).pos == Pos::Pron && before.token(doer.head).dep == Dep::Nsubj
        };
        earlier.actors.iter().any(meant)
    };
    let speaks = |actor: &Mention| sentence.speaker_meant(actor.head).is_some_and(did_it);
    event.actors.iter().any(speaks)
        && draft.modality == other.modality
        && event.times.is_empty()
        && event.places.is_empty()
        && event.weapons.is_empty()
        && (event.casualties.is_empty() && event.recipients.iter().all(|recipient| recipient.count.is_none())
            || earlier.casualties.is_empty() && had_done(sentence, draft.token))
}

//! Lists of what happened by days: "12 June, Bree: attack on a patrol. Two dead." The day and the place before the colon
//! are those of what the item tells.

use casus_annotate::{Annotated, Item};
use casus_model::Pos;

use crate::circumstance::{Circumstances, Given};
use crate::matching::Match;

/// Gives deeds the day and the place of the item that they stand in: to the first deed its day, be
/// another told beside it ("abduction of two traders, freed on 20 June"), to the others what they do not tell of themselves.
pub(crate) fn lend(sentence: &Annotated, triggers: &[u32], around: &mut Circumstances) {
    let Some(Item { time, places, begins, is_first }) = &sentence.item else { return };
    let next = triggers.iter().copied().filter(|trigger| *is_first && trigger >= begins).min();
    around.times.retain(|given| given.index != *time && Some(given.trigger) != next);
    around.places.retain(|given| !places.contains(&given.index));
    // "13 October, Bree: shells hit a camp at Archet": the item's place is around the deed's own.
    if let Some(trigger) = next {
        around.places.extend(places.iter().map(|index| Given { trigger, index: *index, steps: 8 }));
    }
    let lent = |trigger: u32, of: &[usize], known: &mut Vec<Given>| {
        if !known.iter().any(|given| given.trigger == trigger) {
            known.extend(of.iter().map(|index| Given { trigger, index: *index, steps: 2 }));
        }
    };
    for trigger in triggers.iter().copied().filter(|trigger| trigger >= begins) {
        lent(trigger, &[*time], &mut around.times);
        lent(trigger, places, &mut around.places);
    }
}

/// "12 June, Bree: bombing of a mill": the noun that an item begins with tells a deed, with no verb to say that it happened.
pub(crate) fn begins_with(sentence: &Annotated, noun: u32) -> bool {
    let begins = sentence.item.as_ref().filter(|item| item.is_first && item.begins <= noun);
    begins.is_some_and(|item| {
        !(item.begins..noun).any(|token| matches!(sentence.token(token).pos, Pos::Verb | Pos::Aux))
    })
}

/// Takes what stands before the colon out of what fills the roles of deeds: "Bree: attack on a patrol" is no attack by
/// Bree.
pub(crate) fn drop_opening(sentence: &Annotated, matches: &mut [Match]) {
    let Some(Item { begins, .. }) = sentence.item else { return };
    for filled in matches.iter_mut().flat_map(|found| found.fillers.values_mut()) {
        filled.retain(|filler| *filler >= begins);
    }
}

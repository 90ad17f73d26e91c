//! Lists of what happened by days: "12 June, Bree: attack on a patrol. Two dead." The day and the place before the colon
//! are those of what the item tells.

use casus_annotate::{Annotated, Annotation, Meaning};
use casus_model::Pos;

use crate::circumstance::{Circumstances, Given};
use crate::matching::Match;

/// The colon is among this many words at the beginning of an item.
const OPENING: u32 = 14;

/// What stands before the colon of an item: times and places by their numbers, and where the item begins.
struct Opening {
    times: Vec<usize>,
    places: Vec<usize>,
    end: u32,
}

/// Gives deeds the day and the place of the item that they stand in: to the first deed behind the colon its day, be
/// another told beside it ("abduction of two traders, freed on 20 June"), to the others what they do not tell of themselves.
pub(crate) fn lend(
    annotation: &Annotation,
    sentence: &Annotated,
    triggers: &[u32],
    around: &mut Circumstances,
) {
    let Some(first) = first_of_paragraph(annotation, sentence) else { return };
    let Some(Opening { times, places, end }) = opening(first) else { return };
    let opens = first.index == sentence.index;
    let begins = if opens { end } else { 0 };
    let next = triggers.iter().copied().filter(|trigger| opens && *trigger >= end).min();
    if opens {
        let own = |given: &Given, of: &[usize]| !of.contains(&given.index);
        around.times.retain(|given| own(given, &times) && Some(given.trigger) != next);
        around.places.retain(|given| own(given, &places));
    }
    let lent = |trigger: u32, of: &[usize], known: &mut Vec<Given>| {
        if !known.iter().any(|given| given.trigger == trigger) {
            known.extend(of.iter().map(|index| Given { trigger, index: *index, steps: 2 }));
        }
    };
    // "13 October, Bree: shells hit a camp at Archet": the item's place is around the deed's own.
    if let Some(trigger) = next {
        around.places.extend(places.iter().map(|index| Given { trigger, index: *index, steps: 8 }));
    }
    for trigger in triggers.iter().copied().filter(|trigger| *trigger >= begins) {
        lent(trigger, &times, &mut around.times);
        lent(trigger, &places, &mut around.places);
    }
}

/// "12 June, Bree: bombing of a mill": the noun that an item begins with tells a deed, with no verb to say that it happened.
pub(crate) fn begins_with(sentence: &Annotated, noun: u32) -> bool {
    let begins = opening(sentence).map(|opening| opening.end).filter(|begins| *begins <= noun);
    begins.is_some_and(|begins| {
        !(begins..noun).any(|token| matches!(sentence.token(token).pos, Pos::Verb | Pos::Aux))
    })
}

/// Takes what stands before the colon out of what fills the roles of deeds: "Bree: attack on a patrol" is no attack by
/// Bree.
pub(crate) fn drop_opening(sentence: &Annotated, matches: &mut [Match]) {
    let Some(Opening { end, .. }) = opening(sentence) else { return };
    for filled in matches.iter_mut().flat_map(|found| found.fillers.values_mut()) {
        filled.retain(|filler| *filler >= end);
    }
}

/// The first sentence of the line that a sentence stands in.
fn first_of_paragraph<'s, 'a>(
    annotation: &'s Annotation<'a>,
    sentence: &Annotated,
) -> Option<&'s Annotated<'a>> {
    let line = |sentence: &Annotated| {
        let before = annotation.text.get(..sentence.span(0, 1).start as usize);
        before.and_then(|before| before.rfind('\n')).map_or(0, |end| end + 1)
    };
    let here = line(sentence);
    annotation.sentences[..=sentence.index as usize]
        .iter()
        .find(|other| !other.is_empty() && line(other) == here)
}

/// A day before all else, and nothing but places and names between it and a colon.
fn opening(sentence: &Annotated) -> Option<Opening> {
    let colon = (1..sentence.len().min(OPENING)).find(|token| sentence.word(*token) == ":")?;
    let (mut times, mut places) = (Vec::new(), Vec::new());
    let mut token = 0;
    while token < colon {
        let meant =
            sentence.marks_over(token).filter(|mark| mark.end <= colon).find_map(|mark| match mark.meaning {
                Meaning::Time(index) => Some((mark.end, Some(index), None)),
                Meaning::Place(index) => Some((mark.end, None, Some(index))),
                _ => None,
            });
        match meant {
            Some((end, time, place)) => {
                times.extend(time);
                places.extend(place);
                token = end.max(token + 1);
            }
            None => {
                let word = sentence.word(token);
                let joins = matches!(word, "in" | "and" | "at" | "near" | "of");
                let name = word.starts_with(char::is_uppercase) && !times.is_empty();
                if !(joins || name || !word.contains(char::is_alphanumeric)) {
                    return None;
                }
                token += 1;
            }
        }
    }
    (times.len() == 1).then_some(Opening { times, places, end: colon + 1 })
}

//! Lists of what happened by days: "12 June, Bree: attack on a patrol. Two dead." The day and the place before the colon
//! are those of what the item tells.

use casus_annotate::{Annotated, Annotation, Meaning};
use casus_model::Pos;

use crate::circumstance::{Circumstances, Given};
use crate::matching::Match;

/// The colon is among this many words at the beginning of an item.
const OPENING: u32 = 14;

/// An item has at most this many sentences.
const SENTENCES: u32 = 8;

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
    if triggers.is_empty() {
        return;
    }
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

/// The first sentence of the line that a sentence stands in; none in a line of more sentences than an item has.
fn first_of_paragraph<'s, 'a>(
    annotation: &'s Annotation<'a>,
    sentence: &Annotated,
) -> Option<&'s Annotated<'a>> {
    let sentences = &annotation.sentences;
    let place = |index: u32, end: bool| {
        let tokens = &sentences.get(index as usize)?.sentence.tokens;
        if end {
            tokens.last().map(|last| last.span.end)
        } else {
            tokens.first().map(|first| first.span.start)
        }
    };
    let is_one_line = |before: u32| {
        let gap = place(before, true).zip(place(before + 1, false));
        let gap = gap.and_then(|(start, end)| annotation.text.get(start as usize..end as usize));
        gap.is_some_and(|gap| !gap.contains('\n'))
    };
    let mut first = sentence.index;
    for _ in 0..SENTENCES {
        match first.checked_sub(1).filter(|before| is_one_line(*before)) {
            Some(before) => first = before,
            None => return sentences.get(first as usize),
        }
    }
    None
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
                let joins = sentence.lexicon.words.is("item-opening", word);
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

//! Totals told by the last of them: "the 14th attack on the town this year", "for the twelfth time since May".

use casus_annotate::Annotated;
use casus_model::{Count, Dep, Draft, DraftBody, DraftTally, Effect, Evidence, Pos, When};

use super::harm::FEW;
use super::noun::{deeds_counted, is_noun_of_deed};
use super::of_nobody;
use super::window::{is_window, since, window_and_places, window_behind};
use crate::matching::Match;
use crate::needs::is_violent_noun;
use crate::{Material, draft, modality};

pub(super) const RULE: &str = "tally/last-of";

/// The totals that ordinals tell. "The third attack in a week" tells of one attack, and no total.
pub(super) fn last_of(material: &Material, sentence: &Annotated, matches: &[Match], told: &mut Vec<Draft>) {
    for token in 0..sentence.len() {
        let ordinal = sentence.lexicon.numbers.ordinal(&sentence.lower(token));
        let Some(number) = ordinal.filter(|number| *number > FEW) else { continue };
        let noun = sentence.token(token).head;
        if noun <= token || sentence.kinds(token).time.is_some() && sentence.kinds(noun).time.is_some() {
            continue;
        }
        let count = Count::exactly(number, sentence.word(token));
        let Some(tally) = last(material, sentence, matches, noun, count) else { continue };
        if let Some(window) = &tally.window {
            leave_window(told, sentence.index, noun, window);
        }
        let modality = modality::told(sentence, noun, false);
        let mut draft = draft(sentence, RULE, noun, DraftBody::Tally(Box::new(tally)), modality);
        let span = sentence.span(token, noun + 1);
        draft.evidence = vec![Evidence { start: span.start, end: span.end, rule: draft.rule.clone() }];
        told.push(draft);
    }
}

fn last(
    material: &Material,
    sentence: &Annotated,
    matches: &[Match],
    noun: u32,
    count: Count,
) -> Option<DraftTally> {
    let above = sentence.token(sentence.token(noun).head).head;
    let time = sentence.lexicon.words.is("times-word", sentence.lemma(noun));
    let harmed = || sentence.children_by(noun, Dep::Acl).find_map(|verb| effect_of(sentence, verb));
    let (measure, deed) = match () {
        () if is_violent_noun(sentence, noun) => ("events", noun),
        () if time && sentence.token(noun).dep == Dep::Pobj => ("events", above),
        () => (harmed().filter(|_| sentence.kinds(noun).is_person())?, noun),
    };
    let found = matches.iter().find(|found| found.token == deed);
    if time && found.is_none_or(|found| found.frame.event_type.is_none()) {
        return None;
    }
    let (near, places) = window_and_places(material, sentence, &[noun, deed]);
    let near = near.filter(|time| is_window(time)).map(|time| time.when.clone());
    let window: Option<When> =
        since(material, sentence).or_else(|| window_behind(material, sentence, noun)).or(near);
    let window = Some(window?);
    let of_deeds = found.filter(|found| is_noun_of_deed(found) && measure == "events");
    let mut tally = match of_deeds {
        Some(found) => deeds_counted(sentence, found, count, window, places),
        None => of_nobody(measure, count, window, places),
    };
    if measure == "events" {
        tally.contains.push((sentence.index, deed));
    }
    Some(tally)
}

/// What the verb of "the 19th person killed by rebels" did.
fn effect_of(sentence: &Annotated, verb: u32) -> Option<&'static str> {
    let is_verb = sentence.token(verb).pos == Pos::Verb;
    let mut frames = sentence.lexicon.frames.of_verb(sentence.lemma(verb));
    frames.find_map(|frame| frame.effect.filter(|_| is_verb && frame.harms())).map(Effect::word)
}

/// The stretch of the total is no time of the deed.
fn leave_window(told: &mut [Draft], sentence: u32, token: u32, window: &When) {
    for draft in told.iter_mut().filter(|draft| draft.sentence == sentence && draft.token == token) {
        if let DraftBody::Event(event) = &mut draft.body {
            event.times.retain(|time| time.span != window.span);
        }
    }
}

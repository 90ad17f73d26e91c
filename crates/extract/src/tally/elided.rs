//! Bare figures beside a total, which count the same: "against 47 in the week before", "the figure had stood at 31".

use casus_annotate::Annotated;
use casus_model::{
    Count, Dep, Draft, DraftBody, DraftTally, Evidence, Granularity, ModalityValue, Pos, Span, When,
};

use jiff::civil::Date;

use super::window::{time_behind, window_and_places};
use super::{consequence, share};
use crate::modality::Told;
use crate::{Material, draft, modality};

pub(super) const RULE: &str = "tally/elided";

/// Tokens between a figure and a time told right behind it.
const NEAR: u32 = 3;

/// "against 47 in the week before", "in the last quarter it counted 29": a bare figure beside a total counts the
/// same in another window.
pub(super) fn elided(
    material: &Material,
    sentence: &Annotated,
    before: &[Draft],
    here: &[Draft],
) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for token in 0..sentence.len() {
        let Some(bare) = bare(sentence, token) else { continue };
        let whole = here.iter().rev().chain(before.iter().rev()).find_map(|draft| match &draft.body {
            DraftBody::Tally(tally)
                if draft.token != token
                    && ![share::RULE, consequence::RULE].contains(&draft.rule.as_str()) =>
            {
                Some((tally, draft))
            }
            _ => None,
        });
        let (Some((known, source)), Some(count)) = (whole, sentence.mention(token).count) else { continue };
        // "brought to 63 the number of attacks since January": the figure of the total itself.
        if here
            .iter()
            .chain(&drafts)
            .filter_map(figure)
            .any(|(figure, rests_on)| *figure == count && rests_on.contains(sentence.token(token).span))
        {
            continue;
        }
        let (window, _) = window_and_places(material, sentence, &[token]);
        // "29 in March", "more than the 97 it registered in all of 2000": right behind, or in the clause of the figure.
        let behind = |last: u32| time_behind(material, sentence, token, last);
        let window = window.map(|time| time.when.clone()).or_else(|| behind(token + NEAR));
        let window = window.or_else(|| behind(sentence.tree.right(token)));
        let window = match bare {
            Bare::Compared => window.filter(|window| known.window.as_ref() != Some(window)).map(Some),
            Bare::Anew => Some(up_to(window, known.window.as_ref(), material.published)),
        };
        let Some(window) = window else { continue };
        let tally = DraftTally { count, window, contains: Vec::new(), ..(**known).clone() };
        let told = Told {
            value: ModalityValue::Actual,
            certainty: modality::told(sentence, token, false).certainty,
        };
        let mut draft = draft(sentence, RULE, token, DraftBody::Tally(Box::new(tally)), told);
        if matches!(bare, Bare::Anew) {
            draft.voices.clone_from(&source.voices);
        }
        draft.evidence =
            vec![Evidence { start: draft.trigger.start, end: draft.trigger.end, rule: draft.rule.clone() }];
        drafts.push(draft);
    }
    drafts
}

/// The figure of a total, and where the words stand that tell it.
fn figure(draft: &Draft) -> Option<(&Count, Span)> {
    let DraftBody::Tally(tally) = &draft.body else { return None };
    let used = draft.evidence.first()?;
    Some((&tally.count, Span { start: used.start, end: used.end }))
}

/// How a number that stands for no noun of its own counts what a total before it counts.
enum Bare {
    /// Over another stretch, which is told.
    Compared,
    /// At another time, or by somebody else.
    Anew,
}

fn bare(sentence: &Annotated, token: u32) -> Option<Bare> {
    let item = sentence.token(token);
    if item.pos != Pos::Num || sentence.kinds(token).time.is_some() {
        return None;
    }
    let words = &sentence.lexicon.words;
    let above = sentence.lower(item.head);
    let compared = item.dep == Dep::Pobj && words.is("compared-with", &above);
    let counted = item.dep == Dep::Dobj && words.is("figure-verb", sentence.lemma(item.head));
    let there = item.dep == Dep::Attr && sentence.children_by(item.head, Dep::Expl).next().is_some();
    match () {
        () if is_of_a_figure(sentence, token) => Some(Bare::Anew),
        () if compared || counted || there => Some(Bare::Compared),
        () => None,
    }
}

/// "the figure had stood at 31", "the number given was 23", "a higher figure, 951", "had spoken of at least 16".
fn is_of_a_figure(sentence: &Annotated, token: u32) -> bool {
    let item = sentence.token(token);
    let words = &sentence.lexicon.words;
    let is_figure = |noun: u32| {
        let of = sentence.children_by(noun, Dep::Prep).any(|of| sentence.lower(of) == "of");
        words.is("figure", sentence.lemma(noun)) && !of
    };
    let (verb, reached) = match item.dep {
        Dep::Appos => return is_figure(item.head),
        Dep::Attr | Dep::Dobj => (item.head, true),
        Dep::Pobj => {
            let preposition = sentence.lower(item.head);
            let verb = sentence.token(item.head).head;
            let spoken = preposition == "of" && words.is("speak-of", sentence.lemma(verb));
            if spoken {
                return true;
            }
            (verb, words.is("figure-at", &preposition))
        }
        _ => return false,
    };
    reached && sentence.clause(verb).subjects.into_iter().any(is_figure)
}

/// The stretch of the total before, up to the day that is told now: "a week ago it stood at 40".
fn up_to(told: Option<When>, known: Option<&When>, published: Option<Date>) -> Option<When> {
    let (Some(told), Some(known)) = (told.clone(), known.cloned()) else { return known.cloned().or(told) };
    if told.start.is_none() {
        return Some(known);
    }
    let end = match told.granularity {
        Some(Granularity::Month | Granularity::Year | Granularity::Season | Granularity::Range) => {
            return Some(told);
        }
        // "A week ago", of a Wednesday's report: on the Wednesday of that week.
        Some(Granularity::Week) => published.and_then(|day| same_weekday(&told, day)).or(told.end),
        _ => told.end,
    };
    Some(When { end, granularity: Some(Granularity::Range), ..known })
}

fn same_weekday(week: &When, day: Date) -> Option<String> {
    let (first, _) = week.bounds()?;
    let days = (0..7).filter_map(|ahead| first.date().checked_add(jiff::Span::new().days(ahead)).ok());
    days.into_iter().find(|other| other.weekday() == day.weekday()).map(|day| day.to_string())
}

//! Times told by their distance: "yesterday", "last week", "two years ago", "the next day".

use casus_model::Tag;

use crate::grammar::Role;
use crate::told::{Amount, From, Pick, Told, Unit};

use super::year::{past_portion, year_ago};
use super::{Hit, Words, amount};

/// A relative time, early or late in it or not.
pub(super) fn relative(words: &Words, at: usize) -> Option<Hit> {
    let (start, rough) = past_portion(words, at);
    let rules = [one_day, picked_unit, shifted];
    let plain = rules.iter().filter_map(|rule| rule(words, start)).max_by_key(|hit| hit.end);
    let hit = plain
        .or_else(|| whole_unit(words, start, rough))
        .or_else(|| year_end(words, at))
        .or_else(|| compared(words, at))
        .or_else(|| week_of(words, at))?;
    Some(Hit { rough: rough || hit.rough, ..hit })
}

/// "last", "this coming", "the previous", "that same": which one, and where it ends.
pub(super) fn pick(words: &Words, at: usize) -> Option<(Pick, usize)> {
    use Role::{Coming, Current, Following, Last, Next, Past, Previous, Same, That, The, This};
    let the = words.role(at, The);
    let at = words.past(at, The);
    let found = |pick| Some((pick, words.past(at + 1, Role::Fiscal)));
    if words.role(at, This) {
        let (pick, end) = if words.role(at + 1, Coming) {
            (Pick::Next, at + 2)
        } else if words.any(at + 1, &[Past, Last]) {
            (Pick::Last, at + 2)
        } else {
            (Pick::This, at + 1)
        };
        return Some((pick, end));
    }
    if words.role(at, That) {
        let named = words.unit(at + 1).is_none() && words.part(at + 1).is_none() && !words.role(at + 1, Same);
        return (!named || words.tag(at) == Some(Tag::Dt)).then(|| (Pick::Same, words.past(at + 1, Same)));
    }
    if words.role(at, Same) && the {
        return found(Pick::Same);
    }
    if words.role(at, Current) {
        return found(Pick::This);
    }
    if words.role(at, Last) && !words.role(at, Past) {
        return found(Pick::Last);
    }
    if words.role(at, Role::Latest) && the {
        return found(Pick::Last);
    }
    if words.role(at, Previous) {
        return found(Pick::Previous);
    }
    if words.role(at, Following) {
        return found(Pick::Following);
    }
    if words.role(at, Next) {
        return found(if the { Pick::Following } else { Pick::Next });
    }
    if words.role(at, Coming) {
        return found(Pick::Next);
    }
    None
}

/// What names one day by its distance: "yesterday", "the next day", "two days ago".
pub(super) fn one_day(words: &Words, at: usize) -> Option<Hit> {
    if let Some((shift, false)) = words.day_word(at) {
        return Some(Hit::new(Told::Day(shift), at + 1));
    }
    day_beside(words, at)
        .or_else(|| picked_unit(words, at).filter(|hit| hit.told.is_day()))
        .or_else(|| shifted(words, at).filter(|hit| hit.told.is_day()))
}

/// "the day before yesterday"; "the day before" and "the day after" where the clause ends.
fn day_beside(words: &Words, at: usize) -> Option<Hit> {
    let start = words.past(at, Role::The);
    let (Unit::Day, _, false) = words.unit(start)? else { return None };
    let after = words.role(start + 1, Role::After);
    if !after && !words.role(start + 1, Role::Before) {
        return None;
    }
    let step = if after { 1 } else { -1 };
    if let Some((shift, _)) = words.day_word(start + 2) {
        return Some(Hit::new(Told::Day(shift + step), start + 3));
    }
    let pick = if after { Pick::Following } else { Pick::Previous };
    (start > at && clause_ends(words, start + 2))
        .then(|| Hit::new(Told::Unit { unit: Unit::Day, pick }, start + 2))
}

pub(super) fn clause_ends(words: &Words, at: usize) -> bool {
    at >= words.pieces.len() || [',', '.', ';', ':', ')', '"'].iter().any(|mark| words.mark(at, *mark))
}

/// "last week", "this year", "the same day", "the following month".
fn picked_unit(words: &Words, at: usize) -> Option<Hit> {
    let (pick, start) = pick(words, at)?;
    let start = words.past_hyphen(start);
    let latest = words.role(start - 1, Role::Latest);
    let reported =
        latest && (words.role(start, Role::Period) || matches!(words.unit(start), Some((Unit::Quarter, ..))));
    if reported {
        return Some(Hit::new(Told::Unit { unit: Unit::Quarter, pick: Pick::Last }, start + 1));
    }
    let (unit, 1, false) = words.unit(start)? else { return None };
    let window = pick == Pick::Last && words.role(at, Role::The) && super::span::window(words, at).is_some();
    let grown =
        words.hyphen(start + 1) && (words.role(start + 2, Role::Long) || words.role(start + 2, Role::Old));
    if window || grown || unit.is_clock() || unit == Unit::Night {
        return None;
    }
    let pick = match (unit, pick) {
        (Unit::Day, Pick::Next) => Pick::Following,
        (Unit::Day, Pick::Last | Pick::This) => return None,
        (_, pick) => pick,
    };
    Some(Hit::new(Told::Unit { unit, pick }, start + 1))
}

/// "the year", "the weekend": the one at hand.
fn whole_unit(words: &Words, at: usize, portion: bool) -> Option<Hit> {
    let start = words.past(at, Role::The);
    let filled = words.past_any(start, &[Role::Filler, Role::Fiscal]);
    let (unit, 1, false) = words.unit(filled)? else { return None };
    let grown = words.hyphen(filled + 1)
        || words.role(filled + 1, Role::Before)
        || words.role(filled + 1, Role::After);
    if start == at || grown {
        return None;
    }
    let end = filled + 1;
    match unit {
        Unit::Year if words.role(end, Role::Ended) => {
            Some(Hit::new(Told::Duration { amount: Amount::ONE, unit }, end))
        }
        Unit::Day if portion => Some(Hit::new(Told::Unit { unit, pick: Pick::Same }, end)),
        Unit::Week | Unit::Weekend | Unit::Month | Unit::Quarter | Unit::Year
            if !words.role(end, Role::Of) =>
        {
            Some(Hit::new(Told::Unit { unit, pick: Pick::Bare }, end))
        }
        _ => None,
    }
}

/// "year-end", "year's end".
fn year_end(words: &Words, at: usize) -> Option<Hit> {
    let (unit, 1, false) = words.unit(at)? else { return None };
    let possessive = words.mark(at + 1, '\'') && words.role(at + 2, Role::S);
    let end = if possessive { at + 3 } else { words.past_hyphen(at + 1) };
    let whole = matches!(unit, Unit::Year | Unit::Month) && words.role(end, Role::Start);
    whole.then(|| Hit::rough(Told::Unit { unit, pick: Pick::Bare }, end + 1))
}

/// "the year-ago quarter", "a year-earlier period".
fn compared(words: &Words, at: usize) -> Option<Hit> {
    let start = words.past_any(at, &[Role::The, Role::A]);
    let end = year_ago(words, words.past(start, Role::Comparable))?;
    let noun = words.role(end, Role::Period) || matches!(words.unit(end), Some((Unit::Quarter, ..)));
    let told = Told::Shift { amount: Amount::ONE, unit: Unit::Year, back: true, from: From::Publication };
    Some(Hit::new(told, end + usize::from(noun)))
}

/// "the week of March 6".
fn week_of(words: &Words, at: usize) -> Option<Hit> {
    let start = words.past(at, Role::The);
    let (Unit::Week, 1, false) = words.unit(start)? else { return None };
    if start == at || !words.role(start + 1, Role::Of) {
        return None;
    }
    let day = super::date::day(words, start + 2)?;
    Some(Hit { told: Told::WeekOf(Box::new(day.told)), ..day })
}

/// "three weeks ago", "two days later", "a year earlier", "years ago", "a week from now".
fn shifted(words: &Words, at: usize) -> Option<Hit> {
    let (amount, unit, end, rough) = length(words, at)?;
    let (back, from, end) = direction(words, end)?;
    Some(Hit { rough, ..Hit::new(Told::Shift { amount, unit, back, from }, end) })
}

/// An amount and its unit: amount, unit, one past, whether "or so" follows.
pub(super) fn length(words: &Words, at: usize) -> Option<(Amount, Unit, usize, bool)> {
    let (amount, start) = match amount::amount(words, at) {
        Some(found) => found,
        None => (Amount::UNKNOWN, at),
    };
    let place = past_fillers(words, start);
    let (unit, times, plural) = words.unit(place)?;
    let article = start == at + 1 && words.role(at, Role::A);
    let agrees = match amount.count {
        _ if start == at => plural,
        _ if article => !plural && !is_other_noun(unit),
        None => plural || (place > start && words.hyphen(place - 1)),
        Some(0 | 1) => !plural || amount.half,
        Some(_) => plural || words.hyphen(place - 1) || words.is_nominal(place + 1),
    };
    if !agrees {
        return None;
    }
    let (amount, end) = match amount::half(words, place + 1) {
        Some(end) if words.role(place + 1, Role::And) => (Amount { half: true, ..amount }, end),
        _ => (amount, place + 1),
    };
    let or_so = words.role(end, Role::Or) && words.role(end + 1, Role::So);
    Some((amount.times(times), unit, end + 2 * usize::from(or_so), or_so))
}

/// Units that "a" makes something else: "a second blast", "a quarter of the town".
fn is_other_noun(unit: Unit) -> bool {
    matches!(unit, Unit::Second | Unit::Quarter | Unit::Weekend | Unit::Night)
}

fn past_fillers(words: &Words, at: usize) -> usize {
    let mut at = words.past_hyphen(at);
    for _ in 0..2 {
        at = words.past_hyphen(words.past(at, Role::Filler));
    }
    at
}

fn direction(words: &Words, at: usize) -> Option<(bool, From, usize)> {
    if words.role(at, Role::Ago) {
        return Some((true, From::Publication, at + 1));
    }
    // "two hours earlier than before" compares, and tells no day.
    if words.any(at, &[Role::Earlier, Role::Later]) && words.role(at + 1, Role::Than) {
        return None;
    }
    if words.role(at, Role::Earlier) || (words.role(at, Role::Before) && clause_ends(words, at + 1)) {
        return Some((true, From::Narrative, at + 1));
    }
    if words.role(at, Role::Later) || (words.role(at, Role::After) && clause_ends(words, at + 1)) {
        return Some((false, From::Narrative, at + 1));
    }
    if words.role(at, Role::Hence) {
        return Some((false, From::Publication, at + 1));
    }
    let from_now = words.role(at, Role::From) && words.role(at + 1, Role::Now);
    from_now.then_some((false, From::Publication, at + 2))
}

//! Lengths of time: plain ("three weeks"), windows ("the past three weeks"), and what comes back
//! ("every day").

use crate::TimexKind;
use crate::calendar::iso_duration;
use crate::grammar::{Role, Sense};
use crate::told::{Amount, Told, Unit};

use super::relative::length;
use super::{Hit, Words};

/// "the past three weeks", "the last 24 hours", "recent days", "the next few years".
pub(super) fn window(words: &Words, at: usize) -> Option<Hit> {
    use Role::{Coming, Following, Future, Last, Latest, Next, Past, Previous, Recent};
    let start = words.past_any(at, &[Role::The, Role::These, Role::This, Role::Its]);
    let back = words.any(start, &[Last, Past, Previous, Latest, Recent]);
    let ahead = words.any(start, &[Next, Coming, Following, Future]);
    if !back && !ahead {
        return first_of(words, at, start);
    }
    // "Coming a day after the raid": what something does, and no days to come.
    if ahead && words.role(start + 1, Role::A) {
        return None;
    }
    let start = words.past_hyphen(start + 1);
    let Some((amount, unit, end, rough)) = length(words, start) else {
        return single(words, at, start, ahead);
    };
    Some(Hit { rough, ..Hit::new(Told::Window { amount, unit, ahead }, end) })
}

/// "the past week"; "the last week" where a word like "over" makes it a stretch.
fn single(words: &Words, at: usize, unit_at: usize, ahead: bool) -> Option<Hit> {
    let (unit, times, false) = words.unit(unit_at)? else { return None };
    let led = at
        .checked_sub(1)
        .is_some_and(|before| words.any(before, &[Role::Over, Role::Within, Role::For, Role::In]));
    let past = words.role(unit_at - 1, Role::Past);
    let last = words.any(unit_at - 1, &[Role::Last, Role::Next]) && words.role(at, Role::The) && led;
    let night = unit == Unit::Night || unit == Unit::Weekend || unit == Unit::Day && !past;
    let amount = Amount::ONE.times(times);
    ((past || last || unit.is_clock() && led) && !night)
        .then(|| Hit::new(Told::Window { amount, unit, ahead }, unit_at + 1))
}

/// "the first nine months".
fn first_of(words: &Words, at: usize, start: usize) -> Option<Hit> {
    if start == at || !words.role(start, Role::First) {
        return None;
    }
    let (amount, unit, end, rough) = length(words, start + 1)?;
    Some(Hit { rough, ..Hit::new(Told::Duration { amount, unit }, end) })
}

/// "three weeks", "a 24-hour curfew", "week-long", "for years".
pub(super) fn duration(words: &Words, at: usize) -> Option<Hit> {
    if let Some(hit) = unit_long(words, at) {
        return Some(hit);
    }
    let start = words.past_any(at, &[Role::The, Role::Its, Role::These]);
    let (amount, unit, end, rough) = length(words, start)?;
    let worded = words.unit(start).is_none();
    if !worded && !is_led_plural(words, at, start) {
        return None;
    }
    if unit == Unit::Quarter && amount.count.is_some() && words.role(end, Role::Of) {
        return None;
    }
    let long = words.past_hyphen(end);
    let end = if words.role(long, Role::Long) && long > end { long + 1 } else { end };
    if is_rate(words, at) {
        return Some(Hit::new(Told::Fixed(TimexKind::Set, iso_duration(amount, unit)), end));
    }
    Some(Hit { rough, ..Hit::new(Told::Duration { amount, unit }, end) })
}

/// "for weeks", "within days", "the days before".
fn is_led_plural(words: &Words, at: usize, start: usize) -> bool {
    use Role::{After, Ahead, Before, For, In, Over, Through, Within};
    let led =
        at.checked_sub(1).is_some_and(|before| words.any(before, &[After, For, In, Over, Through, Within]));
    let beside = words.any(at + 1 + usize::from(start > at), &[Before, After, Ahead]) && start > at;
    (led && start == at) || beside
}

/// "$5 a day", "three times a week": the article makes a rate of the unit.
fn is_rate(words: &Words, at: usize) -> bool {
    let unit = words.role(at, Role::A) && words.unit(at + 1).is_some();
    let Some(before) = at.checked_sub(1).filter(|_| unit) else { return false };
    words.number(before).is_some() || words.is_plural_noun(before) || words.unit(before).is_some()
}

/// "week-long", "years-old".
fn unit_long(words: &Words, at: usize) -> Option<Hit> {
    let (unit, times, plural) = words.unit(at)?;
    if !words.hyphen(at + 1) || !words.any(at + 2, &[Role::Long, Role::Old]) {
        return None;
    }
    let amount = if plural { Amount::UNKNOWN } else { Amount::ONE.times(times) };
    let end = if words.role(at + 2, Role::Long) { at + 3 } else { at + 1 };
    Some(Hit::new(Told::Duration { amount, unit }, end))
}

/// "every day", "each Thursday", "Sundays", "Tuesday nights".
pub(super) fn set(words: &Words, at: usize) -> Option<Hit> {
    let every = words.role(at, Role::Every);
    let start = words.past(at, Role::Every);
    let (value, end) = repeated(words, start, every)?;
    Some(Hit::new(Told::Fixed(TimexKind::Set, value), end))
}

fn repeated(words: &Words, at: usize, every: bool) -> Option<(String, usize)> {
    if let Some((weekday, plural)) = words.weekday(at) {
        let part = words.part(at + 1).filter(|part| every || part.plural);
        let letters = part
            .and_then(|part| part.letters)
            .map(|letters| format!("T{}", crate::calendar::letters(letters)));
        let end = at + 1 + usize::from(letters.is_some());
        let all = every || plural || letters.is_some();
        return all.then(|| (format!("XXXX-WXX-{weekday}{}", letters.unwrap_or_default()), end));
    }
    if !every {
        return None;
    }
    if let Some(month) = words.month(at) {
        return Some((format!("XXXX-{month:02}"), at + 1));
    }
    if let Some(part) = words.part(at).filter(|part| !words.is(at, Sense::Half) && part.letters.is_some()) {
        let letters = crate::calendar::letters(part.letters.unwrap_or_default());
        return Some((format!("XXXX-XX-XXT{letters}"), at + 1));
    }
    let (amount, unit, end) = match words.unit(at) {
        Some((unit, times, false)) => (Amount::ONE.times(times), unit, at + 1),
        Some(_) => return None,
        None => length(words, at).map(|(amount, unit, end, _)| (amount, unit, end))?,
    };
    Some((iso_duration(amount, unit), end))
}

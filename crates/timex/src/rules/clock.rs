//! Hours and parts of the day, alone or with their day: "about 5am", "before sunrise on October 26",
//! "Monday night", "that evening".

use casus_model::PartOfDay;

use crate::grammar::Role;
use crate::told::{PartWord, Pick, TimeOfDay, Told, Unit};

use super::year::past_portion;
use super::{Hit, Words, amount, date, hint, range, relative};

/// A time of day with its day, in either order, or by itself.
pub(super) fn timed(words: &Words, at: usize) -> Option<Hit> {
    let (start, portion) = past_portion(words, at);
    let with_portion =
        [picked_part, day_then_time].iter().filter_map(|rule| rule(words, start)).max_by_key(|hit| hit.end);
    let with_portion = with_portion.map(|hit| Hit { rough: hit.rough || portion, ..hit });
    let rules = [time_then_day, alone, overnight, part_beside];
    let plain = rules.iter().filter_map(|rule| rule(words, at)).max_by_key(|hit| hit.end);
    with_portion.into_iter().chain(plain).max_by_key(|hit| hit.end)
}

fn at_time(day: Told, time: TimeOfDay, end: usize) -> Hit {
    Hit { rough: time.rough, ..Hit::new(Told::At(Box::new(day), time), end) }
}

/// "this morning", "last night", "that evening", "the next morning", "tonight".
fn picked_part(words: &Words, at: usize) -> Option<Hit> {
    if let Some((shift, true)) = words.day_word(at) {
        return Some(at_time(Told::Day(shift), night(), at + 1));
    }
    let (pick, start) = relative::pick(words, at)?;
    let start = words.past_any(start, &[Role::Early, Role::Late]);
    let part = words.part(start).filter(|part| !part.plural)?;
    let day = match pick {
        Pick::This | Pick::Bare => Told::Day(0),
        Pick::Last => Told::Day(-1),
        Pick::Next | Pick::Following => Told::Unit { unit: Unit::Day, pick: Pick::Following },
        Pick::Same | Pick::Previous => Told::Unit { unit: Unit::Day, pick },
    };
    Some(at_time(day, of_part(part), start + 1))
}

/// "the night before", "the morning after", where the clause ends.
fn part_beside(words: &Words, at: usize) -> Option<Hit> {
    let part = words.part(at + 1).filter(|part| !part.plural && words.role(at, Role::The))?;
    let pick = match words.any(at + 2, &[Role::After]) {
        true => Pick::Following,
        false => words.role(at + 2, Role::Before).then_some(Pick::Previous)?,
    };
    let day = Told::Unit { unit: Unit::Day, pick };
    relative::clause_ends(words, at + 3).then(|| at_time(day, of_part(part), at + 3))
}

fn night() -> TimeOfDay {
    TimeOfDay { part: Some(PartOfDay::Night), letters: Some(*b"NI"), ..TimeOfDay::default() }
}

fn of_part(part: PartWord) -> TimeOfDay {
    let hour = part.hour.filter(|hour| *hour < 24);
    TimeOfDay { hour, part: Some(part.part), letters: part.letters, ..TimeOfDay::default() }
}

fn one_day(words: &Words, at: usize) -> Option<Hit> {
    date::day(words, at).into_iter().chain(relative::one_day(words, at)).max_by_key(|hit| hit.end)
}

/// "Friday night", "yesterday at 5 p.m.", "on Tuesday, before dawn".
fn day_then_time(words: &Words, at: usize) -> Option<Hit> {
    let day = one_day(words, at)?;
    let mut start = day.end;
    let mut article = false;
    for _ in 0..4 {
        let possessive = words.mark(start, '\'') && words.role(start + 1, Role::S);
        if possessive {
            start += 2;
        } else if words.mark(start, ',') || words.hyphen(start) || words.any(start, &[Role::At, Role::In]) {
            start += 1;
        } else if words.role(start, Role::The) && start > day.end && words.role(start - 1, Role::In) {
            article = true;
            start += 1;
        } else {
            break;
        }
    }
    let beside_day = || written(words, start).filter(|_| start > day.end && words.mark(start - 1, ','));
    let (time, end) = time(words, start).or_else(beside_day)?;
    let comma = words.mark(day.end, ',');
    let part_only = time.hour.is_none();
    let plural = words.part(end - 1).is_some_and(|part| part.plural);
    if plural || (comma && part_only && !time.rough && start == day.end + 1 && !article) {
        return None;
    }
    Some(at_time(day.told, time, end))
}

/// "5 p.m. on Tuesday", "before sunrise on October 26", "the early hours of Friday".
fn time_then_day(words: &Words, at: usize) -> Option<Hit> {
    let start = words.past(at, Role::The);
    let (time, end) = time(words, start)?;
    let mut next = end;
    for _ in 0..3 {
        if words.mark(next, ',') || words.any(next, &[Role::Of, Role::On]) {
            next += 1;
        } else {
            break;
        }
    }
    if words.mark(end, ',') && time.hour.is_none() {
        return None;
    }
    // "the night from Friday to Saturday"
    let at_night = time.hour.is_none() && time.part == Some(PartOfDay::Night);
    next += usize::from(at_night && next == end && words.role(next, Role::From));
    if let Some(nights) = range::days_of_month(words, next) {
        return Some(spanning(nights, time));
    }
    let day = one_day(words, next)?;
    Some(at_time(day.told, time, day.end))
}

/// "the night of 26-27 October".
fn spanning(days: Hit, time: TimeOfDay) -> Hit {
    match days.told {
        Told::Range(first, second) => {
            Hit { told: Told::Range(Box::new(Told::At(first, time)), second), parts: Vec::new(), ..days }
        }
        told => Hit { told, ..days },
    }
}

/// A time of day by itself, where its neighbours say that it is one.
fn alone(words: &Words, at: usize) -> Option<Hit> {
    let article = words.role(at, Role::The);
    let start = words.past(at, Role::The);
    let (time, end) = time(words, start)?;
    let bare_part = words.part(start).filter(|part| part.hour.is_none());
    let Some(part) = bare_part.filter(|_| end == start + 1) else {
        return (!article || time.hour.is_none())
            .then(|| Hit { rough: time.rough, ..Hit::new(Told::Time(time), end) });
    };
    let led = at.checked_sub(1).is_some_and(|before| {
        words.any(before, &[Role::At, Role::By, Role::Until, Role::Before, Role::Since])
            || (article && words.any(before, &[Role::In, Role::Over]))
    });
    let name = words.capital(start) && start > 0;
    let counts = words.is_nominal(end) || words.hyphen(end) || part.plural;
    (led && !name && !counts).then(|| Hit::new(Told::Time(time), end))
}

/// "overnight", "overnight on Sunday", "overnight into Tuesday".
fn overnight(words: &Words, at: usize) -> Option<Hit> {
    if !words.role(at, Role::Overnight) {
        return None;
    }
    let into = words.role(at + 1, Role::Into);
    let start = words.past_any(at + 1, &[Role::Into, Role::On, Role::From]);
    if let Some(nights) = range::days_of_month(words, start) {
        return Some(spanning(nights, night()));
    }
    match one_day(words, start) {
        Some(day) => Some(Hit::new(Told::OvernightOf { day: Box::new(day.told), into }, day.end)),
        None => Some(Hit::new(Told::Overnight, at + 1)),
    }
}

/// What words before an hour or part of the day do to it.
#[derive(Clone, Copy, Default)]
struct Prefix {
    rough: bool,
    before: bool,
    after: bool,
}

/// A time of day and where it ends.
pub(super) fn time(words: &Words, at: usize) -> Option<(TimeOfDay, usize)> {
    let (prefix, start) = prefixed(words, at);
    let (time, end) =
        clock(words, start).or_else(|| part(words, start)).or_else(|| hours_of_night(words, start))?;
    let edge = words.part(end - 1).filter(|_| end == start + 1);
    Some((placed(prefix, edge, time), end))
}

fn prefixed(words: &Words, at: usize) -> (Prefix, usize) {
    let (mut prefix, mut end) = (Prefix::default(), at);
    for _ in 0..3 {
        if words.role(end, Role::Before) {
            prefix.before = true;
            end += 1;
        } else if words.role(end, Role::After) {
            prefix.after = true;
            end += 1;
        } else if words.role(end, Role::Shortly) {
            prefix.rough = true;
            end += 1;
        } else if let Some((next, about)) = hint::hedge(words, end) {
            prefix.rough |= about;
            end = next;
        } else {
            break;
        }
    }
    (prefix, end)
}

/// "before dawn" is a part of its own; "after midnight" opens the day; "before 5pm" is about 5pm.
fn placed(prefix: Prefix, word: Option<PartWord>, time: TimeOfDay) -> TimeOfDay {
    let rough = prefix.rough || prefix.before || prefix.after || time.rough;
    let placed = TimeOfDay { rough, ..time };
    let Some(word) = word else { return placed };
    match word {
        PartWord { edge: true, .. } if prefix.before => {
            TimeOfDay { part: Some(PartOfDay::BeforeDawn), rough: prefix.rough, ..time }
        }
        PartWord { hour: Some(24), .. } if prefix.after => {
            TimeOfDay { hour: Some(0), part: Some(PartOfDay::BeforeDawn), letters: None, ..placed }
        }
        PartWord { hour: Some(12), .. } if prefix.before && !prefix.rough => TimeOfDay {
            hour: None,
            part: Some(PartOfDay::Morning),
            letters: Some(*b"MO"),
            rough: false,
            ..time
        },
        _ => placed,
    }
}

/// "morning", "early morning", "mid-afternoon", "early morning hours".
fn part(words: &Words, at: usize) -> Option<(TimeOfDay, usize)> {
    let early = words.any(at, &[Role::Early, Role::Late, Role::Mid, Role::Small]);
    let start = if early { words.past_hyphen(at + 1) } else { at };
    let word = words.part(start)?;
    let end = words.past(start + 1, Role::Hours);
    Some((of_part(word), end))
}

/// "the early hours", "the small hours of the morning".
fn hours_of_night(words: &Words, at: usize) -> Option<(TimeOfDay, usize)> {
    let start = words.past(at, Role::The);
    if !words.any(start, &[Role::Early, Role::Small]) || !words.role(start + 1, Role::Hours) {
        return None;
    }
    let of_morning =
        words.role(start + 2, Role::Of) && words.part(words.past(start + 3, Role::The)).is_some();
    let end = if of_morning { words.past(start + 3, Role::The) + 1 } else { start + 2 };
    let part = Some(PartOfDay::BeforeDawn);
    Some((TimeOfDay { part, letters: Some(*b"MO"), ..TimeOfDay::default() }, end))
}

/// An hour: "5am", "10:30 p.m. local time", "0500 GMT", "five o'clock in the evening".
fn clock(words: &Words, at: usize) -> Option<(TimeOfDay, usize)> {
    let (time, end) = spoken(words, at)
        .or_else(|| twelve_hours(words, at))
        .or_else(|| military(words, at))
        .or_else(|| twenty_four_hours(words, at))?;
    let (time, end) = zoned(words, time, end);
    Some(in_part(words, time, end))
}

/// "ten past nine", "half past six", "a quarter to eight": minutes before or after an hour, in words.
fn spoken(words: &Words, at: usize) -> Option<(TimeOfDay, usize)> {
    let start = words.past(at, Role::A);
    let quarter = words.unit(start).is_some_and(|(unit, _, plural)| unit == Unit::Quarter && !plural);
    let minute = match amount::cardinal(words, at) {
        _ if quarter => 15,
        _ if words.role(at, Role::Half) => 30,
        Some((minute @ 1..=29, end)) if end == at + 1 => minute as u8,
        _ => return None,
    };
    let joint = if quarter { start + 1 } else { at + 1 };
    let to = quarter && words.role(joint, Role::To);
    let past = words.role(joint, Role::Past);
    let (hour, end) = amount::cardinal(words, joint + 1)
        .filter(|(hour, end)| (1..=12).contains(hour) && *end == joint + 2 && (past || to))?;
    let hour = match (to, hour as u8) {
        (true, 1) => 12,
        (true, hour) => hour - 1,
        (false, hour) => hour,
    };
    let minute = if to { 60 - minute } else { minute };
    let time =
        TimeOfDay { hour: Some(hour), minute: Some(minute), either_half: true, ..TimeOfDay::default() };
    let half = words.past_hyphen(end);
    let settled = |hour| TimeOfDay { hour: Some(hour), either_half: false, ..time };
    Some(match () {
        () if words.role(half, Role::Am) && is_half_of_day(words, half) => (settled(hour % 12), half + 1),
        () if words.role(half, Role::Pm) => (settled(hour % 12 + 12), half + 1),
        () => (time, end),
    })
}

fn twelve_hours(words: &Words, at: usize) -> Option<(TimeOfDay, usize)> {
    let (hour, end) =
        amount::cardinal(words, at).filter(|(hour, end)| (1..=12).contains(hour) && *end == at + 1)?;
    if at > 0 && words.glued(at) && words.number(at - 1).is_some() {
        return None;
    }
    let (minute, end) = minutes(words, end);
    let half = words.past_hyphen(end);
    let time = |hour: u64| TimeOfDay { hour: Some(hour as u8), minute, ..TimeOfDay::default() };
    if words.role(half, Role::Am) && is_half_of_day(words, half) {
        return Some((time(hour % 12), half + 1));
    }
    if words.role(half, Role::Pm) {
        return Some((time(hour % 12 + 12), half + 1));
    }
    if words.role(end, Role::OClock) {
        return Some((TimeOfDay { either_half: true, ..time(hour) }, end + 1));
    }
    let in_part =
        words.role(end, Role::In) && words.role(end + 1, Role::The) && words.part(end + 2).is_some();
    (in_part && minute.is_none()).then_some((TimeOfDay { either_half: true, ..time(hour) }, end))
}

/// "am" after a figure, not the verb after one.
fn is_half_of_day(words: &Words, at: usize) -> bool {
    words.pieces[at].dotted || words.glued(at) || !words.role(at + 1, Role::A)
}

fn minutes(words: &Words, at: usize) -> (Option<u8>, usize) {
    let marked = (words.mark(at, ':') || words.mark(at, '.')) && words.glued(at) && words.glued(at + 1);
    match words.plain_number(at + 1) {
        Some((minute, 2)) if marked && minute < 60 => (Some(minute as u8), at + 2),
        _ => (None, at),
    }
}

/// "0500 GMT", "1430 hours".
fn military(words: &Words, at: usize) -> Option<(TimeOfDay, usize)> {
    let (value, 4) = words.plain_number(at)? else { return None };
    let (hour, minute) = ((value / 100) as u8, (value % 100) as u8);
    let led = at.checked_sub(1).is_some_and(|before| words.any(before, &[Role::At, Role::About, Role::By]));
    let hours = words.role(at + 1, Role::Hours) && (led || words.role(at + 2, Role::Zone));
    let told = hours
        || words.role(at + 1, Role::Zone)
        || (words.role(at + 1, Role::Local) && words.role(at + 2, Role::Time));
    if !told || hour > 23 || minute > 59 {
        return None;
    }
    let end = at + 1 + usize::from(hours);
    Some((TimeOfDay { hour: Some(hour), minute: Some(minute), ..TimeOfDay::default() }, end))
}

/// "14:30", "05:40": an hour and its minute, which may be something else.
fn written(words: &Words, at: usize) -> Option<(TimeOfDay, usize)> {
    let (hour, digits) = words.plain_number(at)?;
    let (minute, end) = minutes(words, at + 1);
    if minute.is_none() || hour > 24 || digits > 2 || !words.mark(at + 1, ':') || words.mark(end, ':') {
        return None;
    }
    let either_half = (1..=12).contains(&hour) && digits == 1;
    Some((TimeOfDay { hour: Some((hour % 24) as u8), minute, either_half, ..TimeOfDay::default() }, end))
}

/// "14:30": a score or a verse unless its neighbours make it an hour.
fn twenty_four_hours(words: &Words, at: usize) -> Option<(TimeOfDay, usize)> {
    use Role::{About, After, At, Before, Between, By, From, Since, Until};
    let (time, end) = written(words, at)?;
    let led = at.checked_sub(1).is_some_and(|before| {
        words.any(before, &[About, After, At, Before, Between, By, From, Since, Until])
    });
    let told = words.any(end, &[Role::Zone, Role::Hours])
        || (words.role(end, Role::Local) && words.role(end + 1, Role::Time));
    let time = TimeOfDay { either_half: time.either_half && !told, ..time };
    (led || told).then_some((time, end + usize::from(words.role(end, Role::Hours))))
}

/// The zone after an hour; "local time" is the zone the codebook wants.
fn zoned(words: &Words, time: TimeOfDay, at: usize) -> (TimeOfDay, usize) {
    let open = words.past_mark(at, '(');
    if words.role(open, Role::Local) && words.role(open + 1, Role::Time) {
        return (time, if open == at { at + 2 } else { at });
    }
    if words.role(at, Role::Zone) {
        let end = words.past(at + 1, Role::Time);
        return (TimeOfDay { zone: true, ..time }, end);
    }
    (time, at)
}

/// "in the evening", "at night" after an hour settle its half.
fn in_part(words: &Words, time: TimeOfDay, at: usize) -> (TimeOfDay, usize) {
    let place = if words.role(at, Role::In) && words.role(at + 1, Role::The) {
        at + 2
    } else {
        words.past(at, Role::At)
    };
    let Some(word) = words.part(place).filter(|word| word.hour.is_none() && place > at) else {
        return (time, at);
    };
    (time.in_part(word.part), place + 1)
}

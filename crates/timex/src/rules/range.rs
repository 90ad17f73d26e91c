//! From one date to another: "from Friday to Sunday", "between 3 and 5 May", "Monday night into Tuesday".

use crate::grammar::Role;
use crate::told::{Found, Name, Pick, Told, YearTold};

use super::year::{year, year_after};
use super::{Hit, Words, core};

/// An expression that goes on to a second date.
pub(super) fn extended(words: &Words, at: usize, hit: &Hit) -> Option<Found> {
    if !hit.told.is_calendar() {
        return None;
    }
    let before = at.checked_sub(1);
    let led = |role| before.is_some_and(|before| words.role(before, role));
    let (second_at, second) = second_end(words, hit, led(Role::Between), led(Role::From))?;
    let lead = if led(Role::From) || led(Role::Between) { at - 1 } else { at };
    let parts = vec![(hit.told.clone(), at, hit.end), (second.told.clone(), second_at, second.end)];
    let told = Told::Range(Box::new(hit.told.clone()), Box::new(second.told));
    let rough = hit.rough || second.rough;
    Some(Found { lead, start: at, end: second.end, told, rough, age: false, bound: None, parts })
}

fn second_end(words: &Words, hit: &Hit, between: bool, from: bool) -> Option<(usize, Hit)> {
    let comma =
        hit.told.stated_year().is_some() && words.any(hit.end + 1, &[Role::To, Role::Through, Role::Until]);
    let end = if from && comma { words.past_mark(hit.end, ',') } else { hit.end };
    let dash = words.mark(end, '-');
    let joined = dash
        || words.any(end, &[Role::Through, Role::Into])
        || (words.any(end, &[Role::To, Role::Until]))
        || (between && words.role(end, Role::And));
    if !joined {
        return None;
    }
    if dash && let Some(hit) = short_second_year(words, hit, end) {
        return Some((end + 1, hit));
    }
    let start = end + 1;
    let second = core(words, start)?;
    let alike = same_grain(&hit.told, &second.told);
    let loose = from || between || words.any(end, &[Role::Through, Role::Into]);
    (second.told.is_calendar() && (alike || (loose && !dash))).then_some((start, second))
}

/// "1989-90".
fn short_second_year(words: &Words, hit: &Hit, dash: usize) -> Option<Hit> {
    let Told::Year(first) = hit.told else { return None };
    let (value, 2) = words.plain_number(dash + 1)? else { return None };
    let year = first / 100 * 100 + value as i16;
    (words.hyphen(dash) && year > first && !words.hyphen(dash + 2))
        .then(|| Hit::new(Told::Year(year), dash + 2))
}

fn same_grain(first: &Told, second: &Told) -> bool {
    let grain = |told: &Told| match told {
        Told::Year(_) => 0,
        Told::Name { name: Name::Month(_), .. } => 1,
        Told::Name { name: Name::Season(_) | Name::Quarter(_) | Name::Half(_), .. } => 2,
        told if told.is_day() => 3,
        Told::At(..) | Told::OvernightOf { .. } => 3,
        Told::Decade(_) => 4,
        _ => 5,
    };
    grain(first) == grain(second) && grain(first) < 5
}

/// "October 7-10, 2023", "3 to 5 May", "October 7 and 8".
pub(super) fn days_of_month(words: &Words, at: usize) -> Option<Hit> {
    days_after_month(words, at).or_else(|| days_before_month(words, at))
}

fn days_after_month(words: &Words, at: usize) -> Option<Hit> {
    let month = words.month(at)?;
    let first_at = at + 1 + usize::from(words.mark(at + 1, '.'));
    let (first, second, second_at, end) = two_days(words, at, first_at)?;
    if words.month(end).is_some() || (words.role(end, Role::Of) && words.month(end + 1).is_some()) {
        return None;
    }
    let (year, end) = year_after(words, end).unwrap_or((YearTold::None, end));
    Some(both(month, (first, at, second_at - 1), (second, second_at, end), year, end))
}

fn days_before_month(words: &Words, at: usize) -> Option<Hit> {
    let (first, second, second_at, end) = two_days(words, at, at)?;
    let month_at = words.past(end, Role::Of);
    let month = words.month(month_at)?;
    let (year, end) = year_after(words, month_at + 1).unwrap_or((YearTold::None, month_at + 1));
    Some(both(month, (first, at, second_at - 1), (second, second_at, end), year, end))
}

type DayAt = (u8, usize, usize);

fn both(month: u8, first: DayAt, second: DayAt, year: YearTold, end: usize) -> Hit {
    let told = |day| Told::Name { name: Name::MonthDay(month, day), pick: Pick::Bare, year };
    let range = Told::Range(Box::new(told(first.0)), Box::new(told(second.0)));
    let parts = vec![(told(first.0), first.1, first.2), (told(second.0), second.1, second.2)];
    Hit { parts, ..Hit::new(range, end) }
}

/// Two days of one month in order: both, where the second stands, where it ends.
fn two_days(words: &Words, start: usize, at: usize) -> Option<(u8, u8, usize, usize)> {
    let first = small(words, at)?;
    let joint = at + 1;
    let slash = words.mark(joint, '/');
    let dash = words.mark(joint, '-') || slash;
    let and = words.role(joint, Role::And);
    if !dash && !and && !words.any(joint, &[Role::To, Role::Through, Role::Until]) {
        return None;
    }
    let second = small(words, joint + 1)?;
    let between = start.checked_sub(1).is_some_and(|before| words.role(before, Role::Between));
    let listed = (slash || and && !between) && second != first + 1;
    let grown = words.hyphen(joint + 2) || year(words, joint + 1).is_some();
    (first < second && !listed && !grown).then_some((first, second, joint + 1, joint + 2))
}

fn small(words: &Words, at: usize) -> Option<u8> {
    let (value, digits) = words.plain_number(at)?;
    (digits <= 2 && (1..=31).contains(&value)).then_some(value as u8)
}

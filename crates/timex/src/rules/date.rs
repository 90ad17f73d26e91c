//! Dates: "Oct. 26", "26 October 2023", "10/26/2023", "last Friday", "the 26th".

use crate::grammar::{PhraseMeaning, Role, Sense};
use crate::told::{Name, Pick, Told, YearTold};

use super::year::{ordinal, past_portion, with_year, year, year_after};
use super::{Hit, Words};

/// A date, early or late in it or not.
pub(super) fn date(words: &Words, at: usize) -> Option<Hit> {
    let (start, rough) = past_portion(words, at);
    let hit = day(words, start).into_iter().chain(month(words, start)).max_by_key(|hit| hit.end)?;
    Some(Hit { rough: rough || hit.rough, ..hit })
}

/// A date that names one day.
pub(super) fn day(words: &Words, at: usize) -> Option<Hit> {
    let rules = [numeric, slashed, feast, month_day, day_month, weekday, picked_weekday, day_of_month];
    rules.iter().filter_map(|rule| rule(words, at)).max_by_key(|hit| hit.end)
}

fn named(name: Name, pick: Pick) -> Told {
    Told::Name { name, pick, year: YearTold::None }
}

/// Three numbers with the same mark between them.
fn numeric(words: &Words, at: usize) -> Option<Hit> {
    let mark =
        ['/', '-', '.'].into_iter().find(|mark| words.mark(at + 1, *mark) && words.mark(at + 3, *mark))?;
    if (at + 1..at + 5).any(|at| !words.glued(at))
        || (at > 0 && words.glued(at) && words.number(at - 1).is_some())
    {
        return None;
    }
    let [(first, n_first), (second, n_second), (third, n_third)] =
        [words.plain_number(at)?, words.plain_number(at + 2)?, words.plain_number(at + 4)?];
    if n_second > 2 {
        return None;
    }
    let told = match (n_first, n_third) {
        (4, 1 | 2) => full_date(first, second, third)?,
        (1 | 2, 4) => either_order(third, first, second, mark)?,
        (1 | 2, 2) if mark == '/' => {
            either_order(if third < 50 { 2000 + third } else { 1900 + third }, first, second, mark)?
        }
        _ => return None,
    };
    Some(Hit::new(told, at + 5))
}

/// "06/03, Bree": a day and a month before all else in an item of a list, or the last day of "the night of 09 to 10/03".
fn slashed(words: &Words, at: usize) -> Option<Hit> {
    let opens =
        at == 0 || words.any(at - 1, &[Role::To, Role::And]) && words.number(at.checked_sub(2)?).is_some();
    let joined = words.mark(at + 1, '/') && words.glued(at + 1) && words.glued(at + 2);
    if !(opens && joined && closes(words, at + 3)) {
        return None;
    }
    let [(first, 1 | 2), (second, 1 | 2)] = [words.plain_number(at)?, words.plain_number(at + 2)?] else {
        return None;
    };
    let (first, second) = (first as u8, second as u8);
    let told = match (valid(second, first), valid(first, second)) {
        (Some(()), Some(())) => Name::Slashed(first, second),
        (Some(()), None) => Name::MonthDay(second, first),
        (None, Some(())) => Name::MonthDay(first, second),
        (None, None) => return None,
    };
    Some(Hit::new(named(told, Pick::Bare), at + 3))
}

/// A mark behind a number that nothing is counted by.
fn closes(words: &Words, at: usize) -> bool {
    [',', '.', ':', ';'].into_iter().any(|mark| words.mark(at, mark))
}

fn full_date(year: u64, month: u64, day: u64) -> Option<Told> {
    let (year, month, day) = (i16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    if !(1000..=2199).contains(&year) || jiff::civil::Date::new(year, month as i8, day as i8).is_err() {
        return None;
    }
    Some(Told::Name { name: Name::MonthDay(month, day), pick: Pick::Bare, year: YearTold::Stated(year) })
}

/// Full stops put the day first; with slashes only a number above twelve tells which is which.
fn either_order(year: u64, first: u64, second: u64, mark: char) -> Option<Told> {
    if mark == '.' || first > 12 {
        return full_date(year, second, first);
    }
    let month_first = full_date(year, first, second)?;
    if second > 12 || first == second {
        return Some(month_first);
    }
    Some(Told::EitherOrder { year: year as i16, month: first as u8, day: second as u8 })
}

/// "New Year's Eve", "Christmas Day 2023".
fn feast(words: &Words, at: usize) -> Option<Hit> {
    let (end, meaning) = words.phrase(at, |meaning| matches!(meaning, PhraseMeaning::Feast(..)))?;
    let PhraseMeaning::Feast(month, day) = meaning else { return None };
    Some(with_year(words, Name::MonthDay(*month, *day), YearTold::None, end))
}

/// "October 26", "Oct. 26th, 2023", "March eighth".
fn month_day(words: &Words, at: usize) -> Option<Hit> {
    let month = words.month(at)?;
    let (day, end) = day_number(words, past_stop(words, at + 1))?;
    valid(month, day)?;
    Some(with_year(words, Name::MonthDay(month, day), YearTold::None, end))
}

/// "26 October", "26th of October 2023", "the 26th of October", "26-Oct-2023".
fn day_month(words: &Words, at: usize) -> Option<Hit> {
    let start = words.past(at, Role::The);
    let (day, end) = day_number(words, start)?;
    let name = words.past_hyphen(words.past(end, Role::Of));
    let month = words.month(name)?;
    valid(month, day)?;
    if start > at && end == start + 1 && words.number(start).is_some() {
        return None;
    }
    let end = past_stop(words, name + 1);
    if let Some((year, end)) = two_digit_year(words, end) {
        let year = YearTold::Stated(year);
        return Some(with_year(words, Name::MonthDay(month, day), year, end));
    }
    let hit = with_year(words, Name::MonthDay(month, day), YearTold::None, end);
    Some(if hit.end == end { Hit { end: name + 1, ..hit } } else { hit })
}

/// The "89" of a dateline's "26 JAN 89": too large for a day, and nothing is counted by it.
fn two_digit_year(words: &Words, at: usize) -> Option<(i16, usize)> {
    let (value, 2) = words.plain_number(at)? else { return None };
    let counts = words.is(at + 1, Sense::NotYearAfter)
        || words.unit(at + 1).is_some()
        || words.glued(at + 1) && words.number(at + 2).is_some();
    (value > 31 && !counts && !words.mark(at + 1, '%')).then_some((1900 + value as i16, at + 1))
}

fn valid(month: u8, day: u8) -> Option<()> {
    jiff::civil::Date::new(2000, month as i8, day as i8).ok().map(|_| ())
}

/// The full stop of an abbreviation that the tokenizer cut off.
fn past_stop(words: &Words, at: usize) -> usize {
    at + usize::from(words.mark(at, '.') && words.glued(at) && words.pieces[at - 1].dotted)
}

/// 1 to 31, not grown onto anything that makes it another number.
fn day_number(words: &Words, at: usize) -> Option<(u8, usize)> {
    if let Some((day, end)) = ordinal(words, at) {
        return (1..=31).contains(&day).then_some((day, end));
    }
    let (value, digits) = words.plain_number(at)?;
    let fraction = (words.mark(at + 1, '.') || words.mark(at + 1, ',') || words.mark(at + 1, ':'))
        && words.glued(at + 1)
        && words.glued(at + 2)
        && words.number(at + 2).is_some_and(|next| next < 1000);
    let counted = words.mark(at + 1, '%') || is_am_pm(words, at + 1);
    (digits <= 2 && (1..=31).contains(&value) && !fraction && !counted).then_some((value as u8, at + 1))
}

fn is_am_pm(words: &Words, at: usize) -> bool {
    words.any(at, &[Role::Am, Role::Pm])
}

/// "Sunday"; "Friday, Oct. 13" and "Thursday 26 October" are the date.
fn weekday(words: &Words, at: usize) -> Option<Hit> {
    let (weekday, plural) = words.weekday(at)?;
    if plural {
        return None;
    }
    let end = at + 1 + usize::from(words.mark(at + 1, '.') && words.pieces[at].dotted && words.glued(at + 1));
    Some(
        dated(words, end, weekday)
            .or_else(|| numbered(words, end, weekday))
            .unwrap_or_else(|| Hit::new(named(Name::Weekday(weekday), Pick::Bare), at + 1)),
    )
}

/// "Mon. 3, 23:00": the day of the month behind a weekday.
fn numbered(words: &Words, at: usize, weekday: u8) -> Option<Hit> {
    let (day, end) = day_number(words, at)?;
    closes(words, end).then(|| Hit::new(named(Name::WeekdayDay { weekday, day }, Pick::Bare), end))
}

/// The date that follows a weekday.
fn dated(words: &Words, at: usize, weekday: u8) -> Option<Hit> {
    let start = words.past(words.past_mark(at, ','), Role::The);
    let hit = [month_day, day_month, numeric].iter().find_map(|rule| rule(words, start))?;
    let told = match hit.told {
        Told::Name { name: Name::MonthDay(month, day), pick, year } => {
            Told::Name { name: Name::DatedWeekday { weekday, month, day }, pick, year }
        }
        told => told,
    };
    Some(Hit { told, ..hit })
}

/// "last Friday", "this coming Sunday", "the previous Monday", "Friday last week".
fn picked_weekday(words: &Words, at: usize) -> Option<Hit> {
    let (pick, start) = super::relative::pick(words, at)?;
    let (weekday, plural) = words.weekday(start)?;
    if plural {
        return None;
    }
    Some(
        dated(words, start + 1, weekday)
            .unwrap_or_else(|| Hit::new(named(Name::Weekday(weekday), pick), start + 1)),
    )
}

/// "the 26th" where nothing after it is counted by it.
fn day_of_month(words: &Words, at: usize) -> Option<Hit> {
    if !words.role(at, Role::The) || words.number(at + 1).is_none() {
        return None;
    }
    let (day, end) = ordinal(words, at + 1)?;
    let counts =
        words.is_nominal(end) || words.hyphen(end) || words.mark(end, '\'') || words.unit(end).is_some();
    (!counts && (1..=31).contains(&day)).then(|| Hit::new(named(Name::DayOfMonth(day), Pick::Bare), end))
}

/// "October", "October 2023", "last October", "mid-October", "October last year".
fn month(words: &Words, at: usize) -> Option<Hit> {
    if let Some((pick, start)) = super::relative::pick(words, at) {
        let month = words.month(start)?;
        return Some(picked_month(words, pick, month, start));
    }
    let month = words.month(at)?;
    let end = past_stop(words, at + 1);
    if let Some((year, end)) = year_after(words, end) {
        return Some(Hit::new(Told::Name { name: Name::Month(month), pick: Pick::Bare, year }, end));
    }
    if let Some(end) = short_year(words, end) {
        return Some(end).map(|(year, end)| {
            Hit::new(
                Told::Name { name: Name::Month(month), pick: Pick::Bare, year: YearTold::Stated(year) },
                end,
            )
        });
    }
    let grown = words.hyphen(at + 1)
        && !words.is(at + 2, Sense::Half)
        && words.senses(at + 2).is_empty()
        && words.number(at + 2).is_none();
    (!grown).then(|| Hit::new(named(Name::Month(month), Pick::Bare), at + 1))
}

/// "last October", "last Oct. 23".
fn picked_month(words: &Words, pick: Pick, month: u8, at: usize) -> Hit {
    match day_number(words, past_stop(words, at + 1)).filter(|(day, _)| valid(month, *day).is_some()) {
        Some((day, end)) => Hit::new(named(Name::MonthDay(month, day), pick), end),
        None => Hit::new(named(Name::Month(month), pick), at + 1),
    }
}

/// "'98" after a month.
fn short_year(words: &Words, at: usize) -> Option<(i16, usize)> {
    if !words.mark(at, '\'') || !words.glued(at + 1) {
        return None;
    }
    let (value, digits) = words.plain_number(at + 1)?;
    let year = if value < 50 { 2000 + value } else { 1900 + value };
    (digits == 2 && year_is_free(words, at + 2)).then_some((year as i16, at + 2))
}

fn year_is_free(words: &Words, at: usize) -> bool {
    year(words, at).is_none() && !(words.role(at, Role::S) && words.glued(at))
}

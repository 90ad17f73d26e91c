//! One time out of two told apart: a day in one phrase, an hour in another.

use casus_model::{Granularity, PartOfDay, When};

/// Merges a day with an hour or part of the day; none where the two do not fit together.
///
/// The words and span of the day stay; those of the other belong in the evidence.
///
/// ```
/// use casus_timex::{Anchor, Grammar, combine};
/// use casus_model::{Basis, Granularity, PartOfDay, When};
/// # let when = |start: Option<&str>, partial: Option<&str>, granularity, part| When {
/// #     start: start.map(str::to_owned), end: start.map(str::to_owned), granularity: Some(granularity),
/// #     part_of_day: part, approximate: true, duration: None, partial: partial.map(str::to_owned),
/// #     basis: if start.is_some() { Basis::Publication } else { Basis::None }, text: String::new(), span: None };
/// let day = when(Some("2023-10-26"), None, Granularity::PartOfDay, Some(PartOfDay::BeforeDawn));
/// let hour = when(None, Some("XXXX-XX-XXT05"), Granularity::Hour, None);
/// let both = combine(&day, &hour).expect("a day and an hour");
/// assert_eq!(both.start.as_deref(), Some("2023-10-26T05"));
/// assert_eq!(both.part_of_day, Some(PartOfDay::BeforeDawn));
/// ```
pub fn combine(a: &When, b: &When) -> Option<When> {
    if let Some(hour) = hour_of_night(a, b).or_else(|| hour_of_night(b, a)) {
        return Some(hour);
    }
    let (left, right) = (Told::of(a)?, Told::of(b)?);
    let (day, other) = if left.day.is_none() && right.day.is_some() { (b, a) } else { (a, b) };
    let told_day = agreed(left.day, right.day)?;
    let part = agreed(a.part_of_day, b.part_of_day)?;
    let hours = match (left.hours.is_empty(), right.hours.is_empty()) {
        (false, false) if left.hours != right.hours => return None,
        (false, _) => left.hours,
        (true, _) => right.hours,
    };
    let hours = fitting(hours, part)?;
    let both = When {
        part_of_day: part,
        approximate: a.approximate || b.approximate,
        partial: day.partial.clone().or_else(|| other.partial.clone().filter(|_| day.start.is_none())),
        ..day.clone()
    };
    let moments = hours.iter().map(|hour| format!("{}T{hour}", told_day.unwrap_or(DAYLESS))).collect();
    Some(at_moments(both, moments))
}

/// A day that is not told.
const DAYLESS: &str = "XXXX-XX-XX";

/// The time at the one moment that is left of it; more than one stay side by side in `partial`.
fn at_moments(when: When, moments: Vec<String>) -> When {
    match moments.as_slice() {
        [] if when.part_of_day.is_some() => When { granularity: Some(Granularity::PartOfDay), ..when },
        [] => when,
        [moment] => {
            let granularity = if moment.contains(':') { Granularity::Minute } else { Granularity::Hour };
            let granularity = Some(granularity);
            let moment = Some(moment.clone());
            match when.start {
                Some(_) => When { start: moment.clone(), end: moment, partial: None, granularity, ..when },
                None => When { partial: moment, granularity, ..when },
            }
        }
        _ => When { partial: Some(moments.join("/")), ..when },
    }
}

/// An hour of a night that spans two days: before noon it is the second day's.
fn hour_of_night(night: &When, hour: &When) -> Option<When> {
    let wide = matches!(night.granularity, Some(Granularity::Range | Granularity::PartOfDay));
    let spans = wide && night.part_of_day == Some(PartOfDay::Night);
    let (Some(start), Some(end)) = (&night.start, &night.end) else { return None };
    let day = |text: &str| text.parse::<jiff::civil::Date>().ok().filter(|_| !text.contains('T'));
    if !spans || day(start)?.tomorrow().ok() != day(end) {
        return None;
    }
    let told = Told::of(hour).filter(|told| told.day.is_none())?;
    let [time] = told.hours.as_slice() else { return None };
    if !hour_in_part(time, PartOfDay::Night) {
        return None;
    }
    let day = if time.get(..2)?.parse::<u8>().ok()? < 12 { end } else { start };
    let moment = Some(format!("{day}T{time}"));
    Some(When {
        start: moment.clone(),
        end: moment,
        granularity: hour.granularity,
        approximate: night.approximate || hour.approximate,
        ..night.clone()
    })
}

/// A day and the hours on it, as a [`When`] tells them.
struct Told<'a> {
    day: Option<&'a str>,
    hours: Vec<&'a str>,
}

impl<'a> Told<'a> {
    /// None for what is neither a day nor a time of day, and for what may be one of two days.
    fn of(when: &'a When) -> Option<Told<'a>> {
        let fine = matches!(
            when.granularity,
            Some(Granularity::Minute | Granularity::Hour | Granularity::PartOfDay | Granularity::Day)
        );
        if !fine || when.duration.is_some() || when.start != when.end {
            return None;
        }
        let resolved = when.start.as_deref();
        let text =
            when.partial.as_deref().filter(|text| resolved.is_none() || text.contains('T')).or(resolved)?;
        let mut hours: Vec<&str> =
            text.split('/').filter_map(|text| text.split_once('T')).map(|(_, hour)| hour).collect();
        hours.retain(|hour| hour.starts_with(|digit: char| digit.is_ascii_digit()));
        let mut days = text.split('/').filter_map(|text| text.split('T').next());
        let day = days.next().filter(|day| *day != DAYLESS);
        if days.any(|other| day.is_some_and(|day| day != other)) {
            return None;
        }
        Some(Told { day, hours })
    }
}

/// The one value of two that may be missing; none when they differ.
fn agreed<T: PartialEq>(a: Option<T>, b: Option<T>) -> Option<Option<T>> {
    match (a, b) {
        (Some(a), Some(b)) => (a == b).then_some(Some(a)),
        (a, b) => Some(a.or(b)),
    }
}

/// Of two halves of the day the one that the part allows; none where no hour fits the part.
fn fitting(hours: Vec<&str>, part: Option<PartOfDay>) -> Option<Vec<&str>> {
    let Some(part) = part else { return Some(hours) };
    let fits: Vec<&str> = hours.iter().copied().filter(|hour| hour_in_part(hour, part)).collect();
    (hours.is_empty() || !fits.is_empty()).then_some(fits)
}

/// Wide on purpose: people call 3 in the morning morning and night.
fn hour_in_part(hour: &str, part: PartOfDay) -> bool {
    let Some(hour) = hour.get(..2).and_then(|hour| hour.parse::<u8>().ok()) else { return false };
    match part {
        PartOfDay::BeforeDawn => hour <= 8,
        PartOfDay::Morning => hour <= 12,
        PartOfDay::Noon => (11..=14).contains(&hour),
        PartOfDay::Afternoon => (12..=19).contains(&hour),
        PartOfDay::Evening => (15..=23).contains(&hour),
        PartOfDay::Night => hour >= 17 || hour <= 7,
    }
}

/// The day so many days before or after another, for a length in days or weeks (`P1D`, `P2W`).
///
/// ```
/// # use casus_model::{Basis, Granularity, When};
/// # let day = When { start: Some("2023-10-18".into()), end: Some("2023-10-18".into()), granularity: Some(Granularity::Day),
/// #     part_of_day: None, approximate: false, duration: None, partial: None, basis: Basis::Stated, text: String::new(), span: None };
/// let before = casus_timex::days_off(&day, "P1D", true).expect("a day before");
/// assert_eq!(before.start.as_deref(), Some("2023-10-17"));
/// ```
pub fn days_off(day: &When, length: &str, back: bool) -> Option<When> {
    let count = |unit| length.strip_prefix('P')?.strip_suffix(unit)?.parse::<i64>().ok();
    let days = count('D').or_else(|| count('W')?.checked_mul(7))?;
    let span = jiff::Span::new().try_days(if back { -days } else { days }).ok()?;
    let date: jiff::civil::Date = day.start.as_deref()?.parse().ok()?;
    let moved = Some(date.checked_add(span).ok()?.to_string());
    Some(When { start: moved.clone(), end: moved, ..day.clone() })
}

//! When something happened, never finer than told.

use jiff::ToSpan;
use jiff::civil::{Date, DateTime, ISOWeekDate, Weekday};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::Span;

/// The unit the words settle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Granularity {
    Minute,
    Hour,
    PartOfDay,
    Day,
    Week,
    Month,
    Season,
    Year,
    Range,
}

/// Parts of the day (codebook, "Time, exactly").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum PartOfDay {
    BeforeDawn,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Night,
}

/// What a date rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The words hold the whole date.
    Stated,
    /// Computed from the publication date.
    Publication,
    /// Computed from another date in the text.
    Document,
    /// Unresolved.
    None,
}

/// An interval of local civil time at the place.
///
/// `start` and `end` are inclusive and written no finer than the granularity: `2023-10-26T05`,
/// `2023-10-26`, `2023-W43`, `2023-10`, `2023`. Unresolved times have neither, and say what was told
/// in `partial` (`XXXX-10-26`, `XXXX-WXX-7`, `P3W`). Times are inclusive, unlike spans.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct When {
    /// First moment, or null when unresolved.
    pub start: Option<String>,
    /// Last moment, or null when unresolved.
    pub end: Option<String>,
    /// The unit the words settle.
    pub granularity: Option<Granularity>,
    /// Part of the day, where told.
    pub part_of_day: Option<PartOfDay>,
    /// "about 5am".
    pub approximate: bool,
    /// ISO 8601 duration, where the words give a length (`P3W`).
    pub duration: Option<String>,
    /// What was told, where it cannot be resolved.
    pub partial: Option<String>,
    /// What the date rests on.
    pub basis: Basis,
    /// The words.
    pub text: String,
    /// Where they stand; words told apart from these (an hour in another phrase) are in the evidence.
    pub span: Option<Span>,
}

impl When {
    /// First and last minute of the interval, in local time; none where it is not resolved, or ends before it starts.
    ///
    /// ```
    /// # use casus_model::{Basis, Granularity, When};
    /// # let when = |text: &str| When { start: Some(text.into()), end: Some(text.into()), granularity: None, part_of_day: None,
    /// #     approximate: false, duration: None, partial: None, basis: Basis::Stated, text: String::new(), span: None };
    /// let (first, last) = when("2023-W43").bounds().expect("a week");
    /// assert_eq!(first.date().to_string(), "2023-10-23");
    /// assert_eq!(last.date().to_string(), "2023-10-29");
    /// ```
    pub fn bounds(&self) -> Option<(DateTime, DateTime)> {
        let (first, _) = bounds(self.start.as_deref()?)?;
        let (_, last) = bounds(self.end.as_deref()?)?;
        (first <= last).then_some((first, last))
    }
}

/// First and last minute of a time as it is written: `2023`, `2023-10`, `2023-W43`, `2023-10-26`,
/// `2023-10-26T05`, `2023-10-26T05:30`.
fn bounds(text: &str) -> Option<(DateTime, DateTime)> {
    let (days, clock) = text.split_once('T').map_or((text, None), |(days, clock)| (days, Some(clock)));
    let (first, last) = days_of(days)?;
    match clock {
        None => Some((first.at(0, 0, 0, 0), last.at(23, 59, 0, 0))),
        Some(clock) => {
            let (hour, minute) = clock.split_once(':').map_or((clock, None), |(h, m)| (h, Some(m)));
            let hour: i8 = hour.parse().ok().filter(|hour| (0..24).contains(hour))?;
            let minute = match minute {
                Some(minute) => Some(minute.get(..2)?.parse::<i8>().ok().filter(|m| (0..60).contains(m))?),
                None => None,
            };
            Some((first.at(hour, minute.unwrap_or(0), 0, 0), first.at(hour, minute.unwrap_or(59), 0, 0)))
        }
    }
}

fn days_of(text: &str) -> Option<(Date, Date)> {
    if let Some((year, week)) = text.split_once("-W") {
        let (year, week) = (year.parse().ok()?, week.parse().ok()?);
        let monday = ISOWeekDate::new(year, week, Weekday::Monday).ok()?.date();
        return Some((monday, monday.checked_add(6.days()).ok()?));
    }
    let parts: Vec<i16> = text.split('-').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [year] => Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)),
        [year, month] => {
            let first = Date::new(year, i8::try_from(month).ok()?, 1).ok()?;
            Some((first, first.last_of_month()))
        }
        [year, month, day] => {
            let day = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            Some((day, day))
        }
        _ => None,
    }
}

//! Days as numbers, and the days on which something may have happened.

use casus_model::{Granularity, PartOfDay, When};
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// The number of a date.
    pub fn of(date: Date) -> Day {
        let days = date.since((jiff::Unit::Day, EPOCH)).map(|span| span.get_days());
        Day(days.unwrap_or(0))
    }

    /// The date of this number; the first of 1970 for a number beyond the calendar.
    pub fn date(self) -> Date {
        EPOCH.checked_add(self.0.days()).unwrap_or(EPOCH)
    }
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// When something happened: days, both inclusive, and hours of the first day where they are told.
///
/// Invariant: `from <= to`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
    /// Hours from midnight of the first day, the second exclusive; a night runs to 30.
    pub hours: Option<(u8, u8)>,
    /// The source says that it is not exact, or gives a stretch of days rather than one.
    pub loose: bool,
    /// Not told: taken over from the passage.
    pub implied: bool,
}

impl Window {
    /// The window of a time; none where its date is not settled.
    pub fn of(when: &When) -> Option<Window> {
        let (first, last) = when.bounds()?;
        let (from, to) = (Day::of(first.date()), Day::of(last.date()));
        let fine = |moment: &Option<String>| moment.as_deref().is_some_and(|moment| moment.contains('T'));
        let ends = if fine(&when.end) && from == to { last.hour() } else { first.hour() };
        let told = fine(&when.start).then_some((first.hour() as u8, ends as u8 + 1));
        let hours = told.or(hours(when)).filter(|_| to.0 - from.0 <= 1);
        let night = when.granularity == Some(Granularity::PartOfDay) && from != to;
        let range = when.granularity == Some(Granularity::Range) || night;
        Some(Window {
            from,
            to,
            hours,
            loose: range || when.approximate && hours.is_none() || to.0 - from.0 > 1,
            implied: false,
        })
    }

    /// How many days it spans, at least one.
    pub fn days(&self) -> i32 {
        self.to.0 - self.from.0 + 1
    }

    /// How many days lie between two windows; 0 where they touch.
    pub fn gap(&self, other: &Window) -> i32 {
        (other.from.0 - self.to.0).max(self.from.0 - other.to.0).max(0)
    }

    /// Whether the hours told can be the same; none where one of them tells none.
    pub fn hours_agree(&self, other: &Window) -> Option<bool> {
        let hours = |window: &Window| {
            let base = window.from.0 * 24;
            window.hours.map(|(from, to)| (base + i32::from(from), base + i32::from(to)))
        };
        let ((from, to), (other_from, other_to)) = (hours(self)?, hours(other)?);
        Some(from < other_to + SLACK && other_from < to + SLACK)
    }
}

/// Reports of one thing put it an hour or two apart.
const SLACK: i32 = 2;

/// The hours of the part of the day that a time tells.
pub(crate) fn hours(when: &When) -> Option<(u8, u8)> {
    when.part_of_day.map(hours_of)
}

fn hours_of(part: PartOfDay) -> (u8, u8) {
    match part {
        PartOfDay::BeforeDawn => (0, 7),
        PartOfDay::Morning => (5, 12),
        PartOfDay::Noon => (11, 14),
        PartOfDay::Afternoon => (12, 19),
        PartOfDay::Evening => (17, 24),
        PartOfDay::Night => (18, 30),
    }
}

#[cfg(test)]
mod tests {
    use casus_model::Basis;
    use jiff::civil::date;

    use super::*;

    fn when(start: &str, end: &str) -> When {
        When {
            start: Some(start.to_owned()),
            end: Some(end.to_owned()),
            granularity: Some(Granularity::Day),
            part_of_day: None,
            approximate: false,
            duration: None,
            partial: None,
            basis: Basis::Stated,
            text: String::new(),
            span: None,
        }
    }

    fn days(start: &str, end: &str) -> (Date, Date) {
        let window = Window::of(&when(start, end)).unwrap();
        (window.from.date(), window.to.date())
    }

    #[test]
    fn every_granularity_has_a_first_and_a_last_day() {
        assert_eq!(days("2023-10-26T05", "2023-10-26T05"), (date(2023, 10, 26), date(2023, 10, 26)));
        assert_eq!(days("2023-W43", "2023-W43"), (date(2023, 10, 23), date(2023, 10, 29)));
        assert_eq!(days("2023-02", "2023-02"), (date(2023, 2, 1), date(2023, 2, 28)));
        assert_eq!(days("2023", "2023"), (date(2023, 1, 1), date(2023, 12, 31)));
        assert_eq!(Window::of(&when("soon", "later")), None);
    }

    #[test]
    fn night_reaches_into_the_next_morning() {
        let night =
            Window::of(&When { part_of_day: Some(PartOfDay::Night), ..when("2023-10-25", "2023-10-25") })
                .unwrap();
        let dawn = Window::of(&When {
            part_of_day: Some(PartOfDay::BeforeDawn),
            ..when("2023-10-26", "2023-10-26")
        })
        .unwrap();
        let noon =
            Window::of(&When { part_of_day: Some(PartOfDay::Noon), ..when("2023-10-26", "2023-10-26") })
                .unwrap();
        assert_eq!(night.hours_agree(&dawn), Some(true));
        assert_eq!(night.hours_agree(&noon), Some(false));
        assert_eq!((night.gap(&noon), noon.gap(&night)), (1, 1));
    }
}

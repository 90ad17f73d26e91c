//! When: the days and hours that words can mean, and whether two of them can be one moment.

use casus_model::{Basis, Field, Granularity, When};
use jiff::civil::DateTime;
use jiff::{Span, ToSpan};

use super::Values;
use super::field::{Replaced, Sense, field};

impl Values<'_> {
    pub(crate) fn when(&self) -> Field<When> {
        field(&Moment, self.voices, self.said(|_, event| event.when.iter().cloned().collect()))
    }
}

struct Moment;

impl Sense for Moment {
    type Value = When;

    fn key(&self, when: &When) -> String {
        match (&when.start, &when.end) {
            (Some(start), Some(end)) => format!("{start}/{end}/{:?}", when.part_of_day),
            _ => format!("?{:?}/{:?}", when.partial, when.part_of_day),
        }
    }

    fn inside(&self, a: &When, b: &When) -> bool {
        match (window(a), window(b)) {
            (Some(a_window), Some(b_window)) => {
                b_window.contains(a_window) && (a_window != b_window || self.fineness(a) <= self.fineness(b))
            }
            (_, None) => b.start.is_none(),
            (None, Some(_)) => false,
        }
    }

    fn clash(&self, a: &When, b: &When) -> bool {
        let (Some(a_window), Some(b_window)) = (window(a), window(b)) else { return false };
        let parts = a.part_of_day.zip(b.part_of_day).is_some_and(|(a, b)| a != b);
        let one_day = a_window.one_day() && a_window == b_window;
        !a_window.meets(b_window) || one_day && parts
    }

    fn fineness(&self, when: &When) -> u32 {
        let unit = match when.granularity {
            Some(Granularity::Minute) => 0,
            Some(Granularity::Hour) => 1,
            Some(Granularity::PartOfDay) => 2,
            Some(Granularity::Day) => 3,
            Some(Granularity::Range) => 4,
            Some(Granularity::Week) => 5,
            Some(Granularity::Month) => 6,
            Some(Granularity::Season) => 7,
            Some(Granularity::Year) => 8,
            None => 9,
        };
        unit + if when.basis == Basis::None { 10 } else { 0 }
    }

    fn replaced(&self) -> Replaced {
        Replaced::SameText
    }
}

/// A stretch of local time, both ends included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Window {
    pub first: DateTime,
    pub last: DateTime,
}

impl Window {
    pub fn contains(self, other: Window) -> bool {
        self.first <= other.first && other.last <= self.last
    }

    pub fn meets(self, other: Window) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    fn one_day(self) -> bool {
        self.first.date() == self.last.date()
    }
}

/// The stretch that a time covers, an hour wider on each side where it is told as about an hour; none where
/// it is not resolved.
pub(crate) fn window(when: &When) -> Option<Window> {
    let (first, last) = when.bounds()?;
    let slack: Span = if when.approximate && finer_than_day(when) { 1.hour() } else { 0.hours() };
    let window = Window { first: first.checked_sub(slack).ok()?, last: last.checked_add(slack).ok()? };
    (first <= last).then_some(window)
}

fn finer_than_day(when: &When) -> bool {
    matches!(when.granularity, Some(Granularity::Minute | Granularity::Hour))
}

#[cfg(test)]
mod tests {
    use super::*;
    use casus_model::PartOfDay;
    use jiff::civil::date;

    pub(crate) fn when(start: &str, end: &str, granularity: Granularity) -> When {
        When {
            start: Some(start.to_owned()),
            end: Some(end.to_owned()),
            granularity: Some(granularity),
            part_of_day: None,
            approximate: false,
            duration: None,
            partial: None,
            basis: Basis::Stated,
            text: start.to_owned(),
            span: None,
        }
    }

    fn day(text: &str) -> When {
        when(text, text, Granularity::Day)
    }

    #[test]
    fn times_are_as_wide_as_they_are_written() {
        let wide = |text: &str| window(&when(text, text, Granularity::Range)).map(|w| (w.first, w.last));
        let day = |y, m, d| date(y, m, d);
        assert_eq!(wide("2023"), Some((day(2023, 1, 1).at(0, 0, 0, 0), day(2023, 12, 31).at(23, 59, 0, 0))));
        assert_eq!(wide("2023-02").unwrap().1, day(2023, 2, 28).at(23, 59, 0, 0));
        assert_eq!(wide("2023-W43").unwrap().0, day(2023, 10, 23).at(0, 0, 0, 0));
        assert_eq!(wide("2023-10-26T05").unwrap().1, day(2023, 10, 26).at(5, 59, 0, 0));
        assert_eq!(wide("2023-10-26T05:30").unwrap().0, day(2023, 10, 26).at(5, 30, 0, 0));
        for odd in ["", "soon", "2023-13", "2023-W99", "2023-10-26T25", "2023-1-2-3", "2023-10-26T05:é"] {
            assert_eq!(wide(odd), None, "{odd}");
        }
    }

    #[test]
    fn two_days_clash_and_an_hour_of_a_day_does_not() {
        assert!(Moment.clash(&day("2023-10-25"), &day("2023-10-26")));
        let five = when("2023-10-26T05", "2023-10-26T05", Granularity::Hour);
        assert!(!Moment.clash(&five, &day("2023-10-26")));
        assert!(Moment.inside(&five, &day("2023-10-26")));
        assert!(Moment.clash(&five, &day("2023-10-25")));
        assert!(!Moment.clash(&day("2023-10-26"), &when("2023-10-25", "2023-10-26", Granularity::Range)));
    }

    #[test]
    fn parts_of_one_day_clash_and_about_an_hour_is_wide() {
        let part = |part| When { part_of_day: Some(part), ..day("2023-10-26") };
        assert!(Moment.clash(&part(PartOfDay::Morning), &part(PartOfDay::Evening)));
        assert!(!Moment.clash(&part(PartOfDay::Morning), &day("2023-10-26")));
        let hour = |text| when(text, text, Granularity::Hour);
        let about = When { approximate: true, ..hour("2023-10-26T05") };
        assert!(!Moment.clash(&about, &hour("2023-10-26T06")));
        assert!(Moment.clash(&about, &hour("2023-10-26T08")));
    }
}

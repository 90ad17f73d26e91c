//! Stretches of the calendar: which one holds a day, the next one, how they are written.
//!
//! All arithmetic is checked and stays in the years 1 to 9999; what leaves them is none.

use casus_model::Granularity;
use jiff::civil::Date;

use crate::told::{Amount, Name, Season, Unit};

/// The size of a stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Grain {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Half,
    Season([u8; 2]),
    Year,
    Decade,
    Century,
}

/// A stretch of the calendar, both days in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub grain: Grain,
    pub start: Date,
    pub end: Date,
}

impl Period {
    pub fn day(date: Date) -> Period {
        Period { grain: Grain::Day, start: date, end: date }
    }

    pub fn year(year: i64) -> Option<Period> {
        Period::months(Grain::Year, year.checked_mul(12)?, 12)
    }

    pub fn decade(first: i64) -> Option<Period> {
        Period::months(Grain::Decade, first.checked_mul(12)?, 120)
    }

    /// The 20th century is 1900 to 1999, as TIMEX3 has it; the first begins with the year 1.
    pub fn century(nth: i64) -> Option<Period> {
        let first = nth.checked_sub(1)?.checked_mul(1200)?;
        if first == 0 {
            Period::months(Grain::Century, 12, 1188)
        } else {
            Period::months(Grain::Century, first, 1200)
        }
    }

    /// A run of whole months; months are counted from the year 0.
    fn months(grain: Grain, first: i64, count: i64) -> Option<Period> {
        let start = first_of_month(first)?;
        let end = first_of_month(first.checked_add(count)?)
            .map_or(Some(Date::MAX), |next| next.yesterday().ok())?;
        Some(Period { grain, start, end })
    }

    /// The stretch of this unit that holds the day.
    pub fn containing(unit: Unit, date: Date) -> Option<Period> {
        let month = i64::from(date.year()) * 12 + i64::from(date.month()) - 1;
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Night => Some(Period::day(date)),
            Unit::Week => {
                let start = days_after(date, -i64::from(date.weekday().to_monday_zero_offset()))?;
                Some(Period { grain: Grain::Week, start, end: days_after(start, 6)? })
            }
            Unit::Weekend => {
                let monday = Period::containing(Unit::Week, date)?.start;
                Some(Period {
                    grain: Grain::Weekend,
                    start: days_after(monday, 5)?,
                    end: days_after(monday, 6)?,
                })
            }
            Unit::Month => Period::months(Grain::Month, month, 1),
            Unit::Quarter => Period::months(Grain::Quarter, month - month.rem_euclid(3), 3),
            Unit::Half => Period::months(Grain::Half, month - month.rem_euclid(6), 6),
            Unit::Year => Period::year(i64::from(date.year())),
            Unit::Decade => Period::decade(i64::from(date.year() - date.year().rem_euclid(10))),
            Unit::Century => Period::century(i64::from(date.year() / 100) + 1),
            Unit::Millennium => None,
        }
    }

    /// What is named so in a year; none for weekdays and for days that the month has not.
    pub fn named(name: Name, year: i64) -> Option<Period> {
        let months = |grain, month: u8, count| {
            Period::months(grain, year.checked_mul(12)? + i64::from(month) - 1, count)
        };
        match name {
            Name::Month(month) => months(Grain::Month, month, 1),
            Name::MonthDay(month, day) | Name::DatedWeekday { month, day, .. } => {
                let year = i16::try_from(year).ok().filter(|year| (1..=9999).contains(year))?;
                Date::new(year, month as i8, day as i8).ok().map(Period::day)
            }
            Name::Season(season) => months(Grain::Season(season.letters), season.first_month, 3),
            Name::Quarter(nth) => months(Grain::Quarter, nth.saturating_mul(3).saturating_sub(2), 3),
            Name::Half(nth) => months(Grain::Half, nth.saturating_mul(6).saturating_sub(5), 6),
            Name::Weekday(_) | Name::DayOfMonth(_) | Name::WeekdayDay { .. } | Name::Slashed(..) => None,
        }
    }

    /// The one named so that lies `k` turns from the turn that holds the day; grows with `k`.
    pub fn turn(name: Name, date: Date, k: i64) -> Option<Period> {
        match name {
            Name::Weekday(weekday) => {
                let monday = Period::containing(Unit::Week, date)?.start;
                days_after(monday, k.checked_mul(7)? + i64::from(weekday) - 1).map(Period::day)
            }
            Name::DayOfMonth(day) | Name::WeekdayDay { day, .. } => {
                let month = first_of_month(i64::from(date.year()) * 12 + i64::from(date.month()) - 1 + k)?;
                Date::new(month.year(), month.month(), day as i8).ok().map(Period::day)
            }
            _ => Period::named(name, i64::from(date.year()) + k),
        }
    }

    /// The stretch `steps` further on, of the same size.
    pub fn step(self, steps: i64) -> Option<Period> {
        let months = |size: i64| {
            let first = i64::from(self.start.year()) * 12 + i64::from(self.start.month()) - 1;
            Period::months(self.grain, first.checked_add(steps.checked_mul(size)?)?, size)
        };
        match self.grain {
            Grain::Day => days_after(self.start, steps).map(Period::day),
            Grain::Week | Grain::Weekend => {
                let days = steps.checked_mul(7)?;
                Some(Period {
                    start: days_after(self.start, days)?,
                    end: days_after(self.end, days)?,
                    ..self
                })
            }
            Grain::Month => months(1),
            Grain::Quarter | Grain::Season(_) => months(3),
            Grain::Half => months(6),
            Grain::Year => months(12),
            Grain::Decade => months(120),
            Grain::Century => months(1200),
        }
    }

    /// The same stretch of another year.
    pub fn in_year_after(self, years: i64) -> Option<Period> {
        if self.grain == Grain::Day {
            return months_after(self.start, years.checked_mul(12)?).map(Period::day);
        }
        let start = months_after(self.start, years.checked_mul(12)?)?;
        match self.grain {
            Grain::Week => Period::containing(Unit::Week, start),
            Grain::Weekend => Period::containing(Unit::Weekend, start),
            Grain::Season(letters) => Period::named(
                Name::Season(Season { letters, first_month: self.start.month() as u8 }),
                i64::from(start.year()),
            ),
            Grain::Month => Period::containing(Unit::Month, start),
            Grain::Quarter => Period::containing(Unit::Quarter, start),
            Grain::Half => Period::containing(Unit::Half, start),
            _ => Period::containing(Unit::Year, start),
        }
    }

    /// How TIMEX3 writes it.
    pub fn value(self) -> String {
        let year = self.start.year();
        match self.grain {
            Grain::Week => iso_week(self.start),
            Grain::Weekend => format!("{}-WE", iso_week(self.start)),
            Grain::Quarter => format!("{year:04}-Q{}", (self.start.month() + 2) / 3),
            Grain::Half => format!("{year:04}-H{}", (self.start.month() + 5) / 6),
            Grain::Season(season) => format!("{year:04}-{}", letters(season)),
            Grain::Decade => format!("{:03}", year / 10),
            Grain::Century => format!("{:02}", year / 100),
            Grain::Day | Grain::Month | Grain::Year => self.bounds().0,
        }
    }

    /// First and last moment and granularity, as the codebook writes them.
    pub fn bounds(self) -> (String, String, Granularity) {
        let month = |date: Date| format!("{:04}-{:02}", date.year(), date.month());
        let both = |text: String, granularity| (text.clone(), text, granularity);
        match self.grain {
            Grain::Day => both(self.start.to_string(), Granularity::Day),
            Grain::Week => both(iso_week(self.start), Granularity::Week),
            Grain::Month => both(month(self.start), Granularity::Month),
            Grain::Year => both(format!("{:04}", self.start.year()), Granularity::Year),
            Grain::Weekend => (self.start.to_string(), self.end.to_string(), Granularity::Range),
            Grain::Season(_) => (month(self.start), month(self.end), Granularity::Season),
            Grain::Quarter | Grain::Half => (month(self.start), month(self.end), Granularity::Range),
            Grain::Decade | Grain::Century => {
                (format!("{:04}", self.start.year()), format!("{:04}", self.end.year()), Granularity::Range)
            }
        }
    }

    /// Days in it.
    pub fn days(self) -> i64 {
        i64::from((self.end - self.start).get_days()) + 1
    }
}

fn first_of_month(month: i64) -> Option<Date> {
    let year = i16::try_from(month.div_euclid(12)).ok().filter(|year| (1..=9999).contains(year))?;
    Date::new(year, month.rem_euclid(12) as i8 + 1, 1).ok()
}

fn iso_week(date: Date) -> String {
    let week = date.iso_week_date();
    format!("{:04}-W{:02}", week.year(), week.week())
}

/// TIMEX3 letters as text.
pub(crate) fn letters(letters: [u8; 2]) -> String {
    letters.map(char::from).iter().collect()
}

pub(crate) fn days_after(date: Date, days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    date.checked_add(span).ok().filter(|date| date.year() >= 1)
}

/// The same day of another month, or that month's last day.
pub(crate) fn months_after(date: Date, months: i64) -> Option<Date> {
    let span = jiff::Span::new().try_months(months).ok()?;
    date.checked_add(span).ok().filter(|date| date.year() >= 1)
}

/// The day a length away; hours that do not fill a day count as one.
pub(crate) fn length_after(date: Date, amount: Amount, unit: Unit, back: bool) -> Option<Date> {
    let count = i64::try_from(amount.count?).ok()?;
    let sign = if back { -1 } else { 1 };
    let days = |days: i64| days_after(date, days.checked_mul(sign)?);
    let months = |size: i64| {
        let half = if amount.half { size / 2 } else { 0 };
        months_after(date, count.checked_mul(size)?.checked_add(half)?.checked_mul(sign)?)
    };
    match unit {
        Unit::Second => days(count.div_ceil_checked(86_400)?),
        Unit::Minute => days(count.div_ceil_checked(1440)?),
        Unit::Hour => days(count.div_ceil_checked(24)?),
        Unit::Day | Unit::Night => days(count),
        Unit::Week | Unit::Weekend => {
            days(count.checked_mul(7)?.checked_add(if amount.half { 3 } else { 0 })?)
        }
        Unit::Month => months(1),
        Unit::Quarter => months(3),
        Unit::Half => months(6),
        Unit::Year | Unit::Decade | Unit::Century | Unit::Millennium => {
            months(unit.years()?.checked_mul(12)?)
        }
    }
}

/// Division rounded up, checked; the standard library's is not stable for signed numbers.
trait DivCeil: Sized {
    fn div_ceil_checked(self, by: i64) -> Option<i64>;
}

impl DivCeil for i64 {
    fn div_ceil_checked(self, by: i64) -> Option<i64> {
        Some(self.checked_add(by - 1)?.div_euclid(by))
    }
}

/// A length as ISO 8601 writes it: `P3W`, `PT24H`, `P2Y6M`; X for an unknown number.
pub(crate) fn iso_duration(amount: Amount, unit: Unit) -> String {
    let times = unit.years().unwrap_or(1) as u64;
    let count = amount.count.map(|count| count.saturating_mul(times));
    let (time, letter, half) = match unit {
        Unit::Second => ("T", 'S', ""),
        Unit::Minute => ("T", 'M', "30S"),
        Unit::Hour => ("T", 'H', "30M"),
        Unit::Day | Unit::Night => ("", 'D', "T12H"),
        Unit::Week => ("", 'W', "3D"),
        Unit::Weekend => ("", 'D', ""),
        Unit::Month => ("", 'M', "15D"),
        Unit::Quarter => ("", 'M', ""),
        Unit::Half | Unit::Year => ("", 'Y', "6M"),
        Unit::Decade => ("", 'Y', "5Y"),
        Unit::Century => ("", 'Y', "50Y"),
        Unit::Millennium => ("", 'Y', "500Y"),
    };
    let factor = match unit {
        Unit::Quarter => 3,
        Unit::Weekend => 2,
        _ => 1,
    };
    let half = if amount.half { half } else { "" };
    match count {
        None => format!("P{time}X{letter}"),
        Some(0) if !half.is_empty() => format!("P{time}{}", half.trim_start_matches('T')),
        Some(count) if unit.years().is_some_and(|years| years > 1) && amount.half => {
            format!("P{}Y", count.saturating_add(times / 2))
        }
        Some(count) => format!("P{time}{}{letter}{half}", count.saturating_mul(factor)),
    }
}

/// A name with X for what is not told: `XXXX-10-26`, `XXXX-WXX-7`.
pub(crate) fn partial(name: Name) -> String {
    match name {
        Name::Month(month) => format!("XXXX-{month:02}"),
        Name::MonthDay(month, day) | Name::DatedWeekday { month, day, .. } => {
            format!("XXXX-{month:02}-{day:02}")
        }
        Name::DayOfMonth(day) | Name::WeekdayDay { day, .. } => format!("XXXX-XX-{day:02}"),
        Name::Slashed(first, second) => format!("XXXX-{second:02}-{first:02}/XXXX-{first:02}-{second:02}"),
        Name::Weekday(weekday) => format!("XXXX-WXX-{weekday}"),
        Name::Season(season) => format!("XXXX-{}", letters(season.letters)),
        Name::Quarter(nth) => format!("XXXX-Q{nth}"),
        Name::Half(nth) => format!("XXXX-H{nth}"),
    }
}

/// A unit with X for what is not told: `XXXX-WXX`.
pub(crate) fn partial_unit(unit: Unit) -> Option<&'static str> {
    match unit {
        Unit::Day | Unit::Night => Some("XXXX-XX-XX"),
        Unit::Week => Some("XXXX-WXX"),
        Unit::Weekend => Some("XXXX-WXX-WE"),
        Unit::Month => Some("XXXX-XX"),
        Unit::Quarter => Some("XXXX-QX"),
        Unit::Half => Some("XXXX-HX"),
        Unit::Year => Some("XXXX"),
        Unit::Decade => Some("XXX"),
        Unit::Century => Some("XX"),
        Unit::Millennium => Some("X"),
        Unit::Second | Unit::Minute | Unit::Hour => None,
    }
}

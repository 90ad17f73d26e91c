//! What the words say before any date is known: the meaning a rule builds and `context` resolves.

use casus_model::{Granularity, PartOfDay};

use crate::TimexKind;

/// Units of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Night,
    Week,
    Weekend,
    Month,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
    Millennium,
}

impl Unit {
    pub fn parse(text: &str) -> Option<Unit> {
        Some(match text {
            "second" => Unit::Second,
            "minute" => Unit::Minute,
            "hour" => Unit::Hour,
            "day" => Unit::Day,
            "night" => Unit::Night,
            "week" => Unit::Week,
            "weekend" => Unit::Weekend,
            "month" => Unit::Month,
            "quarter" => Unit::Quarter,
            "year" => Unit::Year,
            "decade" => Unit::Decade,
            "century" => Unit::Century,
            "millennium" => Unit::Millennium,
            _ => return None,
        })
    }

    /// Years in one of it, for units of a year and more.
    pub fn years(self) -> Option<i64> {
        match self {
            Unit::Year => Some(1),
            Unit::Decade => Some(10),
            Unit::Century => Some(100),
            Unit::Millennium => Some(1000),
            _ => None,
        }
    }

    /// True for hours and finer.
    pub fn is_clock(self) -> bool {
        matches!(self, Unit::Second | Unit::Minute | Unit::Hour)
    }
}

/// How many; none of a known number is "a few".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Amount {
    pub count: Option<u64>,
    /// And a half.
    pub half: bool,
}

impl Amount {
    pub const ONE: Amount = Amount { count: Some(1), half: false };
    pub const UNKNOWN: Amount = Amount { count: None, half: false };

    pub fn times(self, factor: u16) -> Amount {
        Amount { count: self.count.map(|count| count.saturating_mul(u64::from(factor))), ..self }
    }
}

/// A season: TIMEX3 letters and its first month in the north.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Season {
    pub letters: [u8; 2],
    pub first_month: u8,
}

/// A word for a part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PartWord {
    pub part: PartOfDay,
    /// TIMEX3 letters, `MO`.
    pub letters: Option<[u8; 2]>,
    /// The hour it stands for: noon is 12.
    pub hour: Option<u8>,
    /// An edge of the night: what is before it is before dawn.
    pub edge: bool,
    pub plural: bool,
}

/// A stretch of the calendar that comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Name {
    Month(u8),
    MonthDay(u8, u8),
    /// "Friday, Oct. 13": the weekday bears on the year.
    DatedWeekday {
        weekday: u8,
        month: u8,
        day: u8,
    },
    DayOfMonth(u8),
    /// "Mon. 3": the weekday bears on the month.
    WeekdayDay {
        weekday: u8,
        day: u8,
    },
    /// "06/03": a day and a month, in either order.
    Slashed(u8, u8),
    Weekday(u8),
    Season(Season),
    Quarter(u8),
    Half(u8),
}

impl Name {
    pub fn without_weekday(self) -> Name {
        match self {
            Name::DatedWeekday { month, day, .. } => Name::MonthDay(month, day),
            name => name,
        }
    }
}

/// Which one of those that come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Pick {
    /// No word says.
    Bare,
    /// Against the publication date.
    Last,
    This,
    Next,
    /// Against the last date told.
    Same,
    Previous,
    Following,
}

impl Pick {
    /// True when it counts from the last date told in the text.
    pub fn is_narrative(self) -> bool {
        matches!(self, Pick::Same | Pick::Previous | Pick::Following)
    }

    /// Steps from the one that holds the reference.
    pub fn step(self) -> i64 {
        match self {
            Pick::Bare | Pick::This | Pick::Same => 0,
            Pick::Last | Pick::Previous => -1,
            Pick::Next | Pick::Following => 1,
        }
    }
}

/// The year, as far as told beside a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum YearTold {
    None,
    Stated(i16),
    Picked(Pick),
}

/// What a shift counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum From {
    Publication,
    Narrative,
}

/// A time of day, however coarse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct TimeOfDay {
    pub hour: Option<u8>,
    pub minute: Option<u8>,
    /// "5 o'clock": the half of the day is not told.
    pub either_half: bool,
    pub part: Option<PartOfDay>,
    pub letters: Option<[u8; 2]>,
    pub rough: bool,
    /// Told in a named zone, so not local time.
    pub zone: bool,
}

impl TimeOfDay {
    /// The same hour with the part of the day told beside it, which settles "5 o'clock".
    pub fn in_part(self, part: PartOfDay) -> TimeOfDay {
        let late = matches!(part, PartOfDay::Afternoon | PartOfDay::Evening | PartOfDay::Night);
        let hour = match self.hour {
            Some(12) if self.either_half && part == PartOfDay::Night => Some(0),
            Some(hour @ 5..=11) if self.either_half && late => Some(hour + 12),
            Some(hour @ 1..=4) if self.either_half && part == PartOfDay::Afternoon => Some(hour + 12),
            hour => hour,
        };
        TimeOfDay { hour, part: Some(part), either_half: false, ..self }
    }
}

/// What the words say.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Told {
    Name {
        name: Name,
        pick: Pick,
        year: YearTold,
    },
    /// 10/05/2023: either order is possible.
    EitherOrder {
        year: i16,
        month: u8,
        day: u8,
    },
    Year(i16),
    Decade(i16),
    Century(i16),
    /// Days from the day of writing.
    Day(i64),
    Unit {
        unit: Unit,
        pick: Pick,
    },
    Shift {
        amount: Amount,
        unit: Unit,
        back: bool,
        from: From,
    },
    Duration {
        amount: Amount,
        unit: Unit,
    },
    Window {
        amount: Amount,
        unit: Unit,
        ahead: bool,
    },
    Fixed(TimexKind, String),
    Time(TimeOfDay),
    At(Box<Told>, TimeOfDay),
    Overnight,
    /// "overnight Sunday", "overnight into Monday".
    OvernightOf {
        day: Box<Told>,
        into: bool,
    },
    WeekOf(Box<Told>),
    Range(Box<Told>, Box<Told>),
    Since(Box<Told>),
    Until(Box<Told>),
    /// "So far this year".
    SoFar(Box<Told>),
}

impl Told {
    /// True for what names one day.
    pub fn is_day(&self) -> bool {
        match self {
            Told::Name { name, .. } => {
                matches!(
                    name,
                    Name::MonthDay(..)
                        | Name::DatedWeekday { .. }
                        | Name::DayOfMonth(_)
                        | Name::WeekdayDay { .. }
                        | Name::Slashed(..)
                        | Name::Weekday(_)
                )
            }
            Told::Day(_) | Told::EitherOrder { .. } => true,
            Told::Unit { unit, .. } => *unit == Unit::Day,
            Told::Shift { unit, amount, .. } => *unit == Unit::Day && amount.count.is_some(),
            _ => false,
        }
    }

    /// The unit the words settle, whatever the date.
    pub fn granularity(&self) -> Option<Granularity> {
        match self {
            Told::Name { name, .. } => Some(match name {
                Name::Month(_) => Granularity::Month,
                Name::Season(_) => Granularity::Season,
                Name::Quarter(_) | Name::Half(_) => Granularity::Range,
                Name::MonthDay(..)
                | Name::DatedWeekday { .. }
                | Name::DayOfMonth(_)
                | Name::WeekdayDay { .. }
                | Name::Slashed(..)
                | Name::Weekday(_) => Granularity::Day,
            }),
            Told::Day(_) | Told::EitherOrder { .. } => Some(Granularity::Day),
            Told::Unit { unit, .. } | Told::Shift { unit, .. } => Some(match unit {
                Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Night => Granularity::Day,
                Unit::Week => Granularity::Week,
                Unit::Month => Granularity::Month,
                Unit::Year => Granularity::Year,
                _ => Granularity::Range,
            }),
            Told::WeekOf(_) => Some(Granularity::Week),
            _ => None,
        }
    }

    /// True for what can be an end of a range.
    pub fn is_calendar(&self) -> bool {
        matches!(
            self,
            Told::Name { .. }
                | Told::Year(_)
                | Told::Day(_)
                | Told::EitherOrder { .. }
                | Told::At(..)
                | Told::OvernightOf { .. }
                | Told::Unit { .. }
                | Told::Shift { .. }
                | Told::Decade(_)
        )
    }

    /// A year told in full together with a month or day, or alone.
    pub fn stated_year(&self) -> Option<i16> {
        match self {
            Told::Name { year: YearTold::Stated(year), .. }
            | Told::EitherOrder { year, .. }
            | Told::Year(year) => Some(*year),
            Told::At(day, _) => day.stated_year(),
            Told::Range(start, end) => end.stated_year().or_else(|| start.stated_year()),
            Told::Since(day) | Told::Until(day) | Told::WeekOf(day) => day.stated_year(),
            _ => None,
        }
    }
}

/// One expression found in a sentence, by pieces.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    /// Where the words of the codebook's `when` begin: "since", "over", "before" are in.
    pub lead: usize,
    /// Where the TIMEX3 extent begins.
    pub start: usize,
    pub end: usize,
    pub told: Told,
    pub rough: bool,
    pub age: bool,
    pub bound: Option<crate::Bound>,
    /// The ends of a range, as TIMEX3 marks them: meaning, first piece, end.
    pub parts: Vec<(Told, usize, usize)>,
}

//! What an expression means at its place in the text: counted from the publication date, from the
//! last date told before it, or from a year told elsewhere.

use casus_model::{Basis, Granularity, PartOfDay};
use jiff::civil::Date;

use crate::TimexKind;
use crate::calendar::{Grain, Period, days_after, iso_duration, length_after, partial, partial_unit};
use crate::near::{named_beside, named_near};
use crate::resolved::{Note, Resolved};
use crate::tense::Outlook;
use crate::told::{Amount, From, Name, Pick, TimeOfDay, Told, Unit, YearTold};

/// What a date may be counted from at this point of the text.
pub(crate) struct Context {
    pub published: Option<Date>,
    /// The last day told.
    day: Option<Date>,
    /// The last stretch told, of any size.
    period: Option<Period>,
    /// The last quarter told.
    quarter: Option<Period>,
    /// The year of the expression at hand, told elsewhere in the text.
    pub year: Option<i16>,
    /// Which way the clause at hand looks.
    pub outlook: Outlook,
}

/// A stretch and what it rests on, or what is left when there is none.
type Settled = Result<(Period, Basis), Unsettled>;

struct Unsettled {
    partial: Option<String>,
    note: Option<Note>,
}

fn unsettled<T>(partial: Option<String>, note: Note) -> Result<T, Unsettled> {
    Err(Unsettled { partial, note: Some(note) })
}

impl Context {
    pub fn new(published: Option<Date>) -> Context {
        Context { published, day: None, period: None, quarter: None, year: None, outlook: Outlook::Past }
    }

    /// What later expressions may count from.
    pub fn remember(&mut self, told: &Told, resolved: &Resolved) {
        match resolved.period {
            // What is still to come is no day that the story is on.
            Some(period) if self.published.is_some_and(|published| period.start > published) => {}
            Some(period) if resolved.basis != Basis::None => {
                self.period = Some(period);
                match period.grain {
                    Grain::Day => self.day = Some(period.end),
                    Grain::Quarter => self.quarter = Some(period),
                    _ => {}
                }
            }
            _ if told.is_day() || matches!(told, Told::At(..)) => (self.day, self.period) = (None, None),
            _ => {}
        }
    }

    pub fn resolve(&self, told: &Told) -> Resolved {
        match told {
            Told::Fixed(kind, value) => {
                Resolved { vague: *kind != TimexKind::Set, ..Resolved::open(*kind, value.clone()) }
            }
            Told::Duration { amount, unit } => duration(*amount, *unit),
            Told::Window { amount, unit, ahead } => self.window(*amount, *unit, *ahead),
            Told::Shift { amount: Amount { count: None, .. }, unit, back, from } => {
                vague_shift(*unit, *back, *from)
            }
            Told::Time(time) => self.time(*time),
            Told::At(day, time) => self.resolve(day).at(*time),
            Told::Overnight => self.overnight(),
            Told::OvernightOf { day, into } => self.overnight_of(day, *into),
            Told::Range(first, second) => self.range(first, second),
            Told::Since(day) => self.since(day),
            Told::Until(day) => {
                let day = self.resolve(day);
                let open = Resolved::range(day.kind, day.value.clone(), None, day.end.clone(), day.basis);
                Resolved { partial: day.partial, note: day.note, period: day.period, part: day.part, ..open }
            }
            Told::SoFar(unit) => self.so_far(unit),
            told => self.date(told),
        }
    }

    /// What names one stretch of the calendar.
    fn date(&self, told: &Told) -> Resolved {
        match self.settle(told) {
            Ok((period, basis)) => Resolved { rough: is_loose(told), ..Resolved::period(period, basis) },
            Err(Unsettled { partial, note }) => {
                let value = self.value_without_basis(told).or_else(|| partial.clone());
                let value = value.unwrap_or_else(|| "XXXX".to_owned());
                Resolved {
                    partial,
                    note,
                    granularity: told.granularity(),
                    ..Resolved::open(TimexKind::Date, value)
                }
            }
        }
    }

    /// TIMEX3 wants a value even where the codebook leaves a time unresolved.
    fn value_without_basis(&self, told: &Told) -> Option<String> {
        if let Told::EitherOrder { year, month, day } = told {
            return Some(format!("{year:04}-{month:02}-{day:02}"));
        }
        let published = self.published?;
        let from_published = Context {
            day: Some(published),
            period: Some(Period::day(published)),
            ..Context::new(self.published)
        };
        from_published.settle(told).ok().map(|(period, _)| period.value())
    }

    fn settle(&self, told: &Told) -> Settled {
        let stated = |period: Option<Period>| match period {
            Some(period) => Ok((period, Basis::Stated)),
            None => Err(Unsettled { partial: None, note: None }),
        };
        match told {
            Told::Name { name, pick, year } => self.named(*name, *pick, *year),
            Told::Year(year) => stated(Period::year(i64::from(*year))),
            Told::Decade(first) => stated(Period::decade(i64::from(*first))),
            Told::Century(nth) => stated(Period::century(i64::from(*nth))),
            Told::Day(shift) => self.published_day(*shift),
            Told::Unit { unit, pick } => self.unit(*unit, *pick),
            Told::Shift { amount, unit, back, from } => self.shift(*amount, *unit, *back, *from),
            Told::WeekOf(day) => {
                let (day, basis) = self.settle(day)?;
                Period::containing(Unit::Week, day.start)
                    .map(|week| (week, basis))
                    .ok_or(Unsettled { partial: None, note: None })
            }
            Told::EitherOrder { year, month, day } => {
                let partial = format!("{year:04}-{month:02}-{day:02}/{year:04}-{day:02}-{month:02}");
                unsettled(Some(partial), Note::EitherOrder)
            }
            _ => Err(Unsettled { partial: None, note: None }),
        }
    }

    fn published_day(&self, shift: i64) -> Settled {
        match self.published.and_then(|published| days_after(published, shift)) {
            Some(day) => Ok((Period::day(day), Basis::Publication)),
            None => unsettled(Some("XXXX-XX-XX".to_owned()), Note::RelativeUnanchored),
        }
    }

    fn named(&self, name: Name, pick: Pick, year: YearTold) -> Settled {
        let told = match year {
            YearTold::Stated(year) => Some((i64::from(year), Basis::Stated)),
            YearTold::Picked(pick) => {
                let (year, basis) = self
                    .unit(Unit::Year, pick)
                    .map_err(|left| Unsettled { partial: Some(partial(name)), ..left })?;
                Some((i64::from(year.start.year()), basis))
            }
            YearTold::None => self.year.map(|year| (i64::from(year), Basis::Document)),
        };
        if let Some((year, basis)) = told
            && let Some(period) = Period::named(name, year)
        {
            return Ok((period, basis));
        }
        let found = if pick.is_narrative() {
            self.period
                .and_then(|period| named_beside(name, pick, period))
                .map(|period| (period, Basis::Document))
        } else if let (Name::DayOfMonth(day), Some(Period { grain: Grain::Month | Grain::Day, start, .. })) =
            (name, self.period)
        {
            Period::turn(Name::DayOfMonth(day), start, 0).map(|period| (period, Basis::Document))
        } else {
            self.published
                .and_then(|published| named_near(name, pick, published, self.outlook))
                .map(|period| (period, Basis::Publication))
        };
        let note = match name {
            Name::Weekday(_) => Note::WeekdayUnanchored,
            _ => Note::YearUnknown,
        };
        found.map_or_else(|| unsettled(Some(partial(name)), note), Ok)
    }

    /// "last week", "that month", "the weekend".
    fn unit(&self, unit: Unit, pick: Pick) -> Settled {
        let partial = || partial_unit(unit).map(str::to_owned);
        if pick == Pick::Bare && unit == Unit::Quarter {
            return self.bare_quarter();
        }
        if pick.is_narrative() {
            let beside =
                self.narrative(unit).and_then(|date| Period::containing(unit, date)?.step(pick.step()));
            return match beside {
                Some(period) => Ok((period, Basis::Document)),
                None => unsettled(partial(), Note::NarrativeUnanchored),
            };
        }
        let Some(published) = self.published else { return unsettled(partial(), Note::RelativeUnanchored) };
        let step = if unit == Unit::Weekend { self.weekend_step(pick, published) } else { pick.step() };
        match Period::containing(unit, published).and_then(|period| period.step(step)) {
            Some(period) => Ok((period, Basis::Publication)),
            None => unsettled(partial(), Note::RelativeUnanchored),
        }
    }

    /// A weekend told on a weekday is the last one, unless the clause looks forward.
    fn weekend_step(&self, pick: Pick, published: Date) -> i64 {
        let on_weekend = published.weekday().to_monday_zero_offset() >= 5;
        match pick {
            Pick::Bare if !on_weekend && self.outlook != Outlook::Future => -1,
            pick => pick.step(),
        }
    }

    /// "the quarter" of a business report is the one it told, else the last full one.
    fn bare_quarter(&self) -> Settled {
        if let Some(quarter) = self.quarter {
            return Ok((quarter, Basis::Document));
        }
        match self.published.and_then(|published| Period::containing(Unit::Quarter, published)?.step(-1)) {
            Some(quarter) => Ok((quarter, Basis::Publication)),
            None => unsettled(Some("XXXX-QX".to_owned()), Note::RelativeUnanchored),
        }
    }

    /// The day that relative units count from: the last date told, if it is no coarser than the unit.
    fn narrative(&self, unit: Unit) -> Option<Date> {
        match unit {
            Unit::Second | Unit::Minute | Unit::Hour | Unit::Day | Unit::Night => self.day,
            _ => {
                let period = self.period?;
                let unit_days = Period::containing(unit, period.start)?.days();
                (period.days() <= unit_days).then_some(period.start)
            }
        }
    }

    fn shift(&self, amount: Amount, unit: Unit, back: bool, from: From) -> Settled {
        let left = || Some(iso_duration(amount, unit));
        let (reference, basis, note) = match from {
            From::Publication => {
                let quarter = self.compared_quarter(amount, unit, back);
                (quarter.or(self.published.map(Period::day)), Basis::Publication, Note::RelativeUnanchored)
            }
            From::Narrative => (self.narrative_period(unit), Basis::Document, Note::NarrativeUnanchored),
        };
        let Some(reference) = reference else { return unsettled(left(), note) };
        let years = unit
            .years()
            .zip(amount.count)
            .and_then(|(years, count)| years.checked_mul(i64::try_from(count).ok()?));
        let comparison = unit == Unit::Year && amount == Amount::ONE && back;
        let compared = comparison && (from == From::Narrative || reference.grain == Grain::Quarter);
        let shifted = match years {
            Some(years) if compared => reference.in_year_after(-years),
            Some(_) => length_after(reference.start, amount, unit, back)
                .and_then(|date| Period::containing(Unit::Year, date)),
            None => length_after(reference.start, amount, unit, back)
                .and_then(|date| Period::containing(unit, date)),
        };
        shifted.map_or_else(|| unsettled(left(), note), |period| Ok((period, basis)))
    }

    /// "A year ago" beside a quarter is that quarter of the year before.
    fn compared_quarter(&self, amount: Amount, unit: Unit, back: bool) -> Option<Period> {
        let comparison = unit == Unit::Year && amount == Amount::ONE && back;
        self.period.filter(|period| comparison && period.grain == Grain::Quarter)
    }

    fn narrative_period(&self, unit: Unit) -> Option<Period> {
        if unit.years().is_some() {
            return self.period;
        }
        self.narrative(unit).map(Period::day)
    }

    /// "the past three weeks": back from the publication date, or on from it or from the story's last day.
    fn window(&self, amount: Amount, unit: Unit, ahead: bool) -> Resolved {
        let told = iso_duration(amount, unit);
        let open = || Resolved {
            duration: Some(told.clone()),
            partial: Some(told.clone()),
            ..Resolved::open(TimexKind::Duration, told.clone())
        };
        if amount.count.is_none() {
            return Resolved { vague: true, duration: None, ..open() };
        }
        let story = self.day.filter(|_| ahead && self.outlook != Outlook::Future);
        let Some(reference) = story.or(self.published) else {
            let granularity = Some(Granularity::Range);
            return Resolved { note: Some(Note::RelativeUnanchored), granularity, ..open() };
        };
        let basis = if story.is_some() { Basis::Document } else { Basis::Publication };
        let Some(far) = length_after(reference, amount, unit, !ahead) else { return open() };
        let (start, end) = if ahead { (reference, far) } else { (far, reference) };
        let range = Resolved::range(
            TimexKind::Duration,
            told.clone(),
            Some(start.to_string()),
            Some(end.to_string()),
            basis,
        );
        Resolved { duration: Some(told), rough: false, ..range }
    }

    /// An hour with no day beside it: the codebook keeps the day open, TIMEX3 takes the story's.
    fn time(&self, time: TimeOfDay) -> Resolved {
        let open = Resolved {
            partial: Some("XXXX-XX-XX".to_owned()),
            ..Resolved::open(TimexKind::Time, String::new())
        };
        let resolved = open.at(time);
        let day = self.day.or(self.published).map_or_else(|| "XXXX-XX-XX".to_owned(), |day| day.to_string());
        Resolved { value: format!("{day}{}", resolved.value), ..resolved }
    }

    fn overnight(&self) -> Resolved {
        let night = |day: &str| format!("{day}TNI");
        let Some((before, day)) = self.published.and_then(|day| Some((days_after(day, -1)?, day))) else {
            let value = night("XXXX-XX-XX");
            let note = Some(Note::RelativeUnanchored);
            let part = Some(PartOfDay::Night);
            return Resolved {
                partial: Some(value.clone()),
                part,
                note,
                ..Resolved::open(TimexKind::Time, value)
            };
        };
        two_days(before, day, Basis::Publication)
    }

    fn overnight_of(&self, day: &Told, into: bool) -> Resolved {
        let step = if into { -1 } else { 1 };
        let settled = self.settle(day);
        match settled.map(|(period, basis)| (period.start, days_after(period.start, step), basis)) {
            Ok((day, Some(other), basis)) => two_days(day.min(other), day.max(other), basis),
            _ => {
                let day = self.resolve(day);
                Resolved {
                    part: Some(PartOfDay::Night),
                    kind: TimexKind::Time,
                    value: format!("{}TNI", day.value),
                    ..day
                }
            }
        }
    }

    /// The end is settled first; the start is the latest such date not after it.
    fn range(&self, first: &Told, second: &Told) -> Resolved {
        let early = self.resolve(first);
        // "between 2020 and last year": last year is counted from the report and not from 2020.
        let counted = matches!(second, Told::Unit { pick: Pick::Last | Pick::This, .. });
        if let (Basis::Stated, None, Some(start), false) =
            (early.basis, second.stated_year(), early.period, counted)
        {
            let after =
                Context { outlook: Outlook::Future, published: Some(start.start), year: None, ..*self };
            let late = after.resolve(second);
            let basis = if late.basis == Basis::Publication { Basis::Document } else { late.basis };
            return joined(early, Resolved { basis, ..late });
        }
        let late = self.resolve(second);
        let Some(end) = late.period.filter(|_| early.basis != Basis::Stated && !is_picked(first)) else {
            return joined(early, late);
        };
        let year = if late.basis == Basis::Stated { None } else { self.year };
        let before = Context {
            published: Some(end.start),
            outlook: Outlook::Past,
            year,
            day: None,
            period: Some(end),
            ..*self
        };
        joined(Resolved { basis: late.basis, ..before.resolve(first) }, late)
    }

    fn since(&self, day: &Told) -> Resolved {
        let whole = matches!(day, Told::Unit { pick: Pick::Bare, .. });
        // "has killed 650 since June", read in March: what goes on since then began before the report.
        let mut day = Context { outlook: Outlook::Past, ..*self }.resolve(day);
        // "since the start of the year": from its first day.
        if let (true, Some(period), Some(_)) = (whole, day.period, &day.start) {
            day.start = Some(period.start.to_string());
        }
        let end = self.published.filter(|_| day.start.is_some()).map(|published| published.to_string());
        let range = Resolved::range(day.kind, day.value.clone(), day.start.clone(), end, day.basis);
        Resolved {
            partial: day.partial,
            note: day.note,
            period: day.period,
            part: day.part,
            rough: day.rough,
            ..range
        }
    }

    fn so_far(&self, unit: &Told) -> Resolved {
        let unit = self.resolve(unit);
        let (Some(period), Some(published)) = (unit.period, self.published) else { return unit };
        let (start, end) = (Some(period.start.to_string()), Some(published.to_string()));
        Resolved { period: Some(period), ..Resolved::range(unit.kind, unit.value, start, end, unit.basis) }
    }
}

fn is_picked(told: &Told) -> bool {
    match told {
        Told::Name { pick, .. } => *pick != Pick::Bare,
        Told::At(day, _) => is_picked(day),
        Told::Day(_) | Told::Unit { .. } | Told::Shift { .. } => true,
        _ => false,
    }
}

/// "Two hours ago" says no hour; "three years ago" is no exact year.
fn is_loose(told: &Told) -> bool {
    matches!(told, Told::Shift { unit, amount, .. } if unit.is_clock() || amount.half)
}

fn two_days(first: Date, second: Date, basis: Basis) -> Resolved {
    let value = format!("{first}TNI");
    let range =
        Resolved::range(TimexKind::Time, value, Some(first.to_string()), Some(second.to_string()), basis);
    let granularity = Some(Granularity::PartOfDay);
    Resolved { part: Some(PartOfDay::Night), period: Some(Period::day(second)), granularity, ..range }
}

fn joined(early: Resolved, late: Resolved) -> Resolved {
    let value = format!("{}/{}", early.value, late.value);
    let partial = match (&early.partial, &late.partial) {
        (None, None) => None,
        _ => Some(format!("{}/{}", early.told(), late.told())),
    };
    let (start, end) = match partial {
        Some(_) => (None, None),
        None => (early.start.clone(), late.end.clone()),
    };
    let basis = if partial.is_some() { Basis::None } else { early.basis.max(late.basis) };
    let part = if early.part == late.part || late.part.is_none() { early.part } else { None };
    let next = |night: Period| days_after(night.start, 1);
    let nightly = part == Some(PartOfDay::Night) && late.part.is_none();
    let one_night = nightly && early.period.and_then(next) == late.period.map(|day| day.start);
    let range = Resolved::range(late.kind, value, start, end, basis);
    Resolved {
        partial,
        part,
        rough: early.rough || late.rough,
        note: early.note.or(late.note),
        period: late.period,
        granularity: if one_night { Some(Granularity::PartOfDay) } else { range.granularity },
        ..range
    }
}

/// "Years ago", "a few days later".
fn vague_shift(unit: Unit, back: bool, from: From) -> Resolved {
    let length = iso_duration(Amount::UNKNOWN, unit);
    let value = match (from, back) {
        (From::Narrative, _) => length.clone(),
        (From::Publication, true) => "PAST_REF".to_owned(),
        (From::Publication, false) => "FUTURE_REF".to_owned(),
    };
    Resolved { vague: true, partial: Some(length), ..Resolved::open(TimexKind::Date, value) }
}

fn duration(amount: Amount, unit: Unit) -> Resolved {
    let told = iso_duration(amount, unit);
    let vague = amount.count.is_none();
    let duration = Some(told.clone()).filter(|_| !vague);
    Resolved { duration, vague, partial: Some(told.clone()), ..Resolved::open(TimexKind::Duration, told) }
}

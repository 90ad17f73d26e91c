//! An expression once it is anchored, and how it is written down.

use casus_model::{Basis, Granularity, PartOfDay, Span, When};

use crate::TimexKind;
use crate::calendar::{Grain, Period, letters};
use crate::told::TimeOfDay;

/// Why something told could not be settled, or is doubtful.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Note {
    WeekdayUnanchored,
    YearUnknown,
    RelativeUnanchored,
    NarrativeUnanchored,
    EitherOrder,
    NamedZone,
}

impl Note {
    pub fn code(self) -> &'static str {
        match self {
            Note::WeekdayUnanchored => "W012",
            Note::YearUnknown => "W013",
            Note::RelativeUnanchored => "W014",
            Note::NarrativeUnanchored => "W015",
            Note::EitherOrder => "W016",
            Note::NamedZone => "W017",
        }
    }

    pub fn message(self) -> &'static str {
        match self {
            Note::WeekdayUnanchored => "weekday without a publication date",
            Note::YearUnknown => "date without a year",
            Note::RelativeUnanchored => "relative date without a publication date",
            Note::NarrativeUnanchored => "relative date with no date told before it",
            Note::EitherOrder => "day and month may be either way round",
            Note::NamedZone => "hour told in a named time zone, not turned into local time",
        }
    }
}

/// An anchored expression without its words.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    pub kind: TimexKind,
    pub value: String,
    pub start: Option<String>,
    pub end: Option<String>,
    pub granularity: Option<Granularity>,
    pub part: Option<PartOfDay>,
    pub rough: bool,
    pub duration: Option<String>,
    pub partial: Option<String>,
    pub basis: Basis,
    pub vague: bool,
    pub note: Option<Note>,
    /// For what is counted from it later in the text.
    pub period: Option<Period>,
}

impl Resolved {
    /// Neither start nor end.
    pub fn open(kind: TimexKind, value: String) -> Resolved {
        Resolved {
            kind,
            value,
            start: None,
            end: None,
            granularity: None,
            part: None,
            rough: false,
            duration: None,
            partial: None,
            basis: Basis::None,
            vague: false,
            note: None,
            period: None,
        }
    }

    /// One stretch of the calendar.
    pub fn period(period: Period, basis: Basis) -> Resolved {
        let (start, end, granularity) = period.bounds();
        let (start, end, granularity) = (Some(start), Some(end), Some(granularity));
        Resolved {
            start,
            end,
            granularity,
            basis,
            period: Some(period),
            ..Resolved::open(TimexKind::Date, period.value())
        }
    }

    /// The first day to the last.
    pub fn range(
        kind: TimexKind,
        value: String,
        start: Option<String>,
        end: Option<String>,
        basis: Basis,
    ) -> Resolved {
        let granularity = Some(Granularity::Range);
        Resolved { start, end, granularity, basis, ..Resolved::open(kind, value) }
    }

    /// The same day at this time of it.
    pub fn at(mut self, time: TimeOfDay) -> Resolved {
        self.kind = TimexKind::Time;
        self.value = format!("{}{}", self.value, timex_time(time));
        self.part = time.part;
        self.rough |= time.rough;
        if time.zone {
            self.note = self.note.or(Some(Note::NamedZone));
        }
        let settled = self.period.is_some_and(|period| period.grain == Grain::Day) && self.start.is_some();
        if let (Some(start), true) = (&self.start, settled) {
            let day = start.clone();
            let (moment, granularity) = moment(&day, time);
            self.granularity = Some(granularity);
            match moment.split_once('/') {
                Some(_) => {
                    self.partial = Some(moment);
                    self.granularity = Some(Granularity::Day);
                    self.rough = true;
                }
                None => (self.start, self.end) = (Some(moment.clone()), Some(moment)),
            }
        } else if let Some(day) = self.partial.take() {
            let dayless = time.letters.filter(|_| time.hour.is_none() && day == "XXXX-XX-XX");
            let (moment, granularity) = moment(&day, time);
            self.partial = Some(dayless.map_or(moment, |part| format!("{day}T{}", letters(part))));
            self.granularity = Some(granularity);
        }
        self
    }

    /// What is known of the moment: the date where there is one, else what was told.
    pub fn told(&self) -> &str {
        self.start.as_deref().or(self.partial.as_deref()).unwrap_or_default()
    }

    pub fn when(self, text: String, span: Span) -> When {
        When {
            start: self.start,
            end: self.end,
            granularity: self.granularity,
            part_of_day: self.part,
            approximate: self.rough,
            duration: self.duration,
            partial: self.partial,
            basis: self.basis,
            text,
            span: Some(span),
        }
    }
}

/// A day's text with the hour behind it; both halves of the day where either may be meant.
fn moment(day: &str, time: TimeOfDay) -> (String, Granularity) {
    let Some(hour) = time.hour else { return (day.to_owned(), Granularity::PartOfDay) };
    let at = |hour: u8| match time.minute {
        Some(minute) => format!("{day}T{hour:02}:{minute:02}"),
        None => format!("{day}T{hour:02}"),
    };
    let granularity = if time.minute.is_some() { Granularity::Minute } else { Granularity::Hour };
    if time.either_half {
        return (format!("{}/{}", at(hour % 12), at(hour % 12 + 12)), granularity);
    }
    (at(hour), granularity)
}

fn timex_time(time: TimeOfDay) -> String {
    match (time.hour, time.minute, time.letters, time.part) {
        (Some(hour), minute, ..) => format!("T{hour:02}:{:02}", minute.unwrap_or(0)),
        (None, _, Some(part), _) => format!("T{}", letters(part)),
        (None, _, None, Some(PartOfDay::Night)) => "T24:00".to_owned(),
        (None, _, None, _) => String::new(),
    }
}

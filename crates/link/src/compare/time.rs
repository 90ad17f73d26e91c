//! Whether two accounts tell of the same days.

use super::{Facet, Sheet};
use crate::knowledge::{Level, Scale};
use crate::{Account, Day, Window};

pub(super) fn lay(one: &Account, other: &Account, sheet: &mut impl Sheet) {
    let told = |account: &Account| account.when.filter(|when| !when.implied);
    match (told(one), told(other)) {
        (Some(when), Some(other_when)) => windows((one, &when), (other, &other_when), sheet),
        (None, None) => lag(one, other, sheet),
        (Some(when), None) => known_by(&when, other.published, sheet),
        (None, Some(when)) => known_by(&when, one.published, sheet),
    }
    if let (Some(when), Some(other_when)) = (&one.when, &other.when)
        && (when.implied || other_when.implied)
    {
        passages(when, other_when, sheet);
    }
}

/// What a day says that one side takes over from its passage.
fn passages(one: &Window, other: &Window, sheet: &mut impl Sheet) {
    let level = match one.gap(other) {
        0 => Level::ImpliedSameDay,
        1 => Level::ImpliedOneDayApart,
        _ => Level::ImpliedDaysApart,
    };
    sheet.add(Facet::Time, level, || format!("{} and {}, as the passage has it", span(one), span(other)));
    hours(one, other, sheet);
}

fn windows(told: (&Account, &Window), other_told: (&Account, &Window), sheet: &mut impl Sheet) {
    let (one, other) = (told.1, other_told.1);
    let gap = one.gap(other);
    let widest = one.days().max(other.days());
    let agree = one.hours_agree(other);
    let level = match gap {
        0 if widest <= 2 => Level::SameDay,
        0 => Level::Within,
        1 if agree == Some(true) => Level::SameNight,
        1 if is_out_before(told, other_told) => Level::OutTheDayBefore,
        1 => Level::OneDayApart,
        2 => Level::TwoDaysApart,
        _ if one.loose || other.loose => Level::TwoDaysApart,
        _ => Level::DaysApart,
    };
    sheet.add(Facet::Time, level, || match gap {
        0 if widest <= 2 => format!("both on {}", print(one.from.max(other.from))),
        0 => format!("{} lies within {}", span(narrower(one, other)), span(wider(one, other))),
        _ if level == Level::SameNight => format!("one night of {} and {}", span(one), span(other)),
        _ => format!("{} and {}", span(one), span(other)),
    });
    hours(one, other, sheet);
}

/// A report that was out on the day it tells, when the day that the other tells had not come.
fn is_out_before(told: (&Account, &Window), other_told: (&Account, &Window)) -> bool {
    let (earlier, later) =
        if told.1.from <= other_told.1.from { (told, other_told) } else { (other_told, told) };
    earlier.0.published.is_some_and(|published| published < later.1.from)
}

/// What the hours of one day, or of days beside each other, say.
fn hours(one: &Window, other: &Window, sheet: &mut impl Sheet) {
    let gap = one.gap(other);
    let one_day = gap == 0 && one.days().max(other.days()) <= 2;
    match one.hours_agree(other) {
        Some(true) if one_day => {
            sheet.add(Facet::Time, Level::SameHours, || "the same hours".to_owned());
        }
        Some(false) if gap <= 1 => {
            sheet.add(Facet::Time, Level::OtherHours, || "other hours of the day".to_owned());
        }
        Some(_) | None => {}
    }
}

/// A report cannot tell what has not happened yet.
fn known_by(when: &Window, published: Option<Day>, sheet: &mut impl Sheet) {
    let Some(published) = published else { return };
    if published.0 + 1 < when.from.0 {
        sheet.add(Facet::Time, Level::BeforeItHappened, || {
            format!("published on {}, before {}", print(published), span(when))
        });
        return;
    }
    let days = (published.0 - when.to.0).max(0);
    sheet.add(Facet::Time, (Scale::Lag, days), || format!("published {days} days after {}", span(when)));
}

fn lag(one: &Account, other: &Account, sheet: &mut impl Sheet) {
    let (Some(published), Some(other_published)) = (one.published, other.published) else { return };
    let days = (published.0 - other_published.0).abs();
    sheet.add(Facet::Time, (Scale::Lag, days), || {
        format!("published {days} days apart, and neither tells a day")
    });
}

fn narrower<'a>(one: &'a Window, other: &'a Window) -> &'a Window {
    if one.days() <= other.days() { one } else { other }
}

fn wider<'a>(one: &'a Window, other: &'a Window) -> &'a Window {
    if one.days() <= other.days() { other } else { one }
}

fn print(day: Day) -> String {
    day.date().to_string()
}

fn span(window: &Window) -> String {
    if window.from == window.to {
        print(window.from)
    } else {
        format!("{} to {}", print(window.from), print(window.to))
    }
}

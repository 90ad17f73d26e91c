//! Whether two accounts tell of the same days.

use super::{Facet, Sheet};
use crate::knowledge::{Level, Scale};
use crate::{Account, Day, Knowledge, Window};

pub(super) fn lay(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    match (&one.when, &other.when) {
        (Some(when), Some(other_when)) => windows(when, other_when, knowledge, sheet),
        (None, None) => lag(one, other, knowledge, sheet),
        (Some(when), None) => known_by(when, other.published, knowledge, sheet),
        (None, Some(when)) => known_by(when, one.published, knowledge, sheet),
    }
}

fn windows(one: &Window, other: &Window, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    let gap = one.gap(other);
    let widest = one.days().max(other.days());
    let hours = one.hours_agree(other);
    let implied = one.implied || other.implied;
    let level = match gap {
        0 if implied => Level::ImpliedSameDay,
        1 if implied => Level::ImpliedOneDayApart,
        _ if implied => Level::ImpliedDaysApart,
        0 if widest <= 2 => Level::SameDay,
        0 => Level::Within,
        1 if hours == Some(true) => Level::SameNight,
        1 => Level::OneDayApart,
        2 => Level::TwoDaysApart,
        _ if one.loose || other.loose => Level::TwoDaysApart,
        _ => Level::DaysApart,
    };
    sheet.add(Facet::Time, knowledge.weight(level), || match gap {
        _ if implied => format!("{} and {}, as the passage has it", span(one), span(other)),
        0 if widest <= 2 => format!("both on {}", print(one.from.max(other.from))),
        0 => format!("{} lies within {}", span(narrower(one, other)), span(wider(one, other))),
        _ if level == Level::SameNight => format!("one night of {} and {}", span(one), span(other)),
        _ => format!("{} and {}", span(one), span(other)),
    });
    match hours {
        Some(true) if gap == 0 && widest <= 2 => {
            sheet.add(Facet::Time, knowledge.weight(Level::SameHours), || "the same hours".to_owned());
        }
        Some(false) if gap <= 1 => {
            sheet.add(Facet::Time, knowledge.weight(Level::OtherHours), || {
                "other hours of the day".to_owned()
            });
        }
        Some(_) | None => {}
    }
}

/// A report cannot tell what has not happened yet.
fn known_by(when: &Window, published: Option<Day>, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    let Some(published) = published else { return };
    if published.0 + 1 < when.from.0 {
        let weight = knowledge.weight(Level::BeforeItHappened);
        sheet
            .add(Facet::Time, weight, || format!("published on {}, before {}", print(published), span(when)));
        return;
    }
    let days = (published.0 - when.to.0).max(0);
    let weight = knowledge.at(Scale::Lag, days);
    sheet.add(Facet::Time, weight, || format!("published {days} days after {}", span(when)));
}

fn lag(one: &Account, other: &Account, knowledge: &Knowledge, sheet: &mut impl Sheet) {
    let (Some(published), Some(other_published)) = (one.published, other.published) else { return };
    let days = (published.0 - other_published.0).abs();
    let weight = knowledge.at(Scale::Lag, days);
    sheet.add(Facet::Time, weight, || format!("published {days} days apart, and neither tells a day"));
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

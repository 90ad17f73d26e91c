//! Of the dates that share a name, the one that is meant: "Sunday", "October 26", "last fall".

use jiff::civil::Date;

use crate::calendar::Period;
use crate::tense::Outlook;
use crate::told::{Name, Pick};

/// The one of that name the words pick, counted from the publication date.
pub(crate) fn named_near(name: Name, pick: Pick, published: Date, outlook: Outlook) -> Option<Period> {
    if let Name::DatedWeekday { .. } = name {
        return on_its_weekday(name, published)
            .or_else(|| named_near(name.without_weekday(), pick, published, outlook));
    }
    if let Name::WeekdayDay { weekday, day } = name {
        return of_its_weekday(weekday, day, published)
            .or_else(|| named_near(Name::DayOfMonth(day), pick, published, outlook));
    }
    if let Name::Slashed(first, second) = name {
        let orders = [Name::MonthDay(second, first), Name::MonthDay(first, second)];
        let past = |name: Name| latest(name, published, |period| period.start <= published);
        return orders.into_iter().filter_map(past).min_by_key(|period| gap(published, *period));
    }
    let not_after = || latest(name, published, |period| period.start <= published);
    let not_before = || earliest(name, published, |period| period.end >= published);
    match pick {
        Pick::Last => latest(name, published, |period| period.end < published),
        Pick::Next => earliest(name, published, |period| period.start > published),
        Pick::This if !matches!(name, Name::Weekday(_)) => Period::named(name, i64::from(published.year())),
        Pick::This if outlook == Outlook::Past => not_after(),
        Pick::This => not_before(),
        _ => match (outlook, name) {
            (Outlook::Past, _) => not_after(),
            (Outlook::Open, Name::Weekday(_) | Name::DayOfMonth(_) | Name::Quarter(_) | Name::Half(_)) => {
                not_after()
            }
            (_, Name::Quarter(_) | Name::Half(_)) | (Outlook::Open, _) => {
                nearest(published, not_after(), not_before())
            }
            (Outlook::Future, _) => not_before(),
        },
    }
}

/// A weekday told with the date tells its year.
fn on_its_weekday(name: Name, published: Date) -> Option<Period> {
    let Name::DatedWeekday { weekday, .. } = name else { return None };
    let fits = |period: &Period| period.start.weekday().to_monday_one_offset() == weekday as i8;
    let candidates =
        (-9..=2).filter_map(|turn| Period::turn(name.without_weekday(), published, turn)).filter(fits);
    candidates.min_by_key(|period| gap(published, *period))
}

/// The last month in which a day of that number was such a weekday.
fn of_its_weekday(weekday: u8, day: u8, published: Date) -> Option<Period> {
    let fits = |period: &Period| {
        period.start <= published && period.start.weekday().to_monday_one_offset() == weekday as i8
    };
    latest(Name::DayOfMonth(day), published, fits)
}

/// In the present tense a date months ahead is nearer than the same date most of a year ago.
fn nearest(published: Date, back: Option<Period>, ahead: Option<Period>) -> Option<Period> {
    match (back, ahead) {
        (Some(back), Some(ahead)) if gap(published, ahead) * 2 < gap(published, back) => Some(ahead),
        (back, ahead) => back.or(ahead),
    }
}

/// Days between a day and a stretch; none when it holds the day.
fn gap(date: Date, period: Period) -> i64 {
    let days = |from: Date, to: Date| i64::from((to - from).get_days());
    days(date, period.start).max(days(period.end, date)).max(0)
}

/// The one of that name beside the last stretch told.
pub(crate) fn named_beside(name: Name, pick: Pick, told: Period) -> Option<Period> {
    match pick {
        Pick::Previous => latest(name, told.start, |period| period.end < told.start),
        Pick::Following => earliest(name, told.end, |period| period.start > told.end),
        _ => earliest(name, told.start, |period| period.end >= told.start),
    }
}

fn latest(name: Name, near: Date, fits: impl Fn(&Period) -> bool) -> Option<Period> {
    (-9..=1).rev().filter_map(|turn| Period::turn(name, near, turn)).find(|period| fits(period))
}

fn earliest(name: Name, near: Date, fits: impl Fn(&Period) -> bool) -> Option<Period> {
    (-1..=9).filter_map(|turn| Period::turn(name, near, turn)).find(|period| fits(period))
}

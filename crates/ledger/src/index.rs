//! What an incident is found by: days, a point, and words such as `country:XX`, read from what it says.

use std::collections::BTreeSet;

use casus_model::{KnownParty, KnownPlace, LedgerIncident, When, printed};
use jiff::civil::{Date, ISOWeekDate, Weekday, date};

/// Places no finer than this have no point: that of a country is not where anything happened.
const COARSEST_POINT: u8 = 3;

/// What an incident is found by.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Index {
    /// First and last day that it may have happened on, as days since 1970-01-01.
    pub days: Option<(i64, i64)>,
    /// Degrees north and east.
    pub point: Option<(f64, f64)>,
    /// `kind:value`, in small letters.
    pub words: BTreeSet<String>,
}

impl Index {
    pub fn of(incident: &LedgerIncident) -> Index {
        Index { days: days(incident), point: point(incident), words: words(incident) }
    }
}

/// One word.
pub(crate) fn word(kind: &str, value: &str) -> String {
    format!("{kind}:{}", value.to_lowercase())
}

fn words(incident: &LedgerIncident) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    let mut add = |kind: &str, value: &str| {
        words.insert(word(kind, value));
    };
    add("type", &printed(&incident.event_type));
    add("review", &printed(&incident.review));
    for place in values(&incident.places) {
        add("place", &place.place);
        if let Some(country) = &place.country {
            add("country", country);
        }
    }
    let held = values(&incident.responsibility).filter_map(|held| held.party.as_ref());
    for party in values(&incident.actors).chain(held) {
        of_party(party, |value| add("actor", value));
    }
    for party in values(&incident.recipients) {
        of_party(party, |value| add("recipient", value));
    }
    values(&incident.targets).for_each(|target| add("target", &target.kind));
    values(&incident.weapons).for_each(|weapon| add("weapon", &weapon.class));
    values(&incident.outcomes).for_each(|outcome| add("outcome", &printed(&outcome.value)));
    words
}

fn of_party(party: &KnownParty, mut add: impl FnMut(&str)) {
    add(&party.name);
    party.actor.iter().for_each(|actor| add(actor));
}

fn values<T>(field: &casus_model::Field<T>) -> impl Iterator<Item = &T> {
    field.all.iter().map(|told| &told.value)
}

fn point(incident: &LedgerIncident) -> Option<(f64, f64)> {
    let preferred: &KnownPlace = incident.places.preferred.as_ref()?;
    if preferred.precision > COARSEST_POINT {
        return None;
    }
    preferred.lat.zip(preferred.lon)
}

/// From the first to the last day told, of the times that are as fine as the one preferred: "in 2023" does not
/// widen "on 26 October".
fn days(incident: &LedgerIncident) -> Option<(i64, i64)> {
    let preferred = incident.when.preferred.as_ref().and_then(days_of)?;
    let width = preferred.1 - preferred.0;
    let fine = values(&incident.when).filter_map(days_of).filter(|(first, last)| last - first <= width);
    Some(fine.fold(preferred, |hull, days| (hull.0.min(days.0), hull.1.max(days.1))))
}

fn days_of(when: &When) -> Option<(i64, i64)> {
    let first = stretch(when.start.as_deref()?)?.0;
    let last = stretch(when.end.as_deref().or(when.start.as_deref())?)?.1;
    (first <= last).then(|| (number(first), number(last)))
}

/// First and last day of `2023-10-26T05`, `2023-10-26`, `2023-W43`, `2023-10` or `2023`.
fn stretch(time: &str) -> Option<(Date, Date)> {
    let day = time.split('T').next()?;
    if let Ok(day) = day.parse::<Date>() {
        return Some((day, day));
    }
    let (year, rest) = day.split_once('-').map_or((day, None), |(year, rest)| (year, Some(rest)));
    let year: i16 = year.parse().ok().filter(|year| (1..=9999).contains(year))?;
    let Some(rest) = rest else { return Some((date(year, 1, 1), date(year, 12, 31))) };
    if let Some(week) = rest.strip_prefix('W') {
        let monday = ISOWeekDate::new(year, week.parse().ok()?, Weekday::Monday).ok()?;
        let sunday = ISOWeekDate::new(year, week.parse().ok()?, Weekday::Sunday).ok()?;
        return Some((monday.date(), sunday.date()));
    }
    let first = Date::new(year, rest.parse().ok()?, 1).ok()?;
    Some((first, first.last_of_month()))
}

/// Days since 1970-01-01.
pub(crate) fn number(day: Date) -> i64 {
    i64::from(day.since(date(1970, 1, 1)).map_or(0, |span| span.get_days()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_covers_all_the_days_it_may_mean() {
        let covers = |time: &str| stretch(time).map(|(first, last)| format!("{first} {last}"));
        assert_eq!(covers("2023-10-26T05").as_deref(), Some("2023-10-26 2023-10-26"));
        assert_eq!(covers("2023-10-26").as_deref(), Some("2023-10-26 2023-10-26"));
        assert_eq!(covers("2023-W43").as_deref(), Some("2023-10-23 2023-10-29"));
        assert_eq!(covers("2023-02").as_deref(), Some("2023-02-01 2023-02-28"));
        assert_eq!(covers("2023").as_deref(), Some("2023-01-01 2023-12-31"));
        for odd in ["", "soon", "2023-13", "2023-W60", "0000", "2023-10-99"] {
            assert_eq!(covers(odd), None, "{odd}");
        }
    }

    #[test]
    fn days_are_counted_from_1970() {
        assert_eq!(number(date(1970, 1, 2)), 1);
        assert_eq!(number(date(1969, 12, 31)), -1);
        assert_eq!(number(date(2023, 10, 26)), 19_656);
    }
}

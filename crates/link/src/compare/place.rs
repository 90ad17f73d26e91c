//! Whether two accounts tell of the same place, as exactly as each tells it.

use std::cell::LazyCell;

use casus_model::kilometres;

use super::{Facet, Sheet};
use crate::knowledge::Level;
use crate::{Account, Spot};

pub(super) fn lay(one: &Account, other: &Account, sheet: &mut impl Sheet) {
    let sites = tells_site(one) && tells_site(other);
    let counts = |spot: &&Spot| !sites || is_told_site(spot);
    let others = || other.places.iter().filter(counts);
    let pairs = one.places.iter().filter(counts).flat_map(|spot| others().map(move |other| (spot, other)));
    let best = pairs.map(|(spot, other)| (fit(spot, other), spot, other)).max_by_key(|(fit, ..)| rank(*fit));
    let Some((Some(told), spot, other_spot)) = best else { return };
    let implied = spot.implied || other_spot.implied;
    let Some(level) = (if implied { lent(told) } else { Some(told) }) else { return };
    sheet.add(Facet::Place, level, || {
        let name = one.names.of(spot.id.0).unwrap_or("a place");
        let other_name = other.names.of(other_spot.id.0).unwrap_or("a place");
        let passage = if implied { ", as the passage has it" } else { "" };
        format!("{}{passage}", reason(told, spot, other_spot, name, other_name))
    });
}

/// Where both name a base, the bases say whether it was one place: the province that they lie in holds many.
fn tells_site(account: &Account) -> bool {
    account.places.iter().any(is_told_site)
}

fn is_told_site(spot: &Spot) -> bool {
    spot.site && !spot.implied
}

/// What a place says that one side takes over from its passage.
fn lent(told: Level) -> Option<Level> {
    match told {
        Level::SameSite | Level::SamePlace | Level::Near => Some(Level::ImpliedSamePlace),
        Level::OtherSite | Level::OtherCountry | Level::Far => Some(Level::ImpliedOtherPlace),
        _ => None,
    }
}

fn rank(fit: Option<Level>) -> usize {
    const ORDER: [Level; 11] = [
        Level::OtherSite,
        Level::OtherCountry,
        Level::Far,
        Level::OtherName,
        Level::SameCountry,
        Level::SameAdmin1,
        Level::Around,
        Level::PlaceWithin,
        Level::Near,
        Level::SamePlace,
        Level::SameSite,
    ];
    fit.and_then(|fit| ORDER.iter().position(|level| *level == fit)).map_or(0, |rank| rank + 1)
}

/// Kilometres within which two exact places are told of one thing, are of one neighbourhood, and are far apart.
const NEAR: f64 = 8.0;
const AROUND: f64 = 30.0;
const FAR: f64 = 60.0;

fn fit(one: &Spot, other: &Spot) -> Option<Level> {
    let exact = |spot: &Spot| spot.precision <= 2;
    let countries = one.country.zip(other.country);
    let distance = LazyCell::new(|| distance(one, other));
    if one.id == other.id {
        return Some(match exact(one) && exact(other) {
            true if one.site => Level::SameSite,
            true => Level::SamePlace,
            false => same_area(one, other),
        });
    }
    if one.site && other.site && distance.is_some_and(|far| far > NEAR) {
        return Some(Level::OtherSite);
    }
    if countries.is_some_and(|(country, other)| country != other) {
        return Some(if border(one, other) { Level::Around } else { Level::OtherCountry });
    }
    let same_admin1 = one.admin1.zip(other.admin1).map(|(admin1, other)| admin1 == other);
    match (exact(one), exact(other)) {
        (true, true) => match *distance {
            None => (one.precision.max(other.precision) == 1).then_some(Level::OtherName),
            Some(near) if near <= NEAR => Some(Level::Near),
            Some(around) if around <= AROUND => Some(Level::Around),
            Some(far) if far > FAR => Some(Level::Far),
            _ if same_admin1 == Some(true) => Some(Level::SameAdmin1),
            _ => Some(Level::SameCountry),
        },
        (false, false) if one.precision == 3 && other.precision == 3 => {
            Some(if same_admin1 == Some(true) { Level::SameAdmin1 } else { Level::SameCountry })
        }
        _ => within(one, other, same_admin1, countries.is_some()),
    }
}

fn same_area(one: &Spot, other: &Spot) -> Level {
    if one.precision.max(other.precision) == 3 { Level::PlaceWithin } else { Level::SameAdmin1 }
}

/// A place and an area: whether it lies in it. A town near the middle of a district does, whatever lists call the
/// province.
fn within(one: &Spot, other: &Spot, same_admin1: Option<bool>, same_country: bool) -> Option<Level> {
    let is_near = || distance(one, other).is_some_and(|far| far <= AROUND);
    match one.precision.max(other.precision) {
        3 if same_country && is_near() => Some(Level::PlaceWithin),
        3 => match same_admin1 {
            Some(true) => Some(Level::PlaceWithin),
            Some(false) => Some(Level::SameCountry),
            None => same_country.then_some(Level::SameCountry),
        },
        _ => same_country.then_some(Level::SameAdmin1),
    }
}

/// Two sides of a border, a short way apart.
fn border(one: &Spot, other: &Spot) -> bool {
    one.precision <= 2 && other.precision <= 2 && distance(one, other).is_some_and(|far| far <= AROUND)
}

fn distance(one: &Spot, other: &Spot) -> Option<f64> {
    Some(kilometres(one.degrees()?, other.degrees()?))
}

fn reason(level: Level, spot: &Spot, other: &Spot, name: &str, other_name: &str) -> String {
    let far = distance(spot, other).map_or(String::new(), |far| format!(", {far:.0} km apart"));
    match level {
        Level::SamePlace | Level::SameSite => format!("both in {name}"),
        Level::PlaceWithin => format!("{name} and {other_name}, one in the other"),
        Level::SameAdmin1 if spot.id == other.id => format!("both in {name}"),
        Level::SameAdmin1 => format!("{name} and {other_name}, of one province or country"),
        Level::OtherCountry => format!("{name} and {other_name}, in two countries"),
        _ => format!("{name} and {other_name}{far}"),
    }
}

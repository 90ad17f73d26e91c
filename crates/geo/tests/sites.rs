//! Our own places hold together with the gazetteer.

mod common;

use casus_geo::{Kind, Knowledge, OwnPlace};
use casus_model::Place;

fn kilometres(left: (f64, f64), right: (f64, f64)) -> f64 {
    let (up, across) = ((right.0 - left.0).to_radians(), (right.1 - left.1).to_radians());
    let half = (up / 2.0).sin().powi(2)
        + left.0.to_radians().cos() * right.0.to_radians().cos() * (across / 2.0).sin().powi(2);
    2.0 * 6371.0 * half.sqrt().asin()
}

/// Anchors may lie across a border (a crossing has two sides); then the neighbour is named by the table.
fn nearest(site: &OwnPlace, towns: &[Place]) -> Option<(f64, Place)> {
    let distance = |town: &Place| kilometres((site.lat, site.lon), (town.lat.unwrap(), town.lon.unwrap()));
    let nearest = towns.iter().min_by(|left, right| distance(left).total_cmp(&distance(right)))?;
    Some((distance(nearest), nearest.clone()))
}

#[test]
fn every_site_and_town_lies_by_its_anchor() {
    let gazetteer = common::gazetteer();
    let sites = gazetteer
        .knowledge()
        .places()
        .iter()
        .filter(|place| matches!(place.kind, Kind::Site | Kind::Populated));
    let mut faults = Vec::new();
    let mut count = 0;
    for site in sites {
        count += 1;
        let anchor = site.anchor.as_deref().unwrap_or("");
        match nearest(site, &gazetteer.towns(anchor)) {
            None => faults.push(format!("{}: no town is called {anchor}", site.id)),
            Some((away, town)) if away > site.within => {
                faults.push(format!("{}: {anchor} ({}) is {away:.0} km away", site.id, town.place));
            }
            Some((_, town)) => {
                let country = site.country.map(|code| String::from_utf8_lossy(&code).into_owned());
                let across = site.crosses && town.country != country;
                if town.country != country && !across {
                    faults.push(format!("{}: anchor {anchor} lies in {:?}", site.id, town.country));
                }
                let admin1 = town.admin1.map(|admin1| admin1.code);
                if !across && site.admin1.is_some() && site.within <= 30.0 && admin1 != site.admin1 {
                    faults.push(format!("{}: anchor {anchor} lies in {admin1:?}", site.id));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count >= 100, "{count} sites");
}

#[test]
fn every_capital_is_a_town_of_its_country() {
    let gazetteer = common::gazetteer();
    let lost = gazetteer.capitals_without_town();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn countries_lie_where_their_divisions_are() {
    let gazetteer = common::gazetteer();
    let mut countries = 0;
    for country in Knowledge::embedded().unwrap().places().iter().filter(|place| place.kind == Kind::Country)
    {
        countries += 1;
        let points = gazetteer.division_points(country.country.unwrap());
        let away =
            points.iter().map(|point| kilometres((country.lat, country.lon), *point)).min_by(f64::total_cmp);
        let away = away.unwrap_or(0.0);
        assert!(away < 700.0, "{} {}: {away:.0} km from its nearest division", country.id, country.name);
    }
    assert!(countries >= 200, "{countries} countries");
}

#[test]
fn every_own_division_is_known_to_the_pack() {
    let gazetteer = common::gazetteer();
    for place in gazetteer.knowledge().places().iter().filter(|place| place.kind == Kind::Admin1) {
        let known = gazetteer.division_point(place.id.trim_start_matches("admin1:"));
        let (lat, lon) = known.unwrap_or_else(|| panic!("{} {} is not in the pack", place.id, place.name));
        let away = kilometres((place.lat, place.lon), (lat, lon));
        assert!(away < 300.0, "{} {}: {away:.0} km from the pack's", place.id, place.name);
    }
}

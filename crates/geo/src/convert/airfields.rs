//! Airfields: `airports.csv` of airportsdata. Private strips without an ICAO or IATA code stay out.

use serde::Deserialize;

use super::builder::Builder;
use super::cities::{Near, cell, content, fixed};
use super::{ConvertError, archives};
use crate::kind::Kind;
use crate::normalise::country_code;
use crate::pack::{NONE, Record};

const AIRPORTS: &str = "airportsdata/airports.csv";

#[derive(Deserialize)]
pub(super) struct Airfield {
    icao: String,
    iata: String,
    name: String,
    city: String,
    country: String,
    lat: f64,
    lon: f64,
}

pub(super) fn read(wheel: &[u8]) -> Result<Vec<Airfield>, ConvertError> {
    let bytes = archives::from_wheel("airportsdata", wheel, AIRPORTS)?;
    let rows: Result<Vec<Airfield>, _> = csv::Reader::from_reader(bytes.as_slice()).deserialize().collect();
    let mut airfields = rows.map_err(|error| content(AIRPORTS, error))?;
    airfields.retain(|airfield| {
        let icao = airfield.icao.len() == 4 && airfield.icao.bytes().all(|byte| byte.is_ascii_uppercase());
        icao || !airfield.iata.is_empty()
    });
    airfields.sort_by(|left, right| left.icao.cmp(&right.icao));
    Ok(airfields)
}

pub(super) fn add(builder: &mut Builder, airfields: &[Airfield], near: &Near) {
    for airfield in airfields {
        let position = (fixed(airfield.lat), fixed(airfield.lon), country_code(&airfield.country));
        let (Some(lat), Some(lon), Some(country)) = position else { continue };
        let (admin1, admin2) = divisions(near, lat, lon);
        let record = Record {
            lat,
            lon,
            population: 0,
            id: 0,
            name_at: 0,
            admin1,
            admin2,
            name_len: 0,
            code_len: 0,
            kind: Kind::Airfield as u8,
            country,
        };
        let place = builder.place(record, &airfield.name, &airfield.icao);
        for (name, main) in names(builder, airfield) {
            builder.name(place, &name, main);
        }
    }
}

/// An airfield is known by its name with the word that says what it is, and by that word after the
/// name of its town; never by a bare name that a town may have.
fn names(builder: &Builder, airfield: &Airfield) -> Vec<(String, bool)> {
    let knowledge = builder.knowledge;
    let key = knowledge.normaliser().normalise(&airfield.name);
    let Some((plain, word)) = knowledge.cues().airfield(&key) else {
        return vec![(format!("{key} airport"), true)];
    };
    let city = knowledge.normaliser().normalise(&airfield.city);
    let mut names = vec![(key.clone(), true)];
    for general in knowledge.cues().general_airfield(word) {
        names.push((format!("{plain} {general}"), true));
        if !city.is_empty() {
            names.push((format!("{city} {general}"), false));
        }
    }
    names
}

/// The divisions of the nearest populated place.
fn divisions(near: &Near, lat: i32, lon: i32) -> (u32, u32) {
    let (row, column) = cell(lat, lon);
    let around = (-1..=1).flat_map(|up| (-1..=1).map(move |right| (row + up, column + right)));
    let places = around.filter_map(|cell| near.get(&cell)).flatten();
    let distance = |place: &&(i32, i32, u32, u32)| {
        let shrink = (f64::from(lat) / 100_000.0).to_radians().cos();
        let (up, right) = (f64::from(place.0 - lat), f64::from(place.1 - lon) * shrink);
        (up * up + right * right) as u64
    };
    places.min_by_key(distance).map_or((NONE, NONE), |place| (place.2, place.3))
}

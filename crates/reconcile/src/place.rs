//! Where: which place lies in which, and whether two can be one spot. The gazetteer is not asked; what a
//! place carries (coordinates, precision, division, country) has to do.

use casus_model::{Field, KnownPlace, Place, kilometres};

use super::Values;
use super::field::{Replaced, Sense, field, plain};

impl Values<'_> {
    pub(crate) fn places(&self) -> Field<KnownPlace> {
        field(&Spot, self.voices, self.said(|_, event| event.places.iter().map(known_place).collect()))
    }
}

/// The place without its words in the text.
pub(crate) fn known_place(place: &Place) -> KnownPlace {
    KnownPlace {
        place: place.place.clone(),
        name: place.name.clone(),
        country: place.country.clone(),
        admin1: place.admin1.clone(),
        lat: place.lat,
        lon: place.lon,
        precision: place.precision,
    }
}

/// Two names for one spot: a base beside the town it is called after.
const SAME_KM: f64 = 15.0;
/// How far "near" reaches.
const NEAR_KM: f64 = 60.0;
/// How far a district or region reaches from its middle, where its division does not settle it.
const REGION_KM: f64 = 120.0;
/// How far a sea area reaches from its middle.
const SEA_KM: f64 = 600.0;

struct Spot;

impl Sense for Spot {
    type Value = KnownPlace;

    fn key(&self, place: &KnownPlace) -> String {
        format!("{} {}", place.place, place.precision)
    }

    /// Whether all of `a` lies in what `b` says.
    fn inside(&self, a: &KnownPlace, b: &KnownPlace) -> bool {
        if a.place == b.place {
            return a.precision <= b.precision;
        }
        a.precision <= b.precision && fineness(a) < fineness(b) && within(a, b) == Some(true)
    }

    fn clash(&self, a: &KnownPlace, b: &KnownPlace) -> bool {
        let (fine, coarse) = if fineness(a) <= fineness(b) { (a, b) } else { (b, a) };
        a.place != b.place && within(fine, coarse) == Some(false)
    }

    fn fineness(&self, place: &KnownPlace) -> u32 {
        fineness(place)
    }

    fn replaced(&self) -> Replaced {
        Replaced::SameText
    }
}

/// Less is finer: precision first, then a site before the town beside it, a named town before one that no
/// list knows.
fn fineness(place: &KnownPlace) -> u32 {
    let sort = match place.place.split(':').next() {
        Some("site" | "airport") => 0,
        Some("unlisted") => 2,
        _ => 1,
    };
    u32::from(place.precision) * 10 + sort
}

/// Whether the finer place can lie in the coarser; none where what they carry does not settle it.
pub(crate) fn within(fine: &KnownPlace, coarse: &KnownPlace) -> Option<bool> {
    let countries = fine.country.as_ref().zip(coarse.country.as_ref());
    let other_country = countries.is_some_and(|(a, b)| a != b);
    if other_country && coarse.precision != 5 {
        return Some(false);
    }
    let divisions = fine.admin1.as_ref().zip(coarse.admin1.as_ref()).map(|(a, b)| a.code == b.code);
    match coarse.precision {
        4 => countries.map(|(a, b)| a == b),
        3 if divisions == Some(true) && coarse.place.starts_with("admin1:") => Some(true),
        3 if divisions == Some(false) => Some(false),
        3 => reaches(fine, coarse, REGION_KM).or(divisions),
        2 => reaches(fine, coarse, NEAR_KM).or(by_name(fine, coarse, divisions)),
        1 => reaches(fine, coarse, if fine.precision == 1 { SAME_KM } else { NEAR_KM })
            .or(by_name(fine, coarse, divisions)),
        _ => reaches(fine, coarse, SEA_KM),
    }
}

/// Without coordinates: in another division it is another place, under one name it is the same.
fn by_name(fine: &KnownPlace, coarse: &KnownPlace, divisions: Option<bool>) -> Option<bool> {
    if divisions == Some(false) {
        return Some(false);
    }
    (plain(&fine.name) == plain(&coarse.name)).then_some(true)
}

fn reaches(a: &KnownPlace, b: &KnownPlace, km: f64) -> Option<bool> {
    let point = |place: &KnownPlace| place.lat.zip(place.lon);
    Some(kilometres(point(a)?, point(b)?) <= km)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casus_model::Admin1;

    fn place(id: &str, precision: u8, point: Option<(f64, f64)>, division: Option<&str>) -> KnownPlace {
        KnownPlace {
            place: id.to_owned(),
            name: id.split(':').next_back().unwrap().to_owned(),
            country: Some("AR".to_owned()),
            admin1: division.map(|code| Admin1 { code: code.to_owned(), name: code.to_owned() }),
            lat: point.map(|point| point.0),
            lon: point.map(|point| point.1),
            precision,
        }
    }

    #[test]
    fn a_town_lies_in_its_region_and_country() {
        let town = place("geonames:1", 1, Some((36.2, 44.0)), Some("AR.1"));
        for coarse in [
            place("country:AR", 4, Some((33.0, 44.0)), None),
            place("admin1:AR.1", 3, Some((37.9, 44.0)), Some("AR.1")),
            place("region:north", 3, Some((36.5, 43.5)), None),
            place("geonames:2", 2, Some((36.4, 44.1)), Some("AR.1")),
        ] {
            assert!(Spot.inside(&town, &coarse) && !Spot.clash(&town, &coarse), "{coarse:?}");
            assert!(!Spot.inside(&coarse, &town) && !Spot.clash(&coarse, &town), "{coarse:?}");
        }
    }

    #[test]
    fn two_towns_clash_and_a_base_beside_its_town_does_not() {
        let town = place("geonames:1", 1, Some((36.19, 44.0)), Some("AR.1"));
        let base = place("site:base", 1, Some((36.24, 43.96)), Some("AR.1"));
        let far = place("geonames:3", 1, Some((36.34, 43.1)), Some("AR.2"));
        assert!(Spot.inside(&base, &town) && !Spot.clash(&base, &town));
        assert!(Spot.clash(&far, &town) && Spot.clash(&town, &far));
        assert!(Spot.clash(&far, &place("admin1:AR.1", 3, None, Some("AR.1"))));
        let abroad = KnownPlace { country: Some("RO".to_owned()), ..place("country:RO", 4, None, None) };
        assert!(Spot.clash(&town, &abroad));
    }

    #[test]
    fn a_place_that_no_list_knows_settles_nothing() {
        let town = place("geonames:1", 1, Some((36.19, 44.0)), Some("AR.1"));
        let street = place("unlisted:market-street", 1, None, None);
        assert!(!Spot.clash(&street, &town) && !Spot.clash(&town, &street));
    }
}

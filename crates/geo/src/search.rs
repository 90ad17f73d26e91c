//! Places as a person looks them up: every place that a name may mean, or the one of an id.
//!
//! A name may say where the place lies, as "Springfield, Illinois, US". The likeliest place comes first, as in a text
//! that says nothing else; which of them is meant is for the person to say.

use casus_model::{Place, Span};

use crate::gazetteer::{Entry, Gazetteer};
use crate::kind::Kind;
use crate::locate::candidates;
use crate::rank::alone;

/// A place that a name may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Named {
    /// The place, under its main name.
    pub place: Place,
    /// `town`, `division`, `airfield`, `site`, `region`, `country` or `sea`.
    pub kind: &'static str,
    /// Inhabitants, where known.
    pub population: Option<u32>,
    /// Whether it only sounds like the name.
    pub by_sound: bool,
    /// Whether a place before it in the list is the town that this division is called after, or so much greater that
    /// this, which is mainly called otherwise, is hardly meant.
    pub lesser: bool,
}

/// Every place that a name may mean, the likeliest first. What follows a comma says where it lies: a country or its
/// code, a division or its code.
pub fn named(gazetteer: &Gazetteer, name: &str) -> Vec<Named> {
    let mut parts = name.split(',').map(str::trim).filter(|part| !part.is_empty());
    let Some(own) = parts.next() else { return Vec::new() };
    let (_, mut entries) = candidates(gazetteer, own);
    let by_sound = is_by_sound(gazetteer, own, &entries);
    entries.retain(|entry| !entry.demonym);
    for container in parts {
        entries.retain(|entry| lies_in(gazetteer, entry, container));
    }
    let entries = alone(gazetteer, own, entries);
    let lesser = |at: usize| {
        let entry = &entries[at];
        entries[..at].iter().any(|other| is_lesser(entry, other))
    };
    let named = |(at, entry): (usize, &Entry)| Named {
        place: gazetteer.place(entry, &gazetteer.main_name(entry), Span::default()),
        kind: kind(entry.kind),
        population: Some(entry.population).filter(|people| *people > 0),
        by_sound,
        lesser: lesser(at),
    };
    entries.iter().enumerate().map(named).collect()
}

/// The place of an id.
pub fn by_id(gazetteer: &Gazetteer, id: &str) -> Option<Place> {
    let entry = gazetteer.of_id(id.trim())?;
    Some(gazetteer.place(&entry, &gazetteer.main_name(&entry), Span::default()))
}

/// Whether these places were found for a name that no list has, by those that sound like it.
fn is_by_sound(gazetteer: &Gazetteer, name: &str, entries: &[Entry]) -> bool {
    let key = gazetteer.knowledge().normaliser().normalise(name);
    let heard = gazetteer.heard(&key);
    gazetteer.entries(gazetteer.find(&key), 1).is_empty()
        && !heard.is_empty()
        && heard.iter().map(|entry| entry.source).eq(entries.iter().map(|entry| entry.source))
}

/// A division beside its own town, or a place that is mainly called otherwise beside a greater one.
fn is_lesser(entry: &Entry, other: &Entry) -> bool {
    let division = matches!(entry.kind, Kind::Admin1 | Kind::Admin2)
        && other.kind == Kind::Populated
        && (entry.admin1 == other.admin1 && entry.kind == Kind::Admin1 || entry.admin2 == other.admin2)
        && entry.country == other.country;
    let called_otherwise = !entry.main && other.main && entry.population < other.population;
    division || called_otherwise
}

/// Whether a place lies in what is named: its country, its division, or the code of either.
fn lies_in(gazetteer: &Gazetteer, entry: &Entry, container: &str) -> bool {
    let normaliser = gazetteer.knowledge().normaliser();
    let same = |name: &str| normaliser.normalise(name) == normaliser.normalise(container);
    let country = entry.country.map(|code| String::from_utf8_lossy(&code).into_owned());
    let of_country = country.is_some_and(|code| {
        code.eq_ignore_ascii_case(container) || gazetteer.country_name(&code).is_some_and(same)
    });
    let admin1 = gazetteer.place(entry, "", Span::default()).admin1;
    let of_division =
        admin1.is_some_and(|admin1| admin1.code.eq_ignore_ascii_case(container) || same(&admin1.name));
    of_country || of_division
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Populated => "town",
        Kind::Admin1 | Kind::Admin2 => "division",
        Kind::Airfield => "airfield",
        Kind::Site => "site",
        Kind::Region => "region",
        Kind::Country => "country",
        Kind::Sea => "sea",
    }
}

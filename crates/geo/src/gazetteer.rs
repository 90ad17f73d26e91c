//! The gazetteer: the pack and our own knowledge behind one look-up.
//!
//! A key goes in, entries come out, the likely ones first and never more than asked for. The pack stays
//! as the bytes it was loaded from; a record is decoded when it is looked at.

use std::collections::BTreeSet;

use casus_model::{Admin1, Place, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cursor::Cursor;
use crate::kind::Kind;
use crate::knowledge::{Form, Knowledge, OwnPlace, Tables};
use crate::pack::{self, Bytes, LoadError, NONE, Pack, Record, Section};
use crate::rank::Weights;

/// Candidates looked at for one name.
pub(crate) const MOST_CANDIDATES: usize = 60;

/// Every place that a name may mean.
pub struct Gazetteer {
    knowledge: Knowledge,
    pack: Pack,
    keys: fst::Map<Bytes>,
    lists: Bytes,
    places: Bytes,
    strings: Bytes,
    divisions: FxHashMap<String, u32>,
    /// The towns in which governments sit.
    seats: FxHashSet<u32>,
    pub(crate) weights: Weights,
}

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Source {
    Own(u32),
    Pack(u32),
}

/// A place that a name may mean, with what the ranking looks at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry {
    pub(crate) source: Source,
    pub(crate) kind: Kind,
    /// The name is the place's main name, or one of ours.
    pub(crate) main: bool,
    /// Our own tables know it by this name.
    pub(crate) ours: bool,
    pub(crate) demonym: bool,
    /// It is the seat of its country's government.
    pub(crate) seat: bool,
    /// Only when written in capitals.
    pub(crate) capitals: bool,
    pub(crate) lat: f32,
    pub(crate) lon: f32,
    pub(crate) country: Option<[u8; 2]>,
    /// Records of the divisions it lies in or is, or `NONE`.
    pub(crate) admin1: u32,
    pub(crate) admin2: u32,
    pub(crate) population: u32,
}

/// The values of a key in the two automata.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Values {
    pub(crate) pack: Option<u64>,
    pub(crate) own: Option<u64>,
}

impl Gazetteer {
    /// Reads a pack, with the embedded tables.
    pub fn load(pack: impl Into<Vec<u8>>) -> Result<Gazetteer, LoadError> {
        Gazetteer::load_with(pack, &Tables::embedded())
    }

    /// Reads a pack, with tables of the caller's choice.
    pub fn load_with(pack: impl Into<Vec<u8>>, tables: &Tables) -> Result<Gazetteer, LoadError> {
        let pack = Pack::load(pack.into())?;
        let keys = fst::Map::new(pack.section(Section::Keys)).map_err(|_| LoadError::Damaged("keys"))?;
        let mut gazetteer = Gazetteer {
            knowledge: Knowledge::read(tables)?,
            keys,
            lists: pack.section(Section::Postings),
            places: pack.section(Section::Places),
            strings: pack.section(Section::Strings),
            divisions: FxHashMap::default(),
            seats: FxHashSet::default(),
            weights: Weights::default(),
            pack,
        };
        gazetteer.index_divisions();
        gazetteer.seats = gazetteer.index_seats();
        Ok(gazetteer)
    }

    /// The same gazetteer, ranking with other weights.
    pub fn with_weights(mut self, weights: Weights) -> Gazetteer {
        self.weights = weights;
        self
    }

    /// True when the pack's payload has the sha256 that its header tells.
    pub fn verify(&self) -> bool {
        self.pack.verify()
    }

    /// The first bytes of the payload's sha256, in hexadecimal, as the header tells them.
    pub fn digest(&self) -> String {
        self.pack.digest().unwrap_or_default().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }

    /// False when the pack was made with another folding table, so that some names are missed.
    pub fn folding_matches(&self) -> bool {
        self.pack.fingerprint == self.knowledge.normaliser().fingerprint()
    }

    /// What the pack was made from and who is to be credited, as a table.
    pub fn origins(&self) -> String {
        String::from_utf8_lossy(self.pack.section(Section::Origins).as_ref()).into_owned()
    }

    /// Our own tables.
    pub fn knowledge(&self) -> &Knowledge {
        &self.knowledge
    }

    /// The English name of a country, by its ISO 3166-1 code.
    pub fn country_name(&self, code: &str) -> Option<&str> {
        self.knowledge().country_name(code)
    }

    /// Every populated place whose main name is this, the greatest first: id, latitude, longitude, country.
    pub fn towns(&self, name: &str) -> Vec<Place> {
        let entries = self.entries(self.find(&self.knowledge.normaliser().normalise(name)), usize::MAX);
        let towns = entries.into_iter().filter(|entry| entry.kind == Kind::Populated);
        let mut towns: Vec<Entry> = towns.collect();
        towns.sort_by_key(|entry| (!entry.main, std::cmp::Reverse(entry.population)));
        towns.iter().map(|entry| self.place(entry, name, Span::default())).collect()
    }

    /// Capitals of our tables that no town of their country is called.
    pub fn capitals_without_town(&self) -> Vec<String> {
        let capitals =
            self.knowledge.capitals.iter().filter(|(key, country)| self.seat(key, *country).is_none());
        capitals.map(|(key, country)| format!("{key} {}", String::from_utf8_lossy(country))).collect()
    }

    /// The capital of a country, by its main name and without a span; none where its government has several seats.
    pub(crate) fn capital(&self, country: [u8; 2]) -> Option<Place> {
        let of_country = self.knowledge.capitals.iter().filter(|(_, of)| *of == country);
        let seats: BTreeSet<u32> = of_country.filter_map(|(key, _)| self.seat(key, country)).collect();
        let entry = self.pack_entry(*seats.first().filter(|_| seats.len() == 1)?)?;
        Some(self.place(&entry, &self.main_name(&entry), Span::default()))
    }

    /// The point of a first-order division by its code, `IQ.11`.
    pub fn division_point(&self, code: &str) -> Option<(f64, f64)> {
        let entry = self.division(code)?;
        Some((round(f64::from(entry.lat)), round(f64::from(entry.lon))))
    }

    /// The points of a country's first-order divisions.
    pub fn division_points(&self, country: [u8; 2]) -> Vec<(f64, f64)> {
        (0..)
            .map_while(|place| self.record(place).filter(|record| record.kind == Kind::Admin1 as u8))
            .filter(|record| record.country == country)
            .map(|record| (f64::from(record.lat) / 1e5, f64::from(record.lon) / 1e5))
            .collect()
    }

    /// The values of a whole key.
    pub(crate) fn find(&self, key: &str) -> Values {
        let (mut pack, mut own) = self.cursors();
        pack.push(key);
        own.push(key);
        Values { pack: pack.value(), own: own.value() }
    }

    /// Cursors at the roots of the two automata: the pack's and our own.
    pub(crate) fn cursors(&self) -> (Cursor<'_, Bytes>, Cursor<'_, Vec<u8>>) {
        (Cursor::new(&self.keys), Cursor::new(&self.knowledge.keys))
    }

    /// What the values of a key stand for: our own places first, then the pack's, at most `cap`.
    pub(crate) fn entries(&self, values: Values, cap: usize) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for own in values.own.map(|value| self.knowledge.named(value)).unwrap_or_default() {
            if let Some(mut entry) = self.own_entry(own.place) {
                entry.demonym = own.form == Form::Demonym;
                entry.capitals = own.form == Form::Capitals;
                entries.push(entry);
            }
        }
        let Some(value) = values.pack else { return entries };
        let room = cap.saturating_sub(entries.len());
        pack::decode_postings(value, self.lists.as_ref(), room, |posting| {
            let known = entries.iter().any(|entry| entry.source == Source::Pack(posting.place));
            if let Some(entry) = self.pack_entry(posting.place).filter(|_| !known) {
                entries.push(Entry { main: posting.main, ..entry });
            }
        });
        entries
    }

    /// The divisions of such a name, with or without the word that says what they are: "northern ithilien" is also the
    /// "province of northern ithilien".
    pub(crate) fn divisions_called(&self, key: &str) -> Vec<Entry> {
        let words = self.knowledge.cues().divisions().map(|word| format!("{word} of {key}"));
        let keys = std::iter::once(key.to_owned()).chain(words);
        let found = keys.flat_map(|key| self.entries(self.find(&key), MOST_CANDIDATES));
        let mut entries: Vec<Entry> = Vec::new();
        for entry in found.filter(|entry| matches!(entry.kind, Kind::Admin1 | Kind::Admin2)) {
            if !entries.iter().any(|known| known.source == entry.source) {
                entries.push(entry);
            }
        }
        entries
    }

    /// What a key may stand for in our judgement of its sound, where its spelling is unknown.
    pub(crate) fn heard(&self, key: &str) -> Vec<Entry> {
        let normaliser = self.knowledge.normaliser();
        let sound = normaliser.sound(key);
        if sound.len() <= 4 { Vec::new() } else { self.entries(self.find(&sound), MOST_CANDIDATES / 2) }
    }

    /// The entry of a division's code (`IQ.11`) or a country's (`IQ`).
    pub(crate) fn division(&self, code: &str) -> Option<Entry> {
        self.divisions.get(code).and_then(|place| self.pack_entry(*place))
    }

    pub(crate) fn own_entry(&self, place: u32) -> Option<Entry> {
        let own = self.knowledge.places().get(place as usize)?;
        if let Some(known) = own.id.strip_prefix("admin1:").and_then(|code| self.division(code)) {
            return Some(Entry { main: true, ours: true, ..known });
        }
        let admin1 = own.admin1.as_ref().and_then(|code| self.divisions.get(code));
        Some(Entry {
            source: Source::Own(place),
            kind: own.kind,
            main: true,
            ours: true,
            demonym: false,
            seat: false,
            capitals: false,
            lat: own.lat as f32,
            lon: own.lon as f32,
            country: own.country,
            admin1: admin1.copied().unwrap_or(NONE),
            admin2: NONE,
            population: 0,
        })
    }

    fn pack_entry(&self, place: u32) -> Option<Entry> {
        let record = self.record(place)?;
        let kind = Kind::of_record(record.kind)?;
        Some(Entry {
            source: Source::Pack(place),
            kind,
            main: true,
            ours: false,
            demonym: false,
            seat: kind == Kind::Populated && self.seats.contains(&place),
            capitals: false,
            lat: record.lat as f32 / 100_000.0,
            lon: record.lon as f32 / 100_000.0,
            country: Some(record.country),
            admin1: if kind == Kind::Admin1 { place } else { record.admin1 },
            admin2: if kind == Kind::Admin2 { place } else { record.admin2 },
            population: record.population,
        })
    }

    /// The entry of an id.
    pub(crate) fn of_id(&self, id: &str) -> Option<Entry> {
        let own = self.knowledge.places().iter().position(|own| own.id == id);
        if let Some(entry) = own.and_then(|place| self.own_entry(place as u32)) {
            return Some(entry);
        }
        let (kind, code) = id.split_once(':')?;
        let strings = self.strings.clone();
        let is_it = |record: &Record| match (Kind::of_record(record.kind), kind) {
            (Some(Kind::Populated), "geonames") => code.parse() == Ok(record.id),
            (Some(Kind::Airfield), "airport")
            | (Some(Kind::Admin1), "admin1")
            | (Some(Kind::Admin2), "admin2") => record.code(strings.as_ref()) == code,
            _ => false,
        };
        let mut places = (0..).map_while(|place| Some((place, self.record(place)?)));
        places.find(|(_, record)| is_it(record)).and_then(|(place, _)| self.pack_entry(place))
    }

    fn record(&self, place: u32) -> Option<Record> {
        Record::read(self.places.as_ref(), place)
    }

    /// First-order divisions stand first in the pack.
    fn index_divisions(&mut self) {
        let strings = self.strings.clone();
        for place in 0.. {
            let Some(record) = self.record(place) else { return };
            if record.kind != Kind::Admin1 as u8 {
                return;
            }
            self.divisions.insert(record.code(strings.as_ref()).to_owned(), place);
        }
    }

    fn index_seats(&self) -> FxHashSet<u32> {
        self.knowledge.capitals.iter().filter_map(|(key, country)| self.seat(key, *country)).collect()
    }

    /// The greatest town of the country that is called so.
    fn seat(&self, key: &str, country: [u8; 2]) -> Option<u32> {
        let entries = self.entries(self.find(key), MOST_CANDIDATES);
        let towns =
            entries.iter().filter(|entry| entry.kind == Kind::Populated && entry.country == Some(country));
        match towns.max_by_key(|town| town.population)?.source {
            Source::Pack(place) => Some(place),
            Source::Own(_) => None,
        }
    }

    pub(crate) fn own(&self, entry: &Entry) -> Option<&OwnPlace> {
        match entry.source {
            Source::Own(place) => self.knowledge.places().get(place as usize),
            Source::Pack(_) => None,
        }
    }

    /// The entry as the model's place, named as the text names it.
    pub(crate) fn place(&self, entry: &Entry, name: &str, span: Span) -> Place {
        let country = entry.country.map(|code| String::from_utf8_lossy(&code).into_owned());
        let (lat, lon) = (round(f64::from(entry.lat)), round(f64::from(entry.lon)));
        let mut place = Place {
            place: self.id(entry),
            name: name.to_owned(),
            country,
            admin1: self.admin1(entry.admin1),
            lat: Some(lat),
            lon: Some(lon),
            precision: match entry.kind {
                Kind::Populated | Kind::Airfield | Kind::Site => 1,
                Kind::Admin1 | Kind::Admin2 | Kind::Region => 3,
                Kind::Country => 4,
                Kind::Sea => 5,
            },
            span,
        };
        if let Some(own) = self.own(entry) {
            place.precision = own.precision;
            (place.lat, place.lon) = (Some(round(own.lat)), Some(round(own.lon)));
        }
        place
    }

    /// The name the gazetteer gives the entry.
    pub(crate) fn main_name(&self, entry: &Entry) -> String {
        match entry.source {
            Source::Own(_) => self.own(entry).map(|own| own.name.clone()).unwrap_or_default(),
            Source::Pack(place) => self
                .record(place)
                .map(|record| record.name(self.strings.as_ref()).to_owned())
                .unwrap_or_default(),
        }
    }

    pub(crate) fn id(&self, entry: &Entry) -> String {
        let place = match entry.source {
            Source::Own(_) => return self.own(entry).map(|own| own.id.clone()).unwrap_or_default(),
            Source::Pack(place) => place,
        };
        let Some(record) = self.record(place) else { return String::new() };
        match entry.kind {
            Kind::Populated => format!("geonames:{}", record.id),
            Kind::Airfield => format!("airport:{}", record.code(self.strings.as_ref())),
            Kind::Admin2 => format!("admin2:{}", record.code(self.strings.as_ref())),
            _ => format!("admin1:{}", record.code(self.strings.as_ref())),
        }
    }

    fn admin1(&self, place: u32) -> Option<Admin1> {
        let record = self.record(place).filter(|record| record.kind == Kind::Admin1 as u8)?;
        let strings = self.strings.as_ref();
        Some(Admin1 { code: record.code(strings).to_owned(), name: record.name(strings).to_owned() })
    }
}

/// To four places: about ten metres.
fn round(degrees: f64) -> f64 {
    (degrees * 10_000.0).round() / 10_000.0
}

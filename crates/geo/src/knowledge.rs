//! Our own knowledge of places: the tables of `data/places`.
//!
//! Countries, regions, sea areas and sites that no package has, with their names; the cues around
//! names; common words that are also names of villages. Text of the tables comes in, embedded at build
//! or from a folder of the caller's choice; what a document says is not known here.

use casus_model::{DataError, Row, rows};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cues::Cues;
use crate::kind::Kind;
use crate::normalise::{Normaliser, country_code};
use crate::pack::{self, Posting};

/// The text of every table.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'a> {
    /// `folding.tsv`
    pub folding: &'a str,
    /// `cues.tsv`
    pub cues: &'a str,
    /// `countries.tsv`
    pub countries: &'a str,
    /// `regions.tsv`
    pub regions: &'a str,
    /// `seas.tsv`
    pub seas: &'a str,
    /// `towns.tsv`
    pub towns: &'a str,
    /// `sites.tsv`
    pub sites: &'a str,
    /// `ambiguous.tsv`
    pub ambiguous: &'a str,
    /// `abbreviations.tsv`
    pub abbreviations: &'a str,
    /// `government.tsv`
    pub government: &'a str,
    /// `middles.tsv`
    pub middles: &'a str,
    /// `credits.tsv`
    pub credits: &'a str,
}

impl Tables<'static> {
    /// The tables as they were when casus was built.
    pub fn embedded() -> Tables<'static> {
        Tables {
            folding: include_str!("../../../data/places/folding.tsv"),
            cues: include_str!("../../../data/places/cues.tsv"),
            countries: include_str!("../../../data/places/countries.tsv"),
            regions: include_str!("../../../data/places/regions.tsv"),
            seas: include_str!("../../../data/places/seas.tsv"),
            towns: include_str!("../../../data/places/towns.tsv"),
            sites: include_str!("../../../data/places/sites.tsv"),
            ambiguous: include_str!("../../../data/places/ambiguous.tsv"),
            abbreviations: include_str!("../../../data/places/abbreviations.tsv"),
            government: include_str!("../../../data/places/government.tsv"),
            middles: include_str!("../../../data/places/middles.tsv"),
            credits: include_str!("../../../data/places/credits.tsv"),
        }
    }
}

/// A place of our own tables.
#[derive(Clone, Debug)]
pub struct OwnPlace {
    /// `country:XX`, `region:slug`, `sea:slug`, `town:slug`, `site:slug`, or `admin1:IQ.11` for other names of a division.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// Its usual name.
    pub name: String,
    /// The country, where it lies in or belongs to one.
    pub country: Option<[u8; 2]>,
    /// Every country it touches, for weighing.
    pub countries: Vec<[u8; 2]>,
    /// First-order division, where sure.
    pub admin1: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Precision of the place itself.
    pub precision: u8,
    /// The nearest town of the gazetteer, for checking.
    pub anchor: Option<String>,
    /// Kilometres that it may lie from its anchor.
    pub within: f64,
    /// A crossing, whose anchor may lie on the other side.
    pub crosses: bool,
}

/// How a name names an own place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Name,
    /// Only when written in capitals (US, DRC).
    Capitals,
    /// Of the country: Iraqi, Iraqis.
    Demonym,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct OwnName {
    pub(crate) place: u32,
    pub(crate) form: Form,
}

/// What a sentence says of a capital when it means the government.
#[derive(Clone, Debug, Default)]
pub(crate) struct GovernmentCues {
    pub(crate) acts: FxHashSet<String>,
    pub(crate) undergoes: FxHashSet<String>,
}

/// All tables, read and indexed.
pub struct Knowledge {
    normaliser: Normaliser,
    cues: Cues,
    places: Vec<OwnPlace>,
    names: Vec<OwnName>,
    pub(crate) keys: fst::Map<Vec<u8>>,
    lists: Vec<u8>,
    /// Keys of the seats of government, with their countries.
    pub(crate) capitals: Vec<(String, [u8; 2])>,
    coasts: FxHashMap<[u8; 2], u32>,
    ambiguous: FxHashSet<String>,
    /// Last words of our names and the words for airfields, divisions, facilities.
    tail_words: FxHashSet<String>,
    /// Every word of our names ("nuclear" in the plant's).
    inner_words: FxHashSet<String>,
    abbreviations: FxHashMap<String, Vec<String>>,
    pub(crate) government: GovernmentCues,
}

impl Knowledge {
    /// The English name of a country, by its ISO 3166-1 code.
    pub(crate) fn country_name(&self, code: &str) -> Option<&str> {
        let wanted = country_code(code)?;
        let named = |place: &&OwnPlace| place.kind == Kind::Country && place.country == Some(wanted);
        self.places.iter().find(named).map(|place| place.name.as_str())
    }

    /// The embedded tables.
    pub fn embedded() -> Result<Knowledge, DataError> {
        Knowledge::read(&Tables::embedded())
    }

    /// Reads and indexes the tables.
    pub fn read(tables: &Tables) -> Result<Knowledge, DataError> {
        let normaliser = Normaliser::read(tables.folding)?;
        let cues = Cues::read(tables.cues, &normaliser)?;
        let mut reader = Reader { normaliser: &normaliser, places: Vec::new(), names: Vec::new() };
        let mut capitals = Vec::new();
        reader.countries(tables.countries, &mut capitals)?;
        reader.places("places/regions.tsv", tables.regions, Kind::Region)?;
        reader.places("places/towns.tsv", tables.towns, Kind::Populated)?;
        reader.places("places/sites.tsv", tables.sites, Kind::Site)?;
        let coasts = reader.seas(tables.seas)?;
        let Reader { places, names, .. } = reader;
        let last_words =
            names.iter().filter_map(|(key, _)| key.rsplit_once(' ')).map(|(_, word)| word.to_owned());
        let tail_words = last_words.chain(cues.tail_words()).collect();
        let inner_words = names.iter().flat_map(|(key, _)| key.split(' ')).map(str::to_owned).collect();
        let (keys, lists, names) = index(names);
        let ambiguous = rows("places/ambiguous.tsv", tables.ambiguous)?;
        let ambiguous: Result<_, _> =
            ambiguous.iter().map(|row| Ok(normaliser.normalise(row.cell("word")?))).collect();
        let abbreviations = abbreviations(tables.abbreviations, &normaliser)?;
        let government = government(tables.government)?;
        Ok(Knowledge {
            cues,
            places,
            names,
            keys,
            lists,
            capitals,
            coasts,
            ambiguous: ambiguous?,
            tail_words,
            inner_words,
            abbreviations,
            government,
            normaliser,
        })
    }

    /// The normaliser of these tables.
    pub fn normaliser(&self) -> &Normaliser {
        &self.normaliser
    }

    /// Every own place, in table order.
    pub fn places(&self) -> &[OwnPlace] {
        &self.places
    }

    pub(crate) fn cues(&self) -> &Cues {
        &self.cues
    }

    /// The names behind a value of `keys`.
    pub(crate) fn named(&self, value: u64) -> Vec<OwnName> {
        let mut found = Vec::new();
        pack::decode_postings(value, &self.lists, usize::MAX, |posting| {
            found.extend(self.names.get(posting.place as usize).copied());
        });
        found
    }

    /// The sea off a country that a report means by "off the coast of".
    pub(crate) fn coast(&self, country: [u8; 2]) -> Option<u32> {
        self.coasts.get(&country).copied()
    }

    /// True when a key is a common word or a common surname too.
    pub(crate) fn is_ambiguous(&self, key: &str) -> bool {
        self.ambiguous.contains(key)
    }

    /// True for a word that may end a name in small letters ("Rafah crossing", "Erbil airbase").
    pub(crate) fn is_tail_word(&self, word: &str) -> bool {
        self.all_words(word, &self.tail_words)
    }

    /// True for a word that stands in a name of ours.
    pub(crate) fn is_inner_word(&self, word: &str) -> bool {
        self.all_words(word, &self.inner_words)
    }

    fn all_words(&self, word: &str, words: &FxHashSet<String>) -> bool {
        words.contains(word) || self.normaliser.normalise(word).split(' ').all(|word| words.contains(word))
    }

    /// Codes of the divisions or countries a short form stands for after a comma ("Ky.").
    pub(crate) fn abbreviation(&self, key: &str) -> &[String] {
        self.abbreviations.get(key).map_or(&[], Vec::as_slice)
    }
}

struct Reader<'a> {
    normaliser: &'a Normaliser,
    places: Vec<OwnPlace>,
    names: Vec<(String, OwnName)>,
}

impl Reader<'_> {
    fn countries(&mut self, table: &str, capitals: &mut Vec<(String, [u8; 2])>) -> Result<(), DataError> {
        for row in rows("places/countries.tsv", table)? {
            let code = country_code(row.cell("code")?).ok_or_else(|| row.error("country code wanted"))?;
            let place =
                self.place(&row, format!("country:{}", row.cell("code")?), Kind::Country, Some(code), 4)?;
            for demonym in row.list("demonyms")? {
                self.name(place, demonym, Form::Demonym);
            }
            for capital in row.list("capital")? {
                capitals.push((self.normaliser.normalise(capital), code));
            }
        }
        Ok(())
    }

    fn places(&mut self, file: &str, table: &str, kind: Kind) -> Result<(), DataError> {
        for row in rows(file, table)? {
            let slug = row.cell("slug")?;
            let id = match (kind, slug.contains(':')) {
                (_, true) => slug.to_owned(),
                (Kind::Site, _) => format!("site:{slug}"),
                (Kind::Sea, _) => format!("sea:{slug}"),
                (Kind::Populated, _) => format!("town:{slug}"),
                _ => format!("region:{slug}"),
            };
            let precision = row.number("precision")?.unwrap_or(3.0);
            if !(1.0..=5.0).contains(&precision) {
                return Err(row.error("precision is 1 to 5"));
            }
            let kind = if slug.starts_with("admin1:") { Kind::Admin1 } else { kind };
            let country = country_code(row.cell("country")?);
            self.place(&row, id, kind, country, precision as u8)?;
        }
        Ok(())
    }

    fn seas(&mut self, table: &str) -> Result<FxHashMap<[u8; 2], u32>, DataError> {
        let mut coasts = FxHashMap::default();
        for row in rows("places/seas.tsv", table)? {
            let id = format!("sea:{}", row.cell("slug")?);
            let sea = self.place(&row, id, Kind::Sea, None, 5)?;
            for code in row.list("coast_of")? {
                let code = country_code(code).ok_or_else(|| row.error("country code wanted"))?;
                if coasts.insert(code, sea).is_some() {
                    return Err(row.error("a country has one coast"));
                }
            }
        }
        Ok(coasts)
    }

    fn place(
        &mut self,
        row: &Row,
        id: String,
        kind: Kind,
        country: Option<[u8; 2]>,
        precision: u8,
    ) -> Result<u32, DataError> {
        let point = (row.number::<f64>("lat")?, row.number::<f64>("lon")?);
        let (Some(lat), Some(lon)) = point else { return Err(row.error("lat and lon wanted")) };
        if lat.abs() > 90.0 || lon.abs() > 180.0 {
            return Err(row.error("not on the globe"));
        }
        let listed =
            if kind == Kind::Country { Vec::new() } else { row.list("countries").unwrap_or_default() };
        let mut countries: Vec<[u8; 2]> = listed.into_iter().filter_map(country_code).collect();
        countries.extend(country.filter(|country| !countries.contains(country)));
        let anchored = matches!(kind, Kind::Site | Kind::Populated);
        let cell =
            |column| row.cell(column).ok().filter(|text| anchored && !text.is_empty()).map(str::to_owned);
        let place = self.places.len() as u32;
        self.places.push(OwnPlace {
            id,
            kind,
            name: row.cell("name")?.to_owned(),
            country,
            countries,
            admin1: cell("admin1"),
            lat,
            lon,
            precision,
            anchor: cell("anchor"),
            within: if anchored { row.number("within")?.unwrap_or(60.0) } else { 0.0 },
            crosses: cell("kind").is_some_and(|kind| kind == "crossing"),
        });
        self.name(place, row.cell("name")?, Form::Name);
        if kind != Kind::Country {
            for demonym in row.list("demonyms").unwrap_or_default() {
                self.name(place, demonym, Form::Demonym);
            }
        }
        for alias in row.list("aliases")? {
            let short = alias.len() <= 4 && alias.bytes().all(|byte| byte.is_ascii_uppercase());
            self.name(place, alias, if short { Form::Capitals } else { Form::Name });
        }
        Ok(place)
    }

    fn name(&mut self, place: u32, name: &str, form: Form) {
        let key = self.normaliser.normalise(name);
        let own = OwnName { place, form };
        if let Some(bare) = self.normaliser.bare(&key, self.places[place as usize].country) {
            self.names.push((bare.to_owned(), own));
        }
        self.names.push((key, own));
    }
}

/// An automaton over the keys, as in the pack; postings point into the list of names.
fn index(mut names: Vec<(String, OwnName)>) -> (fst::Map<Vec<u8>>, Vec<u8>, Vec<OwnName>) {
    names.retain(|(key, _)| !key.is_empty());
    names.sort_by(|left, right| left.0.cmp(&right.0).then(left.1.place.cmp(&right.1.place)));
    names.dedup_by(|later, kept| later.0 == kept.0 && later.1.place == kept.1.place);
    let mut builder = fst::MapBuilder::memory();
    let mut lists = Vec::new();
    let mut at = 0u32;
    for group in names.chunk_by(|left, right| left.0 == right.0) {
        let postings: Vec<Posting> =
            (at..at + group.len() as u32).map(|place| Posting { place, main: true }).collect();
        at += group.len() as u32;
        let value = pack::encode_postings(&postings, &mut lists);
        builder.insert(&group[0].0, value).expect("keys are sorted and distinct");
    }
    let names = names.into_iter().map(|(_, own)| own).collect();
    (builder.into_map(), lists, names)
}

fn abbreviations(table: &str, normaliser: &Normaliser) -> Result<FxHashMap<String, Vec<String>>, DataError> {
    let mut abbreviations: FxHashMap<String, Vec<String>> = FxHashMap::default();
    for row in rows("places/abbreviations.tsv", table)? {
        for short in row.list("short")? {
            abbreviations.entry(normaliser.normalise(short)).or_default().push(row.cell("code")?.to_owned());
        }
    }
    Ok(abbreviations)
}

fn government(table: &str) -> Result<GovernmentCues, DataError> {
    let mut cues = GovernmentCues::default();
    for row in rows("places/government.tsv", table)? {
        let verb = row.cell("verb")?.to_owned();
        match row.cell("role")? {
            "acts" => cues.acts.insert(verb),
            "undergoes" => cues.undergoes.insert(verb),
            _ => return Err(row.error("role is acts or undergoes")),
        };
    }
    Ok(cues)
}

//! What a document says for and against its names of places: the other places that it tells of, and the persons.

use casus_model::{Dep, EntityLabel, Sentence};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::cues::Cue;
use crate::gazetteer::{Entry, Gazetteer};
use crate::kind::Kind;
use crate::meaning::Surety;
use crate::toponym::Found;

/// Degrees within which places are of one part of the world.
const REGION: f32 = 5.0;
/// Degrees within which a place is near another.
const NEAR: f32 = 1.5;
/// Bytes between a place and the one it is said to be near.
const GAP: u32 = 40;

/// "Lar, near Zahedan": true for a place so far from the next that another of its name must be meant.
pub(crate) fn is_far_from_neighbour(
    gazetteer: &Gazetteer,
    text: &str,
    (this, place): (&Found, &Entry),
    (next, neighbour): (&Found, &Entry),
) -> bool {
    let (from, to) = (this.name.span.end, next.name.span.start);
    if this.sentence != next.sentence || to < from || to - from > GAP {
        return false;
    }
    let words = text.get(from as usize..to as usize).unwrap_or("").to_lowercase();
    let words = words.trim().trim_start_matches(',').trim();
    let words = words.strip_suffix(" the").unwrap_or(words);
    let town = |entry: &Entry| matches!(entry.kind, Kind::Populated | Kind::Site | Kind::Airfield);
    gazetteer.knowledge().cues().says(words, Cue::Near)
        && town(place)
        && town(neighbour)
        && apart(place, neighbour.lat, neighbour.lon) > NEAR
}

/// How many degrees of a great circle a place is from a point, nearly.
fn apart(place: &Entry, lat: f32, lon: f32) -> f32 {
    (place.lat - lat).hypot((place.lon - lon) * lat.to_radians().cos())
}

/// What the sure toponyms of a document say for its doubtful ones.
pub(crate) struct Support {
    /// The names that speak of each country.
    countries: FxHashMap<[u8; 2], FxHashSet<String>>,
    /// Words of persons' names of two words and more.
    persons: FxHashSet<String>,
    /// Where sure toponyms end: sentence and token.
    sure: FxHashSet<(usize, usize)>,
    /// Where the places of names lie that are spelt as the gazetteer spells them: the name, north and east.
    points: Vec<(String, f32, f32)>,
}

/// A single name that the engine takes for a person must be a town of some size to be one after all.
const TOWN: u32 = 10_000;

/// A town of this size is told of without its country.
const GREAT_TOWN: u32 = 50_000;

impl Support {
    pub(crate) fn of<'a>(
        text: &str,
        sentences: &[Sentence],
        found: &[Found],
        filed_from: &[(String, &Entry)],
        best: impl Fn(usize) -> Option<&'a Entry>,
    ) -> Support {
        let mut countries: FxHashMap<[u8; 2], FxHashSet<String>> = FxHashMap::default();
        let mut points = Vec::new();
        for (key, place) in filed_from {
            points.push((key.clone(), place.lat, place.lon));
            if let Some(country) = place.country {
                countries.entry(country).or_default().insert(key.clone());
            }
        }
        let mut sure = FxHashSet::default();
        for (at, found) in found.iter().enumerate() {
            if found.name.surety == Surety::Doubtful {
                continue;
            }
            let place = best(at).filter(|place| !found.name.by_sound && place.kind != Kind::Sea);
            points.extend(place.map(|place| (found.name.key.clone(), place.lat, place.lon)));
            if let Some(country) = best(at).and_then(|best| best.country) {
                countries.entry(country).or_default().insert(found.name.key.clone());
            }
            if found.name.surety == Surety::Sure {
                sure.insert((found.sentence, found.name.last - 1));
            }
        }
        let mut persons = FxHashSet::default();
        for sentence in sentences {
            let named = |label| label == EntityLabel::Person;
            for entity in
                sentence.entities.iter().filter(|entity| named(entity.label) && entity.end > entity.start + 1)
            {
                let tokens = &sentence.tokens[entity.start as usize..entity.end as usize];
                persons.extend(tokens.iter().map(|token| token.span.of(text).to_lowercase()));
            }
        }
        Support { countries, persons, sure, points }
    }

    /// True for a small place, and for one that the gazetteer mainly calls otherwise ("Mambasa territory" is not Mombasa), in a
    /// country of which nothing else in the document speaks, though it speaks
    /// of others: the place that is meant is not in the gazetteer.
    pub(crate) fn is_stray(&self, found: &Found, best: &Entry) -> bool {
        let small = matches!(best.kind, Kind::Populated | Kind::Admin2) && best.population < GREAT_TOWN;
        let elsewhere = |name: &FxHashSet<String>| name.iter().any(|key| *key != found.name.key);
        let told = best.country.and_then(|country| self.countries.get(&country)).is_some_and(elsewhere);
        let others = || self.countries.values().any(elsewhere);
        let town = matches!(best.kind, Kind::Populated) && found.is_division();
        let otherwise_spelt = found.name.by_sound || town && !best.main;
        !told && others() && (small && !best.seat || otherwise_spelt && self.is_far(found, best))
    }

    /// True where every other place of the document is far from the candidate.
    fn is_far(&self, found: &Found, best: &Entry) -> bool {
        let others = self.points.iter().filter(|(key, ..)| *key != found.name.key);
        let mut distances = others.map(|(_, lat, lon)| apart(best, *lat, *lon));
        !distances.any(|distance| distance < REGION)
    }

    /// True when the document speaks of the candidate's country and nothing says that it is a person.
    pub(crate) fn holds(&self, text: &str, sentences: &[Sentence], found: &Found, best: &Entry) -> bool {
        let tokens = &sentences[found.sentence].tokens;
        let Some(token) = tokens.get(found.name.last - 1) else { return false };
        let single = found.name.last - found.name.first == 1;
        if single && self.persons.contains(&token.span.of(text).to_lowercase()) {
            return false;
        }
        let listed = token.dep == Dep::Conj && self.sure.contains(&(found.sentence, token.head as usize));
        let division = best.main && matches!(best.kind, Kind::Admin1 | Kind::Admin2);
        let town = best.kind == Kind::Populated && best.population >= TOWN;
        let known = best.ours || town || division || listed || found.name.surety == Surety::Likely;
        let others = |names: &FxHashSet<String>| names.len() > usize::from(names.contains(&found.name.key));
        let told = best.country.and_then(|country| self.countries.get(&country)).is_some_and(others);
        // "Two soldiers were killed in Kidal", and no other place in all the report.
        let alone = || found.name.surety == Surety::Likely && !self.countries.values().any(others);
        known && (told || alone())
    }
}

//! The toponyms of a document: found in each sentence, ranked together, told with their precision.

use casus_model::{Dep, EntityLabel, Place, Sentence, Span};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::gazetteer::{Entry, Gazetteer};
use crate::kind::Kind;
use crate::locate::container_words;
use crate::matcher::{self, Match};
use crate::meaning::Surety;
use crate::rank::{self, Hint, Mention, Name};
use crate::surroundings::{self, Surroundings};

/// Candidates shown for each toponym.
const SHOWN: usize = 5;
/// In a longer list of names fewer candidates are looked at, so that the work stays bounded.
const MANY_NAMES: usize = 1_000;
const FEW_CANDIDATES: usize = 20;

/// What is known of a document beside its sentences.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    /// Where the dateline stands, if it is part of the sentences.
    pub dateline: Option<Span>,
    /// Places of the dateline, if it is not.
    pub places: &'a [Place],
    /// ISO code of the outlet's country.
    pub country: Option<&'a str>,
}

/// What a toponym is in its sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ToponymKind {
    /// Populated place or division.
    Place,
    /// Country or territory.
    Country,
    /// Geographic region.
    Region,
    /// Sea area, or the sea off a place.
    Sea,
    /// Base, crossing, camp, field.
    Site,
    /// Airport, air base, airfield.
    Airfield,
    /// Adjective or people of a country or region.
    Demonym,
    /// A capital or country that stands for its government.
    Government,
}

/// A place that a toponym may mean, for explaining.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// Its id.
    pub place: String,
    /// Its main name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
    /// What the ranking gave it, rounded to two places; comparable within one toponym only.
    pub score: f64,
}

/// A name of a place in a text, and the place it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// Index of its sentence.
    pub sentence: usize,
    /// First token.
    pub first: usize,
    /// One past the last token.
    pub last: usize,
    /// The words.
    pub span: Span,
    /// What it is in its sentence.
    pub kind: ToponymKind,
    /// The place it means.
    pub place: Place,
    /// The likeliest places, the best first.
    pub candidates: Vec<Candidate>,
    /// The longer name it is part of, where it is ("Bree University").
    pub within: Option<EntityLabel>,
}

/// The toponyms of a document, in the order of the text, without overlap.
pub fn toponyms(
    gazetteer: &Gazetteer,
    text: &str,
    sentences: &[Sentence],
    context: &Context,
) -> Vec<Toponym> {
    let found = found(gazetteer, text, sentences);
    let (names, mentions) = document(gazetteer, text, &found, context);
    let home = context.country.and_then(crate::normalise::country_code);
    let ranked = rank::rank(gazetteer, &names, &mentions, home);
    let best = |at: usize| names[mentions[at].name].candidates.get(ranked.best[at]?);
    let support = Support::of(text, sentences, &found, best);
    let told = found.iter().enumerate().filter_map(|(at, found)| {
        let name = &names[mentions[at].name];
        let surely = found.name.surety == Surety::Sure;
        let best = best(at).filter(|best| surely || support.holds(text, sentences, found, best))?;
        if support.is_stray(found, best) {
            return None;
        }
        let scores = &ranked.scores[mentions[at].name];
        let mut toponym = told(gazetteer, text, found, best);
        toponym.candidates = shown(gazetteer, &name.candidates, scores);
        Some(toponym)
    });
    told.collect()
}

/// A name in its sentence, with what the words around it say.
struct Found {
    sentence: usize,
    name: Match,
    around: Surroundings,
}

fn found(gazetteer: &Gazetteer, text: &str, sentences: &[Sentence]) -> Vec<Found> {
    let mut found = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        for mut name in matcher::matches(gazetteer, text, sentence) {
            let around = surroundings::surroundings(gazetteer, text, sentence, &name);
            if let Some(candidates) = surroundings::with_compass(gazetteer, text, sentence, &name) {
                name.key = gazetteer.id(&candidates[0]);
                name.candidates = candidates;
            }
            if around.hint == Hint::Settlement
                && name.candidates.iter().all(|entry| entry.kind != Kind::Populated)
            {
                let heard = gazetteer.heard(&name.key);
                name.candidates.extend(heard.into_iter().filter(|entry| entry.kind == Kind::Populated));
            }
            found.push(Found { sentence: at, name, around });
        }
    }
    found
}

/// What the sure toponyms of a document say for its doubtful ones.
struct Support {
    /// The names that speak of each country.
    countries: FxHashMap<[u8; 2], FxHashSet<String>>,
    /// Words of persons' names of two words and more.
    persons: FxHashSet<String>,
    /// Where sure toponyms end: sentence and token.
    sure: FxHashSet<(usize, usize)>,
}

/// A single name that the engine takes for a person must be a town of some size to be one after all.
const TOWN: u32 = 10_000;

/// A town of this size is told of without its country.
const GREAT_TOWN: u32 = 50_000;

impl Support {
    fn of<'a>(
        text: &str,
        sentences: &[Sentence],
        found: &[Found],
        best: impl Fn(usize) -> Option<&'a Entry>,
    ) -> Support {
        let mut countries: FxHashMap<[u8; 2], FxHashSet<String>> = FxHashMap::default();
        let mut sure = FxHashSet::default();
        for (at, found) in found.iter().enumerate() {
            if found.name.surety == Surety::Doubtful {
                continue;
            }
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
        Support { countries, persons, sure }
    }

    /// True for a small place in a country of which nothing else in the document speaks, though it speaks
    /// of others: the place that is meant is not in the gazetteer.
    fn is_stray(&self, found: &Found, best: &Entry) -> bool {
        let small = matches!(best.kind, Kind::Populated | Kind::Admin2) && best.population < GREAT_TOWN;
        let elsewhere = |name: &FxHashSet<String>| name.iter().any(|key| *key != found.name.key);
        let told = best.country.and_then(|country| self.countries.get(&country)).is_some_and(elsewhere);
        small && !best.seat && !told && self.countries.values().filter(|names| elsewhere(names)).count() > 0
    }

    /// True when the document speaks of the candidate's country and nothing says that it is a person.
    fn holds(&self, text: &str, sentences: &[Sentence], found: &Found, best: &Entry) -> bool {
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
        known && best.country.and_then(|country| self.countries.get(&country)).is_some_and(others)
    }
}

/// The document's names and their mentions, as the ranking wants them.
fn document(
    gazetteer: &Gazetteer,
    text: &str,
    found: &[Found],
    context: &Context,
) -> (Vec<Name>, Vec<Mention>) {
    let mut names: Vec<Name> = Vec::new();
    let mut index: FxHashMap<&str, usize> = FxHashMap::default();
    let mut mentions: Vec<Mention> = Vec::with_capacity(found.len());
    for (at, found_name) in found.iter().enumerate() {
        let name = &found_name.name;
        let nth = *index.entry(&name.key).or_insert_with(|| {
            names.push(Name { key: name.key.clone(), candidates: name.candidates.clone(), weight: 0.0 });
            names.len() - 1
        });
        let emphasis = if context.dateline.is_some_and(|line| line.contains(name.span)) { 3.0 } else { 1.0 };
        names[nth].weight += match name.surety {
            Surety::Sure => emphasis,
            Surety::Likely => 0.5 * emphasis,
            Surety::Doubtful => 0.0,
        };
        let hint = found_name.around.hint;
        mentions.push(Mention { name: nth, span: name.span, hint, container: None });
        if at > 0 {
            let gap = text.get(mentions[at - 1].span.end as usize..name.span.start as usize).unwrap_or("");
            container_words(gazetteer, gap, at, &names, &mut mentions);
        }
    }
    for place in context.places {
        let key = gazetteer.knowledge().normaliser().normalise(&place.name);
        let mut candidates = gazetteer.entries(gazetteer.find(&key), crate::gazetteer::MOST_CANDIDATES);
        candidates.retain(|entry| gazetteer.id(entry) == place.place);
        names.push(Name { key, candidates, weight: 3.0 });
    }
    for name in &mut names {
        name.weight = if name.weight < 1.0 { name.weight } else { 1.0 + name.weight.ln() };
    }
    if names.len() > MANY_NAMES {
        names.iter_mut().for_each(|name| name.candidates.truncate(FEW_CANDIDATES));
    }
    (names, mentions)
}

/// The toponym with the place as exactly as the words tell it.
fn told(gazetteer: &Gazetteer, text: &str, found: &Found, best: &Entry) -> Toponym {
    let span = found.name.span;
    let mut place = gazetteer.place(best, span.of(text), span);
    let mut kind = match best.kind {
        _ if best.demonym => ToponymKind::Demonym,
        Kind::Populated | Kind::Admin1 | Kind::Admin2 => ToponymKind::Place,
        Kind::Airfield => ToponymKind::Airfield,
        Kind::Country => ToponymKind::Country,
        Kind::Region => ToponymKind::Region,
        Kind::Sea => ToponymKind::Sea,
        Kind::Site => ToponymKind::Site,
    };
    let sea = best.country.filter(|_| found.around.coast && best.kind != Kind::Sea);
    if let Some(sea) =
        sea.and_then(|country| gazetteer.knowledge().coast(country)).and_then(|sea| gazetteer.own_entry(sea))
    {
        let country = place.country.take();
        place = Place { country, ..gazetteer.place(&sea, span.of(text), span) };
        kind = ToponymKind::Sea;
    } else if found.around.near && place.precision == 1 {
        place.precision = 2;
    } else if found.around.hint == Hint::Division && place.precision < 3 {
        place.precision = 3;
    }
    if (best.seat || kind == ToponymKind::Country) && found.around.hint == Hint::Government {
        kind = ToponymKind::Government;
    }
    Toponym {
        sentence: found.sentence,
        first: found.name.first,
        last: found.name.last,
        span,
        kind,
        place,
        candidates: Vec::new(),
        within: found.name.within,
    }
}

fn shown(gazetteer: &Gazetteer, candidates: &[Entry], scores: &[f32]) -> Vec<Candidate> {
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by(|left, right| scores[*right].total_cmp(&scores[*left]).then(left.cmp(right)));
    let shown = order.into_iter().take(SHOWN).map(|at| {
        let entry = &candidates[at];
        Candidate {
            place: gazetteer.id(entry),
            name: gazetteer.main_name(entry),
            country: entry.country.map(|code| String::from_utf8_lossy(&code).into_owned()),
            score: (f64::from(scores[at]) * 100.0).round() / 100.0,
        }
    });
    shown.collect()
}

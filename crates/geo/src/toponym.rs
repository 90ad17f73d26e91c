//! The toponyms of a document: found in each sentence, ranked together, told with their precision.

use casus_model::{EntityLabel, Place, Sentence, Span};
use rustc_hash::FxHashMap;

use crate::gazetteer::{Entry, Gazetteer};
use crate::kind::Kind;
use crate::locate::{self, container_words};
use crate::matcher::{self, Match};
use crate::meaning::Surety;
use crate::rank::{self, Hint, Mention, Name};
use crate::support::{Support, is_far_from_neighbour};
use crate::surroundings::{self, Surroundings};

/// Candidates shown for each toponym.
const SHOWN: usize = 5;
/// In a longer list of names fewer candidates are looked at, so that the work stays bounded.
const MANY_NAMES: usize = 1_000;
const FEW_CANDIDATES: usize = 20;
/// So many mentions a name of the dateline counts for.
const OF_DATELINE: f32 = 3.0;

/// What is known of a document beside its sentences.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    /// Where the dateline stands, if it is part of the sentences.
    pub dateline: Option<Span>,
    /// Names of the dateline, if it is not: "Bree", "Minas Tirith".
    pub filed_from: &'a [&'a str],
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
    /// A place told by no name of its own: "here", "the Arnorian capital".
    Unnamed,
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

/// Where a document was filed from and what it tells of.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Places {
    /// The places of the dateline's names, as far as the gazetteer knows them.
    pub filed_from: Vec<Place>,
    /// The toponyms of the sentences, in the order of the text, without overlap.
    pub toponyms: Vec<Toponym>,
}

/// The toponyms of a document, in the order of the text, without overlap.
pub fn toponyms(
    gazetteer: &Gazetteer,
    text: &str,
    sentences: &[Sentence],
    context: &Context,
) -> Vec<Toponym> {
    places(gazetteer, text, sentences, context).toponyms
}

/// The places of a document's dateline and its toponyms, each found with the help of all others.
pub fn places(gazetteer: &Gazetteer, text: &str, sentences: &[Sentence], context: &Context) -> Places {
    let found = found(gazetteer, text, sentences);
    let (names, mentions) = document(gazetteer, text, &found, context);
    let home = context.country.and_then(crate::normalise::country_code);
    let ranked = rank::rank(gazetteer, &names, &mentions, home);
    let best = |at: usize| {
        let mention = mentions.get(at)?;
        names[mention.name].candidates.get(ranked.best[at]?)
    };
    let filed_from = (found.len()..mentions.len()).filter_map(|at| {
        let name = &names[mentions[at].name];
        best(at).map(|entry| (name.key.clone(), entry))
    });
    let filed_from: Vec<(String, &Entry)> = filed_from.collect();
    let support = Support::of(text, sentences, &found, &filed_from, best);
    let told = found.iter().enumerate().filter_map(|(at, this)| {
        let name = &names[mentions[at].name];
        let surely = this.name.surety == Surety::Sure;
        let place = best(at).filter(|best| surely || support.holds(text, sentences, this, best))?;
        let next = found.get(at + 1).zip(best(at + 1).filter(|_| at + 1 < found.len()));
        let far = next.is_some_and(|(next, neighbour)| {
            is_far_from_neighbour(gazetteer, text, (this, place), (next, neighbour))
        });
        if far || support.is_stray(this, place) {
            return None;
        }
        let scores = &ranked.scores[mentions[at].name];
        let mut toponym = told(gazetteer, text, this, place);
        toponym.candidates = shown(gazetteer, &name.candidates, scores);
        Some(toponym)
    });
    Places {
        toponyms: told.collect(),
        filed_from: filed_from
            .iter()
            .map(|(key, entry)| gazetteer.place(entry, key, Span::default()))
            .collect(),
    }
}

/// A name in its sentence, with what the words around it say.
pub(crate) struct Found {
    pub(crate) sentence: usize,
    pub(crate) name: Match,
    around: Surroundings,
}

impl Found {
    /// The words around it call it a province or a district.
    pub(crate) fn is_division(&self) -> bool {
        self.around.hint == Hint::Division
    }
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
        let of_dateline = context.dateline.is_some_and(|line| line.contains(name.span));
        let emphasis = if of_dateline { OF_DATELINE } else { 1.0 };
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
    dateline(gazetteer, context.filed_from, &mut names, &mut mentions);
    for name in &mut names {
        name.weight = if name.weight < 1.0 { name.weight } else { 1.0 + name.weight.ln() };
    }
    if names.len() > MANY_NAMES {
        names.iter_mut().for_each(|name| name.candidates.truncate(FEW_CANDIDATES));
    }
    (names, mentions)
}

/// Adds the names of a dateline that is not part of the sentences; a later one may be the greater place of the one before.
fn dateline(gazetteer: &Gazetteer, filed_from: &[&str], names: &mut Vec<Name>, mentions: &mut Vec<Mention>) {
    let first = mentions.len();
    for written in filed_from {
        let (key, candidates) = locate::candidates(gazetteer, written);
        if candidates.is_empty() {
            continue;
        }
        let hint = locate::hint(gazetteer, written);
        names.push(Name { key, candidates, weight: OF_DATELINE });
        mentions.push(Mention { name: names.len() - 1, span: Span::default(), hint, container: None });
        let at = mentions.len() - 1;
        if at > first {
            locate::container_words(gazetteer, ",", at, names, mentions);
        }
    }
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

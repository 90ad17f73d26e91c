//! Which of its candidates each name of a document means.
//!
//! Names come in with their candidates; a score for each candidate goes out. A candidate starts from
//! what it is by itself (inhabitants, kind, whether the name is its main name) and gains where the
//! document's other names have candidates: in its country, in its division, in the cells of land around
//! it. The weight of a vote is the voter's own probability, so the sums are made a few times over. Every
//! name votes once in every bucket and never for itself, so that a list of namesakes does not elect
//! itself. The work is linear in the number of candidates.

use casus_model::Span;
use rustc_hash::FxHashMap;

use crate::gazetteer::{Entry, Gazetteer};
use crate::kind::Kind;
use crate::pack::NONE;

const ROUNDS: usize = 3;
/// How much more the words at a mention count for it than for its name's other mentions.
const AT_THE_MENTION: f32 = 1.5;
/// Side of a cell of land, in degrees.
const CELL: f32 = 1.0;

/// What each feature of a candidate is worth. Chosen on the development halves of four geoparsing
/// corpora (`examples/geoparse.rs` prints the accuracy).
#[derive(Clone, Copy, Debug, PartialEq)]
#[allow(missing_docs)]
pub struct Weights {
    pub population: f32,
    pub main: f32,
    pub country_kind: f32,
    pub region_kind: f32,
    pub admin1_kind: f32,
    pub admin2_kind: f32,
    pub site_kind: f32,
    pub airfield_kind: f32,
    pub capital: f32,
    pub country: f32,
    pub admin1: f32,
    pub near: f32,
    pub contained: f32,
    pub hint: f32,
    pub sharpness: f32,
}

impl Default for Weights {
    fn default() -> Weights {
        Weights {
            population: 0.5,
            main: 1.1,
            country_kind: 10.0,
            region_kind: 9.0,
            admin1_kind: 0.2,
            admin2_kind: -0.5,
            site_kind: 9.0,
            airfield_kind: 3.0,
            capital: 2.0,
            country: 2.0,
            admin1: 2.4,
            near: 1.4,
            contained: 3.0,
            hint: 2.5,
            sharpness: 1.5,
        }
    }
}

/// What the words around a name say that it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Hint {
    #[default]
    None,
    Division,
    Settlement,
    /// A part of it is told ("northern"): it is large.
    Large,
    /// It acts as governments do.
    Government,
}

/// A name of the document: all mentions of one key.
pub(crate) struct Name {
    pub(crate) key: String,
    pub(crate) candidates: Vec<Entry>,
    /// How much it counts for the others: grows slowly with its mentions.
    pub(crate) weight: f32,
}

/// One place where a name stands.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mention {
    pub(crate) name: usize,
    pub(crate) span: Span,
    pub(crate) hint: Hint,
    /// The mention of the greater place it is said to lie in.
    pub(crate) container: Option<usize>,
}

/// The candidate each mention means, with the scores of all of its name's candidates.
pub(crate) struct Ranked {
    pub(crate) best: Vec<Option<usize>>,
    pub(crate) scores: Vec<Vec<f32>>,
}

/// Ranks the candidates of every name, then settles each mention.
pub(crate) fn rank(
    gazetteer: &Gazetteer,
    names: &[Name],
    mentions: &[Mention],
    home: Option<[u8; 2]>,
) -> Ranked {
    let weights = &gazetteer.weights;
    let prior: Vec<Vec<f32>> = names.iter().map(|name| own_merits(gazetteer, weights, name)).collect();
    let mut scores = prior.clone();
    let told = told_of(names, mentions);
    for _ in 0..ROUNDS {
        let chances: Vec<Vec<f32>> = scores.iter().map(|scores| softmax(scores, weights.sharpness)).collect();
        let votes = Votes::count(gazetteer, names, &chances, home);
        for (at, name) in names.iter().enumerate() {
            let own = Votes::of_name(gazetteer, name, &chances[at]);
            for (nth, entry) in name.candidates.iter().enumerate() {
                scores[at][nth] = prior[at][nth] + votes.merit(gazetteer, weights, entry, &own);
            }
            for mention in &told[at] {
                let mention = &mentions[*mention];
                for (nth, entry) in name.candidates.iter().enumerate() {
                    let bonus = told_merit(weights, names, mentions, &chances, mention, entry);
                    scores[at][nth] += 0.7 * bonus / told[at].len() as f32;
                }
            }
        }
    }
    settle(weights, names, mentions, scores)
}

/// Candidates of a name that stands alone, the likeliest first.
pub(crate) fn alone(gazetteer: &Gazetteer, key: &str, candidates: Vec<Entry>) -> Vec<Entry> {
    let key = gazetteer.knowledge().normaliser().normalise(key);
    let name = Name { key, candidates, weight: 1.0 };
    let merits = own_merits(gazetteer, &gazetteer.weights, &name);
    let mut order: Vec<usize> = (0..name.candidates.len()).collect();
    order.sort_by(|one, other| merits[*other].total_cmp(&merits[*one]).then(one.cmp(other)));
    order.into_iter().map(|at| name.candidates[at]).collect()
}

/// Each mention takes the best of its name's candidates; what the words at the mention itself say
/// weighs more than what is said elsewhere.
fn settle(weights: &Weights, names: &[Name], mentions: &[Mention], scores: Vec<Vec<f32>>) -> Ranked {
    let chances: Vec<Vec<f32>> = scores.iter().map(|scores| softmax(scores, weights.sharpness)).collect();
    let best = mentions.iter().map(|mention| {
        let candidates = &names[mention.name].candidates;
        let merit = |nth: usize| {
            let told = told_merit(weights, names, mentions, &chances, mention, &candidates[nth]);
            scores[mention.name][nth] + AT_THE_MENTION * told
        };
        let mut best: Option<(usize, f32)> = None;
        for nth in 0..candidates.len() {
            let merit = merit(nth);
            if best.is_none_or(|(_, most)| merit > most) {
                best = Some((nth, merit));
            }
        }
        best.map(|(nth, _)| nth)
    });
    Ranked { best: best.collect(), scores }
}

/// What each candidate of a name is worth by itself. A division that is called after its great town
/// comes behind the town: who means the division says so.
fn own_merits(gazetteer: &Gazetteer, weights: &Weights, name: &Name) -> Vec<f32> {
    let mut merits: Vec<f32> = name.candidates.iter().map(|entry| own_merit(weights, entry)).collect();
    for (at, division) in name.candidates.iter().enumerate() {
        if division.ours || !matches!(division.kind, Kind::Admin1 | Kind::Admin2) {
            continue;
        }
        let seats = name
            .candidates
            .iter()
            .enumerate()
            .filter(|(_, town)| is_seat(gazetteer, &name.key, town, division));
        let best = seats.map(|(town, _)| merits[town]).fold(f32::INFINITY, f32::min);
        if best.is_finite() {
            merits[at] = merits[at].min(best - weights.main);
        }
    }
    merits
}

/// True for the great town of a division whose own name the key is. New York is not: its main name is
/// longer, and its state is told as often.
fn is_seat(gazetteer: &Gazetteer, key: &str, town: &Entry, division: &Entry) -> bool {
    let inside = match division.kind {
        Kind::Admin1 => town.admin1 == division.admin1,
        _ => town.admin2 == division.admin2,
    };
    let share = u64::from(town.population) * 12 >= u64::from(division.population);
    let alike = || {
        let normaliser = gazetteer.knowledge().normaliser();
        normaliser.sound(&normaliser.normalise(&gazetteer.main_name(town))) == normaliser.sound(key)
    };
    town.kind == Kind::Populated && inside && share && (town.main || alike())
}

/// What a candidate is worth by itself.
fn own_merit(weights: &Weights, entry: &Entry) -> f32 {
    let people = weights.population * ((entry.population as f32) + 200.0).ln();
    let main = if entry.main { weights.main } else { 0.0 };
    let kind = match entry.kind {
        Kind::Populated => 0.0,
        Kind::Admin1 => weights.admin1_kind,
        Kind::Admin2 => weights.admin2_kind,
        Kind::Airfield => weights.airfield_kind,
        Kind::Country => weights.country_kind,
        Kind::Region | Kind::Sea => weights.region_kind,
        Kind::Site => weights.site_kind,
    };
    people + main + kind + if entry.seat { weights.capital } else { 0.0 }
}

/// What the words around one mention say for a candidate.
fn told_merit(
    weights: &Weights,
    names: &[Name],
    mentions: &[Mention],
    chances: &[Vec<f32>],
    mention: &Mention,
    entry: &Entry,
) -> f32 {
    let hint = match (mention.hint, entry.kind) {
        (Hint::Division, Kind::Admin1 | Kind::Admin2 | Kind::Region) => weights.hint,
        (Hint::Settlement, Kind::Populated) => weights.hint,
        (Hint::Large, Kind::Country | Kind::Region | Kind::Sea) => weights.hint,
        (Hint::Government, Kind::Country) => weights.hint,
        (Hint::Government, Kind::Populated) if entry.seat => 1.5 * weights.hint,
        (Hint::Settlement, Kind::Admin1 | Kind::Admin2 | Kind::Country | Kind::Region) => -weights.hint,
        _ => 0.0,
    };
    let Some(container) = mention.container else { return hint };
    let container = mentions[container].name;
    let greater = names[container].candidates.iter().zip(&chances[container]);
    let inside = greater.filter(|(greater, _)| lies_in(entry, greater)).map(|(_, chance)| *chance);
    hint + weights.contained * inside.fold(0.0, f32::max).sqrt()
}

/// True when an entry lies in a greater one.
pub(crate) fn lies_in(entry: &Entry, greater: &Entry) -> bool {
    if entry.source == greater.source {
        return false;
    }
    let country = entry.country.is_some() && entry.country == greater.country;
    match greater.kind {
        Kind::Country => country && entry.kind != Kind::Country,
        Kind::Admin1 => {
            entry.kind != Kind::Country && greater.admin1 != NONE && entry.admin1 == greater.admin1
        }
        Kind::Admin2 => {
            entry.kind == Kind::Populated && greater.admin2 != NONE && entry.admin2 == greater.admin2
        }
        Kind::Region => {
            entry.kind != Kind::Country
                && (country || greater.country.is_none())
                && within(entry, greater, 5.0)
        }
        Kind::Populated => entry.kind == Kind::Populated && country && within(entry, greater, 0.4),
        Kind::Airfield | Kind::Sea | Kind::Site => false,
    }
}

fn within(entry: &Entry, greater: &Entry, degrees: f32) -> bool {
    (entry.lat - greater.lat).hypot((entry.lon - greater.lon) * entry.lat.to_radians().cos()) < degrees
}

/// The mentions of each name around which the words say something.
fn told_of(names: &[Name], mentions: &[Mention]) -> Vec<Vec<usize>> {
    let mut told = vec![Vec::new(); names.len()];
    for (at, mention) in mentions.iter().enumerate() {
        if (mention.container.is_some() || mention.hint != Hint::None) && told[mention.name].len() < 20 {
            told[mention.name].push(at);
        }
    }
    told
}

fn softmax(scores: &[f32], sharpness: f32) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| ((score - most) * sharpness).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.iter().map(|power| power / sum).collect()
}

type Cell = (i16, i16);

/// How much of the document lies where.
#[derive(Default)]
struct Votes {
    countries: FxHashMap<[u8; 2], f32>,
    admin1s: FxHashMap<u32, f32>,
    cells: FxHashMap<Cell, f32>,
}

impl Votes {
    fn count(gazetteer: &Gazetteer, names: &[Name], chances: &[Vec<f32>], home: Option<[u8; 2]>) -> Votes {
        let mut all = Votes::default();
        if let Some(home) = home {
            all.countries.insert(home, 0.5);
        }
        for (name, chances) in names.iter().zip(chances) {
            // The order of addition is the order of names, whatever the order inside the maps.
            let own = Votes::of_name(gazetteer, name, chances);
            own.countries.iter().for_each(|(key, vote)| *all.countries.entry(*key).or_default() += vote);
            own.admin1s.iter().for_each(|(key, vote)| *all.admin1s.entry(*key).or_default() += vote);
            own.cells.iter().for_each(|(key, vote)| *all.cells.entry(*key).or_default() += vote);
        }
        all
    }

    /// The votes of one name: in every bucket the chance that it lies there, at most its weight.
    fn of_name(gazetteer: &Gazetteer, name: &Name, chances: &[f32]) -> Votes {
        let mut own = Votes::default();
        for (entry, chance) in name.candidates.iter().zip(chances) {
            let vote = chance * name.weight;
            if vote < 1e-4 {
                continue;
            }
            match entry.country {
                Some(country) => *own.countries.entry(country).or_default() += vote,
                None => {
                    let touched = gazetteer.own(entry).map_or(&[][..], |own| &own.countries);
                    for country in touched {
                        *own.countries.entry(*country).or_default() += vote / touched.len() as f32;
                    }
                }
            }
            if entry.admin1 != NONE {
                *own.admin1s.entry(entry.admin1).or_default() += vote;
            }
            if matches!(entry.kind, Kind::Populated | Kind::Admin2 | Kind::Airfield | Kind::Site) {
                *own.cells.entry(cell(entry)).or_default() += vote;
            }
        }
        own
    }

    fn merit(&self, gazetteer: &Gazetteer, weights: &Weights, entry: &Entry, own: &Votes) -> f32 {
        let others = |all: Option<&f32>, mine: Option<&f32>| {
            (all.copied().unwrap_or(0.0) - mine.copied().unwrap_or(0.0)).max(0.0)
        };
        let in_country =
            |country: &[u8; 2]| others(self.countries.get(country), own.countries.get(country)).ln_1p();
        let country = match &entry.country {
            Some(country) => in_country(country),
            None => {
                let touched = gazetteer.own(entry).map_or(&[][..], |own| &own.countries);
                touched.iter().map(in_country).fold(0.0, f32::max)
            }
        };
        let admin1 = match entry.admin1 {
            NONE => 0.0,
            admin1 => others(self.admin1s.get(&admin1), own.admin1s.get(&admin1)).ln_1p(),
        };
        let near = match entry.kind {
            Kind::Populated | Kind::Admin2 | Kind::Airfield | Kind::Site => {
                let around = around(cell(entry));
                around.map(|cell| others(self.cells.get(&cell), own.cells.get(&cell))).sum::<f32>().ln_1p()
            }
            _ => 0.0,
        };
        weights.country * country + weights.admin1 * admin1 + weights.near * near
    }
}

fn cell(entry: &Entry) -> Cell {
    ((entry.lat / CELL).floor() as i16, (entry.lon / CELL).floor() as i16)
}

fn around((row, column): Cell) -> impl Iterator<Item = Cell> {
    (-1..=1).flat_map(move |up| (-1..=1).map(move |right| (row + up, column + right)))
}

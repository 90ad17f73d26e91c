//! Place names found and resolved, as Gritta, Pilehvar and Collier (2018, 2020) score geoparsers.
//!
//! Recognition is F1 over equal and over overlapping spans. Resolution is the error in kilometres, over the
//! names of gold that have coordinates: `end_to_end` over those that were found and resolved, `all_gold`
//! over all of them, where a name not found or not resolved is half a circumference away.

use serde::{Deserialize, Serialize};

use crate::layout::{ById, text, words};
use crate::rate::{Counts, Rate, rounded};

/// The place names of one document.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Document {
    #[serde(deserialize_with = "text")]
    #[expect(missing_docs)]
    pub doc_id: String,
    #[expect(missing_docs)]
    pub toponyms: Vec<Toponym>,
}

/// A place name.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Toponym {
    /// Code points before it.
    pub start: usize,
    /// Code points up to its end.
    pub end: usize,
    /// Degrees north.
    #[serde(default)]
    pub lat: Option<f64>,
    /// Degrees east.
    #[serde(default)]
    pub lon: Option<f64>,
    /// Number of the place in GeoNames.
    #[serde(default, deserialize_with = "words")]
    pub geonameid: Option<String>,
    /// GeoWebNews: how the name is meant, such as `Literal` or `Demonym`.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
}

/// Which names of gold count.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Only those with coordinates, the published setting of LGL, TR-News, GeoVirus and GeoWebNews.
    pub only_located: bool,
    /// Only those of these types; all where there are none.
    pub types: Vec<String>,
}

/// Whether two points, degrees north and east, are within 161 km as the figures count it.
pub fn is_near(one: (f64, f64), other: (f64, f64)) -> bool {
    distance(one, other) + 1.0 < 161.0
}

/// Counts and errors of one document.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Equal spans.
    pub exact: Counts,
    /// Overlapping spans.
    pub overlap: Counts,
    /// Kilometres, for each located name of gold that was found and resolved.
    pub end_to_end: Vec<f64>,
    /// Kilometres, for each located name of gold.
    pub all_gold: Vec<f64>,
    /// Of names with a number in gold and prediction: those with the same, and all.
    pub geonameid: (usize, usize),
}

/// The figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Equal spans.
    pub exact: Recognition,
    /// Overlapping spans, one to one from left to right.
    pub overlap: Recognition,
    /// Over names found and resolved.
    pub end_to_end: Resolution,
    /// Over all located names of gold.
    pub all_gold: Resolution,
    /// Whether the place has the same number.
    pub geonameid: Agreement,
}

/// Names found.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Recognition {
    #[serde(flatten)]
    #[expect(missing_docs)]
    pub rate: Rate,
    /// Names found.
    pub tp: usize,
    /// Names predicted.
    pub pred: usize,
    /// Names in gold.
    pub gold: usize,
}

/// Errors of distance. Over no names there is `n` and nothing else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Resolution {
    /// Names.
    pub n: usize,
    /// Percent within 161 km, a hundred miles, as CamCoder's code counts them: ln(error + 1) < ln 161.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acc161: Option<f64>,
    /// The mean error in kilometres.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_km: Option<f64>,
    /// The median error in kilometres, the upper one of two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub median_km: Option<f64>,
    /// Area under the curve of logarithms of sorted errors, from 0 to 1; less is better.
    #[serde(rename = "AUC", skip_serializing_if = "Option::is_none")]
    pub auc: Option<f64>,
}

/// Numbers of places compared.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// Names with a number on both sides.
    pub n: usize,
    /// Percent with the same.
    pub acc: Option<f64>,
}

/// Scores predictions; a document of gold that they lack is one with nothing in it.
pub fn score(options: &Options, gold: &[Document], predicted: &[Document]) -> Scores {
    scores(&tallies(options, gold, predicted).iter().collect::<Vec<_>>())
}

/// One tally for each document of gold.
pub fn tallies(options: &Options, gold: &[Document], predicted: &[Document]) -> Vec<Tally> {
    let predicted = ById::new(predicted, |document| &document.doc_id);
    let gold = ById::new(gold, |document| &document.doc_id);
    let tally_of = |(id, document): (&str, &Document)| {
        let names: Vec<&Toponym> =
            document.toponyms.iter().filter(|toponym| counts(options, toponym)).collect();
        let predicted = predicted.get(id).map_or(&[][..], |document| &document.toponyms);
        tally(&names, &predicted.iter().collect::<Vec<_>>())
    };
    gold.iter().map(tally_of).collect()
}

/// The figures of documents.
pub fn scores(tallies: &[&Tally]) -> Scores {
    let errors = |part: fn(&Tally) -> &[f64]| {
        resolution(tallies.iter().flat_map(|tally| part(tally)).copied().collect())
    };
    let (same, n) =
        tallies.iter().fold((0, 0), |(same, n), tally| (same + tally.geonameid.0, n + tally.geonameid.1));
    let acc = (n > 0).then(|| rounded(100.0 * same as f64 / n as f64, 2));
    Scores {
        exact: recognition(tallies.iter().map(|tally| tally.exact).sum()),
        overlap: recognition(tallies.iter().map(|tally| tally.overlap).sum()),
        end_to_end: errors(|tally| &tally.end_to_end),
        all_gold: errors(|tally| &tally.all_gold),
        geonameid: Agreement { n, acc },
    }
}

/// Kilometres of a great circle between two points (latitude, longitude) on a sphere of mean radius.
pub fn distance((from_lat, from_lon): (f64, f64), (to_lat, to_lon): (f64, f64)) -> f64 {
    let [from_lat, from_lon, to_lat, to_lon] = [from_lat, from_lon, to_lat, to_lon].map(f64::to_radians);
    let along = ((to_lat - from_lat) / 2.0).sin().powi(2);
    let across = ((to_lon - from_lon) / 2.0).sin().powi(2);
    let haversine = along + from_lat.cos() * to_lat.cos() * across;
    2.0 * EARTH_KM * haversine.sqrt().min(1.0).asin()
}

/// The mean radius of the Earth.
const EARTH_KM: f64 = 6371.0088;

/// Half a circumference: how far away a name is that was not resolved.
const FARTHEST_KM: f64 = 20_039.0;

fn counts(options: &Options, toponym: &Toponym) -> bool {
    let of_type = || toponym.kind.as_ref().is_some_and(|kind| options.types.contains(kind));
    (options.types.is_empty() || of_type()) && (!options.only_located || toponym.lat.is_some())
}

fn tally(gold: &[&Toponym], predicted: &[&Toponym]) -> Tally {
    let mut used = vec![false; predicted.len()];
    let mut tally = Tally::default();
    let mut n_exact = 0;
    for name in gold {
        let found = last_equal(name, predicted, &used);
        if let Some(place) = found {
            used[place] = true;
            n_exact += 1;
        }
        resolve(&mut tally, name, found.map(|place| predicted[place]));
    }
    tally.exact = Counts::paired(n_exact, predicted.len(), gold.len());
    tally.overlap = Counts::paired(overlapping(gold, predicted), predicted.len(), gold.len());
    tally
}

/// Of several with the same span the last one is taken first.
fn last_equal(name: &Toponym, predicted: &[&Toponym], used: &[bool]) -> Option<usize> {
    (0..predicted.len()).rev().find(|place| !used[*place] && span(predicted[*place]) == span(name))
}

fn resolve(tally: &mut Tally, name: &Toponym, found: Option<&Toponym>) {
    let Some(right) = point(name) else { return };
    match found.and_then(point) {
        Some(point) => {
            let error = distance(right, point);
            tally.end_to_end.push(error);
            tally.all_gold.push(error);
        }
        None => tally.all_gold.push(FARTHEST_KM),
    }
    let given = found.and_then(|found| found.geonameid.as_ref());
    if let (Some(right), Some(given)) = (&name.geonameid, given) {
        tally.geonameid.0 += usize::from(right == given);
        tally.geonameid.1 += 1;
    }
}

/// Latitude and longitude; a latitude alone stands on the meridian of Greenwich.
fn point(toponym: &Toponym) -> Option<(f64, f64)> {
    toponym.lat.map(|lat| (lat, toponym.lon.unwrap_or(0.0)))
}

fn span(toponym: &Toponym) -> (usize, usize) {
    (toponym.start, toponym.end)
}

fn overlapping(gold: &[&Toponym], predicted: &[&Toponym]) -> usize {
    let sorted = |toponyms: &[&Toponym]| {
        let mut spans: Vec<_> = toponyms.iter().map(|toponym| span(toponym)).collect();
        spans.sort_unstable();
        spans
    };
    let (gold, mut left) = (sorted(gold), sorted(predicted));
    let mut found = 0;
    for (start, end) in gold {
        if let Some(place) = left.iter().position(|other| other.0 < end && start < other.1) {
            left.remove(place);
            found += 1;
        }
    }
    found
}

fn recognition(counts: Counts) -> Recognition {
    let [tp, pred, gold] = [counts.right, counts.predicted, counts.gold].map(|count| count as usize);
    Recognition { rate: counts.rate(), tp, pred, gold }
}

fn resolution(mut errors: Vec<f64>) -> Resolution {
    if errors.is_empty() {
        return Resolution::default();
    }
    errors.sort_by(f64::total_cmp);
    let n = errors.len();
    let logs: Vec<f64> = errors.iter().map(|error| (error + 1.0).ln()).collect();
    let near = logs.iter().filter(|log| **log < 161_f64.ln()).count();
    Resolution {
        n,
        acc161: Some(rounded(100.0 * near as f64 / n as f64, 2)),
        mean_km: Some(rounded(errors.iter().sum::<f64>() / n as f64, 1)),
        median_km: Some(rounded(errors[n / 2], 1)),
        auc: Some(rounded(area(&logs), 4)),
    }
}

/// The trapezoids under sorted logarithms, as a part of the worst.
fn area(logs: &[f64]) -> f64 {
    if logs.len() < 2 {
        return 0.0;
    }
    let trapezoids: f64 = logs.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).sum();
    trapezoids / (FARTHEST_KM.ln() * (logs.len() - 1) as f64)
}

//! The article found in a page, as scrapinghub's article extraction benchmark scores it (2020): rows of
//! four words, precision and recall a page, their means, and the F1 of the means.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::layout::{ById, text};
use crate::rate::{quotient, rounded};
use crate::words::runs;

/// One page.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Page {
    #[serde(deserialize_with = "text")]
    #[expect(missing_docs)]
    pub id: String,
    /// The text of its article.
    #[serde(rename = "articleBody", default)]
    pub body: Option<String>,
}

/// One page, compared.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tally {
    /// From 0 to 1; none where no words were found.
    pub precision: Option<f64>,
    /// From 0 to 1; none where gold has no words.
    pub recall: Option<f64>,
    /// Whether all words are the same.
    pub same: bool,
}

/// The figures, from 0 to 1 with three decimals.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Pages.
    pub n: usize,
    /// Of the means.
    #[serde(rename = "F1")]
    pub f1: f64,
    /// The mean of pages.
    #[serde(rename = "P")]
    pub precision: f64,
    /// The mean of pages.
    #[serde(rename = "R")]
    pub recall: f64,
    /// Pages of which all words are the same.
    pub accuracy: f64,
}

/// Scores articles; a page that they lack has none.
pub fn score(gold: &[Page], predicted: &[Page]) -> Scores {
    scores(&tallies(gold, predicted).iter().collect::<Vec<_>>())
}

/// One tally for each page of gold.
pub fn tallies(gold: &[Page], predicted: &[Page]) -> Vec<Tally> {
    let predicted = ById::new(predicted, |page| &page.id);
    let gold = ById::new(gold, |page| &page.id);
    let body = |page: &'_ Page| page.body.clone().unwrap_or_default();
    gold.iter()
        .map(|(id, page)| tally(&body(page), &predicted.get(id).map(body).unwrap_or_default()))
        .collect()
}

/// The figures of pages.
pub fn scores(tallies: &[&Tally]) -> Scores {
    let precision = mean(tallies.iter().filter_map(|tally| tally.precision));
    let recall = mean(tallies.iter().filter_map(|tally| tally.recall));
    let same = tallies.iter().filter(|tally| tally.same).count();
    Scores {
        n: tallies.len(),
        f1: rounded(quotient(2.0 * precision * recall, precision + recall), 3),
        precision: rounded(precision, 3),
        recall: rounded(recall, 3),
        accuracy: rounded(quotient(same as f64, tallies.len() as f64), 3),
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (n, total) = values.fold((0.0, 0.0), |(n, total), value| (n + 1.0, total + value));
    quotient(total, n)
}

fn tally(gold: &str, predicted: &str) -> Tally {
    let (right, given): (Vec<&str>, Vec<&str>) = (runs(gold).collect(), runs(predicted).collect());
    let same = right == given;
    let (right, given) = (shingles(&right), shingles(&given));
    let shared: usize =
        right.iter().map(|(shingle, n)| given.get(shingle).map_or(0, |other| *n.min(other))).sum();
    let size = |shingles: &BTreeMap<&[&str], usize>| shingles.values().sum::<usize>();
    let part = |whole: usize| (whole > 0).then(|| shared as f64 / whole as f64);
    Tally { precision: part(size(&given)), recall: part(size(&right)), same }
}

/// Rows of four words, and how often each stands there; of a shorter text all its words.
fn shingles<'a, 'b>(words: &'b [&'a str]) -> BTreeMap<&'b [&'a str], usize> {
    let mut shingles = BTreeMap::new();
    for shingle in words.windows(ROW.min(words.len().max(1))) {
        *shingles.entry(shingle).or_default() += 1;
    }
    shingles
}

/// Words in a row.
const ROW: usize = 4;

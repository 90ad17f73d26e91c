//! The measures, as sums over clusters of gold (key) and prediction (response).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use crate::assign::assign;
use crate::rate::{Rate, quotient, rounded};

/// Numerator and denominator of precision and of recall.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sums {
    /// Precision.
    pub precision: (f64, f64),
    /// Recall.
    pub recall: (f64, f64),
}

impl Sums {
    /// In percent.
    pub fn rate(&self) -> Rate {
        let precision = quotient(self.precision.0, self.precision.1);
        let recall = quotient(self.recall.0, self.recall.1);
        let f1 = quotient(2.0 * precision * recall, precision + recall);
        let [precision, recall, f1] = [precision, recall, f1].map(|value| rounded(100.0 * value, 2));
        Rate { precision, recall, f1 }
    }
}

impl AddAssign for Sums {
    fn add_assign(&mut self, other: Sums) {
        self.precision.0 += other.precision.0;
        self.precision.1 += other.precision.1;
        self.recall.0 += other.recall.0;
        self.recall.1 += other.recall.1;
    }
}

/// Clusters, and for each mention the cluster it is in, if any.
pub(super) struct Partition {
    pub clusters: Vec<Vec<usize>>,
    place: Vec<Option<usize>>,
}

impl Partition {
    pub(super) fn new(clusters: Vec<Vec<usize>>, n_mentions: usize) -> Partition {
        let mut place = vec![None; n_mentions];
        for (cluster, mentions) in clusters.iter().enumerate() {
            for mention in mentions {
                place[*mention] = Some(cluster);
            }
        }
        Partition { clusters, place }
    }

    fn size(&self) -> usize {
        self.clusters.iter().map(Vec::len).sum()
    }

    /// How many of these mentions are in each cluster.
    fn parts(&self, mentions: &[usize]) -> BTreeMap<usize, usize> {
        let mut parts = BTreeMap::new();
        for cluster in mentions.iter().filter_map(|mention| self.place[*mention]) {
            *parts.entry(cluster).or_default() += 1;
        }
        parts
    }
}

/// Links that need not be added to make each cluster whole again.
pub(super) fn muc(key: &Partition, response: &Partition) -> Sums {
    Sums { precision: links(response, key), recall: links(key, response) }
}

fn links(of: &Partition, by: &Partition) -> (f64, f64) {
    let mut kept = 0;
    let mut all = 0;
    for cluster in &of.clusters {
        let parts = by.parts(cluster);
        let alone = cluster.len() - parts.values().sum::<usize>();
        kept += cluster.len() - parts.len() - alone;
        all += cluster.len() - 1;
    }
    (kept as f64, all as f64)
}

/// For each mention, how much of its cluster is in the other cluster that it is in.
pub(super) fn b_cubed(key: &Partition, response: &Partition) -> Sums {
    let mut sums = Sums { precision: (0.0, response.size() as f64), recall: (0.0, key.size() as f64) };
    for mentions in &key.clusters {
        let parts = response.parts(mentions);
        for place in mentions.iter().filter_map(|mention| response.place[*mention]) {
            let shared = parts[&place] as f64;
            sums.precision.0 += shared / response.clusters[place].len() as f64;
            sums.recall.0 += shared / mentions.len() as f64;
        }
    }
    sums
}

/// φ4 of clusters paired one to one so that its sum is greatest.
pub(super) fn ceaf_e(key: &Partition, response: &Partition) -> Sums {
    let total: f64 = components(key, response)
        .into_iter()
        .map(|(keys, responses)| {
            let weights: Vec<Vec<f64>> =
                keys.iter().map(|cluster| phi4(&key.clusters[*cluster], response, &responses)).collect();
            assign(&weights).into_iter().map(|(row, column)| weights[row][column]).sum::<f64>()
        })
        .sum();
    Sums { precision: (total, response.clusters.len() as f64), recall: (total, key.clusters.len() as f64) }
}

/// φ4 of one cluster of gold with each of these predicted ones.
fn phi4(mentions: &[usize], response: &Partition, responses: &[usize]) -> Vec<f64> {
    let parts = response.parts(mentions);
    responses
        .iter()
        .map(|cluster| {
            let shared = parts.get(cluster).copied().unwrap_or(0);
            (2 * shared) as f64 / (mentions.len() + response.clusters[*cluster].len()) as f64
        })
        .collect()
}

/// Clusters of gold and prediction that hang together by mentions, which are paired apart from all others,
/// so that a large corpus stays cheap.
fn components(key: &Partition, response: &Partition) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut seen = vec![false; key.clusters.len()];
    let mut components = Vec::new();
    for start in 0..key.clusters.len() {
        if seen[start] {
            continue;
        }
        let (mut keys, mut responses) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![start];
        while let Some(cluster) = open.pop() {
            if !keys.insert(cluster) {
                continue;
            }
            seen[cluster] = true;
            for other in response.parts(&key.clusters[cluster]).into_keys() {
                if responses.insert(other) {
                    open.extend(key.parts(&response.clusters[other]).into_keys());
                }
            }
        }
        if !responses.is_empty() {
            components.push((keys.into_iter().collect(), responses.into_iter().collect()));
        }
    }
    components
}

/// How much of the links of each cluster is found, by its size.
pub(super) fn lea(key: &Partition, response: &Partition) -> Sums {
    Sums { precision: importance(response, key), recall: importance(key, response) }
}

fn importance(of: &Partition, by: &Partition) -> (f64, f64) {
    let mut found = 0.0;
    for cluster in &of.clusters {
        let size = cluster.len() as f64;
        if let [mention] = cluster[..] {
            let alone = by.place[mention].is_some_and(|place| by.clusters[place].len() == 1);
            found += if alone { 1.0 } else { 0.0 };
            continue;
        }
        let shared: f64 = by.parts(cluster).into_values().map(|part| n_links(part) as f64).sum();
        found += size * shared / n_links(cluster.len()) as f64;
    }
    (found, of.size() as f64)
}

fn n_links(size: usize) -> usize {
    size * size.saturating_sub(1) / 2
}

/// Pairs of mentions that are in one cluster.
pub(super) fn pairs(key: &Partition, response: &Partition) -> Sums {
    let all = |partition: &Partition| {
        partition.clusters.iter().map(|cluster| n_links(cluster.len())).sum::<usize>() as f64
    };
    let parts = key.clusters.iter().flat_map(|cluster| response.parts(cluster).into_values());
    let shared = parts.map(n_links).sum::<usize>() as f64;
    Sums { precision: (shared, all(response)), recall: (shared, all(key)) }
}

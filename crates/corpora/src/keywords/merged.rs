//! Pages of alike words that were published within some days of each other.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde_json::Value;

use super::words::words;
use crate::set::string;

/// Pages at least so alike are of one incident. Found on the development half, which flatters the baseline.
const ALIKE: f64 = 0.20;

/// Days between them at most.
const DAYS: i32 = 30;

/// Adds the `cluster` of each page: single linkage over the cosine of its words, weighed by how few pages have them.
pub(crate) fn gva_merged(gold: &[Value], mut predicted: Vec<Value>) -> Vec<Value> {
    let vectors = vectors(gold);
    let days: Vec<Option<Date>> = gold.iter().map(|line| string(line, "date").parse().ok()).collect();
    let mut clusters: Vec<usize> = (0..gold.len()).collect();
    let mut pages_of: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for (page, vector) in vectors.iter().enumerate() {
        let mut alike: BTreeMap<usize, f64> = BTreeMap::new();
        for (word, weight) in vector {
            let of_word = pages_of.entry(*word).or_default();
            for (other, other_weight) in of_word.iter().filter(|(other, _)| near(days[page], days[*other])) {
                *alike.entry(*other).or_default() += weight * other_weight;
            }
            of_word.push((page, *weight));
        }
        for other in alike.into_iter().filter(|(_, alike)| *alike >= ALIKE).map(|(other, _)| other) {
            let (one, other) = (root(&clusters, page), root(&clusters, other));
            clusters[one.max(other)] = one.min(other);
        }
    }
    for (page, fact) in predicted.iter_mut().enumerate().filter(|(_, fact)| fact.is_object()) {
        fact["cluster"] = root(&clusters, page).to_string().into();
    }
    predicted
}

fn near(one: Option<Date>, other: Option<Date>) -> bool {
    let apart = one.zip(other).and_then(|(one, other)| one.until(other).ok());
    apart.is_some_and(|apart| apart.get_days().abs() <= DAYS)
}

fn root(clusters: &[usize], mut page: usize) -> usize {
    while clusters[page] != page {
        page = clusters[page];
    }
    page
}

/// Words of each page by number, with their weights, of length 1.
fn vectors(gold: &[Value]) -> Vec<Vec<(usize, f64)>> {
    let mut numbers: BTreeMap<String, usize> = BTreeMap::new();
    let mut spread: Vec<f64> = Vec::new();
    let mut counts: Vec<BTreeMap<usize, f64>> = Vec::new();
    for line in gold {
        let mut count: BTreeMap<usize, f64> = BTreeMap::new();
        for word in words(&format!("{} {}", string(line, "title"), string(line, "text"))) {
            let next = numbers.len();
            *count.entry(*numbers.entry(word.small).or_insert(next)).or_default() += 1.0;
        }
        spread.resize(numbers.len(), 0.0);
        count.keys().collect::<BTreeSet<_>>().into_iter().for_each(|word| spread[*word] += 1.0);
        counts.push(count);
    }
    let vector = |count: BTreeMap<usize, f64>| {
        let weight = |(word, times): (usize, f64)| {
            (word, (1.0 + times.ln()) * (gold.len() as f64 / spread[word]).ln())
        };
        let weighed: Vec<(usize, f64)> = count.into_iter().map(weight).collect();
        let length =
            weighed.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt().max(f64::MIN_POSITIVE);
        weighed.into_iter().map(|(word, weight)| (word, weight / length)).collect()
    };
    counts.into_iter().map(vector).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn pages_of_alike_words_are_joined_if_they_are_of_one_month() {
        let page = |text: &str, date: &str| json!({ "title": "", "text": text, "date": date });
        let gold = [
            page("Orcs burned Bree", "2015-03-01"),
            page("Orcs burned Bree", "2015-03-20"),
            page("Orcs burned Bree", "2015-05-20"),
            page("A feast in Hobbiton", "2015-03-01"),
        ];
        let merged = gva_merged(&gold, vec![json!({}); 4]);
        let clusters: Vec<&str> = merged.iter().map(|fact| string(fact, "cluster")).collect();
        assert_eq!(clusters, ["0", "0", "2", "3"]);
    }
}

//! Documents of one topic that tell one story, by their words.

use std::collections::{BTreeMap, BTreeSet};

use super::sketch::Sketch;
use crate::groups::groups;

/// Documents at least so alike on average are of one story. Found on the training half.
const ALIKE: f64 = 0.58;

/// How much of a likeness is that of the likenesses to all others. Found on the training half.
const SECOND: f64 = 0.8;

/// What a name or a number weighs beside another word.
const NAME: f64 = 2.0;

/// Which documents tell one story, and how alike they are.
pub(super) struct Stories {
    /// The number of the story of each document.
    pub(super) of_document: Vec<usize>,
    likeness: BTreeMap<(usize, usize), f64>,
}

impl Stories {
    pub(super) fn new(documents: &[Sketch]) -> Stories {
        let vectors = vectors(documents);
        let mut likeness = BTreeMap::new();
        for topic in topics(documents).values() {
            likeness.extend(likenesses(topic, &vectors));
        }
        let pairs: Vec<_> = likeness.iter().map(|((one, other), alike)| (*one, *other, *alike)).collect();
        Stories { of_document: groups(documents.len(), &pairs, ALIKE), likeness }
    }

    /// How alike two documents of one topic are, from 0 to 1.
    pub(super) fn likeness(&self, one: usize, other: usize) -> f64 {
        if one == other {
            1.0
        } else {
            self.likeness.get(&(one.min(other), one.max(other))).copied().unwrap_or(0.0)
        }
    }
}

fn topics(documents: &[Sketch]) -> BTreeMap<&str, Vec<usize>> {
    let mut topics: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, document) in documents.iter().enumerate() {
        topics.entry(&document.topic).or_default().push(number);
    }
    topics
}

/// In how many documents each word stands.
fn spread<'a>(documents: impl Iterator<Item = &'a Sketch>) -> BTreeMap<&'a str, f64> {
    let mut spread = BTreeMap::new();
    for word in documents.flat_map(|document| document.words.keys()) {
        *spread.entry(word.as_str()).or_default() += 1.0;
    }
    spread
}

/// Words of each document with their weights, of length 1. A word weighs more the fewer documents have it,
/// of all and of its topic; one that no other of its topic has tells nothing.
fn vectors(documents: &[Sketch]) -> Vec<BTreeMap<&str, f64>> {
    let everywhere = spread(documents.iter());
    let mut named: BTreeMap<&str, [u32; 2]> = BTreeMap::new();
    for (word, count) in documents.iter().flat_map(|document| &document.words) {
        let total = named.entry(word).or_default();
        *total = [total[0] + count[0], total[1] + count[1]];
    }
    let mut vectors = vec![BTreeMap::new(); documents.len()];
    for topic in topics(documents).values() {
        let here = spread(topic.iter().map(|number| &documents[*number]));
        for number in topic {
            let told = documents[*number].words.iter().filter(|(word, _)| here[word.as_str()] > 1.0);
            let weighed = told.map(|(word, count)| {
                let word = word.as_str();
                let rare = (documents.len() as f64 / everywhere[word]).ln();
                let rare_here = ((topic.len() + 1) as f64 / here[word]).ln();
                let [all, as_name] = named[word];
                let name = if 2 * as_name > all { NAME } else { 1.0 };
                (word, (1.0 + f64::from(count[0]).ln()) * (rare * rare_here).max(0.0).sqrt() * name)
            });
            vectors[*number] = normed(weighed.collect());
        }
    }
    vectors
}

fn normed(vector: BTreeMap<&str, f64>) -> BTreeMap<&str, f64> {
    let length = vector.values().map(|weight| weight * weight).sum::<f64>().sqrt();
    if length > 0.0 {
        vector.into_iter().map(|(word, weight)| (word, weight / length)).collect()
    } else {
        vector
    }
}

/// Documents are alike that share words, and more so those that are like the same documents.
fn likenesses(topic: &[usize], vectors: &[BTreeMap<&str, f64>]) -> BTreeMap<(usize, usize), f64> {
    let first =
        |one: usize, other: usize| if one == other { 1.0 } else { shared(&vectors[one], &vectors[other]) };
    let row = |one: &usize| -> Vec<f64> {
        let row: Vec<f64> = topic.iter().map(|other| first(*one, *other).sqrt()).collect();
        let length = row.iter().map(|alike| alike * alike).sum::<f64>().sqrt();
        row.into_iter().map(|alike| alike / length).collect()
    };
    let rows: Vec<Vec<f64>> = topic.iter().map(row).collect();
    let mut likenesses = BTreeMap::new();
    for (place, one) in topic.iter().enumerate() {
        for (other_place, other) in topic.iter().enumerate().take(place) {
            let second: f64 =
                rows[place].iter().zip(&rows[other_place]).map(|(one, other)| one * other).sum();
            likenesses.insert((*other, *one), (1.0 - SECOND) * first(*one, *other) + SECOND * second);
        }
    }
    likenesses
}

fn shared(one: &BTreeMap<&str, f64>, other: &BTreeMap<&str, f64>) -> f64 {
    one.iter().filter_map(|(word, weight)| Some(weight * other.get(word)?)).sum()
}

/// Of each family of words in each story the documents with a mention of it.
pub(super) type Spread = BTreeMap<(usize, String), BTreeSet<usize>>;

#[cfg(test)]
mod tests {
    use super::*;

    fn document(topic: &str, words: &[&str]) -> Sketch {
        let words = words.iter().map(|word| ((*word).to_owned(), [1, 0])).collect();
        Sketch { topic: topic.to_owned(), words, ..Sketch::default() }
    }

    #[test]
    fn documents_of_one_topic_part_by_what_they_share() {
        let documents = [
            document("siege", &["ladder", "helm", "rohan"]),
            document("siege", &["ladder", "helm", "hornburg", "rohan"]),
            document("siege", &["ladder", "gate", "pelennor"]),
            document("siege", &["ladder", "gate", "pelennor", "witch"]),
            document("feast", &["cake", "gate", "pelennor"]),
        ];
        let stories = Stories::new(&documents);
        assert_eq!(stories.of_document, [0, 0, 2, 2, 4]);
        assert!(stories.likeness(0, 1) > stories.likeness(1, 2));
        assert_eq!((stories.likeness(3, 3), stories.likeness(0, 4)), (1.0, 0.0));
    }
}

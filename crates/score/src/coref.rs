//! Which mentions, or which reports, tell of one event: MUC, B³, CEAF-e, LEA, pairs, and CoNLL F1.
//!
//! MUC after Vilain et al. (1995), B³ after Bagga and Baldwin (1998), CEAF with φ4 after Luo (2005), LEA
//! after Moosavi and Strube (2016); CoNLL is the mean F1 of the first three (Pradhan et al. 2012). The
//! setting is that of gold mentions: one that predictions lack is a cluster of its own, and one that gold
//! lacks does not count.
//!
//! Each of these is a quotient of sums over clusters. A [`Tally`] keeps the sums, and those of parts of a
//! corpus that share no cluster (the topics of ECB+) add up to those of the whole.

mod ecb;
mod measures;

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::layout::{self, text_of};
use crate::rate::rounded;

pub use ecb::{EcbMention, ecb, head_baseline, head_stem, stem};
pub use measures::Sums;

/// Mentions and the cluster each is in, in their order; of a mention that comes twice the later stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clustering {
    mentions: Vec<(String, Cluster)>,
    places: BTreeMap<String, usize>,
}

/// The name of a cluster, or that a mention is alone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Cluster {
    Named(String),
    Own(String),
}

impl FromIterator<(String, String)> for Clustering {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(mentions: I) -> Clustering {
        let mut clustering = Clustering::default();
        for (mention, cluster) in mentions {
            clustering.insert(mention, Cluster::Named(cluster));
        }
        clustering
    }
}

impl Clustering {
    /// From an object that maps mentions to clusters. The cluster `4` is another one than `"4"`.
    pub fn from_json(json: &str) -> Result<Clustering, layout::Error> {
        let object: Map<String, Value> =
            serde_json::from_str(json).map_err(|cause| layout::Error { line: cause.line(), cause })?;
        Ok(object.into_iter().map(|(mention, cluster)| (mention, cluster.to_string())).collect())
    }

    /// From lines with a `doc_id` and its `cluster` or `incident_id`.
    pub fn from_documents(jsonl: &str) -> Result<Clustering, layout::Error> {
        let lines = layout::read::<Map<String, Value>>(jsonl)?;
        let word = |line: &Map<String, Value>, keys: [&str; 2]| {
            text_of(keys.iter().find_map(|key| line.get(*key)).unwrap_or(&Value::Null))
        };
        let mention = |line| (word(line, ["doc_id", "doc_id"]), word(line, ["cluster", "incident_id"]));
        Ok(lines.iter().map(mention).collect())
    }

    /// How many mentions there are.
    pub fn len(&self) -> usize {
        self.mentions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.mentions.is_empty()
    }

    fn insert(&mut self, mention: String, cluster: Cluster) {
        match self.places.get(&mention) {
            Some(place) => self.mentions[*place].1 = cluster,
            None => {
                self.places.insert(mention.clone(), self.mentions.len());
                self.mentions.push((mention, cluster));
            }
        }
    }

    fn get(&self, mention: &str) -> Option<&Cluster> {
        self.places.get(mention).map(|place| &self.mentions[*place].1)
    }

    /// The clusters of the mentions of gold, alone where this clustering lacks them.
    fn over(&self, gold: &Clustering) -> Clustering {
        let mut found = Clustering::default();
        for (mention, _) in &gold.mentions {
            let own = || Cluster::Own(mention.clone());
            found.insert(mention.clone(), self.get(mention).cloned().unwrap_or_else(own));
        }
        found
    }

    /// Clusters in the order of their first mention; mentions are numbers, in their order.
    fn clusters(&self, singletons: Singletons) -> Vec<Vec<usize>> {
        let mut names: BTreeMap<&Cluster, usize> = BTreeMap::new();
        let mut clusters: Vec<Vec<usize>> = Vec::new();
        for (mention, (_, cluster)) in self.mentions.iter().enumerate() {
            let place = *names.entry(cluster).or_insert(clusters.len());
            if place == clusters.len() {
                clusters.push(Vec::new());
            }
            clusters[place].push(mention);
        }
        clusters.retain(|cluster| singletons == Singletons::Kept || cluster.len() > 1);
        clusters
    }
}

/// What becomes of clusters of one mention, in gold and predictions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Singletons {
    /// They count.
    #[default]
    Kept,
    /// They are left out, as in OntoNotes.
    Dropped,
}

/// The sums that the figures are quotients of.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[expect(missing_docs)]
pub struct Tally {
    pub muc: Sums,
    pub b_cubed: Sums,
    pub ceaf_e: Sums,
    pub lea: Sums,
    pub pairs: Sums,
    /// Mentions in gold.
    pub mentions: usize,
    /// Clusters in gold.
    pub gold_clusters: usize,
    /// Clusters predicted, of mentions of gold.
    pub pred_clusters: usize,
}

/// The figures, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Links of chains.
    #[serde(rename = "MUC")]
    pub muc: crate::rate::Rate,
    /// B³, over mentions.
    #[serde(rename = "B3")]
    pub b_cubed: crate::rate::Rate,
    /// CEAF with φ4, over clusters paired one to one.
    #[serde(rename = "CEAFe")]
    pub ceaf_e: crate::rate::Rate,
    /// LEA, over clusters by how much of their links is found.
    #[serde(rename = "LEA")]
    pub lea: crate::rate::Rate,
    /// Pairs of mentions of one cluster.
    pub pairs: crate::rate::Rate,
    /// The mean F1 of MUC, B³ and CEAF-e.
    #[serde(rename = "CoNLL")]
    pub conll: f64,
    /// Mentions in gold.
    pub mentions: usize,
    /// Clusters in gold.
    pub gold_clusters: usize,
    /// Clusters predicted, of mentions of gold.
    pub pred_clusters: usize,
}

/// Scores a clustering.
pub fn score(singletons: Singletons, gold: &Clustering, predicted: &Clustering) -> Scores {
    scores(&[&tally(singletons, gold, predicted)])
}

/// One tally for each unit of a corpus, by the name of the unit that a mention is in, such as its topic.
/// A predicted cluster that reaches over units counts in each of them as what it has there.
pub fn tallies(
    singletons: Singletons,
    gold: &Clustering,
    predicted: &Clustering,
    unit: impl Fn(&str) -> String,
) -> Vec<Tally> {
    let mut units: BTreeMap<String, Clustering> = BTreeMap::new();
    for (mention, cluster) in &gold.mentions {
        units.entry(unit(mention)).or_default().insert(mention.clone(), cluster.clone());
    }
    units.values().map(|gold| tally(singletons, gold, predicted)).collect()
}

/// The figures of units.
pub fn scores(tallies: &[&Tally]) -> Scores {
    let rate = |part: fn(&Tally) -> &Sums| {
        let mut total = Sums::default();
        for tally in tallies {
            total += *part(tally);
        }
        total.rate()
    };
    let count = |part: fn(&Tally) -> usize| tallies.iter().map(|tally| part(tally)).sum();
    let (muc, b_cubed, ceaf_e) =
        (rate(|tally| &tally.muc), rate(|tally| &tally.b_cubed), rate(|tally| &tally.ceaf_e));
    Scores {
        muc,
        b_cubed,
        ceaf_e,
        lea: rate(|tally| &tally.lea),
        pairs: rate(|tally| &tally.pairs),
        conll: rounded((muc.f1 + b_cubed.f1 + ceaf_e.f1) / 3.0, 2),
        mentions: count(|tally| tally.mentions),
        gold_clusters: count(|tally| tally.gold_clusters),
        pred_clusters: count(|tally| tally.pred_clusters),
    }
}

fn tally(singletons: Singletons, gold: &Clustering, predicted: &Clustering) -> Tally {
    let (key, response) = (gold.clusters(singletons), predicted.over(gold).clusters(singletons));
    let key = measures::Partition::new(key, gold.len());
    let response = measures::Partition::new(response, gold.len());
    Tally {
        muc: measures::muc(&key, &response),
        b_cubed: measures::b_cubed(&key, &response),
        ceaf_e: measures::ceaf_e(&key, &response),
        lea: measures::lea(&key, &response),
        pairs: measures::pairs(&key, &response),
        mentions: gold.len(),
        gold_clusters: key.clusters.len(),
        pred_clusters: response.clusters.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clustering(mentions: &[(&str, &str)]) -> Clustering {
        mentions.iter().map(|(mention, cluster)| ((*mention).to_owned(), (*cluster).to_owned())).collect()
    }

    #[test]
    fn units_that_share_no_cluster_add_up() {
        let gold = clustering(&[("a1", "x"), ("a2", "x"), ("a3", "y"), ("b1", "z"), ("b2", "z")]);
        let predicted = clustering(&[("a1", "1"), ("a2", "2"), ("a3", "2"), ("b1", "3"), ("b2", "3")]);
        let tallies = tallies(Singletons::Kept, &gold, &predicted, |mention| mention[..1].to_owned());
        assert_eq!(tallies.len(), 2);
        let whole = score(Singletons::Kept, &gold, &predicted);
        assert_eq!(scores(&tallies.iter().collect::<Vec<_>>()), whole);
    }

    #[test]
    fn mentions_not_predicted_are_alone() {
        let gold = clustering(&[("a", "x"), ("b", "x"), ("c", "x")]);
        let scores = score(Singletons::Kept, &gold, &Clustering::default());
        assert_eq!((scores.pred_clusters, scores.pairs.recall), (3, 0.0));
    }
}

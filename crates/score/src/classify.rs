//! Labels of documents or sentences: accuracy, micro, macro and weighted F1.
//!
//! One scorer for the sets that have one label a text (CASE 2021), several (IndiaPoliceEvents), or a vector
//! of zeros and ones (ConfliBERT's copies of SATP and Insight Crime).

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use crate::layout::{self, ById, text_of};
use crate::rate::{Counts, RateOf, rounded};

/// A text and its labels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labelled {
    /// Of the document; of a sentence, `document|sentence`.
    pub id: String,
    #[expect(missing_docs)]
    pub labels: BTreeSet<String>,
}

/// Where a line has its labels.
#[derive(Clone, Copy, Debug)]
pub enum Layout<'a> {
    /// Under a key of the document: a string, a list of strings, or a vector of zeros and ones.
    Field(&'a str),
    /// Under `labels` of each of its sentences (`sents`).
    Sentences,
}

/// The figures, in percent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Texts.
    pub n: usize,
    /// Texts with the same labels.
    pub accuracy: f64,
    /// Over all labels of all texts.
    pub micro: RateOf,
    /// The mean F1 of the labels of gold, by how often gold has them.
    #[serde(rename = "weightedF1")]
    pub weighted_f1: f64,
    /// The mean F1 of the labels of gold.
    #[serde(rename = "macroF1")]
    pub macro_f1: f64,
    /// Each label of gold or predictions.
    pub per_label: BTreeMap<String, RateOf>,
}

/// Labels of one text, compared.
#[derive(Clone, Debug)]
pub struct Tally {
    /// Whether they are the same.
    pub same: bool,
    /// Counts by label.
    pub labels: BTreeMap<String, Counts>,
}

/// The labelled texts of a file.
pub fn read(layout: Layout, jsonl: &str) -> Result<Vec<Labelled>, layout::Error> {
    let lines = layout::read::<Map<String, Value>>(jsonl)?;
    Ok(match layout {
        Layout::Field(field) => lines.iter().map(|line| document(field, line)).collect(),
        Layout::Sentences => lines.iter().flat_map(sentences).collect(),
    })
}

/// Scores predictions; a text of gold that they lack is one without labels.
pub fn score(gold: &[Labelled], predicted: &[Labelled]) -> Scores {
    let mut scores = scores(&tallies(gold, predicted).iter().collect::<Vec<_>>());
    let elsewhere = ById::new(predicted, |text| &text.id);
    for label in elsewhere.iter().flat_map(|(_, text)| &text.labels) {
        scores.per_label.entry(label.clone()).or_default();
    }
    scores
}

/// One tally for each text of gold.
pub fn tallies(gold: &[Labelled], predicted: &[Labelled]) -> Vec<Tally> {
    let predicted = ById::new(predicted, |text| &text.id);
    let gold = ById::new(gold, |text| &text.id);
    let none = BTreeSet::new();
    gold.iter()
        .map(|(id, text)| tally(&text.labels, predicted.get(id).map_or(&none, |text| &text.labels)))
        .collect()
}

/// The figures of texts.
pub fn scores(tallies: &[&Tally]) -> Scores {
    let mut labels: BTreeMap<&str, Counts> = BTreeMap::new();
    for (label, counts) in tallies.iter().flat_map(|tally| &tally.labels) {
        *labels.entry(label).or_default() += *counts;
    }
    let same = tallies.iter().filter(|tally| tally.same).count();
    let per_label: BTreeMap<String, RateOf> =
        labels.iter().map(|(label, counts)| ((*label).to_owned(), counts.rate_of())).collect();
    let of_gold: Vec<&RateOf> = per_label.values().filter(|label| label.n > 0).collect();
    let weighted: f64 = of_gold.iter().map(|label| label.rate.f1 * label.n as f64).sum();
    let plain: f64 = of_gold.iter().map(|label| label.rate.f1).sum();
    let n_labels = of_gold.iter().map(|label| label.n).sum::<usize>();
    Scores {
        n: tallies.len(),
        accuracy: rounded((100 * same) as f64 / tallies.len().max(1) as f64, 2),
        micro: labels.values().copied().sum::<Counts>().rate_of(),
        weighted_f1: rounded(weighted / n_labels.max(1) as f64, 2),
        macro_f1: rounded(plain / of_gold.len().max(1) as f64, 2),
        per_label,
    }
}

fn tally(gold: &BTreeSet<String>, predicted: &BTreeSet<String>) -> Tally {
    let counts = |label: &String| {
        let (in_gold, given) = (gold.contains(label), predicted.contains(label));
        Counts::paired(usize::from(in_gold && given), usize::from(given), usize::from(in_gold))
    };
    let labels = gold.union(predicted).map(|label| (label.clone(), counts(label))).collect();
    Tally { same: gold == predicted, labels }
}

fn document(field: &str, line: &Map<String, Value>) -> Labelled {
    Labelled { id: id(line), labels: labels(line.get(field)) }
}

fn sentences(line: &Map<String, Value>) -> Vec<Labelled> {
    let document = id(line);
    let sentences = line.get("sents").and_then(Value::as_array).into_iter().flatten();
    sentences
        .map(|sentence| Labelled {
            id: format!("{document}|{}", text_of(&sentence["id"])),
            labels: labels(sentence.get("labels")),
        })
        .collect()
}

fn id(line: &Map<String, Value>) -> String {
    text_of(line.get("id").or_else(|| line.get("doc_id")).unwrap_or(&Value::Null))
}

fn labels(value: Option<&Value>) -> BTreeSet<String> {
    match value {
        None | Some(Value::Null) => BTreeSet::new(),
        Some(Value::Array(values)) if values.iter().all(|value| bit(value).is_some()) => {
            let ones = values.iter().enumerate().filter(|(_, value)| bit(value) == Some(true));
            ones.map(|(place, _)| place.to_string()).collect()
        }
        Some(Value::Array(values)) => values.iter().map(text_of).collect(),
        Some(value) => BTreeSet::from([text_of(value)]),
    }
}

/// A zero or one of a vector.
fn bit(value: &Value) -> Option<bool> {
    let number = value.as_f64().or_else(|| value.as_bool().map(|bit| f64::from(u8::from(bit))))?;
    (number == 0.0 || number == 1.0).then_some(number == 1.0)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_vector_names_the_places_of_its_ones() {
        assert_eq!(labels(Some(&json!([0, 1, 1]))), BTreeSet::from(["1".to_owned(), "2".to_owned()]));
        assert_eq!(labels(Some(&json!([1, 2]))), BTreeSet::from(["1".to_owned(), "2".to_owned()]));
        assert_eq!(labels(Some(&json!([]))), BTreeSet::new());
        assert_eq!(labels(Some(&json!(7))), BTreeSet::from(["7".to_owned()]));
    }
}

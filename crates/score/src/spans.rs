//! Typed spans and relations, for re3d (Dstl 2017) and WikiEvents (Li, Ji and Han 2021).
//!
//! Spans are counted where span and type are equal, where the span is, and where spans of one type overlap.
//! A relation is found where its type is equal and both its ends overlap, for symmetric types in either
//! direction.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::layout::{self, ById, text};
use crate::rate::{Counts, RateOf};

/// The spans of one document.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Document {
    #[serde(deserialize_with = "text")]
    #[expect(missing_docs)]
    pub doc_id: String,
    /// What is scored: entities, or what else was read.
    pub spans: Vec<Span>,
    /// Relations; none where the corpus marks none.
    #[serde(default)]
    pub relations: Option<Vec<Relation>>,
}

/// A span with its type.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Span {
    /// Code points before it.
    pub start: usize,
    /// Code points up to its end.
    pub end: usize,
    /// Such as `Organisation`.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
}

/// A relation between two spans, each given as code points before it and up to its end.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[expect(missing_docs)]
pub struct Relation {
    /// Such as `BelongsTo`.
    #[serde(rename = "type")]
    pub kind: String,
    pub source: [usize; 2],
    pub target: [usize; 2],
}

/// Counts of one document.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    /// Equal spans of equal type.
    pub exact: Counts,
    /// Equal spans.
    pub untyped: Counts,
    /// Overlapping spans of equal type, one to one.
    pub overlap: Counts,
    /// Equal spans by type.
    pub per_type: BTreeMap<String, Counts>,
    /// Relations, where gold has a list of them.
    pub relations: Option<Counts>,
}

/// The figures, in percent.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Equal spans of equal type.
    pub exact: RateOf,
    /// Equal spans.
    pub untyped: RateOf,
    /// Overlapping spans of equal type, one to one.
    pub overlap: RateOf,
    /// Equal spans by type; `null` is the type of spans without one.
    pub per_type: BTreeMap<String, RateOf>,
    /// Relations, where gold has lists of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relations: Option<RateOf>,
}

/// Documents whose spans stand under a key of their own: `entities` of re3d, `entities` or `events` of
/// WikiEvents.
pub fn read(key: &str, jsonl: &str) -> Result<Vec<Document>, layout::Error> {
    let renamed: Vec<Value> = layout::read::<Map<String, Value>>(jsonl)?
        .into_iter()
        .map(|mut object| {
            let spans = object.remove(key).unwrap_or_else(|| Value::Array(Vec::new()));
            object.insert("spans".to_owned(), spans);
            Value::Object(object)
        })
        .collect();
    let documents = renamed.into_iter().enumerate();
    documents
        .map(|(line, object)| {
            serde_json::from_value(object).map_err(|cause| layout::Error { line: line + 1, cause })
        })
        .collect()
}

/// Scores predictions; a document of gold that they lack is one with nothing in it.
pub fn score(gold: &[Document], predicted: &[Document]) -> Scores {
    scores(&tallies(gold, predicted).iter().collect::<Vec<_>>())
}

/// One tally for each document of gold.
pub fn tallies(gold: &[Document], predicted: &[Document]) -> Vec<Tally> {
    let predicted = ById::new(predicted, |document| &document.doc_id);
    let gold = ById::new(gold, |document| &document.doc_id);
    gold.iter().map(|(id, document)| tally(document, predicted.get(id))).collect()
}

/// The figures of documents.
pub fn scores(tallies: &[&Tally]) -> Scores {
    let total =
        |part: fn(&Tally) -> Counts| tallies.iter().map(|tally| part(tally)).sum::<Counts>().rate_of();
    let mut per_type: BTreeMap<&str, Counts> = BTreeMap::new();
    for (kind, counts) in tallies.iter().flat_map(|tally| &tally.per_type) {
        *per_type.entry(kind).or_default() += *counts;
    }
    let relations: Vec<Counts> = tallies.iter().filter_map(|tally| tally.relations).collect();
    Scores {
        exact: total(|tally| tally.exact),
        untyped: total(|tally| tally.untyped),
        overlap: total(|tally| tally.overlap),
        per_type: per_type.into_iter().map(|(kind, counts)| (kind.to_owned(), counts.rate_of())).collect(),
        relations: (!relations.is_empty()).then(|| relations.into_iter().sum::<Counts>().rate_of()),
    }
}

/// A span as it is compared.
type Key<'a> = (usize, usize, Option<&'a str>);

fn tally(gold: &Document, predicted: Option<&Document>) -> Tally {
    let (right, given) = (keys(&gold.spans), keys(predicted.map_or(&[], |document| &document.spans)));
    let counts = |found| Counts::paired(found, given.len(), right.len());
    let without_type = |keys: &[Key]| tallied(keys.iter().map(|key| (key.0, key.1)));
    Tally {
        exact: counts(shared(&tallied(right.iter().copied()), &tallied(given.iter().copied()))),
        untyped: counts(shared(&without_type(&right), &without_type(&given))),
        overlap: counts(overlapping(&right, &given)),
        per_type: per_type(&right, &given),
        relations: gold.relations.as_ref().map(|relations| {
            let given = predicted.and_then(|document| document.relations.as_deref()).unwrap_or_default();
            Counts::paired(related(relations, given), given.len(), relations.len())
        }),
    }
}

/// In order of start, end and type.
fn keys(spans: &[Span]) -> Vec<Key<'_>> {
    let mut keys: Vec<Key> = spans.iter().map(|span| (span.start, span.end, span.kind.as_deref())).collect();
    keys.sort_unstable();
    keys
}

/// How often each stands there.
fn tallied<T: Ord>(items: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut tallied = BTreeMap::new();
    for item in items {
        *tallied.entry(item).or_default() += 1;
    }
    tallied
}

fn shared<T: Ord>(one: &BTreeMap<T, usize>, other: &BTreeMap<T, usize>) -> usize {
    one.iter().map(|(item, n)| other.get(item).map_or(0, |m| *n.min(m))).sum()
}

fn per_type(gold: &[Key], predicted: &[Key]) -> BTreeMap<String, Counts> {
    let kinds: BTreeSet<Option<&str>> = gold.iter().chain(predicted).map(|key| key.2).collect();
    kinds
        .into_iter()
        .map(|kind| {
            let (right, given) = (tallied_of(gold, kind), tallied_of(predicted, kind));
            let size = |keys: &BTreeMap<_, usize>| keys.values().sum();
            let counts = Counts::paired(shared(&right, &given), size(&given), size(&right));
            (kind.unwrap_or("null").to_owned(), counts)
        })
        .collect()
}

fn tallied_of<'a>(keys: &[Key<'a>], kind: Option<&str>) -> BTreeMap<Key<'a>, usize> {
    tallied(keys.iter().copied().filter(|key| key.2 == kind))
}

/// From left to right, the first of equal type that overlaps.
fn overlapping(gold: &[Key], predicted: &[Key]) -> usize {
    let mut left = predicted.to_vec();
    for right in gold {
        let fits = |given: &Key| given.2 == right.2 && overlap([right.0, right.1], [given.0, given.1]);
        if let Some(place) = left.iter().position(fits) {
            left.remove(place);
        }
    }
    predicted.len() - left.len()
}

fn overlap(one: [usize; 2], other: [usize; 2]) -> bool {
    one[0] < other[1] && other[0] < one[1]
}

/// In the order in which gold and predictions list them.
fn related(gold: &[Relation], predicted: &[Relation]) -> usize {
    let mut left: Vec<&Relation> = predicted.iter().collect();
    for right in gold {
        if let Some(place) = left.iter().position(|given| same(right, given)) {
            left.remove(place);
        }
    }
    predicted.len() - left.len()
}

fn same(gold: &Relation, predicted: &Relation) -> bool {
    let ends = |source, target| overlap(gold.source, source) && overlap(gold.target, target);
    gold.kind == predicted.kind
        && (ends(predicted.source, predicted.target)
            || (is_symmetric(&gold.kind) && ends(predicted.target, predicted.source)))
}

/// Types of re3d that say the same in both directions.
fn is_symmetric(kind: &str) -> bool {
    matches!(kind, "CoLocated" | "Apart" | "FightingAgainst" | "AlliesOf" | "CommWith" | "IsSynonymOf")
}

//! Expressions of time, as TempEval-3 scores task A (UzZaman et al. 2013).
//!
//! An expression is found strictly where the spans are equal, and relaxed where they overlap. Types and
//! values are judged on the relaxed pairs; the F1 of values is what TempEval-3 ranks by.

use serde::{Deserialize, Serialize};

use crate::layout::{ById, text};
use crate::rate::{Counts, Rate};

/// The expressions of one document.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Document {
    #[serde(deserialize_with = "text")]
    #[expect(missing_docs)]
    pub doc_id: String,
    #[expect(missing_docs)]
    pub timexes: Vec<Timex>,
}

/// An expression of time (TIMEX3).
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Timex {
    /// Code points before it.
    pub start: usize,
    /// Code points up to its end.
    pub end: usize,
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    #[serde(rename = "type", default)]
    pub kind: Option<String>,
    /// ISO 8601 as TIMEX3 has it, such as `2023-W43` or `P2D`.
    #[serde(default)]
    pub value: Option<String>,
}

/// Counts of one document.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Equal spans.
    pub strict: Counts,
    /// Overlapping spans.
    pub relaxed: Counts,
    /// Overlapping spans of the same type.
    pub kind: Counts,
    /// Overlapping spans of the same value.
    pub value: Counts,
}

/// The figures, in percent.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Equal spans.
    pub strict: Rate,
    /// Overlapping spans.
    pub relaxed: Rate,
    /// Overlapping spans of the same type.
    #[serde(rename = "type")]
    pub kind: Rate,
    /// Overlapping spans of the same value.
    pub value: Rate,
    /// Expressions in gold.
    pub n_gold: usize,
    /// Expressions predicted for documents of gold.
    pub n_pred: usize,
}

/// Scores predictions; a document of gold that they lack is one with nothing in it.
pub fn score(gold: &[Document], predicted: &[Document]) -> Scores {
    scores(&tallies(gold, predicted).iter().collect::<Vec<_>>())
}

/// One tally for each document of gold.
pub fn tallies(gold: &[Document], predicted: &[Document]) -> Vec<Tally> {
    let predicted = ById::new(predicted, |document| &document.doc_id);
    let gold = ById::new(gold, |document| &document.doc_id);
    let of = |id| predicted.get(id).map_or(&[][..], |document| &document.timexes);
    gold.iter().map(|(id, document)| tally(&document.timexes, of(id))).collect()
}

/// The figures of documents.
pub fn scores(tallies: &[&Tally]) -> Scores {
    let total = |part: fn(&Tally) -> Counts| tallies.iter().map(|tally| part(tally)).sum::<Counts>();
    let relaxed = total(|tally| tally.relaxed);
    Scores {
        strict: total(|tally| tally.strict).rate(),
        relaxed: relaxed.rate(),
        kind: total(|tally| tally.kind).rate(),
        value: total(|tally| tally.value).rate(),
        n_gold: relaxed.gold as usize,
        n_pred: relaxed.predicted as usize,
    }
}

fn tally(gold: &[Timex], predicted: &[Timex]) -> Tally {
    let (gold, predicted) = (in_order(gold), in_order(predicted));
    let (n_strict, pairs) = pairs(&gold, &predicted);
    let counts = |right| Counts::paired(right, predicted.len(), gold.len());
    let same = |field: fn(&Timex) -> &Option<String>| {
        counts(pairs.iter().filter(|(gold, predicted)| field(gold) == field(predicted)).count())
    };
    Tally {
        strict: counts(n_strict),
        relaxed: counts(pairs.len()),
        kind: same(|timex| &timex.kind),
        value: same(|timex| &timex.value),
    }
}

fn in_order(timexes: &[Timex]) -> Vec<&Timex> {
    let mut sorted: Vec<&Timex> = timexes.iter().collect();
    sorted.sort_by_key(|timex| (timex.start, timex.end));
    sorted
}

/// How many spans are equal, and all pairs: equal spans first, then from left to right what overlaps.
fn pairs<'a>(gold: &[&'a Timex], predicted: &[&'a Timex]) -> (usize, Vec<(&'a Timex, &'a Timex)>) {
    let mut used = vec![false; predicted.len()];
    let mut pairs = Vec::new();
    let mut take = |gold: &'a Timex, fits: fn(&Timex, &Timex) -> bool| {
        let place = (0..predicted.len()).find(|place| !used[*place] && fits(gold, predicted[*place]));
        if let Some(place) = place {
            used[place] = true;
            pairs.push((gold, predicted[place]));
        }
        place.is_some()
    };
    let rest: Vec<&Timex> = gold.iter().copied().filter(|gold| !take(gold, equal)).collect();
    let n_strict = gold.len() - rest.len();
    for gold in rest {
        take(gold, overlap);
    }
    (n_strict, pairs)
}

fn equal(gold: &Timex, predicted: &Timex) -> bool {
    (gold.start, gold.end) == (predicted.start, predicted.end)
}

fn overlap(gold: &Timex, predicted: &Timex) -> bool {
    predicted.start < gold.end && gold.start < predicted.end
}

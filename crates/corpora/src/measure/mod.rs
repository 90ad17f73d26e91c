//! Predictions beside gold: the figures of a set, each with its interval over documents.
//!
//! Comes in: the lines of gold and what was predicted for each ([`Judged`]). Goes out: [`Row`]s. Which of a
//! scorer's figures count, over which of its groups they are pooled, and what its options are, is decided
//! here and told in [`Measure::scorer`]; the counting itself is the room `score`'s.

mod article;
mod attribution;
mod coref;
mod factuality;
mod gva;
mod labels;
mod muc4;
mod places;
mod spans;
mod times;

use std::collections::BTreeMap;

use casus::Casus;
use casus_score::bootstrap::{self, Interval};
use casus_score::layout;
use casus_score::rate::Counts;
use serde_json::Value;

use crate::Join;
use crate::mistakes::Mistake;
use crate::set::string;

pub use article::ARTICLE;
pub use attribution::POLNEAR;
pub use coref::ECBPLUS;
pub(crate) use coref::rows_of;
pub use factuality::FACTUALITY;
pub use gva::GVA;
pub use labels::{CASE2021, INDIA, PLOVER};
pub use muc4::{ROLES, TEMPLATES};
pub use places::{FOUND, GIVEN};
pub use spans::{DOCEVENTS, RE3D};
pub use times::TEMPEVAL3;

/// How predictions on a set are scored.
#[derive(Clone, Copy)]
pub struct Measure {
    /// The scorer with its options, and how its counts are pooled, for the page of figures.
    pub scorer: &'static str,
    /// A second file beside the gold, by what in the name of the one stands for what in the other.
    pub beside: Option<(&'static str, &'static str)>,
    /// What a program predicts that knows a handful of words.
    pub keywords: fn(&Casus, &Value) -> Value,
    /// The same for all documents together, as [`crate::Set::join`] is.
    pub keywords_join: Option<Join>,
    /// What went wrong, one by one.
    pub mistakes: fn(&Judged) -> Vec<Mistake>,
    /// The figures.
    pub rows: fn(&Judged) -> Result<Vec<Row>, layout::Error>,
}

/// Gold and predictions.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// The lines of the gold files.
    pub gold: Vec<Value>,
    /// What was predicted for each of them; null where nothing was.
    pub predicted: Vec<Value>,
    /// The lines of the files beside the gold.
    pub beside: Vec<Value>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What is measured. No two rows of a set have one name.
    pub metric: String,
    /// Over how many items of gold.
    pub n: usize,
    /// Precision and recall in percent, of a figure that is made of them.
    pub parts: Option<[f64; 2]>,
    /// The figure: F1 or another share in percent, unless its name says otherwise.
    pub figure: f64,
    /// Where it would lie with other documents.
    pub interval: Option<Interval>,
    /// Which way is up.
    pub better: Better,
}

/// Which of two figures is better.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Better {
    /// The greater one.
    #[default]
    More,
    /// The lesser one, as of errors.
    Less,
}

impl Judged {
    /// As JSON lines: gold, then predictions.
    fn lines(&self) -> [String; 2] {
        [jsonl(&self.gold), jsonl(&self.predicted)]
    }

    /// The parts of a set whose ids begin with a name and a hyphen (`LGL-4`), in the order in which they come.
    fn by_corpus(&self, id: &str) -> Vec<(String, Judged)> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut parts: Vec<(String, Judged)> = Vec::new();
        for (gold, predicted) in self.gold.iter().zip(&self.predicted) {
            let name = string(gold, id).split('-').next().unwrap_or_default();
            let place = *places.entry(name).or_insert_with(|| {
                parts.push((name.to_owned(), Judged::default()));
                parts.len() - 1
            });
            parts[place].1.gold.push(gold.clone());
            parts[place].1.predicted.push(predicted.clone());
        }
        parts
    }
}

impl Row {
    /// F1 with precision and recall, of counts by document.
    fn of_counts(metric: impl Into<String>, counts: &[Counts]) -> Row {
        let total = counts.iter().copied().sum::<Counts>().rate_of();
        Row {
            metric: metric.into(),
            n: total.n,
            parts: Some([total.rate.precision, total.rate.recall]),
            figure: total.rate.f1,
            interval: bootstrap::interval(counts),
            better: Better::More,
        }
    }

    /// Any other figure of tallies by document; 0 where there is none.
    fn of<T>(
        metric: impl Into<String>,
        n: usize,
        tallies: &[T],
        figure: impl Fn(&[&T]) -> Option<f64>,
    ) -> Row {
        Row {
            metric: metric.into(),
            n,
            parts: None,
            figure: figure(&tallies.iter().collect::<Vec<_>>()).unwrap_or_default(),
            interval: bootstrap::resampled(tallies, figure),
            better: Better::More,
        }
    }
}

/// In percent with two decimals.
fn hundredths(share: f64) -> f64 {
    (share * 10_000.0).round() / 100.0
}

fn jsonl(lines: &[Value]) -> String {
    lines.iter().filter(|line| !line.is_null()).map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests;

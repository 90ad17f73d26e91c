//! How sure it is that an event happened, from −3 (it did not) to +3 (it did), as Rudinger, White and
//! Van Durme (2018) score it: mean absolute error and Pearson's r; and F1 over three classes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::layout::text;
use crate::rate::rounded;

/// The judged words of one sentence.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Sentence {
    #[serde(deserialize_with = "text")]
    #[expect(missing_docs)]
    pub id: String,
    #[expect(missing_docs)]
    pub targets: Vec<Target>,
}

/// A word that tells an event.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
pub struct Target {
    /// Tokens before it, and up to its end.
    pub span: [usize; 2],
    /// From −3 to +3.
    pub factuality: f64,
}

/// One target, compared; both values from −3 to +3.
#[derive(Clone, Copy, Debug, PartialEq)]
#[expect(missing_docs)]
pub struct Pair {
    pub gold: f64,
    pub predicted: f64,
}

/// The figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Scores {
    /// Targets in gold.
    pub n: usize,
    /// Mean absolute error, 0 to 6; less is better.
    #[serde(rename = "MAE")]
    pub mae: f64,
    /// Pearson's r, from −1 to 1; none where all values are the same.
    pub pearson: Option<f64>,
    /// Percent: the mean F1 of happened (1 and more), did not (−1 and less), and uncertain, of those that
    /// gold has.
    #[serde(rename = "macroF1_3class")]
    pub macro_f1: f64,
}

/// Scores predictions; a target of gold that they lack is one of 0. Over no targets all figures are 0.
pub fn score(gold: &[Sentence], predicted: &[Sentence]) -> Scores {
    scores(&pairs(gold, predicted).iter().flatten().collect::<Vec<_>>())
}

/// The targets of each sentence of gold.
pub fn pairs(gold: &[Sentence], predicted: &[Sentence]) -> Vec<Vec<Pair>> {
    let given: BTreeMap<Key, f64> = values(predicted).collect();
    let last: BTreeMap<Key, f64> = values(gold).collect();
    let mut left = last.clone();
    gold.iter()
        .map(|sentence| {
            let keys = sentence.targets.iter().map(|target| (sentence.id.as_str(), target.span));
            keys.filter_map(|key| {
                let gold = left.remove(&key)?;
                Some(Pair { gold, predicted: given.get(&key).copied().unwrap_or(0.0) })
            })
            .collect()
        })
        .collect()
}

type Key<'a> = (&'a str, [usize; 2]);

fn values(sentences: &[Sentence]) -> impl Iterator<Item = (Key<'_>, f64)> {
    sentences.iter().flat_map(|sentence| {
        sentence.targets.iter().map(|target| ((sentence.id.as_str(), target.span), target.factuality))
    })
}

/// The figures of targets.
pub fn scores(pairs: &[&Pair]) -> Scores {
    let n = pairs.len();
    if n == 0 {
        return Scores { n, mae: 0.0, pearson: None, macro_f1: 0.0 };
    }
    let error: f64 = pairs.iter().map(|pair| (pair.predicted - pair.gold).abs()).sum();
    Scores {
        n,
        mae: rounded(error / n as f64, 4),
        pearson: pearson(pairs).map(|r| rounded(r, 4)),
        macro_f1: rounded(macro_f1(pairs), 2),
    }
}

fn pearson(pairs: &[&Pair]) -> Option<f64> {
    let mean =
        |value: fn(&Pair) -> f64| pairs.iter().map(|pair| value(pair)).sum::<f64>() / pairs.len() as f64;
    let (mean_given, mean_gold) = (mean(|pair| pair.predicted), mean(|pair| pair.gold));
    let spread = |value: fn(&Pair) -> f64, mean: f64| {
        pairs.iter().map(|pair| (value(pair) - mean) * (value(pair) - mean)).sum::<f64>().sqrt()
    };
    let spread_given = spread(|pair| pair.predicted, mean_given);
    let spread_gold = spread(|pair| pair.gold, mean_gold);
    let together: f64 =
        pairs.iter().map(|pair| (pair.predicted - mean_given) * (pair.gold - mean_gold)).sum();
    (spread_given != 0.0 && spread_gold != 0.0).then(|| together / (spread_given * spread_gold))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Happened,
    DidNot,
    Uncertain,
}

fn class(factuality: f64) -> Class {
    if factuality >= 1.0 {
        Class::Happened
    } else if factuality <= -1.0 {
        Class::DidNot
    } else {
        Class::Uncertain
    }
}

fn macro_f1(pairs: &[&Pair]) -> f64 {
    let f1s = [Class::Happened, Class::DidNot, Class::Uncertain].map(|wanted| class_f1(wanted, pairs));
    let f1s: Vec<f64> = f1s.into_iter().flatten().collect();
    100.0 * f1s.iter().sum::<f64>() / f1s.len() as f64
}

/// None where gold does not have the class.
fn class_f1(wanted: Class, pairs: &[&Pair]) -> Option<f64> {
    let count = |fits: &dyn Fn(&Pair) -> bool| pairs.iter().filter(|pair| fits(pair)).count();
    let given = count(&|pair| class(pair.predicted) == wanted);
    let gold = count(&|pair| class(pair.gold) == wanted);
    let both = count(&|pair| class(pair.predicted) == wanted && class(pair.gold) == wanted);
    (gold > 0).then(|| (2 * both) as f64 / (given + gold) as f64)
}

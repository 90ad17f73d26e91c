//! Weights of a logistic model: kept in `tables/ecbplus_weights.tsv`, applied, and found anew.
//!
//! The weights were learned by `cargo run --release -p casus-corpora --example learn_ecbplus -- TRAIN.jsonl`
//! from the training half of ECB+ alone.

use super::pairs::NAMES;

/// What each part of a pair weighs, and how probable two groups must be on average to be joined.
pub struct Weights {
    parts: Vec<f64>,
    /// From 0 to 1.
    pub least: f64,
}

/// The weights in use.
pub fn learned() -> Weights {
    let mut rows = Vec::new();
    for line in include_str!("../../tables/ecbplus_weights.tsv").lines().filter(|line| !line.starts_with('#'))
    {
        if let Some((name, weight)) = line.split_once('\t')
            && let Ok(weight) = weight.parse::<f64>()
        {
            rows.push((name, weight));
        }
    }
    let weight = |name: &str| rows.iter().find(|row| row.0 == name).map_or(0.0, |row| row.1);
    Weights { parts: NAMES.iter().map(|name| weight(name)).collect(), least: weight("least") }
}

/// How probable it is that a pair is one event, by what it says.
pub(super) fn probability(weights: &Weights, says: &[f64]) -> f64 {
    let sum: f64 = weights.parts.iter().zip(says).map(|(weight, says)| weight * says).sum();
    1.0 / (1.0 + (-sum).exp())
}

impl Weights {
    /// The same weights, with another probability at which groups are joined.
    pub fn joining_at(self, least: f64) -> Weights {
        Weights { least, ..self }
    }

    /// Learns weights from pairs and whether each is one event, by Newton's method; `least` is taken as it is.
    pub fn of(examples: &[(&[f64], bool)], least: f64) -> Weights {
        let mut weights = Weights { parts: vec![0.0; NAMES.len()], least };
        for _ in 0..STEPS {
            let step = step(&weights, examples);
            weights.parts.iter_mut().zip(step).for_each(|(weight, step)| *weight += step);
        }
        weights
    }
}

const STEPS: usize = 12;

/// How strongly weights are drawn to nothing.
const DRAWN: f64 = 1.0;

/// One step of Newton's method.
fn step(weights: &Weights, examples: &[(&[f64], bool)]) -> Vec<f64> {
    let size = NAMES.len();
    let mut gradient: Vec<f64> = weights.parts.iter().map(|weight| -DRAWN * weight).collect();
    let mut curve: Vec<Vec<f64>> = (0..size)
        .map(|row| (0..size).map(|column| if row == column { DRAWN } else { 0.0 }).collect())
        .collect();
    for (says, is_one) in examples {
        let probable = probability(weights, says);
        let (miss, slope) = (f64::from(u8::from(*is_one)) - probable, probable * (1.0 - probable));
        for row in (0..size).filter(|row| says[*row] != 0.0) {
            gradient[row] += miss * says[row];
            let here = slope * says[row];
            curve[row].iter_mut().zip(*says).for_each(|(cell, says)| *cell += here * says);
        }
    }
    solved(curve, gradient)
}

/// The solution of a positive definite system, by elimination.
fn solved(mut rows: Vec<Vec<f64>>, mut sides: Vec<f64>) -> Vec<f64> {
    let size = sides.len();
    for pivot in 0..size {
        let (above, below) = rows.split_at_mut(pivot + 1);
        let top = &above[pivot];
        for (offset, row) in below.iter_mut().enumerate() {
            let factor = row[pivot] / top[pivot];
            row.iter_mut().zip(top).for_each(|(cell, above)| *cell -= factor * above);
            sides[pivot + 1 + offset] -= factor * sides[pivot];
        }
    }
    for pivot in (0..size).rev() {
        let known: f64 = (pivot + 1..size).map(|column| rows[pivot][column] * sides[column]).sum();
        sides[pivot] = (sides[pivot] - known) / rows[pivot][pivot];
    }
    sides
}

/// The table of weights as it is kept.
pub fn table(weights: &Weights) -> String {
    let rows: String =
        NAMES.iter().zip(&weights.parts).map(|(name, weight)| format!("{name}\t{weight:.3}\n")).collect();
    format!("{HEAD}{rows}least\t{}\n", weights.least)
}

const HEAD: &str = "# What two mentions of one story say for one event (above 0) and against it, in the log odds of a logistic model; `least` is the average probability at which groups are joined. Learned from the training half of ECB+ (Cybulska and Vossen 2014; annotation CC BY 3.0) by `cargo run --release -p casus-corpora --example learn_ecbplus -- TRAIN.jsonl`, which also says how `least` was found. Holds no text of the corpus.
part\tweight
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_has_a_weight() {
        let weights = learned();
        assert!(weights.parts.iter().all(|weight| *weight != 0.0) && weights.least > 0.0);
        assert_eq!(table(&weights), include_str!("../../tables/ecbplus_weights.tsv"));
    }

    #[test]
    fn what_parts_examples_gets_weight() {
        let says = |family: f64| {
            let mut says = vec![0.0; NAMES.len()];
            (says[0], says[1]) = (1.0, family);
            says
        };
        let (with, without) = (says(1.0), says(0.0));
        let mut examples: Vec<(&[f64], bool)> = Vec::new();
        for number in 0..2_000 {
            examples.push((&with, number % 10 != 0));
            examples.push((&without, number % 10 == 0));
        }
        let weights = Weights::of(&examples, 0.5);
        assert!((probability(&weights, &with) - 0.9).abs() < 0.02);
        assert!((probability(&weights, &without) - 0.1).abs() < 0.02);
    }
}

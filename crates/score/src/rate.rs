//! Precision, recall and F1, and the counts they are made of.

use std::iter::Sum;
use std::ops::AddAssign;

use serde::Serialize;

/// What was predicted, what gold has, and what of each is right.
///
/// Counts add up over documents. They are `f64` because MUC gives half points; sums of halves are exact.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Predicted items that are right.
    pub right: f64,
    /// Predicted items.
    pub predicted: f64,
    /// Gold items that were found; equal to `right` where items are paired one to one.
    pub found: f64,
    /// Gold items.
    pub gold: f64,
}

impl Counts {
    /// Counts of items paired one to one.
    pub fn paired(right: usize, predicted: usize, gold: usize) -> Counts {
        Counts::two_sided((right, predicted), (right, gold))
    }

    /// Counts where several predictions may be right by one gold item.
    pub fn two_sided((right, predicted): (usize, usize), (found, gold): (usize, usize)) -> Counts {
        let [right, predicted, found, gold] = [right, predicted, found, gold].map(|count| count as f64);
        Counts { right, predicted, found, gold }
    }

    /// From 0 to 1; 0 where nothing was predicted.
    pub fn precision(&self) -> f64 {
        quotient(self.right, self.predicted)
    }

    /// From 0 to 1; 0 where gold has nothing.
    pub fn recall(&self) -> f64 {
        quotient(self.found, self.gold)
    }

    /// The harmonic mean of both, in percent.
    pub fn f1(&self) -> f64 {
        let (precision, recall) = (self.precision(), self.recall());
        quotient(200.0 * precision * recall, precision + recall)
    }

    /// In percent with two decimals.
    pub fn rate(&self) -> Rate {
        Rate {
            precision: rounded(100.0 * self.precision(), 2),
            recall: rounded(100.0 * self.recall(), 2),
            f1: rounded(self.f1(), 2),
        }
    }

    /// The same with the number of gold items.
    pub fn rate_of(&self) -> RateOf {
        RateOf { rate: self.rate(), n: self.gold as usize }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, other: Counts) {
        self.right += other.right;
        self.predicted += other.predicted;
        self.found += other.found;
        self.gold += other.gold;
    }
}

impl Sum for Counts {
    fn sum<I: Iterator<Item = Counts>>(counts: I) -> Counts {
        counts.fold(Counts::default(), |mut total, count| {
            total += count;
            total
        })
    }
}

/// Precision, recall and F1 in percent, two decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Rate {
    #[serde(rename = "P")]
    #[expect(missing_docs)]
    pub precision: f64,
    #[serde(rename = "R")]
    #[expect(missing_docs)]
    pub recall: f64,
    #[serde(rename = "F1")]
    #[expect(missing_docs)]
    pub f1: f64,
}

/// A rate with the number of gold items it is over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct RateOf {
    #[serde(flatten)]
    #[expect(missing_docs)]
    pub rate: Rate,
    /// Gold items.
    pub n: usize,
}

/// A quotient that is 0 where there is nothing to divide by.
pub(crate) fn quotient(part: f64, whole: f64) -> f64 {
    if whole == 0.0 { 0.0 } else { part / whole }
}

/// The decimal nearest to the exact value of the double, as Python's `round` gives it; a tie, which only a
/// value such as 0.125 can be, goes to the even digit.
pub(crate) fn rounded(value: f64, decimals: usize) -> f64 {
    format!("{value:.decimals$}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_the_exact_double_and_ties_to_even() {
        let given = [0.125, 0.375, 2.675, 1.005, 66.665, 99.995, 0.115, 50.625];
        let python = [0.12, 0.38, 2.67, 1.0, 66.67, 100.0, 0.12, 50.62];
        assert_eq!(given.map(|value| rounded(value, 2)), python);
        assert_eq!([0.25, 0.35, 16.45].map(|value| rounded(value, 1)), [0.2, 0.3, 16.4]);
    }

    #[test]
    fn nothing_is_zero() {
        assert_eq!(Counts::default().rate(), Rate::default());
        assert_eq!(Counts::paired(0, 3, 2).rate(), Rate::default());
    }

    #[test]
    fn counts_add_up() {
        let total: Counts = [Counts::paired(1, 2, 1), Counts::paired(1, 1, 3)].into_iter().sum();
        assert_eq!(total.rate(), Rate { precision: 66.67, recall: 50.0, f1: 57.14 });
    }
}

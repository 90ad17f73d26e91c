//! How far a figure would move with other documents: the percentile bootstrap (Efron and Tibshirani 1993).
//!
//! Documents, not items, are drawn, because items of one document stand or fall together.

use serde::Serialize;

use crate::rate::Counts;

/// How often the documents are drawn anew.
const DRAWS: usize = 1_000;

/// How much of the draws lies below the interval, and how much above it: 2.5 %, which leaves 95 %.
const TAIL: f64 = 0.025;

/// Where the draw starts: a fixed number, so that the same counts give the same interval.
const SEED: u64 = 20_231_026;

/// The ends of a 95 % interval, in the unit of its figure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Interval {
    #[expect(missing_docs)]
    pub low: f64,
    #[expect(missing_docs)]
    pub high: f64,
}

/// The interval of F1 in percent, from the counts of each document. `None` where there is nothing to find
/// and nothing was predicted.
pub fn interval(documents: &[Counts]) -> Option<Interval> {
    resampled(documents, |drawn| {
        let total: Counts = drawn.iter().copied().copied().sum();
        (total.gold + total.predicted > 0.0).then(|| total.f1())
    })
}

/// The interval of any figure. `figure` is given as many documents as there are, some of them more than
/// once; a draw for which it has no answer is left out.
///
/// ```
/// use casus_score::{bootstrap, layout, timex};
///
/// let gold: Vec<timex::Document> = layout::read(
///     r#"{"doc_id": "a", "timexes": [{"start": 0, "end": 5, "type": "DATE", "value": "3018"}]}
///        {"doc_id": "b", "timexes": [{"start": 3, "end": 9, "type": "DATE", "value": "3019"}]}"#,
/// )?;
/// let tallies = timex::tallies(&gold, &gold[..1]);
/// let found = bootstrap::resampled(&tallies, |drawn| Some(timex::scores(drawn).value.recall)).unwrap();
/// assert_eq!((found.low, found.high), (0.0, 100.0));
/// # Ok::<(), layout::Error>(())
/// ```
pub fn resampled<T>(documents: &[T], figure: impl Fn(&[&T]) -> Option<f64>) -> Option<Interval> {
    if documents.is_empty() {
        return None;
    }
    let mut chance = Chance(SEED);
    let mut figures: Vec<f64> = (0..DRAWS).filter_map(|_| figure(&draw(documents, &mut chance))).collect();
    figures.sort_by(f64::total_cmp);
    let below = (TAIL * figures.len() as f64) as usize;
    let low = *figures.get(below)?;
    let high = *figures.get(figures.len() - 1 - below)?;
    Some(Interval { low, high })
}

fn draw<'a, T>(documents: &'a [T], chance: &mut Chance) -> Vec<&'a T> {
    documents.iter().map(|_| &documents[chance.below(documents.len())]).collect()
}

/// SplitMix64 (Steele, Lea and Flood 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to `end`, without it.
    fn below(&mut self, end: usize) -> usize {
        ((u128::from(self.next()) * end as u128) >> 64) as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chance_is_splitmix64() {
        let mut chance = Chance(1_234_567);
        assert_eq!([chance.next(), chance.next()], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn holds_the_figure_and_repeats() {
        let documents: Vec<Counts> = (0..40).map(|document| Counts::paired(document % 3, 2, 3)).collect();
        let figure = documents.iter().copied().sum::<Counts>().f1();
        let found = interval(&documents).unwrap();
        assert!(found.low < figure && figure < found.high, "{figure} in {found:?}");
        assert_eq!(interval(&documents), Some(found));
    }

    #[test]
    fn nothing_has_no_interval() {
        assert_eq!(interval(&[]), None);
        assert_eq!(resampled(&[1], |_| None), None);
        let same = interval(&[Counts::paired(1, 1, 1)]).unwrap();
        assert_eq!((same.low, same.high), (100.0, 100.0));
    }
}

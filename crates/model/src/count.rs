//! Counts are never bare numbers.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How a number was hedged by the words around it (codebook, "Counts, exactly").
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Qualifier {
    /// "16", "a", "both", "16 to 19".
    Exact,
    /// "at least 40", "more than 40".
    AtLeast,
    /// "up to 40", "fewer than 40".
    AtMost,
    /// "about 40".
    About,
    /// "dozens", "a few".
    Vague,
}

/// A number as told: inclusive bounds, either of which may be open, and the words used.
///
/// Invariant: where both bounds are known, `low <= high`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Count {
    /// Least value told, or none.
    pub low: Option<u64>,
    /// Greatest value told, or none.
    pub high: Option<u64>,
    /// How it was hedged.
    pub qualifier: Qualifier,
    /// The words that said it.
    pub text: String,
}

impl Count {
    /// Exactly `n`.
    pub fn exactly(n: u64, text: &str) -> Count {
        Count { low: Some(n), high: Some(n), qualifier: Qualifier::Exact, text: text.to_owned() }
    }

    /// The one value, where low and high agree.
    pub fn exact(&self) -> Option<u64> {
        (self.low == self.high).then_some(self.low).flatten()
    }
}

//! Byte ranges into a document's one unchanging text, and the words they cover.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A half-open byte range `[start, end)` into a document's text, on character boundaries.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The range from `start` to `end`. Documents are at most 4 MiB, so `u32` holds any offset.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }

    /// The slice of `text` this span covers.
    ///
    /// ```
    /// # use casus_model::Span;
    /// assert_eq!(Span::new(4, 9).of("two drone strikes"), "drone");
    /// ```
    pub fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// The words on one line, parted by single spaces: a name as people write it, whatever the line breaks.
    ///
    /// ```
    /// # use casus_model::Span;
    /// assert_eq!(Span::new(0, 12).name("the\n    army"), "the army");
    /// ```
    pub fn name(self, text: &str) -> String {
        self.of(text).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The smallest span that holds both.
    pub fn cover(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// True when `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one byte.
    pub fn overlaps(self, other: Span) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// True when nothing is covered.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The words this span covers, with their text.
    pub fn words(self, text: &str) -> Words {
        Words { start: self.start, end: self.end, text: self.of(text).to_owned() }
    }
}

/// A span together with the very words it covers.
///
/// Invariant: `text` equals the document's text at `[start, end)`. Claims hold words rather than
/// bare spans so that a claim can still be read where its document is not at hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Words {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The words themselves.
    pub text: String,
}

impl Words {
    /// The range without the text.
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

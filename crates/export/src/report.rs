//! A reading with what its rows need beside it.

use std::borrow::Cow;

use casus_model::{Reading, Span};

/// One report, read, as the formats print it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The name of the input as the user knows it.
    pub file: &'a str,
    /// What was read.
    pub reading: &'a Reading,
    /// Where its sentences stand, in order.
    pub sentences: &'a [Span],
}

/// Bytes of a sentence kept on each side of the words quoted. Sentences are shorter; a text without any
/// full stop must not be printed whole for each of its claims.
const REACH: usize = 600;

impl<'a> Report<'a> {
    /// The sentence, or sentences, that the words stand in; cut with `…` where that is too long.
    pub fn quote(&self, words: Span) -> Cow<'a, str> {
        let text = &self.reading.document.text;
        let first = self.sentences.partition_point(|sentence| sentence.end <= words.start);
        let here = self.sentences[first..].iter().take_while(|sentence| sentence.start < words.end);
        let whole = here.fold(words, |whole, sentence| whole.cover(*sentence));
        let start = (words.start as usize).saturating_sub(REACH).max(whole.start as usize);
        let end = (words.end as usize).min(words.start as usize + REACH) + REACH;
        let start = text.ceil_char_boundary(start);
        let end = text.floor_char_boundary(end.min(whole.end as usize));
        let kept = text.get(start..end).unwrap_or("");
        if start == whole.start as usize && end == whole.end as usize {
            return Cow::Borrowed(kept);
        }
        let mark = |cut: bool| if cut { "…" } else { "" };
        Cow::Owned(format!("{}{kept}{}", mark(start > whole.start as usize), mark(end < whole.end as usize)))
    }
}

//! Words beside an expression that decide how it is read.

use crate::grammar::{PhraseMeaning, Role};

use super::Words;

/// A phrase that only looks like time, and where it ends.
pub(super) fn not_time(words: &Words, at: usize) -> Option<usize> {
    words.phrase(at, |meaning| *meaning == PhraseMeaning::NotTime).map(|(end, _)| end)
}

/// A hedge: where it ends, and whether it makes the figure approximate rather than bounds it.
pub(super) fn hedge(words: &Words, at: usize) -> Option<(usize, bool)> {
    let (end, meaning) = words.phrase(at, |meaning| matches!(meaning, PhraseMeaning::Hedge(_)))?;
    if words.role(end, Role::The) {
        return None;
    }
    Some((end, *meaning == PhraseMeaning::Hedge(true)))
}

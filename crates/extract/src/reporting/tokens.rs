//! Sets of tokens of a sentence, as ranges in order.

use casus_annotate::Annotated;
use casus_model::{Pos, Span};

/// Ranges `[first, end)` of tokens: in order, not empty, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tokens(Vec<(u32, u32)>);

impl Tokens {
    /// The tokens `[first, end)`.
    pub fn range(first: u32, end: u32) -> Tokens {
        Tokens(if first < end { vec![(first, end)] } else { Vec::new() })
    }

    /// A token with everything beneath it.
    pub fn subtree(sentence: &Annotated, token: u32) -> Tokens {
        Tokens::range(sentence.tree.left(token), sentence.tree.right(token) + 1)
    }

    /// These and those.
    pub fn with(&self, other: &Tokens) -> Tokens {
        let mut ranges: Vec<(u32, u32)> = self.0.iter().chain(&other.0).copied().collect();
        ranges.sort_unstable();
        let mut joined: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
        for (first, end) in ranges {
            match joined.last_mut() {
                Some((_, last)) if first <= *last => *last = end.max(*last),
                _ => joined.push((first, end)),
            }
        }
        Tokens(joined)
    }

    /// These but for those.
    pub fn without(&self, other: &Tokens) -> Tokens {
        let mut ranges = self.0.clone();
        for (first, end) in &other.0 {
            let cut = |(from, to): (u32, u32)| [(from, to.min(*first)), (from.max(*end), to)];
            ranges = ranges.into_iter().flat_map(cut).filter(|(from, to)| from < to).collect();
            ranges.dedup();
        }
        Tokens(ranges)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.iter().map(|(first, end)| (end - first) as usize).sum()
    }

    /// The first of them, or 0.
    pub fn first(&self) -> u32 {
        self.0.first().map_or(0, |(first, _)| *first)
    }

    /// One past the last of them, or 0.
    pub fn end(&self) -> u32 {
        self.0.last().map_or(0, |(_, end)| *end)
    }

    pub fn contains(&self, token: u32) -> bool {
        self.0.iter().any(|(first, end)| (*first..*end).contains(&token))
    }

    pub fn overlaps(&self, other: &Tokens) -> bool {
        self.iter().any(|token| other.contains(token))
    }

    /// Every one, in order.
    pub fn iter(&self) -> impl Iterator<Item = u32> + '_ {
        self.0.iter().flat_map(|(first, end)| *first..*end)
    }

    /// Where they stand, each range without punctuation and conjunctions at its outer edges.
    pub fn spans(&self, sentence: &Annotated) -> Vec<Span> {
        let trimmed = self.trimmed(sentence);
        let bare = if trimmed.is_empty() { self } else { &trimmed };
        let spans = bare.0.iter().map(|(first, end)| sentence.span(*first, *end));
        spans.collect()
    }

    /// Without white space, and at the edges of the whole without marks that hold nothing together.
    pub fn trimmed(&self, sentence: &Annotated) -> Tokens {
        let (mut first, mut end) = (self.first(), self.end());
        while first < end && (!self.contains(first) || is_loose(sentence, first, "“\"``''([$#")) {
            first += 1;
        }
        while first < end && (!self.contains(end - 1) || is_tail(sentence, end - 1)) {
            end -= 1;
        }
        let inner = self.without(&Tokens::range(0, first)).without(&Tokens::range(end, u32::MAX));
        let spaces = inner.iter().filter(|token| sentence.token(*token).pos == Pos::Space);
        spaces.fold(inner.clone(), |rest, space| rest.without(&Tokens::range(space, space + 1)))
    }
}

/// Punctuation or white space, but for marks that belong to the words beside them.
fn is_loose(sentence: &Annotated, token: u32, belong: &str) -> bool {
    matches!(sentence.token(token).pos, Pos::Punct | Pos::Space) && !belong.contains(sentence.word(token))
}

fn is_tail(sentence: &Annotated, token: u32) -> bool {
    is_loose(sentence, token, "”\"'')]%") || sentence.token(token).pos == Pos::Cconj
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_join_and_part() {
        let all = Tokens::range(2, 9);
        let parted = all.without(&Tokens::range(4, 6));
        assert_eq!(parted, Tokens(vec![(2, 4), (6, 9)]));
        assert_eq!(parted.with(&Tokens::range(4, 6)), all);
        assert_eq!(parted.len(), 5);
        assert!(!parted.overlaps(&Tokens::range(4, 6)));
        assert!(parted.without(&all).is_empty());
    }
}

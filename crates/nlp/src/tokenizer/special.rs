//! Special cases of the tokenizer: words with a fixed cut ("don't" is "do" and "n't"), and sequences of
//! tokens that together spell such a word.

use rustc_hash::{FxHashMap, FxHashSet};

use super::{PLAIN, Piece, RawToken};
use crate::pack::{LoadError, Payload};

/// The tokens of a sequence.
type Words = Box<[Box<str>]>;

/// The special cases.
pub(crate) struct Specials {
    /// Where a word's pieces stand in `pieces`.
    words: FxHashMap<Box<str>, (u32, u32)>,
    /// Length in bytes of each piece, and its norm or [`PLAIN`].
    pieces: Vec<(u32, u32)>,
    /// Piece text and norm.
    norms: Vec<(Box<str>, Box<str>)>,
    longest: usize,
    /// Sequences to rejoin, by their first token.
    sequences: FxHashMap<Box<str>, Vec<Words>>,
    longest_first: usize,
}

/// The pieces of one special case: lengths and norms.
pub(crate) struct Case<'s> {
    pieces: &'s [(u32, u32)],
}

impl Case<'_> {
    /// Appends the pieces, the first of which starts at `start`.
    pub(crate) fn place(&self, start: usize, pieces: &mut Vec<Piece>) {
        let mut start = start as u32;
        for &(length, norm) in self.pieces {
            pieces.push(Piece { start, end: start + length, norm });
            start += length;
        }
    }
}

impl Specials {
    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Specials, LoadError> {
        let mut words: FxHashMap<Box<str>, (u32, u32)> = FxHashMap::default();
        let (mut pieces, mut norms) = (Vec::new(), Vec::new());
        for _ in 0..payload.count()? {
            let word = payload.text()?;
            let from = pieces.len() as u32;
            let mut spelled = String::new();
            for _ in 0..payload.count()? {
                let text = payload.text()?;
                spelled.push_str(text);
                let norm = payload.text()?;
                if text.is_empty() {
                    return Err(LoadError::Malformed("piece of a special case"));
                }
                if norm.is_empty() {
                    pieces.push((text.len() as u32, PLAIN));
                } else {
                    pieces.push((text.len() as u32, norms.len() as u32));
                    norms.push((text.into(), norm.into()));
                }
            }
            if spelled != word || word.is_empty() {
                return Err(LoadError::Malformed("special case"));
            }
            words.insert(word.into(), (from, pieces.len() as u32));
        }
        let longest = words.keys().map(|word| word.len()).max().unwrap_or(0);
        Ok(Specials { words, pieces, norms, longest, sequences: FxHashMap::default(), longest_first: 0 })
    }

    /// The special case a text is, if it is one.
    pub(crate) fn get(&self, text: &str) -> Option<Case<'_>> {
        if text.len() > self.longest {
            return None;
        }
        let &(from, to) = self.words.get(text)?;
        Some(Case { pieces: &self.pieces[from as usize..to as usize] })
    }

    pub(crate) fn norm(&self, index: u32) -> (&str, &str) {
        let (piece, norm) = &self.norms[index as usize];
        (piece, norm)
    }

    pub(crate) fn norms(&self) -> usize {
        self.norms.len()
    }

    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.words.keys().map(|word| &**word)
    }

    pub(crate) fn set_sequences(&mut self, sequences: Vec<Words>) {
        self.longest_first = sequences.iter().map(|sequence| sequence[0].len()).max().unwrap_or(0);
        for sequence in sequences {
            self.sequences.entry(sequence[0].clone()).or_default().push(sequence);
        }
    }

    /// Replaces sequences among `tokens[first..]` that spell a special case by its pieces: longer ones
    /// first, then earlier ones, none overlapping.
    pub(crate) fn rejoin(&self, text: &str, tokens: &mut Vec<RawToken>, first: usize) {
        let mut found = self.matches(text, &tokens[first..]);
        if found.is_empty() {
            return;
        }
        found.sort_by_key(|&(from, to)| (std::cmp::Reverse(to - from), from));
        let mut taken = FxHashSet::default();
        let mut chosen = FxHashMap::default();
        for (from, to) in found {
            if !taken.contains(&from) && !taken.contains(&(to - 1)) {
                chosen.insert(from, to);
            }
            taken.extend(from..to);
        }
        let old = tokens.split_off(first);
        let mut at = 0;
        while at < old.len() {
            match chosen.get(&at) {
                Some(&to) => {
                    self.replace(text, &old[at..to], tokens);
                    at = to;
                }
                None => {
                    tokens.push(old[at]);
                    at += 1;
                }
            }
        }
    }

    /// Every sequence, as token ranges.
    fn matches(&self, text: &str, tokens: &[RawToken]) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for (at, token) in tokens.iter().enumerate() {
            if (token.piece.end - token.piece.start) as usize > self.longest_first {
                continue;
            }
            for sequence in self.sequences.get(token.text(text)).into_iter().flatten() {
                let here = tokens[at..].iter().map(|token| token.text(text)).take(sequence.len());
                if here.eq(sequence.iter().map(|word| &**word)) {
                    found.push((at, at + sequence.len()));
                }
            }
        }
        found
    }

    /// Appends the special case the tokens spell; the tokens themselves if spaces keep them apart.
    fn replace(&self, text: &str, old: &[RawToken], tokens: &mut Vec<RawToken>) {
        let (Some(head), Some(last)) = (old.first(), old.last()) else { return };
        let spelled = &text[head.piece.start as usize..last.piece.end as usize];
        let Some(case) = self.get(spelled) else { return tokens.extend_from_slice(old) };
        let mut pieces = Vec::new();
        case.place(head.piece.start as usize, &mut pieces);
        tokens.extend(pieces.into_iter().map(|piece| RawToken { piece, spaced: false }));
        if let Some(end) = tokens.last_mut() {
            end.spaced = last.spaced;
        }
    }
}

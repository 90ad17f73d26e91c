//! Text to tokens, as spaCy's rule-based tokenizer cuts it.
//!
//! A text is cut at white space into chunks; a chunk that is a special case ("don't") gives that case's
//! pieces; otherwise prefixes and suffixes are stripped in turn, and what is left is a special case, a web
//! address, or is split at infixes. A last pass replaces sequences of tokens that together spell a special
//! case which itself holds affixes (":-)"). Goes out: byte ranges, and whether a space follows. Nothing here
//! knows what the words mean.

mod affixes;
#[cfg(test)]
mod oracle;
mod special;
mod url;

use std::collections::HashMap;

pub(crate) use affixes::Affixes;
pub(crate) use special::Specials;

use crate::characters::is_space;
use crate::pack::{LoadError, Payload};

/// Marks a piece that is no special case with a norm of its own.
pub(crate) const PLAIN: u32 = u32::MAX;

/// A cut: bytes `[start, end)` and the special case's norm it carries, or [`PLAIN`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) norm: u32,
}

/// A token before anything is known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RawToken {
    pub(crate) piece: Piece,
    /// Whether one space follows that is no token.
    pub(crate) spaced: bool,
}

impl RawToken {
    pub(crate) fn text(self, text: &str) -> &str {
        &text[self.piece.start as usize..self.piece.end as usize]
    }
}

/// The tokenizer's rules.
pub(crate) struct Tokenizer {
    affixes: Affixes,
    specials: Specials,
}

impl Tokenizer {
    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Tokenizer, LoadError> {
        let affixes = Affixes::read(payload)?;
        let specials = Specials::read(payload)?;
        let mut tokenizer = Tokenizer { affixes, specials };
        tokenizer.find_sequences();
        Ok(tokenizer)
    }

    /// The norm of special piece `index`.
    pub(crate) fn special_norm(&self, index: u32) -> (&str, &str) {
        self.specials.norm(index)
    }

    /// Pieces with a norm of their own.
    pub(crate) fn special_norms(&self) -> usize {
        self.specials.norms()
    }

    /// Special cases that the chunk rules cannot find whole: their tokens are looked for as a sequence.
    fn find_sequences(&mut self) {
        let mut sequences = Vec::new();
        for word in self.specials.words() {
            let mut has_infix = false;
            self.affixes.infixes(word, |_, _| has_infix = true);
            if has_infix
                || self.affixes.prefix(word) > 0
                || self.affixes.suffix(word) > 0
                || word.contains(' ')
            {
                let mut tokens = Vec::new();
                self.cut(word, None, &mut ChunkCache::default(), &mut tokens);
                sequences.push(tokens.iter().map(|token| Box::from(token.text(word))).collect());
            }
        }
        self.specials.set_sequences(sequences);
    }

    /// The tokens of bytes `[start, end)` of `text`, appended with offsets into `text`.
    pub(crate) fn tokens(
        &self,
        text: &str,
        start: usize,
        cache: &mut ChunkCache,
        tokens: &mut Vec<RawToken>,
    ) {
        let first = tokens.len();
        self.cut(text, Some(&self.specials), cache, tokens);
        self.specials.rejoin(text, tokens, first);
        for token in &mut tokens[first..] {
            token.piece.start += start as u32;
            token.piece.end += start as u32;
        }
    }

    /// Cuts at white space; chunks are cut by [`Tokenizer::chunk`].
    fn cut(
        &self,
        text: &str,
        specials: Option<&Specials>,
        cache: &mut ChunkCache,
        tokens: &mut Vec<RawToken>,
    ) {
        let Some(mut in_space) = text.chars().next().map(is_space) else { return };
        let first = tokens.len();
        let mut start = 0;
        for (at, character) in text.char_indices() {
            if is_space(character) == in_space {
                continue;
            }
            if start < at {
                self.chunk_through_cache(&text[start..at], start, specials, cache, tokens);
            }
            start = at;
            if character == ' ' {
                if let Some(token) = tokens[first..].last_mut() {
                    token.spaced = true;
                }
                start += 1;
            }
            in_space = !in_space;
        }
        if start < text.len() {
            self.chunk_through_cache(&text[start..], start, specials, cache, tokens);
        }
    }

    fn chunk_through_cache(
        &self,
        chunk: &str,
        start: usize,
        specials: Option<&Specials>,
        cache: &mut ChunkCache,
        tokens: &mut Vec<RawToken>,
    ) {
        let mut push = |piece: Piece| {
            let shift = start as u32;
            let piece = Piece { start: piece.start + shift, end: piece.end + shift, norm: piece.norm };
            tokens.push(RawToken { piece, spaced: false });
        };
        if let Some(pieces) = cache.get(chunk) {
            return pieces.iter().copied().for_each(push);
        }
        let pieces = self.chunk(chunk, specials);
        pieces.iter().copied().for_each(&mut push);
        cache.put(chunk, pieces);
    }

    /// Cuts one chunk of text that holds either no white space or nothing else.
    fn chunk(&self, chunk: &str, specials: Option<&Specials>) -> Vec<Piece> {
        let special = |text: &str| specials.and_then(|specials| specials.get(text));
        let mut pieces = Vec::new();
        if let Some(case) = special(chunk) {
            case.place(0, &mut pieces);
            return pieces;
        }
        let mut suffixes = Vec::new();
        let (start, end) = self.strip(chunk, &special, &mut pieces, &mut suffixes);
        let core = &chunk[start..end];
        if let Some(case) = special(core) {
            case.place(start, &mut pieces);
        } else if !core.is_empty() {
            if self.affixes.is_url(core) {
                pieces.push(plain(start, end))
            } else {
                self.split(core, start, &mut pieces)
            }
        }
        pieces.extend(suffixes.into_iter().rev());
        pieces
    }

    /// Strips prefixes and suffixes in turn until a special case or nothing strippable is left; gives what
    /// is left. Suffixes come out last first.
    fn strip<'s>(
        &self,
        chunk: &str,
        special: &impl Fn(&str) -> Option<special::Case<'s>>,
        prefixes: &mut Vec<Piece>,
        suffixes: &mut Vec<Piece>,
    ) -> (usize, usize) {
        let (mut start, mut end) = (0, chunk.len());
        while start < end {
            let rest = &chunk[start..end];
            if special(rest).is_some() {
                break;
            }
            let prefix = self.affixes.prefix(rest);
            let suffix = self.affixes.suffix(&rest[prefix..]);
            if prefix > 0 && special(&rest[prefix..]).is_some() {
                prefixes.push(plain(start, start + prefix));
                return (start + prefix, end);
            }
            if suffix > 0 && special(&rest[..rest.len() - suffix]).is_some() {
                suffixes.push(plain(end - suffix, end));
                return (start, end - suffix);
            }
            if prefix == 0 && suffix == 0 {
                break;
            }
            if prefix > 0 {
                prefixes.push(plain(start, start + prefix));
                start += prefix;
            }
            if suffix > 0 {
                suffixes.push(plain(end - suffix, end));
                end -= suffix;
            }
        }
        (start, end)
    }

    /// Splits at infixes; one at the very start does not split.
    fn split(&self, core: &str, shift: usize, pieces: &mut Vec<Piece>) {
        let mut start = 0;
        self.affixes.infixes(core, |from, to| {
            if from == 0 {
                return;
            }
            if from > start {
                pieces.push(plain(shift + start, shift + from));
            }
            pieces.push(plain(shift + from, shift + to));
            start = to;
        });
        if start < core.len() {
            pieces.push(plain(shift + start, shift + core.len()));
        }
    }
}

fn plain(start: usize, end: usize) -> Piece {
    Piece { start: start as u32, end: end as u32, norm: PLAIN }
}

/// How short chunks were cut. Keyed by text from outside, hence the standard library's keyed hash.
#[derive(Default)]
pub(crate) struct ChunkCache {
    places: HashMap<Box<str>, (u32, u32)>,
    pieces: Vec<Piece>,
}

impl ChunkCache {
    const CHUNKS: usize = 16_384;
    const LONGEST: usize = 48;

    fn get(&self, chunk: &str) -> Option<&[Piece]> {
        if chunk.len() > Self::LONGEST {
            return None;
        }
        let &(from, to) = self.places.get(chunk)?;
        Some(&self.pieces[from as usize..to as usize])
    }

    fn put(&mut self, chunk: &str, pieces: Vec<Piece>) {
        if chunk.len() > Self::LONGEST {
            return;
        }
        if self.places.len() >= Self::CHUNKS {
            self.places.clear();
            self.pieces.clear();
        }
        let from = self.pieces.len() as u32;
        self.pieces.extend(pieces);
        self.places.insert(chunk.into(), (from, self.pieces.len() as u32));
    }
}

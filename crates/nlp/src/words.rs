//! First-layer vectors of word types, remembered: most words of a text have been seen before.
//!
//! A vector is computed by the same function whether it is remembered or not, so what the memory holds, and
//! when it is emptied, cannot change a result.

use std::collections::HashMap;

use crate::encoder::WIDTH;
use crate::engine::Engine;
use crate::lexeme;
use crate::tokenizer::{PLAIN, RawToken};

/// Vectors per word: for the shared encoder without and with a space behind, and for the entity encoder.
const VECTORS: usize = 3;

/// Remembered vectors. Keyed by text from outside, hence the standard library's keyed hash.
pub(crate) struct Words {
    plain: HashMap<Box<str>, u32>,
    special: Vec<Option<u32>>,
    vectors: Vec<f32>,
}

impl Words {
    /// Words remembered, about 19 MB of them.
    const MOST: usize = 16_384;
    /// Longer words are computed each time.
    const LONGEST: usize = 64;

    pub(crate) fn new(engine: &Engine) -> Words {
        let special = vec![None; engine.tokenizer.special_norms()];
        Words { plain: HashMap::new(), special, vectors: Vec::new() }
    }

    /// Writes a token's first-layer vectors for the shared and for the entity encoder.
    pub(crate) fn look_up(
        &mut self,
        engine: &Engine,
        text: &str,
        token: RawToken,
        shared: &mut [f32],
        entity: &mut [f32],
    ) {
        let index = self.index(engine, token.text(text), token.piece.norm);
        let word = &self.vectors[index as usize * VECTORS * WIDTH..][..VECTORS * WIDTH];
        let shared_from = usize::from(token.spaced) * WIDTH;
        shared.copy_from_slice(&word[shared_from..shared_from + WIDTH]);
        entity.copy_from_slice(&word[2 * WIDTH..]);
    }

    fn index(&mut self, engine: &Engine, word: &str, norm: u32) -> u32 {
        let known = match norm {
            PLAIN => self.plain.get(word).copied(),
            special => self.special[special as usize],
        };
        known.unwrap_or_else(|| self.learn(engine, word, norm))
    }

    fn learn(&mut self, engine: &Engine, word: &str, norm: u32) -> u32 {
        if self.vectors.len() >= Self::MOST * VECTORS * WIDTH {
            self.plain.clear();
            self.special.fill(None);
            self.vectors.clear();
        }
        let index = (self.vectors.len() / (VECTORS * WIDTH)) as u32;
        self.vectors.resize(self.vectors.len() + VECTORS * WIDTH, 0.0);
        let vectors = &mut self.vectors[index as usize * VECTORS * WIDTH..];
        embed(engine, word, norm, vectors);
        match norm {
            PLAIN if word.len() <= Self::LONGEST => {
                self.plain.insert(word.into(), index);
            }
            PLAIN => {}
            special => self.special[special as usize] = Some(index),
        }
        index
    }
}

fn embed(engine: &Engine, word: &str, norm: u32, vectors: &mut [f32]) {
    let norm = (norm != PLAIN).then(|| engine.tokenizer.special_norm(norm).1);
    let [norm, prefix, suffix, shape] = lexeme::features(&engine.symbols, &engine.norms, word, norm);
    let is_space = u64::from(word.chars().all(crate::characters::is_space));
    let (unspaced, rest) = vectors.split_at_mut(WIDTH);
    let (spaced, entity) = rest.split_at_mut(WIDTH);
    engine.shared.embed(&[norm, prefix, suffix, shape, 0, is_space], unspaced);
    engine.shared.embed(&[norm, prefix, suffix, shape, 1, is_space], spaced);
    engine.entity.embed(&[norm, prefix, suffix, shape], entity);
}

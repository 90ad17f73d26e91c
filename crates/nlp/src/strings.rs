//! Numbers for strings: the ids the model's hash embeddings were trained on, and the rows those ids select.
//!
//! An id is MurmurHash64A of the UTF-8 bytes, except for a few hundred symbol names ("agent", "mark", "root"
//! and other ordinary words among them), which stand for small integers.

use rustc_hash::FxHashMap;

use crate::pack::{LoadError, Payload};

/// The symbol names and their small ids.
pub(crate) struct Symbols {
    ids: FxHashMap<Box<str>, u64>,
    longest: usize,
}

impl Symbols {
    /// Names in the order of their ids, the first of which is zero.
    pub(crate) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Symbols {
        let ids: FxHashMap<Box<str>, u64> = names.into_iter().map(Box::from).zip(0..).collect();
        let longest = ids.keys().map(|name| name.len()).max().unwrap_or(0);
        Symbols { ids, longest }
    }

    pub(crate) fn read(payload: &mut Payload<'_>) -> Result<Symbols, LoadError> {
        Ok(Symbols::new(payload.texts()?))
    }

    /// The id of a string. The empty string is the symbol zero.
    pub(crate) fn id(&self, text: &str) -> u64 {
        let symbol = if text.len() <= self.longest { self.ids.get(text) } else { None };
        symbol.copied().unwrap_or_else(|| murmur_hash_64a(text.as_bytes(), 1))
    }
}

/// MurmurHash64A.
pub(crate) fn murmur_hash_64a(key: &[u8], seed: u64) -> u64 {
    const M: u64 = 0xc6a4_a793_5bd1_e995;
    const R: u32 = 47;
    let mut hash = seed ^ (key.len() as u64).wrapping_mul(M);
    let (words, tail) = key.as_chunks::<8>();
    for word in words {
        let mut k = u64::from_le_bytes(*word).wrapping_mul(M);
        k = (k ^ k >> R).wrapping_mul(M);
        hash = (hash ^ k).wrapping_mul(M);
    }
    if !tail.is_empty() {
        let mut last = [0; 8];
        last[..tail.len()].copy_from_slice(tail);
        hash = (hash ^ u64::from_le_bytes(last)).wrapping_mul(M);
    }
    hash = (hash ^ hash >> R).wrapping_mul(M);
    hash ^ hash >> R
}

/// Four row numbers for an id: MurmurHash3 (x86, 128 bits) of the eight bytes, in the variant thinc uses.
pub(crate) fn hash_rows(id: u64, seed: u32) -> [u32; 4] {
    fn mix(mut h: u64) -> u64 {
        h = (h ^ h >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
        h = (h ^ h >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
        h ^ h >> 33
    }
    let seed = u64::from(seed);
    let k = id.wrapping_mul(0x87c3_7b91_1142_53d5).rotate_left(31).wrapping_mul(0x4cf5_ad43_2745_937f);
    let mut h1 = k ^ seed ^ 8;
    let mut h2 = seed ^ 8;
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    h1 = mix(h1);
    h2 = mix(h2);
    h1 = h1.wrapping_add(h2);
    h2 = h2.wrapping_add(h1);
    [h1 as u32, (h1 >> 32) as u32, h2 as u32, (h2 >> 32) as u32]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_spacys() {
        let symbols = Symbols::new(["", "IS_ALPHA"]);
        assert_eq!(symbols.id(""), 0);
        assert_eq!(symbols.id("IS_ALPHA"), 1);
        // The ids of these part-of-speech names are written in the lemma tables of the package.
        assert_eq!(symbols.id("noun"), 16833663260455505849);
        assert_eq!(symbols.id("verb"), 6360137228241296794);
    }
}

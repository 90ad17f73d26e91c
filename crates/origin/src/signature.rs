//! A text in about a kilobyte: enough to tell how much of it stands in another.

use serde::{Deserialize, Serialize};

use crate::shingles::{Shingles, mix, shingles};

/// Permutations of the MinHash.
pub(crate) const PERMUTATIONS: usize = 128;

/// Most shingles kept for containment: all of a text of some 250 words, a sample of a longer one.
pub(crate) const SKETCH: usize = 256;

/// Fewest shingles of a text that can be a copy without being equal.
pub(crate) const LEAST: u32 = 8;

/// A text as it is compared with others. At most 1,298 bytes as [`Signature::to_bytes`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Hash of all words.
    pub(crate) whole: u64,
    /// How many distinct shingles the text has.
    pub(crate) shingles: u32,
    /// Least value of each permutation, its upper 16 bits; empty for a text with fewer than 8 shingles.
    pub(crate) minhash: Vec<u16>,
    /// The least shingle hashes in rising order: the upper 30 bits of each, then 2 bits for its quarter.
    pub(crate) sketch: Vec<u32>,
}

impl Signature {
    /// The signature of a text.
    pub fn of(text: &str) -> Signature {
        let Shingles { hashes, whole } = shingles(text);
        let shingles = hashes.len() as u32;
        if shingles < LEAST {
            return Signature { whole, shingles, minhash: Vec::new(), sketch: Vec::new() };
        }
        Signature { whole, shingles, minhash: minhash(&hashes), sketch: sketch(&hashes) }
    }

    /// How many distinct five-word shingles the text has.
    pub fn shingles(&self) -> usize {
        self.shingles as usize
    }

    /// The signature as bytes to store: a version, lengths and values, all little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = vec![VERSION];
        bytes.extend(self.whole.to_le_bytes());
        bytes.extend(self.shingles.to_le_bytes());
        bytes.push(self.minhash.len() as u8);
        self.minhash.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
        self.sketch.iter().for_each(|value| bytes.extend(value.to_le_bytes()));
        bytes
    }

    /// The signature stored as these bytes; none where they are of another version or broken.
    pub fn from_bytes(bytes: &[u8]) -> Option<Signature> {
        let (version, rest) = bytes.split_first()?;
        let (whole, rest) = rest.split_first_chunk::<8>()?;
        let (shingles, rest) = rest.split_first_chunk::<4>()?;
        let (permutations, rest) = rest.split_first()?;
        let (minhash, sketch) = rest.split_at_checked(*permutations as usize * 2)?;
        let whole_values = *version == VERSION && sketch.len() % 4 == 0 && sketch.len() / 4 <= SKETCH;
        let known_length = matches!(*permutations as usize, 0 | PERMUTATIONS);
        (whole_values && known_length).then(|| Signature {
            whole: u64::from_le_bytes(*whole),
            shingles: u32::from_le_bytes(*shingles),
            minhash: minhash.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect(),
            sketch: sketch.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect(),
        })
    }
}

const VERSION: u8 = 1;

fn minhash(hashes: &[(u64, u8)]) -> Vec<u16> {
    let mut least = [u32::MAX; PERMUTATIONS];
    let factors: [u64; PERMUTATIONS] = std::array::from_fn(|index| mix(index as u64 + 1) | 1);
    for (hash, _) in hashes {
        for (least, factor) in least.iter_mut().zip(&factors) {
            *least = (*least).min((hash.wrapping_mul(*factor) >> 32) as u32);
        }
    }
    least.iter().map(|value| (mix(u64::from(*value)) >> 48) as u16).collect()
}

fn sketch(hashes: &[(u64, u8)]) -> Vec<u32> {
    let mut sketch: Vec<u32> =
        hashes.iter().map(|(hash, quarter)| ((hash >> 34) as u32) << 2 | u32::from(*quarter)).collect();
    sketch.sort_unstable();
    sketch.dedup_by_key(|value| *value >> 2);
    sketch.truncate(SKETCH);
    sketch
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(range: std::ops::Range<usize>) -> String {
        range.map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn bytes_come_back_as_the_same_signature_and_broken_ones_do_not() {
        for text in ["", "five words are one shingle", &numbers(0..40), &numbers(0..4000)] {
            let signature = Signature::of(text);
            let bytes = signature.to_bytes();
            assert!(bytes.len() <= 1298, "{} bytes", bytes.len());
            assert_eq!(Signature::from_bytes(&bytes).as_ref(), Some(&signature));
            assert_eq!(Signature::from_bytes(&bytes[..bytes.len() - 1]), None);
        }
        assert_eq!(Signature::from_bytes(&[9; 14]), None);
    }

    #[test]
    fn a_long_text_is_sampled_and_a_short_one_kept_whole() {
        assert_eq!(Signature::of(&numbers(0..100)).sketch.len(), 96);
        let long = Signature::of(&numbers(0..3000));
        assert_eq!((long.shingles(), long.sketch.len()), (2996, SKETCH));
    }
}

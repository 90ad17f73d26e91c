//! Five-word shingles of a text as hashes, each with the quarter of the text it stands in.

use rustc_hash::FxHashSet;

/// Words in a shingle.
pub(crate) const WORDS: usize = 5;

/// Parts that a text is cut into, to see whether what is shared is spread over it.
pub(crate) const QUARTERS: usize = 4;

/// What a text is made of, for comparing it with others.
pub(crate) struct Shingles {
    /// Distinct shingles in order of first standing, with the quarter (0 to 3) each stands in.
    pub hashes: Vec<(u64, u8)>,
    /// Hash of all words in order.
    pub whole: u64,
}

/// The shingles of a text. Words are runs of letters and digits, in small letters; the rest is not seen.
pub(crate) fn shingles(text: &str) -> Shingles {
    let words = words(text);
    let whole = words.iter().fold(SEED, |hash, word| mix(hash ^ *word));
    let runs = (words.len() + 1).saturating_sub(WORDS);
    let mut seen = FxHashSet::default();
    seen.reserve(runs);
    let mut hashes = Vec::with_capacity(runs);
    for (at, run) in words.windows(WORDS).enumerate() {
        let hash = mix(run.iter().fold(SEED, |hash, word| hash.rotate_left(13).wrapping_mul(ODD) ^ word));
        if seen.insert(hash) {
            hashes.push((hash, (at * QUARTERS / runs) as u8));
        }
    }
    Shingles { hashes, whole }
}

fn words(text: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity(text.len() / 5);
    let mut word = SEED;
    let mut inside = false;
    for character in text.chars() {
        if character.is_alphanumeric() {
            inside = true;
            word = lower(character).fold(word, |hash, c| (hash ^ u64::from(c)).wrapping_mul(ODD));
        } else if inside && !is_apostrophe(character) {
            words.push(mix(word));
            (word, inside) = (SEED, false);
        }
    }
    if inside {
        words.push(mix(word));
    }
    words
}

fn lower(character: char) -> impl Iterator<Item = u32> {
    character.to_lowercase().map(u32::from)
}

/// "Gondor's" is one word, however the apostrophe is set.
fn is_apostrophe(character: char) -> bool {
    matches!(character, '\'' | '\u{2019}')
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// Spreads the bits of a hash (the finisher of SplitMix64). Stored signatures depend on it.
pub(crate) fn mix(hash: u64) -> u64 {
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    hash ^ (hash >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_punctuation_and_line_breaks_are_not_seen() {
        let a = shingles("The men of Bree’s gate,\nsaid \"no\".");
        let b = shingles("THE MEN OF BREE'S GATE SAID NO");
        assert_eq!(a.whole, b.whole);
        assert_eq!(a.hashes, b.hashes);
        assert_eq!(a.hashes.len(), 3);
    }

    #[test]
    fn the_order_of_words_is_seen() {
        assert_ne!(shingles("a b c d e").hashes, shingles("e d c b a").hashes);
        assert!(shingles("a b c d").hashes.is_empty());
    }

    #[test]
    fn quarters_follow_the_text() {
        let text = (0..44).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let quarters: Vec<u8> = shingles(&text).hashes.iter().map(|(_, quarter)| *quarter).collect();
        assert_eq!(quarters.iter().filter(|quarter| **quarter == 3).count(), 10);
        assert!(quarters.is_sorted());
    }
}

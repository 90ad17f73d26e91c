//! Rare words of a text: what two reports of one thing share when little else was read from them.
//!
//! How rare a word is comes from a fixed list (`data/linking/words.tsv`), never from the documents at hand, so
//! that a weight depends on two accounts alone.

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::Knowledge;
use crate::key::hash;

/// A rare word: 29 bits of its hash, and 3 of how rare it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Word(pub u32);

impl Word {
    /// The word, which is so rare (0 to 7).
    pub fn new(word: &str, rarity: u8) -> Word {
        Word((hash(word.as_bytes()) >> 32) as u32 & !7 | u32::from(rarity.min(7)))
    }

    /// How rare: 3 for what everybody says, 5 for what the list does not know.
    pub fn rarity(self) -> u8 {
        (self.0 & 7) as u8
    }
}

/// The rarest that is still too common to say anything.
const COMMON: u8 = 2;
/// Rarity of a word that the list does not have.
pub(crate) const UNLISTED: u8 = 5;

/// Words of a text that are rare enough to count, with how often each stands there and the words themselves:
/// the most telling `limit` of them, the earlier of equals.
pub(crate) fn rare(knowledge: &Knowledge, texts: &[&str], limit: usize) -> Vec<(Word, String)> {
    let mut seen: FxHashMap<String, (usize, usize)> = FxHashMap::default();
    let tokens = texts.iter().flat_map(|text| tokens(text));
    for (index, token) in tokens.enumerate() {
        seen.entry(token.to_lowercase()).or_insert((index, 0)).1 += 1;
    }
    let mut found: Vec<(u32, usize, Word, String)> = Vec::new();
    for (word, (first, times)) in seen {
        let rarity = rarity(knowledge, &word);
        if rarity > COMMON {
            let telling = u32::from(rarity - COMMON) * (2 + times.min(6) as u32);
            found.push((telling, first, Word::new(&word, rarity), word));
        }
    }
    found.sort_unstable_by_key(|(telling, first, ..)| (std::cmp::Reverse(*telling), *first));
    found.truncate(limit);
    let mut words: Vec<(Word, String)> = found.into_iter().map(|(_, _, word, text)| (word, text)).collect();
    words.sort_unstable();
    words.dedup_by_key(|(word, _)| *word);
    words
}

/// Runs of letters and digits of three characters and more, without what an apostrophe adds; numbers of two.
fn tokens(text: &str) -> impl Iterator<Item = &str> {
    let pieces = text.split(|character: char| !character.is_alphanumeric());
    pieces.filter(|piece| {
        piece.len() > 2 || piece.len() == 2 && piece.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn rarity(knowledge: &Knowledge, word: &str) -> u8 {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        return if year { 0 } else { (word.len() as u8 + 1).min(UNLISTED) };
    }
    knowledge.rarity(word)
}

/// What two sorted lists share.
pub(crate) fn shared<'a>(one: &'a [Word], other: &'a [Word]) -> impl Iterator<Item = Word> + 'a {
    let mut rest = other;
    one.iter().copied().filter(move |word| {
        let skip = rest.partition_point(|other| other < word);
        rest = &rest[skip..];
        rest.first() == Some(word)
    })
}

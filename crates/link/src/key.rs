//! Names as numbers: keys of claims and accounts, and ids of everything that is compared by identity.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A claim key (`k_` and 16 hexadecimal digits) as a number. An account has the least key of its claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Key(pub u64);

impl Key {
    /// The key that these words print; words of any other form are hashed, so that they have a key too.
    ///
    /// ```
    /// use casus_link::Key;
    /// assert_eq!(Key::of("k_8a376e08c4e54846").to_string(), "k_8a376e08c4e54846");
    /// assert_ne!(Key::of("Bree"), Key::of("Rohan"));
    /// ```
    pub fn of(words: &str) -> Key {
        let digits = words.strip_prefix("k_").filter(|digits| digits.len() == 16);
        let number = digits.and_then(|digits| u64::from_str_radix(digits, 16).ok());
        Key(number.unwrap_or_else(|| hash(words.as_bytes())))
    }
}

impl fmt::Display for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "k_{:016x}", self.0)
    }
}

/// The id of a place, an actor, a weapon class … as a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(pub u32);

impl Id {
    /// The number of this id.
    pub fn of(words: &str) -> Id {
        Id((hash(words.as_bytes()) >> 32) as u32)
    }
}

/// FNV-1a with a final mix: the same on every machine and in every version, since keys of blocks are stored.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let fold = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    mix(bytes.iter().fold(0xcbf2_9ce4_8422_2325, fold))
}

/// Spreads the bits of a number (the finisher of SplitMix64).
pub(crate) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

//! Rare words of a text: what two reports of one thing share when little else was read from them.
//!
//! How rare a word is comes from a fixed list (`data/linking/words.tsv`), never from the documents at hand, so
//! that a weight depends on two accounts alone.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};
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
/// The rarest that stands in every text.
const EVERYWHERE: u8 = 1;
/// Rarity of a word that the list does not have.
pub(crate) const UNLISTED: u8 = 5;
/// Rarity of a name of two words.
pub(crate) const NAME: u8 = 6;
/// Rarity of what is compared by itself too, at most.
const LISTED: u8 = 4;

/// Words of a text that are rare enough to count, and two of a name that stand beside each other as one, with the
/// words themselves: the most telling `limit` of them, the earlier of equals.
pub(crate) fn rare(
    knowledge: &Knowledge,
    apart: &Apart,
    texts: &[&str],
    limit: usize,
) -> Vec<(Word, String)> {
    let mut seen: FxHashMap<String, Seen> = FxHashMap::default();
    let mut index = 0;
    for text in texts {
        let mut before: Option<Token> = None;
        for token in tokens(text) {
            index += 1;
            let word = token.text.to_lowercase();
            if apart.makers.contains(&word) {
                before = None;
                continue;
            }
            let is_listed = apart.listed.contains(&word);
            let word = knowledge.letters.plain(word);
            let of_country = knowledge.is_of_a_country(&word);
            let token = Token { rarity: rarity(knowledge, &word), is_listed, of_country, ..token };
            let capped = if is_listed { token.rarity.min(LISTED) } else { token.rarity };
            if let Some(first) = before.filter(|first| first.is_name_with(&token)) {
                let first = knowledge.letters.plain(first.text.to_lowercase());
                note(&mut seen, format!("{first} {word}"), index, NAME);
            }
            note(&mut seen, word, index, capped);
            before = Some(token);
        }
    }
    let telling = |seen: &Seen| u32::from(seen.rarity - COMMON) * (2 + seen.times.min(6));
    let mut found: Vec<(String, Seen)> = seen.into_iter().filter(|(_, seen)| seen.rarity > COMMON).collect();
    found.sort_unstable_by_key(|(_, seen)| (Reverse(telling(seen)), seen.first));
    found.truncate(limit);
    let mut words: Vec<(Word, String)> =
        found.into_iter().map(|(text, seen)| (Word::new(&text, seen.rarity), text)).collect();
    words.sort_unstable();
    words.dedup_by_key(|(word, _)| *word);
    words
}

/// Words of a document that stand apart.
pub(crate) struct Apart<'a> {
    /// Those of places and actors that are compared by themselves: they count as not so rare.
    pub listed: &'a FxHashSet<String>,
    /// Those of whoever made the report: they do not count.
    pub makers: &'a FxHashSet<String>,
}

/// A word, and where and how often it stands.
struct Seen {
    rarity: u8,
    first: usize,
    times: u32,
}

fn note(seen: &mut FxHashMap<String, Seen>, word: String, first: usize, rarity: u8) {
    seen.entry(word).or_insert(Seen { rarity, first, times: 0 }).times += 1;
}

/// A run of letters and digits.
#[derive(Clone, Copy)]
struct Token<'a> {
    text: &'a str,
    start: usize,
    rarity: u8,
    is_listed: bool,
    of_country: bool,
}

impl Token<'_> {
    /// Whether two words stand side by side as those of a name do, one of them rare, and neither in every sentence.
    fn is_name_with(&self, next: &Token) -> bool {
        let capital = |token: &Token| token.text.chars().next().is_some_and(char::is_uppercase);
        let beside = self.start + self.text.len() + 1 == next.start;
        let rare = self.rarity.min(next.rarity) > EVERYWHERE && self.rarity.max(next.rarity) > COMMON;
        // "Central African Republic" is told of wherever its people are.
        let country = self.of_country && next.of_country;
        beside && rare && !country && !self.is_listed && !next.is_listed && capital(self) && capital(next)
    }
}

/// Runs of letters and digits of three characters and more, without what an apostrophe adds; numbers of two.
fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let start = move |piece: &str| piece.as_ptr() as usize - text.as_ptr() as usize;
    let pieces = text.split(|character: char| !character.is_alphanumeric());
    let long =
        |piece: &&str| piece.len() > 2 || piece.len() == 2 && piece.bytes().all(|byte| byte.is_ascii_digit());
    pieces.filter(long).map(move |text| Token {
        text,
        start: start(text),
        rarity: 0,
        is_listed: false,
        of_country: false,
    })
}

fn rarity(knowledge: &Knowledge, word: &str) -> u8 {
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        return if year { 0 } else { (word.len() as u8 + 1).min(UNLISTED) };
    }
    knowledge.rarity(word)
}

/// The last words of phrases that end with their head ("the central market", "two firefighters"), in the singular, sorted.
pub(crate) fn heads<'a>(
    knowledge: &Knowledge,
    phrases: impl Iterator<Item = &'a str>,
) -> Vec<(Word, String)> {
    let last = |phrase: &'a str| {
        tokens(phrase).last().map(|token| knowledge.letters.plain(token.text.to_lowercase()))
    };
    let head = |word: String| {
        let head = singular(&word);
        (Word::new(head, rarity(knowledge, head).min(rarity(knowledge, &word))), head.to_owned())
    };
    let mut heads: Vec<(Word, String)> = phrases.filter_map(last).map(head).collect();
    heads.sort_unstable();
    heads.dedup();
    heads
}

/// A noun without the ending of its plural: enough that "shells" meets "shell". It is a key, not a word to be shown.
fn singular(word: &str) -> &str {
    let ends = |end: &str| word.len() > end.len() + 2 && word.ends_with(end);
    if ends("s") && !ends("ss") { &word[..word.len() - 1] } else { word }
}

/// What two sorted lists share.
pub(crate) fn shared<'a>(one: &'a [Word], other: &'a [Word]) -> impl Iterator<Item = Word> + 'a {
    let (mut at, mut other_at) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(word), Some(other_word)) = (one.get(at), other.get(other_at)) {
            // Without a branch: which of two words comes first is as good as chance.
            at += usize::from(word <= other_word);
            other_at += usize::from(other_word <= word);
            if word == other_word {
                return Some(*word);
            }
        }
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Actors;

    fn words(text: &str, makers: &[&str]) -> Vec<(String, u8)> {
        let knowledge = Knowledge::embedded(Actors::of([])).unwrap();
        let makers = makers.iter().map(|word| (*word).to_owned()).collect();
        let apart = Apart { listed: &FxHashSet::default(), makers: &makers };
        let found = rare(&knowledge, &apart, &[text], 20);
        found.into_iter().map(|(word, text)| (text, word.rarity())).collect()
    }

    fn has(found: &[(String, u8)], word: &str) -> bool {
        found.iter().any(|(text, _)| text == word)
    }

    #[test]
    fn who_made_a_report_says_nothing() {
        let text = "Rohan Wire said that Eomer Eadig was in Edoras.";
        let all = words(text, &[]);
        assert!(has(&all, "rohan wire") && has(&all, "eomer eadig"), "{all:?}");
        let without = words(text, &["rohan", "wire"]);
        assert!(!has(&without, "rohan wire") && !has(&without, "rohan"), "{without:?}");
        assert!(has(&without, "eomer eadig"), "{without:?}");
    }

    #[test]
    fn the_name_of_a_country_is_no_name_that_two_reports_share() {
        let found = words("A convoy in the Central African Republic met Eomer Eadig.", &[]);
        assert!(found.iter().all(|(text, rarity)| *rarity < NAME || text == "eomer eadig"), "{found:?}");
        assert!(has(&found, "eomer eadig"), "{found:?}");
    }

    #[test]
    fn a_name_is_one_with_its_marks_and_without() {
        assert_eq!(words("They met in Cortázar.", &[]), words("They met in Cortazar.", &[]));
    }
}

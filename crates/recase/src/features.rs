//! What the perceptron looks at: numbers, one for each thing that is true of a word where it stands.

use rustc_hash::FxHashSet;

use crate::label::{Label, lower};
use crate::table::{Habit, UNKNOWN};
use crate::tokens::{Join, Token};

/// A word with what was looked up of it.
pub(crate) struct Word {
    text: String,
    hash: u32,
    habit: Habit,
    kind: u32,
    before: Join,
    opens: bool,
    initials: Initials,
}

/// How a word stands to initials in brackets: "Horn News (HN)".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Initials {
    None,
    /// It is the initials.
    Are,
    /// It is one of the words they stand for.
    StandFor,
}

impl Word {
    /// In small letters.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn habit(&self) -> Habit {
        self.habit
    }

    pub(crate) fn opens(&self) -> bool {
        self.opens
    }

    /// Initials are short, known, or told in brackets.
    pub(crate) fn may_be_initials(&self) -> bool {
        self.habit.rarity < 7 || self.initials == Initials::Are || self.text.chars().nth(4).is_none()
    }

    /// The letter of "M-16".
    pub(crate) fn is_letter_of(&self, next: &Word) -> bool {
        matches!(next.before, Join::Glued | Join::GluedBefore) && self.text.chars().nth(1).is_none()
    }

    /// Makes it a word that the table does not have.
    pub(crate) fn forget(&mut self) {
        self.habit = UNKNOWN;
        self.kind = kind(UNKNOWN, &self.text);
    }
}

/// The words of a text, looked up.
pub(crate) fn words(text: &str, tokens: &[Token], look_up: impl Fn(&str) -> Option<u64>) -> Vec<Word> {
    let word = |token: &Token| {
        let text: String = text[token.start..token.end].chars().map(lower).collect();
        let habit = look_up(&text).map_or(UNKNOWN, Habit::of_number);
        let (hash, kind) = (hash(text.bytes()), kind(habit, &text));
        let (before, opens) = (token.before, token.opens);
        Word { text, hash, habit, kind, before, opens, initials: Initials::None }
    };
    let mut words: Vec<Word> = tokens.iter().map(word).collect();
    for at in 0..words.len() {
        mark_initials(&mut words, at);
    }
    mark_again(&mut words);
    words
}

/// What are initials once are initials elsewhere in the text.
fn mark_again(words: &mut [Word]) {
    let told: FxHashSet<String> =
        words.iter().filter(|word| word.initials == Initials::Are).map(|word| word.text.clone()).collect();
    if !told.is_empty() {
        words
            .iter_mut()
            .filter(|word| told.contains(&word.text))
            .for_each(|word| word.initials = Initials::Are);
    }
}

/// Marks the word at `at` and those it stands for, if it is initials in brackets.
fn mark_initials(words: &mut [Word], at: usize) {
    const PARTICLES: usize = 4;
    let closed = words.get(at + 1).is_none_or(|next| next.before == Join::Close || next.before == Join::Open);
    let letters: Vec<char> = words[at].text.chars().collect();
    if words[at].before != Join::Open || !closed || !(2..=8).contains(&letters.len()) {
        return;
    }
    // Backwards from the bracket; small words in between have no letter of their own.
    let (mut from, mut skipped) = (at, 0);
    let mut told = Vec::new();
    for letter in letters.iter().rev() {
        loop {
            let Some(before) = from.checked_sub(1) else { return };
            from = before;
            if words[from].text.starts_with(*letter) {
                told.push(from);
                break;
            }
            skipped += 1;
            if skipped > PARTICLES || words[from].text.len() > 3 {
                return;
            }
        }
    }
    told.into_iter().for_each(|word| words[word].initials = Initials::StandFor);
    words[at].initials = Initials::Are;
}

/// What is commonly done with such a word, coarsely: for neighbours.
fn kind(habit: Habit, text: &str) -> u32 {
    let length = text.chars().take(5).count() as u32;
    match habit {
        Habit { rarity: 7, lists, .. } => 32 + length.min(4) + 5 * u32::from(lists != 0),
        Habit { mixed: true, .. } => 29,
        Habit { capitals, .. } if capitals > 7 => 20 + u32::from(capitals > 10),
        Habit { title, rarity, .. } => u32::from(title) / 2 + 8 * u32::from(rarity > 3),
    }
}

/// The last choices, from the nearest back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct History([u32; 2]);

impl History {
    pub(crate) const START: History = History([9, 9]);

    /// The history after this choice. A capital where a sentence opens says nothing of names.
    pub(crate) fn after(self, word: &Word, label: Label) -> History {
        let told = if word.opens && label == Label::Title { 4 } else { label as u32 };
        History([told, self.0[0]])
    }
}

/// Calls `each` with every feature of the word at `at`.
pub(crate) fn features(words: &[Word], at: usize, history: History, mut each: impl FnMut(u32)) {
    let word = &words[at];
    let near = |distance: isize| at.checked_add_signed(distance).and_then(|index| words.get(index));
    let kind = |distance: isize| near(distance).map_or(63, |word| word.kind);
    let same = |distance: isize| near(distance).map_or(1, |word| word.hash);
    let after = near(1).map_or(Join::Edge, |word| word.before) as u32;
    let before = word.before as u32 + if word.opens { 32 } else { 0 };
    let opens = u32::from(word.opens);
    let Habit { title, capitals, rarity, mixed, lists } = word.habit;
    let listed = |distance: isize| near(distance).map_or(8, |word| u32::from(word.habit.lists));
    let exact = u32::from(title) | u32::from(capitals) << 4 | u32::from(mixed) << 8;
    let coarse = word.kind | opens << 6;
    let [last, second] = history.0;
    let unknown = word.habit.rarity > 4;
    let mut feature = |number: u32, parts: &[u32]| each(combined(number, parts));

    feature(0, &[opens]);
    feature(1, &[exact, opens]);
    feature(2, &[exact, u32::from(rarity), opens]);
    feature(3, &[coarse, kind(-1)]);
    feature(4, &[coarse, kind(1)]);
    feature(5, &[coarse, kind(-1), kind(1)]);
    feature(6, &[coarse, kind(1), kind(2)]);
    feature(7, &[word.hash]);
    feature(8, &[word.hash, opens]);
    feature(9, &[word.hash, same(1)]);
    feature(10, &[word.hash, same(-1)]);
    feature(11, &[coarse, same(-1)]);
    feature(12, &[coarse, same(1)]);
    feature(13, &[coarse, last]);
    feature(14, &[word.hash, last]);
    feature(15, &[coarse, last, second]);
    feature(16, &[coarse, last, kind(1)]);
    feature(17, &[exact, last, before]);
    feature(18, &[coarse, before]);
    feature(19, &[coarse, after]);
    feature(20, &[coarse, before, after]);
    feature(21, &[word.initials as u32, coarse]);
    feature(22, &[last, word.hash, kind(1)]);
    feature(23, &[last, before, same(-1)]);
    if unknown {
        feature(24, &[ending(&word.text, 3), opens]);
        feature(25, &[ending(&word.text, 2), opens]);
        feature(26, &[ending(&word.text, 2), last]);
        feature(27, &[shape(&word.text), opens]);
        feature(28, &[shape(&word.text), before]);
    }
    feature(31, &[u32::from(lists), exact, opens]);
    feature(32, &[u32::from(lists), u32::from(title) / 2, listed(1), last]);
    feature(33, &[u32::from(lists), u32::from(title) / 2, listed(-1), kind(1)]);
    feature(34, &[listed(-1), listed(1), u32::from(title), before, last]);
    feature(29, &[kind(-2), kind(-1), coarse]);
    feature(30, &[same(1), last, coarse]);
}

/// Length and vowels: initials are short and often have none.
fn shape(word: &str) -> u32 {
    let length = word.chars().take(9).count() as u32;
    let vowels = word.chars().take(9).filter(|letter| "aeiouy".contains(*letter)).count() as u32;
    length << 4 | vowels
}

fn ending(word: &str, letters: usize) -> u32 {
    let from = word.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
    hash(word[from..].bytes())
}

/// FNV-1a.
fn hash(bytes: impl Iterator<Item = u8>) -> u32 {
    bytes.fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn combined(number: u32, parts: &[u32]) -> u32 {
    let mixed = parts.iter().fold(u64::from(number) + 1, |mixed, part| {
        (mixed ^ u64::from(*part)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    });
    (mixed.wrapping_mul(0xff51_afd7_ed55_8ccd) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokens::tokens;

    #[test]
    fn initials_in_brackets_mark_the_words_they_stand_for() {
        let marked = |text: &str| -> Vec<String> {
            let words = words(text, &tokens(text), |_| None);
            words.into_iter().filter(|word| word.initials != Initials::None).map(|word| word.text).collect()
        };
        assert_eq!(marked("THE FRONT OF THE NORTH [FN] FELL"), ["front", "north", "fn"]);
        assert_eq!(marked("THE HORN NEWS (HN)"), ["horn", "news", "hn"]);
        assert_eq!(marked("THE FRONT (TEXT) FELL"), [""; 0]);
        assert_eq!(marked("(AB)"), [""; 0]);
    }
}

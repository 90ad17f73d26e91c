//! How words are commonly written: for each word in small letters, how the logarithms of the frequencies
//! of its writings compare, in coarse steps.
//!
//! The table is an automaton (`fst`) of 100,000s of words with a small number each, read where it lies.

use std::collections::BTreeMap;

use crate::label::Label;

/// What the table says of a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Habit {
    /// Title beside small: 0 for hardly ever Title, 14 for hardly ever small. 15 for an unknown word.
    pub title: u8,
    /// Capitals beside the commoner of the two.
    pub capitals: u8,
    /// How rare the word is at all.
    pub rarity: u8,
    /// It is commonly written `McCoy` or `MPs`.
    pub mixed: bool,
    /// The lists of names that it stands in, one bit each.
    pub lists: u8,
}

/// A word that the table does not have.
pub(crate) const UNKNOWN: Habit = Habit { title: 15, capitals: 15, rarity: 7, mixed: false, lists: 0 };

/// The logarithm of the frequency of what was never seen.
const NEVER: f64 = -20.5;
/// Words whose commonest writing is rarer are left out.
const RAREST: f64 = -17.5;

impl Habit {
    pub(crate) fn of_number(number: u64) -> Habit {
        Habit {
            title: (number & 15) as u8,
            capitals: (number >> 4 & 15) as u8,
            rarity: (number >> 8 & 7) as u8,
            mixed: number >> 11 & 1 == 1,
            lists: (number >> 12 & 7) as u8,
        }
    }

    fn number(self) -> u64 {
        u64::from(self.title)
            | u64::from(self.capitals) << 4
            | u64::from(self.rarity) << 8
            | u64::from(self.mixed) << 11
            | u64::from(self.lists) << 12
    }

    fn of_writings([small, title, capitals, mixed]: [f64; 4]) -> Habit {
        let common = small.max(title);
        Habit {
            title: step(title - small),
            capitals: step(capitals - common),
            rarity: ((-4.0 - common.max(capitals)) / 2.0).clamp(0.0, 6.0) as u8,
            mixed: mixed > common.max(capitals),
            lists: 0,
        }
    }

    /// The most frequent writing, as far as the steps tell: a baseline.
    pub(crate) fn likeliest(self) -> Label {
        match self {
            Habit { rarity: 7, .. } => Label::Title,
            Habit { mixed: true, .. } => Label::Mixed,
            Habit { capitals, .. } if capitals > 7 => Label::Capitals,
            Habit { title, .. } if title > 7 => Label::Title,
            _ => Label::Small,
        }
    }
}

/// A difference of logarithms in fifteen steps, finer near zero.
fn step(difference: f64) -> u8 {
    const ABOVE: [f64; 7] = [0.0, 0.5, 1.0, 1.75, 2.5, 3.5, 5.0];
    let steps = ABOVE.iter().filter(|edge| difference.abs() > **edge).count() as u8;
    if difference < 0.0 { 7 - steps } else { 7 + steps }
}

/// The table of these writings, each with the logarithm of its frequency, and of lists of names: given
/// names, family names, words of place names.
pub fn table<'a>(writings: impl IntoIterator<Item = (&'a str, f64)>, lists: [&[String]; 3]) -> Vec<u8> {
    let mut words: BTreeMap<String, [f64; 4]> = BTreeMap::new();
    for (writing, frequency) in writings {
        if !writing.chars().all(char::is_alphabetic) {
            continue;
        }
        let Some(label) = Label::of(writing) else { continue };
        let word = words.entry(Label::Small.written(writing)).or_insert([NEVER; 4]);
        word[label as usize] = word[label as usize].max(frequency);
    }
    words.retain(|_, writings| writings.iter().any(|frequency| *frequency >= RAREST));
    let mut habits: BTreeMap<String, Habit> =
        words.into_iter().map(|(word, writings)| (word, Habit::of_writings(writings))).collect();
    for (number, list) in lists.into_iter().enumerate() {
        for name in list.iter().filter(|name| name.chars().all(char::is_alphabetic)) {
            habits.entry(Label::Small.written(name)).or_insert(UNKNOWN).lists |= 1 << number;
        }
    }
    let entries = habits.iter().map(|(word, habit)| (word, habit.number()));
    // The keys of a sorted map are in order and differ; writing to memory does not fail.
    fst::Map::from_iter(entries).map(|map| map.into_fst().into_inner()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_common_is_told_again() {
        let bytes = table(
            [
                ("boat", -9.0),
                ("Boat", -12.0),
                ("Edoras", -14.0),
                ("HN", -13.0),
                ("McCoy", -13.0),
                ("rare", -19.0),
                ("x2", -5.0),
            ],
            [&[], &["Eowyn".to_owned(), "Boat".to_owned()], &[]],
        );
        let map = fst::Map::new(bytes).unwrap();
        let likeliest = |word: &str| Habit::of_number(map.get(word).unwrap()).likeliest();
        assert_eq!(
            ["boat", "edoras", "hn", "mccoy"].map(likeliest),
            [Label::Small, Label::Title, Label::Capitals, Label::Mixed]
        );
        assert_eq!(
            (map.len(), map.get("eowyn").map(Habit::of_number)),
            (5, Some(Habit { lists: 2, ..UNKNOWN }))
        );
    }

    #[test]
    fn a_habit_is_kept_in_its_number() {
        let habit = Habit { title: 9, capitals: 3, rarity: 5, mixed: true, lists: 5 };
        assert_eq!(Habit::of_number(habit.number()), habit);
        assert_eq!((step(-9.0), step(0.0), step(0.2), step(9.0)), (0, 7, 8, 14));
    }
}

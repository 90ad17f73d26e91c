//! Words as outlets write them that leave out the marks of letters.

use casus_model::{DataError, rows};
use rustc_hash::FxHashMap;

/// Letters with marks, and what stands for them.
#[derive(Debug)]
pub(crate) struct Letters(FxHashMap<char, &'static str>);

impl Letters {
    pub(crate) fn of(text: &'static str) -> Result<Letters, DataError> {
        let mut letters = FxHashMap::default();
        for row in &rows("linking/letters.tsv", text)? {
            let plain = row.need("plain")?;
            letters.extend(row.need("letter")?.chars().map(|letter| (letter, plain)));
        }
        Ok(Letters(letters))
    }

    /// A word in small letters without marks.
    pub(crate) fn plain(&self, word: String) -> String {
        if word.is_ascii() {
            return word;
        }
        let mut plain = String::with_capacity(word.len());
        for letter in word.chars() {
            match self.0.get(&letter) {
                Some(written) => plain.push_str(written),
                None => plain.push(letter),
            }
        }
        plain
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_marks_is_the_name_without_them() {
        let letters = Letters::of(include_str!("../../../data/linking/letters.tsv")).unwrap();
        let plain = |word: &str| letters.plain(word.to_owned());
        assert_eq!(plain("cortázar"), plain("cortazar"));
        assert_eq!(plain("quiñónez"), "quinonez");
        assert_eq!(plain("ærø"), "aero");
        assert_eq!(plain("київ"), "київ");
    }
}

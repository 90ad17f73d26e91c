//! Figures before words of death and injury.

use casus::Casus;
use serde_json::{Value, json};

use super::words::{Word, label_of, words};
use crate::set::string;

/// The greatest number among the four words before one for dead, and before one for injured.
pub(crate) fn gva(_casus: &Casus, line: &Value) -> Value {
    let words = words(string(line, "text"));
    let mut fact = json!({ "doc_id": string(line, "doc_id"), "docs": [string(line, "doc_id")], "killed": 0, "injured": 0 });
    for (place, word) in words.iter().enumerate() {
        let Some(label) = label_of("gva", &word.small) else { continue };
        let before = &words[place.saturating_sub(4)..place];
        if let Some(number) = before.iter().rev().find_map(number)
            && fact[label].as_i64() < Some(number)
        {
            fact[label] = number.into();
        }
    }
    fact
}

fn number(word: &Word) -> Option<i64> {
    const NUMBERS: [&str; 11] =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let listed = NUMBERS.iter().position(|listed| *listed == word.small).map(|number| number as i64);
    listed.or_else(|| word.small.parse().ok().filter(|number| *number < 100))
}

//! Number words and count patterns (codebook, "Counts, exactly").

use std::collections::BTreeMap;

use casus_model::Qualifier;
use rustc_hash::FxHashMap;

use crate::{Error, rows};

/// How a bound follows from the number in the words.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Formula {
    /// Open.
    Open,
    /// A fixed value.
    Fixed(u64),
    /// The number plus this.
    Plus(i64),
    /// The number times this, rounded outward.
    Times(f64),
    /// The second number of a range, plus this.
    Second(i64),
}

/// A word of a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternWord {
    /// A literal word.
    Literal(String),
    /// The number.
    Number,
    /// The second number of a range.
    SecondNumber,
}

/// A way to say a count, such as `at least N`.
#[derive(Clone, Debug, PartialEq)]
pub struct CountPattern {
    /// The words in order.
    pub words: Vec<PatternWord>,
    /// Lower bound.
    pub low: Formula,
    /// Upper bound.
    pub high: Formula,
    /// The hedge.
    pub qualifier: Qualifier,
}

/// Number words.
#[derive(Debug, Default)]
pub struct Numbers {
    words: FxHashMap<String, (u64, bool)>,
    ordinals: FxHashMap<String, u64>,
}

/// What stands behind the digits of an ordinal.
const ORDINAL_ENDINGS: [&str; 4] = ["st", "nd", "rd", "th"];

impl Numbers {
    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<Numbers, Error> {
        let file = "lexicon/numbers.tsv";
        let mut numbers = Numbers::default();
        let Some(text) = files.get(file) else { return Ok(numbers) };
        for row in rows(file, text)? {
            let value = row.need("value")?;
            let value = value.parse().map_err(|_| row.error("value is not a whole number"))?;
            let word = row.need("word")?.to_owned();
            match row.get("kind") {
                Some("ordinal") => drop(numbers.ordinals.insert(word, value)),
                kind => drop(numbers.words.insert(word, (value, kind == Some("scale")))),
            }
        }
        Ok(numbers)
    }

    /// The value of a lower-case word or of digits with separators ("1,200"), or none.
    pub fn value(&self, word: &str) -> Option<u64> {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return digits(word);
        }
        if let Some((value, _)) = self.words.get(word) {
            return Some(*value);
        }
        let (tens, unit) = word.split_once('-')?;
        let (tens, unit) = (self.words.get(tens)?.0, self.words.get(unit)?.0);
        ((20..100).contains(&tens) && unit > 0 && unit < 10).then_some(tens + unit)
    }

    /// The value of a lower-case ordinal ("14th", "twelfth", "twenty-first"), or none.
    pub fn ordinal(&self, word: &str) -> Option<u64> {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return ORDINAL_ENDINGS.iter().find_map(|ending| word.strip_suffix(ending)).and_then(digits);
        }
        if let Some(value) = self.ordinals.get(word) {
            return Some(*value);
        }
        let (tens, unit) = word.split_once('-')?;
        let (tens, unit) = (self.words.get(tens)?.0, *self.ordinals.get(unit)?);
        ((20..100).contains(&tens) && unit < 10).then_some(tens + unit)
    }

    /// True for "hundred", "thousand", "million", "dozen": words that multiply what stands before.
    pub fn is_scale(&self, word: &str) -> bool {
        self.words.get(word).is_some_and(|(_, scale)| *scale)
    }
}

fn digits(word: &str) -> Option<u64> {
    let mut groups = word.split(',');
    let first = groups.next()?;
    let plain: String = std::iter::once(first).chain(groups.clone()).collect();
    let grouped = groups.all(|group| group.len() == 3) && first.len() <= 3 || first.len() == word.len();
    (grouped && plain.len() <= 15 && plain.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| plain.parse().ok())
        .flatten()
}

/// Count patterns by what they begin with, those with most words first.
#[derive(Debug, Default)]
pub struct CountPatterns {
    by_word: FxHashMap<String, Vec<CountPattern>>,
    by_number: Vec<CountPattern>,
}

impl CountPatterns {
    /// Patterns that begin with this lower-case word.
    pub fn of_word(&self, word: &str) -> &[CountPattern] {
        self.by_word.get(word).map_or(&[], Vec::as_slice)
    }

    /// Patterns that begin with the number.
    pub fn of_number(&self) -> &[CountPattern] {
        &self.by_number
    }

    pub(crate) fn read(files: &BTreeMap<&str, &str>) -> Result<CountPatterns, Error> {
        let mut found = CountPatterns::default();
        for pattern in patterns(files)? {
            match pattern.words.first() {
                Some(PatternWord::Literal(word)) => {
                    found.by_word.entry(word.clone()).or_default().push(pattern)
                }
                _ => found.by_number.push(pattern),
            }
        }
        Ok(found)
    }
}

/// The patterns of `data/counts.tsv`, those with most words first.
fn patterns(files: &BTreeMap<&str, &str>) -> Result<Vec<CountPattern>, Error> {
    let file = "counts.tsv";
    let Some(text) = files.get(file) else { return Ok(Vec::new()) };
    let mut patterns = Vec::new();
    for row in rows(file, text)? {
        let formula = |column: &str| {
            let cell = row.get(column).unwrap_or("-");
            formula(cell).ok_or_else(|| row.error(format!("cannot read formula `{cell}`")))
        };
        let qualifier = match row.need("qualifier")? {
            "exact" => Qualifier::Exact,
            "at_least" => Qualifier::AtLeast,
            "at_most" => Qualifier::AtMost,
            "about" => Qualifier::About,
            "vague" => Qualifier::Vague,
            other => return Err(row.error(format!("unknown qualifier `{other}`"))),
        };
        for pattern in row.alternatives("pattern") {
            let words = crate::phrases::words_of(&pattern).iter().map(|word| pattern_word(word)).collect();
            patterns.push(CountPattern { words, low: formula("low")?, high: formula("high")?, qualifier });
        }
    }
    patterns.sort_by_key(|pattern: &CountPattern| usize::MAX - pattern.words.len());
    Ok(patterns)
}

fn pattern_word(word: &str) -> PatternWord {
    match word {
        "n" => PatternWord::Number,
        "m" => PatternWord::SecondNumber,
        _ => PatternWord::Literal(word.to_owned()),
    }
}

fn formula(cell: &str) -> Option<Formula> {
    if matches!(cell, "-" | "") {
        return Some(Formula::Open);
    }
    if let Some(factor) = cell.strip_prefix("N*") {
        return factor.parse().ok().map(Formula::Times);
    }
    let change = |text: &str| match text.trim_start_matches('+') {
        "" => Some(0),
        number => number.parse().ok(),
    };
    if let Some(text) = cell.strip_prefix('N') {
        return change(text).map(Formula::Plus);
    }
    if let Some(text) = cell.strip_prefix('M') {
        return change(text).map(Formula::Second);
    }
    cell.parse().ok().map(Formula::Fixed)
}

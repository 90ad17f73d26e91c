//! Words of a text, and the table of words.

/// A run of letters and digits.
pub(super) struct Word {
    /// Code points before it.
    pub(super) start: usize,
    /// Code points up to its end.
    pub(super) end: usize,
    /// As it stands.
    pub(super) written: String,
    /// In small letters.
    pub(super) small: String,
}

impl Word {
    pub(super) fn is_capitalised(&self) -> bool {
        self.written.starts_with(char::is_uppercase)
    }
}

pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut inside = false;
    for (at, sign) in text.chars().enumerate() {
        let in_word = sign.is_alphanumeric();
        match words.last_mut() {
            Some(word) if in_word && inside => {
                word.end = at + 1;
                word.written.push(sign);
            }
            _ if in_word => {
                let written = sign.to_string();
                words.push(Word { start: at, end: at + 1, written, small: String::new() });
            }
            _ => {}
        }
        inside = in_word;
    }
    for word in &mut words {
        word.small = word.written.to_lowercase();
    }
    words
}

/// Labels of a set with their words, in the order of the table.
pub(super) fn rows(set: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let table = include_str!("../../tables/keywords.tsv").lines();
    table.filter_map(move |line| {
        let (of_set, rest) = line.split_once('\t')?;
        (of_set == set).then(|| rest.split_once('\t'))?
    })
}

/// The label of a word in small letters.
pub(super) fn label_of(set: &str, word: &str) -> Option<&'static str> {
    rows(set).find(|(_, words)| words.split('|').any(|listed| listed == word)).map(|(label, _)| label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_in_code_points() {
        let words = words("Dól fell – “on” 26");
        let all: Vec<(usize, usize, &str)> =
            words.iter().map(|word| (word.start, word.end, word.small.as_str())).collect();
        assert_eq!(all, [(0, 3, "dól"), (4, 8, "fell"), (12, 14, "on"), (16, 18, "26")]);
    }

    #[test]
    fn a_label_is_found_by_set() {
        assert_eq!(label_of("gva", "wounded"), Some("injured"));
        assert_eq!(label_of("polnear", "wounded"), None);
    }
}

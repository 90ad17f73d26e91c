//! Our vocabularies and theirs.

use std::sync::LazyLock;

use casus::model::{Row, rows};

static ROWS: LazyLock<Vec<[String; 3]>> = LazyLock::new(|| {
    let table = rows("tables/muc4.tsv", include_str!("../../tables/muc4.tsv"));
    let cell = |row: &Row, column: &str| row.get(column).unwrap_or_default().to_owned();
    let table = table.expect("the table is checked by a test");
    table.iter().map(|row| [cell(row, "slot"), cell(row, "ours"), cell(row, "theirs")]).collect()
});

/// The set fill of a slot for a word of ours; the row `*` is for all others.
pub(super) fn fill(slot: &str, ours: &str) -> Option<&'static str> {
    let row = |wanted: &str| ROWS.iter().find(|[of, word, _]| of == slot && word == wanted);
    row(ours).or_else(|| row("*")).map(|[_, _, theirs]| theirs.as_str())
}

/// The set fill of a slot for a phrase: by a word of it where one settles it, else by our id for it.
pub(super) fn fill_by_words(slot: &str, phrase: &str, ours: &str) -> Option<&'static str> {
    let phrase = format!(" {} ", phrase.to_lowercase());
    let by_word = format!("{slot}_word");
    let holds = |word: &str| phrase.contains(&format!(" {word}"));
    let row = ROWS.iter().find(|[of, word, _]| *of == by_word && holds(word));
    row.map(|[_, _, theirs]| theirs.as_str()).or_else(|| fill(slot, ours))
}

/// Whether a list of the table (`body`, `part`, `general`) holds these words, in whatever case.
pub(super) fn holds(list: &str, words: &str) -> bool {
    let words = words.to_lowercase();
    ROWS.iter().any(|[of, ours, _]| of == list && *ours == words)
}

/// What a sign weighs for an incident that the task wants; against it where it is less than nothing.
pub(super) fn weight(sign: &str) -> f64 {
    let row = ROWS.iter().find(|[of, ours, _]| of == "weight" && ours == sign);
    row.and_then(|[_, _, theirs]| theirs.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{fill, fill_by_words, holds, weight};

    #[test]
    fn a_word_without_a_row_is_of_the_last_kind() {
        assert_eq!(fill("hum_tgt_type", "diplomat"), Some("DIPLOMAT"));
        assert_eq!(fill("hum_tgt_type", "refugee"), Some("CIVILIAN"));
        assert_eq!(fill("instrument_type", "vehicle"), None);
        assert!(weight("named") > 0.0 && weight("aerial") < 0.0 && weight("bread") == 0.0);
        assert!(holds("body", "Air Force") && !holds("body", "force"));
        assert_eq!(
            fill_by_words("hum_tgt_type", "the chief magistrate", "official"),
            Some("LEGAL OR JUDICIAL")
        );
    }
}

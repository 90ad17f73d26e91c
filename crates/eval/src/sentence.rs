//! A plain cut of a report into sentences, for pairing and for showing errors.
//!
//! It is deliberately not the pipeline's own cut: a judge that borrowed the reader's sentences would
//! change its verdicts with every change of the reader.

use casus_model::Span;

/// Sentences in order: runs of text that end at a line end, or at a full stop, question or exclamation
/// mark before white space and an upper-case letter, digit or opening quotation mark.
pub fn sentences(text: &str) -> Vec<Span> {
    let mut sentences = Vec::new();
    let mut start = 0;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if letter == '\n' || closes(text, at, letter) {
            push(&mut sentences, text, start, end);
            start = end;
        }
    }
    push(&mut sentences, text, start, text.len());
    sentences
}

/// The sentence around a byte, or the empty span there.
pub fn sentence_at(sentences: &[Span], byte: u32) -> Span {
    let found = sentences.iter().find(|sentence| sentence.start <= byte && byte < sentence.end);
    found.copied().unwrap_or(Span { start: byte, end: byte })
}

fn push(sentences: &mut Vec<Span>, text: &str, start: usize, end: usize) {
    let piece = &text[start..end];
    let trimmed = piece.trim();
    if !trimmed.is_empty() {
        let start = start + (piece.len() - piece.trim_start().len());
        sentences.push(Span::new(start, start + trimmed.len()));
    }
}

/// True when a sentence ends right after the character at this byte: at white space that follows a
/// final mark and, perhaps, closing quotation marks.
fn closes(text: &str, at: usize, letter: char) -> bool {
    if !letter.is_whitespace() {
        return false;
    }
    let before = text[..at].trim_end_matches(['"', '”', '’', '\'', ')']);
    if !before.ends_with(['.', '?', '!']) || abbreviated(before) {
        return false;
    }
    let next = text[at..].trim_start().chars().next();
    next.is_some_and(|next| next.is_uppercase() || next.is_numeric() || matches!(next, '"' | '“' | '‘'))
}

/// Titles before a name.
const TITLES: [&str; 16] = [
    "Lt", "Col", "Gen", "Brig", "Maj", "Capt", "Sgt", "Cpl", "Cmdr", "Adm", "Insp", "Supt", "Dr", "Mr",
    "Mrs", "Prof",
];

/// "U.S." and "a.m." hold a stop of their own; a single letter is an initial; "Lt." goes on with a name.
fn abbreviated(before: &str) -> bool {
    let word = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let Some(stem) = word.strip_suffix('.') else { return false };
    stem.contains('.')
        || TITLES.contains(&stem)
        || stem.chars().filter(|letter| letter.is_alphabetic()).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text).into_iter().map(|sentence| sentence.of(text)).collect()
    }

    #[test]
    fn sentences_end_at_stops_and_lines() {
        let text = "Bree burns\n\nThe attack came at 8 a.m. on Friday. “Run!” he said. Who did it?";
        let expected =
            ["Bree burns", "The attack came at 8 a.m. on Friday.", "“Run!” he said.", "Who did it?"];
        assert_eq!(cut(text), expected);
    }

    #[test]
    fn the_end_of_a_quotation_ends_a_sentence() {
        assert_eq!(cut("“We fled.” The gate fell."), ["“We fled.”", "The gate fell."]);
    }

    #[test]
    fn a_byte_between_sentences_has_none() {
        assert!(sentence_at(&sentences("A.\n\nB."), 3).is_empty());
    }
}

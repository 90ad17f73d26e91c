//! "[Report] [Text] Two boats sank": notes that a listening service sets into a report. They are not read.

use std::sync::LazyLock;

use casus_model::{Paragraph, Span, rows};

use crate::lines::trimmed;

/// Notes by what they say, in small letters, and where they stand.
static NOTES: LazyLock<Vec<(String, Stands)>> = LazyLock::new(|| {
    let table = rows("wires/notes.tsv", include_str!("../../../data/wires/notes.tsv")).unwrap_or_default();
    let note = |row: &casus_model::Row| {
        let stands = if row.get("stands") == Some("anywhere") { Stands::Anywhere } else { Stands::Before };
        Some((row.get("note")?.to_owned(), stands))
    };
    table.iter().filter_map(note).collect()
});

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stands {
    /// Before a story.
    Before,
    /// Between any two sentences.
    Anywhere,
}

/// No note is longer than this, in bytes.
const LONGEST: usize = 80;

/// The paragraphs without such notes.
pub(crate) fn cut_out(text: &str, paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let mut kept = Vec::with_capacity(paragraphs.len());
    for paragraph in paragraphs {
        if !paragraph.span.of(text).contains('[') {
            kept.push(paragraph);
            continue;
        }
        let mut headline = paragraph.headline;
        let mut start = before(text, paragraph.span);
        let end = paragraph.span.end as usize;
        for (from, to) in anywhere(text, start, end).into_iter().chain([(end, end)]) {
            let piece = trimmed(text, start, from);
            kept.extend(piece.map(|span| Paragraph { span, headline: std::mem::take(&mut headline) }));
            start = to;
        }
    }
    kept
}

/// Where a paragraph goes on after the brackets it begins with, as far as the last that is such a note.
fn before(text: &str, paragraph: Span) -> usize {
    let (mut after, mut at) = (paragraph.start as usize, paragraph.start as usize);
    let end = paragraph.end as usize;
    while let Some(close) = bracket(&text[at..end]) {
        let is_note = stands(&text[at + 1..at + close]).is_some();
        at += close + 1;
        at += text[at..end].len() - text[at..end].trim_start().len();
        if is_note {
            after = at;
        }
    }
    after
}

/// Notes inside a paragraph, each from its bracket to behind its bracket.
fn anywhere(text: &str, start: usize, end: usize) -> Vec<(usize, usize)> {
    let opens = text[start..end].match_indices('[').map(|(at, _)| start + at);
    let note = |at: usize| {
        let close = bracket(&text[at..end])?;
        (stands(&text[at + 1..at + close]) == Some(Stands::Anywhere)).then_some((at, at + close + 1))
    };
    opens.filter_map(note).collect()
}

/// Where the bracket that opens these words is closed.
fn bracket(words: &str) -> Option<usize> {
    let window = &words[..words.floor_char_boundary(LONGEST)];
    window.starts_with('[').then(|| window.find(']')).flatten()
}

fn stands(words: &str) -> Option<Stands> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    let words = words.join(" ");
    NOTES.iter().find(|(note, _)| *note == words).map(|(_, stands)| *stands)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kept(text: &str) -> Vec<&str> {
        let paragraph = Paragraph { span: Span::new(0, text.len()), headline: false };
        cut_out(text, vec![paragraph]).iter().map(|paragraph| paragraph.span.of(text)).collect()
    }

    #[test]
    fn notes_before_a_story_go_with_the_brackets_between_them() {
        assert_eq!(kept("[Report] [Harbour Office] [TEXT] Two boats sank."), ["Two boats sank."]);
        assert_eq!(kept("[Harbour master] \"Two boats\nsank.\""), ["[Harbour master] \"Two boats\nsank.\""]);
        assert_eq!(kept("Two boats [text] sank."), ["Two boats [text] sank."]);
    }

    #[test]
    fn a_passage_left_out_parts_the_text() {
        assert_eq!(
            kept("Two sank. [passage\nomitted] One burned. [continued]"),
            ["Two sank.", "One burned."]
        );
        assert_eq!(kept("[continued]"), [""; 0]);
        assert_eq!(kept("[[[ text ] Two"), ["[[[ text ] Two"]);
    }
}

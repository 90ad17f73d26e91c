//! The lines of a text, trimmed, and what can be told of a line from its shape alone.

use casus_model::Span;

/// A line that holds more than white space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The line without surrounding white space.
    pub span: Span,
    /// True when an empty line, or nothing, stands before it.
    pub opens_block: bool,
}

/// The lines of `text` in order. Empty ones are only remembered as a mark on the next.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    let mut opens_block = true;
    let mut rest = text;
    loop {
        let end = rest.find(is_line_end).unwrap_or(rest.len());
        match trimmed(text, start, start + end) {
            Some(span) => {
                lines.push(Line { span, opens_block });
                opens_block = false;
            }
            None => opens_block = true,
        }
        let Some(line_end) = rest[end..].chars().next() else { break };
        let pair = rest[end..].starts_with("\r\n");
        let skip = end + if pair { 2 } else { line_end.len_utf8() };
        start += skip;
        rest = &rest[skip..];
    }
    lines
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The span from `start` to `end` without surrounding white space, or none if nothing is left.
pub(crate) fn trimmed(text: &str, start: usize, end: usize) -> Option<Span> {
    let piece = &text[start..end];
    let body = piece.trim_start();
    let start = start + (piece.len() - body.len());
    let body = body.trim_end();
    (!body.is_empty()).then(|| Span::new(start, start + body.len()))
}

/// True when the line ends the way a sentence ends, closing quotes and brackets aside.
pub(crate) fn ends_sentence(line: &str) -> bool {
    ends_with_full_stop(line) || without_closers(line).ends_with(['!', '?'])
}

/// True when the line ends in a full stop that is not part of an initialism such as "U.N."
pub(crate) fn ends_with_full_stop(line: &str) -> bool {
    let line = without_closers(line);
    line.ends_with('…') || (line.ends_with('.') && !ends_in_initialism(line))
}

fn without_closers(line: &str) -> &str {
    line.trim_end_matches(['"', '\'', '”', '’', ')', ']', '»', ' '])
}

fn ends_in_initialism(line: &str) -> bool {
    let word = line.rsplit(char::is_whitespace).next().unwrap_or(line);
    let mut letters = word.chars();
    let pairs = word.len() / 2;
    pairs >= 2
        && word.len() % 2 == 0
        && (0..pairs).all(|_| {
            letters.next().is_some_and(|letter| letter.is_ascii_uppercase()) && letters.next() == Some('.')
        })
}

/// True when a sentence or a name could begin here.
pub(crate) fn opens_like_sentence(line: &str) -> bool {
    let first = line.trim_start_matches(['"', '\'', '“', '‘', '(', '[', '«', '¿', '¡']).chars().next();
    first.is_some_and(|character| character.is_uppercase() || character.is_numeric())
}

/// True when this text has upper-case letters and no lower-case ones.
pub(crate) fn in_capitals(text: &str) -> bool {
    text.chars().any(char::is_uppercase) && !text.chars().any(char::is_lowercase)
}

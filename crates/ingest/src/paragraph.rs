//! Where paragraphs begin and end: blank lines, line ends that were meant, and a greatest length.
//!
//! A text without blank lines is either one paragraph a line or prose wrapped at some width. The two are
//! told apart by how often a line ends where a sentence ends; in wrapped prose a break was meant only
//! where the next word would still have fitted on the line.

use casus_model::Span;

use crate::lines::{Line, ends_sentence, opens_like_sentence, trimmed};

/// The longest paragraph in bytes; a longer one is cut, at the end of a sentence where there is one.
pub const MAX_PARAGRAPH: usize = 8 << 10;

/// The paragraphs of these lines, in order, none longer than [`MAX_PARAGRAPH`].
pub(crate) fn paragraphs(text: &str, lines: &[Line]) -> Vec<Span> {
    let mut paragraphs = Vec::new();
    for block in lines.chunk_by(|_, next| !next.opens_block) {
        for paragraph in split_block(text, block) {
            cut(text, paragraph, &mut paragraphs);
        }
    }
    paragraphs
}

/// The paragraphs of a block of lines without a blank one between them.
fn split_block(text: &str, block: &[Line]) -> Vec<Span> {
    let shape = Shape::of(text, block);
    let mut paragraphs: Vec<Span> = Vec::new();
    for (at, line) in block.iter().enumerate() {
        match paragraphs.last_mut() {
            Some(last) if !shape.breaks_before(text, block, at) => *last = last.cover(line.span),
            _ => paragraphs.push(line.span),
        }
    }
    paragraphs
}

/// How a block of lines is laid out.
struct Shape {
    /// Length of its longest line, in characters.
    width: usize,
    /// True when most lines end inside a sentence.
    wrapped: bool,
}

impl Shape {
    fn of(text: &str, block: &[Line]) -> Shape {
        let width = block.iter().map(|line| characters(line.span.of(text))).max().unwrap_or(0);
        let inner = &block[..block.len() - 1];
        let ended = inner.iter().filter(|line| ends_sentence(line.span.of(text))).count();
        Shape { width, wrapped: ended * 2 < inner.len() }
    }

    fn breaks_before(&self, text: &str, block: &[Line], at: usize) -> bool {
        let (line, next) = (block[at - 1].span.of(text), block[at].span.of(text));
        if is_list_item(next) {
            return true;
        }
        if ends_sentence(line) {
            return !self.wrapped || self.room_left(line, next);
        }
        let far_from_full = characters(line) * 5 <= self.width * 3;
        let goes_on = line.ends_with([',', ';', '-']) || !opens_like_sentence(next);
        !goes_on && far_from_full && self.room_left(line, next)
    }

    /// True when the first word of the next line would have fitted on this one.
    fn room_left(&self, line: &str, next: &str) -> bool {
        let first_word = next.split_whitespace().next().unwrap_or(next);
        characters(line) + 1 + characters(first_word) <= self.width
    }
}

/// True when two neighbouring lines of a block were broken on purpose, judged by the lines that follow.
pub(crate) fn meant_break(text: &str, line: Span, following: &[Line]) -> bool {
    let block = following.chunk_by(|_, next| !next.opens_block).next().unwrap_or_default();
    let Some(next) = block.first().map(|line| line.span.of(text)) else { return true };
    let width = block.iter().take(8).map(|line| characters(line.span.of(text))).max().unwrap_or(0);
    Shape { width, wrapped: true }.room_left(line.of(text), next) && opens_like_sentence(next)
}

fn is_list_item(line: &str) -> bool {
    ["- ", "* ", "• ", "– ", "— "].iter().any(|mark| line.starts_with(mark))
}

fn characters(words: &str) -> usize {
    words.chars().count()
}

/// Cuts a span into pieces that are not too long. Each step looks at one window and two steps always
/// move by about a window, so the whole is linear.
fn cut(text: &str, paragraph: Span, pieces: &mut Vec<Span>) {
    let (mut start, end) = (paragraph.start as usize, paragraph.end as usize);
    while end - start > MAX_PARAGRAPH {
        let window = &text[start..text.floor_char_boundary(start + MAX_PARAGRAPH)];
        let at = start + sentence_end(window).or_else(|| white_space(window)).unwrap_or(window.len());
        pieces.extend(trimmed(text, start, at));
        start = at;
    }
    pieces.extend(trimmed(text, start, end));
}

/// Just after the last full stop that is followed by white space and a capital.
fn sentence_end(window: &str) -> Option<usize> {
    let mut after = None;
    for (at, character) in window.char_indices().rev() {
        if character.is_whitespace() && ends_sentence(last_word(&window[..at])) && after == Some(true) {
            return Some(at);
        }
        if !character.is_whitespace() {
            let mut bytes = [0; 4];
            after =
                Some(opens_like_sentence(character.encode_utf8(&mut bytes)) || is_opening_quote(character));
        }
    }
    None
}

fn is_opening_quote(character: char) -> bool {
    matches!(character, '"' | '“' | '‘' | '«')
}

/// At most the last few bytes, enough to see how a sentence ended.
fn last_word(window: &str) -> &str {
    &window[window.ceil_char_boundary(window.len().saturating_sub(16))..]
}

fn white_space(window: &str) -> Option<usize> {
    window.char_indices().rev().find(|(at, character)| *at > 0 && character.is_whitespace()).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lines::lines;

    fn split(text: &str) -> Vec<&str> {
        paragraphs(text, &lines(text)).into_iter().map(|span| span.of(text)).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(
            split("One boat.\n \n\tTwo boats.\r\n\r\nThree.\n"),
            ["One boat.", "Two boats.", "Three."]
        );
    }

    #[test]
    fn without_blank_lines_each_line_that_ends_a_sentence_is_a_paragraph() {
        let text = "One boat sank on Sunday.\nTwo boats came home, he said.\n“Three boats are lost.”\nFour";
        assert_eq!(split(text).len(), 4);
    }

    #[test]
    fn wrapped_prose_is_joined_and_parted_only_where_a_break_was_meant() {
        let text = "The harbour master said on Sunday that\nthree boats had sunk off the quay. The\n\
                    ferry was safe.\nIn Edoras the council met at noon and\nsent help.";
        assert_eq!(
            split(text),
            [
                "The harbour master said on Sunday that\nthree boats had sunk off the quay. The\nferry was safe.",
                "In Edoras the council met at noon and\nsent help."
            ]
        );
    }

    #[test]
    fn a_heading_inside_single_spaced_text_stands_alone() {
        let text =
            "The council met for the third time in Edoras.\nWhat we know\nThree boats sank near the quay.";
        assert_eq!(split(text).len(), 3);
    }

    #[test]
    fn a_long_paragraph_is_cut_after_a_sentence() {
        let text = "The ferry left the quay at noon. ".repeat(600);
        let pieces = split(&text);
        assert!(pieces.len() > 2);
        for piece in pieces {
            assert!(
                piece.len() <= MAX_PARAGRAPH && piece.starts_with("The ferry") && piece.ends_with("noon.")
            );
        }
    }

    #[test]
    fn a_long_paragraph_without_sentences_or_spaces_is_cut_all_the_same() {
        let spaced = "boat ".repeat(4000);
        assert!(split(&spaced).iter().all(|piece| piece.len() <= MAX_PARAGRAPH && piece.ends_with("boat")));
        let solid = "ä".repeat(20_000);
        assert_eq!(split(&solid).concat(), solid);
        assert!(split(&solid).iter().all(|piece| piece.len() <= MAX_PARAGRAPH));
    }
}

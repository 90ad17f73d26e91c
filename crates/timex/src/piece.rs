//! Pieces: the words, numbers and marks of a sentence, cut the same way whatever the tokenizer does.
//!
//! A tokenizer may keep "10/26/2023" or "5am" whole or cut it; the rules need one form. Pieces never
//! cross a token's edge except for a full stop that belongs to an abbreviation.

use casus_model::{Sentence, Span};

use crate::grammar::{Grammar, Sense, Trust};

/// What a piece is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A word, with its number in the grammar (0 when no table knows it).
    Word(u32),
    /// Digits: value (saturating), how many digits, and whether commas group them.
    Number { value: u64, digits: u8, grouped: bool },
    /// Any other character.
    Mark(char),
}

/// One piece.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Piece {
    pub span: Span,
    /// Index of the token it stands in.
    pub token: u32,
    pub kind: Kind,
    /// No white space before it.
    pub glued: bool,
    pub capital: bool,
    /// An abbreviation with its full stop.
    pub dotted: bool,
}

/// Cuts a sentence into pieces.
pub(crate) fn pieces(grammar: &Grammar, text: &str, sentence: &Sentence) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::with_capacity(sentence.tokens.len() + 8);
    let mut lower = String::new();
    for (token, word) in sentence.tokens.iter().enumerate() {
        let (start, end) = (word.span.start as usize, word.span.end as usize);
        let Some(slice) = text.get(start..end) else { continue };
        let mut at = 0;
        while let Some(first) = slice[at..].chars().next() {
            let glued = pieces.last().is_some_and(|last| last.span.end as usize == start + at);
            let (kind, length, dotted) = cut(grammar, &slice[at..], first, &mut lower);
            if let Some(cut) = pieces.last_mut().filter(|_| glued && at == 0)
                && let Some(end) = joined(grammar, text, cut, (start + length, end), &mut lower)
            {
                at = end - start;
                continue;
            }
            if !first.is_whitespace() {
                let span = Span::new(start + at, start + at + length);
                let capital = first.is_uppercase();
                join_full_stop(grammar, &mut pieces, kind, glued);
                pieces.push(Piece { span, token: token as u32, kind, glued, capital, dotted });
            }
            at += length;
        }
    }
    pieces
}

fn cut(grammar: &Grammar, rest: &str, first: char, lower: &mut String) -> (Kind, usize, bool) {
    if first.is_ascii_digit() {
        let (kind, length) = digits(rest);
        (kind, length, false)
    } else if first.is_alphabetic() {
        word(grammar, rest, lower)
    } else {
        (Kind::Mark(plain(first)), first.len_utf8(), false)
    }
}

/// One dash and one apostrophe stand for all of theirs.
fn plain(mark: char) -> char {
    match mark {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '\u{2018}' | '\u{2019}' | '`' => '\'',
        mark => mark,
    }
}

fn digits(rest: &str) -> (Kind, usize) {
    let bytes = rest.as_bytes();
    let run = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let first = run(0);
    let mut end = first;
    let mut grouped = false;
    while (1..=3).contains(&first) && end <= 24 && bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
        end += 4;
        grouped = true;
    }
    let value = bytes[..end]
        .iter()
        .filter(|byte| byte.is_ascii_digit())
        .fold(0u64, |value, byte| value.saturating_mul(10).saturating_add(u64::from(byte - b'0')));
    (Kind::Number { value, digits: end.min(255) as u8, grouped }, end)
}

/// A run of letters; "a.m." and "o'clock" are one word when the grammar knows them.
fn word(grammar: &Grammar, rest: &str, lower: &mut String) -> (Kind, usize, bool) {
    let letters = run_of_letters(rest);
    for joiner in ['.', '\'', '\u{2019}'] {
        if letters > 4 {
            break;
        }
        let Some(tail) = rest[letters..].strip_prefix(joiner) else { continue };
        let more = run_of_letters(tail);
        if more == 0 {
            continue;
        }
        let whole = letters + joiner.len_utf8() + more;
        lowercase(&rest[..whole], lower);
        let id = grammar.id(&lower.replace('\u{2019}', "'"));
        if id != 0 {
            let dotted = joiner == '.' && rest[whole..].starts_with('.');
            return (Kind::Word(id), whole + usize::from(dotted), dotted);
        }
    }
    lowercase(&rest[..letters], lower);
    let id = grammar.id(lower);
    let dotted = is_abbreviation(grammar, id) && rest[letters..].starts_with('.');
    (Kind::Word(id), letters + usize::from(dotted), dotted)
}

/// "Wed." that the tokenizer cuts as it cuts "we'd": the day, where the piece before and what ends here are that together.
/// Tells where the full stop ends.
fn joined(
    grammar: &Grammar,
    text: &str,
    cut: &mut Piece,
    (end, token_end): (usize, usize),
    lower: &mut String,
) -> Option<usize> {
    let whole = text.get(cut.span.start as usize..end).filter(|_| cut.capital)?;
    lowercase(whole, lower);
    let id = grammar.id(lower);
    let stop = text.get(end..token_end).is_some_and(|rest| rest.starts_with('.'));
    if !stop || !is_abbreviation(grammar, id) {
        return None;
    }
    *cut = Piece {
        span: Span::new(cut.span.start as usize, end + 1),
        kind: Kind::Word(id),
        dotted: true,
        ..*cut
    };
    Some(end + 1)
}

/// A full stop cut off by the tokenizer still belongs to the abbreviation before it.
fn join_full_stop(grammar: &Grammar, pieces: &mut [Piece], next: Kind, glued: bool) {
    let Some(last) = pieces.last_mut() else { return };
    if next == Kind::Mark('.')
        && glued
        && let Kind::Word(id) = last.kind
        && is_abbreviation(grammar, id)
    {
        last.dotted = true;
    }
}

fn is_abbreviation(grammar: &Grammar, id: u32) -> bool {
    grammar.senses(id).iter().any(|sense| {
        matches!(sense, Sense::Month(_, Trust::Abbreviation) | Sense::Weekday(_, Trust::Abbreviation))
    })
}

fn run_of_letters(rest: &str) -> usize {
    rest.char_indices().find(|(_, letter)| !letter.is_alphabetic()).map_or(rest.len(), |(at, _)| at)
}

fn lowercase(word: &str, lower: &mut String) {
    lower.clear();
    lower.extend(word.chars().flat_map(char::to_lowercase));
}

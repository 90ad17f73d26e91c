//! Words: runs of letters, and the signs around them.

/// A run of letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub start: usize,
    pub end: usize,
    /// What stands between the word before and this one.
    pub before: Join,
    /// True when a sentence, a paragraph or the text opens here.
    pub opens: bool,
}

/// What joins two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Join {
    /// Nothing stands before, or after.
    Edge,
    Space,
    Hyphen,
    Apostrophe,
    /// A full stop inside a word: "U.N."
    Stop,
    /// A full stop and a space.
    StopSpace,
    Comma,
    Colon,
    Dash,
    Open,
    Close,
    Quote,
    /// A quotation mark after a comma, a colon or a bracket: a sentence may open.
    Speech,
    Slash,
    /// Figures, with whatever stands around them.
    Figures,
    /// Figures that touch letters on both sides: "A4B".
    Glued,
    /// Figures that touch the word before: "M-16".
    GluedBefore,
    /// Figures that touch the word after: "3D".
    GluedAfter,
    Blank,
    Other,
}

/// The words of a text in order.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut end = 0;
    let mut brackets = Brackets::default();
    let mut characters = text.char_indices().peekable();
    while let Some((start, character)) = characters.next() {
        if !character.is_alphabetic() {
            continue;
        }
        let mut stop = start + character.len_utf8();
        while let Some((at, next)) = characters.next_if(|(_, next)| next.is_alphabetic() || is_mark(*next)) {
            stop = at + next.len_utf8();
        }
        let gap = &text[end..start];
        let last = tokens.last().map(|token| &text[token.start..token.end]);
        let before = if last.is_none() { Join::Edge } else { join(gap) };
        let opens = brackets.opens(gap, opens(last, gap), tokens.len());
        tokens.push(Token { start, end: stop, before, opens });
        end = stop;
    }
    tokens
}

/// Notes in square brackets before a sentence: "[TEXT] THE BOAT SANK". It opens behind them.
#[derive(Default)]
struct Brackets {
    opened_at_start: bool,
}

/// Words before which a dash may end a dateline.
const DATELINE: usize = 12;

impl Brackets {
    fn opens(&mut self, gap: &str, opens: bool, words: usize) -> bool {
        let dateline = words < DATELINE && (gap.contains("--") || gap.contains(" - ") || gap.contains('—'));
        let behind = self.opened_at_start && gap.contains(']');
        let opens = opens || behind || dateline;
        self.opened_at_start = match gap.rfind(['[', ']']) {
            Some(at) if gap[at..].starts_with('[') => opens,
            Some(_) => false,
            None => self.opened_at_start,
        };
        opens
    }
}

/// Combining marks belong to the letter before.
fn is_mark(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// What stands between two words, by the sign that tells most.
fn join(gap: &str) -> Join {
    let spaced = gap.contains(char::is_whitespace);
    let has = |signs: &[char]| gap.contains(signs);
    let mut lines = gap.split('\n').map(str::trim);
    let blank_line = gap.matches('\n').count() > 1 && lines.any(str::is_empty);
    match gap {
        _ if gap.contains(|c: char| c.is_numeric()) => figures(gap),
        _ if is_speech(gap) => Join::Speech,
        _ if has(&['(', '[']) => Join::Open,
        _ if has(&[')', ']']) => Join::Close,
        _ if has(&['"', '“', '”', '«', '»']) => Join::Quote,
        _ if blank_line => Join::Blank,
        _ if has(&['.', '!', '?', '…']) => {
            if spaced {
                Join::StopSpace
            } else {
                Join::Stop
            }
        }
        _ if has(&['\'', '’', '‘', '`', 'ʼ']) => {
            if spaced {
                Join::Quote
            } else {
                Join::Apostrophe
            }
        }
        _ if has(&['—', '–']) || gap.contains("--") || (spaced && has(&['-'])) => Join::Dash,
        _ if has(&['-', '‐', '‑']) => Join::Hyphen,
        _ if has(&[',', ';']) => Join::Comma,
        _ if has(&[':']) => Join::Colon,
        _ if has(&['/']) => Join::Slash,
        _ if spaced && gap.trim().is_empty() => Join::Space,
        _ => Join::Other,
    }
}

/// "M-16 RIFLE" as it is seen from the words on its sides.
fn figures(gap: &str) -> Join {
    let inside = |piece: &str| !piece.contains(char::is_whitespace);
    let first = gap.find(|c: char| c.is_numeric()).map_or("", |at| &gap[..at]);
    let last = gap.rfind(|c: char| c.is_numeric()).map_or("", |at| &gap[at..]);
    match (inside(first), inside(last)) {
        (true, true) => Join::Glued,
        (true, false) => Join::GluedBefore,
        (false, true) => Join::GluedAfter,
        (false, false) => Join::Figures,
    }
}

fn is_speech(gap: &str) -> bool {
    let signs = gap.trim_end_matches(['"', '“', '‘', '\'', '`']);
    signs.len() < gap.len()
        && signs.ends_with(char::is_whitespace)
        && signs.trim_end().ends_with([',', ':', ']', ')', '-', '—'])
}

/// True when a sentence opens after these signs. A full stop after one letter ends an initial.
fn opens(last: Option<&str>, gap: &str) -> bool {
    let Some(last) = last else { return true };
    let blank = gap.matches('\n').count() > 1 && gap.split('\n').any(|line| line.trim().is_empty());
    let full_stop = gap.char_indices().find(|(_, character)| matches!(character, '.' | '!' | '?' | '…'));
    let Some((at, sign)) = full_stop else { return blank };
    let initial = sign == '.' && at == 0 && last.chars().nth(1).is_none();
    let after = &gap[at..];
    let inside = after.contains(|c: char| c.is_numeric());
    blank || (after.contains(char::is_whitespace) && !initial && !inside)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(&str, Join, bool)> {
        let tokens = tokens(text).into_iter();
        tokens.map(|token| (&text[token.start..token.end], token.before, token.opens)).collect()
    }

    #[test]
    fn words_and_what_stands_between_them() {
        assert_eq!(
            shown("HE SAID: \"AL-EDORAS FELL.\" THEN (THE U.N.) LEFT"),
            [
                ("HE", Join::Edge, true),
                ("SAID", Join::Space, false),
                ("AL", Join::Speech, false),
                ("EDORAS", Join::Hyphen, false),
                ("FELL", Join::Space, false),
                ("THEN", Join::Quote, true),
                ("THE", Join::Open, false),
                ("U", Join::Space, false),
                ("N", Join::Stop, false),
                ("LEFT", Join::Close, false),
            ]
        );
        assert_eq!(shown("ONE\n \nTWO")[1], ("TWO", Join::Blank, true));
        assert_eq!(shown("M16 ON 3 MAY")[2], ("MAY", Join::Figures, false));
        assert_eq!(shown("e\u{301}te\u{301}"), [("e\u{301}te\u{301}", Join::Edge, true)]);
        assert_eq!(shown("3 .. 4"), []);
    }
}
